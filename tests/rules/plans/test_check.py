"""The plan check's rules: what each finding is said of, and how grave it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from parsers.plans.evidence import Expiry, Ink, Lettering, Scale, SheetEvidence, Words
from rules.finding import Finding, Severity
from rules.office import PlanLimits
from rules.plans.check import check_plan_set, check_stamps
from rules.policy import DEFAULTS, judged
from templates.render import finding_words

RECEIVED = date(2026, 3, 2)
SOMEWHERE = Words("...", (0.1, 0.1, 0.2, 0.2), 12.0)
WIDE = Ink(square_inches=5.0, spots=3, share=0.2)
SPOT = Ink(square_inches=0.5, spots=1, share=0.01)
SPECK = Ink(square_inches=0.01, spots=1, share=0.001)


def sheet(page: int = 1, **changes: object) -> SheetEvidence:
    """A good sheet: cover with code summary, floor plan and seal."""
    good = SheetEvidence(
        page=page,
        width_in=36.0,
        height_in=24.0,
        number=f"A-10{page}",
        kinds=("floor_plan",),
        seals=(SOMEWHERE,),
        code_heading=SOMEWHERE,
        code_parts=("area", "floor_area", "occupancy", "occupant_load", "tenant_area"),
        code_named=("floor_area", "occupancy", "occupant_load", "tenant_area"),
        lettering=Lettering(characters=400, median_pt=12.0),
    )
    return replace(good, **changes)  # type: ignore[arg-type]


def check(*sheets: SheetEvidence, **about: bool) -> tuple[Finding, ...]:
    return judged(check_plan_set(sheets, PlanLimits(), RECEIVED, **about), {})  # type: ignore[arg-type]


def codes(*sheets: SheetEvidence, **about: bool) -> list[tuple[str, Severity | None]]:
    return [(finding.code, finding.severity) for finding in check(*sheets, **about)]


def test_a_good_set_has_no_finding() -> None:
    assert codes(sheet(1), sheet(2)) == []


@pytest.mark.parametrize(
    ("width", "height", "found"),
    [
        (17, 11, []),
        (11, 17, []),
        (48, 36, []),
        (36, 48, []),
        (16.9, 10.9, []),
        (48.1, 36.1, []),
        (11, 8.5, ["plans.sheet_too_small"]),
        (18, 10.8, ["plans.sheet_too_small"]),
        (16.5, 11.7, ["plans.sheet_too_small"]),
        (60, 30, ["plans.sheet_too_large"]),
        (42, 40, ["plans.sheet_too_large"]),
        (0, 0, ["plans.unreadable_text"]),
    ],
)
def test_sheets_are_measured_either_way_up(width: float, height: float, found: list[str]) -> None:
    assert [code for code, _ in codes(sheet(width_in=width, height_in=height))] == found


@pytest.mark.parametrize("code", ["plans.color", "plans.grayscale"])
@pytest.mark.parametrize(
    ("ink", "severity"), [(WIDE, Severity.REJECT), (SPOT, Severity.REVIEW), (SPECK, Severity.NOTE)]
)
def test_ink_is_the_graver_the_further_it_reaches(code: str, ink: Ink, severity: Severity) -> None:
    changes = {"color": ink, "all_color": ink} if code == "plans.color" else {"gray": ink}
    assert codes(sheet(1), sheet(2, **changes)) == [(code, severity)]


def test_each_extent_names_its_own_pages() -> None:
    found = check(sheet(1, color=WIDE), sheet(2, color=SPOT), sheet(3, color=WIDE), sheet(4))
    assert [(f.severity, f.where) for f in found] == [(Severity.REJECT, (1, 3)), (Severity.REVIEW, (2,))]


def test_red_alone_is_refused_in_a_first_set() -> None:
    assert codes(sheet(color=WIDE, red=WIDE)) == [("plans.color", Severity.REJECT)]


@pytest.mark.parametrize(("share", "severity"), [(0.05, Severity.NOTE), (0.4, Severity.REVIEW)])
def test_red_alone_is_allowed_in_a_response_to_corrections(share: float, severity: Severity) -> None:
    red = replace(WIDE, share=share)
    assert codes(sheet(color=red, red=red), corrections=True) == [("plans.color", severity)]


def test_red_beside_blue_is_refused_in_a_response_too() -> None:
    found = codes(sheet(color=WIDE, red=SPOT, beside_red=WIDE), corrections=True)
    assert found == [("plans.color", Severity.REJECT), ("plans.color", Severity.NOTE)]


def test_highlighter_is_refused() -> None:
    assert codes(sheet(highlighter=(SOMEWHERE.box,))) == [("plans.highlighter", Severity.REJECT)]


def test_a_photograph_is_for_staff() -> None:
    assert codes(sheet(photographs=(SOMEWHERE.box,))) == [("plans.photograph", Severity.REVIEW)]


def test_not_for_construction_is_refused_and_weaker_words_are_for_staff() -> None:
    assert codes(sheet(1, not_for_construction=(SOMEWHERE,)), sheet(2, preliminary=(SOMEWHERE,))) == [
        ("plans.not_for_construction", Severity.REJECT),
        ("plans.preliminary", Severity.REVIEW),
    ]


@pytest.mark.parametrize(
    ("on", "sure", "found"),
    [
        (date(2026, 3, 1), True, [("plans.stamp_expired", Severity.REJECT)]),
        (date(2026, 3, 2), True, []),
        (date(2026, 6, 30), True, []),
        (date(2025, 12, 31), False, [("plans.stamp_expired", Severity.REVIEW)]),
    ],
)
def test_a_stamp_expires_after_its_day(on: date, sure: bool, found: list[tuple[str, Severity]]) -> None:
    assert codes(sheet(expiries=(Expiry(on, SOMEWHERE, sure),))) == found


def test_stamps_of_calculations_are_judged_alone() -> None:
    bare = SheetEvidence(1, 8.5, 11, checked=False, expiries=(Expiry(date(2025, 6, 30), SOMEWHERE, True),))
    assert [f.code for f in check_stamps((bare,), RECEIVED, file="calc.pdf")] == ["plans.stamp_expired"]


def test_no_stamp_anywhere_is_for_staff() -> None:
    assert codes(sheet(1, seals=()), sheet(2, seals=())) == [("plans.stamp_missing", Severity.REVIEW)]


def bare(page: int = 1, **changes: object) -> SheetEvidence:
    return sheet(page, code_heading=None, code_parts=(), code_named=(), **changes)


@pytest.mark.parametrize(
    ("changes", "severity"),
    [
        ({}, Severity.REJECT),
        ({"readability": "stroked"}, Severity.REVIEW),
        ({"readability": "scanned"}, Severity.REVIEW),
        ({"picture_square_in": 40.0}, Severity.REVIEW),
    ],
)
def test_a_missing_code_summary_is_refused_only_where_all_was_read(
    changes: dict[str, object], severity: Severity
) -> None:
    assert ("plans.code_summary_missing", severity) in codes(bare(1), bare(2, **changes))


@pytest.mark.parametrize(
    ("parts", "named", "severity"),
    [
        (("area", "floor_area", "occupancy", "tenant_area"), (), Severity.REJECT),
        (("area", "floor_area", "occupant_load", "tenant_area"), (), Severity.REJECT),
        (("area", "floor_area", "occupancy", "occupant_load"), (), Severity.REJECT),
        (("area", "occupancy", "occupant_load", "tenant_area"), (), Severity.REVIEW),
        (("area", "occupancy", "occupant_load"), (), Severity.REVIEW),
        (("occupancy", "occupant_load"), (), Severity.REJECT),
        (("area", "floor_area", "occupancy", "tenant_area"), ("occupant_load",), Severity.REVIEW),
    ],
)
def test_an_incomplete_code_summary_is_refused_only_where_the_part_is_surely_missing(
    parts: tuple[str, ...], named: tuple[str, ...], severity: Severity
) -> None:
    assert codes(sheet(code_parts=parts, code_named=named)) == [("plans.code_summary_incomplete", severity)]


def test_parts_may_stand_on_different_sheets() -> None:
    first = sheet(1, code_parts=("occupancy", "occupant_load"), code_named=())
    second = sheet(2, code_parts=("floor_area", "tenant_area"), code_named=())
    assert codes(first, second) == []


@pytest.mark.parametrize(
    ("feet", "found"), [(8.0, []), (10.0, []), (10.667, ["plans.scale_too_small"]), (None, [])]
)
def test_a_scale_is_at_least_an_inch_for_ten_feet(feet: float | None, found: list[str]) -> None:
    assert [code for code, _ in codes(sheet(scales=(Scale(feet, SOMEWHERE),)))] == found


@pytest.mark.parametrize(
    ("median", "under_8", "found"),
    [
        (12.0, 0.0, []),
        (11.5, 0.2, []),
        (9.4, 0.1, [("plans.text_too_small", Severity.NOTE)]),
        (6.0, 0.8, [("plans.text_too_small", Severity.REVIEW)]),
    ],
)
def test_small_lettering_is_never_refused(
    median: float, under_8: float, found: list[tuple[str, Severity]]
) -> None:
    lettering = Lettering(characters=500, median_pt=median, under_8=under_8)
    assert codes(sheet(lettering=lettering)) == found


@pytest.mark.parametrize(
    ("about", "missing"),
    [
        ({}, []),
        ({"exterior": True}, ["site plan", "elevation"]),
        ({"roof": True}, ["roof plan"]),
        ({"structural": True}, ["section"]),
    ],
)
def test_the_work_says_which_sheets_are_needed(about: dict[str, bool], missing: list[str]) -> None:
    assert [finding.where for finding in check(sheet(), **about)] == missing


def test_a_set_without_a_floor_plan_is_for_staff() -> None:
    assert codes(sheet(kinds=("site_plan",))) == [("plans.sheet_missing", Severity.REVIEW)]


def test_a_set_that_could_not_be_read_to_its_end_misses_nothing() -> None:
    found = check_plan_set((bare(seals=(), kinds=()),), PlanLimits(), RECEIVED, complete=False)
    assert found == ()


def test_what_could_not_be_read_is_said() -> None:
    found = check(sheet(1, readability="scanned"), sheet(2, readability="broken", checked=False))
    assert [(f.code, f.severity, f.where) for f in found] == [
        ("plans.unreadable_text", Severity.REVIEW, (2,)),
        ("plans.unreadable_text", Severity.NOTE, (1,)),
    ]


EVERYTHING = (
    sheet(
        1,
        width_in=8.5,
        height_in=11.0,
        color=WIDE,
        gray=SPECK,
        highlighter=(SOMEWHERE.box,),
        photographs=(SOMEWHERE.box,),
        not_for_construction=(SOMEWHERE,),
        expiries=(Expiry(date(2025, 6, 30), SOMEWHERE, False),),
        scales=(Scale(20.0, SOMEWHERE),),
        kinds=("site_plan",),
    ),
    sheet(2, width_in=60.0, gray=SPOT, preliminary=(SOMEWHERE,), number=None, readability="garbled"),
    sheet(
        3,
        color=SPOT,
        red=WIDE,
        lettering=Lettering(500, 5.0, 1, 1, 1),
        code_parts=("occupancy",),
        code_named=(),
    ),
)


@pytest.mark.parametrize("corrections", [False, True])
@pytest.mark.parametrize("sheets", [EVERYTHING, EVERYTHING[:1], (bare(seals=(), kinds=()),)])
def test_every_finding_has_words(sheets: tuple[SheetEvidence, ...], corrections: bool) -> None:
    for finding in check(*sheets, corrections=corrections, exterior=True):
        words = finding_words(finding.code, finding.where, finding.file, finding.values)
        assert words.title and words.detail and not words.is_fallback, finding.code


def test_every_code_is_in_the_policy() -> None:
    assert {finding.code for finding in check(*EVERYTHING, exterior=True)} <= set(DEFAULTS)
