"""What every rule on one mail about inspections is told: the facts, the settings, the calendar, the day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from parsers.inspection.answers import Answer
from rules.calendar import BusinessCalendar
from rules.finding import Action, Finding, Severity
from rules.inspection.facts import Appointment, InspectionFacts, OpenQuestion
from rules.inspection.parties import may_act_on, may_see
from rules.office import Office
from rules.policy import action_for, judged
from rules.registry import Registry


@dataclass(frozen=True, slots=True)
class Context:
    """The facts of one mail with what follows from them.

    `today`: the day of receipt in office time (D9), of the release where a coordinator let the mail take effect.
    `named_cases`: cases with appointments that the sender's own words name, and such as nobody knows;
    `mentioned`: those with nothing but a question, too. `answer`: what the mail says to a question of ours.
    """

    facts: InspectionFacts
    office: Office
    calendar: BusinessCalendar
    today: date
    named_cases: frozenset[str] = frozenset()
    mentioned: frozenset[str] = frozenset()
    answer: Answer | None = None

    @classmethod
    def of(
        cls,
        facts: InspectionFacts,
        office: Office,
        named_cases: Iterable[str] = (),
        answer: Answer | None = None,
    ) -> Context:
        """The context of these facts; ValueError where the office names an unknown calendar."""
        today = (facts.released_at or facts.received_at).astimezone(office.timezone).date()
        mentioned = frozenset(named_cases)
        asked_only = {row.case for row in facts.questions} - {row.case for row in facts.appointments}
        named = mentioned - asked_only
        return cls(facts, office, BusinessCalendar.of(office), today, named, mentioned, answer)

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
        return self.mentioned | frozenset(self.facts.thread_cases)

    def question_of(self, case: str) -> OpenQuestion | None:
        """What that case waits for."""
        return next((row for row in self.facts.questions if row.case == case), None)

    def knowing(self, appointments: tuple[Appointment, ...]) -> Context:
        """The same, with the record as it has become by what the mail did so far."""
        return replace(self, facts=replace(self.facts, appointments=appointments))

    def sender_may(self, appointment: Appointment) -> bool:
        """Whether this mail may cancel, move or complete the appointment (D12)."""
        return self.facts.released or may_act_on(self.facts.sender, appointment, self.registry)

    def sender_may_answer(self, question: OpenQuestion) -> bool:
        """Whether the sender is one of those whom the case that asks belongs to (D12)."""
        sender, facts = self.facts.sender, self.facts
        return facts.released or may_see(
            sender, question.requester, question.permit_number, question.building, self.registry
        )

    def judged(self, findings: Iterable[Finding]) -> tuple[tuple[Finding, ...], Action]:
        """The findings with the office's severities, gravest first, and what they lead to.

        What would be put before a coordinator holds nothing up any more once one has released the mail.
        """
        graded = judged(findings, self.office.severity)
        if self.facts.released:
            graded = tuple(_seen(finding) for finding in graded)
        return graded, action_for(graded)


def _seen(finding: Finding) -> Finding:
    return replace(finding, severity=Severity.REVIEW) if finding.severity is Severity.REFER else finding
