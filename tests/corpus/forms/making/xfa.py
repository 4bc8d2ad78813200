"""A form of Adobe's designer: the answers lie in an XML packet, the page says "please wait" or shows the labels."""

from __future__ import annotations

import io
from typing import Final
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, String
from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

from tests.corpus.forms.making.fills import Fill
from tests.corpus.forms.making.wordings import Item, Wording

_TEMPLATE: Final = (
    "<template xmlns='http://www.xfa.org/schema/xfa-template/3.0/'>"
    "<subform name='form1'>{}</subform></template>"
)
_DATASETS: Final = (
    "<xfa:datasets xmlns:xfa='http://www.xfa.org/schema/xfa-data/1.0/'><xfa:data>{}</xfa:data></xfa:datasets>"
)


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
    title = f"<draw><value><text>{escape(wording.title)}</text></value></draw>"
    return _shell(f"{title}{captions}", f"<form1>{answers}</form1>")


def designed(wording: Wording, fill: Fill) -> bytes:
    """As the designer program leaves it: labels drawn beside fields, numbered names, answers filed elsewhere."""
    items = [item for section in wording.sections for row in section.rows for item in row]
    fields = "".join(_designed_field(item, number) for number, item in enumerate(items))
    answers = "".join(
        f"<c{number}>{escape(_kept(item, fill[item.key]))}</c{number}>" for number, item in enumerate(items)
    )
    return _shell(fields, f"<form1><filed>{answers}</filed></form1>")


def _designed_field(item: Item, number: int) -> str:
    bind = f"<bind match='dataRef' ref='$record.filed.c{number}'/>"
    place = f"y='{20 + 9 * number}mm' h='7mm'"
    label = f"<draw x='10mm' w='60mm' {place}><value><text>{escape(item.label)}</text></value></draw>"
    if item.choices:
        buttons = "".join(
            f"<field name='r{code}'><ui><checkButton/></ui><caption><value><text>{escape(words)}</text></value>"
            f"</caption><items><text>{code}</text></items></field>"
            for code, (_, words) in enumerate(item.choices)
        )
        return f"{label}<exclGroup name='g{number}' x='75mm' {place}>{bind}{buttons}</exclGroup>"
    return f"{label}<field name='TextField{number}' x='75mm' {place}><ui><textEdit/></ui>{bind}</field>"


def _kept(item: Item, answer: str) -> str:
    return str([key for key, _ in item.choices].index(answer)) if item.choices and answer else answer


def _shell(template: str, answers: str) -> bytes:
    """The page that says "please wait", with template and answers behind it."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=letter, invariant=True)
    canvas.drawString(
        60, 700, "Please wait... If this message is not eventually replaced by the contents of the document,"
    )
    canvas.drawString(60, 684, "your PDF viewer may not be able to display this type of document.")
    canvas.save()
    with pikepdf.open(io.BytesIO(out.getvalue())) as document:
        packets = [("template", _TEMPLATE.format(template)), ("datasets", _DATASETS.format(answers))]
        streams = [
            part for key, text in packets for part in (String(key), document.make_stream(text.encode()))
        ]
        document.Root.AcroForm = Dictionary(Fields=Array(), XFA=Array(streams))
        saved = io.BytesIO()
        document.save(saved, deterministic_id=True)
        return saved.getvalue()
