"""What an attached file is, told by what is in it."""

from __future__ import annotations

import hashlib
import io
import warnings

import pikepdf
import pytest

from bot.demo import papers
from bot.demo.sheets import plan_set
from parsers.documents import Document, read_document


def look(content: bytes, file: str = "attached.pdf") -> Document:
    return read_document(io.BytesIO(content), file)


@pytest.mark.parametrize(
    ("content", "sort"),
    [
        (papers.intake_form(papers.values()), "form"),
        (papers.intake_form(papers.values(), style="scan"), "form"),
        (papers.ordinary_permit_form(papers.values()), "form"),
        (papers.calculations("Larkspur Tower"), "calculations"),
        (papers.correction_notice("24-012345-000-00-FA", "Add a strap."), "correction_notice"),
        (papers.checksheet_responses("24-012345-000-00-FA", ["Door changed."]), "responses"),
        (papers.permit_history("Larkspur Tower", ["24-012345-000-00-FA final"]), "permit_history"),
        (papers.w4_form(papers.values()), "w4_form"),
        (papers.letter_paper("Project Manual", ["Division 01: general requirements"]), "manual"),
        (papers.letter_paper("Product Data Sheet", ["Diffuser, 24 x 24"]), "product_information"),
        (papers.letter_paper("Hello", ["See you on Monday."]), "other"),
        (plan_set(), "plans"),
    ],
)
def test_a_paper_is_sorted_by_its_contents(content: bytes, sort: str) -> None:
    document = look(content)
    assert (document.sort, document.problem) == (sort, None)


def test_size_and_checksum_are_those_of_the_file() -> None:
    content = papers.calculations("Larkspur Tower")
    document = look(content, "Berechnung №4.pdf")
    assert (document.file, document.bytes) == ("Berechnung №4.pdf", len(content))
    assert document.sha256 == hashlib.sha256(content).hexdigest()


def test_form_and_plans_in_one_file_are_a_form_with_its_pages() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        both = papers.merged(plan_set(), papers.intake_form(papers.values(), style="printed"))
    document = look(both)
    assert document.form is not None
    assert (document.sort, document.form.pages) == ("form", (document.pages,))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "unreadable"),
        (b"PK\x03\x04 and so on", "not_pdf"),
        (b"%PDF-1.7 and then nothing", "unreadable"),
        (papers.encrypted(papers.calculations("Larkspur Tower")), "encrypted"),
        (papers.encrypted(papers.calculations("Larkspur Tower"), ""), None),
        (b"odd bytes first\n" + papers.calculations("Larkspur Tower"), None),
    ],
)
def test_a_file_that_does_not_open_says_why(content: bytes, problem: str | None) -> None:
    assert look(content).problem == problem


def test_sizes_are_those_displayed() -> None:
    pdf = pikepdf.new()
    for box, turn, unit in (((0, 0, 792, 1224), 0, 1), ((0, 0, 792, 1224), 90, 1), ((0, 0, 396, 612), 0, 2)):
        page = pdf.add_blank_page(page_size=(box[2], box[3]))
        page.obj["/Rotate"] = turn
        page.obj["/UserUnit"] = unit
    pdf.pages[0].cropbox = pikepdf.Rectangle(0, 0, 612, 792)
    stream = io.BytesIO()
    pdf.save(stream)
    assert look(stream.getvalue()).sheet_sizes == ((8.5, 11.0), (17.0, 11.0), (11.0, 17.0))
