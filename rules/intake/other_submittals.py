"""Deferred submittals and revisions of an issued permit, and trade permit applications."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from rules.finding import Finding, Severity, Value
from rules.intake.application import holds
from rules.intake.building import BuildingFound, building_of
from rules.intake.facts import IntakeDecision, IntakeFacts, Submittal
from rules.intake.form import Form, form_findings
from rules.intake.on_permit import EXCUSED, form_of_kind, lacking_document, permit_of_submittal
from rules.intake.outcome import decided, fields_of
from rules.intake.permit import PermitOfForm, issued_findings
from rules.intake.reference_number import Reference, reference_of
from rules.intake.submittal import (
    attachment_findings,
    explains_what_is_missing,
    findings_of_all,
    missing,
    readable,
)
from rules.office import Office

# A supplier's drawings come alone: the permit's own set has these.
OF_WHOLE_SETS = frozenset(
    {"plans.code_summary_missing", "plans.code_summary_incomplete", "plans.sheet_missing"}
)
_CORRECTION = re.compile(
    r"\bcorrection notice\b|\binspect(?:or|ion)(?:'s)? correction|\bcorrections? (?:from|by) |"
    r"\binspect(?:or|ion)s?\b[^.!?\n]{0,40}\bcorrections?\b",
    re.IGNORECASE,
)
_NO_CORRECTION = re.compile(
    r"\b(?:not|no|never|without|isn't|wasn't)\b[^.!?\n]{0,60}\bcorrections?\b[^.!?\n]*", re.IGNORECASE
)


def decide_on_permit(kind: str, submittal: Submittal, facts: IntakeFacts, office: Office) -> IntakeDecision:
    """A deferred submittal or a revision: the permit is issued (D2), application and plans are there."""
    form = form_of_kind(kind, submittal)
    permit = permit_of_submittal(submittal, facts)
    findings = [*attachment_findings(submittal), *issued_findings(permit)]
    findings.extend(_application(form, kind, submittal))
    if form is not None:
        # The program asks for a signed application for deferred submittals, a completed one for revisions.
        findings.extend(_signature(form, is_required=kind == "deferred_submittal"))
    if not readable(submittal, "plans"):
        findings.extend(lacking_document(submittal, "plans"))
    if not explains_what_is_missing(submittal):
        findings.extend(_asked(kind, submittal))
    findings.extend(_holds(permit, facts))
    findings.extend(_of_sheets(kind, submittal))
    fields = fields_of(form) if form else {}
    return decided(findings, office, fields=fields, permit_number=permit.number)


def decide_trade_application(submittal: Submittal, facts: IntakeFacts, office: Office) -> IntakeDecision:
    """A trade's own application form; what holds up the permit is said before it does."""
    form = form_of_kind("trade_permit_application", submittal)
    permit = permit_of_submittal(submittal, facts)
    findings = [
        *attachment_findings(submittal),
        *_application(form, "trade_permit_application", submittal),
        *permit.findings,
    ]
    if form is None:
        building = permit.permit.building if permit.permit else None
        return decided(findings, office, building=building, permit_number=permit.number)
    findings.extend(_signature(form, is_required=False))
    day = facts.received_at.date()
    found = building_of(form.answer("building"), form.answer("address"), permit.permit, facts.registry, day)
    client = facts.registry.clients.get(found.building.client) if found.building else None
    reference = reference_of(form, client, permit.permit, facts.registry, facts.sender, day)
    findings.extend(found.findings)
    findings.extend(_billing(reference, permit))
    findings.extend(holds(found, permit, facts))
    return decided(
        findings,
        office,
        fields=fields_of(form),
        client=client.client if client else None,
        building=found.building.building if found.building else None,
        permit_number=permit.number,
        reference=reference,
    )


def _of_sheets(kind: str, submittal: Submittal) -> Iterator[Finding]:
    """The plan check's findings. What only a project's whole set must hold is no fault of the sheets that change."""
    for finding in findings_of_all(submittal, len(readable(submittal, "plans"))):
        if finding.code not in OF_WHOLE_SETS:
            yield finding
        elif kind == "permit_revision":
            yield finding.at(Severity.REVIEW)


def _billing(reference: Reference, permit: PermitOfForm) -> Iterator[Finding]:
    """What holds up the permit, asked for: the trade's paper may share the building permit's number."""
    for finding in reference.findings:
        if finding.code != "reference_number.missing":
            yield finding
        elif permit.permit is not None or permit.number is None:
            yield finding.at(Severity.ASK)


def _application(form: Form | None, kind: str, submittal: Submittal) -> Iterator[Finding]:
    """The application that lacks; one that could not be read (a scan) is for a person, never missing."""
    if form is not None:
        if not form.is_readable:
            yield from (one for one in form_findings(form) if one.code == "form.unreadable")
        return
    papers = [row for row in submittal.documents if row.sort == "form" and row.problem is None]
    unread = [row for row in papers if row.form is None or row.form.problem is not None]
    if unread:
        problem = unread[0].form.problem if unread[0].form else None
        yield Finding("form.unreadable", file=unread[0].file, values={"problem": problem, "labels": ()})
        return
    values: dict[str, Value] = {"kind": kind, "instead": papers[0].file if papers else ""}
    for finding in lacking_document(submittal, "application"):
        is_named = finding.code == "submittal.document_missing"
        yield replace(finding, values=values) if is_named else finding


def _signature(form: Form, *, is_required: bool) -> Iterator[Finding]:
    for finding in form_findings(form):
        if finding.code == "form.signature_missing":
            yield finding if is_required else finding.at(Severity.REVIEW)


def _holds(permit: PermitOfForm, facts: IntakeFacts) -> Iterator[Finding]:
    building = facts.registry.buildings.get(permit.permit.building) if permit.permit else None
    yield from holds(BuildingFound(building), permit, facts)


def _asked(kind: str, submittal: Submittal) -> Iterator[Finding]:
    """Calculations and product information, unless the mail says that they do not apply."""
    excused = EXCUSED.search(submittal.text[:20_000])
    for sort in ("calculations", "product_information"):
        if not excused and not readable(submittal, sort):
            yield missing(sort, Severity.ASK)
    follows_correction = _CORRECTION.search(_NO_CORRECTION.sub(" ", submittal.text[:20_000]))
    if kind == "permit_revision" and follows_correction and not readable(submittal, "correction_notice"):
        yield missing("correction_notice", Severity.ASK)
