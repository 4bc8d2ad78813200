"""What is drawn around and under words: the cell each stands in, the line each stands on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from parsers.forms.drawn import Drawn
from parsers.forms.words import Box, Word, joined_box

RULE_REACH = (-3.5, 3.5)
COMB_CELLS = 3
MARGIN_REACH = 60.0
ONE_ROW = 18.0
LEAST_RULE = 60.0
_Edges = npt.NDArray[np.float64]


def placed(words: Sequence[Word], drawn: Drawn) -> tuple[Word, ...]:
    """The words, each with its cell (the edges around it) and whether it stands on a drawn line."""
    upright, level = (
        _edges((*drawn.upright, *_margins(sorted(drawn.rules, key=lambda rule: rule[1]), words))),
        _edges(drawn.level),
    )
    known = [
        replace(word, column=_column(word, upright), row=_row(word, level), ruled=_is_ruled(word, level))
        for word in words
    ]
    return _without_combs(known)


def _margins(rules: Sequence[Box], words: Sequence[Word]) -> list[Box]:
    """Upright edges that are not drawn: where at least three lines to write on, as long as each other, begin."""
    alike: dict[tuple[int, int], list[Box]] = {}
    for rule in rules:
        alike.setdefault((round(rule[0]), round(rule[2])), []).append(rule)
    return [
        (rule[0], max(above, rule[1] - _reach(rule, rules), _crossed(rule, words)), rule[0], rule[1])
        for group in alike.values()
        if len(group) >= 3 and group[0][2] - group[0][0] >= LEAST_RULE
        for above, rule in zip((0.0, *(one[3] for one in group)), group, strict=False)
    ]


def _crossed(rule: Box, words: Sequence[Word]) -> float:
    """The foot of the lowest word that lies across the margin above the line: that line of words has no margin."""
    return max(
        (
            word.box[3]
            for word in words
            if word.left < rule[0] - 1 < rule[0] + 1 < word.right and word.box[3] < rule[1]
        ),
        default=0.0,
    )


def _reach(rule: Box, rules: Sequence[Box]) -> float:
    """How far up the margin goes: to the line above, however long that is; a heading may stand over the first one."""
    above = [rule[1] - other[1] for other in rules if other[1] < rule[1] - ONE_ROW and other[0] < rule[2]]
    return min([*above, MARGIN_REACH]) if above else ONE_ROW


def _edges(boxes: Sequence[Box]) -> _Edges:
    return np.array(boxes, dtype=np.float64).reshape(-1, 4)


def _column(word: Word, upright: _Edges) -> tuple[float, float]:
    across, down = (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2
    beside = upright[(upright[:, 1] - 1 <= down) & (upright[:, 3] + 1 >= down)]
    left = beside[beside[:, 0] <= across, 0]
    right = beside[beside[:, 0] > across, 0]
    return (float(left.max()) if left.size else 0.0, float(right.min()) if right.size else 0.0)


def _row(word: Word, level: _Edges) -> tuple[float, float]:
    across, down = (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2
    beside = level[(level[:, 0] - 1 <= across) & (level[:, 2] + 1 >= across)]
    above = beside[beside[:, 1] <= down, 1]
    below = beside[beside[:, 1] > down, 1]
    return (float(above.max()) if above.size else 0.0, float(below.min()) if below.size else 0.0)


def _is_ruled(word: Word, level: _Edges) -> bool:
    across, foot = (word.box[0] + word.box[2]) / 2, word.box[3]
    under = (level[:, 0] <= across) & (level[:, 2] >= across)
    near = (level[:, 1] - foot > RULE_REACH[0]) & (level[:, 1] - foot < RULE_REACH[1])
    return bool((under & near).any())


def _without_combs(words: Sequence[Word]) -> tuple[Word, ...]:
    """Letters written one to a little box, joined to the words that they are."""
    found: list[Word] = []
    run: list[Word] = []
    for word in words:
        if run and not _next_in_comb(run[-1], word):
            found += _joined(run)
            run = []
        run.append(word)
    return (*found, *_joined(run))


def _next_in_comb(before: Word, word: Word) -> bool:
    """Whether the two letters stand in boxes of one size, side by side or with empty ones between."""
    if len(before.text) > 1 or len(word.text) > 1 or abs(before.box[3] - word.box[3]) > 3:
        return False
    width = before.column[1] - before.column[0]
    same = 3 < width < 40 and abs(word.column[1] - word.column[0] - width) < 1.5
    steps = (word.column[0] - before.column[0]) / width if same else 0.0
    return same and 0.9 < steps < 4.2 and abs(steps - round(steps)) < 0.15


def _joined(run: Sequence[Word]) -> list[Word]:
    if len(run) < COMB_CELLS:
        return list(run)
    width = run[0].column[1] - run[0].column[0]
    parts = [[run[0]]]
    for before, word in pairwise(run):
        if word.column[0] - before.column[0] > 1.5 * width:
            parts.append([])
        parts[-1].append(word)
    column = (run[0].column[0], run[-1].column[1])
    return [
        replace(
            part[0],
            text="".join(word.text for word in part),
            box=joined_box(word.box for word in part),
            column=column,
        )
        for part in parts
    ]
