"""submittal.several_forms, form.details_in_mail, and buildings that name and address do not agree on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules.finding import Action, Severity
from tests.rules.intake.world import application, codes, filled, form, found, other, paper, plans


def test_two_forms_in_one_mail_are_referred() -> None:
    second = paper(form(building="Mill House", address="77 N Mill St"), "b.pdf")
    decision = application(paper(file="a.pdf"), second, plans("a plans.pdf"), plans("b plans.pdf"))
    assert (decision.action, codes(decision)) == (Action.REFER, ["submittal.several_forms"])
    assert found(decision, "submittal.several_forms").values["files"] == ("a.pdf", "b.pdf")


def test_the_same_form_twice_is_one_form() -> None:
    assert application(paper(file="a.pdf"), paper(file="signed.pdf"), plans()).action is Action.ACCEPT


def test_a_second_form_that_leaves_blank_what_the_first_says_contradicts_nothing() -> None:
    second = paper(form(reference_number=None, valuation=None), "draft.pdf")
    assert "submittal.several_forms" not in codes(application(paper(), second, plans()))


def test_what_was_read_off_a_signed_print_contradicts_nothing() -> None:
    reading = form(address="1200 SW Larkspar Ave", problem="scan")
    fields = {name: replace(one, source="ocr") for name, one in reading.fields.items()}
    scan = paper(replace(reading, fields=fields), "scan.pdf")
    assert codes(application(paper(), scan, plans())) == []


TELLS = "The project reference number is LT-2026-0147."


def test_a_number_in_the_mail_does_not_replace_the_one_on_the_form() -> None:
    decision = application(paper(form(reference_number=None)), plans(), text=TELLS)
    assert (decision.action, codes(decision)) == (Action.REJECT, ["reference_number.missing"])
    assert found(decision, "form.details_in_mail").severity is Severity.NOTE


def test_details_in_the_mail_do_not_replace_the_form() -> None:
    decision = application(plans(), text=f"Project valuation: $85,000\n{TELLS}")
    assert codes(decision) == ["form.missing"]
    assert found(decision, "form.details_in_mail").severity is Severity.NOTE


def test_details_in_the_mail_beside_a_complete_form_are_not_spoken_of() -> None:
    decision = application(text=TELLS)
    assert [one.code for one in decision.findings] == []


@pytest.mark.parametrize("number", ["MP-2026-001", "LT-9999-9999"])
def test_a_number_is_not_refused_while_name_and_address_name_different_clients(number: str) -> None:
    decision = filled(building="Larkspur Tower", address="77 N Mill St", reference_number=number)
    assert decision.action is Action.REFER
    assert "address.mismatch" in codes(decision)


LACKS = ("plans.code_summary_missing", "plans.code_summary_incomplete", "plans.sheet_missing")


@pytest.mark.parametrize("code", LACKS)
def test_a_suppliers_drawings_need_not_hold_what_a_whole_set_does(code: str) -> None:
    from rules.finding import Finding
    from tests.rules.intake.world import PERMIT

    papers = (
        paper(form(sort="deferred_submittal", permit_number=PERMIT)),
        plans("shop.pdf"),
        other("calculations"),
        other("product_information"),
    )
    lack = (Finding(code, file="shop.pdf"),)
    deferred = application(*papers, kind="deferred_submittal", plan_findings=lack)
    assert (deferred.action, codes(deferred)) == (Action.ACCEPT, [])
    changed = (paper(form(sort="permit_revision", permit_number=PERMIT)), *papers[1:])
    revision = application(*changed, kind="permit_revision", plan_findings=lack)
    assert (revision.action, found(revision, code).severity) == (Action.ACCEPT, Severity.REVIEW)


def test_an_application_form_sent_earlier_in_the_case_is_not_missing() -> None:
    from tests.rules.intake.world import PERMIT

    earlier = (
        paper(form(sort="permit_revision", permit_number=PERMIT)),
        plans("p.pdf"),
        other("product_information"),
    )
    decision = application(other("calculations"), kind="permit_revision", earlier_documents=earlier)
    assert (decision.action, decision.permit_number) == (Action.ACCEPT, PERMIT)
