"""Scanned sheets read by the real Tesseract, in the limited child."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from bot.ocr import PROGRAM, installed
from bot.sandbox import Examination, SandboxLimits, examine
from parsers.plans.evidence import SheetEvidence
from rules.finding import Finding
from rules.office import PlanLimits
from rules.plans.check import check_plan_set
from rules.policy import judged

WIDTH, HEIGHT = 17 * 72, 11 * 72


def sheet(stamp: str = "", *, size: float = 40, slant: float = 0, note: str = "") -> bytes:
    """A tabloid sheet with a plan, a title block at the right and, where asked for, a stamp across it."""
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=(WIDTH, HEIGHT), invariant=1)
    canvas.rect(20, 20, WIDTH - 40, HEIGHT - 40)
    canvas.line(WIDTH - 190, 20, WIDTH - 190, HEIGHT - 20)
    for step in range(12):
        canvas.line(80, 120 + 40 * step, 900, 120 + 40 * step)
    block = (
        (740, 12, "SAMPLE DESIGN GROUP"),
        (722, 8, "1001 SW SAMPLE AVENUE"),
        (710, 8, "PORTLAND, OREGON 97204"),
        (500, 10, "EXAMPLE TOWER SUITE 300"),
        (420, 9, "PROFESSIONAL ENGINEER"),
        (405, 9, "EXPIRES: 12/31/2024"),
        (330, 9, "ISSUED FOR PERMIT"),
        (200, 8, "SHEET TITLE"),
        (170, 16, "FLOOR PLAN"),
        (100, 8, "SHEET NUMBER"),
    )
    for height, points, words in block:
        canvas.setFont("Helvetica", points)
        canvas.drawString(WIDTH - 180, height, words)
    canvas.setFont("Helvetica-Bold", 30)
    canvas.drawString(WIDTH - 150, 50, "A-101")
    canvas.setFont("Helvetica", 10)
    canvas.drawString(80, 60, note)
    canvas.translate(480, 408)
    canvas.rotate(slant)
    canvas.setFont("Helvetica-Bold", size)
    canvas.drawCentredString(0, 0, stamp)
    canvas.save()
    return written.getvalue()


def scanned(paper: bytes, *, quarters: int = 0) -> bytes:
    """The sheet as a plotter scans it: 200 dots an inch, black and white, a little askew."""
    (page,) = pdfium.PdfDocument(paper)
    seen = page.render(scale=200 / 72, grayscale=True).to_pil().convert("L")
    seen = seen.rotate(0.4, fillcolor=255, resample=Image.Resampling.BILINEAR)
    seen = seen.rotate(90 * quarters, expand=True)
    size = (HEIGHT, WIDTH) if quarters % 2 else (WIDTH, HEIGHT)
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=size, invariant=1)
    canvas.drawImage(ImageReader(seen.point(lambda tone: 255 if tone > 150 else 0).convert("1")), 0, 0, *size)
    canvas.save()
    return written.getvalue()


def looked_at(folder: Path, content: bytes, *, program: str | None = PROGRAM) -> Examination:
    path = folder / "set.pdf"
    path.write_bytes(content)
    found = installed(program) if program else None
    assert found or not program, "install it: apt-get install tesseract-ocr"
    return examine(path, "set.pdf", SandboxLimits(), as_plans=True, recogniser=found)


def only_sheet(folder: Path, content: bytes) -> SheetEvidence:
    (found,) = looked_at(folder, content).sheets
    return found


def findings(found: SheetEvidence, code: str) -> list[Finding]:
    everything = judged(check_plan_set([found], PlanLimits(), date(2026, 3, 2)), {})
    return [finding for finding in everything if finding.code == code]


def test_a_scanned_sheet_has_its_number_and_title_read_by_eye(tmp_path: Path) -> None:
    found = only_sheet(tmp_path, scanned(sheet()))
    assert (found.number, found.title, found.by_eye) == ("A-101", "FLOOR PLAN", True)
    assert "floor_plan" in found.kinds


def test_a_scan_that_lies_on_its_side_is_read_too(tmp_path: Path) -> None:
    assert only_sheet(tmp_path, scanned(sheet(), quarters=1)).number == "A-101"


def test_an_expired_stamp_on_a_scan_is_for_staff_only(tmp_path: Path) -> None:
    found = only_sheet(tmp_path, scanned(sheet()))
    assert [str(finding.severity) for finding in findings(found, "plans.stamp_expired")] == ["review"]


@pytest.mark.parametrize("slant", [0, 30])
def test_a_large_clear_stamp_on_a_scan_refuses_it(tmp_path: Path, slant: float) -> None:
    found = only_sheet(tmp_path, scanned(sheet("NOT FOR CONSTRUCTION", slant=slant)))
    assert [str(finding.severity) for finding in findings(found, "plans.not_for_construction")] == ["reject"]


def test_a_small_stamp_on_a_scan_is_for_staff(tmp_path: Path) -> None:
    found = only_sheet(tmp_path, scanned(sheet("NOT FOR CONSTRUCTION", size=11)))
    assert [str(finding.severity) for finding in findings(found, "plans.not_for_construction")] == ["review"]


def test_a_note_about_such_drawings_on_a_scan_is_no_stamp(tmp_path: Path) -> None:
    note = "DRAWINGS MARKED NOT FOR CONSTRUCTION SHALL NOT BE USED TO ORDER MATERIAL"
    assert findings(only_sheet(tmp_path, scanned(sheet(note=note))), "plans.not_for_construction") == []


def test_a_stamp_that_is_a_picture_on_a_sheet_with_text_is_seen(tmp_path: Path) -> None:
    picture = Image.new("1", (1300, 160), 1)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((5, 5, 1294, 154), outline=0, width=6)
    pen.text((60, 30), "NOT FOR CONSTRUCTION", fill=0, font_size=95)
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=(WIDTH, HEIGHT), invariant=1)
    canvas.drawString(WIDTH - 150, 50, "A-101")
    canvas.drawImage(ImageReader(picture), 200, 500, 520, 64)
    canvas.save()
    assert only_sheet(tmp_path, written.getvalue()).not_for_construction


def test_without_the_program_a_scan_is_named_as_not_read(tmp_path: Path) -> None:
    (found,) = looked_at(tmp_path, scanned(sheet()), program=None).sheets
    assert (found.number, found.by_eye) == (None, False)
    (finding,) = findings(found, "plans.unreadable_text")
    assert finding.values["by_eye"] is False


def test_progress_counts_the_sheets_that_are_read_again(tmp_path: Path) -> None:
    path = tmp_path / "set.pdf"
    path.write_bytes(scanned(sheet()))
    told: list[tuple[int, int]] = []
    examine(
        path,
        "set.pdf",
        SandboxLimits(),
        as_plans=True,
        recogniser=installed(PROGRAM),
        on_page=lambda done, pages: told.append((done, pages)),
    )
    assert told == [(1, 1), (2, 2)]
