"""What follows an application: answers to checksheets, submittals on a permit, trades, registrations."""

from __future__ import annotations

from typing import Any

import pytest

from parsers.forms.reading import FormReading
from rules.finding import Action, Severity
from tests.rules.intake.world import (
    FINAL_PERMIT,
    PERMIT,
    SET,
    UNKNOWN_PERMIT,
    application,
    codes,
    first_set,
    form,
    found,
    held,
    other,
    paper,
    plans,
)

APPLIED = "24-012346-000-00-FA"


def response(*documents: Any, first: Any = None, **changes: Any) -> Any:
    papers = documents or (plans(), other("responses"))
    return application(*papers, kind="checksheet_response", first_set=first or first_set(), **changes)


def on_permit(kind: str = "deferred_submittal", *, documents: Any = None, **changes: Any) -> Any:
    text = changes.pop("text", "")
    signed = changes.pop("signed", True)
    reading = form(sort=kind, permit_number=changes.pop("permit_number", PERMIT), signed=signed, **changes)
    papers = documents or (paper(reading), plans(), other("calculations"), other("product_information"))
    return application(*papers, kind=kind, text=text)


def test_the_same_sheets_under_the_same_name_are_accepted() -> None:
    assert response().action is Action.ACCEPT


def test_sheets_of_another_size_reject() -> None:
    decision = response(plans(size=(42.0, 30.0)))
    assert (decision.action, codes(decision)) == (Action.REJECT, ["plans.size_changed"])


@pytest.mark.parametrize("size", [(24.0, 36.0), (36.1, 23.95), (24.0, 36.12)])
def test_a_turned_sheet_or_a_hairs_breadth_is_the_same_size(size: tuple[float, float]) -> None:
    assert codes(response(plans(size=size))) == []


def test_a_new_name_rejects_and_says_the_first_one() -> None:
    decision = response(plans("LT-410 rev 2.pdf"))
    assert (decision.action, codes(decision)) == (Action.REJECT, ["plans.name_changed"])
    assert found(decision, "plans.name_changed").values["first"] == SET


@pytest.mark.parametrize(
    "file",
    [
        "lt-410 permit set.pdf",
        "LT-410_permit_set.pdf",
        "LT-410 permit set (1).pdf",
        "LT-410 permit set - Copy.pdf",
        "LT-410 permit set.PDF",
        "LT-410permitset.pdf",
    ],
)
def test_case_blanks_and_copy_suffixes_are_for_staff(file: str) -> None:
    decision = response(plans(file))
    assert found(decision, "plans.name_changed").severity is Severity.REVIEW


def test_without_a_first_set_a_person_looks() -> None:
    decision = application(plans(), other("responses"), kind="checksheet_response")
    assert (decision.action, codes(decision)) == (Action.REFER, ["submittal.no_first_set"])


def test_answers_without_plans_lack_them() -> None:
    decision = response(other("responses"))
    assert (decision.action, found(decision, "submittal.document_missing").where) == (Action.REJECT, "plans")


def test_sheets_for_reference_are_not_a_second_set() -> None:
    assert codes(response(plans(), other("reference_sheets"))) == []


def test_two_sets_of_plans_reject() -> None:
    assert "plans.split" in codes(response(plans(), plans("b.pdf")))


@pytest.mark.parametrize("kind", ["deferred_submittal", "permit_revision"])
def test_a_whole_submittal_on_an_issued_permit_is_accepted(kind: str) -> None:
    decision = on_permit(kind)
    assert (decision.action, codes(decision), decision.permit_number) == (Action.ACCEPT, [], PERMIT)


@pytest.mark.parametrize(
    ("number", "action", "code"),
    [
        (APPLIED, Action.REJECT, "permit.not_issued"),
        (FINAL_PERMIT, Action.REJECT, "permit.closed"),
        (UNKNOWN_PERMIT, Action.REFER, "permit.unknown"),
        (None, Action.ASK, "permit.missing"),
    ],
)
def test_the_permit_has_to_be_issued(number: str | None, action: Action, code: str) -> None:
    decision = on_permit(permit_number=number)
    assert (decision.action, codes(decision)) == (action, [code])


def test_a_permit_number_that_was_not_surely_read_rejects_nothing() -> None:
    assert on_permit(permit_number=FINAL_PERMIT, unsure=("permit_number",)).action is Action.REFER


def test_an_issued_permit_of_the_program_is_taken_though_its_label_was_in_doubt() -> None:
    assert on_permit(permit_number=PERMIT, unsure=("permit_number",)).action is Action.ACCEPT


def test_the_number_in_the_mail_counts_where_the_form_has_none() -> None:
    assert on_permit(permit_number=None, text=f"For {PERMIT}").permit_number == PERMIT


def test_no_application_and_no_plans_reject() -> None:
    decision = on_permit(documents=(other("calculations"), other("product_information")), text=PERMIT)
    lacking = {one.where for one in decision.findings if one.code == "submittal.document_missing"}
    assert (decision.action, lacking) == (Action.REJECT, {"application", "plans"})


def test_a_scanned_application_is_for_a_person_and_not_missing() -> None:
    scan = paper(FormReading("intake", pages=(1,), problem="scan"))
    papers = (scan, plans(), other("calculations"), other("product_information"))
    decision = on_permit(documents=papers, text=PERMIT)
    assert (decision.action, codes(decision)) == (Action.REFER, ["form.unreadable"])


def test_calculations_and_product_information_are_asked_for() -> None:
    decision = on_permit(documents=(paper(form(sort="deferred_submittal", permit_number=PERMIT)), plans()))
    lacking = {one.where for one in decision.findings if one.code == "submittal.document_missing"}
    assert (decision.action, lacking) == (Action.ASK, {"calculations", "product_information"})


def test_does_not_apply_is_an_answer() -> None:
    papers = (paper(form(sort="deferred_submittal", permit_number=PERMIT)), plans())
    assert on_permit(documents=papers, text="Calculations do not apply.").action is Action.ACCEPT


@pytest.mark.parametrize(
    "text",
    [
        "Revision due to the inspector's correction notice.",
        "The inspector wrote a correction, so we send this revision.",
    ],
)
def test_a_revision_after_a_correction_needs_the_notice(text: str) -> None:
    decision = on_permit("permit_revision", text=text)
    assert found(decision, "submittal.document_missing").where == "correction_notice"


@pytest.mark.parametrize(
    ("kind", "action"), [("deferred_submittal", Action.REJECT), ("permit_revision", Action.ACCEPT)]
)
def test_only_the_deferred_submittals_application_has_to_be_signed(kind: str, action: Action) -> None:
    assert on_permit(kind, signed=False).action is action


def trade(**changes: Any) -> Any:
    values = {"permit_number": PERMIT, **changes}
    registry = values.pop("registry", None)
    papers = (paper(form(sort="trade_permit", **values)),)
    extra = {"registry": registry} if registry else {}
    return application(*papers, kind="trade_permit_application", **extra)


def test_a_trade_application_is_accepted_with_the_number_of_its_permit() -> None:
    decision = trade(reference_number=None)
    assert (decision.action, decision.reference_number) == (Action.ACCEPT, "LT-2026-0147")


def test_a_trade_application_without_any_number_is_asked_for_it() -> None:
    decision = trade(reference_number=None, permit_number=None)
    assert (decision.action, codes(decision)) == (Action.ASK, ["reference_number.missing"])


def test_what_holds_up_a_trade_permit_is_said() -> None:
    assert codes(trade(registry=held("stop_work_order"))) == ["hold.active"]


def registration(text: str, *documents: Any, registry: Any = None) -> Any:
    from rules.intake.decide import decide
    from rules.intake.facts import IntakeFacts, Submittal
    from rules.office import Office
    from tests.rules.intake.world import RECEIVED, REGISTRY

    submittal = Submittal(documents=documents, text=text)
    return decide(
        "building_registration",
        submittal,
        IntakeFacts(registry or REGISTRY, RECEIVED, "x@y.example"),
        Office(),
    )


ALL_PARTS = (
    "Permit history is attached. Floor plans are attached.\nThe first-floor street addresses are below.\n"
    "Site plan attached. The W-4 form is attached.\nOur plans for the next 12-24 months: re-carpet levels 2 to 4."
)


def test_a_registration_with_all_parts_is_taken() -> None:
    assert registration(ALL_PARTS, other("other", "packet.pdf")).action is Action.ACCEPT


def test_a_bare_enquiry_is_asked_for_every_part() -> None:
    decision = registration("We would like to register our building in the program.")
    parts = {one.where for one in decision.findings}
    assert decision.action is Action.ASK
    assert parts == {
        "permit_history",
        "floor_plans",
        "street_addresses",
        "site_plan",
        "w4_form",
        "future_plans",
    }


def test_a_part_that_is_only_announced_is_not_there() -> None:
    decision = registration(
        ALL_PARTS.replace("Site plan attached", "The site plan will follow"), other("other", "packet.pdf")
    )
    assert [one.where for one in decision.findings] == ["site_plan"]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("It is a condominium.", "condominium_or_apartments"),
        ("We want to register only the third floor.", "one_floor"),
        ("It is for a single project.", "single_project"),
        ("There are open permits.", "open_permits"),
        ("There is an unresolved violation.", "violations"),
    ],
)
def test_what_makes_a_building_ineligible_is_referred(words: str, reason: str) -> None:
    decision = registration(f"{ALL_PARTS}\n{words}", other("other", "packet.pdf"))
    assert (decision.action, found(decision, "registration.ineligible").where) == (Action.REFER, reason)


def test_no_open_permits_is_no_reason() -> None:
    assert (
        registration(
            f"{ALL_PARTS}\nThere are no open permits and no violations.", other("other", "packet.pdf")
        ).action
        is Action.ACCEPT
    )


def test_a_revision_that_says_it_follows_no_correction_needs_no_notice() -> None:
    decision = on_permit("permit_revision", text="Moved a door. Not due to an inspection correction.")
    assert all(finding.where != "correction_notice" for finding in decision.findings)


def test_another_form_in_the_place_of_the_application_is_named() -> None:
    intake = paper(form(permit_number=PERMIT), file="intake form.pdf")
    decision = on_permit(documents=(intake, plans(), other("calculations"), other("product_information")))
    values = found(decision, "submittal.document_missing").values
    assert values == {"kind": "deferred_submittal", "instead": "intake form.pdf"}
