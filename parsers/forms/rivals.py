"""Which of several readings of one field counts."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.forms.labels import Labels
from parsers.forms.mark import Mark
from parsers.forms.reading import FieldReading


def rank_of(mark: Mark, table: Labels) -> int:
    """How good a label it is, 0 the best; the responsible party's line comes before anybody else's."""
    if mark.meaning.signature and not mark.field:
        return 0 if table.best_signatures & set(table.plain_words(mark.text)) else 1
    return mark.meaning.rank


def best_of(name: str, rivals: Sequence[tuple[int, FieldReading]], table: Labels) -> FieldReading:
    """The reading under the best label; one that is blank beside a filled one of equal rank is not sure."""
    in_order = sorted(rivals, key=lambda pair: pair[0])
    peers = [reading for rank, reading in in_order if rank == in_order[0][0]]
    filled = [reading for reading in peers if reading.value]
    others = [reading for _, reading in in_order if reading.value]
    if not filled and len(others) == 1 and all(_is_section(reading.label, table) for reading in peers):
        # A heading that names the field ("Scope of Work") has nothing beside it; the label below it has.
        filled = others
    first = filled[0] if filled else peers[0]
    if name == "suite" and len(in_order) > 1:
        first = _suite(first, [reading for _, reading in in_order])
    sure = first.sure and len({reading.value for reading in filled}) < 2 and (bool(first.value) or not others)
    value = first.value
    if name == "tenant_status" and value is not None:
        value = table.option(value)
        sure = sure and value is not None
    return FieldReading(value, first.source, sure, first.page, first.box, first.label)


def _is_section(label: str | None, table: Labels) -> bool:
    meaning = table.meaning(label or "")
    return meaning is not None and meaning.section is not None


def _suite(first: FieldReading, rivals: Sequence[FieldReading]) -> FieldReading:
    filled = [one for one in rivals if one.value]
    named = [
        f"{(one.label or '').strip(' :#')} {one.value}"
        if (one.label or "").strip(" :#").lower() in {"floor", "suite"} and len(filled) > 1
        else str(one.value)
        for one in filled
    ]
    sure = all(one.sure for one in rivals)
    return FieldReading(", ".join(named) or None, first.source, sure, first.page, first.box, first.label)
