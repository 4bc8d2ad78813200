"""The documents of a submittal: which came, which lack, what stayed closed (codes `submittal.*`, `plans.*`)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import ceil

from parsers.documents import LONGEST_PAPER_IN, Document, DocumentSort
from parsers.unpack import MAIL
from rules.finding import Finding, Severity, Value
from rules.intake.facts import Submittal
from rules.office import Office

PROBLEM_CODES = {
    "not_pdf": "attachment.not_pdf",
    "unreadable": "attachment.unreadable",
    "encrypted": "attachment.encrypted",
    "too_large": "attachment.too_large",
    "too_deep": "attachment.too_large",
    "timed_out": "attachment.timed_out",
}
MEGABYTE = 1_000_000
_COUNTED = re.compile(r"\b(\d{2,3})[ -]{0,2}(?:total )?(?:pages?|sheets?|pgs?)\b", re.IGNORECASE)
_ASKS = re.compile(r"\?|\b(?:how (?:to|do|should)|advise|instructions?|which way|guidance)\b", re.IGNORECASE)
_MANY = re.compile(
    r"\b(?:30|thirty) (?:pages |sheets )?or more\b|\b(?:more than|over|exceeds?|above) (?:the )?(?:29|30|thirty)[ -]"
    r"(?:pages?|sheets?)\b|\b(?:over|above|exceeds?) the (?:page|sheet) limit\b",
    re.IGNORECASE,
)


def attachment_findings(submittal: Submittal) -> Iterator[Finding]:
    """What could not be opened, each by its name, and links in the place of files (never followed)."""
    documents = (*submittal.documents, *submittal.earlier_closed)
    of_whole_mail = [document for document in documents if document.found == MAIL]
    if of_whole_mail:
        whole = replace(of_whole_mail[0], bytes=sum(document.bytes for document in of_whole_mail))
        yield Finding("attachment.too_large", values=_seen(whole))
    for document in documents:
        if document.problem is not None and document.found != MAIL:
            yield Finding(PROBLEM_CODES[document.problem], file=document.file, values=_seen(document))
    if submittal.links and not any(document.problem is None for document in submittal.documents):
        yield behind_a_link(submittal)


def behind_a_link(submittal: Submittal) -> Finding:
    """What is wanted stands behind a link, which is never followed."""
    links = submittal.links or submittal.earlier_links
    return Finding("message.no_attachment_but_link", values={"links": links[:5]})


def explains_what_is_missing(submittal: Submittal) -> bool:
    """Whether a file that could not be read, or a link, may be the document that seems to be missing."""
    return _has_links(submittal) or _has_closed(submittal)


def _has_links(submittal: Submittal) -> bool:
    return bool(submittal.links or submittal.earlier_links)


def _has_closed(submittal: Submittal) -> bool:
    return bool(submittal.earlier_closed) or any(row.problem is not None for row in submittal.documents)


def lacking(submittal: Submittal, finding: Finding) -> Finding | None:
    """What to say of a document that is not there: nothing where a closed file may be it, else that it lacks.

    Where a link may lead to it, that the file itself is wanted.
    """
    if _has_closed(submittal):
        return None
    return behind_a_link(submittal) if _has_links(submittal) else finding


def readable(submittal: Submittal, sort: DocumentSort) -> tuple[Document, ...]:
    """The opened documents of that sort; where this mail has none, those sent earlier in the case."""
    sent = tuple(row for row in submittal.documents if row.sort == sort and row.problem is None)
    return sent or tuple(row for row in submittal.earlier_documents if row.sort == sort)


def plan_findings(submittal: Submittal, office: Office) -> Iterator[Finding]:
    """One plan set is needed, as one PDF of at most so many pages (D4); the plan check's findings follow."""
    merged = [row for row in submittal.documents if is_merged(row)]
    sets = _once([row for row in readable(submittal, "plans") if row not in merged])
    if not sets and not merged:
        merged = [row for row in submittal.earlier_documents if is_merged(row)]
    if not sets and not merged:
        finding = lacking(submittal, Finding("plans.missing", where=()))
        yield from (
            one for one in (finding,) if one is not None and not announces_many_pages(submittal, office)
        )
        return
    for document in merged:
        yield Finding("submittal.merged", file=document.file, values={"form_pages": len(document.form_pages)})
    if len(sets) + len(merged) > 1:
        yield split((*sets, *merged))
    yield from _page_limit((*sets, *merged), office)
    yield from findings_of_all(submittal, len(sets) + len(merged))


def split(sets: Sequence[Document]) -> Finding:
    """The set came in several files."""
    names = tuple(row.file for row in sets)
    values: dict[str, Value] = {"files": names, "count": len(names), "made_with": sets[0].made_with}
    return Finding("plans.split", where=(), values=values)


def _once(sets: Sequence[Document]) -> list[Document]:
    """The sets without further copies of one file: sent twice by mistake, they are one set."""
    kept: list[Document] = []
    for document in sets:
        if not document.sha256 or all(document.sha256 != other.sha256 for other in kept):
            kept.append(document)
    return kept


def findings_of_all(submittal: Submittal, sets: int) -> Iterator[Finding]:
    """The plan check's findings; what one of several sets lacks counts only where every other lacks it, too."""
    # One whose reading was broken off is a set, too, and may have it.
    sets += sum(row.sort == "plans" and row.problem is not None for row in submittal.documents)
    lacking_sets = Counter(map(_lack, submittal.plan_findings))
    for finding in submittal.plan_findings:
        lack = _lack(finding)
        if lack is None or lacking_sets[lack] >= sets:
            yield finding


def _lack(finding: Finding) -> str | None:
    """What the sheets of a set do not show; a summary with gaps and none at all are the same lack."""
    if finding.code in {"plans.code_summary_missing", "plans.code_summary_incomplete"}:
        return "plans.code_summary"
    if finding.code in {"plans.stamp_missing", "plans.sheet_missing"}:
        return f"{finding.code} {finding.where}"
    return None


def missing(where: str, severity: Severity | None = None) -> Finding:
    """A document that this kind of submittal needs."""
    return Finding("submittal.document_missing", where=where, severity=severity)


def announces_many_pages(submittal: Submittal, office: Office) -> bool:
    """Whether the mail asks about a set of more pages than are taken by mail (D4): a route, not a fault."""
    return _pages_announced(submittal.text, office) > office.plans.page_limit


def is_enquiry(submittal: Submittal, office: Office) -> bool:
    """Whether the mail asks how to send a large set, with the set beside it or not, and applies for nothing yet."""
    if not announces_many_pages(submittal, office):
        return False
    return not readable(submittal, "plans") or _ASKS.search(submittal.text[:20_000]) is not None


def announcement_findings(submittal: Submittal, office: Office) -> Iterator[Finding]:
    """The many pages that the mail announces, where the set itself is not there to be counted."""
    if readable(submittal, "plans") or any(map(is_merged, submittal.documents)):
        return
    pages = _pages_announced(submittal.text, office)
    if pages > office.plans.page_limit:
        yield Finding("plans.page_limit", where=(), values={"pages": pages, "limit": office.plans.page_limit})


def _pages_announced(text: str, office: Office) -> int:
    text = text[:20_000]
    counts = [int(match[1]) for match in _COUNTED.finditer(text)]
    if _MANY.search(text):
        counts.append(office.plans.page_limit + 1)
    return max(counts, default=0)


def _page_limit(sets: Sequence[Document], office: Office) -> Iterator[Finding]:
    pages = sum(row.pages - len(row.form_pages) for row in sets)
    limit = office.plans.page_limit
    if pages > limit:
        yield Finding("plans.page_limit", where=(), values={"pages": pages, "limit": limit})


def is_merged(document: Document) -> bool:
    """Whether the file holds an intake form and sheets beside it."""
    pages = document.form_pages
    if not pages or document.problem is not None or document.sort not in {"form", "plans"}:
        return False
    others = [size for page, size in enumerate(document.sheet_sizes, 1) if page not in pages]
    # Instructions and notes behind a form are letter paper too; sheets are larger, whatever is wrong with them.
    return any(max(size) > LONGEST_PAPER_IN for size in others) or (
        document.sort == "plans" and document.pages > len(pages)
    )


def _seen(document: Document) -> dict[str, Value]:
    """What is known of a file that stayed closed: what it is, its size and the most that is taken."""
    seen: dict[str, Value] = {"found": document.found} if document.found else {}
    if document.problem == "too_deep":
        return {**seen, "too_deep": True}
    if document.bytes:
        # Rounded up, so that what is over a limit reads so.
        seen["size_mb"] = ceil(document.bytes * 10 / MEGABYTE) / 10
    if document.limit_bytes:
        seen["limit_mb"] = document.limit_bytes / MEGABYTE
    return seen
