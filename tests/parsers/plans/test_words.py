"""What is written on a sheet: status, stamps, sizes, scales, numbers, titles, kinds."""

from __future__ import annotations

import math
from datetime import date

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from bot.demo.drawing import on_arc
from tests.parsers.plans.sheets import (
    HEIGHT,
    WIDTH,
    Draw,
    annotated,
    edited,
    evidence,
    evidence_of_all,
    seen,
    sheet_pdf,
    written,
)


def turned(text: str, angle: float, size: float = 60) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.translate(1300, 800)
        canvas.rotate(angle)
        canvas.setFont("Helvetica", size)
        canvas.drawCentredString(0, 0, text)

    return draw


def apart(text: str, size: float = 40) -> Draw:
    """Every letter in an operation of its own, wide apart."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", size)
        for index, letter in enumerate(text):
            canvas.drawString(300 + index * size * 1.5, 700, letter)

    return draw


def doubled(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 40)
    for shift in (0, 0.6):
        canvas.drawString(500 + shift, 700, "NOT FOR CONSTRUCTION")


def outlined(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 90)
    canvas.drawString(300, 600, "NOT FOR CONSTRUCTION", mode=1)


def stamp_note(pdf: pikepdf.Pdf) -> None:
    """A stamp annotation whose words are only in its appearance."""
    look = pdf.make_stream(b"BT /F 30 Tf 10 10 Td (NOT FOR CONSTRUCTION) Tj ET")
    look.Subtype, look.BBox = pikepdf.Name.Form, pikepdf.Array([0, 0, 400, 60])
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    look.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Stamp,
        F=4,
        Rect=pikepdf.Array([400, 400, 800, 460]),
        AP=pikepdf.Dictionary(N=pdf.make_indirect(look)),
    )
    pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(note)])


STAMPED = {
    "plain": written(("NOT FOR CONSTRUCTION", 400, 400, 30)),
    "small": written(("NOT FOR CONSTRUCTION", 2400, 400, 8)),
    "lower case": written(("Not for construction", 400, 400, 12)),
    "with preliminary": written(("PRELIMINARY - NOT FOR CONSTRUCTION", 400, 400, 14)),
    "this drawing": written(("THIS DRAWING IS NOT FOR CONSTRUCTION", 400, 400, 12)),
    "with a date": written(("PROGRESS SET 01/12/2026 - NOT FOR CONSTRUCTION", 400, 400, 12)),
    "dashes": written(("NOT-FOR-CONSTRUCTION", 400, 400, 20)),
    "aslant": turned("NOT FOR CONSTRUCTION", 33),
    "upwards": turned("NOT FOR CONSTRUCTION", 90),
    "upside down": turned("NOT FOR CONSTRUCTION", 180),
    "set apart": apart("NOT FOR CONSTRUCTION"),
    "doubled": doubled,
    "stacked": written(("NOT FOR", 400, 440, 30), ("CONSTRUCTION", 400, 400, 30)),
    "stacked from below": written(("CONSTRUCTION", 400, 400, 30), ("NOT FOR", 400, 440, 30)),
    "three rows": written(("NOT", 400, 480, 30), ("FOR", 400, 440, 30), ("CONSTRUCTION", 400, 400, 30)),
    "on an arc": lambda canvas: on_arc(canvas, "NOT FOR CONSTRUCTION", 1200, 800, 150, 170, 24),
    "outlined": outlined,
}


@pytest.mark.parametrize("draw", STAMPED.values(), ids=STAMPED.keys())
def test_not_for_construction_is_read(draw: Draw) -> None:
    assert len(seen(draw).not_for_construction) == 1


def test_not_for_construction_is_read_in_a_stamp_annotation() -> None:
    assert len(evidence(edited(sheet_pdf(), stamp_note)).not_for_construction) == 1


def test_not_for_construction_is_read_in_a_text_box() -> None:
    content = annotated(
        sheet_pdf(),
        Subtype=pikepdf.Name.FreeText,
        Rect=pikepdf.Array([400, 400, 800, 460]),
        Contents=pikepdf.String("NOT FOR CONSTRUCTION"),
        DA=pikepdf.String("/Helv 20 Tf 0 g"),
        F=4,
    )
    assert len(evidence(content).not_for_construction) == 1


def test_not_for_construction_is_read_in_shx_letters() -> None:
    content = annotated(
        sheet_pdf(written(("H", 500, 500, 20))),
        Subtype=pikepdf.Name.Square,
        T=pikepdf.String("AutoCAD SHX Text"),
        Rect=pikepdf.Array([400, 490, 700, 520]),
        Contents=pikepdf.String("NOT FOR CONSTRUCTION"),
    )
    assert len(evidence(content).not_for_construction) == 1


def white_on_white(canvas: Canvas) -> None:
    canvas.setFillGray(1)
    canvas.setFont("Helvetica", 9)
    canvas.drawString(600, 60, "NOT FOR CONSTRUCTION")


NOT_STAMPED = {
    "a note on stamps": written(
        ('DRAWINGS MARKED "NOT FOR CONSTRUCTION" SHALL NOT BE USED ON SITE.', 400, 400, 10)
    ),
    "a wrapped note": written(
        ("DO NOT BUILD FROM SHEETS THAT ARE STAMPED", 400, 412, 10),
        ("NOT FOR CONSTRUCTION", 400, 400, 10),
        ("OR ARE WITHOUT A SEAL.", 400, 388, 10),
    ),
    "another sense": written(("STAIR 2 IS NOT FOR CONSTRUCTION ACCESS.", 400, 400, 10)),
    "issued for construction": written(("ISSUED FOR CONSTRUCTION", 400, 400, 14)),
    "white on white": white_on_white,
    "off the sheet": written(("NOT FOR CONSTRUCTION", -3000, 400, 30)),
    "construction notes": written(("CONSTRUCTION NOTES", 400, 400, 14), ("NOT FOR USE", 900, 900, 14)),
}


@pytest.mark.parametrize("draw", NOT_STAMPED.values(), ids=NOT_STAMPED.keys())
def test_what_only_talks_about_it_is_no_stamp(draw: Draw) -> None:
    sheet = seen(draw)
    assert (sheet.not_for_construction, sheet.preliminary) == ((), ())


@pytest.mark.parametrize(
    "text",
    ["50% DD", "BID SET", "PROGRESS SET", "ISSUED FOR REVIEW", "PRELIMINARY", "90% CD SET", "FOR REVIEW ONLY",
     "NOT TO BE USED FOR CONSTRUCTION", "NOT FOR CONSTRUCTION UNTIL SIGNED", "SCHEMATIC DESIGN"],
)  # fmt: skip
def test_weaker_words_are_for_staff(text: str) -> None:
    sheet = seen(written((text, 400, 400, 18 if "UNTIL" not in text else 10)))
    assert (sheet.not_for_construction, len(sheet.preliminary)) == ((), 1)


def test_a_list_of_issues_that_ends_in_a_permit_set_is_no_status() -> None:
    rows = (
        ("50% DD 10/01/2025", 2400, 500, 8),
        ("BID SET 12/01/2025", 2400, 490, 8),
        ("PERMIT SET 02/01/2026", 2400, 480, 8),
    )
    assert seen(written(*rows)).preliminary == ()


def engineer(*rows: str, x: float = 2400) -> Draw:
    lines = ("REGISTERED PROFESSIONAL", "ENGINEER", "OREGON", "JULY 14, 2009", *rows)
    return written(*((line, x, 900 - 11 * row, 9) for row, line in enumerate(lines)))


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("EXPIRES: 06/30/2025", date(2025, 6, 30)),
        ("EXPIRES 6-30-25", date(2025, 6, 30)),
        ("Expires: 12/31/24", date(2024, 12, 31)),
        ("RENEWS: 06/30/2026", date(2026, 6, 30)),
        ("RENEWAL DATE: 12-31-2025", date(2025, 12, 31)),
        ("EXPIRATION DATE: JUNE 30, 2025", date(2025, 6, 30)),
        ("EXP. 12.31.2025", date(2025, 12, 31)),
        ("EXP. DATE 6/30/26", date(2026, 6, 30)),
        ("EXPIRES: DEC. 31, 2025", date(2025, 12, 31)),
        ("EXPIRES: 31 DEC 2025", date(2025, 12, 31)),
        ("EXPIRES: __06/30/2025__", date(2025, 6, 30)),
    ],
)
def test_an_engineers_expiry_is_read(text: str, on: date) -> None:
    (expiry,) = seen(engineer(text)).expiries
    assert (expiry.on, expiry.sure) == (on, True)


def test_a_date_written_beside_the_label_is_read() -> None:
    sheet = seen(engineer("EXPIRES:"), written(("06/30/2025", 2446, 856, 9)))
    assert [(expiry.on, expiry.sure) for expiry in sheet.expiries] == [(date(2025, 6, 30), True)]


def test_the_later_of_two_dates_holds() -> None:
    assert [e.on for e in seen(engineer("EXPIRES: 06/30/2024 06/30/2026")).expiries] == [date(2026, 6, 30)]


def test_an_expiry_on_an_arc_is_read() -> None:
    def draw(canvas: Canvas) -> None:
        on_arc(canvas, "EXPIRES 06/30/2025", 2440, 800, 60, 200, 8, inner=True)

    assert [e.on for e in seen(engineer(), draw).expiries] == [date(2025, 6, 30)]


@pytest.mark.parametrize(
    "rows",
    [
        ("CCB #123456 EXPIRES 05/01/2024",),
        ("LEASE EXPIRES 12/31/2024",),
        ("ESR-1234 EXPIRES 03/31/2025",),
        ("PERMIT EXPIRES 06/30/2025",),
        ("PLOT DATE 06/30/2025",),
        ("ISSUED 06/30/2025",),
        ("EXPIRES: 30/06/2025",),
        ("2019 OSSC",),
        ("NO. 90417PE", "06/30/2025"),
    ],
)
def test_false_friends_are_no_expiry(rows: tuple[str, ...]) -> None:
    assert not [expiry for expiry in seen(engineer(*rows)).expiries if expiry.sure]


def test_a_contractors_expiry_near_an_engineers_name_is_not_sure() -> None:
    rows = (
        ("STRUCTURAL ENGINEER: BRACK", 2400, 800, 8),
        ("CCB# 123456", 2400, 760, 8),
        ("EXPIRES 05/01/2024", 2400, 750, 8),
    )
    assert not [expiry for expiry in seen(written(*rows)).expiries if expiry.sure]


@pytest.mark.parametrize(
    ("text", "feet"),
    [
        ('SCALE: 1/8" = 1\'-0"', 8),
        ('1/4"=1\'-0"', 4),
        ('3/32" = 1\'-0"', 10.667),
        ('1 1/2" = 1\'-0"', 0.667),
        ('5 1/8" = 1\'-0"', 8),
        ("1\" = 20'", 20),
        ('1" = 10\'-0"', 10),
        ("1 INCH = 30 FEET", 30),
        ("SCALE 1:120", 10),
        ('1/8" = 1\'-0" (24x36)  1/16" = 1\'-0" (11x17)', 8),
        ("SCALE: 1/16” = 1’-0”", 16),
    ],
)
def test_scale_notes_are_read(text: str, feet: float) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        canvas.drawString(400, 400, text)

    assert [scale.feet_per_inch for scale in seen(draw).scales] == [pytest.approx(feet, abs=0.01)]


@pytest.mark.parametrize("text", ["NTS", "N.T.S.", "NOT TO SCALE", "SCALE: NONE"])
def test_not_to_scale_is_no_scale(text: str) -> None:
    assert [scale.feet_per_inch for scale in seen(written((text, 400, 400, 10))).scales] == [None]


def test_a_key_plan_has_no_scale_to_keep() -> None:
    assert seen(written(("KEY PLAN", 400, 420, 10), ("1\" = 100'", 400, 400, 8))).scales == ()


def test_letter_sizes_are_true_after_all_matrices() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.scale(0.01, 0.01)
        canvas.setFont("Helvetica", 940)
        for row in range(20):
            canvas.drawString(40000, 40000 + row * 2000, "VERIFY IN FIELD")

    assert seen(draw).lettering.median_pt == pytest.approx(9.4, abs=0.05)


def test_the_page_unit_scales_size_and_letters() -> None:
    content = edited(
        sheet_pdf(
            written(("PROVIDE BLOCKING AT ALL WALL MOUNTED CASEWORK", 200, 400, 6)), size=(18 * 72, 12 * 72)
        ),
        lambda pdf: setattr(pdf.pages[0], "UserUnit", 2),
    )
    sheet = evidence(content)
    assert (sheet.width_in, sheet.height_in, sheet.lettering.median_pt) == (36, 24, 12)


def test_a_turned_page_is_measured_as_displayed() -> None:
    sheet = evidence(edited(sheet_pdf(), lambda pdf: setattr(pdf.pages[0], "Rotate", 90)))
    assert (sheet.width_in, sheet.height_in) == (24, 36)


def test_the_crop_box_is_the_sheet() -> None:
    crop = pikepdf.Array([36, 36, 36 + 17 * 72, 36 + 11 * 72])
    sheet = evidence(edited(sheet_pdf(), lambda pdf: setattr(pdf.pages[0], "CropBox", crop)))
    assert (sheet.width_in, sheet.height_in) == (17, 11)


NUMBERS = [
    "A-101",
    "A101",
    "A1.01",
    "A1.1",
    "G-001",
    "S2.01",
    "T1",
    "CS-1",
    "E1.01A",
    "FP-101",
    "ID-101",
    "A2-01",
    "AS-101",
]


@pytest.mark.parametrize("number", NUMBERS)
def test_the_sheet_number_is_found(number: str) -> None:
    block = written(
        (number, 2470, 70, 30),
        ("SHEET TITLE", 2420, 220, 6),
        ("LEVEL 4 FLOOR PLAN", 2420, 200, 11),
        ("REV 1", 2420, 300, 8),
        ("SUITE 450", 2420, 500, 10),
        ("SEE A-501", 700, 700, 10),
        ("A3", 900, 900, 12),
    )
    sheet = seen(block)
    assert (sheet.number, sheet.title) == (number, "LEVEL 4 FLOOR PLAN")


@pytest.mark.parametrize("angle", [90, 270])
def test_the_number_is_found_on_a_sheet_that_lies_on_its_side(angle: int) -> None:
    content = edited(
        sheet_pdf(written(("A-201", 2470, 70, 30), ("EXTERIOR ELEVATIONS", 2420, 160, 12))),
        lambda pdf: setattr(pdf.pages[0], "Rotate", angle),
    )
    assert evidence(content).number == "A-201"


def test_a_job_number_that_stands_on_every_sheet_is_not_the_sheet_number() -> None:
    sheets = [
        sheet_pdf(written(("TI-450", 2450, 300, 32), (f"A-{100 + page}", 2450, 70, 28)))
        for page in range(1, 6)
    ]
    assert [sheet.number for sheet in evidence_of_all(joined(sheets))] == [
        f"A-{100 + page}" for page in range(1, 6)
    ]


def joined(contents: list[bytes]) -> bytes:
    def add(pdf: pikepdf.Pdf) -> None:
        for content in contents[1:]:
            import io

            with pikepdf.open(io.BytesIO(content)) as other:
                pdf.pages.extend(other.pages)

    return edited(contents[0], add)


@pytest.mark.parametrize(
    ("title", "kinds"),
    [
        ("FLOOR PLAN", {"floor_plan"}),
        ("SECOND FLOOR PARTITION PLAN", {"floor_plan"}),
        ("LEVEL 3 - PLAN", {"floor_plan"}),
        ("TENANT IMPROVEMENT PLAN", {"floor_plan"}),
        ("SITE PLAN", {"site_plan"}),
        ("ARCHITECTURAL SITE PLAN", {"site_plan"}),
        ("ROOF PLAN", {"roof_plan"}),
        ("ROOF FRAMING PLAN", {"structural_plan"}),
        ("EXTERIOR ELEVATIONS", {"elevation"}),
        ("INTERIOR ELEVATIONS", {"interior_elevation"}),
        ("BUILDING SECTIONS", {"section"}),
        ("REFLECTED CEILING PLAN", {"ceiling_plan"}),
        ("LEVEL 2 RCP", {"ceiling_plan"}),
        ("DOOR SCHEDULE AND DETAILS", {"detail", "schedule"}),
        ("COVER SHEET", {"cover"}),
        ("MECHANICAL FLOOR PLAN", {"mechanical_plan", "floor_plan"}),
        ("ELECTRICAL ONE-LINE DIAGRAM", {"diagram"}),
    ],
)
def test_the_kind_is_read_from_the_title(title: str, kinds: set[str]) -> None:
    assert set(seen(written(("A-101", 2470, 70, 30), (title, 2420, 160, 12))).kinds) == kinds


def test_a_list_of_sheets_is_no_floor_plan() -> None:
    rows = (
        ("SHEET INDEX", 300, 900, 16),
        ("A-101", 300, 880, 12),
        ("FLOOR PLAN", 380, 880, 12),
        ("A-102 ROOF PLAN", 300, 860, 12),
    )
    assert seen(written(*rows, ("G-001", 2470, 70, 30), ("COVER SHEET", 2420, 160, 12))).kinds == ("cover",)


def test_view_titles_beside_scales_name_kinds() -> None:
    rows = (
        ("NORTH ELEVATION", 400, 420, 10),
        ('1/8" = 1\'-0"', 400, 405, 9),
        ("SECTION A-A", 1400, 420, 10),
        ('1/4" = 1\'-0"', 1400, 405, 9),
    )
    assert set(seen(written(*rows)).kinds) == {"elevation", "section"}


SUMMARY = (
    ("CODE SUMMARY", 400, 1000, 16),
    ("OCCUPANCY TYPE: B - BUSINESS", 400, 980, 12),
    ("FLOOR AREA: 18,400 SF", 400, 960, 12),
    ("TENANT AREA: 4,260 SF", 400, 940, 12),
    ("TENANT OCCUPANT LOAD: 29", 400, 920, 12),
)


def test_a_whole_code_summary_is_read() -> None:
    assert set(seen(written(*SUMMARY)).code_parts) >= {
        "occupancy",
        "floor_area",
        "tenant_area",
        "occupant_load",
    }


@pytest.mark.parametrize(
    ("left_out", "part"), [(1, "occupancy"), (2, "floor_area"), (3, "tenant_area"), (4, "occupant_load")]
)
def test_a_part_that_is_left_out_is_missed(left_out: int, part: str) -> None:
    rows = [row for index, row in enumerate(SUMMARY) if index != left_out]
    sheet = seen(written(*rows))
    assert (part in sheet.code_parts, part in sheet.code_named) == (False, False)


def test_a_label_without_value_is_named_but_not_given() -> None:
    rows = [*SUMMARY[:4], ("TENANT OCCUPANT LOAD:", 400, 920, 12)]
    sheet = seen(written(*rows))
    assert ("occupant_load" in sheet.code_parts, "occupant_load" in sheet.code_named) == (False, True)


def test_a_sheet_without_words_is_said_to_be_stroked() -> None:
    def draw(canvas: Canvas) -> None:
        for index in range(400):
            canvas.line(200 + index * 4, 300, 200 + index * 4 + 3 * math.sin(index), 310)

    assert seen(draw).readability == "stroked"


def test_seals_on_an_arc_are_seen() -> None:
    sheet = seen(lambda canvas: on_arc(canvas, "REGISTERED ARCHITECT", 2440, 900, 50, 170, 8))
    assert len(sheet.seals) == 1


def test_the_size_of_the_factory_sheet() -> None:
    sheet = seen()
    assert (sheet.width_in * 72, sheet.height_in * 72) == (WIDTH, HEIGHT)


def test_bookmarks_name_sheets_without_words() -> None:
    def mark(pdf: pikepdf.Pdf) -> None:
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("A-101 - LEVEL 4 FLOOR PLAN", 0))

    sheet = evidence(edited(sheet_pdf(), mark))
    assert (sheet.number, sheet.title, sheet.kinds) == ("A-101", "LEVEL 4 FLOOR PLAN", ("floor_plan",))


def test_an_occupant_load_is_no_scale() -> None:
    assert seen(written(("OCCUPANT LOAD: 2,150/150 = 15 OCCUPANTS", 400, 400, 10))).scales == ()


def test_a_row_in_the_list_of_issues_is_for_staff() -> None:
    rows = (
        ("01/05/2025 FOR REVIEW - NOT FOR CONSTRUCTION", 2300, 500, 7),
        ("02/10/2026 ISSUED FOR PERMIT", 2300, 490, 7),
    )
    sheet = seen(written(*rows))
    assert (sheet.not_for_construction, len(sheet.preliminary)) == ((), 1)


def test_a_note_about_a_permit_does_not_make_a_bid_set_final() -> None:
    sheet = seen(written(("BID SET", 2350, 300, 13), ("SPRINKLERS UNDER SEPARATE PERMIT.", 300, 900, 12)))
    assert [words.text for words in sheet.preliminary] == ["BID SET"]


def test_a_date_in_a_wrapped_note_is_not_surely_a_stamps() -> None:
    rows = (
        "4. CCB LICENSE OF THE CONTRACTOR",
        "EXPIRES 12/31/2025; RENEW FIRST.",
        "5. ASK THE BUILDING ENGINEER.",
    )
    sheet = seen(written(*((text, 300, 900 - 14 * row, 12) for row, text in enumerate(rows))))
    assert [expiry for expiry in sheet.expiries if expiry.sure] == []


def test_letters_at_uneven_distances_along_an_arc_are_read_as_a_date() -> None:
    sheet = seen(engineer(), lambda canvas: on_even_steps(canvas, "EXPIRES 12/31/2025", 2440, 860, 75, 8))
    assert [(expiry.on, expiry.sure) for expiry in sheet.expiries] == [(date(2025, 12, 31), True)]


def on_even_steps(canvas: Canvas, text: str, x: float, y: float, radius: float, size: float) -> None:
    """Letters below a circle, each in the middle of an equal share of the arc."""
    canvas.setFont("Helvetica", size)
    for index, letter in enumerate(text):
        turn = math.radians(200 + 140 * (index + 0.5) / len(text))
        canvas.saveState()
        canvas.translate(x + radius * math.cos(turn), y + radius * math.sin(turn))
        canvas.rotate(math.degrees(turn) + 90)
        canvas.drawString(0, 0, letter)
        canvas.restoreState()


@pytest.mark.parametrize("title", ["PLOT PLAN", "TITLE SHEET", "PHASE 2 FLOOR PLAN", "SHEET INDEX"])
def test_a_title_that_begins_as_a_label_does_is_a_title(title: str) -> None:
    sheet = seen(written(("A-101", 2400, 60, 40), (title, 2000, 60, 16)))
    assert (sheet.number, sheet.title) == ("A-101", title)


def test_the_second_row_of_a_title_is_no_kind_of_its_own() -> None:
    sheet = seen(
        written(("A-121", 2400, 60, 40), ("REFLECTED CEILING", 2330, 200, 16), ("PLAN", 2330, 180, 16)),
        written(*(("VERIFY IN FIELD", 300, 400 + 20 * row, 12) for row in range(9))),
    )
    assert "floor_plan" not in sheet.kinds


def test_the_phrase_under_permit_set_is_still_a_stamp() -> None:
    sheet = seen(written(("PERMIT SET", 2350, 300, 12), ("NOT FOR CONSTRUCTION", 2350, 284, 12)))
    assert [words.text for words in sheet.not_for_construction] == ["NOT FOR CONSTRUCTION"]
