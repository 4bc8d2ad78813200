"""Forms of every make, read field by field."""

from __future__ import annotations

import io
import random
from collections.abc import Mapping

import pypdfium2
import pytest
from PIL import Image, ImageFilter
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

from bot.demo import papers
from bot.demo.papers import Style, values
from parsers.forms.read import read_form
from parsers.forms.reading import FIELDS, FormReading, FormSort

TEXT_STYLES: tuple[Style, ...] = (
    "acroform",
    "odd_names",
    "older_acroform",
    "printed",
    "flattened",
    "table",
    "older_labels",
    "older_table",
)
NAMES = ("Robin Vance", "J. O'Neil", "María López-Ortiz", "Wei Chen", "Anne-Marie St. Clair")
BUILDINGS = ("Larkspur Tower", "Building 7", "One Fernhill Plaza", "The Name Building", "Suite Hotel Annex")
REFERENCES = ("LT-2026-0147", "PO 778123", "44871", "FERN/22-9", None)
AMOUNTS = ("$84,500", "1.2M", "600k", "$1,250.00", "ninety thousand", None)
WORK = (
    "Move two partitions.",
    "New mechanical room on floor 4; the applicant and the tenant agreed on the scope. No mezzanine.",
    "Demolish the reception desk, add a meeting room, patch and paint. " * 3,
)


def read(paper: bytes) -> FormReading:
    form = read_form(io.BytesIO(paper))
    assert form is not None
    return form


def varied(seed: int) -> dict[str, str | None]:
    chance = random.Random(seed)
    return values(
        applicant_name=chance.choice(NAMES),
        building=chance.choice(BUILDINGS),
        reference_number=chance.choice(REFERENCES),
        valuation=chance.choice(AMOUNTS),
        mechanical_valuation=chance.choice(AMOUNTS),
        description=chance.choice(WORK).strip(),
        tenant_status=chance.choice(("new", "existing", "first_time", None)),
        permit_number=chance.choice(("24-012345-000-00-FA", None)),
        suite=chance.choice(("410", "Floor 4, Suite 410", None)),
        job_number=chance.choice(("2217.03", None)),
    )


def misread(form: FormReading, wanted: Mapping[str, str | None]) -> list[str]:
    return [
        name
        for name in FIELDS
        if name not in form.fields
        or " ".join((form.fields[name].value or "").split()) != " ".join((wanted.get(name) or "").split())
    ]


APPLICANT = ("applicant_name", "applicant_email", "applicant_phone")


@pytest.mark.parametrize("style", TEXT_STYLES)
@pytest.mark.parametrize("blank", [*((name,) for name in APPLICANT), APPLICANT])
def test_a_blank_applicant_is_not_filled_from_the_responsible_party(
    style: Style, blank: tuple[str, ...]
) -> None:
    wanted = values(**dict.fromkeys(blank))
    form = read(papers.intake_form(wanted, style=style))
    assert not misread(form, wanted)
    # Where fields are merged into the page, it is not always clear what is printed and what was filled in.
    assert style == "flattened" or all(form.fields[name].sure for name in blank)


@pytest.mark.parametrize("style", TEXT_STYLES)
@pytest.mark.parametrize("seed", range(4))
def test_every_field_of_a_form_with_text_is_read(style: Style, seed: int) -> None:
    wanted = varied(seed)
    form = read(papers.intake_form(wanted, style=style))
    assert form.sort == "intake"
    assert misread(form, wanted) == []


@pytest.mark.parametrize("style", TEXT_STYLES)
def test_a_blank_reference_number_is_surely_blank(style: Style) -> None:
    field = read(papers.intake_form(values(reference_number=None), style=style)).fields["reference_number"]
    assert (field.value, field.sure) == (None, True)


@pytest.mark.parametrize("style", TEXT_STYLES)
def test_a_blank_form_is_a_form_without_values(style: Style) -> None:
    form = read(papers.blank_intake_form(style))
    assert form.sort == "intake"
    assert {field.value for field in form.fields.values()} == {None}


@pytest.mark.parametrize(
    ("how", "signed"),
    [
        ("typed", True),
        ("signature_field", True),
        ("ink", True),
        ("picture", True),
        ("empty_field", False),
        ("line", None),
        ("nothing", None),
    ],
)
@pytest.mark.parametrize("style", ["acroform", "printed", "flattened", "table"])
def test_a_signature_is_seen(style: Style, how: papers.Signed, signed: bool | None) -> None:
    assert read(papers.intake_form(values(), style=style, signed=how)).signed is signed


@pytest.mark.parametrize(
    ("paper", "sort"),
    [
        (papers.ordinary_permit_form, "ordinary_permit"),
        (papers.deferred_submittal_form, "deferred_submittal"),
        (papers.revision_form, "permit_revision"),
        (papers.trade_form, "trade_permit"),
    ],
)
def test_other_forms_are_told_apart(paper: object, sort: FormSort) -> None:
    assert callable(paper)
    assert read(paper(values())).sort == sort


def test_the_trade_is_named() -> None:
    assert read(papers.trade_form(values(), trade="Plumbing")).fields["trade"].value == "plumbing"


@pytest.mark.parametrize(
    "paper",
    [
        papers.checksheet_responses("24-012345-000-00-FA", ["Door changed."]),
        papers.correction_notice("24-012345-000-00-FA", "Add a strap."),
        papers.calculations("Larkspur Tower"),
        papers.w4_form(values()),
        papers.letter_paper("Dear staff", ["Project valuation is $5,000 and the applicant is Robin."]),
    ],
)
def test_other_papers_are_no_form(paper: bytes) -> None:
    assert read_form(io.BytesIO(paper)) is None


def test_a_scan_is_a_form_that_cannot_be_read() -> None:
    form = read(papers.intake_form(values(), style="scan"))
    assert (form.problem, dict(form.fields)) == ("scan", {})


def faint(page: Image.Image) -> bytes:
    """The page as a scanner with worn-out light gives it back: blurred, hardly darker than the paper."""
    pale = page.filter(ImageFilter.GaussianBlur(3)).point([200 + shade // 6 for shade in range(256)])
    stream = io.BytesIO()
    pale.save(stream, "PDF", resolution=150)
    return stream.getvalue()


def test_a_faint_scan_is_a_form_that_cannot_be_read_but_an_empty_page_is_none() -> None:
    with pypdfium2.PdfDocument(papers.intake_form(values(), style="printed")) as pdf:
        page = pdf[0].render(scale=150 / 72, grayscale=True).to_pil()
    assert read(faint(page)).problem == "scan"
    assert read_form(io.BytesIO(faint(Image.new("L", page.size, 255)))) is None


@pytest.mark.parametrize("turn", [90, 180, 270])
@pytest.mark.parametrize("style", ["acroform", "printed"])
def test_a_form_turned_on_its_side_is_read(style: Style, turn: int) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(papers.intake_form(values(), style=style))))
    writer.pages[0].rotate(turn)
    assert misread(read(written(writer)), values()) == []


def test_values_without_appearance_are_read_but_an_unnamed_button_is_not_guessed() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(papers.intake_form(values()))))
    for annotation in fields_of(writer):
        annotation.pop("/AP", None)
        annotation.pop("/AS", None)
    form = read(written(writer))
    assert form.fields["reference_number"].value == "LT-2026-0147"
    assert not form.fields["tenant_status"].sure


def test_a_label_beats_a_misleading_field_name() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(papers.intake_form(values()))))
    for annotation in fields_of(writer):
        if annotation.get("/T") == "Project Reference Number":
            annotation[NameObject("/T")] = TextStringObject("Applicant Phone")
    form = read(written(writer))
    assert form.fields["reference_number"].value == "LT-2026-0147"
    assert form.fields["applicant_phone"].value == "503-555-0142"


def test_xfa_values_are_read_by_name_and_by_caption() -> None:
    form = read(xfa_paper())
    assert form.fields["building"].value == "Larkspur Tower"
    assert form.fields["reference_number"].value == "LT-2026-0147"


def test_xfa_with_entities_is_not_expanded() -> None:
    form = read(xfa_paper(b'<!DOCTYPE a [<!ENTITY x "y">]>'))
    assert (form.problem, dict(form.fields)) == ("xfa", {})


@pytest.mark.parametrize("seed", range(30))
def test_damaged_bytes_never_raise(seed: int) -> None:
    chance = random.Random(seed)
    paper = bytearray(papers.intake_form(values(), style=chance.choice(TEXT_STYLES)))
    for _ in range(40):
        paper[chance.randrange(20, len(paper))] = chance.randrange(256)
    read_form(io.BytesIO(bytes(paper)))


def fields_of(writer: PdfWriter) -> list[DictionaryObject]:
    listed = writer.pages[0]["/Annots"]
    assert isinstance(listed, ArrayObject)
    found = [one.get_object() for one in listed]
    return [one for one in found if isinstance(one, DictionaryObject)]


def written(writer: PdfWriter) -> bytes:
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def xfa_paper(before: bytes = b"") -> bytes:
    datasets = before + (
        b'<xfa:datasets xmlns:xfa="http://www.xfa.org/schema/xfa-data/1.0/"><xfa:data><form1><Applicant>'
        b"<Name>Robin Vance</Name><Email>robin@vanceoak.example</Email></Applicant><Project><BuildingName>Larkspur "
        b"Tower</BuildingName><ProjectValuation>$84,500</ProjectValuation><TextField7>LT-2026-0147</TextField7>"
        b"</Project></form1></xfa:data></xfa:datasets>"
    )
    template = (
        b'<template xmlns="http://www.xfa.org/schema/xfa-template/3.0/"><subform name="form1"><draw><value><text>'
        b'Permit Plan Intake Form</text></value></draw><field name="TextField7"><caption><value><text>Billing Number'
        b"</text></value></caption></field></subform></template>"
    )
    writer = PdfWriter()
    writer.add_blank_page(612, 792)
    packets = ArrayObject()
    for name, xml in (("template", template), ("datasets", datasets)):
        stream = DecodedStreamObject()
        stream.set_data(xml)
        packets.extend([TextStringObject(name), writer._add_object(stream)])
    form = DictionaryObject({NameObject("/XFA"): packets, NameObject("/Fields"): ArrayObject()})
    writer._root_object[NameObject("/AcroForm")] = writer._add_object(form)
    return written(writer)
