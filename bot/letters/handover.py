"""An appointment that a coordinator gives to another inspector: the new one, the requester, the former one."""

from __future__ import annotations

from bot.letters.desk import inspector_address, other_letter, present
from bot.letters.invites import invitation_file
from bot.letters.letter import Letter
from bot.letters.update import changes_of_inspector, successions
from bot.letters.views import Desk, appointment_view, visits_beside
from rules.decision import UpdateDecision
from templates.letter_views import RoutedLetter


def handover_letters(desk: Desk) -> tuple[Letter, ...]:
    """The request to the new inspector, word to its requester, and to the former inspector that it is taken."""
    update = desk.decision.update
    if update is None:
        return ()
    return (
        *successions(desk, update),
        *changes_of_inspector(desk, update, by_office=True),
        *_relief(desk, update),
    )


def _relief(desk: Desk, update: UpdateDecision) -> tuple[Letter, ...]:
    before = update.before
    address = inspector_address(desk, before.inspector) if before is not None else None
    if before is None or address is None:
        return ()
    shown = appointment_view(desk, before)
    view = RoutedLetter(
        frame=desk.frame(before.case, name=before.inspector),
        requests=(shown,),
        requester=before.requester,
        other_visits=visits_beside(desk, before.inspector, before.day, (before.case,)),
        takes_over_from=update.next_inspector or "",
    )
    entry = invitation_file(desk, shown, address, method="CANCEL", sequence=before.sequence + 1)
    letter = other_letter(
        desk,
        "routed_cancellation",
        view,
        before.case,
        to=(address.address,),
        purpose="routed",
        files=present((entry,)),
    )
    return (letter,)
