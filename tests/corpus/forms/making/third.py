"""The third set: looks on which the reader failed when it was tried on forms that nobody had shown it."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Final

from tests.corpus.forms.making.fills import Fill
from tests.corpus.forms.making.pages import sections_of, shown
from tests.corpus.forms.making.wordings import Item, Section, Wording

_NOTES: Final = {
    "description": "Be as detailed as possible. Say if there is exterior work.",
    "valuation": "Labor and materials, without mechanical",
    "applicant_name": "The person whom we can ask about all of this",
}


def _answer(item: Item, fill: Fill) -> str:
    return shown(item, fill, "brackets").replace("/s/ ", "")


def bands(wording: Wording, fill: Fill) -> str:
    """Dark cells hold the labels, the cells below them the answers; a column for each choice."""

    def one(section: Section) -> str:
        rows = "".join(f"<table><tr>{_heads(row)}</tr><tr>{_cells(row)}</tr></table>" for row in section.rows)
        return f"<h4>{escape(section.title)}</h4>{rows}"

    def _heads(row: tuple[Item, ...]) -> str:
        return "".join(
            "".join(f"<th>{escape(label)}</th>" for _, label in item.choices)
            or f"<th>{escape(item.label)}</th>"
            for item in row
        )

    def _cells(row: tuple[Item, ...]) -> str:
        return "".join(
            "".join(f"<td>{'X' if fill[item.key] == key else '&nbsp;'}</td>" for key, _ in item.choices)
            or f"<td>{_answer(item, fill)}</td>"
            for item in row
        )

    return (
        "<style>h4{margin:6px 0 0}table{width:100%;border-collapse:collapse;table-layout:fixed}th{background:#234;"
        "color:#fff;font-size:8px;text-align:left;padding:2px 4px}td{border:1px solid #234;padding:4px}</style>"
        + sections_of(wording, one)
    )


def side(wording: Wording, fill: Fill) -> str:
    """A dark bar at the left of each section names it; within, small labels beside bold answers."""

    def one(section: Section) -> str:
        rows = "".join(
            "<tr>"
            + "".join(
                f"<td class=k>{escape(item.label)}</td><td><b>{_answer(item, fill)}</b></td>" for item in row
            )
            + "</tr>"
            for row in section.rows
        )
        return f"<tr><td class=bar>{escape(section.title)}</td><td class=in><table>{rows}</table></td></tr>"

    return (
        "<style>.out,.in table{width:100%;border-collapse:collapse}.out>tbody>tr>td{border:1px solid #000}"
        ".bar{background:#222;color:#fff;width:90px}.k{color:#555;font-size:10px;width:90px}</style>"
        f"<table class=out>{sections_of(wording, one)}</table>"
    )


def gaps(wording: Wording, fill: Fill) -> str:
    """Bold labels over their answers, nothing drawn, and hardly more room above a label than below it."""

    def one(section: Section) -> str:
        rows = "".join(
            f"<div class=l>{escape(item.label)}</div><div class=v>{_answer(item, fill)}</div>"
            for row in section.rows
            for item in row
        )
        return f"<h4>{escape(section.title)}</h4>{rows}"

    return (
        "<style>.l{font-size:11px;font-weight:bold;margin-top:2px}.v{font-size:13px;min-height:15px}"
        "h4{margin:6px 0 0}</style>" + sections_of(wording, one)
    )


def leaders(wording: Wording, fill: Fill) -> str:
    """Dots that run on from the label, and the answer in italics behind them."""
    return "".join(
        f"<p style='margin:2px'>{escape(item.label)}{'.' * (60 - len(item.label))} <i>{_answer(item, fill)}</i></p>"
        for section in wording.sections
        for row in section.rows
        for item in row
    )


def small(wording: Wording, fill: Fill) -> str:
    """A table in two shades with small print under some labels, the answer level with the middle of both."""

    def one(section: Section) -> str:
        return "".join(
            f"<tr><td class=l>{escape(item.label)}{_note(item)}</td><td>{_answer(item, fill)}</td></tr>"
            for row in section.rows
            for item in row
        )

    def _note(item: Item) -> str:
        return f"<br><em>{_NOTES[item.key]}</em>" if item.key in _NOTES else ""

    return (
        "<style>table{width:100%;border-collapse:collapse}td{padding:4px}tr:nth-child(odd){background:#eee}"
        ".l{width:38%}em{font-size:9px}</style>" + f"<table>{sections_of(wording, one)}</table>"
    )


def framed(wording: Wording, fill: Fill) -> str:
    """A frame in the line around each answer; it goes on around the answer's second line."""

    def one(section: Section) -> str:
        rows = "".join(
            "<p>" + " ".join(f"{escape(item.label)}: {_framed(item, fill)}" for item in row) + "</p>"
            for row in section.rows
        )
        return f"<h4>{escape(section.title)}</h4>{rows}"

    return (
        "<style>span{border:1px solid #000;padding:0 4px;font-family:DejaVu Sans}p{margin:7px 0;line-height:1.5}"
        "h4{margin:6px 0 0}</style>" + sections_of(wording, one)
    )


def _framed(item: Item, fill: Fill) -> str:
    blank = "&nbsp;" * 12
    return _answer(item, fill) if item.choices else f"<span>{escape(fill[item.key]) or blank}</span>"


def circled(wording: Wording, fill: Fill) -> str:
    """Headings in the middle of the page; lines to write on; a ring around one of the answers."""

    def one(section: Section) -> str:
        rows = "".join(
            "<div class=r>"
            + "".join(f"<b>{escape(item.label)}:</b>{_written(item, fill)}" for item in row)
            + "</div>"
            for row in section.rows
        )
        return f"<h4>{escape(section.title)}</h4>{rows}"

    return (
        "<style>h4{text-align:center;margin:8px 0 2px}.r{display:flex;gap:6px;margin:6px 0}b{font-weight:normal;"
        "white-space:nowrap}.v{border-bottom:1px solid #000;flex:1;font-style:italic}.c{padding:1px 9px;margin:0 6px}"
        ".on{border:1.5px solid #000;border-radius:50%}</style>" + sections_of(wording, one)
    )


def _written(item: Item, fill: Fill) -> str:
    if not item.choices:
        return f"<span class=v>{escape(fill[item.key])}</span>"
    return "".join(
        f"<span class='c{' on' if fill[item.key] == key else ''}'>{escape(label)}</span>"
        for key, label in item.choices
    )


def overleaf(wording: Wording, fill: Fill) -> str:
    """A table that begins far down on its page, so that a long answer goes on overleaf."""
    rows = "".join(
        f"<tr><td>{escape(item.label)}</td><td>{_answer(item, fill)}</td></tr>"
        for section in wording.sections
        for row in section.rows
        for item in row
    )
    return (
        "<style>td{border:1px solid #000;padding:4px;vertical-align:top}table{border-collapse:collapse;width:100%}"
        "td:first-child{width:180px;font-weight:bold}</style><div style='height:560px'>Type or print.</div>"
        f"<table>{rows}</table>"
    )


LAYOUTS: Final[dict[str, Callable[[Wording, Fill], str]]] = {
    layout.__name__: layout for layout in (bands, side, gaps, leaders, small, framed, circled, overleaf)
}
PRINTED: Final = (
    ("chromium", "bands", "letterhead", "retail"),
    ("writer", "bands", "letterhead", "campus"),
    ("chromium", "side", "letterhead", "campus"),
    ("chromium", "gaps", "short", "bare"),
    ("chromium", "gaps", "short", "retail"),
    ("wkhtmltopdf", "gaps", "letterhead", "retail"),
    ("writer", "leaders", "short", "campus"),
    ("chromium", "leaders", "short", "lost"),
    ("chromium", "small", "short", "campus"),
    ("chromium", "framed", "letterhead", "retail"),
    ("chromium", "circled", "letterhead", "retail"),
    ("chromium", "circled", "short", "blank"),
    ("chromium", "overleaf", "short", "campus"),
)
