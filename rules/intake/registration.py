"""A building for the program: the parts that have to come (codes `submittal.*`, `registration.*`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from parsers.documents import Document
from rules.finding import Finding, Severity
from rules.intake.building import building_of
from rules.intake.eligibility import building_meant, eligibility_findings
from rules.intake.facts import IntakeDecision, IntakeFacts, Submittal
from rules.intake.on_permit import EXCUSED, form_of_kind
from rules.intake.outcome import decided
from rules.intake.submittal import attachment_findings, explains_what_is_missing, missing
from rules.office import Office

# The parts of a registration: (name, words by which a file's name or the mail's text gives it).
REGISTRATION_PARTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("permit_history", re.compile(r"permit histor", re.IGNORECASE)),
    ("floor_plans", re.compile(r"floor ?plans?", re.IGNORECASE)),
    (
        "street_addresses",
        re.compile(
            r"street[- ](?:facing|level)|\bon (?:the )?street\b|first[- ]floor|1st[- ]floor|\baddresses\b|"
            r"suite (?:list|numbers)",
            re.IGNORECASE,
        ),
    ),
    ("site_plan", re.compile(r"site ?plan|plot plan", re.IGNORECASE)),
    ("w4_form", re.compile(r"\bw-?4\b|meter sizing", re.IGNORECASE)),
    (
        "future_plans",
        re.compile(
            r"(?:12|twelve)[ -]*(?:to|-|–)[ -]*(?:24|twenty[- ]four)|next (?:(?:two|2) years|\d{2} months)|"
            r"future (?:plans|projects|work)|planned (?:work|projects)|(?:two|2)[- ]year plan",
            re.IGNORECASE,
        ),
    ),
)
# Drawings and forms are papers: the words of a mail can only say that they are attached.
PAPERS = frozenset({"floor_plans", "site_plan", "w4_form"})
_SENTENCE = re.compile(r"[\n;]|(?<=[.!?])\s")
# A line of the reply that our letter has ready, not filled in: it names a part and says nothing of it.
_UNFILLED = re.compile(
    r"^[ \t>]{0,8}\d{1,2}\. [^\n]{1,200}:[ \t]*(?=\n[ \t]*(?:\n|\d{1,2}\. )|\n?[ \t]*\Z)", re.MULTILINE
)
_ATTACHED = re.compile(r"\b(?:attach\w*|enclos\w*|included|herewith)\b", re.IGNORECASE)
# What is only announced, asked about or said to be lacking is not there yet.
_PUT_OFF = re.compile(
    r"\?|\b(?:will (?:send|follow|provide|be sent)|to follow|later|not yet|don't have|do not have"
    r"|still (?:need|waiting)|missing|forthcoming|working on)\b",
    re.IGNORECASE,
)


def decide_registration(submittal: Submittal, facts: IntakeFacts, office: Office) -> IntakeDecision:
    """A building for the program: its parts, and what makes it ineligible, which a person decides.

    Nothing here registers a building: taken means that the office evaluates it.
    """
    day = facts.received_at.date()
    form = form_of_kind("building_registration", submittal)
    name, address = (form.value("building"), form.value("address")) if form else (None, None)
    found = building_of(name, address, None, facts.registry, day).building
    found = found or building_meant(submittal.text, facts.registry)
    findings = [
        *attachment_findings(submittal),
        *eligibility_findings(submittal.text, found, facts.registry, day),
    ]
    if not explains_what_is_missing(submittal):
        findings.extend(_lacking_parts(submittal))
    return decided(findings, office, building=found.building if found else None)


def tells_a_part(text: str) -> bool:
    """Whether the words give one of the parts, or say that it does not apply."""
    sentences = _said(text)
    return any(_is_told(part, words, sentences, has_others=False) for part, words in REGISTRATION_PARTS)


def _said(text: str) -> list[str]:
    """The sentences of a mail that say something of what is there."""
    sentences = _SENTENCE.split(_UNFILLED.sub(" ", text[:20_000]))
    return [one for one in sentences if not _PUT_OFF.search(one)]


def _lacking_parts(submittal: Submittal) -> Iterator[Finding]:
    documents = [row for row in (*submittal.documents, *submittal.earlier_documents) if row.problem is None]
    papers = {part for row in documents for part in _parts_of(row)}
    has_others = any(not _parts_of(row) for row in documents)
    sentences = _said(submittal.text)
    for part, pattern in REGISTRATION_PARTS:
        if part not in papers and not _is_told(part, pattern, sentences, has_others=has_others):
            yield missing(part, Severity.ASK)


def _parts_of(document: Document) -> frozenset[str]:
    """What the file is by what is in it, else by its name."""
    name = re.sub(r"[_\-.]+", " ", document.file[:200])
    named = {part for part, pattern in REGISTRATION_PARTS if pattern.search(name)}
    return frozenset({*document.parts, document.sort, *named} & {part for part, _ in REGISTRATION_PARTS})


def _is_told(part: str, pattern: re.Pattern[str], sentences: Sequence[str], *, has_others: bool) -> bool:
    """Whether the mail's own words give the part, or say that it is in a file that we cannot name."""
    for sentence in sentences:
        if not pattern.search(sentence):
            continue
        if EXCUSED.search(sentence) or has_others:
            return True
        if part not in PAPERS and not _ATTACHED.search(sentence):
            return True
    return False
