"""Forms as an office draws them with a library: labels beside, above and around their fields."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from reportlab.lib.pagesizes import letter
from reportlab.pdfgen import canvas

from parsers.forms.read import read_form
from parsers.forms.reading import FormReading

Drawing = Callable[[canvas.Canvas], None]
LABELS = (
    ("Applicant name:", "Jo Petrov"),
    ("Daytime phone:", "503-555-0161"),
    ("Company name:", "Arrow Design"),
    ("Email:", "jo@arrow.example"),
    ("Name of building:", "Fenwick Tower"),
    ("Site address (include floor or suite):", "410 SW Alder St"),
    ("Ste / floor:", "300"),
    ("Reference / billing no.:", "CH-20417"),
    ("Permit # (building / mechanical), if any:", "25-104410-000-00-FA"),
    ("Description of proposed work:", "Move two walls"),
    ("Valuation of work:", "$46,200.00"),
    ("General contractor:", "Alder Build Co"),
)


def drawn(*extra: Drawing, left: float = 260) -> FormReading:
    """The form with a label and its value on each row, and what else is drawn below."""
    written = io.BytesIO()
    page = canvas.Canvas(written, pagesize=letter)
    page.setFont("Helvetica-Bold", 14)
    page.drawString(40, 750, "FPP Permit Plan Intake Form")
    for row, (label, value) in enumerate(LABELS):
        page.setFont("Helvetica", 9)
        page.drawString(40, 720 - 20 * row, label)
        page.drawString(left, 720 - 20 * row, value)
    for draw in extra:
        draw(page)
    page.save()
    form = read_form(io.BytesIO(written.getvalue()))
    assert form is not None
    return form


def tenant(ticked: int) -> Drawing:
    def draw(page: canvas.Canvas) -> None:
        for number, words in enumerate(
            ("New tenant to the space", "Existing tenant", "New first-time tenant")
        ):
            left = 140 + 150 * number
            page.rect(left, 440, 8, 8)
            if number == ticked:
                page.line(left, 440, left + 8, 448)
                page.line(left, 448, left + 8, 440)
            page.drawString(left + 12, 441, words)

    return draw


def signing(name: str, signature: str) -> Drawing:
    """A responsible party's name and signature to fill in, one below the other."""

    def draw(page: canvas.Canvas) -> None:
        for label, value, foot in (("Printed name", name, 410), ("Authorized signature", signature, 388)):
            page.drawString(40, foot + 5, label)
            page.acroForm.textfield(
                name=label, x=140, y=foot, width=200, height=17, borderWidth=0, value=value
            )
        page.drawString(360, 393, "Date signed")
        page.acroForm.textfield(
            name="date", x=420, y=388, width=80, height=17, borderWidth=0, value="2/27/2026"
        )

    return draw


def test_phone_and_mail_after_the_applicant_are_the_applicants_where_no_heading_says_so() -> None:
    fields = drawn().fields
    assert fields["applicant_phone"].value == "503-555-0161"
    assert fields["applicant_email"].value == "jo@arrow.example"


def test_labels_in_an_offices_own_words_are_understood() -> None:
    fields = drawn().fields
    assert fields["suite"].value == "300"
    assert fields["permit_number"].value == "25-104410-000-00-FA"
    assert fields["valuation"].value == "$46,200.00"


@pytest.mark.parametrize(("ticked", "status"), [(0, "new"), (1, "existing"), (2, "first_time"), (9, None)])
def test_a_drawn_box_is_ticked_by_lines_across_it(ticked: int, status: str | None) -> None:
    assert drawn(tenant(ticked)).fields["tenant_status"].value == status


@pytest.mark.parametrize(("signature", "signed"), [("Ingrid Solheim", True), ("", False)])
def test_a_printed_name_above_the_signature_does_not_sign(signature: str, signed: bool) -> None:
    assert drawn(signing("Ingrid Solheim", signature)).signed is signed


def test_a_label_too_long_for_its_column_still_names_the_field_that_it_runs_under() -> None:
    written = io.BytesIO()
    page = canvas.Canvas(written, pagesize=letter)
    page.drawString(40, 750, "FPP Permit Plan Intake Form")
    for row, (label, value) in enumerate(LABELS):
        page.drawString(40, 700 - 24 * row, label)
        page.acroForm.textfield(name=f"Text{row}", value=value, x=225, y=696 - 24 * row, width=250, height=16)
    page.save()
    form = read_form(io.BytesIO(written.getvalue()))

    assert form is not None
    assert form.fields["permit_number"].value == "25-104410-000-00-FA"
