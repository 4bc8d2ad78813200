"""Joins words that a recogniser took apart: typewriter letters leave wide gaps beside commas, dots and hyphens."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from parsers.scans.seen import SeenWord, letter_size

NEAR = 0.62
"""The widest gap within a number or an address, in letter heights; a typewriter's blank is wider."""
_TORN = (
    (re.compile(r"[$\d,]\d*,$"), re.compile(r"^\d{3}(?!\d)")),
    (re.compile(r"^\$?[\d,]+\.$"), re.compile(r"^\d\d(?!\d)")),
    (re.compile(r"^\$\d{0,3}$"), re.compile(r"^\d{3}(?!\d)")),
    (re.compile(r"\w[-/]$"), re.compile(r"^\w")),
    (re.compile(r"\w$"), re.compile(r"^[-/]\w")),
    (re.compile(r"@$|@.*\.$|^\w[\w.-]*[._]$"), re.compile(r"^[\w.-]*@|^[a-z]{2,}$")),
    (re.compile(r"^[\w.-]+$"), re.compile(r"^@\w")),
    (re.compile(r"@[\w.-]+$"), re.compile(r"^\.[a-z]")),
)
"""How the first part ends and the second begins."""


def joined(words: Sequence[SeenWord]) -> tuple[SeenWord, ...]:
    """The words with torn numbers, amounts and addresses in one piece, each as sure as its least sure part."""
    lines: dict[int, list[SeenWord]] = defaultdict(list)
    for word in sorted(words, key=lambda one: one.box[0]):
        own = lines[word.line]
        torn = bool(own) and _belong_together(own[-1], word)
        own.append(_both(own.pop(), word) if torn else word)
    return tuple(word for own in lines.values() for word in own)


def _belong_together(left: SeenWord, right: SeenWord) -> bool:
    gap = right.box[0] - left.box[2]
    if gap > NEAR * max(letter_size(left), letter_size(right)):
        return False
    return any(end.search(left.text) and start.search(right.text) for end, start in _TORN)


def _both(left: SeenWord, right: SeenWord) -> SeenWord:
    box = (
        min(left.box[0], right.box[0]),
        min(left.box[1], right.box[1]),
        max(left.box[2], right.box[2]),
        max(left.box[3], right.box[3]),
    )
    return SeenWord(left.text + right.text, box, min(left.sureness, right.sureness), left.line)
