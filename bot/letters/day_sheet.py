"""An inspector's day sheet: the visits of the day with all that is needed on site, and what has changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot.letters.letter import Letter
from bot.letters.ready_replies import inspector_replies, result_replies
from bot.letters.update import RESULTS
from bot.letters.views import clock_order, phone_link, visit
from rules.day_sheet import VisitChange
from rules.inspection.facts import Appointment
from rules.office import Office
from rules.registry import Inspector, Registry
from templates.cleaning import one_line, several_lines
from templates.letter_views import DaySheetLetter, Frame, HoldView, ReadyReply, SheetChange, SiteVisit
from templates.render import render_letter

MOST_VISITS = 60
MOST_CHANGES = 30


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What one sheet is made from.

    `visits`: the open ones of the day; `upcoming`: those and all of later days. `last_made_at`: when the last
    sheet was written, office time; `last_results`: by permit, the inspection before this one.
    """

    inspector: Inspector
    day: date
    visits: Sequence[Appointment]
    upcoming: Sequence[Appointment] = ()
    changes: Sequence[VisitChange] = ()
    last_made_at: datetime | None = None
    last_results: Mapping[str, Appointment] = field(default_factory=dict)


def day_sheet_letter(facts: SheetFacts, registry: Registry, office: Office, mailbox: str) -> Letter:
    """The sheet as a letter, earliest visit first. `mailbox`: our address, where answers go."""
    ordered = sorted(facts.visits, key=lambda record: (clock_order(record), record.address, record.id))
    view = DaySheetLetter(
        frame=Frame(
            case="",
            phone=office.phone,
            phone_link=phone_link(office.phone),
            mailbox=mailbox,
            answer_days=office.answer_days,
            name=facts.inspector.inspector,
        ),
        inspector=facts.inspector.inspector,
        day=facts.day,
        visits=tuple(
            _site_visit(record, facts, registry, office, mailbox) for record in ordered[:MOST_VISITS]
        ),
        visits_not_shown=max(0, len(ordered) - MOST_VISITS),
        changes=tuple(map(_change, facts.changes[:MOST_CHANGES])),
        changes_not_shown=max(0, len(facts.changes) - MOST_CHANGES),
        last_made_at=facts.last_made_at,
    )
    words = render_letter("day_sheet", view)
    return Letter(
        to=(facts.inspector.email.lower(),),
        template="day_sheet",
        subject=words.subject,
        text=words.text,
        html=words.html,
        purpose="notice",
        cases=tuple(record.case for record in ordered),
    )


def _site_visit(
    record: Appointment, facts: SheetFacts, registry: Registry, office: Office, mailbox: str
) -> SiteVisit:
    last = facts.last_results.get(record.permit_number)
    holds = registry.holds_on(record.building, record.permit_number, facts.day)
    received = record.received_at.astimezone(office.timezone)
    return SiteVisit(
        visit=replace(visit(record), urgent=received.date() == facts.day),
        discipline=record.discipline or "",
        note=several_lines(record.reading.note, limit=400, lines=8) if record.reading else "",
        requester=record.requester,
        holds=tuple(HoldView(hold.kind, hold.posted_on) for hold in holds),
        last_result=RESULTS.get(last.result or "", "") if last else "",
        last_day=last.day if last else None,
        declined=record.inspector in record.declined,
        replies=_replies(record, mailbox),
    )


def _replies(record: Appointment, mailbox: str) -> tuple[ReadyReply, ...]:
    """What can be answered about a visit; a time that is agreed need not be named again."""
    before = inspector_replies(record.time or "", address=mailbox, case=record.case)
    return (*before[1 if record.agreed_time else 0 :], *result_replies(address=mailbox, case=record.case))


def _change(change: VisitChange) -> SheetChange:
    now, before = change.visit, change.before
    return SheetChange(
        what=change.what,
        case=now.case,
        day=now.day,
        time=now.time,
        agreed=now.agreed,
        permit_number=now.permit_number,
        address=one_line(now.address, 160),
        before_day=before.day if before else None,
        before_time=before.time if before else "",
        other=one_line(change.other, 80),
    )
