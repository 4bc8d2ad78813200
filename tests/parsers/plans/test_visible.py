"""Words that are on the sheet and words that are only in the file."""

from __future__ import annotations

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.parsers.plans.sheets import Draw, annotated, edited, evidence, seen, sheet_pdf, written

PHRASE = "NOT FOR CONSTRUCTION"
AT = (PHRASE, 500, 500, 60)


def lines_across(canvas: Canvas) -> None:
    for step in range(60):
        canvas.line(400 + 20 * step, 400, 500 + 20 * step, 700)


def in_white(canvas: Canvas) -> None:
    canvas.setFillGray(1)
    written(AT)(canvas)


def black_bar(canvas: Canvas) -> None:
    canvas.rect(480, 480, 900, 90, fill=1)


def white_bar(canvas: Canvas) -> None:
    canvas.setFillGray(1)
    canvas.rect(480, 480, 900, 90, fill=1, stroke=0)


@pytest.mark.parametrize(
    ("draws", "is_shown"),
    [
        ((written(AT), lines_across), True),
        ((written(AT), written(AT)), True),
        ((black_bar, in_white), True),
        ((lines_across, in_white), False),
        ((written(AT), white_bar, lines_across), False),
    ],
    ids=["among lines", "painted twice", "white on black", "white among lines", "covered, lines above"],
)
def test_words_count_where_they_can_be_seen(draws: tuple[Draw, ...], is_shown: bool) -> None:
    assert bool(seen(*draws).not_for_construction) is is_shown


@pytest.mark.parametrize("is_on", [True, False])
def test_words_on_a_layer_count_where_it_is_on(is_on: bool) -> None:
    def add_layer(pdf: pikepdf.Pdf) -> None:
        layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="STAMPS"))
        page = pdf.pages[0]
        page.obj.Resources.Properties = pikepdf.Dictionary(L=layer)
        words = f"/OC /L BDC BT /F1 60 Tf 500 500 Td ({PHRASE}) Tj ET EMC"
        page.contents_add(pdf.make_stream(words.encode()))
        state = pikepdf.Dictionary({"/ON" if is_on else "/OFF": pikepdf.Array([layer])})
        pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array([layer]), D=state)

    sheet = evidence(edited(sheet_pdf(written(("X", 1, 1, 9)), lines_across), add_layer))
    assert bool(sheet.not_for_construction) is is_on


def test_words_of_any_annotation_are_read() -> None:
    def add_words(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        look = pdf.make_stream(f"BT /F1 40 Tf 5 10 Td ({PHRASE}) Tj ET".encode())
        look.update(
            {
                "/Type": pikepdf.Name.XObject,
                "/Subtype": pikepdf.Name.Form,
                "/BBox": pikepdf.Array([0, 0, 600, 60]),
                "/Resources": page.obj.Resources,
            }
        )
        page.obj.Annots[0].AP = pikepdf.Dictionary(N=look)

    content = annotated(
        sheet_pdf(written(("X", 1, 1, 9))),
        Subtype=pikepdf.Name.Watermark,
        Rect=pikepdf.Array([500, 600, 1100, 660]),
        F=4,
    )
    assert evidence(edited(content, add_words)).not_for_construction
