"""Makes sample papers, all invented: intake forms as several programs write them, and what comes along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Literal

import pikepdf
import pypdfium2 as pdfium
from reportlab.lib.utils import ImageReader, simpleSplit
from reportlab.pdfgen.canvas import Canvas

from bot.demo import paper_rows
from bot.demo.paper_form import FormPaper, Look, Section, Values

Style = Literal[
    "acroform",
    "odd_names",
    "older_acroform",
    "printed",
    "flattened",
    "table",
    "older_labels",
    "older_table",
    "scan",
]
Signed = Literal["typed", "signature_field", "empty_field", "ink", "picture", "line", "nothing"]

LOOKS: Mapping[Style, Look] = {
    "acroform": Look(fillable=True),
    "odd_names": Look(place="above", fillable=True, odd_names=True),
    "older_acroform": Look(fillable=True, odd_names=True),
    "printed": Look(),
    "flattened": Look(place="above"),
    "table": Look(place="table"),
    "older_labels": Look(),
    "older_table": Look(place="table"),
    "scan": Look(),
}
COMPLETE: Mapping[str, str | None] = {
    "applicant_name": "Robin Vance",
    "company": "Vance & Oak Architects",
    "applicant_email": "robin@vanceoak.example",
    "applicant_phone": "503-555-0142",
    "building": "Larkspur Tower",
    "address": "1200 SW Larkspur Ave",
    "suite": "Floor 4, Suite 410",
    "tenant_status": "existing",
    "tenant_name": "Juniper Analytics",
    "description": "Move two interior partitions and add a meeting room. No exterior work, no mezzanine.",
    "mechanical_description": "Relocate four diffusers and one VAV box.",
    "valuation": "$84,500",
    "mechanical_valuation": "$12,000",
    "permit_number": None,
    "reference_number": "LT-2026-0147",
    "contractor_name": "Fernhill Builders",
    "ccb_number": "198765",
    "responsible_party": "Dana Whitlock",
    "rp_phone": "503-555-0177",
}
"""Values of a form that nothing is wrong with; more keys than the robot reads, as on a real form."""


def values(**changes: str | None) -> dict[str, str | None]:
    """The complete form's values with these changed."""
    return {**COMPLETE, **changes}


def intake_form(values: Values, *, style: Style = "acroform", signed: bool | Signed | None = True) -> bytes:
    """An intake form. `signed`: True = typed name, False = empty signature field, None = empty line."""
    older = style.startswith("older")
    paper = _paper(
        "Permit Plan Intake Form" if older else "FPP Permit Plan Intake Form",
        paper_rows.OLDER if older else paper_rows.CURRENT,
        LOOKS[style],
        values,
        _signature(signed),
    )
    return scanned(paper) if style == "scan" else paper


def blank_intake_form(style: Style = "acroform") -> bytes:
    """The form as it is downloaded: nothing filled in, not signed."""
    return intake_form({}, style=style, signed=False)


def ordinary_permit_form(values: Values) -> bytes:
    """The City's ordinary building permit application: the wrong form here."""
    return _paper("Building Permit Application", paper_rows.ORDINARY, Look(place="above"), values, "typed")


def deferred_submittal_form(values: Values, *, signed: Signed = "typed", fillable: bool = True) -> bytes:
    """The application for a deferred submittal on an issued permit."""
    look = Look(fillable=fillable)
    return _paper("FPP Deferred Submittal Application", paper_rows.DEFERRED, look, values, signed)


def revision_form(values: Values, *, signed: Signed = "typed", fillable: bool = True) -> bytes:
    """The application for a revision of an issued permit."""
    look = Look(fillable=fillable)
    return _paper("FPP Permit Revision Application", paper_rows.REVISION, look, values, signed)


def trade_form(values: Values, *, trade: str = "Electrical", signed: Signed = "typed") -> bytes:
    """A trade permit application; `trade` is the word on the form."""
    rows = paper_rows.trade(trade)
    return _paper(f"{trade} Permit Application", rows, Look(fillable=True), values, signed)


def w4_form(values: Values) -> bytes:
    """The Water Bureau's meter sizing form (not the tax form)."""
    title = "Water Bureau Form W-4: Water Meter Sizing Worksheet"
    return _paper(title, paper_rows.W4, Look(), values, "typed")


def letter_paper(title: str, paragraphs: Sequence[str]) -> bytes:
    """A letter-size paper of text: checksheet responses, correction notice, permit history, a manual."""
    stream = BytesIO()
    canvas = Canvas(stream, pagesize=(612, 792), invariant=1)
    canvas.setFont("Helvetica-Bold", 14)
    canvas.drawString(54, 740, title)
    y = 712.0
    for paragraph in paragraphs:
        for line in simpleSplit(paragraph, "Helvetica", 10, 500):
            if y < 60:
                canvas.showPage()
                y = 740.0
            canvas.setFont("Helvetica", 10)
            canvas.drawString(54, y, line)
            y -= 13
        y -= 6
    canvas.save()
    return stream.getvalue()


def checksheet_responses(permit_number: str, answers: Sequence[str]) -> bytes:
    """Written answers to the reviewers' checksheets."""
    heading = (f"Permit number: {permit_number}", "Responses to the plan review checksheet follow.")
    numbered = [f"Item {number}. Response: {answer}" for number, answer in enumerate(answers, 1)]
    return letter_paper("Checksheet Response", (*heading, *numbered))


def correction_notice(permit_number: str, words: str) -> bytes:
    """What an inspector leaves on site."""
    return letter_paper("Inspection Correction Notice", (f"Permit number: {permit_number}", words))


def permit_history(building: str, permits: Sequence[str]) -> bytes:
    """The permit history that comes with a building's registration."""
    return letter_paper(f"Permit History: {building}", tuple(permits))


def calculations(project: str, expires: str = "December 31, 2027", pages: int = 3) -> bytes:
    """Structural calculations with an engineer's expiry line."""
    text = ["Dead load 20 psf, live load 50 psf. Beam B-1: Mu = 41.2 kip-ft, phi Mn = 58.0 kip-ft. OK"] * 12
    return letter_paper(
        "Structural Calculations", (f"Project: {project}", f"Expires: {expires}", *text * pages)
    )


def merged(*papers: bytes) -> bytes:
    """The papers one behind the other in one file."""
    whole = pikepdf.new()
    for paper in papers:
        with pikepdf.open(BytesIO(paper)) as part:
            whole.add_pages_from(part)
    return _saved(whole)


def encrypted(paper: bytes, password: str = "larkspur") -> bytes:
    """The paper with a password that must be known to open it."""
    with pikepdf.open(BytesIO(paper)) as pdf:
        stream = BytesIO()
        pdf.save(stream, encryption=pikepdf.Encryption(user=password, owner=password))
    return stream.getvalue()


def scanned(paper: bytes, dots_per_inch: int = 150) -> bytes:
    """The paper as a scanner gives it back: a gray picture a page, no text."""
    stream = BytesIO()
    with pdfium.PdfDocument(paper) as pdf:
        canvas = Canvas(stream, invariant=1)
        for page in pdf:
            width, height = page.get_size()
            picture = page.render(scale=dots_per_inch / 72, grayscale=True, may_draw_forms=True).to_pil()
            canvas.setPageSize((width, height))
            canvas.drawImage(ImageReader(picture), 0, 0, width, height)
            canvas.showPage()
        canvas.save()
    return stream.getvalue()


def _paper(title: str, sections: Sequence[Section], look: Look, values: Values, signed: Signed) -> bytes:
    paper = FormPaper(title, "City of Rosemont (sample paper, not a real form)", look, values)
    for section in sections:
        paper.section(section)
    paper.sign(signed, values.get("responsible_party") or "Dana Whitlock")
    drawn = paper.finish()
    if signed in ("signature_field", "empty_field", "ink"):
        return _with_annotation(drawn, signed, paper.signature_place)
    return drawn


def _signature(signed: bool | Signed | None) -> Signed:
    if signed is None:
        return "line"
    if isinstance(signed, bool):
        return "typed" if signed else "empty_field"
    return signed


def _with_annotation(paper: bytes, signed: Signed, place: tuple[int, float, float, float, float]) -> bytes:
    """The paper with a signature field (signed or empty) or an ink stroke on its signature line."""
    number, left, bottom, width, height = place
    with pikepdf.open(BytesIO(paper)) as pdf:
        page = pdf.pages[number]
        box = pikepdf.Array([left, bottom, left + width, bottom + height])
        annotation = _ink(box, left, bottom) if signed == "ink" else _signature_field(box, page.obj)
        if signed == "signature_field":
            annotation.V = pikepdf.Dictionary(
                Type=pikepdf.Name.Sig, Filter=pikepdf.Name("/Adobe.PPKLite"), Contents=b"sample", Name="D. W."
            )
        added = pdf.make_indirect(annotation)
        if "/Annots" not in page.obj:
            page.obj.Annots = pikepdf.Array()
        page.obj.Annots.append(added)
        if signed != "ink":
            _add_field(pdf, added)
        return _saved(pdf)


def _ink(box: pikepdf.Array, left: float, bottom: float) -> pikepdf.Dictionary:
    stroke = [left + 5, bottom + 4, left + 30, bottom + 14, left + 55, bottom + 5, left + 90, bottom + 13]
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Ink,
        Rect=box,
        InkList=pikepdf.Array([pikepdf.Array(stroke)]),
        C=pikepdf.Array([0, 0, 0]),
    )


def _signature_field(box: pikepdf.Array, page: pikepdf.Object) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Widget,
        FT=pikepdf.Name.Sig,
        T="Signature1",
        Rect=box,
        P=page,
        F=4,
    )


def _add_field(pdf: pikepdf.Pdf, field: pikepdf.Object) -> None:
    if "/AcroForm" not in pdf.Root:
        pdf.Root.AcroForm = pdf.make_indirect(pikepdf.Dictionary(Fields=pikepdf.Array()))
    pdf.Root.AcroForm.Fields.append(field)


def _saved(pdf: pikepdf.Pdf) -> bytes:
    stream = BytesIO()
    pdf.save(stream, deterministic_id=True)
    return stream.getvalue()
