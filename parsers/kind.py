"""What a mail is, by what it says and carries; the mailbox that it came to is only a hint."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from parsers.documents import Document
from parsers.inspection.reading import InspectionReading
from parsers.inspection.types import find_types
from parsers.kind_inspection import inspection_kind, is_inspection
from parsers.kind_signs import Signs, has_date, signs_of
from parsers.kind_words import (
    ABOUT_PAPERS,
    APPLICATION,
    AWAY,
    CHANGES_PERMIT,
    CHECKSHEET,
    DEFERRED,
    EXTENSION,
    FIELD_CHANGE,
    INSPECT,
    LINK,
    MANY_PAGES,
    NUMBER,
    OF_PROGRAM,
    PAPERS,
    PLANS,
    REGISTRATION,
    RESPONDS,
    REVISION,
    TAKES_BACK,
    TRADE,
    WHEN,
    WIRELESS,
)
from parsers.mail import Mail
from parsers.question_words import (
    ASKS_ABOUT,
    ASKS_WHETHER,
    REGISTERED_YET,
)
from parsers.spans import plain
from parsers.subjects import clean_subject
from parsers.thanks import asks_nothing

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
    signs = signs_of(mail, mailbox, reading)
    if signs.says(WIRELESS) and not signs.own_permit:
        return "other_program"
    by_form = _by_form(signs, documents)
    if signs.says(AWAY) and not documents and not signs.own_permit:
        return "question"
    is_about_inspection = is_inspection(signs)
    if by_form and not (is_about_inspection and has_date(signs) and is_surely_inspection(mail, mailbox)):
        return by_form
    if signs.says(EXTENSION) and not (is_about_inspection and signs.reading.requests and has_date(signs)):
        return "other_program"
    if signs.foreign and not signs.own_permit and not (documents and signs.says(OF_PROGRAM)):
        return "other_program"
    if is_about_inspection:
        return inspection_kind(signs)
    by_words = _by_words(signs, documents)
    if by_words:
        return by_words
    if signs.asks_status:
        return "status_inquiry"
    return _by_attachments(signs, documents)


def is_surely_inspection(mail: Mail, mailbox: str) -> bool:
    """Whether the mail is about an inspection for certain, read cheaply: such mail need not wait for its PDFs."""
    subject = clean_subject(mail.subject[:500]).text
    text = f"{subject}\n{mail.new_text[:4000]}"
    if PAPERS.search(text) or any(
        words.search(text) for words in (APPLICATION, REGISTRATION, TRADE, WIRELESS)
    ):
        return False
    if not INSPECT.search(text):
        return mailbox == "inspections" and bool(NUMBER.search(text) or find_types(plain(text)))
    return mailbox == "inspections" or bool(
        WHEN.search(text) and (NUMBER.search(text) or INSPECT.search(subject))
    )


def _by_form(signs: Signs, documents: Sequence[Document]) -> Kind | None:
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
        return "permit_revision" if _revises(signs) else "permit_application"
    return "trade_permit_application" if "trade_permit" in sorts else None


def _revises(signs: Signs) -> bool:
    """Whether the form comes with a revision; a subject that says so outweighs words for the papers beside it."""
    if signs.own_permit and signs.says(CHANGES_PERMIT):
        return True
    return any(
        REVISION.search(words) and not APPLICATION.search(words) for words in (signs.subject, signs.text)
    )


def _by_words(signs: Signs, documents: Sequence[Document]) -> Kind | None:
    if signs.says(ABOUT_PAPERS) and signs.says(TAKES_BACK) and not documents:
        return "question"
    sorts = {one.sort for one in documents}
    files = signs.has_files or bool(documents) or bool(LINK.search(signs.text))
    questions = "?" in signs.text and not files
    asks = questions and (signs.says(ASKS_ABOUT) or signs.says(ASKS_WHETHER))
    # Whoever sends nothing and asks how it stands submits nothing, whatever it is called.
    asks_status = signs.asks_status and not files
    if signs.says(REGISTRATION) and not (asks_status and signs.says(REGISTERED_YET)):
        is_other = bool(documents) and (signs.says(DEFERRED) or signs.says(CHECKSHEET))
        if not is_other:
            return "building_registration"
    if asks_status:
        return None
    answers = signs.says(CHECKSHEET) and (signs.says(RESPONDS) or "plans" in sorts) and not questions
    if "responses" in sorts or answers:
        return "checksheet_response"
    if signs.says(DEFERRED) and not asks:
        return "deferred_submittal"
    if sorts & {"permit_history", "w4_form"}:
        return "building_registration"
    if signs.says(REVISION) and not asks:
        return "permit_revision"
    if signs.says(TRADE) and not asks:
        return "trade_permit_application"
    if signs.says(MANY_PAGES) and signs.says(PLANS):
        return "permit_application"
    return "permit_application" if signs.says(APPLICATION) and not asks else None


def _by_attachments(signs: Signs, documents: Sequence[Document]) -> Kind:
    """What is attached, where the words don't say: plans are an application, anything else is for a person."""
    named = " ".join(re.sub(r"[_.-]+", " ", one.file[:200]) for one in documents[:40])
    for words, kind in _NAMES_OF_FILES:
        if words.search(named) or (
            words is FIELD_CHANGE and documents and signs.own_permit and signs.says(words)
        ):
            return kind
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


_NAMES_OF_FILES: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (CHECKSHEET, "checksheet_response"),
    (DEFERRED, "deferred_submittal"),
    (REVISION, "permit_revision"),
    (FIELD_CHANGE, "permit_revision"),
)
