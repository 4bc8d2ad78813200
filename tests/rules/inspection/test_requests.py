from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from parsers.inspection.reading import ContactReading, PermitReading, RequestReading
from rules.finding import Action, Severity
from rules.office import Office
from rules.registry import Building, Hold, Inspector, Permit
from tests.rules.inspection.world import (
    BUILDING_PERMIT,
    BUILDINGS,
    ELECTRICAL_PERMIT,
    FRIDAY,
    INSPECTORS,
    MILL_PERMIT,
    MONDAY,
    SECOND_PERMIT,
    WEDNESDAY,
    ZONE,
    appointment,
    at,
    away,
    codes,
    decided,
    decided_one,
    facts,
    named,
    on,
    place,
    registry,
    request,
    typed,
)


def test_whole_request_is_accepted_as_it_was_asked() -> None:
    decision = decided_one(request(time=at("10:00")))
    assert decision.action is Action.ACCEPT
    assert decision.state == "open"
    assert decision.findings == ()
    assert (decision.inspector_requested, decision.inspector_assigned) == ("Dana Reyes", "Dana Reyes")
    assert (decision.day, decision.time) == (WEDNESDAY, "10:00")
    assert decision.permit_number == BUILDING_PERMIT
    assert decision.address == "1120 NW Couch St, Suite 300"
    assert (decision.building, decision.discipline) == ("Harbor Plaza", "building")
    assert (decision.contact_name, decision.contact_phone) == ("Pat Lane", "+15035550123")
    assert decision.free_until == datetime(2026, 3, 3, 10, 0, tzinfo=ZONE)
    assert not decision.urgent


def test_empty_mail_is_asked_for_everything_at_once() -> None:
    (decision,) = decided()
    assert decision.action is Action.ASK
    assert decision.state == "waiting"
    assert set(codes(decision)) == {
        "permit.missing",
        "address.missing",
        "date.missing",
        "type.missing",
        "inspector.missing",
        "contact.missing",
    }
    assert [finding.where for finding in decision.findings if finding.code == "contact.missing"] == [
        "name",
        "phone",
    ]


# --- permit -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("permit", "code", "action"),
    [
        (PermitReading("24-099999-000-00-FA", "24-099999-000-00-FA"), "permit.unknown", Action.REFER),
        (PermitReading("24-099999", short="24-099999"), "permit.unknown", Action.ASK),
        (PermitReading("1234567", looks_like="ivr"), "permit.malformed", Action.ASK),
        (PermitReading("CCB 123456", looks_like="ccb"), "permit.malformed", Action.ASK),
        (PermitReading("24-012345-000-00-CO", suffix="CO"), "program.other", Action.REJECT),
        (None, "permit.missing", Action.ASK),
    ],
)
def test_permit_number_that_leads_nowhere(permit: PermitReading | None, code: str, action: Action) -> None:
    decision = decided_one(request(permit=permit))
    assert code in codes(decision)
    assert decision.action is action


def test_another_programs_permit_is_redirected_and_nothing_else_is_asked() -> None:
    decision = decided_one(
        RequestReading("request", permit=PermitReading("24-012345-000-00-RS", suffix="RS"))
    )
    assert codes(decision) == {"program.other": "reject"}
    assert decision.state is None


def test_short_number_of_one_permit_is_that_permit() -> None:
    decision = decided_one(request(permit=PermitReading("24-012345", short="24-012345")))
    assert decision.action is Action.ACCEPT
    assert decision.permit_number == BUILDING_PERMIT


def test_short_number_of_several_permits_is_asked_with_all_of_them() -> None:
    twin = Permit("24-012345-001-00-FA", "Harbor Plaza", "1120 NW Couch St")
    known = facts(registry=registry(permits=(twin,)))
    decision = decided_one(request(permit=PermitReading("24-012345", short="24-012345")), known)
    assert decision.action is Action.ASK
    assert decision.permit_number is None
    assert decision.findings[0].values["candidates"] == (BUILDING_PERMIT, "24-012345-001-00-FA")


def test_short_number_of_several_permits_is_settled_by_the_trade() -> None:
    twin = Permit("24-012345-001-00-FA", "Harbor Plaza", "1120 NW Couch St", "electrical")
    known = facts(registry=registry(permits=(twin,)))
    reading = request(
        permit=PermitReading("24-012345", short="24-012345"),
        types=typed("rough-in", discipline="electrical"),
        inspector=None,
    )
    decision = decided_one(reading, known)
    assert decision.permit_number == "24-012345-001-00-FA"
    assert decision.inspector_assigned == "Lee Park"


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("application", "permit.not_issued"),
        ("under_review", "permit.not_issued"),
        ("approved_to_issue", "permit.not_issued"),
        ("issued", None),
        ("under_inspection", None),
        ("final", "permit.closed"),
        ("expired", "permit.closed"),
        ("void", "permit.closed"),
        ("cancelled", "permit.closed"),
        ("abandoned", "permit.closed"),
    ],
)
def test_only_an_issued_permit_is_inspected(status: str, code: str | None) -> None:
    permit = Permit(BUILDING_PERMIT, "Harbor Plaza", "1120 NW Couch St", status=status)  # type: ignore[arg-type]
    decision = decided_one(request(), facts(registry=registry(permits=(permit,))))
    assert decision.action is (Action.REJECT if code else Action.ACCEPT)
    assert set(codes(decision)) == ({code} if code else set())


def test_missing_permit_is_proposed_to_whoever_belongs_to_it() -> None:
    reading = request(permit=None, types=typed("rough-in", discipline="electrical"), inspector=None)
    known = facts(sender="someone@office.harbor.example")
    assert decided_one(reading, known).proposed_permit == ELECTRICAL_PERMIT
    assert decided_one(reading, facts(sender="curious@elsewhere.example")).proposed_permit is None


def test_missing_permit_is_not_proposed_where_two_are_open() -> None:
    assert decided_one(request(permit=None), facts(sender="robin@harbor.example")).proposed_permit is None


# --- address ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed_address", "code"),
    [
        ("1120 NW Couch Street", None),
        ("1120 nw couch, portland or 97209", None),
        ("1120 Couch St", None),
        ("1120 NW Cuoch St", None),
        ("1111 NW Davis St", None),
        ("The Harbor", None),
        ("harbor plaza", None),
        ("1120 NW Couch St Suite 450", "address.suite_differs"),
        ("1120 SW Couch St", "address.mismatch"),
        ("1121 NW Couch St", "address.mismatch"),
        ("715 S Bancroft St", "address.mismatch"),
    ],
)
def test_address_is_compared_with_the_permit(typed_address: str, code: str | None) -> None:
    decision = decided_one(request(address=place(typed_address)))
    assert set(codes(decision)) == ({code} if code else set())


@pytest.mark.parametrize("typed_address", ["0715 SW Bancroft St", "715 S Bancroft Street"])
def test_south_portland_has_two_names_for_a_house(typed_address: str) -> None:
    decision = decided_one(
        request(permit=PermitReading(MILL_PERMIT, MILL_PERMIT), address=place(typed_address))
    )
    assert decision.action is Action.ACCEPT
    assert decision.address == "0715 SW Bancroft St"


def test_missing_address_is_taken_from_the_permit() -> None:
    decision = decided_one(request(address=None))
    assert codes(decision) == {"address.missing": "note"}
    assert decision.address == "1120 NW Couch St, Suite 300"


def test_numbered_streets_never_pass_for_one_another() -> None:
    third = Building("Third", "Harbor Holdings", "500 SW 3rd Ave", building_inspector="Dana Reyes")
    permit = Permit("24-033333-000-00-FA", "Third", "500 SW 3rd Ave")
    known = facts(registry=registry(buildings=(third,), permits=(permit,)))
    reading = request(permit=PermitReading("x", "24-033333-000-00-FA"), address=place("500 SW 5th Ave"))
    assert codes(decided_one(reading, known)) == {"address.mismatch": "ask"}


def test_expired_registration_is_shown_to_staff_only() -> None:
    gone = replace(BUILDINGS[0], registered_until=date(2026, 3, 1))
    decision = decided_one(request(), facts(registry=registry(buildings=(gone,))))
    assert codes(decision) == {"building.registration_expired": "review"}
    assert decision.action is Action.ACCEPT


# --- inspector ----------------------------------------------------------------------------------------------


def test_no_inspector_named_is_settled_by_the_buildings_team() -> None:
    decision = decided_one(request(inspector=None))
    assert codes(decision) == {"inspector.missing": "note"}
    assert (decision.inspector_requested, decision.inspector_assigned) == (None, "Dana Reyes")


def test_no_inspector_named_and_none_on_the_team_is_asked() -> None:
    bare = replace(BUILDINGS[0], building_inspector="")
    decision = decided_one(request(inspector=None), facts(registry=registry(buildings=(bare,))))
    assert codes(decision) == {"inspector.missing": "ask"}


def test_a_role_is_the_buildings_own_inspector() -> None:
    decision = decided_one(request(inspector=named(text="bldg inspector", discipline="building")))
    assert decision.action is Action.ACCEPT
    assert (decision.inspector_requested, decision.inspector_assigned) == (None, "Dana Reyes")


def test_unknown_name_is_asked() -> None:
    decision = decided_one(request(inspector=named(text="Zebulon")))
    assert codes(decision) == {"inspector.unknown": "ask"}
    assert decision.inspector_assigned is None


def test_two_of_one_name_are_asked_with_both() -> None:
    other = Inspector("Dana Stone", "stone@city.example", disciplines=("building",))
    team = replace(BUILDINGS[0], building_inspector="Mo Chen")
    known = facts(registry=registry(inspectors=(other,), buildings=(team,)))
    decision = decided_one(request(inspector=named("Dana Reyes", "Dana Stone", text="Dana")), known)
    assert codes(decision) == {"inspector.ambiguous": "ask"}
    assert decision.findings[0].values["candidates"] == ("Dana Reyes", "Dana Stone")


def test_two_of_one_name_of_whom_one_is_on_the_team_is_that_one() -> None:
    other = Inspector("Dana Stone", "stone@city.example", disciplines=("building",))
    known = facts(registry=registry(inspectors=(other,)))
    decision = decided_one(request(inspector=named("Dana Stone", "Dana Reyes", text="Dana")), known)
    assert codes(decision) == {"inspector.inferred": "note"}
    assert (decision.inspector_requested, decision.inspector_assigned) == ("Dana Reyes", "Dana Reyes")


def test_two_of_one_name_of_whom_one_has_the_discipline_is_that_one() -> None:
    other = Inspector("Kim Stone", "stone@city.example", disciplines=("plumbing",))
    known = facts(registry=registry(inspectors=(other,)))
    decision = decided_one(request(inspector=named("Kim Stone", "Kim Vale", text="Kim")), known)
    assert codes(decision) == {"inspector.inferred": "note"}
    assert decision.inspector_assigned == "Kim Vale"


def test_inspector_outside_the_team_is_taken_as_named() -> None:
    decision = decided_one(request(inspector=named("Kim Vale")))
    assert decision.findings == ()
    assert decision.inspector_assigned == "Kim Vale"


def test_wrong_discipline_goes_to_the_team_and_is_shown() -> None:
    decision = decided_one(request(inspector=named("Lee Park")))
    assert codes(decision) == {"inspector.wrong_discipline": "review"}
    assert decision.action is Action.ACCEPT
    assert (decision.inspector_requested, decision.inspector_assigned) == ("Lee Park", "Dana Reyes")


def test_away_is_backed_up_in_order() -> None:
    decision = decided_one(request(), facts(registry=registry(absences=(away("Dana Reyes"),))))
    assert codes(decision) == {"inspector.unavailable": "note"}
    assert (decision.inspector_requested, decision.inspector_assigned) == ("Dana Reyes", "Mo Chen")


def test_backup_who_is_away_or_of_another_trade_is_passed_over() -> None:
    known = facts(registry=registry(absences=(away("Dana Reyes"), away("Mo Chen"))))
    assert decided_one(request(), known).inspector_assigned == "Kim Vale"
    electrical = request(
        permit=PermitReading("x", ELECTRICAL_PERMIT),
        inspector=None,
        types=typed("rough", discipline="electrical"),
    )
    known = facts(registry=registry(absences=(away("Lee Park"),)))
    assert decided_one(electrical, known).inspector_assigned == "Jo Park"


def test_no_backup_left_goes_to_a_coordinator() -> None:
    everybody = tuple(away(row.inspector) for row in INSPECTORS)
    decision = decided_one(request(), facts(registry=registry(absences=everybody)))
    assert codes(decision) == {"inspector.no_backup": "refer"}
    assert (decision.action, decision.state, decision.inspector_assigned) == (Action.REFER, "referred", None)


# --- date ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reading", "code", "proposed"),
    [
        (None, "date.missing", date(2026, 3, 3)),
        (on(text="ASAP"), "date.missing", date(2026, 3, 3)),
        (on(date(2026, 3, 4), date(2026, 3, 5)), "date.ambiguous", date(2026, 3, 3)),
        (on(date(2026, 3, 2), date(2026, 3, 9), problem="ambiguous"), "date.ambiguous", date(2026, 3, 3)),
        (on(problem="impossible", text="13/4"), "date.impossible", date(2026, 3, 3)),
        (on(date(2026, 3, 4), problem="weekday_mismatch"), "date.weekday_mismatch", date(2026, 3, 3)),
        (on(date(2026, 3, 1)), "date.past", date(2026, 3, 3)),
        (on(date(2026, 3, 7)), "date.closed_day", date(2026, 3, 9)),
        (on(date(2026, 5, 4)), "date.too_far", None),
        (on(date(9999, 12, 31)), "date.too_far", None),
    ],
)
def test_a_day_that_cannot_be_taken_is_asked(reading: object, code: str, proposed: date | None) -> None:
    decision = decided_one(request(date=reading))
    assert codes(decision) == {code: "ask"}
    assert decision.proposed_day == proposed
    assert decision.state == "waiting"
    assert decision.free_until is None


def test_the_last_day_of_the_horizon_is_taken() -> None:
    assert decided_one(request(date=on(date(2026, 5, 1)))).action is Action.ACCEPT


def test_presidents_day_offers_the_tuesday() -> None:
    known = facts(received_at=datetime(2026, 2, 13, 9, 0, tzinfo=ZONE))
    assert decided_one(request(date=on(date(2026, 2, 16))), known).proposed_day == date(2026, 2, 17)


@pytest.mark.parametrize(
    ("clock", "after"), [(time(6, 59), False), (time(7, 0), False), (time(7, 1), True), (time(16, 0), True)]
)
def test_same_day_is_accepted_as_urgent(clock: time, after: bool) -> None:
    known = facts(received_at=datetime.combine(MONDAY, clock, tzinfo=ZONE))
    decision = decided_one(request(date=on(MONDAY)), known)
    assert decision.action is Action.ACCEPT
    assert decision.urgent
    (finding,) = decision.findings
    assert finding.code == "date.same_day"
    assert (finding.values["same_day_cutoff"], finding.values["after_cutoff"]) == ("07:00", after)


def test_the_day_of_receipt_is_that_of_the_office() -> None:
    known = facts(received_at=datetime.fromisoformat("2026-03-05T06:30:00+00:00"))
    assert "date.same_day" in codes(decided_one(request(), known))


# --- types, contact, holds ----------------------------------------------------------------------------------


def test_several_trades_without_a_permit_are_several_requests() -> None:
    types = (
        *typed("rough plumbing", discipline="plumbing"),
        *typed("rough electrical", discipline="electrical"),
        *typed("final"),
    )
    plumbing, electrical = decided(request(permit=None, inspector=None, types=types))
    assert (plumbing.discipline, plumbing.types) == ("plumbing", ("rough plumbing",))
    assert (electrical.discipline, electrical.types) == ("electrical", ("rough electrical", "final"))
    assert (plumbing.inspector_assigned, electrical.inspector_assigned) == ("Ana Ortiz", "Lee Park")
    assert plumbing.reading.types != electrical.reading.types


def test_types_that_one_permit_covers_are_one_request() -> None:
    types = (
        *typed("framing", discipline="building"),
        *typed("ducts", discipline="mechanical"),
        *typed("final"),
    )
    decision = decided_one(request(types=types))
    assert (decision.discipline, decision.types) == ("building", ("framing", "ducts", "final"))


def test_another_trade_beside_the_permits_own_is_its_own_request_with_its_own_inspector() -> None:
    types = (*typed("framing", discipline="building"), *typed("rough-in", discipline="electrical"))
    framing, wiring = decided(request(types=types))
    assert (framing.discipline, framing.inspector_assigned) == ("building", "Dana Reyes")
    assert (wiring.discipline, wiring.inspector_assigned) == ("electrical", "Lee Park")
    assert codes(wiring) == {"inspector.missing": "note"}


@pytest.mark.parametrize(
    ("contact", "found"),
    [
        (ContactReading(None, "+15035550123", "503-555-0123"), [("contact.missing", "name")]),
        (ContactReading("Pat"), [("contact.missing", "phone")]),
        (ContactReading("Pat", None, "555-01"), [("contact.phone_malformed", "phone")]),
        (ContactReading("Pat", "+15035550123", "x", from_signature=True), [("contact.from_signature", None)]),
    ],
)
def test_contact_is_judged(contact: ContactReading, found: list[tuple[str, str | None]]) -> None:
    decision = decided_one(request(contact=contact))
    assert [(finding.code, finding.where) for finding in decision.findings] == found


@pytest.mark.parametrize(
    ("kind", "lifted", "severity"),
    [
        ("stop_work_order", None, "refer"),
        ("violation", None, "review"),
        ("billing", None, "review"),
        ("stop_work_order", MONDAY, None),
        ("stop_work_order", WEDNESDAY, "refer"),
    ],
)
def test_holds(kind: str, lifted: date | None, severity: str | None) -> None:
    hold = Hold("Harbor Plaza", kind, date(2026, 2, 1), lifted_on=lifted)  # type: ignore[arg-type]
    decision = decided_one(request(), facts(registry=registry(holds=(hold,))))
    assert codes(decision) == ({"hold.active": severity} if severity else {})


def test_requests_that_differ_only_in_their_types_are_parted_by_discipline() -> None:
    framing, wiring = decided(request(), request(types=typed("rough-in", discipline="electrical")))
    assert (framing.types, framing.inspector_assigned) == (("framing",), "Dana Reyes")
    assert (wiring.types, wiring.inspector_assigned) == (("rough-in",), "Lee Park")


def test_each_trade_may_have_an_inspector_of_its_own_under_one_permit() -> None:
    wiring = request(types=typed("rough-in", discipline="electrical"), inspector=named("Lee Park"))
    first, second = decided(request(), wiring)
    assert (first.inspector_assigned, second.inspector_assigned) == ("Dana Reyes", "Lee Park")
    assert (second.discipline, second.findings) == ("electrical", ())


def test_one_type_of_another_trade_alone_stays_with_the_permits_discipline() -> None:
    decision = decided_one(request(types=typed("rough-in", discipline="electrical")))
    assert (decision.discipline, decision.inspector_assigned) == ("building", "Dana Reyes")


# --- repeats ------------------------------------------------------------------------------------------------


def test_repeat_of_an_open_request_says_so_and_books_nothing() -> None:
    known = appointment(inspector="Mo Chen", agreed_time=time(9, 30))
    decision = decided_one(request(contact=ContactReading(), types=typed("Framing inspection")), facts(known))
    assert codes(decision) == {"request.duplicate": "note"}
    assert decision.action is Action.ACCEPT
    assert (decision.appointment, decision.state) == (known, None)
    assert decision.inspector_assigned == "Mo Chen"
    assert decision.contact_phone == "+15035550123"
    assert decision.free_until == datetime(2026, 3, 3, 9, 30, tzinfo=ZONE)


@pytest.mark.parametrize(
    "other",
    [
        appointment(types=("drywall",)),
        appointment(day=FRIDAY),
        appointment(permit_number=SECOND_PERMIT),
        appointment(state="cancelled"),
        appointment(state="done"),
    ],
)
def test_another_inspection_is_no_repeat(other: object) -> None:
    decision = decided_one(request(), facts(other))  # type: ignore[arg-type]
    assert "request.duplicate" not in codes(decision)
    assert decision.state == "open"


def test_the_same_request_twice_in_one_mail_is_one() -> None:
    assert len(decided(request(), request())) == 1
    assert len(decided(request(), request(note="see attached"))) == 1


def test_list_of_permits_is_judged_one_by_one() -> None:
    readings = [
        request(permit=PermitReading("x", number))
        for number in (BUILDING_PERMIT, SECOND_PERMIT, "24-099999-000-00-FA")
    ]
    assert [decision.action for decision in decided(*readings)] == [
        Action.ACCEPT,
        Action.ACCEPT,
        Action.REFER,
    ]


def test_free_until_is_that_of_the_whole_visit() -> None:
    early = request(permit=PermitReading("x", SECOND_PERMIT), time=at("09:00"))
    late = request(time=at("14:00"))
    assert {row.free_until for row in decided(late, early)} == {datetime(2026, 3, 3, 9, 0, tzinfo=ZONE)}


def test_free_until_is_elapsed_time_across_the_clock_change() -> None:
    known = facts(received_at=datetime(2026, 3, 5, 9, 0, tzinfo=ZONE))
    decision = decided_one(request(date=on(date(2026, 3, 9)), time=at("00:30")), known)
    assert decision.free_until == datetime.fromisoformat("2026-03-07T23:30:00-08:00")


def test_office_may_soften_a_code_but_never_gets_an_unsure_day_accepted() -> None:
    soft = Office(severity={"date.ambiguous": Severity.NOTE, "inspector.unknown": Severity.OFF})
    assert decided_one(request(date=on(WEDNESDAY, FRIDAY)), office=soft).action is Action.REFER
    assert decided_one(request(inspector=named(text="Nobody")), office=soft).action is Action.REFER


def test_mail_of_doubtful_origin_only_reaches_a_coordinator() -> None:
    decision = decided_one(request(), facts(sender_is_authenticated=False))
    assert decision.action is Action.REFER
    assert decision.state == "referred"
    assert decision.findings[0].code == "sender.unauthenticated"
