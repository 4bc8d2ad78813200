"""A subject that gives several inspectors a day or an hour each: "Dana 9am & Priya 1pm 3/4"."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.inspection.choose_when import one_date
from parsers.inspection.pieces import Pieces, Range, within
from parsers.inspection.reading import PersonReading, Turn
from parsers.spans import Found


def turns(subject: Pieces, end: int) -> tuple[Turn, ...]:
    """Each named inspector's own day and hour, in order; none where fewer than two are named for certain.

    `subject`: the pieces of the subject, which ends at `end`.
    """
    people = _each_once([one for one in subject.people if len(one.value.candidates) == 1])
    marks = sorted([*(one.start for one in subject.dates), *(one.start for one in subject.times)])
    if len(people) < 2 or not marks:
        return ()
    starts = [one.start for one in people]
    # "9am Dana, 1pm Priya": the hour leads.
    leads = marks[0] < starts[0] and marks[-1] < starts[-1]
    ranges = (
        zip([0, *starts], starts, strict=False) if leads else zip(starts, [*starts[1:], end], strict=True)
    )
    return tuple(_turn(subject, one.value, span) for one, span in zip(people, ranges, strict=False))


def _each_once(people: Sequence[Found[PersonReading]]) -> list[Found[PersonReading]]:
    return list({one.value.candidates: one for one in reversed(people)}.values())[::-1]


def _turn(subject: Pieces, person: PersonReading, span: Range) -> Turn:
    times = {one.value.value: one.value for one in within(subject.times, [span])}
    day = one_date([one.value for one in within(subject.dates, [span])])
    return Turn(person, day, next(iter(times.values())) if len(times) == 1 else None)
