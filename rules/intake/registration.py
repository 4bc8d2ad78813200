"""A building for the program: what has to come, and what makes it ineligible (code `registration.*`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rules.finding import Finding, Severity
from rules.intake.building import building_of
from rules.intake.facts import IntakeDecision, IntakeFacts, Submittal
from rules.intake.on_permit import form_of_kind
from rules.intake.outcome import decided
from rules.intake.submittal import attachment_findings, explains_what_is_missing, missing
from rules.office import Office

# The parts of a registration: (name of the document, words by which a mail's text supplies or excuses it).
REGISTRATION_PARTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("permit_history", re.compile(r"permit history", re.IGNORECASE)),
    ("floor_plans", re.compile(r"floor plans?", re.IGNORECASE)),
    (
        "street_addresses",
        re.compile(r"street[- ](?:facing|level)|first[- ]floor|1st[- ]floor|street addresses", re.IGNORECASE),
    ),
    ("site_plan", re.compile(r"site plan", re.IGNORECASE)),
    ("w4_form", re.compile(r"\bw-?4\b|meter sizing", re.IGNORECASE)),
    (
        "future_plans",
        re.compile(
            r"(?:12|twelve)[ -]*(?:to|-|–)[ -]*(?:24|twenty[- ]four)|next (?:two|2) years|"
            r"future plans|planned (?:work|projects)",
            re.IGNORECASE,
        ),
    ),
)
INELIGIBLE: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "condominium_or_apartments",
        re.compile(r"\b(?:condominiums?|condos?|apartments?|apartment building)\b", re.IGNORECASE),
    ),
    (
        "one_floor",
        re.compile(r"\b(?:only|just) (?:the )?(?:\w+ )?floor\b|\b(?:single|one) floor\b", re.IGNORECASE),
    ),
    (
        "single_project",
        re.compile(
            r"\b(?:one[- ]time|single|one[- ]and[- ]done|just (?:this|one)|only (?:this|one)) "
            r"(?:tenant )?(?:project|improvement|job)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "open_permits",
        re.compile(
            r"\bopen permits?\b|\bpermits? (?:is|are) (?:still )?(?:open|under review|issued)\b",
            re.IGNORECASE,
        ),
    ),
    ("violations", re.compile(r"\b(?:open|unresolved) (?:code )?violations?\b", re.IGNORECASE)),
)
_SENTENCE = re.compile(r"[\n;]|(?<=[.!?])\s")
# What is only announced, asked about or said to be lacking is not there yet.
_PUT_OFF = re.compile(
    r"\?|\b(?:will (?:send|follow|provide|be sent)|to follow|later|not yet|don't have|do not have"
    r"|still (?:need|waiting)|missing|forthcoming|working on)\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"\b(?:no|not|without|never|isn't|aren't)\b[^.;\n]{0,30}$", re.IGNORECASE)


def decide_registration(submittal: Submittal, facts: IntakeFacts, office: Office) -> IntakeDecision:
    """A building for the program: its parts, and what makes it ineligible, which a person decides.

    Nothing here registers a building: taken means that the office evaluates it.
    """
    findings = [*attachment_findings(submittal)]
    for reason, pattern in INELIGIBLE:
        match = pattern.search(submittal.text[:20_000])
        if match and not _NEGATED.search(submittal.text[max(0, match.start() - 50) : match.start()]):
            findings.append(Finding("registration.ineligible", where=reason, values={"found": match[0]}))
    if not explains_what_is_missing(submittal):
        findings.extend(_registration_parts(submittal))
    form = form_of_kind("building_registration", submittal)
    name = form.value("building") if form else None
    address = form.value("address") if form else None
    found = building_of(name, address, None, facts.registry, facts.received_at.date())
    return decided(findings, office, building=found.building.building if found.building else None)


def _registration_parts(submittal: Submittal) -> Iterator[Finding]:
    """A part counts as there when a document of its sort came, or a file or the text names it."""
    documents = (*submittal.documents, *submittal.earlier_documents)
    sentences = [one for one in _SENTENCE.split(submittal.text[:20_000]) if not _PUT_OFF.search(one)]
    named = "\n".join((*sentences, *(re.sub(r"[_-]+", " ", row.file) for row in documents)))
    sorts = {row.sort for row in documents if row.problem is None}
    for part, pattern in REGISTRATION_PARTS:
        if part not in sorts and not pattern.search(named):
            yield missing(part, Severity.ASK)
