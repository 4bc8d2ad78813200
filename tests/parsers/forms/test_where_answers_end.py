"""Printed forms: where an answer ends and the next label begins, and what counts as a signature."""

from __future__ import annotations

from tests.parsers.forms.paper import ANSWERS, Paper, values

CAPTIONED = (
    ("Applicant Name", "Applicant Phone"),
    ("Project Building Name", "Project Address"),
    ("Tenant Name", "Project Valuation"),
    ("Project Reference Number", "Applicant E-mail"),
)


def test_the_next_rows_answer_is_no_second_line_of_a_neighbour_to_the_right() -> None:
    paper = Paper()
    paper.rows()
    paper.put(50, "Floor/Suite:", "Helvetica-Bold")
    paper.put(120, "Floor 4")
    paper.put(200, "Tenant Name:", "Helvetica-Bold")
    paper.put(280, "Juniper Analytics")
    paper.down(13)
    paper.put(50, "Description of Work Proposed:", "Helvetica-Bold")
    paper.put(205, "Replace ceiling tiles, new carpet, paint")

    fields = values(paper.read())

    assert fields["tenant_name"] == "Juniper Analytics"
    assert fields["description"] == "Replace ceiling tiles, new carpet, paint"


def test_labels_beneath_their_lines_are_told_though_others_stand_right_above_the_first_line() -> None:
    paper = Paper()
    paper.put(50, "Tenant is (check one):  [ ] New to the space   [X] Existing tenant")
    for row in CAPTIONED:
        paper.down(24)
        for left, label in zip((50, 306), row, strict=True):
            paper.put(left + 2, ANSWERS[label], size=9)
            paper.canvas.line(left, paper.height - 3, left + 240, paper.height - 3)
        paper.down(11)
        for left, label in zip((50, 306), row, strict=True):
            paper.put(left, label, size=6.5)

    fields = values(paper.read())

    assert fields["building"] == "Larkspur Tower"
    assert fields["address"] == "1200 SW Larkspur Ave"
    assert fields["reference_number"] == "LT-2026-0147"


def test_a_label_of_no_table_ends_the_answer_above_it() -> None:
    paper = Paper()
    for label, answer in {"Applicant Name": "Robin Vance", "What firm are you with?": "Vance & Oak"}.items():
        paper.put(50, label, "Helvetica-Bold")
        paper.down(12)
        paper.put(74, answer)
        paper.down(12)
    for label, answer in list(ANSWERS.items())[1:]:
        paper.put(50, label, "Helvetica-Bold")
        paper.down(12)
        paper.put(74, answer)
        paper.down(12)

    assert values(paper.read())["applicant_name"] == "Robin Vance"


def test_dots_that_end_in_a_colon_are_no_reference_number() -> None:
    paper = Paper()
    for label, answer in {**ANSWERS, "Project Reference Number": ""}.items():
        paper.put(50, f"{label.upper()} ".ljust(36, ".") + ": " + answer, "Courier", 9)
        paper.down(13)

    fields = values(paper.read())

    assert fields["reference_number"] is None
    assert fields["address"] == "1200 SW Larkspur Ave"


def test_two_labels_below_each_other_with_dots_behind_them_are_two() -> None:
    paper = Paper()
    for label, answer in {**ANSWERS, "Tenant is": "Existing tenant", "Name of Tenant": "Juniper Lab"}.items():
        if label != "Tenant Name":
            paper.put(50, label + " " + "." * (60 - len(label)))
            paper.put(330, answer, "Helvetica-Oblique")
            paper.down(12)

    fields = values(paper.read())

    assert (fields["tenant_status"], fields["tenant_name"]) == ("existing", "Juniper Lab")


def test_on_a_form_without_headings_the_first_name_is_the_applicants_and_the_one_before_ccb_the_contractors() -> (
    None
):
    paper = Paper()
    rows = [("Name", "Robin Vance"), ("Company", "Vance & Oak"), ("Phone", "503-555-0139")]
    rows += [("Building Name/Number", "Larkspur Tower"), ("Jobsite Address", "1200 SW Larkspur Ave")]
    rows += [("Total Project Valuation", "$84,500"), ("Billing Number", "LT-2026-0147")]
    rows += [("Name", "Ironbark Inc."), ("Phone", "503-555-0190"), ("CCB No.", "123456")]
    for label, answer in rows:
        paper.row(label, answer)

    fields = values(paper.read())

    assert fields["applicant_name"] == "Robin Vance"
    assert fields["applicant_phone"] == "503-555-0139"
    assert fields["contractor_name"] == "Ironbark Inc."


def test_a_flat_stroke_of_a_pen_on_the_line_is_a_signature() -> None:
    paper = Paper()
    paper.rows()
    paper.put(50, "Responsible Party Signature:")
    stroke = paper.canvas.beginPath()
    stroke.moveTo(240, paper.height + 2)
    for left in range(240, 300, 10):
        level = paper.height
        stroke.curveTo(left + 3, level + 14, left + 6, level - 8, left + 10, level + 5)
    paper.canvas.drawPath(stroke)

    assert paper.form().signed is True


def test_a_name_below_the_label_of_the_signature_signs() -> None:
    paper = Paper()
    for label, answer in {
        **ANSWERS,
        "Responsible Party Signature": "Rosalind A.",
        "Date": "03/02/2026",
    }.items():
        paper.put(50, label, "Helvetica-Bold")
        paper.down(12)
        paper.put(74, answer)
        paper.down(12)

    assert paper.form().signed is True


def test_a_label_in_two_lines_around_the_level_of_its_answer_is_one() -> None:
    paper = Paper()
    for label, answer in ANSWERS.items():
        first, _, second = label.rpartition(" ")
        paper.put(50, first.upper(), "Helvetica-Bold", 9)
        paper.down(5)
        paper.put(170, answer, size=9)
        paper.down(5)
        paper.put(50, second.upper(), "Helvetica-Bold", 9)
        paper.down(20)

    assert values(paper.read())["building"] == "Larkspur Tower"


def test_answers_far_behind_short_labels_are_no_labels_though_headings_are_lettered_alike() -> None:
    paper = Paper()
    for heading in ("Project Information", "Tenant Information", "Work Proposed", "Applicant Information"):
        paper.put(50, heading, "Helvetica-Bold", 9)
        paper.down(16)
    for label, answer in {**ANSWERS, "Phone": "503-555-0139", "Name": "Robin Vance"}.items():
        paper.put(50, label, size=9)
        paper.put(300, answer, "Helvetica-Bold", 9)
        paper.down(16)

    assert values(paper.read())["building"] == "Larkspur Tower"


def test_an_answer_that_did_not_fit_behind_the_last_label_of_a_row_is_not_surely_blank() -> None:
    paper = Paper()
    for label, answer in ANSWERS.items():
        if label != "Project Address":
            paper.put(50, f"{label}:", "Helvetica-Bold")
            paper.put(220, answer)
            paper.down(18)
    paper.put(50, "Floor/Suite:", "Helvetica-Bold")
    paper.put(120, "Floor 4")
    paper.put(400, "Project Address:", "Helvetica-Bold")
    paper.down(12)
    paper.put(50, "1200 SW Larkspur Ave")

    assert not paper.read()["address"].sure


def test_answers_at_the_foot_of_their_cells_are_sure_though_the_next_label_is_nearer() -> None:
    paper = Paper()
    for label, answer in ANSWERS.items():
        paper.canvas.rect(50, paper.height - 34, 300, 34)
        paper.down(8)
        paper.put(54, label, size=6.5)
        paper.down(21)
        paper.put(54, answer)
        paper.down(5)

    fields = paper.read()

    assert all(reading.sure for reading in fields.values())
    assert fields["reference_number"].value == ANSWERS["Project Reference Number"]
    assert fields["applicant_name"].value == ANSWERS["Applicant Name"]


def test_captions_under_their_lines_in_a_common_frame_are_no_labels_of_the_next_line() -> None:
    paper = Paper()
    top = paper.height
    for label, answer in ANSWERS.items():
        paper.down(21)
        paper.put(60, answer)
        paper.canvas.line(56, paper.height - 3, 340, paper.height - 3)
        paper.down(11)
        paper.put(60, label, size=6.5)
    paper.canvas.rect(50, paper.height - 10, 300, top - paper.height + 10)

    fields = paper.read()

    wrong = {
        name: one.value for name, one in fields.items() if one.sure and one.value not in ANSWERS.values()
    }
    assert (wrong, fields["building"].value) == ({}, "Larkspur Tower")


def test_a_name_on_the_line_over_its_caption_is_a_signature_but_the_answer_above_is_none() -> None:
    for name, signed in (("Ola Stonely", True), ("", None)):
        paper = Paper()
        paper.rows()
        paper.down(20)
        paper.put(60, name, "Times-Italic", 13)
        paper.canvas.line(50, paper.height - 4, 290, paper.height - 4)
        paper.down(13)
        paper.put(50, "Responsible Party Signature", size=8)
        assert paper.form().signed is signed
