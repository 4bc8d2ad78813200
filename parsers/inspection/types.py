"""Inspection types as written, and the discipline that each surely belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.inspection.reading import Discipline, TypeReading
from parsers.inspection.types_words import HINT, TERM, TIMID, TRADES, WORKS
from parsers.spans import Found, plain

_MAX_TYPES = 600


_LINK = re.compile(
    r"(?:[ \t]{0,2}[-/(]?[ \t]{0,2}|[ ](?:inspections?[ ])?(?:for|on|of)[ ](?:the[ ]|all[ ])?)", re.IGNORECASE
)
_LIST = re.compile(
    r"[ \t]{0,2}(?:inspections?)?[ \t]{0,2}(?:,|&|\+|/|and|,\s?and|as well as|plus)[ \t]{0,2}(?:a |an "
    r"|the |also |one |for )?",
    re.IGNORECASE,
)
_INSPECTION_AFTER = re.compile(
    r"\s{0,2}\(?(?:(?:re-?)?insp(?:ections?|\b|ected)|ones?\b|visits?\b|appointments?\b|appt)", re.IGNORECASE
)
_INSPECTION_BEFORE = re.compile(
    r"\binsp(?:ections?|\.)?\s{0,2}(?:for|of|on|[-:]|request(?:ed)?\s?(?:for|[-:]))?\s{0,2}(?:the |my "
    r"|our |a |all )?$",
    re.IGNORECASE,
)
_PERMIT_AFTER = re.compile(r"[ \t]{0,2}[-:#(]{0,2}[ \t]{0,2}(?:20)?\d{2}-\d{6}")
_BOARD = re.compile(r"gyp|gwb|drywall|sheet ?rock|plywood", re.IGNORECASE)
# In a subject the trade alone may stand between dashes.
_CELL_BEFORE = re.compile(r"(?:^|[-|,/:])[ \t]*$")
_CELL_AFTER = re.compile(r"[ \t]*(?:[-|,/]|\n|$)")
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


@dataclass(frozen=True, slots=True)
class _Term:
    start: int
    end: int
    trade: Discipline | None = None
    work: Discipline | None = None
    is_work: bool = False
    is_stage: bool = False
    is_mep: bool = False


@dataclass(frozen=True, slots=True)
class _Phrase:
    start: int
    end: int
    terms: tuple[_Term, ...]

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


def read_types(text: str) -> tuple[TypeReading, ...]:
    """Every inspection type that the text names, in order, each once."""
    found = find_types(plain(text))
    return tuple(dict.fromkeys(one.value for one in found))


def labelled_types(text: str) -> tuple[TypeReading, ...]:
    """What stands behind "Type of inspection:": words that we don't know are a type too, of no sure discipline."""
    text = plain(text, 300).strip(" \t.;,-")
    found = tuple(dict.fromkeys(one.value for one in find_types(text, listed=True)))
    if found or not re.search(r"[A-Za-z]{3}", text) or len(text) > 120:
        return found
    return (TypeReading(" ".join(text.split())),)


def find_types(text: str, listed: bool = False) -> tuple[Found[TypeReading], ...]:
    """The types of a plain text with their places; `listed`: the text is a list of types, nothing else."""
    if not HINT.search(text):
        return ()
    found: list[Found[TypeReading]] = []
    for group in _lists(text, _phrases(text, _terms(text))):
        found += _read(text, group, listed)
    return tuple(found[:_MAX_TYPES])


def _terms(text: str) -> list[_Term]:
    return [_term(match) for match in TERM.finditer(text)]


def _term(match: re.Match[str]) -> _Term:
    kind = match.lastgroup or ""
    if kind == "stage":
        return _Term(match.start(), match.end(), is_stage=True)
    if kind in ("mep", "all"):
        return _Term(match.start(), match.end(), is_mep=True)
    number = int(kind[-1])
    if kind.startswith("trade"):
        return _Term(match.start(), match.end(), trade=TRADES[number][0])
    return _Term(match.start(), match.end(), work=WORKS[number][0], is_work=True)


def _phrases(text: str, terms: Sequence[_Term]) -> list[_Phrase]:
    """Neighbouring terms as one type: "rough-in electrical", "final on plumbing"."""
    made: list[list[_Term]] = []
    for term in terms:
        if _is_elsewhere(text, term):
            continue
        last = made[-1] if made else None
        if last and _belong_together(text, last, term):
            last.append(term)
        else:
            made.append([term])
    return [_Phrase(terms[0].start, terms[-1].end, tuple(terms)) for terms in made]


def _belong_together(text: str, phrase: Sequence[_Term], term: _Term) -> bool:
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


def _is_elsewhere(text: str, term: _Term) -> bool:
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
            and bool(re.search(r"[A-Z][a-z]+\s$", before) and not _INSPECTION_AFTER.match(text, term.end))
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
        return not _INSPECTION_AFTER.match(text, term.end)
    return word in ("rough", "partial") and bool(
        re.match(r"\s(?:idea|estimate|time|guess)", text[term.end : term.end + 10])
    )


def _lists(text: str, phrases: Sequence[_Phrase]) -> list[list[_Phrase]]:
    made: list[list[_Phrase]] = []
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


def _read(text: str, group: Sequence[_Phrase], listed: bool) -> list[Found[TypeReading]]:
    end = group[-1].end
    asked = (
        listed
        or bool(_INSPECTION_AFTER.match(text, end))
        or bool(_INSPECTION_BEFORE.search(text[max(0, group[0].start - 26) : group[0].start]))
        or bool(_PERMIT_AFTER.match(text, end))
        or _is_cell_of_subject(text, group)
    )
    if not asked and not any(_is_bold(text, phrase) for phrase in group):
        return []
    first = next((p for p in group if p.has_substance), None)
    stage = _shared_stage(text, group)
    found: list[Found[TypeReading]] = []
    for phrase in group:
        if phrase.has_substance or any(term.is_mep for term in phrase.terms):
            found += _each(text, phrase)
        elif stage and first:
            shown = _joined(text, phrase, stage, before=group.index(first) == 0 and stage[2])
            found.append(Found(phrase.start, phrase.end, TypeReading(shown, phrase.discipline)))
        elif asked:
            found.append(
                Found(
                    phrase.start, phrase.end, TypeReading(text[phrase.start : phrase.end], phrase.discipline)
                )
            )
    return _with_trade_of_list(found, group)


_Stage = tuple[str, int, bool]


def _shared_stage(text: str, group: Sequence[_Phrase]) -> _Stage | None:
    """The stage that the whole list leans on: "electrical and plumbing rough-in", "final building and mechanical"."""
    for at, phrase in ((len(group) - 1, group[-1]), (0, group[0])):
        if phrase.trade and (stage := next((t for t in phrase.terms if t.is_stage), None)):
            leads = stage.start == phrase.start
            if leads == (at == 0 and len(group) > 1):
                return text[stage.start : stage.end], at, leads
    both = next((p for p in (group[-1], group[0]) if p.has_substance), None)
    stage = next((t for t in both.terms if t.is_stage), None) if both else None
    return (text[stage.start : stage.end], 0, False) if stage else None


def _joined(text: str, phrase: _Phrase, stage: _Stage, before: bool) -> str:
    own = text[phrase.start : phrase.end]
    return f"{stage[0]} {own}" if before else f"{own} {stage[0]}"


def _each(text: str, phrase: _Phrase) -> list[Found[TypeReading]]:
    shown = " ".join(text[phrase.start : phrase.end].split())
    shown = f"{shown})" if "(" in shown and ")" not in shown else shown
    if not any(term.is_mep for term in phrase.terms):
        return [Found(phrase.start, phrase.end, TypeReading(shown, phrase.discipline))]
    trades: tuple[Discipline, ...] = ("mechanical", "electrical", "plumbing")
    if "mep" not in shown.lower():
        return [Found(phrase.start, phrase.end, TypeReading(shown))]
    stage = re.sub(r"\bmep\b", "", shown, flags=re.IGNORECASE).strip()
    return [
        Found(phrase.start, phrase.end, TypeReading(f"{trade} {stage}".strip(), trade)) for trade in trades
    ]


def _with_trade_of_list(
    found: list[Found[TypeReading]], group: Sequence[_Phrase]
) -> list[Found[TypeReading]]:
    """ "electrical rough-in and cover": the trade that leads a list goes for its bare stages too."""
    lead = group[0].trade if group and group[0].has_substance else None
    if (
        lead is None
        or any(phrase.trade for phrase in group[1:])
        or any(one.value.discipline not in (None, lead) for one in found)
    ):
        return found
    return [
        Found(one.start, one.end, TypeReading(one.value.text, one.value.discipline or lead)) for one in found
    ]


def _is_cell_of_subject(text: str, group: Sequence[_Phrase]) -> bool:
    """ "24-012345 - electrical - Raman": on the first line, between dashes, and not "building"."""
    line_end = text.find("\n")
    if 0 <= line_end < group[-1].end or any(phrase.trade in (None, "building") for phrase in group):
        return False
    before = text[max(0, group[0].start - 4) : group[0].start]
    return bool(_CELL_BEFORE.search(before) and _CELL_AFTER.match(text, group[-1].end)) and line_end >= 0


def _is_bold(text: str, phrase: _Phrase) -> bool:
    """Whether the phrase is a type without the word "inspection" beside it."""
    if not phrase.has_substance:
        return any(term.is_mep for term in phrase.terms)
    if len(phrase.terms) > 1 and (phrase.trade or any(term.is_work for term in phrase.terms)):
        return True
    said = text[phrase.start : phrase.end]
    if not TIMID.fullmatch(said):
        return True
    return bool(_alone_on_its_line(text, phrase))


def _alone_on_its_line(text: str, phrase: _Phrase) -> bool:
    before = text[max(0, phrase.start - 4) : phrase.start]
    after = text[phrase.end : phrase.end + 3]
    return bool(re.search(r"(?:^|\n)\s*[-*\u2022]?\s*$", before)) and bool(
        re.match(r"\s*(?:$|\n|,|-)", after)
    )
