"""XFA forms as Adobe's designer leaves them: template and data, read without running anything."""

from __future__ import annotations

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from reportlab.pdfgen.canvas import Canvas

from parsers.forms.read import read_form
from parsers.forms.reading import FieldReading

NAMES = {
    "Project Building Name": "Larkspur Tower",
    "Project Address": "1200 SW Larkspur Ave",
    "Description of Work Proposed": "New partitions",
    "Project Valuation": "84500.00000000",
    "Project Reference Number": "LT-1",
}


def form_of(template: str, answers: str, *, signature: bool | None = None) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(612, 792))
    canvas.drawString(60, 700, "Please wait...")
    canvas.save()
    with pikepdf.open(io.BytesIO(out.getvalue())) as pdf:
        packets = (
            f"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'>"
            f"<template xmlns='http://www.xfa.org/schema/xfa-template/2.8/'>{template}</template>"
            f"<xfa:datasets xmlns:xfa='http://www.xfa.org/schema/xfa-data/1.0/'><xfa:data>{answers}</xfa:data>"
            "</xfa:datasets></xdp:xdp>"
        )
        listed = Array()
        if signature is not None:
            field = Dictionary(FT=Name.Sig, T=String("Sign1[0]"))
            if signature:
                field.V = Dictionary(Type=Name.Sig)
            listed.append(pdf.make_indirect(field))
        pdf.Root.AcroForm = Dictionary(Fields=listed, XFA=pdf.make_stream(packets.encode()))
        saved = io.BytesIO()
        pdf.save(saved)
    return saved.getvalue()


def field(name: str, label: str, rest: str = "<ui><textEdit/></ui>") -> str:
    return f"<field name='{name}'>{rest}<caption><value><text>{label}</text></value></caption></field>"


def usual(more: str = "") -> str:
    return "".join(field(f"T{number}", label) for number, label in enumerate(NAMES)) + more


def usual_answers(more: str = "") -> str:
    given = "".join(f"<T{number}>{value}</T{number}>" for number, value in enumerate(NAMES.values()))
    return f"<form1>{given}{more}</form1>"


def fields_of(content: bytes) -> dict[str, FieldReading]:
    form = read_form(io.BytesIO(content))
    assert form is not None
    return dict(form.fields)


def test_numbers_kept_with_eight_digits_are_amounts() -> None:
    assert fields_of(form_of(usual(), usual_answers()))["valuation"].value == "84500.00"


def test_the_same_name_in_two_sections_is_told_by_its_place() -> None:
    def section(name: str, more: str = "") -> str:
        return f"<subform name='{name}'>{field('Name', 'Name')}{more}</subform>"

    template = usual(section("Applicant", field("Phone", "Phone")) + section("Contractor"))
    answers = usual_answers(
        "<Applicant><Name>Robin</Name><Phone>503-555-0101</Phone></Applicant>"
        "<Contractor><Name>Fernhill</Name></Contractor>"
    )
    found = fields_of(form_of(template, answers))
    read = {name: found[name].value for name in ("applicant_name", "applicant_phone", "contractor_name")}
    assert read == {
        "applicant_name": "Robin",
        "applicant_phone": "503-555-0101",
        "contractor_name": "Fernhill",
    }


def test_a_group_of_buttons_is_read_by_the_words_beside_the_one_chosen() -> None:
    buttons = "".join(
        field(f"r{code}", words, f"<items><text>{code}</text></items><ui><checkButton/></ui>")
        for code, words in enumerate(("New tenant to the space", "Existing tenant"))
    )
    group = f"<exclGroup name='g'>{buttons}</exclGroup>"
    tenant = fields_of(form_of(usual(group), usual_answers("<g>1</g>")))["tenant_status"]
    assert (tenant.value, tenant.sure) == ("existing", True)


def test_a_list_gives_the_words_that_it_shows_for_its_code() -> None:
    items = "<items><text>Larkspur Tower</text><text>Millrace</text></items>"
    saved = "<items save='1'><text>L</text><text>M</text></items>"
    pick = field("T0", "Project Building Name", f"<ui><choiceList/></ui>{items}{saved}")
    template = pick + "".join(field(f"T{n}", label) for n, label in enumerate(NAMES) if n)
    answers = usual_answers().replace("Larkspur Tower", "M")
    assert fields_of(form_of(template, answers))["building"].value == "Millrace"


def test_rich_text_is_read_as_its_words() -> None:
    body = "<body xmlns='http://www.w3.org/1999/xhtml'><p>Demolish two offices;</p><p>new finishes</p></body>"
    answers = usual_answers().replace("New partitions", body)
    assert fields_of(form_of(usual(), answers))["description"].value == "Demolish two offices; new finishes"


@pytest.mark.parametrize("signed", [True, False])
def test_a_signature_field_is_signed_by_the_forms_own_list(signed: bool) -> None:
    template = usual(field("Sign1", "Responsible Party Signature", "<ui><signature/></ui>"))
    form = read_form(io.BytesIO(form_of(template, usual_answers(), signature=signed)))
    assert form is not None
    assert form.signed is signed


def test_a_field_that_the_data_has_no_place_for_is_not_surely_blank() -> None:
    template = usual(field("T9", "Mechanical Valuation"))
    blank = fields_of(form_of(template, usual_answers()))["mechanical_valuation"]
    assert (blank.value, blank.sure) == (None, False)
