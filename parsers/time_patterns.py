"""How people write times of day, and what stands around them."""

from __future__ import annotations

import re

from parsers.calendar_words import MONTHS, TODAY, TOMORROW, WEEKDAYS

DAY = "\x02"
_HALF = r"[ ]{0,2}(?P<@half>[ap])[ ]?\.?[ ]?m\b\.?"
_CLOCK = rf"(?P<@hour>\d{{1,2}})(?:[:.](?P<@minute>[0-5]\d))?(?:{_HALF})?"
# "9a-11a" is a window; a lone "9a" may be anything.
_SHORT_CLOCK = _CLOCK.replace(r"m\b\.?", r"m\b\.?|\b)").replace(r"[ap])[ ]?\.?", r"[ap])(?:[ ]?\.?")
_FROM = _SHORT_CLOCK.replace("@", "a_")
_TO = _SHORT_CLOCK.replace("@", "b_")
WINDOW = re.compile(
    rf"(?<![\w/.$#:])(?<!\d-)(?:(?P<a_noon>noon)|{_FROM})(?:[ ]?o'?clock)?[ ]{{0,2}}(?:-|to|til|till|"
    rf"until|thru|through|and|&)[ ]{{0,2}}"
    rf"(?:(?P<b_noon>noon|midday)\b|{_TO})(?![\w/\"%]|[:.]\d|-\d|'')",
    re.IGNORECASE,
)
MOMENT = re.compile(
    rf"(?<![\w/.$#:])(?<!\d-)(?:(?P<compact>\d{{3,4}})(?=[ ]?[ap]\.?m\b)|"
    rf"(?P<bare_compact>\d{{3,4}})(?=[ ]{{0,2}}(?:$|[,.;\n]))|"
    rf"(?P<hour>\d{{1,2}})(?:[:.](?P<minute>[0-5]\d))?)"
    rf"(?::[0-5]\d)?(?:{_HALF.replace('@', '')}|(?P<letter>[ap])\b|"
    rf"(?P<clock>[ ]?o'?clock)(?:{_HALF.replace('@half', 'half2')})?)?(?![\d/\"%]|[:.]\d|-\d{{2,}}|'')",
    re.IGNORECASE,
)
MILITARY = re.compile(
    r"(?<![\w/.$#:-])(?P<hour>[01]\d|2[0-3]):?(?P<minute>[0-5]\d)[ ]?(?:hrs|hours|h)\b", re.IGNORECASE
)
NOON = re.compile(
    r"\b(?:(?P<part>before|by|after)\s)?(?:12\s?)?\b(?P<noon>noon|midday|mid-day)(?:time|-?ish)?\b",
    re.IGNORECASE,
)
AT = re.compile(
    r"(?:\b(?:at|around|about|approx\.?|approximately|say|by|before|after|from|between|btwn|betw|b/w|"
    r"time|until|till|than|to|for|or|make it|past|like|(?:window|slot)(?: of| is)?)|[@~]|"
    r"\btime\s?(?:requested|preferred|is)?\s?[:=-])\s{0,2}$",
    re.IGNORECASE,
)
HOUR_WORDS = (
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
MINUTE_WORDS = {"fifteen": "15", "thirty": "30", "forty-five": "45"}
WORDED = re.compile(
    rf"\b(?:at|around|about)\s(?P<hour>{'|'.join(HOUR_WORDS)})(?:[ -](?P<minute>fifteen|thirty|forty[ -]five))?"
    r"(?P<clock>\so'?clock)?(?:\s(?P<half>[ap])\.?m\b\.?)?(?=\s*(?:$|[,.;!?\n)]|\b(?:sharp|on|in the|or|"
    r"please|if|and|"
    r"for|this|tomorrow|mon|tue|wed|thu|fri)))",
    re.IGNORECASE,
)
INSTEAD = re.compile(r"\b(?:instead of|rather than|not|from|of|was)\s{1,2}(?:at\s)?$", re.IGNORECASE)
GREETING = re.compile(r"(?:good|happy|hello|hi|^|\n)[ ,]{0,2}$", re.IGNORECASE)
_DAY_WORD = "|".join(sorted({*WEEKDAYS, *TODAY, *TOMORROW}, key=len, reverse=True))
AFTER_DATE = re.compile(
    rf"(?:{DAY}|\b(?:{_DAY_WORD})\b\.?|\d/\d{{1,2}}(?:/\d{{2,4}})?|-\d{{2}}-\d{{2,4}}|\.\d{{2,4}}|"
    rf"\b\d{{1,2}}(?:st|nd|rd|th)|"
    rf"\b(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?\s\d{{1,2}}(?:,?\s\d{{4}})?|"
    rf"\b\d{{4}})\)?[\s,(@-]{{1,4}}$",
    re.IGNORECASE,
)
# "framing 8-10", "final 1-3": what is inspected, and when.
AFTER_WORK = re.compile(
    r"\b(?:framing|nailing|hydro|rough(?:-?in)?|cover|finals?|insulation|drywall|insp(?:ection)?|elec(?:trical)?|mech(?:anical)?|"
    r"top-?out)[ ]$",
    re.IGNORECASE,
)
NOT_AN_HOUR = re.compile(
    r"[ \t-]{0,2}(?:people|guys|men|crew|days?|weeks?|months?|hrs?\b|hours?|mins?\b|minutes?|units?|"
    r"rooms?|floors?|feet|ft\b|inch|in\.|in\s+(?!the\b)|lbs|boxes|circuits?|permits?|inspections?|"
    r"locations?|spots?|areas?|places|panels?|doors?|suites?|walls?|inspectors?|items?|corrections?|"
    r"sheets?|pages?|ply\b|hp\b|gauge|ga\b|sets?\b|total|more|different|of\b|x\b|story|stories|"
    r"%|st\b|nd\b|rd\b|th\b|-?(?:inch|foot|hour|story|ply)|[A-Z]{1,2}\d)",
    re.IGNORECASE,
)
HOUR_ENDS = re.compile(
    r"\s{0,2}(?:$|[,;.)!?\n(]|-\s|\b(?:on|for|if|please|pls|thanks|thx|thank|or|and|sharp|ish|would|"
    r"is|will|works?|with|to|at|until|instead|should|"
    r"preferably|possible|preferred|best|that|then|so|but|when|contact|call|window|slot|this|the|"
    r"tomorrow|today|mon|tue|wed|thu|fri|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|ish\b|\x02)",
    re.IGNORECASE,
)
HALF_WORDS = re.compile(
    r"\b(?P<am>first thing|(?:(?:early|mid|late)[ -])?mornings?|crack of dawn|before (?:noon|lunch|"
    r"midday)|in the a\.?m\b\.?|(?:en|por) la ma[nñ]ana)"
    r"|\b(?P<pm>(?:(?:early|mid|late)[ -])?afternoons?|after (?:noon|lunch|midday)|end of (?:the "
    r")?day|EOD\b|in the p\.?m\b\.?|evening|later in the day|(?:en|por) la tarde)",
    re.IGNORECASE,
)
HALF_ALONE = re.compile(
    r"(?<![\w.])(?P<half>[AaPp])(?:\.[Mm]\.?|[Mm])(?![\w'])(?P<other>\s?(?:or|/)\s?[AaPp]\.?[Mm]\b)?"
)
HALF_CUE = re.compile(
    r"(?:am ?/ ?pm\s?[:=-]{1,2}\s{0,2}|am or pm\s?[:=-]{1,2}\s{0,2}|"
    r"\b(?:in the|time|prefer(?:red|ably)?|any ?time|early|late|mid|either|"
    r"slot|window|for|requested)[\s:=-]{1,3})$",
    re.IGNORECASE,
)
HALF_TAIL = re.compile(
    r"\s(?:if|please|pls|preferred|preferably|is|slot|window|works|best|would|only|appointment|"
    r"inspection|arrival|time)\b",
    re.IGNORECASE,
)
