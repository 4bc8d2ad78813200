"""What the rules on inspections may know, and what they decide."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from datetime import time as clock_time
from decimal import Decimal
from typing import Literal

from parsers.inspection.reading import Discipline, Intent, RequestReading, Result
from rules.finding import Action, Finding
from rules.registry import Registry

AppointmentState = Literal["waiting", "referred", "open", "cancelled", "moved", "done"]


@dataclass(frozen=True, slots=True)
class Appointment:
    """One inspection on record.

    `state`: `waiting` (asked back, incomplete), `referred` (a coordinator decides), `open` (accepted and routed),
    `cancelled`, `moved` (replaced by another), `done`. `time`: as asked for (`HH:MM`, `am`, `pm`, None);
    `agreed_time`: the inspector's word; `en_route_at`: when the inspector's mail said so. `requester` and
    `contact_email` are lower case addresses. `reading`: what was understood so far, for completing it.
    `declined`: inspectors who said that they cannot take it.
    """

    id: int
    case: str
    state: AppointmentState
    requester: str
    received_at: datetime
    inspector: str = ""
    day: date | None = None
    time: str | None = None
    agreed_time: clock_time | None = None
    en_route_at: datetime | None = None
    permit_number: str = ""
    building: str = ""
    address: str = ""
    types: tuple[str, ...] = ()
    discipline: Discipline | None = None
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    sequence: int = 0
    charged: bool = False
    cancelled_at: datetime | None = None
    result: Result | None = None
    reading: RequestReading | None = None
    declined: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """What a case waits for: what was understood so far, and what our letter proposed or listed.

    `action`: asked back, refused (which a reply may put right) or put before a coordinator. `asked_at`: when the
    mail was received that led to it; `requester`: who sent that. `candidates`: ids of the appointments that are
    meant or listed, in the order of the letter. `thread_cases`, `named_cases`: what the mail belonged to.
    """

    case: str
    action: Action
    asked_at: datetime
    requester: str
    reading: RequestReading
    message: int = 0
    permit_number: str = ""
    building: str = ""
    proposed_day: date | None = None
    proposed_permit: str | None = None
    candidates: tuple[int, ...] = ()
    thread_cases: tuple[str, ...] = ()
    named_cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InspectionFacts:
    """What is known when a mail about inspections is judged.

    `received_at`: when the City's server took the mail, aware, office time. `appointments`: every appointment
    in any state that the mail may mean (same permits, building, sender, thread) and all others of their visits
    (one inspector, one building, one day: D12). `thread_cases`: cases that the mail's references name.
    `sender_is_authenticated`: see `parsers.authentication`. `released`: a coordinator let this mail take effect,
    so nobody asks any more whether its sender may (D12), and what was referred is settled; `released_at`: when.
    Notice and charges count from `received_at` all the same; what is past or today counts from the release.
    `questions`: what the cases that the mail belongs to wait for.
    """

    registry: Registry
    received_at: datetime
    sender: str
    appointments: tuple[Appointment, ...] = ()
    thread_cases: tuple[str, ...] = ()
    sender_is_authenticated: bool = True
    released: bool = False
    released_at: datetime | None = None
    questions: tuple[OpenQuestion, ...] = ()


@dataclass(frozen=True, slots=True)
class ChargeLine:
    """A charge with its arithmetic. `permit_numbers`, `reference_numbers`: all of the visit. Times are aware."""

    appointment_start: datetime
    cancelled_at: datetime
    notice_minutes: int
    hours: Decimal
    reason: Literal["late_cancellation", "inspector_en_route"]
    client: str
    responsible_party: str
    building: str
    permit_numbers: tuple[str, ...]
    reference_numbers: tuple[str, ...]
    discipline: str
    inspector: str
    needs_review: bool
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class RequestDecision:
    """What was decided about one request of a mail.

    `findings` are judged. `appointment`: the one on record that was meant (cancelled, moved, completed or repeated).
    `state`: what the record becomes, None = unchanged. `day`, `time`: for a cancellation the appointment's, for a
    move the new ones. `proposed_day`: the next business day that the letter offers. `free_until`: the last moment
    for cancelling free. `urgent`: for today. `case`: the case that the request goes on with where it means no
    appointment, or whose question it answers where it does. `visit_stays`: of a cancellation: other parts of the
    visit still stand, and may be charged yet (D12).
    """

    intent: Intent
    action: Action
    reading: RequestReading
    findings: tuple[Finding, ...] = ()
    appointment: Appointment | None = None
    state: AppointmentState | None = None
    inspector_requested: str | None = None
    inspector_assigned: str | None = None
    day: date | None = None
    time: str | None = None
    previous_day: date | None = None
    previous_time: str | None = None
    permit_number: str | None = None
    building: str = ""
    address: str | None = None
    types: tuple[str, ...] = ()
    discipline: Discipline | None = None
    contact_name: str | None = None
    contact_phone: str | None = None
    charge: ChargeLine | None = None
    proposed_day: date | None = None
    proposed_permit: str | None = None
    free_until: datetime | None = None
    urgent: bool = False
    candidates: tuple[Appointment, ...] = field(default=())
    case: str = ""
    visit_stays: bool = False
