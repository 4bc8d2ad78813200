"""How far the lines of an answer go on down the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from parsers.forms.mark import Mark
from parsers.forms.words import Word, in_lines

MAX_VALUE_LINES = 40


def differs(word: Word, mark: Mark) -> bool:
    return word.look != mark.words[0].look


def before_another_label(mark: Mark, words: Sequence[Word]) -> list[Word]:
    """The words above the next line that begins where the label does, lettered as it is: a label of no table."""
    others = (word for word in words if not differs(word, mark) and abs(word.left - mark.box[0]) < 3)
    ceiling = min((word.box[1] for word in others), default=100_000.0)
    return [word for word in words if word.box[1] < ceiling - 2]


def in_one_run(words: Iterable[Word], start: float, reach: float) -> tuple[Word, ...]:
    """Lines that follow each other closely, beginning within reach of the start."""
    run: list[Word] = []
    last = start
    for line in in_lines(words)[:MAX_VALUE_LINES]:
        height = line.bottom - line.top
        if line.top - last > (reach if not run else max(0.9 * height, 6)):
            break
        run.extend(line.words)
        last = line.bottom
    return tuple(run)
