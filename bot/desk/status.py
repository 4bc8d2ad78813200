"""Status inquiries: the cases and permits that a mail asks about, told to the people on them alone (D12)."""

from __future__ import annotations

import re

from bot.desk.plain import judged_decision, plain_decision
from bot.desk.ruling import Ruling
from bot.desk.submittals import permits_named
from bot.desk.threads import sender_may_see
from bot.desk.understanding import Understood
from bot.world import World
from parsers.permits import read_permits
from rules.decision import INSPECTION_KINDS, INTAKE_KINDS
from rules.finding import Action, Finding
from rules.inspection.parties import belongs_to
from rules.intake.eligibility import building_meant
from rules.registry import CLOSED, Permit
from storage.store import Transaction
from storage.values import CaseOnRecord

MAX_CHARACTERS = 20_000
MOST_PERMITS = 10
CASE_REFERENCE = re.compile(r"\bFPP-\d{2}-\d{6}\b", re.IGNORECASE)
KINDS = INSPECTION_KINDS | INTAKE_KINDS


def answer_on_status(
    understood: Understood, case: CaseOnRecord | None, tx: Transaction, world: World
) -> Ruling:
    """Answers people on a case from the record; anybody else is referred, told nothing. `case`: the thread's."""
    asked_about = (case,) if case else _cases_asked_about(understood, tx, world)
    theirs = [row for row in asked_about if sender_may_see(understood, row, world)]
    if theirs or permits_to_tell(understood, world):
        return Ruling(plain_decision(understood, Action.ACCEPT), next(iter(theirs), None))
    return Ruling(judged_decision(understood, [Finding("sender.unknown")], world))


def permits_to_tell(understood: Understood, world: World) -> tuple[Permit, ...]:
    """The permits that the mail asks about and its sender belongs to: those that it names, else the building's."""
    sender = understood.mail.sender.address
    named = permits_named(understood, world)
    building = None if _names_something(understood) else building_meant(_text(understood), world.registry)
    if building is not None:
        named = tuple(
            row
            for row in world.registry.permits_by_building.get(building.building, ())
            if row.status not in CLOSED
        )
    return tuple(row for row in named if belongs_to(sender, row, world.registry))[:MOST_PERMITS]


def _cases_asked_about(understood: Understood, tx: Transaction, world: World) -> tuple[CaseOnRecord, ...]:
    """By case or permit number, else by building, else the sender's own newest."""
    if _names_something(understood):
        named = (
            tx.cases.case(reference.upper()) for reference in CASE_REFERENCE.findall(_text(understood))[:10]
        )
        on_permits = (
            row
            for permit in permits_named(understood, world)
            for row in tx.cases.of_permit(permit.permit_number)
        )
        return (*filter(None, named), *on_permits)
    building = building_meant(_text(understood), world.registry)
    on_building = tx.cases.on_building(building.building, KINDS) if building else ()
    seen = tuple(row for row in on_building if sender_may_see(understood, row, world))
    return seen or tx.cases.of_sender(understood.mail.sender.address)


def _names_something(understood: Understood) -> bool:
    """Whether the mail gives the number of a case or of a permit, on record or not."""
    text = _text(understood)
    is_number = any(one.number or one.short or one.suffix for one in read_permits(text))
    return is_number or CASE_REFERENCE.search(text) is not None


def _text(understood: Understood) -> str:
    return f"{understood.mail.subject}\n{understood.mail.new_text}"[:MAX_CHARACTERS]
