"""Answers to checksheets: a complete new set that is laid over the first one (codes `plans.*_changed`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from parsers.documents import Document
from rules.finding import Finding, Severity, Value
from rules.intake.facts import FirstSet, IntakeDecision, IntakeFacts, Submittal
from rules.intake.on_permit import lacking_document, permit_of_submittal
from rules.intake.outcome import decided
from rules.intake.submittal import attachment_findings, findings_of_all, readable, split
from rules.office import Office

SIZE_TOLERANCE_IN = 0.125
_COPY = re.compile(r"(?:[ _-]*\(\d{1,2}\)|[ _-]+copy(?:[ _-]*\d{1,2})?)+$", re.IGNORECASE)


def decide_checksheet_response(submittal: Submittal, facts: IntakeFacts, office: Office) -> IntakeDecision:
    """A complete new set of the same sheets under the same name, the responses beside it."""
    findings = [*attachment_findings(submittal)]
    sets = readable(submittal, "plans")
    if not sets:
        findings.extend(lacking_document(submittal, "plans"))
    if len(sets) > 1:
        findings.append(split(sets))
    if facts.first_set is None:
        findings.append(Finding("submittal.no_first_set"))
    elif len(sets) == 1:
        findings.extend(_compared(sets[0], facts.first_set))
    findings.extend(findings_of_all(submittal, len(sets)))
    permit = permit_of_submittal(submittal, facts)
    return decided(findings, office, permit_number=permit.number)


def _compared(sent: Document, first: FirstSet) -> Iterator[Finding]:
    """The new set against the first: the same file name, the same sheet sizes."""
    if sent.file != first.file:
        is_near = loose_name(sent.file) == loose_name(first.file)
        values: dict[str, Value] = {"found": sent.file, "first": first.file, "near": is_near}
        severity = Severity.REVIEW if is_near else None
        yield Finding("plans.name_changed", where=(), file=sent.file, values=values, severity=severity)
    if sent.sheet_sizes and first.sheet_sizes and not _is_of_its_sizes(sent, first):
        values = {"found": _words(sent.sheet_sizes), "first": _words(first.sheet_sizes)}
        yield Finding("plans.size_changed", where=(), file=sent.file, values=values)


def loose_name(file: str) -> str:
    """The name without case, blanks and what programs add to copies."""
    path = PurePosixPath(file.strip())
    return re.sub(r"[\s_-]+", "", _COPY.sub("", path.stem).lower()) + path.suffix.lower()


def _is_of_its_sizes(sent: Document, first: FirstSet) -> bool:
    """Whether every new sheet has the size of one of the first set, whichever way it lies."""
    return all(
        any(_is_same_size(size, known) for known in set(first.sheet_sizes)) for size in set(sent.sheet_sizes)
    )


def _is_same_size(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return all(
        abs(side - known) <= SIZE_TOLERANCE_IN for side, known in zip(sorted(one), sorted(other), strict=True)
    )


def _words(sizes: tuple[tuple[float, float], ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"{min(size):g} x {max(size):g} in" for size in sizes))[:5]
