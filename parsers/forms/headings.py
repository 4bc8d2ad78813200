"""Which labels are headings, and which heading a label belongs to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from parsers.forms.mark import Mark
from parsers.forms.words import Box, Line

CENTRED_REACH = 60.0
LABELS_COLUMN = 250.0
"""How far to the right of its heading the labels below may begin: they may be set to the right."""
NAME_BELOW, NAME_WORDS = 24.0, 6
APPLICANT_FIELDS = ("applicant_name", "applicant_email", "applicant_phone")


def under_headings(
    found: Sequence[Mark], lines: Sequence[Line], values_at: Sequence[Box]
) -> tuple[Mark, ...]:
    headings = [mark for mark in found if _is_heading(mark, found, lines, values_at)]
    placed = []
    for mark in found:
        if mark in headings and not (
            _alone_asks(mark, found, headings) or _is_signed_below(mark, found, lines)
        ):
            placed.append(replace(mark, is_heading=True))
            continue
        others = [heading for heading in headings if heading is not mark]
        placed.append(replace(mark, section=_section_of(mark, others, found)))
    return _after_the_applicant(placed)


def _after_the_applicant(placed: Sequence[Mark]) -> tuple[Mark, ...]:
    """On a form without headings "Phone" and "Email" are the applicant's until something else is asked for.

    So is the "Name" that such a form begins with, where no label asks for the applicant's.
    """
    found: list[Mark] = []
    is_applicants = _begins_with_a_name(placed)
    for mark in placed:
        own = mark if mark.section is not None or not is_applicants else replace(mark, section="applicant")
        if mark.is_heading or mark.section is not None or own.field not in {*APPLICANT_FIELDS, "", None}:
            is_applicants = False
        elif mark.field in APPLICANT_FIELDS:
            is_applicants = True
        found.append(own if is_applicants else mark)
    return _before_the_license(found)


def _before_the_license(placed: Sequence[Mark]) -> tuple[Mark, ...]:
    """On a form without headings the "Name" that is asked for just before the CCB number is the contractor's."""
    found: list[Mark] = []
    is_contractors = False
    for mark in reversed(placed):
        own = replace(mark, section="contractor")
        if mark.is_heading or mark.section is not None or mark.field not in {"", None, "ccb_number"}:
            is_contractors = False
        elif mark.field == "ccb_number":
            is_contractors = True
        found.append(own if is_contractors and own.field == "contractor_name" else mark)
    return tuple(reversed(found))


def _begins_with_a_name(placed: Sequence[Mark]) -> bool:
    first = next((mark for mark in placed if mark.known), None)
    if first is None or first.is_heading or first.section is not None:
        return False
    is_asked = any(mark.field == "applicant_name" for mark in placed)
    return not is_asked and first.meaning.field("applicant") == "applicant_name"


def _is_signed_below(heading: Mark, found: Sequence[Mark], lines: Sequence[Line]) -> bool:
    """Whether what reads like a heading is the one label of a signature, with a name right below it."""
    if not heading.meaning.signature or any(mark.meaning.signature for mark in found if mark is not heading):
        return False
    labels = {word for mark in found for word in mark.words}
    below = next((line.words for line in lines[heading.line + 1 : heading.line + 2]), ())
    is_near = bool(below) and below[0].box[3] - heading.box[3] < NAME_BELOW
    is_aligned = is_near and abs(below[0].left - heading.box[0]) < CENTRED_REACH
    return is_aligned and len(below) <= NAME_WORDS and labels.isdisjoint(below)


def _alone_asks(heading: Mark, found: Sequence[Mark], headings: Sequence[Mark]) -> bool:
    """Whether nothing else on the page asks for what this heading names: then it is a label ("Applicant")."""
    wanted = heading.meaning.plain
    if not wanted:
        return False
    labels = [
        replace(mark, section=_section_of(mark, headings, found)) for mark in found if mark not in headings
    ]
    return all(label.field != wanted for label in labels)


def _is_heading(mark: Mark, found: Sequence[Mark], lines: Sequence[Line], values_at: Sequence[Box]) -> bool:
    """A heading has nothing to fill in behind it and nothing written behind it."""
    if mark.meaning.section is None or (mark.text.rstrip().endswith(":") and _has_value(mark, found, lines)):
        return False
    if mark.meaning.plain is None and not mark.meaning.within and not mark.meaning.signature:
        return True
    if any(_behind(mark.box, box) for box in values_at) or _is_one_of_many(mark, found):
        return False
    if _has_value(mark, found, lines):
        return False
    return _next_is_a_label(mark, found) or any(_heads_its_row(mark, other) for other in found)


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


def _has_value(mark: Mark, found: Sequence[Mark], lines: Sequence[Line]) -> bool:
    """Whether something stands to the right of it on its line; labels in the next cell are none of its own."""
    after = [
        word for word in lines[mark.line].words if word.left >= mark.box[2] - 1 and word not in mark.words
    ]
    if not after:
        return False
    if any(after[0] in other.words and _are_twin_headings(mark, other, found) for other in found):
        return False
    is_next_cell = 0 < mark.words[-1].column[1] <= after[0].left + 2
    return not (is_next_cell and any(after[0] in other.words for other in found))


def _are_twin_headings(mark: Mark, other: Mark, found: Sequence[Mark]) -> bool:
    """Two headings side by side, lettered alike and otherwise than most labels."""
    look = mark.words[0].look
    alike = sum(1 for one in found if one.words[0].look == look)
    return other.meaning.section is not None and other.words[0].look == look and 3 * alike < len(found)


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


def _is_centred(heading: Mark, labels: Sequence[Mark]) -> bool:
    """Whether it stands over labels that begin further left, and over none that begin where it does."""
    return not any(
        abs(other.box[0] - heading.box[0]) < 12 and -3 < other.box[1] - heading.box[3] < CENTRED_REACH
        for other in labels
    )


def _section_of(mark: Mark, headings: Sequence[Mark], found: Sequence[Mark]) -> str | None:
    labels = [one for one in found if one.known and one not in headings]
    beside = [one for one in headings if _heads_its_row(one, mark)]
    if beside:
        return max(beside, key=lambda one: one.box[0]).meaning.section
    above = [
        one
        for one in headings
        if (one.box[1] <= mark.box[1] + 2 and one.box[0] <= mark.box[0] + 12)
        or (one.box[3] <= mark.box[1] + 2 and _is_centred(one, labels))
    ]
    if not above:
        return None
    nearest = max(above, key=lambda one: (round(one.box[3] / 6), one.box[0]))
    return nearest.meaning.section


def _heads_its_row(heading: Mark, mark: Mark) -> bool:
    """Whether the heading stands in the cell to the left of the label's own and reaches over the label's row."""
    right, (top, bottom) = heading.words[-1].column[1], heading.words[0].row
    is_next = right > 0 and abs(mark.words[0].column[0] - right) < 3
    return is_next and top - 1 <= (mark.box[1] + mark.box[3]) / 2 <= bottom + 1
