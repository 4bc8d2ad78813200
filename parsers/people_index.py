"""What each known person may be called, for looking names up."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from parsers.inspection.reading import KnownPerson
from parsers.spans import fold

_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "pe"})


@dataclass(frozen=True)
class Index:
    phrases: Mapping[tuple[str, ...], tuple[str, ...]]
    """Folded words that surely name these people: full names, aliases, "last first", initials."""
    surnames: Mapping[tuple[str, ...], tuple[str, ...]]
    firsts: Mapping[tuple[str, ...], tuple[str, ...]]
    given: Mapping[str, frozenset[str]]
    """Person to first names and nicknames, folded."""
    longest: int
    fuzzy: tuple[str, ...]


@lru_cache(maxsize=32)
def indexed(people: tuple[KnownPerson, ...]) -> Index:
    phrases: dict[tuple[str, ...], list[str]] = defaultdict(list)
    surnames: dict[tuple[str, ...], list[str]] = defaultdict(list)
    firsts: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for person in people:
        for table, keys in zip((phrases, surnames, firsts), _keys(person), strict=True):
            for key in keys:
                if key and person.name not in table[key]:
                    table[key].append(person.name)
    given = {
        person.name: frozenset([name_words(person.name)[0]] if name_words(person.name) else [])
        | {words[0] for alias in person.aliases if (words := name_words(alias))}
        for person in people
    }
    longest = max((len(key) for key in (*phrases, *surnames, *firsts)), default=0)
    fuzzy = sorted(
        {word for key in (*surnames, *firsts) for word in key if len(word) >= 5}
        | {k[0] for k in phrases if len(k) == 1 and len(k[0]) >= 5}
    )

    def frozen(table: Mapping[tuple[str, ...], list[str]]) -> dict[tuple[str, ...], tuple[str, ...]]:
        return {key: tuple(names) for key, names in table.items()}

    return Index(frozen(phrases), frozen(surnames), frozen(firsts), given, longest, tuple(fuzzy))


def name_words(name: str) -> list[str]:
    if name.count(",") == 1:
        last, first = name.split(",")
        if fold(first).strip(" .") not in _SUFFIXES:
            name = f"{first} {last}"
    words = [
        fold(word).rstrip(".")
        for word in re.findall(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*\.?", name.replace("\u2019", "'"))
    ]
    return [word for word in words if word not in _SUFFIXES] or words


_Keys = set[tuple[str, ...]]


def _keys(person: KnownPerson) -> tuple[_Keys, _Keys, _Keys]:
    """(sure phrases, surnames, first names) of one person, folded."""
    words = name_words(person.name)
    phrases: _Keys = {tuple(words)}
    surnames: _Keys = set()
    firsts: _Keys = set()
    if len(words) >= 2:
        first, last, rest = words[0], words[-1], tuple(words[1:])
        surnames |= {(last,), rest if len(rest) > 1 else (last,)}
        surnames |= {(half,) for half in last.split("-") if "-" in last and len(half) >= 3}
        firsts |= {(first,), tuple(words[:-1])}
        for family in surnames | {(last,)}:
            phrases |= {(first, *family), (*family, first), (first[0], *family), (*family, first[0])}
        phrases.add((first, last[0]))
    for alias in person.aliases:
        said = tuple(name_words(alias))
        if len(said) > 1:
            phrases.add(said)
            continue
        firsts.add(said)
        if words and len(words) >= 2 and said:
            phrases |= {
                (*said, words[-1]),
                (words[-1], *said),
                (said[0][0], words[-1]),
                (*said, words[-1][0]),
            }
    return _with_hyphens(phrases), _with_hyphens(surnames), _with_hyphens(firsts)


def _with_hyphens(keys: _Keys) -> _Keys:
    """Each key also with its hyphenated words apart and run together."""
    made = set(keys)
    for key in keys:
        if any("-" in word for word in key):
            made.add(tuple(part for word in key for part in word.split("-")))
            made.add(tuple(word.replace("-", "") for word in key))
    return made
