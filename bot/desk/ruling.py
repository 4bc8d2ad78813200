"""A decision with what recording it needs to know."""

from __future__ import annotations

from dataclasses import dataclass

from bot.desk.delivery import LetterReport
from rules.decision import Decision
from rules.intake.facts import IntakeDecision, Submittal
from storage.values import CaseOnRecord


@dataclass(frozen=True, slots=True)
class Ruling:
    """What was decided about one mail.

    `case`: the case on record that the mail belongs to, None = a new one where one is needed. `intake`: what the
    rules on applications said, for an application's case. `submittal`: what they judged, earlier papers included.
    `report`: what a mail server tells about a letter of ours.
    """

    decision: Decision
    case: CaseOnRecord | None = None
    intake: IntakeDecision | None = None
    submittal: Submittal | None = None
    report: LetterReport | None = None
