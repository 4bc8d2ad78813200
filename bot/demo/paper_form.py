"""Draws a form on letter paper: rows of labelled cells, filled or to be filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader, simpleSplit
from reportlab.pdfgen.canvas import Canvas

Place = Literal["left", "above", "table"]
Kind = Literal["text", "area", "choice", "signature"]
Values = Mapping[str, str | None]

LEFT, RIGHT, TOP, BOTTOM = 43.0, 569.0, 750.0, 50.0
LABEL_SIZE, VALUE_SIZE = 8.5, 10.0


@dataclass(frozen=True, slots=True)
class Cell:
    """One field. `share` of the row's width; `options` of a choice: (word for the value, words on paper)."""

    key: str
    label: str
    share: float = 1.0
    kind: Kind = "text"
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its rows; `hint` is the small print below the heading."""

    heading: str
    rows: tuple[tuple[Cell, ...], ...]
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """How a form is made: where labels stand, whether it can be filled in, how its fields are named."""

    place: Place = "left"
    fillable: bool = False
    odd_names: bool = False


class FormPaper:
    """One form while it is drawn; `finish` gives its bytes."""

    def __init__(self, title: str, subtitle: str, look: Look, values: Values) -> None:
        self.look, self.values = look, values
        self.page = 0
        self.signature_place = (0, LEFT, BOTTOM, 200.0, 20.0)
        self.stream = BytesIO()
        self.canvas = Canvas(self.stream, pagesize=(612, 792), invariant=1)
        self.canvas.setTitle(title)
        self.y = TOP
        self.count = 0
        self.title, self.subtitle = title, subtitle
        self._letterhead()

    def _letterhead(self) -> None:
        self.canvas.setFont("Helvetica-Bold", 14)
        self.canvas.drawString(LEFT, self.y, self.title)
        self.canvas.setFont("Helvetica", 8)
        self.canvas.drawString(LEFT, self.y - 13, self.subtitle)
        self.y -= 32

    def section(self, section: Section) -> None:
        self._make_room(60)
        self.canvas.setFont("Helvetica-Bold", 10)
        self.canvas.drawString(LEFT, self.y, section.heading)
        self.y -= 6
        if section.hint:
            self.canvas.setFont("Helvetica-Oblique", 7)
            self.canvas.drawString(LEFT, self.y - 4, section.hint)
            self.y -= 10
        for row in section.rows:
            self._row(row)
        self.y -= 12

    def sign(self, how: str, name: str) -> None:
        """The signature row at the end; `nothing` leaves the row away."""
        if how == "nothing":
            return
        self._make_room(40)
        bottom, left, width = self.y - 26, LEFT + 130, 230.0
        self.canvas.setFont("Helvetica", LABEL_SIZE)
        self.canvas.drawString(LEFT, bottom + 3, "Responsible Party Signature:")
        self.canvas.drawString(left + width + 12, bottom + 3, "Date:")
        self.signature_place = (self.page, left, bottom, width, 20.0)
        if how != "empty_field":
            self.canvas.line(left, bottom, left + width, bottom)
        if how == "typed":
            self._typed_signature(left, bottom, width, name)
        if how == "picture":
            self._scribble(left, bottom)

    def _typed_signature(self, left: float, bottom: float, width: float, name: str) -> None:
        if self.look.fillable:
            field = "Text99" if self.look.odd_names else "Responsible Party Signature"
            self.canvas.acroForm.textfield(
                value=name,
                name=field,
                x=round(left),
                y=round(bottom),
                width=round(width),
                height=18,
                fontSize=9,
                borderWidth=0,
            )
            return
        self.canvas.setFont("Times-Italic", 12)
        self.canvas.drawString(left + 6, bottom + 3, f"/s/ {name}")

    def _scribble(self, left: float, bottom: float) -> None:
        picture = Image.new("L", (200, 50), 255)
        ImageDraw.Draw(picture).line((5, 40, 40, 8, 80, 42, 120, 10, 190, 30), fill=0, width=4)
        self.canvas.drawImage(ImageReader(picture), left + 8, bottom + 1, 100, 20)

    def finish(self) -> bytes:
        self.canvas.save()
        return self.stream.getvalue()

    def _make_room(self, height: float) -> None:
        if self.y - height > BOTTOM:
            return
        self.canvas.showPage()
        self.page += 1
        self.y = TOP

    def _row(self, cells: Sequence[Cell]) -> None:
        height = 20.0 if self.look.place != "above" else 30.0
        if any(cell.kind == "area" for cell in cells):
            height += 34
        self._make_room(height)
        left, whole = LEFT, sum(cell.share for cell in cells)
        for cell in cells:
            width = (RIGHT - LEFT) * cell.share / whole
            self._cell(cell, left, self.y - height, width, height)
            left += width
        self.y -= height

    def _cell(self, cell: Cell, left: float, bottom: float, width: float, height: float) -> None:
        if self.look.place != "left":
            self.canvas.setLineWidth(0.5)
            self.canvas.rect(left, bottom, width, height)
        self.canvas.setFont("Helvetica", LABEL_SIZE)
        if self.look.place == "above":
            self.canvas.drawString(left + 3, bottom + height - 10, cell.label)
            self._value(cell, left + 3, bottom + 2, width - 6, height - 14)
            return
        label = cell.label if self.look.place == "table" else cell.label + ":"
        self.canvas.drawString(left + 3, bottom + height - 13, label)
        taken = self.canvas.stringWidth(label, "Helvetica", LABEL_SIZE) + 9
        if self.look.place == "table":
            taken = max(taken, width * 0.38)
            self.canvas.line(left + taken - 4, bottom, left + taken - 4, bottom + height)
        self._value(cell, left + taken, bottom + 2, width - taken - 4, height - 4)

    def _value(self, cell: Cell, left: float, bottom: float, width: float, height: float) -> None:
        self.count += 1
        if cell.kind == "choice":
            self._choice(cell, left, bottom)
        elif self.look.fillable and cell.kind != "signature":
            self._field(cell, left, bottom, width, height)
        else:
            self._print(cell, left, bottom, width, height)

    def _field(self, cell: Cell, left: float, bottom: float, width: float, height: float) -> None:
        name = f"Text{self.count}" if self.look.odd_names else cell.label
        self.canvas.acroForm.textfield(
            value=self.values.get(cell.key) or "",
            name=name,
            x=round(left),
            y=round(bottom),
            width=round(width),
            height=round(height),
            fontSize=9,
            borderWidth=0,
            maxlen=4000,
            fieldFlags="multiline" if cell.kind == "area" else "",
        )

    def _print(self, cell: Cell, left: float, bottom: float, width: float, height: float) -> None:
        if self.look.place == "left":
            self.canvas.setLineWidth(0.4)
            self.canvas.line(left, bottom + 2, left + width, bottom + 2)
        value = self.values.get(cell.key)
        if not value:
            return
        self.canvas.setFont("Times-Roman", VALUE_SIZE)
        top = bottom + height - VALUE_SIZE + (2 if self.look.place == "above" else -1)
        for number, line in enumerate(simpleSplit(value, "Times-Roman", VALUE_SIZE, width)):
            self.canvas.drawString(left, top - number * 11, line)

    def _choice(self, cell: Cell, left: float, bottom: float) -> None:
        chosen = self.values.get(cell.key)
        for word, printed in cell.options:
            name = f"Group{self.count}" if self.look.odd_names else cell.key
            if self.look.fillable:
                self.canvas.acroForm.radio(
                    name=name,
                    value=word,
                    selected=word == chosen,
                    x=round(left),
                    y=round(bottom) + 3,
                    size=10,
                )
            else:
                self._box(left, bottom + 3, word == chosen)
            self.canvas.setFont("Helvetica", LABEL_SIZE)
            self.canvas.drawString(left + 13, bottom + 4, printed)
            left += 24 + self.canvas.stringWidth(printed, "Helvetica", LABEL_SIZE)

    def _box(self, left: float, bottom: float, ticked: bool) -> None:
        self.canvas.rect(left, bottom, 9, 9)
        if ticked:
            self.canvas.setFont("Helvetica-Bold", 9)
            self.canvas.drawString(left + 1.6, bottom + 1.4, "X")
