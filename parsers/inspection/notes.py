"""What the inspector must know to get in, in the sender's own sentences."""

from __future__ import annotations

import re

_MAX_NOTE = 600
_ACCESS = re.compile(
    r"\b(?:gate|lock ?box|key ?(?:pad|card|s)?\b|badge|escort\w*|check[- ]?in|sign[- ]?in|security|"
    r"front desk|lobby|concierge|reception|access|door ?code|code is|loading dock|dock|park(?:ing)?\b|"
    r"elevator|buzz(?:er)?|"
    r"ring (?:the|bell)|knock|call (?:when|before|ahead|upon|on arrival|\d+ min)|text (?:when|before|"
    r"ahead)|\d+ ?-?min(?:ute)?s? (?:heads|notice|before|ahead|warning)|heads[- ]up|ppe|hard ?hat|"
    r"vest|mask|rear entrance|back door|side door|alley|"
    r"ladder|stair\w*|roof hatch|meet (?:you |him |her |them )?(?:at|in|by)|after[- ]hours|alarm code|"
    r"site is secured|secured|dog)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^\n.!?]+(?:\.(?=\d|[a-z])[^\n.!?]*)*[.!?]?")
_LABEL = re.compile(
    r"^\s*(?:[-*]\s)?(?:site |special )?(?:access|access notes?|notes?|comments?|instructions?|parking|gate code|"
    r"security|directions|entry)(?: notes?| instructions?| info)?\s*[:#-]\s*",
    re.IGNORECASE,
)
_OURS = re.compile(
    r"\bpermit\b|\d{2}-\d{6}|^\s*(?:site |job ?site )?address|^\s*contact\b|^\s*inspection type|fire alarm",
    re.IGNORECASE,
)


_SUITE = re.compile(
    r"\b(?:suite|ste|unit|room|space|floor|level)\b\.?\s?(?:number |no\.? |is |should be |was |#|:|=)*\s?"
    r"[A-Za-z]?-?\d{1,5}[A-Za-z]?\b|\b\d{1,2}(?:st|nd|rd|th) floor\b",
    re.IGNORECASE,
)


def suite_note(text: str, start: int) -> str:
    """The sentences from `start` on that name a suite or floor, joined, at most 600 characters."""
    lines = (line for line in text[start:].split("\n") if _SUITE.search(line))
    said = (
        " ".join(one[0].split())
        for line in lines
        for one in _SENTENCE.finditer(line)
        if _SUITE.search(one[0])
    )
    return " ".join(said)[:_MAX_NOTE]


def access_note(text: str, start: int) -> str:
    """The sentences from `start` on that speak of access, joined, at most 600 characters."""
    kept: list[str] = []
    length = 0
    for line in text[start:].split("\n"):
        if not _ACCESS.search(line) and not _LABEL.match(line):
            continue
        label = _LABEL.match(line)
        sentences = (
            [line[label.end() :]]
            if label
            else [
                one[0]
                for one in _SENTENCE.finditer(line)
                if _ACCESS.search(one[0]) and not _OURS.search(one[0])
            ]
        )
        for sentence in sentences:
            said = " ".join(sentence.split())
            if not said or length + len(said) > _MAX_NOTE:
                continue
            kept.append(said)
            length += len(said) + 1
    return " ".join(kept)
