"""plans.not_for_construction, plans.preliminary: what says that a sheet is not final."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from parsers.plans.evidence import SheetEvidence
from rules.finding import Finding, Severity
from rules.plans.naming import about

MAX_WORDS = 6


def not_for_construction(sheets: Sequence[SheetEvidence]) -> tuple[Finding, ...]:
    """Sheets with that stamp; where it was only seen in a picture, and not clearly, staff look."""
    stamped = [sheet for sheet in sheets if sheet.not_for_construction]
    seen = [sheet for sheet in sheets if sheet.not_for_construction_seen and sheet not in stamped]
    found = []
    if stamped:
        words = (stamp.text for sheet in stamped for stamp in sheet.not_for_construction)
        found.append(about("plans.not_for_construction", stamped, words=_first(words), sure=True))
    if seen:
        words = (stamp.text for sheet in seen for stamp in sheet.not_for_construction_seen)
        found.append(
            about("plans.not_for_construction", seen, Severity.REVIEW, words=_first(words), sure=False)
        )
    return tuple(found)


def preliminary(sheets: Sequence[SheetEvidence]) -> tuple[Finding, ...]:
    """Sheets with weaker words of that kind, and without the stamp itself."""
    marked = [sheet for sheet in sheets if _is_marked(sheet)]
    if not marked:
        return ()
    words = (stamp.text for sheet in marked for stamp in sheet.preliminary)
    return (about("plans.preliminary", marked, words=_first(words)),)


def _first(words: Iterable[str]) -> tuple[str, ...]:
    kept = dict.fromkeys(word[:80] for word in words)
    return tuple(kept)[:MAX_WORDS]


def _is_marked(sheet: SheetEvidence) -> bool:
    stamped = sheet.not_for_construction or sheet.not_for_construction_seen
    return bool(sheet.preliminary) and not stamped
