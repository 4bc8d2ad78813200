"""Sheet numbers of a whole set: the same place on every sheet, another number on each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from parsers.plans.evidence import NumberCandidate, SheetEvidence, SheetKind
from parsers.plans.kinds import kinds_of_title

SAME_PLACE = 0.03
LEAST_SCORE = 3.0


def with_numbers(sheets: Sequence[SheetEvidence]) -> tuple[SheetEvidence, ...]:
    """The sheets with number and title filled in from their candidates, judged against the whole set."""
    repeated = _repeated(sheets)
    listed = frozenset(number for sheet in sheets for number in sheet.listed_numbers)
    return tuple(_with_number(sheet, sheets, repeated, listed) for sheet in sheets)


def _repeated(sheets: Sequence[SheetEvidence]) -> Counter[str]:
    """On how many sheets each candidate stands in a likely place."""
    return Counter(
        number
        for sheet in sheets
        for number in {
            candidate.number for candidate in sheet.number_candidates if candidate.score >= LEAST_SCORE
        }
    )


def _with_number(
    sheet: SheetEvidence, sheets: Sequence[SheetEvidence], repeated: Counter[str], listed: frozenset[str]
) -> SheetEvidence:
    def merit(candidate: NumberCandidate) -> float:
        alike = [
            other
            for other in sheets
            if other is not sheet and any(_same_place(candidate, rival) for rival in other.number_candidates)
        ]
        place = len(alike) / max(1, len(sheets) - 1)
        is_common = len(sheets) > 2 and repeated[candidate.number] > max(2, len(sheets) // 2)
        bonus = 1.5 if candidate.number in listed else 0.0
        return candidate.score + 2 * place + bonus - (4.0 if is_common else 0.0)

    titled = replace(sheet, kinds=_kinds(sheet.title, sheet.kinds))
    best = max(sheet.number_candidates, key=merit, default=None)
    if best is None or merit(best) < LEAST_SCORE:
        return titled
    title = best.title or sheet.title
    return replace(sheet, number=best.number, title=title, kinds=_kinds(title, sheet.kinds))


def _kinds(title: str | None, views: tuple[SheetKind, ...]) -> tuple[SheetKind, ...]:
    return tuple(dict.fromkeys((*kinds_of_title(title or ""), *views)))


def _same_place(one: NumberCandidate, other: NumberCandidate) -> bool:
    """At the same spot of the sheet and another number."""
    across = abs(one.box[0] + one.box[2] - other.box[0] - other.box[2]) / 2
    down = abs(one.box[1] + one.box[3] - other.box[1] - other.box[3]) / 2
    return across <= SAME_PLACE and down <= SAME_PLACE and one.number != other.number
