"""What the demo's pages show, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One letter that went out; `page`: its file beside the index."""

    to: str
    subject: str
    page: str


@dataclass(frozen=True, slots=True)
class MailLine:
    """One mail and what became of it. `at`: office time. `finding`: the main one in words, may be empty."""

    at: datetime
    title: str
    mailbox: str
    sender: str
    subject: str
    kind: str
    action: str
    case: str
    finding: str
    letters: tuple[LetterLine, ...] = ()


@dataclass(frozen=True, slots=True)
class DemoView:
    """The index of a demo's day."""

    day: date
    mails: tuple[MailLine, ...]
    other_letters: tuple[LetterLine, ...]
    letters: int
    digest: str


@dataclass(frozen=True, slots=True)
class LetterPage:
    """A letter as a page: its headers, its HTML part as it came, its files, its plain text."""

    sender: str
    to: str
    subject: str
    sent_at: str
    html: str
    text: str
    source: str
    files: tuple[str, ...] = ()
