"""How sheets are called in a finding, and findings about several of them."""

from __future__ import annotations

from collections.abc import Iterable

from parsers.plans.evidence import SheetEvidence, pages_of
from rules.finding import Finding, Severity, Value

MAX_NAMED = 40


def sheet_names(sheets: Iterable[SheetEvidence]) -> tuple[str, ...]:
    """The numbers of the sheets that have one, in order."""
    ordered = sorted(sheets, key=lambda sheet: sheet.page)
    return tuple(sheet.number for sheet in ordered if sheet.number)[:MAX_NAMED]


def about(
    code: str, sheets: Iterable[SheetEvidence], severity: Severity | None = None, **values: Value
) -> Finding:
    """The finding on these sheets: `where` their pages, value `sheets` their numbers."""
    kept = tuple(sheets)
    return Finding(code, pages_of(kept), None, {"sheets": sheet_names(kept), **values}, severity)


def of_set(code: str, severity: Severity | None = None, **values: Value) -> Finding:
    """The finding on the set as a whole: on no page more than on another."""
    return Finding(code, (), None, values, severity)
