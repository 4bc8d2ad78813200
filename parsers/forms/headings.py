"""Which labels are headings, and which heading a label belongs to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from parsers.forms.mark import Mark
from parsers.forms.words import Box, Line

LABELS_COLUMN = 250.0
"""How far to the right of its heading the labels below may begin: they may be set to the right."""
APPLICANT_FIELDS = ("applicant_name", "applicant_email", "applicant_phone")


def under_headings(
    found: Sequence[Mark], lines: Sequence[Line], values_at: Sequence[Box]
) -> tuple[Mark, ...]:
    headings = [mark for mark in found if _is_heading(mark, found, lines, values_at)]
    placed = []
    for mark in found:
        if mark in headings and not _alone_asks(mark, found, headings):
            placed.append(replace(mark, is_heading=True))
            continue
        others = [heading for heading in headings if heading is not mark]
        placed.append(replace(mark, section=_section_of(mark, others)))
    return _after_the_applicant(placed)


def _after_the_applicant(placed: Sequence[Mark]) -> tuple[Mark, ...]:
    """On a form without headings "Phone" and "Email" are the applicant's until something else is asked for."""
    found: list[Mark] = []
    is_applicants = False
    for mark in placed:
        own = mark if mark.section is not None or not is_applicants else replace(mark, section="applicant")
        if mark.is_heading or mark.section is not None or own.field not in {*APPLICANT_FIELDS, "", None}:
            is_applicants = False
        elif mark.field in APPLICANT_FIELDS:
            is_applicants = True
        found.append(own if is_applicants else mark)
    return tuple(found)


def _alone_asks(heading: Mark, found: Sequence[Mark], headings: Sequence[Mark]) -> bool:
    """Whether nothing else on the page asks for what this heading names: then it is a label ("Applicant")."""
    wanted = heading.meaning.plain
    if not wanted:
        return False
    labels = [replace(mark, section=_section_of(mark, headings)) for mark in found if mark not in headings]
    return all(label.field != wanted for label in labels)


def _is_heading(mark: Mark, found: Sequence[Mark], lines: Sequence[Line], values_at: Sequence[Box]) -> bool:
    """A heading has nothing to fill in behind it and nothing written behind it."""
    if mark.meaning.section is None or (mark.text.rstrip().endswith(":") and _has_value(mark, lines)):
        return False
    if mark.meaning.plain is None and not mark.meaning.within and not mark.meaning.signature:
        return True
    if any(_behind(mark.box, box) for box in values_at) or _is_one_of_many(mark, found):
        return False
    if _has_value(mark, lines):
        return False
    return _next_is_a_label(mark, found)


def _is_one_of_many(mark: Mark, found: Sequence[Mark]) -> bool:
    """Lettered as most labels of a page whose headings are lettered otherwise."""
    if not mark.meaning.within:
        return False
    looks = Counter(other.words[0].look for other in found)
    bare = [other for other in found if other.meaning.plain is None and not other.meaning.within]
    headings = {other.words[0].look for other in bare if other.meaning.section}
    own = mark.words[0].look
    return looks[own] > 0.6 * len(found) and own not in headings and bool(headings)


def _behind(label: Box, box: Box) -> bool:
    middle = (label[1] + label[3]) / 2
    on_its_line = box[1] - 2 <= middle <= box[3] + 2 and -4 <= box[0] - label[2] < 260
    below = -3 <= box[1] - label[3] < 7 and abs(box[0] - label[0]) < 12
    return on_its_line or below


def _has_value(mark: Mark, lines: Sequence[Line]) -> bool:
    """Whether something stands to the right of it on its line."""
    after = [
        word for word in lines[mark.line].words if word.left >= mark.box[2] - 1 and word not in mark.words
    ]
    return bool(after)


def _next_is_a_label(mark: Mark, found: Sequence[Mark]) -> bool:
    """A label with a value printed below it has words there that are no label."""
    below = [
        other
        for other in found
        if other.line > mark.line
        and 0 <= other.box[1] - mark.box[3] < 34
        and other.box[0] - mark.box[0] < LABELS_COLUMN
    ]
    return bool(below)


def _section_of(mark: Mark, headings: Sequence[Mark]) -> str | None:
    above = [one for one in headings if one.box[1] <= mark.box[1] + 2 and one.box[0] <= mark.box[0] + 12]
    if not above:
        return None
    nearest = max(above, key=lambda one: (round(one.box[3] / 6), one.box[0]))
    return nearest.meaning.section
