"""Which appointment a cancellation or a move means (D9, D12): surely one, several, or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date

from parsers.inspection.reading import DateReading, RequestReading, TimeReading
from rules.inspection.context import Context
from rules.inspection.facts import Appointment
from rules.inspection.likeness import is_permit, permit_key, shares_a_type
from rules.inspection.permits import covers
from rules.inspection.places import buildings_at, fits, registered_key
from rules.inspection.record import is_recorded

LIVE: frozenset[str] = frozenset({"open", "waiting", "referred"})

Rows = tuple[Appointment, ...]
Sign = Callable[[Appointment], bool]


@dataclass(frozen=True, slots=True)
class Match:
    """What was found: the one appointment, or several that fit (`candidates`), or one that is cancelled already.

    `every`: several that the mail means all ("both", "all inspections") and the sender may act on. Where nothing
    fits, `candidates` are those that come nearest.
    """

    appointment: Appointment | None = None
    is_ambiguous: bool = False
    is_cancelled: bool = False
    candidates: Rows = ()
    every: Rows = ()


def find_appointment(reading: RequestReading, context: Context) -> Match:
    """The appointment on record that the mail means.

    Permit, case, thread and address say which; the old date only points. Where it points elsewhere, nothing
    is taken for meant: what is cancelled by mistake is charged by mistake. A mail that arrives twice finds what
    its first copy cancelled, not another appointment.
    """
    known = [row for row in context.appointments if is_recorded(row) and _was_known(row, context)]
    live = _named([row for row in known if row.state in LIVE], reading, context)
    gone = _named([row for row in known if row.state == "cancelled"], reading, context)
    pointed, ended = _pointed_at(live, reading), _pointed_at(gone, reading)
    every = _every(pointed, reading, context)
    pointed, ended = _of_the_thread(pointed, ended, context)
    if (
        ended
        and (not pointed or _fits_better(ended, pointed, reading))
        and _is_named_or_dated(reading, context)
    ):
        return Match(max(ended, key=_ended_at), is_cancelled=True)
    if not pointed:
        return Match(candidates=live or tuple(row for row in known if _is_live_in_thread(row, context)))
    if len(every) > 1:
        counted = reading.how_many in (0, len(every))
        return Match(every=every) if counted else Match(is_ambiguous=True, candidates=every)
    narrowed = _narrowed(pointed, reading, context)
    if len(narrowed) == 1:
        return Match(narrowed[0])
    return Match(is_ambiguous=True, candidates=narrowed)


def old_day(reading: RequestReading) -> DateReading | None:
    """The date that points at the appointment."""
    return reading.date if reading.intent == "cancel" else reading.previous_date


def _old_time(reading: RequestReading) -> TimeReading | None:
    return reading.time if reading.intent == "cancel" else reading.previous_time


def _was_known(row: Appointment, context: Context) -> bool:
    """A mail cannot mean what was asked for after it (mails may be taken up out of order)."""
    return row.received_at.astimezone(UTC) <= context.received.astimezone(UTC)


def _named(rows: Sequence[Appointment], reading: RequestReading, context: Context) -> Rows:
    """Those that the mail's strongest sign names: the permit, our case, its thread, the address, its sender."""
    key = permit_key(reading.permit)
    if key is not None:
        return tuple(row for row in rows if is_permit(key, row.permit_number))
    if context.named_cases:
        return tuple(row for row in rows if row.case in context.named_cases)
    if _is_thread_known(context):
        threaded = tuple(row for row in rows if row.case in context.facts.thread_cases)
        there = tuple(row for row in threaded if reading.address is None or _is_at(row, reading, context))
        if there or reading.address is None:
            return there
    if reading.address is not None:
        return _own_first([row for row in rows if _is_at(row, reading, context)], context)
    sender = context.facts.sender.lower()
    own = tuple(row for row in rows if row.requester.lower() == sender)
    # "Please cancel my inspection" means one's own; a colleague's has to be pointed at.
    points = old_day(reading) or reading.types or reading.inspector
    return own or tuple(row for row in rows if points and context.sender_may(row))


def _is_thread_known(context: Context) -> bool:
    """Whether the mail's thread is about an inspection at all."""
    return any(row.case in context.facts.thread_cases for row in context.appointments)


def _of_the_thread(live: Rows, gone: Rows, context: Context) -> tuple[Rows, Rows]:
    """Where some of what the mail names belongs to its thread, only that is meant."""
    cases = context.cases
    if not cases or not any(row.case in cases for row in (*live, *gone)):
        return live, gone
    return (
        tuple(row for row in live if row.case in cases),
        tuple(row for row in gone if row.case in cases),
    )


def _is_live_in_thread(row: Appointment, context: Context) -> bool:
    return row.state in LIVE and row.case in context.cases


def _pointed_at(rows: Rows, reading: RequestReading) -> Rows:
    """Those that neither the old date nor the trade speaks against."""
    rows = tuple(row for row in rows if not _is_of_another_trade(row, reading))
    days = frozenset(_days(old_day(reading)))
    if not days:
        return rows
    on_the_day = tuple(row for row in rows if row.day in days or row.day is None)
    # Where an inspector has moved the date, people may still write the one that they had asked for.
    return on_the_day or tuple(row for row in rows if days & frozenset(_days_asked_for(row)))


def _fits_better(ended: Rows, live: Rows, reading: RequestReading) -> bool:
    """Whether what is cancelled already shares a type with the mail, and nothing that is open does."""
    return any(shares_a_type(reading, row) for row in ended) and not any(
        shares_a_type(reading, row) for row in live
    )


def _is_named_or_dated(reading: RequestReading, context: Context) -> bool:
    """Whether the mail says enough to tell which cancelled appointment it repeats."""
    said = permit_key(reading.permit) or context.cases or _days(old_day(reading))
    return bool(said)


def _every(rows: Rows, reading: RequestReading, context: Context) -> Rows:
    """What "both" or "all" names: everything that the mail's own signs fit, and no stranger's (D12)."""
    if not reading.all_of_them or (reading.permit is not None and permit_key(reading.permit) is None):
        return ()
    every = _that_fit(tuple(filter(context.sender_may, rows)), _signs(reading, context))
    # "All inspections for that project": where nothing tells which project, nothing is given up.
    is_named = permit_key(reading.permit) or reading.address or context.cases
    return every if is_named or len({row.building or row.address for row in every}) == 1 else ()


def _narrowed(rows: Rows, reading: RequestReading, context: Context) -> Rows:
    """Of several, those that the lesser signs fit, then the sender's own, then the open ones."""
    sender = context.facts.sender.lower()
    own: list[Sign] = [lambda row: row.requester.lower() == sender]
    if not all(row.case in context.facts.thread_cases for row in rows):
        # In answer to a letter about several, "please cancel" may mean the one that waits just as well.
        own.append(lambda row: row.state == "open")
    return _that_fit(rows, [*_signs(reading, context), *own])


def _that_fit(rows: Rows, signs: Iterable[Sign]) -> Rows:
    """The rows that the signs fit; a sign that fits none is passed over."""
    for sign in signs:
        if len(rows) == 1:
            break
        rows = tuple(filter(sign, rows)) or rows
    return rows


def _signs(reading: RequestReading, context: Context) -> list[Sign]:
    """What the mail says beside what names the appointment."""
    at = _old_time(reading)
    people = frozenset(reading.inspector.candidates) if reading.inspector else frozenset()
    disciplines = {each.discipline for each in reading.types if each.discipline}
    return [
        lambda row: at is not None and _is_at_time(row, at.value),
        lambda row: shares_a_type(reading, row),
        # "The mechanical" of a building and a mechanical part, though one inspector covers both.
        lambda row: row.discipline in disciplines,
        lambda row: row.inspector in people,
        lambda row: reading.address is not None and _is_at(row, reading, context),
    ]


def _is_of_another_trade(row: Appointment, reading: RequestReading) -> bool:
    disciplines = {each.discipline for each in reading.types if each.discipline}
    if reading.inspector is not None and reading.inspector.discipline and not disciplines:
        disciplines = {reading.inspector.discipline}
    if row.discipline is None or not disciplines or shares_a_type(reading, row):
        return False
    return not any(covers(row.discipline, each) for each in disciplines)


def _is_at_time(row: Appointment, value: str) -> bool:
    agreed = row.agreed_time.isoformat(timespec="minutes") if row.agreed_time else None
    return value in (agreed, row.time)


def _is_at(row: Appointment, reading: RequestReading, context: Context) -> bool:
    if reading.address is None:
        return False
    if row.address and fits(reading.address.key, registered_key(row.address)) != "other":
        return True
    names = {building.building for building in buildings_at(reading.address, context.registry)}
    return row.building in names


def _own_first(rows: Iterable[Appointment], context: Context) -> Rows:
    rows = tuple(rows)
    return tuple(row for row in rows if context.sender_may(row)) or rows


def _days(reading: DateReading | None) -> tuple[date, ...]:
    return reading.days if reading is not None else ()


def _days_asked_for(row: Appointment) -> tuple[date, ...]:
    return _days(row.reading.date) if row.reading is not None else ()


def _ended_at(row: Appointment) -> float:
    return row.cancelled_at.timestamp() if row.cancelled_at else 0.0
