"""Good sets from several programs, and sheets with one fault each: for `make bench` and to try a rule on."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import pikepdf

from tests.corpus.plans.drawing import Drawing, Path, Rgb, Text
from tests.corpus.plans.office import draw, ten
from tests.corpus.plans.pens import merged, with_browser, with_reportlab
from tests.corpus.plans.project import Sheet, Style
from tests.corpus.plans.streams import with_streams

PHRASE = "NOT FOR CONSTRUCTION"
STRICT = frozenset(
    f"plans.{name}"
    for name in (
        *("color", "grayscale", "highlighter", "photograph", "not_for_construction", "preliminary"),
        *("stamp_expired", "scale_too_small", "sheet_too_small", "sheet_too_large"),
        *("code_summary_missing", "code_summary_incomplete", "sheet_missing"),
    )
)
"""Codes that are labelled: what is not wanted there must not be found. A lone sheet needs no code summary."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """One file: how it is made, the findings that it must have (code → severity), and its sheets if labelled."""

    name: str
    make: Callable[[], bytes]
    wanted: dict[str, str] = field(default_factory=dict)
    sheets: tuple[Sheet, ...] = ()


GOOD: dict[str, tuple[Style, str, Callable[[list[Drawing]], bytes]]] = {
    "canvas": (Style(), "dash", with_reportlab),
    "rotated page": (
        Style(block="bottom", label="DRAWING NO.", seal="engineer", code="lines"),
        "dot",
        lambda sheets: with_streams(sheets, turned=True),
    ),
    "forms": (
        Style(size_in=(34, 22), block="corner", label="SHEET NUMBER", code="beside"),
        "plain",
        lambda sheets: with_streams(sheets, in_form=True),
    ),
    "letter by letter": (
        Style(size_in=(42, 30), seal="engineer", expires="EXPIRES: 06/30/2026"),
        "dash",
        lambda sheets: with_streams(sheets, letterwise=True),
    ),
    "browser": (Style(block="bottom", label="SHEET"), "dash", with_browser),
    "courier, trades": (
        Style(label="DWG NO.", seal="engineer", expires="RENEWS: 12-31-26"),
        "trade",
        lambda sheets: with_reportlab(sheets, "Courier"),
    ),
    "tabloid, merged": (
        Style(size_in=(17, 11), note_pt=13),
        "dash",
        lambda sheets: merged(with_reportlab(sheets)),
    ),
    "counted, times": (
        Style(block="bottom", label="SHEET"),
        "count",
        lambda sheets: with_reportlab(sheets, "Times-Roman"),
    ),
    "user unit": (
        Style(size_in=(48, 36), note_pt=9, block="turned"),
        "plain",
        lambda sheets: with_streams(sheets, unit=2.0),
    ),
}


def labelled() -> Iterator[Labelled]:
    """All of them: nine good sets of ten sheets, then the faulty sheets."""
    for name, (style, numbers, pen) in GOOD.items():
        sheets = ten(numbers)
        yield Labelled(f"good: {name}", _made(sheets, style, pen), {}, sheets)
    for name, change, wanted in CHANGES:
        yield Labelled(name, _changed(change), wanted)
    for name, operators, wanted in OPERATORS:
        yield Labelled(name, _appended(operators), wanted)
    for words, severity in STATUS.items():
        wanted = {"plans.preliminary": severity} if severity else {}
        yield Labelled(f"issue: {words}", _changed(lambda sheet: None, Style(issue=words)), wanted)
    for words, is_past in EXPIRIES.items():
        wanted = {"plans.stamp_expired": "reject"} if is_past else {}
        yield Labelled(words, _changed(lambda sheet: None, Style(seal="engineer", expires=words)), wanted)


def _made(
    sheets: tuple[Sheet, ...], style: Style, pen: Callable[[list[Drawing]], bytes]
) -> Callable[[], bytes]:
    return lambda: pen([draw(sheet, style, seed) for seed, sheet in enumerate(sheets, 1)])


def _changed(change: Callable[[Drawing], object], style: Style = Style()) -> Callable[[], bytes]:  # noqa: B008
    def make() -> bytes:
        sheet = draw(ten("dash")[1], style, 3)
        change(sheet)
        return with_reportlab([sheet])

    return make


def _appended(operators: str) -> Callable[[], bytes]:
    """The sheet with operators of a content stream behind its own."""

    def make() -> bytes:
        with pikepdf.open(io.BytesIO(with_streams([draw(ten("dash")[1], Style(), 3)]))) as pdf:
            page = pdf.pages[0]
            page.obj.Resources.ExtGState = pikepdf.Dictionary(
                Half=pikepdf.Dictionary(ca=0.5, CA=0.5), Over=pikepdf.Dictionary(BM=pikepdf.Name.Multiply)
            )
            page.contents_add(pdf.make_stream(operators.encode()))
            out = io.BytesIO()
            pdf.save(out)
            return out.getvalue()

    return make


def _inked(rgb: Rgb, *, every: int = 1) -> Callable[[Drawing], None]:
    def change(sheet: Drawing) -> None:
        for index, item in enumerate(sheet.items):
            if isinstance(item, Path) and item.stroke is not None and index % every == 0:
                sheet.items[index] = replace(item, stroke=rgb)

    return change


def _lettered(rgb: Rgb) -> Callable[[Drawing], None]:
    def change(sheet: Drawing) -> None:
        sheet.items[:] = [replace(item, rgb=rgb) if isinstance(item, Text) else item for item in sheet.items]

    return change


def _rectangles(
    rgb: Rgb, *places: tuple[float, float], across: float = 100.0, down: float = 80.0
) -> Callable[[Drawing], None]:
    def change(sheet: Drawing) -> None:
        for x, y in places:
            sheet.rect(x, y, across, down, fill=rgb, stroke=None)

    return change


def _covered(sheet: Drawing) -> None:
    sheet.rect(400, 400, 800, 500, fill=(0, 1, 0), stroke=None)
    sheet.rect(380, 380, 840, 540, fill=(1, 1, 1), stroke=None)


def _two_rows(sheet: Drawing) -> None:
    sheet.text("NOT FOR", 900, 500, 60)
    sheet.text("CONSTRUCTION", 900, 430, 60)


def _twice(sheet: Drawing) -> None:
    sheet.text(PHRASE, 500, 300, 60, 20)
    sheet.text(PHRASE, 501.5, 298.5, 60, 20)


COLOR, GRAY = {"plans.color": "reject"}, {"plans.grayscale": "reject"}
UNFINISHED, MARKER = {"plans.not_for_construction": "reject"}, {"plans.highlighter": "reject"}
CHANGES: tuple[tuple[str, Callable[[Drawing], object], dict[str, str]], ...] = (
    ("blue lines", _inked((0, 0, 1)), COLOR),
    ("dark green lines", _inked((0, 0.4, 0.1)), COLOR),
    ("red letters", _lettered((0.8, 0, 0)), COLOR),
    ("pale rooms", _rectangles((1, 1, 0.88), (300, 500), (700, 500), (1200, 600)), COLOR),
    ("near-black lines", _inked((0.14, 0.12, 0.125)), {}),
    ("gray lines", _inked((0.5, 0.5, 0.5), every=3), GRAY),
    ("gray letters", _lettered((0.45, 0.45, 0.45)), GRAY),
    ("one logo", _rectangles((0.1, 0.6, 0.2), (300, 300)), {"plans.color": "review"}),
    ("two logos", _rectangles((0.1, 0.6, 0.2), (300, 300), (1500, 900)), {"plans.color": "review"}),
    ("three logos", _rectangles((0.1, 0.6, 0.2), (300, 300), (900, 600), (1500, 900)), COLOR),
    (
        "specks",
        _rectangles((1, 0, 0), (400, 600), (700, 600), across=1.6, down=1.6),
        {"plans.color": "note"},
    ),
    ("covered color", _covered, {}),
    ("dense black hatch", lambda sheet: sheet.hatch(300, 500, 250, 250, 0.96, width=0.48), {}),
    ("phrase aslant", lambda sheet: sheet.text(PHRASE, 500, 300, 120, 40), UNFINISHED),
    ("phrase on an arc", lambda sheet: sheet.arc_text(PHRASE, 1200, 800, 260, 40, 170, 10), UNFINISHED),
    ("phrase set apart", lambda sheet: sheet.text(" ".join(PHRASE), 500, 300, 40), UNFINISHED),
    ("phrase small", lambda sheet: sheet.text("Not for Construction", 2345, 560, 8), UNFINISHED),
    ("phrase on two rows", _two_rows, UNFINISHED),
    ("phrase doubled", _twice, UNFINISHED),
    (
        "note about the phrase",
        lambda sheet: sheet.text(f'1. PRINTS STAMPED "{PHRASE}" SHALL NOT BE USED.', 400, 500, 12.5),
        {},
    ),
)
CROSS = "300 300 m 1900 1200 l S 300 1200 m 1900 300 l S"
OPERATORS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("rich black", f"q .75 .68 .67 .9 K 2 w {CROSS} Q", {}),
    ("black plate only", f"q 0 0 0 1 K 2 w {CROSS} Q", {}),
    ("half black plate", f"q 0 0 0 .5 K 2 w {CROSS} Q", GRAY),
    ("cyan plate", f"q 1 0 0 0 K 1 w {CROSS} Q", COLOR),
    ("see-through black", f"q /Half gs 0 G 3 w {CROSS} 0 g 400 400 500 300 re f Q", GRAY),
    ("marker bars", "q /Over gs 1 1 0 rg 500 700 420 16 re f 500 900 300 16 re f Q", MARKER),
    ("clipped color", "q 100 100 5 5 re W n 1 0 0 rg 400 400 900 600 re f Q", {}),
    ("color off the page", "q 1 0 0 rg -900 100 800 800 re f Q", {}),
    ("unseen letters", f"q BT 1 0 0 rg 3 Tr /F1 40 Tf 400 400 Td ({PHRASE}) Tj ET Q", {}),
)
STATUS = {
    "BID SET": "review",
    "50% DD": "review",
    "ISSUED FOR REVIEW": "review",
    "PROGRESS PRINT": "review",
    "75% CONSTRUCTION DOCUMENTS": "review",
    "ISSUED FOR PERMIT": "",
    "PERMIT SUBMITTAL": "",
    "CONSTRUCTION SET": "",
}
EXPIRIES = {
    "EXPIRES: 06/30/2025": True,
    "EXP. 6/30/24": True,
    "RENEWS: 12-31-25": True,
    "RENEWAL DATE: DECEMBER 31, 2025": True,
    "EXPIRATION: 30 JUNE 2025": True,
    "EXPIRES: 06/30/2026": False,
    "RENEWS 12-31-26": False,
    "RENEWAL DATE: JUNE 30, 2026": False,
    "EXPIRES: 03/02/2026": False,
    "EXPIRES: ________": False,
}
