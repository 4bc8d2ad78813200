"""Times of day in text: moments, windows, halves of the day."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from parsers.date_atoms import atoms
from parsers.inspection.reading import TimeReading
from parsers.masks import masked
from parsers.spans import Found, blank_out, plain
from parsers.time_patterns import (
    AFTER_DATE,
    AFTER_WORK,
    AT,
    DAY,
    GREETING,
    HALF_ALONE,
    HALF_CUE,
    HALF_TAIL,
    HALF_WORDS,
    HOUR_ENDS,
    HOUR_WORDS,
    INSTEAD,
    MILITARY,
    MINUTE_WORDS,
    MOMENT,
    NOON,
    NOT_AN_HOUR,
    WINDOW,
    WORDED,
)

_MAX_TIMES = 600
_SHORT_TEXT = 40


def read_times(text: str) -> tuple[TimeReading, ...]:
    """Every time of day in the text, in order; hours 1 to 6 without am or pm are afternoon (D9)."""
    hidden = masked(plain(text))
    days = atoms(hidden, date(2024, 1, 1))
    return tuple(one.value for one in find_times(hidden, ((day.start, day.end) for day in days)))


def find_times(text: str, days: Iterable[tuple[int, int]] = ()) -> tuple[Found[TimeReading], ...]:
    """The times of a text that is plain and masked, with their places; `days`: where dates stand."""
    text = blank_out(text, days, DAY)
    taken = bytearray(len(text))
    found: list[Found[TimeReading]] = []
    for pattern, read in (
        (WINDOW, _window),
        (MILITARY, _military),
        (NOON, _noon),
        (WORDED, _worded),
        (MOMENT, _moment),
        (HALF_WORDS, _half_words),
        (HALF_ALONE, _half_alone),
    ):
        for match in pattern.finditer(text):
            if any(taken[match.start() : match.end()]):
                continue
            reading = read(match)
            if reading:
                taken[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
                found.append(Found(match.start(), match.end(), reading))
    found.sort(key=lambda one: one.start)
    return tuple(_merged(text, found)[:_MAX_TIMES])


def _merged(text: str, found: list[Found[TimeReading]]) -> list[Found[TimeReading]]:
    """ "10 in the morning" and "morning, 9-11" are one time: the clock counts."""
    made: list[Found[TimeReading]] = []
    for one in found:
        last = made[-1] if made else None
        if (
            last
            and one.start - last.end <= 12
            and re.fullmatch(
                r"[\s,(-]{0,3}(?:(?:in|at|around|between|from|the|preferably|say)\s{0,2}){0,2}",
                text[last.end : one.start],
                re.IGNORECASE,
            )
        ):
            halves = [x.value.value in ("am", "pm") for x in (last, one)]
            if halves == [False, True]:
                made[-1] = Found(last.start, one.end, _in_half(last.value, one.value.value))
                continue
            if halves == [True, False]:
                made[-1] = Found(last.start, one.end, _in_half(one.value, last.value.value))
                continue
        made.append(one)
    return made


def _in_half(clock: TimeReading, half: str) -> TimeReading:
    hour = int(clock.value[:2])
    if half == "am" and 13 <= hour <= 18 and not re.search(r"1[3-8]:|p", clock.text, re.IGNORECASE):
        return TimeReading(clock.text, f"{hour - 12:02d}{clock.value[2:]}", clock.end)
    return clock


def _clock(hour: int, minute: str | None, half: str | None) -> str | None:
    if hour > 23 or (half and not 1 <= hour <= 12 and not (half in "pP" and hour < 24)):
        return None
    if half:
        if hour <= 12:
            hour = hour % 12 + (12 if half in "pP" else 0)
    elif 1 <= hour <= 6:
        hour += 12
    return f"{hour:02d}:{minute or '00'}"


def _window(match: re.Match[str]) -> TimeReading | None:
    text = match.string
    has_half = bool(match["a_half"] or match["b_half"] or match["a_noon"] or match["b_noon"])
    has_minutes = bool(match["a_minute"] or match["b_minute"])
    before = text[max(0, match.start() - 40) : match.start()]
    joined_by_and = re.search(r"\d[ ap.m]*\s{0,2}(?:and|&)\s", match[0], re.IGNORECASE)
    if joined_by_and and not re.search(r"\bbetween\s{1,2}$", before, re.IGNORECASE):
        return None
    if not has_half and not has_minutes and not _is_bare_window(match, before):
        return None
    if re.search(r"\bfrom\s{1,2}$", before) and re.search(
        r"\b(?:mov\w*|chang\w*|switch\w*|resched\w*|push\w*|bump\w*)\b[^.\n]{0,30}from\s$",
        before,
        re.IGNORECASE,
    ):
        return None
    start, end = _ends(match)
    if start and end and not has_half and not has_minutes and not "06:00" <= start < end <= "18:30":
        return None
    return TimeReading(match[0].strip(), start, end) if start and end else None


def _ends(match: re.Match[str]) -> tuple[str | None, str | None]:
    a_half, b_half = match["a_half"], match["b_half"]
    end = "12:00" if match["b_noon"] else _clock(int(match["b_hour"]), match["b_minute"], b_half)
    if match["a_noon"]:
        return "12:00", end
    hour = int(match["a_hour"])
    if a_half or not b_half:
        if not a_half and match["b_noon"] and 1 <= hour <= 11:
            a_half = "a"
        start = _clock(hour, match["a_minute"], a_half)
    else:
        # "8-10am" shares its half; "10-2pm" would begin after its end, so it begins in the morning.
        start = _clock(hour, match["a_minute"], b_half)
        if start and end and start >= end:
            start = _clock(hour, match["a_minute"], "a")
    if start and end and end <= start and not b_half:
        end = _clock(int(match["b_hour"] or 12), match["b_minute"], "p") if not match["b_noon"] else end
    return start, end


def _is_bare_window(match: re.Match[str], before: str) -> bool:
    """ "8-10" without am or pm is a time only where a time may stand."""
    text = match.string
    hours = int(match["a_hour"] or 12), int(match["b_hour"] or 12)
    if not all(1 <= hour <= 17 for hour in hours) or NOT_AN_HOUR.match(text, match.end()):
        return False
    if AT.search(before) or AFTER_DATE.search(before):
        return True
    if AFTER_WORK.search(before) and re.match(r"\s?(?:$|[,.;)\n])", text[match.end() : match.end() + 3]):
        return True
    if re.match(
        r"\s?(?:window|time ?frame|works|would|is (?:fine|good|best|ok)|if possible|slot|tomorrow|on\b)",
        text[match.end() : match.end() + 20],
        re.IGNORECASE,
    ):
        return True
    return len(text) <= _SHORT_TEXT and not re.search(r"[A-Za-z#]\s{0,2}$", before)


def _military(match: re.Match[str]) -> TimeReading | None:
    return TimeReading(match[0].strip(), f"{match['hour']}:{match['minute']}")


def _noon(match: re.Match[str]) -> TimeReading | None:
    part = (match["part"] or "").lower()
    if part in ("before", "by"):
        return TimeReading(match[0].strip(), "am")
    if part == "after":
        return TimeReading(match[0].strip(), "pm")
    return TimeReading(match[0].strip(), "12:00")


def _moment(match: re.Match[str]) -> TimeReading | None:
    half = match["half"] or match["half2"]
    hour, minute = match["hour"], match["minute"]
    if match["compact"]:
        hour, minute = match["compact"][:-2], match["compact"][-2:]
        if int(minute) > 59:
            return None
    before = match.string[max(0, match.start() - 40) : match.start()]
    if match["bare_compact"]:
        if not AFTER_DATE.search(before) or match["bare_compact"][-2:] not in ("00", "15", "30", "45"):
            return None
        hour, minute = match["bare_compact"][:-2], match["bare_compact"][-2:]
        value = _clock(int(hour), minute, None)
        return TimeReading(match[0].strip(), value) if value and "06:00" <= value <= "18:30" else None
    if match["letter"] and (minute or AT.search(before) or AFTER_DATE.search(before)):
        half = match["letter"]
    if not half and not match["clock"] and (match["letter"] or not _is_bare_moment(match, before)):
        return None
    value = _clock(int(hour), minute, half)
    if value is None:
        return None
    if re.search(r"\b(?:before|by|no later than|until|till)\s{1,2}$", before, re.IGNORECASE):
        return TimeReading(match[0].strip(), "am", value) if value <= "12:00" else None
    return TimeReading(match[0].strip(), value)


def _worded(match: re.Match[str]) -> TimeReading | None:
    minute = MINUTE_WORDS.get((match["minute"] or "").lower().replace(" ", "-"))
    value = _clock(HOUR_WORDS.index(match["hour"].lower()) + 1, minute, match["half"])
    return TimeReading(match[0].strip(), value) if value else None


def _is_bare_moment(match: re.Match[str], before: str) -> bool:
    """ "10:30" is a time nearly anywhere, "10" only behind "at" and before the end of a phrase."""
    text, end = match.string, match.end()
    if match["minute"] and "." not in match[0]:
        return not re.match(r"\s?(?:slope|ratio|scale|mix|pitch)", text[end : end + 8], re.IGNORECASE)
    if match["minute"]:
        return bool(re.search(r"(?:\bat|@)\s{0,2}$", before, re.IGNORECASE))
    hour = int(match["hour"])
    if 1 <= hour <= 12 and re.match(
        r"\s(?:in the|tomorrow|this) (?:morning|afternoon)", text[end : end + 22], re.IGNORECASE
    ):
        return True
    if not 1 <= hour <= 12 or NOT_AN_HOUR.match(text, end) or not HOUR_ENDS.match(text, end):
        return False
    if re.search(r"(?:\bat|@)\s{0,2}$", before, re.IGNORECASE) or re.search(
        r"\btime[^.\n]{0,12}[:=-]\s{0,2}$", before, re.IGNORECASE
    ):
        return True
    if INSTEAD.search(before):
        return bool(
            re.search(
                r"\d\s?(?:[ap]\.?m|:\d\d)|\b(?:at|time|noon|o'clock)\b",
                text[max(0, match.start() - 60) : match.start()],
                re.IGNORECASE,
            )
        )
    if re.search(r"\b(?:around|about|approx\.?|say|after|before|by|until)\s{1,2}$", before, re.IGNORECASE):
        return bool(
            AFTER_DATE.search(
                re.sub(
                    r"\b(?:around|about|approx\.?|say|after|before|by|until)\s{1,2}$",
                    "",
                    before,
                    flags=re.IGNORECASE,
                )
            )
        ) or bool(re.match(r"\s{0,2}(?:ish|$|[.,;!?\n])", text[end : end + 4]))
    return bool(re.search(r"\b(?:from|to|or)\s{1,2}$", before, re.IGNORECASE)) and bool(
        re.search(
            r"\d\s?(?:[ap]\.?m\b|:\d\d)|\bat\s\d|@\s?\d|\bfrom\s\d{1,2}\s(?:to)\s$", before, re.IGNORECASE
        )
    )


def _half_words(match: re.Match[str]) -> TimeReading | None:
    text = match.string
    word = match[0].lower()
    before = text[max(0, match.start() - 20) : match.start()]
    if (
        word.strip() in ("morning", "afternoon", "evening", "mornings", "afternoons")
        and GREETING.search(before)
        and not re.search(r"\b(?:the|in)\s$", before)
        and (
            re.search(r"(?:good|happy|hello|hi)[ ,]{0,2}$", before, re.IGNORECASE)
            or not re.match(
                r"\s*(?:$|works|is|would|please|preferred|or|if|best)",
                text[match.end() :][:20],
                re.IGNORECASE,
            )
        )
    ):
        return None
    if re.search(r"(?:not|no|except|can't do|cannot do)\s(?:in the\s)?$", before, re.IGNORECASE):
        return None
    if re.search(r"\b(?:or|/)\s?(?:the\s)?$", before) and re.search(
        r"(?:morning|am|a\.m\.)\s?(?:or|/)\s?(?:the\s)?$", before, re.IGNORECASE
    ):
        return None
    if re.match(
        r"\s?(?:or|/)\s?(?:the\s)?(?:afternoon|pm|p\.m)", text[match.end() : match.end() + 20], re.IGNORECASE
    ):
        return None
    return TimeReading(match[0].strip(), "am" if match["am"] else "pm")


def _half_alone(match: re.Match[str]) -> TimeReading | None:
    text = match.string
    if match["other"]:
        return None
    before, after = text[max(0, match.start() - 40) : match.start()], text[match.end() : match.end() + 20]
    if re.search(r"[AaPp]\.?[Mm]\.?\s?(?:or|/)\s?$", before):
        return None
    apart = re.search(r"(?:^|[,;|(\n-])[ ]{0,2}$", before) and re.match(r"[ ]?(?:$|[.,;|)\n])", after)
    alone = text.strip(" .,;()") == match[0].strip(".") or apart
    if alone or HALF_CUE.search(before) or AFTER_DATE.search(before):
        return TimeReading(match[0], "am" if match["half"] in "aA" else "pm")
    if match[0].isupper() and HALF_TAIL.match(after):
        return TimeReading(match[0], "am" if match["half"] in "aA" else "pm")
    return None
