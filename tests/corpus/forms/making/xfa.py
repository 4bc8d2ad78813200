"""A form of Adobe's designer: the answers lie in an XML packet, the page says "please wait" or shows the labels."""

from __future__ import annotations

import io
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, String
from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

from tests.corpus.forms.making.fills import Fill
from tests.corpus.forms.making.wordings import Item, Wording


def _tag(item: Item) -> str:
    return "".join(word.capitalize() for word in item.key.split("_"))


def _template_field(item: Item, number: int, *, odd_names: bool) -> str:
    name = f"TextField{number}" if odd_names else _tag(item)
    return f"<field name='{name}'><caption><value><text>{escape(item.label)}</text></value></caption></field>"


def dynamic(wording: Wording, fill: Fill, *, odd_names: bool = False) -> bytes:
    """A dynamic XFA form: captions in its template, answers in its data; odd names are told by caption alone."""
    items = [item for section in wording.sections for row in section.rows for item in row]
    captions = "".join(_template_field(item, n, odd_names=odd_names) for n, item in enumerate(items))
    answers = "".join(
        f"<{tag}>{escape(fill[item.key])}</{tag}>"
        for n, item in enumerate(items)
        for tag in [f"TextField{n}" if odd_names else _tag(item)]
    )
    template = (
        "<template xmlns='http://www.xfa.org/schema/xfa-template/3.0/'><subform name='form1'>"
        f"<draw><value><text>{escape(wording.title)}</text></value></draw>{captions}</subform></template>"
    )
    datasets = (
        "<xfa:datasets xmlns:xfa='http://www.xfa.org/schema/xfa-data/1.0/'><xfa:data>"
        f"<form1>{answers}</form1></xfa:data></xfa:datasets>"
    )
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=letter, invariant=True)
    canvas.drawString(
        60, 700, "Please wait... If this message is not eventually replaced by the contents of the document,"
    )
    canvas.drawString(60, 684, "your PDF viewer may not be able to display this type of document.")
    canvas.save()
    with pikepdf.open(io.BytesIO(out.getvalue())) as document:
        packets = [("template", template), ("datasets", datasets)]
        streams = [
            part for key, text in packets for part in (String(key), document.make_stream(text.encode()))
        ]
        document.Root.AcroForm = Dictionary(Fields=Array(), XFA=Array(streams))
        saved = io.BytesIO()
        document.save(saved, deterministic_id=True)
        return saved.getvalue()
