"""One invented sheet, plain by default, and what the sheet pass sees on it."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
from reportlab.pdfgen.canvas import Canvas

from parsers.plans.evidence import SheetEvidence
from parsers.plans.numbering import with_numbers
from parsers.plans.opening import Opened, open_pdf
from parsers.plans.sheets import read_sheets

Draw = Callable[[Canvas], None]
WIDTH, HEIGHT = 36 * 72, 24 * 72


def sheet_pdf(*draws: Draw, size: tuple[float, float] = (WIDTH, HEIGHT)) -> bytes:
    """A one-page PDF with black lines, a title block, and whatever is drawn besides."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=1)
    canvas.setLineWidth(1)
    canvas.rect(36, 36, size[0] - 72, size[1] - 72)
    canvas.line(100, 100, size[0] - 300, size[1] - 200)
    for draw in draws:
        canvas.saveState()
        draw(canvas)
        canvas.restoreState()
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def evidence(content: bytes) -> SheetEvidence:
    """What is seen on the first page."""
    return evidence_of_all(content)[0]


def evidence_of_all(content: bytes) -> tuple[SheetEvidence, ...]:
    """What is seen on every page."""
    opened = open_pdf(io.BytesIO(content))
    assert isinstance(opened, Opened), opened
    return with_numbers(list(read_sheets(opened, opened.page_numbers())))


def seen(*draws: Draw, size: tuple[float, float] = (WIDTH, HEIGHT)) -> SheetEvidence:
    """What is seen on a plain sheet with this drawn on it."""
    return evidence(sheet_pdf(*draws, size=size))


def written(*rows: tuple[str, float, float, float]) -> Draw:
    """Draws words: (text, x, y, size) in points from the lower left corner."""

    def draw(canvas: Canvas) -> None:
        for text, x, y, size in rows:
            canvas.setFont("Helvetica", size)
            canvas.drawString(x, y, text)

    return draw


def edited(content: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """The PDF after a change to its objects."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        change(pdf)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def annotated(content: bytes, **keys: object) -> bytes:
    """The PDF with an annotation on its first page; `keys` without their slashes."""

    def add(pdf: pikepdf.Pdf) -> None:
        note = pikepdf.Dictionary({f"/{key}": value for key, value in keys.items()})
        note.Type = pikepdf.Name.Annot
        page = pdf.pages[0]
        page.Annots = pikepdf.Array([*page.get("/Annots", []), pdf.make_indirect(note)])

    return edited(content, add)
