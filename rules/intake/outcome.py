"""Findings on a submittal → its decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from parsers.forms.reading import FIELDS
from rules.finding import Action, Finding
from rules.intake.facts import IntakeDecision
from rules.intake.form import Form
from rules.intake.permit import find
from rules.intake.reference_number import Reference
from rules.intake.valuation import amount_text
from rules.office import Office
from rules.policy import action_for, judged
from rules.registry import Registry

AMOUNTS = frozenset({"valuation", "mechanical_valuation"})
NO_REGISTRY = Registry()


def decided(
    findings: Iterable[Finding],
    office: Office,
    *,
    fields: Mapping[str, str | bool | None] | None = None,
    client: str | None = None,
    building: str | None = None,
    permit_number: str | None = None,
    reference: Reference | None = None,
    refer: bool = False,
) -> IntakeDecision:
    """The decision that these findings lead to; `refer`: a person looks whatever they are."""
    kept = judged(findings_once(findings), office.severity)
    action = action_for(kept)
    return IntakeDecision(
        action=Action.REFER if refer and action in {Action.ACCEPT, Action.ASK} else action,
        findings=kept,
        fields=fields or {},
        client=client,
        building=building,
        permit_number=permit_number,
        reference_number=reference.number if reference else None,
        reference_source=reference.source if reference else None,
    )


def findings_once(findings: Iterable[Finding]) -> list[Finding]:
    """The findings without exact repetitions; what is said twice reads as two faults."""
    seen: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        key = (finding.code, finding.where, finding.file, finding.severity, tuple(finding.values.items()))
        seen.setdefault(key, finding)
    return list(seen.values())


def fields_of(form: Form) -> dict[str, str | bool | None]:
    """What the form says: amounts as decimal strings, permit numbers canonical where they are whole."""
    fields: dict[str, str | bool | None] = {name: form.value(name) for name in FIELDS}
    fields |= {name: amount_text(form, name) for name in AMOUNTS}
    written = form.value("permit_number")
    if written is not None:
        fields["permit_number"] = find(written, NO_REGISTRY).number or written
    fields["signed"] = form.reading.signed
    return fields
