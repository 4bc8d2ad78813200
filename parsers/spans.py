"""Text made plain for reading, and values with the place where they stand in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value")

MAX_CHARACTERS = 60_000
"""What is read of one text. 500 permits in a table, a line each, stay well below it."""

_INVISIBLE = dict.fromkeys(
    [
        173,
        847,
        1564,
        4447,
        4448,
        6158,
        65279,
        *range(8203, 8208),
        *range(8234, 8239),
        *range(8288, 8304),
        *range(65024, 65040),
        *range(917504, 917632),
    ]
)
_DASHES = dict.fromkeys([*range(0x2010, 0x2016), 0x2043, 0x2212, 0xFE58, 0xFE63, 0xFF0D], "-")
_QUOTES = {0x2018: "'", 0x2019: "'", 0x201B: "'", 0x02BC: "'", 0x00B4: "'", 0x201C: '"', 0x201D: '"'}
_BLANKS = dict.fromkeys([0x00A0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if code != 0xFF0D}
_TABLE = {**_INVISIBLE, **_DASHES, **_QUOTES, **_BLANKS, **_FULL_WIDTH, 0x2028: "\n", 0x2029: "\n"}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NO_MARKS = re.compile(r"[\u0300-\u036f]")


@dataclass(frozen=True, slots=True)
class Found(Generic[Value]):
    """A value and the half-open range of characters that it was read from."""

    start: int
    end: int
    value: Value


def plain(text: str, limit: int = MAX_CHARACTERS) -> str:
    """The text without invisible characters, with plain dashes, quotes, blanks and line ends; cut at `limit`."""
    text = text[: limit * 2]
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.translate(_TABLE))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub(" ", text)[:limit]


_SLASH = re.compile(r"(?<!\s)/(?!\s)")
_WITH_SLASHES = re.compile(r"\b\d{1,2}/\d{1,2}(?:/\d{2,4})?\b|\b(?:w|c|n|u)/|\band/or\b", re.IGNORECASE)


def slashes_apart(line: str) -> str:
    """A line whose fields stand between slashes ("Dana/framing/8am/...") with blanks around them."""
    if line.count("/") < 4 or "://" in line or "www." in line.lower():
        return line
    kept = {at for match in _WITH_SLASHES.finditer(line) for at in range(*match.span())}
    return _SLASH.sub(lambda match: "/" if match.start() in kept else " / ", line)


def fold(word: str) -> str:
    """The word for comparing: no accents, no apostrophes, no case."""
    if not word.isascii():
        word = _NO_MARKS.sub("", unicodedata.normalize("NFKD", word))
    return word.replace("'", "").casefold()


def blank_out(text: str, spans: Iterable[tuple[int, int]], filler: str = "\x01") -> str:
    """The text with these ranges overwritten, every other character at its old place."""
    pieces: list[str] = []
    done = 0
    for start, end in sorted(spans):
        if end <= done:
            continue
        begin = max(start, done)
        pieces += [text[done:begin], filler * (end - begin)]
        done = end
    return "".join([*pieces, text[done:]])


def word_set(text: str) -> frozenset[str]:
    """The words of a table that is written as prose."""
    return frozenset(text.split())
