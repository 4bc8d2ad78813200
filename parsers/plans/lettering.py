"""How big the letters of notes and dimensions are (D7)."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.plans.evidence import Lettering
from parsers.plans.lines import Line

BLOCK_RIGHT = 0.82
BLOCK_BOTTOM = 0.90
HAIR = 0.05
"""Points by which a nominal size may miss its round number after all matrices."""


def lettering(lines: Sequence[Line], width_in: float, height_in: float) -> Lettering:
    """Sizes by characters, of visible lines outside the title block."""
    counted = [
        (line.size, sum(not letter.isspace() for letter in line.text))
        for line in lines
        if line.visible and not is_in_title_block(line, width_in, height_in)
    ]
    characters = sum(count for _, count in counted)
    if not characters:
        return Lettering()
    return Lettering(
        characters=characters,
        median_pt=round(_median(counted, characters), 2),
        under_12=_share(counted, characters, 12),
        under_8=_share(counted, characters, 8),
        under_6=_share(counted, characters, 6),
    )


def is_in_title_block(line: Line, width_in: float, height_in: float) -> bool:
    """The strip at the right edge or along the foot where title blocks are."""
    across, down = line.middle
    return across >= BLOCK_RIGHT * width_in or down >= BLOCK_BOTTOM * height_in


def _median(counted: Sequence[tuple[float, int]], characters: int) -> float:
    passed = 0
    for size, count in sorted(counted):
        passed += count
        if 2 * passed >= characters:
            return size
    return 0.0


def _share(counted: Sequence[tuple[float, int]], characters: int, limit: float) -> float:
    return round(sum(count for size, count in counted if size < limit - HAIR) / characters, 4)
