"""Puts the pages of one form together: an answer may go on at the head of the next page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from parsers.forms.around import LONG_FIELDS
from parsers.forms.mark import Mark
from parsers.forms.reading import FieldReading
from parsers.forms.words import Word, in_lines


@dataclass(frozen=True, slots=True)
class Edges:
    """What may go on from page to page: the long answer at the page's foot, and the lines above its first label."""

    field: str | None = None
    left: float = 0.0
    look: tuple[str, float] | None = None
    head: tuple[Word, ...] = ()


def edges_of(words: Sequence[Word], marks: Sequence[Mark], fields: Mapping[str, FieldReading]) -> Edges:
    """The foot and the head of the page."""
    top = min((mark.box[1] for mark in marks), default=0.0)
    head = tuple(
        word for line in in_lines(word for word in words if word.box[3] < top) for word in line.words
    )
    floor = max((mark.box[3] for mark in marks), default=0.0)
    for name in sorted(LONG_FIELDS):
        box = fields[name].box if name in fields and fields[name].value else None
        if box is not None and box[3] > floor - 3:
            inside = [word for word in words if box[1] - 1 <= word.box[1] and abs(word.left - box[0]) < 2]
            if inside and inside[0].text in str(fields[name].value):
                return Edges(name, box[0], inside[0].look, head)
    return Edges(head=head)


def joined(
    pages: Sequence[Mapping[str, FieldReading]], edges: Sequence[Edges] = ()
) -> dict[str, FieldReading]:
    """The fields of several pages: filled beats blank, the first beats later ones, two unlike are unsure."""
    whole: dict[str, FieldReading] = {}
    read = [dict(fields) for fields in pages]
    for fields, foot, following in zip(read, edges, edges[1:], strict=False):
        more = [word for word in following.head if word.look == foot.look]
        if foot.field and more and abs(more[0].left - foot.left) < 4:
            reading = fields[foot.field]
            value = " ".join([str(reading.value), *(word.text for word in more)])
            fields[foot.field] = replace(reading, value=value)
    for fields in read:
        for name, reading in fields.items():
            known = whole.get(name)
            if known is None or (reading.value and not known.value):
                whole[name] = reading
    return whole
