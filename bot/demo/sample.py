"""One sample as it is written down in a table: who writes what, and what should become of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from email.utils import parseaddr

from bot.demo.writing import ADDRESSES, Draft, File, Mailbox
from rules.decision import Kind
from rules.finding import Action


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A sample mail. `copy_of`: that sample once more, delivered to the other mailbox.

    `envelope_sender` None = the address in From; `to` empty = the mailbox's own address. `answers`, `after`,
    `about`: see DemoMessage.
    """

    name: str
    title: str
    to_mailbox: Mailbox
    sent_at: datetime
    sender: str
    kind: Kind
    action: Action
    subject: str = ""
    body: str = ""
    html: str = ""
    to: str = ""
    cc: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    files: tuple[File, ...] = ()
    envelope_sender: str | None = None
    authenticated: bool = True
    answers: str = ""
    after: tuple[str, ...] = ()
    about: str = ""
    copy_of: str = ""
    verbatim: bytes = field(default=b"", repr=False)

    def message_id(self, today: date) -> str:
        domain = parseaddr(self.sender)[1].rpartition("@")[2]
        return f"<{self.copy_of or self.name}.{today:%Y%m%d}@{domain}>"

    def draft(self, today: date, ids: Mapping[str, str]) -> Draft:
        """The mail. A reply names the mail that its thread began with, as every mail program does."""
        answered = ids.get(self.answers, "")
        return Draft(
            message_id=self.message_id(today),
            sender=self.sender,
            to=self.to or ADDRESSES[self.to_mailbox],
            subject=self.subject,
            date=self.sent_at,
            body=self.body,
            html=self.html,
            cc=self.cc,
            in_reply_to=answered,
            references=(answered,) if answered else (),
            headers=self.headers,
            files=self.files,
            verbatim=self.verbatim,
        )
