"""Letters and the replies to them: what was asked is answered, what was refused is put right, nobody is guessed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.desk.recording import Recorded
from rules.inspection.facts import Appointment
from tests.bot.scratch_desk import ScratchDesk, codes, letters

LEE = "Lee Harrowgate <lee@fernhill.example>"
KIM = "Kim Oss <kim@fernhill.example>"
TESS = "Tess Orrinsby <tess@copperline.test>"
ALEX = "Alex Thornquill <alex.thornquill@city.example>"
STRANGER = "Quentin <quentin@elsewhere.test>"
REQUEST = """Permit number: 26-104211-000-00-FA
Site address: 1200 SW Larkspur Ave, Suite 410
Type of inspection: framing
Contact: Lee Harrowgate, 503-555-0131
"""
SATURDAY = "Alex Thornquill - March 7, 2026 at 10"
TWO = """Framing for permit 26-104211-000-00-FA on March 5 at 10
Mechanical rough for permit 26-104214-000-00-FA on March 5 at 10
1200 SW Larkspur Ave, Suite 410. Contact Lee Harrowgate 503-555-0131
"""
THREE = """Framing for permit 26-104211-000-00-FA on March 5
Rough electrical for permit 26-104212-000-00-FA on March 6
Sprinkler rough for permit 26-104215-000-00-FA on March 13
Contact Lee Harrowgate 503-555-0131
"""


def rows(desk: ScratchDesk, *states: str) -> list[Appointment]:
    with desk.store.transaction() as tx:
        return list(tx.inspections.in_state(*states))


def answered(desk: ScratchDesk, asked: Recorded, words: str, sender: str = LEE, **how: object) -> Recorded:
    how = {"in_reply_to": letters(asked)[0].message_id, **how}
    return desk.take("Re: your letter", words, sender=sender, **how)  # type: ignore[arg-type]


# -- a yes to what was proposed


@pytest.mark.parametrize(
    "words", ["yes", "Yes please!", "ok, that works", "that day is fine", "Monday is fine"]
)
def test_a_yes_takes_the_day_that_we_proposed(tmp_path: Path, words: str) -> None:
    desk = ScratchDesk(tmp_path)
    asked = desk.take(SATURDAY, REQUEST, sender=LEE)
    assert codes(asked) == ["date.closed_day"]
    done = answered(desk, asked, words)
    assert (done.decision.kind, done.decision.action) == ("inspection_request", "accept")
    assert done.cases == asked.cases
    assert (done.decision.requests[0].day, done.decision.requests[0].time) == (date(2026, 3, 9), "10:00")


def test_a_yes_takes_the_permit_that_we_proposed(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    body = "Rough electrical at 1200 SW Larkspur Ave, Suite 410. Contact Tess 503-555-0199"
    asked = desk.take("Kit Wrenfield - March 5, 2026", body, sender=TESS)
    assert codes(asked) == ["permit.missing"]
    done = answered(desk, asked, "Yes, that's the one.", TESS)
    assert done.decision.action == "accept"
    assert done.decision.requests[0].permit_number == "26-104212-000-00-FA"


def test_a_yes_to_two_proposals_is_asked_again_and_to_both_takes_both(tmp_path: Path) -> None:
    body = "Rough electrical at 1200 SW Larkspur Ave, Suite 410. Contact Tess 503-555-0199"
    actions = []
    for number, words in enumerate(("yes", "yes to both", "That day works")):
        desk = ScratchDesk(tmp_path / str(number))
        asked = desk.take("Kit Wrenfield - March 7, 2026", body, sender=TESS)
        assert codes(asked) == ["permit.missing", "date.closed_day"]
        done = answered(desk, asked, words, TESS)
        assert done.cases == asked.cases
        actions.append((str(done.decision.action), codes(done)))
    assert actions == [
        ("ask", ["permit.missing", "date.closed_day"]),
        ("accept", []),
        ("ask", ["permit.missing"]),
    ]


def test_a_yes_with_the_missing_phone_says_both(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    asked = desk.take(SATURDAY, REQUEST.replace("Lee Harrowgate, 503-555-0131", "Joe"), sender=LEE)
    done = answered(desk, asked, "Yes, that works. Joe's cell is 503-555-0188.")
    assert done.decision.action == "accept"
    assert done.decision.requests[0].contact_phone == "+15035550188"


def test_a_yes_leaves_open_what_it_does_not_say(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    asked = desk.take(SATURDAY, REQUEST.replace("Lee Harrowgate, 503-555-0131", "Joe"), sender=LEE)
    again = answered(desk, asked, "yes")
    assert codes(again) == ["contact.missing"]
    assert answered(desk, again, "503-555-0188").decision.action == "accept"


def test_a_yes_moves_to_the_day_that_we_proposed_at_the_hour_asked_for(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    first = desk.take("Alex Thornquill - March 5, 2026 at 10", REQUEST, sender=LEE)
    asked = answered(desk, first, "Please move it to Saturday, March 7 at 2 pm.")
    assert codes(asked) == ["date.closed_day"]
    done = answered(desk, asked, "Yes please")
    assert done.decision.kind == "inspection_reschedule"
    (standing,) = rows(desk, "open")
    assert (standing.day, standing.time) == (date(2026, 3, 9), "14:00")


def test_after_ten_days_a_yes_is_for_a_person(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    asked = desk.take(SATURDAY, REQUEST, sender=LEE)
    late = answered(desk, asked, "yes", minutes=60 * 24 * 11)
    assert late.decision.action == "refer"
    assert rows(desk, "open") == []


def test_a_second_yes_does_nothing_twice(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    asked = desk.take(SATURDAY, REQUEST, sender=LEE)
    answered(desk, asked, "yes")
    assert answered(desk, asked, "yes").letters == ()
    assert len(rows(desk, "open")) == 1


# -- who may answer, and by what the case is found


@pytest.mark.parametrize(
    "subject", ["Re: Please complete your inspection request [FPP-26-000001]", "FPP-26-000001"]
)
def test_a_colleague_answers_by_the_number_alone_and_a_stranger_does_not(
    tmp_path: Path, subject: str
) -> None:
    desk = ScratchDesk(tmp_path)
    desk.take(SATURDAY, REQUEST, sender=LEE)
    desk.take(subject, "yes", sender=STRANGER)
    assert rows(desk, "open") == []
    assert desk.take(subject, "yes", sender=KIM).decision.action == "accept"
    assert rows(desk, "open")[0].requester == "lee@fernhill.example"


def test_what_was_refused_is_put_right_with_all_that_was_said(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    body = REQUEST.replace("26-104211", "26-101877").replace(
        "Site address: 1200 SW Larkspur Ave, Suite 410\n", ""
    )
    refused = desk.take("Alex Thornquill - March 5, 2026 at 10", body, sender=LEE)
    assert codes(refused)[0] == "permit.not_issued"
    done = answered(desk, refused, "Sorry, the permit is 26-104211-000-00-FA", KIM)
    request = done.decision.requests[0]
    assert (done.decision.action, done.cases) == ("accept", refused.cases)
    assert (request.day, request.time, request.types) == (date(2026, 3, 5), "10:00", ("framing",))
    assert rows(desk, "open")[0].requester == "lee@fernhill.example"


# -- cancellations and moves that we asked about


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("The first one", {"FPP-26-000002"}),
        ("#2", {"FPP-26-000001"}),
        ("FPP-26-000002", {"FPP-26-000001"}),
        ("the electrical one", {"FPP-26-000001"}),
        ("The one on March 6", {"FPP-26-000001"}),
        ("26-104212-000-00-FA", {"FPP-26-000001"}),
        ("Both, please", set()),
    ],
)
def test_which_one_is_answered_in_any_words(tmp_path: Path, words: str, left: set[str]) -> None:
    desk = ScratchDesk(tmp_path)
    desk.take(
        "Inspections",
        THREE.replace("Sprinkler rough for permit 26-104215-000-00-FA on March 13\n", ""),
        sender=LEE,
    )
    asked = desk.take("Cancel", "Please cancel my inspection.", sender=LEE)
    assert codes(asked) == ["cancellation.ambiguous"]
    done = answered(desk, asked, words)
    assert (done.decision.kind, done.decision.action) == ("inspection_cancellation", "accept")
    assert {row.case for row in rows(desk, "open")} == left
    with desk.store.transaction() as tx:
        case = tx.cases.case(asked.cases[0])
    assert case is not None
    assert case.state == "closed"


@pytest.mark.parametrize("words", ["#5", "yes"])
def test_an_answer_that_picks_none_is_asked_again(tmp_path: Path, words: str) -> None:
    desk = ScratchDesk(tmp_path)
    desk.take("Inspections", TWO, sender=LEE)
    asked = desk.take("Cancel", "Please cancel my inspection.", sender=LEE)
    again = answered(desk, asked, words)
    assert (codes(again), again.cases) == (["cancellation.ambiguous"], asked.cases)
    assert len(rows(desk, "open")) == 2


def test_a_request_in_the_thread_of_a_cancellation_cancels_nothing(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    desk.take("Inspections", THREE, sender=LEE)
    asked = desk.take("Cancel", "Please cancel my inspection.", sender=LEE)
    words = "Never mind. Please schedule final electrical for permit 26-104212-000-00-FA on March 6."
    assert answered(desk, asked, words).decision.kind == "inspection_request"
    assert len(rows(desk, "open")) == 3


def test_a_yes_does_not_choose_between_two_days(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    asked = desk.take("Alex Thornquill", f"{REQUEST}Date: March 5 or March 6\n", sender=LEE)
    assert codes(asked) == ["date.ambiguous"]
    assert codes(answered(desk, asked, "yes")) == ["date.ambiguous"]
    done = answered(desk, asked, "the first one")
    assert done.decision.requests[0].day == date(2026, 3, 5)


@pytest.mark.parametrize("words", ["Sorry, I meant March 5", "Yes, that one", "26-104211-000-00-FA, March 5"])
def test_a_wrong_date_is_put_right(tmp_path: Path, words: str) -> None:
    desk = ScratchDesk(tmp_path)
    desk.take("Alex Thornquill - March 5, 2026 at 10", REQUEST, sender=LEE)
    cancel = "Please cancel the inspection for permit 26-104211-000-00-FA on March 6."
    asked = desk.take("Cancel", cancel, sender=LEE)
    assert codes(asked) == ["cancellation.no_match"]
    assert answered(desk, asked, words).decision.action == "accept"
    assert rows(desk, "open") == []


# -- letters about several


@pytest.mark.parametrize("how", ["thread", "subject"])
def test_please_cancel_in_answer_to_a_letter_about_two_is_asked(tmp_path: Path, how: str) -> None:
    desk = ScratchDesk(tmp_path)
    first = desk.take("Inspections", TWO, sender=LEE)
    assert first.cases == ("FPP-26-000001", "FPP-26-000002")
    ours = letters(first)[0]
    if how == "thread":
        asked = answered(desk, first, "Please cancel.")
    else:
        asked = desk.take(f"Re: {ours.text.splitlines()[0]}", "Please cancel.", sender=LEE)
    assert codes(asked) == ["cancellation.ambiguous"]
    assert len(rows(desk, "open")) == 2


@pytest.mark.parametrize(
    "words", ["Please cancel both.", "Please cancel them.", "Cancel all of these please"]
)
def test_both_in_answer_to_a_letter_about_two_are_two(tmp_path: Path, words: str) -> None:
    desk = ScratchDesk(tmp_path)
    first = desk.take("Inspections", TWO, sender=LEE)
    assert answered(desk, first, words).decision.action == "accept"
    assert rows(desk, "open") == []


def test_an_inspectors_answer_with_another_subject_is_about_the_whole_visit(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    first = desk.take("Inspections", TWO, sender=LEE)
    routed = next(letter for letter in letters(first) if letter.template == "routed_request")
    desk.take("hello", "I will be there at 10:30", sender=ALEX, in_reply_to=routed.message_id)
    assert {str(row.agreed_time) for row in rows(desk, "open")} == {"10:30:00"}


# -- all of them


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("Please cancel everything at 1200 SW Larkspur Ave this week.", ["FPP-26-000003"]),
        ("Cancel all inspections on March 5 please", ["FPP-26-000002", "FPP-26-000003"]),
        ("Please cancel all our inspections. I will call next week.", []),
    ],
)
def test_all_of_a_time_are_cancelled_each_and_no_others(tmp_path: Path, words: str, left: list[str]) -> None:
    desk = ScratchDesk(tmp_path)
    desk.take("Inspections", THREE, sender=LEE)
    done = desk.take("Cancel", words, sender=LEE)
    assert done.decision.action == "accept", codes(done)
    assert [row.case for row in rows(desk, "open")] == left


def test_a_stranger_who_cancels_everything_learns_of_nothing(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    desk.take("Inspections", THREE, sender=LEE)
    words = "Please cancel all inspections at 1200 SW Larkspur Ave this week."
    answer = letters(desk.take("Cancel", words, sender=STRANGER))[0].text
    assert "Harrowgate" not in answer
    assert "FPP-26-000001" not in answer
    assert len(rows(desk, "open")) == 3


# -- inspectors


def test_an_inspector_who_names_the_permit_of_anothers_visit_is_referred(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    desk.take("Alex Thornquill - March 4, 2026 at 10", REQUEST, sender=LEE)
    other = "Casey Fennimark <casey.fennimark@city.example>"
    done = desk.take("Copperline", "On my way to 26-104211-000-00-FA", sender=other)
    assert (done.decision.kind, done.decision.action, codes(done)) == (
        "inspector_update",
        "refer",
        ["sender.unknown"],
    )


def test_a_yes_on_my_way_is_no_thanks(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    asked = desk.take("Alex Thornquill - March 2, 2026 at 10", REQUEST, sender=LEE)
    routed = next(one for one in letters(asked) if one.to.startswith("alex"))
    done = desk.take("Re: Inspection", "Yes, on my way.", sender=ALEX, in_reply_to=routed.message_id)
    assert (done.decision.kind, done.decision.action) == ("inspector_update", "accept")


def test_a_successor_brings_the_requesters_calendar_up_to_date(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    asked = desk.take("Alex Thornquill - March 4, 2026 at 10", REQUEST, sender=LEE)
    routed = next(one for one in letters(asked) if one.to.startswith("alex"))
    done = desk.take("Re: Inspection", "I can't make it.", sender=ALEX, in_reply_to=routed.message_id)
    told = next(one for one in letters(done) if one.template == "inspector_changed")
    assert "calendar entry takes the place of the earlier one" in " ".join(told.text.split())


# -- threads of which little is left


def test_an_answer_that_kept_only_the_subject_completes_the_request(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    subject = "Alex Thornquill - March 20, 2026 at 10"
    asked = desk.take(subject, REQUEST.rpartition("Contact")[0], sender="lee@fernhill.example")
    assert codes(asked) == ["contact.missing", "contact.missing"]
    done = desk.take(f"Re: {subject}", "Lee Harrowgate 503-555-0131", sender="lee@fernhill.example")
    assert (done.decision.kind, done.decision.action, done.cases) == (
        "inspection_request",
        "accept",
        asked.cases,
    )


def test_the_same_subject_of_somebody_else_completes_nothing(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    subject = "Alex Thornquill - March 20, 2026 at 10"
    asked = desk.take(subject, REQUEST.rpartition("Contact")[0], sender="lee@fernhill.example")
    done = desk.take(f"Re: {subject}", "Lee Harrowgate 503-555-0131", sender=STRANGER)
    assert not set(done.cases) & set(asked.cases)


# -- who comes, whom to call, what stays


@pytest.mark.parametrize("words", ["Whoever covers the building is fine.", "no preference"])
def test_any_inspector_will_do_gives_it_to_the_team(tmp_path: Path, words: str) -> None:
    desk = ScratchDesk(tmp_path)
    body = f"Inspector: Zebulon Quark\n{REQUEST}"
    asked = desk.take("Inspection March 5, 2026 at 10", body, sender=LEE)
    assert codes(asked) == ["inspector.unknown"]
    done = answered(desk, asked, words)
    assert (done.decision.kind, done.decision.action) == ("inspection_request", "accept")
    assert done.decision.requests[0].inspector_assigned == "Alex Thornquill"


@pytest.mark.parametrize(
    "words",
    [
        "Sorry, the phone is 503-555-0144.",
        "No need to cancel, but the contact is now Lou Dietz 503-555-0144.",
    ],
)
def test_another_phone_for_a_booked_visit_reaches_the_inspector(tmp_path: Path, words: str) -> None:
    desk = ScratchDesk(tmp_path)
    done = answered(desk, desk.take("Alex Thornquill - March 5, 2026 at 10", REQUEST, sender=LEE), words)
    assert (done.decision.kind, done.decision.action) == ("inspection_request", "accept")
    assert rows(desk, "open")[0].contact_phone == "+15035550144"
    assert "alex.thornquill@city.example" in [letter.to for letter in letters(done)]


@pytest.mark.parametrize("words", ["Can you call me at 503-555-0144?", "Please call me, 503-555-0144."])
def test_a_wish_to_be_called_changes_no_contact(tmp_path: Path, words: str) -> None:
    desk = ScratchDesk(tmp_path)
    done = answered(desk, desk.take("Alex Thornquill - March 5, 2026 at 10", REQUEST, sender=LEE), words)
    assert (done.decision.kind, done.decision.action) == ("question", "refer")
    assert rows(desk, "open")[0].contact_phone == "+15035550131"


def test_a_stranger_who_supplies_what_was_asked_is_referred_for_that_alone(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    office = "office@fernhill.example"
    words = REQUEST.replace("Contact: Lee Harrowgate, 503-555-0131", "")
    asked = desk.take("Alex Thornquill - March 5, 2026 at 10", words, sender=office)
    assert set(codes(asked)) == {"contact.missing"}
    given = answered(desk, asked, "Lee Park, 503-555-0122", sender=STRANGER)
    assert (given.decision.kind, given.decision.action) == ("inspection_request", "refer")
    assert codes(given) == ["sender.unknown"]


def test_a_free_cancellation_says_that_the_rest_of_the_visit_stays(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    booked = desk.take("Alex Thornquill", TWO, sender=LEE)
    done = answered(desk, booked, "please cancel the mechanical")
    assert (done.decision.action, codes(done)) == ("accept", [])
    assert [row.permit_number for row in rows(desk, "open")] == ["26-104211-000-00-FA"]
    assert "for the rest of the visit" in " ".join(letters(done)[0].text.split())


def test_another_inspectors_letter_names_the_last_moment_for_cancelling_free(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    booked = desk.take("Alex Thornquill - March 5, 2026 at 10", REQUEST, sender=LEE)
    declined = desk.take(f"Re: [{booked.cases[0]}]", "I can't make it", sender=ALEX)
    letter = next(one for one in letters(declined) if one.template == "inspector_changed")
    assert "Cancel free until: Wednesday, March 4, 2026, 10:00 AM" in letter.text
