"""One request's decision → its case, its inspection, its charge."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.desk.questions import candidates_of, kept, leaves_open
from bot.desk.threads import threads_of
from bot.desk.understanding import Understood
from bot.world import World
from rules.finding import Action
from rules.inspection.facts import Appointment, AppointmentState, OpenQuestion, RequestDecision
from storage.store import Transaction
from storage.values import CaseOnRecord, Event, StoredMessage

CASE_STATES: dict[AppointmentState | None, str] = {
    "open": "open",
    "waiting": "waiting",
    "referred": "referred",
    "cancelled": "closed",
    "moved": "open",
    "done": "closed",
}
KINDS = {
    "request": "inspection_request",
    "cancel": "inspection_cancellation",
    "reschedule": "inspection_reschedule",
}


class RequestRecorder:
    """Writes the requests of one mail, one by one."""

    def __init__(
        self, tx: Transaction, message: StoredMessage, understood: Understood, world: World, now: datetime
    ) -> None:
        self._tx, self._message, self._world, self._now = tx, message, world, now
        self._understood = understood
        self._charges: list[str] = []
        self._requests: list[RequestDecision] = []
        self._gone_on_with: set[str] = set()
        self._threads = threads_of(understood, tx)

    @property
    def charges(self) -> tuple[str, ...]:
        """Numbers of the charges that were logged."""
        return tuple(self._charges)

    @property
    def requests(self) -> tuple[RequestDecision, ...]:
        """The requests as recorded: a charge that the ledger had already is no charge."""
        return tuple(self._requests)

    def record(self, request: RequestDecision) -> str:
        """Writes one request; returns the reference of its case."""
        case = self._case_of(request)
        request = self._log_charge(request, case)
        self._requests.append(request)
        self._write_appointment(request, case)
        self._keep_question(request, case)
        return case

    def _case_of(self, request: RequestDecision) -> str:
        if request.appointment is not None:
            return request.appointment.case
        if request.case and request.case not in self._gone_on_with:
            self._gone_on_with.add(request.case)
            self._tx.cases.change(request.case, now=self._now, state=_case_state(request))
            return request.case
        return self._open_case(request)

    def _keep_question(self, request: RequestDecision, case: str) -> None:
        """Keeps with the case what is open in it now, and settles what the mail has answered."""
        if leaves_open(request):
            self._tx.cases.change(case, now=self._now, submittal=kept(self._question(request, case)))
        elif request.state is not None:
            self._tx.cases.change(case, now=self._now, submittal={})
        if request.case not in {"", case}:
            self._tx.cases.change(request.case, now=self._now, state="closed", submittal={})

    def _question(self, request: RequestDecision, case: str) -> OpenQuestion:
        mail, reading = self._understood.mail, self._understood.reading
        return OpenQuestion(
            case=case,
            action=request.action,
            asked_at=self._understood.envelope.received_at,
            requester=mail.sender.address,
            reading=replace(request.reading, intent=request.intent),
            message=self._message.id,
            permit_number=request.permit_number or "",
            building=request.building,
            proposed_day=request.proposed_day,
            proposed_permit=request.proposed_permit,
            candidates=candidates_of(request),
            thread_cases=self._threads,
            named_cases=reading.cases if reading else (),
        )

    def _open_case(self, request: RequestDecision) -> str:
        received_at = self._understood.envelope.received_at
        reference = self._tx.cases.next_reference(received_at.year)
        permit = self._world.registry.permits.get(request.permit_number or "")
        self._tx.cases.open(
            CaseOnRecord(
                reference=reference,
                kind=KINDS[request.intent],
                state=_case_state(request),
                opened_at=received_at,
                sender=self._understood.mail.sender.address,
                subject=self._understood.mail.subject[:500],
                building=request.building,
                permit_number=request.permit_number or "",
                reference_number=permit.reference_number if permit else "",
            )
        )
        return reference

    def _log_charge(self, request: RequestDecision, case: str) -> RequestDecision:
        if request.charge is None:
            return request
        charge = self._tx.ledger.log(
            request.charge,
            case=case,
            message=self._message.id,
            message_id=self._message.message_id,
            now=self._now,
        )
        if charge is None:
            return replace(request, charge=None)
        self._charges.append(charge.number)
        self._tx.inbox.add_event(
            Event(self._now, "charged", f"{charge.number}: {charge.explanation}", case, self._message.id)
        )
        return request

    def _write_appointment(self, request: RequestDecision, case: str) -> None:
        standing = request.appointment
        state = _state(request)
        if standing is None:
            if request.intent == "request" and request.action is not Action.REJECT:
                opened = self._tx.cases.case(case)
                # Who puts right a colleague's request does not take it over.
                requester = opened.sender if opened is not None else ""
                new = replace(self._new(request, case, state), requester=requester)
                self._tx.inspections.add(new, self._message.id, self._now)
            return
        if request.state is None:
            return
        if state == "cancelled":
            self._tx.inspections.put(self._cancelled(standing, request), self._now)
        elif state == "moved":
            self._move(standing, request, case)
        else:
            self._tx.inspections.put(self._completed(standing, request, case, state), self._now)
        self._tx.cases.change(case, now=self._now, state=CASE_STATES[state])

    def _completed(
        self, standing: Appointment, request: RequestDecision, case: str, state: AppointmentState
    ) -> Appointment:
        """What waited, with what the mail supplied; it stays its first requester's."""
        contact_email = (request.reading.contact.email or "").lower() or standing.contact_email
        if standing.state == "open":
            # Of an open appointment only the contact changes; what the inspector agreed stands.
            return replace(
                standing,
                contact_name=request.contact_name or standing.contact_name,
                contact_phone=request.contact_phone or standing.contact_phone,
                contact_email=contact_email,
                reading=request.reading,
                sequence=standing.sequence + 1,
            )
        return replace(
            self._new(request, case, state),
            id=standing.id,
            requester=standing.requester,
            received_at=standing.received_at,
            contact_email=contact_email,
            sequence=standing.sequence,
        )

    def _new(self, request: RequestDecision, case: str, state: AppointmentState) -> Appointment:
        return Appointment(
            id=0,
            case=case,
            state=state,
            requester=self._understood.mail.sender.address,
            received_at=self._understood.envelope.received_at,
            inspector=request.inspector_assigned or "",
            day=request.day,
            time=request.time,
            permit_number=request.permit_number or "",
            building=request.building,
            address=request.address or "",
            types=request.types,
            discipline=request.discipline,
            contact_name=request.contact_name or "",
            contact_phone=request.contact_phone or "",
            contact_email=(request.reading.contact.email or "").lower(),
            reading=request.reading,
        )

    def _cancelled(self, standing: Appointment, request: RequestDecision) -> Appointment:
        return replace(
            standing,
            state=request.state or "cancelled",
            cancelled_at=self._understood.envelope.received_at,
            charged=standing.charged or request.charge is not None,
            sequence=standing.sequence + 1,
        )

    def _move(self, standing: Appointment, request: RequestDecision, case: str) -> None:
        """The old appointment stays on record as moved, the new one stands in its place (D12)."""
        charged = standing.charged or request.charge is not None
        self._tx.inspections.put(replace(standing, state="moved", charged=charged), self._now)
        moved = replace(
            self._new(request, case, "open"),
            requester=standing.requester,
            contact_email=standing.contact_email,
            sequence=standing.sequence + 1,
        )
        self._tx.inspections.add(moved, self._message.id, self._now)


def _case_state(request: RequestDecision) -> str:
    return "closed" if request.action is Action.REJECT else CASE_STATES[_state(request)]


def _state(request: RequestDecision) -> AppointmentState:
    """What the record becomes, where the rules did not say so themselves."""
    if request.state is not None:
        return request.state
    by_action: dict[Action, AppointmentState] = {Action.ACCEPT: "open", Action.REFER: "referred"}
    return by_action.get(request.action, "waiting")
