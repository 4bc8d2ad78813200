"""Tells in which of a few kinds of letters each word on a scan is set: what labels look like, and what answers do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray
from reportlab.pdfbase.pdfmetrics import stringWidth

from parsers.scans.pieces import Mask
from parsers.scans.seen import SeenWord, letter_size

STEMS = {
    "Helvetica": 0.088,
    "Helvetica-Bold": 0.145,
    "Times-Roman": 0.085,
    "Times-Bold": 0.145,
    "Courier": 0.055,
    "Courier-Bold": 0.11,
}
"""How wide upright strokes are, in letter heights."""
SHOWN = {
    "Helvetica": "Helvetica",
    "Times-Roman": "Helvetica",
    "Helvetica-Bold": "Helvetica-Bold",
    "Times-Bold": "Helvetica-Bold",
    "Courier": "Courier",
    "Courier-Bold": "Courier",
}
NEAR = 0.18
SPREAD = 1.0
"""By how much a scanner makes strokes wider, in picture points."""
WIDTH_OFF, HEIGHT_OFF, STEM_OFF = 0.035, 0.06, 0.022
CHANGE, CHANGE_AT_GAP = 9.0, 2.5
GAP = 0.8
FEW = 0.04
STEP = 0.07
MOST_OFF = 12.0


@dataclass(frozen=True, slots=True)
class Lettering:
    """A font and the size of its letters in picture points."""

    font: str
    size: float


@dataclass(frozen=True, slots=True)
class _Measured:
    """One word: its size by its height, the width of its ink, that of its strokes (picture points).

    `change`: what it costs that it is not lettered as the word before it is."""

    text: str
    height: float
    width: float
    stem: float
    change: float = CHANGE


def letterings(words: Sequence[SeenWord], dark: Mask) -> Mapping[SeenWord, Lettering]:
    """The lettering of each word, out of the few that the page has."""
    lines = _lines(words)
    measured = {word: _measure(word, before, dark) for line in lines for before, word in _with_before(line)}
    kinds = _kinds(lines, measured)
    shown = _shown(kinds)
    found: dict[SeenWord, Lettering] = {}
    for line in lines:
        found |= zip(line, _likeliest([measured[word] for word in line], kinds), strict=True)
    return {word: shown[kind] for word, kind in found.items()}


def _lines(words: Sequence[SeenWord]) -> list[list[SeenWord]]:
    lines: dict[int, list[SeenWord]] = {}
    for word in sorted(words, key=lambda one: one.box[0]):
        lines.setdefault(word.line, []).append(word)
    return list(lines.values())


def _with_before(line: Sequence[SeenWord]) -> Iterator[tuple[SeenWord | None, SeenWord]]:
    return zip((None, *line), line, strict=False)


def _measure(word: SeenWord, before: SeenWord | None, dark: Mask) -> _Measured:
    left, top, right, bottom = word.box
    ink = np.pad(dark[top:bottom, left:right], ((0, 0), (1, 1))).astype(np.int8)
    edges = np.diff(ink, axis=1)
    runs: NDArray[np.int64] = np.nonzero(edges == -1)[1] - np.nonzero(edges == 1)[1]
    size = letter_size(word)
    at_gap = before is not None and (before.text.endswith(":") or left - before.box[2] > GAP * size)
    change = CHANGE_AT_GAP if at_gap else CHANGE
    return _Measured(word.text, size, right - left, float(np.median(runs)) if len(runs) else 0.0, change)


def _shown(kinds: Sequence[Lettering]) -> dict[Lettering, Lettering]:
    """What each lettering is shown as: serifs are not told from their like without, nor sizes that are near."""
    grades: dict[str, list[float]] = {}
    found: dict[Lettering, Lettering] = {}
    for kind in kinds:
        font = SHOWN[kind.font]
        own = grades.setdefault(font, [])
        near = next((size for size in own if abs(log(size / kind.size)) < NEAR), None)
        if near is None:
            own.append(near := kind.size)
        found[kind] = Lettering(font, near)
    return found


def _misfit(word: _Measured, kind: Lettering) -> float:
    """How badly the word fits the lettering: squared errors in shares of what is usual."""
    natural = stringWidth(word.text, kind.font, kind.size) - 0.12 * kind.size
    if natural <= 0 or word.width <= 0 or word.height <= 0:
        return 0.0
    telling = min(1.0, len(word.text) / 5)
    across = log(word.width / natural) / (WIDTH_OFF / telling)
    down = log(word.height / kind.size) / (HEIGHT_OFF / telling)
    stem = (word.stem - SPREAD - STEMS[kind.font] * kind.size) / (STEM_OFF * kind.size / telling)
    return min(MOST_OFF, across**2) + min(MOST_OFF, down**2) + min(MOST_OFF, stem**2)


def _kinds(lines: Sequence[Sequence[SeenWord]], measured: Mapping[SeenWord, _Measured]) -> list[Lettering]:
    """The letterings of the page: those that are the best for more than a few words."""
    sizes = sorted(word.height for word in measured.values() if len(word.text) > 2)
    if not sizes:
        return [Lettering("Helvetica", 40.0)]
    low, high = sizes[0], sizes[-1]
    steps = max(1, round(log(high / low) / STEP)) if low > 0 else 1
    every = [
        Lettering(font, low * (high / low) ** (step / steps)) for font in STEMS for step in range(steps + 1)
    ]
    votes: Counter[Lettering] = Counter()
    for line in lines:
        for word, kind in zip(line, _likeliest([measured[one] for one in line], every), strict=True):
            votes[kind] += len(word.text)
    return _strongest(votes)


def _strongest(votes: Counter[Lettering]) -> list[Lettering]:
    """The letterings with many votes; one that is nearly like a stronger one goes into it."""
    kept: list[Lettering] = []
    whole = sum(votes.values())
    for kind, count in votes.most_common():
        alike = any(one.font == kind.font and abs(log(one.size / kind.size)) < 2.2 * STEP for one in kept)
        if not alike and (count >= FEW * whole or not kept):
            kept.append(kind)
    return kept


def _likeliest(words: Sequence[_Measured], kinds: Sequence[Lettering]) -> list[Lettering]:
    """For each word of a line its lettering, changing as seldom as the words allow (Viterbi)."""
    costs = np.array([[_misfit(word, kind) for kind in kinds] for word in words])
    total = costs[0]
    steps: list[NDArray[np.int64]] = []
    for word, cost in zip(words[1:], costs[1:], strict=True):
        change = int(total.argmin())
        stays = total <= total[change] + word.change
        steps.append(np.where(stays, np.arange(len(kinds)), change))
        total = np.where(stays, total, total[change] + word.change) + cost
    place = int(total.argmin())
    chosen = [place]
    for step in reversed(steps):
        place = int(step[place])
        chosen.append(place)
    return [kinds[place] for place in reversed(chosen)]
