"""Words on pictures of drawings: where they stand and how large they are, in inches, also where they lie turned."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from PIL import Image, ImageFilter

from parsers.scans.drawn import drawing_of, without_lines
from parsers.scans.seen import Recognise, SeenWord, baseline, letter_size, portable
from parsers.scans.upright import Gray

Box = tuple[float, float, float, float]
KEPT, CLEAR = 35.0, 80.0
RULE_IN = 2.5
STRAY = re.compile(r"^[^\w#(\"'%@]+|[^\w)\"'.%:@]+$")


@dataclass(frozen=True, slots=True)
class Lettered:
    """One word in inches from the top left corner: box, baseline, size in points, how sure (0 to 100)."""

    text: str
    box: Box
    base: float
    size_pt: float
    sureness: float


@dataclass(frozen=True, slots=True)
class Look:
    """A part of a picture: its dots, dots an inch, and where it begins (inches)."""

    gray: Gray
    dots_per_inch: float
    left: float = 0.0
    top: float = 0.0


def part(whole: Look, box: Box, dots_per_inch: float) -> Look:
    """The part of the picture within the box (shares of it), at about that resolution, never a finer one."""
    rows, columns = whole.gray.shape
    left, right = (round(side * columns) for side in (box[0], box[2]))
    top, bottom = (round(side * rows) for side in (box[1], box[3]))
    cut = whole.gray[top:bottom, left:right]
    share = min(1.0, dots_per_inch / whole.dots_per_inch)
    if share < 0.95 and cut.size:
        size = (max(1, round(cut.shape[1] * share)), max(1, round(cut.shape[0] * share)))
        cut = np.asarray(Image.fromarray(cut).resize(size, Image.Resampling.BOX), dtype=np.uint8)
    else:
        share = 1.0
    inch = whole.dots_per_inch
    return Look(cut, inch * share, whole.left + left / inch, whole.top + top / inch)


def heavy(look: Look, stroke_in: float) -> Look:
    """The picture with nothing on it but strokes wider than that: large lettering without the drawing under it."""
    dots = max(3, int(stroke_in * look.dots_per_inch) // 2 * 2 + 1)
    opened = (
        Image.fromarray(look.gray).filter(ImageFilter.MaxFilter(dots)).filter(ImageFilter.MinFilter(dots))
    )
    return Look(np.asarray(opened, dtype=np.uint8), look.dots_per_inch, look.left, look.top)


def without_rules(look: Look) -> Look:
    """The picture without its long level and upright lines; the strokes of large letters stay."""
    longest = max(look.gray.shape) / look.dots_per_inch
    drawing = drawing_of(look.gray, round(look.dots_per_inch), least_in=min(RULE_IN, longest / 2))
    return Look(without_lines(look.gray, drawing), look.dots_per_inch, look.left, look.top)


def with_room(look: Look) -> Look:
    """The picture with a blank rim: letters that reach to its edge are not seen."""
    rim = max(12, round(0.15 * look.dots_per_inch))
    room = rim / look.dots_per_inch
    return Look(
        np.pad(look.gray, rim, constant_values=255), look.dots_per_inch, look.left - room, look.top - room
    )


def words_on(look: Look, recognise: Recognise, *, least: float = KEPT) -> tuple[Lettered, ...]:
    """The words seen there, those of one line in one size on one baseline."""
    if min(look.gray.shape) < 12:
        return ()
    seen = recognise(portable(look.gray))
    lines: dict[int, list[SeenWord]] = defaultdict(list)
    for word in seen:
        if word.sureness >= least and (text := STRAY.sub("", word.text)):
            lines[word.line].append(SeenWord(text, word.box, word.sureness, word.line))
    return tuple(lettered for words in lines.values() for lettered in _line(words, look))


def _line(words: Sequence[SeenWord], look: Look) -> list[Lettered]:
    size = median(letter_size(word) for word in words)
    inch = look.dots_per_inch
    found = []
    for word in words:
        own = letter_size(word)
        alike = size if 0.6 <= own / size <= 1.67 else own
        box = (
            look.left + word.box[0] / inch,
            look.top + word.box[1] / inch,
            look.left + word.box[2] / inch,
            look.top + word.box[3] / inch,
        )
        base = look.top + baseline(word, alike) / inch
        found.append(Lettered(word.text, box, base, alike / inch * 72, word.sureness))
    return found


def clear_words(words: Sequence[Lettered]) -> int:
    """How many words were seen clearly: the measure of which way up a sheet lies."""
    return sum(word.sureness >= CLEAR and len(word.text) > 2 and word.text.isalpha() for word in words)
