"""Opens a PDF for the sheet pass, or says in a word why it cannot be opened."""

from __future__ import annotations

import io
import itertools
import math
from dataclasses import dataclass
from typing import Any, BinaryIO

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from parsers.documents import DocumentProblem
from parsers.foreign_files import what_it_is
from parsers.made_with import made_with

HEAD_BYTES = 1024
MAX_PAGES = 300
"""Sheets looked at in one file; a longer set goes to a coordinator anyway (D4)."""
MAX_SIDE_IN = 2000.0
LETTER = (0.0, 0.0, 612.0, 792.0)
MAX_FORM_DEPTH = 4
MAX_NAMED = 200
MAX_BOOKMARKS = 2_000
MAX_TITLE = 120
MAX_LABEL_DEPTH, MAX_LABEL_NODES = 8, 1_000


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a file was not opened: the verdict, and what was seen in plain words; `found` as in `Document`."""

    problem: DocumentProblem
    reason: str
    found: str = ""


class Opened:
    """A PDF that opened, in both libraries: `drawing` for text and pictures, `structure` for the objects.

    `structure` is None where only the drawing library could make sense of the file.
    """

    def __init__(self, drawing: Any, structure: pikepdf.Pdf | None, pages: int) -> None:
        self.drawing = drawing
        self.structure = structure
        self.pages = pages
        self._objects = _page_objects(structure)
        self._made_up = _has_made_up_boxes(structure)
        self._bookmarks: dict[int, tuple[str, ...]] | None = None
        self._has_labels = structure is not None and _labels_hold(structure)

    def page_numbers(self) -> list[int]:
        """The pages to look at, from 1."""
        return list(range(1, min(self.pages, MAX_PAGES) + 1))

    def page_object(self, page: int) -> pikepdf.Page | None:
        """The page's dictionary, None where it cannot be had."""
        return self._objects[page - 1] if page <= len(self._objects) else None

    def user_unit(self, page: int) -> float:
        """Size of the page's unit in 1/72 in (PDF 32000-1, table 30); 1 where it names none that holds."""
        holder = self.page_object(page)
        try:
            unit = float(holder.obj.get("/UserUnit", 1)) if holder is not None else 1.0
        except (TypeError, ValueError, ArithmeticError, pikepdf.PdfError):
            return 1.0
        return unit if math.isfinite(unit) and 0 < unit <= 75_000 else 1.0

    def _box_holds(self, page: int) -> bool:
        """Whether the page names a box at all: without one the drawing library makes a letter sheet up."""
        holder = self.page_object(page)
        if holder is None:
            return True
        try:
            left, bottom, right, top = (float(side) for side in holder.mediabox)
        except (TypeError, ValueError, ArithmeticError, AttributeError, RuntimeError):
            return False
        if self._made_up and (left, bottom, right, top) == LETTER:
            return False
        return math.isfinite(left + bottom + right + top) and left != right and bottom != top

    def may_hold_pictures(self, page: int) -> bool:
        """Whether the page's resources name a picture; True where that cannot be told."""
        holder = self.page_object(page)
        try:
            return holder is None or _has_picture(holder.resources, MAX_FORM_DEPTH)
        except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, AttributeError):
            return True

    def has_bitmap_letters(self, page: int) -> bool:
        """Whether the page's fonts are drawn glyph by glyph (Type 3): the renderer smooths such letters."""
        holder = self.page_object(page)
        try:
            fonts = holder.resources.get("/Font") if holder is not None else None
            if not isinstance(fonts, pikepdf.Dictionary):
                return False
            kinds = (font.get("/Subtype") for font in list(fonts.values())[:MAX_NAMED])
            return any(str(kind) == "/Type3" for kind in kinds)
        except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, AttributeError):
            return False

    def made_with(self) -> str:
        """The program that made the file, where it is one that we know; else nothing."""
        try:
            said = (self.drawing.get_metadata_value("Creator"), self.drawing.get_metadata_value("Producer"))
        except (pypdfium2.PdfiumError, ValueError, UnicodeError):
            return ""
        return made_with(*said)

    def names(self, page: int) -> tuple[str, ...]:
        """What the file itself calls the page: its label and the bookmarks that lead to it."""
        if self._bookmarks is None:
            self._bookmarks = _bookmarks(self.drawing)
        try:
            label = self.drawing.get_page_label(page - 1) if self._has_labels else ""
        except (pypdfium2.PdfiumError, ValueError, UnicodeError):
            label = ""
        return tuple(name for name in (label, *self._bookmarks.get(page, ())) if name)

    def sizes(self) -> tuple[tuple[float, float], ...]:
        """(width, height) in inches of the first pages, as displayed; (0, 0) where no size holds."""
        return tuple(self.size(page) for page in self.page_numbers())

    def size(self, page: int) -> tuple[float, float]:
        """(width, height) in inches as displayed: CropBox, Rotate and UserUnit seen to."""
        found = pdfium.FS_SIZEF()
        if not self._box_holds(page):
            return (0.0, 0.0)
        if not pdfium.FPDF_GetPageSizeByIndexF(self.drawing.raw, page - 1, found):
            return (0.0, 0.0)
        unit = self.user_unit(page) / 72
        sides = (float(found.width) * unit, float(found.height) * unit)
        holds = all(math.isfinite(side) and 0 < side <= MAX_SIDE_IN for side in sides)
        return (round(sides[0], 4), round(sides[1], 4)) if holds else (0.0, 0.0)


def open_pdf(stream: BinaryIO) -> Opened | Refusal:
    """The opened file, or why not: no PDF, encrypted, unreadable. Never raises for what is in it."""
    stream.seek(0)
    content = stream.read()
    refusal = _not_a_pdf(content)
    if refusal is not None:
        return refusal
    try:
        drawing = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        return _unopened(content)
    structure = _structure(content)
    pages = _page_count(drawing, structure)
    if pages < 1:
        return _without_pages(content)
    if structure is not None and pages == 1 and _is_portfolio(structure):
        reason = "a PDF portfolio: the documents are packed inside it"
        return Refusal("unreadable", reason, found="a PDF portfolio")
    return Opened(drawing, structure, pages)


def _not_a_pdf(content: bytes) -> Refusal | None:
    if not content:
        return Refusal("unreadable", "the file is empty")
    head = content[:HEAD_BYTES]
    if b"%PDF-" in head:
        return None
    what = what_it_is(content)
    return Refusal("not_pdf", f"it is {what}" if what else "it does not begin as a PDF does")


def _unopened(content: bytes) -> Refusal:
    """Tells a locked file from a damaged one."""
    code = pdfium.FPDF_GetLastError()
    if code == pdfium.FPDF_ERR_PASSWORD or _is_locked(content):
        return Refusal("encrypted", "it opens only with a password")
    if code == pdfium.FPDF_ERR_SECURITY:
        return Refusal("encrypted", "it is locked in a way that we cannot open")
    return Refusal("unreadable", "the file is damaged")


def _is_locked(content: bytes) -> bool:
    try:
        with pikepdf.open(io.BytesIO(content)):
            return False
    except pikepdf.PasswordError:
        return True
    except (pikepdf.PdfError, RuntimeError, ValueError, RecursionError):
        return False


def _without_pages(content: bytes) -> Refusal:
    reason = "it holds no pages" if b"/Type" in content else "the file is damaged"
    return Refusal("unreadable", reason)


def _structure(content: bytes) -> pikepdf.Pdf | None:
    try:
        return pikepdf.open(io.BytesIO(content), suppress_warnings=True)
    except (pikepdf.PdfError, pikepdf.PasswordError, RuntimeError, ValueError, RecursionError):
        return None


def _has_picture(resources: Any, depth: int) -> bool:
    named = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
    if not isinstance(named, pikepdf.Dictionary):
        return False
    if depth == 0 or len(named) > MAX_NAMED:
        return True
    for placed in named.values():
        if not isinstance(placed, pikepdf.Stream):
            continue
        if str(placed.get("/Subtype", "")) == "/Image" or _has_picture(placed.get("/Resources"), depth - 1):
            return True
    return False


def _has_made_up_boxes(structure: pikepdf.Pdf | None) -> bool:
    """Whether the structure library gave some page a letter sheet because its own box does not hold."""
    if structure is None:
        return False
    return any("MediaBox is undefined" in str(warning) for warning in structure.get_warnings())


def _labels_hold(structure: pikepdf.Pdf) -> bool:
    """Whether the tree of page labels is a small tree: the drawing library follows a cycle until it breaks off."""
    seen = 0
    try:
        waiting = [(structure.Root.get("/PageLabels"), 0)]
        while waiting:
            node, depth = waiting.pop()
            seen += 1
            if depth > MAX_LABEL_DEPTH or seen > MAX_LABEL_NODES:
                return False
            kids = node.get("/Kids") if isinstance(node, pikepdf.Dictionary) else None
            if isinstance(kids, pikepdf.Array):
                waiting.extend((kid, depth + 1) for kid in kids)
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, AttributeError):
        return False
    return True


def _bookmarks(drawing: Any) -> dict[int, tuple[str, ...]]:
    """Titles of the bookmarks that lead to each page (from 1), at most three a page."""
    found: dict[int, tuple[str, ...]] = {}
    try:
        for mark in itertools.islice(drawing.get_toc(max_depth=4), MAX_BOOKMARKS):
            target = mark.get_dest()
            index = target.get_index() if target is not None else None
            title = mark.get_title()[:MAX_TITLE]
            if index is not None and len(found.get(index + 1, ())) < 3:
                found[index + 1] = (*found.get(index + 1, ()), title)
    except (pypdfium2.PdfiumError, ValueError, UnicodeError, RecursionError):
        return found
    return found


def _page_count(drawing: Any, structure: pikepdf.Pdf | None) -> int:
    """Pages that are there, not those that the tree claims to have."""
    claimed = len(drawing)
    if structure is None:
        return claimed
    try:
        return len(structure.pages) or claimed
    except (pikepdf.PdfError, RuntimeError, ValueError):
        return claimed


def _page_objects(structure: pikepdf.Pdf | None) -> tuple[pikepdf.Page, ...]:
    if structure is None:
        return ()
    try:
        return tuple(structure.pages[:MAX_PAGES])
    except (pikepdf.PdfError, RuntimeError, ValueError, IndexError):
        return ()


def _is_portfolio(structure: pikepdf.Pdf) -> bool:
    try:
        return "/Collection" in structure.Root
    except (pikepdf.PdfError, RuntimeError, ValueError, AttributeError):
        return False
