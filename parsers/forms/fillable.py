"""Reads fillable fields: by the label beside each, by its name, by its tooltip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parsers.forms.beside import FormPage, Labelling, label_of, labelling_of
from parsers.forms.claims import Claim
from parsers.forms.labels import Labels
from parsers.forms.mark import Mark
from parsers.forms.reading import FIELDS, FieldReading
from parsers.forms.spread import joined_name, joined_suite, with_further_lines
from parsers.forms.widgets import Widget


def claims_on(page: FormPage, table: Labels) -> tuple[Claim, ...]:
    """What each text or list field of the page stands for; those that cannot be told are left out."""
    labelling = labelling_of(page)
    found = []
    for widget in page.fillable:
        claim = _claim(widget, page, table, labelling)
        if claim is not None:
            found.append(claim)
    return with_further_lines([_own_value(claim, found) for claim in found], page.fillable)


def field_of(label: Mark, page: FormPage) -> Widget | None:
    """The text field that this label names: the nearest, where others follow under labels of no table."""
    labelling = labelling_of(page)
    texts = [one for one in page.fillable if one.kind == "text"]
    named = [one for one in texts if label_of(one, page, labelling)[0] is label]
    return min(named, key=lambda one: abs(one.box[0] - label.box[2]), default=None)


def _own_value(claim: Claim, others: Sequence[Claim]) -> Claim:
    """The claim without a value lent by a field of the same name in another section (both called "Name")."""
    if not claim.widget.lent:
        return claim
    lenders = [one for one in others if one.widget.name == claim.widget.name and not one.widget.lent]
    if any(one.field == claim.field for one in lenders) or not lenders:
        return claim
    return replace(claim, widget=replace(claim.widget, value=None))


def readings(claims: Sequence[Claim], table: Labels) -> dict[str, FieldReading]:
    """The fields that the claims give; the better label wins, two unlike values make a field unsure."""
    best: dict[str, list[Claim]] = {}
    for claim in claims:
        is_status = claim.field == "tenant_name" and table.option(claim.widget.value or "") is not None
        if is_status:
            best.setdefault("tenant_status", []).append(replace(claim, field="tenant_status", rank=0))
        elif claim.field:
            best.setdefault(claim.field, []).append(claim)
    return {name: _reading(name, rivals, table) for name, rivals in best.items()}


def _reading(name: str, rivals: list[Claim], table: Labels) -> FieldReading:
    rivals = sorted(rivals, key=lambda claim: (not claim.sure, claim.rank))
    first = rivals[0]
    peers = [claim for claim in rivals if claim.rank == first.rank and claim.sure == first.sure]
    if name == "suite" and len(rivals) > 1:
        return joined_suite(first, rivals)
    if name == "applicant_name" and (whole := joined_name(first, rivals)) is not None:
        return whole
    values = {claim.widget.value for claim in peers if claim.widget.value}
    if not first.widget.value and values:
        first = next(claim for claim in peers if claim.widget.value)
    value = first.widget.value
    rest = {claim.widget.value for claim in rivals if claim.widget.value} - {value}
    sure = first.sure and not first.widget.doubtful and len(values) < 2 and (bool(value) or not rest)
    if name == "tenant_status" and value is not None:
        status = table.option(value)
        value, sure = status, sure and status is not None
    return FieldReading(value, first.source, sure, first.widget.page, first.widget.box, first.label)


def _claim(widget: Widget, page: FormPage, table: Labels, labelling: Labelling) -> Claim | None:
    named = table.named(widget.name)
    told = table.meaning(widget.tooltip) if widget.tooltip else None
    mark, clear = label_of(widget, page, labelling)
    by_label = mark.field if mark is not None else None
    by_name = next((one.plain for one in (told, named) if one is not None and one.plain is not None), None)
    if by_label is not None and mark is not None:
        sure = clear or by_name == by_label
        return Claim(
            widget, by_label, "field_label", sure, mark.text, mark.meaning.rank_in(mark.section), mark
        )
    rank = next((one.rank for one in (told, named) if one is not None and one.plain is not None), 0)
    if by_name:
        return Claim(widget, by_name, "field_name", mark is None, widget.name, rank)
    bare = widget.name.rsplit(".", 1)[-1].lower()
    if mark is None and bare in FIELDS:
        return Claim(widget, bare, "field_name", False, widget.name, 90)
    return None
