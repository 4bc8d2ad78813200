"""Fillable forms as programs and people really leave them: built object by object."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from reportlab.pdfgen.canvas import Canvas

from parsers.forms.read import read_form
from parsers.forms.reading import FormReading

LABELS = (
    "Applicant Name",
    "Applicant Email",
    "Applicant Phone",
    "Project Building Name",
    "Project Address",
    "Description of Work Proposed",
    "Mechanical Work Proposed",
    "Project Valuation",
    "Mechanical Valuation",
    "Bld/Mech Permit #",
    "Project Reference Number",
)
OPTIONS = ("New tenant to the space", "Existing tenant", "New first-time tenant")
STATES = ("0", "1", "2")


def paper(pages: int = 1) -> pikepdf.Pdf:
    """A form with printed labels, one a line, and the tenant's three answers on a line below."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(612, 792))
    for _ in range(pages):
        canvas.setFont("Helvetica-Bold", 14)
        canvas.drawString(50, 750, "FPP Permit Plan Intake Form")
        canvas.setFont("Helvetica", 9)
        for number, label in enumerate(LABELS):
            canvas.drawString(50, top(number), label)
        for number, option in enumerate(OPTIONS):
            canvas.drawString(66 + number * 160, top(len(LABELS)), option)
        canvas.showPage()
    canvas.save()
    return pikepdf.open(io.BytesIO(stream.getvalue()))


def top(number: int) -> int:
    return 715 - number * 24


def box(number: int, left: int = 220, width: int = 300) -> Array:
    return Array([left, top(number) - 4, left + width, top(number) + 12])


def widget(rect: Array, **entries: Any) -> Dictionary:
    return Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=rect, F=4, **entries)


def text(number: int, value: str | None, name: str = "", **entries: Any) -> Dictionary:
    """A text field at a label's line."""
    field = widget(box(number), FT=Name.Tx, T=name or f"Text{number + 12}", **entries)
    if value is not None:
        field.V = value
    return field


def add(pdf: pikepdf.Pdf, fields: Sequence[Dictionary], listed: bool = True) -> None:
    """Puts the fields on the first page; `listed`: in the form's own list, too."""
    page = pdf.pages[0]
    made = [pdf.make_indirect(field) for field in fields]
    page.obj.Annots = Array([*page.obj.get("/Annots", Array()), *made])
    if listed:
        form = pdf.Root.get("/AcroForm", None) or Dictionary(Fields=Array())
        form.Fields.extend(made)
        pdf.Root.AcroForm = form


def buttons(
    pdf: pikepdf.Pdf, chosen: int | None, *, value: bool = True, states: Sequence[str] = STATES
) -> None:
    """One radio group with a kid for each answer."""
    group = pdf.make_indirect(Dictionary(FT=Name.Btn, Ff=1 << 15, T="Group4", Kids=Array()))
    if value and chosen is not None:
        group.V = Name(f"/{states[chosen]}")
    appearance = pdf.make_indirect(pdf.make_stream(b""))
    for number, state in enumerate(states):
        kid = widget(
            Array([50 + number * 160, top(len(LABELS)) - 2, 62 + number * 160, top(len(LABELS)) + 10]),
            Parent=group,
            AP=Dictionary(N=Dictionary({f"/{state}": appearance, "/Off": appearance})),
            AS=Name(f"/{state}") if number == chosen else Name.Off,
        )
        made = pdf.make_indirect(kid)
        group.Kids.append(made)
        pdf.pages[0].obj.Annots = Array([*pdf.pages[0].obj.get("/Annots", Array()), made])
    form = pdf.Root.get("/AcroForm", None) or Dictionary(Fields=Array())
    form.Fields.append(group)
    pdf.Root.AcroForm = form


def read(pdf: pikepdf.Pdf) -> FormReading:
    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pikepdf says what is odd about a form, which is the point here
        pdf.save(stream)
    form = read_form(stream)
    assert form is not None
    return form


def values(form: FormReading) -> dict[str, str | None]:
    return {name: reading.value for name, reading in form.fields.items()}


def filled() -> list[Dictionary]:
    return [text(number, f"entry {number}") for number in range(len(LABELS))]


def test_fields_named_text12_are_told_by_the_labels_beside_them() -> None:
    pdf = paper()
    add(pdf, filled())
    form = read(pdf)
    assert values(form)["building"] == "entry 3"
    assert values(form)["reference_number"] == "entry 10"
    assert all(form.fields[name].sure for name in ("applicant_name", "valuation", "mechanical_valuation"))


def test_fields_that_the_forms_list_forgot_are_read_from_the_page() -> None:
    pdf = paper()
    add(pdf, filled(), listed=False)
    assert values(read(pdf))["applicant_email"] == "entry 1"


def test_a_value_in_the_parent_of_an_unnamed_kid_is_read() -> None:
    pdf = paper()
    fields = filled()
    parent = pdf.make_indirect(Dictionary(FT=Name.Tx, T="Text15", V="Larkspur Tower"))
    del fields[3]["/T"], fields[3]["/V"], fields[3]["/FT"]
    fields[3].Parent = parent
    add(pdf, fields)
    assert values(read(pdf))["building"] == "Larkspur Tower"


def test_a_value_kept_as_a_stream_is_read() -> None:
    pdf = paper()
    fields = filled()
    fields[5].V = pdf.make_stream(b"Move two partitions.")
    add(pdf, fields)
    assert values(read(pdf))["description"] == "Move two partitions."


def test_umlauts_line_ends_and_control_characters_are_tamed() -> None:
    pdf = paper()
    fields = filled()
    fields[0].V = "Jörg\r\nÑandú\x00"
    add(pdf, fields)
    assert " ".join((values(read(pdf))["applicant_name"] or "").split()) == "Jörg Ñandú"


@pytest.mark.parametrize("listed", [True, False])
@pytest.mark.parametrize(("chosen", "status"), [(0, "new"), (1, "existing"), (2, "first_time"), (None, None)])
def test_a_radio_group_is_read_by_the_kid_that_shows(
    chosen: int | None, status: str | None, listed: bool
) -> None:
    pdf = paper()
    add(pdf, filled(), listed)
    buttons(pdf, chosen)
    reading = read(pdf).fields["tenant_status"]
    assert (reading.value, reading.sure) == (status, True)


def test_a_radio_group_without_a_value_is_read_by_what_shows() -> None:
    pdf = paper()
    add(pdf, filled())
    buttons(pdf, 1, value=False)
    assert values(read(pdf))["tenant_status"] == "existing"


def test_states_that_are_words_help_nobody_but_do_no_harm() -> None:
    pdf = paper()
    add(pdf, filled())
    buttons(pdf, 2, states=("Choice1", "Choice2", "Choice3"))
    assert values(read(pdf))["tenant_status"] == "first_time"


def test_two_fields_of_one_name_keep_what_each_shows() -> None:
    pdf = paper()
    fields = filled()
    fields[3].T, fields[4].T = "Name", "Name"
    add(pdf, fields)
    form = read(pdf)
    assert (values(form)["building"], values(form)["address"]) == ("entry 3", "entry 4")


def test_an_empty_field_keeps_its_blank_beside_another_of_its_name() -> None:
    pdf = paper()
    fields = filled()
    fields[3].T, fields[4].T = "Name", "Name"
    fields[3].V = ""
    add(pdf, fields)
    form = read(pdf)
    assert (values(form)["building"], values(form)["address"]) == (None, "entry 4")
    assert form.fields["building"].sure


def test_a_value_is_not_lent_to_a_field_of_another_meaning() -> None:
    pdf = paper()
    fields = filled()
    fields[3].T, fields[4].T = "Name", "Name"
    del fields[3].V
    add(pdf, fields)
    form = read(pdf)
    assert (values(form)["building"], values(form)["address"]) == (None, "entry 4")
    assert not form.fields["building"].sure


def test_a_tooltip_tells_a_field_without_a_label() -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(612, 792))
    canvas.drawString(50, 750, "FPP Permit Plan Intake Form")
    canvas.save()
    pdf = pikepdf.open(io.BytesIO(stream.getvalue()))
    add(pdf, [text(number, f"entry {number}", TU=label) for number, label in enumerate(LABELS)])
    form = read(pdf)
    assert values(form)["reference_number"] == "entry 10"
    assert values(form)["building"] == "entry 3"


@pytest.mark.parametrize("signed", [True, False])
def test_a_signature_field_says_whether_it_is_signed(signed: bool) -> None:
    pdf = paper()
    fields = filled()
    field = widget(box(15), FT=Name.Sig, T="Signature2")
    if signed:
        field.V = Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), Contents=b"x")
    add(pdf, [*fields, field])
    assert read(pdf).signed is signed


def test_a_hidden_field_is_not_what_people_see() -> None:
    pdf = paper()
    fields = filled()
    fields[10].F = 2
    add(pdf, fields)
    reading = read(pdf).fields.get("reference_number")
    assert reading is None or not reading.sure or reading.value is None


def test_text_typed_over_a_form_that_is_not_fillable_is_read() -> None:
    pdf = paper()
    notes = [
        Dictionary(Type=Name.Annot, Subtype=Name.FreeText, Rect=box(number), Contents=f"entry {number}", F=4)
        for number in range(len(LABELS))
    ]
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note) for note in notes])
    assert values(read(pdf))["building"] == "entry 3"


@pytest.mark.parametrize(
    "break_it",
    [
        lambda field: field.update({"/Rect": Array([1, 2])}),
        lambda field: field.update({"/Rect": Array([Name.X, 0, 0, 0])}),
        lambda field: field.update({"/V": Array([1, 2, 3])}),
        lambda field: field.update({"/V": 42}),
        lambda field: field.update({"/FT": 7}),
        lambda field: field.update({"/T": Array()}),
        lambda field: field.update({"/Kids": 5}),
        lambda field: field.update({"/Parent": 5}),
        lambda field: field.update({"/V": "x" * 3_000_000}),
    ],
)
def test_a_broken_field_spoils_no_other(break_it: Any) -> None:
    pdf = paper()
    fields = filled()
    break_it(fields[2])
    add(pdf, fields)
    assert values(read(pdf))["building"] == "entry 3"


def test_a_field_that_is_its_own_parent_ends() -> None:
    pdf = paper()
    fields = filled()
    add(pdf, fields)
    field = pdf.pages[0].obj.Annots[2]
    field.Parent = field
    assert values(read(pdf))["building"] == "entry 3"


def test_the_rest_of_a_field_with_megabytes_is_cut() -> None:
    pdf = paper()
    fields = filled()
    fields[5].V = "Paint. " * 500_000
    add(pdf, fields)
    assert len(values(read(pdf))["description"] or "") <= 20_000
