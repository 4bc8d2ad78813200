"""The dates and times of a move: from where, and to where."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from parsers.inspection import choose_when
from parsers.inspection.moves import split_dates, split_times
from parsers.inspection.pieces import Pieces
from parsers.inspection.reading import (
    DateReading,
    RequestReading,
)
from parsers.inspection.shifts import find_shift, keeps_time
from parsers.inspection.source import Source
from parsers.spans import Found


def moved(source: Source, base: RequestReading, local: Pieces, shared: Pieces) -> RequestReading:
    """The request with its new and its old date and time."""
    said = local if local.loose_dates else replace(local, loose_dates=shared.loose_dates)
    subject_dates = [one for one in shared.loose_dates if one.start < source.subject_end]
    if not local.times:
        said = replace(said, times=shared.times)
    old, new = split_dates(said)
    if local.loose_dates and subject_dates and not old:
        old = [one for one in subject_dates if not any(one.value.days == other.value.days for other in new)]
    elif source.is_reply and old and not new and not _is_marked_old(said, old):
        old, new = [], old
    old_times, new_times = split_times(said, old, new)
    shift = find_shift(said.hidden[source.subject_end :][:2_000])
    if shift and all("week" in one.value.text.lower() for one in new):
        # "Next week" beside "same time" says how far, not which day.
        new = []
    else:
        shift = None
    return replace(
        base,
        shift=shift,
        keeps_time=keeps_time(said.hidden[source.subject_end :][:2_000]),
        date=choose_when.one_date([one.value for one in new]),
        previous_date=choose_when.one_date([one.value for one in old]),
        time=new_times[0].value if new_times else None,
        previous_time=old_times[0].value if old_times else None,
    )


def _is_marked_old(said: Pieces, old: Sequence[Found[DateReading]]) -> bool:
    text = said.hidden
    return any(
        re.match(
            r"'s|\s(?:inspection|appointment|visit)|\s(?:won't|doesn't|will not)",
            text[one.end : one.end + 14],
            re.IGNORECASE,
        )
        or re.search(
            r"\b(?:from|instead of|can't (?:make|do)|cannot (?:make|do)|scheduled for|not ready|the|our|"
            r"my)\s(?:it\s)?(?:on\s|by\s|for\s)?$",
            text[max(0, one.start - 24) : one.start],
            re.IGNORECASE,
        )
        for one in old
    )
