"""A refusal with another hour in the same breath: "can't do Thursday, but Friday at 10 works"."""

from __future__ import annotations

import re
from itertools import islice

from parsers.inspection.update_words import DECLINE, HEDGED, NEGATED
from parsers.masks import masked
from parsers.times import find_times

_MAX_CHARACTERS = 600
_MOST_LINKS = 12
_NO = re.compile(r"^\W*(?:no|nope|sorry|sorry,? no|apologies)\s?[,.!-]+\s*", re.IGNORECASE)
_REFUSED = re.compile(
    rf"(?:{DECLINE.pattern}|\b(?:i(?:'m| am) (?:not|n't) (?:free|available|there))\b)", re.IGNORECASE
)
_LINK = re.compile(
    r"[,;.\n\u2013-]\s*(?:(?:but|however|though)\b,?\s*)?|\b(?:but|however|though)\b,?\s*", re.IGNORECASE
)
_OFFER = re.compile(
    r"^(?:(?:i|we)(?:'ll| will| can| could|'d| am|'m)\b|(?:can|could|will) (?:do|make|come|be|take)\b)"
    r"|\b(?:works?|is (?:better|fine|good|ok|okay)|would (?:work|be better)|instead|see you)\b",
    re.IGNORECASE,
)
_ANOTHER = re.compile(
    r"\b(?:you|he|she|they|(?!I\b)[A-Z][a-z]+) (?:can|could|will|would|is going to)\b|'s (?:free|available)\b"
)


def without_no(text: str) -> str:
    """The text without a leading "No," or "Sorry," that only refuses what stood before."""
    return _NO.sub("", text, count=1)


def offered_instead(text: str) -> str | None:
    """The part that offers another time of the writer's own, behind a refusal; None where there is none.

    What is asked, hedged, denied again or left to somebody else offers nothing.
    """
    refused = _REFUSED.search(text[:_MAX_CHARACTERS])
    if refused is None or "?" in text:
        return None
    for link in islice(_LINK.finditer(text, refused.end()), _MOST_LINKS):
        rest = text[link.end() :].strip()[:_MAX_CHARACTERS]
        if NEGATED.search(rest) or HEDGED.search(rest) or _ANOTHER.search(rest) or not _OFFER.search(rest):
            continue
        if find_times(masked(rest)):
            return rest
    return None
