"""The report of a plan check: one HTML file that shows the place on the sheet, for people who mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.sandbox import Examination
from parsers.plans.evidence import Box, SheetEvidence
from rules.finding import Finding, Severity
from templates.render import finding_words, render_page

MAX_PICTURES = 40
MAX_MARKS = 12
LEAST_MARK = 0.012
"""Smallest side of a mark as a share of the sheet: a speck would not be seen."""
LABELS = {
    Severity.REJECT: "Must be mended",
    Severity.REFER: "A coordinator decides",
    Severity.ASK: "Needs an answer from you",
    Severity.REVIEW: "Staff will look at it",
    Severity.NOTE: "For your information",
}
BLOCKING = frozenset({Severity.REJECT, Severity.REFER, Severity.ASK})

PLACES: dict[str, Callable[[SheetEvidence], Iterable[Box]]] = {
    "plans.color": lambda sheet: sheet.color.boxes or sheet.red.boxes,
    "plans.grayscale": lambda sheet: sheet.gray.boxes,
    "plans.highlighter": lambda sheet: sheet.highlighter,
    "plans.photograph": lambda sheet: sheet.photographs,
    "plans.not_for_construction": lambda sheet: (
        words.box for words in (*sheet.not_for_construction, *sheet.not_for_construction_seen)
    ),
    "plans.preliminary": lambda sheet: (words.box for words in sheet.preliminary),
    "plans.stamp_expired": lambda sheet: (expiry.words.box for expiry in sheet.expiries),
    "plans.scale_too_small": lambda sheet: (s.words.box for s in sheet.scales if (s.feet_per_inch or 0) > 10),
    "plans.code_summary_incomplete": lambda sheet: (sheet.code_heading.box,) if sheet.code_heading else (),
}


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding in words; `key` is the number of its marks on the sheets."""

    key: int
    severity: str
    label: str
    title: str
    detail: str
    fix: str | None


@dataclass(frozen=True, slots=True)
class MarkView:
    """A rectangle on a sheet, in per cent of it."""

    key: int
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class SheetView:
    """A row of the table and, where something is to be shown, a picture with marks."""

    page: int
    number: str
    title: str
    size: str
    verdict: str
    severity: str
    faults: tuple[str, ...]
    picture: str
    width: float
    height: float
    marks: tuple[MarkView, ...]


@dataclass(frozen=True, slots=True)
class FileView:
    """One plan set in the report."""

    name: str
    pages: int
    verdict: str
    severity: str
    problem: str
    findings: tuple[FindingView, ...]
    sheets: tuple[SheetView, ...]


@dataclass(frozen=True, slots=True)
class ReportView:
    """What `plan_report.html.j2` shows. `received`: ISO date that the plans were judged by."""

    received: str
    files: tuple[FileView, ...]


def plan_report(checks: Sequence[tuple[str, Examination, tuple[Finding, ...]]], received: date) -> str:
    """The whole HTML document about these (file, examination, judged findings); needs nothing beside it.

    Pictures are shown only of sheets that were examined with `thumbnails`.
    """
    files = tuple(plan_view(name, seen, tuple(enumerate(findings, 1))) for name, seen, findings in checks)
    return render_page("plan_report", ReportView(received.isoformat(), files))


def plan_view(name: str, seen: Examination, numbered: Sequence[tuple[int, Finding]]) -> FileView:
    """One plan set with its judged findings, gravest first, under these numbers."""
    findings = [finding for _, finding in numbered]
    gravest = findings[0].severity if findings else None
    return FileView(
        name=Path(name).name,
        pages=seen.document.pages,
        verdict=_verdict(findings),
        severity=str(gravest or "none"),
        problem=seen.reason if seen.problem is not None else "",
        findings=tuple(_finding(key, finding) for key, finding in numbered),
        sheets=tuple(_sheet(sheet, numbered) for sheet in seen.sheets),
    )


def _verdict(findings: Sequence[Finding]) -> str:
    blocking = sum(finding.severity in BLOCKING for finding in findings)
    looks = sum(finding.severity is Severity.REVIEW for finding in findings)
    if blocking:
        return f"{blocking} {'thing keeps' if blocking == 1 else 'things keep'} this set from being accepted."
    if looks:
        return "Nothing keeps this set from being accepted. Staff will look at what is named below."
    return "Nothing keeps this set from being accepted."


def _finding(key: int, finding: Finding) -> FindingView:
    words = finding_words(finding.code, finding.where, finding.file, finding.values)
    severity = finding.severity or Severity.NOTE
    return FindingView(key, str(severity), LABELS[severity], words.title, words.detail, words.fix)


def _sheet(sheet: SheetEvidence, numbered: Sequence[tuple[int, Finding]]) -> SheetView:
    own = [(key, finding) for key, finding in numbered if _is_on(finding, sheet.page)]
    marks = tuple(mark for key, finding in own for mark in _marks(key, finding, sheet))
    gravest = own[0][1].severity if own else None
    is_shown = any(finding.severity is not Severity.NOTE for _, finding in own) and sheet.page <= MAX_PICTURES
    return SheetView(
        page=sheet.page,
        number=sheet.number or "",
        title=sheet.title or "",
        size=f"{round(sheet.width_in, 2):g} x {round(sheet.height_in, 2):g} in"
        if sheet.width_in
        else "unknown",
        verdict=LABELS[gravest] if gravest else "Good",
        severity=str(gravest or "none"),
        faults=tuple(f"{key}. {_finding(key, finding).title}" for key, finding in own),
        picture=sheet.thumbnail if is_shown else "",
        width=sheet.width_in or 1.0,
        height=sheet.height_in or 1.0,
        marks=marks,
    )


def _is_on(finding: Finding, page: int) -> bool:
    return isinstance(finding.where, tuple) and page in finding.where


def _marks(key: int, finding: Finding, sheet: SheetEvidence) -> list[MarkView]:
    """Where the finding is on the sheet, with a little room around it."""
    places = PLACES.get(finding.code)
    boxes = [] if places is None else list(places(sheet))[:MAX_MARKS]
    kept = [box for index, box in enumerate(boxes) if not _is_within_any(box, boxes[:index])]
    return [_mark(key, box) for box in kept if not _is_within_any(box, [one for one in kept if one != box])]


def _is_within_any(box: Box, others: Sequence[Box]) -> bool:
    """Whether another mark frames it already."""
    return any(
        box[0] >= left and box[1] >= top and box[2] <= right and box[3] <= bottom
        for left, top, right, bottom in others
    )


def _mark(key: int, box: Box) -> MarkView:
    left, top, right, bottom = box
    across, down = (max(0.0, LEAST_MARK - side) / 2 + 0.004 for side in (right - left, bottom - top))
    left, right = max(0.0, left - across), min(1.0, right + across)
    top, bottom = max(0.0, top - down), min(1.0, bottom + down)
    sides = (left, top, right - left, bottom - top)
    x, y, width, height = (round(100 * side, 2) for side in sides)
    return MarkView(key, x, y, width, height)
