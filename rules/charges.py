"""What a late cancellation costs, with its arithmetic (D11, D12)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

from rules.finding import Value
from rules.inspection.facts import Appointment, ChargeLine
from rules.inspection.parties import client_of
from rules.office import Office
from rules.registry import Registry

NOON = time(12, 0)
MINUTE = timedelta(minutes=1)


def appointment_start(appointment: Appointment, office: Office) -> datetime:
    """When the appointment starts, aware, office time (D11); ValueError where it has no day.

    The time agreed by the inspector, else the time asked for; noon for "pm", else the start of the office's day.
    """
    if appointment.day is None:
        raise ValueError(f"appointment {appointment.id} has no day")
    at = appointment.agreed_time or _time_asked_for(appointment.time, office)
    return datetime.combine(appointment.day, at, tzinfo=office.timezone)


def notice_minutes(start: datetime, received: datetime) -> int:
    """Whole minutes that really pass from the receipt to the start, rounded down; negative after the start.

    Both are turned to UTC first: Python subtracts clock readings where two datetimes share a zone, which is
    an hour off across a clock change.
    """
    return (start.astimezone(UTC) - received.astimezone(UTC)) // MINUTE


def is_late(start: datetime, received: datetime, office: Office) -> bool:
    """Whether less than the office's notice is given; exactly that much is in time (D11)."""
    return received.astimezone(UTC) > free_until(start, office).astimezone(UTC)


def free_until(start: datetime, office: Office) -> datetime:
    """The last moment for cancelling free, office time: so many hours that really pass before the start."""
    limit = timedelta(seconds=int(office.late_cancellation_hours * 3600))
    return (start.astimezone(UTC) - limit).astimezone(office.timezone)


def visit_start(parts: Iterable[Appointment], office: Office) -> datetime:
    """When a visit of these parts starts: the earliest time of them (D12)."""
    return min((appointment_start(part, office) for part in parts), key=lambda at: at.astimezone(UTC))


def is_en_route(parts: Iterable[Appointment], received: datetime) -> bool:
    """Whether the inspector had said by then to be on the way; said for one part it counts for all (D12)."""
    moment = received.astimezone(UTC)
    return any(part.en_route_at is not None and part.en_route_at.astimezone(UTC) <= moment for part in parts)


def late_charge(
    appointment: Appointment,
    others: Sequence[Appointment],
    received: datetime,
    registry: Registry,
    office: Office,
) -> ChargeLine | None:
    """The charge for cancelling this open appointment by a mail received then, None where there is none.

    `others`: all other parts of its visit, in any state. Nothing is charged while a part of the visit stays or
    was inspected, nor when the visit was charged before (D12).
    """
    if any(part.state in ("open", "done") for part in others):
        return None
    if appointment.charged or any(part.charged for part in others):
        return None
    parts = (*(part for part in others if part.state == "cancelled"), appointment)
    start = visit_start(parts, office)
    late = is_late(start, received, office)
    en_route = is_en_route((*others, appointment), received)
    if not late and not en_route:
        return None
    return _line(appointment, parts, start, received, en_route=en_route, registry=registry, office=office)


def arithmetic(line: ChargeLine, office: Office) -> dict[str, Value]:
    """The parts of the reckoning that a letter shows: moments as ISO strings, notice in minutes, hours."""
    hours, minutes = divmod(abs(line.notice_minutes), 60)
    return {
        "appointment": line.appointment_start.isoformat(),
        "received": line.cancelled_at.isoformat(),
        "notice_minutes": line.notice_minutes,
        "notice": f"{hours} h {minutes} min",
        "after_start": line.notice_minutes < 0,
        "rule_hours": f"{office.late_cancellation_hours.normalize():f}",
        "hours": f"{line.hours:.2f}",
        "reference_numbers": line.reference_numbers,
        "permit_numbers": line.permit_numbers,
        "needs_review": line.needs_review,
    }


def _line(
    appointment: Appointment,
    parts: Sequence[Appointment],
    start: datetime,
    received: datetime,
    *,
    en_route: bool,
    registry: Registry,
    office: Office,
) -> ChargeLine:
    client = client_of(appointment.building, registry)
    late = is_late(start, received, office)
    notice = notice_minutes(start, received)
    hours = _hours(late=late, en_route=en_route, office=office)
    doubtful = _is_doubtful(appointment, parts, received, en_route=en_route, office=office)
    return ChargeLine(
        appointment_start=start,
        cancelled_at=received.astimezone(office.timezone),
        notice_minutes=notice,
        hours=hours,
        reason="inspector_en_route" if en_route else "late_cancellation",
        client=client.client if client else "",
        responsible_party=client.responsible_party if client else "",
        building=appointment.building,
        permit_numbers=_each(part.permit_number for part in parts),
        reference_numbers=_each(_reference_number(part, registry) for part in parts),
        discipline=";".join(_each(part.discipline or "" for part in parts)),
        inspector=appointment.inspector,
        needs_review=client is None or doubtful or _references_differ(parts, registry),
        explanation=_explanation(start, received.astimezone(office.timezone), notice, hours, office),
    )


def _hours(*, late: bool, en_route: bool, office: Office) -> Decimal:
    rules = office.charges
    if not en_route:
        return rules.late_cancellation
    return rules.en_route + (rules.late_cancellation if rules.en_route_adds and late else Decimal(0))


def _is_doubtful(
    appointment: Appointment,
    parts: Sequence[Appointment],
    received: datetime,
    *,
    en_route: bool,
    office: Office,
) -> bool:
    """Whether somebody should look at the charge before it is billed.

    "En route" is the inspector's own word and needs no look (D12), unless it was said while there was time to
    cancel free. Else the start must have been agreed (D11). And where only a part that was given up by an
    earlier mail makes it late, what was left has been cancelled in time by itself.
    """
    start = visit_start(parts, office)
    if en_route:
        return not is_late(start, received, office)
    deciding = [part for part in parts if appointment_start(part, office) == start]
    agreed = any(part.agreed_time is not None for part in deciding)
    given_up_now = [part for part in parts if part is appointment or part.cancelled_at == received]
    in_time_by_itself = not is_late(visit_start(given_up_now, office), received, office)
    return not agreed or in_time_by_itself or appointment.inspector in appointment.declined


def _references_differ(parts: Sequence[Appointment], registry: Registry) -> bool:
    return len({_bare(_reference_number(part, registry)) for part in parts}) > 1


def _reference_number(part: Appointment, registry: Registry) -> str:
    permit = registry.permits.get(part.permit_number)
    return permit.reference_number.strip() if permit else ""


def _bare(reference_number: str) -> str:
    return "".join(letter for letter in reference_number.upper() if letter not in " -/")


def _explanation(start: datetime, received: datetime, notice: int, hours: Decimal, office: Office) -> str:
    whole, minutes = divmod(abs(notice), 60)
    sign = "-" if notice < 0 else ""
    limit = f"{office.late_cancellation_hours.normalize():f}"
    return (
        f"{start.isoformat(timespec='minutes')} - {received.isoformat(timespec='seconds')}"
        f" = {sign}{whole} h {minutes} min; limit {limit} h; charge {hours:.2f} h"
    )


def _each(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, texts)))


def _time_asked_for(text: str | None, office: Office) -> time:
    if text == "pm":
        return NOON
    try:
        return time.fromisoformat((text or "").zfill(5)).replace(tzinfo=None)
    except ValueError:
        return office.day_start
