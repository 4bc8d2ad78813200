"""Who gets which letter, and what stands in it."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from icalendar import Calendar

from bot.letters.day_sheet import SheetFacts, day_sheet_letter
from bot.letters.letter import Letter
from bot.letters.sender import about, friendly_name
from bot.letters.views import phone_link
from parsers.inspection.reading import DateReading, InspectorUpdate, RequestReading, TimeReading
from parsers.mail import Address
from rules.decision import Kind
from rules.finding import Action, Severity
from rules.inspection.facts import RequestDecision
from templates.letter_views import HistoryLine, StatusLine
from tests.factory.letters import (
    OFFICE,
    RECEIVED,
    REGISTRY,
    ZONE,
    a_charge,
    a_decision,
    a_finding,
    a_mail,
    a_request,
    a_submittal,
    an_appointment,
    an_update,
    inspectors_mail,
    letters,
    the_letter,
)

DANA, SAM = "dana.whitcomb@city.example", "sam.okafor@city.example"
COORDINATOR = "coordinator@city.example"


def recipients(found: tuple[Letter, ...]) -> list[tuple[str, tuple[str, ...]]]:
    return [(letter.template, letter.to) for letter in found]


def entry(letter: Letter, place: int = 0) -> tuple[str, str, int]:
    """Method, status and sequence of a calendar entry that goes with the letter."""
    calendar = Calendar.from_ical(letter.files[place].content)
    assert isinstance(calendar, Calendar)
    (event,) = calendar.events
    return str(calendar["method"]), str(event["status"]), event.sequence


def words(letter: Letter) -> str:
    return " ".join(letter.text.split())


def cancelled(**changes: object) -> RequestDecision:
    return a_request(
        **({"intent": "cancel", "state": "cancelled", "appointment": an_appointment()} | changes)
    )


def moved(**changes: object) -> RequestDecision:
    fields = {
        "intent": "reschedule",
        "appointment": an_appointment(),
        "day": date(2026, 3, 9),
        "time": "pm",
        "previous_day": date(2026, 3, 5),
        "previous_time": "09:00",
    }
    return a_request(**(fields | changes))


def asked(**changes: object) -> RequestDecision:
    finding = a_finding("contact.missing", Severity.ASK, where="phone")
    return a_request(**({"action": Action.ASK, "state": "waiting", "findings": (finding,)} | changes))


def referred(**changes: object) -> RequestDecision:
    finding = a_finding("hold.active", Severity.REFER, values={"kind": "stop_work_order"})
    return a_request(**({"action": Action.REFER, "state": "referred", "findings": (finding,)} | changes))


# --- requests ---------------------------------------------------------------------------------------------


def test_an_accepted_request_reaches_sender_and_inspector() -> None:
    found = letters(a_decision("inspection_request", a_request()))
    assert recipients(found) == [("inspection_answer", ("maria@acme.example",)), ("routed_request", (DANA,))]
    assert [letter.purpose for letter in found] == ["reply", "routed"]
    assert {letter.case for letter in found} == {"FPP-26-000123"}


def test_the_answer_says_what_was_understood_and_promises_no_visit() -> None:
    answer = letters(a_decision("inspection_request", a_request()))[0]
    for expected in (
        "Thursday, March 5, 2026 at 9:00 AM",
        "25-012345-000-00-FA",
        "1120 NW Couch St",
        "framing and insulation",
        "Lee Tran, 503-555-0142",
        "Dana Whitcomb, who will contact you to settle the time",
        "Cancelling is free until Wednesday, March 4, 2026, 9:00 AM",
        "secured or locked site somebody has to be there",
    ):
        assert expected in words(answer)
    assert "comes at" not in answer.text
    assert answer.subject == (
        "Inspection request received for Thursday, March 5, 2026 [FPP-26-000123] Re: Dana Whitcomb 3/5/2026"
    )


def test_the_answer_is_threaded_on_the_mail() -> None:
    mail = a_mail(references=("<m0@acme.example>",), in_reply_to="<m0@acme.example>")
    answer = letters(a_decision("inspection_request", a_request()), mail)[0]
    assert answer.in_reply_to == "<m1@acme.example>"
    assert answer.references == ("<m0@acme.example>", "<m1@acme.example>")


def test_a_ready_reply_of_the_inspector_names_the_case_and_the_time_asked_for() -> None:
    routed = letters(a_decision("inspection_request", a_request()))[1]
    links = [
        part.split('"')[0]
        for part in routed.html.split('href="')[1:]
        if part.startswith("mailto:inspections")
    ]
    replies = [parse_qs(urlsplit(link.replace("&amp;", "&")).query) for link in links if "body=" in link]
    assert [reply["subject"] for reply in replies] == [["Re: [FPP-26-000123]"]] * 7
    assert replies[0]["body"] == ["I will be there at 9:00 AM."]
    assert [reply["body"][0] for reply in replies[3:]] == [
        "Result: approved",
        "Result: partial approval",
        "Result: corrections needed",
        "Result: no access",
    ]


def test_the_inspector_gets_everything_for_the_site() -> None:
    routed = letters(a_decision("inspection_request", a_request()))[1]
    for expected in (
        "Gate code at the security desk.",
        "maria@acme.example",
        "77 NE Knott St",
        "8:15 AM (agreed)",
    ):
        assert expected in words(routed)
    assert 'href="tel:+15035550142"' in routed.html
    assert "> Please call Lee at 503-555-0142." in routed.text
    assert routed.text.index("8:15 AM") < routed.text.index("1:30 PM")
    assert "FPP-26-000121" not in routed.text


def test_the_entries_are_tentative_and_one_for_each_reader() -> None:
    answer, routed = letters(a_decision("inspection_request", a_request()))
    assert entry(answer) == entry(routed) == ("REQUEST", "TENTATIVE", 0)
    assert b"mailto:maria@acme.example" in answer.files[0].content
    assert b"dana.whitcomb" not in answer.files[0].content
    assert b"mailto:dana.whitcomb@city.example" in routed.files[0].content


def test_a_window_asked_for_is_the_length_of_the_entry() -> None:
    reading = RequestReading("request", time=TimeReading("8-10", "08:00", "10:00"))
    answer = letters(a_decision("inspection_request", a_request(time="08:00", reading=reading)))[0]
    assert b"DTEND;TZID=America/Los_Angeles:20260305T100000" in answer.files[0].content


def test_a_request_for_today_is_urgent_and_promises_nothing() -> None:
    request = a_request(urgent=True, day=date(2026, 3, 3), free_until=datetime(2026, 3, 2, 9, 0, tzinfo=ZONE))
    answer, routed = letters(a_decision("inspection_request", request))
    assert "This is for today." in words(answer)
    assert "can't promise" in words(answer)
    assert "is already over" in words(answer)
    assert routed.subject.startswith("URGENT, today: ")


def test_a_repeated_request_is_not_sent_to_the_inspector_again() -> None:
    repeat = a_request(state=None, findings=(a_finding("request.duplicate", Severity.NOTE),))
    found = letters(a_decision("inspection_request", repeat))
    assert [letter.template for letter in found] == ["inspection_answer"]
    assert "We have this already" in words(found[0])
    assert found[0].files == ()


def test_what_is_missing_is_asked_beside_what_was_understood() -> None:
    request = asked(contact_phone=None, proposed_day=date(2026, 3, 9))
    (answer,) = letters(a_decision("inspection_request", request))
    assert "No inspector has this request yet." in words(answer)
    assert "[Lee Tran - a phone number, please]" in words(answer)
    assert "The next working day is Monday, March 9, 2026." in words(answer)
    assert "    Contact phone:" in answer.text
    assert "Contact%20phone%3A" in answer.html
    assert "25-012345-000-00-FA" in answer.text


def test_a_proposed_permit_stands_in_the_ready_reply() -> None:
    finding = a_finding("permit.missing", Severity.ASK)
    request = asked(findings=(finding,), permit_number=None, proposed_permit="25-012345-000-00-FA")
    (answer,) = letters(a_decision("inspection_request", request))
    assert "    Permit number: 25-012345-000-00-FA" in answer.text


def test_one_letter_answers_every_request_of_a_mail() -> None:
    found = letters(a_decision("inspection_request", a_request(), asked(), referred()))
    assert [letter.template for letter in found] == [
        "inspection_answer",
        "routed_request",
        "referral_notice",
    ][:2]
    text = words(found[0])
    assert "Your mail held 3 requests." in text
    assert "passed on to Dana Whitcomb" in text
    assert "please answer" in text
    assert "a coordinator looks at it" in text
    assert "[FPP-26-000123 and 2 more]" in found[0].subject


def test_parts_of_one_visit_reach_the_inspector_in_one_letter() -> None:
    same = a_request(permit_number="25-012346-000-00-FA")
    elsewhere = a_request(building="Alder Tower", address="400 SW Alder St")
    found = letters(a_decision("inspection_request", a_request(), same, elsewhere))
    assert [(letter.template, letter.case) for letter in found[1:]] == [
        ("routed_request", "FPP-26-000123"),
        ("routed_request", "FPP-26-000125"),
    ]
    assert "25-012346-000-00-FA" in found[1].text
    assert [file.name for file in found[1].files] == ["FPP-26-000123.ics", "FPP-26-000124.ics"]


def test_an_answer_to_a_visits_letter_is_about_all_its_cases() -> None:
    same = a_request(permit_number="25-012346-000-00-FA")
    routed = letters(a_decision("inspection_request", a_request(), same))[1]
    assert "[FPP-26-000123, FPP-26-000124]" in routed.subject
    assert "subject=Re%3A%20%5BFPP-26-000123%2C%20FPP-26-000124%5D" in routed.html


def test_another_contact_for_an_open_appointment_is_told_as_that() -> None:
    request = a_request(appointment=an_appointment(), contact_name="Kim Park")
    answer, routed = letters(a_decision("inspection_request", request))
    assert "The new contact is on record" in words(answer)
    assert answer.subject.startswith("New contact noted")
    assert routed.subject.startswith("NEW CONTACT: ")
    assert entry(routed)[2] == 1


def test_another_contact_leaves_the_agreed_time_as_it_is() -> None:
    request = a_request(
        appointment=an_appointment(agreed_time=time(10, 30), sequence=1), contact_name="Kim Park"
    )
    answer, routed = letters(a_decision("inspection_request", request))
    assert "Date agreed: Thursday, March 5, 2026 at 10:30 AM" in words(answer)
    assert entry(answer) == entry(routed) == ("REQUEST", "CONFIRMED", 2)


def test_very_many_requests_give_a_letter_that_ends() -> None:
    requests = tuple(a_request(permit_number=f"25-{number:06d}-000-00-FA") for number in range(500))
    found = letters(a_decision("inspection_request", *requests))
    assert len(found) == 2
    assert "AND 480 MORE FROM THE SAME MAIL" in found[0].text
    assert "25-000499-000-00-FA" in found[0].text
    assert "25-000499-000-00-FA" in found[1].text
    assert all(len(letter.files) == 10 for letter in found)


def test_an_inspector_without_address_is_passed_to_the_coordinators() -> None:
    found = letters(a_decision("inspection_request", a_request(inspector_assigned="Nobody Known")))
    assert recipients(found)[1] == ("routed_request", (COORDINATOR,))
    assert "No mail address is on record for Nobody Known" in words(found[1])


# --- cancellations and moves ------------------------------------------------------------------------------


def test_a_cancellation_in_time_costs_nothing() -> None:
    found = letters(a_decision("inspection_cancellation", cancelled()))
    assert recipients(found) == [
        ("inspection_cancelled", ("maria@acme.example",)),
        ("routed_cancellation", (DANA,)),
    ]
    assert "This cancellation costs nothing." in words(found[0])
    assert entry(found[0]) == entry(found[1]) == ("CANCEL", "CANCELLED", 1)


def test_a_late_cancellation_shows_its_arithmetic() -> None:
    found = letters(a_decision("inspection_cancellation", cancelled(charge=a_charge())))
    text = words(found[0])
    for expected in (
        "Appointment: Wednesday, March 4, 2026, 8:00 AM",
        "Your mail arrived: Tuesday, March 3, 2026, 9:12 AM",
        "Notice: 22 hours 48 minutes (1,368 minutes)",
        "Rule: Less than 24 hours' notice: 0.25 hours",
        "Billed to: Northbank Properties (Iris Vogel)",
        "Reference number: NB-4471",
        "A coordinator looks over this charge",
    ):
        assert expected in text
    assert "costs nothing" not in text


def test_a_charge_after_the_start_says_so() -> None:
    charge = a_charge(
        notice_minutes=-95, hours=Decimal("0.50"), reason="inspector_en_route", needs_review=False
    )
    text = words(letters(a_decision("inspection_cancellation", cancelled(charge=charge)))[0])
    assert "Notice: none: 1 hour 35 minutes after the start" in text
    assert "The inspector was already on the way: 0.50 hours for the drive" in text
    assert "looks over this charge" not in text


def test_cancelling_what_no_inspector_knew_tells_none() -> None:
    request = cancelled(appointment=an_appointment(state="waiting"))
    found = letters(a_decision("inspection_cancellation", request))
    assert [letter.template for letter in found] == ["inspection_cancelled"]
    assert "gets word" not in found[0].text
    assert found[0].files == ()


def test_cancelling_twice_changes_nothing() -> None:
    request = cancelled(
        state=None,
        appointment=an_appointment(state="cancelled"),
        findings=(a_finding("cancellation.already_cancelled", Severity.NOTE),),
    )
    found = letters(a_decision("inspection_cancellation", request))
    assert [letter.template for letter in found] == ["inspection_cancelled"]
    assert "was cancelled before" in words(found[0])


def test_a_cancellation_that_fits_several_asks_which() -> None:
    finding = a_finding("cancellation.ambiguous", Severity.ASK)
    request = cancelled(
        action=Action.ASK,
        state=None,
        appointment=None,
        findings=(finding,),
        candidates=(an_appointment(), an_appointment(id=2, case="FPP-26-000130", day=date(2026, 3, 6))),
    )
    (answer,) = letters(a_decision("inspection_cancellation", request))
    assert answer.template == "inspection_answer"
    assert "Nothing has been cancelled yet." in words(answer)
    assert "FPP-26-000130: permit 25-012345-000-00-FA, Friday, March 6, 2026 at 9:00 AM" in words(answer)
    assert "Please cancel the inspection FPP-26-000130 on Friday, March 6, 2026." in unquote(answer.html)


def test_a_referred_cancellation_counts_from_its_receipt() -> None:
    request = cancelled(
        action=Action.REFER, state=None, findings=(a_finding("sender.unknown", Severity.REFER),)
    )
    answer = letters(a_decision("inspection_cancellation", request))[0]
    assert "Until then the inspection stands." in words(answer)
    assert "it counts from the moment your mail arrived: Tuesday, March 3, 2026, 9:12 AM" in words(answer)


def test_a_move_with_the_same_inspector_is_one_letter_to_him() -> None:
    found = letters(a_decision("inspection_reschedule", moved()))
    assert recipients(found) == [("inspection_moved", ("maria@acme.example",)), ("routed_move", (DANA,))]
    text = words(found[0])
    assert "moved from Thursday, March 5, 2026 at 9:00 AM to Monday, March 9, 2026 in the afternoon" in text
    assert entry(found[1]) == ("REQUEST", "TENTATIVE", 1)


def test_a_move_to_another_inspector_tells_both() -> None:
    found = letters(a_decision("inspection_reschedule", moved(inspector_assigned="Sam Okafor")))
    assert recipients(found)[1:] == [("routed_cancellation", (DANA,)), ("routed_request", (SAM,))]
    assert "Sam Okafor takes this inspection" in words(found[1])
    assert "Thursday, March 5, 2026" in found[1].subject
    assert entry(found[1])[0] == "CANCEL"
    assert entry(found[2]) == ("REQUEST", "TENTATIVE", 1)


def test_until_a_new_date_is_accepted_the_old_one_stands() -> None:
    request = moved(action=Action.ASK, findings=(a_finding("date.missing", Severity.ASK),), day=None)
    (answer,) = letters(a_decision("inspection_reschedule", request))
    assert answer.template == "inspection_answer"
    assert "the appointment on record stands" in words(answer)


def test_a_mail_that_cancels_one_and_asks_for_another_is_answered_once() -> None:
    found = letters(a_decision("inspection_cancellation", cancelled(), a_request(day=date(2026, 3, 9))))
    assert [letter.template for letter in found] == [
        "inspection_answer",
        "routed_cancellation",
        "routed_request",
    ]


# --- who may be written to --------------------------------------------------------------------------------


def test_an_unproved_sender_gets_nothing_and_coordinators_hear_at_once() -> None:
    finding = a_finding("sender.unauthenticated", Severity.REFER)
    request = a_request(action=Action.REFER, day=date(2026, 3, 4), findings=())
    decision = a_decision("inspection_request", request, findings=(finding,), answers_sender=False)
    found = letters(decision)
    assert recipients(found) == [("referral_notice", (COORDINATOR,))]
    assert "Nothing was sent to the sender." in words(found[0])


@pytest.mark.parametrize("action", [Action.IGNORE, Action.RECORD])
def test_what_is_ignored_or_recorded_is_not_answered(action: Action) -> None:
    assert letters(a_decision("automated", action=action)) == ()


@pytest.mark.parametrize(
    "sender", ["intake@fpp.example", "INTAKE@fpp.example", "inspections+k3@fpp.example", ""]
)
def test_our_own_addresses_are_never_answered(sender: str) -> None:
    assert letters(a_decision("question", action=Action.REFER), a_mail(sender=Address(sender))) == ()


@pytest.mark.parametrize(
    ("reply_to", "to"),
    [
        ("office@acme.example", "office@acme.example"),
        ("victim@elsewhere.example", "maria@acme.example"),
        ("x@sub.acme.example", "maria@acme.example"),
        (None, "maria@acme.example"),
    ],
)
def test_reply_to_counts_only_in_the_domain_of_from(reply_to: str | None, to: str) -> None:
    mail = a_mail(reply_to=Address(reply_to) if reply_to else None)
    found = letters(a_decision("question", action=Action.REFER), mail)
    assert recipients(found) == [("referral_acknowledged", (to,))]


@pytest.mark.parametrize(
    ("day", "is_told"), [(date(2026, 3, 3), True), (date(2026, 3, 4), True), (date(2026, 3, 5), False)]
)
def test_coordinators_hear_at_once_of_today_and_the_next_working_day(day: date, is_told: bool) -> None:
    found = letters(a_decision("inspection_request", referred(day=day)))
    assert ("referral_notice" in {letter.template for letter in found}) is is_told


def test_the_next_working_day_of_a_friday_is_monday() -> None:
    friday = datetime(2026, 3, 6, 10, 0, tzinfo=ZONE)
    decision = a_decision("inspection_request", referred(day=date(2026, 3, 9)), received_at=friday)
    assert the_letter(letters(decision), "referral_notice").purpose == "notice"


def test_a_day_that_was_only_read_counts_too() -> None:
    reading = RequestReading("request", date=DateReading("3/4", (date(2026, 3, 4),)))
    found = letters(a_decision("inspection_request", referred(day=None, reading=reading)))
    assert "referral_notice" in {letter.template for letter in found}


# --- inspectors' mail -------------------------------------------------------------------------------------


def updated(action: Action = Action.ACCEPT, **changes: object) -> tuple[Letter, ...]:
    update = an_update(action, **changes)
    return letters(a_decision("inspector_update", action=action, update=update), inspectors_mail())


def test_an_agreed_time_reaches_the_requester_at_once() -> None:
    found = updated()
    assert recipients(found) == [("update_echo", (DANA,)), ("inspection_confirmed", ("maria@acme.example",))]
    assert "Thursday, March 5, 2026 at 10:30 AM" in words(found[1])
    assert "Cancelling is free until Wednesday, March 4, 2026, 10:30 AM" in words(found[1])
    assert entry(found[0]) == entry(found[1]) == ("REQUEST", "CONFIRMED", 1)


def test_an_agreed_other_day_says_which_was_asked_for() -> None:
    found = updated(after=an_appointment(day=date(2026, 3, 6), agreed_time=time(8, 0)))
    assert "That is another day than you had asked for (Thursday, March 5, 2026)" in words(found[1])


def test_the_news_of_a_case_is_threaded_on_its_correspondence() -> None:
    decision = a_decision("inspector_update", update=an_update())
    thread = ("<m1@acme.example>", "<out1@fpp.example>")
    found = letters(decision, inspectors_mail(), threads={"FPP-26-000123": thread})
    assert found[1].in_reply_to == "<out1@fpp.example>"
    assert found[1].references == thread


def test_the_same_time_again_is_not_told_again() -> None:
    found = updated(
        before=an_appointment(agreed_time=time(10, 30)), after=an_appointment(agreed_time=time(10, 30))
    )
    assert [letter.template for letter in found] == ["update_echo"]


def test_a_time_agreed_for_a_visit_tells_each_requester_once() -> None:
    others = (
        an_appointment(id=2, case="FPP-26-000124", agreed_time=time(10, 30)),
        an_appointment(id=3, case="FPP-26-000125", agreed_time=time(10, 30), requester="bo@other.example"),
    )
    found = updated(others=others)
    assert recipients(found)[1:] == [
        ("inspection_confirmed", ("maria@acme.example",)),
        ("inspection_confirmed", ("bo@other.example",)),
    ]
    assert "FPP-26-000124" in found[1].text
    assert "FPP-26-000125" not in found[1].text


def test_a_decline_reaches_the_backup_and_the_requester() -> None:
    found = updated(
        update=InspectorUpdate("decline"),
        after=an_appointment(inspector="Sam Okafor", sequence=1),
        next_inspector="Sam Okafor",
    )
    assert recipients(found) == [
        ("update_echo", (DANA,)),
        ("routed_request", (SAM,)),
        ("inspector_changed", ("maria@acme.example",)),
    ]
    assert "You step in for Dana Whitcomb." in words(found[1])
    assert "Sam Okafor takes it over" in words(found[2])
    assert entry(found[0])[0] == "CANCEL"
    assert entry(found[1]) == ("REQUEST", "TENTATIVE", 1)


def test_a_decline_with_nobody_left_tells_requester_and_coordinators() -> None:
    found = updated(
        Action.REFER,
        update=InspectorUpdate("decline"),
        before=an_appointment(day=date(2026, 3, 4)),
        after=None,
    )
    assert recipients(found) == [
        ("update_echo", (DANA,)),
        ("inspector_changed", ("maria@acme.example",)),
        ("referral_notice", (COORDINATOR,)),
    ]
    assert "a coordinator finds a way" in words(found[0])
    assert "A coordinator of our office is looking for a way" in words(found[1])


@pytest.mark.parametrize("action", ["en_route", "result"])
def test_a_start_and_a_result_are_echoed_only(action: str) -> None:
    update = InspectorUpdate(action, result="partial")  # type: ignore[arg-type]
    found = updated(update=update)
    assert [letter.template for letter in found] == ["update_echo"]


def test_what_was_not_understood_changes_nothing_and_is_asked_back() -> None:
    found = updated(Action.ASK, update=InspectorUpdate(None), after=None)
    assert [letter.template for letter in found] == ["update_not_understood"]
    assert "Your mail has changed nothing" in words(found[0])
    assert "> 10:30" in found[0].text


def test_a_coordinators_command_is_echoed() -> None:
    mail = a_mail(sender=Address(COORDINATOR))
    found = letters(a_decision("coordinator_command"), mail, echo=("Charge C-26-00004 is waived.",))
    assert recipients(found) == [("update_echo", (COORDINATOR,))]
    assert "- Charge C-26-00004 is waived." in found[0].text


# --- submittals and the rest ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "template"),
    [
        (Action.ACCEPT, "application_received"),
        (Action.REJECT, "application_rejected"),
        (Action.REFER, "application_referred"),
        (Action.ASK, "application_asked"),
    ],
)
def test_a_submittal_is_answered_by_its_action(action: Action, template: str) -> None:
    found = letters(a_submittal(action))
    assert recipients(found) == [(template, ("maria@acme.example",))]
    assert "FPP Intake Form.pdf" in found[0].text
    assert "9f9f9f9f" in found[0].text


def test_a_rejection_groups_its_points_by_document_and_page() -> None:
    decision = a_submittal(
        Action.REJECT,
        a_finding("plans.color", Severity.REJECT, where=(7, 8), file="A1-A9 TI plans.pdf"),
        a_finding("plans.not_for_construction", Severity.REJECT, where=(2,), file="A1-A9 TI plans.pdf"),
        a_finding("reference_number.missing", Severity.REJECT, where="reference_number"),
        a_finding("plans.stamp_missing", Severity.REVIEW, where=(1,), file="A1-A9 TI plans.pdf"),
    )
    (letter,) = letters(decision)
    text = letter.text
    places = [
        text.index(part)
        for part in ("Application form: FPP Intake Form.pdf", "Page 2", "Plans: A1-A9 TI plans")
    ]
    assert places == sorted(places)
    assert text.index("  Page 2\n", places[2]) < text.index("  Pages 7 and 8\n")
    assert text.index("ALSO NOTICED") > text.index("  Pages 7 and 8\n")
    assert letter.subject.startswith("3 points to mend")


def test_files_for_the_sender_go_with_the_answer() -> None:
    from bot.letters.letter import LetterFile

    picture = LetterFile("where.png", "image/png", b"\x89PNG")
    (letter,) = letters(a_submittal(Action.REJECT), files=(picture,))
    assert letter.files == (picture,)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("building_registration", "The building is not registered yet"),
        ("permit_application", "This does not mean that the permit is set up"),
    ],
)
def test_received_is_not_promised_to_be_more(kind: Kind, expected: str) -> None:
    (letter,) = letters(a_submittal(Action.ACCEPT, kind=kind))
    assert expected in words(letter)


def test_a_status_inquiry_is_answered_from_the_record() -> None:
    status = (StatusLine("Permit 25-012345-000-00-FA", "Issued on March 2, 2026."),)
    history = (HistoryLine(RECEIVED, "Your request came in."),)
    (letter,) = letters(a_decision("status_inquiry"), status=status, history=history)
    assert letter.template == "status_answer"
    assert "Issued on March 2, 2026." in words(letter)
    assert "March 3, 9:12 AM: Your request came in." in words(letter)


def test_a_question_is_acknowledged_with_the_day_of_the_answer() -> None:
    (letter,) = letters(a_decision("question", action=Action.REFER))
    assert letter.template == "referral_acknowledged"
    assert "within 2 working days, that is by Thursday, March 5, 2026" in words(letter)


def test_another_program_is_named_kindly() -> None:
    finding = a_finding("program.other", Severity.REJECT, values={})
    (letter,) = letters(a_decision("other_program", action=Action.REJECT, findings=(finding,)))
    assert letter.template == "program_other"


def test_a_day_sheet_lists_the_day_in_order() -> None:
    records = (an_appointment(time="pm"), an_appointment(id=2, case="FPP-26-000124", agreed_time=time(8, 15)))
    facts = SheetFacts(REGISTRY.inspectors["Dana Whitcomb"], date(2026, 3, 5), records)
    letter = day_sheet_letter(facts, REGISTRY, OFFICE, "inspections@fpp.example")
    assert letter.to == (DANA,)
    assert letter.subject == "Your inspections on Thursday, March 5, 2026: 2"
    assert letter.text.index("8:15 AM") < letter.text.index("In the afternoon")


# --- small words ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("subject", "words_left"),
    [
        ("Dana 3/5", "Dana 3/5"),
        ("RE: Fwd: [EXTERNAL] AW: Dana 3/5", "Dana 3/5"),
        ("Re: Inspection request received [FPP-26-000123] Re: Dana 3/5", "Dana 3/5"),
        ("Re: Not cancelled yet: please answer [FPP-26-000123 and 2 more] Re: x", "x"),
        ("Re: How it stands [FPP-26-000123]", ""),
        ("re: " * 60, ""),
        ("", ""),
    ],
)
def test_the_senders_own_subject_is_found_again(subject: str, words_left: str) -> None:
    assert about(subject) == words_left


@pytest.mark.parametrize(
    ("name", "greeting"),
    [
        ("Maria Lopez", "Maria Lopez"),
        ("Lopez, Maria", "Maria Lopez"),
        ("Smith Construction, Inc.", ""),
        ("maria@acme.example", ""),
        ("No-Reply", ""),
        ("O'Brien, Máire", "Máire O'Brien"),
        ("", ""),
    ],
)
def test_people_are_greeted_and_companies_are_not(name: str, greeting: str) -> None:
    assert friendly_name(name) == greeting


@pytest.mark.parametrize(
    ("number", "link"),
    [
        ("+15035550142", "tel:+15035550142"),
        ("503-823-5996", "tel:+15038235996"),
        ("(503) 555-0142", "tel:+15035550142"),
        ("call me", ""),
        ("+1'\"><script>", ""),
    ],
)
def test_a_number_becomes_a_link_that_dials(number: str, link: str) -> None:
    assert phone_link(number) == link
