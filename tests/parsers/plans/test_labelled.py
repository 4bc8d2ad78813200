"""Each labelled sheet of the corpus shows its own fault and no other."""

from __future__ import annotations

from datetime import date

import pytest

from rules.office import PlanLimits
from rules.plans.check import check_plan_set
from rules.policy import judged
from tests.corpus.plans.labelled import STRICT, Labelled, labelled
from tests.corpus.plans.office import draw, ten
from tests.corpus.plans.project import Style
from tests.corpus.plans.streams import with_streams
from tests.parsers.plans.sheets import evidence_of_all

RECEIVED = date(2026, 3, 2)
ONE_SHEET = frozenset({"plans.code_summary_missing"})
SINGLE = [case for case in labelled() if not case.sheets]


def found(content: bytes) -> set[tuple[str, str]]:
    findings = judged(check_plan_set(evidence_of_all(content), PlanLimits(), RECEIVED), {})
    return {(finding.code, str(finding.severity)) for finding in findings if finding.code in STRICT}


@pytest.mark.parametrize("case", SINGLE, ids=[case.name for case in SINGLE])
def test_a_labelled_sheet_has_its_own_fault_alone(case: Labelled) -> None:
    assert {pair for pair in found(case.make()) if pair[0] not in ONE_SHEET} == set(case.wanted.items())


def test_a_good_set_written_letter_by_letter_is_read_whole() -> None:
    sheets = ten("dash")[:6]
    content = with_streams([draw(sheet, Style(), 2) for sheet in sheets], turned=True, letterwise=True)
    assert found(content) == set()
    seen = evidence_of_all(content)
    assert [(sheet.number, sheet.title) for sheet in seen] == [
        (sheet.number, sheet.title) for sheet in sheets
    ]
    assert [set(sheet.kinds) >= wanted.kinds for sheet, wanted in zip(seen, sheets, strict=True)] == [
        True
    ] * 6
