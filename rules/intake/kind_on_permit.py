"""What a plan set without a form is, by the state of the permit that the mail names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.documents import Document
from rules.decision import Kind
from rules.intake.permit import find
from rules.registry import ISSUED, Registry

MAX_CHARACTERS = 20_000
# What names a permit only beside a project of its own.
_OWN_PROJECT = re.compile(
    r"\b(?:new|appl\w+|intake|related|associated|separate|next to|adjacent)\b", re.IGNORECASE
)


def kind_on_permit(kind: Kind, text: str, documents: Sequence[Document], registry: Registry) -> Kind:
    """The kind, corrected: nobody applies again for a permit that is there. Sheets that come alone on an issued one
    revise it (D2), on one under review they answer its checksheets."""
    sorts = {row.sort for row in documents}
    has_form = any(row.form is not None for row in documents) or "form" in sorts
    if kind != "permit_application" or "plans" not in sorts or has_form:
        return kind
    permit = find(text[:MAX_CHARACTERS], registry).permit
    if permit is None or _OWN_PROJECT.search(text[:MAX_CHARACTERS]):
        return kind
    if permit.status in ISSUED:
        return "permit_revision"
    return "checksheet_response" if permit.status == "under_review" else kind
