"""What goes into a mailbox connection and what comes out: settings, state, mails, errors."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from bot.wire import NeedsOperator, Security, TheirSideDown, Tokens, WireError

MailboxError = WireError
"""Everything that a Mailbox raises: its own errors, and those of the token endpoint at a login."""

Marked = Literal["keyword", "moved", "nothing"]
Waited = Literal["news", "quiet", "interrupted"]


class MailboxUnavailable(TheirSideDown):
    """The server does not answer, hung up or says "later". Open a new connection, with back-off."""


class LoginRefused(NeedsOperator):
    """The server does not let us in."""


class MailboxMisconfigured(NeedsOperator):
    """The server has no such folder, or does not do what the configuration asks of it."""


class FolderRebuilt(WireError):  # noqa: N818 - the name says what happened
    """UIDVALIDITY is not that of the UIDs in hand (RFC 3501 section 2.3.1.1): ask for the state."""


@dataclass(frozen=True, slots=True)
class MailboxSettings:
    """Where a mailbox is and how to get in: by `password`, or by XOAUTH2 where `tokens` is given.

    Without `ca_file` the system's authorities count, and on loopback any certificate. Mails that are done
    go to `done_folder` (made if missing); without one they get `done_keyword` where the server keeps
    keywords. Of a mail longer than `max_bytes` only the beginning is fetched.
    """

    address: str
    host: str
    port: int
    username: str
    security: Security = "tls"
    password: str = field(default="", repr=False)
    tokens: Tokens | None = field(default=None, repr=False)
    folder: str = "INBOX"
    idle: bool = True
    ca_file: Path | None = None
    timeout_seconds: float = 60.0
    done_keyword: str = "FppBotDone"
    done_folder: str = ""
    max_bytes: int = 200_000_000

    @property
    def place(self) -> str:
        """For messages: which mailbox, and where."""
        return f"{self.address} on {self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class MailboxState:
    """The folder as the server describes it on SELECT. A UID means something only with its UIDVALIDITY."""

    uid_validity: int
    uid_next: int
    messages: int
    keeps_keywords: bool
    read_only: bool
    capabilities: frozenset[str]


@dataclass(frozen=True, slots=True)
class FetchedMail:
    """A mail as it lies on the server.

    `received_at`: when the server took it (D11): INTERNALDATE, in UTC; else the topmost Received; else the
    moment of the fetch. `problem` says what is wrong with the fetch, else it is empty: the mail goes on after
    `raw`, or the server has it and does not hand it out (`raw` is empty). A person must look at such a mail.
    `is_done`: it bears our keyword, so it was decided and answered before.
    """

    uid: int
    raw: bytes = field(repr=False)
    received_at: datetime
    problem: str = ""
    is_done: bool = False
