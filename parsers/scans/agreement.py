"""Puts two looks at one page together: what both saw alike is sure, all else is not."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from parsers.scans.seen import SeenWord

ALIKE, UNLIKE = 90.0, 70.0
LEAST, GOOD = 25.0, 88.0
ALONE, NEAR = 10_000, 6
ENDS = ".,;:"
"""What one look may lose at the end of a word."""
_TELLING = re.compile(r"[^\w@.$#&/+-]")


def agreed(
    first: Sequence[SeenWord], second: Sequence[SeenWord], is_expected: Callable[[str], bool]
) -> tuple[SeenWord, ...]:
    """The words of the first look, 90 or surer where the second saw the same; and what only the second saw.

    `is_expected`: whether a word is one that forms have printed on them; such a one counts before any other.
    """
    found: list[SeenWord] = []
    met: set[SeenWord] = set()
    for word in first:
        others = [other for other in second if _lies_in(other, word)]
        met.update(other for other in second if _touches(other, word, NEAR))
        found.append(_judged(word, others, is_expected))
    missed = [replace(word, line=word.line + ALONE) for word in second if word not in met]
    return (*found, *(replace(word, sureness=min(word.sureness, UNLIKE)) for word in missed))


def _judged(word: SeenWord, others: Sequence[SeenWord], is_expected: Callable[[str], bool]) -> SeenWord:
    other = "".join(one.text for one in sorted(others, key=lambda one: one.box[0]))
    surest = max((one.sureness for one in others), default=0.0)
    if other and _telling(other) == _telling(word.text):
        is_clear = max(word.sureness, surest) >= GOOD and min(word.sureness, surest) >= LEAST
        text = other if other.rstrip(ENDS) == word.text else word.text
        return replace(word, text=text, sureness=max(word.sureness, ALIKE) if is_clear else UNLIKE)
    if is_expected(other) and not is_expected(word.text):
        return replace(word, text=other, sureness=UNLIKE)
    if (
        others
        and not is_expected(word.text)
        and all(one.sureness > word.sureness for one in others)
        and _cover(others, word)
    ):
        return replace(word, text=other, sureness=min(surest, UNLIKE))
    return replace(word, sureness=min(word.sureness, UNLIKE))


def _telling(text: str) -> str:
    """The text without marks that come and go at its ends, and without those that tell nothing."""
    return _TELLING.sub("", text).strip(".-_/")


def _cover(others: Sequence[SeenWord], word: SeenWord) -> bool:
    width = max(one.box[2] for one in others) - min(one.box[0] for one in others)
    return width > 0.9 * (word.box[2] - word.box[0])


def _lies_in(one: SeenWord, other: SeenWord) -> bool:
    """Whether most of it lies within the other."""
    across = min(one.box[2], other.box[2]) - max(one.box[0], other.box[0])
    return _touches(one, other) and across > 0.5 * (one.box[2] - one.box[0])


def _touches(one: SeenWord, other: SeenWord, near: int = 0) -> bool:
    middle = (one.box[1] + one.box[3]) / 2
    across = min(one.box[2], other.box[2]) - max(one.box[0], other.box[0])
    return other.box[1] - near <= middle <= other.box[3] + near and across > -near
