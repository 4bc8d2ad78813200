"""building.*, address.mismatch, hold.active: which building a form means."""

from __future__ import annotations

import pytest

from rules.finding import Action, Severity
from rules.registry import Building, Client, Registry
from tests.rules.intake.world import PERMIT, application, codes, filled, form, found, held, paper, plans


@pytest.mark.parametrize(
    "name",
    ["Larkspur Tower", "larkspur  tower", "The Spur", "Larkspur Tower (LT)", "Larkspur Tower, Suite 410",
     "Larkspur Tower - 4th floor", "LARKSPUR TOWER", "Larkspur Towr", "Larkspr Tower"],
)  # fmt: skip
def test_a_building_is_found_by_its_name_alias_or_a_slip_in_it(name: str) -> None:
    decision = filled(building=name)
    assert (decision.building, codes(decision)) == ("Larkspur Tower", [])


@pytest.mark.parametrize(
    "address", ["1200 SW Larkspur Avenue, Suite 410", "1200 S.W. Larkspur Ave.", "1200 sw larkspur"]
)
def test_an_address_is_compared_by_what_it_means(address: str) -> None:
    assert codes(filled(address=address)) == []


def test_the_address_alone_identifies_a_building_of_another_name() -> None:
    decision = filled(building="Gemini Corporate Center")
    assert (decision.action, decision.building) == (Action.ACCEPT, "Larkspur Tower")
    assert found(decision, "building.name_differs").severity is Severity.REVIEW


def test_neither_name_nor_address_known_is_referred() -> None:
    decision = filled(building="Nowhere Hall", address="1 NE Nowhere St")
    assert (decision.action, decision.building) == (Action.REFER, None)
    assert "building.unknown" in codes(decision)


def test_a_slip_in_the_name_without_its_address_proves_nothing() -> None:
    decision = filled(building="Larkspur Towr", address="1 NE Nowhere St")
    assert "building.unknown" in codes(decision)


@pytest.mark.parametrize("address", ["77 N Mill St", "999 NE Elsewhere Ave"])
def test_an_address_that_is_not_the_buildings_is_for_staff_to_look_at(address: str) -> None:
    decision = filled(address=address)
    assert decision.building == "Larkspur Tower"
    assert found(decision, "address.mismatch").severity is Severity.REVIEW


def test_words_in_the_addresss_place_contradict_nothing() -> None:
    assert codes(filled(address="see plans")) == ["form.incomplete"]
    assert codes(filled(address="at the river")) == []


@pytest.mark.parametrize(
    "name",
    [
        "Larkspur Tower Bldg.",
        "The Larkspur Tower",
        "Bldg: Larkspur Tower",
        "Larkspur Tower Building, Suite 4",
    ],
)
def test_the_word_building_behind_a_name_changes_none(name: str) -> None:
    assert codes(filled(building=name)) == []


def test_names_that_come_near_each_other_are_never_taken_for_one_another() -> None:
    rows = [Building(f"Larkspur Tower {number}", "C", f"{number}00 SW Oak St") for number in ("1", "2")]
    registry = Registry.of(clients=[Client("C")], buildings=rows)
    papers = (paper(form(building="Larkspur Tower 3", address="")), plans())
    assert application(*papers, registry=registry).building is None


def test_an_alias_of_two_buildings_is_settled_by_the_address() -> None:
    rows = [Building(f"Tower {n}", "C", f"{n} SW Oak St", ("The Towers",)) for n in (10, 20)]
    registry = Registry.of(clients=[Client("C")], buildings=rows)
    papers = (paper(form(building="The Towers", address="20 SW Oak St", reference_number="X-1")), plans())
    decision = application(*papers, registry=registry)
    assert (decision.building, codes(decision)) == ("Tower 20", [])


def test_a_registration_that_ran_out_is_referred() -> None:
    decision = filled(building="Quiet Hall", address="5 NE Quiet Ct", reference_number="QE 7731")
    assert (decision.action, codes(decision)) == (Action.REFER, ["building.registration_expired"])


@pytest.mark.parametrize("kind", ["stop_work_order", "violation", "billing"])
def test_a_hold_on_the_building_is_referred(kind: str) -> None:
    decision = application(registry=held(kind))
    assert (decision.action, codes(decision)) == (Action.REFER, ["hold.active"])


def test_a_hold_on_another_permit_is_no_matter() -> None:
    assert application(registry=held("violation", permit_number=PERMIT)).action is Action.ACCEPT


def test_a_hold_on_the_permit_named_is_referred() -> None:
    registry = held("violation", permit_number=PERMIT)
    decision = application(paper(form(permit_number=PERMIT)), plans(), registry=registry)
    assert codes(decision) == ["hold.active"]
