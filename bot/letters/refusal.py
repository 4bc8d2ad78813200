"""To whoever wrote what a coordinator has refused: that it was, why, and what stays as it is."""

from __future__ import annotations

from bot.letters.desk import answerable_address, reply_letter
from bot.letters.letter import Letter
from bot.letters.sender import about, friendly_name
from bot.letters.views import Desk, request_view
from templates.cleaning import several_lines
from templates.letter_views import RefusalLetter


def refusal_letters(desk: Desk, reason: str) -> tuple[Letter, ...]:
    """The letter, where its reader may be answered."""
    if answerable_address(desk) is None:
        return ()
    decision = desk.decision
    requests = decision.requests
    view = RefusalLetter(
        frame=desk.frame(
            desk.case, about=about(desk.mail.subject), name=friendly_name(desk.mail.sender.name)
        ),
        kind=decision.kind,
        received_at=desk.local(decision.received_at),
        reason=several_lines(reason, limit=1000, lines=12),
        request=request_view(desk, requests[0], desk.case) if requests else None,
        is_cancellation=decision.kind == "inspection_cancellation",
        is_move=decision.kind == "inspection_reschedule",
    )
    return (reply_letter(desk, "request_refused", view, desk.case),)
