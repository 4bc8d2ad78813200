"""plans.code_summary_missing, plans.code_summary_incomplete: occupancy, areas and occupant load of the tenant."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.plans.evidence import SheetEvidence
from rules.finding import Finding, Severity
from rules.plans.naming import about, of_set

NAMES = {
    "occupancy": "occupancy type",
    "floor_area": "floor area",
    "tenant_area": "tenant area",
    "occupant_load": "tenant occupant load",
}
PICTURE_SQUARE_IN = 12.0
"""Pictures larger than seals and logos may hold the summary where no text shows it."""


def code_summary(sheets: Sequence[SheetEvidence]) -> tuple[Finding, ...]:
    """Nothing of a summary, or what is missing in it; reject only where all text was surely read."""
    if not sheets:
        return ()
    valued = {part for sheet in sheets for part in sheet.code_parts}
    named = {part for sheet in sheets for part in sheet.code_named}
    heads = [sheet for sheet in sheets if sheet.code_heading is not None]
    is_sure = all(_is_surely_read(sheet) for sheet in sheets)
    if not valued & set(NAMES):
        milder = None if is_sure and not named & set(NAMES) else Severity.REVIEW
        return (of_set("plans.code_summary_missing", milder, surely_read=is_sure),)
    missing = [part for part in NAMES if part not in valued]
    if not missing:
        return ()
    sure = is_sure and any(_is_surely_missing(part, valued, named) for part in missing)
    holders = heads or [sheet for sheet in sheets if set(sheet.code_parts) & set(NAMES)]
    return (
        about(
            "plans.code_summary_incomplete",
            holders,
            None if sure else Severity.REVIEW,
            missing=tuple(NAMES[part] for part in missing),
            surely_read=is_sure,
        ),
    )


def _is_surely_read(sheet: SheetEvidence) -> bool:
    return sheet.is_readable and sheet.picture_square_in < PICTURE_SQUARE_IN


def _is_surely_missing(part: str, valued: set[str], named: set[str]) -> bool:
    """Named nowhere in the set; an area that stands without a clear label may be the one that is missed."""
    if part in named:
        return False
    match part:
        case "tenant_area":
            return "floor_area" in valued or "area" not in valued
        case "floor_area":
            return "area" not in valued
    return True
