"""How a sample mail is written down: a draft as a value, and the bytes that a mail program would send."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Literal
from zoneinfo import ZoneInfo

from rules.calendar import BusinessCalendar
from rules.office import Office

Mailbox = Literal["intake", "inspections"]
ADDRESSES: dict[Mailbox, str] = {
    "intake": "fpp-intake@city.example",
    "inspections": "fpp-inspections@city.example",
}
COORDINATOR = "pat.coordinator@city.example"
OFFICE_ZONE = ZoneInfo("America/Los_Angeles")
CALENDAR = BusinessCalendar.of(Office())
MAX_QUOTED_LINES = 60


@dataclass(frozen=True, slots=True)
class Days:
    """The demo's day and the working days after it."""

    today: date

    def next(self, count: int = 1) -> date:
        """The working day that comes `count` working days after today."""
        return CALENDAR.add_open_days(self.today, count)

    @property
    def saturday(self) -> date:
        """The first Saturday after the next working day."""
        after = self.next().toordinal() + 1
        return next(day for day in map(date.fromordinal, range(after, after + 7)) if day.weekday() == 5)

    def at(self, clock: str) -> datetime:
        """Today at `HH:MM`, office time, aware."""
        return datetime.combine(self.today, time.fromisoformat(clock), OFFICE_ZONE)


def in_words(day: date) -> str:
    """`Thursday, March 5, 2026`."""
    return f"{day:%A}, {day:%B} {day.day}, {day.year}"


def in_numbers(day: date) -> str:
    """`3/5/2026`."""
    return f"{day.month}/{day.day}/{day.year}"


@dataclass(frozen=True, slots=True)
class File:
    """An attachment of a sample mail."""

    name: str
    content: bytes
    content_type: str = "application/pdf"


@dataclass(frozen=True, slots=True)
class Draft:
    """A mail before it is bytes. `verbatim`: the whole message as it stands, where no mail program wrote it."""

    message_id: str
    sender: str
    to: str
    subject: str
    date: datetime
    body: str = ""
    html: str = ""
    cc: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    files: tuple[File, ...] = ()
    verbatim: bytes = field(default=b"", repr=False)


def composed(draft: Draft) -> bytes:
    """The mail as sent, the same bytes every time."""
    if draft.verbatim:
        return draft.verbatim
    message = EmailMessage(policy=email.policy.SMTP)
    for name, value in _headers(draft):
        if value:
            message[name] = value
    if draft.body or not draft.html:
        message.set_content(draft.body)
    if draft.html and draft.body:
        message.add_alternative(draft.html, subtype="html")
    elif draft.html:
        message.set_content(draft.html, subtype="html")
    for file in draft.files:
        main, _, sub = file.content_type.partition("/")
        message.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name)
    # A generated boundary would differ from run to run.
    for number, part in enumerate(message.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_part_{number}_{draft.date:%H%M%S}")
    return message.as_bytes()


def _headers(draft: Draft) -> Iterator[tuple[str, str]]:
    yield from draft.headers
    yield "From", draft.sender
    yield "To", draft.to
    yield "Cc", draft.cc
    yield "Subject", draft.subject
    yield "Date", format_datetime(draft.date)
    yield "Message-ID", draft.message_id
    yield "In-Reply-To", draft.in_reply_to
    yield "References", " ".join(draft.references)


def as_answer(draft: Draft, letter: bytes) -> Draft:
    """The draft as a reply to that letter: threaded, to its reply address, with the letter quoted below."""
    parsed = email.message_from_bytes(letter, policy=email.policy.default)
    letter_id = str(parsed.get("Message-ID", "")).strip()
    earlier = tuple(re.findall(r"<[^<>\s]{1,300}>", str(parsed.get("References", ""))))
    reply_to = parseaddr(str(parsed.get("Reply-To") or parsed.get("From") or draft.to))[1] or draft.to
    subject = " ".join(str(parsed.get("Subject", draft.subject)).split())
    return replace(
        draft,
        to=reply_to,
        subject=subject if subject.lower().startswith("re:") else f"Re: {subject}",
        in_reply_to=letter_id,
        references=(*earlier, letter_id),
        body=f"{draft.body.rstrip()}\n\n{_quoted(parsed)}",
    )


def _quoted(letter: email.message.EmailMessage) -> str:
    part = letter.get_body(("plain",))
    lines = part.get_content().splitlines()[:MAX_QUOTED_LINES] if part is not None else []
    sender = parseaddr(str(letter.get("From", "")))[1]
    opening = f"On {letter.get('Date', 'an earlier day')} {sender} wrote:"
    return "\n".join([opening, *(f"> {line}".rstrip() for line in lines), ""])
