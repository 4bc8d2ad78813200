"""Whether a command is about all of several inspections ("cancel both", "cancel all inspections on that permit")."""

from __future__ import annotations

import re
from collections.abc import Iterable

from parsers.inspection.intents import Cue
from parsers.inspection.reading import Intent

_WORDS = {"both": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
_NUMBER = r"(?:two|three|four|five|six|seven|eight|\d{1,2})"
_NOUN = r"(?:inspections|insps|appointments|appts|visits|requests|bookings)\b"
_ALL = re.compile(
    rf"\b(?P<word>both|all|every|each)\b(?:\s(?:of\s)?(?:the|our|my|these|those)?\s?(?P<count>{_NUMBER})?\b)?"
    rf"(?=\s(?:[\w'/-]{{1,20}}\s){{0,4}}{_NOUN}|\s(?:inspection|appointment|visit)\b"
    r"|\sof\s(?:them|these|those|it)\b|\s(?:them|these|those)\b"
    r"|\s{0,2}(?:$|[.,;:!)\n])|\s(?:for|under|on|at|please|scheduled|booked|are|were|need|should|must)\b)"
    r"|\b(?:cancel|cxl|drop|move|reschedule|postpone|push|bump)\s(?:them|these|those)\b"
    rf"|\bevery(?:thing|\sone)\b|\bthe\s(?P<pair>{_NUMBER})\s(?:[\w'/-]{{1,20}}\s){{0,3}}{_NOUN}",
    re.IGNORECASE,
)
# "All but the framing", "all the other ones": what is left out, nobody can tell from here.
_LEAVES_OUT = re.compile(
    r"\b(?:except|but|other|others|rest|besides|excluding|apart from|aside from|not all|not both|leave|keep)\b",
    re.IGNORECASE,
)
_IDIOM = re.compile(
    r"\b(?:after|at|that's|that is|first of|above|once and for|thanks for|for)\s$", re.IGNORECASE
)


def all_meant(text: str, cues: Iterable[Cue], intent: Intent) -> int | None:
    """How many inspections the command names as one lot: 0 = all there are; None where it names no lot."""
    for cue in cues:
        if cue.intent != intent:
            continue
        sentence = text[cue.sentence_start : cue.sentence_end][:600]
        if _LEAVES_OUT.search(sentence):
            continue
        for found in _ALL.finditer(sentence):
            if not _IDIOM.search(sentence[max(0, found.start() - 14) : found.start()]):
                return _count(found)
    return None


def _count(found: re.Match[str]) -> int:
    said = (found["count"] or found["pair"] or found["word"] or "").lower()
    return int(said) if said.isdecimal() else _WORDS.get(said, 0)
