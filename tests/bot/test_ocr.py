"""Scanned forms read by the real Tesseract, in the limited child."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from bot.demo.papers import intake_form, values
from bot.ocr import installed, recogniser
from bot.sandbox import SandboxLimits, examine
from parsers.documents import Document
from tests.corpus.forms.making.scans import SCANNERS
from tests.corpus.forms.making.scans import scanned as scanned_by

PROGRAM = "tesseract"


def scanned(paper: bytes, *, degrees: float = 0.6) -> bytes:
    """The paper as an office scanner sends it: 200 dots an inch, gray, a little askew, noisy, JPEG."""
    pages = pdfium.PdfDocument(paper)
    written = io.BytesIO()
    canvas = Canvas(written)
    noise = np.random.default_rng(7)
    for page in pages:
        seen = page.render(scale=200 / 72, grayscale=True).to_pil().convert("L")
        seen = seen.rotate(degrees, fillcolor=250, resample=Image.Resampling.BICUBIC)
        shades = (
            np.asarray(seen, dtype=np.float64) * 0.92 + 12 + noise.normal(0, 7, (seen.height, seen.width))
        )
        jpeg = io.BytesIO()
        Image.fromarray(shades.clip(0, 255).astype(np.uint8)).save(jpeg, "JPEG", quality=60)
        width, height = page.get_size()
        canvas.setPageSize((width, height))
        canvas.drawImage(ImageReader(jpeg), 0, 0, width, height)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def read(folder: Path, paper: bytes, *, program: str | None = PROGRAM) -> Document:
    path = folder / "scan.pdf"
    path.write_bytes(paper)
    found = installed(program) if program else None
    assert found or not program, "install it: apt-get install tesseract-ocr"
    day = datetime(2026, 3, 2, tzinfo=UTC).date()
    return examine(path, "scan.pdf", SandboxLimits(), received=day, recogniser=found).document


def test_a_clean_scan_of_a_printed_form_is_read(tmp_path: Path) -> None:
    form = read(tmp_path, scanned(intake_form(values(), style="printed", signed="line"))).form
    assert form is not None
    expected = {
        name: values()[name]
        for name in (
            "applicant_name",
            "building",
            "description",
            "valuation",
            "reference_number",
            "ccb_number",
        )
    }
    assert {name: form.fields[name].value for name in expected} == expected
    assert {reading.source for reading in form.fields.values()} == {"ocr"}
    assert form.fields["tenant_status"].value == "existing"
    assert form.signed is None


@pytest.mark.parametrize("name", SCANNERS)
def test_what_is_surely_read_is_right_whatever_the_scanner(name: str, tmp_path: Path) -> None:
    paper = intake_form(values(), style="table", signed="ink")
    form = read(tmp_path, scanned_by(paper, SCANNERS[name])).form
    assert form is not None
    sure = {field: reading.value for field, reading in form.fields.items() if reading.sure}
    assert len(sure) >= 6
    assert {field: value for field, value in sure.items() if value != values().get(field)} == {}


def test_ink_on_the_signature_line_of_a_scan_is_a_signature(tmp_path: Path) -> None:
    form = read(tmp_path, scanned(intake_form(values(), style="printed", signed="ink"))).form
    assert form is not None
    assert form.signed is True


def test_a_blank_on_a_scan_is_never_sure(tmp_path: Path) -> None:
    paper = intake_form(values(reference_number=None, valuation=None), style="printed", signed="line")
    form = read(tmp_path, scanned(paper)).form
    assert form is not None
    for name in ("reference_number", "valuation"):
        reading = form.fields.get(name)
        assert reading is None or (reading.value is None and not reading.sure)


def test_without_the_program_a_scan_stays_unread(tmp_path: Path) -> None:
    form = read(tmp_path, scanned(intake_form(values(), style="printed")), program=None).form
    assert form is not None
    assert (form.problem, dict(form.fields)) == ("scan", {})


def test_a_program_that_is_none_is_not_installed() -> None:
    assert installed("") is None
    assert installed("no-such-recogniser") is None


@pytest.mark.parametrize("program", ["/bin/false", "/no/such/program"])
def test_a_program_that_fails_sees_nothing(program: str) -> None:
    assert recogniser(program)(b"P5 1 1 255\n\x00") == ()


def test_no_time_left_sees_nothing() -> None:
    found = installed(PROGRAM)
    assert found is not None
    assert recogniser(found, seconds=0.0)(b"P5 1 1 255\n\x00") == ()
