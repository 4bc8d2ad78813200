"""Whether the day that the mail names can be taken (codes `date.*`; D9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from parsers.inspection.reading import DateReading
from rules.finding import Finding, Value
from rules.inspection.context import Context

PROBLEM_CODES = {
    "ambiguous": "date.ambiguous",
    "impossible": "date.impossible",
    "weekday_mismatch": "date.weekday_mismatch",
}


@dataclass(frozen=True, slots=True)
class DayFound:
    """The day that the mail surely names, also where it cannot be taken. `proposed`: what the letter offers."""

    day: date | None = None
    findings: tuple[Finding, ...] = ()
    proposed: date | None = None


def find_day(reading: DateReading | None, context: Context) -> DayFound:
    """The requested day, judged against the office's calendar; urgency is a note (D9)."""
    if reading is None:
        return _asked("date.missing", {}, context)
    days = tuple(dict.fromkeys(reading.days))
    if reading.problem is None and len(days) == 1:
        return judged_day(days[0], context, reading.text)
    if reading.problem is None and not days:
        return _asked("date.missing", {"text": reading.text}, context)
    code = PROBLEM_CODES[reading.problem or "ambiguous"]
    return _asked(code, {"text": reading.text, "days": tuple(map(date.isoformat, days))}, context)


def judged_day(day: date, context: Context, text: str = "") -> DayFound:
    """One sure day: past, too far ahead, closed, today, or simply taken."""
    values: dict[str, Value] = {"day": day.isoformat(), "text": text}
    office, today = context.office, context.today
    if day < today:
        return _asked("date.past", values, context, day)
    if (day - today).days > office.horizon_days:
        last = min(today.toordinal() + office.horizon_days, date.max.toordinal())
        values |= {"horizon_days": office.horizon_days, "last_day": date.fromordinal(last).isoformat()}
        return DayFound(day, (Finding("date.too_far", values=values),))
    if not context.calendar.is_open(day):
        return _asked("date.closed_day", values, context, day)
    if day == today:
        return DayFound(day, (_same_day(values, context),))
    return DayFound(day)


def _same_day(values: dict[str, Value], context: Context) -> Finding:
    now = context.received.astimezone(context.office.timezone).time()
    cutoff = context.office.same_day_cutoff
    more: dict[str, Value] = {
        "same_day_cutoff": cutoff.isoformat(timespec="minutes"),
        "after_cutoff": now > cutoff,
    }
    return Finding("date.same_day", values=values | more)


def _asked(code: str, values: dict[str, Value], context: Context, day: date | None = None) -> DayFound:
    """A finding that asks for another day, with the next business day as the offer."""
    proposed = context.calendar.next_open(max(day or context.today, context.today))
    return DayFound(day, (Finding(code, values=values | {"proposed_day": proposed.isoformat()}),), proposed)
