"""A client's statement as a PDF for paper (only importer of reportlab beside the sample plans)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import inch
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

from rules.statement import ReferenceGroup, Statement, StatementLine
from templates import statement_words as words
from templates.cleaning import one_line

MARGIN = 0.75 * inch
WIDTH = letter[0] - 2 * MARGIN
PADDING = 6
PLAIN = ParagraphStyle("plain", fontName="Helvetica", fontSize=9, leading=11.5)
RIGHT = ParagraphStyle("right", PLAIN, alignment=TA_RIGHT)
BOLD = ParagraphStyle("bold", PLAIN, fontName="Helvetica-Bold")
BOLD_RIGHT = ParagraphStyle("bold right", BOLD, alignment=TA_RIGHT)
GROUP = ParagraphStyle("group", BOLD, fontSize=10.5, leading=13)
TITLE = ParagraphStyle("title", BOLD, fontSize=17, leading=22, spaceAfter=6)
SMALL = ParagraphStyle("small", PLAIN, fontSize=8, leading=10.5, textColor=colors.HexColor("#444444"))
RULE, LIGHT = colors.HexColor("#222222"), colors.HexColor("#bbbbbb")
LONGEST = 160


@dataclass(frozen=True, slots=True)
class Paper:
    """What the paper says beside its lines. `rule`: what is charged, in a sentence; `reply_to`: of the client."""

    client: str
    responsible_party: str
    reply_to: str
    office: str
    phone: str
    rule: str


def write_paper(bill: Statement, paper: Paper, target: Path) -> None:
    """Writes the statement; it is set twice, as each page names how many there are."""
    pages = _set(bill, paper, BytesIO(), 0)
    _set(bill, paper, str(target), pages)


def _set(bill: Statement, paper: Paper, target: str | BytesIO, pages: int) -> int:
    document = SimpleDocTemplate(
        target,
        pagesize=letter,
        title=words.title(bill.month),
        author=paper.office,
        # A frame has a padding of its own.
        leftMargin=MARGIN - PADDING,
        rightMargin=MARGIN - PADDING,
        topMargin=MARGIN,
        bottomMargin=0.9 * inch,
    )
    draw = partial(_foot, bill=bill, paper=paper, pages=pages)
    document.build(_story(bill, paper), onFirstPage=draw, onLaterPages=draw)
    return document.page


def _foot(canvas: Canvas, document: BaseDocTemplate, *, bill: Statement, paper: Paper, pages: int) -> None:
    canvas.saveState()
    canvas.setStrokeColor(LIGHT)
    canvas.line(MARGIN, 0.72 * inch, letter[0] - MARGIN, 0.72 * inch)
    canvas.setFont("Helvetica", 8)
    canvas.drawString(MARGIN, 0.56 * inch, words.questions(paper.office, paper.phone))
    canvas.drawRightString(letter[0] - MARGIN, 0.56 * inch, words.page(document.page, pages))
    if document.page > 1:
        client = one_line(paper.client, 60) or words.NO_CLIENT
        canvas.drawString(MARGIN, letter[1] - 0.5 * inch, f"{client}, {words.period(bill.month)}")
    canvas.restoreState()


def _story(bill: Statement, paper: Paper) -> list[Flowable]:
    with_money = any(line.amount is not None for line in bill.lines)
    story: list[Flowable] = [Paragraph(words.title(bill.month), TITLE), _head(bill, paper), Spacer(1, 14)]
    story += [_summary(bill, with_money), Spacer(1, 8), Paragraph(_safe(paper.rule, 600), SMALL)]
    for group in bill.groups:
        story += [Spacer(1, 18), _group(group, with_money)]
    if any(line.entry.needs_review for line in bill.lines):
        story += [Spacer(1, 10), Paragraph(words.REVIEW_NOTE, SMALL)]
    return story


def _head(bill: Statement, paper: Paper) -> Table:
    """Who it is for, by whom, of when."""
    person = paper.responsible_party if paper.responsible_party != paper.client else ""
    facts = (
        ("Client", paper.client or words.NO_CLIENT),
        ("Responsible party", person),
        ("Mail", paper.reply_to),
        ("Period", words.period(bill.month)),
        ("From", paper.office),
    )
    rows = [[Paragraph(label, SMALL), Paragraph(_safe(value), PLAIN)] for label, value in facts if value]
    return Table(rows, colWidths=[1.2 * inch, WIDTH - 1.2 * inch], style=_style(padding=1.5))


def _summary(bill: Statement, with_money: bool) -> Table:
    """Each reference number's hours and dollars, and all of them."""
    rows: list[list[Flowable]] = [_heads(words.SUMMARY_COLUMNS, with_money, with_rate=False)]
    for group in bill.groups:
        number = group.reference_number.replace(";", ", ") or words.NO_REFERENCE
        about = [Paragraph(_safe(number), PLAIN), Paragraph(_safe(_project(group)), PLAIN)]
        rows.append([*about, *_sums(group.hours, group.amount, with_money, RIGHT)])
    total = [Paragraph(words.TOTAL, BOLD), Paragraph("", BOLD)]
    rows.append([*total, *_sums(bill.hours, bill.amount, with_money, BOLD_RIGHT)])
    doubtful = bill.under_review
    if doubtful.hours:
        about = [Paragraph(words.UNDER_REVIEW, PLAIN), Paragraph("", PLAIN)]
        rows.append([*about, *_sums(doubtful.hours, doubtful.amount, with_money, RIGHT)])
    total_row = -2 if doubtful.hours else -1
    last = [0.7 * inch, 0.95 * inch] if with_money else [0.7 * inch]
    widths = [2.1 * inch, WIDTH - 2.1 * inch - sum(last), *last]
    lines = [
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, RULE),
        ("LINEABOVE", (0, total_row), (-1, total_row), 0.8, RULE),
        ("NOSPLIT", (0, total_row - 1), (-1, -1)),
    ]
    return Table(rows, colWidths=widths, repeatRows=1, style=_style(*lines))


def _group(group: ReferenceGroup, with_money: bool) -> Table:
    """One reference number's lines. Its title is a row of the table, so that it stands on every page of it."""
    project = _project(group)
    title = f"<b>{_safe(words.reference(group.reference_number))}</b>"
    if project:
        title += f'<br/><font name="Helvetica" size="9">{_safe(project)}</font>'
    heads = _heads(words.COLUMNS, with_money, with_rate=True)
    rows: list[list[Any]] = [[Paragraph(title, GROUP), *[""] * (len(heads) - 1)], [*heads]]
    rows += [_row(line, with_money) for line in group.lines]
    blank = ["", "", "", Paragraph(words.SUBTOTAL, BOLD)]
    rows.append([*blank, *_sums(group.hours, group.amount, with_money, BOLD_RIGHT, with_rate=True)])
    last = [0.55 * inch, 0.65 * inch, 0.8 * inch] if with_money else [0.55 * inch]
    widths = [0.8 * inch, 0.85 * inch, 1.65 * inch]
    widths = [*widths, WIDTH - sum(widths) - sum(last), *last]
    lines = [
        ("SPAN", (0, 0), (-1, 0)),
        ("LINEBELOW", (0, 1), (-1, 1), 0.8, RULE),
        ("LINEBELOW", (0, 2), (-1, -3), 0.25, LIGHT),
        ("LINEABOVE", (0, -1), (-1, -1), 0.8, RULE),
        ("NOSPLIT", (0, 0), (-1, 2)),
        ("NOSPLIT", (0, -2), (-1, -1)),
    ]
    return Table(rows, colWidths=widths, repeatRows=2, style=_style(*lines))


def _row(line: StatementLine, with_money: bool) -> list[Flowable | str]:
    entry = line.entry
    permits = entry.permit_number.replace(";", ", ")
    site = "<br/>".join(filter(None, (_safe(entry.building), _safe(permits))))
    done = words.service(entry.service, entry.inspection_day, entry.waives)
    mark = f" {words.REVIEW_MARK}" if entry.needs_review else ""
    discipline = entry.discipline.replace(";", ", ").capitalize()
    row: list[Flowable | str] = [
        Paragraph(f"{entry.day:%m/%d/%Y}", PLAIN),
        Paragraph(_safe(discipline), PLAIN),
        Paragraph(site, PLAIN),
        Paragraph(f"{_safe(done)}<br/>{_safe(entry.charge)}{mark}", PLAIN),
        Paragraph(f"{line.hours:.2f}", RIGHT),
    ]
    return (
        [*row, *(Paragraph(_money(sum_), RIGHT) for sum_ in (line.rate, line.amount))] if with_money else row
    )


def _heads(names: Sequence[str], with_money: bool, *, with_rate: bool) -> list[Flowable]:
    numbers = [words.HOURS, *([words.RATE] if with_rate else []), words.DOLLARS]
    shown = numbers if with_money else numbers[:1]
    return [*(Paragraph(name, BOLD) for name in names), *(Paragraph(name, BOLD_RIGHT) for name in shown)]


def _sums(
    hours: Decimal,
    amount: Decimal | None,
    with_money: bool,
    style: ParagraphStyle,
    *,
    with_rate: bool = False,
) -> list[Flowable]:
    money = [*([""] if with_rate else []), _money(amount)] if with_money else []
    return [Paragraph(text, style) for text in (f"{hours:.2f}", *money)]


def _style(*lines: Any, padding: float = 3) -> list[Any]:
    return [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-2, -1), 6),
        ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), padding),
        ("BOTTOMPADDING", (0, 0), (-1, -1), padding),
        *lines,
    ]


def _project(group: ReferenceGroup) -> str:
    return next((line.entry.project for line in group.lines if line.entry.project), "")


def _safe(text: str, limit: int = LONGEST) -> str:
    """Text for a paragraph: no markup of anybody's, and only letters that the standard fonts have."""
    return escape(one_line(text, limit).encode("cp1252", "replace").decode("cp1252"))


def _money(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:,.2f}"
