"""Which form it is, by its title and by what it asks for."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import cast

from parsers.forms.labels import Labels
from parsers.forms.mark import Mark
from parsers.forms.reading import FormSort
from parsers.forms.words import Line

TITLE_LINES = 7
LEAST_LABELS = 4
SHORT_FORMS = frozenset({"trade_permit", "deferred_submittal", "permit_revision"})
TELLING = frozenset(
    {
        "reference_number",
        "valuation",
        "mechanical_valuation",
        "mechanical_description",
        "description",
        "ccb_number",
    }
)


def title_of(lines: Sequence[Line]) -> str:
    """The words at the head of the page, and those that are lettered far larger than the rest."""
    if not lines:
        return ""
    sizes = sorted(word.size for line in lines for word in line.words)
    usual = sizes[len(sizes) // 2]
    head = [line.text for line in lines[:TITLE_LINES]]
    large = [
        line.text for line in lines[TITLE_LINES:25] if min(word.size for word in line.words) > 1.35 * usual
    ]
    return " \n ".join([*head, *large])[:1500]


def sort_of_title(title: str, table: Labels) -> str | None:
    """The sort that the title names: a key of [sorts] in labels.toml."""
    lines = [" " + " ".join(table.plain_words(line)) + " " for line in title.split("\n")]
    lines = [line for line in lines if " number " not in line]
    lines.append(" ".join(lines[:3]).replace("  ", " "))
    for sort, phrase in table.sorts:
        wanted = f" {' '.join(phrase)} "
        if any(wanted in line for line in lines):
            return sort
    return None


def sort_of_form(
    title: str, text: str, marks: Sequence[Mark], table: Labels, named_fields: Collection[str] = ()
) -> FormSort | None:
    """The form's sort; None where the page is no form that the program knows.

    `named_fields`: what its fields to fill in are known to ask for, where their labels are only drawn.
    """
    asked = {mark.field for mark in marks if mark.field} | set(named_fields) - {"trade"}
    named = sort_of_title(title, table)
    if named == "w4":
        return None
    bare = text.lower()
    if "type of work" in bare and "category of construction" in bare:
        return "ordinary_permit"
    if named is not None and len(asked) >= (2 if named in SHORT_FORMS else 3):
        return cast(FormSort, named)
    if len(asked) < LEAST_LABELS or not asked & TELLING:
        return None
    if "reference_number" in asked and asked & {"valuation", "mechanical_valuation", "description"}:
        return "intake"
    return "intake" if len(asked) >= 7 and "mechanical_description" in asked else None


def trade_of_title(title: str, table: Labels) -> str | None:
    """The trade that the title names."""
    bare = " ".join(table.plain_words(re.sub(r"\s+", " ", title)))
    return next((trade for trade, phrase in table.trades if f" {' '.join(phrase)} " in f" {bare} "), None)
