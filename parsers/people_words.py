"""The words of a text, and whether a name may stand where one of them stands."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.calendar_words import MONTHS, TODAY, TOMORROW, WEEKDAYS
from parsers.ordinary_words import ORDINARY
from parsers.spans import fold

_WORD = re.compile(r"[^\W\d_]+(?:['`-][^\W\d_]+)*\.?")
_POSSESSIVE = re.compile(r"'[sS]$|'$")
CALENDAR = {*MONTHS, *WEEKDAYS, *TODAY, *TOMORROW}
CUE = re.compile(
    r"(?:\binspectors?(?:\s?name)?(?:\s+(?:is|requested|assigned|name|preferred))?|\binsp\.?|"
    r"\battn\.?|\battention|\bassign|\bsend|\bw/)\s{0,2}[:=#-]{0,2}\s{0,2}$",
    re.IGNORECASE,
)
VERBS = frozenset({"will", "may", "grant", "chase", "mark", "can", "bill"})


@dataclass(frozen=True, slots=True)
class Word:
    start: int
    end: int
    folded: str
    capital: bool
    shouted: bool
    opens: bool
    """It begins a sentence or line."""


def words_of(text: str) -> list[Word]:
    """The words of a text with their places."""
    found = []
    for match in _WORD.finditer(text):
        stem = match[0].rstrip(".")
        if "'" in stem or "`" in stem:
            stem = _POSSESSIVE.sub("", stem.replace("`", "'"))
        end = match.end() if len(stem) <= 1 else match.start() + len(stem)
        opens = _opens(text, match.start())
        found.append(
            Word(match.start(), end, fold(stem), stem[:1].isupper(), len(stem) > 1 and stem.isupper(), opens)
        )
    return found


def _opens(text: str, start: int) -> bool:
    """Whether what starts there begins a sentence or line."""
    before = start - 1
    while before >= 0 and text[before] in " \t":
        before -= 1
    return before < 0 or text[before] in "\n.!?:"


def is_name(text: str, words: list[Word], at: int, size: int) -> bool:
    """A lone word that is also an ordinary one counts only where a name must stand."""
    group = words[at : at + size]
    key = [word.folded for word in group]
    if any(len(word) < 2 for word in key):
        return False
    if not all(word in ORDINARY or word in CALENDAR for word in key):
        return True
    if group[0].capital and _is_addressed(text, group):
        return True
    if key[0] in VERBS and re.match(r" [a-z]", text[group[-1].end :][:2]):
        return False
    if not group[0].capital:
        return group[0].start == 0 and is_beside_a_date(text, group)
    if _is_alone(text, group):
        return True
    return bool(CUE.search(text[max(0, group[0].start - 24) : group[0].start])) or is_beside_a_date(
        text, group
    )


_DOES = re.compile(r" (?:can|could|to|please|pls|do|does|come|comes|is|would|for)\b")
_ASKED = re.compile(r"\b(?:[Cc]an|[Cc]ould|[Hh]ave|[Hh]i|[Hh]ello|[Hh]ey|[Dd]ear|HI|HELLO|[Ww]ith|[Aa]sk)\s$")


def _is_addressed(text: str, group: list[Word]) -> bool:
    """ "Grant: framing", "Hi Mark,", "can Rose do Friday": what stands there is a person."""
    before, after = (
        text[max(0, group[0].start - 8) : group[0].start],
        text[group[-1].end : group[-1].end + 12],
    )
    if group[0].opens and re.match(r"\s?[,:]\s|\s-\s", after):
        return True
    return bool(_ASKED.search(before)) and bool(re.match(r"\s*(?:$|[,.:!?\n-])", after) or _DOES.match(after))


def _is_alone(text: str, group: list[Word]) -> bool:
    """The name is all that stands on its line."""
    line_start, line_end = text.rfind("\n", 0, group[0].start) + 1, text.find("\n", group[-1].end)
    return (
        text[line_start : line_end if line_end >= 0 else len(text)].strip(" .,-")
        == text[group[0].start : group[-1].end]
    )


_DATE_BESIDE = (
    r"(?:the\s\d|\d{1,2}[/.-]\d{1,2}|\d{1,2}\s?(?:am|pm)\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|"
    r"dec)[a-z]*\.?\s\d|\b(?:mon|tues?|weds?|wensd|wendsd|thu|thurs?|fri|sat|sun|tomor|tommor|tmr|today)[a-z]*\b|"
    r"\b(?:the\s)?day (?:after|before)\b|first thing\b|a week from\b|\b(?:early|late|end of|any ?time) (?:next|this|"
    r"the)\b|\b(?:this|next) week\b|christmas eve\b|new year)"
)


def is_beside_a_date(text: str, group: list[Word]) -> bool:
    """Whether a date stands right before or behind these words."""
    after = text[group[-1].end : group[-1].end + 24]
    before = text[max(0, group[0].start - 24) : group[0].start]
    return bool(
        re.match(
            rf"\s{{0,2}}[,:|/-]{{0,2}}\s{{0,2}}(?:(?:on|for|by|before|this|next)\s)?{_DATE_BESIDE}",
            after,
            re.IGNORECASE,
        )
        or (
            re.search(
                r"(?:\d{1,2}/\d{1,2}(?:/\d{2,4})?|\d{4}|day)\s{0,2}[,:|-]{0,2}\s{0,2}$", before, re.IGNORECASE
            )
            and re.match(r"\s*(?:$|[-,|\n])", after)
        )
    )


def neighbour(text: str, words: list[Word], one: int, other: int) -> Word | None:
    """The word at `other` where only a blank stands between it and the word at `one`."""
    if not 0 <= other < len(words):
        return None
    left, right = words[min(one, other)], words[max(one, other)]
    return words[other] if re.fullmatch(r"[ ]", text[left.end : right.start]) else None
