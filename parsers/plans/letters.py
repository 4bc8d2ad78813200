"""What the drawing library says of the letters of a page, read with as few and as cheap calls as possible."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

MAX_CHARACTERS = 200_000
INVISIBLE = 3
"""Text render mode of letters that are not drawn (an OCR layer under a scan)."""
DARK, OPAQUE = 72, 250
GHOSTS = "\x00\ufffe\uffff"

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


def _quick(function: Any, answer: Any, *arguments: Any) -> Any:
    """The same function with plain integers for pointers: a quarter of the cost a call."""
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.PYFUNCTYPE(answer, *arguments)(address)


_AT = (ctypes.c_void_p, ctypes.c_int)
_owner = _quick(pdfium.FPDFText_GetTextObject, ctypes.c_void_p, *_AT)
_unicode = _quick(pdfium.FPDFText_GetUnicode, ctypes.c_uint, *_AT)
_font_size = _quick(pdfium.FPDFText_GetFontSize, ctypes.c_double, *_AT)
_matrix = _quick(pdfium.FPDFText_GetMatrix, ctypes.c_int, *_AT, ctypes.c_void_p)
_origin = _quick(pdfium.FPDFText_GetCharOrigin, ctypes.c_int, *_AT, ctypes.c_void_p, ctypes.c_void_p)
_loose_box = _quick(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, *_AT, ctypes.c_void_p)
_fill = _quick(pdfium.FPDFText_GetFillColor, ctypes.c_int, *_AT, *[ctypes.c_void_p] * 4)
_mode = _quick(pdfium.FPDFTextObj_GetTextRenderMode, ctypes.c_int, ctypes.c_void_p)
_set_active = _quick(pdfium.FPDFPageObj_SetIsActive, ctypes.c_int, ctypes.c_void_p, ctypes.c_int)


class Stretch(NamedTuple):
    """Indices of the characters of one text object, the last one not included; the object's address."""

    first: int
    last: int
    holder: int


@dataclass(frozen=True, slots=True)
class Measures:
    """A row a stretch, in the page's own coordinates.

    `matrix`: a, b, c, d of the letters; `size` before that matrix. `origin` of the first letter, `last_origin`
    and `last_box` (left, top, right, bottom; the room that the font gives it) of the last.
    """

    matrix: Numbers
    size: Numbers
    origin: Numbers
    last_origin: Numbers
    last_box: Numbers
    visible: Flags
    black: Flags


class Letters:
    """The characters of one page, as the library counts them. Valid while `letters_of` is open."""

    def __init__(self, raw: Any) -> None:
        self._page = ctypes.cast(raw, ctypes.c_void_p).value
        self.text = _text(raw, self._page)
        self.stretches = tuple(self._stretches())

    def _stretches(self) -> Iterator[Stretch]:
        """Those that write something; blanks that the library made up in between belong to no object."""
        owner, page = _owner, self._page
        begun, holder = 0, None
        for index in range(len(self.text) + 1):
            found = owner(page, index) if index < len(self.text) else None
            if found == holder:
                continue
            if holder is not None and self.text[begun:index].strip(GHOSTS + " \r\n\t\xa0"):
                yield Stretch(begun, index, holder)
            begun, holder = index, found

    def place(self, stretch: Stretch) -> tuple[float, float]:
        """Where its first letter stands."""
        across, up = ctypes.c_double(), ctypes.c_double()
        _origin(self._page, stretch.first, ctypes.addressof(across), ctypes.addressof(up))
        return across.value, up.value

    def measures(self, *, inked: bool) -> Measures:
        """All stretches measured; their ink only where asked for, else all count as black."""
        count, page = len(self.stretches), self._page
        matrices, boxes = np.zeros((count, 6), np.float32), np.zeros((count, 4), np.float32)
        origins, fills = np.zeros((count, 4), np.float64), np.full((count, 4), (0, 0, 0, 255), np.uint32)
        sizes, visible = [0.0] * count, [True] * count
        matrix, box = matrices.ctypes.data, boxes.ctypes.data
        origin, fill = origins.ctypes.data, fills.ctypes.data
        for row, (first, last, holder) in enumerate(self.stretches):
            _matrix(page, first, matrix)
            _origin(page, first, origin, origin + 8)
            _origin(page, last - 1, origin + 16, origin + 24)
            _loose_box(page, last - 1, box)
            if inked:
                _fill(page, first, fill, fill + 4, fill + 8, fill + 12)
            sizes[row] = _font_size(page, first)
            visible[row] = _mode(holder) != INVISIBLE
            matrix, box, origin, fill = matrix + 24, box + 16, origin + 32, fill + 16
        return Measures(
            matrix=matrices[:, :4].astype(np.float64),
            size=np.array(sizes, dtype=np.float64),
            origin=origins[:, :2],
            last_origin=origins[:, 2:],
            last_box=boxes.astype(np.float64),
            visible=np.array(visible, dtype=np.bool_),
            black=(fills[:, :3].max(axis=1, initial=0) <= DARK) & (fills[:, 3] >= OPAQUE),
        )


@contextmanager
def letters_of(page: Any) -> Iterator[Letters]:
    """The page's letters, at most 200,000."""
    text_page = page.get_textpage()
    try:
        yield Letters(text_page.raw)
    finally:
        text_page.close()


def switch(holder: int, *, on: bool) -> bool:
    """Takes an object off the page or puts it back, for drawing alone; whether that went."""
    return bool(_set_active(holder, int(on)))


def _text(raw: Any, page: int | None) -> str:
    """The characters, one per index. The quick call leaves some out; then they are asked for one by one."""
    count = min(max(pdfium.FPDFText_CountChars(raw), 0), MAX_CHARACTERS)
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(raw, 0, count, buffer)
    text = bytes(buffer)[: 2 * max(written - 1, 0)].decode("utf-16-le", "replace")
    if len(text) == count:
        return text
    codes = (_unicode(page, index) for index in range(count))
    return "".join(
        chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd" for code in codes
    )
