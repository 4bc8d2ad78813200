"""From what was decided about a mail to every letter that goes out because of it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.letters.desk import answerable_address, reply_letter
from bot.letters.handover import handover_letters
from bot.letters.inspection import inspection_letters
from bot.letters.intake import intake_letter
from bot.letters.letter import Letter, LetterContext, LetterFile, Purpose
from bot.letters.notice import notice_letters
from bot.letters.points import needs, remarks
from bot.letters.refusal import refusal_letters
from bot.letters.sender import about, friendly_name, original_words
from bot.letters.update import update_letters
from bot.letters.views import Desk
from parsers.mail import Mail
from rules.calendar import BusinessCalendar
from rules.decision import INSPECTION_KINDS, INTAKE_KINDS, Decision, OfficeWord
from rules.finding import Action
from rules.office import Office
from rules.registry import Registry
from templates.letter_views import SimpleLetter

__all__ = ["Letter", "LetterContext", "LetterFile", "Purpose", "letters_for"]

SILENT = frozenset({Action.IGNORE, Action.RECORD})


def letters_for(
    decision: Decision,
    mail: Mail,
    cases: Sequence[str],
    registry: Registry,
    office: Office,
    context: LetterContext,
) -> tuple[Letter, ...]:
    """Every letter that this decision calls for, the answer to the sender first.

    `cases[i]` is the case of request i, or the one case of a mail of another kind. The sender is answered unless
    the decision says not to (RFC 3834) or is one of us; inspectors get every accepted request, cancellation and
    move; requesters hear at once what an inspector's mail changed; coordinators get at once what was referred
    about today or the next working day.
    """
    if decision.action in SILENT:
        return ()
    desk = Desk(decision, mail, tuple(cases), registry, office, context)
    if decision.office_word is not None:
        return _letters_by_order(desk, decision.office_word)
    return (*_letters_by_kind(desk), *notice_letters(desk))


def _letters_by_order(desk: Desk, word: OfficeWord) -> tuple[Letter, ...]:
    """What follows from a coordinator's order, who knows of it and needs no notice."""
    match word.order:
        case "released" if desk.decision.kind in INTAKE_KINDS:
            return () if answerable_address(desk) is None else (intake_letter(desk),)
        case "released":
            return inspection_letters(desk)
        case "refused":
            return refusal_letters(desk, word.reason)
        case "handed_over":
            return handover_letters(desk)


def _letters_by_kind(desk: Desk) -> tuple[Letter, ...]:
    kind = desk.decision.kind
    if kind in INSPECTION_KINDS:
        return inspection_letters(desk)
    if kind in {"inspector_update", "coordinator_command"}:
        return update_letters(desk)
    if answerable_address(desk) is None or kind == "automated":
        return ()
    if kind in INTAKE_KINDS:
        return (intake_letter(desk),)
    return (_simple_letter(desk),)


def _simple_letter(desk: Desk) -> Letter:
    decision, context = desk.decision, desk.context
    template = _simple_template(decision)
    calendar = BusinessCalendar.of(desk.office)
    received = desk.local(decision.received_at)
    is_answer = template == "status_answer"
    view = SimpleLetter(
        frame=desk.frame(
            desk.case, about=about(desk.mail.subject), name=friendly_name(desk.mail.sender.name)
        ),
        received_at=received,
        points=needs(decision.findings) + (remarks(decision.findings) if is_answer else ()),
        status=context.status if is_answer else (),
        history=context.history if is_answer else (),
        original=original_words(desk.mail),
        answer_day=calendar.add_open_days(received.date(), desk.office.answer_days),
    )
    return reply_letter(desk, template, view, desk.case, files=context.files)


def _simple_template(decision: Decision) -> str:
    if decision.kind == "other_program" and decision.action is Action.REJECT:
        return "program_other"
    if decision.kind == "status_inquiry" and decision.action is Action.ACCEPT:
        return "status_answer"
    return "referral_acknowledged"
