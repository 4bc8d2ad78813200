"""Answers in odd places: shown without a value, spread over fields, swapped with a neighbour."""

from __future__ import annotations

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from parsers.forms.labels import labels
from parsers.forms.read import read_form
from tests.parsers.forms.test_made_by_hand import (
    LABELS,
    add,
    box,
    buttons,
    filled,
    paper,
    read,
    text,
    values,
    widget,
)


def shown(pdf: pikepdf.Pdf, words: str) -> pikepdf.Object:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    drawn = pdf.make_stream(f"/Tx BMC BT /Helv 9 Tf 2 3 Td ({words}) Tj ET EMC".encode())
    drawn.update(Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 300, 16])))
    drawn.Resources = Dictionary(Font=Dictionary(Helv=font))
    return drawn


def test_a_field_that_only_shows_its_words_is_read_by_them() -> None:
    pdf = paper()
    fields = filled()
    fields[3] = text(3, None, AP=Dictionary(N=shown(pdf, "Larkspur Tower")))
    add(pdf, fields)
    assert read(pdf).fields["building"].value == "Larkspur Tower"


def test_an_emptied_field_is_blank_though_it_once_showed_something() -> None:
    pdf = paper()
    fields = filled()
    fields[10] = text(10, "", AP=Dictionary(N=shown(pdf, "LT-1")))
    add(pdf, fields)
    assert read(pdf).fields["reference_number"].value is None


@pytest.mark.parametrize(
    ("email", "phone", "read_email", "read_phone"),
    [
        ("(503) 555-0142", "dana@studio.example", "dana@studio.example", "(503) 555-0142"),
        (None, "dana@studio.example", "dana@studio.example", None),
        ("503 555 0142", None, None, "503 555 0142"),
        ("dana at studio", "503 555 0142", "dana at studio", "503 555 0142"),
    ],
)
def test_an_address_and_a_number_in_each_others_field_are_put_right(
    email: str | None, phone: str | None, read_email: str | None, read_phone: str | None
) -> None:
    pdf = paper()
    fields = filled()
    fields[1], fields[2] = text(1, email), text(2, phone)
    add(pdf, fields)
    found = values(read(pdf))
    assert (found["applicant_email"], found["applicant_phone"]) == (read_email, read_phone)


def test_lines_below_a_description_that_are_fields_of_their_own_belong_to_it() -> None:
    pdf = paper()
    fields = filled()
    fields[5].Rect = box(5, left=220, width=330)
    upper = fields[5].Rect[1]
    more = widget(Array([50, int(upper) - 8, 540, int(upper) - 1]), FT=Name.Tx, T="more", V="and the rest")
    add(pdf, [*fields, more])
    form = read(pdf)
    assert form.fields["description"].value == "entry 5 and the rest"
    assert form.fields["mechanical_description"].value == "entry 6"


def test_a_damaged_file_is_mended_before_its_fields_are_read() -> None:
    pdf = paper()
    add(pdf, filled())
    stream = io.BytesIO()
    pdf.save(stream, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    whole = stream.getvalue()
    at = whole.rindex(b"startxref")
    form = read_form(io.BytesIO(whole[:at] + b"startxref\n99\n%%EOF"))
    assert form is not None
    assert form.fields["building"].value == "entry 3"


def test_a_picture_stamped_on_the_empty_signature_field_signs_it() -> None:
    pdf = paper()
    place = Array([220, 300, 400, 320])
    add(pdf, [*filled(), widget(place, FT=Name.Sig, T="Signature1")])
    pdf.pages[0].obj.Annots.append(
        pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=place, F=4))
    )
    assert read(pdf).signed is True


def test_a_ticked_box_whose_words_are_not_known_leaves_the_tenant_in_doubt() -> None:
    pdf = paper()
    add(pdf, filled())
    buttons(pdf, None)
    right_of_all = Array([540, 715 - 24 * len(LABELS) - 2, 552, 715 - 24 * len(LABELS) + 10])
    blank = pdf.make_indirect(pdf.make_stream(b""))
    states = Dictionary(N=Dictionary({"/Yes": blank, "/Off": blank}))
    add(pdf, [widget(right_of_all, FT=Name.Btn, T="other", V=Name.Yes, AS=Name.Yes, AP=states)])
    tenant = read(pdf).fields["tenant_status"]
    assert (tenant.value, tenant.sure) == (None, False)


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Project Ref. No. / Billing ID", "reference_number"),
        ("Valuation of work, excluding mechanical", "valuation"),
        ("Project Valuation (do not include mechanical)", "valuation"),
        ("Cost of HVAC work", "mechanical_valuation"),
        ("GC company name", "contractor_name"),
        ("Plumbing contractor name", ""),
        ("Contractor Phone No.", ""),
        ("1. Who is the applicant? (contact name)", "applicant_name"),
        ("Applicant's e-mail address", "applicant_email"),
    ],
)
def test_a_label_worded_otherwise_is_told_by_its_telling_words(label: str, field: str) -> None:
    meaning = labels().meaning(label)
    assert meaning is not None
    assert meaning.plain == field


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("already in this space", "existing"),
        ("first-time tenant (never occupied)", "first_time"),
        ("New tenant improvement", None),
        ("existing or new tenant", None),
    ],
)
def test_a_tenants_answer_worded_otherwise_is_told_by_one_word(words: str, status: str | None) -> None:
    assert labels().option(words) == status
