"""A submittal, whatever its kind, decided."""

from __future__ import annotations

from rules.intake.application import decide_application
from rules.intake.checksheet import decide_checksheet_response
from rules.intake.facts import IntakeDecision, IntakeFacts, Submittal
from rules.intake.other_submittals import decide_on_permit, decide_trade_application
from rules.intake.registration import decide_registration
from rules.office import Office


def decide(kind: str, submittal: Submittal, facts: IntakeFacts, office: Office) -> IntakeDecision:
    """The decision on a submittal of this kind, every finding at once."""
    match kind:
        case "checksheet_response":
            return decide_checksheet_response(submittal, facts, office)
        case "deferred_submittal" | "permit_revision":
            return decide_on_permit(kind, submittal, facts, office)
        case "building_registration":
            return decide_registration(submittal, facts, office)
        case "trade_permit_application":
            return decide_trade_application(submittal, facts, office)
        case _:
            return decide_application(submittal, facts, office)
