"""Who hears of what somebody else cancels or moves, and what a stranger does not hear."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.letters.letter import Letter
from parsers.inspection.reading import RequestReading
from parsers.mail import Address
from rules.finding import Action, Severity
from rules.inspection.facts import RequestDecision
from tests.factory.letters import (
    a_charge,
    a_decision,
    a_finding,
    a_mail,
    a_request,
    an_appointment,
    letters,
)

DANA, COORDINATOR = "dana.whitcomb@city.example", "coordinator@city.example"
LEE = "lee@acme.example"


def recipients(found: tuple[Letter, ...]) -> list[tuple[str, tuple[str, ...]]]:
    return [(letter.template, letter.to) for letter in found]


def words(letter: Letter) -> str:
    return " ".join(letter.text.split())


def cancelled(**changes: object) -> RequestDecision:
    record = an_appointment(requester=LEE)
    return a_request(**({"intent": "cancel", "state": "cancelled", "appointment": record} | changes))


def moved(**changes: object) -> RequestDecision:
    record = an_appointment(requester=LEE)
    fields = {"intent": "reschedule", "state": "moved", "appointment": record, "day": date(2026, 3, 9)}
    return a_request(**(fields | changes))


# --- the first requester ----------------------------------------------------------------------------------


def test_the_first_requester_hears_who_cancelled_and_what_it_costs() -> None:
    note = a_finding("cancellation.late", Severity.NOTE)
    found = letters(a_decision("inspection_cancellation", cancelled(charge=a_charge(), findings=(note,))))
    assert recipients(found) == [
        ("inspection_cancelled", ("maria@acme.example",)),
        ("inspection_cancelled", (LEE,)),
        ("routed_cancellation", (DANA,)),
    ]
    text = words(found[1])
    assert "Maria Lopez (maria@acme.example) has cancelled this inspection, which you had asked for." in text
    assert "The mail arrived: Tuesday, March 3, 2026, 9:12 AM" in text
    assert "Charged: 0.25 hours" in text
    assert "Your mail" not in text
    assert "your cancellation" not in text
    assert found[1].in_reply_to is None
    assert b"METHOD:CANCEL" in found[1].files[0].content
    assert b"lee@acme.example" in found[1].files[0].content.replace(b"\r\n ", b"")


def test_the_first_requester_hears_of_a_move() -> None:
    found = letters(a_decision("inspection_reschedule", moved()))
    assert recipients(found)[:2] == [
        ("inspection_moved", ("maria@acme.example",)),
        ("inspection_moved", (LEE,)),
    ]
    assert "Maria Lopez (maria@acme.example) has moved this inspection, which you had asked for," in words(
        found[1]
    )
    assert b"METHOD:REQUEST" in found[1].files[0].content


def test_several_of_one_requester_are_one_letter() -> None:
    other = cancelled(appointment=an_appointment(id=2, requester=LEE), day=date(2026, 3, 6))
    found = letters(a_decision("inspection_cancellation", cancelled(), other))
    assert [letter.to for letter in found if letter.template == "inspection_cancelled"] == [
        ("maria@acme.example",),
        (LEE,),
    ]
    assert found[1].text.count("has cancelled this inspection") == 2


@pytest.mark.parametrize(
    "request_",
    [
        cancelled(appointment=an_appointment()),
        cancelled(appointment=an_appointment(requester="Maria@Acme.example")),
        cancelled(appointment=an_appointment(requester="intake@fpp.example")),
        cancelled(action=Action.REFER, state=None),
        cancelled(state=None),
        moved(action=Action.ASK, state=None),
        a_request(appointment=an_appointment(requester=LEE)),
    ],
)
def test_nobody_else_hears_where_nothing_changed_for_anybody_else(request_: RequestDecision) -> None:
    found = letters(a_decision("inspection_cancellation", request_))
    assert all(letter.to in {("maria@acme.example",), (DANA,), (COORDINATOR,)} for letter in found)


def test_a_reply_address_of_the_requester_is_told_once() -> None:
    mail = a_mail(reply_to=Address(LEE))
    found = letters(a_decision("inspection_cancellation", cancelled()), mail)
    assert [letter.to for letter in found] == [(LEE,), (DANA,)]


def test_an_inspector_no_longer_registered_is_passed_to_the_coordinators() -> None:
    record = an_appointment(inspector="Gone Person")
    for request in (
        cancelled(appointment=record, inspector_assigned="Gone Person"),
        moved(appointment=record, inspector_assigned="Gone Person"),
        moved(appointment=record, inspector_assigned="Dana Whitcomb"),
    ):
        found = letters(a_decision("inspection_cancellation", request))
        told = [letter for letter in found if letter.to == (COORDINATOR,)]
        assert len(told) == 1
        assert "No mail address is on record for Gone Person" in words(told[0])


# --- strangers --------------------------------------------------------------------------------------------


def strange(day: str = "2026-03-04") -> RequestDecision:
    values = {"sender": "x@evil.example", "intent": "cancel", "case": "FPP-26-000077", "day": day}
    return RequestDecision(
        intent="cancel",
        action=Action.REFER,
        reading=RequestReading("cancel"),
        findings=(a_finding("sender.unknown", Severity.REFER, values=values),),
        permit_number="25-012345-000-00-FA",
    )


def test_a_stranger_is_not_told_which_case_may_be_meant_but_coordinators_are() -> None:
    answer, notice = letters(a_decision("inspection_cancellation", strange()))
    assert "FPP-26-000077" not in answer.text + answer.html
    assert "March 4" not in words(answer)
    assert (notice.template, notice.to) == ("referral_notice", (COORDINATOR,))
    assert "What is on our list and may be meant: FPP-26-000077, Wednesday, March 4, 2026." in words(notice)


def test_the_day_of_what_a_stranger_means_decides_whether_coordinators_hear_at_once() -> None:
    assert len(letters(a_decision("inspection_cancellation", strange("2026-03-20")))) == 1


def test_anothers_request_is_nothing_for_the_senders_letter() -> None:
    values = {
        "permit_number": "25-012345-000-00-FA",
        "day": "2026-03-05",
        "case": "FPP-26-000077",
        "inspector": "Sam Okafor",
        "for_office_only": True,
    }
    note = a_finding("request.duplicate", Severity.NOTE, values=values)
    request = a_request(findings=(note,))
    answer = letters(a_decision("inspection_request", request))[0]
    assert "already" not in answer.text
    assert "FPP-26-000077" not in answer.text + answer.html
    referred = replace(request, action=Action.REFER, day=date(2026, 3, 4), state="referred")
    notice = letters(a_decision("inspection_request", referred))[-1]
    assert "Somebody else has asked for the same inspection" in words(notice)


@pytest.mark.parametrize("domain", ["gmail.com", "sub.comcast.net", "Yahoo.com"])
def test_reply_to_is_passed_over_where_anybody_may_have_an_address(domain: str) -> None:
    mail = a_mail(sender=Address(f"a@{domain}"), reply_to=Address(f"victim@{domain}"))
    found = letters(a_decision("question", action=Action.REFER), mail)
    assert recipients(found) == [("referral_acknowledged", (f"a@{domain}",))]
