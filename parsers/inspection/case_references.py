"""Our case references in a mail's own words."""

from __future__ import annotations

import re

from parsers.subjects import Subject

CASE = re.compile(r"\bFPP-\d{2}-\d{6}\b", re.IGNORECASE)
_MOST = 200
# Our own subjects name one case for all of a letter: "[FPP-26-000001 and 2 more]".
_LOT = re.compile(r"\[\s?(?P<case>FPP-\d{2}-\d{6})\s+and\s+\d{1,4}\s+more\s?\]", re.IGNORECASE)


def named_cases(subject: Subject, body: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The cases that the sender names, in capitals; and those that stand for a letter about several.

    The subject of a reply is ours: what the reply itself names goes before it.
    """
    own = _references(body)
    lots = _once(_LOT.findall(subject.text))
    if own and subject.is_reply:
        return own, lots
    of_subject = tuple(case for case in _references(subject.text) if case not in lots)
    return _once([*of_subject, *own]), lots


def _references(text: str) -> tuple[str, ...]:
    return _once(CASE.findall(text))


def _once(found: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(case.upper() for case in found))[:_MOST]
