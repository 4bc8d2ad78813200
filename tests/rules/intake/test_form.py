"""form.*: what the form lacks, what was not surely read, and forms that are none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from parsers.forms.reading import FormReading
from rules.finding import Action, Severity
from tests.rules.intake.world import (
    VALUES,
    application,
    closed,
    codes,
    filled,
    form,
    found,
    other,
    paper,
    plans,
)


def test_a_complete_application_is_accepted_with_its_fields() -> None:
    decision = filled(permit_number="24-012345 000 00 fa")
    assert (decision.action, decision.building, decision.client) == (
        Action.ACCEPT,
        "Larkspur Tower",
        "Larkspur Holdings",
    )
    assert decision.fields["valuation"] == "84500"
    assert decision.fields["mechanical_valuation"] == "12000.00"
    assert decision.fields["permit_number"] == "24-012345-000-00-FA"
    assert decision.fields["signed"] is True
    assert "job_number" not in decision.fields


def test_no_form_rejects() -> None:
    decision = application(plans())
    assert (decision.action, codes(decision)) == (Action.REJECT, ["form.missing"])


def test_the_ordinary_permit_application_is_the_wrong_form_and_not_missing() -> None:
    decision = application(paper(form(sort="ordinary_permit")), plans())
    assert (decision.action, codes(decision)) == (Action.REJECT, ["form.wrong_form"])


def test_the_ordinary_application_sent_in_answer_to_what_the_form_lacks_is_the_wrong_form() -> None:
    decision = application(
        paper(form(sort="ordinary_permit")), plans(), earlier_documents=(paper(form(reference_number=None)),)
    )
    assert codes(decision) == ["reference_number.missing", "form.wrong_form"]


def test_the_ordinary_application_added_to_a_good_form_is_no_fault() -> None:
    decision = application(paper(form(sort="ordinary_permit")), plans(), earlier_documents=(paper(),))
    assert decision.action is Action.ACCEPT


def test_the_ordinary_application_beside_the_intake_form_is_no_fault() -> None:
    decision = application(paper(form(sort="ordinary_permit"), "city.pdf"), paper(), plans())
    assert decision.action is Action.ACCEPT


@pytest.mark.parametrize("name", ["applicant_name", "building", "address", "description", "valuation"])
def test_a_required_field_that_is_blank_rejects(name: str) -> None:
    decision = filled(**{name: None})
    assert decision.action is Action.REJECT
    assert found(decision, "form.incomplete").where == name


@pytest.mark.parametrize("name", ["applicant_name", "building", "address", "description"])
@pytest.mark.parametrize("written", ["TBD", "n/a", "---", "To be determined"])
def test_an_entry_that_says_nothing_is_as_good_as_a_blank(name: str, written: str) -> None:
    decision = filled(**{name: written})
    assert (decision.action, codes(decision)) == (Action.REJECT, ["form.incomplete"])
    assert found(decision, "form.incomplete").values["found"] == written


@pytest.mark.parametrize(
    "written", ["See plans", "see attached narrative", "Per plans A1.1", "same as before"]
)
def test_a_description_that_points_to_other_papers_is_for_staff(written: str) -> None:
    decision = filled(description=written)
    assert (decision.action, codes(decision)) == (Action.ACCEPT, ["form.incomplete"])


def test_a_name_that_points_to_another_field_is_for_staff_and_one_that_points_to_papers_is_none() -> None:
    assert filled(applicant_name="Same as contractor").action is Action.ACCEPT
    assert filled(applicant_name="see attached").action is Action.REJECT


@pytest.mark.parametrize("written", ["Per plans, replace carpet", "None of the walls move; paint", "TI"])
def test_words_that_only_begin_like_that_describe_the_work(written: str) -> None:
    assert codes(filled(description=written)) == []


def test_one_of_mail_and_phone_is_enough() -> None:
    assert codes(filled(applicant_email=None)) == []
    assert codes(filled(applicant_phone=None)) == []
    assert (
        found(filled(applicant_email=None, applicant_phone=None), "form.incomplete").where
        == "applicant_email"
    )


@pytest.mark.parametrize("name", ["contractor_name", "ccb_number", "suite", "tenant_name"])
def test_what_may_be_blank_rejects_nothing(name: str) -> None:
    assert filled(**{name: None}).action is Action.ACCEPT


def test_a_blank_tenant_status_is_for_staff_to_look_at() -> None:
    decision = filled(tenant_status=None)
    assert decision.action is Action.ACCEPT
    assert found(decision, "form.incomplete").severity is Severity.REVIEW


def test_all_faults_are_said_at_once() -> None:
    decision = application(
        paper(form(building=None, valuation="about 50k", reference_number="TBD", signed=False))
    )
    assert set(codes(decision)) == {
        "form.incomplete",
        "form.signature_missing",
        "reference_number.placeholder",
        "valuation.malformed",
        "plans.missing",
    }


def test_a_blank_form_lists_every_field() -> None:
    blanks: dict[str, Any] = dict.fromkeys(VALUES)
    decision = application(paper(form(**blanks, signed=False)), plans())
    blank = {one.where for one in decision.findings if one.code == "form.incomplete"}
    assert blank == {
        "applicant_name",
        "applicant_email",
        "building",
        "address",
        "description",
        "valuation",
        "tenant_status",
    }


@pytest.mark.parametrize("signed", [True, False, None])
def test_a_signature_is_there_lacks_or_cannot_be_told(signed: bool | None) -> None:
    expected = {True: Action.ACCEPT, False: Action.REJECT, None: Action.ACCEPT}
    decision = filled(signed=signed)
    assert decision.action is expected[signed]
    assert decision.fields["signed"] is signed


def test_an_empty_line_is_for_staff_to_look_at() -> None:
    assert found(filled(signed=None), "form.signature_missing").severity is Severity.REVIEW


def test_a_scan_is_for_a_person_whatever_could_not_be_read() -> None:
    decision = application(paper(FormReading("intake", pages=(1,), problem="scan")), plans())
    assert (decision.action, codes(decision)) == (Action.REFER, ["form.unreadable"])


def test_a_form_of_which_nothing_was_found_is_for_a_person() -> None:
    decision = application(paper(FormReading("intake", pages=(1,))), plans())
    assert (decision.action, codes(decision)) == (Action.REFER, ["form.unreadable"])


@pytest.mark.parametrize("name", sorted(VALUES))
@pytest.mark.parametrize("value", [None, "N/A", "???", "24-099999-000-00-FA", "0"])
def test_nothing_that_was_not_surely_read_rejects(name: str, value: str | None) -> None:
    assert filled(**{name: value}, unsure=(name,)).action is not Action.REJECT


@pytest.mark.parametrize("name", sorted(VALUES))
def test_nothing_that_was_not_found_rejects(name: str) -> None:
    assert filled(without=(name,)).action is not Action.REJECT


@pytest.mark.parametrize("problem", ["not_pdf", "unreadable", "encrypted", "too_large", "timed_out"])
def test_a_closed_file_may_be_what_is_missing(problem: Any) -> None:
    decision = application(closed(problem))
    assert codes(decision) == [f"attachment.{problem}"]
    assert decision.action is (Action.REFER if problem == "timed_out" else Action.ASK)


def test_a_link_in_place_of_files_is_asked_for_and_nothing_called_missing() -> None:
    decision = application(other("photographs", "site.jpg"), links=("https://share.example/x",))
    assert (decision.action, codes(decision)) == (Action.ASK, ["message.no_attachment_but_link"])


def test_plans_behind_a_link_are_asked_for_beside_a_good_form() -> None:
    decision = application(paper(), links=("https://share.example/x",))
    assert (decision.action, codes(decision)) == (Action.ASK, ["message.no_attachment_but_link"])


def test_a_file_of_an_earlier_mail_that_stayed_closed_may_still_be_what_is_missing() -> None:
    decision = application(paper(), earlier_closed=(closed("encrypted"),))
    assert (decision.action, codes(decision)) == (Action.ASK, ["attachment.encrypted"])


def test_a_link_of_an_earlier_mail_may_still_lead_to_the_plans() -> None:
    decision = application(paper(), earlier_links=("https://we.tl/t-1",))
    assert (decision.action, codes(decision)) == (Action.ASK, ["message.no_attachment_but_link"])
    assert application(paper(), plans(), earlier_links=("https://we.tl/t-1",)).action is Action.ACCEPT


def test_a_link_beside_a_complete_submittal_is_no_matter() -> None:
    assert application(links=("https://share.example/x",)).action is Action.ACCEPT


def test_a_corrected_form_joins_the_plans_of_its_case() -> None:
    decision = application(paper(), earlier_documents=(plans(),))
    assert (decision.action, codes(decision)) == (Action.ACCEPT, [])


def test_corrected_plans_join_the_form_of_their_case() -> None:
    decision = application(plans(), earlier_documents=(paper(),))
    assert (decision.action, codes(decision)) == (Action.ACCEPT, [])


def test_a_bureau_may_soften_a_finding() -> None:
    decision = application(plans(), severity={"form.missing": Severity.REFER})
    assert decision.action is Action.REFER


def by_eye(**changes: Any) -> FormReading:
    """A form that a program read off a scan."""
    reading = form(signed=None, problem="scan", **changes)
    return replace(reading, fields={name: replace(one, source="ocr") for name, one in reading.fields.items()})


def test_a_scan_that_was_read_clearly_is_accepted() -> None:
    decision = application(paper(by_eye()), plans())
    assert (decision.action, codes(decision)) == (Action.ACCEPT, ["form.signature_missing"])


@pytest.mark.parametrize(
    ("field", "value"),
    [("reference_number", "TBD"), ("valuation", "lots"), ("reference_number", "503-555-0142")],
)
def test_nothing_is_refused_on_the_word_of_a_program_that_read_a_scan(field: str, value: str) -> None:
    decision = application(paper(by_eye(**{field: value})), plans())
    assert decision.action is Action.REFER
    assert "form.unreadable" in codes(decision)
    assert not any(finding.severity is Severity.REJECT for finding in decision.findings)


def test_a_valuation_in_words_that_was_not_surely_read_is_for_a_person() -> None:
    decision = filled(valuation="eighty thousand", unsure=("valuation",))
    assert (decision.action, codes(decision)) == (Action.REFER, ["form.unreadable"])


def test_all_fields_that_could_not_be_read_are_one_point() -> None:
    decision = application(
        paper(form(unsure=("reference_number", "valuation"), reference_number=None, valuation=None)), plans()
    )
    labels = found(decision, "form.unreadable").values["labels"]
    assert labels == ("Project valuation", "Project reference number")


def test_a_field_known_by_its_own_name_is_told_by_our_words() -> None:
    decision = application(paper(form(valuation=None)), plans())
    assert found(decision, "form.incomplete").values["label"] == "Project valuation"
