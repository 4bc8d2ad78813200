"""Printed forms, one look each: where answers stand, what is small print, what is ticked, what goes on overleaf."""

from __future__ import annotations

from tests.parsers.forms.paper import ANSWERS, Paper, values


def test_dots_that_run_on_from_a_label_are_no_part_of_it() -> None:
    paper = Paper()
    for label, answer in ANSWERS.items():
        paper.put(50, label + "." * (60 - len(label)))
        paper.put(330, answer, "Helvetica-Oblique")
        paper.down(18)

    fields = values(paper.read())

    assert fields["building"] == "Larkspur Tower"
    assert fields["reference_number"] == "LT-2026-0147"


def test_answers_between_two_labels_belong_to_the_nearer_one() -> None:
    paper = Paper()
    for label, answer in {**ANSWERS, "Project Address": "", "Tenant Name": ""}.items():
        paper.put(50, label, "Helvetica-Bold", 9)
        paper.down(12)
        paper.put(50, answer, "Times-Roman", 11)
        paper.down(14)

    fields = values(paper.read())

    assert fields["building"] == "Larkspur Tower"
    assert fields["address"] is None
    assert fields["valuation"] == "$84,500"


def test_a_blank_form_is_surely_blank_though_its_title_stands_over_the_first_label() -> None:
    paper = Paper()
    paper.down(-13)
    paper.rows(dict.fromkeys([*ANSWERS, "Anticipated start date"], ""))

    fields = paper.read()

    assert {name for name, reading in fields.items() if reading.value or not reading.sure} == set()


def test_small_print_under_a_blank_field_is_no_answer() -> None:
    paper = Paper()
    for label, answer in {**ANSWERS, "Bld/Mech Permit #": ""}.items():
        paper.row(label, answer)
        paper.down(-9)
        paper.put(50, "Please make sure that this is legible.", "Times-Italic", 7)
        paper.down(20)

    fields = values(paper.read())

    assert fields["permit_number"] is None
    assert fields["tenant_name"] == "Juniper Analytics"


def test_a_long_answer_that_goes_on_overleaf_is_read_to_its_end() -> None:
    paper = Paper()
    paper.rows()
    paper.height = 54
    paper.row("Description of Work Proposed", "Remove two partitions, patch the floor and")
    paper.canvas.showPage()
    paper.height = 740
    paper.put(220, "build one conference room.", "Helvetica-Oblique")
    paper.down(40)
    paper.row("General Contractor", "Fernhill Builders LLC")
    paper.row("CCB #", "204117")

    fields = values(paper.read())

    assert fields["description"] == "Remove two partitions, patch the floor and build one conference room."
    assert fields["contractor_name"] == "Fernhill Builders LLC"


def test_a_long_answer_on_several_lines_to_write_on_is_read_whole() -> None:
    paper = Paper()
    paper.rows()
    paper.put(50, "Description of Work Proposed:")
    for part in ("Remove two partitions, patch the floor", "and build one conference room."):
        paper.down(15)
        paper.put(56, part, "Helvetica-Oblique")
        paper.canvas.line(50, paper.height - 2, 550, paper.height - 2)
    paper.down(24)
    paper.row("Mechanical Work Proposed", "Move one diffuser")

    fields = values(paper.read())

    assert fields["description"] == "Remove two partitions, patch the floor and build one conference room."
    assert fields["mechanical_description"] == "Move one diffuser"


def test_yes_and_no_with_one_of_them_struck_is_no_description() -> None:
    paper = Paper()
    paper.rows()
    paper.row("Mechanical Work Proposed", "Yes / No")

    reading = paper.read()["mechanical_description"]

    assert (reading.value, reading.sure) == (None, False)


def test_a_sub_contractors_licence_is_not_the_contractors() -> None:
    paper = Paper()
    paper.rows()
    paper.put(50, "Sub-Contractors", "Helvetica-Bold", 12)
    paper.down(20)
    paper.row("Company", "Copperline Electric")
    paper.row("CCB", "187204")

    assert "ccb_number" not in paper.read()


def test_a_filled_square_is_a_tick() -> None:
    paper = Paper()
    paper.rows()
    paper.put(50, "Tenant is:")
    for left, label, filled in (
        (130, "New to the space", 0),
        (260, "Existing", 1),
        (350, "New first-time", 0),
    ):
        paper.canvas.rect(left, paper.height, 7, 7, fill=filled)
        paper.put(left + 11, label)

    assert values(paper.read())["tenant_status"] == "existing"


def test_a_ring_around_one_answer_chooses_it() -> None:
    paper = Paper()
    paper.rows()
    paper.put(50, "Tenant (circle one):")
    for left, label in ((160, "New"), (220, "Existing"), (300, "New first-time")):
        paper.put(left, label)
    paper.canvas.ellipse(212, paper.height - 5, 266, paper.height + 12)

    assert values(paper.read())["tenant_status"] == "existing"


def test_labels_in_two_rows_of_a_table_are_two_though_together_they_read_as_one() -> None:
    paper = Paper()
    rows = {
        **{label: answer for label, answer in ANSWERS.items() if label != "Project Valuation"},
        "Mechanical Work Proposed": "Move one diffuser",
        "Project Valuation, without": "$84,500",
    }
    for label, answer in rows.items():
        paper.put(54, label)
        paper.put(250, answer, "Times-Roman")
        deep = 30 if label == "Project Valuation, without" else 16
        for left, right in ((50, 245), (245, 560)):
            paper.canvas.rect(left, paper.height + 11 - deep, right - left, deep)
        if deep > 16:
            paper.down(12)
            paper.put(54, "mechanical")
        paper.down(16)

    fields = values(paper.read())

    assert fields["mechanical_description"] == "Move one diffuser"
    assert fields["valuation"] == "$84,500"


def test_ink_below_a_label_in_its_cell_is_a_signature() -> None:
    for inked, signed in ((True, True), (False, None)):
        paper = Paper()
        paper.rows()
        paper.down(10)
        paper.canvas.rect(50, paper.height - 34, 300, 44)
        paper.put(54, "Signature of Responsible Party", size=7)
        if inked:
            paper.canvas.bezier(
                60, paper.height - 26, 100, paper.height, 140, paper.height - 40, 200, paper.height - 14
            )
        assert paper.form().signed is signed


def test_captions_under_lines_are_told_though_one_of_them_cannot_be_read() -> None:
    paper = Paper()
    paper.put(50, "Applicant Information", "Helvetica-Bold", 12)
    paper.down(34)
    for label, answer in {**ANSWERS, "": "Copperline Electric", "CCB #": "204117"}.items():
        paper.put(54, answer, size=9)
        paper.canvas.line(50, paper.height - 3, 500, paper.height - 3)
        paper.down(13)
        paper.put(54, label, size=6)
        paper.down(30)

    fields = values(paper.read())

    assert fields["applicant_name"] == "Robin Vance"
    assert fields["ccb_number"] == "204117"
