"""A coordinator gives an inspection to an inspector: one that waits is taken, one that is booked is handed over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.desk.plain import plain_decision
from bot.desk.questions import question_of
from bot.desk.referrals import Errand, Outcome, Referral, mail_of
from bot.desk.releasing import facts_of, let_through, nothing_waits
from parsers.inspection.reading import InspectorUpdate
from parsers.people import match_people
from rules.decision import OfficeWord, UpdateDecision
from rules.finding import Action
from rules.inspection.facts import Appointment, OpenQuestion
from rules.inspection.inspectors import is_able
from rules.inspection.release import decide_assigned, handed_over
from storage.values import DECIDED, CaseOnRecord, Event
from templates.command_words import echo


def assign(case: CaseOnRecord, name: str, words: str, errand: Errand) -> Outcome:
    """Gives the case's inspection to the inspector of that name; a name that fits two or none changes nothing."""
    candidates = _inspectors(name, errand)
    if len(candidates) != 1:
        known = ", ".join(candidates or sorted(errand.world.registry.inspectors)[:20])
        return Outcome(False, echo("two_names" if candidates else "no_name", subject=name, words=known))
    inspector = candidates[0]
    rows = errand.tx.inspections.of_case(case.reference)
    row = next((one for one in rows if one.state in {"open", "referred", "waiting"}), None)
    if row is None:
        return Outcome(False, nothing_waits(case, errand))
    question = question_of(case)
    is_referred = question is not None and question.action is Action.REFER
    day = _new_day(question) if is_referred else row.day
    if day is not None and errand.world.registry.is_absent(inspector, day):
        return Outcome(False, echo("is_away", subject=case.reference, words=inspector))
    if row.state == "open" and not is_referred:
        return _hand_over(row, inspector, words, errand)
    return _take(case, row, question, inspector, words, errand)


def _new_day(question: OpenQuestion | None) -> date | None:
    """The one day that the mail asked for."""
    said = question.reading.date if question is not None else None
    return said.days[0] if said is not None and said.problem is None and len(said.days) == 1 else None


def _inspectors(name: str, errand: Errand) -> tuple[str, ...]:
    """The registered inspectors whom the name fits."""
    registry = errand.world.registry
    found = [one for reading in match_people(name, registry.people) for one in reading.candidates]
    return tuple(one for one in dict.fromkeys(found) if one in registry.inspectors)


def _take(
    case: CaseOnRecord,
    row: Appointment,
    question: OpenQuestion | None,
    inspector: str,
    words: str,
    errand: Errand,
) -> Outcome:
    message = errand.tx.inbox.message(question.message) if question is not None else None
    if question is None or message is None:
        return Outcome(False, echo("nothing_waits", subject=case.reference))
    referral = Referral(case, message, question)
    understood = mail_of(referral, errand)
    facts = facts_of(referral, understood, errand)
    requests = decide_assigned(question, inspector, facts, errand.world.office)
    if any(request.inspector_assigned != inspector for request in requests):
        return Outcome(False, echo("not_theirs", subject=case.reference, words=inspector))
    if any(request.action is Action.ASK for request in requests):
        return Outcome(False, echo("still_asked", subject=case.reference))
    outcome = let_through(referral, understood, requests, words, errand)
    if not outcome.is_done:
        return outcome
    return replace(outcome, words=_assigned(case.reference, inspector, row, errand))


def _hand_over(row: Appointment, inspector: str, words: str, errand: Errand) -> Outcome:
    if row.inspector == inspector:
        return Outcome(False, echo("has_it", subject=row.case, words=inspector))
    after = handed_over(row, inspector)
    errand.tx.inspections.put(after, errand.now)
    update = UpdateDecision(
        InspectorUpdate("decline"), Action.ACCEPT, before=row, after=after, next_inspector=inspector
    )
    decision = replace(
        plain_decision(errand.understood, Action.ACCEPT),
        update=update,
        office_word=OfficeWord("handed_over", words),
    )
    _, letters = errand.post.write(
        errand.understood,
        decision,
        (row.case,),
        errand.message,
        errand.tx,
        errand.world,
        errand.now,
        part=f"{row.case}:",
    )
    because = f": {words}" if words else ""
    told = f"to {inspector} (before: {row.inspector or 'nobody'}) by {errand.by}{because}"
    errand.tx.inbox.add_event(Event(errand.now, "assigned", told, row.case, errand.message.id))
    errand.tx.inbox.add_event(
        Event(errand.now, DECIDED, "inspection_request, accept", row.case, errand.message.id)
    )
    return Outcome(True, _assigned(row.case, inspector, row, errand), (row.case,), (), letters)


def _assigned(reference: str, inspector: str, row: Appointment, errand: Errand) -> str:
    done = echo("assign", subject=reference, words=inspector)
    if is_able(inspector, row.discipline, errand.world.registry):
        return done
    return f"{done} {echo('other_trade', subject=inspector, words=row.discipline or '')}"
