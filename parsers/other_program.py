"""Which of the City's other programs a mail is about: wireless facilities, extensions, permits of another ending."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from parsers.kind_words import EXTENSION, WIRELESS
from parsers.mail import Mail
from parsers.permits import find_permits
from parsers.spans import plain

MAX_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True)
class OtherProgram:
    """`program`: None where only the permit's ending says that it is another one's."""

    program: Literal["wireless", "extension"] | None = None
    permit_number: str | None = None
    suffix: str | None = None


def other_program_of(mail: Mail) -> OtherProgram:
    """What the mail's own and passed-on words name; nothing where they name none."""
    parts = (mail, *mail.forwarded)
    text = plain("\n".join(f"{part.subject}\n{part.new_text}" for part in parts), MAX_CHARACTERS)
    if WIRELESS.search(text):
        return OtherProgram("wireless")
    if EXTENSION.search(text):
        return OtherProgram("extension")
    foreign = next((one.value for one in find_permits(text) if one.value.suffix), None)
    if foreign is None:
        return OtherProgram()
    return OtherProgram(permit_number=foreign.text, suffix=foreign.suffix)
