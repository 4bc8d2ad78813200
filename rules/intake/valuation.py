"""What the work costs (codes `valuation.*`; D5)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from parsers.money import read_amount
from rules.finding import Finding, Value
from rules.intake.form import Form

STANDARD_FEES_FROM = Decimal(600_000)
FIELDS = ("valuation", "mechanical_valuation")
# "None", "N/A - electrical only", "No mechanical work proposed"; never "No new units, relocate two diffusers".
NO_WORK = re.compile(
    r"(?:(?:none|nil|nothing|no|n\.?/?a|not? applicable|does not apply)\b\.?"
    r"(?:\s+(?:proposed|planned|required|needed|anticipated|included|at this time))*(?:\s*[-–—,;:(][^\d]{0,60})?"
    r"|no\s+(?:new\s+|proposed\s+)?(?:mechanical|mech|hvac|work|scope|changes?)"
    r"(?:[\s;,.]+(?:mechanical|hvac|systems?|work|scope|changes?|is|are|will|be|to|proposed|planned|required|needed"
    r"|anticipated|included|done|performed|existing|remains?|at|in|under|with|for|this|time|project|permit)){0,10}"
    r"|not (?:in|part of) (?:the |this |our )?(?:scope|work|project|permit)(?: of work)?"
    r"|(?:all )?existing (?:mechanical |hvac |systems? |units? |equipment |ductwork )*"
    r"(?:(?:to |shall |will )?remains?|unchanged)(?: as is)?"
    r"|by (?:others|landlord|owner|tenant)|under (?:a )?separate permit"
    r"|[-–—0$.\s]+)\W*",
    re.IGNORECASE,
)


def valuation_findings(form: Form) -> Iterator[Finding]:
    """Amounts that are none, standard fees from $600,000 on, and mechanical work without its amount."""
    for name in FIELDS:
        written = form.value(name)
        if written is None or not form.is_sure(name):
            continue
        # "None" is an answer where the mechanical part is asked for, never what the whole work costs.
        may_be_none = name == "mechanical_valuation" and _says_none(written)
        if read_amount(written).problem == "malformed" and not may_be_none:
            field = form.field(name)
            values: dict[str, Value] = {"found": written, "page": field.page if field else None}
            yield Finding("valuation.malformed", where=name, file=form.file, values=values)
    amount = read_amount(form.sure_value("valuation")).value
    if amount is not None and amount >= STANDARD_FEES_FROM:
        yield Finding("valuation.standard_fees", where="valuation", values={"amount": f"{amount:.2f}"})
    yield from _mechanical(form)


def amount_text(form: Form, name: str) -> str | None:
    """The amount in dollars, cents only where there are any ("1200000", "1250.00"); None where there is none."""
    amount = read_amount(form.value(name)).value
    if amount is None:
        return None
    exponent = amount.as_tuple().exponent
    has_cents = isinstance(exponent, int) and exponent < 0
    return f"{amount:.2f}" if has_cents else f"{amount:f}"


def _mechanical(form: Form) -> Iterator[Finding]:
    """Mechanical work and its valuation come together or not at all; staff look where they do not."""
    if not (form.is_sure("mechanical_description") and form.is_sure("mechanical_valuation")):
        return
    work = form.value("mechanical_description")
    has_work = work is not None and not _says_none(work)
    amount = read_amount(form.value("mechanical_valuation"))
    if amount.problem == "malformed" and not _says_none(form.value("mechanical_valuation") or ""):
        return
    has_amount = amount.value is not None and amount.value > 0
    if has_work != has_amount:
        values: dict[str, Value] = {
            "has_work": has_work,
            "work": work,
            "found": form.value("mechanical_valuation"),
        }
        yield Finding(
            "valuation.mechanical_mismatch", where="mechanical_valuation", file=form.file, values=values
        )


def _says_none(text: str) -> bool:
    return NO_WORK.fullmatch(text.strip()[:200]) is not None
