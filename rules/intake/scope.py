"""What the work is: outside the program, or outside the building (codes `scope.*`; D8)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rules.finding import Finding
from rules.intake.scope_words import (
    EXCLUDED,
    EXISTING,
    EXTERIOR,
    FEEDER,
    INDOOR_SIGN,
    LEFT_ALONE,
    NEGATION,
    NEW_CLAUSE,
    ROOF,
)

MAX_CHARACTERS = 20_000


def scope_findings(description: str) -> Iterator[Finding]:
    """Words that put the work outside the program, for staff to decide; and a note for exterior work."""
    text = description[:MAX_CHARACTERS]
    for what, pattern in EXCLUDED:
        found = next((match for match in pattern.finditer(text) if _is_meant(what, text, match)), None)
        if found is not None:
            values = {"what": what, "found": found[0].strip(" .;,\n")}
            yield Finding("scope.excluded", where="description", values=values)
    if is_exterior(text):
        yield Finding("scope.exterior", where="description")


def is_exterior(text: str) -> bool:
    """Whether the work touches the outside of the building, by the words of its description."""
    text = text[:MAX_CHARACTERS]
    return any(not _is_left_alone(text, match) for match in EXTERIOR.finditer(text))


def is_roof(text: str) -> bool:
    """Whether the work is on the roof, by the words of its description."""
    text = text[:MAX_CHARACTERS]
    return any(not _is_left_alone(text, match) for match in ROOF.finditer(text))


def _is_meant(what: str, text: str, match: re.Match[str]) -> bool:
    """Whether the words are about the work itself, and in the sense of the program's list."""
    if _is_left_alone(text, match):
        return False
    before = text[max(0, match.start() - 60) : match.start()]
    if what == "a sign":
        return INDOOR_SIGN.search(before) is None
    if what == "electrical feeders over 400 amps":
        nearby = before + text[match.start() : match.end() + 60]
        return EXISTING.search(before) is None and FEEDER.search(nearby) is not None
    return True


def _is_left_alone(text: str, match: re.Match[str]) -> bool:
    """Whether the sentence says that this is no part of the work."""
    denied = NEGATION.search(text[max(0, match.start() - 60) : match.start()])
    if denied is not None and NEW_CLAUSE.search(denied[0]) is None:
        return True
    spared = LEFT_ALONE.search(text[match.end() : match.end() + 90])
    return spared is not None and NEW_CLAUSE.search(spared[0]) is None
