"""An inspector's day sheet: when it is due, and what has changed since the one before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from rules.calendar import BusinessCalendar
from rules.inspection.facts import Appointment
from rules.office import Office

What = Literal["new", "moved", "taken_over", "cancelled", "passed_on"]


@dataclass(frozen=True, slots=True)
class ListedVisit:
    """A visit as it stood at some moment. `time`: `HH:MM`, `am`, `pm` or empty; `agreed`: the inspector's word."""

    case: str
    day: date
    time: str = ""
    agreed: bool = False
    permit_number: str = ""
    address: str = ""
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that was sent: when, and the visits that the inspector had then, of that day and later ones."""

    made_at: datetime
    listed: tuple[ListedVisit, ...] = ()


@dataclass(frozen=True, slots=True)
class VisitChange:
    """What happened to one visit since the last sheet.

    `visit`: as it is now, as it was where it is cancelled. `before`: when it was to be until it moved. `other`: the
    inspector whom it was taken over from or who has it now.
    """

    what: What
    visit: ListedVisit
    before: ListedVisit | None = None
    other: str = ""

    def concerns(self, day: date) -> bool:
        """Whether the visit is or was one of that day."""
        return self.visit.day == day or (self.before is not None and self.before.day == day)


def sheet_is_due(local: datetime, at: time, office: Office) -> bool:
    """Whether sheets of that office day may be written now: on a working day, from their hour to the day's end."""
    if not BusinessCalendar.of(office).is_open(local.date()):
        return False
    return at <= local.time() < office.day_end


def listed(record: Appointment) -> ListedVisit:
    """The visit of an appointment that has a day."""
    if record.day is None:
        raise ValueError(f"appointment {record.id} has no day")
    return ListedVisit(
        case=record.case,
        day=record.day,
        time=record.agreed_time.strftime("%H:%M") if record.agreed_time else record.time or "",
        agreed=record.agreed_time is not None,
        permit_number=record.permit_number,
        address=record.address or record.building,
        types=record.types,
    )


def visits_from(records: Iterable[Appointment], inspector: str, day: date) -> tuple[Appointment, ...]:
    """The inspector's open appointments of that day and later ones."""
    return tuple(record for record in records if _is_held(record, inspector, day))


def changes_since(
    records: Iterable[Appointment],
    inspector: str,
    day: date,
    last: Sheet | None,
    held_by: Mapping[str, str],
) -> tuple[VisitChange, ...]:
    """What happened to the inspector's visits of that day and later ones since the last sheet, by day and time.

    `records`: every appointment of each case that may matter, in any state. `held_by`: by case, the other
    inspector on whose last sheet it stood. On a first sheet all visits are new, which is not said, and only
    what has happened to those of that very day counts.
    """
    before = {visit.case: visit for visit in last.listed} if last else {}
    found = []
    for case, chain in _chains(records).items():
        was = before.get(case)
        if _is_held(chain[-1], inspector, day):
            found.append(_come(chain, was, held_by.get(case, "")))
        else:
            found.append(_gone(chain, was or _told_of(chain, inspector, day, last), day))
    told = [change for change in found if change and (last or _is_told_first(change, day))]
    return tuple(sorted(told, key=lambda change: (change.visit.day, change.visit.time or "zz")))


def _is_told_first(change: VisitChange, day: date) -> bool:
    return change.what != "new" and change.concerns(day)


def _chains(records: Iterable[Appointment]) -> dict[str, list[Appointment]]:
    """By case, its appointments in the order in which one took the place of the other."""
    chains: dict[str, list[Appointment]] = defaultdict(list)
    for record in sorted(records, key=lambda record: record.id):
        if record.day is not None:
            chains[record.case].append(record)
    return chains


def _is_held(record: Appointment, inspector: str, day: date) -> bool:
    return (
        record.state == "open"
        and record.inspector == inspector
        and record.day is not None
        and record.day >= day
    )


def _come(chain: Sequence[Appointment], was: ListedVisit | None, held_by: str) -> VisitChange | None:
    """What is new about a visit that the inspector has."""
    now = listed(chain[-1])
    if was is not None:
        moved = (was.day, was.time) != (now.day, now.time)
        return VisitChange("moved", now, was) if moved else None
    if len(chain) > 1:
        earlier = chain[-2]
        other = earlier.inspector if earlier.inspector != chain[-1].inspector else ""
        return VisitChange("moved", now, listed(earlier), other)
    other = chain[-1].declined[-1] if chain[-1].declined else held_by
    return VisitChange("taken_over" if other else "new", now, other=other)


def _gone(chain: Sequence[Appointment], was: ListedVisit | None, day: date) -> VisitChange | None:
    """What became of a visit that the inspector no longer has; None where it took place or was of a past day."""
    if was is None or was.day < day:
        return None
    now = chain[-1]
    if now.state == "cancelled":
        return VisitChange("cancelled", was)
    if now.state != "open":
        return None
    after = listed(now)
    if (after.day, after.time) == (was.day, was.time):
        return VisitChange("passed_on", was, other=now.inspector)
    return VisitChange("passed_on", after, was, now.inspector)


def _told_of(
    chain: Sequence[Appointment], inspector: str, day: date, last: Sheet | None
) -> ListedVisit | None:
    """A visit of that day that came and went between two sheets: the letters about it may be what stuck."""
    for record, successor in zip(chain, (*chain[1:], None), strict=True):
        if record.inspector != inspector or record.day != day:
            continue
        ended = record.cancelled_at or (successor.received_at if successor else None)
        if ended is not None and (last is None or ended > last.made_at):
            return listed(record)
    return None
