"""Invented plan sets that look like real ones: for the demo, the tests and the benchmark."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from bot.demo import drawing
from bot.demo.drawing import Area

INCH = 72.0


@dataclass(frozen=True, slots=True)
class SheetKind:
    """One sheet of the invented set: number, title, and what draws its middle."""

    number: str
    title: str
    draw: Callable[[Canvas, Area, SetOptions], None]
    scale: str | None = "plan"


@dataclass(frozen=True, slots=True)
class SetOptions:
    """What is drawn into a set; the defaults are a set that passes."""

    size_in: tuple[float, float] = (24.0, 36.0)
    color: bool = False
    gray: bool = False
    not_for_construction: bool = False
    preliminary: str | None = None
    stamp_expires: date | None = None
    stamp: bool = True
    highlighter: bool = False
    photograph: bool = False
    red_markings: bool = False
    text_pt: float = 12.0
    scale: str = '1/8" = 1\'-0"'
    code_summary: bool = True
    code_summary_leaves_out: tuple[str, ...] = ()
    sheet_numbers: bool = True
    project: str = "MERIDIAN TOWER - SUITE 450 TENANT IMPROVEMENT"
    address: str = "1480 SW EXAMPLE STREET, PORTLAND, OR 97201"
    firm: str = "HOLLIN & BRACK ARCHITECTS"
    issued: str = "ISSUED FOR PERMIT 02/10/2026"
    only_pages: tuple[int, ...] | None = None

    def spoils(self, page: int) -> bool:
        """Whether the faults asked for are drawn on this page (from 1)."""
        return self.only_pages is None or page in self.only_pages


def _cover(canvas: Canvas, area: Area, options: SetOptions) -> None:
    drawing.heading(canvas, area, options.project, options.address)
    left, right = area.split(0.5)
    drawing.sheet_index(canvas, left.lower(0.72), [(kind.number, kind.title) for kind in KINDS])
    if options.code_summary:
        drawing.code_summary(canvas, right.lower(0.72), options.text_pt, options.code_summary_leaves_out)


def _floor_plan(canvas: Canvas, area: Area, options: SetOptions) -> None:
    plan, notes = area.split(0.74)
    drawing.rooms(canvas, plan, options.text_pt)
    drawing.notes(canvas, notes, "FLOOR PLAN NOTES", drawing.PLAN_NOTES, options.text_pt)


def _ceiling_plan(canvas: Canvas, area: Area, options: SetOptions) -> None:
    plan, notes = area.split(0.74)
    drawing.ceiling(canvas, plan)
    drawing.notes(canvas, notes, "CEILING NOTES", drawing.CEILING_NOTES, options.text_pt)


def _section(canvas: Canvas, area: Area, options: SetOptions) -> None:
    drawing.section(canvas, area, options.text_pt)


def _elevation(canvas: Canvas, area: Area, options: SetOptions) -> None:
    drawing.elevation(canvas, area, options.text_pt)


def _details(canvas: Canvas, area: Area, options: SetOptions) -> None:
    drawing.details(canvas, area, options.text_pt)


def _site(canvas: Canvas, area: Area, options: SetOptions) -> None:
    drawing.site(canvas, area, options.text_pt)


def _roof(canvas: Canvas, area: Area, options: SetOptions) -> None:
    drawing.roof(canvas, area, options.text_pt)


KINDS: tuple[SheetKind, ...] = (
    SheetKind("G-001", "COVER SHEET AND CODE SUMMARY", _cover, None),
    SheetKind("A-101", "LEVEL 4 FLOOR PLAN", _floor_plan),
    SheetKind("A-121", "LEVEL 4 REFLECTED CEILING PLAN", _ceiling_plan),
    SheetKind("A-301", "BUILDING SECTIONS", _section),
    SheetKind("A-501", "DETAILS", _details, "detail"),
    SheetKind("A-201", "EXTERIOR ELEVATIONS", _elevation),
    SheetKind("AS-101", "SITE PLAN", _site, "site"),
    SheetKind("A-151", "ROOF PLAN", _roof),
    SheetKind("AD-101", "LEVEL 4 DEMOLITION FLOOR PLAN", _floor_plan),
    SheetKind("S-101", "LEVEL 4 FRAMING PLAN", _ceiling_plan),
    SheetKind("M-101", "LEVEL 4 MECHANICAL FLOOR PLAN", _floor_plan),
    SheetKind("E-101", "LEVEL 4 POWER FLOOR PLAN", _floor_plan),
)


def plan_set(
    pages: int = 3,
    *,
    size_in: tuple[float, float] = (24, 36),
    color: bool = False,
    gray: bool = False,
    not_for_construction: bool = False,
    preliminary: str | None = None,
    stamp_expires: date | None = None,
    stamp: bool = True,
    highlighter: bool = False,
    photograph: bool = False,
    red_markings: bool = False,
    text_pt: float = 12.0,
    scale: str = '1/8" = 1\'-0"',
    code_summary: bool = True,
    code_summary_leaves_out: tuple[str, ...] = (),
    sheet_numbers: bool = True,
    project: str = "MERIDIAN TOWER - SUITE 450 TENANT IMPROVEMENT",
    address: str = "1480 SW EXAMPLE STREET, PORTLAND, OR 97201",
    only_pages: tuple[int, ...] | None = None,
    first: int = 0,
    password: str | None = None,
) -> bytes:
    """A PDF of an invented plan set; with no options one that the program takes.

    `size_in` is (short side, long side). `only_pages` (from 1) limits the faults asked for to those sheets;
    None spoils all. `first` skips kinds of sheets, so that a single sheet can be drawn. `password` locks it.
    """
    options = SetOptions(
        size_in=size_in,
        color=color,
        gray=gray,
        not_for_construction=not_for_construction,
        preliminary=preliminary,
        stamp_expires=stamp_expires,
        stamp=stamp,
        highlighter=highlighter,
        photograph=photograph,
        red_markings=red_markings,
        text_pt=text_pt,
        scale=scale,
        code_summary=code_summary,
        code_summary_leaves_out=code_summary_leaves_out,
        sheet_numbers=sheet_numbers,
        project=project,
        address=address,
        only_pages=only_pages,
    )
    out = io.BytesIO()
    height, width = sorted(size_in)
    lock = StandardEncryption(password, canPrint=1) if password is not None else None
    canvas = Canvas(out, pagesize=(width * INCH, height * INCH), invariant=1, encrypt=lock, pageCompression=1)
    for page in range(1, pages + 1):
        _sheet(canvas, options, page, first + page - 1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _sheet(canvas: Canvas, options: SetOptions, page: int, index: int) -> None:
    kind = KINDS[index % len(KINDS)]
    number = kind.number if index < len(KINDS) else f"{kind.number[:-1]}{index // len(KINDS) + 1}"
    height, width = (side * INCH for side in sorted(options.size_in))
    middle, block = drawing.frame(canvas, width, height)
    kind.draw(canvas, middle, options)
    scale = {"plan": options.scale, "detail": "NTS", "site": '1" = 10\'-0"'}.get(kind.scale or "")
    if scale is not None:
        drawing.view_title(canvas, middle, "1", kind.title, scale)
    drawing.title_block(
        canvas,
        block,
        firm=options.firm,
        project=options.project,
        address=options.address,
        issued=options.issued,
        title=kind.title,
        number=number if options.sheet_numbers else "",
    )
    if options.stamp:
        drawing.architect_seal(canvas, block)
    if options.spoils(page):
        _spoil(canvas, middle, block, options)


def _spoil(canvas: Canvas, middle: Area, block: Area, options: SetOptions) -> None:
    if options.stamp_expires is not None:
        drawing.engineer_seal(canvas, block, options.stamp_expires)
    faults: tuple[tuple[bool, Callable[[Canvas, Area], None]], ...] = (
        (options.color, drawing.colored_pipes),
        (options.gray, drawing.gray_poche),
        (options.highlighter, drawing.highlighter_stroke),
        (options.photograph, drawing.photograph),
        (options.red_markings, drawing.red_cloud),
    )
    for wanted, draw in faults:
        if wanted:
            draw(canvas, middle)
    if options.not_for_construction:
        drawing.banner(canvas, middle, "NOT FOR CONSTRUCTION")
    if options.preliminary:
        drawing.banner(canvas, middle, options.preliminary)
