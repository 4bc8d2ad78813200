"""Inspectors' names in text, as people write them: full, short, turned round, mistyped, or only the trade."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from parsers.inspection.reading import KnownPerson, PersonReading
from parsers.ordinary_words import FIRST_NAMES, ORDINARY, SURNAMES_TOO
from parsers.people_index import Index, indexed, name_words
from parsers.people_unknown import roles, strangers
from parsers.people_words import CALENDAR, CUE, VERBS, Word, is_beside_a_date, is_name, neighbour, words_of
from parsers.spans import Found, plain

_MAX_CHARACTERS = 30_000
_MAX_READINGS = 300
_MAX_FUZZY_WORDS = 60
_NO_SURNAMES = ORDINARY - SURNAMES_TOO


@dataclass(frozen=True, slots=True)
class _Match:
    size: int
    names: tuple[str, ...]


def match_people(text: str, people: Sequence[KnownPerson]) -> tuple[PersonReading, ...]:
    """Everybody whom the text names, in order; two people whom a name fits are both candidates (D10)."""
    return tuple(one.value for one in find_people(plain(text, _MAX_CHARACTERS), people))


def find_people(text: str, people: Sequence[KnownPerson]) -> tuple[Found[PersonReading], ...]:
    """The readings of `match_people` with their places; `text` is already plain."""
    text = text[:_MAX_CHARACTERS]
    index = indexed(tuple(people))
    words = words_of(text)
    found = list(_named(text, words, index))
    if not any(one.value.candidates for one in found):
        taken = [(one.start, one.end) for one in found]
        found += _mistyped(text, words, index, taken)
    found += [one for one in strangers(text) if not _overlaps(one, found)]
    found += [one for one in roles(text) if not _overlaps(one, found) and not _has_name_beside(one, found)]
    return tuple(_distinct(sorted(found, key=lambda one: one.start))[:_MAX_READINGS])


def _distinct(found: list[Found[PersonReading]]) -> list[Found[PersonReading]]:
    """ "Dana Ortega ... Ortega": a name that fits two is the one who was named in full."""
    sure = {one.value.candidates[0] for one in found if len(one.value.candidates) == 1}
    return [_narrowed(one, sure) for one in found]


def _narrowed(one: Found[PersonReading], sure: set[str]) -> Found[PersonReading]:
    names = tuple(name for name in one.value.candidates if name in sure)
    if len(one.value.candidates) < 2 or len(names) != 1:
        return one
    return Found(one.start, one.end, PersonReading(one.value.text, names))


def _overlaps(one: Found[PersonReading], others: Sequence[Found[PersonReading]]) -> bool:
    return any(one.start < other.end and other.start < one.end for other in others)


def _has_name_beside(role: Found[PersonReading], found: Sequence[Found[PersonReading]]) -> bool:
    return any(
        (0 <= other.start - role.end <= 6 and other.value.discipline is None)
        or 0 <= role.start - other.end <= 3
        for other in found
    )


def _named(text: str, words: list[Word], index: Index) -> Iterator[Found[PersonReading]]:
    at = 0
    starts = {key[0] for table in (index.phrases, index.surnames, index.firsts) for key in table}
    while at < len(words):
        match = _longest(text, words, at, index) if words[at].folded in starts else None
        if match is None:
            at += 1
            continue
        first, last = words[at], words[at + match.size - 1]
        yield Found(first.start, last.end, PersonReading(text[first.start : last.end], match.names))
        at += match.size


def _longest(text: str, words: list[Word], at: int, index: Index) -> _Match | None:
    for size in range(min(index.longest, len(words) - at), 0, -1):
        group = words[at : at + size]
        if size > 1 and not _stand_together(text, group):
            continue
        key = tuple(word.folded for word in group)
        if (names := index.phrases.get(key)) and (
            (size > 1 and not _is_loose_initial(text, group) and not _is_ordinary_pair(words, at, size))
            or (size == 1 and is_name(text, words, at, 1))
        ):
            return _Match(size, names)
        if (names := index.surnames.get(key)) and is_name(text, words, at, size):
            names = _by_given_name(text, words, at, _by_initial(text, words, at, names), index)
            if names and not _has_other_first_name(text, words, at, names, index):
                return _Match(size, names)
        if (
            (names := index.firsts.get(key))
            and is_name(text, words, at, size)
            and not _has_other_surname(text, words, at, size)
        ):
            return _Match(size, _also_surnamed(index, key, names))
    return None


def _also_surnamed(index: Index, key: tuple[str, ...], names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*names, *index.surnames.get(key, ()))))


def _by_initial(text: str, words: list[Word], at: int, names: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the surname whose first name begins with the initial that stands before it, where one does."""
    if (
        at == 0
        or len(words[at - 1].folded) != 1
        or not words[at - 1].capital
        or words[at - 1].folded in ("a", "i")
    ):
        return names
    if not re.fullmatch(r"[ .]{0,2}", text[words[at - 1].end : words[at].start]):
        return names
    initial = words[at - 1].folded
    return tuple(name for name in names if name_words(name)[0].startswith(initial))


def _by_given_name(
    text: str, words: list[Word], at: int, names: tuple[str, ...], index: Index
) -> tuple[str, ...]:
    """Those whose first name, give or take a letter, stands before the surname; all where nobody's does."""
    before = neighbour(text, words, at, at - 1)
    if before is None or len(before.folded) < 3:
        return names
    return tuple(name for name in names if _is_called(index, name, before.folded)) or names


def _is_called(index: Index, name: str, word: str) -> bool:
    return any(
        word == given or (min(len(word), len(given)) >= 4 and OSA.distance(word, given) <= 1)
        for given in index.given[name]
    )


def _stand_together(text: str, group: list[Word]) -> bool:
    gaps = [text[one.end : other.start] for one, other in itertools.pairwise(group)]
    return all(re.fullmatch(r"[ \t]{0,2},?[ \t]{0,2}|\.[ ]?", gap) for gap in gaps)


def _is_loose_initial(text: str, group: list[Word]) -> bool:
    """ "a ortega", "Ortega, i will": a small letter is no initial, and a comma before one is a comma."""
    for number, word in enumerate(group):
        if len(word.folded) == 1:
            comma = number > 0 and "," in text[group[number - 1].end : word.start]
            if not word.capital or (
                word.folded in ("i", "a") and not text[word.start : word.end].endswith(".")
            ):
                return True
            after = text[word.end : word.end + 1]
            if (comma and word.folded in ("i", "a")) or (after in "'’-/" and after):
                return True
    return False


def _is_ordinary_pair(words: list[Word], at: int, size: int) -> bool:
    """ "will field", "mark wood": all small and all ordinary, so no name."""
    group = words[at : at + size]
    if not all(word.folded in ORDINARY or len(word.folded) == 1 for word in group):
        return False
    return not any(word.capital for word in group)


def _has_other_first_name(
    text: str, words: list[Word], at: int, names: tuple[str, ...], index: Index
) -> bool:
    """ "Luis Ortega", when nobody of that surname is called Luis."""
    before = neighbour(text, words, at, at - 1)
    if before is None or before.folded not in FIRST_NAMES or before.folded in VERBS:
        return False
    return not any(_is_called(index, name, before.folded) for name in names)


def _has_other_surname(text: str, words: list[Word], at: int, size: int) -> bool:
    """ "Dana Smith", when no Dana is called Smith."""
    after = neighbour(text, words, at + size - 1, at + size)
    if (
        after is None
        or not after.capital
        or after.folded in _NO_SURNAMES
        or after.folded in CALENDAR
        or len(after.folded) < 3
    ):
        return False
    return not (after.shouted and not words[at].shouted)


def _mistyped(
    text: str, words: list[Word], index: Index, taken: list[tuple[int, int]]
) -> Iterator[Found[PersonReading]]:
    """Slips of the pen in the place of a name; never a word that may be another one."""
    tried = 0
    for at, word in enumerate(words):
        if (
            len(word.folded) < 4
            or word.folded in ORDINARY
            or word.folded in CALENDAR
            or word.folded in FIRST_NAMES
        ):
            continue
        if any(start <= word.start < end for start, end in taken) or not _in_a_names_place(text, words, at):
            continue
        tried += 1
        if tried > _MAX_FUZZY_WORDS:
            return
        meant = _meant(word.folded, index.fuzzy)
        if meant is None:
            continue
        as_surname = index.surnames.get((meant,), ())
        as_first = index.firsts.get((meant,), ()) or index.phrases.get((meant,), ())
        as_surname = _by_given_name(text, words, at, _by_initial(text, words, at, as_surname), index)
        if as_surname and _has_other_first_name(text, words, at, as_surname, index):
            continue
        if not as_surname and _has_other_surname(text, words, at, 1):
            after = words[at + 1].folded
            as_first = tuple(name for name in as_first if OSA.distance(name_words(name)[-1], after) <= 2)
        names = tuple(dict.fromkeys((*as_surname, *as_first)))
        if names:
            yield Found(word.start, word.end, PersonReading(text[word.start : word.end], names))


def _in_a_names_place(text: str, words: list[Word], at: int) -> bool:
    word = words[at]
    if CUE.search(text[max(0, word.start - 24) : word.start]) or is_beside_a_date(text, [word]):
        return True
    return word.capital and not word.opens


def _meant(word: str, known: tuple[str, ...]) -> str | None:
    """The one known name that is a slip away: one letter in short names, two in names of eight or more."""
    near = []
    for name in known:
        limit = 2 if min(len(word), len(name)) >= 8 else 1
        if name[0] != word[0] and limit == 1 and word[:2] != name[1::-1]:
            continue
        distance = OSA.distance(word, name, score_cutoff=limit)
        if distance <= limit:
            near.append((distance, name))
    near.sort()
    if not near or (len(near) > 1 and near[1][0] == near[0][0]):
        return None
    return near[0][1]
