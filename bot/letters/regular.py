"""Letters that the clock brings: an inspector's day sheet, the coordinators' digest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.letters.letter import Letter, LetterContext
from bot.letters.views import phone_link, visit
from rules.inspection.facts import Appointment
from rules.office import Office
from rules.registry import Registry
from templates.letter_views import DaySheetLetter, Frame
from templates.render import render_letter
from templates.views import DigestView, Visit


def day_sheet_letter(
    inspector: str,
    day: date,
    appointments: Sequence[Appointment],
    office: Office,
    context: LetterContext,
    registry: Registry,
    *,
    changes: tuple[str, ...] = (),
) -> Letter | None:
    """The sheet of one inspector's day, earliest visit first; None where no mail address is on record."""
    row = registry.inspectors.get(inspector)
    if row is None or not row.email or row.email.lower() in context.own_addresses:
        return None
    visits = sorted((visit(record) for record in appointments), key=_clock_order)
    view = DaySheetLetter(
        frame=Frame(
            case="",
            phone=office.phone,
            phone_link=phone_link(office.phone),
            mailbox=context.mailbox.address,
            answer_days=office.answer_days,
            name=inspector,
        ),
        inspector=inspector,
        day=day,
        visits=tuple(visits),
        changes=changes,
    )
    words = render_letter("day_sheet", view)
    return Letter(
        to=(row.email.lower(),),
        template="day_sheet",
        subject=words.subject,
        text=words.text,
        html=words.html,
        purpose="notice",
    )


def digest_letter(view: DigestView, to: Sequence[str]) -> Letter:
    """The digest of a day as a mail; `view` is what its page shows."""
    words = render_letter("digest", view)
    return Letter(
        to=tuple(to),
        template="digest",
        subject=words.subject,
        text=words.text,
        html=words.html,
        purpose="digest",
    )


def _clock_order(item: Visit) -> str:
    return {"am": "08:00", "pm": "12:00", "": "23:59"}.get(item.time, item.time)
