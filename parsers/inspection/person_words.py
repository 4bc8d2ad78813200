"""The person in a few words: capitals in a row, without titles, roles and ordinary words around them."""

from __future__ import annotations

import re
from typing import Final

from parsers.calendar_words import MONTHS, WEEKDAYS
from parsers.ordinary_words import FIRST_NAMES, ORDINARY, SURNAMES_TOO
from parsers.spans import fold, plain, word_set

WORD: Final = r"(?:[^\W\d_][\w'-]{0,2}\.|[^\W\d_][\w'-]{0,40})"
NAME: Final = rf"(?<![^\W\d_]){WORD}(?:[ ]{WORD}){{0,3}}"
MAIL: Final = re.compile(r"[\w.+'-]{1,64}@[\w.-]{1,120}\.\w{2,24}")

NOT_NAMES: Final = word_set(
    """
    im ill ive fa co pls plz contact call text phone cell mobile site super superintendent foreman the at on
    or is and ask for meet with our my their his her office direct number name person onsite manager project
    will be can please thanks thank inspector permit suite floor address tel ph email you your me i to if
    when we they someone somebody anyone security guard front desk lobby engineer engineering building
    electrician plumber lead gc pm owner tenant contractor company dept department fpp city inspection
    access code gate before prior arrive arrival upon upon minutes ahead them him it this that coordinator
    tech technician maintenance property facilities management concierge reception questions question any in
    pager beeper of a an from by not no yes same above below llc inc co also either tbd available info information
    details signature see below
    """
)
"""Words that part names: of the site, of roles, of the sentence around."""

GIVEN_TOO: Final = word_set(
    """
    april art autumn bud chase christian dawn drew eve faith grace guy harmony heath hope iris jack jade joy june
    king max miles misty olive penny pierce rod rusty sandy skip sky sonny star summer sunny tad trace wade ward
    mark bill rob rich grant will reed brook clay hunter mason miller page ray dean earl
    """
)
"""Ordinary words that before a surname are rather a first name: "Joy Park"."""

_FAMILY_TOO: Final = SURNAMES_TOO | word_set("park shore fields banks stone bridges brook brooks hall")
_PARTICLES = word_set("de la van von der del di da al bin")
_TITLES = word_set("mr mrs ms dr super superintendent foreman lead electrician plumber pm gc manager")
_ENDINGS = re.compile(r"(?:ed|ing|s)$")


def name_in(value: str, loose: bool, last: bool = False) -> str | None:
    """The person in these words: capitals, or any words behind a clear label (`loose`); `last`: nearest the end."""
    value = MAIL.sub(" ", plain(value, 200))
    value = re.split(r"[\d<>\n]", value)[0] if not last else value
    named = [run for run in map(_trimmed, _runs(value, loose)) if run]
    if not named:
        return None
    return (None if last else _turned_round(value)) or " ".join(named[-1] if last else named[0])[:80]


def is_plain_word(word: str) -> bool:
    """Whether it is an ordinary word or a form of one ("reached")."""
    key = fold(word).strip(".")
    return key in ORDINARY or (word.islower() and _ENDINGS.sub("", key) in ORDINARY)


def _runs(value: str, loose: bool) -> list[list[str]]:
    """The words that may be names, in rows that nothing else parts."""
    runs: list[list[str]] = [[]]
    for match in re.finditer(rf"{WORD}|[^\w\s'.]+", value):
        word = re.sub(r"'s$|-+$", "", match[0])
        key = fold(word).strip(".-")
        if _parts_names(word, key) or not (word[0].isupper() or loose or (runs[-1] and key in _PARTICLES)):
            runs.append([])
            continue
        runs[-1].append(word)
        if match[0].endswith("'s"):
            # "Ron's guy Eddie" is Eddie; "Tony's cell" is Tony's.
            runs.append([])
    return runs


def _parts_names(word: str, key: str) -> bool:
    return (
        not word[:1].isalpha()
        or any(map(str.isdigit, word))
        or key in NOT_NAMES
        or key in _TITLES
        or key in WEEKDAYS
        or (key in MONTHS and key not in FIRST_NAMES)
    )


def _turned_round(value: str) -> str | None:
    """ "Ortiz, Bob" is one person."""
    match = re.match(r"\s*(?P<last>[A-Z][\w'-]+),\s(?P<first>[A-Z][\w'-]+)\s*(?:$|[-,(:/|])", value)
    if not match or fold(match["first"]) not in FIRST_NAMES or fold(match["last"]) in FIRST_NAMES:
        return None
    return f"{match['first']} {match['last']}"


def _trimmed(run: list[str]) -> list[str]:
    """Without ordinary words at both ends; a run of ordinary words alone is nobody, unless a first name leads it."""
    while run and is_plain_word(run[0]) and not _leads(run):
        run = run[1:]
    while any(word[0].isupper() for word in run) and run[0].islower() and fold(run[0]) not in _PARTICLES:
        # "otherwise Sam Whitaker"
        run = run[1:]
    while len(run) > 1 and not run[-1][0].isupper():
        run = run[:-1] if is_plain_word(run[-1]) else run
        if run and not is_plain_word(run[-1]):
            break
    while run and fold(run[-1]) in _PARTICLES:
        run = run[:-1]
    run = [word.rstrip(".") if len(word) > 2 else word for word in run[:4]]
    return run if (run and len(fold(run[0])) >= 2) or len(run) > 1 else []


def _leads(run: list[str]) -> bool:
    """Whether the ordinary word that begins this run is a first name here."""
    first = fold(run[0])
    if not run[0][0].isupper():
        return False
    if first in FIRST_NAMES:
        return True
    family = fold(run[1]) if len(run) > 1 and run[1][0].isupper() else ""
    return bool(family) and first in GIVEN_TOO and (family not in ORDINARY or family in _FAMILY_TOO)
