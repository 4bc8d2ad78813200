"""A printed form drawn row by row, for the tests of its readers."""

from __future__ import annotations

import io
from collections.abc import Mapping

from reportlab.pdfgen.canvas import Canvas

from parsers.forms.read import read_form
from parsers.forms.reading import FieldReading, FormReading

TITLE = "FPP Permit Plan Intake Form"
ANSWERS = {
    "Applicant Name": "Robin Vance",
    "Applicant Phone": "503-555-0139",
    "Applicant E-mail": "robin@vanceoak.example",
    "Project Building Name": "Larkspur Tower",
    "Project Address": "1200 SW Larkspur Ave",
    "Tenant Name": "Juniper Analytics",
    "Project Valuation": "$84,500",
    "Project Reference Number": "LT-2026-0147",
}


class Paper:
    """A form drawn from the top of a page downwards."""

    def __init__(self, title: str = TITLE) -> None:
        self.content = io.BytesIO()
        self.canvas = Canvas(self.content, pagesize=(612, 792))
        self.height = 740.0
        self.put(50, title, "Helvetica-Bold", 14)
        self.down(26)

    def put(self, left: float, text: str, font: str = "Helvetica", size: float = 10) -> None:
        self.canvas.setFont(font, size)
        self.canvas.drawString(left, self.height, text)

    def down(self, by: float) -> None:
        self.height -= by

    def row(self, label: str, answer: str) -> None:
        self.put(50, f"{label}:")
        self.put(220, answer, "Helvetica-Oblique")
        self.down(18)

    def rows(self, answers: Mapping[str, str] = ANSWERS) -> None:
        for label, answer in answers.items():
            self.row(label, answer)

    def form(self) -> FormReading:
        self.canvas.save()
        form = read_form(self.content)
        assert form is not None
        return form

    def read(self) -> Mapping[str, FieldReading]:
        return self.form().fields


def values(fields: Mapping[str, FieldReading]) -> dict[str, str | None]:
    return {name: reading.value for name, reading in fields.items() if reading.sure}
