"""plans.sheet_too_small, plans.sheet_too_large: every sheet from 11 x 17 to 36 x 48 in, either way up."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.plans.evidence import SheetEvidence
from rules.finding import Finding
from rules.office import PlanLimits
from rules.plans.naming import about


def size(sheets: Sequence[SheetEvidence], limits: PlanLimits) -> tuple[Finding, ...]:
    """Sheets beyond the limits by more than the tolerance; a page without a size that holds is not judged."""
    known = [sheet for sheet in sheets if sheet.width_in > 0 and sheet.height_in > 0]
    small = [sheet for sheet in known if _is_smaller(sheet, limits)]
    large = [sheet for sheet in known if sheet not in small and _is_larger(sheet, limits)]
    found = (
        ("plans.sheet_too_small", small, limits.min_sheet_in),
        ("plans.sheet_too_large", large, limits.max_sheet_in),
    )
    return tuple(
        about(code, faulty, sizes=_sizes(faulty), short_in=limit[0], long_in=limit[1])
        for code, faulty, limit in found
        if faulty
    )


def _sides(sheet: SheetEvidence) -> tuple[float, float]:
    return min(sheet.width_in, sheet.height_in), max(sheet.width_in, sheet.height_in)


def _is_smaller(sheet: SheetEvidence, limits: PlanLimits) -> bool:
    pairs = zip(_sides(sheet), limits.min_sheet_in, strict=True)
    return any(side < least - limits.tolerance_in for side, least in pairs)


def _is_larger(sheet: SheetEvidence, limits: PlanLimits) -> bool:
    pairs = zip(_sides(sheet), limits.max_sheet_in, strict=True)
    return any(side > most + limits.tolerance_in for side, most in pairs)


def _sizes(sheets: Sequence[SheetEvidence]) -> tuple[str, ...]:
    """The different sizes, as "8.5 x 11"."""
    return tuple(dict.fromkeys(f"{_inches(s.width_in)} x {_inches(s.height_in)}" for s in sheets))[:10]


def _inches(side: float) -> str:
    return f"{round(side, 2):g}"
