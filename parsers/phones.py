"""Telephone numbers in text."""

from __future__ import annotations

import re
from functools import lru_cache

from phonenumbers import (
    NumberParseException,
    PhoneNumberFormat,
    PhoneNumberMatcher,
    format_number,
    is_valid_number,
    parse,
)

from parsers.permits import find_permits
from parsers.spans import Found, blank_out, plain

_MAX_NUMBERS = 600

# Three and three and four digits in any dress, with an extension: what nearly everybody writes.
_USUAL = re.compile(
    r"(?<![\w/])(?:\+?1[-. ]?)?(?:\(\d{3}\)[-./ ]{0,2}|\d{3}[-./ ]{0,3})\d{3}[-. ]{0,3}\d{4}(?!\d|-\d)"
    r"(?:\s{0,2},?\s?(?:x|ext\.?|extension|#)[.:]?\s{0,2}\d{1,6}\b)?",
    re.IGNORECASE,
)
# Something that was meant as a number: a digit too few or too many, letters O for zeros, or no area code.
_MEANT = re.compile(
    r"(?<![\w/$.-])(?:\(\d{2,4}\)\s?[\dO]{2,4}[-. ][\dO]{2,5}|"
    r"\d{3}[-. ]{1,3}[\dO]{2,4}[-. ]{1,3}[\dO]{2,5}|\d{2,4}-[\dO]{3}-[\dO]{4,5}"
    r"|555[-. ]\d{3,4}|[2-9]\d{2}-\d{4}|503\d{6,9}|971\d{6,9})(?![\w/-])",
    re.IGNORECASE,
)


def read_phones(text: str) -> tuple[tuple[str | None, str], ...]:
    """(E.164, as written) of every number, in order; E.164 is None where it cannot be dialled as written."""
    return tuple(found.value for found in find_phones(plain(text)))


# One text is searched several times on the way of one mail.
@lru_cache(maxsize=8)
def find_phones(text: str) -> tuple[Found[tuple[str | None, str]], ...]:
    """The numbers of `read_phones` with their places; `text` is already plain."""
    if sum(map(text.count, "0123456789")) < 7:
        return ()
    text = blank_out(text, ((found.start, found.end) for found in find_permits(text)))
    found = [*_usual(text), *_abroad(text)]
    taken = blank_out(text, ((one.start, one.end) for one in found))
    found += [Found(m.start(), m.end(), (None, m[0].strip())) for m in _MEANT.finditer(taken)]
    return tuple(sorted(found, key=lambda one: one.start)[:_MAX_NUMBERS])


def _usual(text: str) -> list[Found[tuple[str | None, str]]]:
    return [Found(m.start(), m.end(), (_e164(m[0]), m[0].strip())) for m in _USUAL.finditer(text)]


def _abroad(text: str) -> list[Found[tuple[str | None, str]]]:
    if "+" not in text:
        return []
    matches = list(PhoneNumberMatcher(text[:20_000], None))
    return [
        Found(m.start, m.end, (format_number(m.number, PhoneNumberFormat.E164), m.raw_string))
        for m in matches
        if m.number.country_code != 1
    ]


@lru_cache(maxsize=4096)
def _e164(text: str) -> str | None:
    try:
        number = parse(text, "US")
    except NumberParseException:
        return None
    if not is_valid_number(number):
        return None
    return str(format_number(number, PhoneNumberFormat.E164))
