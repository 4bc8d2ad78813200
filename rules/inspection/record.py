"""Appointments as decisions make them, so that the parts of one mail know of each other."""

from __future__ import annotations

from dataclasses import replace

from parsers.inspection.reading import (
    AddressReading,
    ContactReading,
    DateReading,
    PermitReading,
    PersonReading,
    RequestReading,
    TimeReading,
    TypeReading,
)
from rules.inspection.context import Context
from rules.inspection.facts import Appointment, AppointmentState, RequestDecision
from rules.inspection.places import registered_key
from rules.inspection.visits import NOT_RECORDED_YET


def is_recorded(appointment: Appointment) -> bool:
    """Whether the appointment was on record before this mail."""
    return appointment.id != NOT_RECORDED_YET


def appointment_of(decision: RequestDecision, context: Context, state: AppointmentState) -> Appointment:
    """The appointment that the decision makes."""
    facts = context.facts
    return Appointment(
        id=NOT_RECORDED_YET,
        case="",
        state=state,
        requester=facts.sender,
        received_at=facts.received_at,
        inspector=decision.inspector_assigned or "",
        day=decision.day,
        time=decision.time,
        permit_number=decision.permit_number or "",
        building=decision.building,
        address=decision.address or "",
        types=decision.types,
        discipline=decision.discipline,
        contact_name=decision.contact_name or "",
        contact_phone=decision.contact_phone or "",
        contact_email=decision.reading.contact.email or "",
        reading=decision.reading,
    )


def after(decision: RequestDecision, context: Context) -> Context:
    """What is on record once the decision has taken effect."""
    state, before = decision.state, decision.appointment
    if state is None:
        return context
    if before is None:
        return context.knowing((*context.appointments, appointment_of(decision, context, state)))
    charged = before.charged or decision.charge is not None
    if state == "cancelled":
        ended = replace(before, state=state, charged=charged, cancelled_at=context.received)
        return context.knowing(_replaced(context, before, ended))
    if state == "moved":
        old = replace(before, state=state, charged=charged)
        new = appointment_of(decision, context, "open")
        return context.knowing((*_replaced(context, before, old), new))
    if before.state == "open":
        name, phone = decision.contact_name or "", decision.contact_phone or ""
        return context.knowing(
            _replaced(context, before, replace(before, contact_name=name, contact_phone=phone))
        )
    completed = replace(appointment_of(decision, context, state), id=before.id, case=before.case)
    return context.knowing(_replaced(context, before, completed))


def reading_of(appointment: Appointment) -> RequestReading:
    """What was understood of the request so far; made from the record where the reading was not kept."""
    if appointment.reading is not None:
        return replace(appointment.reading, intent="request", previous_date=None, previous_time=None)
    return RequestReading(
        intent="request",
        inspector=_person(appointment.inspector),
        date=DateReading(appointment.day.isoformat(), (appointment.day,)) if appointment.day else None,
        time=TimeReading(appointment.time, appointment.time) if appointment.time else None,
        permit=_permit(appointment.permit_number),
        address=_address(appointment.address),
        types=tuple(TypeReading(text, appointment.discipline) for text in appointment.types),
        contact=ContactReading(
            name=appointment.contact_name or None,
            phone=appointment.contact_phone or None,
            phone_text=appointment.contact_phone or None,
            email=appointment.contact_email or None,
        ),
    )


def standing_time(appointment: Appointment) -> str | None:
    """The time that stands: the agreed one, else the one asked for."""
    agreed = appointment.agreed_time
    return agreed.isoformat(timespec="minutes") if agreed else appointment.time


def _replaced(context: Context, before: Appointment, now: Appointment) -> tuple[Appointment, ...]:
    return tuple(now if row.id == before.id else row for row in context.appointments)


def _person(name: str) -> PersonReading | None:
    return PersonReading(name, (name,)) if name else None


def _permit(number: str) -> PermitReading | None:
    if not number:
        return None
    is_short = len(number) == len("YY-NNNNNN")
    return PermitReading(number, short=number) if is_short else PermitReading(number, number)


def _address(text: str) -> AddressReading | None:
    return AddressReading(text, registered_key(text)) if text else None
