"""Looks for "not for construction" in what a recogniser of letters sees: across the drawing, slanted, in pictures."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Protocol

import numpy as np
from PIL import Image
from rapidfuzz import fuzz

from parsers.plans.construction import BIG_PT, PHRASE, STAMP_WORDS, squeezed
from parsers.plans.lines import Line, around, distance
from parsers.scans.lettering import Lettered, Look, heavy, part, with_room, without_rules, words_on
from parsers.scans.seen import Recognise

COARSE, ROUGH = 50.0, 36.0
"""Dots an inch at which lettering of one and of several inches is read best."""
LARGE_SQUARE_IN = 80.0
"""Pictures smaller than that are stamps: they are read as they are."""
HEAVY_IN = 0.035
DARK, LEAST_HEAVY = 128, 0.0008
"""A tenth of what the phrase in letters of an inch takes of a sheet."""
SLANTS = (0.0, 90.0, 30.0, 45.0)
SURE, ALIKE, LEAST = 88.0, 88.0, 14
WORDS = ("NOT", "FOR", "CONSTRUCTION")
MOST_WORDS = 4
STATUS = frozenset(map(squeezed, STAMP_WORDS - {"OR", "AND"}))


class HasWord(Protocol):
    """A word together with how it lies."""

    @property
    def word(self) -> Lettered: ...


def phrases(look: Look, recognise: Recognise, among: Sequence[HasWord] = ()) -> tuple[tuple[Line, bool], ...]:
    """Each place where the phrase is seen, and whether surely: large, and each of its words clear.

    `among`: words that were seen there already.
    """
    found = [*_in_words([placed.word for placed in among])]
    rows, columns = look.gray.shape
    if rows * columns / look.dots_per_inch**2 <= LARGE_SQUARE_IN:
        found.extend(_in_words(words_on(with_room(without_rules(look)), recognise, least=0)))
    elif not any(sure for _, sure in found):
        found.extend(_across(look, recognise))
    kept: list[tuple[Line, bool]] = []
    for line, sure in sorted(found, key=lambda one: not one[1]):
        if all(distance(line.box, other.box) > 0 for other, _ in kept):
            kept.append((line, sure))
    return tuple(kept[:20])


def _across(look: Look, recognise: Recognise) -> Iterator[tuple[Line, bool]]:
    """In large lettering over the drawing: without its rules, then heavy strokes alone, level and slanted."""
    whole = (0.0, 0.0, 1.0, 1.0)
    yield from _in_words(words_on(without_rules(part(look, whole, COARSE)), recognise, least=0))
    strokes = part(heavy(part(look, whole, 2 * ROUGH), HEAVY_IN), whole, ROUGH)
    if float((strokes.gray < DARK).mean()) < LEAST_HEAVY:
        return
    for degrees in SLANTS:
        for line, sure in _in_words(words_on(_turned(strokes, degrees), recognise, least=0)):
            yield replace(line, box=_turned_back(line.box, strokes, degrees), angle=degrees), sure


def _turned(look: Look, degrees: float) -> Look:
    """Clockwise, so that what rises by so many degrees lies level."""
    turned = Image.fromarray(look.gray).rotate(
        -degrees, expand=True, fillcolor=255, resample=Image.Resampling.BILINEAR
    )
    return replace(look, gray=np.asarray(turned, dtype=np.uint8))


def _turned_back(
    box: tuple[float, float, float, float], look: Look, degrees: float
) -> tuple[float, float, float, float]:
    """A box of the turned picture as it lies on the picture itself."""
    rows, columns = (side / look.dots_per_inch for side in look.gray.shape)
    turn = math.radians(degrees)
    cosine, sine = math.cos(turn), math.sin(turn)
    wide, high = columns * abs(cosine) + rows * abs(sine), columns * abs(sine) + rows * abs(cosine)
    points = []
    for x, y in ((box[0], box[1]), (box[2], box[1]), (box[0], box[3]), (box[2], box[3])):
        across, down = x - wide / 2, y - high / 2
        points.append((columns / 2 + across * cosine + down * sine, rows / 2 - across * sine + down * cosine))
    return around((x, y, x, y) for x, y in points)


def _in_words(words: Sequence[Lettered]) -> Iterator[tuple[Line, bool]]:
    """The phrase in words that follow each other, side by side or under each other."""
    likely = [word for word in words if len(squeezed(word.text)) >= 2]
    index = 0
    while index < len(likely):
        taken = _phrase_from(likely, index)
        if taken is None or _is_talked_of(taken[0], words):
            index += 1
            continue
        run, exact = taken
        size = min(word.size_pt for word in run)
        box = around(word.box for word in run)
        line = Line(" ".join(word.text for word in run), box, 0.0, max(word.size_pt for word in run))
        yield line, exact and size >= BIG_PT and min(word.sureness for word in run) >= SURE
        index += len(run)


def _phrase_from(words: Sequence[Lettered], first: int) -> tuple[Sequence[Lettered], bool] | None:
    """The words from there on that make up the phrase, and whether to the letter."""
    for count in range(1, MOST_WORDS + 1):
        run = words[first : first + count]
        if len(run) < count or not _lie_together(run):
            return None
        letters = squeezed("".join(word.text for word in run))
        if len(letters) >= LEAST and fuzz.ratio(letters, PHRASE) >= ALIKE:
            plain = tuple(re.sub(r"[^A-Z]", "", word.text.upper()) for word in run)
            return run, plain == WORDS
    return None


def _lie_together(run: Sequence[Lettered]) -> bool:
    largest = max(word.size_pt for word in run)
    return min(word.size_pt for word in run) >= 0.5 * largest and all(
        distance(one.box, other.box) <= 2 * largest / 72 for one, other in pairwise(run)
    )


def _is_talked_of(run: Sequence[Lettered], words: Sequence[Lettered]) -> bool:
    """Whether the words stand in a sentence about such drawings: small, with other words before or after them."""
    em = max(word.size_pt for word in run) / 72
    if em * 72 >= BIG_PT:
        return False
    own = around(word.box for word in run)
    beside = [
        word
        for word in words
        if all(word is not one for one in run)
        and abs(word.base - run[0].base) <= 0.5 * em
        and distance(word.box, own) <= 1.2 * em
        and len(squeezed(word.text)) >= 2
    ]
    return any(squeezed(word.text) not in STATUS for word in beside)
