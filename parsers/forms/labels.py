"""What the fields of a form are called: the table in labels.toml, and how a label is found in it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

MAX_LABEL_WORDS = 9
_WORD = re.compile(r"[a-z0-9]+|#|&")
_WITHOUT = re.compile(
    r"\b(?:w/o|not including|does not include|not incl\.?|excluding|exclusive of|excl\.?|less|minus)(?!\w)"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a label may mean. `plain`: wherever it stands; `within`: (section, field) under a heading.

    A `plain` of "" is the label of a field that is not read. `section`: the words are a heading, too.
    `rank`: how good a name of the field it is, 0 the best.
    """

    plain: str | None = None
    within: tuple[tuple[str, str], ...] = ()
    section: str | None = None
    signature: bool = False
    rank: int = 0

    def field(self, section: str | None) -> str | None:
        """The field that is meant under this heading; "" one that is not read, None unknown."""
        for heading, name in self.within:
            if heading == section:
                return name
        return self.plain


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

    def plain_words(self, text: str) -> tuple[str, ...]:
        """The words as they are compared: lower case, no punctuation, one spelling for each."""
        bare = text[:400].lower().replace("’", "'").replace("'s", "s").replace("e-mail", "email")
        bare = _WITHOUT.sub("without", bare)
        return tuple(self.spellings.get(word, word) for word in _WORD.findall(bare))

    def meaning(self, text: str) -> Meaning | None:
        """What this label means, None where it is not in the table: word by word, else whatever their order."""
        words = _tidy(self.plain_words(text))
        return self.meanings.get(words) or self.loose.get(frozenset(words) - self.filler)

    def named(self, name: str) -> Meaning | None:
        """What a field's name inside the PDF means ("txtBldgName", "form1[0].Applicant[0].Email[0]")."""
        parts = [self._name_words(part) for part in name[:300].split(".")]
        parts = [part for part in parts if part]
        if not parts:
            return None
        own = self.meanings.get(parts[-1])
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
        return next((status for status, phrase in self.options if phrase == words), None)


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
    )


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
        return found.setdefault(_tidy(bare.plain_words(phrase)), {"within": []})

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
        phrase: Meaning(**{**parts, "within": tuple(parts["within"])})
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
            meaning.setdefault("rank", 50 + rank)
