"""In a move: which date and time are the old ones, which the new."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, TypeVar

from parsers.inspection.pieces import Pieces
from parsers.inspection.reading import DateReading, TimeReading
from parsers.spans import Found

Role = Literal["old", "new"]
Value = TypeVar("Value")

_OLD_BEFORE = re.compile(
    r"(?:\b(?:from|wrote|typed|instead of|in ?stead of|rather than|original(?:ly)?(?: date)?(?: scheduled|"
    r" set| "
    r"planned)?(?: for| on)?|was(?: originally)?(?: scheduled| set| supposed to be| planned| going to "
    r"be)?(?: for| on)?|"
    r"(?:is|are|'s|currently|now|we're|were|had|have)(?: currently)?(?: scheduled| set| set up| "
    r"booked| down| planned)(?: for| on)?|scheduled (?:for|on)|on the (?:schedule|books|calendar)(?: "
    r"for| on)?|"
    r"can(?:'|no)?t (?:make|do)(?: it)?(?: on)?|cannot (?:make|do)(?: it)?(?: on)?|unable to (?:make|"
    r"do)(?: it)?(?: on)?|won'?t (?:be ready|work|make it|be able to (?:make|do))(?: on| by| for| in "
    r"time for)?|"
    r"not (?:be |going to be )?ready(?: on| by| for)?|isn'?t ready(?: for)?|cancel|not|conflict(?: on|"
    r" for)?|our|my|your|old date|current(?: date)?|previous(?:ly)?|existing|the .{0,24}(?:inspection|"
    r"appointment|visit|slot|rough-?in|final|cover|framing)s?(?: on| for| of| at)?|"
    r"(?:inspection|appointment|visit)s?(?: scheduled)?(?: on| of| at)?|of|the|this|that)\s*[:,-]?\s*|"
    r"[-=]>)$",
    re.IGNORECASE,
)
_NEW_BEFORE = re.compile(
    r"(?:\b(?:to|until|till|thru|through|should (?:have been|be|say|read)|meant|make (?:it|that)(?: for)?|"
    r"do(?: it)?(?: on)?|try(?: for)?(?: "
    r"on)?|prefer|would like|want(?: it)?(?: on| for)?|available(?: on)?|come(?: out)?(?: on)?|how "
    r"about|what about|new (?:date|time|day)(?: is| of|:)?(?: would be)?|now|"
    r"re-?sched\w*(?: it| this| that| the inspection| our inspection| my inspection| everything)? "
    r"(?:for|on|to)|(?:instead|back|out|up|it|this|inspection|day|date|time)(?: to| on| for| until)|"
    r"ready(?: on| by)|next available(?: is)?|works?(?: on)?|either|again on|"
    r"move(?:d)? (?:it|this|that)|(?:schedule|book|set up|request|need|get)(?: it| one| us| me)?(?: "
    r"for| on)?|requested|proposed|better)\s*[:,-]?\s*(?:the\s)?(?:either\s)?|(?:->|=>|-->|"
    r"\u2192)\s*)$",
    re.IGNORECASE,
)
_OLD_AFTER = re.compile(
    r"(?:'s\b|\s?'s?\s|\s?(?:@|at)?\s?\d{0,2}(?::\d\d)?\s?(?:am|pm)?\s?(?:inspection|appointment|"
    r"visit|slot|appt|one\b|request)|\s(?:framing|rough|final|electrical|plumbing|cover|mechanical|"
    r"building)[\w -]{0,20}(?:inspection)?\s(?:to|until)\b"
    r"|\s(?:won'?t|doesn'?t|does not|will not|isn'?t going to|is not going to|didn'?t)\s(?:work|make)|"
    r"\sis (?:no good|out|not good|too (?:soon|early))|\s{0,2}(?:-+>|=+>|\u2192)|\s(?:to|until)\s|"
    r"\s?(?:isn'?t|is not) (?:possible|working|ready))",
    re.IGNORECASE,
)
_NEW_AFTER = re.compile(
    r"\s?,?\s?(?:(?:at|@)\s?\S{1,8}\s)?(?:instead(?! of)|works?(?! crew)|would (?:work|be)|is "
    r"(?:better|fine|good|ok)|rather than|instead of)",
    re.IGNORECASE,
)
_OF_VISIT = re.compile(
    r"\b(?:inspections?|insp|appointments?|visits?|slot|one|request|final|framing|rough-?in)\s(?:on|for|of|"
    r"at)\s(?:the\s)?$",
    re.IGNORECASE,
)
_BOUNDARY = re.compile(r"[.!?;](?:\s|$)|\n")


def split_dates(said: Pieces) -> tuple[list[Found[DateReading]], list[Found[DateReading]]]:
    """(old, new) dates of a move; one that nothing marks and that stands alone is old: it only points (D9)."""
    dates = said.loose_dates
    roles = [_role(said, one.start, one.end) for one in dates]
    if len(dates) > 1 and set(roles) == {"new"}:
        # "Move the inspection on 3/5 to 3/10", "cancel the framing on 3/5, we would like 3/10".
        roles = [None if _is_of_a_visit(said, one.start) else "new" for one in dates]
    return _divided(dates, _completed(roles))


def split_times(
    said: Pieces, old: Sequence[Found[DateReading]], new: Sequence[Found[DateReading]]
) -> tuple[list[Found[TimeReading]], list[Found[TimeReading]]]:
    """(old, new) times of a move; a time goes with the date that it stands beside."""
    roles = [_role_of_time(said, one, old, new) for one in said.times]
    if len(roles) == 1 and roles[0] is None:
        roles = ["new"]
    return _divided(said.times, _completed(roles))


def _divided(
    found: Sequence[Found[Value]], roles: Sequence[Role]
) -> tuple[list[Found[Value]], list[Found[Value]]]:
    pairs = list(zip(found, roles, strict=True))
    return [one for one, role in pairs if role == "old"], [one for one, role in pairs if role == "new"]


def _completed(roles: Sequence[Role | None]) -> list[Role]:
    if roles and all(role is None for role in roles):
        return ["old" if number == 0 else "new" for number in range(len(roles))]
    other: Role = "old" if "new" in roles else "new"
    return [role or other for role in roles]


def _role(said: Pieces, start: int, end: int) -> Role | None:
    label = said.label_at(start)
    if label and label.value_start <= start:
        words = said.text[label.start : label.value_start].lower()
        if re.search(
            r"\b(?:old|orig\w*|current\w*|previous\w*|existing|from|was|cancel\w*|scheduled)\b", words
        ):
            return "old"
        if re.search(r"\b(?:new|to|resched\w*|requested|proposed|prefer\w*|desired|move)\b", words):
            return "new"
    before = _clause_before(said.hidden, start)
    after = said.hidden[end : end + 60]
    if re.match(r"\s?,?\s?instead of\b", after, re.IGNORECASE):
        return "new"
    if _NEW_BEFORE.search(before) and not re.search(
        r"\b(?:can(?:'|no)?t|cannot|unable to|won't)\s(?:\w+\s){0,2}$", before, re.IGNORECASE
    ):
        return "new"
    if re.search(r"\b(?:for|on)\s(?:the\s)?$", before) and re.search(
        r"\b(?:resched|re-sched|set)[^.\n]{0,40}\bfor\s$", before, re.IGNORECASE
    ):
        return (
            None
            if re.search(r"\b(?:inspection|appointment)\b", before, re.IGNORECASE)
            and re.match(
                r"[^.\n]{0,60}\b(?:to|until)\s(?:\w+\s){0,2}?(?:\d|mon|tue|wed|thu|fri|tomorrow|next)",
                after,
                re.IGNORECASE,
            )
            else "new"
        )
    if _NEW_AFTER.match(after):
        return "new"
    if _OLD_AFTER.match(after) or _OLD_BEFORE.search(before):
        return "old"
    return None


def _is_of_a_visit(said: Pieces, start: int) -> bool:
    return bool(_OF_VISIT.search(_clause_before(said.hidden, start)))


def _clause_before(text: str, start: int) -> str:
    begin = max(0, start - 70)
    piece = text[begin:start]
    ends = [match.end() for match in _BOUNDARY.finditer(piece)]
    return piece[ends[-1] :] if ends else piece


def _role_of_time(
    said: Pieces,
    one: Found[TimeReading],
    old: Sequence[Found[DateReading]],
    new: Sequence[Found[DateReading]],
) -> Role | None:
    marked = _role_of_bare_time(said, one)
    if marked:
        return marked
    near: list[tuple[int, Role]] = []
    sides: tuple[tuple[Role, Sequence[Found[DateReading]]], ...] = (("old", old), ("new", new))
    for role, dates in sides:
        for day in dates:
            gap = said.hidden[min(day.end, one.end) : max(day.start, one.start)]
            if len(gap) <= 24 and not _BOUNDARY.search(gap):
                # A time behind its date is nearer than one before the next date.
                near.append((len(gap) + (6 if one.start < day.start else 0), role))
    if near:
        return min(near)[1]
    return _role(said, one.start, one.end)


def _role_of_bare_time(said: Pieces, one: Found[TimeReading]) -> Role | None:
    before, after = said.hidden[max(0, one.start - 24) : one.start], said.hidden[one.end : one.end + 16]
    if re.search(r"\b(?:instead of|rather than|from|not)\s(?:the\s|at\s)?$", before, re.IGNORECASE):
        return "old"
    if re.match(r"\s?,?\s?(?:instead|rather than)\b", after, re.IGNORECASE):
        return "new"
    return None
