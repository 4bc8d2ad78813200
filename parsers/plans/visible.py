"""Whether words are really to be seen on a sheet: not hidden with a layer, covered, clipped or white on white."""

from __future__ import annotations

from typing import Any

from parsers.plans.evidence import Box
from parsers.plans.glyphs import Frame, holders_within
from parsers.plans.letters import switch
from parsers.plans.lines import Line, share_box
from parsers.plans.picture import WHITE, Picture, redrawn

MAX_TRIALS = 12
KNOCKED_OUT = 0.06
"""Share of the dots around words that must change for white letters on black."""


class Sight:
    """Looks at words on a drawn sheet by taking them off and drawing their place again.

    Costly, so for the few words that matter; after 12 looks a page it only sees whether something is drawn.
    """

    def __init__(self, page: Any, frame: Frame, picture: Picture | None) -> None:
        self._page, self._frame, self._picture = page, frame, picture
        self._trials = 0

    def shows(self, line: Line) -> bool:
        """Whether these words are visible; True where nothing was drawn to look at."""
        if self._picture is None:
            return True
        box = share_box(line.box, self._frame)
        if not self._picture.shows_something(box):
            return False
        self._trials += 1
        return self._trials > MAX_TRIALS or self._makes_a_difference(line, box, self._picture)

    def _makes_a_difference(self, line: Line, box: Box, picture: Picture) -> bool:
        em = line.size / 72
        left, top, right, bottom = line.box
        near = holders_within(self._page, self._frame, (left - em, top - em, right + em, bottom + em))
        own = [(holder, text.strip()) for holder, text in near if text.strip() in line.text]
        if 2 * sum(len(text) for _, text in own) < len(line.text.replace(" ", "")):
            # Typed boxes and words found elsewhere cannot be taken off.
            return True
        holders = [holder for holder, _ in own]
        switched = [holder for holder in holders if switch(holder, on=False)]
        try:
            without = redrawn(self._page, picture, box)
        finally:
            for holder in switched:
                switch(holder, on=True)
        if without is None:
            return True
        shown = picture.part(box)
        changed = without != shown
        # White letters that only break some lines are not seen; white ones on a black bar are.
        return bool((changed & (shown != WHITE)).any()) or bool(changed.mean() >= KNOCKED_OUT)
