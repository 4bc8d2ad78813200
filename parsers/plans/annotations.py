"""Markups that lie over a sheet: marker strokes, typed boxes, stamps, AutoCAD's SHX text."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from parsers.plans.evidence import Box
from parsers.plans.glyphs import Frame, Piece
from parsers.plans.objects import box_of

MAX_ANNOTATIONS = 20_000
MAX_WORDS = 2_000
INVISIBLE, HIDDEN, NO_VIEW = 1, 2, 32
SHX_TITLE = "autocad shx text"
WORDLESS = frozenset({"/Link", "/Popup", "/Text", "/FileAttachment", "/Sound", "/Movie", "/Screen"})
DRAWN_WIDE = frozenset({"/Ink", "/Line", "/PolyLine", "/Square", "/Polygon"})
MARKER_WIDTH_PT = 4.0
Color = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Annotations:
    """What a sheet's annotations show. `shx`: words of letters that are drawn as lines; `typed`: text boxes
    without an appearance of their own.

    `markers`: coloured highlights and translucent strokes. `stamps`: names and subjects of stamps, with their
    boxes. `worded`: some carry words in their appearance, to be read by flattening. `signed`: a signature.
    """

    markers: tuple[Box, ...] = ()
    shx: tuple[Piece, ...] = ()
    typed: tuple[Piece, ...] = ()
    stamps: tuple[tuple[str, Box], ...] = ()
    worded: bool = False
    signed: bool = False
    count: int = 0


def read_annotations(page: pikepdf.Page | None, frame: Frame) -> Annotations:
    """The page's annotations, at most 20,000; never raises for broken ones."""
    if page is None:
        return Annotations()
    found = _Found()
    for note in _notes(page):
        found.count += 1
        try:
            _sort(note, frame, found)
        except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, ArithmeticError, KeyError):
            continue
    return Annotations(
        markers=tuple(found.markers),
        shx=tuple(found.shx),
        typed=tuple(found.typed),
        stamps=tuple(found.stamps),
        worded=found.worded,
        signed=found.signed,
        count=found.count,
    )


@dataclass(slots=True)
class _Found:
    """What has been sorted so far."""

    markers: list[Box] = field(default_factory=list)
    shx: list[Piece] = field(default_factory=list)
    typed: list[Piece] = field(default_factory=list)
    stamps: list[tuple[str, Box]] = field(default_factory=list)
    worded: bool = False
    signed: bool = False
    count: int = 0


def _sort(note: Any, frame: Frame, found: _Found) -> None:
    kind, box = str(note.get("/Subtype", "")), _rect(note, frame)
    if box is None or _is_hidden(note):
        return
    if _is_shx(note):
        found.shx.append(_shx_piece(note, box, frame, len(found.shx)))
        return
    if _is_marker(note, kind):
        found.markers.append(box)
    if kind == "/Stamp":
        found.stamps.append((_stamp_words(note), box))
    if kind == "/FreeText" and "/AP" not in note:
        found.typed.extend(_typed_pieces(note, box, frame, len(found.typed)))
    found.worded = found.worded or _is_worded(note, kind)
    found.signed = found.signed or (kind == "/Widget" and "/V" in note and str(note.get("/FT", "")) == "/Sig")


def _is_worded(note: Any, kind: str) -> bool:
    """Whether its appearance may hold words: it names fonts, or forms that may."""
    if kind in WORDLESS or "/AP" not in note:
        return False
    normal = note["/AP"].get("/N")
    if not isinstance(normal, pikepdf.Stream):
        return isinstance(normal, pikepdf.Dictionary)
    resources = normal.get("/Resources")
    return isinstance(resources, pikepdf.Dictionary) and ("/Font" in resources or "/XObject" in resources)


def _typed_pieces(note: Any, box: Box, frame: Frame, order: int) -> list[Piece]:
    """The lines of a text box, from its top left corner down, in the size that it names."""
    size = re.search(r"([\d.]{1,8})\s+Tf", str(note.get("/DA", ""))[:200])
    points = min(max(float(size[1]) if size else 12.0, 4.0), 200.0) * frame.inches * 72
    left, top = box[0] * frame.width, box[1] * frame.height
    rows = str(note.get("/Contents", ""))[:MAX_WORDS].splitlines()[:60]
    return [
        Piece(row, left, top + points * 1.2 * (down + 1) / 72, left + len(row) * points * 0.55 / 72,
              top + points * 1.2 * (down + 1) / 72, 0.0, points, True, order + down)
        for down, row in enumerate(rows)
        if row.strip()
    ]  # fmt: skip


def _notes(page: pikepdf.Page) -> Iterator[Any]:
    try:
        notes = page.obj.get("/Annots")
        if not isinstance(notes, pikepdf.Array):
            return
        for index in range(min(len(notes), MAX_ANNOTATIONS)):
            note = notes[index]
            if isinstance(note, pikepdf.Dictionary):
                yield note
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError):
        return


def _rect(note: Any, frame: Frame) -> Box | None:
    left, bottom, right, top = (float(side) for side in note["/Rect"])
    return box_of([(left, bottom), (right, top)], frame)


def _is_hidden(note: Any) -> bool:
    return bool(int(note.get("/F", 0)) & (INVISIBLE | HIDDEN | NO_VIEW))


def _is_shx(note: Any) -> bool:
    return str(note.get("/T", "")).strip().lower() == SHX_TITLE


def _shx_piece(note: Any, box: Box, frame: Frame, order: int) -> Piece:
    """The words with the place of their box; their size is not known surely, only that of the box."""
    words = str(note.get("/Contents", ""))[:MAX_WORDS].replace("\r", " ").replace("\n", " ")
    left, right = box[0] * frame.width, box[2] * frame.width
    top, bottom = box[1] * frame.height, box[3] * frame.height
    if bottom - top > 1.5 * (right - left) and len(words) > 2:
        size = (right - left) * 72
        return Piece(words, right, bottom, right, top, 90.0, size, True, order)
    return Piece(words, left, bottom, right, bottom, 0.0, (bottom - top) * 72, True, order)


def _is_marker(note: Any, kind: str) -> bool:
    """A highlight in colour, or a wide translucent stroke or box in a light strong colour."""
    color = _color(note, "/C")
    if kind == "/Highlight":
        return color is None or _is_vivid(color)
    if kind not in DRAWN_WIDE:
        return False
    see_through = float(note.get("/CA", 1)) < 0.95 or _multiplies(note)
    inside = _color(note, "/IC")
    if inside is not None and see_through:
        return is_marker_color(inside)
    return see_through and color is not None and is_marker_color(color) and _width(note) >= MARKER_WIDTH_PT


def _multiplies(note: Any) -> bool:
    """Whether the appearance is laid over the drawing by multiplying, as marker pens are."""
    if str(note.get("/BM", "")) == "/Multiply":
        return True
    normal = note.get("/AP", pikepdf.Dictionary()).get("/N")
    resources = normal.get("/Resources") if isinstance(normal, pikepdf.Stream) else None
    states = resources.get("/ExtGState") if isinstance(resources, pikepdf.Dictionary) else None
    if not isinstance(states, pikepdf.Dictionary):
        return False
    return any(str(state.get("/BM", "")) == "/Multiply" for _, state in list(states.items())[:20])


def _width(note: Any) -> float:
    style = note.get("/BS")
    return float(style.get("/W", 1)) if isinstance(style, pikepdf.Dictionary) else 1.0


def _color(note: Any, key: str) -> Color | None:
    """The colour as red, green, blue from 0 to 1; None where none is named."""
    parts = note.get(key)
    values = [float(part) for part in parts] if isinstance(parts, pikepdf.Array) and len(parts) <= 4 else []
    match values:
        case [gray]:
            return (gray, gray, gray)
        case [red, green, blue]:
            return (red, green, blue)
        case [cyan, magenta, yellow, black]:
            return tuple((1 - part) * (1 - black) for part in (cyan, magenta, yellow))  # type: ignore[return-value]
    return None


def _is_vivid(color: Color) -> bool:
    return all(map(math.isfinite, color)) and max(color) - min(color) >= 0.15


def is_marker_color(color: Color) -> bool:
    """Bright and strong, as marker pens are: yellow, green, pink, orange, light blue."""
    return _is_vivid(color) and max(color) >= 0.7 and max(color) - min(color) >= 0.3


def _stamp_words(note: Any) -> str:
    names = (note.get("/Contents"), note.get("/Subj"), note.get("/Name"))
    return " ".join(str(name) for name in names if name is not None)[:MAX_WORDS]
