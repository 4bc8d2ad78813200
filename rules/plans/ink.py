"""plans.color, plans.grayscale: graver the further they reach (D13); plans.highlighter, plans.photograph."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from parsers.plans.evidence import Ink, SheetEvidence
from rules.finding import Finding, Severity
from rules.plans.naming import about

FEWEST_SPOTS = 2
MUCH_RED = 0.15
"""Share of a sheet's one-inch cells from which red corrections are no longer "limited"."""
LEAST_SQUARE_IN = 0.001


def color(sheets: Sequence[SheetEvidence], *, corrections: bool) -> tuple[Finding, ...]:
    """Colour by extent. In a response to corrections red alone is a note, or a review where it covers much."""
    if not corrections:
        return _by_extent("plans.color", sheets, lambda sheet: sheet.color)
    beside = _by_extent("plans.color", sheets, lambda sheet: sheet.beside_red)
    return beside + _red(sheets)


def grayscale(sheets: Sequence[SheetEvidence]) -> tuple[Finding, ...]:
    """Gray by extent."""
    return _by_extent("plans.grayscale", sheets, lambda sheet: sheet.gray)


def highlighter(sheets: Sequence[SheetEvidence]) -> tuple[Finding, ...]:
    """Marker strokes, drawn or as annotations."""
    marked = [sheet for sheet in sheets if sheet.highlighter]
    if not marked:
        return ()
    return (about("plans.highlighter", marked, strokes=sum(len(sheet.highlighter) for sheet in marked)),)


def photograph(sheets: Sequence[SheetEvidence]) -> tuple[Finding, ...]:
    """Photographs; on a site plan they may be aerial ones, which the program does not take."""
    found = []
    for is_site in (True, False):
        shown = [sheet for sheet in sheets if sheet.photographs and ("site_plan" in sheet.kinds) is is_site]
        if shown:
            found.append(about("plans.photograph", shown, on_site_plan=is_site))
    return tuple(found)


def grade(ink: Ink) -> Severity:
    """Note for specks, review for at most two spots of 3 x 3 in, reject beyond (D13)."""
    if not ink.is_drawn:
        return Severity.NOTE
    return Severity.REVIEW if ink.spots <= FEWEST_SPOTS else Severity.REJECT


def _by_extent(
    code: str, sheets: Sequence[SheetEvidence], ink_of: Callable[[SheetEvidence], Ink]
) -> tuple[Finding, ...]:
    inked = [sheet for sheet in sheets if ink_of(sheet).square_inches >= LEAST_SQUARE_IN]
    found = []
    for severity in (Severity.REJECT, Severity.REVIEW, Severity.NOTE):
        alike = [sheet for sheet in inked if grade(ink_of(sheet)) is severity]
        if alike:
            extent = {Severity.REJECT: "wide", Severity.REVIEW: "spots"}.get(severity, "specks")
            area = round(sum(ink_of(sheet).square_inches for sheet in alike), 2)
            found.append(about(code, alike, severity, extent=extent, square_inches=area))
    return tuple(found)


def _red(sheets: Sequence[SheetEvidence]) -> tuple[Finding, ...]:
    red = [sheet for sheet in sheets if sheet.red.is_drawn]
    found = []
    for severity in (Severity.REVIEW, Severity.NOTE):
        alike = [sheet for sheet in red if (sheet.red.share > MUCH_RED) is (severity is Severity.REVIEW)]
        if alike:
            area = round(sum(sheet.red.square_inches for sheet in alike), 2)
            extent = "much_red" if severity is Severity.REVIEW else "red"
            found.append(about("plans.color", alike, severity, extent=extent, square_inches=area))
    return tuple(found)
