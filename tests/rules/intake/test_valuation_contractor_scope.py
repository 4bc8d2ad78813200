"""valuation.*, contractor.*, scope.*: amounts, licences, and words that put work outside the program."""

from __future__ import annotations

import pytest

from rules.finding import Action, Severity
from tests.rules.intake.world import codes, filled, found


@pytest.mark.parametrize(
    "written", ["TBD", "50,000 - 60,000", "about 50k", "N/A", "see plans", "1.2.3", "$50k-$60k"]
)
def test_a_valuation_that_is_no_amount_rejects(written: str) -> None:
    decision = filled(valuation=written)
    assert codes(decision) == ["valuation.malformed"]
    assert decision.fields["valuation"] is None


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("$1.2M", "1200000"),
        ("1.25 million", "1250000"),
        ("600k", "600000"),
        ("1,250.00", "1250.00"),
        ("1,250.5", "1250.50"),
        ("45000", "45000"),
        ("$ 45,000.-", "45000"),
        ("1.2345k", "1234.50"),
    ],
)
def test_an_amount_is_given_in_dollars_with_the_cents_that_were_written(written: str, amount: str) -> None:
    assert filled(valuation=written).fields["valuation"] == amount


@pytest.mark.parametrize("written", ["$", "$ ____", "-", "  "])
def test_a_lone_dollar_sign_is_blank(written: str) -> None:
    assert codes(filled(valuation=written)) == ["form.incomplete"]


@pytest.mark.parametrize("written", ["$600,000", "600k", "$1.2M", "600000.00"])
def test_standard_fees_begin_at_six_hundred_thousand(written: str) -> None:
    assert found(filled(valuation=written), "valuation.standard_fees").severity is Severity.NOTE


def test_below_that_nothing_is_said() -> None:
    assert "valuation.standard_fees" not in {one.code for one in filled(valuation="599,999.99").findings}


@pytest.mark.parametrize(
    ("work", "amount"), [(None, "12,000"), ("N/A", "$5k"), ("New RTU", None), ("New RTU", "0")]
)
def test_mechanical_work_without_its_amount_or_the_reverse_is_for_staff(
    work: str | None, amount: str | None
) -> None:
    decision = filled(mechanical_description=work, mechanical_valuation=amount)
    assert found(decision, "valuation.mechanical_mismatch").severity is Severity.REVIEW


@pytest.mark.parametrize(
    ("work", "amount"),
    [
        (None, None),
        ("None", "N/A"),
        ("N/A", "$0.00"),
        ("no work", "none"),
        ("No mechanical work proposed", "$0"),
        ("Not in scope", None),
        ("Existing HVAC to remain", "0"),
    ],
)
def test_no_mechanical_work_and_no_amount_agree(work: str | None, amount: str | None) -> None:
    assert codes(filled(mechanical_description=work, mechanical_valuation=amount)) == []


@pytest.mark.parametrize("written", [None, "TBD", "N/A"])
def test_a_missing_licence_is_a_note(written: str | None) -> None:
    assert found(filled(ccb_number=written), "contractor.ccb_missing").severity is Severity.NOTE


@pytest.mark.parametrize(
    "written",
    ["198765", "CCB 198765", "#1234", "CCB# 19876", "Lic. No. 198765", "OR CCB 198765", "198765 exp. 3/27"],
)
def test_four_to_six_digits_are_a_licence(written: str) -> None:
    assert codes(filled(ccb_number=written)) == []


@pytest.mark.parametrize("written", ["123", "1234567", "PB1234", "Fernhill"])
def test_anything_else_is_for_staff_and_never_rejects(written: str) -> None:
    decision = filled(ccb_number=written)
    assert (decision.action, codes(decision)) == (Action.ACCEPT, ["contractor.ccb_malformed"])


@pytest.mark.parametrize(
    "description",
    [
        "Change of occupancy from B to A-2",
        "Construct a new two-story building at the rear",
        "Addition of floor area at level 2",
        "Add 450 sq ft to the lobby",
        "New 800A feeder to tenant panel",
        "Install 12,470 V switchgear",
        "Medium-voltage transformer",
        "New illuminated sign at entry",
        "Rooftop solar panels",
        "Photovoltaic array on roof",
        "Minor labels for receptacles",
        "No structural work; new photovoltaic system",
        "Change of occupancy",
        "Convert office (B) into an assembly space (A-3)",
        "New construction",
        "New construction of a two story office building",
        "Addition of 450 square feet at the north side",
        "Mezzanine addition, 600 sf",
        "Interior remodel with added area at level 2",
        "New tenant sign on the facade",
        "Install a sign",
        "Replace existing 800A switchboard",
        "Change occupancy of suite 120 from M to A-2",
        "Change of use: office to restaurant",
        "Office to daycare conversion",
        "New 2,400 SF warehouse behind the tower",
        "New detached storage building",
        "Second floor addition",
        "Replace channel letters",
    ],
)
def test_work_outside_the_program_is_referred_never_rejected(description: str) -> None:
    decision = filled(description=description)
    assert (decision.action, codes(decision)) == (Action.REFER, ["scope.excluded"])


@pytest.mark.parametrize(
    "description",
    [
        "Move two interior partitions, 208/120V receptacles, 200A panel",
        "No signage, no photovoltaics",
        "400 amp feeder",
        "Existing 480V motor, 1,200 sq ft tenant space",
        "Tenant improvement of 5,400 sf office, exit signs relocated",
        "Change of tenant; occupancy stays B",
        "New structure-borne noise lining",
        "1000 sf carpet, paint; 2 design options",
        "Requires fire marshal sign-off at final",
        "New construction of non-bearing partitions within existing suite",
        "Relocate walls; the existing photovoltaic system is not affected",
        "Tenant signage under separate permit",
        "New ADA signage and exit signs",
        "1000V rated disconnect",
        "1,200 volt-amp UPS",
        "Add a 12 SF closet in the existing office",
        "Occupancy change? No. New lighting",
        "Photovoltaic: N/A. Paint",
        "New 225A panel fed from existing 1,200 A switchboard",
        "Existing 1200A service to remain, new 100A panel",
        "Change in occupancy load from 29 to 35",
        "Interior TI, no added area, no new signs",
    ],
)
def test_ordinary_work_is_not_taken_for_it(description: str) -> None:
    assert codes(filled(description=description)) == []


@pytest.mark.parametrize(
    "description",
    [
        "Replace storefront door",
        "Exterior louver",
        "New rooftop unit",
        "No structural work, new exterior door",
        "Window replacement at level 2",
        "Replace skylights",
    ],
)
def test_exterior_work_is_noted(description: str) -> None:
    assert found(filled(description=description), "scope.exterior").severity is Severity.NOTE


@pytest.mark.parametrize(
    "description",
    [
        "No exterior work, no mezzanine.",
        "Interior only; does not include exterior work",
        "Exterior work: none. Paint",
        "Replace window blinds",
    ],
)
def test_exterior_work_that_is_denied_is_not(description: str) -> None:
    assert "scope.exterior" not in {one.code for one in filled(description=description).findings}
