"""What an application's case remembers of its documents, for the corrections and new sets that join it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any, cast

from pydantic import TypeAdapter

from bot.desk.ruling import Ruling
from bot.desk.understanding import Understood
from bot.world import World
from parsers.documents import Document
from parsers.permits import read_permits
from parsers.share_links import share_links
from rules.decision import INTAKE_KINDS, Kind
from rules.finding import Finding
from rules.inspection.parties import may_see
from rules.intake.checksheet import loose_name
from rules.intake.eligibility import building_meant
from rules.intake.facts import FirstSet, Submittal
from rules.intake.reference_number import loosened
from rules.intake.submittal import is_merged
from rules.registry import Permit
from storage.store import Transaction
from storage.values import CaseOnRecord

UNFINISHED = frozenset({"waiting", "referred"})
DOCUMENTS = TypeAdapter(tuple[Document, ...])
FINDINGS = TypeAdapter(tuple[Finding, ...])
MAX_TEXT = 4_000
SHORTEST_REFERENCE = 4
Role = tuple[str, str]
SHEETS: Role = ("plans", "")


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
        "documents": DOCUMENTS.dump_python(
            (*earlier, *submittal.earlier_closed, *submittal.documents), mode="json"
        ),
        "plan_findings": FINDINGS.dump_python(submittal.plan_findings, mode="json"),
        "first_set": first,
    }


def still_counting(submittal: Submittal) -> tuple[Document, ...]:
    """The case's earlier papers that this mail does not replace by others of their sort."""
    replaced = _roles_of(submittal.documents)
    return tuple(row for row in submittal.earlier_documents if not _roles(row) <= replaced)


def _roles(document: Document) -> frozenset[Role]:
    """What a paper takes the place of: a form only that of a form like itself, form and sheets in one file both."""
    of_form = ("form", document.form.sort) if document.form is not None else ("form", "")
    if is_merged(document):
        return frozenset({of_form, SHEETS})
    return frozenset({of_form if document.sort == "form" else (document.sort, "")})


def _roles_of(documents: Sequence[Document]) -> frozenset[Role]:
    return frozenset(role for row in documents if row.problem is None for role in _roles(row))


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
    replaced = _roles_of(submittal.documents)
    kept = _documents(case.submittal)
    earlier = tuple(row for row in kept if row.problem is None)
    files = {row.file for row in kept if not (_roles(row) & {SHEETS} or _roles(row)) <= replaced}
    known = FINDINGS.validate_python(case.submittal.get("plan_findings", ()))
    still = tuple(finding for finding in known if finding.file in files)
    return replace(
        submittal,
        text=f"{submittal.text}\n{case.submittal.get('text', '')}",
        plan_findings=(*submittal.plan_findings, *still),
        earlier_documents=earlier,
        earlier_closed=_still_closed(kept, submittal.documents),
        earlier_links=share_links(case.submittal.get("text", "")),
    )


def _still_closed(kept: tuple[Document, ...], sent: tuple[Document, ...]) -> tuple[Document, ...]:
    """The case's files that could not be read and that nothing sent now replaces: a file of that name does, and as
    many papers of sorts that the case did not have."""
    names = {_bare_name(row.file) for row in sent}
    closed = tuple(row for row in kept if row.problem is not None and _bare_name(row.file) not in names)
    had = {row.sort for row in kept if row.problem is None}
    new = [row for row in sent if row.problem is None and row.sort not in had]
    return () if len(new) >= len(closed) else closed


def _bare_name(file: str) -> str:
    return file.rpartition(".")[0].casefold() or file.casefold()


def case_of_submittal(understood: Understood, tx: Transaction, world: World) -> CaseOnRecord | None:
    """The case that a later submittal belongs to where its thread does not say: by the permit that it names,
    else by building and project reference number; only a case that its sender belongs to (D12).

    None where several fit and it cannot be told which of their first sets the new one is laid over.
    """
    sender = understood.mail.sender.address
    permits = permits_named(understood, world)
    on_permits = chain.from_iterable(
        tx.cases.of_permit(permit.permit_number, INTAKE_KINDS) for permit in permits
    )
    of_projects = chain.from_iterable(
        _of_project(permit.building, permit.reference_number, tx) for permit in permits
    )
    for fitting in (on_permits, of_projects, _of_project_named(understood, tx, world)):
        own = [
            case
            for case in fitting
            if may_see(sender, case.sender, case.permit_number, case.building, world.registry)
        ]
        if own:
            return _laid_over(own, understood.documents)
    return None


def _laid_over(cases: Sequence[CaseOnRecord], sent: Sequence[Document]) -> CaseOnRecord | None:
    """Of the cases that fit, newest first, the one whose first set the sheets replace: by the file's name, where
    their first sets differ. An application that was not taken yet has no checksheets."""
    taken = [case for case in cases if not _is_untaken(case)] or cases
    if len({first_set_of(case) for case in taken}) == 1:
        return taken[0]
    names = {loose_name(row.file) for row in sent if row.sort == "plans"}
    firsts = ((case, first_set_of(case)) for case in taken)
    return next((case for case, first in firsts if first and loose_name(first.file) in names), None)


def _is_untaken(case: CaseOnRecord) -> bool:
    return case.state in UNFINISHED and kind_of(case) == "permit_application"


def _of_project(building: str, reference_number: str, tx: Transaction) -> Iterator[CaseOnRecord]:
    """The submittals on a building under that project reference number, however its dashes are set."""
    for case in tx.cases.on_building(building, INTAKE_KINDS) if reference_number else ():
        if loosened(case.reference_number) == loosened(reference_number):
            yield case


def _of_project_named(understood: Understood, tx: Transaction, world: World) -> Iterator[CaseOnRecord]:
    """The submittals whose building and project reference number the mail's words give."""
    text = f"{understood.mail.subject}\n{understood.mail.new_text}"[:20_000]
    building = building_meant(text, world.registry)
    words = loosened(text)
    for case in tx.cases.on_building(building.building, INTAKE_KINDS) if building else ():
        number = loosened(case.reference_number)
        if len(number) >= SHORTEST_REFERENCE and number in words:
            yield case


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
