"""Whatever arrives, in whatever order and however often: a visit is charged once, and only with reason (D12)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.inspection.reading import InspectionReading, InspectorUpdate, RequestReading
from rules.inspection.decide import decide
from rules.inspection.facts import Appointment, ChargeLine, InspectionFacts, RequestDecision
from rules.inspection.update import apply_update
from tests.rules.inspection.world import (
    BUILDING_PERMIT,
    INSPECTORS,
    OFFICE,
    REQUESTER,
    SECOND_PERMIT,
    WEDNESDAY,
    ZONE,
    at,
    named,
    numbered,
    on,
    registry,
    request,
    typed,
)

REGISTRY = registry()
PERMITS = (BUILDING_PERMIT, SECOND_PERMIT)
DAYS = (date(2026, 3, 3), WEDNESDAY)
VISITED = ("open", "cancelled", "moved", "done")
FIRST = datetime(2026, 3, 2, 6, 0, tzinfo=ZONE)


@dataclass(frozen=True)
class Letter:
    """One mail that the ledger takes up: several requests, or an inspector's word."""

    received: datetime
    requests: tuple[RequestReading, ...] = ()
    update: InspectorUpdate | None = None


@dataclass
class Ledger:
    """What a store does with decisions, in as few lines as it can be done."""

    rows: dict[int, Appointment] = field(default_factory=dict)
    charges: list[tuple[Letter, RequestDecision, ChargeLine]] = field(default_factory=list)

    def take(self, letter: Letter) -> None:
        sender = INSPECTORS[0].email if letter.update else REQUESTER
        facts = InspectionFacts(REGISTRY, letter.received, sender, tuple(self.rows.values()))
        if letter.update is not None:
            decision = apply_update(letter.update, INSPECTORS[0], facts, OFFICE)
            for row in (decision.after, *decision.others):
                if row is not None:
                    self.rows[row.id] = row
            return
        for made in decide(InspectionReading(letter.requests), facts, OFFICE):
            self.write(letter, made)

    def write(self, letter: Letter, made: RequestDecision) -> None:
        if made.charge is not None:
            self.charges.append((letter, made, made.charge))
        old = made.appointment
        if old is not None and made.state in ("cancelled", "moved"):
            gone = replace(
                self.rows[old.id], state=made.state, charged=old.charged or made.charge is not None
            )
            self.rows[old.id] = replace(gone, cancelled_at=letter.received)
        if made.state in ("open", "moved") and (old is None or made.state == "moved"):
            self.add(letter, made)

    def add(self, letter: Letter, made: RequestDecision) -> None:
        number = len(self.rows) + 1
        self.rows[number] = Appointment(
            id=number,
            case=f"FPP-26-{number:06}",
            state="open",
            requester=REQUESTER,
            received_at=letter.received,
            inspector=made.inspector_assigned or "",
            day=made.day,
            time=made.time,
            permit_number=made.permit_number or "",
            building=made.building,
            types=made.types,
            discipline=made.discipline,
            reading=made.reading,
        )

    def visit(self, charge: ChargeLine) -> Iterator[Appointment]:
        for row in self.rows.values():
            same = (row.inspector, row.building, row.day)
            if (
                same == (charge.inspector, charge.building, charge.appointment_start.date())
                and row.state in VISITED
            ):
                yield row


def asked(permit: str, day: date, clock: str | None, kind: str) -> RequestReading:
    return request(
        permit=numbered(permit),
        date=on(day),
        time=at(clock) if clock else None,
        types=typed(kind),
        inspector=named("Dana Reyes"),
    )


PERMIT = st.sampled_from(PERMITS)
DAY = st.sampled_from(DAYS)
CLOCK = st.sampled_from([None, "am", "pm", "09:00", "14:00"])
WANTED = st.builds(asked, PERMIT, DAY, CLOCK, st.sampled_from(["framing", "drywall"]))
DROPPED = st.builds(
    lambda permit, day: RequestReading("cancel", permit=numbered(permit), date=on(day) if day else None),
    PERMIT,
    st.none() | DAY,
)
MOVED = st.builds(
    lambda permit, day, clock: RequestReading(
        "reschedule", permit=numbered(permit), date=on(day), time=at(clock) if clock else None
    ),
    PERMIT,
    DAY,
    CLOCK,
)
# From a good day before the first visit to the evening of the last one.
MINUTES = st.integers(0, 60 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))
ON_THE_DAY = st.sampled_from([datetime.combine(day, time(8, 30), tzinfo=ZONE) for day in DAYS])
WHOLE_VISIT = DAY.map(
    lambda day: tuple(RequestReading("cancel", permit=numbered(permit), date=on(day)) for permit in PERMITS)
)
MAIL = st.builds(Letter, MINUTES, st.lists(DROPPED | WANTED | MOVED, min_size=1, max_size=3).map(tuple))
DROPS = st.builds(Letter, MINUTES, WHOLE_VISIT | DROPPED.map(lambda row: (row,)))
ON_THE_WAY = st.builds(Letter, ON_THE_DAY, update=st.just(InspectorUpdate("en_route")))
AGREED = st.builds(
    Letter, MINUTES, update=st.builds(lambda day: InspectorUpdate("confirm", day=day, at=time(11)), DAY)
)


@st.composite
def histories(draw: st.DrawFn) -> list[Letter]:
    """Mails in order of receipt, mostly: some twice, some taken up in another order."""
    booked = draw(st.sets(st.tuples(PERMIT, DAY), min_size=1, max_size=3))
    early = [Letter(FIRST, (asked(permit, day, draw(CLOCK), "framing"),)) for permit, day in sorted(booked)]
    letters = draw(st.lists(DROPS | MAIL | DROPS | ON_THE_WAY | AGREED, min_size=2, max_size=8))
    letters = sorted(
        [*letters, *draw(st.lists(st.sampled_from(letters), max_size=3))], key=lambda row: row.received
    )
    if draw(st.booleans()):
        letters = draw(st.permutations(letters))
    return [*early, *letters]


@settings(max_examples=400, deadline=None)
@given(histories())
def test_a_visit_is_charged_once_and_only_when_it_is_given_up_late(letters: list[Letter]) -> None:
    ledger = Ledger()
    for letter in letters:
        seen = len(ledger.charges)
        ledger.take(letter)
        for mail, made, charge in ledger.charges[seen:]:
            check(ledger, mail, made, charge)
    visits = Counter(
        (row.inspector, row.building, row.appointment_start.date()) for _, _, row in ledger.charges
    )
    assert all(count == 1 for count in visits.values())
    assert sum(row.charged for row in ledger.rows.values()) == len(ledger.charges)


def check(ledger: Ledger, mail: Letter, made: RequestDecision, charge: ChargeLine) -> None:
    parts = list(ledger.visit(charge))
    elapsed = charge.appointment_start.astimezone(UTC) - mail.received.astimezone(UTC)
    assert made.intent == "cancel"
    assert made.state == "cancelled"
    assert not any(row.state in ("open", "done") for row in parts)
    en_route = any(row.en_route_at is not None and row.en_route_at <= mail.received for row in parts)
    assert en_route or elapsed < timedelta(hours=24)
    assert charge.hours == (Decimal("0.50") if en_route else Decimal("0.25"))
    assert charge.cancelled_at == mail.received
    assert charge.notice_minutes == elapsed // timedelta(minutes=1)
    assert {finding.code for finding in made.findings} & {"cancellation.late", "cancellation.en_route"}


@settings(max_examples=150, deadline=None)
@given(st.permutations(PERMITS), st.integers(-600, 3000), st.booleans())
def test_all_parts_of_a_visit_cancelled_in_any_order_cost_one_charge_or_none(
    order: list[str], minutes: int, together: bool
) -> None:
    """By one mail or by two of the same moment: the charge is that of the visit."""
    ledger = Ledger()
    for permit in PERMITS:
        ledger.take(Letter(FIRST, (asked(permit, WEDNESDAY, "09:00", "framing"),)))
    moment = datetime(2026, 3, 4, 9, 0, tzinfo=ZONE) - timedelta(minutes=minutes)
    drops = tuple(RequestReading("cancel", permit=numbered(permit)) for permit in order)
    for letter in [Letter(moment, drops)] if together else [Letter(moment, (drop,)) for drop in drops]:
        ledger.take(letter)
        ledger.take(letter)
    assert len(ledger.charges) == (1 if minutes < 24 * 60 else 0)
    for _, _, charge in ledger.charges:
        assert set(charge.permit_numbers) == set(PERMITS)
        assert charge.notice_minutes == minutes
