"""What goes into an SMTP connection and what comes out: settings, outcomes, errors."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from bot.wire import NeedsOperator, Security, TheirSideDown, Tokens


class SmtpUnavailable(TheirSideDown):
    """The server does not answer, hung up or says "later"."""


class SmtpLoginRefused(NeedsOperator):
    """The server does not let us in."""


class SmtpMisconfigured(NeedsOperator):
    """The server does not do what the configuration asks of it."""


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """Where letters go out and how to get in: no `username` = no login; XOAUTH2 where `tokens` is given.

    `final_seconds`: how long the server may take to answer a whole letter; RFC 5321 section 4.5.3.2.6 asks
    for ten minutes, and a shorter wait makes doubtful letters. After `letters_a_connection` a new one is made.
    """

    host: str
    port: int
    security: Security = "tls"
    username: str = ""
    password: str = field(default="", repr=False)
    tokens: Tokens | None = field(default=None, repr=False)
    ca_file: Path | None = None
    timeout_seconds: float = 60.0
    final_seconds: float = 600.0
    letters_a_connection: int = 100

    @property
    def place(self) -> str:
        """For messages."""
        return f"SMTP server {self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class RecipientAnswer:
    """Why a recipient does not get the letter; code 0: no server was asked."""

    recipient: str
    code: int
    text: str

    @property
    def is_permanent(self) -> bool:
        """Trying again is no use (RFC 5321 section 4.2.1)."""
        return not 400 <= self.code < 500


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a letter.

    sent: the server took it, for all recipients but those in `unserved`. refused: it never will. deferred: it
    certainly did not take it, and may later. undecidable: the connection broke after the whole letter was
    given and before the answer came; the letter may be out. `needs_operator`: trying again helps only after
    a person has changed something.
    """

    state: Literal["sent", "refused", "deferred", "undecidable"]
    reason: str = ""
    code: int | None = None
    unserved: tuple[RecipientAnswer, ...] = ()
    needs_operator: bool = False

    @property
    def is_sent(self) -> bool:
        return self.state == "sent"

    @property
    def is_throttled(self) -> bool:
        """The server says that we send too much: wait longer, send slower."""
        return self.state == "deferred" and _TOO_MUCH.search(self.reason) is not None


# Exchange Online says with a permanent code what holds for a day at most: its limits of recipients and of
# submissions. Refusing the letter for it would lose it.
QUOTA = re.compile(r"\b5\.1\.90\b|\b5\.7\.23[2-6]\b|SubmissionQuotaExceeded", re.IGNORECASE)
_TOO_MUCH = re.compile(
    r"\b4\.3\.2\b|\b4\.7\.[56]\d\d\b|too many|limit exceeded|rate limit|throttl|concurrent connections|"
    + QUOTA.pattern,
    re.IGNORECASE,
)
