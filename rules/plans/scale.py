"""plans.scale_too_small: at least 1 inch = 10 feet; details that are not to scale do not count."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.plans.evidence import Scale, SheetEvidence
from rules.finding import Finding
from rules.plans.naming import about

MOST_FEET_AN_INCH = 10.0
HAIR = 0.01


def scale_too_small(sheets: Sequence[SheetEvidence]) -> tuple[Finding, ...]:
    """Sheets with a view drawn smaller than that, with the smallest scale noted."""
    small = [sheet for sheet in sheets if _too_small(sheet)]
    if not small:
        return ()
    noted = (scale for sheet in small for scale in _too_small(sheet))
    worst = max(noted, key=lambda scale: scale.feet_per_inch or 0.0)
    return (
        about(
            "plans.scale_too_small",
            small,
            noted=worst.words.text[:80],
            feet_per_inch=round(worst.feet_per_inch or 0.0, 2),
            most_feet=MOST_FEET_AN_INCH,
        ),
    )


def _too_small(sheet: SheetEvidence) -> list[Scale]:
    return [scale for scale in sheet.scales if (scale.feet_per_inch or 0.0) > MOST_FEET_AN_INCH + HAIR]
