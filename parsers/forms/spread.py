"""Answers that are spread over several fields: floor and suite, first and last name, one line after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parsers.forms.around import LONG_FIELDS
from parsers.forms.claims import Claim
from parsers.forms.reading import FieldReading
from parsers.forms.widgets import Widget

MAX_LINES = 30
LINE_GAP = 10.0
EDGE = 45.0


def joined_suite(first: Claim, rivals: Sequence[Claim]) -> FieldReading:
    """Floor and suite in two fields of their own are one."""
    in_order = sorted(rivals, key=lambda claim: _place(claim.widget))
    parts = [(claim.label or "", claim.widget.value) for claim in in_order if claim.widget.value]
    sure = first.sure and all(claim.sure for claim in rivals)
    return _as_reading(first, ", ".join(_with_word(label, value) for label, value in parts), sure=sure)


def joined_name(first: Claim, rivals: Sequence[Claim]) -> FieldReading | None:
    """First and last name in two fields of their own are one; None where there is no such pair."""
    given, family = (next((one for one in rivals if _starts(one, word)), None) for word in ("first", "last"))
    if given is None or family is None:
        return None
    parts = [value for value in (given.widget.value, family.widget.value) if value]
    return _as_reading(first, " ".join(parts), sure=given.sure and family.sure)


def with_further_lines(claims: Sequence[Claim], widgets: Sequence[Widget]) -> tuple[Claim, ...]:
    """Long answers with the lines below them that have no label of their own, each a field."""
    found = list(claims)
    for claim in claims:
        if claim.field not in LONG_FIELDS or claim not in found:
            continue
        named = {id(one.widget) for one in found if one.mark is None or one.mark is not claim.mark}
        lines = _lines_below(claim.widget, [one for one in widgets if id(one) not in named])
        if not lines:
            continue
        parts = [one.value for one in (claim.widget, *lines) if one.value]
        whole = replace(claim, widget=replace(claim.widget, value=" ".join(parts) or None))
        taken = {id(one) for one in lines}
        found = [whole if one is claim else one for one in found if id(one.widget) not in taken]
    return tuple(found)


def _lines_below(first: Widget, others: Sequence[Widget]) -> list[Widget]:
    lines, last = [], first
    for _ in range(MAX_LINES):
        below = [
            one
            for one in others
            if one.kind == "text"
            and -3 < one.box[1] - last.box[3] < LINE_GAP
            and one.box[0] < first.box[0] + 5
            and abs(one.box[2] - first.box[2]) < EDGE
        ]
        if len(below) != 1:
            break
        last = below[0]
        lines.append(last)
    return lines


def _starts(claim: Claim, word: str) -> bool:
    return word in (claim.label or "").lower().split()


def _with_word(label: str, value: str) -> str:
    word = next((word for word in ("Floor", "Suite") if label.lower().strip(" :#") == word.lower()), "")
    return f"{word} {value}" if word and word.lower() not in value.lower() else value


def _place(widget: Widget) -> tuple[int, float, float]:
    return widget.page, widget.box[1] // 8, widget.box[0]


def _as_reading(first: Claim, value: str, *, sure: bool) -> FieldReading:
    return FieldReading(value or None, first.source, sure, first.widget.page, first.widget.box, first.label)
