from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

from parsers.inspection.reading import ContactReading, DateReading, PermitReading, RequestReading
from tests.storage.stores import NOW, appointment, scratch_store


def test_an_appointment_comes_back_as_it_went_in(tmp_path: Path) -> None:
    store = scratch_store(tmp_path)
    reading = RequestReading(
        "request",
        date=DateReading("March 4", (date(2026, 3, 4),)),
        permit=PermitReading("26-000123", short="26-000123"),
        contact=ContactReading("Bo", "+15035550100"),
    )
    asked = appointment(
        reading=reading, agreed_time=time(10, 30), en_route_at=NOW, types=("framing",), discipline="building"
    )
    with store.transaction() as tx:
        kept = tx.inspections.add(asked, None, NOW)
    with store.reading() as tx:
        (found,) = tx.inspections.of_case("FPP-26-000001")
    assert found == kept == replace(asked, id=kept.id)


def test_the_rest_of_a_visit_comes_along(tmp_path: Path) -> None:
    store = scratch_store(tmp_path)
    with store.transaction() as tx:
        tx.inspections.add(appointment(), None, NOW)
        other = appointment(
            case="FPP-26-000002", requester="zoe@other.example", permit_number="26-000999-000-00-FA"
        )
        tx.inspections.add(other, None, NOW)
        tx.inspections.add(replace(other, case="FPP-26-000003", day=date(2026, 3, 9)), None, NOW)
        found = tx.inspections.meant_by(permits=["26-000123-000-00-FA"], since=NOW)
    assert [row.case for row in found] == ["FPP-26-000001", "FPP-26-000002"]


def test_what_is_long_over_is_not_meant_any_more(tmp_path: Path) -> None:
    store = scratch_store(tmp_path)
    with store.transaction() as tx:
        tx.inspections.add(appointment(state="cancelled"), None, NOW)
        assert len(tx.inspections.meant_by(people=["ann@builder.example"], since=NOW)) == 1
        assert tx.inspections.meant_by(people=["ann@builder.example"], since=NOW + timedelta(days=1)) == ()
