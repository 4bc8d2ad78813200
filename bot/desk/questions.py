"""What a case about an inspection waits for, kept with the case until it is settled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import TypeAdapter

from rules.finding import Action
from rules.inspection.facts import OpenQuestion, RequestDecision
from storage.values import CaseOnRecord

KEY = "question"
QUESTION = TypeAdapter(OpenQuestion)
UNSETTLED = frozenset({Action.ASK, Action.REJECT, Action.REFER})


def question_of(case: CaseOnRecord | None) -> OpenQuestion | None:
    """What the case waits for; None where nothing is open in it."""
    kept = case.submittal.get(KEY) if case is not None else None
    return None if kept is None else QUESTION.validate_python(kept)


def questions_in(cases: Iterable[CaseOnRecord | None]) -> tuple[OpenQuestion, ...]:
    """What these cases wait for."""
    return tuple(question for case in cases if (question := question_of(case)) is not None)


def kept(question: OpenQuestion) -> Mapping[str, Any]:
    """The question as the case keeps it."""
    return {KEY: QUESTION.dump_python(question, mode="json")}


def leaves_open(request: RequestDecision) -> bool:
    """Whether the decision leaves something to be answered, put right or allowed.

    A reply in which nothing was understood leaves what is open as it is.
    """
    appointment = request.appointment
    is_idle = request.intent == "request" and appointment is not None and appointment.state == "open"
    return request.action in UNSETTLED and not is_idle


def candidates_of(request: RequestDecision) -> tuple[int, ...]:
    """The appointments that the decision means or that its letter lists."""
    if request.candidates:
        return tuple(row.id for row in request.candidates)
    return (request.appointment.id,) if request.appointment is not None else ()
