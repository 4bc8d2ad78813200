"""registration.ineligible and the parts of a registration: by the papers, the words and the record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from rules.finding import Action
from rules.intake.facts import IntakeDecision
from rules.registry import Building, Client, Hold, Permit, Registry
from tests.rules.intake.world import application, codes, found, other

PARTS = ("permit_history", "floor_plans", "street_addresses", "site_plan", "w4_form", "future_plans")
ASKS = "We would like to register Fernwick House, 300 NE Fernwick St, in the Facility Permit Program."


def packet(*parts: str, file: str = "packet.pdf") -> Any:
    """A file whose pages are these parts, whatever it is called."""
    return replace(other("other", file), parts=parts)


def record(*permits: Permit, hold: str = "", until: date | None = None) -> Registry:
    """What is on record of the building; `until`: registered before, to that day."""
    house = Building("Fernwick House", "Fernwick", "300 NE Fernwick St", registered_until=until)
    holds = (Hold("Fernwick House", hold, date(2026, 1, 5)),) if hold else ()  # type: ignore[arg-type]
    return Registry.of(
        clients=[Client("Fernwick")], buildings=[house] if until else [], permits=permits, holds=holds
    )


def permit(status: str) -> Permit:
    return Permit("25-300001-000-00-FA", "Fernwick House", "300 NE Fernwick St", status=status)  # type: ignore[arg-type]


def register(*documents: Any, text: str = ASKS, registry: Registry | None = None) -> IntakeDecision:
    papers = documents or (packet(*PARTS),)
    return application(*papers, kind="building_registration", text=text, registry=registry or Registry.of())


def test_one_file_that_holds_every_part_is_enough() -> None:
    assert (register().action, codes(register())) == (Action.ACCEPT, [])


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_is_in_no_file_is_asked_for(part: str) -> None:
    decision = register(packet(*(one for one in PARTS if one != part)))
    assert (decision.action, [one.where for one in decision.findings]) == (Action.ASK, [part])


def test_a_part_that_the_mail_says_is_attached_and_no_file_holds_is_asked_for() -> None:
    decision = register(packet(*PARTS[:4], PARTS[5]), text=f"{ASKS} The W-4 form is attached.")
    assert [one.where for one in decision.findings] == ["w4_form"]


def test_plans_for_the_next_years_may_stand_in_the_mail() -> None:
    text = f"{ASKS}\nIn the next two years we renew the lobby and levels 2 to 4."
    assert register(packet(*PARTS[:5]), text=text).action is Action.ACCEPT


@pytest.mark.parametrize("status", ["application", "under_review", "approved_to_issue", "issued"])
def test_open_permits_on_record_are_referred(status: str) -> None:
    decision = register(registry=record(permit(status)))
    finding = found(decision, "registration.ineligible")
    assert (decision.action, finding.where) == (Action.REFER, "open_permits")
    assert finding.values["permits"] == ("25-300001-000-00-FA",)


@pytest.mark.parametrize("status", ["void", "cancelled"])
def test_void_permits_on_record_are_referred(status: str) -> None:
    decision = register(registry=record(permit(status)))
    assert found(decision, "registration.ineligible").where == "voided_permits"


@pytest.mark.parametrize("status", ["final", "expired"])
def test_permits_that_are_over_are_no_reason(status: str) -> None:
    assert register(registry=record(permit(status))).action is Action.ACCEPT


@pytest.mark.parametrize("hold", ["violation", "stop_work_order"])
def test_a_violation_on_record_is_referred(hold: str) -> None:
    decision = register(registry=record(hold=hold, until=date(2026, 1, 31)))
    assert found(decision, "registration.ineligible").where == "violations"


def test_a_building_that_is_registered_already_is_referred() -> None:
    decision = register(registry=record(until=date(2026, 12, 31)))
    assert found(decision, "registration.ineligible").where == "already_registered"


def test_a_renewal_is_no_second_registration_and_permits_under_way_do_not_hinder_it() -> None:
    text = "Please renew the registration of Fernwick House, 300 NE Fernwick St."
    registry = record(permit("issued"), until=date(2026, 12, 31))
    assert register(text=text, registry=registry).action is Action.ACCEPT


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("We want to register the third floor of our building.", "one_floor"),
        ("Please transfer the registration to us, the new owner.", "transfer"),
        ("It is for one single project only.", "single_project"),
    ],
)
def test_what_the_words_say_against_it_is_referred(words: str, reason: str) -> None:
    decision = register(text=f"{ASKS}\n{words}")
    assert (decision.action, found(decision, "registration.ineligible").where) == (Action.REFER, reason)


def test_floor_plans_are_not_a_single_floor() -> None:
    assert register(text=f"{ASKS} See the registration floor plans.").action is Action.ACCEPT


def test_a_line_of_our_ready_reply_counts_once_it_is_filled_in() -> None:
    blank = "1. Needed: the suites and their street addresses:\n2. Needed: your plans for the next 12 to 24 months:"
    filled = blank.replace("addresses:", "addresses: 101 is 300 NE Fernwick").replace(
        "months:", "months: none"
    )
    papers = packet("permit_history", "floor_plans", "site_plan", "w4_form")
    told = "Here is what you asked for:\n\n{}\n\nMia"
    assert [one.where for one in register(papers, text=told.format(blank)).findings] == [
        "street_addresses",
        "future_plans",
    ]
    assert register(papers, text=told.format(filled)).findings == ()


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("Only our 5th floor is meant.", "one_floor"),
        ("It is for the dental office alone, a one-time thing.", "single_project"),
        ("There are two permits under review there.", "open_permits"),
        ("We have an outstanding code violation.", "violations"),
    ],
)
def test_signs_of_an_ineligible_building_are_told_in_many_words(words: str, reason: str) -> None:
    decision = register(text=f"{ASKS} {words}")
    assert (decision.action, [one.where for one in decision.findings]) == (Action.REFER, [reason])
