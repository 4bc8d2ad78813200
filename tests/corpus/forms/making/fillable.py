"""Fillable forms: drawn with reportlab, with fields of reportlab, of pypdf, or written by hand with pikepdf."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any, Final, Literal

import pikepdf
import pypdf
from pikepdf import Array, Dictionary, Name, String
from reportlab.lib.pagesizes import letter
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from tests.corpus.forms.making.fills import Fill
from tests.corpus.forms.making.wordings import Item, Wording

Names = Literal["numbered", "plain", "livecycle", "nested", "suite", "short"]
Labels = Literal["left", "above", "below", "cell"]

_MARGIN: Final = 40.0
_COMB: Final = 1 << 24
_MULTILINE: Final = 1 << 12
_RADIO: Final = (1 << 15) | (1 << 14)
SHORT_NAMES: Final = {
    "building": "txtBldgName", "address": "txtProjAddr", "suite": "txtSuite", "tenant_name": "txtTenantName",
    "applicant_name": "txtApplName", "applicant_email": "txtApplicantEmail", "applicant_phone": "txtApplicantPhone",
    "valuation": "txtProjectValuation", "mechanical_valuation": "txtMechVal", "reference_number": "txtPRN",
    "permit_number": "txtPermitNo", "description": "txtWorkDesc", "mechanical_description": "txtMechWork",
    "contractor_name": "txtGC", "ccb_number": "txtCCB",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an answer belongs on the page, in points from the lower left; `choice` is one of an item's choices."""

    item: Item
    page: int
    box: tuple[float, float, float, float]
    choice: str | None = None


def draw(wording: Wording, labels: Labels) -> tuple[bytes, list[Spot]]:
    """The empty page(s), and where the answers go."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=letter, invariant=True)
    spots: list[Spot] = []
    page, y = 0, 740.0
    canvas.setFont("Helvetica-Bold", 14)
    canvas.drawString(_MARGIN, y, wording.title)
    canvas.setFont("Helvetica", 8)
    canvas.drawString(_MARGIN, y - 14, wording.intro)
    y -= 34
    for section in wording.sections:
        if y < 110:
            canvas.showPage()
            page, y = page + 1, 740.0
        canvas.setFont("Helvetica-Bold", 10)
        canvas.drawString(_MARGIN, y, section.title)
        y -= 20
        for row in section.rows:
            height = 44.0 if any(item.kind == "long" for item in row) else 15.0
            width = (letter[0] - 2 * _MARGIN) / len(row)
            for index, item in enumerate(row):
                spots += _place(canvas, item, page, _MARGIN + index * width, y, width, height, labels)
            y -= height + (6 if labels == "left" else 14)
        y -= 4
    canvas.save()
    return out.getvalue(), spots


def _place(
    canvas: Canvas, item: Item, page: int, x: float, y: float, width: float, height: float, labels: Labels
) -> list[Spot]:
    canvas.setFont("Helvetica", 8.5)
    if labels in {"below", "cell"} and not item.choices:
        return [Spot(item, page, _captioned(canvas, item, (x, y, width, height), labels))]
    wide = stringWidth(item.label, "Helvetica", 8.5) + 5
    if labels == "above":
        canvas.drawString(x, y + 3, item.label)
        left, top = x, y
    else:
        canvas.drawString(x, y, item.label)
        left, top = x + wide, y + 11
    if not item.choices:
        return [Spot(item, page, (left, top - height, x + width - 6, top))]
    found = []
    for key, label in item.choices:
        found.append(Spot(item, page, (left, top - 11, left + 10, top - 1), key))
        canvas.drawString(left + 13, top - 9, label)
        left += 13 + stringWidth(label, "Helvetica", 8.5) + 12
    return found


def _captioned(
    canvas: Canvas, item: Item, place: tuple[float, float, float, float], labels: Labels
) -> tuple[float, float, float, float]:
    """A line to write on with the label beneath, or a cell with the label small in its upper corner."""
    x, y, width, height = place
    canvas.setFont("Helvetica", 6.5)
    if labels == "below":
        canvas.line(x, y - height + 1, x + width - 6, y - height + 1)
        canvas.drawString(x, y - height - 6, item.label)
        return (x, y - height + 2, x + width - 6, y + 1)
    canvas.rect(x, y - height, width, height + 10)
    canvas.drawString(x + 2, y + 3, item.label)
    return (x + 2, y - height + 1, x + width - 3, y + 1)


def shown_only(content: bytes) -> bytes:
    """The same form by a program that keeps what each field shows and forgets its value."""
    with pikepdf.open(io.BytesIO(content)) as document:
        for page in document.pages:
            for field in page.obj.get("/Annots", Array()):
                if field.get("/FT") == Name.Tx and Name.V in field and Name.AP in field:
                    del field.V
        return _saved(document)


def stamped(content: bytes) -> bytes:
    """The same form with a picture of a signature laid over its signature field."""
    with pikepdf.open(io.BytesIO(content)) as document:
        for page in document.pages:
            for field in [one for one in page.obj.get("/Annots", Array()) if one.get("/FT") == Name.Sig]:
                page.obj.Annots.append(
                    document.make_indirect(
                        Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=field.Rect, F=4)
                    )
                )
        return _saved(document)


def _name(spot: Spot, number: int, names: Names) -> str:
    match names:
        case "numbered":
            return f"Text{number + 1}"
        case "plain":
            return spot.item.label
        case "livecycle":
            return f"topmostSubform[0].Page{spot.page + 1}[0].TextField{number // 3}[{number % 3}]"
        case "nested":
            return f"form.{spot.item.key.replace('_', '.')}"
        case "short":
            return SHORT_NAMES.get(spot.item.key, f"fld{number}")
        case "suite":
            return f"Text Box {number + 1}"


def by_reportlab(wording: Wording, fill: Fill, labels: Labels, names: Names) -> bytes:
    """Fields made and filled by reportlab: radio groups, boxes, appearances of its own."""
    empty, spots = draw(wording, labels)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=letter, invariant=True)
    pages = max(spot.page for spot in spots) + 1
    for page in range(pages):
        for number, spot in enumerate(spots):
            if spot.page == page:
                _reportlab_field(canvas, spot, fill, _name(spot, number, names))
        canvas.drawString(0, 0, "")
        canvas.showPage()
    canvas.save()
    return _under(out.getvalue(), empty)


def _reportlab_field(canvas: Canvas, spot: Spot, fill: Fill, name: str) -> None:
    left, bottom, right, top = spot.box
    form: Any = canvas.acroForm
    if spot.choice is not None:
        chosen = fill[spot.item.key] == spot.choice
        group = f"Group{spot.item.key[:3]}"
        form.radio(
            name=group, value=spot.choice[:3], selected=chosen, x=left, y=bottom, size=10, fieldFlags="radio"
        )
        return
    flags = "multiline" if spot.item.kind == "long" else ""
    value = fill[spot.item.key]
    form.textfield(
        name=name, value=value, x=left, y=bottom, width=right - left, height=top - bottom, fontSize=9,
        fieldFlags=flags, maxlen=2000,
    )  # fmt: skip


def _under(fields: bytes, drawing: bytes) -> bytes:
    """The drawing put under the pages that carry the fields."""
    with pikepdf.open(io.BytesIO(fields)) as form, pikepdf.open(io.BytesIO(drawing)) as under:
        for page, below in zip(form.pages, under.pages, strict=True):
            page.add_underlay(below, pikepdf.Rectangle(0, 0, *letter))
        return _saved(form)


def _saved(document: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    document.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def by_hand(wording: Wording, fill: Fill, labels: Labels, names: Names, signed: bool | None) -> bytes:
    """Fields as office suites write them: kids, /Opt, combs, lists, values without appearance, a signature field.

    `signed`: None puts a text field where the signature goes.
    """
    empty, spots = draw(wording, labels)
    with pikepdf.open(io.BytesIO(empty)) as document:
        document.Root.AcroForm = document.make_indirect(
            Dictionary(Fields=Array(), NeedAppearances=True, DA=String("/Helv 0 Tf 0 g"))
        )
        roots: dict[str, pikepdf.Object] = {}
        groups: dict[str, list[Spot]] = {}
        for number, spot in enumerate(spots):
            if spot.choice is not None:
                groups.setdefault(spot.item.key, []).append(spot)
                continue
            field = _field(document, spot, fill, signed)
            _hang(document, roots, _name(spot, number, names).split("." if names != "plain" else "\0"), field)
            document.pages[spot.page].Annots.append(field)
        for number, group in enumerate(groups.values()):
            if names == "suite":
                _boxes(document, group, fill)
                continue
            _choice(document, group, fill, f"Check Box{number + 1}", listed=names == "livecycle")
        return _saved(document)


def _annots(page: pikepdf.Page) -> None:
    if Name.Annots not in page.obj:
        page.obj.Annots = Array()


def _field(document: pikepdf.Pdf, spot: Spot, fill: Fill, signed: bool | None) -> pikepdf.Object:
    _annots(document.pages[spot.page])
    field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=Array(spot.box), F=4, FT=Name.Tx)
    value = fill[spot.item.key]
    if spot.item.kind == "signature" and signed is not None:
        field.FT = Name.Sig
        if signed:
            field.V = Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), Contents=String(b"\0" * 32))
        return document.make_indirect(field)
    if value:
        field.V = String(value)
    if spot.item.kind == "long":
        field.Ff = _MULTILINE
    if spot.item.key == "ccb_number":
        field.Ff, field.MaxLen = _COMB, 8
    return document.make_indirect(field)


def _hang(document: pikepdf.Pdf, roots: dict[str, Any], path: list[str], field: pikepdf.Object) -> None:
    """Hangs a field under its parents; the same full name twice makes two kids of one field."""
    parent = None
    for depth in range(1, len(path)):
        key = ".".join(path[:depth])
        if key not in roots:
            roots[key] = document.make_indirect(Dictionary(T=String(path[depth - 1]), Kids=Array()))
            _join(document, parent, roots[key])
        parent = roots[key]
    whole = ".".join(path)
    if whole in roots and Name.Kids in roots[whole]:
        whole = f"{whole}_"
    field.T = String(path[-1] if whole not in roots else f"{path[-1]}_2")
    roots.setdefault(whole, field)
    _join(document, parent, field)


def _join(document: pikepdf.Pdf, parent: pikepdf.Object | None, field: pikepdf.Object) -> None:
    if parent is None:
        document.Root.AcroForm.Fields.append(field)
        return
    field.Parent = parent
    parent.Kids.append(field)


def _boxes(document: pikepdf.Pdf, group: list[Spot], fill: Fill) -> None:
    """Check boxes of their own, as LibreOffice Writer exports them: nothing says that they belong together."""
    page = document.pages[group[0].page]
    _annots(page)
    blank = document.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 10, 10]))
    for spot in group:
        state = Name.Yes if fill[spot.item.key] == spot.choice else Name.Off
        number = len(document.Root.AcroForm.Fields) + 1
        field = Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Btn, T=String(f"Check Box {number}"), F=4, V=state,
            AS=state, Rect=Array(spot.box), AP=Dictionary(N=Dictionary({"/Yes": blank, "/Off": blank})),
        )  # fmt: skip
        page.Annots.append(document.make_indirect(field))
        document.Root.AcroForm.Fields.append(page.Annots[-1])


def by_pypdf(wording: Wording, fill: Fill, labels: Labels, names: Names) -> bytes:
    """An empty form of reportlab's, its text fields filled by pypdf, its radio groups left as they are."""
    empty = by_reportlab(
        wording, {key: "" if key != "tenant_status" else value for key, value in fill.items()}, labels, names
    )
    _drawing, spots = draw(wording, labels)
    values = {
        _name(spot, n, names): fill[spot.item.key] for n, spot in enumerate(spots) if spot.choice is None
    }
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(empty))
    for page in writer.pages:
        writer.update_page_form_field_values(page, {key: text for key, text in values.items() if text})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _choice(document: pikepdf.Pdf, group: list[Spot], fill: Fill, name: str, *, listed: bool) -> None:
    """A group of boxes (kids 0, 1, 2 with /Opt), or where `listed` a drop-down list."""
    item = group[0].item
    page = document.pages[group[0].page]
    _annots(page)
    labels = dict(item.choices)
    chosen = fill[item.key]
    if listed and item.kind == "tenant":
        left, bottom, _right, top = group[0].box
        rows = [Array([String(str(i)), String(label)]) for i, label in enumerate(labels.values())]
        field = Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Ch, Ff=1 << 17, T=String(name), F=4,
            Rect=Array([left, bottom, left + 150, top]), Opt=Array(rows),
        )  # fmt: skip
        if chosen:
            field.V = String(str(list(labels).index(chosen)))
        page.Annots.append(document.make_indirect(field))
        document.Root.AcroForm.Fields.append(page.Annots[-1])
        return
    parent = document.make_indirect(
        Dictionary(
            FT=Name.Btn,
            T=String(name),
            Ff=_RADIO,
            Kids=Array(),
            Opt=Array([String(v) for v in labels.values()]),
        )
    )
    document.Root.AcroForm.Fields.append(parent)
    parent.V = Name.Off
    blank = document.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 10, 10]))
    for index, spot in enumerate(group):
        state = Name(f"/{index}")
        kid = Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, Rect=Array(spot.box), F=4, Parent=parent,
            AP=Dictionary(N=Dictionary({str(state): blank, "/Off": blank})),
        )  # fmt: skip
        kid.AS = state if spot.choice == chosen else Name.Off
        if spot.choice == chosen:
            parent.V = state
        made = document.make_indirect(kid)
        parent.Kids.append(made)
        page.Annots.append(made)
