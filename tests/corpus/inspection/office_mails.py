"""Mails against a whole registry: who is assigned, what is found, what is done, field by field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from bot.registry.files import read_registry
from bot.world import World
from rules.decision import Decision
from rules.inspection.facts import RequestDecision
from storage.store import Store
from tests.corpus.inspection import HERE, entries, labelled
from tests.corpus.inspection.decided import office_world, ruling_on

# The mails, and the registry that they are judged against.
FILES = {"office_first": "office", "office_second": "office", "office_third": "office_third"}
# Accepting what had to be asked about is acting on something wrong, too.
DANGEROUS = frozenset({"date", "inspector", "permit", "time", "request action"})


@cache
def office(folder: str = "office") -> World:
    """The office of the registry's tables in that folder."""
    return office_world(read_registry(HERE / folder))


Verdict = tuple[str, str, object, object]
"""Mail, field, expected, found."""


def judged(store: Store) -> Iterator[tuple[Verdict, bool, bool]]:
    """Every labelled field of every mail, whether it is right, and whether a wrong one was acted on."""
    for name, folder in FILES.items():
        for entry in entries(name):
            yield from _judged(entry, store, office(folder))


def _judged(entry: Mapping[str, Any], store: Store, world: World) -> Iterator[tuple[Verdict, bool, bool]]:
    mail = replace(labelled(entry), requests=())
    decision = ruling_on(mail, store, world)[0].decision
    kind, *expected = entry["expect"]
    whole: tuple[tuple[str, object, object], ...] = (
        ("kind", kind, decision.kind),
        ("requests", len(expected), len(decision.requests)),
        ("action", entry.get("action", "accept"), decision.action),
    )
    for name, wanted, found in whole:
        yield (mail.name, name, wanted, found), _fits(wanted, found), False
    for labels, request in _paired(expected, decision):
        for name, wanted, found in _fields(labels, request):
            right = _types_fit(wanted, found) if name == "types" else _fits(wanted, found)
            acted_on = not right and name in DANGEROUS and request.action == "accept"
            yield (mail.name, name, wanted, found), right, acted_on


def _paired(
    expected: Sequence[Mapping[str, Any]], decision: Decision
) -> Iterator[tuple[Mapping[str, Any], RequestDecision]]:
    """Each labelled request with the one that is most like it."""
    left = list(decision.requests)
    for labels in expected:
        if not left:
            return
        best = max(left, key=lambda one: sum(_fits(*row[1:]) for row in _fields(labels, one)))
        left.remove(best)
        yield labels, best


def _fields(labels: Mapping[str, Any], request: RequestDecision) -> Iterator[tuple[str, object, object]]:
    found: Mapping[str, tuple[str, object]] = {
        "d": ("date", request.day.isoformat() if request.day else ""),
        "t": ("time", request.time or ""),
        "i": ("inspector", request.inspector_assigned or ""),
        "named": ("inspector named", request.inspector_requested or ""),
        "p": ("permit", request.permit_number or ""),
        "di": ("discipline", request.discipline or ""),
        "n": ("contact name", request.contact_name or ""),
        "ph": ("contact phone", request.contact_phone or ""),
        "ty": ("types", " ".join(request.types)),
    }
    for key, (name, value) in found.items():
        if key in labels:
            yield name, labels[key], value
    if "a" in labels:
        yield "address", True, labels["a"] in _folded(request.address or "")
    codes, maybe = set(labels.get("c", ())), set(labels.get("maybe", ()))
    given = {finding.code for finding in request.findings}
    yield "findings", True, given - maybe <= codes and codes - maybe <= given
    yield "request action", labels.get("act", "accept"), request.action


def _fits(wanted: object, found: object) -> bool:
    """Whether it is the value or one of the values; people and types count without case and accents."""
    if isinstance(wanted, list):
        return not wanted or any(_fits(one, found) for one in wanted)
    if isinstance(wanted, str) and isinstance(found, str):
        return _folded(wanted) == _folded(found)
    return wanted == found


def _types_fit(wanted: object, found: object) -> bool:
    """Types are words of the mail: a word more or less beside them names the same inspection."""
    one, other = (set(_folded(str(text)).replace("inspection", "").split()) for text in (wanted, found))
    return bool(one and other) and (one <= other or other <= one)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return " ".join(re.findall(r"[a-z0-9+:]+", plain))
