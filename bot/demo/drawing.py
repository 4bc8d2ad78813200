"""The parts that invented plan sheets are drawn of: frames, seals, rooms, notes, faults."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from datetime import date

from PIL import Image
from reportlab.lib.utils import ImageReader, simpleSplit
from reportlab.pdfgen.canvas import Canvas

PLAN_NOTES = (
    "PATCH AND REPAIR ALL SURFACES AFFECTED BY DEMOLITION.",
    "NEW PARTITIONS TO BE TYPE A3 UNLESS NOTED OTHERWISE.",
    "PROVIDE BLOCKING FOR ALL WALL MOUNTED CASEWORK.",
    "MAINTAIN 18 INCH CLEARANCE AT PULL SIDE OF ALL DOORS.",
    "CONTRACTOR TO VERIFY ALL DIMENSIONS IN FIELD.",
    "1-HOUR RATED CORRIDOR WALLS TO EXTEND TO DECK ABOVE.",
)
CEILING_NOTES = (
    "NEW ACOUSTIC TILE CEILING AT 9'-0\" A.F.F. UNLESS NOTED.",
    "RELOCATE EXISTING SPRINKLER HEADS AS REQUIRED.",
    "SEISMIC BRACING OF CEILING PER ASTM E580.",
    "EXIT SIGNS TO BE CONNECTED TO EMERGENCY CIRCUIT.",
)
CODE_SUMMARY: tuple[tuple[str, str, str], ...] = (
    ("code", "APPLICABLE CODE", "2022 OREGON STRUCTURAL SPECIALTY CODE"),
    ("occupancy", "OCCUPANCY TYPE", "GROUP B - BUSINESS"),
    ("construction", "CONSTRUCTION TYPE", "TYPE II-A, FULLY SPRINKLERED"),
    ("floor_area", "FLOOR AREA", "18,400 SF"),
    ("tenant_area", "TENANT AREA", "4,260 SF"),
    ("occupant_load", "TENANT OCCUPANT LOAD", "29 OCCUPANTS (4,260 SF / 150)"),
    ("exits", "EXITS REQUIRED / PROVIDED", "1 / 2"),
)


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle on the sheet in points, origin at the bottom left."""

    left: float
    bottom: float
    width: float
    height: float

    def split(self, share: float) -> tuple[Area, Area]:
        """The left part with that share of the width, and the rest."""
        first = self.width * share
        return (
            Area(self.left, self.bottom, first, self.height),
            Area(self.left + first, self.bottom, self.width - first, self.height),
        )

    def lower(self, share: float) -> Area:
        """The lower part with that share of the height."""
        return Area(self.left, self.bottom, self.width, self.height * share)

    @property
    def top(self) -> float:
        return self.bottom + self.height

    @property
    def right(self) -> float:
        return self.left + self.width


def frame(canvas: Canvas, width: float, height: float) -> tuple[Area, Area]:
    """Draws the border; the drawing area and the title block at the right edge."""
    margin = 36.0
    block_width = min(216.0, width * 0.16)
    canvas.setStrokeGray(0)
    canvas.setFillGray(0)
    canvas.setLineWidth(2)
    canvas.rect(margin, margin, width - 2 * margin, height - 2 * margin)
    canvas.line(width - margin - block_width, margin, width - margin - block_width, height - margin)
    middle = Area(margin + 24, margin + 60, width - 2 * margin - block_width - 48, height - 2 * margin - 84)
    return middle, Area(width - margin - block_width, margin, block_width, height - 2 * margin)


def title_block(
    canvas: Canvas,
    block: Area,
    *,
    firm: str,
    project: str,
    address: str,
    issued: str,
    title: str,
    number: str,
) -> None:
    """Firm, project, sheet title and number, with labels in small type, as title blocks have them."""
    rows = ((firm, 12.0, 0.93), (project, 10.0, 0.38), (address, 8.0, 0.32), (issued, 8.0, 0.26))
    for words, size, share in rows:
        _wrapped(canvas, words, block.left + 8, block.bottom + block.height * share, block.width - 16, size)
    canvas.setLineWidth(0.8)
    for share in (0.44, 0.22, 0.12):
        y = block.bottom + block.height * share
        canvas.line(block.left, y, block.right, y)
    _label(canvas, block, 0.21, "SHEET TITLE")
    _wrapped(canvas, title, block.left + 8, block.bottom + block.height * 0.185, block.width - 16, 13)
    _label(canvas, block, 0.108, "SHEET NO.")
    canvas.setFont("Helvetica-Bold", min(40.0, block.width / 4))
    canvas.drawCentredString(block.left + block.width / 2, block.bottom + block.height * 0.035, number)


def _label(canvas: Canvas, block: Area, share: float, words: str) -> None:
    canvas.setFont("Helvetica", 6)
    canvas.drawString(block.left + 4, block.bottom + block.height * share, words)


def _wrapped(canvas: Canvas, words: str, x: float, y: float, width: float, size: float) -> float:
    """Writes lines downward from y; the baseline below the last."""
    canvas.setFont("Helvetica", size)
    for line in simpleSplit(words, "Helvetica", size, width):
        canvas.drawString(x, y, line)
        y -= size * 1.25
    return y


def view_title(canvas: Canvas, area: Area, bubble: str, title: str, scale: str) -> None:
    """The title under a view: number in a bubble, name, scale."""
    y = area.bottom - 30
    canvas.setLineWidth(1.2)
    canvas.circle(area.left + 16, y + 6, 14)
    canvas.setFont("Helvetica-Bold", 14)
    canvas.drawCentredString(area.left + 16, y + 1, bubble)
    canvas.drawString(area.left + 40, y + 8, title)
    canvas.line(area.left + 32, y + 4, area.left + 400, y + 4)
    canvas.setFont("Helvetica", 12)
    canvas.drawString(area.left + 40, y - 9, f"SCALE: {scale}")


def heading(canvas: Canvas, area: Area, project: str, address: str) -> None:
    """The cover's big title."""
    size = min(48.0, area.width / 32)
    canvas.setFont("Helvetica-Bold", size)
    canvas.drawCentredString(area.left + area.width / 2, area.top - size * 1.6, project)
    canvas.setFont("Helvetica", size / 2)
    canvas.drawCentredString(area.left + area.width / 2, area.top - size * 2.6, address)


def sheet_index(canvas: Canvas, area: Area, rows: list[tuple[str, str]]) -> None:
    """The list of sheets."""
    canvas.setFont("Helvetica-Bold", 16)
    canvas.drawString(area.left + 10, area.top - 20, "SHEET INDEX")
    canvas.setFont("Helvetica", 12)
    for row, (number, title) in enumerate(rows):
        y = area.top - 46 - row * 18
        canvas.drawString(area.left + 10, y, number)
        canvas.drawString(area.left + 80, y, title)


def code_summary(canvas: Canvas, area: Area, size: float, leaves_out: tuple[str, ...]) -> None:
    """The code summary as a table of labels and values."""
    canvas.setFont("Helvetica-Bold", 16)
    canvas.drawString(area.left + 10, area.top - 20, "CODE SUMMARY")
    canvas.setFont("Helvetica", size)
    rows = [(label, value) for key, label, value in CODE_SUMMARY if key not in leaves_out]
    for row, (label, value) in enumerate(rows):
        y = area.top - 46 - row * size * 1.6
        canvas.drawString(area.left + 10, y, f"{label}:")
        canvas.drawString(area.left + 10 + size * 17, y, value)


def notes(canvas: Canvas, area: Area, title: str, lines: tuple[str, ...], size: float) -> None:
    """Numbered notes in a column."""
    canvas.setFont("Helvetica-Bold", size * 1.3)
    y = area.top - size * 2
    canvas.drawString(area.left + 10, y, title)
    y -= size * 2
    for number, line in enumerate(lines, 1):
        y = _wrapped(canvas, f"{number}. {line}", area.left + 10, y, area.width - 20, size) - size * 0.5


def rooms(canvas: Canvas, area: Area, size: float) -> None:
    """A floor plan: walls, doors, room names, dimensions."""
    chance = random.Random(7)  # noqa: S311 - always the same plan
    names = ("OFFICE", "CONFERENCE", "COPY", "BREAK ROOM", "RECEPTION", "OPEN OFFICE", "STORAGE", "IDF")
    canvas.setLineWidth(3)
    canvas.rect(area.left + 30, area.bottom + 30, area.width - 80, area.height - 90)
    columns, lines = 4, 2
    for column in range(columns):
        for line in range(lines):
            w, h = (area.width - 80) / columns, (area.height - 90) / lines
            x, y = area.left + 30 + column * w, area.bottom + 30 + line * h
            _room(
                canvas, Area(x, y, w, h), names[(column * 2 + line) % 8], f"4{column}{line + 1}", size, chance
            )
    _dimension(canvas, area.left + 30, area.right - 50, area.top - 40, "48'-6\"", size)


def _room(canvas: Canvas, room: Area, name: str, number: str, size: float, chance: random.Random) -> None:
    canvas.setLineWidth(1.5)
    canvas.rect(room.left, room.bottom, room.width, room.height)
    canvas.rect(room.left + 4, room.bottom + 4, room.width - 8, room.height - 8)
    swing = 30 + chance.random() * 10
    canvas.setLineWidth(0.5)
    canvas.line(room.left + 40, room.bottom + 4, room.left + 40, room.bottom + 4 + swing)
    canvas.arc(
        room.left + 40 - swing,
        room.bottom + 4 - swing,
        room.left + 40 + swing,
        room.bottom + 4 + swing,
        0,
        90,
    )
    canvas.setFont("Helvetica", size)
    middle = room.left + room.width / 2
    canvas.drawCentredString(middle, room.bottom + room.height / 2, name)
    canvas.drawCentredString(middle, room.bottom + room.height / 2 - size * 1.4, number)


def _dimension(canvas: Canvas, left: float, right: float, y: float, words: str, size: float) -> None:
    canvas.setLineWidth(0.5)
    canvas.line(left, y, right, y)
    for x in (left, right):
        canvas.line(x - 4, y - 4, x + 4, y + 4)
    canvas.setFont("Helvetica", size)
    canvas.drawCentredString((left + right) / 2, y + 3, words)


def ceiling(canvas: Canvas, area: Area) -> None:
    """A ceiling or framing grid."""
    canvas.setLineWidth(0.4)
    step = 36.0
    for column in range(int(area.width // step)):
        canvas.line(area.left + column * step, area.bottom, area.left + column * step, area.top - 40)
    for line in range(int((area.height - 40) // step)):
        canvas.line(area.left, area.bottom + line * step, area.right - 30, area.bottom + line * step)


def section(canvas: Canvas, area: Area, size: float) -> None:
    """A building section: slabs, columns, ground hatch."""
    for level in range(5):
        y = area.bottom + 60 + level * (area.height - 140) / 5
        canvas.rect(area.left + 60, y, area.width - 160, 8, fill=1)
        canvas.setFont("Helvetica", size)
        canvas.drawString(area.right - 90, y, f"LEVEL {level + 1}")
    canvas.setLineWidth(0.6)
    for x in range(int(area.left), int(area.right - 40), 14):
        canvas.line(x, area.bottom + 30, x + 10, area.bottom + 44)


def elevation(canvas: Canvas, area: Area, size: float) -> None:
    """Four small elevations with windows."""
    for index, name in enumerate(("NORTH", "EAST", "SOUTH", "WEST")):
        x = area.left + (index % 2) * area.width / 2
        y = area.bottom + (index // 2) * area.height / 2
        w, h = area.width / 2 - 60, area.height / 2 - 70
        canvas.setLineWidth(1.5)
        canvas.rect(x + 20, y + 30, w, h)
        canvas.setLineWidth(0.6)
        for column in range(6):
            for line in range(3):
                canvas.rect(x + 40 + column * w / 6, y + 50 + line * h / 3, w / 9, h / 5)
        canvas.setFont("Helvetica", size)
        canvas.drawString(x + 20, y + 10, f"{name} ELEVATION")


def details(canvas: Canvas, area: Area, size: float) -> None:
    """Six details in boxes, each with its bubble and scale."""
    for index in range(6):
        x = area.left + (index % 3) * area.width / 3
        y = area.bottom + (index // 3) * area.height / 2
        canvas.setLineWidth(0.8)
        canvas.rect(x + 20, y + 50, area.width / 3 - 40, area.height / 2 - 80)
        canvas.circle(x + 34, y + 28, 12)
        canvas.setFont("Helvetica", size)
        canvas.drawCentredString(x + 34, y + 24, str(index + 1))
        canvas.drawString(x + 56, y + 24, "WALL TYPE DETAIL")
        canvas.drawString(x + 56, y + 24 - size * 1.2, '1 1/2" = 1\'-0"')


def site(canvas: Canvas, area: Area, size: float) -> None:
    """Building, property line, streets, north arrow."""
    canvas.setLineWidth(2)
    canvas.setDash(18, 6)
    canvas.rect(area.left + 120, area.bottom + 120, area.width - 260, area.height - 240)
    canvas.setDash()
    canvas.rect(area.left + 260, area.bottom + 200, area.width - 520, area.height - 420)
    canvas.setFont("Helvetica", size * 1.5)
    canvas.drawString(area.left + area.width / 2, area.bottom + 60, "SW EXAMPLE STREET")
    canvas.drawString(area.left + area.width / 2, area.bottom + area.height / 2, "EXISTING BUILDING")
    canvas.drawString(area.left + 150, area.bottom + 140, "PARKING")
    canvas.line(area.right - 60, area.top - 120, area.right - 60, area.top - 60)
    canvas.drawCentredString(area.right - 60, area.top - 52, "N")


def roof(canvas: Canvas, area: Area, size: float) -> None:
    """Roof outline, slopes, drains, hatch."""
    canvas.setLineWidth(2)
    canvas.rect(area.left + 60, area.bottom + 60, area.width - 160, area.height - 140)
    canvas.setLineWidth(0.6)
    canvas.line(area.left + 60, area.bottom + 60, area.right - 100, area.top - 80)
    canvas.line(area.left + 60, area.top - 80, area.right - 100, area.bottom + 60)
    canvas.setFont("Helvetica", size)
    for x, words in ((0.25, "ROOF DRAIN"), (0.5, 'SLOPE 1/4" PER FOOT'), (0.7, "ROOF HATCH")):
        canvas.drawString(area.left + area.width * x, area.bottom + area.height * 0.45, words)


def on_arc(
    canvas: Canvas,
    words: str,
    x: float,
    y: float,
    radius: float,
    start: float,
    size: float,
    *,
    inner: bool = False,
) -> None:
    """Writes glyph by glyph along a circle from `start` degrees: clockwise, or along its foot (`inner`)."""
    canvas.setFont("Helvetica", size)
    angle = start
    for letter in words:
        width = canvas.stringWidth(letter, "Helvetica", size)
        turn = math.degrees(width / radius)
        middle = math.radians(angle + turn / 2 if inner else angle - turn / 2)
        canvas.saveState()
        canvas.translate(x + radius * math.cos(middle), y + radius * math.sin(middle))
        canvas.rotate(math.degrees(middle) + (90 if inner else -90))
        canvas.drawCentredString(0, 0, letter)
        canvas.restoreState()
        angle += turn * 1.1 if inner else -turn * 1.1


def architect_seal(canvas: Canvas, block: Area) -> None:
    """A round seal without an expiry date, as architects' seals are."""
    x, y, radius = (
        block.left + block.width / 2,
        block.bottom + block.height * 0.80,
        min(54.0, block.width * 0.36),
    )
    canvas.setLineWidth(1)
    canvas.circle(x, y, radius)
    canvas.circle(x, y, radius * 0.68)
    on_arc(canvas, "REGISTERED ARCHITECT", x, y, radius * 0.76, 170, radius / 7)
    on_arc(canvas, "STATE OF OREGON", x, y, radius * 0.9, 225, radius / 7, inner=True)
    canvas.setFont("Helvetica", radius / 6)
    canvas.drawCentredString(x, y + 4, "MARA T. HOLLIN")
    canvas.drawCentredString(x, y - radius / 4, "No. 00417")


def engineer_seal(canvas: Canvas, block: Area, expires: date) -> None:
    """An engineer's seal: dates of registration inside, the expiry written below it."""
    x, y, radius = (
        block.left + block.width / 2,
        block.bottom + block.height * 0.60,
        min(54.0, block.width * 0.36),
    )
    canvas.setLineWidth(1)
    canvas.rect(x - radius, y - radius * 0.8, 2 * radius, radius * 1.6)
    size = radius / 6
    lines = ("REGISTERED PROFESSIONAL", "ENGINEER", "90417PE", "OREGON", "JULY 14, 2009", "DORIAN P. BRACK")
    canvas.setFont("Helvetica", size)
    for row, words in enumerate(lines):
        canvas.drawCentredString(x, y + radius * 0.55 - row * size * 1.25, words)
    canvas.setFont("Helvetica", size * 1.2)
    canvas.drawCentredString(x, y - radius * 0.8 - size * 1.5, f"EXPIRES: {expires:%m/%d/%Y}")


def colored_pipes(canvas: Canvas, area: Area) -> None:
    """Red, blue and green lines across the sheet."""
    canvas.saveState()
    canvas.setLineWidth(3)
    for index, rgb in enumerate(((0.1, 0.2, 0.9), (0.0, 0.6, 0.2), (0.9, 0.1, 0.1))):
        canvas.setStrokeColorRGB(*rgb)
        y = area.bottom + area.height * (0.3 + 0.15 * index)
        canvas.line(area.left + 40, y, area.right - 60, y)
    canvas.restoreState()


def gray_poche(canvas: Canvas, area: Area) -> None:
    """Walls filled with gray."""
    canvas.saveState()
    canvas.setFillGray(0.7)
    for share in (0.2, 0.45, 0.7):
        canvas.rect(area.left + area.width * share, area.bottom + 60, 30, area.height * 0.6, stroke=0, fill=1)
    canvas.restoreState()


def highlighter_stroke(canvas: Canvas, area: Area) -> None:
    """Two yellow translucent bars over the drawing."""
    canvas.saveState()
    canvas.setFillColorRGB(1, 0.95, 0.1, alpha=0.45)
    canvas.rect(
        area.left + area.width * 0.1, area.bottom + area.height * 0.5, area.width * 0.25, 20, stroke=0, fill=1
    )
    canvas.rect(
        area.left + area.width * 0.5, area.bottom + area.height * 0.3, area.width * 0.2, 20, stroke=0, fill=1
    )
    canvas.restoreState()


def red_cloud(canvas: Canvas, area: Area) -> None:
    """A revision cloud in red, as corrections may have."""
    canvas.saveState()
    canvas.setStrokeColorRGB(0.9, 0.0, 0.0)
    canvas.setLineWidth(2)
    x, y = area.left + area.width * 0.4, area.bottom + area.height * 0.5
    for step in range(6):
        canvas.arc(x + step * 24, y, x + step * 24 + 28, y + 20, 0, 180)
        canvas.arc(x + step * 24, y - 60, x + step * 24 + 28, y - 40, 180, 180)
    canvas.restoreState()


def photograph(canvas: Canvas, area: Area) -> None:
    """A colour picture with smooth tones and noise, as photographs have."""
    chance = random.Random(3)  # noqa: S311 - always the same picture
    picture = Image.new("RGB", (240, 160))
    picture.putdata(
        [
            (
                int(90 + x / 3 + 30 * math.sin(y / 17) + chance.random() * 24) % 256,
                int(110 + y / 3 + chance.random() * 24) % 256,
                int(150 - x / 5 + 25 * math.cos(x / 23) + chance.random() * 24) % 256,
            )
            for y in range(160)
            for x in range(240)
        ]
    )
    width = min(360.0, area.width / 3)
    canvas.drawImage(ImageReader(picture), area.left + 40, area.bottom + 80, width, width * 2 / 3)


def banner(canvas: Canvas, area: Area, words: str) -> None:
    """Big outlined words across the sheet, at an angle."""
    canvas.saveState()
    canvas.translate(area.left + area.width / 2, area.bottom + area.height / 2)
    canvas.rotate(30)
    canvas.setFont("Helvetica-Bold", min(110.0, area.width / (0.8 * len(words))))
    canvas.drawCentredString(0, 0, words, mode=1)
    canvas.restoreState()
