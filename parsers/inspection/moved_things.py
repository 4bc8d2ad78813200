"""Words that move a part of the building, and no visit: "we moved the door to grid C"."""

from __future__ import annotations

import re

# What is moved or swapped here is a part of the building: "move door 104 to grid C".
_BUILDING_PART = re.compile(
    r"\b(?:doors?|windows?|walls?|partitions?|sinks?|toilets?|lavator\w+|fixtures?|cabinets?|outlets?|"
    r"receptacles?|"
    r"switches|panels?|units?|rtus?|ducts?|diffusers?|beams?|columns?|stairs?|ramps?|counters?|openings?|"
    r"rooms?|"
    r"offices?|sprinklers?|heads?|lights?|equipment|layout|drawings?|plans?|scope|design)\b",
    re.IGNORECASE,
)
_WHEN_MOVED = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri)(?:day)?s?\b|\b(?:tomorrow|today|noon|morning|afternoon|day|"
    r"date|time|"
    r"week|\d{1,2}\s?[ap]m)\b|\b\d{1,2}[/:]\d{1,2}\b|"
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s\d|\b(?:the )?\d{1,2}(?:st|nd|rd|"
    r"th)\b",
    re.IGNORECASE,
)
_INSPECTED = re.compile(r"\b(?:re-?)?insp(?:ection)?s?\b|\bappointments?\b|\bvisits?\b", re.IGNORECASE)


def is_of_the_building(match: re.Match[str], sentence: str) -> bool:
    """Whether a wall or a door is moved or something is changed, and no inspection to another day."""
    is_thing = not match.groupdict().get("word") and (
        match[0].lower().startswith(("chang", "bump"))
        or _BUILDING_PART.search(sentence[: len(match[0]) + 40])
    )
    return bool(is_thing) and not (_WHEN_MOVED.search(sentence) or _INSPECTED.search(sentence))
