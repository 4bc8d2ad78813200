"""plans.missing, plans.split, plans.page_limit, submittal.merged: the papers beside the form."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules.finding import Action, Finding, Severity
from tests.rules.intake.world import application, closed, codes, form, found, other, paper, plans

SHEETS = ((8.5, 11.0), *((36.0, 24.0),) * 8)


def test_no_plans_reject() -> None:
    decision = application(paper())
    assert (decision.action, codes(decision)) == (Action.REJECT, ["plans.missing"])


def test_several_plan_files_reject() -> None:
    decision = application(paper(), plans("a.pdf"), plans("b.pdf"))
    assert (decision.action, codes(decision)) == (Action.REJECT, ["plans.split"])
    assert found(decision, "plans.split").values["files"] == ("a.pdf", "b.pdf")


def test_what_concerns_no_single_page_names_none() -> None:
    """interfaces.md 6: `where` of `plans.*` is a list of page numbers."""
    assert found(application(paper()), "plans.missing").where == ()
    assert found(application(paper(), plans("a.pdf"), plans("b.pdf")), "plans.split").where == ()


def lacking(code: str, file: str, where: str | None = None) -> Finding:
    return Finding(code, where=where, file=file)


SUMMARY, GAPS = "plans.code_summary_missing", "plans.code_summary_incomplete"


@pytest.mark.parametrize("kind", ["permit_application", "checksheet_response", "permit_revision"])
@pytest.mark.parametrize(
    ("findings", "kept"),
    [
        ((lacking(SUMMARY, "mep.pdf"),), set()),
        ((lacking(SUMMARY, "mep.pdf"), lacking(SUMMARY, "arch.pdf")), {SUMMARY}),
        ((lacking(SUMMARY, "mep.pdf"), lacking(GAPS, "arch.pdf")), {SUMMARY, GAPS}),
        ((lacking(GAPS, "mep.pdf"),), set()),
        ((lacking("plans.stamp_missing", "mep.pdf"),), set()),
        ((lacking("plans.sheet_missing", "mep.pdf", "floor plan"),), set()),
        (
            (
                lacking("plans.sheet_missing", "mep.pdf", "elevation"),
                lacking("plans.sheet_missing", "arch.pdf", "site plan"),
            ),
            set(),
        ),
        ((lacking("plans.color", "mep.pdf"),), {"plans.color"}),
    ],
)
def test_what_one_of_two_sets_lacks_may_be_in_the_other(
    kind: str, findings: tuple[Finding, ...], kept: set[str]
) -> None:
    sets = (plans("arch.pdf"), plans("mep.pdf"))
    decision = application(paper(), *sets, kind=kind, plan_findings=findings)
    given = {one.code for one in findings}
    assert given & {one.code for one in decision.findings} == kept


def test_what_the_readable_set_lacks_may_be_in_the_one_whose_reading_was_broken_off() -> None:
    broken_off = plans("arch.pdf", problem="timed_out")
    decision = application(
        paper(), plans("mep.pdf"), broken_off, plan_findings=(lacking(SUMMARY, "mep.pdf"),)
    )
    assert codes(decision) == ["attachment.timed_out"]


def test_what_the_only_set_lacks_is_missing() -> None:
    decision = application(paper(), plans("a.pdf"), plan_findings=(lacking(SUMMARY, "a.pdf"),))
    assert codes(decision) == [SUMMARY]


@pytest.mark.parametrize("sort", ["calculations", "manual", "product_information", "photographs", "other"])
def test_other_papers_are_no_plans(sort: str) -> None:
    assert application(paper(), plans(), other(sort)).action is Action.ACCEPT


@pytest.mark.parametrize(("pages", "action"), [(29, Action.ACCEPT), (30, Action.REFER), (31, Action.REFER)])
def test_thirty_pages_take_another_route(pages: int, action: Action) -> None:
    decision = application(paper(), plans(pages=pages))
    assert decision.action is action


def test_form_and_plans_in_one_file_are_split() -> None:
    decision = application(paper(pages=9, sheet_sizes=SHEETS, file="all.pdf"))
    assert decision.action is Action.ACCEPT
    assert found(decision, "submittal.merged").severity is Severity.NOTE


def test_the_forms_pages_do_not_count_as_sheets() -> None:
    sizes = ((8.5, 11.0), *((36.0, 24.0),) * 29)
    assert application(paper(pages=30, sheet_sizes=sizes)).action is Action.ACCEPT


def test_a_merged_file_that_is_sorted_as_plans_counts_once() -> None:
    decision = application(paper(pages=9, sheet_sizes=SHEETS, sort="plans"))
    assert codes(decision) == []


def test_instructions_behind_the_form_are_no_plans() -> None:
    decision = application(paper(pages=3, sheet_sizes=((8.5, 11.0),) * 3))
    assert codes(decision) == ["plans.missing"]


def test_what_the_plan_check_found_is_part_of_the_decision() -> None:
    expired = Finding("plans.stamp_expired", (2,), "set.pdf")
    decision = application(plan_findings=(expired,))
    assert (decision.action, codes(decision)) == (Action.REJECT, ["plans.stamp_expired"])


@pytest.mark.parametrize(
    "text",
    [
        "Our plans have 34 pages. How do we send them?",
        "We have a 42-sheet set, please advise.",
        "The set is more than 30 pages.",
    ],
)
def test_an_enquiry_about_a_large_set_is_a_route_and_no_fault(text: str) -> None:
    from rules.intake.decide import decide
    from rules.intake.facts import IntakeFacts, Submittal
    from rules.office import Office
    from tests.rules.intake.world import RECEIVED, REGISTRY

    facts = IntakeFacts(REGISTRY, RECEIVED, "robin@vanceoak.example")
    decision = decide("permit_application", Submittal(text=text), facts, Office())
    assert (decision.action, codes(decision)) == (Action.REFER, ["plans.page_limit"])


def test_an_enquiry_with_the_set_attached_is_one_too() -> None:
    decision = application(plans(pages=34), text="Our set has 34 sheets. How should we submit it?")
    assert (decision.action, codes(decision)) == (Action.REFER, ["plans.page_limit"])


def test_a_large_set_sent_without_a_form_still_lacks_the_form() -> None:
    decision = application(plans(pages=34), text="Please find attached our permit set.")
    assert (decision.action, set(codes(decision))) == (Action.REJECT, {"form.missing", "plans.page_limit"})


def test_a_number_of_pages_within_the_limit_announces_nothing() -> None:
    decision = application(paper(), text="The set of 12 sheets will follow.")
    assert codes(decision) == ["plans.missing"]


def test_a_form_that_names_an_unknown_permit_is_referred() -> None:
    decision = application(paper(form(permit_number="24-077777-000-00-FA")), plans())
    assert found(decision, "permit.unknown").severity is Severity.REFER


def test_the_same_plans_attached_twice_are_one_set() -> None:
    twice = [plans(file, sha256="a" * 64) for file in ("Plans.pdf", "Plans copy.pdf")]
    assert "plans.split" not in codes(application(paper(), *twice))


def test_a_cover_letter_before_form_and_plans_is_no_sheet() -> None:
    sizes = ((8.5, 11.0), (8.5, 11.0), (36.0, 24.0))
    merged = paper(replace(form(), pages=(2,)), pages=3, sheet_sizes=sizes)
    assert merged.form_pages == (1, 2)


def test_files_that_lie_too_deep_explain_what_is_missing() -> None:
    assert codes(application(closed("too_deep"))) == ["attachment.too_large"]
