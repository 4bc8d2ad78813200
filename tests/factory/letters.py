"""Decisions, valid by default, and every letter that follows from them; plain or as hostile as mail can be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.letters.day_sheet import SheetFacts, day_sheet_letter
from bot.letters.letter import Letter, LetterContext
from bot.letters.writing import letters_for
from parsers.documents import Document
from parsers.forms.reading import FieldReading, FormReading
from parsers.inspection.reading import InspectorUpdate, RequestReading
from parsers.mail import Address, Mail
from rules.day_sheet import VisitChange, listed
from rules.decision import Decision, Kind, OfficeWord, UpdateDecision
from rules.finding import Action, Finding, Severity
from rules.inspection.facts import Appointment, ChargeLine, RequestDecision
from rules.office import Office
from rules.registry import Hold, Inspector, Registry
from templates.letter_views import HistoryLine, StatusLine

ZONE = ZoneInfo("America/Los_Angeles")
RECEIVED = datetime(2026, 3, 3, 9, 12, tzinfo=ZONE)
MAILBOX = Address("inspections@fpp.example", "Facility Permit Program")
REGISTRY = Registry.of(
    inspectors=(
        Inspector("Dana Whitcomb", "dana.whitcomb@city.example", disciplines=("building",)),
        Inspector("Sam Okafor", "sam.okafor@city.example", disciplines=("building",)),
    )
)
OFFICE = Office(coordinators=("coordinator@city.example",))
HOSTILE = (
    "\u202e<script>alert('x')</script>{{ 7*7 }}{% raw %}\x00\u200b"
    + "W" * 400
    + " "
    + "é́́́́́́́" * 40
    + "\r\nBcc: x@y.example"
)


def a_mail(**changes: object) -> Mail:
    mail = Mail(
        message_id="<m1@acme.example>",
        subject="Dana Whitcomb 3/5/2026",
        sender=Address("maria@acme.example", "Maria Lopez"),
        text="Permit 25-012345-000-00-FA, 1120 NW Couch St, framing. Call Lee 503-555-0142.",
        new_text="Permit 25-012345-000-00-FA, 1120 NW Couch St, framing.\nPlease call Lee at 503-555-0142.",
    )
    return replace(mail, **changes)  # type: ignore[arg-type]


def a_request(**changes: object) -> RequestDecision:
    request = RequestDecision(
        intent="request",
        action=Action.ACCEPT,
        reading=RequestReading("request", note="Gate code at the security desk."),
        state="open",
        inspector_requested="Dana Whitcomb",
        inspector_assigned="Dana Whitcomb",
        day=date(2026, 3, 5),
        time="09:00",
        permit_number="25-012345-000-00-FA",
        building="Lovejoy Exchange",
        address="1120 NW Couch St",
        types=("framing", "insulation"),
        discipline="building",
        contact_name="Lee Tran",
        contact_phone="+15035550142",
        free_until=datetime(2026, 3, 4, 9, 0, tzinfo=ZONE),
    )
    return replace(request, **changes)  # type: ignore[arg-type]


def an_appointment(**changes: object) -> Appointment:
    record = Appointment(
        id=1,
        case="FPP-26-000123",
        state="open",
        requester="maria@acme.example",
        received_at=datetime(2026, 3, 2, 8, 0, tzinfo=ZONE),
        inspector="Dana Whitcomb",
        day=date(2026, 3, 5),
        time="09:00",
        permit_number="25-012345-000-00-FA",
        building="Lovejoy Exchange",
        address="1120 NW Couch St",
        types=("framing",),
        discipline="building",
        contact_name="Lee Tran",
        contact_phone="+15035550142",
    )
    return replace(record, **changes)  # type: ignore[arg-type]


def a_charge(**changes: object) -> ChargeLine:
    charge = ChargeLine(
        appointment_start=datetime(2026, 3, 4, 8, 0, tzinfo=ZONE),
        cancelled_at=RECEIVED,
        notice_minutes=1368,
        hours=Decimal("0.25"),
        reason="late_cancellation",
        client="Northbank Properties",
        responsible_party="Iris Vogel",
        building="Lovejoy Exchange",
        permit_numbers=("25-012345-000-00-FA",),
        reference_numbers=("NB-4471",),
        discipline="building",
        inspector="Dana Whitcomb",
        needs_review=True,
    )
    return replace(charge, **changes)  # type: ignore[arg-type]


def a_finding(code: str, severity: Severity, **changes: object) -> Finding:
    return replace(Finding(code, severity=severity), **changes)  # type: ignore[arg-type]


def a_decision(kind: Kind = "inspection_request", *requests: RequestDecision, **changes: object) -> Decision:
    """Decided as its requests are; its findings are theirs."""
    gravest = next(
        (
            action
            for action in (Action.REJECT, Action.REFER, Action.ASK)
            if any(r.action is action for r in requests)
        ),
        Action.ACCEPT,
    )
    decision = Decision(
        kind=kind,
        action=gravest,
        received_at=RECEIVED,
        findings=tuple(finding for request in requests for finding in request.findings),
        requests=requests,
    )
    return replace(decision, **changes)  # type: ignore[arg-type]


def a_context(**changes: object) -> LetterContext:
    context = LetterContext(
        mailbox=MAILBOX,
        own_addresses=frozenset({"inspections@fpp.example", "intake@fpp.example"}),
        other_visits={
            "Dana Whitcomb": (
                an_appointment(id=7, case="FPP-26-000119", time="13:30", address="400 SW Alder St"),
                an_appointment(id=8, case="FPP-26-000120", agreed_time=time(8, 15), address="77 NE Knott St"),
                an_appointment(id=9, case="FPP-26-000121", day=date(2026, 3, 6)),
            )
        },
    )
    return replace(context, **changes)  # type: ignore[arg-type]


def letters(
    decision: Decision, mail: Mail | None = None, *, cases: tuple[str, ...] = (), **context: object
) -> tuple[Letter, ...]:
    """The letters of that decision, its requests in cases counted from FPP-26-000123."""
    count = max(1, len(decision.requests))
    numbered = cases or tuple(f"FPP-26-{123 + index:06d}" for index in range(count))
    return letters_for(decision, mail or a_mail(), numbered, REGISTRY, OFFICE, a_context(**context))


def the_letter(found: tuple[Letter, ...], template: str) -> Letter:
    """The one letter of that template."""
    matching = [letter for letter in found if letter.template == template]
    assert len(matching) == 1, [letter.template for letter in found]
    return matching[0]


def a_form(file: str = "FPP Intake Form.pdf") -> Document:
    fields = {
        "reference_number": FieldReading(None, "field_label", page=2, label="Project Reference Number"),
        "valuation": FieldReading("about ten thousand", "field_label", page=1, label="Project Valuation"),
    }
    form = FormReading("intake", fields, signed=False, pages=(1, 2))
    return Document(file, "form", pages=2, text_pages=2, bytes=248_113, sha256="9f" * 32, form=form)


def plans(file: str = "A1-A9 TI plans.pdf") -> Document:
    return Document(file, "plans", pages=9, text_pages=9, bytes=8_412_990, sha256="3c" * 32)


def a_submittal(
    action: Action, *findings: Finding, kind: Kind = "permit_application", words: str = ""
) -> Decision:
    return Decision(
        kind=kind,
        action=action,
        received_at=RECEIVED,
        findings=findings,
        fields={
            "applicant_name": words or "Maria Lopez",
            "applicant_phone": "+15035550142",
            "building": words or "Lovejoy Exchange",
            "address": words or "1120 NW Couch St",
            "valuation": "148000",
            "reference_number": None,
            "description": words or "New partitions and ceilings on the third floor.",
        },
        documents=(a_form(words or "FPP Intake Form.pdf"), plans()),
    )


def every_letter(hostile: str = "") -> dict[str, Letter]:
    """One letter of every template; `hostile` stands wherever a stranger's words can stand."""
    word = hostile or "Lovejoy"
    mail = a_mail()
    if hostile:
        mail = a_mail(
            subject=hostile,
            sender=Address("maria@acme.example", hostile),
            new_text=hostile * 10,
            text=hostile,
        )
    asked = _asked(word)
    found = [
        *letters(
            a_decision(
                "inspection_request", a_request(address=word, contact_name=word, urgent=True, types=(word,))
            ),
            mail,
        ),
        *letters(
            a_decision("inspection_request", a_request(), asked, _rejected(word), _referred(word)), mail
        ),
        *_cancelled(word, mail),
        *_moved(word, mail),
        *_submittals(word, mail),
        *_simple(word, mail),
        *_updates(word),
        *_refused(word, mail),
        a_day_sheet(word),
    ]
    by_name: dict[str, Letter] = {}
    for letter in filter(None, found):
        known = by_name.get(letter.template)
        # The longest of its kind is the one to look at.
        if known is None or len(letter.html) > len(known.html):
            by_name[letter.template] = letter
    return by_name


def a_day_sheet(word: str = "400 SW Alder St") -> Letter:
    """A day with a hold, a note and a result before, and every change that there is."""
    gone = an_appointment(id=2, case="FPP-26-000124", address=word)
    was = replace(listed(gone), day=date(2026, 3, 4), time="pm")
    facts = SheetFacts(
        inspector=REGISTRY.inspectors["Dana Whitcomb"],
        day=date(2026, 3, 5),
        visits=(
            an_appointment(agreed_time=time(8, 15)),
            an_appointment(
                id=3,
                case="FPP-26-000125",
                time="pm",
                address=word,
                contact_name=word,
                types=(word,),
                reading=RequestReading("request", note=word),
            ),
        ),
        changes=(
            VisitChange("new", listed(an_appointment(case="FPP-26-000125"))),
            VisitChange("moved", listed(gone), was, word),
            VisitChange("moved", was, listed(gone)),
            VisitChange("moved", listed(gone), replace(listed(gone), time="")),
            VisitChange("taken_over", listed(gone), other=word),
            VisitChange("passed_on", was, listed(gone), word),
            VisitChange("cancelled", listed(gone)),
        ),
        last_made_at=RECEIVED,
        last_results={"25-012345-000-00-FA": an_appointment(state="done", result="partial")},
    )
    hold = Hold("Lovejoy Exchange", "stop_work_order", date(2026, 3, 1))
    return day_sheet_letter(facts, replace(REGISTRY, holds=(hold,)), OFFICE, MAILBOX.address)


def _refused(word: str, mail: Mail) -> tuple[Letter, ...]:
    decision = a_decision("inspection_cancellation", _referred(word))
    return letters(replace(decision, office_word=OfficeWord("refused", word)), mail)


def _asked(word: str) -> RequestDecision:
    findings = (
        a_finding(
            "date.closed_day",
            Severity.ASK,
            values={"date": "2026-03-08", "reason": word, "next": "2026-03-09"},
        ),
        a_finding("contact.missing", Severity.ASK, where="phone"),
        a_finding("permit.malformed", Severity.ASK, values={"text": word}),
    )
    return a_request(
        action=Action.ASK,
        state="waiting",
        findings=findings,
        permit_number=None,
        day=None,
        contact_phone=None,
        proposed_day=date(2026, 3, 9),
        proposed_permit="25-012345-000-00-FA",
        candidates=(an_appointment(address=word), an_appointment(id=2, case="FPP-26-000124")),
    )


def _rejected(word: str) -> RequestDecision:
    finding = a_finding("permit.closed", Severity.REJECT, values={"permit": word, "status": "final"})
    return a_request(action=Action.REJECT, state=None, findings=(finding,), inspector_assigned=None)


def _referred(word: str) -> RequestDecision:
    finding = a_finding("hold.active", Severity.REFER, values={"kind": "stop_work_order", "building": word})
    return a_request(
        action=Action.REFER, state="referred", findings=(finding,), address=word, day=date(2026, 3, 4)
    )


def _cancelled(word: str, mail: Mail) -> tuple[Letter, ...]:
    cancel = a_request(
        intent="cancel",
        state="cancelled",
        appointment=an_appointment(),
        address=word,
        charge=a_charge(client=word, explanation=word),
        findings=(
            a_finding("cancellation.late", Severity.NOTE, values={"notice_minutes": 1368, "hours": "0.25"}),
        ),
    )
    return letters(a_decision("inspection_cancellation", cancel), mail)


def _moved(word: str, mail: Mail) -> tuple[Letter, ...]:
    move = a_request(
        intent="reschedule",
        appointment=an_appointment(address=word),
        address=word,
        day=date(2026, 3, 9),
        time="pm",
        previous_day=date(2026, 3, 5),
        previous_time="09:00",
    )
    other = replace(move, inspector_assigned="Sam Okafor")
    return (
        *letters(a_decision("inspection_reschedule", move), mail),
        *letters(a_decision("inspection_reschedule", other), mail),
    )


def _submittals(word: str, mail: Mail) -> tuple[Letter, ...]:
    findings = (
        a_finding(
            "reference_number.missing", Severity.REJECT, where="reference_number", file="FPP Intake Form.pdf"
        ),
        a_finding("valuation.malformed", Severity.REJECT, where="valuation", values={"value": word}),
        a_finding("plans.color", Severity.REJECT, where=(1, 2, 3, 7), file="A1-A9 TI plans.pdf"),
        a_finding("plans.not_for_construction", Severity.REJECT, where=(4,), file="A1-A9 TI plans.pdf"),
        a_finding("plans.stamp_missing", Severity.REVIEW, where=(1,), file="A1-A9 TI plans.pdf"),
    )
    ask = a_finding("submittal.document_missing", Severity.ASK, where="calculations")
    refer = a_finding("plans.page_limit", Severity.REFER, values={"pages": 34, "limit": 29}, file=word)
    note = a_finding("valuation.standard_fees", Severity.NOTE, values={"valuation": "650000"})
    decisions = (
        a_submittal(Action.REJECT, *findings, words=word),
        a_submittal(Action.ASK, ask, note, words=word),
        a_submittal(Action.REFER, refer, words=word),
        a_submittal(Action.ACCEPT, note, words=word),
    )
    return tuple(letter for decision in decisions for letter in letters(decision, mail))


def _simple(word: str, mail: Mail) -> tuple[Letter, ...]:
    kinds: tuple[tuple[Kind, Action], ...] = (
        ("status_inquiry", Action.ACCEPT),
        ("question", Action.REFER),
        ("other_program", Action.REJECT),
    )
    status = (StatusLine("Permit 25-012345-000-00-FA", "Issued on March 2, 2026.", word),)
    history = (HistoryLine(RECEIVED, f"Your inspection request for {word} came in."),)
    redirection = a_finding("program.other", Severity.REJECT, values={"program": word})
    return tuple(
        letter
        for kind, action in kinds
        for letter in letters(
            a_decision(kind, action=action, findings=(redirection,) if action is Action.REJECT else ()),
            mail,
            status=status,
            history=history,
        )
    )


def an_update(action: Action = Action.ACCEPT, **changes: object) -> UpdateDecision:
    update = UpdateDecision(
        update=InspectorUpdate(
            "confirm", day=date(2026, 3, 5), at=time(10, 30), note="Meet at the loading dock."
        ),
        action=action,
        before=an_appointment(),
        after=an_appointment(agreed_time=time(10, 30), sequence=1),
    )
    return replace(update, **changes)  # type: ignore[arg-type]


def inspectors_mail(**changes: object) -> Mail:
    sender = Address("dana.whitcomb@city.example", "Dana Whitcomb")
    return a_mail(sender=sender, subject="Re: Inspection [FPP-26-000123]", new_text="10:30", **changes)


def _updates(word: str) -> tuple[Letter, ...]:
    confirm = an_update(after=an_appointment(agreed_time=time(10, 30), address=word, contact_name=word))
    decline = InspectorUpdate("decline", note=word)
    declined = an_update(
        update=decline,
        after=an_appointment(inspector="Sam Okafor", address=word),
        next_inspector="Sam Okafor",
    )
    nobody = an_update(
        Action.REFER, update=decline, before=an_appointment(address=word, day=date(2026, 3, 4)), after=None
    )
    unclear = an_update(
        Action.ASK,
        update=InspectorUpdate(None),
        before=None,
        after=None,
        candidates=(an_appointment(address=word), an_appointment(id=2, case="FPP-26-000124")),
    )
    return tuple(
        letter
        for update in (confirm, declined, nobody, unclear)
        for letter in letters(
            a_decision("inspector_update", action=update.action, update=update),
            inspectors_mail(text=word, quoted=word),
        )
    )
