"""The answers that our letters have ready are understood when they come back."""

from __future__ import annotations

import re
from datetime import date, time
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.letters.letter import Letter
from parsers.inspection.read import read_inspection
from parsers.inspection.reading import RequestReading
from parsers.inspection.update import read_update
from rules.finding import Action, Severity
from tests.factory.letters import (
    RECEIVED,
    REGISTRY,
    a_decision,
    a_finding,
    a_mail,
    a_request,
    an_appointment,
    letters,
    the_letter,
)

LINK = re.compile(r'href="(mailto:[^"]+)">([^<]+)<')


def ready(letter: Letter, label: str, place: int = 0) -> tuple[str, str]:
    """Subject and body of the ready reply with that label."""
    links = [unescape(link) for link, words in LINK.findall(letter.html) if words == label]
    query = parse_qs(urlsplit(links[place]).query)
    return query["subject"][0], query["body"][0].replace("\r\n", "\n")


def understood(subject: str, body: str) -> tuple[RequestReading, tuple[str, ...]]:
    mail = a_mail(subject=subject, new_text=body, text=body, in_reply_to="<out1@fpp.example>")
    reading = read_inspection(mail, RECEIVED, REGISTRY.people)
    (request,) = reading.requests
    return request, reading.cases


def test_the_ready_cancellation_cancels() -> None:
    answer = letters(a_decision("inspection_request", a_request()))[0]
    request, cases = understood(*ready(answer, "Cancel this inspection"))
    assert request.intent == "cancel"
    assert request.date is not None
    assert request.date.days == (date(2026, 3, 5),)
    assert cases == ("FPP-26-000123",)


@pytest.mark.parametrize(("filled", "days"), [("March 9", (date(2026, 3, 9),)), ("____", ())])
def test_the_ready_move_moves_only_where_it_was_filled_in(filled: str, days: tuple[date, ...]) -> None:
    answer = letters(a_decision("inspection_request", a_request()))[0]
    subject, body = ready(answer, "Move this inspection")
    request, cases = understood(subject, body.replace("____", filled))
    assert request.intent == "reschedule"
    assert (request.date.days if request.date else ()) == days
    assert cases == ("FPP-26-000123",)


def test_the_ready_choice_among_several_names_the_one() -> None:
    request = a_request(
        intent="cancel",
        action=Action.ASK,
        state=None,
        findings=(a_finding("cancellation.ambiguous", Severity.ASK),),
        candidates=(an_appointment(), an_appointment(id=2, case="FPP-26-000130", day=date(2026, 3, 6))),
    )
    answer = the_letter(letters(a_decision("inspection_cancellation", request)), "inspection_answer")
    chosen, cases = understood(*ready(answer, "this one", 1))
    assert chosen.intent == "cancel"
    assert cases == ("FPP-26-000130",)


def test_the_lines_to_fill_in_are_read_by_their_labels() -> None:
    codes = (
        "date.missing",
        "permit.missing",
        "address.missing",
        "type.missing",
        "contact.missing",
        "inspector.unknown",
    )
    findings = tuple(a_finding(code, Severity.ASK) for code in codes)
    request = a_request(action=Action.ASK, state="waiting", findings=findings)
    answer = letters(a_decision("inspection_request", request))[0]
    subject, body = ready(answer, "Open this reply")
    answers = {
        "Inspector": "Dana Whitcomb",
        "Date": "3/9/2026",
        "Permit number": "25-012345-000-00-FA",
        "Address": "1120 NW Couch St",
        "Type of inspection": "framing",
        "Contact name": "Lee Tran",
        "Contact phone": "503-555-0142",
    }
    assert [line.rstrip(":") for line in body.split("\n")] == list(answers)
    filled = "\n".join(f"{label}: {words}" for label, words in answers.items())
    read, _ = understood(subject, filled)
    assert read.intent == "request"
    assert read.inspector is not None
    assert read.inspector.candidates == ("Dana Whitcomb",)
    assert read.date is not None
    assert read.date.days == (date(2026, 3, 9),)
    assert read.permit is not None
    assert read.permit.number == "25-012345-000-00-FA"
    assert [kind.text for kind in read.types] == ["framing"]
    assert (read.contact.name, read.contact.phone) == ("Lee Tran", "+15035550142")


@pytest.mark.parametrize(
    ("label", "action", "result"),
    [
        ("Confirm a time", "confirm", None),
        ("On my way", "en_route", None),
        ("I can&#39;t take it", "decline", None),
        ("Done: approved", "result", "approved"),
        ("Done: partial approval", "result", "partial"),
        ("Done: corrections", "result", "correction"),
        ("No access", "result", "no_access"),
    ],
)
def test_every_ready_reply_of_an_inspector_is_understood(label: str, action: str, result: str | None) -> None:
    same_visit = a_request(permit_number="25-012346-000-00-FA")
    routed = letters(a_decision("inspection_request", a_request(), same_visit))[1]
    subject, body = ready(routed, label)
    update = read_update(a_mail(subject=subject, new_text=body, text=body), RECEIVED)
    assert (update.action, update.result) == (action, result)
    assert update.at == (time(9, 0) if action == "confirm" else None)
    assert update.cases[:1] == ("FPP-26-000123",)


def test_a_time_that_was_not_filled_in_agrees_to_nothing() -> None:
    routed = letters(a_decision("inspection_request", a_request(time=None)))[1]
    subject, body = ready(routed, "Confirm a time")
    assert "____" in body
    assert read_update(a_mail(subject=subject, new_text=body, text=body), RECEIVED).at is None
