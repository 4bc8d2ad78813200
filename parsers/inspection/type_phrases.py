"""Neighbouring trades, works and stages of a text as phrases, and phrases as lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.inspection.reading import Discipline
from parsers.inspection.types_words import TERM, TRADES, WORKS

_LINK = re.compile(
    r"(?:[ \t]{0,2}[-/(]?[ \t]{0,2}|[ ](?:inspections?[ ])?(?:for|on|of)[ ](?:the[ ]|all[ ])?)", re.IGNORECASE
)
_LIST = re.compile(
    r"[ \t]{0,2}(?:inspections?)?[ \t]{0,2}(?:,|&|\+|/|and|,\s?and|as well as|plus)[ \t]{0,2}(?:a |an "
    r"|the |also |one |for )?",
    re.IGNORECASE,
)
_BOARD = re.compile(r"gyp|gwb|drywall|sheet ?rock|plywood", re.IGNORECASE)
_FINAL_ELSE = re.compile(
    r"\s(?:price|payment|version|plans?|drawings?|invoice|approval|walk|clean|set|bid|completion|"
    r"stages?|touches|punch|week|details?|cost|notice|submittal|answer|decision)",
    re.IGNORECASE,
)
_NOT_A_TYPE_AFTER = re.compile(
    r"\s{0,2}(?:inspectors?|insp\b\.?\s[A-Z]|marshal|department|dept|bureau|permits?\b(?!\s*(?:final|"
    r"rough))|contractors?|subs?\b|crews?|guys|engineers?|manager|mgmt|management|owner|lobby|"
    r"entrance|address|room|code|elevator|name|plans?|company|co\b|inc\b|llc|panel schedule|closet)",
    re.IGNORECASE,
)
_INSPECTED = re.compile(r"\s{0,2}\(?(?:re-?)?insp", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Term:
    start: int
    end: int
    trade: Discipline | None = None
    work: Discipline | None = None
    is_work: bool = False
    is_stage: bool = False
    is_mep: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    start: int
    end: int
    terms: tuple[Term, ...]

    @property
    def trade(self) -> Discipline | None:
        return next((term.trade for term in self.terms if term.trade), None)

    @property
    def has_substance(self) -> bool:
        return any(term.is_work or term.is_stage for term in self.terms)

    @property
    def discipline(self) -> Discipline | None:
        works = {term.work for term in self.terms if term.work}
        return self.trade or (works.pop() if len(works) == 1 else None)


def phrase_lists(text: str) -> list[list[Phrase]]:
    """The phrases that may name an inspection type, those of one list together."""
    return _lists(text, _phrases(text, _terms(text)))


def _terms(text: str) -> list[Term]:
    return [_term(match) for match in TERM.finditer(text)]


def _term(match: re.Match[str]) -> Term:
    kind = match.lastgroup or ""
    if kind == "stage":
        return Term(match.start(), match.end(), is_stage=True)
    if kind in ("mep", "all"):
        return Term(match.start(), match.end(), is_mep=True)
    number = int(kind[-1])
    if kind.startswith("trade"):
        return Term(match.start(), match.end(), trade=TRADES[number][0])
    return Term(match.start(), match.end(), work=WORKS[number][0], is_work=True)


def _phrases(text: str, terms: Sequence[Term]) -> list[Phrase]:
    """Neighbouring terms as one type: "rough-in electrical", "final on plumbing"."""
    made: list[list[Term]] = []
    for term in terms:
        if _is_elsewhere(text, term):
            continue
        last = made[-1] if made else None
        if last and _belong_together(text, last, term):
            last.append(term)
        else:
            made.append([term])
    return [Phrase(terms[0].start, terms[-1].end, tuple(terms)) for terms in made]


def _belong_together(text: str, phrase: Sequence[Term], term: Term) -> bool:
    gap = text[phrase[-1].end : term.start]
    if not _LINK.fullmatch(gap):
        return False
    if term.trade and any(one.trade for one in phrase):
        return False
    if term.is_mep or any(one.is_mep for one in phrase):
        return True
    # "framing/insulation" and "rough-in/cover" are two types, "electrical/rough-in" is one.
    if "/" in gap and not term.trade and not any(one.trade for one in phrase):
        return False
    stages = sum(one.is_stage for one in (*phrase, term))
    works = sum(one.is_work for one in (*phrase, term))
    return (stages <= 2 and works <= 1) or (works <= 2 and stages == 0)


def _is_elsewhere(text: str, term: Term) -> bool:
    if term.trade and _NOT_A_TYPE_AFTER.match(text, term.end):
        return True
    word = text[term.start : term.end].lower()
    if _BOARD.match(text, term.start) and re.search(
        r"\b(?:5/8|1/2|3/8)\"?[ -]$", text[max(0, term.start - 8) : term.start]
    ):
        return True
    if term.trade == "building":
        before = text[max(0, term.start - 12) : term.start]
        return bool(
            re.search(
                r"\b(?:the|this|our|your|in|of|same|each|at|office|entire|whole|inside)\s$",
                before,
                re.IGNORECASE,
            )
        ) or (
            text[term.start : term.start + 1].isupper()
            and bool(re.search(r"[A-Z][a-z]+\s$", before) and not _INSPECTED.match(text, term.end))
        )
    if word.startswith("final") and _FINAL_ELSE.match(text, term.end):
        return True
    if word in ("service", "panel", "fire") and re.match(
        r"\s(?:elevator|call|calls|entrance|desk|door|exit|drill|extinguisher|watch|dept|truck)",
        text[term.end : term.end + 14],
        re.IGNORECASE,
    ):
        return True
    if word in ("cover", "covers") and re.search(
        r"\b(?:to|can|will|we|we'll|they|before)\s$",
        text[max(0, term.start - 10) : term.start],
        re.IGNORECASE,
    ):
        return not _INSPECTED.match(text, term.end)
    return word in ("rough", "partial") and bool(
        re.match(r"\s(?:idea|estimate|time|guess)", text[term.end : term.end + 10])
    )


def _lists(text: str, phrases: Sequence[Phrase]) -> list[list[Phrase]]:
    made: list[list[Phrase]] = []
    for phrase in phrases:
        if (made and _LIST.fullmatch(text, made[-1][-1].end, phrase.start)) or (
            made
            and "\n" not in (gap := text[made[-1][-1].end : phrase.start])
            and _LINK.fullmatch(gap)
            and (gap.strip(" ") in ("", "/"))
        ):
            made[-1].append(phrase)
        else:
            made.append([phrase])
    return made
