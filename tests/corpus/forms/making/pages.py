"""The same form in several layouts, as HTML pages for any program that prints HTML."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Final

from tests.corpus.forms.making.fills import Fill
from tests.corpus.forms.making.wordings import Item, Section, Wording

_MARKS: Final = {
    "glyph": ("☒", "☐"),
    "brackets": ("[X]", "[ ]"),
    "round": ("◉", "○"),
    "lines": ("_X_", "___"),
}
_COMBED: Final = frozenset(
    {"valuation", "reference_number", "applicant_phone", "ccb_number", "mechanical_valuation"}
)


def _chosen(item: Item, fill: Fill, marks: str) -> str:
    on, off = _MARKS[marks]
    return " &nbsp; ".join(
        f"{on if fill[item.key] == key else off} {escape(label)}" for key, label in item.choices
    )


def shown(item: Item, fill: Fill, marks: str) -> str:
    """The answer as HTML; choices as a row of marks of that style."""
    if item.choices:
        return _chosen(item, fill, marks)
    text = escape(fill[item.key])
    if item.kind == "signature" and text:
        return f"<i style='font-family:cursive'>/s/ {text}</i>"
    return text or "&nbsp;"


def sections_of(wording: Wording, one: Callable[[Section], str]) -> str:
    """All sections, one after the other."""
    return "".join(one(section) for section in wording.sections)


def table(wording: Wording, fill: Fill) -> str:
    """A ruled table: label left, answer right, a shaded row for each heading."""

    def one(section: Section) -> str:
        rows = "".join(
            f"<tr><td class=l>{escape(item.label)}</td><td>{shown(item, fill, 'glyph')}</td></tr>"
            for row in section.rows
            for item in row
        )
        return f"<tr><th colspan=2>{escape(section.title)}</th></tr>{rows}"

    return (
        "<style>table{width:100%;border-collapse:collapse}td,th{border:1px solid #000;padding:3px 6px;"
        "text-align:left;vertical-align:top}th{background:#ddd}.l{width:34%}</style>"
        f"<table>{sections_of(wording, one)}</table>"
    )


def above(wording: Wording, fill: Fill) -> str:
    """Boxes side by side: a small label on top, the answer under it."""

    def one(section: Section) -> str:
        rows = "".join(
            "<table><tr>"
            + "".join(
                f"<td><small>{escape(item.label)}</small><br>{shown(item, fill, 'round')}</td>"
                for item in row
            )
            + "</tr></table>"
            for row in section.rows
        )
        return f"<h3>{escape(section.title)}</h3>{rows}"

    return (
        "<style>table{width:100%;border-collapse:collapse;table-layout:fixed}td{border:1px solid #444;"
        "padding:2px 5px 5px;vertical-align:top}small{font-size:8px}h3{margin:8px 0 2px;font-size:13px}</style>"
        + sections_of(wording, one)
    )


def inline(wording: Wording, fill: Fill) -> str:
    """Label, colon, answer on a ruled line; two or three on a line."""

    def one(section: Section) -> str:
        rows = "".join(
            "<table width='100%'><tr>"
            + "".join(
                f"<td nowrap width='1%'>{escape(item.label)}:</td><td class=u>{shown(item, fill, 'brackets')}</td>"
                for item in row
            )
            + "</tr></table>"
            for row in section.rows
        )
        return f"<h3>{escape(section.title)}</h3>{rows}"

    return (
        "<style>.u{border-bottom:1px solid #000}td{vertical-align:bottom}h3{margin:9px 0 1px}</style>"
        + sections_of(wording, one)
    )


def inputs(wording: Wording, fill: Fill) -> str:
    """A web form printed as it stands on the screen: a narrow text box cuts what is longer than it."""

    def field(item: Item) -> str:
        if item.choices:
            return "".join(
                f"<label><input type=radio {'checked' if fill[item.key] == key else ''}> {escape(label)}</label> "
                for key, label in item.choices
            )
        if item.kind == "long":
            return f"<textarea rows=6 cols=80>{escape(fill[item.key])}</textarea>"
        return f"<input value='{escape(fill[item.key], quote=True)}' size=34>"

    def one(section: Section) -> str:
        rows = "".join(
            "<p>" + " ".join(f"<label>{escape(item.label)}</label> {field(item)}" for item in row) + "</p>"
            for row in section.rows
        )
        return f"<fieldset><legend>{escape(section.title)}</legend>{rows}</fieldset>"

    return "<style>p{margin:4px 0}textarea{vertical-align:top;font:inherit}</style>" + sections_of(
        wording, one
    )


def below(wording: Wording, fill: Fill) -> str:
    """Answers on lines with the label printed small beneath, as on older paper forms."""

    def one(section: Section) -> str:
        rows = "".join(
            "<table width='100%' cellspacing=12><tr>"
            + "".join(f"<td class=v>{shown(item, fill, 'lines')}</td>" for item in row)
            + "</tr><tr>"
            + "".join(f"<td class=k>{escape(item.label)}</td>" for item in row)
            + "</tr></table>"
            for row in section.rows
        )
        return f"<h3>{escape(section.title)}</h3>{rows}"

    return (
        "<style>table{table-layout:fixed;margin:-6px 0}.v{border-bottom:1px solid #000}.k{font-size:9px}"
        "h3{margin:4px 0;font-size:13px}</style>" + sections_of(wording, one)
    )


def comb(wording: Wording, fill: Fill) -> str:
    """Label left; numbers one character to a little box."""

    def answer(item: Item) -> str:
        if item.key not in _COMBED:
            return shown(item, fill, "glyph")
        cells = fill[item.key].ljust(16)[:24]
        return (
            "<table class=c><tr>"
            + "".join(f"<td>{escape(sign)}&nbsp;</td>" for sign in cells)
            + "</tr></table>"
        )

    def one(section: Section) -> str:
        rows = "".join(
            f"<tr><td class=l>{escape(item.label)}:</td><td>{answer(item)}</td></tr>"
            for row in section.rows
            for item in row
        )
        return f"<h3>{escape(section.title)}</h3><table class=o>{rows}</table>"

    return (
        "<style>.o{width:100%}.l{width:36%}.c{border-collapse:collapse}.c td{border:1px solid #777;width:15px;"
        "text-align:center;padding:1px 2px}h3{margin:8px 0 2px}</style>" + sections_of(wording, one)
    )


def four(wording: Wording, fill: Fill) -> str:
    """A ruled table of four columns: label, answer, label, answer."""

    def one(section: Section) -> str:
        cells = [
            f"<td bgcolor='#eeeeee' width='20%'>{escape(item.label)}</td>"
            f"<td width='30%'>{shown(item, fill, 'brackets')}</td>"
            for row in section.rows
            for item in row
        ]
        cells += ["<td>&nbsp;</td><td>&nbsp;</td>"] * (len(cells) % 2)
        rows = "".join(f"<tr>{left}{right}</tr>" for left, right in zip(cells[::2], cells[1::2], strict=True))
        return (
            f"<p><b>{escape(section.title)}</b></p><table border=1 width='100%' cellspacing=0>{rows}</table>"
        )

    return sections_of(wording, one)


def columns(wording: Wording, fill: Fill) -> str:
    """Sections in two columns of the page, label left of the answer."""

    def one(section: Section) -> str:
        rows = "".join(
            f"<tr><td class=l>{escape(item.label)}</td><td class=v>{shown(item, fill, 'glyph')}</td></tr>"
            for row in section.rows
            for item in row
        )
        return f"<div class=s><b>{escape(section.title)}</b><table>{rows}</table></div>"

    return (
        "<style>body{font-size:11px!important}.g{columns:2;column-gap:24px}.s{break-inside:avoid;margin-bottom:9px}"
        "table{width:100%}td{vertical-align:top}.l{width:40%}.v{border-bottom:1px solid #999}</style>"
        f"<div class=g>{sections_of(wording, one)}</div>"
    )


def plain(wording: Wording, fill: Fill) -> str:
    """Paragraphs of a word processor: label, colon, answer; one a line."""

    def one(section: Section) -> str:
        rows = "".join(
            f"<p>{escape(item.label)}: {shown(item, fill, 'brackets')}</p>"
            for row in section.rows
            for item in row
        )
        return f"<p><b>{escape(section.title)}</b></p>{rows}"

    return sections_of(wording, one)


def blanks(wording: Wording, fill: Fill) -> str:
    """Typed over a line of underscores; what is empty shows the line."""

    def answer(item: Item) -> str:
        if item.choices or item.kind == "signature":
            return (
                _chosen(item, fill, "lines")
                if item.choices
                else f"<u>{fill[item.key]}</u>____________________"
            )
        return f"<u>&nbsp;{escape(fill[item.key])}&nbsp;</u>______" if fill[item.key] else "_" * 24

    def one(section: Section) -> str:
        rows = "".join(
            "<p>" + " &nbsp; ".join(f"{escape(item.label)} {answer(item)}" for item in row) + "</p>"
            for row in section.rows
        )
        return f"<p><b>{escape(section.title)}</b></p>{rows}"

    return sections_of(wording, one)


LAYOUTS: Final[dict[str, Callable[[Wording, Fill], str]]] = {
    page.__name__: page for page in (table, above, inline, inputs, below, comb, four, columns, plain, blanks)
}


def page(wording: Wording, body: str, font: str = "Liberation Sans", size: int = 12) -> str:
    """The whole HTML page."""
    return (
        "<!doctype html><html><head><meta charset='utf-8'>"
        f"<title>{escape(wording.title)}</title><style>body{{font-family:'{font}';font-size:{size}px}}</style></head>"
        f"<body><h2>{escape(wording.title)}</h2><p>{escape(wording.intro)}</p>"
        f"{body}</body></html>"
    )
