"""For one request: the date and the time that count."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from parsers.inspection.pieces import Pieces
from parsers.inspection.reading import (
    DateReading,
    TimeReading,
)
from parsers.spans import Found

_OTHER_TIME = re.compile(
    r"\b(?:(?<!the )hours(?: are)?|open(?:s|ed)?(?: at| from)?|gates? (?:open|close)\w*(?: at)?|crew\w*(?: is| "
    r"are| on site| here)?|until|till|lunch(?: is| at| from)?|meeting\w*(?: until| at| from)?|"
    r"leav(?:e|es|ing)(?: at| by)?|clos(?:e|es|ed)(?: at)?|"
    r"off (?:work )?(?:at|by)|called(?: at)?|as of|before we|pour\w*(?: at)?|deliver\w*(?: at)?|home "
    r"by|done (?:at|by)|start(?:s|ing)? (?:work |pouring )?at|arriv\w* at)\s(?:the\s|is\s|from\s|"
    r"between\s|at\s)?$"
    r"|(?<!the )\bhours\b[^\n.]{0,30}$|\b(?:trucks?|concrete|pump)\b[^.\n]{0,24}$"
    r"|\b(?:pour(?:ing|s)?|deliver\w*|start(?:s|ing)|opens?|closes?)\b[^.\n]{0,24}$",
    re.IGNORECASE,
)
_BOTH_DAYS = re.compile(
    r"\b(?:both (?:days|dates|inspections)|each (?:day|date)|inspections|two (?:visits|appointments|"
    r"separate)|respectively|visits)\b",
    re.IGNORECASE,
)
_WORKING_HOURS = 6
_GIVEN_ON_LIST = re.compile(
    r"\s{0,2}(?:,|&|and|,\s?and|\+)\s{0,2}(?:again\s|then\s|also\s)?(?:on\s|the\s)?", re.IGNORECASE
)


def one_date(found: Sequence[DateReading]) -> DateReading | None:
    """All these dates as one: the same day said twice is sure, different days are several candidates."""
    if not found:
        return None
    bad = [one for one in found if one.problem in ("impossible", "weekday_mismatch")]
    if bad:
        return bad[0]
    sure = {one.days[0] for one in found if one.problem is None and one.days}
    common = set(found[0].days).intersection(*(one.days for one in found))
    if len(sure) == 1 and sure == common:
        return next(one for one in found if one.problem is None)
    if len(found) == 1:
        return found[0]
    days = tuple(sorted({day for one in found for day in one.days}))
    if len({(one.days, one.problem) for one in found}) == 1:
        return found[0]
    return DateReading(", ".join(dict.fromkeys(one.text for one in found))[:200], days, "ambiguous")


def dates(
    local: Pieces, shared: Pieces, subject_end: int, is_reply: bool, several: bool = False
) -> list[DateReading]:
    """The dates that count for these lines, as lists of alternatives: one element is one visit.

    `several`: the mail has more requests, so that a subject's other dates may be theirs.
    Several elements: the sender plainly wants several visits ("inspections on Tuesday and Thursday").
    """
    own = local.dates or (_under_heading(local, shared, subject_end) if several else ())
    if not own:
        own, shared = shared.dates, Pieces(shared.text, shared.hidden)
    subject = [one for one in (*own, *shared.dates) if one.start < subject_end]
    body = [one for one in own if one.start >= subject_end]
    body = [one for one in body if not _is_noted(local, one)] or ([] if subject else body)
    if visits := _visits(local, body):
        return visits
    labelled = [one for one in body if (label := local.label_at(one.start)) and label.name == "date"]
    if preferred := _of_the_visit(local, labelled):
        body = labelled = preferred
    if several and labelled and len({one.value.days for one in labelled}) == 1:
        # Each row of a table has its own day; the subject says roughly when all of them are.
        subject = []
    own_days = {one.value.days for one in body if one.value.problem is None}
    if body and (
        is_reply or (several and len(own_days) == 1 and own_days <= {one.value.days for one in subject})
    ):
        subject = []
    day = {one.value.days for one in subject if one.value.problem is None}
    if labelled and day and {one.value.days for one in labelled} == day:
        body = labelled
    chosen = one_date([one.value for one in (*subject, *body)])
    return [chosen] if chosen else []


def _is_noted(said: Pieces, one: Found[DateReading]) -> bool:
    label = said.label_at(one.start)
    return label is not None and label.name in ("note", "other")


def _under_heading(local: Pieces, shared: Pieces, subject_end: int) -> tuple[Found[DateReading], ...]:
    """The day that stands as a heading above these lines, where the mail has several."""
    start = min((begin for begin, _ in local.ranges), default=0)
    above = [one for one in shared.dates if subject_end <= one.start < start and _is_heading(shared, one)]
    return tuple(above[-1:])


def _is_heading(said: Pieces, one: Found[DateReading]) -> bool:
    text = said.text
    before = text[text.rfind("\n", 0, one.start) + 1 : one.start]
    end = text.find("\n", one.end)
    after = text[one.end : end if end >= 0 else len(text)]
    return not re.search(
        r"\w{3}", re.sub(r"\b(?:for|inspections?|on)\b", "", before + after, flags=re.IGNORECASE)
    )


_VISIT_LABEL = re.compile(r"\binsp|\bvisit", re.IGNORECASE)
_CHOICE_LABEL = re.compile(r"\b(?:alt\w*|2nd|second|other|or|back-?up|choice|option\w*)\b", re.IGNORECASE)


def _of_the_visit(said: Pieces, found: Sequence[Found[DateReading]]) -> list[Found[DateReading]]:
    """ "Request date: 3/2. Inspection date: 3/5": of several labelled days the one that the label gives the visit."""
    labels = [
        said.text[label.start : label.value_start] for one in found if (label := said.label_at(one.start))
    ]
    if len(labels) < 2 or any(map(_CHOICE_LABEL.search, labels)):
        return []
    return [one for one, label in zip(found, labels, strict=True) if _VISIT_LABEL.search(label)]


def the_only_day(whole: Pieces) -> list[DateReading]:
    """The one day that the mail names anywhere; none where it names several."""
    days = {one.value.days: one.value for one in whole.dates}
    return list(days.values()) if len(days) == 1 else []


def _visits(said: Pieces, found: Sequence[Found[DateReading]]) -> list[DateReading]:
    """Two or more sure dates with "and" between them, where the mail speaks of several inspections."""
    if (
        len(found) < 2
        or any(one.value.problem for one in found)
        or len({one.value.days for one in found}) < len(found)
    ):
        return []
    gaps = [said.hidden[one.end : other.start] for one, other in itertools.pairwise(found)]
    if not all(_GIVEN_ON_LIST.fullmatch(gap) for gap in gaps):
        return []
    around = said.text[max(0, found[0].start - 80) : found[-1].end + 60]
    return (
        [one.value for one in found]
        if _BOTH_DAYS.search(around) or re.search(r"\bcancel", around, re.IGNORECASE)
        else []
    )


def time(local: Pieces, shared: Pieces, subject_end: int) -> TimeReading | None:
    """The time of these lines: labelled, then beside a date, then the only one; a clock before a half of the day."""
    firm = _firm_times(local, shared)
    return (
        firm
        or _best_time(local, _wanted(local), subject_end)
        or _best_time(shared, _wanted(shared), subject_end)
    )


def _wanted(said: Pieces) -> list[Found[TimeReading]]:
    """The times of the visit: not those of the gate, the crew or the concrete."""
    return [
        one
        for one in said.times
        if not ((label := said.label_at(one.start)) and label.name == "other")
        and not _OTHER_TIME.search(said.hidden[max(0, one.start - 40) : one.start])
        and not _is_presence(said, one)
        and not _is_of_a_phone(said, one)
    ]


def _is_presence(said: Pieces, one: Found[TimeReading]) -> bool:
    """ "Luis will be on site from 7 to 3": somebody's working day, not the visit's window."""
    before = said.hidden[max(0, one.start - 30) : one.start]
    if not one.value.end or not re.search(r"\bon-?\s?site\b[^.\n]{0,12}$", before, re.IGNORECASE):
        return False
    return (
        int(one.value.end[:2]) - int(one.value.value[:2]) >= _WORKING_HOURS
        if ":" in one.value.value
        else False
    )


def _is_of_a_phone(said: Pieces, one: Found[TimeReading]) -> bool:
    """ "Ngoc (after 3 pm, 503-555-0152)": when somebody answers, not when the inspector comes."""
    before, after = said.hidden[max(0, one.start - 30) : one.start], said.hidden[one.end : one.end + 24]
    return bool(re.search(r"\([^()\n]*$", before)) and bool(re.match(r"[^()\n]*\x01", after))


def _firm_times(local: Pieces, shared: Pieces) -> TimeReading | None:
    """A clock time beside the date that counts, where these lines have one of their own that is not."""
    if any(_is_beside_a_date(local, one) or _is_labelled(local, one) for one in _wanted(local)):
        return None
    clocks = {
        one.value.value: one.value
        for one in _wanted(shared)
        if ":" in one.value.value and _is_beside_a_date(shared, one)
    }
    return next(iter(clocks.values())) if len(clocks) == 1 and not local.dates else None


def _is_labelled(said: Pieces, one: Found[TimeReading]) -> bool:
    label = said.label_at(one.start)
    return label is not None and label.name in ("time", "date")


def _best_time(said: Pieces, found: Sequence[Found[TimeReading]], subject_end: int) -> TimeReading | None:
    if not found:
        return None
    labelled = [one for one in found if _is_labelled(said, one)]
    beside = [one for one in found if _is_beside_a_date(said, one)]
    subject = [one for one in found if one.start < subject_end]
    for group in (labelled, subject + [one for one in beside if one not in subject], found):
        clocks = [one for one in group if one.value.value not in ("am", "pm")]
        if clocks and (len({one.value.value for one in clocks}) == 1 or _are_alternatives(said, clocks)):
            return clocks[0].value
        if clocks and len(subject) == len(found):
            # Two hours in the subject of a mail that has them for different people or days.
            return None
        if clocks:
            return beside[0].value if beside and group is not labelled else clocks[0].value
        if group:
            halves = {one.value.value for one in group}
            rest = [
                one
                for one in found
                if one.value.value not in ("am", "pm") and _half(one.value.value) in halves
            ]
            return rest[0].value if rest else group[0].value if len(halves) == 1 else None
    return None


def _half(value: str) -> str:
    return "am" if value < "12:00" else "pm"


def _are_alternatives(said: Pieces, found: Sequence[Found[TimeReading]]) -> bool:
    gaps = (said.hidden[one.end : other.start] for one, other in itertools.pairwise(found))
    return all(len(gap) < 12 and not re.search(r"[A-Z][a-z]", gap) for gap in gaps)


def _is_beside_a_date(said: Pieces, one: Found[TimeReading]) -> bool:
    for day in said.dates:
        gap = said.hidden[min(day.end, one.end) : max(day.start, one.start)]
        if len(gap) <= 30 and "\n" not in gap and ". " not in gap:
            return True
    return False
