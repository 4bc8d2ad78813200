"""What the fields of a form are called: the table in labels.toml, and how a label is found in it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

MAX_LABEL_WORDS = 9
WORDED_OTHERWISE = 80
_WORD = re.compile(r"[a-z0-9]+|#|&")
_WITHOUT = re.compile(
    r"\b(?:w/o(?:ut)?|(?:(?:do|does|should|must) )?not (?:to )?include|not including|not incl\.?|excluding|excludes?|"
    r"except(?: for)?|exclusive of|excl\.?|less|minus|other than|non?(?=[ -](?:mech|hvac)))(?!\w)"
)
_BRACKETS = re.compile(r"(?<=..)\([^()]*(?:\)|$)")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a label may mean. `plain`: wherever it stands; `within`: (section, field) under a heading.

    A `plain` of "" is the label of a field that is not read. `section`: the words are a heading, too.
    `rank`, `ranks` (under a heading): how good a name of the field it is, 0 the best.
    """

    plain: str | None = None
    within: tuple[tuple[str, str], ...] = ()
    section: str | None = None
    signature: bool = False
    rank: int = 0
    ranks: tuple[tuple[str, int], ...] = ()

    def rank_in(self, section: str | None) -> int:
        """How good a name it is under this heading."""
        if self.plain:
            return self.rank
        return next((rank for heading, rank in self.ranks if heading == section), self.rank)

    def field(self, section: str | None) -> str | None:
        """The field that is meant under this heading; "" one that is not read, None unknown."""
        for heading, name in self.within:
            if heading == section:
                return name
        return self.plain


@dataclass(frozen=True, slots=True)
class Telling:
    """A field by words that tell it in any order: all of one of `any_of`, and beside them none but `also`."""

    meaning: Meaning
    any_of: tuple[frozenset[str], ...]
    also: frozenset[str]

    def holds(self, words: frozenset[str]) -> bool:
        return any(telling <= words and words - telling <= self.also for telling in self.any_of)


@dataclass(frozen=True, slots=True)
class Labels:
    """The table, ready to be asked. Phrases are tuples of plain words (see `plain_words`)."""

    meanings: Mapping[tuple[str, ...], Meaning]
    starts: frozenset[str]
    spellings: Mapping[str, str]
    dropped: frozenset[str]
    options: tuple[tuple[str, tuple[str, ...]], ...]
    sorts: tuple[tuple[str, tuple[str, ...]], ...]
    trades: tuple[tuple[str, tuple[str, ...]], ...]
    best_signatures: frozenset[str]
    filler: frozenset[str] = frozenset()
    loose: Mapping[frozenset[str], Meaning] = field(default_factory=dict)
    telling: tuple[Telling, ...] = ()
    telling_words: frozenset[str] = frozenset()
    squeezed: Mapping[str, Meaning] = field(default_factory=dict)
    statuses: tuple[tuple[str, frozenset[str]], ...] = ()
    beside_status: frozenset[str] = frozenset()

    def plain_words(self, text: str) -> tuple[str, ...]:
        """The words as they are compared: lower case, no punctuation, one spelling for each."""
        bare = text[:400].lower().replace("’", "'").replace("'s", "s").replace("e-mail", "email")
        bare = _WITHOUT.sub("without", bare)
        return tuple(self.spellings.get(word, word) for word in _WORD.findall(bare))

    def meaning(self, text: str) -> Meaning | None:
        """What this label means, None where it is not known: word by word, in any order, by its telling words."""
        whole = self._meaning_of(_tidy(self.plain_words(text)))
        if whole is not None or "(" not in text:
            return whole
        return self._meaning_of(_tidy(self.plain_words(_BRACKETS.sub(" ", text[:400]))))

    def _meaning_of(self, words: tuple[str, ...]) -> Meaning | None:
        telling = frozenset(words) - self.filler
        known = self.meanings.get(words) or self.loose.get(telling)
        if known is not None or not telling <= self.telling_words:
            return known
        return next((one.meaning for one in self.telling if one.holds(telling)), None)

    def named(self, name: str) -> Meaning | None:
        """What a field's name inside the PDF means ("txtBldgName", "form1[0].Applicant[0].Email[0]")."""
        parts = [self._name_words(part) for part in name[:300].split(".")]
        parts = [part for part in parts if part]
        if not parts:
            return None
        own = self._meaning_of(parts[-1]) or self.squeezed.get("".join(parts[-1]))
        for depth in (2, 3):
            if len(parts) < depth:
                break
            whole = sum((parts[place] for place in range(len(parts) - depth, len(parts))), ())
            joined = self.meanings.get(whole)
            if joined is not None and joined.plain:
                return joined
        return own

    def _name_words(self, part: str) -> tuple[str, ...]:
        spaced = _CAMEL.sub(" ", re.sub(r"\[\d+\]", "", part)).replace("_", " ")
        words = [word for word in self.plain_words(spaced) if word not in self.dropped]
        while words and words[-1].isdigit():
            words.pop()
        return _tidy(tuple(words))

    def option(self, text: str) -> str | None:
        """The tenant's status that these words stand for, None where they are no option."""
        words = tuple(word for word in self.plain_words(text) if word not in {"a", "an", "the"})
        listed = next((status for status, phrase in self.options if phrase == words), None)
        return listed or self._status_of(frozenset(words))

    def _status_of(self, words: frozenset[str]) -> str | None:
        """The status that one telling word gives ("already in this space"); "first time" may be called new, too."""
        told = {status for status, telling in self.statuses if telling & words}
        known = frozenset().union(*(telling for _, telling in self.statuses), self.beside_status)
        if "first_time" in told:
            told.discard("new")
        return told.pop() if len(told) == 1 and words <= known and len(words) > 1 else None


def _tidy(words: tuple[str, ...]) -> tuple[str, ...]:
    """Without numbers of items ("1. Applicant") and without a doubled word (E-mail: email email)."""
    for _ in range(2):
        if len(words) > 1 and words[0].isdigit() and len(words[0]) < 3:
            words = words[1:]
    return tuple(word for place, word in enumerate(words) if place == 0 or word != words[place - 1])


@cache
def labels(more: str = "") -> Labels:
    """The table of labels.toml with the lines of `more` (TOML of the same shape) added to it.

    Raises ValueError where `more` is no TOML or names what the table does not have. Made once for each text.
    """
    table = tomllib.loads(files("parsers.forms").joinpath("labels.toml").read_text("utf-8"))
    _add(table, tomllib.loads(more), "")
    spellings = {odd: word for word, odds in table["words"].items() for odd in odds}
    bare = Labels({}, frozenset(), spellings, frozenset(), (), (), (), frozenset())
    meanings = _meanings(table, bare)
    filler = frozenset(table["filler"]["words"])
    telling = tuple(_telling(table["telling"], bare, filler))
    return Labels(
        meanings=meanings,
        starts=frozenset(phrase[0] for phrase in meanings),
        spellings=spellings,
        dropped=frozenset(table["drop"]["words"]),
        options=_phrases(table["options"]["tenant_status"], bare),
        sorts=_phrases(table["sorts"], bare),
        trades=_phrases(table["trades"], bare),
        best_signatures=frozenset(table["signature"]["best"]),
        filler=filler,
        loose=_loose(meanings, filler),
        telling=telling,
        telling_words=frozenset().union(*(one.also.union(*one.any_of) for one in telling)),
        squeezed={"".join(words): meaning for words, meaning in meanings.items() if len(words) > 1},
        statuses=tuple((name, frozenset(words)) for name, words in table["tenant"].items() if name != "also"),
        beside_status=frozenset(table["tenant"]["also"]),
    )


def _telling(table: Mapping[str, Any], bare: Labels, filler: frozenset[str]) -> Iterator[Telling]:
    for name, row in table.items():
        plain = {"signature": None, "others": ""}.get(name, name)
        meaning = Meaning(plain=plain, signature=plain is None, rank=WORDED_OTHERWISE)
        phrases = tuple(frozenset(bare.plain_words(phrase)) - filler for phrase in row["any"])
        yield Telling(meaning, phrases, frozenset(bare.plain_words(" ".join(row["also"]))))


def _add(table: dict[str, Any], more: Mapping[str, Any], path: str) -> None:
    """Adds the lists of `more` to the lists of the same name."""
    for key, value in more.items():
        place = f"{path}.{key}".lstrip(".")
        known = [] if path == "words" and key not in table else table.get(key)
        if isinstance(known, dict) and isinstance(value, dict):
            _add(known, value, place)
        elif (
            isinstance(known, list) and isinstance(value, list) and all(isinstance(one, str) for one in value)
        ):
            table[key] = [*known, *value]
        else:
            raise ValueError(
                f"`{place}` is not a list of the table of labels; its parts here are {sorted(table)}"
            )


def _loose(
    meanings: Mapping[tuple[str, ...], Meaning], filler: frozenset[str]
) -> dict[frozenset[str], Meaning]:
    """The labels by their telling words alone, without those that then mean two things."""
    found: dict[frozenset[str], Meaning] = {}
    twofold: set[frozenset[str]] = set()
    for words, meaning in meanings.items():
        telling = frozenset(words) - filler
        other = found.setdefault(telling, meaning)
        if (other.plain, other.signature) != (meaning.plain, meaning.signature):
            twofold.add(telling)
    return {telling: meaning for telling, meaning in found.items() if telling not in twofold and telling}


def _phrases(table: Mapping[str, Iterable[str]], bare: Labels) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((name, bare.plain_words(phrase)) for name, phrases in table.items() for phrase in phrases)


def _meanings(table: Mapping[str, Any], bare: Labels) -> dict[tuple[str, ...], Meaning]:
    found: dict[tuple[str, ...], dict[str, Any]] = {}

    def entry(phrase: str) -> dict[str, Any]:
        return found.setdefault(_tidy(bare.plain_words(phrase)), {"within": [], "ranks": []})

    for phrase in table["others"]["labels"]:
        entry(phrase)["plain"] = ""
    for name, row in table["fields"].items():
        _add_field(name, row, entry)
    for section, phrases in table["sections"].items():
        for phrase in phrases:
            entry(phrase)["section"] = section
    for phrase in table["signature"]["labels"]:
        entry(phrase)["signature"] = True
    return {
        phrase: Meaning(**{**parts, "within": tuple(parts["within"]), "ranks": tuple(parts["ranks"])})
        for phrase, parts in found.items()
        if phrase
    }


def _add_field(name: str, row: Mapping[str, Any], entry: Any) -> None:
    for rank, phrase in enumerate(row["labels"]):
        entry(phrase).update(plain=name, rank=rank)
    for section, phrases in row.get("within", {}).items():
        for rank, phrase in enumerate(phrases):
            meaning = entry(phrase)
            meaning["within"].append((section, name))
            meaning["ranks"].append((section, 50 + rank))
            meaning.setdefault("rank", 50 + rank)
