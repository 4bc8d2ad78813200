"""Reads an amount of money as people write it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

LONGEST = 60
_AMOUNT = re.compile(
    r"(?:us|usd|u\.s\.)?\s*\$?\s*(?:usd)?\s*"
    r"(?P<whole>\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)?\s?(?P<cents>\.\d*)?"
    r"\s*(?P<times>k|thousand|m|mm|mil|mill|million)?"
    r"\s*(?:\.?-{1,2}|\.?–|\.?—)?\s*(?:us\s?dollars|usd|us\s?\$|dollars|\$)?\.?",
    re.IGNORECASE,
)
# What only repeats the label stays one amount; "about" and "+/-" do not.
_LABEL = re.compile(
    r"^(?:(?:est(?:imated|\.)?|total|project|construction)\s+)*(?:est(?:imated|\.)?|total|cost|value|valuation)"
    r"\s*[:=]?\s*(?=[$\d])",
    re.IGNORECASE,
)
_REMARK = re.compile(
    r"\s*(?:\([^()\d$]{0,60}\)|\*|\btotal(?:\s+(?:project|cost|value|valuation))*|\b(?:construction|project)\s+(?:cost|value)|"
    r",?\s*labor\s*(?:and|&|\+)\s*materials?|\best(?:imated|\.)?"
    r"|(?<=[\dkm])[\s,;]+(?:not\s+incl|excl|w/o|without|per\s+(?:the\s+)?(?:attached|bid|contract|estimate))[^\d$]{0,40})$",
    re.IGNORECASE,
)
_TIMES = {
    "k": 1_000,
    "thousand": 1_000,
    "m": 1_000_000,
    "mm": 1_000_000,
    "mil": 1_000_000,
    "mill": 1_000_000,
    "million": 1_000_000,
}


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in dollars, or why there is none: nothing written, or nothing that reads as one amount."""

    value: Decimal | None = None
    problem: Literal["blank", "malformed"] | None = None


def read_amount(text: str | None) -> Amount:
    """The amount: `$1.2M`, `600k`, `1,250.00`, `$ 45,000.-` are read; words and ranges are malformed."""
    bare = " ".join((text or "")[: LONGEST * 4].replace("\xa0", " ").split())
    bare = _LABEL.sub("", _REMARK.sub("", bare))
    if not bare.strip("$_ -–—."):
        return Amount(problem="blank")
    if len(bare) > LONGEST:
        return Amount(problem="malformed")
    found = _AMOUNT.fullmatch(bare)
    if found is None:
        return Amount(problem="malformed")
    whole, cents = found["whole"] or "", (found["cents"] or "").rstrip(".")
    digits = re.sub(r"[ ,]", "", whole) + cents
    if not any(letter.isdigit() for letter in digits) or _is_unlikely(whole, cents, found["times"]):
        return Amount(problem="malformed")
    if not found["times"]:
        return Amount(value=Decimal(digits))
    product = Decimal(digits) * _TIMES[found["times"].lower()]
    whole_dollars = product.to_integral_value()
    return Amount(value=whole_dollars if product == whole_dollars else product)


def _is_unlikely(whole: str, cents: str, times: str | None) -> bool:
    """Points for thousands ("84.500"), no digit before the point: not surely one amount."""
    if times:
        return not whole and len(cents) < 2
    return (bool(whole) and len(cents) > 3) or not whole
