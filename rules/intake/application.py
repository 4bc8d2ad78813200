"""A new permit's application: the form, the number to bill by, the building, the plans."""

from __future__ import annotations

from collections.abc import Iterator

from rules.finding import Finding
from rules.intake.building import BuildingFound, building_of, elsewhere
from rules.intake.contractor import contractor_findings
from rules.intake.facts import IntakeDecision, IntakeFacts, Submittal
from rules.intake.form import Form, form_findings
from rules.intake.outcome import decided, fields_of
from rules.intake.permit import PermitOfForm, closed_findings, permit_of
from rules.intake.reference_number import Reference, reference_of
from rules.intake.scope import scope_findings
from rules.intake.submittal import (
    announcement_findings,
    attachment_findings,
    is_enquiry,
    lacking,
    plan_findings,
)
from rules.intake.valuation import valuation_findings
from rules.office import Office
from rules.registry import Client

WRONG_FORMS = frozenset({"ordinary_permit"})


def decide_application(submittal: Submittal, facts: IntakeFacts, office: Office) -> IntakeDecision:
    """Everything that is wrong with the application, at once (rules/README.md, Applications)."""
    attachments = tuple(attachment_findings(submittal))
    plans = (*plan_findings(submittal, office), *announcement_findings(submittal, office))
    form = form_of(submittal)
    if form is None:
        return decided((*attachments, *_no_form(submittal, office), *plans), office)
    return _by_form(form, (*attachments, *plans), facts, office)


def form_of(submittal: Submittal) -> Form | None:
    """The intake form: this mail's, else the one sent earlier in the case."""
    sent = [
        Form(document.form, document.file)
        for document in submittal.documents
        if document.form is not None and document.form.sort == "intake"
    ]
    if sent:
        # A scan beside a form that can be read is some other paper.
        return next((form for form in sent if form.is_readable), sent[0])
    earlier = submittal.earlier_form
    return Form(earlier, "") if earlier is not None and earlier.sort == "intake" else None


def _no_form(submittal: Submittal, office: Office) -> Iterator[Finding]:
    for document in submittal.documents:
        if document.form is not None and document.form.sort in WRONG_FORMS:
            yield Finding("form.wrong_form", file=document.file, values={"sort": document.form.sort})
            return
    if any(document.sort == "form" and document.problem is None for document in submittal.documents):
        file = next(document.file for document in submittal.documents if document.sort == "form")
        yield Finding("form.unreadable", file=file, values={"problem": None, "labels": ()})
    elif not is_enquiry(submittal, office):
        finding = lacking(submittal, Finding("form.missing", where="form"))
        yield from (one for one in (finding,) if one is not None)


def _by_form(form: Form, so_far: tuple[Finding, ...], facts: IntakeFacts, office: Office) -> IntakeDecision:
    registry, day = facts.registry, facts.received_at.date()
    permit = permit_of(form, registry)
    found = building_of(form.value("building"), form.value("address"), permit.permit, registry, day)
    client = registry.clients.get(found.building.client) if found.building else None
    reference = _reference(form, permit, client, facts)
    findings = (
        *so_far,
        *form_findings(form),
        *permit.findings,
        *closed_findings(permit, is_billed_to=reference.source == "permit"),
        *found.findings,
        *(elsewhere(permit.permit, found.building, registry) if reference.source == "permit" else ()),
        *reference.findings,
        *valuation_findings(form),
        *contractor_findings(form),
        *scope_findings(form.value("description") or ""),
        *holds(found, permit, facts),
    )
    return decided(
        findings,
        office,
        fields=fields_of(form),
        client=client.client if client else None,
        building=found.building.building if found.building else None,
        permit_number=permit.number,
        reference=reference,
    )


def _reference(form: Form, permit: PermitOfForm, client: Client | None, facts: IntakeFacts) -> Reference:
    reference = reference_of(
        form, client, permit.permit, facts.registry, facts.sender, facts.received_at.date()
    )
    names_unknown = permit.number is not None and permit.permit is None
    codes = {finding.code for finding in reference.findings}
    # A blank number beside a permit that we do not know (D3): the permit may have one on record (D1).
    if names_unknown and codes == {"reference_number.missing"}:
        return Reference()
    return reference


def holds(found: BuildingFound, permit: PermitOfForm, facts: IntakeFacts) -> Iterator[Finding]:
    """Stop work orders and the like on the building or the permit: a coordinator decides."""
    building = found.building.building if found.building else ""
    for hold in facts.registry.holds_on(building, permit.number or "", facts.received_at.date()):
        yield Finding(
            "hold.active",
            values={
                "kind": hold.kind,
                "building": hold.building,
                "permit_number": hold.permit_number,
                "posted_on": hold.posted_on.isoformat(),
                "referred": True,
            },
        )
