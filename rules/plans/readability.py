"""plans.unreadable_text: what could not be read is said, not guessed."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.plans.evidence import SheetEvidence
from rules.finding import Finding, Severity
from rules.plans.naming import about

REASONS = (
    ("scanned", frozenset({"scanned"})),
    ("stroked", frozenset({"stroked"})),
    ("partly", frozenset({"partly"})),
    ("garbled", frozenset({"garbled"})),
)


def unreadable_text(sheets: Sequence[SheetEvidence]) -> tuple[Finding, ...]:
    """A finding for each reason, apart for sheets that were read by eye; staff look at a page that broke."""
    found = [
        about("plans.unreadable_text", alike, reason=reason, by_eye=by_eye)
        for reason, kinds in REASONS
        for by_eye in (False, True)
        if (
            alike := [
                sheet
                for sheet in sheets
                if sheet.readability in kinds and sheet.width_in and sheet.by_eye is by_eye
            ]
        )
    ]
    broken = [sheet for sheet in sheets if sheet.readability == "broken" or not sheet.width_in]
    if broken:
        found.append(about("plans.unreadable_text", broken, Severity.REVIEW, reason="broken", by_eye=False))
    return tuple(found)
