"""What the work is: outside the program, or outside the building (codes `scope.*`; D8)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rules.finding import Finding

MAX_CHARACTERS = 20_000
# (what it is, in words that a letter can say; how people write it). Negated mentions do not count.
EXCLUDED: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "a change of occupancy to a greater hazard",
        re.compile(
            r"chang(?:e|ing) (?:of|in|the) (?:occupancy|use) (?:to|from)|occupancy change|greater hazard",
            re.IGNORECASE,
        ),
    ),
    (
        "construction of a new building",
        re.compile(
            r"(?:construct(?:ion of)?|erect|build) (?:a |an |the )?new (?:\w+[ -]){0,3}(?:building|structure)\b|"
            r"\bground[- ]up\b|\bnew (?:free[- ]?standing|detached) (?:building|structure)",
            re.IGNORECASE,
        ),
    ),
    (
        "an addition of floor area",
        re.compile(
            r"\b(?:building|floor area|square footage|sq\.? ?ft\.?) addition\b|"
            r"\baddition(?:al)? (?:of|to the) (?:building|floor area|square footage)|"
            r"\b(?:add|adds|adding|expand|extend)(?:s|ing)? (?:[\w,]+ ){0,4}(?:sq\.? ?ft|square feet|sf|floor area|"
            r"square footage|building footprint)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "electrical feeders over 400 amps",
        re.compile(
            r"\b(?:4[1-9]\d|40[1-9]|[5-9]\d\d|[1-9]\d{3}|[1-9],\d{3})[- ]?(?:a|amps?|amperes?)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "work over 1,000 volts",
        re.compile(
            r"\b(?:[1-9]\d?,?\d{3}|[1-9]\d\d,\d{3})[- ]?(?:v|volts?)\b|"
            r"\b\d+(?:\.\d+)?[- ]?kv\b|medium[- ]voltage|high[- ]voltage",
            re.IGNORECASE,
        ),
    ),
    (
        "a sign",
        re.compile(
            r"\b(?:sign permit|signage|(?:wall|blade|monument|exterior|illuminated|pole) signs?)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "a photovoltaic system",
        re.compile(
            r"\bphoto-?voltaics?\b|\bsolar (?:panels?|array|pv|system)\b|\bpv (?:system|array|panels?)\b",
            re.IGNORECASE,
        ),
    ),
    ("a minor label", re.compile(r"\bminor labels?\b", re.IGNORECASE)),
)
_EXTERIOR = re.compile(
    r"\bexterior\b|\boutside (?:the )?building\b|\bfa[cç]ade\b|\bstorefront\b|\bcurtain[- ]?wall\b|"
    r"\bcanop(?:y|ies)\b|"
    r"\broof(?:top|ing)?\b|\bparking lot\b|\bsite work\b|\bsidewalk\b|\bawnings?\b|\bnew (?:windows?|louvers?)\b",
    re.IGNORECASE,
)
_ROOF = re.compile(r"\broof(?:top|ing|s)?\b", re.IGNORECASE)
_NEGATION = re.compile(
    r"\b(?:no|not|without|none|excludes?|excluding|never|isn't|nor)\b[^.;\n]{0,40}$", re.IGNORECASE
)
# "No structural work, new exterior door": what follows is not denied any more.
_NEW_CLAUSE = re.compile(
    r"\b(?:but|however|except|only|new|add|adds|adding|install\w*|replac\w+|relocat\w+|remov\w+|modif\w+)\b",
    re.IGNORECASE,
)
_FEEDER_WORDS = re.compile(
    r"\b(?:feeders?|service|switchgear|switchboard|panel ?board|panel|main|bus(?:way|duct)?|circuit)\b",
    re.IGNORECASE,
)


def scope_findings(description: str) -> Iterator[Finding]:
    """Words that put the work outside the program, for staff to decide; and a note for exterior work."""
    text = description[:MAX_CHARACTERS]
    for what, pattern in EXCLUDED:
        for match in pattern.finditer(text):
            if _is_negated(text, match.start()) or (
                what.startswith("electrical") and not _is_feeder(text, match)
            ):
                continue
            yield Finding("scope.excluded", where="description", values={"what": what, "found": match[0]})
            break
    if is_exterior(text):
        yield Finding("scope.exterior", where="description")


def is_exterior(text: str) -> bool:
    """Whether the work touches the outside of the building, by the words of its description."""
    text = text[:MAX_CHARACTERS]
    return any(not _is_negated(text, match.start()) for match in _EXTERIOR.finditer(text))


def is_roof(text: str) -> bool:
    """Whether the work is on the roof, by the words of its description."""
    text = text[:MAX_CHARACTERS]
    return any(not _is_negated(text, match.start()) for match in _ROOF.finditer(text))


def _is_negated(text: str, at: int) -> bool:
    match = _NEGATION.search(text[max(0, at - 60) : at])
    return match is not None and _NEW_CLAUSE.search(match[0]) is None


def _is_feeder(text: str, match: re.Match[str]) -> bool:
    return _FEEDER_WORDS.search(text[max(0, match.start() - 60) : match.end() + 60]) is not None
