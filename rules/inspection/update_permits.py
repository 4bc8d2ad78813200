"""Which cases an inspector's mail means that names a permit, as answers to a day sheet do."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from rules.inspection.facts import Appointment

ANSWERABLE = frozenset({"open", "done"})


def cases_on_permits(
    permits: Collection[str], inspector: str, day: date, appointments: Iterable[Appointment]
) -> tuple[str, ...]:
    """The cases of that inspector's inspections on these permits: those of that day, else open ones of any day.

    Where the inspector has none there, those of others: so that the rules see that it is not their visit.
    """
    named = [row for row in appointments if row.permit_number in permits and row.state in ANSWERABLE]
    own = [row for row in named if row.inspector == inspector] or named
    of_day = [row for row in own if row.day == day]
    meant = of_day or [row for row in own if row.state == "open"]
    return tuple(dict.fromkeys(row.case for row in meant))
