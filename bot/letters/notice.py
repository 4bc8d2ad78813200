"""What coordinators get at once: referrals about an inspection of today or the next working day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.letters.desk import answerable_address, coordinator_addresses, other_letter
from bot.letters.letter import Letter
from bot.letters.points import findings_beside, office_points
from bot.letters.ready_replies import office_replies
from bot.letters.sender import original_words
from bot.letters.update import nobody_is_left
from bot.letters.views import Desk, appointment_view, request_view
from rules.calendar import BusinessCalendar
from rules.finding import Action
from rules.inspection.facts import RequestDecision
from templates.cleaning import one_line
from templates.filters import day as day_words
from templates.letter_views import NoticeLetter, ReadyReply, RequestView

MOST_SHOWN = 12


def notice_letters(desk: Desk) -> tuple[Letter, ...]:
    """The notice to the coordinators, or nothing where the digest is soon enough."""
    to = coordinator_addresses(desk)
    today = desk.local(desk.decision.received_at).date()
    days = [day for day in _days(desk) if today <= day <= _next_working_day(desk, today)]
    if not to or not days:
        return ()
    view = _notice_view(desk, min(days), today)
    case = view.frame.case
    return (other_letter(desk, "referral_notice", view, case, to=to, purpose="notice", cases=desk.cases),)


def _next_working_day(desk: Desk, today: date) -> date:
    return BusinessCalendar.of(desk.office).next_open(today)


def _days(desk: Desk) -> tuple[date, ...]:
    """The days of the inspections that were referred."""
    update = desk.decision.update
    if update is not None and update.action is Action.REFER:
        record = update.before
        return (record.day,) if record and record.day else ()
    return tuple(day for request, _ in _referred(desk) for day in _days_of(request))


def _referred(desk: Desk) -> tuple[tuple[RequestDecision, str], ...]:
    """The referred requests with their cases."""
    everything = [(request, desk.case_of(index)) for index, request in enumerate(desk.decision.requests)]
    referred = [(request, case) for request, case in everything if request.action is Action.REFER]
    # A message referred as a whole (its sender is not proved) takes its requests with it.
    whole = desk.decision.action is Action.REFER and not referred
    return tuple(everything if whole else referred)


def _days_of(request: RequestDecision) -> tuple[date, ...]:
    record = request.appointment
    on_record = record.day if record else None
    said = [day for day in (request.day, request.previous_day, on_record) if day]
    known = (*said, *_days_meant(request))
    if known:
        return known
    return request.reading.date.days if request.reading.date else ()


def _days_meant(request: RequestDecision) -> tuple[date, ...]:
    """The days of what a stranger means, who may not be told of it: only the finding names them (D12)."""
    strange = (finding for finding in request.findings if finding.code == "sender.unknown")
    days = (finding.values.get("day") for finding in strange)
    return tuple(date.fromisoformat(day) for day in days if isinstance(day, str) and day)


def _notice_view(desk: Desk, day: date, today: date) -> NoticeLetter:
    decision, mail, update = desk.decision, desk.mail, desk.decision.update
    record = update.before if update else None
    case = desk.case or (record.case if record else "")
    told = (finding for request in decision.requests for finding in request.findings)
    return NoticeLetter(
        frame=desk.frame(case, more_cases=max(0, len(set(desk.cases)) - 1)),
        kind=decision.kind,
        sender=mail.sender.address,
        sender_name=one_line(mail.sender.name, 80),
        subject=one_line(mail.subject, 200),
        received_at=desk.local(decision.received_at),
        points=office_points(findings_beside(decision.findings, told)),
        requests=_views(desk),
        original=original_words(mail),
        why_now=f"an inspection of {'today' if day == today else day_words(day)} was referred",
        replies=_replies(desk, case),
        sender_was_told=answerable_address(desk) is not None,
        declined_by=record.inspector if update and record and nobody_is_left(update) else "",
    )


def _replies(desk: Desk, case: str) -> tuple[ReadyReply, ...]:
    """The commands that fit each case; an update of an inspector can't be let through, only given to another."""
    if desk.decision.update is not None:
        can_assign = nobody_is_left(desk.decision.update)
        return office_replies(case, address=desk.mailbox, allows=False, assigns=can_assign)
    wanted = dict.fromkeys(reference for _, reference in _referred(desk)) or {case: None}
    lacking = {reference for request, reference in _referred(desk) if _lacks_inspector(request)}
    return tuple(
        reply
        for reference in list(wanted)[:MOST_SHOWN]
        for reply in office_replies(
            reference, address=desk.mailbox, allows=True, assigns=reference in lacking
        )
    )


def _lacks_inspector(request: RequestDecision) -> bool:
    return request.inspector_assigned is None and any(
        finding.code == "inspector.no_backup" for finding in request.findings
    )


def _views(desk: Desk) -> tuple[RequestView, ...]:
    update = desk.decision.update
    if update is not None and update.before is not None:
        return (appointment_view(desk, update.before, outcome="referred"),)
    return tuple(
        replace(request_view(desk, request, case), needs=office_points(request.findings))
        for request, case in _referred(desk)[:MOST_SHOWN]
    )
