"""plans.not_for_construction, plans.preliminary: what says that a sheet is not final."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from parsers.plans.evidence import SheetEvidence
from rules.finding import Finding
from rules.plans.naming import about

MAX_WORDS = 6


def not_for_construction(sheets: Sequence[SheetEvidence]) -> tuple[Finding, ...]:
    """Sheets with that stamp."""
    stamped = [sheet for sheet in sheets if sheet.not_for_construction]
    if not stamped:
        return ()
    words = (stamp.text for sheet in stamped for stamp in sheet.not_for_construction)
    return (about("plans.not_for_construction", stamped, words=_first(words)),)


def preliminary(sheets: Sequence[SheetEvidence]) -> tuple[Finding, ...]:
    """Sheets with weaker words of that kind, and without the stamp itself."""
    marked = [sheet for sheet in sheets if sheet.preliminary and not sheet.not_for_construction]
    if not marked:
        return ()
    words = (stamp.text for sheet in marked for stamp in sheet.preliminary)
    return (about("plans.preliminary", marked, words=_first(words)),)


def _first(words: Iterable[str]) -> tuple[str, ...]:
    kept = dict.fromkeys(word[:80] for word in words)
    return tuple(kept)[:MAX_WORDS]
