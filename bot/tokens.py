"""Message-IDs of our letters: each names what the letter is about, and nobody else can make one."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass, field

# <FPP-26-000123.WHICH.SEAL@office.example>: 80 bits tell letters apart, 128 bits of HMAC-SHA256 prove them.
LETTER_ID = re.compile(
    r"<(?P<about>[A-Za-z0-9-]{1,40})\.(?P<which>[0-9a-f]{20})\.(?P<seal>[0-9a-f]{32})@(?P<domain>[^<>@\s]{1,255})>"
)


@dataclass(frozen=True, slots=True)
class Tokens:
    """Signs with the newest key, believes every key. `keys`: the newest first."""

    keys: tuple[bytes, ...] = field(default=(), repr=False)

    def letter_id(self, about: str, which: str, domain: str) -> str:
        """The Message-ID of a letter about a case (`FPP-26-000123`) or of a purpose (`digest`).

        `which`: what makes the letter that one; the same letter has the same Message-ID whenever it is written.
        """
        number = hashlib.sha256(which.encode()).hexdigest()[:20]
        return f"<{about}.{number}.{_seal(self.keys[0], about, number, domain)}@{domain}>"

    def about(self, message_id: str) -> str | None:
        """What a letter of ours is about, by its Message-ID; None where none of our keys made it so."""
        found = LETTER_ID.fullmatch(message_id)
        if found is None:
            return None
        about, which, seal, domain = found.group("about", "which", "seal", "domain")
        seals = [_seal(key, about, which, domain) for key in self.keys]
        return about if any(hmac.compare_digest(seal, true) for true in seals) else None

    def is_counterfeit(self, message_id: str) -> bool:
        """Whether it looks like a letter of ours and is none: altered, made up, or of a key no longer ours."""
        return LETTER_ID.fullmatch(message_id) is not None and self.about(message_id) is None


# Proves nothing and signs nothing.
NO_KEYS = Tokens()


def _seal(key: bytes, about: str, which: str, domain: str) -> str:
    # The domain counts without case: some servers write it their own way.
    return hmac.new(key, f"{about}\n{which}\n{domain.lower()}".encode(), hashlib.sha256).hexdigest()[:32]
