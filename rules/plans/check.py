"""The plan check: every rule on a set of sheets, all findings at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from parsers.plans.evidence import SheetEvidence
from rules.finding import Finding, Value
from rules.office import PlanLimits
from rules.plans.code_summary import code_summary
from rules.plans.ink import color, grayscale, highlighter, photograph
from rules.plans.lettering import text_too_small
from rules.plans.readability import unreadable_text
from rules.plans.scale import scale_too_small
from rules.plans.sheet_kinds import sheet_missing
from rules.plans.size import size
from rules.plans.stamp import stamp_expired, stamp_missing
from rules.plans.status import not_for_construction, preliminary


def check_plan_set(
    sheets: Sequence[SheetEvidence],
    limits: PlanLimits,
    received: date,
    *,
    exterior: bool = False,
    corrections: bool = False,
    structural: bool = False,
    roof: bool = False,
    complete: bool = True,
    file: str | None = None,
    made_with: str = "",
) -> tuple[Finding, ...]:
    """The findings on these sheets, judged as of the day of receipt; severities set only where milder.

    `exterior`, `roof`, `structural`: what work is done, and so which sheets are needed. `corrections`: a
    response to corrections, where red is allowed. `complete`: False where sheets of the set could not be
    looked at; then nothing is said to be missing. `file`: the attachment, named in every finding; `made_with`:
    the program that made it, whose own way of mending is told.
    """
    found = (
        *size(sheets, limits),
        *not_for_construction(sheets),
        *stamp_expired(sheets, received),
        *highlighter(sheets),
        *color(sheets, corrections=corrections),
        *grayscale(sheets),
        *(code_summary(sheets) if complete else ()),
        *photograph(sheets),
        *preliminary(sheets),
        *(stamp_missing(sheets) if complete else ()),
        *(sheet_missing(sheets, exterior=exterior, structural=structural, roof=roof) if complete else ()),
        *scale_too_small(sheets),
        *text_too_small(sheets),
        *unreadable_text(sheets),
    )
    own: dict[str, Value] = {"made_with": made_with} if made_with else {}
    return tuple(replace(finding, file=file, values={**finding.values, **own}) for finding in found)


def check_stamps(
    sheets: Sequence[SheetEvidence], received: date, *, file: str | None = None
) -> tuple[Finding, ...]:
    """Only the stamps' expiry dates: for calculations (D6)."""
    return tuple(replace(finding, file=file) for finding in stamp_expired(sheets, received))
