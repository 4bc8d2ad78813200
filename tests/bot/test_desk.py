"""What the desk makes of mails: who may do what, what belongs together, what trouble must not do."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from bot.desk.desk import MachineTroubleError
from tests.bot.scratch_desk import COORDINATOR, INTAKE, ScratchDesk, codes, letters
from tests.factory.mails import raw_mail

LEE = "Lee Harrowgate <lee@fernhill.example>"
EVIL = "Quentin <quentin@elsewhere.test>"
ALEX = "Alex Thornquill <alex.thornquill@city.example>"
PERMIT = "26-104211-000-00-FA"
REQUEST = f"""Permit number: {PERMIT}
Site address: 1200 SW Larkspur Ave, Suite 410
Type of inspection: framing
Contact: Lee Harrowgate, 503-555-0131
"""


def request(desk: ScratchDesk, subject: str = "Alex Thornquill - March 5, 2026", body: str = REQUEST) -> str:
    """An accepted request by Lee; returns the Message-ID of our letter to Lee."""
    recorded = desk.take(subject, body, sender=LEE)
    assert recorded.decision.action == "accept", codes(recorded)
    return letters(recorded)[0].message_id


def test_a_stranger_who_copies_a_message_id_gets_no_case(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    letter = request(desk)
    recorded = desk.take("Re: inspection", "Please cancel it.", sender=EVIL, in_reply_to=letter)
    assert recorded.decision.action == "refer"
    assert "FPP-26-000001" not in letters(recorded)[0].text
    assert "Harrowgate" not in letters(recorded)[0].text


def test_a_strangers_file_does_not_join_an_application(tmp_path: Path) -> None:
    from bot.demo.papers import intake_form, values
    from bot.demo.sheets import plan_set

    desk = ScratchDesk(tmp_path)
    form = intake_form(values(), signed="typed")
    first = desk.take(
        "Permit application", "Form attached.", sender=LEE, to=INTAKE, attachments=(("form.pdf", form),)
    )
    assert "plans.missing" in codes(first)
    stranger = desk.take(
        "Re: Permit application",
        "Plans attached.",
        sender=EVIL,
        to=INTAKE,
        in_reply_to=letters(first)[0].message_id,
        attachments=(("plans.pdf", plan_set(2)),),
    )
    assert stranger.cases != first.cases
    assert (stranger.decision.action, codes(stranger)) == ("refer", ["sender.unknown"])


def test_a_status_inquiry_tells_only_what_the_asker_may_see(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    letter = request(desk)
    stranger = desk.take("Status?", "What is the status of FPP-26-000001?", sender=EVIL, in_reply_to=letter)
    assert (stranger.decision.action, codes(stranger)) == ("refer", ["sender.unknown"])
    assert "March 5" not in letters(stranger)[0].text
    owner = desk.take("Status?", "What is the status of FPP-26-000001?", sender=LEE)
    assert owner.decision.action == "accept"
    assert "FPP-26-000001" in letters(owner)[0].text


def test_who_asks_about_anothers_case_is_not_answered_with_an_own_one(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    request(desk)
    desk.take("Hello", "Who covers the tower?", sender=EVIL)
    stranger = desk.take("FPP-26-000001", "What is the status of FPP-26-000001?", sender=EVIL)
    assert (stranger.decision.action, codes(stranger)) == ("refer", ["sender.unknown"])


def test_who_asks_about_a_permit_hears_of_that_permit_alone(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    request(desk)
    asked = desk.take("Dana - March 9, 2026", "Type: framing", sender=LEE)
    about = desk.take("Status", f"What is the status of permit {PERMIT}?", sender=LEE)
    assert about.decision.action == "accept"
    text = letters(about)[0].text
    assert PERMIT in text
    assert "FPP-26-000001" in text
    assert asked.cases[0] not in text


def test_a_status_inquiry_changes_nothing(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    asked = desk.take("Alex Thornquill - March 5", "Permit 26-104211", sender=LEE)
    assert asked.decision.action == "ask"
    desk.take("Status", "What is the status of FPP-26-000001?", sender=LEE)
    with desk.store.reading() as tx:
        case = tx.cases.case("FPP-26-000001")
    assert case is not None
    assert case.state == "waiting"


@pytest.mark.parametrize(("sender", "body"), [(COORDINATOR, "pause letters"), (ALEX, "On my way")])
def test_unproved_commands_do_nothing_even_where_unproved_applicants_are_believed(
    tmp_path: Path, sender: str, body: str
) -> None:
    desk = ScratchDesk(
        tmp_path, security={"trusted_authserv_id": "mail.city.example", "unauthenticated": "accept"}
    )
    request(desk)
    recorded = desk.take("Re: today", body, sender=sender, verdict="fail")
    assert (recorded.decision.action, codes(recorded)) == ("refer", ["sender.unauthenticated"])
    assert recorded.letters == ()


@pytest.mark.parametrize(
    ("severity", "action", "found"),
    [("refer", "refer", True), ("review", "accept", True), ("off", "accept", False)],
)
def test_an_unproved_applicant_is_believed_where_the_office_softened_it(
    tmp_path: Path, severity: str, action: str, found: bool
) -> None:
    desk = ScratchDesk(
        tmp_path,
        security={"trusted_authserv_id": "mail.city.example"},
        severity={"sender.unauthenticated": severity},
    )
    recorded = desk.take("Alex Thornquill - March 5, 2026", REQUEST, sender=LEE, verdict="fail")
    assert (recorded.decision.action, "sender.unauthenticated" in codes(recorded)) == (action, found)
    assert bool(recorded.letters) is (action == "accept")
    ordered = desk.take("Re: today", "pause letters", sender=COORDINATOR, verdict="fail")
    assert (ordered.decision.action, ordered.letters) == ("refer", ())


def test_commands_in_pasted_words_are_not_carried_out(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    pasted = desk.take("Look", 'See what he wrote:\n"\npause letters\n"', sender=COORDINATOR)
    assert pasted.decision.action == "ask"
    own = desk.take("Letters", "Hello,\n\npause letters", sender=COORDINATOR)
    assert own.decision.action == "accept"


@pytest.mark.parametrize("reply", ["503-555-0188", "Phone: 503-555-0188", "Joe Smith 503-555-0188"])
def test_a_reply_with_only_the_missing_piece_completes_the_request(tmp_path: Path, reply: str) -> None:
    desk = ScratchDesk(tmp_path)
    body = f"Permit number: {PERMIT}\nType of inspection: framing\nContact: Joe Smith\n"
    asked = desk.take("Alex Thornquill - March 5, 2026", body, sender=LEE)
    assert asked.decision.action == "ask"
    assert "contact.missing" in codes(asked)
    done = desk.take("Re: inspection", reply, sender=LEE, in_reply_to=letters(asked)[0].message_id)
    assert (done.decision.kind, done.decision.action) == ("inspection_request", "accept")
    assert done.cases == asked.cases


def test_a_bare_yes_where_nothing_was_proposed_goes_to_a_person_and_thanks_to_nobody(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    asked = desk.take(
        "Alex Thornquill - March 5, 2026", REQUEST.replace("Type of inspection: framing\n", ""), sender=LEE
    )
    assert codes(asked) == ["type.missing"]
    letter = letters(asked)[0].message_id
    assert desk.take("Re: x", "Yes", sender=LEE, in_reply_to=letter).decision.action == "refer"
    assert desk.take("Re: x", "Thanks!", sender=LEE, in_reply_to=letter).decision.action == "record"


def test_thanks_with_the_corrected_form_is_a_correction(tmp_path: Path) -> None:
    from bot.demo.papers import intake_form, values
    from bot.demo.sheets import plan_set

    desk = ScratchDesk(tmp_path)
    blank = intake_form({**values(), "reference_number": None}, signed="typed")
    files = (("form.pdf", blank), ("plans.pdf", plan_set(2)))
    first = desk.take("Permit application", "Attached.", sender=LEE, to=INTAKE, attachments=files)
    assert "reference_number.missing" in codes(first)
    corrected = desk.take(
        "Re: Permit application",
        "Thanks!",
        sender=LEE,
        to=INTAKE,
        in_reply_to=letters(first)[0].message_id,
        attachments=(("form.pdf", intake_form(values(), signed="typed")),),
    )
    assert (corrected.decision.kind, corrected.cases) == ("permit_application", first.cases)
    assert "reference_number.missing" not in codes(corrected)
    assert corrected.decision.action != "record"


def test_an_original_that_is_gone_stops_no_other_message(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    message = desk.store_only(raw_mail())
    desk.originals.path(message.sha256).unlink()
    for _ in range(3):
        assert desk.desk.open(message) is None
        with desk.store.reading() as tx:
            message = tx.inbox.message(message.id) or message
    assert message.state == "shelved"


def test_a_database_in_trouble_is_counted_against_no_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = ScratchDesk(tmp_path)
    message = desk.store_only(raw_mail())
    opened = desk.desk.open(message)
    assert opened is not None

    def locked(*_: object) -> None:
        raise OperationalError("BEGIN", {}, Exception("database is locked"))

    monkeypatch.setattr("bot.desk.desk.decide", locked)
    with pytest.raises(MachineTroubleError):
        desk.desk.settle(opened)
    with desk.store.reading() as tx:
        assert [waiting.attempts for waiting in tx.inbox.waiting()] == [0]


def test_a_message_decided_meanwhile_is_not_decided_again(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    message = desk.store_only(raw_mail())
    opened = desk.desk.open(message)
    assert opened is not None
    assert desk.desk.settle(opened) is not None
    assert desk.desk.settle(opened) is None


def test_a_flood_from_one_sender_waits_for_a_coordinator_whatever_its_reply_to(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path, limits={"letters_per_sender_per_hour": 3})
    sender, answer_to = "Ann <ann@builder.example>", "bob@builder.example"
    taken = [
        desk.take(f"Question {n}", "Where is the counter?", sender=sender, reply_to=answer_to, minutes=1)
        for n in range(5)
    ]
    assert [bool(letters(recorded)[0].held) for recorded in taken] == [False, False, False, True, True]
    assert codes(taken[-1]) == ["sender.over_limit"]


def test_the_limit_of_a_case_never_holds_back_what_the_inspector_must_know(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path, limits={"letters_per_case_per_day": 1})
    letter = request(desk)
    cancelled = desk.take("Re: inspection", "Please cancel.", sender=LEE, in_reply_to=letter)
    assert {(one.template, bool(one.held)) for one in letters(cancelled)} == {
        ("inspection_cancelled", True),
        ("routed_cancellation", False),
    }


def test_the_record_of_a_charge_shows_its_arithmetic(tmp_path: Path) -> None:
    from bot.why import history

    desk = ScratchDesk(tmp_path)
    letter = request(desk, "Alex Thornquill - March 3, 2026")
    late = desk.take("Re: x", "Please cancel it.", sender=LEE, in_reply_to=letter, minutes=600)
    assert codes(late) == ["cancellation.late"]
    assert late.charges == ("C-26-00001",)
    with desk.store.reading() as tx:
        lines = "\n".join(history("FPP-26-000001", tx, desk.moment.tzinfo))  # type: ignore[arg-type]
    assert "0.25 h" in lines
    assert "minutes' notice" in lines


def test_a_second_cancellation_of_the_same_visit_charges_nothing(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    letter = request(desk, "Alex Thornquill - March 3, 2026")
    desk.take("Re: x", "Please cancel it.", sender=LEE, in_reply_to=letter, minutes=600)
    again = desk.take("Re: x", "Please cancel the inspection!", sender=LEE, in_reply_to=letter)
    assert again.charges == ()
    desk.moment += timedelta(days=1)
    with desk.store.reading() as tx:
        assert len(tx.ledger.lines()) == 1
