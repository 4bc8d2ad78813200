"""plans.sheet_missing: floor plans always; others by the work. Titles may be worded otherwise: staff look."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.plans.evidence import SheetEvidence
from rules.finding import Finding

ALWAYS = (("floor_plan", "floor plan"),)
EXTERIOR = (("site_plan", "site plan"), ("elevation", "elevation"))
ROOF = (("roof_plan", "roof plan"),)
STRUCTURAL = (("section", "section"),)


def sheet_missing(
    sheets: Sequence[SheetEvidence], *, exterior: bool, structural: bool, roof: bool
) -> tuple[Finding, ...]:
    """A finding for each kind of sheet that is needed and was not found; none where no sheet could be read."""
    if not any(sheet.readability in {"text", "partly"} for sheet in sheets):
        return ()
    wanted = (
        ALWAYS + (EXTERIOR if exterior else ()) + (ROOF if roof else ()) + (STRUCTURAL if structural else ())
    )
    shown = {kind for sheet in sheets for kind in sheet.kinds}
    readable = all(sheet.is_readable for sheet in sheets)
    return tuple(
        Finding("plans.sheet_missing", name, None, {"wanted": name, "readable": readable})
        for kind, name in wanted
        if kind not in shown
    )
