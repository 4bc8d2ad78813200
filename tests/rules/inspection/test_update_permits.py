"""Which of an inspector's own cases a mail means that names a permit."""

from __future__ import annotations

from datetime import date

from rules.inspection.update_permits import cases_on_permits
from tests.storage.stores import appointment

DANA, DAY = "Dana Quill", date(2026, 3, 4)
PERMIT = "26-000123-000-00-FA"


def cases(*rows: object) -> tuple[str, ...]:
    return cases_on_permits({PERMIT}, DANA, DAY, rows)  # type: ignore[arg-type]


def test_the_visit_of_the_day_goes_before_one_of_another_day() -> None:
    later = appointment(case="FPP-26-000002", day=date(2026, 3, 9))
    assert cases(later, appointment()) == ("FPP-26-000001",)
    assert cases(later) == ("FPP-26-000002",)


def test_what_is_on_another_permit_is_not_meant() -> None:
    assert cases(appointment(permit_number="26-000124-000-00-FA")) == ()


def test_anothers_visit_is_meant_only_where_the_inspector_has_none() -> None:
    others = appointment(inspector="Sam Orr")
    assert cases(others) == ("FPP-26-000001",)
    assert cases(others, appointment(case="FPP-26-000002")) == ("FPP-26-000002",)


def test_a_result_of_the_day_can_be_put_right_and_an_old_one_is_not_meant() -> None:
    assert cases(appointment(state="done")) == ("FPP-26-000001",)
    assert cases(appointment(state="done", day=date(2026, 3, 2))) == ()
