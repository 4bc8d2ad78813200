"""Visits: what is charged as one (D12). One inspector, one building, one day, any number of permits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from rules.inspection.facts import Appointment

VISITED: frozenset[str] = frozenset({"open", "cancelled", "moved", "done"})
"""States of what is or was an appointment; a waiting or referred request is none (D12)."""

NOT_RECORDED_YET = -1
"""The id of what the very mail that is judged brings; nothing else in that mail can mean it."""

VisitKey = tuple[str, str, date]


def visit_key(appointment: Appointment) -> VisitKey | None:
    """What the parts of one visit share; None where there is no appointment to speak of."""
    if appointment.day is None or appointment.state not in VISITED:
        return None
    place = appointment.building or appointment.address or appointment.permit_number
    return (_same(appointment.inspector), _same(place), appointment.day)


def other_parts(appointment: Appointment, appointments: Iterable[Appointment]) -> tuple[Appointment, ...]:
    """Everything else on record of the same visit, in any state, in the order of the record."""
    key = visit_key(appointment)
    if key is None:
        return ()
    others = (part for part in appointments if part is not appointment)
    return tuple(part for part in others if visit_key(part) == key and not _is_itself(part, appointment))


def _is_itself(part: Appointment, appointment: Appointment) -> bool:
    return part.id == appointment.id and part.id != NOT_RECORDED_YET


def _same(name: str) -> str:
    return " ".join(name.casefold().split())
