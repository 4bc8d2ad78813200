"""Dates in text (D9): which days the sender may mean, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from parsers.date_atoms import Atom, Problem, atoms
from parsers.inspection.reading import DateReading
from parsers.masks import masked
from parsers.spans import Found, plain
from parsers.times import read_times

__all__ = ["find_dates", "read_dates", "read_times"]

_MAX_CHARACTERS = 60_000
_MAX_DATES = 600
_MAX_RANGE_DAYS = 31
_WEEKDAY_NAMES = 7

_SAME_DAY_GAP = re.compile(
    r"[ \t]{0,2}[,(]?[ \t]{0,2}(?:-[ ]?)?(?:the[ ])?\(?(?:i\.?e\.?,?[ ]|which is[ ])?\)?", re.IGNORECASE
)
_TIME_BETWEEN = (
    r"(?:[ ,]{0,2}(?:at|@|from|"
    r"between)?[ ]{0,2}\d{1,2}(?::\d\d)?(?:[ ]?-[ ]?\d{1,2}(?::\d\d)?)?[ ]?(?:[ap]\.?m\.?)?"
    r"|[ ,]{0,2}(?:in the )?(?:morning|afternoon|am|pm|[ap]\.m\.))?"
)
_OR_GAP = re.compile(
    rf"{_TIME_BETWEEN}[\s,)(]{{0,3}}(?:or|and/or|/|else|alternatively,?|otherwise,?)[\s,(]{{0,3}}"
    r"(?:(?:maybe|possibly|perhaps|even|else|on|if (?:that|not|need be)[^.\n\d]{0,25}?|alternatively|"
    r"then|sometime|early|late|any ?time)[\s,]{1,2}){0,3}(?:the )?",
    re.IGNORECASE,
)
_RANGE_GAP = re.compile(
    rf"{_TIME_BETWEEN}\s{{0,2}}(?:-|to|thru|through|until|till)\s{{0,2}}(?:the )?", re.IGNORECASE
)
_AND_GAP = re.compile(r"\s{0,2}(?:and|&)\s{0,2}(?:the )?", re.IGNORECASE)
_COMMA_GAP = re.compile(r"\s{0,2},\s{0,2}(?:the )?", re.IGNORECASE)
_OPEN_END = re.compile(
    r"\)?,?\s(?:or (?:later|after|sooner|earlier|before|(?:the )?(?:next|following|another|any other) "
    r"(?:day|available)|(?:any|some) ?(?:time|day)|whenever|asap|as soon|the day (?:after|before)|"
    r"so\b)|onwards?|and (?:later|after|onwards?)|at the (?:earliest|latest)|\+)",
    re.IGNORECASE,
)
_NUMBER_BEFORE = re.compile(
    r"(?<![\d/:.\w-])(?P<day>\d{1,2})(?:st|nd|rd|th)?\s?(?P<link>or|and|&|-|to|/|thru|through)\s?(?:the\s)?$",
    re.IGNORECASE,
)
_NEXT_NUMBER = re.compile(
    r"[ ]{0,2}(?P<link>-|to|thru|through|or|/|and|&|,)[ ]{0,2}(?:the )?(?P<day>\d{1,2})(?:(?P<nth>st|"
    r"nd|rd|th)\b)?"
    r"(?![\d:/]|\.\d|-\d|[ ]?-[ ]?\d|[ ]?[ap]\.?m|[ ]?o'?clock|[ ]?(?:st|nd|rd|th)\b|\s(?:people|"
    r"hours?|hrs|days?|weeks?|permits?|inspections?|floors?)|[A-Za-z])",
    re.IGNORECASE,
)

_DEADLINE = re.compile(
    r"(?<!swing )(?<!come )(?<!stop )(?<!drop )(?<!run )(?<!pass )(?<!out )\b(?:by|before|no later "
    r"than|until|till|prior to|(?:by|before) (?:EOD|COB|noon|the end of (?:the )?day|end of (?:the "
    r")?day|close of business)(?: on)?|not before|after|starting(?: on)?|beginning(?: on)?|"
    r"earliest(?: is)?|as early as"
    r"|on or (?:after|before|about)|around|about|as soon as|sometime|week of|the week of|(?:first|1st|"
    r"second|2nd|third|3rd|fourth|4th))\s(?:(?:on|the|this)\s)?$",
    re.IGNORECASE,
)
_UNWANTED = re.compile(
    r"\b(?:not(?: on| available(?: on)?| free(?: on)?)?|except(?: for)?|excluding|any ?day but|"
    r"anything but|other than|can(?:'|no)?t(?: do| make)?(?: it)?(?: on)?"
    r"|cannot(?: do| make)?(?: it)?(?: on)?|unavailable(?: on)?|closed(?: on)?|(?:no ?one|nobody)(?: "
    r"is)?(?: here| there| on site)?(?: on)?|do(?:es)?n't (?:do|come|make it)(?: on)?"
    r"|won'?t (?:be )?(?:work|there|available|ready|here|on site)(?: on| for| until| till)?|avoid(?: "
    r"on)?|please no)\s(?:the\s)?$",
    re.IGNORECASE,
)
_BACKGROUND = re.compile(
    r"\b(?:dated(?!:)|every|each|issued|expir\w+|approved|failed|passed|since|as of|sent|submitted|"
    r"received|revis\w+|rev\.?\s?\d?|past|previous\w*|"
    r"(?:was|were|been|already|last) inspected|called in|e-?mail(?:ed)? (?:of|from|on|dated)|plans|"
    r"drawings|invoiced?|started|"
    r"finished|poured|installed|completed|met(?: with)?|spoke|talked|visited|"
    r"came(?: out)?|were here|was here|did|had|signed(?: off)?|corrected|per|paid|bid|ended|(?:was|"
    r"were|got|been) done|"
    r"called|corrections? (?:from|of)|notice (?:from|of)|left|asked|told|"
    r"pour(?:ing)?(?! insp)|mov(?:e|es|ing) in|opens|(?:store|tenant|grand|shop|soft) opening|"
    r"deadline(?: is)?|due|deliver\w*|occup\w+|"
    r"(?:business |office |site )?hours(?: are)?|last|hang(?:ing)?(?! insp)|clos(?:e|ing) up|cover(?:ing)? "
    r"(?:it )?up|leav(?:e|es|ing)(?: town)?|return(?:s|ing)?|vacation|"
    r"be back|back (?:in the office|from)|start(?:s|ing)? (?:drywall|hanging|insulation|work|demo)|"
    r"drywall(?:ers?)? (?:start|come|show)\w*|(?:not|n't|dont) cancel)"
    r"(?: (?:concrete|the|our|on|in|at|from|slab|for|by|is|was|were|all|it|them|with|you|him|her|that|"
    r"this|cover|rough(?:-in)?|drywall|sheetrock|board|carpet|tile|paint|insulation|inspection|walls?|"
    r"ceiling|final|back|up|off|out)){0,4}[ :]{1,2}(?:the "
    r")?$",
    re.IGNORECASE,
)
_TODAY_IS_WANTED = re.compile(
    r"\b(?:hop(?:e|ing)|wonder\w*|need(?:s|ing)?|could|can|would|want(?:s|ing)?|please|pls|come|"
    r"available|possible)\b",
    re.IGNORECASE,
)
_TODAY_IS_OVER = re.compile(
    r"\b(?:spoke|talked|called|e-?mailed|finished|completed|passed|failed|sent|received|got|asked|"
    r"told|issued|signed|paid|submitted|met|left|came|"
    r"was|were|had|did|just|wrapped|installed|poured|picked|saw|noticed|dropped|inspected|heard|tried|"
    r"finishing|wrapping)\b[^.!?\n]{0,40}$",
    re.IGNORECASE,
)


def read_dates(text: str, received: datetime) -> tuple[DateReading, ...]:
    """Every date that the text names for a visit, in order, alternatives and ranges joined to one reading (D9).

    `received`: aware, office time; weekdays, "tomorrow" and days without a year count from it.
    """
    found = find_dates(masked(plain(text, _MAX_CHARACTERS)), received.date())
    return tuple(one.value for one in found)


def find_dates(text: str, today: date, joined: bool = True) -> tuple[Found[DateReading], ...]:
    """The dates of a text that is plain and masked, with their places.

    `joined` False: "from X to Y" and "until Y" are two ends of a move, not a range.
    """
    singles = _continued(text, _same_days(text, atoms(text, today)))
    wanted = _foreground(text, singles)
    if joined:
        wanted = [atom for atom in wanted if not _UNWANTED.search(_before(text, atom.start, 40))]
        wanted = [_with_deadline(text, atom, today) for atom in wanted]
    firm = [atom for atom in wanted if atom.kind != "week"] or wanted
    return tuple(_reading(text, atom) for atom in _alternatives(text, firm, joined)[:_MAX_DATES])


def _reading(text: str, atom: Atom) -> Found[DateReading]:
    shown = " ".join(text[atom.start : atom.end].replace("\x01", "").split())
    problem: Problem | None = atom.problem
    if len(atom.days) > 1 and problem is None:
        problem = "ambiguous"
    return Found(atom.start, atom.end, DateReading(shown, atom.days, problem))


def _before(text: str, start: int, length: int) -> str:
    """What stands before, back to the end of the sentence or line before it."""
    piece = text[max(0, start - length) : start]
    cut = max(
        piece.rfind("\n"),
        piece.rfind(". "),
        piece.rfind(";"),
        piece.rfind("!"),
        piece.rfind("?"),
        piece.rfind(", "),
    )
    return piece[cut + 1 :]


def _foreground(text: str, found: list[Atom]) -> list[Atom]:
    """Without the dates of other things, nor the end of a range ("hours Mon-Fri") that begins with one."""
    kept: list[Atom] = []
    dropped: Atom | None = None
    for atom in found:
        leans = dropped is not None and bool(_RANGE_GAP.fullmatch(text, dropped.end, atom.start))
        if leans or _is_background(text, atom):
            dropped = atom
        else:
            kept.append(atom)
    return kept


def _is_background(text: str, atom: Atom) -> bool:
    """A date of something else: of the plans, of an earlier visit, of the concrete."""
    before = _before(text, atom.start, 60)
    if _BACKGROUND.search(before) or re.search(r"\bhours\b", before, re.IGNORECASE):
        return True
    said = text[atom.start : atom.end].lower()
    if said.startswith(("today", "this morning", "this afternoon", "2day")):
        if _TODAY_IS_WANTED.search(before):
            return False
        return bool(_TODAY_IS_OVER.search(before)) and not re.search(
            r"\b(?:scheduled|booked|set up|down)\s(?:for\s)?$", before, re.IGNORECASE
        )
    return False


def _same_days(text: str, found: list[Atom]) -> list[Atom]:
    """Neighbours that say one day twice, joined: "Tuesday, March 3", "tomorrow (3/3)"."""
    joined: list[Atom] = []
    for atom in found:
        last = joined[-1] if joined else None
        if last and _say_one_day(last, atom) and _SAME_DAY_GAP.fullmatch(text, last.end, atom.start):
            joined[-1] = _both(last, atom)
        else:
            joined.append(atom)
    return [_closed(text, atom) for atom in joined]


def _closed(text: str, atom: Atom) -> Atom:
    """The atom with the bracket that it opened."""
    open_bracket = "(" in text[atom.start : atom.end] and ")" not in text[atom.start : atom.end]
    return replace(atom, end=atom.end + 1) if open_bracket and text[atom.end : atom.end + 1] == ")" else atom


def _say_one_day(one: Atom, other: Atom) -> bool:
    kinds = {one.kind, other.kind}
    return len(kinds) == 2 and "week" not in kinds


def _both(one: Atom, other: Atom) -> Atom:
    weekday = one.weekday if one.weekday is not None else other.weekday
    exact, vague = (one, other) if _rank(one) <= _rank(other) else (other, one)
    month = one.month or other.month
    made = Atom(one.start, other.end, exact.kind, exact.days, exact.problem, month=month)
    if exact.problem == "impossible":
        return made
    if weekday is not None:
        return _on_weekday(made, weekday)
    common = tuple(day for day in exact.days if day in vague.days)
    if common:
        return replace(made, days=common, problem=None if len(common) == 1 else "ambiguous")
    return replace(made, days=_union(exact.days, vague.days), problem="ambiguous")


def _rank(atom: Atom) -> int:
    return ("day", "ordinal", "relative", "weekday", "week").index(atom.kind)


def _on_weekday(atom: Atom, weekday: int) -> Atom:
    fitting = tuple(day for day in atom.days if day.weekday() == weekday)
    if fitting:
        return replace(atom, days=fitting, problem=None if len(fitting) == 1 else "ambiguous")
    near = tuple(_nearest(day, weekday) for day in atom.days)
    return replace(atom, days=_union(atom.days, near), problem="weekday_mismatch")


def _nearest(day: date, weekday: int) -> date:
    """The nearest such weekday, at most three days off."""
    ahead = (weekday - day.weekday() + 3) % _WEEKDAY_NAMES - 3
    ordinal = min(max(day.toordinal() + ahead, date.min.toordinal()), date.max.toordinal())
    return date.fromordinal(ordinal)


def _union(*days: Sequence[date]) -> tuple[date, ...]:
    return tuple(sorted({day for some in days for day in some}))


def _continued(text: str, found: list[Atom]) -> list[Atom]:
    """ "March 3-5", "the 3rd or 4th", "March 3 and 4": the numbers that lean on the month before them."""
    made: list[Atom] = []
    starts = [*[atom.start for atom in found][1:], len(text)]
    for atom, limit in zip(found, starts, strict=False):
        made += _with_numbers(text, _led_by_number(text, atom), limit)
    return made


def _led_by_number(text: str, atom: Atom) -> Atom:
    """ "10th or 11th of March": the number that leans on the date behind it."""
    if (
        not atom.month
        or not text[atom.start].isdigit()
        or "/" in text[atom.start : atom.end]
        or not atom.days
    ):
        return atom
    match = _NUMBER_BEFORE.search(text[max(0, atom.start - 16) : atom.start])
    day = _same_month(atom.month, int(match["day"])) if match else None
    if match is None or day is None or day >= atom.days[0]:
        return atom
    days = (
        (day, *atom.days) if match["link"].lower() in ("or", "/", "and", "&") else _span(day, atom.days[-1])
    )
    return replace(atom, start=atom.start - len(match[0]), days=days, problem="ambiguous")


def _with_numbers(text: str, atom: Atom, limit: int) -> Iterator[Atom]:
    numeric = text[atom.end - 1 : atom.end].isdigit() and "/" in text[atom.start : atom.end]
    while atom.month and (match := _NEXT_NUMBER.match(text, atom.end, limit)):
        link, sure = match["link"].lower(), bool(match["nth"])
        tight = match[0].strip() == match[0]
        if not sure and (
            link == "," or (numeric and not (link == "-" and tight)) or (link == "-" and not tight)
        ):
            break
        day = _same_month(atom.month, int(match["day"]))
        if day is None or not atom.days or day <= atom.days[-1]:
            break
        if link in ("and", "&", ","):
            yield atom
            atom = Atom(match.start("day"), match.end(), "day", (day,), month=atom.month)
            continue
        days = _span(atom.days[-1], day) if link not in ("or", "/") else (day,)
        atom = replace(atom, end=match.end(), days=_union(atom.days, days), problem="ambiguous")
    yield atom


def _same_month(first: date, day: int) -> date | None:
    try:
        return first.replace(day=day)
    except ValueError:
        return None


def _span(first: date, last: date) -> tuple[date, ...]:
    count = (last - first).days
    if not 0 < count <= _MAX_RANGE_DAYS:
        return (first, last)
    return tuple(first + timedelta(number) for number in range(count + 1))


def _with_deadline(text: str, atom: Atom, today: date) -> Atom:
    """ "By Friday" names no day: any day until then would do."""
    match = _DEADLINE.search(_before(text, atom.start, 40))
    if atom.days and not match and _OPEN_END.match(text, atom.end):
        return replace(atom, problem="ambiguous")
    if not match or not atom.days:
        return atom
    word = match[0].split()[0].lower()
    days = atom.days
    if word in ("by", "before", "no", "until", "till", "prior") and today < atom.days[-1]:
        days = _union(_span(today, atom.days[-1])[1:], atom.days)
    return replace(atom, days=days, problem="ambiguous")


def _alternatives(text: str, found: list[Atom], joined: bool) -> list[Atom]:
    """Dates with "or" or a range between them, as one that may mean each of them."""
    made: list[Atom] = []
    for atom in found:
        last = made[-1] if made else None
        days = _joined_days(text, last, atom, joined) if last else None
        if last is None or days is None:
            made.append(atom)
            continue
        made[-1] = replace(last, end=atom.end, days=days, problem=_worse(last, atom, days))
        _take_commas(text, made)
    return made


def _worse(one: Atom, other: Atom, days: tuple[date, ...]) -> Problem | None:
    if "impossible" in (one.problem, other.problem):
        return "impossible"
    return "ambiguous" if len(days) > 1 else None


def _take_commas(text: str, made: list[Atom]) -> None:
    """ "Tue, Wed or Thu": the commas before an "or" are alternatives too."""
    while len(made) > 1 and _COMMA_GAP.fullmatch(text, made[-2].end, made[-1].start):
        last = made.pop()
        days = _union(made[-1].days, last.days)
        made[-1] = replace(made[-1], end=last.end, days=days, problem=_worse(made[-1], last, days))


def _joined_days(text: str, one: Atom, other: Atom, joined: bool) -> tuple[date, ...] | None:
    if _OR_GAP.fullmatch(text, one.end, other.start):
        return _union(one.days, other.days)
    if not joined:
        return None
    if _AND_GAP.fullmatch(text, one.end, other.start) and re.search(
        r"\bbetween\s(?:the\s)?$", text[max(0, one.start - 14) : one.start], re.IGNORECASE
    ):
        return _range_days(one, other)
    if _RANGE_GAP.fullmatch(text, one.end, other.start):
        return _range_days(one, other)
    return None


def _range_days(one: Atom, other: Atom) -> tuple[date, ...]:
    if not one.days or not other.days:
        return _union(one.days, other.days)
    first, last = one.days[0], other.days[-1]
    if other.kind == "weekday" and last < first:
        last = last + timedelta(_WEEKDAY_NAMES)
    return _span(first, last) if first < last else _union(one.days, other.days)
