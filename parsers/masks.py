"""Text with everything blanked out whose digits are neither dates nor times."""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers.addresses import find_addresses
from parsers.permits import find_permits
from parsers.phones import find_phones
from parsers.spans import blank_out

_OTHER = re.compile(
    r"https?://\S{1,500}|www\.\S{1,300}|<?[\w.+'-]{1,64}@[\w.-]{1,190}\w>?"
    r"|\bFPP-\d{2}-\d{6}\b"
    r"|[$€£]\s?\d[\d,.]*k?\b"
    r"|(?:(?<!\dst )(?<!\dnd )(?<!\drd )(?<!\dth )\b(?:suites?|ste|unit|room|rm|space|floors?|flrs?|fl|"
    r"levels?|lvl|sheets?|page|detail|"
    r"drawing|dwg|grids?|bldg|code|gate|pin|badge|"
    r"lockbox|combo|ccb|ivr|invoice|po|job|project|order|lic|license|ext|zip|elevator|stair|apt|panel|"
    r"circuits?|wo|ticket)"
    r"\b\.?(?:[ \t]?(?:no\.?|number|num|code|box|is|lines?|#))?[ \t:#]{0,3})#?\d[\w-]*(?:[ \t]?(?:,|&|and|-|"
    r"/|to|thru)[ \t]?\d{1,4}(?![\d/:-]|\s?[ap]\.?m)\b)*"
    r"|#\s?\d[\w-]*"
    r"|(?-i:\b[A-Z]{1,3}-?\d{1,3}\.\d{1,3}\b|\b[A-Z]{1,2}-?\d{2,4}[A-Z]?\b(?![/-]\d))"
    r"|\b\d{1,2}/[A-Z]{1,2}-?\d[\d.]*\b"
    r"|\b\d{1,4}(?:,\d{3})+\b"
    r"|\b\d{1,5}(?:\.\d+)?\s?(?:sq\.?\s?ft|sf|lf|psi|amps?|kva|kw|volts?|btu|gpm|cfm|tons?|lbs?|feet|"
    r"ft|inch(?:es)?)\b",
    re.IGNORECASE,
)
# "unit 3/4" is left for the reader of dates, which knows numbered things; a date behind such a word is no code.
_DATE_LIKE = re.compile(r"\d{1,2}/\d{1,2}/\d{2,4}")


def masked(text: str) -> str:
    """`text` (plain) with permits, phones, addresses, links, codes and counts overwritten, same length."""
    return blank_out(text, _spans(text))


def _spans(text: str) -> Iterator[tuple[int, int]]:
    for permit in find_permits(text):
        yield permit.start, permit.end
    for phone in find_phones(text):
        yield phone.start, phone.end
    for address in find_addresses(text):
        yield address.start, address.end
    for match in _OTHER.finditer(text):
        if not _DATE_LIKE.search(match[0]):
            yield match.span()
