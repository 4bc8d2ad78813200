"""For one request: the permit, address and types that count."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TypeVar

from parsers.addresses import read_suite
from parsers.inspection.pieces import Pieces
from parsers.inspection.reading import (
    AddressReading,
    Discipline,
    PermitReading,
    TypeReading,
)
from parsers.inspection.records import disciplines, distinct_permits
from parsers.inspection.types_words import TRADES
from parsers.spans import Found

Value = TypeVar("Value")

_BARE_TRADE = re.compile("|".join(words for _, words in TRADES), re.IGNORECASE)
_NOISE = re.compile(
    r"\b(?:crew|starts?\b|starting|pour(?:ing|ed)?|hanging|passed|failed|finished|waiting on|"
    r"delivered|approved|signed off|after (?:the|that|your|this)|before (?:the|we)|so (?:that )?we "
    r"can|already|last (?:week|month|time)|"
    r"was (?:done|completed)|has been (?:done|approved|completed)|correction|will (?:be )?(?:cover|"
    r"insulat|start|hang|pour)|not (?:included|part|ready)|except|excluding)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:inspect\w*|insp|need\w*|request\w*|schedul\w*|please|pls|want|like|looking|ready|send|book|"
    r"cancel\w*|resched\w*|move)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.;!?](?:\s|$)|\n|,\s(?=but\b)|\sbut\s")


def permit(local: Pieces, shared: Pieces, whole: Pieces) -> PermitReading | None:
    """The permit of these lines, else the only one of the mail; a number that is none last."""
    for said in (local, shared):
        found = distinct_permits(said.permits)
        good = [one for one in found if not one.value.looks_like] or found
        if good and (said is local or len(good) == 1):
            return good[0].value
    found = distinct_permits(whole.permits)
    return found[0].value if len(found) == 1 else None


def address(local: Pieces, shared: Pieces, whole: Pieces) -> AddressReading | None:
    """The address of these lines (labelled first), else the shared one, else the only one of the mail."""
    for said in (local, shared):
        if said.addresses:
            labelled = [
                one
                for one in said.addresses
                if (label := said.label_at(one.start)) and label.name == "address"
            ]
            site = [one for one in said.addresses if not _is_office(said, one)]
            chosen = (labelled or site or list(said.addresses))[0].value
            return _with_suite(chosen, said)
    keys = {one.value.key: one.value for one in whole.addresses}
    return _with_suite(next(iter(keys.values())), whole) if len(keys) == 1 else None


def _is_office(said: Pieces, one: Found[AddressReading]) -> bool:
    return bool(
        re.search(
            r"\b(?:our office|office (?:is )?at|mail(?:ing)? (?:to|address)|bill(?:ing)? to|headquarters|shop "
            r"at)\W{0,3}(?:is\s|at\s)?$",
            said.text[max(0, one.start - 24) : one.start],
            re.IGNORECASE,
        )
    )


def _with_suite(found: AddressReading, said: Pieces) -> AddressReading:
    if found.suite:
        return found
    for label in said.labels:
        if label.name == "suite":
            value = said.text[label.value_start : label.end].strip()
            words = said.text[label.start : label.value_start].strip(" :=.-*")
            return replace(found, suite=read_suite(f"{words} {value}") or value.upper() or None)
    return found


def types(local: Pieces, shared: Pieces) -> tuple[TypeReading, ...]:
    """The types of these lines, labelled ones before prose, joined with what the shared lines add to them."""
    own, common = _types_in(local), _types_in(shared)
    if not own:
        return common
    if all(_BARE_TRADE.fullmatch(one.text) for one in own) and common and not disciplines(common):
        return tuple(replace(one, text=f"{one.text} {common[-1].text}") for one in own)
    common_disciplines = disciplines(common)
    if not disciplines(own) and len(common_disciplines) == 1:
        return tuple(replace(one, discipline=common_disciplines[0]) for one in own)
    return own


def with_subject_types(
    own: tuple[TypeReading, ...], subject: tuple[TypeReading, ...], labelled: bool
) -> tuple[TypeReading, ...]:
    """The body's types and those that only the subject names."""
    if not own or labelled:
        return own or subject
    known = disciplines(own)
    added = [
        one
        for one in subject
        if one.discipline and one.discipline not in known and not any(_same(one, two) for two in own)
    ]
    return (*own, *added) if known else own


def _same(one: TypeReading, two: TypeReading) -> bool:
    a, b = one.text.casefold(), two.text.casefold()
    return a in b or b in a


def _types_in(said: Pieces) -> tuple[TypeReading, ...]:
    labelled = [one for one in said.types if (label := said.label_at(one.start)) and label.name == "type"]
    prose = labelled or [one for one in said.types if not _is_noise(said.text, one.start)] or list(said.types)
    distinct: dict[tuple[str, Discipline | None], TypeReading] = {}
    for one in prose:
        distinct.setdefault((one.value.text.casefold(), one.value.discipline), one.value)
    kept = _without_bare_trades(list(distinct.values()))
    return tuple(one for one in kept if not any(one is not two and _is_within(one, two) for two in kept))


def _without_bare_trades(found: list[TypeReading]) -> list[TypeReading]:
    """ "Electrical: 24-012345, cover": the one trade beside a type says whose it is."""
    bare = [one for one in found if _BARE_TRADE.fullmatch(one.text)]
    rest = [one for one in found if one not in bare]
    if len(bare) != 1 or not rest or any(one.discipline not in (None, bare[0].discipline) for one in rest):
        return found
    return [replace(one, discipline=bare[0].discipline) for one in rest]


def _is_within(one: TypeReading, two: TypeReading) -> bool:
    """ "rough-in" beside "electrical rough-in" says nothing new."""
    return (
        one.text.casefold() in two.text.casefold()
        and one.text.casefold() != two.text.casefold()
        and one.discipline in (None, two.discipline)
    )


def has_labelled_types(said: Pieces) -> bool:
    return any(
        label.name == "type" and said.text[label.value_start : label.end].strip() for label in said.labels
    )


def _is_noise(text: str, at: int) -> bool:
    begin = max(0, at - 200)
    ends = [match.end() for match in _SENTENCE.finditer(text, begin, at)]
    stop = _SENTENCE.search(text, at)
    sentence = text[ends[-1] if ends else begin : stop.start() if stop else len(text)][:400]
    return bool(_NOISE.search(sentence)) and not _ASKS.search(sentence)
