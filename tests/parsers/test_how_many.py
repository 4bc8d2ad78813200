""" "Both", "all": whether a command is about several inspections."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from parsers.inspection.read import read_inspection
from parsers.inspection.reading import RequestReading
from parsers.mail import Address, Mail
from tests.corpus.inspection import PEOPLE

RECEIVED = datetime(2026, 3, 2, 8, 14, tzinfo=ZoneInfo("America/Los_Angeles"))


def read(body: str, subject: str = "Inspections") -> tuple[RequestReading, ...]:
    mail = Mail("<1@lund.example>", subject, Address("casey@lund.example", "Casey Lund"), body, body)
    return read_inspection(mail, RECEIVED, PEOPLE).requests


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("Please cancel both inspections for 26-104211", 2),
        ("Please cancel both.", 2),
        ("Cancel both of them please", 2),
        ("cancel all inspections on that permit", 0),
        ("Please cancel all of our inspections for 26-104211-000-00-FA.", 0),
        ("We need to cancel all our framing inspections on 3/4", 0),
        ("Please cancel all three inspections on 26-104211", 3),
        ("Please cancel the two inspections for 26-104211", 2),
        ("Please cancel everything for 26-104211", 0),
        ("Please cancel them all", 0),
        ("Both inspections for 26-104211 need to be cancelled", 2),
        ("Please cancel every inspection under 26-104211", 0),
    ],
)
def test_a_lot_is_counted(body: str, count: int) -> None:
    (request,) = read(body)
    assert (request.intent, request.all_of_them, request.how_many) == ("cancel", True, count)


@pytest.mark.parametrize(
    "body",
    [
        "Please cancel the inspection for 26-104211",
        "Please cancel the inspection for 26-104211. Thanks for all your help.",
        "Please cancel the inspection after all",
        "Please cancel the inspection, that's all.",
        "Please cancel the inspection on 3/4, we are not ready at all.",
        "Please cancel all inspections but the framing for 26-104211",
        "Please cancel all inspections except 3/4 for 26-104211",
        "Please cancel all the other inspections for 26-104211",
        "Please cancel the framing inspection 26-104211, leave both others as they are",
        "Please cancel 26-104211 tomorrow, we were rained out all day",
        "All drawings are on site. Please cancel the inspection for 26-104211",
        "We need both a framing and an electrical inspection for 26-104211 on 3/4",
    ],
)
def test_no_lot_is_made_of_idioms_and_exceptions(body: str) -> None:
    assert not any(request.all_of_them for request in read(body))


def test_a_number_counts_the_list_that_the_mail_gives() -> None:
    readings = read(
        "Please cancel both inspections:\n26-104211-000-00-FA on 3/4\n26-104215-000-00-FA on 3/5\n"
    )
    assert len(readings) == 2
    assert not any(reading.all_of_them for reading in readings)


def test_both_are_moved() -> None:
    (request,) = read("Please move both inspections for 26-104211 to Friday 3/6")
    assert (request.intent, request.all_of_them, request.how_many) == ("reschedule", True, 2)


def test_very_long_sentences_are_read_in_time() -> None:
    assert read("cancel " + "all the " * 20_000)
