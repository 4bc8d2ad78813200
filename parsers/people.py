"""Inspectors' names in text, as people write them: full, short, turned round, mistyped, or only the trade."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from parsers.calendar_words import MONTHS, TODAY, TOMORROW, WEEKDAYS
from parsers.inspection.reading import Discipline, KnownPerson, PersonReading
from parsers.ordinary_words import FIRST_NAMES, ORDINARY, SURNAMES_TOO
from parsers.people_index import Index, indexed, name_words
from parsers.spans import Found, fold, plain, word_set

_MAX_CHARACTERS = 30_000
_MAX_READINGS = 300
_MAX_FUZZY_WORDS = 60

_WORD = re.compile(r"[^\W\d_]+(?:['`-][^\W\d_]+)*\.?")
_POSSESSIVE = re.compile(r"'[sS]$|'$")
_CALENDAR = {*MONTHS, *WEEKDAYS, *TODAY, *TOMORROW}
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
_CUE = re.compile(
    r"(?:\binspectors?(?:\s?name)?(?:\s+(?:is|requested|assigned|name|preferred))?|\binsp\.?|"
    r"\battn\.?|\battention|\bassign|\bsend|\bw/)\s{0,2}[:=#-]{0,2}\s{0,2}$",
    re.IGNORECASE,
)
_NO_SURNAMES = ORDINARY - SURNAMES_TOO
_VERBS = frozenset({"will", "may", "grant", "chase", "mark", "can", "bill"})
_NOBODY = word_set(
    """
    tbd any anyone none na unknown whoever assigned available available first next same the your our my an a
    """
)


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    folded: str
    capital: bool
    shouted: bool
    opens: bool
    """It begins a sentence or line."""


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
    words = _words(text)
    found = list(_named(text, words, index))
    if not any(one.value.candidates for one in found):
        taken = [(one.start, one.end) for one in found]
        found += _mistyped(text, words, index, taken)
    found += [one for one in _strangers(text) if not _overlaps(one, found)]
    found += [one for one in _roles(text) if not _overlaps(one, found) and not _has_name_beside(one, found)]
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


def _words(text: str) -> list[_Word]:
    found = []
    for match in _WORD.finditer(text):
        stem = match[0].rstrip(".")
        if "'" in stem or "`" in stem:
            stem = _POSSESSIVE.sub("", stem.replace("`", "'"))
        end = match.end() if len(stem) <= 1 else match.start() + len(stem)
        opens = _opens(text, match.start())
        found.append(
            _Word(match.start(), end, fold(stem), stem[:1].isupper(), len(stem) > 1 and stem.isupper(), opens)
        )
    return found


def _opens(text: str, start: int) -> bool:
    """Whether what starts there begins a sentence or line."""
    before = start - 1
    while before >= 0 and text[before] in " \t":
        before -= 1
    return before < 0 or text[before] in "\n.!?:"


def _named(text: str, words: list[_Word], index: Index) -> Iterator[Found[PersonReading]]:
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


def _longest(text: str, words: list[_Word], at: int, index: Index) -> _Match | None:
    for size in range(min(index.longest, len(words) - at), 0, -1):
        group = words[at : at + size]
        if size > 1 and not _stand_together(text, group):
            continue
        key = tuple(word.folded for word in group)
        if (names := index.phrases.get(key)) and (
            (size > 1 and not _is_loose_initial(text, group) and not _is_ordinary_pair(words, at, size))
            or (size == 1 and _is_name(text, words, at, 1))
        ):
            return _Match(size, names)
        if (names := index.surnames.get(key)) and _is_name(text, words, at, size):
            names = _by_given_name(text, words, at, _by_initial(text, words, at, names), index)
            if names and not _has_other_first_name(text, words, at, names, index):
                return _Match(size, names)
        if (
            (names := index.firsts.get(key))
            and _is_name(text, words, at, size)
            and not _has_other_surname(text, words, at, size)
        ):
            return _Match(size, _also_surnamed(index, key, names))
    return None


def _also_surnamed(index: Index, key: tuple[str, ...], names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*names, *index.surnames.get(key, ()))))


def _by_initial(text: str, words: list[_Word], at: int, names: tuple[str, ...]) -> tuple[str, ...]:
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
    text: str, words: list[_Word], at: int, names: tuple[str, ...], index: Index
) -> tuple[str, ...]:
    """Those whose first name, give or take a letter, stands before the surname; all where nobody's does."""
    before = _neighbour(text, words, at, at - 1)
    if before is None or len(before.folded) < 3:
        return names
    return tuple(name for name in names if _is_called(index, name, before.folded)) or names


def _is_called(index: Index, name: str, word: str) -> bool:
    return any(
        word == given or (min(len(word), len(given)) >= 4 and OSA.distance(word, given) <= 1)
        for given in index.given[name]
    )


def _stand_together(text: str, group: list[_Word]) -> bool:
    gaps = [text[one.end : other.start] for one, other in itertools.pairwise(group)]
    return all(re.fullmatch(r"[ \t]{0,2},?[ \t]{0,2}|\.[ ]?", gap) for gap in gaps)


def _is_loose_initial(text: str, group: list[_Word]) -> bool:
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


def _is_ordinary_pair(words: list[_Word], at: int, size: int) -> bool:
    """ "will field", "mark wood": all small and all ordinary, so no name."""
    group = words[at : at + size]
    if not all(word.folded in ORDINARY or len(word.folded) == 1 for word in group):
        return False
    return not any(word.capital for word in group)


def _is_name(text: str, words: list[_Word], at: int, size: int) -> bool:
    """A lone word that is also an ordinary one counts only where a name must stand."""
    group = words[at : at + size]
    key = [word.folded for word in group]
    if any(len(word) < 2 for word in key):
        return False
    if not all(word in ORDINARY or word in _CALENDAR for word in key):
        return True
    if key[0] in _VERBS and re.match(r" [a-z]", text[group[-1].end :][:2]):
        return False
    if not group[0].capital:
        return group[0].start == 0 and _beside_a_date(text, group)
    if _is_alone(text, group):
        return True
    return bool(_CUE.search(text[max(0, group[0].start - 24) : group[0].start])) or _beside_a_date(
        text, group
    )


def _is_alone(text: str, group: list[_Word]) -> bool:
    """The name is all that stands on its line."""
    line_start, line_end = text.rfind("\n", 0, group[0].start) + 1, text.find("\n", group[-1].end)
    return (
        text[line_start : line_end if line_end >= 0 else len(text)].strip(" .,-")
        == text[group[0].start : group[-1].end]
    )


_DATE_BESIDE = (
    r"(?:the\s\d|\d{1,2}[/.-]\d{1,2}|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|"
    r"dec)[a-z]*\.?\s\d|\b(?:mon|tues?|wed|thu|thurs?|fri|tomorrow|today)[a-z]*\b)"
)


def _beside_a_date(text: str, group: list[_Word]) -> bool:
    after = text[group[-1].end : group[-1].end + 24]
    before = text[max(0, group[0].start - 24) : group[0].start]
    return bool(
        re.match(
            rf"\s{{0,2}}[,:|/-]{{0,2}}\s{{0,2}}(?:(?:on|for|by|before|this|next)\s)?{_DATE_BESIDE}",
            after,
            re.IGNORECASE,
        )
        or (
            re.search(
                r"(?:\d{1,2}/\d{1,2}(?:/\d{2,4})?|\d{4}|day)\s{0,2}[,:|-]{0,2}\s{0,2}$", before, re.IGNORECASE
            )
            and re.match(r"\s*(?:$|[-,|\n])", after)
        )
    )


def _neighbour(text: str, words: list[_Word], one: int, other: int) -> _Word | None:
    """The word at `other` where only a blank stands between it and the word at `one`."""
    if not 0 <= other < len(words):
        return None
    left, right = words[min(one, other)], words[max(one, other)]
    return words[other] if re.fullmatch(r"[ ]", text[left.end : right.start]) else None


def _has_other_first_name(
    text: str, words: list[_Word], at: int, names: tuple[str, ...], index: Index
) -> bool:
    """ "Luis Ortega", when nobody of that surname is called Luis."""
    before = _neighbour(text, words, at, at - 1)
    if before is None or before.folded not in FIRST_NAMES or before.folded in _VERBS:
        return False
    return not any(_is_called(index, name, before.folded) for name in names)


def _has_other_surname(text: str, words: list[_Word], at: int, size: int) -> bool:
    """ "Dana Smith", when no Dana is called Smith."""
    after = _neighbour(text, words, at + size - 1, at + size)
    if (
        after is None
        or not after.capital
        or after.folded in _NO_SURNAMES
        or after.folded in _CALENDAR
        or len(after.folded) < 3
    ):
        return False
    return not (after.shouted and not words[at].shouted)


def _mistyped(
    text: str, words: list[_Word], index: Index, taken: list[tuple[int, int]]
) -> Iterator[Found[PersonReading]]:
    """Slips of the pen in the place of a name; never a word that may be another one."""
    tried = 0
    for at, word in enumerate(words):
        if (
            len(word.folded) < 4
            or word.folded in ORDINARY
            or word.folded in _CALENDAR
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


def _in_a_names_place(text: str, words: list[_Word], at: int) -> bool:
    word = words[at]
    if _CUE.search(text[max(0, word.start - 24) : word.start]) or _beside_a_date(text, [word]):
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


_STRANGER = re.compile(
    r"\b(?:[Ii]nspectors?|INSPECTORS?|[Ii]nsp\.)(?:'s)?(?:\s?[Nn]ame)?\s{0,2}(?:(?:is|requested|"
    r"assigned)\s)?[:=-]{0,2}\s{0,2}(?:(?:[Mm]r|[Mm]s|[Mm]rs)\.?\s)?"
    r"(?P<name>[A-Z][^\W\d_]*(?:['-][^\W\d_]+)*\.?(?:\s[A-Z][^\W\d_]+(?:['-][^\W\d_]+)*)?)"
)


def _strangers(text: str) -> Iterator[Found[PersonReading]]:
    """Somebody behind the word "inspector" whom nobody knows."""
    for match in _STRANGER.finditer(text):
        name = match["name"].split()
        while (
            name
            and (fold(name[-1]) in ORDINARY or fold(name[-1]) in _CALENDAR)
            and fold(name[-1]) not in FIRST_NAMES
        ):
            name.pop()
        if (
            not name
            or fold(name[0]).rstrip(".") in _NOBODY
            or fold(name[0]) in ORDINARY - FIRST_NAMES
            or fold(name[0]) in _CALENDAR
        ):
            continue
        if fold(name[0]) in _VERBS and re.match(r" [a-z]", match.string[match.end("name") :][:2]):
            continue
        if fold(name[0]) in _TRADES or (len(fold(name[0])) < 2 and len(name) < 2):
            continue
        shown = " ".join(name)
        if shown.isupper() and len(shown) <= 4:
            continue
        yield Found(match.start("name"), match.start("name") + len(shown), PersonReading(shown))


def _roles(text: str) -> Iterator[Found[PersonReading]]:
    for pattern in (_ROLE, _ROLE_AFTER):
        for match in pattern.finditer(text):
            yield Found(
                match.start(),
                match.end(),
                PersonReading(match[0], discipline=_TRADES[match["trade"].lower()]),
            )
