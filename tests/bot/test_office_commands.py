"""What coordinators order by mail: let through, refuse, assign; each once, and never by mistake."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.desk.recording import Recorded
from rules.inspection.facts import Appointment
from storage.values import Charge
from tests.bot.scratch_desk import COORDINATOR, INTAKE, ScratchDesk, codes, letters

LEE = "Lee Harrowgate <lee@fernhill.example>"
ADA = "Ada Pinchbeck <ada@pinchbeck.example>"
STRANGER = "Quentin <quentin@elsewhere.test>"
REQUEST = """Permit number: 26-104211-000-00-FA
Site address: 1200 SW Larkspur Ave, Suite 410
Type of inspection: framing
Contact: Lee Harrowgate, 503-555-0131
"""
SPRINKLERS = REQUEST.replace("104211", "104215").replace("framing", "sprinkler rough")
TWO = """Framing for permit 26-104211-000-00-FA on March 3 at 10
Mechanical rough for permit 26-104214-000-00-FA on March 3 at 10
1200 SW Larkspur Ave, Suite 410. Contact Lee Harrowgate 503-555-0131
"""


def order(desk: ScratchDesk, words: str, **how: object) -> Recorded:
    return desk.take("Decision", words, sender=COORDINATOR, **how)  # type: ignore[arg-type]


def rows(desk: ScratchDesk, case: str) -> tuple[Appointment, ...]:
    with desk.store.transaction() as tx:
        return tx.inspections.of_case(case)


def charges(desk: ScratchDesk) -> tuple[Charge, ...]:
    with desk.store.transaction() as tx:
        return tuple(tx.ledger.lines())


def booked(desk: ScratchDesk, when: str = "March 3, 2026 at 10", body: str = REQUEST) -> Recorded:
    recorded = desk.take(f"Inspection {when}", body, sender=LEE)
    assert recorded.decision.action == "accept", codes(recorded)
    return recorded


def cancelled_by_a_stranger(desk: ScratchDesk, **how: object) -> Recorded:
    words = "Please cancel the inspection for permit 26-104211-000-00-FA on March 3."
    recorded = desk.take("Inspection", words, sender=STRANGER, **how)  # type: ignore[arg-type]
    assert codes(recorded) == ["sender.unknown"]
    return recorded


def notice(recorded: Recorded) -> str:
    """The Message-ID of the letter that put it before the coordinators."""
    return next(letter.message_id for letter in letters(recorded) if letter.template == "referral_notice")


def told(recorded: Recorded) -> list[tuple[str, str]]:
    return [(letter.template, letter.to) for letter in letters(recorded)][1:]


def test_a_released_cancellation_runs_as_if_it_had_been_taken_then(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    booked(desk)
    referred = cancelled_by_a_stranger(desk, minutes=180)
    done = order(desk, f"Please release {referred.cases[0]}.", minutes=60 * 40)
    assert (done.decision.kind, done.decision.action) == ("coordinator_command", "accept")
    assert told(done) == [
        ("inspection_cancelled", "quentin@elsewhere.test"),
        ("inspection_cancelled", "lee@fernhill.example"),
        ("routed_cancellation", "alex.thornquill@city.example"),
    ]
    (charge,) = charges(desk)
    # 10:00 of the next day less 11:10: the release two days later changes nothing of it.
    assert (charge.notice_minutes, str(charge.hours)) == (22 * 60 + 50, "0.25")
    assert charge.message_id == "<m2@elsewhere.test>"
    assert done.charges == (charge.number,)
    assert rows(desk, "FPP-26-000001")[0].state == "cancelled"


@pytest.mark.parametrize(
    "words", ["OK to cancel, release it", "Approved.", "Hi,\n\nplease let it through\n\nPat"]
)
def test_the_answer_to_the_notice_needs_no_number(tmp_path: Path, words: str) -> None:
    desk = ScratchDesk(tmp_path)
    booked(desk)
    done = order(desk, words, in_reply_to=notice(cancelled_by_a_stranger(desk)))
    assert done.decision.action == "accept"
    assert rows(desk, "FPP-26-000001")[0].state == "cancelled"


@pytest.mark.parametrize("again", ["release {}", "deny {} because no", "release {}\nrelease {}"])
def test_what_was_released_is_not_decided_twice(tmp_path: Path, again: str) -> None:
    desk = ScratchDesk(tmp_path)
    booked(desk)
    case = cancelled_by_a_stranger(desk, minutes=180).cases[0]
    order(desk, f"release {case}")
    repeated = order(desk, again.format(case, case))
    assert repeated.decision.action == "ask"
    assert "decided before" in letters(repeated)[0].text
    assert told(repeated) == []
    assert len(charges(desk)) == 1


@pytest.mark.parametrize(
    "words",
    [
        "Do not release {}",
        "don't release {} yet",
        "Should we release {}?",
        "release {} once Lee agrees",
        "> release {}",
        "Lee wrote:\nrelease {}",
        "yes",
    ],
)
def test_what_is_no_plain_command_changes_nothing(tmp_path: Path, words: str) -> None:
    desk = ScratchDesk(tmp_path)
    booked(desk)
    referred = cancelled_by_a_stranger(desk)
    asked = order(desk, words.format(referred.cases[0]), in_reply_to=notice(referred))
    assert asked.decision.action == "ask"
    assert "release FPP-26-000123" in letters(asked)[0].text
    assert rows(desk, "FPP-26-000001")[0].state == "open"


def test_only_coordinators_release(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    booked(desk)
    case = cancelled_by_a_stranger(desk).cases[0]
    desk.take("Decision", f"release {case}", sender=STRANGER)
    forged = order(desk, f"release {case}", verdict="fail")
    assert codes(forged) == ["sender.unauthenticated"]
    assert rows(desk, "FPP-26-000001")[0].state == "open"


def test_a_refusal_is_told_with_the_coordinators_reason(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    booked(desk)
    case = cancelled_by_a_stranger(desk).cases[0]
    assert order(desk, f"deny {case}").decision.action == "ask"
    assert order(desk, f"deny {case} because ____").decision.action == "ask"
    refused = order(desk, f"Refuse {case} because you are not on this permit")
    assert told(refused) == [("request_refused", "quentin@elsewhere.test")]
    letter = letters(refused)[1].text
    assert "> you are not on this permit" in letter
    assert "FPP-26-000001" not in letter
    assert rows(desk, "FPP-26-000001")[0].state == "open"


def test_a_request_behind_a_hold_reaches_the_inspector_once_released(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    body = REQUEST.replace("26-104211", "26-099873").replace(
        "1200 SW Larkspur Ave, Suite 410", "2350 N Tamarack Way"
    )
    referred = desk.take("Morgan - March 6, 2026", body, sender=ADA)
    assert codes(referred) == ["hold.active"]
    done = order(desk, f"accept {referred.cases[0]}")
    assert told(done) == [
        ("inspection_answer", "ada@pinchbeck.example"),
        ("routed_request", "morgan.ashgrove@city.example"),
    ]
    assert rows(desk, referred.cases[0])[0].state == "open"


def test_a_day_that_has_passed_until_the_release_is_asked_again(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    referred = desk.take("Alex Thornquill - March 3, 2026", REQUEST.replace("104211", "999999"), sender=LEE)
    assert codes(referred) == ["permit.unknown"]
    done = order(desk, f"release {referred.cases[0]}", minutes=60 * 24 * 3)
    assert told(done) == [("inspection_answer", "lee@fernhill.example")]
    assert rows(desk, referred.cases[0])[0].state == "waiting"


def test_unproved_mail_is_taken_when_a_coordinator_vouches_for_it(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    unproved = desk.take("Alex Thornquill - March 6, 2026", REQUEST, sender=LEE, verdict="fail")
    done = order(desk, f"release {unproved.cases[0]}")
    assert told(done)[0] == ("inspection_answer", "lee@fernhill.example")
    assert [row.state for row in rows(desk, unproved.cases[0])] == ["open"]


def test_to_unproved_mail_a_refusal_sends_nothing(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    unproved = desk.take("Alex Thornquill - March 6, 2026", REQUEST, sender=LEE, verdict="fail")
    refused = order(desk, f"deny {unproved.cases[0]} because it is not from Lee")
    assert refused.decision.action == "accept"
    assert told(refused) == []


def test_several_in_one_mail_need_a_name_or_all(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    booked(desk, body=TWO)
    words = "Please cancel the inspections for permits 26-104211-000-00-FA and 26-104214-000-00-FA."
    letter = notice(desk.take("Inspections", words, sender=STRANGER, minutes=180))
    assert order(desk, "release it", in_reply_to=letter).decision.action == "ask"
    first = order(desk, "release FPP-26-000004", in_reply_to=letter)
    # The other part of the visit stands, so nothing is charged yet (D12).
    assert (first.decision.action, charges(desk)) == ("accept", ())
    assert order(desk, "release all", in_reply_to=letter).decision.action == "accept"
    assert [str(charge.hours) for charge in charges(desk)] == ["0.25"]


def test_a_request_that_nobody_can_take_goes_to_whom_the_coordinator_names(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    referred = desk.take("Inspection March 6, 2026", SPRINKLERS, sender=LEE)
    assert "inspector.no_backup" in codes(referred)
    case = referred.cases[0]
    assert "assign" in letters(order(desk, f"release {case}"))[0].text
    assert "is away" in letters(order(desk, f"assign {case} to Sasha"))[0].text
    done = order(desk, f"assign {case} to Tez")
    assert told(done) == [
        ("inspection_answer", "lee@fernhill.example"),
        ("routed_request", "terry.underlake@city.example"),
    ]
    assert (rows(desk, case)[0].state, rows(desk, case)[0].inspector) == ("open", "Terry Underlake")


def test_a_booked_inspection_changes_hands_and_everybody_hears(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    case = booked(desk, "March 6, 2026 at 10").cases[0]
    done = order(desk, f"Please assign {case} to Jord because Alex is at court")
    assert told(done) == [
        ("routed_request", "jordan.pellwether@city.example"),
        ("inspector_changed", "lee@fernhill.example"),
        ("routed_cancellation", "alex.thornquill@city.example"),
    ]
    entries = [
        b"METHOD:CANCEL" in letter.raw or b"method=CANCEL" in letter.raw for letter in done.letters[1:]
    ]
    assert entries == [False, False, True]
    assert all(b"text/calendar" in letter.raw for letter in done.letters[1:])
    assert rows(desk, case)[0].inspector == "Jordan Pellwether"
    again = order(desk, f"assign {case} to Jordan Pellwether")
    assert (again.decision.action, told(again)) == ("ask", [])


@pytest.mark.parametrize(("name", "says"), [("Fennimark", "Casey Fennimark, Noel"), ("Bob", "No inspector")])
def test_a_name_that_fits_two_or_none_assigns_nobody(tmp_path: Path, name: str, says: str) -> None:
    desk = ScratchDesk(tmp_path)
    case = booked(desk, "March 6, 2026 at 10").cases[0]
    asked = order(desk, f"assign {case} to {name}")
    assert asked.decision.action == "ask"
    assert says in " ".join(letters(asked)[0].text.split())
    assert rows(desk, case)[0].inspector == "Alex Thornquill"


def test_a_move_that_nobody_could_take_is_assigned_with_its_new_date(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    first = booked(desk, "March 12, 2026", SPRINKLERS)
    letter = letters(first)[0].message_id
    move = desk.take("Re: x", "Please move it to March 6.", sender=LEE, in_reply_to=letter)
    assert "inspector.no_backup" in codes(move)
    done = order(desk, f"assign {first.cases[0]} to Terry")
    assert done.decision.action == "accept"
    (standing,) = (row for row in rows(desk, first.cases[0]) if row.state == "open")
    assert (standing.day, standing.inspector) == (date(2026, 3, 6), "Terry Underlake")


def test_several_commands_are_each_answered_and_a_slip_is_named(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    booked(desk)
    case = cancelled_by_a_stranger(desk).cases[0]
    mixed = order(desk, f"release {case}\nassing FPP-26-000001 to Jordan\nrelease FPP-26-009999")
    text = letters(mixed)[0].text
    assert mixed.decision.action == "ask"
    assert f"{case} is released" in text
    assert "assing FPP-26-000001" in text
    assert "no case FPP-26-009999" in text


def test_the_notice_offers_the_commands_that_fit(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    booked(desk)
    referred = cancelled_by_a_stranger(desk)
    text = next(letter.text for letter in letters(referred) if letter.template == "referral_notice")
    assert f'"release {referred.cases[0]}"' in text
    assert f'"deny {referred.cases[0]} because ____"' in text
    assert "assign" not in text


# -- a case named where a charge or a waiting change is meant


def test_releasing_the_inspections_own_case_lets_the_waiting_cancellation_through(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    inspection = booked(desk).cases[0]
    cancelled_by_a_stranger(desk)
    done = order(desk, f"release {inspection}")
    assert done.decision.action == "accept"
    assert rows(desk, inspection)[0].state == "cancelled"


def test_a_charge_is_waived_by_the_case_that_has_only_one(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    case = booked(desk).cases[0]
    desk.take("Inspection", f"Please cancel {case}", sender=LEE, minutes=180)
    done = order(desk, f"waive {case} because of a gas leak")
    assert done.decision.action == "accept"
    assert [(str(line.hours), line.status) for line in charges(desk)] == [
        ("0.25", "logged"),
        ("-0.25", "waived"),
    ]
    assert order(desk, f"waive {case} because of a gas leak").decision.action == "ask"


def test_a_released_submittal_counts_as_received(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    words = "Our plans for the lobby of Harrow Point have 42 pages. How shall we send them?"
    referred = desk.take("Plan set over the page limit", words, sender=LEE, to=INTAKE)
    assert (referred.decision.kind, referred.decision.action) == ("permit_application", "refer")
    done = order(desk, f"release {referred.cases[0]}")
    assert done.decision.action == "accept"
    assert told(done) == [("application_received", "lee@fernhill.example")]
    assert "A coordinator of our office has looked at" in " ".join(letters(done)[1].text.split())
    with desk.store.transaction() as tx:
        case = tx.cases.case(referred.cases[0])
    assert case is not None
    assert case.state == "open"


# -- somebody who is an inspector and a coordinator


def test_a_coordinator_who_is_an_inspector_may_order_and_answer(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path, office={"coordinators": [COORDINATOR, "alex.thornquill@city.example"]})
    inspection = booked(desk)
    referred = cancelled_by_a_stranger(desk)
    both = "Alex Thornquill <alex.thornquill@city.example>"
    confirmed = desk.take(f"Re: [{inspection.cases[0]}]", "I'll be there at 9", sender=both)
    assert (confirmed.decision.kind, confirmed.decision.action) == ("inspector_update", "accept")
    ordered = desk.take("Decision", f"release {referred.cases[0]}", sender=both)
    assert (ordered.decision.kind, ordered.decision.action) == ("coordinator_command", "accept")
    assert rows(desk, inspection.cases[0])[0].state == "cancelled"
