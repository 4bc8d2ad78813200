"""What a recogniser of letters saw in a picture of a page."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from parsers.scans.upright import Gray

MAX_WORDS = 4000
CAPITAL, DESCENDER = 0.72, 0.21
DESCENDING = frozenset("gjpqyQ,;()[]{}$/|@")
_RULES_ONLY = re.compile(r"^[|_\-—–=.,:;'\"`~\[\](){}\\<>«»*¢©®°]+$")


@dataclass(frozen=True, slots=True)
class SeenWord:
    """One word: text, box (left, top, right, bottom) in picture points, how sure (0 to 100), its line's number."""

    text: str
    box: tuple[int, int, int, int]
    sureness: float
    line: int = 0


Recognise = Callable[[bytes], tuple[SeenWord, ...]]
"""Called with a picture (PGM, gray, 8 bits); gives the words on it, none where nothing could be read."""


def portable(gray: Gray) -> bytes:
    """The picture as a recogniser wants it."""
    rows, columns = gray.shape
    return b"P5 %d %d 255\n" % (columns, rows) + np.ascontiguousarray(gray).tobytes()


def words_of_tsv(table: str) -> tuple[SeenWord, ...]:
    """The words in a table as Tesseract writes it (`tsv`): one row a word, tab between columns."""
    rows = csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE)
    words: list[SeenWord] = []
    lines: dict[tuple[str, ...], int] = {}
    for row in rows:
        text = (row.get("text") or "").strip()
        if not text or _RULES_ONLY.match(text) or len(words) >= MAX_WORDS:
            continue
        line = lines.setdefault(tuple(row[name] for name in ("block_num", "par_num", "line_num")), len(lines))
        left, top, width, height = (int(row[name]) for name in ("left", "top", "width", "height"))
        words.append(SeenWord(text[:200], (left, top, left + width, top + height), float(row["conf"]), line))
    return tuple(words)


def letter_size(word: SeenWord) -> float:
    """The size of its letters in picture points, from its height and the letters it has."""
    tall = word.box[3] - word.box[1]
    small = word.text.islower() and not set(word.text) & set("bdfhklti")
    low = bool(set(word.text) & DESCENDING)
    return tall / ((0.53 if small else CAPITAL) + (DESCENDER if low else 0))


def baseline(word: SeenWord, size: float) -> float:
    """How far down the picture its letters stand."""
    low = bool(set(word.text) & DESCENDING)
    return word.box[3] - (DESCENDER * size if low else 0)
