"""The answers to submittals: what stands together, what is said once, and nothing that was not done."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.letters.sender import friendly_name
from parsers.documents import Document
from parsers.unpack import MAIL
from rules.decision import Kind, OfficeWord
from rules.finding import Action, Finding, Severity
from rules.intake.facts import Submittal
from rules.intake.submittal import attachment_findings
from templates.render import Value, finding_words
from tests.factory.letters import a_finding, a_submittal, letters, plans

FORM = "FPP Intake Form.pdf"
PLANS = "A1-A9 TI plans.pdf"
BLANK = a_finding("reference_number.missing", Severity.REJECT, where="reference_number", file=FORM)
UNREAD = a_finding(
    "form.unreadable", Severity.REFER, file=FORM, values={"problem": None, "labels": ("Project address",)}
)
STAMP = a_finding("plans.stamp_missing", Severity.REVIEW, where=(), file=PLANS, values={"readable": True})


def text_of(action: Action, *findings: Finding, kind: Kind = "permit_application") -> str:
    (letter,) = letters(a_submittal(action, *findings, kind=kind))
    return f"{letter.subject}\n" + " ".join(letter.text.split())


def needed(where: str) -> Finding:
    return a_finding("submittal.document_missing", Severity.ASK, where=where)


def locked(file: str) -> Finding:
    return a_finding("attachment.encrypted", Severity.ASK, file=file)


def test_what_a_person_looks_at_is_no_point_to_mend() -> None:
    text = text_of(Action.REJECT, BLANK, UNREAD)
    assert text.startswith("1 point to mend")
    assert "WHAT A PERSON LOOKS AT" in text
    assert "2. A field of the form could not be read surely" in text
    draft = text[text.index("About your points:") : text.index("WHAT A PERSON")]
    assert "1. The project reference number is blank:" in draft
    assert "2." not in draft


def test_a_referral_says_apart_what_can_be_sent_meanwhile() -> None:
    refused = a_finding(
        "registration.ineligible", Severity.REFER, where="one_floor", values={"found": "floor 3"}
    )
    text = text_of(Action.REFER, refused, needed("site_plan"), kind="building_registration")
    assert text.index("WHAT THE COORDINATOR LOOKS AT") < text.index("1. This building may not fit")
    assert text.index("WHAT YOU CAN SEND MEANWHILE") < text.index("2. Needed: the site plan")
    assert "You don't have to send anything again" not in text


def test_a_referral_names_the_day_of_the_answer() -> None:
    assert "within 2 working days, that is by Thursday, March 5, 2026" in text_of(Action.REFER, UNREAD)


def test_what_helps_with_many_points_is_said_once() -> None:
    text = text_of(Action.ASK, locked("a.pdf"), locked("b.pdf"), locked("c.pdf"))
    assert text.count("Do not send us the password.") == 1
    assert text.count("What to do: the same as for point 1.") == 2


def test_what_is_wrong_alike_with_two_fields_is_said_once() -> None:
    building, address = (
        a_finding(
            "form.incomplete", Severity.REJECT, where=field, file=FORM, values={"label": label, "page": 1}
        )
        for field, label in (("building", "Building"), ("address", "Project address"))
    )
    text = text_of(Action.REJECT, building, address)
    assert text.count("it is one that has to be filled in") == 1
    assert '2. "Project address" is blank' in text
    assert text.count("What to do:") == 2


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (
            Document("a.pdf", "other", bytes=40_000_001, problem="too_large", limit_bytes=40_000_000),
            "The file a.pdf has 40.1 MB; the most that we can take for one file is 40 MB.",
        ),
        (
            Document(
                "a.pdf", "other", bytes=46_000_000, found=MAIL, problem="too_large", limit_bytes=60_000_000
            ),
            "its files have 46 MB together, to which mail adds about a third; the most for one mail is 60 MB.",
        ),
        (Document("a.zip", "other", problem="too_deep"), 'three levels deep, and "a.zip" goes deeper.'),
        (
            Document("a.zip", "other", bytes=5000, found="a packed file", problem="too_large"),
            "The packed file a.zip holds too many files",
        ),
    ],
)
def test_what_is_too_large_is_told_with_what_would_not_be(document: Document, told: str) -> None:
    (found,) = attachment_findings(Submittal((document,)))
    assert told in finding_words(found.code, found.where, found.file, found.values).detail


def test_files_that_could_not_be_used_stand_under_one_heading() -> None:
    text = text_of(
        Action.ASK, locked("a.pdf"), a_finding("attachment.unreadable", Severity.ASK, file="b.pdf")
    )
    assert text.count("-- Files that we could not use") == 1


def test_a_permit_without_a_form_is_a_matter_of_the_submittal() -> None:
    closed = a_finding(
        "permit.closed",
        Severity.REJECT,
        where="permit_number",
        values={"permit_number": "1", "status": "final"},
    )
    decision = replace(a_submittal(Action.REJECT, closed, kind="permit_revision"), documents=(plans(),))
    (letter,) = letters(decision)
    assert "-- Your submittal" in letter.text
    assert "-- Application form" not in letter.text


def test_sheets_behind_a_form_in_one_file_are_called_plans() -> None:
    assert f"-- Plans: {FORM}" in text_of(Action.ACCEPT, replace(STAMP, file=FORM))


def test_a_point_on_the_form_of_an_earlier_mail_stands_under_that_form() -> None:
    decision = a_submittal(Action.REJECT, BLANK)
    earlier = replace(decision, documents=(), earlier_documents=decision.documents)
    (letter,) = letters(earlier)
    assert f"-- Application form: {FORM}" in letter.text
    assert "  Page 2\n" in letter.text


def test_what_a_coordinator_let_through_is_not_told_and_not_counted() -> None:
    decision = replace(a_submittal(Action.ACCEPT, UNREAD, STAMP), office_word=OfficeWord("released"))
    (letter,) = letters(decision)
    assert "1. No architect's or engineer's stamp was found" in letter.text
    assert "could not be read" not in letter.text


@pytest.mark.parametrize(
    ("kind", "is_claimed"),
    [("permit_application", True), ("trade_permit_application", False), ("building_registration", False)],
)
def test_only_a_plan_check_that_was_done_is_claimed(kind: Kind, is_claimed: bool) -> None:
    assert ("color and gray" in text_of(Action.ACCEPT, kind=kind)) is is_claimed


def test_a_mail_without_files_is_no_submittal() -> None:
    decision = replace(a_submittal(Action.REFER, UNREAD), documents=())
    (letter,) = letters(decision)
    assert letter.subject.startswith("A person looks at your mail")
    assert "neither accepted nor refused" not in letter.text


def test_the_tenants_status_is_not_said_to_be_required() -> None:
    status: dict[str, Value] = {"label": "Tenant Information", "page": 1}
    words = finding_words("form.incomplete", "tenant_status", FORM, status)
    assert "has to be filled in" not in words.detail


@pytest.mark.parametrize(
    ("program", "told"),
    [
        ("AutoCAD", "Plot window"),
        ("Revit", "In Revit, set"),
        ("Acrobat", "In Acrobat, delete"),
        ("", "in Revit"),
    ],
)
def test_color_is_mended_in_the_applicants_own_program(program: str, told: str) -> None:
    values: dict[str, Value] = {"sheets": (), "extent": "wide", "square_inches": 9.0}
    known = {**values, "made_with": program} if program else values
    assert told in (finding_words("plans.color", (1,), PLANS, known).fix or "")


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("A1.DWG", "AutoCAD"),
        ("notes.docx", "In Word"),
        ("IMG_1.jpg", "Print the picture to PDF"),
        ("plans.pdf", "Save or print"),
    ],
)
def test_a_foreign_file_is_made_a_pdf_in_its_own_program(file: str, told: str) -> None:
    assert told in (finding_words("attachment.not_pdf", None, file, {}).fix or "")


def test_a_long_value_does_not_fill_the_title_or_the_ready_reply() -> None:
    value = "LONGWORD" * 300
    found = a_finding(
        "reference_number.unknown",
        Severity.REJECT,
        where="reference_number",
        values={"found": value, "near": (), "has_pattern": True},
    )
    (letter,) = letters(a_submittal(Action.REJECT, found))
    assert max(map(len, letter.text.split())) <= 170
    assert len(finding_words(found.code, found.where, None, found.values).title) <= 120


@pytest.mark.parametrize(
    ("name", "greeting"),
    [
        ("LENA ORTIZ", "Lena Ortiz"),
        ("O'NEIL, JB", "JB O'Neil"),
        ("DeShawn LEE", "DeShawn LEE"),
        ("JO LI", "JO LI"),
        ("VANCE OAK LLC", "VANCE OAK LLC"),
    ],
)
def test_a_shouted_name_is_spoken(name: str, greeting: str) -> None:
    assert friendly_name(name) == greeting


def test_each_of_forty_points_has_a_number_of_its_own() -> None:
    files = [f"locked {number}.pdf" for number in range(40)]
    documents = tuple(Document(file, "other", problem="encrypted") for file in files)
    decision = replace(a_submittal(Action.ASK, *map(locked, files)), documents=documents)
    (letter,) = letters(decision)
    assert letter.subject.startswith("Please send 40 more things")
    assert all(f"\n{number}. locked" in letter.text for number in range(1, 41))
    assert len(letter.text) < 20_000
