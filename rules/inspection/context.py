"""What every rule on one mail about inspections is told: the facts, the settings, the calendar, the day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from rules.calendar import BusinessCalendar
from rules.finding import Action, Finding
from rules.inspection.facts import Appointment, InspectionFacts
from rules.inspection.parties import may_act_on
from rules.office import Office
from rules.policy import action_for, judged
from rules.registry import Registry


@dataclass(frozen=True, slots=True)
class Context:
    """The facts of one mail with what follows from them.

    `today`: the day of receipt in office time (D9). `named_cases`: cases that the sender's own words name.
    """

    facts: InspectionFacts
    office: Office
    calendar: BusinessCalendar
    today: date
    named_cases: frozenset[str] = frozenset()

    @classmethod
    def of(cls, facts: InspectionFacts, office: Office, named_cases: Iterable[str] = ()) -> Context:
        """The context of these facts; ValueError where the office names an unknown calendar."""
        today = facts.received_at.astimezone(office.timezone).date()
        return cls(facts, office, BusinessCalendar.of(office), today, frozenset(named_cases))

    @property
    def registry(self) -> Registry:
        return self.facts.registry

    @property
    def received(self) -> datetime:
        return self.facts.received_at

    @property
    def appointments(self) -> tuple[Appointment, ...]:
        return self.facts.appointments

    @property
    def cases(self) -> frozenset[str]:
        """The cases that the mail belongs to, by its thread or by its words."""
        return self.named_cases | frozenset(self.facts.thread_cases)

    def knowing(self, appointments: tuple[Appointment, ...]) -> Context:
        """The same, with the record as it has become by what the mail did so far."""
        return replace(self, facts=replace(self.facts, appointments=appointments))

    def sender_may(self, appointment: Appointment) -> bool:
        """Whether this mail may cancel, move or complete the appointment (D12)."""
        return self.facts.released or may_act_on(self.facts.sender, appointment, self.registry)

    def judged(self, findings: Iterable[Finding]) -> tuple[tuple[Finding, ...], Action]:
        """The findings with the office's severities, gravest first, and what they lead to."""
        graded = judged(findings, self.office.severity)
        return graded, action_for(graded)
