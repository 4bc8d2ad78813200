"""Letters about inspections asked for, cancelled and moved: to the sender, and to the inspectors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.letters.desk import (
    answerable_address,
    coordinator_addresses,
    inspector_address,
    other_letter,
    present,
    reply_letter,
)
from bot.letters.invites import invitation_file, request_entry, sequence_of
from bot.letters.letter import Letter, LetterFile
from bot.letters.points import findings_beside, needs, remarks
from bot.letters.ready_replies import asked_for, completing_reply, inspector_replies
from bot.letters.requester import requester_letters
from bot.letters.sender import about, friendly_name, original_words
from bot.letters.views import (
    MOST_NAMED_CASES,
    OUTCOMES,
    Desk,
    appointment_view,
    outcome_of,
    request_view,
    visits_beside,
)
from parsers.mail import Address
from rules.finding import Action
from rules.inspection.facts import RequestDecision
from templates.cleaning import one_line
from templates.letter_views import InspectionLetter, Intent, Point, RequestView, RoutedLetter

SHOWN_IN_FULL = 20
MOST_INVITATIONS = 10
INTENTS: dict[str, Intent] = {
    "inspection_request": "request",
    "inspection_cancellation": "cancel",
    "inspection_reschedule": "reschedule",
}
Errand = Literal["routed_request", "routed_cancellation", "routed_move"]


@dataclass(frozen=True, slots=True)
class Routing:
    """One request on its way to one inspector. `view`: the request as that inspector has to see it."""

    errand: Errand
    inspector: str
    request: RequestDecision
    view: RequestView
    sequence: int
    takes_over_from: str = ""


def inspection_letters(desk: Desk) -> tuple[Letter, ...]:
    """The answer to the sender, then to whoever asked for what the sender cancels or moves, then to the inspectors.

    Each inspector concerned gets one letter a visit.
    """
    views = tuple(
        request_view(desk, request, desk.case_of(index))
        for index, request in enumerate(desk.decision.requests)
    )
    answer = () if answerable_address(desk) is None else (_answer(desk, views),)
    return (*answer, *requester_letters(desk, views), *_routed(desk, views))


def _answer(desk: Desk, views: tuple[RequestView, ...]) -> Letter:
    decision, office = desk.decision, desk.office
    shown = views or (_whole_mail(desk),)
    files = _sender_invitations(desk, views)
    cases = tuple(dict.fromkeys(view.case for view in shown if view.case))
    view = InspectionLetter(
        frame=desk.frame(
            cases[0] if cases else desk.case,
            more_cases=max(0, len(cases) - 1),
            about=about(desk.mail.subject),
            name=friendly_name(desk.mail.sender.name),
        ),
        requests=shown[:SHOWN_IN_FULL],
        more=shown[SHOWN_IN_FULL:],
        points=_points_of_the_mail(desk) if views else (),
        received_at=desk.local(decision.received_at),
        notice_hours=office.late_cancellation_hours,
        charge_hours=office.charges.late_cancellation,
        has_invitation=bool(files),
        allowed=decision.office_word is not None,
    )
    return reply_letter(desk, _template(shown), view, view.frame.case, files=(*desk.context.files, *files))


def _template(views: tuple[RequestView, ...]) -> str:
    done = all(view.outcome in {"accepted", "unchanged"} for view in views)
    intents = {view.intent for view in views}
    if done and intents == {"cancel"}:
        return "inspection_cancelled"
    if done and intents == {"reschedule"}:
        return "inspection_moved"
    return "inspection_answer"


def _whole_mail(desk: Desk) -> RequestView:
    """A mail in which no single request was found, told as one."""
    decision = desk.decision
    missing = asked_for(decision.findings)
    address = desk.mailbox
    return RequestView(
        case=desk.case,
        intent=INTENTS[decision.kind],
        outcome=OUTCOMES[decision.action],
        missing=missing,
        needs=needs(decision.findings),
        remarks=remarks(decision.findings),
        reply=completing_reply(missing, address=address, case=desk.case),
        reached_inspector=False,
    )


def _points_of_the_mail(desk: Desk) -> tuple[Point, ...]:
    """The points that belong to no single request."""
    told = (finding for request in desk.decision.requests for finding in request.findings)
    own = findings_beside(desk.decision.findings, told)
    return needs(own) + remarks(own)


def _sender_invitations(desk: Desk, views: tuple[RequestView, ...]) -> tuple[LetterFile, ...]:
    attendee = Address(answerable_address(desk) or "", one_line(desk.mail.sender.name, 80))
    files: list[LetterFile | None] = []
    for request, view in zip(desk.decision.requests, views, strict=True):
        if view.outcome != "accepted" or (view.intent == "cancel" and not view.reached_inspector):
            continue
        files.append(request_entry(desk, request, view, attendee))
    return present(files[:MOST_INVITATIONS])


def _routed(desk: Desk, views: tuple[RequestView, ...]) -> tuple[Letter, ...]:
    """One letter for each visit (one inspector, one building, one day: D12) and what is to be told of it."""
    visits: dict[tuple[object, ...], list[Routing]] = {}
    for request, view in zip(desk.decision.requests, views, strict=True):
        for routing in _routings(desk, request, view):
            place = (view.building or view.address).casefold()
            key = (routing.errand, routing.inspector, place, routing.view.day, routing.takes_over_from)
            visits.setdefault(key, []).append(routing)
    letters = (_routed_letter(desk, tuple(routings)) for routings in visits.values())
    return tuple(letter for letter in letters if letter is not None)


def _routings(desk: Desk, request: RequestDecision, view: RequestView) -> tuple[Routing, ...]:
    if request.action is not Action.ACCEPT or outcome_of(request) == "unchanged":
        return ()
    record, sequence = request.appointment, sequence_of(request)
    before = record.inspector if record is not None and record.state == "open" else ""
    now = request.inspector_assigned or ""
    if request.intent == "cancel":
        return (Routing("routed_cancellation", before, request, view, sequence),) if before else ()
    if request.intent == "reschedule" and before and before == now:
        return (Routing("routed_move", now, request, view, sequence),)
    arriving = Routing("routed_request", now, request, view, sequence)
    if record is None or not before or before == now:
        return (arriving,)
    leaving_view = appointment_view(desk, record)
    leaving = Routing("routed_cancellation", before, request, leaving_view, sequence, takes_over_from=now)
    return (leaving, arriving)


def _routed_letter(desk: Desk, routings: tuple[Routing, ...]) -> Letter | None:
    first = routings[0]
    address = inspector_address(desk, first.inspector)
    to = (address.address,) if address else coordinator_addresses(desk)
    if not to:
        return None
    views = tuple(routing.view for routing in routings)
    reader = address or Address(to[0])
    return other_letter(
        desk,
        first.errand,
        _routed_view(desk, routings, no_address="" if address else first.inspector or "any inspector"),
        first.view.case,
        to=to,
        purpose="routed",
        cases=(view.case for view in views),
        files=present(_routed_invitation(desk, routing, reader) for routing in routings[:MOST_INVITATIONS])
        if any(view.day for view in views)
        else (),
    )


def _routed_invitation(desk: Desk, routing: Routing, reader: Address) -> LetterFile | None:
    if routing.errand == "routed_cancellation":
        return invitation_file(desk, routing.view, reader, method="CANCEL", sequence=routing.sequence)
    return request_entry(desk, routing.request, routing.view, reader)


def _routed_view(desk: Desk, routings: tuple[Routing, ...], no_address: str) -> RoutedLetter:
    first = routings[0].view
    cases = [routing.view.case for routing in routings]
    answers = routings[0].errand != "routed_cancellation"
    named = ", ".join(dict.fromkeys(cases[:MOST_NAMED_CASES]))
    replies = inspector_replies(first.time, address=desk.mailbox, case=named)
    return RoutedLetter(
        frame=desk.frame(first.case, others=cases, name=routings[0].inspector),
        requests=tuple(routing.view for routing in routings),
        requester=desk.mail.sender.address,
        requester_name=friendly_name(desk.mail.sender.name),
        received_at=desk.local(desk.decision.received_at),
        original=original_words(desk.mail),
        replies=replies if answers else (),
        other_visits=visits_beside(desk, routings[0].inspector, first.day, cases),
        history=tuple(line.words for line in desk.context.history[-8:]),
        takes_over_from=routings[0].takes_over_from,
        no_address=no_address,
    )
