"""What an application's case remembers of its documents, for the corrections and new sets that join it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from pydantic import TypeAdapter

from bot.desk.ruling import Ruling
from bot.desk.understanding import Understood
from bot.world import World
from parsers.documents import Document
from parsers.permits import read_permits
from rules.decision import INTAKE_KINDS, Kind
from rules.finding import Finding
from rules.inspection.parties import may_see
from rules.intake.facts import FirstSet, Submittal
from rules.registry import Permit
from storage.store import Transaction
from storage.values import CaseOnRecord

UNFINISHED = frozenset({"waiting", "referred"})
DOCUMENTS = TypeAdapter(tuple[Document, ...])
FINDINGS = TypeAdapter(tuple[Finding, ...])
MAX_TEXT = 4_000


def remembered(ruling: Ruling, understood: Understood, case: CaseOnRecord | None) -> dict[str, Any]:
    """What the case keeps: the kind and the words of its latest submittal, the papers that it was judged by and what
    the plan check said of them, and the first set, which checksheet responses are laid over."""
    submittal = ruling.submittal or Submittal(documents=understood.documents)
    earlier = still_counting(submittal)
    first = (case.submittal.get("first_set") if case else None) or None
    # Until an application is taken, its set is not under review yet, and the next one takes its place.
    if first is None or ruling.decision.kind == "permit_application":
        first = _first_set(submittal.documents) or first
    return {
        "kind": ruling.decision.kind,
        "text": submittal.text[:MAX_TEXT],
        "documents": DOCUMENTS.dump_python((*earlier, *submittal.documents), mode="json"),
        "plan_findings": FINDINGS.dump_python(submittal.plan_findings, mode="json"),
        "first_set": first,
    }


def still_counting(submittal: Submittal) -> tuple[Document, ...]:
    """The case's earlier papers that this mail does not replace by others of their sort."""
    sorts = {document.sort for document in submittal.documents if document.problem is None}
    return tuple(row for row in submittal.earlier_documents if row.sort not in sorts)


def kind_of(case: CaseOnRecord) -> Kind:
    """What was submitted last in the case: the kind of a reply that only supplies or corrects something."""
    return cast(Kind, case.submittal.get("kind") or case.kind)


def submittal_of(understood: Understood, case: CaseOnRecord | None) -> Submittal:
    """What arrived, with what the case had before: its words, its papers and what is still wrong with those."""
    submittal = understood.submittal or Submittal(
        documents=understood.documents, text=f"{understood.mail.subject}\n{understood.mail.new_text}"
    )
    if case is None:
        return submittal
    sorts = {row.sort for row in submittal.documents if row.problem is None}
    kept = _documents(case.submittal)
    earlier = tuple(row for row in kept if row.problem is None)
    files = {row.file for row in kept if row.sort not in sorts}
    known = FINDINGS.validate_python(case.submittal.get("plan_findings", ()))
    still = tuple(finding for finding in known if finding.file in files)
    return replace(
        submittal,
        text=f"{submittal.text}\n{case.submittal.get('text', '')}",
        plan_findings=(*submittal.plan_findings, *still),
        earlier_documents=earlier,
        earlier_form=next((row.form for row in earlier if row.form is not None), None),
    )


def case_of_submittal(understood: Understood, tx: Transaction, world: World) -> CaseOnRecord | None:
    """The case that a later submittal belongs to where its thread does not say: by the permit that it names,
    else by building and project reference number; only a case that its sender belongs to (D12)."""
    sender = understood.mail.sender.address
    for permit in permits_named(understood, world):
        on_permit = tx.cases.of_permit(permit.permit_number, INTAKE_KINDS)
        on_project = (
            tx.cases.of_project(permit.building, permit.reference_number) if permit.reference_number else ()
        )
        for case in (*on_permit, *on_project):
            if case.kind in INTAKE_KINDS and may_see(
                sender, case.sender, case.permit_number, case.building, world.registry
            ):
                return case
    return None


def permits_named(understood: Understood, world: World) -> tuple[Permit, ...]:
    """The permits on record that the mail's words or its forms name, each once."""
    mail, registry = understood.mail, world.registry
    texts = [f"{mail.subject}\n{mail.new_text}"[:20_000]]
    fields = (row.form.fields.get("permit_number") for row in understood.documents if row.form)
    texts += [field.value for field in fields if field is not None and field.value]
    readings = [reading for text in texts for reading in read_permits(text)[:10]]
    found = [registry.permits.get(reading.number or "") for reading in readings]
    for reading in readings:
        fitting = registry.permits_by_short.get(reading.short or "", ())
        found.extend(fitting if len(fitting) == 1 else ())
    return tuple(dict.fromkeys(permit for permit in found if permit is not None))


def first_set_of(case: CaseOnRecord | None) -> FirstSet | None:
    """The plan set that the case began with."""
    kept = case.submittal.get("first_set") if case else None
    return FirstSet(kept["file"], tuple((w, h) for w, h in kept["sheet_sizes"])) if kept else None


def _first_set(documents: tuple[Document, ...]) -> dict[str, Any] | None:
    plans = next((row for row in documents if row.sort == "plans" and row.problem is None), None)
    return (
        None if plans is None else {"file": plans.file, "sheet_sizes": [list(s) for s in plans.sheet_sizes]}
    )


def _documents(kept: Mapping[str, Any]) -> tuple[Document, ...]:
    return DOCUMENTS.validate_python(kept.get("documents", ()))
