"""People told by their trade ("the plumbing inspector"), and inspectors whom nobody knows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from parsers.inspection.reading import Discipline, PersonReading
from parsers.ordinary_words import FIRST_NAMES, ORDINARY
from parsers.people_words import CALENDAR, VERBS
from parsers.spans import Found, fold, word_set

_TRADES: Mapping[str, Discipline] = {
    "building": "building",
    "bldg": "building",
    "bld": "building",
    "structural": "building",
    "construction": "building",
    "mechanical": "mechanical",
    "mech": "mechanical",
    "hvac": "mechanical",
    "electrical": "electrical",
    "electric": "electrical",
    "elec": "electrical",
    "elect": "electrical",
    "electical": "electrical",
    "plumbing": "plumbing",
    "plumb": "plumbing",
    "plbg": "plumbing",
    "plmg": "plumbing",
    "plumber": "plumbing",
    "fire": "fire",
}
_ROLE = re.compile(
    rf"\b(?P<trade>{'|'.join(_TRADES)})\.?(?:\s?(?:/|&|and|or)\s?(?:mechanical|mech|building|"
    rf"bldg)\.?)?\s+(?:code\s+)?(?:inspectors?|insp\b(?!\s*\.?\s*(?:on|for|at|req))|marshal)",
    re.IGNORECASE,
)
_ROLE_AFTER = re.compile(
    rf"\binspectors?\s*(?:for\s+|[-:(]\s*)(?P<trade>{'|'.join(_TRADES)})\b(?!\s+[A-Z]?[a-z]*\s*permit)",
    re.IGNORECASE,
)
_NOBODY = word_set(
    """
    tbd any anyone none na unknown whoever assigned available available first next same the your our my an a
    """
)
_STRANGER = re.compile(
    r"\b(?:[Ii]nspectors?|INSPECTORS?|[Ii]nsp\.)(?:'s)?(?:\s?[Nn]ame)?\s{0,2}(?:(?:is|requested|"
    r"assigned)\s)?[:=-]{0,2}\s{0,2}(?:(?:[Mm]r|[Mm]s|[Mm]rs)\.?\s)?"
    r"(?P<name>[A-Z][^\W\d_]*(?:['-][^\W\d_]+)*\.?(?:\s[A-Z][^\W\d_]+(?:['-][^\W\d_]+)*)?)"
)


def strangers(text: str) -> Iterator[Found[PersonReading]]:
    """Somebody behind the word "inspector" whom nobody knows."""
    for match in _STRANGER.finditer(text):
        name = match["name"].split()
        while (
            name
            and (fold(name[-1]) in ORDINARY or fold(name[-1]) in CALENDAR)
            and fold(name[-1]) not in FIRST_NAMES
        ):
            name.pop()
        if (
            not name
            or fold(name[0]).rstrip(".") in _NOBODY
            or fold(name[0]) in ORDINARY - FIRST_NAMES
            or fold(name[0]) in CALENDAR
        ):
            continue
        if fold(name[0]) in VERBS and re.match(r" [a-z]", match.string[match.end("name") :][:2]):
            continue
        if fold(name[0]) in _TRADES or (len(fold(name[0])) < 2 and len(name) < 2):
            continue
        shown = " ".join(name)
        if shown.isupper() and len(shown) <= 4:
            continue
        yield Found(match.start("name"), match.start("name") + len(shown), PersonReading(shown))


def roles(text: str) -> Iterator[Found[PersonReading]]:
    """Everybody told by trade alone."""
    for pattern in (_ROLE, _ROLE_AFTER):
        for match in pattern.finditer(text):
            yield Found(
                match.start(),
                match.end(),
                PersonReading(match[0], discipline=_TRADES[match["trade"].lower()]),
            )
