"""plans.stamp_expired: a past date surely read on an engineer's stamp (D6); plans.stamp_missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from parsers.plans.evidence import SheetEvidence
from rules.finding import Finding, Severity
from rules.plans.naming import about, of_set


def stamp_expired(sheets: Sequence[SheetEvidence], received: date) -> tuple[Finding, ...]:
    """A finding a date: reject where it is surely an engineer's, else review. Today is not expired."""
    past: dict[tuple[date, bool], list[SheetEvidence]] = defaultdict(list)
    for sheet in sheets:
        for on, sure in {(expiry.on, expiry.sure) for expiry in sheet.expiries if expiry.on < received}:
            past[on, sure].append(sheet)
    return tuple(
        about(
            "plans.stamp_expired",
            past[on, sure],
            None if sure else Severity.REVIEW,
            expired_on=on.isoformat(),
            received_on=received.isoformat(),
            sure=sure,
        )
        for on, sure in sorted(past)
    )


def stamp_missing(sheets: Sequence[SheetEvidence]) -> tuple[Finding, ...]:
    """No seal, stamp or signature seen on any sheet; that can never be read surely, so staff look."""
    if not sheets or any(sheet.seals or sheet.expiries for sheet in sheets):
        return ()
    return (of_set("plans.stamp_missing", readable=all(sheet.is_readable for sheet in sheets)),)
