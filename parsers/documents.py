"""What an attached file is: form, plans, calculations ..., by what is in it."""

from __future__ import annotations

import hashlib
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO, Literal, cast

import pikepdf
import pypdfium2

from parsers.document_sorts import sort_by_words
from parsers.forms.candidates import Glance, glances
from parsers.forms.labels import Labels
from parsers.forms.read import form_in
from parsers.forms.reading import FormReading
from parsers.registration_parts import registration_parts

MAX_PAGES = 2000
LONGEST_PAPER_IN = 14.5
HEAD_BYTES = 1024
MAX_UNIT = 75_000.0
LETTER = (8.5, 11.0)

DocumentSort = Literal[
    "form",
    "plans",
    "calculations",
    "manual",
    "photographs",
    "product_information",
    "correction_notice",
    "permit_history",
    "w4_form",
    "responses",
    "reference_sheets",
    "other",
]
DocumentProblem = Literal["not_pdf", "unreadable", "encrypted", "too_large", "too_deep", "timed_out"]


@dataclass(frozen=True, slots=True)
class Document:
    """One attached file after it was looked into (in the limited child process).

    `file` is the attachment's original name, `pages` 0 where it could not be opened, `text_pages` how many of
    the pages hold text. `sheet_sizes`: (width, height) in inches of every page, as displayed. `parts`: what of a
    building's registration its pages are headed by, whatever else the file is. `made_with`: the program that made
    it, where it is one that we know (`parsers.made_with`). `found`: in plain words what a file with a problem is,
    where that is known ("a Word document", "a PDF portfolio"). `limit_bytes`: the most that is taken, where it is
    too large.
    """

    file: str
    sort: DocumentSort
    pages: int = 0
    text_pages: int = 0
    bytes: int = 0
    sha256: str = ""
    sheet_sizes: tuple[tuple[float, float], ...] = ()
    problem: DocumentProblem | None = None
    form: FormReading | None = None
    parts: tuple[str, ...] = ()
    made_with: str = ""
    found: str = ""
    limit_bytes: int = 0

    @property
    def form_pages(self) -> tuple[int, ...]:
        """The pages (from 1) of a file with form and plans that are no sheets: the form and its cover letter."""
        if self.form is None:
            return ()
        paper = [page for page, size in enumerate(self.sheet_sizes, 1) if max(size) <= LONGEST_PAPER_IN]
        first = min(self.form.pages, default=1)
        cover = [page for page in paper if page < first] if len(paper) < len(self.sheet_sizes) else []
        return tuple(sorted({*cover, *self.form.pages}))


def read_document(stream: BinaryIO, file: str, table: Labels | None = None) -> Document:
    """What the file is, with its form where it holds one. Never raises for what is in the file.

    `table`: what the fields of forms are called (`parsers.forms.labels.labels`); None: our own.
    A PDF is told by its header in the first 1024 bytes (PDF 1.7, Annex H, note 13).
    """
    stream.seek(0)
    content = stream.read()
    bare = Document(file, "other", bytes=len(content), sha256=hashlib.sha256(content).hexdigest())
    if b"%PDF-" not in content[:HEAD_BYTES]:
        return replace(bare, problem="unreadable" if not content else "not_pdf")
    sizes = _sheet_sizes(content)
    if isinstance(sizes, str):
        return replace(bare, problem=sizes)
    pages = glances(content)
    if not pages:
        return replace(bare, problem="unreadable", pages=len(sizes), sheet_sizes=sizes)
    form = form_in(content, pages, table)
    sort = _sort(pages, sizes, file, form)
    if sort != "form" and form is not None and len(form.pages) == len(pages):
        form = None
    return replace(
        bare,
        sort=sort,
        pages=len(sizes),
        text_pages=sum(1 for one in pages if one.text.strip()),
        sheet_sizes=sizes,
        form=form,
        parts=registration_parts(pages),
    )


def _sort(
    pages: Sequence[Glance], sizes: Sequence[tuple[float, float]], file: str, form: FormReading | None
) -> DocumentSort:
    if form is not None and form.problem not in {"scan", "no_text"}:
        return "form"
    named = cast(DocumentSort, sort_by_words(pages, file))
    if form is not None and named in {"other", "photographs"}:
        return "form"
    if named == "other" and any(min(pair) >= 10.6 and max(pair) >= 16.4 for pair in sizes):
        return "plans"
    return named


def _sheet_sizes(content: bytes) -> tuple[tuple[float, float], ...] | DocumentProblem:
    """The displayed sizes in inches, or what is wrong. What only the drawing library opens counts as well."""
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as pdf:
            count = min(len(pdf.pages), MAX_PAGES)
            sizes = tuple(_size(pdf.pages[place]) for place in range(count))
    except pikepdf.PasswordError:
        return "encrypted"
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, RecursionError):
        return _sizes_drawn(content)
    return sizes or _sizes_drawn(content)


def _sizes_drawn(content: bytes) -> tuple[tuple[float, float], ...] | DocumentProblem:
    try:
        drawing = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        return "encrypted" if "password" in str(error).lower() else "unreadable"
    try:
        sizes = tuple(drawing.get_page_size(place) for place in range(min(len(drawing), MAX_PAGES)))
    except pypdfium2.PdfiumError:
        return "unreadable"
    finally:
        drawing.close()
    return tuple((round(width / 72, 4), round(height / 72, 4)) for width, height in sizes) or "unreadable"


def _size(page: pikepdf.Page) -> tuple[float, float]:
    """(width, height) in inches: CropBox within MediaBox, turned by Rotate, in units of UserUnit."""
    try:
        frame = [float(side) for side in page.mediabox]
        crop = [float(side) for side in page.cropbox]
        unit = float(page.obj.get("/UserUnit", 1))
        turn = int(_inherited(page, "/Rotate")) % 360
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, ArithmeticError, AttributeError):
        return LETTER
    width, height = _seen(frame, crop)
    unit = unit if math.isfinite(unit) and 0 < unit <= MAX_UNIT else 1.0
    if turn in {90, 270}:
        width, height = height, width
    return (round(width * unit / 72, 4), round(height * unit / 72, 4))


def _inherited(page: pikepdf.Page, key: str) -> float:
    """A value that a page may have from its parents, 0 where none has it."""
    holder: pikepdf.Object = page.obj
    for _ in range(20):
        if key in holder:
            return float(holder[key])
        if "/Parent" not in holder:
            return 0.0
        holder = holder["/Parent"]
    return 0.0


def _seen(frame: Sequence[float], crop: Sequence[float]) -> tuple[float, float]:
    """The part of the page that shows; the whole page where the two boxes do not meet."""
    if not all(math.isfinite(side) for side in (*frame, *crop)):
        return (LETTER[0] * 72, LETTER[1] * 72)
    west, east = sorted((frame[0], frame[2]))
    south, north = sorted((frame[1], frame[3]))
    left, right = sorted((crop[0], crop[2]))
    bottom, top = sorted((crop[1], crop[3]))
    width, height = min(east, right) - max(west, left), min(north, top) - max(south, bottom)
    return (width, height) if width > 0 and height > 0 else (east - west, north - south)
