"""Answers that show where something is to be mended: the form's pages in the letter, the plan check on paper."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from types import MappingProxyType

import pypdf
import pytest

from bot.demo.papers import encrypted, intake_form, merged, scanned, values
from bot.demo.sheets import plan_set
from bot.desk.recording import Recorded
from bot.letters.intake import _fitting
from bot.letters.letter import LetterPicture
from parsers.marked_pages import MarkedPage, PagePicture
from rules.finding import Finding
from tests.bot.scratch_desk import INTAKE, ScratchDesk, codes
from tests.factory.mails import File

LEE = "lee@fernhill.example"
PLANS = plan_set(2)
GOOD: File = ("form.pdf", intake_form(values()))
SPOILT = plan_set(2, color=True, not_for_construction=True, stamp_expires=date(2025, 1, 1))


def send(desk: ScratchDesk, *files: File, verdict: str = "pass") -> Recorded:
    return desk.take("Application", "Attached.", sender=LEE, to=INTAKE, attachments=files, verdict=verdict)


def answer(recorded: Recorded) -> EmailMessage:
    new = next(letter for letter in recorded.letters if letter.purpose == "reply")
    message = message_from_bytes(new.raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def pictures(message: EmailMessage) -> list[EmailMessage]:
    return [part for part in message.walk() if part.get_content_maintype() == "image"]


def words(message: EmailMessage, sort: str = "plain") -> str:
    body = message.get_body((sort,))
    assert body is not None
    return " ".join(str(body.get_content()).split())


def report(message: EmailMessage) -> tuple[str, bytes]:
    (part,) = (part for part in message.walk() if part.get_content_type() == "application/pdf")
    return part.get_filename() or "", part.get_content()


def paper_words(paper: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(paper)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize("style", ["acroform", "printed", "older_table"])
def test_blank_fields_are_shown_on_the_applicants_own_form(tmp_path: Path, style: str) -> None:
    form = intake_form(values(reference_number=None, valuation="lots"), style=style)  # type: ignore[arg-type]
    message = answer(send(ScratchDesk(tmp_path), ("form.pdf", form), ("plans.pdf", PLANS)))
    (picture,) = pictures(message)
    assert picture.get_filename() == "form-page-1-marked.png"
    assert len(picture.get_content()) < 80_000
    assert f'src="cid:{picture["Content-ID"].strip("<>")}"' in words(message, "html")
    assert "picture form-page-1-marked.png shows page 1 of your form with points 1 and 2 marked" in words(
        message
    )
    assert message.get_content_type() == "multipart/related"


def test_every_page_with_a_point_has_its_picture(tmp_path: Path) -> None:
    form = intake_form(values(applicant_name=None), style="odd_names", signed=False)
    message = answer(send(ScratchDesk(tmp_path), ("form.pdf", form), ("plans.pdf", PLANS)))
    assert [part.get_filename() for part in pictures(message)] == [
        "form-page-1-marked.png",
        "form-page-2-marked.png",
    ]


@pytest.mark.parametrize(
    "form",
    [
        intake_form(values()),
        scanned(intake_form(values(reference_number=None))),
        encrypted(intake_form(values(reference_number=None))),
        b"%PDF-1.7\nnothing in it",
    ],
    ids=["good", "scan", "locked", "damaged"],
)
def test_without_a_known_place_there_is_no_picture(tmp_path: Path, form: bytes) -> None:
    message = answer(send(ScratchDesk(tmp_path), ("form.pdf", form), ("plans.pdf", PLANS)))
    assert pictures(message) == []
    assert "cid:" not in words(message, "html")


def test_nothing_is_drawn_for_a_sender_who_gets_no_answer(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    asked: list[Path] = []

    def draw(
        path: Path, _pages: Sequence[MarkedPage], _width: int, _max_bytes: int
    ) -> tuple[PagePicture, ...]:
        asked.append(path)
        return ()

    desk.desk._draw = draw
    send(desk, ("form.pdf", intake_form(values(reference_number=None))), verdict="fail")
    send(desk, GOOD, ("plans.pdf", PLANS))
    assert asked == []


def test_an_answer_leaves_without_pictures_that_cannot_be_drawn(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)

    def draw(*_wanted: object) -> tuple[PagePicture, ...]:
        raise OSError(28, "No space left on device")

    desk.desk._draw = draw
    recorded = send(desk, ("form.pdf", intake_form(values(reference_number=None))), ("plans.pdf", SPOILT))
    assert recorded.decision.action == "reject"
    assert pictures(answer(recorded)) == []


def test_a_picture_with_other_numbers_than_the_letters_is_not_used() -> None:
    told = ((1, Finding("form.incomplete", "address")), (2, Finding("valuation.malformed", "valuation")))
    fits = a_picture({1: ("form.incomplete", "address")})
    shifted = a_picture({1: ("valuation.malformed", "valuation")})
    assert _fitting((fits, shifted, a_picture({})), told) == (fits,)


def a_picture(numbers: dict[int, tuple[str, str]]) -> LetterPicture:
    return LetterPicture(
        "form-page-1-marked.png", "image/png", b"x", "a@b", "form.pdf", 1, 10, 10, MappingProxyType(numbers)
    )


def test_refused_plans_come_with_the_check_on_paper(tmp_path: Path) -> None:
    recorded = send(ScratchDesk(tmp_path), GOOD, ("L4 plans.pdf", SPOILT))
    message = answer(recorded)
    name, paper = report(message)
    assert name == "plan-check-L4 plans.pdf"
    assert len(paper) < 1_500_000
    assert len(recorded.letters[0].raw) < 5_000_000
    told = paper_words(paper)
    assert "Page 1, sheet G-001" in told
    assert "How to mend it" in told
    assert sum(len(page.images) for page in pypdf.PdfReader(io.BytesIO(paper)).pages) == 2
    assert f"the attached {name} shows where on the sheets" in words(message)


def test_points_have_the_same_numbers_on_paper_as_in_the_letter(tmp_path: Path) -> None:
    form = intake_form(values(reference_number=None))
    message = answer(send(ScratchDesk(tmp_path), ("form.pdf", form), ("plans.pdf", plan_set(1, color=True))))
    assert "2. Color on the plans" in words(message)
    assert "2. Color on the plans" in paper_words(report(message)[1])


def test_a_review_of_plans_comes_with_the_paper_too(tmp_path: Path) -> None:
    recorded = send(ScratchDesk(tmp_path), GOOD, ("plans.pdf", plan_set(2, preliminary="PRELIMINARY")))
    assert recorded.decision.action == "accept"
    assert "plans.preliminary" in codes(recorded)
    assert report(answer(recorded))[0] == "plan-check-plans.pdf"


def test_the_same_mail_has_the_same_paper(tmp_path: Path) -> None:
    papers = []
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        recorded = send(ScratchDesk(tmp_path / name), GOOD, ("plans.pdf", plan_set(1, color=True)))
        papers.append(report(answer(recorded))[1])
    assert papers[0] == papers[1]


def test_a_good_set_has_no_paper(tmp_path: Path) -> None:
    message = answer(send(ScratchDesk(tmp_path), GOOD, ("plans.pdf", PLANS)))
    assert message.get_content_type() == "multipart/alternative"


def test_plans_behind_a_form_in_one_file_are_checked_and_shown(tmp_path: Path) -> None:
    both = merged(intake_form(values(reference_number=None)), plan_set(2, color=True))
    recorded = send(ScratchDesk(tmp_path), ("all.pdf", both))
    (color,) = (finding for finding in recorded.decision.findings if finding.code == "plans.color")
    assert color.where == (2, 3)
    message = answer(recorded)
    assert len(pictures(message)) == 1
    assert report(message)[0] == "plan-check-all.pdf"


def test_a_hostile_file_name_is_plain_on_paper(tmp_path: Path) -> None:
    name = '<b>"x"</b><img src=http://evil.example/>{{7*7}}.pdf'
    message = answer(send(ScratchDesk(tmp_path), GOOD, (name, plan_set(1, color=True))))
    attached, paper = report(message)
    assert attached.startswith("plan-check-")
    assert not set('<>"/\\') & set(attached)
    assert "{{7*7}}" in paper_words(paper)
    assert b"/JavaScript" not in paper
    assert "<img src=http" not in words(message, "html")


def test_a_point_that_names_no_sheet_needs_no_paper(tmp_path: Path) -> None:
    recorded = send(ScratchDesk(tmp_path), GOOD, ("plans.pdf", plan_set(2, stamp=False)))
    assert codes(recorded) == ["plans.stamp_missing"]
    assert answer(recorded).get_content_type() == "multipart/alternative"
