"""What a mail's words show, looked up once: what tells its kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from parsers.inspection.read import read_inspection
from parsers.inspection.reading import InspectionReading
from parsers.inspection.types import find_types
from parsers.kind_status import asks_how_it_stands
from parsers.kind_words import POINTER
from parsers.mail import Mail
from parsers.permits import find_permits
from parsers.spans import plain
from parsers.subjects import clean_subject

_MAX_CHARACTERS = 30_000
_SHORT = 160
# A forwarder who says it in own words: what is passed on does not count.
_NAMES_A_MATTER = re.compile(
    r"\b(?:applications?|intake|check ?sheets?|deferred|revisions?|regist\w+|trade|submittals?|cancel\w*"
    r"|resched\w*|status)\b",
    re.IGNORECASE,
)
# "26-121212-000-00-CO is not ours".
_DISOWNED = re.compile(
    r"[^.!?\n]{0,40}\b(?:(?:is|was|are) not|isn't|wasn't|not) (?:ours|mine|our|my|the right|one of ours)\b",
    re.IGNORECASE,
)
_ANY_DAY = datetime(2024, 1, 2, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Signs:
    """What the sender's words show, once looked up."""

    text: str
    subject: str
    mailbox: str
    reading: InspectionReading
    foreign: bool
    own_permit: bool
    has_types: bool
    has_files: bool
    is_reply: bool
    asks_status: bool

    def says(self, pattern: re.Pattern[str]) -> bool:
        return bool(pattern.search(self.text))


def signs_of(mail: Mail, mailbox: str, reading: InspectionReading | None) -> Signs:
    subject = clean_subject(plain(mail.subject, 2_000))
    body = plain(mail.new_text, _MAX_CHARACTERS)
    own = "" if subject.is_reply and mail.in_reply_to else subject.text
    text = f"{own}\n{body}"
    if mail.forwarded and (POINTER.match(body) or (len(body) < _SHORT and not _NAMES_A_MATTER.search(body))):
        one = mail.forwarded[0]
        text = f"{text}\n{plain(one.subject, 2_000)}\n{plain(one.new_text, _MAX_CHARACTERS)}"
    numbers = find_permits(text)
    permits = [one.value for one in numbers]
    foreign = any(one.value.suffix and not _DISOWNED.match(text, one.end) for one in numbers)
    own_permit = (
        any(one.number for one in permits)
        or bool(re.search(r"\d-?FA\b|-\s?FA\b", text))
        or any(one.short and not one.suffix for one in permits)
    )
    reading = reading or read_inspection(mail, mail.received_at or _ANY_DAY, ())
    files = any(not one.inline for one in mail.attachments)
    return Signs(
        text,
        subject.text,
        mailbox,
        reading,
        foreign,
        own_permit,
        bool(find_types(text)),
        files,
        subject.is_reply and bool(mail.in_reply_to or mail.quoted),
        asks_how_it_stands(text, is_about_visit=mailbox == "inspections" and _names_visit(reading)),
    )


def _names_visit(reading: InspectionReading) -> bool:
    return any(one.date or one.inspector for one in reading.requests)


def has_date(signs: Signs) -> bool:
    return any(one.date or one.previous_date for one in signs.reading.requests)
