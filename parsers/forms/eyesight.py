"""Whether what was seen on a scan is surely the whole answer, and nothing but the answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.forms.around import LONG_FIELDS
from parsers.forms.labels import Labels
from parsers.forms.reading import FieldReading
from parsers.money import read_amount
from parsers.scans.paper import ScannedPage
from parsers.scans.pieces import PixelBox
from parsers.scans.seen import SeenWord

SURE = 85.0
NEXT, BELOW, EDGE, HALF = 1.3, 0.7, 1.5, 0.5
"""How near words are that may belong to an answer: behind it, below it, off its left edge, in letter heights."""
OPTION_WORDS = 6
_PERMIT = re.compile(r"\d{2,4}[- ]\d{6}")
_CONFUSED = re.compile(r"l[bcdfghjkmnpqrstvwxz]")
"""A small l before a consonant begins no word: it was a capital I."""
_FORMS = {
    "applicant_email": re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+"),
    "applicant_phone": re.compile(r"(?:\D{0,3}\d){10,16}(?:\s*(?:x|ext\.?)\s*\d+)?"),
    "permit_number": re.compile(r"\d{2,4}[- ]?\d{6}(?:[- ]?\d{3}[- ]?\d{2}[- ]?[A-Z]{2})?"),
    "ccb_number": re.compile(r"(?:CCB)?\s*#?\s*\d{4,6}"),
}
"""What must stand in fields with a form of their own."""
_Box = tuple[float, float, float, float]


def is_surely_seen(name: str, reading: FieldReading, page: ScannedPage, table: Labels) -> bool:
    """Whether each of its words was seen clearly, none is missing beside it, and it reads as such a field does."""
    if reading.value is None or reading.box is None:
        return False
    inch = page.dots_per_inch / 72
    left, top, right, bottom = (side * inch for side in reading.box)
    around = (left - 4, top - 6, right + 4, bottom + 6)
    own = [word for word in page.words if _is_within(word.box, around)]
    if not own or any(word.sureness < SURE or _CONFUSED.match(word.text) for word in own):
        return False
    if name == "tenant_status":
        return _is_ticked(reading.value, page, around, table)
    seen_once = len(reading.value.replace(" ", "")) <= sum(len(word.text) for word in own)
    return seen_once and _reads_right(name, reading.value, own) and not _goes_on(own, page)


def _reads_right(name: str, value: str, own: Sequence[SeenWord]) -> bool:
    form = _FORMS.get(name)
    if form is not None:
        return form.fullmatch(value.strip()) is not None
    if name.endswith("valuation"):
        return read_amount(value).problem is None
    if name in LONG_FIELDS:
        return not value.endswith(":")
    has_label = any(word.text.endswith(":") or word.text == "#" for word in own)
    return not has_label and _is_one_line(own) and not (name == "suite" and _PERMIT.search(value))


def _is_one_line(own: Sequence[SeenWord]) -> bool:
    first = own[0].box
    return all(word.box[1] < first[3] and first[1] < word.box[3] for word in own)


def _goes_on(own: Sequence[SeenWord], page: ScannedPage) -> bool:
    """Whether words stand so near behind it or below it that they may belong to it."""
    foot = max(word.box[3] for word in own)
    last = max((word for word in own if word.box[1] < foot <= word.box[3] + HALF * _height(word)), key=_right)
    left = min(word.box[0] for word in own)
    height = page.letterings[last].size
    if any(_is_beside(ink, own, NEXT * height) for ink in page.ink):
        return True
    return any(
        _is_behind(word, last, NEXT * height)
        or (_is_below(word, own, left, height) and page.letterings[word] == page.letterings[last])
        for word in page.words
        if word not in own
    )


def _height(word: SeenWord) -> int:
    return word.box[3] - word.box[1]


def _right(word: SeenWord) -> int:
    return word.box[2]


def _is_beside(ink: PixelBox, own: Sequence[SeenWord], reach: float) -> bool:
    """Whether ink that nobody could read stands on its row: a part of it, as like as not."""
    top, foot = min(word.box[1] for word in own), max(word.box[3] for word in own)
    left, right = min(word.box[0] for word in own), max(word.box[2] for word in own)
    on_row = min(ink[3], foot) - max(ink[1], top) > 0.4 * (ink[3] - ink[1])
    return on_row and ink[0] < right + reach and ink[2] > left - reach


def _is_behind(word: SeenWord, last: SeenWord, reach: float) -> bool:
    middle = (word.box[1] + word.box[3]) / 2
    return last.box[1] <= middle <= last.box[3] and 0 <= word.box[0] - last.box[2] < reach


def _is_below(word: SeenWord, own: Sequence[SeenWord], left: float, height: float) -> bool:
    foot = max(one.box[3] for one in own)
    return 0 <= word.box[1] - foot < BELOW * height and abs(word.box[0] - left) < EDGE * height


def _is_ticked(status: str, page: ScannedPage, around: _Box, table: Labels) -> bool:
    """Whether one box among the answers is ticked, and the words behind it, up to the next box, are that answer."""
    near = (around[0] - 24 * page.dots_per_inch / 72, around[1], around[2] + 24, around[3])
    ticked = [box for box in page.drawing.ticked_boxes if _is_within(box, near)]
    boxes = (*page.drawing.empty_boxes, *page.drawing.ticked_boxes)
    if len(ticked) != 1:
        return not any(near[1] <= (box[1] + box[3]) / 2 <= near[3] for box in boxes)
    (box,) = ticked
    stop = min((one[0] for one in boxes if one[0] > box[2] and _is_level(one, box)), default=100_000)
    behind = sorted(
        (word for word in page.words if _is_level(word.box, box) and box[2] <= word.box[0] < stop),
        key=lambda word: word.box[0],
    )
    texts = [" ".join(word.text for word in behind[:count]) for count in range(1, OPTION_WORDS + 1)]
    found = {option for text in texts if (option := table.option(text)) is not None}
    return not found or status in found


def _is_level(one: PixelBox, other: PixelBox) -> bool:
    return one[1] < (other[1] + other[3]) / 2 < one[3]


def _is_within(box: PixelBox, area: _Box) -> bool:
    across, down = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return area[0] <= across <= area[2] and area[1] <= down <= area[3]
