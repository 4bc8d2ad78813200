"""From mails about inspections to requests; the labelled corpus has many more (`test_inspection_corpus.py`)."""

from __future__ import annotations

import time as clock
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.inspection.read import read_inspection
from parsers.inspection.reading import InspectionReading, RequestReading
from parsers.inspection.types import read_types
from parsers.mail import Address, Mail
from tests.corpus.inspection import PEOPLE

OFFICE = ZoneInfo("America/Los_Angeles")
MONDAY = datetime(2026, 3, 2, 8, 14, tzinfo=OFFICE)
BODY = """Permit: 24-012345-000-00-FA
Address: 1220 SW 5th Ave, Suite 1200
Type: Electrical rough-in
Contact: Mike Hale 503-555-0142"""


def mail(subject: str = "Raman 3/4", body: str = BODY, signature: str = "") -> Mail:
    return Mail(
        "<1@lund.example>", subject, Address("casey@lund.example", "Casey Lund"), body, body, signature
    )


def reply(body: str) -> Mail:
    return replace(
        mail("Re: Inspection on Wednesday, March 4, 2026 [FPP-26-000125]", body), in_reply_to="<ours>"
    )


def read(one: Mail) -> InspectionReading:
    return read_inspection(one, MONDAY, PEOPLE)


def only(one: Mail) -> RequestReading:
    (request,) = read(one).requests
    return request


@pytest.mark.parametrize(
    "said", ["Suite is 1250, not 1200", "It's suite 1250", "Unit B-12, please", "Sorry, the 3rd floor."]
)
def test_a_suite_alone_in_a_reply_is_noted(said: str) -> None:
    request = only(reply(said))
    assert (request.intent, request.note, request.address) == ("request", said, None)


def test_a_suite_beside_its_street_is_no_note() -> None:
    assert only(reply("1220 SW 5th Ave, Suite 1250")).note == ""


def day(request: RequestReading) -> str | None:
    return request.date.problem or str(request.date.days[0]) if request.date else None


def test_the_request_as_taught_is_read_whole() -> None:
    request = only(mail())
    assert request.intent == "request"
    assert request.inspector and request.inspector.candidates == ("Priya Raman",)
    assert day(request) == "2026-03-04"
    assert request.permit and request.permit.number == "24-012345-000-00-FA"
    assert request.address and (request.address.key, request.address.suite) == ("1220 sw 5th", "1200")
    assert [(one.text, one.discipline) for one in request.types] == [("Electrical rough-in", "electrical")]
    assert (request.contact.name, request.contact.phone) == ("Mike Hale", "+15035550142")
    assert not request.contact.from_signature


@pytest.mark.parametrize(
    ("subject", "name"),
    [
        ("Hanson 3/4", "Hanson"),
        ("Bartholomew Crispin - March 4", "Bartholomew Crispin"),
        ("Pioneer Tower 3/4", None),
    ],
)
def test_a_subject_that_is_a_name_and_a_date_names_somebody(subject: str, name: str | None) -> None:
    request = only(mail(subject))
    assert (request.inspector.text if request.inspector else None) == name


@pytest.mark.parametrize("prefix", ["[EXTERNAL] ", "Fw: ", "AW: ", "RE: RE: ", "[EXT] Fwd: "])
def test_prefixes_do_not_change_what_is_read(prefix: str) -> None:
    assert only(mail(f"{prefix}Raman 3/4")) == only(mail())


def test_a_subject_that_disagrees_with_the_body_is_ambiguous_with_both_days() -> None:
    request = only(mail(body=f"Date: 3/6/26\n{BODY}"))
    assert request.date and request.date.problem == "ambiguous"
    assert [str(one) for one in request.date.days] == ["2026-03-04", "2026-03-06"]


def test_a_full_date_in_the_body_settles_a_vague_subject() -> None:
    assert day(only(mail("Raman next Thursday", f"Date: 3/12/26\n{BODY}"))) == "2026-03-12"


def test_two_inspectors_in_subject_and_body_are_both_candidates() -> None:
    request = only(mail(body=f"Inspector: Tom Fields\n{BODY}"))
    assert request.inspector and set(request.inspector.candidates) == {"Priya Raman", "Tom Fields"}


def test_an_inspector_who_is_only_mentioned_is_not_asked_for() -> None:
    request = only(mail("Inspection 3/4", f"Raman passed the other floor last week.\n{BODY}"))
    assert request.inspector is None


def test_the_bodys_contact_beats_the_signatures_switchboard() -> None:
    request = only(mail(signature="Casey Lund\nOffice 503-555-0100\nCell 503-555-0109"))
    assert request.contact.phone == "+15035550142"


def test_a_signature_is_the_last_resort_and_its_cell_beats_its_office() -> None:
    body = BODY.rpartition("\n")[0]
    request = only(
        mail(body=body, signature="Casey Lund\nOffice 503-555-0100\nFax 503-555-0101\nCell 503-555-0109")
    )
    assert (request.contact.name, request.contact.phone) == ("Casey Lund", "+15035550109")
    assert request.contact.from_signature


def test_a_named_contact_without_a_number_does_not_get_somebody_elses() -> None:
    body = BODY.replace(" 503-555-0142", "")
    request = only(mail(body=body, signature="Casey Lund\n503-555-0109"))
    assert (request.contact.name, request.contact.phone) == ("Mike Hale", None)


def test_a_broken_number_keeps_its_text() -> None:
    request = only(mail(body=BODY.replace("0142", "014")))
    assert (request.contact.phone, request.contact.phone_text) == (None, "503-555-014")


def test_words_about_access_become_the_note() -> None:
    assert only(mail(body=f"{BODY}\nGate code is 4411, check in with security.")).note.startswith(
        "Gate code is 4411"
    )


def test_several_disciplines_are_several_requests_and_share_the_rest() -> None:
    one, other = read(
        mail(body=BODY.replace("Electrical rough-in", "Electrical and plumbing rough-in"))
    ).requests
    assert [one.types[0].discipline, other.types[0].discipline] == ["electrical", "plumbing"]
    assert one.permit == other.permit
    assert one.contact == other.contact


def test_cancelling_one_permit_and_asking_for_another_are_two_requests() -> None:
    body = "Please cancel 24-012345-000-00-FA on 3/4 and schedule 25-104482-000-00-FA plumbing final on 3/6."
    requests = read(mail("Change", body)).requests
    assert [
        (one.intent, one.permit.short or one.permit.number, day(one)) for one in requests if one.permit
    ] == [
        ("cancel", "24-012345-000-00-FA", "2026-03-04"),
        ("request", "25-104482-000-00-FA", "2026-03-06"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "please cancel",
        "CANCEL",
        "cxl pls",
        "We need to call off the inspection",
        "we no longer need the inspection",
        "Please take us off the schedule",
        "Can you cancel this please?",
        "Not ready, have to cancel. Will call you next week to get back on the schedule.",
        "The tenant backed out so please cancel.",
        "inspection is cancelled",
        "hold off on tomorrow please",
        "Please don't come tomorrow",
        "Cancel if it's not too late",
        "Have to call this one off. Sorry!",
        "Scrub the inspection please",
        "Kill Thursday's inspection",
        "Stand down on the inspection for Thursday",
        "we need to back out of the inspection",
        "not happening Thursday, sorry",
        "No go for Thursday",
        "The inspection is off for tomorrow",
        "Please hold off until further notice",
    ],
)
def test_a_plain_word_cancels(body: str) -> None:
    assert only(reply(body)).intent == "cancel"


@pytest.mark.parametrize(
    "body",
    [
        "Please do NOT cancel",
        "we don't want to cancel it",
        "If we need to cancel we will call you",
        "What is your cancellation policy?",
        "To cancel, reply CANCEL to this message.",
        "Did you cancel our inspection?",
        "Is my inspection cancelled?",
        "The inspector cancelled on us last time",
        "we may have to cancel",
        "Cancel if it rains",
        "Thanks, see you then",
        "How late can we cancel without a charge?",
        "Please ignore my earlier cancellation",
        "We should not be charged for the late cancellation, your inspector told us to cancel.",
        "Disregard what my foreman said about cancelling, we are good for Thursday.",
        "Undo the cancellation, we do want the inspection",
        "Can we skip the rough inspection?",
        "It is not happening until Thursday, see you then",
    ],
)
def test_denied_imagined_or_reported_words_never_cancel(body: str) -> None:
    assert all(one.intent != "cancel" for one in read(reply(body)).requests)


def test_own_words_before_the_re_of_a_subject_count() -> None:
    mail = replace(reply(""), subject="CANCEL Re: Inspection request received [FPP-26-000125]")
    assert only(mail).intent == "cancel"


def test_our_own_letters_subject_never_cancels() -> None:
    mail = replace(reply("Thanks, what about the fee?"), subject="Antwort: Inspection cancelled: Thursday")
    assert all(one.intent != "cancel" for one in read(mail).requests)


def test_another_person_to_call_instead_is_no_move() -> None:
    assert only(reply("Call Lee at 503-555-0111 instead")).intent == "request"


@pytest.mark.parametrize("body", ["a" * 60_000, "cancel 3/5 " * 5_000, "move to " * 7_000])
def test_a_long_mail_without_a_stop_is_read(body: str) -> None:
    read(reply(body))


@pytest.mark.parametrize(
    ("body", "new", "old", "new_time", "old_time"),
    [
        ("move from Tuesday to Thursday", "2026-03-05", "2026-03-03", None, None),
        ("Please cancel Tuesday and do Thursday instead", "2026-03-05", "2026-03-03", None, None),
        ("Can we do Friday at 10 instead?", "2026-03-06", None, "10:00", None),
        ("2 pm instead of 9", None, None, "14:00", "09:00"),
        ("push to Friday", "2026-03-06", None, None, None),
        ("How about 3/6 at 2 instead?", "2026-03-06", None, "14:00", None),
        ("Please change from Tue 9am to Thu 2pm", "2026-03-05", "2026-03-03", "14:00", "09:00"),
        ("Make it Friday the 6th please", "2026-03-06", None, None, None),
        ("thursday at 10 works better for us", "2026-03-05", None, "10:00", None),
        ("We can't make Wednesday. Could you come Thursday?", "2026-03-05", "2026-03-04", None, None),
        ("Was: 3/4. Now: 3/6.", "2026-03-06", "2026-03-04", None, None),
    ],
)
def test_a_move_tells_old_from_new(
    body: str, new: str | None, old: str | None, new_time: str | None, old_time: str | None
) -> None:
    request = only(reply(body))
    assert request.intent == "reschedule"
    assert day(request) == new
    assert (str(request.previous_date.days[0]) if request.previous_date else None) == old
    assert (request.time.value if request.time else None) == new_time
    assert (request.previous_time.value if request.previous_time else None) == old_time


def test_a_reply_does_not_take_the_date_of_our_own_subject() -> None:
    request = only(reply("Contact is Al Green 503-555-0133"))
    assert request.date is None
    assert request.contact.name == "Al Green"


def test_a_reply_names_its_case() -> None:
    assert read(reply("Thursday")).cases == ("FPP-26-000125",)


def test_thanks_in_a_reply_asks_for_nothing() -> None:
    assert read(reply("Thanks, see you then!")).requests == ()


def test_what_was_passed_on_fills_what_the_forwarder_leaves_open() -> None:
    inner = mail("Fields 3/4", BODY)
    outer = replace(mail("Fwd: Fields 3/4", "Please schedule this for 3/6."), forwarded=(inner,))
    request = only(outer)
    assert day(request) == "2026-03-06"
    assert request.inspector and request.inspector.candidates == ("Tom Fields",)
    assert request.contact.name == "Mike Hale"


def test_tomorrow_in_a_mail_of_yesterday_is_today() -> None:
    sent = datetime(2026, 3, 1, 15, 0, tzinfo=OFFICE)
    inner = replace(mail("Raman tomorrow", BODY), date=sent)
    outer = replace(mail("Fwd: Raman tomorrow", "Please handle."), forwarded=(inner,))
    assert day(only(outer)) == "2026-03-02"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("rough-in electrical", [("rough-in electrical", "electrical")]),
        ("final on plumbing", [("final on plumbing", "plumbing")]),
        ("rough plumbing & mechanical", [("rough plumbing", "plumbing"), ("rough mechanical", "mechanical")]),
        ("framing/insulation inspection", [("framing", "building"), ("insulation", "building")]),
        ("gas line pressure test", [("gas line pressure test", "mechanical")]),
        ("wall cover", [("wall cover", None)]),
        ("please cancel the electrical one", [("electrical", "electrical")]),
        ("the final price at the Portland Building", []),
        ("the electrical permit", []),
        ("building inspector", []),
    ],
)
def test_types_have_the_discipline_that_is_sure(text: str, found: list[tuple[str, str | None]]) -> None:
    assert [(one.text, one.discipline) for one in read_types(text)] == found


def test_five_hundred_permits_are_five_hundred_requests_in_bounded_time() -> None:
    body = "\n".join(f"24-{n:06d}-000-00-FA electrical rough 3/4 at {100 + n} SW Main St" for n in range(500))
    begin = clock.process_time()
    assert len(read(mail("Finals", body)).requests) == 500
    assert clock.process_time() - begin < 20


@pytest.mark.parametrize(
    "piece",
    ["cancel ", "move ", "Tue or ", "24-", "(503) ", "A: b\n", "electrical and ", "Ortega ", "\u202e"],
)
def test_hostile_repetition_takes_bounded_time(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    begin = clock.process_time()
    read(mail(text[:10_000], text))
    assert clock.process_time() - begin < 20


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120), st.text(max_size=400))
def test_any_mail_is_read_without_a_crash(subject: str, body: str) -> None:
    read(mail(subject, body))


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("framing. casey 503-555-0142", "casey"),
        ("framing. jim brandt 503-555-0142", "jim brandt"),
        ("Ask for Reggie Pope. Reggie's cell is 503-555-0142", "Reggie Pope"),
        ("Contact is Big Ron's guy Eddie V., 503-555-0142", "Eddie V."),
        ("Thanks, Casey Lund, Lund Build 503-555-0142", "Casey Lund"),
        ("Llamar a Beto Robles al 503-555-0142", "Beto Robles"),
        ("Carmen Ibarra, x4410 or 503-555-0142", "Carmen Ibarra"),
        ("FIRST THING IF YOU CAN SWING IT. CALL ME 503-555-0142", "Casey Lund"),
        ("Please phone Ben Sato (master electrician) a day ahead on 503-555-0142", "Ben Sato"),
    ],
)
def test_the_person_beside_the_number_is_the_contact(said: str, name: str) -> None:
    found = only(mail(body=f"24-012345-000-00-FA, 1220 SW 5th Ave\n{said}")).contact
    assert (found.name, found.phone) == (name, "+15035550142")


def test_an_unknown_word_before_inspection_is_the_type_as_written() -> None:
    assert [one.text for one in only(mail(body="framng inspecton 24-012345-000-00-FA")).types] == [
        "framng inspecton"
    ]


@pytest.mark.parametrize(
    "said", ["schedule inspection", "next inspection", "another inspection", "fpp inspection"]
)
def test_an_ordinary_word_before_inspection_is_no_type(said: str) -> None:
    assert only(mail(body=f"{said} 24-012345-000-00-FA")).types == ()


def test_a_subject_of_fields_between_slashes_is_read() -> None:
    one = only(mail("Raman/framing/3-16/8am/24-012345/1220 SW 5th Ave #300/Casey Lund/503-555-0142", body=""))
    assert (day(one), one.time and one.time.value, one.contact.phone) == (
        "2026-03-16",
        "08:00",
        "+15035550142",
    )


def test_types_behind_the_last_of_two_permits_are_those_of_both() -> None:
    found = read(
        mail(body="24-012345-000-00-FA and 24-012346-000-00-FA, framing. Casey 503-555-0142")
    ).requests
    assert [[one.text for one in request.types] for request in found] == [["framing"], ["framing"]]


def test_two_inspectors_of_a_subject_have_turns() -> None:
    (one, *_) = read(mail("Raman 9am & Stone 1pm 3/4")).requests
    assert [(turn.person.candidates, turn.time and turn.time.value) for turn in one.turns] == [
        (("Priya Raman",), "09:00"),
        (("Will Stone",), "13:00"),
    ]


@pytest.mark.parametrize(
    ("body", "intent"),
    [
        ("Tell Rowan not to come tomorrow, 24-012345-000-00-FA", "cancel"),
        ("Not ready for Wednesday. 24-012345-000-00-FA", "cancel"),
        ("Please remove us from Thursday's schedule. 24-012345-000-00-FA", "cancel"),
        ("Inspection Friday canceled by GC, 24-012345-000-00-FA", "cancel"),
        ("Not ready for Tuesday. Friday please, 24-012345-000-00-FA", "reschedule"),
        ("Can we push insulation on 24-012345-000-00-FA from Monday to Tuesday?", "reschedule"),
        ("We moved the wall at grid 4 to the corridor. Framing 3/5, 24-012345-000-00-FA", "request"),
        ("Please drop by Wednesday for framing, 24-012345-000-00-FA", "request"),
        ("Don't forget Wednesday's framing, 24-012345-000-00-FA", "request"),
    ],
)
def test_what_is_called_off_in_a_roundabout_way_is_no_request(body: str, intent: str) -> None:
    assert only(mail("", body)).intent == intent
