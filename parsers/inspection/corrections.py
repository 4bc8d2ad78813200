"""Replies that only put the contact of a booked visit right: "sorry, the phone is 503-555-0144"."""

from __future__ import annotations

import re

from parsers.inspection.reading import InspectionReading, RequestReading
from parsers.spans import plain

_MAX_CHARACTERS = 600
_CONTACT = re.compile(
    r"\b(?:contact|poc|phone|number|cell|mobile|tel|super(?:intendent)?|foreman|call|text|reach|ask for|meet)\b",
    re.IGNORECASE,
)
_PUTS_RIGHT = re.compile(
    r"\b(?:is|are|be|chang\w+|new|correct\w*|wrong|typo|mistyped|use|updat\w+|instead|sorry|actually|different|"
    r"another|rather|not)\b|:",
    re.IGNORECASE,
)
# Somebody who wants to be called has a question; the contact on site stays who it was.
_WANTS_A_CALL = re.compile(
    r"\?|\b(?:call|phone|ring|text|reach|contact)(?:ing)? (?:me|us)\b(?! (?:instead|at the site|on site|when))|"
    r"\b(?:give (?:me|us) a (?:call|ring)|call ?back|question|wonder\w*|discuss|explain|charge\w*|bill\w*)\b",
    re.IGNORECASE,
)


def corrects_contact(text: str, reading: InspectionReading) -> bool:
    """Whether these new words of a reply give another contact name or phone, and nothing else."""
    if len(reading.requests) != 1 or not _gives_only_contact(reading.requests[0]):
        return False
    text = plain(text, _MAX_CHARACTERS + 1)
    if len(text) > _MAX_CHARACTERS or _WANTS_A_CALL.search(text):
        return False
    return bool(_CONTACT.search(text) and _PUTS_RIGHT.search(text))


def _gives_only_contact(request: RequestReading) -> bool:
    contact = request.contact
    if request.intent != "request" or contact.from_signature or not contact.phone:
        return False
    return not any(
        (request.date, request.time, request.permit, request.address, request.types, request.inspector)
    )
