"""The general contractor's licence: wanted before issuance, never a reason to reject (codes `contractor.*`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rules.finding import Finding
from rules.intake.form import Form
from rules.intake.placeholders import is_no_number

_CCB = re.compile(
    r"(?:or(?:egon)?\b|ccb|lic(?:ense|ence)?|no|number|[#:.\s])*(\d{4,6})(?:[\s,;(]*exp(?:ires|\.)?[\s:]*[\d/-]*\)?)?",
    re.IGNORECASE,
)


def contractor_findings(form: Form) -> Iterator[Finding]:
    """A note where the CCB number is missing, a look where it is no such number (4 to 6 digits)."""
    written = form.value("ccb_number")
    if (written is None and form.is_sure("ccb_number")) or is_no_number(written or "1"):
        yield Finding("contractor.ccb_missing", where="ccb_number", file=form.file)
    elif written is not None and form.is_sure("ccb_number") and _CCB.fullmatch(written[:60]) is None:
        yield Finding(
            "contractor.ccb_malformed", where="ccb_number", file=form.file, values={"found": written}
        )
