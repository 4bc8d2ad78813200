"""What a mail wants, and in which of its lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.inspection.intent_words import TELLS_WHY
from parsers.inspection.intents import Cue, will_move_later
from parsers.inspection.moves import split_dates
from parsers.inspection.pieces import Pieces, Range, part
from parsers.inspection.reading import (
    Intent,
)
from parsers.inspection.records import disciplines, permit_key
from parsers.inspection.source import Source

_LINK = re.compile(r"(?:,|;|\band\b|\bbut\b|\bthen\b|-)\s*")


_OFFER = re.compile(
    r"\b(?:can(?:'|no)?t|cannot|unable to|won'?t be able to|not able to)\s(?:make|do|be there|"
    r"meet)\b[^\n]{0,80}\b(?:can|could|how about|what about|would|does|is|works?|try|instead|"
    r"available|prefer\w*|better|best|fine|good)\b"
    r"|\b(?:won'?t|doesn'?t|does not|will not|isn'?t going to) work\b[^\n]{0,60}",
    re.IGNORECASE,
)


_MEANS_THE_SAME = re.compile(
    r"\binstead\b|\b(?:resched\w*|re-?book\w*|mov\w+|switch\w*|shift\w*|push\w*|chang\w+|bump\w*) "
    r"(?:it|this|that|him|her|us)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Region:
    intent: Intent
    ranges: tuple[Range, ...]


def regions(source: Source) -> list[Region]:
    """What the mail wants, and where; several only where it cancels one thing and asks for another."""
    said = source.said
    found = [cue for cue in said.cues if cue.start >= source.subject_end or cue.intent != "request"]
    intents = {
        cue.intent
        for cue in found
        if not (
            cue.intent == "reschedule"
            and will_move_later(said.hidden, cue)
            and "cancel" in {c.intent for c in found}
        )
    }
    if (
        source.is_reply
        and not intents & {"cancel", "reschedule"}
        and _OFFER.search(said.text[source.subject_end :])
        and said.loose_dates
    ):
        return [Region("reschedule", ())]
    if "cancel" in intents and intents & {"request", "reschedule"}:
        return _cancel_and_more(source)
    if "cancel" in intents:
        return [Region("reschedule" if _names_another_day(said) else "cancel", ())]
    if "reschedule" in intents:
        return _move_or_both(source, intents)
    return [Region("request", ())]


def _names_another_day(said: Pieces) -> bool:
    """ "Not ready for Tuesday. Friday please": nothing is called off, and a second day is named."""
    cancels = [cue for cue in said.cues if cue.intent == "cancel"]
    only_why = all(TELLS_WHY.search(said.text[cue.start : cue.end]) for cue in cancels)
    days = {one.value.days for one in said.loose_dates}
    is_beside = any(not any(cue.start <= one.start < cue.end for cue in cancels) for one in said.loose_dates)
    return only_why and len(days) > 1 and is_beside


def _clauses(source: Source) -> list[Region]:
    """The body cut where the command changes."""
    said, at = source.said, source.subject_end
    made: list[tuple[Intent, int]] = []
    for cue in said.cues:
        if cue.start < source.subject_end or re.match(
            r"in ?stead|rather", said.text[cue.start : cue.end], re.IGNORECASE
        ):
            continue
        if made and made[-1][0] == cue.intent:
            continue
        start = (
            at
            if not made
            else max(
                cue.sentence_start,
                _clause_start(said.text, cue.sentence_start, cue.start)
                if _shares_sentence(said, cue)
                else cue.sentence_start,
            )
        )
        made.append((cue.intent, start))
    ends = [start for _, start in made[1:]] + [len(said.text)]
    return [Region(intent, ((start, end),)) for (intent, start), end in zip(made, ends, strict=True)]


def _shares_sentence(said: Pieces, cue: Cue) -> bool:
    return any(
        other.sentence_start == cue.sentence_start and other.intent != cue.intent and other.start < cue.start
        for other in said.cues
    )


def _clause_start(text: str, low: int, at: int) -> int:
    links = [match.start() for match in _LINK.finditer(text, low, at)]
    return links[-1] if links else at


def _merged(regions: Sequence[Region], intent: Intent) -> tuple[Range, ...]:
    return tuple(one for region in regions if region.intent == intent for one in region.ranges)


def _cancel_and_more(source: Source) -> list[Region]:
    said, regions = source.said, _clauses(source)
    cancelled = part(said, _merged(regions, "cancel"))
    other_intent: Intent = "reschedule" if any(r.intent == "reschedule" for r in regions) else "request"
    other_ranges = (*_merged(regions, "request"), *_merged(regions, "reschedule"))
    other = part(said, other_ranges)
    if not other_ranges or not (cancelled.text and _merged(regions, "cancel")):
        subject_cancels = any(cue.intent == "cancel" and cue.start < source.subject_end for cue in said.cues)
        has_new = bool(split_dates(said)[1])
        return [
            Region(
                "reschedule" if has_new and not (subject_cancels and len(said.loose_dates) < 2) else "cancel",
                (),
            )
        ]
    permits = {permit_key(found.value)[:9] for found in said.permits}
    if other_intent == "reschedule" and len(permits) < 2 and _names_another_day(said):
        return [Region("reschedule", ())]
    if _about_another(cancelled, other):
        second: Intent = other_intent if other_intent == "request" or split_dates(other)[1] else "request"
        return [Region("cancel", _merged(regions, "cancel")), Region(second, tuple(sorted(other_ranges)))]
    if any(
        "week" not in one.value.text.lower() or len(one.value.days) < 3 for one in other.loose_dates
    ) and not _only_repeats(cancelled, other):
        return [Region("reschedule", ())]
    if (
        other.times
        and re.search(r"\b(?:in ?stead|resched|move|change)", said.text, re.IGNORECASE)
        and not any(will_move_later(said.hidden, cue) for cue in other.cues)
    ):
        return [Region("reschedule", ())]
    return [Region("cancel", ())]


def _only_repeats(one: Pieces, other: Pieces) -> bool:
    days = {found.value.days for found in one.loose_dates}
    return bool(days) and all(found.value.days in days for found in other.loose_dates)


def _about_another(one: Pieces, other: Pieces) -> bool:
    """Whether the second part speaks of another permit or another trade than the first."""
    first = {permit_key(found.value)[:9] for found in one.permits}
    second = {permit_key(found.value)[:9] for found in other.permits}
    if second and first:
        return not second <= first
    trades = (
        set(disciplines([found.value for found in one.types])),
        set(disciplines([found.value for found in other.types])),
    )
    if trades[0] and trades[1]:
        return trades[0].isdisjoint(trades[1])
    return bool(second and not first and not _MEANS_THE_SAME.search(other.text))


def _move_or_both(source: Source, intents: set[Intent]) -> list[Region]:
    """A move, unless the mail asks in other sentences for an inspection on another permit as well."""
    if "request" not in intents:
        return [Region("reschedule", ())]
    regions = _clauses(source)
    moved, asked = (
        part(source.said, _merged(regions, "reschedule")),
        part(source.said, _merged(regions, "request")),
    )
    if (
        moved.permits
        and asked.permits
        and moved.loose_dates
        and asked.loose_dates
        and _about_another(moved, asked)
    ):
        return [
            Region("reschedule", _merged(regions, "reschedule")),
            Region("request", _merged(regions, "request")),
        ]
    return [Region("reschedule", ())]
