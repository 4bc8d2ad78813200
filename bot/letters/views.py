"""Decisions and appointments as the plain values that the letters show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from bot.letters.letter import LetterContext
from bot.letters.points import needs, remarks
from bot.letters.ready_replies import asked_for, completing_reply, ready_reply, result_replies
from parsers.mail import Mail
from rules.charges import free_until, visit_start
from rules.decision import Decision
from rules.finding import Action, Finding
from rules.inspection.facts import Appointment, ChargeLine, RequestDecision
from rules.office import Office
from rules.registry import Registry
from templates.cleaning import one_line, several_lines
from templates.filters import day as day_words
from templates.letter_views import Candidate, ChargeView, Frame, Outcome, RequestView
from templates.views import Visit

MOST_CANDIDATES = 12
MOST_TYPES = 12
MOST_NAMED_CASES = 8
OUTCOMES: dict[Action, Outcome] = {
    Action.ACCEPT: "accepted",
    Action.ASK: "asked",
    Action.REJECT: "rejected",
    Action.REFER: "referred",
    Action.RECORD: "noted",
    Action.IGNORE: "noted",
}


@dataclass(frozen=True, slots=True)
class Desk:
    """All that the letters about one message are written from."""

    decision: Decision
    mail: Mail
    cases: tuple[str, ...]
    registry: Registry
    office: Office
    context: LetterContext

    @property
    def case(self) -> str:
        return self.cases[0] if self.cases else ""

    def case_of(self, index: int) -> str:
        """The case of the request at that place; the only one where there is one for all."""
        return self.cases[index] if index < len(self.cases) else self.case

    @property
    def mailbox(self) -> str:
        """Our address, which answers go to."""
        return self.context.mailbox.address

    def frame(
        self, case: str, *, more_cases: int = 0, others: Sequence[str] = (), about: str = "", name: str = ""
    ) -> Frame:
        """What every letter has; `others`: further cases that an answer to this letter is about too."""
        named = tuple(dict.fromkeys(other for other in others if other != case))
        return Frame(
            case=case,
            phone=self.office.phone,
            phone_link=phone_link(self.office.phone),
            mailbox=self.mailbox,
            answer_days=self.office.answer_days,
            more_cases=len(named) or more_cases,
            other_cases=named if len(named) < MOST_NAMED_CASES else (),
            about=about,
            name=name,
        )

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.office.timezone)


def phone_link(number: str) -> str:
    """A `tel:` link to the number; empty where it has too few digits for one (RFC 3966)."""
    digits = "".join(character for character in number[:40] if character.isdecimal() and character.isascii())
    if len(digits) < 7:
        return ""
    if number.strip().startswith("+"):
        return f"tel:+{digits}"
    return f"tel:+1{digits}" if len(digits) == 10 else f"tel:{digits}"


def request_view(desk: Desk, request: RequestDecision, case: str) -> RequestView:
    """One request of the mail as its sender and its inspector are told of it."""
    missing = asked_for(request.findings)
    address = desk.mailbox
    record = request.appointment
    last_moment = desk.local(request.free_until) if request.free_until else None
    # What stands on record stands with the time that the inspector agreed to, not the one asked for.
    agreed = record.agreed_time if record and request.intent != "reschedule" else None
    view = RequestView(
        case=case,
        intent=request.intent,
        outcome=outcome_of(request),
        permit_number=_permit_words(request),
        building=one_line(request.building, 120),
        address=one_line(request.address or _address_words(request), 160),
        types=tuple(one_line(words, 120) for words in request.types[:MOST_TYPES]),
        discipline=request.discipline or "",
        day=request.day,
        time=agreed.strftime("%H:%M") if agreed else request.time or "",
        previous_day=request.previous_day,
        previous_time=request.previous_time or "",
        agreed=agreed is not None,
        inspector=request.inspector_assigned or "",
        previous_inspector=record.inspector if record and request.intent == "reschedule" else "",
        contact_name=one_line(request.contact_name or "", 80),
        contact_phone=one_line(request.contact_phone or "", 40),
        contact_link=phone_link(request.contact_phone or ""),
        note=several_lines(request.reading.note, limit=400, lines=8),
        urgent=request.urgent,
        free_until=last_moment,
        free_time_is_over=last_moment is not None and last_moment < desk.decision.received_at,
        missing=missing,
        needs=needs(request.findings),
        remarks=remarks(_not_shown_as_charge(request)),
        proposed_day=request.proposed_day,
        proposed_permit=request.proposed_permit or "",
        charge=_charge_view(desk, request.charge) if request.charge else None,
        reached_inspector=record is not None and record.state == "open",
        corrected=request.intent == "request" and record is not None and record.state == "open",
        visit_stays=request.visit_stays,
    )
    return _with_replies(view, desk, request, address)


def _not_shown_as_charge(request: RequestDecision) -> tuple[Finding, ...]:
    """The findings without the one that the arithmetic of the charge tells line by line."""
    if request.charge is None:
        return request.findings
    return tuple(finding for finding in request.findings if finding.code != "cancellation.late")


def _with_replies(view: RequestView, desk: Desk, request: RequestDecision, address: str) -> RequestView:
    case, when = view.case, day_words(view.day) if view.day else "this date"
    proposed = {"permit": view.proposed_permit} if view.proposed_permit else {}
    candidates = tuple(candidate(desk, item, request.intent) for item in request.candidates[:MOST_CANDIDATES])
    return replace(
        view,
        candidates=candidates,
        reply=completing_reply(view.missing, address=address, case=case, known=proposed),
        cancel=ready_reply(
            "Cancel this inspection", f"Please cancel the inspection on {when}.", address=address, case=case
        ),
        move=ready_reply(
            "Move this inspection",
            "Please move this inspection to ____.",
            address=address,
            case=case,
        ),
        results=result_replies(address=address, case=case),
    )


def outcome_of(request: RequestDecision) -> Outcome:
    """What became of the request; `unchanged` where the record stays as it is."""
    if request.action is Action.ACCEPT and request.state is None:
        return "unchanged"
    return OUTCOMES[request.action]


def appointment_view(desk: Desk, record: Appointment, **changes: object) -> RequestView:
    """An appointment on record as its requester and its inspector are told of it."""
    agreed = record.agreed_time is not None
    last_moment = _free_until(desk, record)
    view = RequestView(
        case=record.case,
        intent="request",
        outcome="accepted",
        permit_number=record.permit_number,
        building=one_line(record.building, 120),
        address=one_line(record.address, 160),
        types=tuple(one_line(words, 120) for words in record.types[:MOST_TYPES]),
        discipline=record.discipline or "",
        day=record.day,
        time=record.agreed_time.strftime("%H:%M") if record.agreed_time else record.time or "",
        agreed=agreed,
        inspector=record.inspector,
        contact_name=one_line(record.contact_name, 80),
        contact_phone=one_line(record.contact_phone, 40),
        contact_link=phone_link(record.contact_phone),
        free_until=last_moment,
        free_time_is_over=last_moment is not None and last_moment < desk.decision.received_at,
        results=result_replies(address=desk.mailbox, case=record.case),
    )
    return replace(view, **changes)  # type: ignore[arg-type]


def visits_beside(desk: Desk, inspector: str, day: object, cases: Sequence[str]) -> tuple[Visit, ...]:
    """What else is on the inspector's list that day, earliest first."""
    others = [
        record
        for record in desk.context.other_visits.get(inspector, ())
        if record.day == day and record.case not in cases and record.state == "open"
    ]
    return tuple(visit(record) for record in sorted(others, key=clock_order)[:40])


def visit(record: Appointment) -> Visit:
    """An appointment as a line of a day's list."""
    agreed = record.agreed_time.strftime("%H:%M") if record.agreed_time else ""
    return Visit(
        case=record.case,
        permit_number=record.permit_number,
        address=one_line(record.address or record.building, 160),
        types=tuple(one_line(words, 80) for words in record.types[:MOST_TYPES]),
        time=agreed or record.time or "",
        agreed=bool(agreed),
        building=one_line(record.building, 120),
        contact_name=one_line(record.contact_name, 80),
        contact_phone=one_line(record.contact_phone, 40),
        contact_link=phone_link(record.contact_phone),
    )


def candidate(desk: Desk, record: Appointment, intent: str) -> Candidate:
    """One of several appointments that may be meant, with the reply that picks it."""
    when = day_words(record.day) if record.day else "this date"
    words = {
        "cancel": f"Please cancel the inspection {record.case} on {when}.",
        "reschedule": f"Please move the inspection {record.case} to ____.",
    }.get(intent, f"It is about {record.case}.")
    address = desk.mailbox
    return Candidate(
        case=record.case,
        permit_number=record.permit_number,
        address=one_line(record.address or record.building, 160),
        day=record.day,
        time=record.agreed_time.strftime("%H:%M") if record.agreed_time else record.time or "",
        inspector=record.inspector,
        reply=ready_reply("this one", words, address=address, case=record.case),
    )


def clock_order(record: Appointment) -> str:
    """What puts visits of a day in order: the time agreed, else that asked for; those without one come last."""
    if record.agreed_time:
        return record.agreed_time.strftime("%H:%M")
    asked = record.time or ""
    return {"am": "08:00", "pm": "12:00", "": "23:59"}.get(asked, asked)


def _permit_words(request: RequestDecision) -> str:
    reading = request.reading.permit
    return request.permit_number or one_line(reading.text if reading else "", 40)


def _address_words(request: RequestDecision) -> str:
    return request.reading.address.text if request.reading.address else ""


def _charge_view(desk: Desk, charge: ChargeLine) -> ChargeView:
    return ChargeView(
        appointment_start=desk.local(charge.appointment_start),
        cancelled_at=desk.local(charge.cancelled_at),
        notice_minutes=charge.notice_minutes,
        hours=charge.hours,
        reason=charge.reason,
        client=one_line(charge.client, 120),
        responsible_party=one_line(charge.responsible_party, 120),
        reference_numbers=charge.reference_numbers,
        permit_numbers=charge.permit_numbers,
        rule_hours=Decimal(desk.office.late_cancellation_hours),
        needs_review=charge.needs_review,
    )


def _free_until(desk: Desk, record: Appointment) -> datetime | None:
    """The last moment for cancelling that appointment free (D11)."""
    if record.day is None:
        return None
    return free_until(visit_start((record,), desk.office), desk.office)
