"""To whoever asked for an inspection that somebody else cancels or moves: what has become of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.letters.desk import answerable_address, is_ours, other_letter, present
from bot.letters.invites import request_entry
from bot.letters.letter import Letter
from bot.letters.sender import friendly_name
from bot.letters.views import Desk
from parsers.mail import Address
from rules.finding import Action
from rules.inspection.facts import RequestDecision
from templates.letter_views import InspectionLetter, RequestView

SHOWN_IN_FULL = 20
MOST_INVITATIONS = 10
TEMPLATES = {"cancelled": "inspection_cancelled", "moved": "inspection_moved"}

Told = list[tuple[RequestDecision, RequestView]]


def requester_letters(desk: Desk, views: Sequence[RequestView]) -> tuple[Letter, ...]:
    """One letter to each first requester who did not write this mail, for all cancelled and one for all moved."""
    told: dict[tuple[str, str], Told] = {}
    for request, view in zip(desk.decision.requests, views, strict=True):
        template = TEMPLATES.get(request.state or "") if request.action is Action.ACCEPT else None
        requester = _other_requester(desk, request)
        if template and requester:
            told.setdefault((requester, template), []).append((request, _as_told(desk, view)))
    return tuple(_letter(desk, *key, members) for key, members in told.items())


def _other_requester(desk: Desk, request: RequestDecision) -> str:
    """Who asked for the inspection, where that is neither who writes now nor one of ours; else empty."""
    requester = request.appointment.requester.lower() if request.appointment else ""
    hears_already = {desk.mail.sender.address.lower(), (answerable_address(desk) or "").lower()}
    return "" if requester in hears_already or is_ours(desk, requester) else requester


def _as_told(desk: Desk, view: RequestView) -> RequestView:
    """The request for a reader who did not write the mail: who did, and nothing of what was said to that person."""
    sender, name = desk.mail.sender, friendly_name(desk.mail.sender.name)
    by = f"{name} ({sender.address})" if name else sender.address
    return replace(view, by=by, needs=(), remarks=())


def _letter(desk: Desk, requester: str, template: str, members: Told) -> Letter:
    views = tuple(view for _, view in members)
    cases = tuple(dict.fromkeys(view.case for view in views))
    reader = Address(requester)
    wanted = [
        (request, view) for request, view in members if view.intent != "cancel" or view.reached_inspector
    ]
    files = present(request_entry(desk, request, view, reader) for request, view in wanted[:MOST_INVITATIONS])
    view = InspectionLetter(
        frame=desk.frame(cases[0], more_cases=len(cases) - 1),
        requests=views[:SHOWN_IN_FULL],
        more=views[SHOWN_IN_FULL:],
        received_at=desk.local(desk.decision.received_at),
        notice_hours=desk.office.late_cancellation_hours,
        charge_hours=desk.office.charges.late_cancellation,
        has_invitation=bool(files),
    )
    return other_letter(
        desk, template, view, cases[0], to=(requester,), purpose="reply", files=files, cases=cases
    )
