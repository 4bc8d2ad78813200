"""Intake forms as unlike offices would draw them: labels, places, lettering and field names by chance."""

from __future__ import annotations

import io
import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from bot.demo import papers

Values = Mapping[str, str | None]
LONG = ("description", "mechanical_description")
STATUS = {
    "new": "New tenant to the space",
    "existing": "Existing tenant",
    "first_time": "New first-time tenant",
}
LABELS: Mapping[str, tuple[str, ...]] = {
    "applicant_name": ("Applicant Name", "Name of Applicant", "Applicant", "Applicant Contact Name"),
    "company": ("Company", "Firm", "Applicant Company"),
    "applicant_email": ("Applicant Email", "Applicant E-mail", "Applicant E-mail Address"),
    "applicant_phone": ("Applicant Phone", "Applicant Phone #", "Applicant Telephone"),
    "building": ("Project Building Name", "Building Name/Number", "Building Name", "Name of Building"),
    "address": ("Project Address", "Jobsite Address", "Project Address (include floor, suite or space)"),
    "suite": ("Suite", "Floor/Suite/Space", "Suite #", "Suite/Floor/Space #"),
    "tenant_status": ("Tenant Status", "Tenant is", "Tenant"),
    "tenant_name": ("Tenant Name", "Tenant's Name", "Name of Tenant"),
    "description": ("Description of Work Proposed", "Describe Work Proposed", "Description of Work"),
    "mechanical_description": ("Mechanical Work Proposed", "Description of Mechanical Work"),
    "valuation": ("Project Valuation", "Total Project Valuation", "Project Valuation (without mechanical)"),
    "mechanical_valuation": ("Mechanical Valuation", "Mech. Valuation", "Mechanical Valuation $"),
    "permit_number": ("Bld/Mech Permit #", "Bldg/Mech Permit No.", "Existing Permit # (if any)"),
    "reference_number": ("Project Reference Number", "Billing Number", "Project Reference # / Billing #"),
    "contractor_name": ("General Contractor", "Contractor Name", "General Contractor Company"),
    "ccb_number": ("CCB #", "CCB License #", "Contractor CCB #"),
    "job_number": ("Job Number", "Applicant Job #"),
}
HEADINGS = {
    "applicant_name": "Applicant Information",
    "building": "Project Information",
    "tenant_status": "Tenant Information",
    "description": "Scope of Work",
    "contractor_name": "General Contractor Information",
}
WORK = (
    "Move two interior partitions.",
    "New tenant improvement: address accessibility in restrooms",
    (
        "Demo non-bearing walls in suite; new reception desk, new finishes throughout the suite, replacement of "
        "building standard light fixtures, new sinks and low voltage cabling"
    ),
)


@dataclass(frozen=True, slots=True)
class Layout:
    """How one office draws its form."""

    place: str
    fillable: bool
    colon: bool
    one_lettering: bool
    headings: bool
    boxed: bool
    capitals: bool
    names: str
    answers: str


def layout_of(seed: int) -> Layout:
    chance = random.Random(seed)
    fillable = chance.random() < 0.4
    return Layout(
        place=chance.choice(("left", "above", "column", "table", *(() if fillable else ("ruled",)))),
        fillable=fillable,
        colon=chance.random() < 0.6,
        one_lettering=chance.random() < 0.35,
        headings=chance.random() < 0.6,
        boxed=chance.random() < 0.5,
        capitals=chance.random() < 0.15,
        names=chance.choice(("label", "key", "odd", "subform")),
        answers=chance.choice(("radio", "check") if fillable else ("box", "brackets")),
    )


def values_of(seed: int) -> dict[str, str | None]:
    """Values with some blanks among them."""
    chance = random.Random(seed + 1_000_000)
    values = {name: None if chance.random() < 0.12 else value for name, value in papers.COMPLETE.items()}
    values["permit_number"] = chance.choice((None, "24-012345-000-00-FA"))
    values["job_number"] = chance.choice((None, "2217.03"))
    values["tenant_status"] = chance.choice((None, *STATUS))
    values["description"] = chance.choice((None, *WORK))
    return values


def drawn(seed: int, values: Values) -> bytes:
    """The form with these values in the layout of that number."""
    return _Drawing(seed, values).finished()


class _Drawing:
    def __init__(self, seed: int, values: Values) -> None:
        self.layout, self.values = layout_of(seed), values
        self.chance = random.Random(seed + 2_000_000)
        self.stream = io.BytesIO()
        self.canvas = Canvas(self.stream, pagesize=(612, 792))
        self.label_font = "Helvetica" if self.layout.one_lettering else "Helvetica-Bold"
        self.value_font = "Helvetica" if self.layout.one_lettering else "Times-Roman"
        self.y, self.count = 755.0, 0

    def finished(self) -> bytes:
        self.canvas.setFont("Helvetica-Bold", 13)
        self.canvas.drawString(50, self.y, "FPP Permit Plan Intake Form")
        self.y -= 25
        for key, labels in LABELS.items():
            if self.layout.headings and key in HEADINGS:
                self._heading(HEADINGS[key])
            self._row(key, self.chance.choice(labels))
        self.canvas.setFont(self.label_font, 9)
        self.canvas.drawString(50, 60, "Responsible Party Signature:")
        self.canvas.line(185, 58, 400, 58)
        self.canvas.save()
        return self.stream.getvalue()

    def _heading(self, words: str) -> None:
        self.canvas.setFont("Helvetica-Bold", 11)
        self.canvas.drawString(50, self.y - 10, words)
        self.y -= 20

    def _row(self, key: str, label: str) -> None:
        self.count += 1
        above = self.layout.place == "above"
        height = (56 if key in LONG else 18) + (13 if above else 0)
        if self.y - height < 90:
            self.canvas.showPage()
            self.y = 755.0
        words = f"{label}:" if self.layout.colon else label
        words = words.upper() if self.layout.capitals else words
        self.canvas.setFont(self.label_font, 9)
        self.canvas.drawString(52, self.y - 9, words)
        taken = self.canvas.stringWidth(words, self.label_font, 9)
        offset = 0.0 if above else max(taken + 8, 0 if self.layout.place in {"left", "ruled"} else 190)
        top = self.y - (13 if above else 0)
        if self.layout.place == "table":
            self.canvas.rect(50, self.y - height, 512, height)
            self.canvas.line(48 + offset, self.y - height, 48 + offset, self.y)
        if key == "tenant_status":
            self._answers(52 + offset, top)
        else:
            self._value(key, label, 52 + offset, top, 500 - offset, height - (13 if above else 0))
        self.y -= height + 2

    def _name(self, key: str, label: str) -> str:
        names = {"label": label, "key": key, "odd": f"Text{self.count}"}
        return names.get(self.layout.names, f"form1[0].#subform[0].TextField{self.count % 3}[{self.count}]")

    def _value(self, key: str, label: str, left: float, top: float, width: float, height: float) -> None:
        value = self.values.get(key) or ""
        if self.layout.fillable:
            self.canvas.acroForm.textfield(
                name=self._name(key, label),
                value=value,
                x=round(left),
                y=round(top - height + 3),
                width=round(width),
                height=round(height - 4),
                fontSize=8,
                maxlen=3000,
                borderWidth=0,
                fieldFlags="multiline" if key in LONG else "",
            )
            return
        self.canvas.setFont(self.value_font, 9)
        if self.layout.place == "ruled":
            value = f"__{value}___" if value else "_" * 30
        elif self.layout.boxed and self.layout.place == "above":
            self.canvas.rect(left - 2, top - height + 2, width, height - 2)
        for number, line in enumerate(simpleSplit(value, self.value_font, 9, width)):
            self.canvas.drawString(left, top - 10 - number * 10.5, line)

    def _answers(self, left: float, top: float) -> None:
        ticked = self.values.get("tenant_status")
        for status, words in STATUS.items():
            self._answer(status, words, left, top, is_ticked=status == ticked)
            left += 40 + self.canvas.stringWidth(words, self.label_font, 8)

    def _answer(self, status: str, words: str, left: float, top: float, *, is_ticked: bool) -> None:
        place: dict[str, Any] = {"x": round(left), "y": round(top - 12), "size": 9}
        form = self.canvas.acroForm
        if self.layout.answers == "radio":
            form.radio(
                name=f"Group{self.count}", value=f"c{status[0]}{round(left)}", selected=is_ticked, **place
            )
        elif self.layout.answers == "check":
            form.checkbox(name=f"Check{self.count}{status}", checked=is_ticked, **place)
        elif self.layout.answers == "box":
            self.canvas.rect(left, top - 11, 8, 8)
            self.canvas.setFont("Helvetica-Bold", 8)
            self.canvas.drawString(left + 1.3, top - 9.6, "X" if is_ticked else "")
        else:
            words = f"[X] {words}" if is_ticked else f"[ ] {words}"
        self.canvas.setFont(self.label_font, 8)
        self.canvas.drawString(left + (0 if self.layout.answers == "brackets" else 12), top - 10, words)
