"""The plan check as a small PDF that goes with a letter: what was found, on which sheets, and where on them.

A PDF and not the page of `bot.plans.report`: many mail systems take HTML attachments away, and telephones show
a PDF as it is.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import inch
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Image,
    KeepTogether,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
)

from bot.plans.report import FileView, FindingView, SheetView
from parsers.marked_pages import Mark, MarkedPage, PagePicture
from templates import plan_paper_words as words
from templates.cleaning import one_line

MAX_PICTURES = 10
MAX_BYTES = 1_500_000
MAX_ROWS = 100
MARGIN = 0.6 * inch
PADDING = 6
WIDTH = letter[0] - 2 * MARGIN
PICTURE_HEIGHT = 3.85 * inch
"""Two pictures of sheets and their captions stand on a page."""
PLAIN = ParagraphStyle("plain", fontName="Helvetica", fontSize=10.5, leading=14)
BOLD = ParagraphStyle("bold", PLAIN, fontName="Helvetica-Bold")
SMALL = ParagraphStyle("small", PLAIN, fontSize=9, leading=11.5, textColor=colors.HexColor("#53625a"))
CELL = ParagraphStyle("cell", PLAIN, fontSize=9, leading=11.5)
TITLE = ParagraphStyle("title", BOLD, fontSize=18, leading=23)
HEADING = ParagraphStyle(
    "heading", BOLD, fontSize=13, leading=17, spaceBefore=14, spaceAfter=6, keepWithNext=1
)
KEY = ParagraphStyle("key", BOLD, alignment=1, textColor=colors.white)
FIX = ParagraphStyle("fix", PLAIN, backColor=colors.HexColor("#eef3f0"), borderPadding=4, spaceBefore=5)
LINE, RULE = colors.HexColor("#d5ddd8"), colors.HexColor("#53625a")
COLORS = {"reject": "#a33417", "ask": "#a33417", "refer": "#b07a00", "review": "#7a5200"}
PLAIN_COLOR = "#53625a"
COLUMN_WIDTHS = (0.5 * inch, 0.8 * inch, 1.9 * inch, 1.1 * inch)


def pages_to_mark(view: FileView) -> tuple[MarkedPage, ...]:
    """The sheets that have a place to show, those with the gravest points first, the most that are pictured."""
    order = ("reject", "ask", "refer", "review", "note")
    marked = [sheet for sheet in view.sheets if sheet.marks and sheet.severity in order[:-1]]
    marked.sort(key=lambda sheet: (order.index(sheet.severity), sheet.page))
    return tuple(_marked(sheet) for sheet in marked[:MAX_PICTURES])


def _marked(sheet: SheetView) -> MarkedPage:
    marks = (
        Mark(
            str(mark.key),
            (
                mark.left / 100,
                mark.top / 100,
                (mark.left + mark.width) / 100,
                (mark.top + mark.height) / 100,
            ),
        )
        for mark in sheet.marks
    )
    return MarkedPage(sheet.page, tuple(marks), "shares")


def plan_paper(view: FileView, pictures: Sequence[PagePicture], received: date) -> bytes:
    """The whole PDF, at most 1.5 MB: pictures that would make it larger are left out, the last first."""
    kept = tuple(pictures)
    while True:
        paper = _paper(view, {picture.page: picture for picture in kept}, received)
        if len(paper) <= MAX_BYTES or not kept:
            return paper
        kept = kept[: len(kept) // 2]


def _paper(view: FileView, pictures: Mapping[int, PagePicture], received: date) -> bytes:
    target = BytesIO()
    document = SimpleDocTemplate(
        target,
        pagesize=letter,
        title=f"{words.TITLE}: {one_line(view.name, 120)}",
        author=words.PROGRAM,
        # No clock and no chance in it: the same check is the same bytes, as `replay` promises.
        invariant=1,
        # A frame has a padding of its own.
        leftMargin=MARGIN - PADDING,
        rightMargin=MARGIN - PADDING,
        topMargin=MARGIN,
        bottomMargin=0.8 * inch,
    )
    story = [*_head(view, received), *_findings(view), *_sheets(view), *_pictures(view, pictures)]
    foot = partial(_foot, name=_lettered(view.name, 80))
    document.build(story, onFirstPage=foot, onLaterPages=foot)
    return target.getvalue()


def _foot(canvas: Canvas, document: BaseDocTemplate, *, name: str) -> None:
    canvas.saveState()
    canvas.setFont("Helvetica", 8.5)
    canvas.setFillColor(RULE)
    canvas.drawString(MARGIN, 0.5 * inch, name)
    canvas.drawRightString(letter[0] - MARGIN, 0.5 * inch, words.foot(document.page))
    canvas.restoreState()


def _head(view: FileView, received: date) -> list[Flowable]:
    story: list[Flowable] = [
        Paragraph(words.TITLE, TITLE),
        Paragraph(_safe(view.name), BOLD),
        Paragraph(_safe(words.judged_as_of(received)), SMALL),
        Spacer(1, 8),
        Paragraph(_safe(view.verdict), BOLD),
    ]
    return [*story, Paragraph(_safe(view.problem), PLAIN)] if view.problem else story


def _findings(view: FileView) -> list[Flowable]:
    """Each point with its number in the colour of its weight, and how to mend it."""
    told = sorted(view.findings, key=lambda finding: finding.key)
    return [Paragraph(words.FOUND, HEADING), *map(_finding, told)] if told else []


def _finding(finding: FindingView) -> Flowable:
    weight = ParagraphStyle("weight", SMALL, textColor=colors.HexColor(_color(finding.severity)))
    said: list[Flowable] = [
        Paragraph(_safe(finding.label), weight),
        Paragraph(_safe(finding.title), BOLD),
        Paragraph(_safe(finding.detail, 1_500), PLAIN),
    ]
    if finding.fix:
        lead = words.MEND if finding.severity in {"reject", "ask"} else words.NEXT
        said += [Paragraph(f"<b>{lead}:</b> {_safe(finding.fix, 1_500)}", FIX), Spacer(1, 5)]
    style: list[Any] = [
        ("BACKGROUND", (0, 0), (0, 0), _color(finding.severity)),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (0, 0), 2),
        ("RIGHTPADDING", (0, 0), (0, 0), 2),
        ("LEFTPADDING", (1, 0), (1, 0), 12),
    ]
    row = Table(
        [[Paragraph(str(finding.key), KEY), said]], colWidths=[0.36 * inch, WIDTH - 0.36 * inch], style=style
    )
    return KeepTogether([row, Spacer(1, 9)])


def _sheets(view: FileView) -> list[Flowable]:
    if not view.sheets:
        return []
    rows: list[list[Any]] = [[Paragraph(name, SMALL) for name in words.COLUMNS]]
    rows += [[Paragraph(cell, CELL) for cell in _row(sheet)] for sheet in view.sheets[:MAX_ROWS]]
    style: list[Any] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, RULE),
        ("LINEBELOW", (0, 1), (-1, -1), 0.25, LINE),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ]
    widths = [*COLUMN_WIDTHS, WIDTH - sum(COLUMN_WIDTHS)]
    table = Table(rows, colWidths=widths, repeatRows=1, style=style)
    return [Paragraph(words.SHEETS, HEADING), table]


def _row(sheet: SheetView) -> tuple[str, ...]:
    faults = "<br/>".join(_safe(fault, 120) for fault in sheet.faults[:12])
    verdict = f'<font color="{_color(sheet.severity)}">{faults}</font>' if faults else words.GOOD
    number = _safe(sheet.number, 24) or words.NO_NUMBER
    return str(sheet.page), number, _safe(sheet.title, 90), _safe(sheet.size, 40), verdict


def _pictures(view: FileView, pictures: Mapping[int, PagePicture]) -> list[Flowable]:
    """The sheets with their places marked, each under its name and its points."""
    marked = [sheet for sheet in view.sheets if sheet.marks and sheet.severity != "note"]
    shown = [sheet for sheet in marked if sheet.page in pictures]
    if not shown:
        return []
    lead = [Paragraph(words.PLACES, HEADING), Paragraph(words.PLACES_NOTE, SMALL)]
    first, *more = (_pictured(sheet, pictures[sheet.page]) for sheet in shown)
    story: list[Flowable] = [KeepTogether([*lead, *first]), *map(KeepTogether, more)]
    if len(shown) < len(marked):
        story += [Spacer(1, 8), Paragraph(words.more_sheets(len(marked) - len(shown)), SMALL)]
    return story


def _pictured(sheet: SheetView, picture: PagePicture) -> list[Flowable]:
    heading = _safe(words.caption(sheet.page, sheet.number, sheet.title), 160)
    faults = " &#183; ".join(_safe(fault, 120) for fault in sheet.faults[:12])
    return [
        Spacer(1, 12),
        Paragraph(heading, BOLD),
        Paragraph(faults, SMALL),
        Spacer(1, 4),
        _image(picture),
    ]


def _image(picture: PagePicture) -> Flowable:
    """The picture as wide as the paper, or as high as leaves room for its caption, in a thin frame."""
    scale = min(WIDTH / picture.width, PICTURE_HEIGHT / picture.height)
    width, height = picture.width * scale, picture.height * scale
    image = Image(BytesIO(b64decode(picture.content)), width=width, height=height)
    frame: list[Any] = [
        ("BOX", (0, 0), (-1, -1), 0.5, RULE),
        *((f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")),
    ]
    return Table([[image]], colWidths=[width], rowHeights=[height], style=frame, hAlign="LEFT")


def _color(severity: str) -> str:
    return COLORS.get(severity, PLAIN_COLOR)


def _safe(text: str, limit: int = 200) -> str:
    """Text for a paragraph: no markup of anybody's, and only letters that the standard fonts have."""
    return escape(_lettered(text, limit))


def _lettered(text: str, limit: int) -> str:
    """One line in letters that the standard fonts have."""
    return one_line(text, limit).encode("cp1252", "replace").decode("cp1252")
