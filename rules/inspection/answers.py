"""What a short answer stands for: the day or permit that our letter proposed, the first of two it named (D10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from parsers.inspection.answers import Answer
from parsers.inspection.reading import DateReading, PermitReading, PersonReading, RequestReading
from rules.inspection.facts import OpenQuestion


def with_answer(
    reading: RequestReading, known: RequestReading, question: OpenQuestion | None, answer: Answer | None
) -> RequestReading:
    """The reading with what the answer stands for; what the mail says in so many words goes before that.

    `known`: what was understood before. Nothing is filled in that could stand for two things.
    """
    if question is None:
        return reading
    reading = _that_day(reading, question)
    if answer is None:
        return reading
    reading = _chosen(reading, known, answer)
    # "Yes" to a letter that also asks which of two days is meant says nothing of either.
    is_day_open = known.date is not None and known.date.problem not in (None, "impossible")
    takes_all = answer.everything or offers_one_thing((question,))
    day = question.proposed_day if answer.about == "day" or (not answer.about and takes_all) else None
    day = None if is_day_open else day
    permit = (
        question.proposed_permit if answer.about == "permit" or (not answer.about and takes_all) else None
    )
    if not (answer.agrees or answer.everything):
        return reading
    return replace(
        reading,
        date=reading.date or (_on(day) if day else None),
        permit=reading.permit or (PermitReading(permit, permit) if permit else None),
    )


def offers_one_thing(questions: Sequence[OpenQuestion]) -> bool:
    """Whether all that these questions propose is one day, or one permit: then "yes" is sure."""
    offers = {row.proposed_day for row in questions} | {row.proposed_permit for row in questions}
    return len(offers - {None}) == 1


def surely_meant(answer: Answer | None) -> Answer | None:
    """What is left of an answer where several things were proposed: what it says of the day or permit by name."""
    if answer is None or answer.about or answer.everything:
        return answer
    return replace(answer, agrees=False)


def picked(rows: Sequence[object], choice: int | None) -> int | None:
    """The index that "the first", "the last" means in a list of that many; None where it has no such place."""
    if choice is None or not rows or choice > len(rows):
        return None
    return len(rows) - 1 if choice < 0 else choice - 1


def _that_day(reading: RequestReading, question: OpenQuestion) -> RequestReading:
    """ "Monday is fine" after we had proposed a Monday is that one, whatever other Mondays there are."""
    said, proposed = reading.date, question.proposed_day
    if said is None or proposed is None or said.problem != "ambiguous" or proposed not in said.days:
        return reading
    return replace(reading, date=replace(said, days=(proposed,), problem=None))


def _chosen(reading: RequestReading, known: RequestReading, answer: Answer) -> RequestReading:
    """One of the days or people between which it was open, where only one such list was."""
    days = known.date.days if known.date is not None and known.date.problem == "ambiguous" else ()
    people = known.inspector.candidates if known.inspector is not None else ()
    lists = [found for found in (days, people) if len(found) > 1]
    place = picked(lists[0], answer.choice) if len(lists) == 1 else None
    if place is None:
        return reading
    if days:
        return replace(reading, date=reading.date or _on(days[place]))
    return replace(reading, inspector=reading.inspector or PersonReading(people[place], (people[place],)))


def _on(day: date) -> DateReading:
    return DateReading(day.isoformat(), (day,))
