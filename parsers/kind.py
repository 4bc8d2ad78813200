"""What a mail is, by what it says and carries; the mailbox that it came to is only a hint."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from parsers.documents import Document
from parsers.inspection.read import read_inspection
from parsers.inspection.reading import InspectionReading
from parsers.inspection.types import find_types
from parsers.kind_words import (
    ABOUT_PAPERS,
    APPLICATION,
    ASK_FOR,
    ASKS_ABOUT,
    ASKS_WHETHER,
    AWAY,
    CHECKSHEET,
    DAYS,
    DEFERRED,
    DISPUTE,
    EXTENSION,
    FILLERS,
    INSPECT,
    KEEP,
    LINK,
    MANY_PAGES,
    MEANS_TO,
    NUMBER,
    OF_PROGRAM,
    PERMIT_READY,
    PLAIN_REQUEST,
    PLANS,
    PLEASANTRY,
    POINTER,
    REGISTRATION,
    RESPONDS,
    REVISION,
    STATUS,
    THANKS,
    TRADE,
    WHEN,
    WIRELESS,
)
from parsers.mail import Mail
from parsers.permits import find_permits
from parsers.spans import plain
from parsers.subjects import clean_subject

Kind = Literal[
    "permit_application",
    "checksheet_response",
    "deferred_submittal",
    "permit_revision",
    "building_registration",
    "trade_permit_application",
    "inspection_request",
    "inspection_cancellation",
    "inspection_reschedule",
    "inspector_update",
    "coordinator_command",
    "status_inquiry",
    "other_program",
    "question",
    "automated",
]
"""What a mail is, for the rules too; robots, inspectors and coordinators are told by the caller beforehand."""

_MAX_CHARACTERS = 30_000
_ANY_DAY = datetime(2024, 1, 2, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Signs:
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

    def says(self, pattern: re.Pattern[str]) -> bool:
        return bool(pattern.search(self.text))


def classify(
    mail: Mail, mailbox: str, documents: Sequence[Document] = (), reading: InspectionReading | None = None
) -> Kind:
    """The kind of a mail that a person wrote (`rules/README.md`); `mailbox`: `intake` or `inspections`, a hint.

    Robots, registered inspectors and coordinators, and replies that only complete a case are told by the caller.
    An enquiry about a plan set of 30 pages or more is a `permit_application`: D4 makes it a route, not a question.
    `reading`: what the mail says about inspections, where the caller has read it already.
    """
    if asks_nothing(mail) and not documents:
        return "question"
    signs = _signs(mail, mailbox, reading)
    if signs.says(WIRELESS) and not signs.own_permit:
        return "other_program"
    by_form = _by_form(signs, documents)
    if signs.says(AWAY) and not documents and not signs.own_permit:
        return "question"
    is_about_inspection = _is_inspection(signs)
    if by_form and not (is_about_inspection and is_surely_inspection(mail, mailbox)):
        return by_form
    if signs.says(EXTENSION) and not (is_about_inspection and signs.reading.requests and _has_date(signs)):
        return "other_program"
    if signs.foreign and not signs.own_permit and not (documents and signs.says(OF_PROGRAM)):
        return "other_program"
    if is_about_inspection:
        return _inspection_kind(signs)
    by_words = _by_words(signs, documents)
    if by_words:
        return by_words
    if signs.says(STATUS):
        return "status_inquiry"
    return _by_attachments(signs, documents)


def is_surely_inspection(mail: Mail, mailbox: str) -> bool:
    """Whether the mail is about an inspection for certain, read cheaply: such mail need not wait for its PDFs."""
    text = f"{clean_subject(mail.subject[:500]).text}\n{mail.new_text[:4000]}"
    if any(
        pattern.search(text)
        for pattern in (APPLICATION, CHECKSHEET, DEFERRED, REVISION, REGISTRATION, TRADE, WIRELESS)
    ):
        return False
    if not INSPECT.search(text):
        return mailbox == "inspections" and bool(NUMBER.search(text) or find_types(plain(text)))
    return (
        mailbox == "inspections"
        or bool(NUMBER.search(text) and WHEN.search(text))
        or bool(INSPECT.search(clean_subject(mail.subject[:500]).text))
    )


def asks_nothing(mail: Mail) -> bool:
    """Thanks, ok, see you then: nothing that anybody must answer."""
    text = _without_names(plain(mail.new_text, 600), mail).strip()
    if "?" in text or len(text) > 240 or any(not one.inline for one in mail.attachments) or mail.forwarded:
        return False
    subject = clean_subject(plain(mail.subject, 300))
    if not text:
        return _is_thanks(subject.text)
    if (
        not (subject.is_reply or mail.in_reply_to)
        and not _is_thanks(subject.text)
        and len(subject.text.split()) > 3
    ):
        return False
    return _is_thanks(text)


def _without_names(text: str, mail: Mail) -> str:
    """The words without a closing block that begins with the sender's own name."""
    first = mail.sender.name.split()[:1]
    lines = text.splitlines()
    for at, line in enumerate(lines):
        if at and first and line.split()[:1] == first and len(lines) - at <= 6:
            return "\n".join(lines[:at])
    return text


def _is_thanks(text: str) -> bool:
    words = re.findall(r"[^\W_][\w'-]*", text)
    if not words:
        return bool(text.strip())
    spoken = {word.lower() for word in words}
    if spoken & DAYS and not spoken & {"see", "until", "till"}:
        return False
    strange = [word for word in words if word.lower() not in THANKS and word.lower() not in FILLERS]
    names = all(word[0].isupper() and word[1:].islower() for word in strange)
    is_kind = any(word.lower() in THANKS for word in words) or PLEASANTRY.search(text) is not None
    return len(strange) <= 2 and names and is_kind


def _signs(mail: Mail, mailbox: str, reading: InspectionReading | None) -> _Signs:
    subject = clean_subject(plain(mail.subject, 2_000))
    body = plain(mail.new_text, _MAX_CHARACTERS)
    own = "" if subject.is_reply and mail.in_reply_to else subject.text
    text = f"{own}\n{body}"
    if mail.forwarded and (POINTER.match(body) or len(body) < 40):
        one = mail.forwarded[0]
        text = f"{text}\n{plain(one.subject, 2_000)}\n{plain(one.new_text, _MAX_CHARACTERS)}"
    permits = [one.value for one in find_permits(text)]
    foreign = any(one.suffix for one in permits)
    own_permit = (
        any(one.number for one in permits)
        or bool(re.search(r"\d-?FA\b|-\s?FA\b", text))
        or any(one.short and not one.suffix for one in permits)
    )
    reading = reading or read_inspection(mail, mail.received_at or _ANY_DAY, ())
    files = any(not one.inline for one in mail.attachments)
    return _Signs(
        text,
        subject.text,
        mailbox,
        reading,
        foreign,
        own_permit,
        bool(find_types(text)),
        files,
        subject.is_reply and bool(mail.in_reply_to or mail.quoted),
    )


def _has_date(signs: _Signs) -> bool:
    return any(one.date or one.previous_date for one in signs.reading.requests)


def _by_form(signs: _Signs, documents: Sequence[Document]) -> Kind | None:
    sorts = {one.form.sort for one in documents if one.form}
    kinds: tuple[tuple[str, Kind], ...] = (
        ("building_registration", "building_registration"),
        ("deferred_submittal", "deferred_submittal"),
        ("permit_revision", "permit_revision"),
    )
    for sort, kind in kinds:
        if sort in sorts:
            return kind
    if sorts & {"intake", "ordinary_permit"}:
        if signs.says(CHECKSHEET) and signs.says(RESPONDS):
            return "checksheet_response"
        if signs.says(DEFERRED):
            return "deferred_submittal"
        return (
            "permit_revision"
            if signs.says(REVISION) and not signs.says(APPLICATION)
            else "permit_application"
        )
    return "trade_permit_application" if "trade_permit" in sorts else None


def _is_inspection(signs: _Signs) -> bool:
    requests = signs.reading.requests
    if not requests:
        return False
    intents = {one.intent for one in requests}
    inspects, here = signs.says(INSPECT), signs.mailbox == "inspections"
    if intents & {"cancel", "reschedule"}:
        is_about_papers = signs.says(ABOUT_PAPERS) and not inspects and not (here and _has_date(signs))
        return not is_about_papers and (
            inspects
            or here
            or signs.has_types
            or signs.is_reply
            or bool(signs.reading.cases)
            or _has_date(signs)
        )
    if _only_asks(signs) or _only_keeps(signs):
        return False
    if signs.says(DISPUTE) and not signs.says(PLAIN_REQUEST) and not (signs.has_types and _has_date(signs)):
        return False
    if signs.says(PLAIN_REQUEST) and not _is_intake_matter(signs):
        return True
    if _is_intake_matter(signs) and not (inspects and here):
        return False
    first = requests[0]
    dated, numbered, placed = (
        _has_date(signs),
        any(one.permit for one in requests),
        any(one.address for one in requests),
    )
    typed = signs.has_types or any(one.types for one in requests)
    if inspects and (dated or typed or numbered or placed or first.inspector):
        return True
    if here:
        return numbered or typed or dated or placed
    return typed and dated and (numbered or placed or bool(ASK_FOR.search(signs.text)))


def _only_keeps(signs: _Signs) -> bool:
    """ "Please do not cancel": nothing is asked for beside what stands already."""
    if not signs.says(KEEP):
        return False
    rest = re.sub(rf"[^.!?\n]*{KEEP.pattern}[^.!?\n]*", " ", signs.text, flags=re.IGNORECASE)
    return not PLAIN_REQUEST.search(rest) and not find_types(rest)


def _is_intake_matter(signs: _Signs) -> bool:
    return any(
        signs.says(pattern) for pattern in (CHECKSHEET, DEFERRED, REVISION, REGISTRATION, APPLICATION, TRADE)
    ) or (signs.says(MANY_PAGES) and signs.says(PLANS))


def _only_asks(signs: _Signs) -> bool:
    """The mail asks about inspections and orders none: "is my inspection on?", "do we need one for ...?"."""
    if "?" not in signs.text and not signs.says(STATUS):
        return False
    orders = re.sub(r"[^.!?\n]*\?", " ", signs.text)
    if signs.says(STATUS):
        if _only_means_to(signs, orders):
            return True
        if find_types(orders) and find_permits(orders) and not STATUS.search(orders):
            return False
        return not re.search(
            r"\b(?:please|pls|need to|would like to|want to|like to)\s(?:\w+\s){0,2}(?:schedule|request|set "
            r"up|book|send|inspect)|\b(?:request|schedule|need)\w* (?:an? |the )?(?:\w+ ){0,4}inspection\b(?! "
            r"(?:that|we|i)\b)",
            STATUS.sub(" ", orders),
            re.IGNORECASE,
        )
    if not ASKS_ABOUT.search(signs.text):
        return False
    if not (
        find_permits(signs.text) or _has_date(signs) or any(one.address for one in signs.reading.requests)
    ):
        # "How far ahead must I ask? We will need one in January": nothing here that could be ordered.
        return True
    if ASK_FOR.search(orders):
        return False
    return not _has_date(signs) or not (find_permits(signs.text) or find_types(orders))


def _only_means_to(signs: _Signs, orders: str) -> bool:
    """ "Is the permit ready? We want to schedule inspections next week": a plan that waits for the answer."""
    if "?" not in signs.text or not PERMIT_READY.search(signs.text) or not MEANS_TO.search(orders):
        return False
    rest = MEANS_TO.sub(" ", orders)
    says_when = any(one.date and one.date.problem is None for one in signs.reading.requests)
    return not (says_when or find_types(orders) or PLAIN_REQUEST.search(rest) or ASK_FOR.search(rest))


def _inspection_kind(signs: _Signs) -> Kind:
    intents = {one.intent for one in signs.reading.requests}
    if "cancel" in intents:
        return "inspection_cancellation"
    return "inspection_reschedule" if "reschedule" in intents else "inspection_request"


def _by_words(signs: _Signs, documents: Sequence[Document]) -> Kind | None:
    if (
        signs.says(ABOUT_PAPERS)
        and re.search(r"\b(?:cancel|withdraw|void)", signs.text, re.IGNORECASE)
        and not documents
    ):
        return "question"
    sorts = {one.sort for one in documents}
    files = signs.has_files or bool(documents) or bool(LINK.search(signs.text))
    questions = "?" in signs.text and not files
    asks = questions and (signs.says(ASKS_ABOUT) or signs.says(ASKS_WHETHER))
    if "responses" in sorts or (signs.says(CHECKSHEET) and signs.says(RESPONDS) and not questions):
        return "checksheet_response"
    if signs.says(DEFERRED) and not asks:
        return "deferred_submittal"
    if signs.says(REGISTRATION) or sorts & {"permit_history", "w4_form"}:
        return "building_registration"
    if signs.says(STATUS) and not files:
        return None
    if signs.says(REVISION) and not asks:
        return "permit_revision"
    if signs.says(TRADE) and not asks:
        return "trade_permit_application"
    if signs.says(MANY_PAGES) and signs.says(PLANS):
        return "permit_application"
    if signs.says(APPLICATION) and not asks:
        return "permit_application"
    return None


def _by_attachments(signs: _Signs, documents: Sequence[Document]) -> Kind:
    """What is attached, where the words don't say: plans are an application, anything else is for a person."""
    sorts = {one.sort for one in documents}
    if sorts & {"plans", "form", "calculations", "manual"}:
        return "permit_application"
    if (
        signs.mailbox == "intake"
        and (documents or signs.has_files or LINK.search(signs.text))
        and not signs.says(ASKS_ABOUT)
    ):
        return "permit_application"
    return "question"
