"""Kinds and states of cases in an applicant's words."""

from __future__ import annotations

KINDS = {
    "permit_application": "Permit application",
    "checksheet_response": "Checksheet response",
    "deferred_submittal": "Deferred submittal",
    "permit_revision": "Permit revision",
    "building_registration": "Building registration",
    "trade_permit_application": "Trade permit application",
    "inspection_request": "Inspection",
    "inspection_cancellation": "Cancellation of an inspection",
    "inspection_reschedule": "New date for an inspection",
    "status_inquiry": "Question about a case",
    "other_program": "Request for another program",
    "question": "Question",
}
STATES = {
    "open": "Accepted, in the hands of the office",
    "waiting": "Waiting for something from you",
    "referred": "With a person of the office",
    "cancelled": "Cancelled",
    "moved": "Moved to another date",
    "done": "Inspected",
    "closed": "Closed",
}
PERMIT_STATUS = {
    "application": "Application, not under review yet",
    "under_review": "Under review",
    "approved_to_issue": "Approved to issue: fees or contractor information may be due",
    "issued": "Issued",
    "under_inspection": "Issued, under inspection",
    "final": "Final: all inspections approved",
    "expired": "Expired",
    "void": "Void",
    "cancelled": "Cancelled",
    "abandoned": "Abandoned",
}
ACTIONS = {
    "accept": "accepted",
    "ask": "something was missing, and we asked for it",
    "reject": "sent back with everything that is to be mended",
    "refer": "given to a person of the office",
    "record": "noted",
}


def kind_words(kind: str) -> str:
    return KINDS.get(kind, kind.replace("_", " ").capitalize())


def state_words(state: str) -> str:
    return STATES.get(state, state)


def decided_words(kind: str, action: str) -> str:
    """What was done with one mail: "Permit application: accepted"."""
    return f"{kind_words(kind)}: {ACTIONS.get(action, action)}"


def permit_status_words(status: str) -> str:
    return PERMIT_STATUS.get(status, status.replace("_", " ").capitalize())
