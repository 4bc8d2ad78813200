"""plans.text_too_small: a note under 11.5 pt, review where most of it is under 8 pt (D7)."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.plans.evidence import SheetEvidence
from rules.finding import Finding, Severity
from rules.plans.naming import about

NOTE_MEDIAN_PT = 11.5
TINY_SHARE = 0.5
LEAST_CHARACTERS = 60


def text_too_small(sheets: Sequence[SheetEvidence]) -> tuple[Finding, ...]:
    """Sheets whose notes and dimensions are lettered too small; too little text is not judged."""
    judged = [sheet for sheet in sheets if sheet.lettering.characters >= LEAST_CHARACTERS]
    tiny = [sheet for sheet in judged if sheet.lettering.under_8 > TINY_SHARE]
    small = [
        sheet
        for sheet in judged
        if sheet not in tiny and (sheet.lettering.median_pt or NOTE_MEDIAN_PT) < NOTE_MEDIAN_PT
    ]
    return tuple(
        about("plans.text_too_small", alike, severity, median_pt=_smallest(alike), tiny=alike is tiny)
        for alike, severity in ((tiny, Severity.REVIEW), (small, Severity.NOTE))
        if alike
    )


def _smallest(sheets: Sequence[SheetEvidence]) -> float:
    return round(min(sheet.lettering.median_pt or 0.0 for sheet in sheets), 1)
