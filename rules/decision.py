"""What was decided about one message, whatever its kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from parsers.documents import Document
from parsers.inspection.reading import InspectorUpdate
from parsers.kind import Kind
from rules.finding import Action, Finding
from rules.inspection.facts import Appointment, RequestDecision

__all__ = [
    "INSPECTION_KINDS",
    "INTAKE_KINDS",
    "Decision",
    "FieldValue",
    "Kind",
    "OfficeWord",
    "UpdateDecision",
]

INSPECTION_KINDS: frozenset[str] = frozenset(
    {"inspection_request", "inspection_cancellation", "inspection_reschedule"}
)
INTAKE_KINDS: frozenset[str] = frozenset(
    {
        "permit_application",
        "checksheet_response",
        "deferred_submittal",
        "permit_revision",
        "building_registration",
        "trade_permit_application",
    }
)

FieldValue = str | bool | None


@dataclass(frozen=True, slots=True)
class UpdateDecision:
    """What an inspector's mail does. `after`: the appointment as it becomes (None: nothing changes).

    `next_inspector`: who takes over after a decline; None with action refer: nobody is left. `others`: further
    appointments of the same visit, as they become.
    """

    update: InspectorUpdate
    action: Action
    findings: tuple[Finding, ...] = ()
    before: Appointment | None = None
    after: Appointment | None = None
    next_inspector: str | None = None
    candidates: tuple[Appointment, ...] = ()
    others: tuple[Appointment, ...] = ()


@dataclass(frozen=True, slots=True)
class OfficeWord:
    """What a coordinator ordered about a mail or an appointment, and why (empty = not said)."""

    order: Literal["released", "refused", "handed_over"]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """One message, decided. `findings`: judged, gravest first, those of its requests among them.

    `fields`: what a form said, by the names of `parsers.forms.reading.FIELDS` and `signed`.
    `answers_sender`: False where nothing may be sent to the sender (robots, unauthenticated mail).
    `received_at`: when the City's server took the mail, aware, office time. `reason`: why a robot was known
    as one, or the like, for staff. `echo`: what a coordinator's command did, in sentences. `office_word`: the
    order of a coordinator that led to this decision. `earlier_documents`: what the case had before and still counts.
    """

    kind: Kind
    action: Action
    received_at: datetime
    findings: tuple[Finding, ...] = ()
    fields: Mapping[str, FieldValue] = field(default_factory=dict)
    requests: tuple[RequestDecision, ...] = ()
    documents: tuple[Document, ...] = ()
    update: UpdateDecision | None = None
    answers_sender: bool = True
    reason: str = ""
    echo: tuple[str, ...] = ()
    office_word: OfficeWord | None = None
    earlier_documents: tuple[Document, ...] = ()

    @property
    def papers(self) -> tuple[Document, ...]:
        """All documents that the decision rests on: those of this mail first."""
        return (*self.documents, *self.earlier_documents)
