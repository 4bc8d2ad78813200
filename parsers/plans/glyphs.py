"""The text of a page as pieces: what is written, where, how big, at what angle."""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

MAX_CHARACTERS = 200_000
INVISIBLE = 3
"""Text render mode of letters that are not drawn (an OCR layer under a scan)."""
DARK, OPAQUE = 72, 250
GHOSTS = frozenset({0, 0xFFFE, 0xFFFF})


@dataclass(frozen=True, slots=True)
class Frame:
    """Turns a page's own coordinates into inches on the sheet as displayed, from its top left corner."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int
    inches: float

    def at(self, x: float, y: float) -> tuple[float, float]:
        """(right, down) in inches."""
        match self.turns:
            case 1:
                across, down = y - self.bottom, x - self.left
            case 2:
                across, down = self.right - x, y - self.bottom
            case 3:
                across, down = self.top - y, self.right - x
            case _:
                across, down = x - self.left, self.top - y
        return across * self.inches, down * self.inches

    @property
    def width(self) -> float:
        """Inches, as displayed."""
        return ((self.top - self.bottom) if self.turns % 2 else (self.right - self.left)) * self.inches

    @property
    def height(self) -> float:
        """Inches, as displayed."""
        return ((self.right - self.left) if self.turns % 2 else (self.top - self.bottom)) * self.inches


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters that one drawing operation wrote: from (x, y) to (end_x, end_y) along their baseline, inches.

    `angle` in degrees, counter-clockwise as displayed; `size` is the true letter size in points, after all
    matrices. `visible` is False for an OCR layer, `black` says that the letters are filled in black. `order`
    counts the pieces as they are drawn.
    """

    text: str
    x: float
    y: float
    end_x: float
    end_y: float
    angle: float
    size: float
    visible: bool
    order: int
    black: bool = True


def frame_of(page: Any, user_unit: float) -> Frame:
    """The page's frame: CropBox within MediaBox, Rotate, UserUnit."""
    left, bottom, right, top = page.get_bbox()
    return Frame(left, bottom, right, top, (page.get_rotation() // 90) % 4, user_unit / 72)


def _prototype(function: Any, *arguments: Any) -> Any:
    """The same function with plain integers for pointers: a third of the cost a call."""
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.CFUNCTYPE(ctypes.c_void_p, *arguments)(address)


_text_object = _prototype(pdfium.FPDFText_GetTextObject, ctypes.c_void_p, ctypes.c_int)


def read_pieces(page: Any, frame: Frame) -> tuple[Piece, ...]:
    """The page's pieces of text in drawing order, those on the sheet only; at most 200,000 characters."""
    text_page = page.get_textpage()
    try:
        raw = text_page.raw
        count = min(pdfium.FPDFText_CountChars(raw), MAX_CHARACTERS)
        letters = _letters(raw, count)
        return tuple(_on_sheet(raw, letters, frame))
    finally:
        text_page.close()


def _letters(raw: Any, count: int) -> str:
    """The characters, one per index. The quick call leaves some out; then they are asked for one by one."""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(raw, 0, count, buffer)
    text = bytes(buffer)[: 2 * max(written - 1, 0)].decode("utf-16-le", "replace")
    if len(text) == count:
        return text
    codes = (pdfium.FPDFText_GetUnicode(raw, index) for index in range(count))
    return "".join(
        chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd" for code in codes
    )


def _on_sheet(raw: Any, letters: str, frame: Frame) -> list[Piece]:
    pieces: list[Piece] = []
    for first, last in _stretches(raw, len(letters)):
        words = "".join(letter for letter in letters[first:last] if ord(letter) not in GHOSTS)
        if not words.strip():
            continue
        piece = _piece(raw, words, first, last, frame, len(pieces))
        if piece is not None:
            pieces.append(piece)
    return pieces


def _stretches(raw: Any, count: int) -> list[tuple[int, int]]:
    """Index ranges of characters that belong to one text object; made-up blanks between are left out."""
    pointer = ctypes.cast(raw, ctypes.c_void_p)
    stretches: list[tuple[int, int]] = []
    begun, holder = 0, None
    for index in range(count):
        owner = _text_object(pointer, index)
        if owner != holder:
            if holder is not None:
                stretches.append((begun, index))
            begun, holder = index, owner
    if holder is not None:
        stretches.append((begun, count))
    return stretches


def _piece(raw: Any, words: str, first: int, last: int, frame: Frame, order: int) -> Piece | None:
    matrix = pdfium.FS_MATRIX()
    across, up = ctypes.c_double(), ctypes.c_double()
    if not pdfium.FPDFText_GetMatrix(raw, first, matrix):
        return None
    if not pdfium.FPDFText_GetCharOrigin(raw, first, across, up):
        return None
    size = pdfium.FPDFText_GetFontSize(raw, first) * math.hypot(matrix.c, matrix.d)
    start = across.value, up.value
    end = _end(raw, last - 1, matrix, start, size)
    numbers = (*start, *end, size)
    if not all(map(math.isfinite, numbers)) or size <= 0:
        return None
    (x, y), (end_x, end_y) = frame.at(*start), frame.at(*end)
    slack = 0.1
    if not (-slack <= x <= frame.width + slack and -slack <= y <= frame.height + slack):
        return None
    ahead = frame.at(start[0] + matrix.a, start[1] + matrix.b)
    angle = math.degrees(math.atan2(y - ahead[1], ahead[0] - x))
    mode = pdfium.FPDFTextObj_GetTextRenderMode(pdfium.FPDFText_GetTextObject(raw, first))
    return Piece(
        text=words,
        x=x,
        y=y,
        end_x=end_x,
        end_y=end_y,
        angle=angle,
        size=size * frame.inches * 72,
        visible=mode != INVISIBLE,
        order=order,
        black=_is_black(raw, first),
    )


def _is_black(raw: Any, index: int) -> bool:
    parts = [ctypes.c_uint() for _ in range(4)]
    if not pdfium.FPDFText_GetFillColor(raw, index, *parts):
        return True
    red, green, blue, opacity = (part.value for part in parts)
    return max(red, green, blue) <= DARK and opacity >= OPAQUE


def _end(raw: Any, index: int, matrix: Any, start: tuple[float, float], size: float) -> tuple[float, float]:
    """Where the baseline ends: the far edge of the last letter's box along the direction of writing."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    length = math.hypot(matrix.a, matrix.b)
    if not length or not pdfium.FPDFText_GetCharBox(raw, index, left, right, bottom, top):
        return start
    along = matrix.a / length, matrix.b / length
    corners = ((x.value, y.value) for x in (left, right) for y in (bottom, top))
    # A box that stands aslant reaches too far by its own height; that part is taken off again.
    overhang = abs(along[0] * along[1]) * size * 0.7
    reach = max((x - start[0]) * along[0] + (y - start[1]) * along[1] for x, y in corners) - overhang
    return start[0] + along[0] * max(reach, 0.0), start[1] + along[1] * max(reach, 0.0)
