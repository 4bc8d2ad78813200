"""Submittals that come in several mails: what joins what, what stays good, what is asked again."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.demo.papers import (
    calculations,
    intake_form,
    letter_paper,
    merged,
    ordinary_permit_form,
    revision_form,
    values,
)
from bot.demo.sheets import plan_set
from bot.desk.recording import Recorded
from tests.bot.scratch_desk import INTAKE, ScratchDesk, codes, letters
from tests.factory.mails import File

LEE = "lee@fernhill.example"
EVIL = "mallory@evil.example"
PERMIT = "26-104211-000-00-FA"
FORM: File = ("form.pdf", intake_form(values(), signed="typed"))
NO_NUMBER: File = ("form.pdf", intake_form({**values(), "reference_number": None}, signed="typed"))
PLANS: File = ("plans.pdf", plan_set(2))
REVISION: tuple[File, ...] = (
    ("application.pdf", revision_form(values(permit_number=PERMIT))),
    PLANS,
    ("product.pdf", letter_paper("Product Data Sheet", ["Diffuser, 24 x 24"])),
)


def send(desk: ScratchDesk, *files: File, subject: str = "Permit application", body: str = "") -> Recorded:
    return desk.take(subject, body or "Attached.", sender=LEE, to=INTAKE, attachments=files)


def reply(
    desk: ScratchDesk, first: Recorded, *files: File, body: str = "Attached.", sender: str = LEE
) -> Recorded:
    letter = letters(first)[0].message_id
    return desk.take("Re: x", body, sender=sender, to=INTAKE, in_reply_to=letter, attachments=files)


def test_the_missing_plans_complete_an_application(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    first = send(desk, FORM)
    done = reply(desk, first, PLANS)
    assert (done.decision.action, done.cases) == ("accept", first.cases)
    assert "form.pdf" in letters(done)[0].text


def test_plans_that_were_refused_stay_so_until_others_come(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    first = send(desk, NO_NUMBER, ("plans.pdf", plan_set(2, not_for_construction=True)))
    mended = reply(desk, first, FORM)
    assert (mended.decision.action, codes(mended)[0]) == ("reject", "plans.not_for_construction")
    assert reply(desk, mended, PLANS).decision.action == "accept"


def test_a_number_in_words_does_not_fill_the_form_and_is_told_so(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    first = send(desk, NO_NUMBER, PLANS)
    told = reply(desk, first, body="The project reference number is LT-2026-0147.")
    assert (told.decision.kind, told.decision.action) == ("permit_application", "reject")
    assert "form.details_in_mail" in codes(told)
    assert told.cases == first.cases


@pytest.mark.parametrize(
    "body", ["Who can give me the reference number?", "Please withdraw it.", "The form comes on Monday."]
)
def test_other_words_about_an_application_go_to_a_person(tmp_path: Path, body: str) -> None:
    desk = ScratchDesk(tmp_path)
    first = send(desk, NO_NUMBER, PLANS)
    assert reply(desk, first, body=body).decision.action == "refer"


def filled_in(recorded: Recorded, answer: str) -> str:
    """The reply that our letter has ready, each of its lines filled in so."""
    draft = [line.strip() for line in letters(recorded)[0].text.splitlines() if line.startswith("    ")]
    return "\n".join(
        f"{line} {answer}" if line.endswith(":") and line[0].isdigit() else line for line in draft
    )


def test_our_ready_reply_filled_in_is_an_answer(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    first = send(desk, *REVISION, subject=f"Revision to {PERMIT}")
    assert "1. Needed: the calculations: none needed" in filled_in(first, "none needed")
    assert reply(desk, first, body=filled_in(first, "none needed")).decision.action == "accept"


def test_our_ready_reply_sent_back_blank_answers_nothing(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    wish = "We would like to register our building Fernwick House in the Facility Permit Program."
    first = send(desk, subject="Building registration", body=wish)
    assert first.decision.kind == "building_registration"
    again = reply(desk, first, body=filled_in(first, ""))
    assert again.decision.action != "accept"


def test_does_not_apply_is_an_answer(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    first = send(desk, *REVISION, subject=f"Revision to {PERMIT}")
    assert codes(first) == ["submittal.document_missing"]
    done = reply(desk, first, body="Calculations do not apply: no structural work.")
    assert (done.decision.kind, done.decision.action) == ("permit_revision", "accept")


def test_what_was_asked_for_completes_a_revision(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    first = send(desk, *REVISION, subject=f"Revision to {PERMIT}")
    done = reply(desk, first, ("calcs.pdf", calculations("Larkspur Tower")))
    assert (done.decision.kind, done.decision.action, done.cases) == (
        "permit_revision",
        "accept",
        first.cases,
    )


def test_two_revisions_of_one_permit_are_two_cases(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    first = send(desk, *REVISION, subject=f"Revision to {PERMIT}")
    second = send(desk, *REVISION[:1], subject=f"Another revision to {PERMIT}")
    assert second.cases != first.cases
    assert "submittal.document_missing" in codes(second)
    assert second.decision.action == "reject"


def test_what_comes_after_acceptance_adds_to_the_application(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    first = send(desk, FORM, PLANS)
    more = reply(desk, first, ("calcs.pdf", calculations("Larkspur Tower")))
    assert (more.decision.action, more.cases) == ("accept", first.cases)


def test_a_form_of_its_own_in_an_old_thread_is_an_application_of_its_own(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    first = send(desk, FORM, PLANS)
    other = reply(desk, first, NO_NUMBER, PLANS)
    assert (other.decision.action, codes(other)[0]) == ("reject", "reference_number.missing")
    assert other.cases != first.cases


def test_a_reply_without_references_joins_by_its_subject(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    first = send(desk, FORM, subject="Suite 410")
    done = send(desk, PLANS, subject="Re: Suite 410")
    assert (done.decision.action, done.cases) == ("accept", first.cases)


@pytest.mark.parametrize("number", ["LT-2026-0147", "lt 2026 0147"])
def test_building_and_reference_number_find_the_set_that_was_first(tmp_path: Path, number: str) -> None:
    desk = ScratchDesk(tmp_path)
    first = send(desk, FORM, PLANS)
    responses: File = ("responses.pdf", letter_paper("Checksheet Response", ["1. Shown on A-101."]))
    body = f"Our responses for Larkspur Tower, {number}, and the new set."
    later = send(desk, responses, PLANS, subject="Checksheet responses", body=body)
    assert (later.decision.action, later.cases) == ("accept", first.cases)


def test_sheets_alone_on_an_issued_permit_revise_it(tmp_path: Path) -> None:
    recorded = send(ScratchDesk(tmp_path), PLANS, subject=PERMIT, body="Owner added a sink. Sheets attached.")
    assert recorded.decision.kind == "permit_revision"
    assert "submittal.document_missing" in codes(recorded)


def test_a_rejected_checksheet_response_is_mended_as_one(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    first = send(desk, FORM, PLANS)
    body = "Here are our responses to the checksheet and the new set."
    responses: File = ("responses.pdf", letter_paper("Checksheet Response", ["1. Shown on A-101."]))
    renamed = reply(desk, first, responses, ("new plans.pdf", plan_set(3)), body=body)
    assert (renamed.decision.kind, codes(renamed)[0]) == ("checksheet_response", "plans.name_changed")
    mended = reply(desk, renamed, ("plans.pdf", plan_set(3)), body="Named as before.")
    assert (mended.decision.kind, mended.decision.action) == ("checksheet_response", "accept")
    assert mended.cases == first.cases


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (("plans.pdf", b""), "attachment.unreadable"),
        (("plans.pdf", b"This is no PDF.\n" * 20), "attachment.not_pdf"),
        (("A-101.dxf", b"0\nSECTION\n2\nHEADER\n" * 20), "attachment.not_pdf"),
    ],
)
def test_a_file_that_is_no_pdf_may_be_the_plans(tmp_path: Path, file: File, code: str) -> None:
    recorded = send(ScratchDesk(tmp_path), FORM, file)
    assert (recorded.decision.action, codes(recorded)) == ("ask", [code])


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ("Please extend permit 26-104211-000-00-RS by 90 days.", "extend a permit"),
        ("Application for a small wireless facility on a pole.", "wireless facility"),
        ("When will you look at 26-104211-000-00-CO?", "26-104211-000-00-CO"),
    ],
)
def test_what_belongs_elsewhere_is_told_where(tmp_path: Path, body: str, word: str) -> None:
    recorded = ScratchDesk(tmp_path).take("Hello", body, sender=EVIL, to=INTAKE)
    assert (recorded.decision.kind, recorded.decision.action) == ("other_program", "reject")
    assert word in " ".join(letters(recorded)[0].text.split())


def test_a_locked_file_stays_open_until_another_takes_its_place(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    first = send(desk, NO_NUMBER, ("set.dwg", b"AC1032" + b"\0" * 4000))
    mended = reply(desk, first, FORM)
    assert (mended.decision.action, codes(mended)) == ("ask", ["attachment.not_pdf"])
    assert reply(desk, mended, PLANS).decision.action == "accept"


def test_the_password_of_a_locked_file_opens_nothing(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    first = send(desk, FORM, ("set.dwg", b"AC1032" + b"\0" * 4000))
    told = reply(desk, first, body="The password for the drawings is hunter2.")
    assert (told.decision.kind, told.decision.action) == ("permit_application", "ask")


def test_drawings_that_take_the_place_of_others_move_no_inspection(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    first = send(desk, FORM, PLANS)
    done = reply(desk, first, ("rev.pdf", plan_set(3)), body="Please use these updated drawings instead.")
    assert (done.decision.kind, done.decision.action) == ("permit_application", "accept")


def test_a_new_set_goes_over_the_first_set_of_its_name_where_several_fit(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    first = send(desk, FORM, ("lobby.pdf", plan_set(2)))
    send(desk, FORM, ("offices.pdf", plan_set(3)))
    later = _answered(desk, ("lobby.pdf", plan_set(2)))
    assert (later.decision.action, later.cases) == ("accept", first.cases)


def test_a_new_set_that_may_belong_to_several_cases_is_for_a_person(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    send(desk, FORM, ("lobby.pdf", plan_set(2)))
    send(desk, FORM, ("offices.pdf", plan_set(3)))
    later = _answered(desk, ("new.pdf", plan_set(2)))
    assert (later.decision.action, codes(later)[0]) == ("refer", "submittal.no_first_set")


def test_an_application_that_was_not_taken_has_no_first_set(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    taken = send(desk, FORM, ("lobby.pdf", plan_set(2)))
    send(desk, FORM, ("offices.pdf", plan_set(3, not_for_construction=True)))
    later = _answered(desk, ("new.pdf", plan_set(2)))
    assert (codes(later)[0], later.cases) == ("plans.name_changed", taken.cases)


def test_the_wrong_form_in_reply_does_not_take_the_place_of_the_right_one(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    first = send(desk, FORM, ("plans.pdf", plan_set(2, not_for_construction=True)))
    wrong = reply(desk, first, ("city.pdf", ordinary_permit_form(values())))
    done = reply(desk, wrong, PLANS)
    assert (done.decision.action, done.cases) == ("accept", first.cases)


def test_sheets_sent_alone_take_the_place_of_those_behind_the_form(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    first = send(desk, ("all.pdf", merged(FORM[1], plan_set(2, not_for_construction=True))))
    assert codes(first)[0] == "plans.not_for_construction"
    done = reply(desk, first, PLANS)
    assert (done.decision.action, done.cases) == ("accept", first.cases)


def test_a_form_sent_alone_leaves_the_sheets_that_came_with_the_first(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    first = send(desk, ("all.pdf", merged(NO_NUMBER[1], plan_set(2, not_for_construction=True))))
    mended = reply(desk, first, FORM)
    assert (mended.decision.action, codes(mended)[0]) == ("reject", "plans.not_for_construction")
    assert reply(desk, mended, PLANS).decision.action == "accept"


@pytest.mark.parametrize("words", ["The tenant walked away. Please withdraw it.", "Please cancel it."])
def test_what_is_taken_back_in_a_submittals_thread_is_no_inspection(tmp_path: Path, words: str) -> None:
    desk = ScratchDesk(tmp_path)
    first = send(desk, FORM, PLANS)
    recorded = reply(desk, first, body=words)
    assert (recorded.decision.kind, recorded.decision.action) == ("question", "refer")


def _answered(desk: ScratchDesk, plans: File) -> Recorded:
    responses: File = ("responses.pdf", letter_paper("Checksheet Response", ["1. Shown on A-101."]))
    number = values()["reference_number"]
    body = f"Our responses for Larkspur Tower, {number}, and the new set."
    return send(desk, responses, plans, subject="Checksheet responses", body=body)
