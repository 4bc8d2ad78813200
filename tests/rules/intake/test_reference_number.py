"""reference_number.*: D1, the client's list, the client's pattern, and what only looks like a number."""

from __future__ import annotations

import pytest

from rules.finding import Action, Severity
from rules.registry import Building, Permit, Registry
from tests.rules.intake.world import (
    BUILDINGS,
    CLIENTS,
    FINAL_PERMIT,
    PERMIT,
    PERMIT_OF_CLOSED_NUMBER,
    PERMITS,
    REFERENCES,
    UNKNOWN_PERMIT,
    application,
    codes,
    filled,
    form,
    found,
    paper,
    plans,
)

MILL = {"building": "Mill House", "address": "77 N Mill St"}
QUIET = {"building": "Quiet Hall", "address": "5 NE Quiet Ct"}


def test_a_number_on_the_clients_list_is_accepted() -> None:
    decision = filled()
    assert (decision.action, codes(decision)) == (Action.ACCEPT, [])
    assert (decision.reference_number, decision.reference_source) == ("LT-2026-0147", "form")


@pytest.mark.parametrize("written", ["lt 2026 0147", "LT20260147", "lt/2026-0147", " LT–2026–0147 "])
def test_case_blanks_dashes_and_slashes_make_no_difference(written: str) -> None:
    assert codes(filled(reference_number=written)) == []


def test_a_blank_number_rejects() -> None:
    decision = filled(reference_number=None)
    assert (decision.action, codes(decision)) == (Action.REJECT, ["reference_number.missing"])


def test_a_blank_number_is_taken_from_the_known_permit_on_the_form() -> None:
    decision = filled(reference_number=None, permit_number=PERMIT)
    assert (decision.action, decision.reference_number) == (Action.ACCEPT, "LT-2026-0147")
    assert decision.reference_source == "permit"


def test_a_blank_number_beside_a_permit_without_one_on_record_rejects() -> None:
    assert codes(filled(reference_number=None, permit_number="24-012346-000-00-FA")) == [
        "reference_number.missing"
    ]


def test_a_blank_number_beside_an_unknown_permit_is_only_the_unknown_permit() -> None:
    decision = filled(reference_number=None, permit_number=UNKNOWN_PERMIT)
    assert (decision.action, codes(decision)) == (Action.REFER, ["permit.unknown"])


MILL_PERMIT = "24-012399-000-00-FA"
ANNEX_PERMIT = "24-012400-000-00-FA"
OTHER_PERMITS = Registry.of(
    clients=CLIENTS,
    buildings=(*BUILDINGS, Building("Larkspur Annex", "Larkspur Holdings", "9 SW Annex Ave")),
    reference_numbers=REFERENCES,
    permits=(
        *PERMITS,
        Permit(MILL_PERMIT, "Mill House", status="issued", reference_number="MP-2026-001"),
        Permit(ANNEX_PERMIT, "Larkspur Annex", status="issued", reference_number="LT-2026-0147"),
    ),
)


@pytest.mark.parametrize("written", [None, "TBD"])
def test_the_number_of_another_clients_permit_is_never_used(written: str | None) -> None:
    reading = form(reference_number=written, permit_number=MILL_PERMIT)
    decision = application(paper(reading), plans(), registry=OTHER_PERMITS)
    assert (decision.action, codes(decision)) == (Action.REJECT, ["reference_number.other_client"])
    assert (decision.reference_number, decision.client) == (None, "Larkspur Holdings")
    values = found(decision, "reference_number.other_client").values
    assert values["permit_number"] == MILL_PERMIT
    assert "MP-2026-001" not in values.values()


def test_the_number_of_the_same_clients_other_building_is_used_and_staff_look() -> None:
    reading = form(reference_number=None, permit_number=ANNEX_PERMIT)
    decision = application(paper(reading), plans(), registry=OTHER_PERMITS)
    assert (decision.action, codes(decision)) == (Action.ACCEPT, ["address.mismatch"])
    assert found(decision, "address.mismatch").values["permit_number"] == ANNEX_PERMIT


def test_a_number_of_its_own_beside_another_clients_permit_is_used() -> None:
    decision = application(paper(form(permit_number=MILL_PERMIT)), plans(), registry=OTHER_PERMITS)
    assert (decision.action, decision.reference_source) == (Action.ACCEPT, "form")


def test_a_number_that_was_not_found_on_the_form_is_for_a_person() -> None:
    decision = filled(without=("reference_number",))
    assert (decision.action, codes(decision)) == (Action.REFER, ["form.unreadable"])


def test_a_blank_that_was_not_surely_read_is_for_a_person() -> None:
    decision = filled(reference_number=None, unsure=("reference_number",))
    assert (decision.action, codes(decision)) == (Action.REFER, ["form.unreadable"])


@pytest.mark.parametrize(
    "written",
    [
        *(
            "N/A",
            "n.a.",
            "TBD",
            "tbd - will send Monday",
            "none",
            "None yet",
            "Pending",
            "pending from owner",
            "same",
        ),
        *(
            "Same as above",
            "see attached",
            "0",
            "000",
            "---",
            "____",
            "?",
            "x",
            "XXX",
            "To be determined",
            "-",
            ".",
        ),
        *("not yet assigned", "N/A (new project)", "unknown", "PRN: TBD", "TBD by the owner 3/15"),
        *("don't have one yet", "in the works", "Not required", "Unassigned"),
        *(
            "No PRN yet",
            "client to provide",
            "see cover letter",
            "per owner",
            "will advise",
            "ask the manager",
        ),
    ],
)
def test_words_in_place_of_a_number_reject(written: str) -> None:
    assert codes(filled(reference_number=written)) == ["reference_number.placeholder"]


@pytest.mark.parametrize(
    "written", ["NA-1042", "PENDLETON-7", "TBD2026-1", "SAME2", "Noneman 4", "1", "A", "00-17", "WATER WORKS"]
)
def test_numbers_that_only_begin_like_a_placeholder_are_numbers(written: str) -> None:
    assert "reference_number.placeholder" not in codes(filled(reference_number=written))


def test_a_number_of_a_client_with_a_list_and_no_pattern_that_is_not_listed_is_referred() -> None:
    decision = filled(reference_number="LT-2026-0999")
    assert (decision.action, codes(decision)) == (Action.REFER, ["reference_number.unknown"])
    assert found(decision, "reference_number.unknown").values["near"] == ()


def test_near_misses_are_named_only_to_the_clients_own_people() -> None:
    papers = (paper(form(reference_number="LT-2026-0148")), plans())
    stranger = application(*papers)
    own = application(*papers, sender="kim@larkspur.example")
    assert found(stranger, "reference_number.unknown").values["near"] == ()
    assert found(own, "reference_number.unknown").values["near"] == ("LT-2026-0147",)


@pytest.mark.parametrize("written", ["MP-2026-001", "mp-2026-001", "MP-LIST-1", "mplist1"])
def test_the_pattern_or_the_list_is_enough(written: str) -> None:
    assert codes(filled(reference_number=written, **MILL)) == []


@pytest.mark.parametrize(
    "written",
    ["PRN: MP-2026-001", "#MP-2026-001", "Billing No. MP-2026-001", "MP–2026–001", "MP-2026-001 (lobby)"],
)
def test_the_label_once_more_or_a_remark_changes_no_number(written: str) -> None:
    decision = filled(reference_number=written, **MILL)
    assert (codes(decision), decision.reference_number) == ([], "MP-2026-001")


def test_a_number_that_misses_the_pattern_rejects() -> None:
    decision = filled(reference_number="MP-26-1", **MILL)
    assert (decision.action, codes(decision)) == (Action.REJECT, ["reference_number.unknown"])


def test_another_clients_number_rejects() -> None:
    decision = filled(reference_number="LT-2026-0147", **MILL)
    assert (decision.action, codes(decision)) == (Action.REJECT, ["reference_number.other_client"])


def test_a_number_closed_that_day_rejects() -> None:
    assert codes(filled(reference_number="LT-2025-0003")) == ["reference_number.closed"]


@pytest.mark.parametrize("written", ["24 012345", "24012345", "24 012345 FA", "#24 012345"])
def test_a_related_permit_is_known_without_its_dash(written: str) -> None:
    decision = filled(reference_number=None, permit_number=written)
    assert (decision.action, decision.reference_number) == (Action.ACCEPT, "LT-2026-0147")


def test_the_closed_number_of_a_related_permit_counts_and_staff_look() -> None:
    decision = filled(reference_number=None, permit_number=PERMIT_OF_CLOSED_NUMBER)
    assert (decision.action, decision.reference_number) == (Action.ACCEPT, "LT-2025-0003")
    finding = found(decision, "reference_number.closed")
    assert (finding.severity, finding.values["permit_number"]) == (Severity.REVIEW, PERMIT_OF_CLOSED_NUMBER)


def test_a_number_that_closes_tomorrow_is_open() -> None:
    assert codes(filled(reference_number="LT-2026-0200")) == []


def test_without_list_and_pattern_a_plausible_number_is_unverified() -> None:
    decision = filled(reference_number="QE 7731", **QUIET)
    assert found(decision, "reference_number.unverified").severity is Severity.NOTE


def test_the_job_number_in_its_place_rejects() -> None:
    assert codes(filled(reference_number="V-77", job_number="v 77")) == ["reference_number.job_number"]


def test_a_job_number_that_was_not_surely_read_rejects_nothing() -> None:
    decision = filled(reference_number="V-77", job_number="v 77", unsure=("job_number",))
    assert decision.action is Action.REFER


@pytest.mark.parametrize(
    ("written", "alike"),
    [
        (PERMIT, "permit"),
        ("24-012345", "permit"),
        ("CCB 198765", "ccb"),
        ("503.555.0142", "phone"),
        ("(503) 555-0199", "phone"),
        ("3/2/2026", "date"),
        ("2026-03-02", "date"),
        ("$84,500", "valuation"),
        ("84500", "valuation"),
    ],
)
def test_another_number_of_the_form_in_its_place_rejects(written: str, alike: str) -> None:
    decision = filled(reference_number=written, permit_number=PERMIT)
    assert codes(decision) == ["reference_number.look_alike"]
    assert found(decision, "reference_number.look_alike").values["alike"] == alike


def test_an_ivr_number_given_twice_rejects() -> None:
    decision = filled(reference_number="4012345", permit_number="4012345")
    assert found(decision, "reference_number.look_alike").values["alike"] == "ivr"


@pytest.mark.parametrize(
    "written", ["26-000123", "198764", "5035550143", "2026-0302-1", "LARKSPUR 4TH FLOOR"]
)
def test_what_is_no_other_number_of_the_form_passes_unverified(written: str) -> None:
    decision = filled(reference_number=written, **QUIET)
    assert "reference_number.look_alike" not in codes(decision)


def test_a_listed_number_that_looks_like_another_is_the_clients_own() -> None:
    assert codes(filled(reference_number="LT-2026-0147", job_number="LT-2026-0147")) == []


@pytest.mark.parametrize("written", ["LT-2026-0147", None])
def test_a_related_permit_that_is_closed_rejects(written: str | None) -> None:
    decision = filled(permit_number=FINAL_PERMIT, reference_number=written)
    assert (decision.action, codes(decision)) == (Action.REJECT, ["permit.closed"])


def test_a_pattern_that_is_no_regular_expression_refuses_nobody() -> None:
    from rules.registry import Building, Client, Registry

    registry = Registry.of(
        clients=[Client("Odd", reference_pattern="MP-(")],
        buildings=[Building("Larkspur Tower", "Odd", "1200 SW Larkspur Ave")],
    )
    assert application(registry=registry).action is Action.ACCEPT


@pytest.mark.parametrize("written", ["24 012345", "24-012345", "24012345"])
def test_the_short_permit_number_of_the_form_is_a_look_alike(written: str) -> None:
    decision = filled(reference_number=written, permit_number=PERMIT, **QUIET)
    assert found(decision, "reference_number.look_alike").values["alike"] == "permit"


def test_the_telephone_inspection_number_of_the_form_is_a_look_alike() -> None:
    decision = filled(reference_number="4471203", ivr_number="4471203", **QUIET)
    assert found(decision, "reference_number.look_alike").values["alike"] == "ivr"


def test_a_date_in_words_is_a_look_alike() -> None:
    decision = filled(reference_number="March 2, 2026", **QUIET)
    assert found(decision, "reference_number.look_alike").values["alike"] == "date"
