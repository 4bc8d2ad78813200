"""How people write single days."""

from __future__ import annotations

import re

from parsers.calendar_words import DAY_WORDS, MONTHS, MONTHS_ELSEWHERE, TODAY, TOMORROW, WEEKDAYS


def alternatives(words: dict[str, int] | frozenset[str]) -> str:
    """The words as alternatives of an expression, longer ones first."""
    return "|".join(sorted(words, key=len, reverse=True))


_MONTH = rf"(?P<month>{alternatives(MONTHS)})"
_DAY_WORD = f"(?:{'|'.join(sorted(DAY_WORDS, key=len, reverse=True))})".replace(" ", "[ -]")
NTH = r"(?:st|nd|rd|th)"
_YEAR = r"(?:,?[ ]{1,2}(?P<year>20\d{2}|[3-9]\d{3})(?!\d|-\d)|,?[ ]{1,2}'(?P<short_year>\d{2})(?!\d))?"
_NO_UNIT = (
    r"(?!\s?(?:floors?|fl\b|flr|level|street|st\b|ave|avenue|inspection|time|try|attempt|request|trip|"
    r"visit|one\b|party|permit|quarter|phase|set|round|notice|tier))"
)
NUMERIC = re.compile(
    r"(?<![A-Za-z\d/.$#:])(?:(?P<iso>\d{4})(?P<iso_sep>[-/.])(?P<iso_month>\d{1,2})(?P=iso_sep)(?P<iso"
    r"_day>\d{1,2})(?!\d|[-/]\d)"
    r"|(?P<first>\d{1,2})(?P<sep>[-/.\\])(?P<second>\d{1,2})(?P=sep)(?P<year>\d{4}|\d{2})(?![\d/]|"
    r"\.\d|-\d{3})"
    r"|(?P<lone_first>\d{1,2})/(?P<lone_second>\d{1,2})(?![\dA-Za-z/\"%]|\.\d|'')"
    r"|(?P<dash_first>\d{1,2})-(?P<dash_second>\d{1,2})(?![\w/.:-]|\s?[ap]\.?m))"
)
WORDED = re.compile(
    rf"\b{_MONTH}(?:\b\.?|"
    rf"(?=\d))(?:,(?=\s\d{{1,2}}{NTH}))?(?:[ ]{{0,2}}the)?[ ]{{0,2}}-?(?P<day>\d{{1,2}}(?!\d|[:/]\d)|{_DAY_WORD}\b)"
    rf"(?:[ ]?{NTH}\b)?{_YEAR}(?![-/]\d{{3}})",
    re.IGNORECASE,
)
DAY_FIRST = re.compile(
    rf"(?<![\w/.:-])(?P<day>\d{{1,2}}|{_DAY_WORD})(?:[ ]?{NTH}\b)?(?P<of>[ ](?:of|de))?(?:[ ]{{1,2}}|[ ]?-[ ]?|"
    rf"(?<=\d)(?=[A-Za-z]{{3}}))"
    rf"(?:(?P<month_elsewhere>{alternatives(MONTHS_ELSEWHERE)})|{_MONTH})\b\.?(?:-(?P<dashed_year>\d{{4}}|\d{{2}})(?!\d)|"
    rf"{_YEAR})(?![ ]{{0,2}}\d{{1,2}}(?:{NTH})?\b(?!:|\s?[ap]\.?m))",
    re.IGNORECASE,
)
WEEKDAY = re.compile(
    rf"\b(?:(?P<ahead>(?:a|1|one)\s+week\s+from\s+)(?:this\s+)?|(?P<which>this\s+coming|this\s+next|"
    rf"this|next|coming|following|upcoming|the\s+coming)\s+)?"
    rf"(?P<weekday>{alternatives(WEEKDAYS)})\b(?:\.(?=\s?\S))?"
    r"(?P<week>[ ,]{1,3}(?:of\s+)?(?P<which_week>next|this|the\s+following)\s+w(?:ee)?k|"
    r"\s+w(?:ee)?k\b(?!\s*(?:of|end)))?",
    re.IGNORECASE,
)
WEEK_FIRST = re.compile(
    rf"\b(?P<which_week>next|this)\s+week[ ,]{{1,3}}(?:on\s+)?(?P<weekday>{alternatives(WEEKDAYS)})\b",
    re.IGNORECASE,
)
RELATIVE = re.compile(
    rf"\b(?:(?:the\s+)?day\s+after\s+(?P<overmorrow>{alternatives(TOMORROW)})\b"
    rf"|(?<!\bla )(?P<tomorrow>{alternatives(TOMORROW)})\b|(?P<today>{alternatives(TODAY)})\b"
    r"|(?P<this_half>this)\s+(?:morning|afternoon|evening)\b|(?P<tonight>tonight)\b"
    r"|(?<!that )(?<!the )(?<!this )(?P<same>same[ -]day)\b(?!\s+(?:as|for|but|and|at))"
    r"|(?:in\s+)?(?P<count>\d{1,2}|a|one|two|three|four|five)\s+(?P<unit>days?|"
    r"weeks?)\s+(?P<from>from\s+(?:now|today|tomorrow|tmrw))\b"
    r"|in\s+(?P<in_count>\d{1,2}|a|one|two|three|four|five)\s+(?P<in_unit>days?|weeks?)\b(?:\s+time)?)",
    re.IGNORECASE,
)
ORDINAL = re.compile(
    rf"(?:\b(?:(?P<the>the)\s+|(?P<cue>inspections?\s+(?:on|for)\s+|(?:requested|date:?|"
    rf"schedule(?:d)?(?:\s+for)?)\s+))|^[ ]{{0,3}}(?=\d{{1,2}}{NTH}\s*(?:$|[,.;!?@]|(?:if|at|in the|please|would|"
    rf"works?|morning|afternoon|am|pm)\b)))"
    rf"(?P<day>\d{{1,2}})\s?{NTH}\b(?!\s?(?:,|and|&|or|-|to|thru|"
    rf"through)\s?\d{{1,2}}{NTH}?\s?(?:floor|fl\b|level))"
    rf"{_NO_UNIT}(?!\s+(?:of\s+)?[a-z]*\s*(?:floor|street)\b)",
    re.IGNORECASE | re.MULTILINE,
)
WEEK = re.compile(
    r"\b(?:(?:early|mid|late|sometime|any\s*time|any\s+day|later|the\s+end\s+of|"
    r"end\s+of)\s+)?(?P<which>next|this)\s+w(?:ee)?k(?P<end>end)?\b"
    r"|\bend\s+of\s+(?P<rest>the\s+)?week\b|\b(?P<eow>EOW)\b",
    re.IGNORECASE,
)
