"""A new permit's application: the form, the number to bill by, the building, the plans."""

from __future__ import annotations

from collections.abc import Iterator

from parsers.documents import Document
from parsers.mail_details import gives_details
from rules.finding import Finding, Severity
from rules.intake.building import BuildingFound, building_of, elsewhere
from rules.intake.contractor import contractor_findings
from rules.intake.facts import IntakeDecision, IntakeFacts, Submittal
from rules.intake.form import LABELS, Form, form_findings, unreadable
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
from rules.policy import judged
from rules.registry import Client

WRONG_FORMS = frozenset({"ordinary_permit"})
# What is wrong with a reference number only as long as we know whose building it is.
BY_LIST = frozenset({"reference_number.unknown", "reference_number.other_client", "reference_number.closed"})
# What the words of a mail may seem to make good.
UNFILLED = frozenset(
    {
        "form.missing",
        "form.incomplete",
        "reference_number.missing",
        "reference_number.placeholder",
        "valuation.malformed",
    }
)
# What tells one project from another, and one version of its form from the next.
TELLING_FIELDS = ("building", "address", "description", "valuation", "reference_number")


def decide_application(submittal: Submittal, facts: IntakeFacts, office: Office) -> IntakeDecision:
    """Everything that is wrong with the application, at once (rules/README.md, Applications)."""
    attachments = tuple(attachment_findings(submittal))
    plans = (*plan_findings(submittal, office), *announcement_findings(submittal, office))
    form = form_of(submittal)
    if form is None:
        unfilled = tuple(_no_form(submittal, office))
        return decided((*attachments, *unfilled, *_told_in_mail(unfilled, submittal), *plans), office)
    different = _different_forms(submittal)
    if len(different) > 1:
        # Which of them counts, and which plans are whose, nobody can tell from here.
        several = Finding("submittal.several_forms", where="form", values={"files": different})
        rest = (finding for finding in plans if finding.code != "plans.split")
        return decided((*attachments, several, *rest), office, fields=fields_of(form))
    return _by_form(form, (*attachments, *plans), submittal, facts, office)


def form_of(submittal: Submittal) -> Form | None:
    """The intake form: this mail's, else the one sent earlier in the case."""
    sent = _intake_forms(submittal.documents) or _intake_forms(submittal.earlier_documents[::-1])
    # A scan beside a form that can be read is some other paper.
    return next((form for form in sent if form.is_readable), sent[0] if sent else None)


def _intake_forms(documents: tuple[Document, ...]) -> tuple[Form, ...]:
    return tuple(
        Form(document.form, document.file)
        for document in documents
        if document.form is not None and document.form.sort == "intake"
    )


def _told_in_mail(findings: tuple[Finding, ...], submittal: Submittal) -> Iterator[Finding]:
    """What the form lacks and the mail seems to tell: that does not replace the form, which is signed."""
    if {finding.code for finding in findings} & UNFILLED and gives_details(submittal.text):
        yield Finding("form.details_in_mail", where="form")


def _different_forms(submittal: Submittal) -> tuple[str, ...]:
    """The files whose intake forms contradict one another; a second copy or a blank one says nothing new."""
    forms = _intake_forms(submittal.documents)
    # A scan beside a form that was filled in is its signed print; what was read off it proves nothing.
    typed = [form for form in forms if not form.is_scan] or list(forms)
    said: dict[tuple[str | None, ...], str] = {}
    for form in typed:
        answers = tuple(_plain(form.answer(name) if form.is_sure(name) else None) for name in TELLING_FIELDS)
        if not any(answers):
            # Nothing of it was read surely: that it seems to be another project's is doubt enough for a person.
            answers = tuple(_plain(form.value(name)) for name in TELLING_FIELDS)
        if any(answers):
            said.setdefault(answers, form.file)
    contradicting = [one for one in said if any(_contradict(one, other) for other in said)]
    return tuple(said[one] for one in contradicting)


def _plain(text: str | None) -> str | None:
    return "".join(filter(str.isalnum, text.casefold())) if text else None


def _contradict(one: tuple[str | None, ...], other: tuple[str | None, ...]) -> bool:
    return any(a and b and a != b for a, b in zip(one, other, strict=True))


def _wrong_form(submittal: Submittal) -> Finding | None:
    """The first paper that is another program's form."""
    for document in submittal.documents:
        if document.form is not None and document.form.sort in WRONG_FORMS:
            return Finding("form.wrong_form", file=document.file, values={"sort": document.form.sort})
    return None


def _sent_instead(findings: tuple[Finding, ...], submittal: Submittal) -> Iterator[Finding]:
    """Another program's form, sent in answer to what the intake form of the case lacks."""
    wrong = None if _intake_forms(submittal.documents) else _wrong_form(submittal)
    if wrong is not None and {finding.code for finding in findings} & UNFILLED:
        yield wrong


def _no_form(submittal: Submittal, office: Office) -> Iterator[Finding]:
    wrong = _wrong_form(submittal)
    if wrong is not None:
        yield wrong
    elif any(document.sort == "form" and document.problem is None for document in submittal.documents):
        file = next(document.file for document in submittal.documents if document.sort == "form")
        yield Finding("form.unreadable", file=file, values={"problem": None, "labels": ()})
    elif not is_enquiry(submittal, office):
        finding = lacking(submittal, Finding("form.missing", where="form"))
        yield from (one for one in (finding,) if one is not None)


def _by_form(
    form: Form, so_far: tuple[Finding, ...], submittal: Submittal, facts: IntakeFacts, office: Office
) -> IntakeDecision:
    registry, day = facts.registry, facts.received_at.date()
    permit = permit_of(form, registry)
    found = building_of(form.answer("building"), form.answer("address"), permit.permit, registry, day)
    client = registry.clients.get(found.building.client) if found.building else None
    reference = _reference(form, permit, client, facts)
    of_form = (
        *form_findings(form),
        *permit.findings,
        *closed_findings(permit),
        *found.findings,
        *(elsewhere(permit.permit, found.building, registry) if reference.source == "permit" else ()),
        *_of_client(reference, found),
        *valuation_findings(form),
        *contractor_findings(form),
        *scope_findings(form.value("description") or ""),
        *holds(found, permit, facts),
    )
    return decided(
        (
            *so_far,
            *_by_evidence(form, of_form, office),
            *_told_in_mail(of_form, submittal),
            *_sent_instead(of_form, submittal),
        ),
        office,
        fields=fields_of(form),
        client=client.client if client else None,
        building=found.building.building if found.building else None,
        permit_number=permit.number,
        reference=reference,
    )


def _of_client(reference: Reference, found: BuildingFound) -> Iterator[Finding]:
    """What the client's list says of the number; where the address is another client's, a person must judge."""
    for finding in reference.findings:
        is_by_list = finding.code in BY_LIST and found.is_contradicted
        yield finding.at(Severity.REFER) if is_by_list else finding


def _by_evidence(form: Form, findings: tuple[Finding, ...], office: Office) -> tuple[Finding, ...]:
    """The findings; those that would refuse on the word of a program that read a scan become a person's work."""
    graded = judged(findings, office.severity)
    refused = [finding for finding in graded if finding.severity is Severity.REJECT]
    if not form.is_scan or not refused:
        return findings
    kept = [finding for finding in graded if finding not in refused and finding.code != "form.unreadable"]
    return (*kept, unreadable(form, tuple(dict.fromkeys(_place(finding) for finding in refused))))


def _place(finding: Finding) -> str:
    """The field that a finding is about, as the form calls it."""
    group = finding.code.partition(".")[0]
    return LABELS.get(str(finding.where or ""), LABELS.get(group, group.replace("_", " ").capitalize()))


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
