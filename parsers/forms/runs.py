"""How far words that belong together go on a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from parsers.forms.labels import MAX_LABEL_WORDS
from parsers.forms.words import Word, in_lines

STANDS_OFF = 0.65
"""Gap between a label and what is no more of it, in letter heights; a blank is about 0.28."""


_BRACKETS = re.compile(r"\([^()]*(?:\)|$)")


def reach(words: Sequence[Word], place: int) -> int:
    """How far a label may go: up to a colon, a wide gap, other lettering, a leader."""
    end = place
    while end < len(words) and end - place < MAX_LABEL_WORDS + 6:
        word = words[end]
        if end > place and (stands_off(words[end - 1], word) or word.leader):
            break
        end += 1
        if word.text.endswith(":"):
            break
    return end


def stands_off(before: Word, word: Word) -> bool:
    if before.column != word.column or before.ruled != word.ruled:
        return True
    return word.left - before.right > STANDS_OFF * max(word.size, 7) or (
        before.look != word.look and not word.text.startswith("(")
    )


def mid_line(words: Iterable[Word]) -> frozenset[Word]:
    """The words that another one stands right before, so that no line of text begins with them."""
    pairs = (pair for line in in_lines(words) for pair in pairwise(line.words))
    return frozenset(word for before, word in pairs if not before.leader and not stands_off(before, word))


def without_brackets(text: str) -> str:
    return _BRACKETS.sub(" ", text) if text.find("(") > 2 else text
