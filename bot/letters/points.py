"""Findings as the points of a letter: their words, their place, what they hold up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from parsers.documents import Document
from rules.finding import Finding, Severity
from templates.cleaning import one_line
from templates.filters import capital, pages
from templates.letter_views import PictureView, Point, PointGroup, Weight
from templates.render import finding_words

# What the office has to know and the sender has no use for.
UNSAID = frozenset({"sender.over_limit", "sender.unauthenticated"})
WEIGHTS: dict[Severity, Weight] = {
    Severity.REJECT: "reject",
    Severity.REFER: "refer",
    Severity.ASK: "ask",
    Severity.REVIEW: "review",
    Severity.NOTE: "note",
}
TO_MEND = frozenset({Severity.REJECT, Severity.ASK})
FOR_A_PERSON = frozenset({Severity.REFER})
BLOCKING = TO_MEND | FOR_A_PERSON
MOST_POINTS = 60
# The points whose sender has to do something, by weight.
TOLD_TO_DO = frozenset({WEIGHTS[severity] for severity in TO_MEND})

SORTS = {
    "form": "application form",
    "plans": "plans",
    "calculations": "structural calculations",
    "manual": "project manual",
    "photographs": "photographs",
    "product_information": "product information",
    "correction_notice": "correction notice",
    "permit_history": "permit history",
    "w4_form": "W-4 form of the Water Bureau",
    "responses": "answers to the checksheets",
    "reference_sheets": "sheets for reference only",
    "other": "another document",
}
# Findings about files that we could not look into stand together, whatever the files may be.
CLOSED_FILES = "attachment"
# Which document a finding is about when it names no file: by the first part of its code.
ABOUT = {
    "form": "form",
    "reference_number": "form",
    "valuation": "form",
    "contractor": "form",
    "building": "form",
    "address": "form",
    "permit": "form",
    "scope": "form",
    "plans": "plans",
}
ORDER = {"form": 0, "plans": 1, "calculations": 2}
CLOSED_FILES_HEADING = "Files that we could not use"


@dataclass(frozen=True, slots=True)
class FormPlace:
    """A place on a page (from 1) of a form; `box` as in `FieldReading`."""

    file: str
    page: int
    box: tuple[float, float, float, float]


def point(finding: Finding, place: str = "") -> Point:
    """The finding in words; `place`, where not given, is its pages."""
    words = finding_words(finding.code, finding.where, finding.file, finding.values)
    found = pages(finding.where) if isinstance(finding.where, tuple) else ""
    return Point(
        title=words.title,
        detail=words.detail,
        fix=words.fix or "",
        weight=WEIGHTS.get(finding.severity or Severity.NOTE, "note"),
        place=place or found,
    )


def needs(findings: Iterable[Finding]) -> tuple[Point, ...]:
    """The points that hold the matter up, in their order."""
    return tuple(point(finding) for finding in _said(findings) if finding.severity in BLOCKING)[:MOST_POINTS]


def remarks(findings: Iterable[Finding]) -> tuple[Point, ...]:
    """The points that hold nothing up, in their order."""
    said = _said(findings)
    return tuple(point(finding) for finding in said if finding.severity not in BLOCKING)[:MOST_POINTS]


def office_points(findings: Iterable[Finding]) -> tuple[Point, ...]:
    """The points as coordinators see them: those that hold the matter up, and all that only the office may know.

    `for_office` lets the words name what the sender must not learn.
    """
    wanted = [finding for finding in findings if finding.severity in BLOCKING or _is_for_office_only(finding)]
    return tuple(
        point(replace(finding, values={**finding.values, "for_office": True}))
        for finding in wanted[:MOST_POINTS]
    )


def findings_beside(findings: Iterable[Finding], told: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that are not among those told elsewhere."""
    known = {_identity(finding) for finding in told}
    return tuple(finding for finding in findings if _identity(finding) not in known)


def sections(findings: Sequence[Finding]) -> tuple[frozenset[Severity | None], ...]:
    """The severities that stand together in a letter, in its order: what it is about, what else blocks, the rest."""
    rest = frozenset({None, *Severity}) - BLOCKING
    found = {finding.severity for finding in findings}
    if Severity.REFER in found and Severity.REJECT not in found:
        return FOR_A_PERSON, TO_MEND, rest
    return TO_MEND, FOR_A_PERSON, rest


def grouped(
    findings: Sequence[Finding],
    documents: Sequence[Document],
    section: frozenset[Severity | None],
    pictures: Sequence[PictureView] = (),
) -> tuple[PointGroup, ...]:
    """The points of one section, by document: form, plans, then the rest; then by page.

    Each picture goes with the points that it shows.
    """
    groups: dict[str, list[Point]] = {}
    known: dict[str, int] = {}
    for number, finding in numbered(findings, documents):
        if finding.severity in section:
            told = replace(point(finding, _place(finding, documents)), number=number)
            groups.setdefault(_document_name(finding, documents), []).append(_told_once(told, known))
    return tuple(
        PointGroup(name, tuple(points), _showing(points, pictures)) for name, points in groups.items()
    )


def _told_once(told: Point, known: dict[str, int]) -> Point:
    """The point without sentences that an earlier one has; `known`: where each was said first."""
    if known.setdefault(told.detail, told.number) != told.number:
        told = replace(told, detail="")
    first = known.setdefault(told.fix, told.number)
    if not told.fix or first == told.number:
        return told
    return replace(told, fix="", same_as=first if told.weight in TOLD_TO_DO else 0)


def _showing(points: Sequence[Point], pictures: Sequence[PictureView]) -> tuple[PictureView, ...]:
    numbers = {told.number for told in points}
    return tuple(picture for picture in pictures if picture.numbers[0] in numbers)


def numbered(findings: Sequence[Finding], documents: Sequence[Document]) -> tuple[tuple[int, Finding], ...]:
    """The findings as a letter tells them, each with its number from 1, section by section."""
    said = _said(findings)
    told: list[Finding] = []
    for section in sections(said):
        members = [finding for finding in said if finding.severity in section][:MOST_POINTS]
        members.sort(key=lambda finding: _order(finding, documents))
        # One document's points stand together, under its heading.
        names = dict.fromkeys(_document_name(finding, documents) for finding in members)
        told += [row for name in names for row in members if _document_name(row, documents) == name]
    return tuple(enumerate(told, 1))


def place_on_form(finding: Finding, documents: Sequence[Document]) -> FormPlace | None:
    """Where on whose page the finding is; None where that is not surely known: nobody is shown a guess."""
    forms = [(row.file, row.form) for row in documents if row.form and finding.file in {None, row.file}]
    if len(forms) != 1 or not isinstance(finding.where, str):
        return None
    file, form = forms[0]
    if finding.where == "signature":
        place = form.signature_box
        return None if place is None else FormPlace(file, place[0], place[1:])
    field = form.fields.get(finding.where)
    # What a recogniser saw was measured on a picture that it had straightened.
    if field is None or field.page is None or field.box is None or field.source == "ocr":
        return None
    return FormPlace(file, field.page, field.box)


def _identity(finding: Finding) -> tuple[object, ...]:
    return finding.code, finding.where, finding.file, tuple(sorted(finding.values.items(), key=_first))


def _first(item: tuple[str, object]) -> str:
    return item[0]


def _said(findings: Iterable[Finding]) -> list[Finding]:
    return [
        finding for finding in findings if finding.code not in UNSAID and not _is_for_office_only(finding)
    ]


def _is_for_office_only(finding: Finding) -> bool:
    """Whether the finding speaks of another's record (D12)."""
    return finding.values.get("for_office_only") is True


def _sort_of(finding: Finding, documents: Sequence[Document]) -> str:
    """What the document is that the finding is about; empty where that is the submittal as a whole."""
    group = finding.code.partition(".")[0]
    if group == CLOSED_FILES:
        return CLOSED_FILES
    by_file = next((document.sort for document in documents if document.file == finding.file), None)
    if by_file == "form" and group == "plans":
        # Form and plans in one file.
        return "plans"
    about = by_file or ABOUT.get(group, "")
    has_it = group in {"form", "plans"} or any(document.sort == about for document in documents)
    return about if by_file or has_it else ""


def _order(finding: Finding, documents: Sequence[Document]) -> tuple[int, str, int, float]:
    """By document, page and, on a form, from the top down."""
    sort = _sort_of(finding, documents)
    first_page = finding.where[0] if isinstance(finding.where, tuple) and finding.where else 0
    return (
        ORDER.get(sort, 3 if finding.file else 4),
        finding.file or "",
        first_page or _page(finding, documents),
        place.box[1] if (place := place_on_form(finding, documents)) else 0.0,
    )


def _document_name(finding: Finding, documents: Sequence[Document]) -> str:
    sort = _sort_of(finding, documents)
    if sort == CLOSED_FILES:
        return CLOSED_FILES_HEADING
    words = capital(SORTS.get(sort, "your submittal" if not finding.file else "file"))
    files = [document.file for document in documents if document.sort == sort]
    file = finding.file or (files[0] if len(files) == 1 else "")
    return f"{words}: {one_line(file, 120)}" if file else words


def _page(finding: Finding, documents: Sequence[Document]) -> int:
    """The page of the form on which the field stands, 0 where that is not known."""
    if not isinstance(finding.where, str):
        return 0
    for document in documents:
        if document.form is None:
            continue
        if finding.where == "signature" and document.form.signature_box is not None:
            return document.form.signature_box[0]
        field = document.form.fields.get(finding.where)
        if field is not None and field.page is not None:
            return field.page
    return 0


def _place(finding: Finding, documents: Sequence[Document]) -> str:
    page = _page(finding, documents)
    return pages(page) if page else ""
