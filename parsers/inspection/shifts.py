"""A new date told by its distance from the old one: "one day later", "same time next week"."""

from __future__ import annotations

import re

from parsers.inspection.reading import ShiftReading, ShiftUnit

_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_COUNT = rf"(?P<count>{'|'.join(_COUNTS)}|\d{{1,2}})"
_UNIT = r"(?P<unit>(?:business |working )?days?|weeks?|wks?)"
_LATER = re.compile(rf"\b{_COUNT}\s{_UNIT}\s(?P<way>later|earlier|sooner|back|out)\b", re.IGNORECASE)
_PUSHED = re.compile(
    r"\b(?P<verb>push|mov|bump|shift|delay|postpon|slid|slip)(?:e|es|ed|ing)?\s(?:(?:it|this|that|everything|"
    r"the|our|my|inspection|appointment|visit|one)\s){0,3}?(?:(?P<way>back|out|off|up)\s)?"
    rf"(?P<by>by\s)?{_COUNT}\s{_UNIT}\b(?!\s(?:ahead|forward|from now))",
    re.IGNORECASE,
)
_NEXT_WEEK = re.compile(
    r"\bsame (?:day|time|slot|hour)(?: and (?:day|time))?,?\s(?:the\s)?(?:next|following) week\b"
    r"|\b(?:next|the following) week[,\s]{1,3}(?:at |on )?(?:the )?same (?:day|time|slot|hour)\b",
    re.IGNORECASE,
)
_NEXT_DAY = re.compile(
    r"\b(?:to|for|do|on|make it|until)\s(?:the\s(?:next|following)\sday|the\sday\s(?P<way>after|before))\b"
    r"(?!\s(?:\w|\x01))",
    re.IGNORECASE,
)
_SAME_TIME = re.compile(r"\bsame (?:time|hour|slot)\b|\btime (?:stays|remains) the same\b", re.IGNORECASE)


def find_shift(text: str) -> ShiftReading | None:
    """How far the sender moves a visit; None where the text does not say, or says it in two ways."""
    found = {reading for reading in _shifts(text) if reading.count}
    return found.pop() if len(found) == 1 else None


def keeps_time(text: str) -> bool:
    """Whether the hour stays what it was ("3/10, same time")."""
    return bool(_SAME_TIME.search(text))


def _shifts(text: str) -> list[ShiftReading]:
    found = [_shift(match, match["way"]) for match in _LATER.finditer(text)]
    # "Move it a day" may be either way.
    found += [
        _shift(match, match["way"] or "later")
        for match in _PUSHED.finditer(text)
        if match["way"] or match["verb"].lower() not in {"mov", "shift", "slid"}
    ]
    if _NEXT_WEEK.search(text):
        found.append(ShiftReading(1, "week"))
    found += [
        ShiftReading(-1 if (match["way"] or "").lower() == "before" else 1, "day")
        for match in _NEXT_DAY.finditer(text)
    ]
    return found


def _shift(match: re.Match[str], way: str) -> ShiftReading:
    said = match["count"].lower()
    count = _COUNTS.get(said) or int(said)
    unit = match["unit"].lower()
    kind: ShiftUnit = "working_day" if " " in unit else "week" if unit.startswith("w") else "day"
    return ShiftReading(-count if way.lower() in {"earlier", "sooner", "up"} else count, kind)
