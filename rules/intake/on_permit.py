"""What all submittals on a permit share: which form and which permit they name, what they lack."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rules.finding import Finding
from rules.intake.facts import IntakeFacts, Submittal
from rules.intake.form import Form
from rules.intake.permit import PermitOfForm, find, find_in_field
from rules.intake.submittal import lacking, missing
from rules.registry import ISSUED

FORM_SORTS = {
    "deferred_submittal": "deferred_submittal",
    "permit_revision": "permit_revision",
    "trade_permit_application": "trade_permit",
    "building_registration": "building_registration",
}
# "Does not apply" is an answer, too.
EXCUSED = re.compile(
    r"(?:does not|doesn't|do not|don't|not) appl|\bn/?a\b|\bnone (?:needed|required)|\bnot (?:needed|required)|"
    r"\bno (?:calculations|calcs|structural|product)",
    re.IGNORECASE,
)


def form_of_kind(kind: str, submittal: Submittal) -> Form | None:
    """The form that this kind of submittal needs: this mail's, else the one sent earlier in the case."""
    for document in (*submittal.documents, *submittal.earlier_documents):
        if document.form is not None and document.form.sort == FORM_SORTS[kind]:
            return Form(document.form, document.file)
    return None


def permit_of_submittal(submittal: Submittal, facts: IntakeFacts) -> PermitOfForm:
    """The permit that a form names, else the one in the mail's own words."""
    in_text = find(submittal.text[:20_000], facts.registry)
    for document in (*submittal.documents, *submittal.earlier_documents):
        field = document.form.fields.get("permit_number") if document.form else None
        if field is None or not field.value:
            continue
        found = find_in_field(field.value, facts.registry)
        if found.number is None and not found.findings:
            continue
        # Doubt matters where it would refuse: an issued permit of the program is no misreading.
        is_good = found.permit is not None and found.permit.status in ISSUED
        return found if field.sure or is_good or found.number == in_text.number else _doubted(found)
    return in_text


def _doubted(found: PermitOfForm) -> PermitOfForm:
    """A number that was not surely read: nothing is refused for the permit that it seems to be."""
    finding = Finding("form.unreadable", values={"problem": None, "labels": ("Permit number",)})
    return PermitOfForm(None, found.number, (finding,), found.written)


def lacking_document(submittal: Submittal, where: str) -> Iterator[Finding]:
    """What to say of a document that is not there."""
    finding = lacking(submittal, missing(where))
    if finding is not None:
        yield finding
