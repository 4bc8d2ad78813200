"""The pass over the sheets of one file: one load, one text page, one rendering each."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from parsers.plans import code_summary, construction, kinds, scales, stamps, title_block
from parsers.plans.annotations import SHX_TITLE, Annotations, is_marker_color, read_annotations
from parsers.plans.evidence import Box, Expiry, Readability, Scale, SheetEvidence, Words
from parsers.plans.glyphs import Frame, Piece, frame_of, read_pieces
from parsers.plans.ink import CHROMA, extremes, inks_of
from parsers.plans.lettering import lettering
from parsers.plans.lines import Line, box_of_piece, lines_of, share_box
from parsers.plans.objects import PlacedImage, Translucent, placed_on
from parsers.plans.opening import Opened
from parsers.plans.photographs import photographs, seal_pictures, stamp_pictures
from parsers.plans.picture import WHITE, Picture, render
from parsers.plans.thumbnails import thumbnail
from parsers.plans.visible import Sight

PRINTABLE = re.compile(r"[\x20-\x7e\xa0-\xff]")
SCAN_SHARE = 0.5
MAX_PIECES = 2_000
FEW_LETTERS = 40
SOME_OBJECTS = 400
SOME_LETTERS = 300
MANY_OBJECTS = 5_000
MARKER_SIDE_IN = 1.5
MARKER_STROKE_IN = 0.05


def read_sheets(
    opened: Opened,
    pages: Sequence[int],
    *,
    drawn: bool = True,
    thumbnails: bool = False,
) -> Iterator[SheetEvidence]:
    """The evidence of these pages (from 1), one by one. `drawn`: look at ink too, not only at words.

    Never raises for a broken page: it comes as `broken`. `thumbnails`: with a small picture each.
    """
    for page in pages:
        try:
            yield _sheet(opened, page, drawn=drawn, thumbnails=thumbnails)
        except (pypdfium2.PdfiumError, ValueError, ArithmeticError, RuntimeError, TypeError, IndexError):
            width, height = opened.size(page)
            yield SheetEvidence(page, width, height, checked=False, readability="broken")


def _sheet(opened: Opened, number: int, *, drawn: bool, thumbnails: bool) -> SheetEvidence:
    size = opened.size(number)
    page = opened.drawing[number - 1]
    frame = frame_of(page, opened.user_unit(number))
    notes = read_annotations(opened.page_object(number), frame)
    if notes.shx:
        _drop_shx(page)
    picture = render(page, *size) if drawn else None
    images, strokes = _placed(page, frame, picture, may_hold_pictures=opened.may_hold_pictures(number))
    objects = pdfium.FPDFPage_CountObjects(page.raw)
    page = _with_worded_notes(opened, number, page, notes)
    bitmap_letters = opened.has_bitmap_letters(number)
    pieces = (*read_pieces(page, frame, inked=bitmap_letters), *notes.shx, *notes.typed)
    sheet = SheetEvidence(
        page=number,
        width_in=size[0],
        height_in=size[1],
        checked=picture is not None,
        readability=_readability(pieces, images, objects, picture),
    )
    sight = Sight(page, frame, picture)
    sheet = _with_words(sheet, pieces, frame, notes, sight, opened.names(number) if drawn else ())
    if picture is None:
        return sheet
    markers = (*notes.markers, *_markers(strokes, frame))
    smoothed = _letter_boxes(pieces, frame) if bitmap_letters else ()
    sheet = _with_inks(sheet, picture, images, markers, smoothed)
    return replace(sheet, thumbnail=thumbnail(picture)) if thumbnails else sheet


def _drop_shx(page: Any) -> None:
    """Takes AutoCAD's SHX text off the page: the letters are drawn already, its boxes are not on paper."""
    title = ctypes.create_string_buffer(2 * len(SHX_TITLE) + 2)
    for index in reversed(range(pdfium.FPDFPage_GetAnnotCount(page.raw))):
        note = pdfium.FPDFPage_GetAnnot(page.raw, index)
        if not note:
            continue
        pdfium.FPDFAnnot_GetStringValue(
            note, b"T", ctypes.cast(title, ctypes.POINTER(ctypes.c_ushort)), len(title)
        )
        pdfium.FPDFPage_CloseAnnot(note)
        if title.raw.decode("utf-16-le", "replace").rstrip("\0").lower() == SHX_TITLE:
            pdfium.FPDFPage_RemoveAnnot(page.raw, index)


def _square_in(picture: Picture, images: Sequence[PlacedImage]) -> float:
    shares = sum((image.box[2] - image.box[0]) * (image.box[3] - image.box[1]) for image in images)
    return min(shares, 1.0) * picture.width_in * picture.height_in


def _placed(
    page: Any, frame: Frame, picture: Picture | None, *, may_hold_pictures: bool
) -> tuple[tuple[PlacedImage, ...], tuple[Translucent, ...]]:
    """What is placed on the page, where that is needed: pure black and white alone needs no telling apart."""
    if picture is None:
        return (), ()
    return placed_on(page, frame) if may_hold_pictures or not picture.is_plain else ((), ())


def _with_worded_notes(opened: Opened, number: int, page: Any, notes: Annotations) -> Any:
    """The page; where annotations carry words, with those laid down on it, so that they are read as its own."""
    if (
        not notes.worded
        or pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_FAIL
    ):
        return page
    page.close()
    return opened.drawing[number - 1]


def _with_words(
    sheet: SheetEvidence,
    pieces: Sequence[Piece],
    frame: Frame,
    notes: Annotations,
    sight: Sight,
    names: Sequence[str],
) -> SheetEvidence:
    lines = lines_of(pieces)
    size = (sheet.width_in, sheet.height_in)
    dated = tuple(
        Expiry(found.on, found.line.words(frame), found.sure)
        for found in stamps.expiries(lines)
        if sight.shows(found.line)
    )
    sheet = replace(sheet, expiries=dated, seals=_seals(lines, frame, notes))
    if not sheet.checked:
        return sheet
    unfinished = construction.unfinished(lines, pieces, sight.shows)
    noted = scales.scale_notes(lines, size)
    sizes = lettering(lines, *size)
    candidates = (*title_block.number_candidates(lines, frame), *title_block.named_candidates(names))
    head = code_summary.heading(lines)
    valued, named = code_summary.parts(lines)
    views = kinds.kinds_of_views(lines, [note.line for note in noted], sizes.median_pt or 9.0)
    return replace(
        sheet,
        title=(candidates[0].title if candidates else title_block.title_alone(lines, frame)) or None,
        number_candidates=candidates,
        listed_numbers=kinds.listed_numbers(lines),
        kinds=views,
        not_for_construction=(
            *(line.words(frame) for line in unfinished.stamps),
            *_stamped(notes, construction.is_stamp_name),
        ),
        preliminary=(
            *(line.words(frame) for line in unfinished.doubtful),
            *_stamped(notes, construction.is_kin_name),
        ),
        scales=tuple(Scale(note.feet_per_inch, note.line.words(frame)) for note in noted),
        lettering=sizes,
        code_heading=head.words(frame) if head is not None else None,
        code_parts=valued,
        code_named=named,
    )


def _seals(lines: Sequence[Line], frame: Frame, notes: Annotations) -> tuple[Words, ...]:
    words = [line.words(frame) for line in stamps.seals(lines)]
    words.extend(Words(text[:200], box) for text, box in notes.stamps)
    if notes.signed:
        words.append(Words("signature", (0.0, 0.0, 1.0, 1.0)))
    return tuple(words[:20])


def _stamped(notes: Annotations, fits: Callable[[str], bool]) -> tuple[Words, ...]:
    return tuple(Words(text[:200], box) for text, box in notes.stamps if fits(text))[:20]


def _with_inks(
    sheet: SheetEvidence,
    picture: Picture,
    images: Sequence[PlacedImage],
    markers: Sequence[Box],
    smoothed: Sequence[Box],
) -> SheetEvidence:
    inks = inks_of(picture, images, markers, smoothed)
    seals = tuple(Words("picture", box) for box in seal_pictures(picture, images))
    return replace(
        sheet,
        all_color=inks.all_color,
        color=inks.color,
        beside_red=inks.beside_red,
        red=inks.red,
        gray=inks.gray,
        highlighter=tuple(
            box for box in markers if inks.all_color.square_inches and _is_colored(picture, box)
        )[:20],
        photographs=photographs(picture, images),
        picture_square_in=round(_square_in(picture, images), 1),
        pictures=stamp_pictures(picture, images),
        seals=(*sheet.seals, *seals),
    )


def _letter_boxes(pieces: Sequence[Piece], frame: Frame) -> tuple[Box, ...]:
    """Boxes around black letters, with room for what reaches above and below."""
    boxes = ((box_of_piece(piece), 0.4 * piece.size / 72) for piece in pieces[:MAX_PIECES] if piece.black)
    return tuple(
        share_box((left - room, top - room, right + room, bottom + room), frame)
        for (left, top, right, bottom), room in boxes
    )


def _is_colored(picture: Picture, box: Box) -> bool:
    """Whether colour is really to be seen there: a stroke may be clipped, covered or hidden."""
    part = picture.part(box)
    brightest, weakest = extremes(part)
    return bool(part.size) and bool((brightest - weakest >= CHROMA).any())


def _markers(strokes: Sequence[Translucent], frame: Frame) -> tuple[Box, ...]:
    """Translucent bars and wide pen strokes in a marker's colours."""
    found: list[Box] = []
    for stroke in strokes:
        red, green, blue = stroke.rgb
        if not is_marker_color((red / 255, green / 255, blue / 255)):
            continue
        across = (stroke.box[2] - stroke.box[0]) * frame.width
        down = (stroke.box[3] - stroke.box[1]) * frame.height
        is_bar = stroke.filled and min(across, down) <= MARKER_SIDE_IN
        if is_bar or (not stroke.filled and stroke.stroke_in >= MARKER_STROKE_IN):
            found.append(stroke.box)
    return tuple(found[:200])


def _readability(
    pieces: Sequence[Piece], images: Sequence[PlacedImage], objects: int, picture: Picture | None
) -> Readability:
    """How surely what is written was read; what is stroked or scanned is said, not guessed."""
    letters = sum(len(piece.text) for piece in pieces if piece.visible)
    plain = sum(len(PRINTABLE.findall(piece.text)) for piece in pieces if piece.visible)
    if letters >= FEW_LETTERS and plain < letters / 2:
        return "garbled"
    scanned = sum((i.box[2] - i.box[0]) * (i.box[3] - i.box[1]) for i in images) >= SCAN_SHARE
    if scanned:
        return "scanned" if letters < FEW_LETTERS else "partly"
    if not letters:
        is_empty = picture is None or bool((picture.dots == WHITE).all())
        return "blank" if is_empty else "stroked"
    if letters < FEW_LETTERS and objects > SOME_OBJECTS:
        return "partly"
    return "partly" if letters < SOME_LETTERS and objects > MANY_OBJECTS else "text"
