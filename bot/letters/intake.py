"""The letter that answers a submittal: received, to be mended, to be completed, or before a person."""

from __future__ import annotations

from collections.abc import Sequence

from bot.letters.desk import reply_letter
from bot.letters.letter import Letter, LetterPicture
from bot.letters.points import SORTS, grouped, numbered, sections
from bot.letters.ready_replies import correcting_reply
from bot.letters.sender import about, friendly_name
from bot.letters.views import Desk
from parsers.documents import Document
from parsers.forms.reading import FIELDS
from rules.calendar import BusinessCalendar
from rules.decision import Decision
from rules.finding import Action, Finding
from templates.cleaning import one_line
from templates.filters import dollars, phone
from templates.letter_views import ApplicationLetter, FileView, PictureView, ReadField

MOST_FILES = 40
TEMPLATES = {
    Action.ACCEPT: "application_received",
    Action.REJECT: "application_rejected",
    Action.REFER: "application_referred",
    Action.ASK: "application_asked",
}
OFFERS = {
    "application_rejected": "Attached is what you asked for. About your points:",
    "application_asked": "Here is what you asked for:",
}
LABELS = {
    "applicant_name": "Applicant",
    "applicant_email": "E-mail",
    "applicant_phone": "Phone",
    "building": "Building",
    "address": "Address",
    "suite": "Floor, suite",
    "tenant_status": "Tenant",
    "tenant_name": "Tenant's name",
    "description": "Work",
    "mechanical_description": "Mechanical work",
    "valuation": "Valuation",
    "mechanical_valuation": "Mechanical value",
    "permit_number": "Related permit",
    "reference_number": "Reference number",
    "contractor_name": "Contractor",
    "ccb_number": "CCB number",
}
TENANTS = {
    "new": "new to the space",
    "existing": "existing tenant",
    "first_time": "new, first tenant of the space",
}
PROBLEMS = {
    "not_pdf": "not a PDF",
    "unreadable": "could not be opened",
    "encrypted": "protected by a password",
    "too_large": "too large to be checked",
    "too_deep": "packed too deep to be reached",
    "timed_out": "could not be checked in time",
}


def intake_letter(desk: Desk) -> Letter:
    """The answer to a submittal of any kind, with what arrived, what was read and every point at once."""
    decision = desk.decision
    template = TEMPLATES[decision.action]
    pictures = _fitting(desk.context.pictures, numbered(decision.findings, decision.papers))
    shown = tuple(map(_picture, pictures))
    released = decision.office_word is not None
    main, beside, rest = sections(decision.findings)
    # What a coordinator has let through holds nothing up any more.
    findings = tuple(row for row in decision.findings if row.severity in rest or not released)
    groups = grouped(findings, decision.papers, main, shown)
    points = tuple(point for group in groups for point in group.points)
    address = desk.mailbox
    received_at = desk.local(decision.received_at)
    open_days = BusinessCalendar.of(desk.office)
    view = ApplicationLetter(
        frame=desk.frame(
            desk.case, about=about(desk.mail.subject), name=friendly_name(desk.mail.sender.name)
        ),
        kind=decision.kind,
        received_at=received_at,
        files=tuple(_file(document) for document in decision.documents[:MOST_FILES]),
        files_not_shown=max(0, len(decision.documents) - MOST_FILES),
        fields=_fields(decision),
        groups=groups,
        beside=grouped(findings, decision.papers, beside),
        remarks=grouped(findings, decision.papers, rest),
        reply=correcting_reply(points, address=address, case=desk.case, offer=OFFERS[template])
        if template in OFFERS
        else None,
        kept=tuple(_file(document) for document in decision.earlier_documents[:MOST_FILES]),
        has_form=_has(decision, "form"),
        has_plans=_has(decision, "plans"),
        reports=tuple(file.name for file in desk.context.files),
        released=released,
        answer_day=open_days.add_open_days(received_at.date(), desk.office.answer_days),
    )
    return reply_letter(desk, template, view, desk.case, files=desk.context.files, pictures=pictures)


def _fitting(
    pictures: Sequence[LetterPicture], told: Sequence[tuple[int, Finding]]
) -> tuple[LetterPicture, ...]:
    """The pictures on which every number is that of the same point in this letter."""
    points = {number: (finding.code, str(finding.where)) for number, finding in told}
    return tuple(row for row in pictures if row.numbers and row.numbers.items() <= points.items())


def _picture(picture: LetterPicture) -> PictureView:
    return PictureView(
        name=picture.name,
        target=f"cid:{picture.content_id}",
        document=one_line(picture.document, 120),
        page=picture.page,
        numbers=tuple(sorted(picture.numbers)),
        width=picture.width,
        height=picture.height,
    )


def _has(decision: Decision, sort: str) -> bool:
    """Whether such a paper was looked into, now or earlier in the case; a merged file is a form with plans behind."""
    merged = any(finding.code == "submittal.merged" for finding in decision.findings)
    return merged or any(row.sort == sort and row.problem is None for row in decision.papers)


def _file(document: Document) -> FileView:
    return FileView(
        name=one_line(document.file, 160) or "(without a name)",
        sort=SORTS.get(document.sort, document.sort),
        pages=document.pages,
        size=document.bytes,
        checksum=document.sha256,
        problem=PROBLEMS.get(document.problem or "", ""),
    )


def _fields(decision: Decision) -> tuple[ReadField, ...]:
    read = ((name, decision.fields.get(name)) for name in FIELDS)
    return tuple(
        ReadField(LABELS.get(name, name), _field_words(name, one_line(value, 300)))
        for name, value in read
        if isinstance(value, str) and value.strip()
    )


def _field_words(name: str, value: str) -> str:
    if name.endswith("valuation"):
        return dollars(value)
    if name == "tenant_status":
        return TENANTS.get(value, value)
    return phone(value) if name.endswith("phone") else value
