"""Findings on a submittal → its decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

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
    kept = judged(findings_once(_unread_once(findings)), office.severity)
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


def _unread_once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings with all fields that could not be read in one: one person reads one form."""
    everything = list(findings)
    unread = [finding for finding in everything if finding.code == "form.unreadable"]
    whole = [finding for finding in unread if not finding.values.get("labels")]
    labels = tuple(dict.fromkeys(label for finding in unread for label in _labels(finding)))
    for finding in everything:
        if finding.code != "form.unreadable":
            yield finding
        elif finding is (whole or unread)[0]:
            yield finding if whole else replace(finding, values={**finding.values, "labels": labels})


def _labels(finding: Finding) -> tuple[str, ...]:
    labels = finding.values.get("labels")
    return labels if isinstance(labels, tuple) else ()


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
