"""The words of a page with their places, in lines, as a form's reader wants them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

MAX_WORDS = 4000
MAX_CHARACTERS = 20_000
BLANK = 0.15
"""The narrowest gap between two words, in letter heights; a blank is about 0.28."""
Box = tuple[float, float, float, float]
_LEADER = re.compile(r"^(?:[_.…·]{2,}:?|_+:?|\.:)$")
_RULED = re.compile(r"(__+:?|\.{5,}:?|…{2,}:?)")
_DINGBATS = str.maketrans("345678lnumopqr", "✓✓✗✗✗✗●■■❏❏❏❏❏")
"""What the letters of the font Zapf Dingbats look like, where the file does not say."""
_EDGE_LEADERS = re.compile(r"^_+|_+$")


@dataclass(frozen=True, slots=True)
class Word:
    """One word: text, box (left, top, right, bottom) in points, lettering. `leader` = a line of underscores.

    `column`, `row`: the drawn lines left and right, above and below of it (0 = none). `ruled`: it stands on one.
    """

    text: str
    box: Box
    font: str = ""
    size: float = 0.0
    leader: bool = False
    column: tuple[float, float] = (0.0, 0.0)
    row: tuple[float, float] = (0.0, 0.0)
    ruled: bool = False

    @property
    def left(self) -> float:
        return self.box[0]

    @property
    def right(self) -> float:
        return self.box[2]

    @property
    def cell(self) -> tuple[float, float, float, float] | None:
        """The cell that it stands in; None where it is not closed on both sides."""
        return (*self.column, *self.row) if all(self.column) else None

    @property
    def look(self) -> tuple[str, float]:
        """Font and size, near enough for telling labels from values."""
        return (self.font, round(self.size * 2) / 2)


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one baseline, from left to right."""

    words: tuple[Word, ...]

    @property
    def top(self) -> float:
        return min(word.box[1] for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.box[3] for word in self.words)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words if not word.leader)


def page_words(page: Any) -> tuple[Word, ...]:
    """The upright words of a pdfplumber page, at most 4000 of them."""
    if len(page.chars) > MAX_CHARACTERS:
        return ()
    found = page.extract_words(
        x_tolerance_ratio=BLANK, y_tolerance=3, keep_blank_chars=False, extra_attrs=["fontname", "size"]
    )
    words = (word for one in found[:MAX_WORDS] if one.get("upright", True) for word in _words_in(one))
    return tuple(word for word in words if word.text)


def _words_in(one: dict[str, Any]) -> tuple[Word, ...]:
    """The word; underscores and dots that it runs into ("Name:__Robin__", "Suite.....") are words of their own."""
    text = str(one["text"]).replace("\x00", "").replace("\xa0", " ").strip()
    box = (float(one["x0"]), float(one["top"]), float(one["x1"]), float(one["bottom"]))
    look = str(one.get("fontname", "")), float(one.get("size", 0.0))
    if "Dingbats" in look[0]:
        text = text.translate(_DINGBATS)
    parts = [text] if _LEADER.match(text) else [part for part in _RULED.split(text) if part]
    step = (box[2] - box[0]) / max(1, len(text))
    found, left = [], box[0]
    for part in parts:
        right = left + step * len(part)
        leader = bool(_LEADER.match(part))
        bare = part if leader else _EDGE_LEADERS.sub("", part)
        found.append(Word(bare, (left, box[1], right, box[3]), *look, leader))
        left = right
    return tuple(found)


def in_lines(words: Iterable[Word]) -> tuple[Line, ...]:
    """The words in lines from top to bottom; words of unlike size share a line where their middles meet."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda one: (one.box[3], one.left)):
        for line in reversed(lines[-4:]):
            if abs(line[0].box[3] - word.box[3]) <= 3.2:
                line.append(word)
                break
        else:
            lines.append([word])
    whole = (Line(tuple(sorted(line, key=lambda one: one.left))) for line in lines)
    return tuple(sorted(whole, key=lambda line: line.top))


def joined_box(boxes: Iterable[Box]) -> Box:
    """The smallest box around all; there has to be one at least."""
    all_of_them = tuple(boxes)
    return (
        min(box[0] for box in all_of_them),
        min(box[1] for box in all_of_them),
        max(box[2] for box in all_of_them),
        max(box[3] for box in all_of_them),
    )
