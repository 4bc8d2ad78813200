"""What was read in a form, field by field, with where it was read and how surely."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

FormSort = Literal[
    "intake",
    "ordinary_permit",
    "deferred_submittal",
    "permit_revision",
    "trade_permit",
    "building_registration",
]
Source = Literal["field_name", "field_label", "xfa", "printed", "ocr"]

FIELDS = (
    "applicant_name",
    "applicant_email",
    "applicant_phone",
    "building",
    "address",
    "suite",
    "tenant_status",
    "tenant_name",
    "description",
    "mechanical_description",
    "valuation",
    "mechanical_valuation",
    "permit_number",
    "reference_number",
    "contractor_name",
    "ccb_number",
)
"""Field names of `permit_application`, without `signed`.

`job_number`, `ivr_number` and `trade` may stand beside them.
"""


@dataclass(frozen=True, slots=True)
class FieldReading:
    """One field. `value` None = surely blank; a field that was not found at all is not in the mapping.

    `page` counts from 1; `box` is (left, top, right, bottom) in points from the page's top left corner.
    """

    value: str | None
    source: Source
    sure: bool = True
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class FormReading:
    """One form. `pages`: the pages of the file that it takes up, from 1 (others may be plans: merged).

    `signed`: True, False (surely unsigned: an empty signature field), None (cannot tell: an empty line).
    `problem`: why the fields could not be read surely, None where they could.
    """

    sort: FormSort
    fields: Mapping[str, FieldReading] = field(default_factory=dict)
    signed: bool | None = None
    signature_box: tuple[int, float, float, float, float] | None = None
    pages: tuple[int, ...] = ()
    problem: Literal["scan", "xfa", "flattened", "no_text"] | None = None
