"""Replies to what we asked about a cancellation or a move, and to what we refused: what was said is kept (D10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

from parsers.inspection.answers import Answer
from parsers.inspection.reading import RequestReading
from rules.finding import Action
from rules.inspection.answers import picked, with_answer
from rules.inspection.cancellation import cancel_each, decide_cancellation
from rules.inspection.completion import KEPT_OPEN
from rules.inspection.context import Context
from rules.inspection.facts import Appointment, OpenQuestion, RequestDecision
from rules.inspection.likeness import is_permit, permit_key
from rules.inspection.matching import LIVE
from rules.inspection.merging import PIECES, merged, pieces_of
from rules.inspection.requests import decide_request
from rules.inspection.reschedule import decide_reschedule, move_each

Decisions = tuple[RequestDecision, ...]
Rows = tuple[Appointment, ...]


def take_up(reading: RequestReading, context: Context) -> Decisions:
    """The decisions on what the mail's thread had left open, judged once more with what the mail adds.

    Empty where the mail answers no such question. A request that waits on record is completed elsewhere.
    """
    question = _question(reading, context)
    if question is None:
        return ()
    if question.reading.intent == "request":
        decisions = _put_right(reading, question, context)
    elif question.reading.intent == "cancel":
        decisions = _cancelled(reading, question, context)
    else:
        decisions = _moved(reading, question, context)
    return tuple(replace(decision, case=question.case) for decision in decisions)


def _question(reading: RequestReading, context: Context) -> OpenQuestion | None:
    """The one question of the mail's thread that it may answer."""
    waiting = {row.case for row in context.appointments if row.state in ("waiting", "referred")}
    found = [
        row
        for row in context.facts.questions
        if row.case in context.cases
        and row.case not in waiting
        and row.action in (Action.ASK, Action.REJECT)
        and reading.intent in ("request", row.reading.intent)
        and context.received.astimezone(UTC) - row.asked_at.astimezone(UTC) <= KEPT_OPEN
        and context.sender_may_answer(row)
    ]
    return found[0] if len(found) == 1 else None


def _put_right(reading: RequestReading, question: OpenQuestion, context: Context) -> Decisions:
    """A request that we had refused, with what the reply corrects."""
    if not pieces_of(reading):
        return ()
    return decide_request(merged(question.reading, reading, PIECES), context)


def _cancelled(reading: RequestReading, question: OpenQuestion, context: Context) -> Decisions:
    listed = _listed(question, context)
    rows = _by_answer(reading, question, listed, context)
    if rows:
        return cancel_each(question.reading, rows, context)
    if _is_whole(reading) or not _says_something(reading, context):
        return ()
    return decide_cancellation(merged(question.reading, reading, PIECES), context)


def _moved(reading: RequestReading, question: OpenQuestion, context: Context) -> Decisions:
    """The new date of a known appointment, or the appointment that a known new date is for."""
    listed = _listed(question, context)
    whole = question.reading
    if len(listed) == 1 and context.sender_may(listed[0]):
        answered = with_answer(reading, whole, question, context.answer)
        if not pieces_of(answered) or _is_of_another(reading, listed[0]):
            return ()
        return move_each(_new_date(whole, answered), listed, context)
    rows = _by_answer(reading, question, listed, context)
    if rows:
        return move_each(whole, rows, context)
    if _is_whole(reading) or not _says_something(reading, context):
        return ()
    return decide_reschedule(_pointing(whole, reading), context)


def _new_date(whole: RequestReading, reading: RequestReading) -> RequestReading:
    return merged(whole, reading, PIECES - {"permit", "address", "types"})


def _pointing(whole: RequestReading, reading: RequestReading) -> RequestReading:
    """A date in the answer to "which one?" is the old one, unless the new one is still open."""
    if reading.intent == "reschedule" or whole.date is None:
        both = merged(whole, reading, PIECES)
        return replace(
            both,
            previous_date=reading.previous_date or whole.previous_date,
            previous_time=reading.previous_time or whole.previous_time,
        )
    pointed = merged(whole, reading, PIECES - {"date", "time"})
    return replace(
        pointed,
        previous_date=reading.date or whole.previous_date,
        previous_time=reading.time or whole.previous_time,
    )


def _by_answer(reading: RequestReading, question: OpenQuestion, listed: Rows, context: Context) -> Rows:
    """Which of the appointments in our letter's list the answer picks, where it says nothing else."""
    answer = context.answer or Answer()
    if pieces_of(reading) or context.named_cases or not all(context.sender_may(row) for row in listed):
        return ()
    if answer.everything:
        return listed
    place = picked(question.candidates, answer.choice)
    if place is not None:
        return tuple(row for row in listed if row.id == question.candidates[place])
    return listed if answer.agrees and len(listed) == 1 else ()


def _listed(question: OpenQuestion, context: Context) -> Rows:
    """What the letter listed and is still on the list, in the letter's order."""
    by_id = {row.id: row for row in context.appointments if row.state in LIVE}
    return tuple(by_id[number] for number in question.candidates if number in by_id)


def _says_something(reading: RequestReading, context: Context) -> bool:
    """Whether the mail answers at all; an answer that picks nothing is asked once more."""
    return bool(pieces_of(reading)) or bool(context.named_cases) or context.answer is not None


def _is_whole(reading: RequestReading) -> bool:
    """Whether the reply asks for an inspection of its own: nobody points at one with all of that."""
    said = pieces_of(reading)
    return {"permit", "date", "types"} <= said or bool(said & {"name", "phone"})


def _is_of_another(reading: RequestReading, row: Appointment) -> bool:
    key = permit_key(reading.permit)
    return key is not None and not is_permit(key, row.permit_number)
