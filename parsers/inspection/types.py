"""Inspection types as written, and the discipline that each surely belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.inspection.reading import Discipline, TypeReading
from parsers.inspection.type_phrases import Phrase, phrase_lists
from parsers.inspection.types_words import HINT, TIMID
from parsers.ordinary_words import ORDINARY
from parsers.spans import Found, plain

_MAX_TYPES = 600
_INSPECTION_AFTER = re.compile(
    r"\s{0,2}\(?(?:(?:re-?)?insp(?:ections?|\b|ected)|ones?\b|visits?\b|appointments?\b|appt)", re.IGNORECASE
)
_INSPECTION_BEFORE = re.compile(
    r"\b(?:look at|check out|sign off(?: on)?) (?:the |our |my )?$|\binsp(?:ections?|\.)?\s{0,2}(?:for|"
    r"of|on|[-:]|request(?:ed)?\s?(?:for|[-:]))?\s{0,2}(?:the |my "
    r"|our |a |all )?$"
    r"|\binsp(?:ections?|\.)?\s(?:for|of)\s(?:the |my |our |a |all )?(?:[a-z][a-z-]{2,15} ){1,2}$",
    re.IGNORECASE,
)
# "Please cancel the mechanical" of several.
_GIVEN_UP_BEFORE = re.compile(
    r"\b(?:cancell?(?:ing)?|resched\w+|mov(?:e|ing)|postpon(?:e|ing)|drop|scratch|scrap|keep|push) "
    r"(?:(?:just|only) )?(?:the|our|my) $",
    re.IGNORECASE,
)
_GIVEN_UP_AFTER = re.compile(
    r"\s*(?:$|[\n,;.!?]|(?:only|part|please|pls|for|on|to|but|and|until|till|from|though|thanks|thank|today|tomorrow|"
    r"mon|tue|wed|thu|fri)(?:\w*day)?\b)",
    re.IGNORECASE,
)
_PERMIT_AFTER = re.compile(
    r"[ \t]{0,2}(?:[-:#(]{0,2}|(?:on|for|under|at)\s(?:the\s)?(?:permit\s)?#?)[ \t]{0,2}(?:20)?\d{2}-\d{6}",
    re.IGNORECASE,
)
# In a subject the trade alone may stand between dashes.
_CELL_BEFORE = re.compile(r"(?:^|[-|,/:])[ \t]*$")
_CELL_AFTER = re.compile(r"[ \t]*(?:[-|,/]|\n|$)")
_PERMIT = re.compile(r"(?:20)?\d{2}[- ]\d{6}")
_OPENS_A_PART = re.compile(r"(?:^|[\n,;.:|/\u2022]|\s-|[-*\u2022])\s*$")
_BEHIND_A_PERMIT = re.compile(r"\d{2}-\d{6}(?:-\d{3}-\d{2}-FA)?\)?[ \t]{0,2}[-:,]?[ \t]{1,2}$", re.IGNORECASE)
_BEFORE_ANOTHER_THING = re.compile(
    r"\s*(?:$|[\n,;:.|/()@\d-])|\s(?:on|for|with|at|by|please|pls|and)\b|\s[A-Z]"
)
_ENDS_A_PART = re.compile(r"\s*(?:$|[\n,;:.|/\u2022()@]|-\s|\s-)|\s(?:please|pls)\b", re.IGNORECASE)
_ALSO = re.compile(r"\s*(?:[/&+]|\band\b)\s*", re.IGNORECASE)


def read_types(text: str) -> tuple[TypeReading, ...]:
    """Every inspection type that the text names, in order, each once."""
    found = find_types(plain(text))
    return tuple(dict.fromkeys(one.value for one in found))


def labelled_types(text: str) -> tuple[TypeReading, ...]:
    """What stands behind "Type of inspection:": words that we don't know are a type too, of no sure discipline."""
    text = plain(text, 300).strip(" \t.;,-")
    found = find_types(text, listed=True)
    if found:
        parts = [TypeReading(part) for part in _unknown_parts(text, found)]
        return tuple(dict.fromkeys((*(one.value for one in found), *parts)))
    if not re.search(r"[A-Za-z]{3}", text) or len(text) > 120:
        return ()
    return (TypeReading(" ".join(text.split())),)


def _unknown_parts(text: str, found: Sequence[Found[TypeReading]]) -> list[str]:
    """ "Shear wall / hold downs": the parts of a list that no known type lies in."""
    ends = [0, *(at for match in _ALSO.finditer(text) for at in match.span()), len(text)]
    parts = [(ends[at], ends[at + 1]) for at in range(0, len(ends), 2)]
    return [
        text[start:end]
        for start, end in parts
        if re.fullmatch(r"[A-Za-z][a-z'-]{2,20}(?: [A-Za-z][a-z'-]{1,20}){0,2}", text[start:end])
        and not any(one.start < end and start < one.end for one in found)
        and not all(word in ORDINARY for word in text[start:end].lower().split())
    ]


def find_types(text: str, listed: bool = False, lone: bool = False) -> tuple[Found[TypeReading], ...]:
    """The types of a plain text with their places.

    `listed`: the text is a list of types, nothing else. `lone`: a word that may be a type is one where it stands
    alone between commas or stops.
    """
    if not HINT.search(text):
        return ()
    found: list[Found[TypeReading]] = []
    for group in phrase_lists(text):
        found += _read(text, group, listed, lone)
    return tuple(found[:_MAX_TYPES])


def _read(text: str, group: Sequence[Phrase], listed: bool, lone: bool) -> list[Found[TypeReading]]:
    end = group[-1].end
    asked = (
        listed
        or bool(_INSPECTION_AFTER.match(text, end))
        or bool(_INSPECTION_BEFORE.search(text[max(0, group[0].start - 50) : group[0].start]))
        or bool(_PERMIT_AFTER.match(text, end))
        or bool(
            _GIVEN_UP_BEFORE.search(text[max(0, group[0].start - 26) : group[0].start])
            and _GIVEN_UP_AFTER.match(text, end)
        )
        or _is_cell_of_subject(text, group)
    )
    if not asked and not any(_is_bold(text, phrase, lone) for phrase in group):
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


def _shared_stage(text: str, group: Sequence[Phrase]) -> _Stage | None:
    """The stage that the whole list leans on: "electrical and plumbing rough-in", "final building and mechanical"."""
    for at, phrase in ((len(group) - 1, group[-1]), (0, group[0])):
        if phrase.trade and (stage := next((t for t in phrase.terms if t.is_stage), None)):
            leads = stage.start == phrase.start
            if leads == (at == 0 and len(group) > 1):
                return text[stage.start : stage.end], at, leads
    both = next((p for p in (group[-1], group[0]) if p.has_substance), None)
    stage = next((t for t in both.terms if t.is_stage), None) if both else None
    return (text[stage.start : stage.end], 0, False) if stage else None


def _joined(text: str, phrase: Phrase, stage: _Stage, before: bool) -> str:
    own = text[phrase.start : phrase.end]
    return f"{stage[0]} {own}" if before else f"{own} {stage[0]}"


def _each(text: str, phrase: Phrase) -> list[Found[TypeReading]]:
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


def _with_trade_of_list(found: list[Found[TypeReading]], group: Sequence[Phrase]) -> list[Found[TypeReading]]:
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


def _is_cell_of_subject(text: str, group: Sequence[Phrase]) -> bool:
    """ "24-012345 - electrical - Raman": on the first line, between dashes, and not "building"."""
    line_end = text.find("\n")
    if 0 <= line_end < group[-1].end or any(phrase.trade in (None, "building") for phrase in group):
        return False
    before = text[max(0, group[0].start - 4) : group[0].start]
    return bool(_CELL_BEFORE.search(before) and _CELL_AFTER.match(text, group[-1].end)) and line_end >= 0


def _is_bold(text: str, phrase: Phrase, lone: bool) -> bool:
    """Whether the phrase is a type without the word "inspection" beside it."""
    if not phrase.has_substance:
        return any(term.is_mep for term in phrase.terms)
    if len(phrase.terms) > 1 and (phrase.trade or any(term.is_work for term in phrase.terms)):
        return True
    said = text[phrase.start : phrase.end]
    if not TIMID.fullmatch(said):
        return True
    if _BEHIND_A_PERMIT.search(text, max(0, phrase.start - 30), phrase.start):
        return bool(_BEFORE_ANOTHER_THING.match(text, phrase.end))
    return _alone_on_its_line(text, phrase) or (
        _alone_in_its_part(text, phrase) and (lone or _on_a_permits_line(text, phrase))
    )


def _alone_on_its_line(text: str, phrase: Phrase) -> bool:
    before = text[max(0, phrase.start - 4) : phrase.start]
    after = text[phrase.end : phrase.end + 3]
    return bool(re.search(r"(?:^|\n)\s*[-*\u2022]?\s*$", before)) and bool(
        re.match(r"\s*(?:$|\n|,|-)", after)
    )


def _alone_in_its_part(text: str, phrase: Phrase) -> bool:
    before, after = text[max(0, phrase.start - 6) : phrase.start], text[phrase.end : phrase.end + 8]
    return bool(_OPENS_A_PART.search(before)) and bool(_ENDS_A_PART.match(after))


def _on_a_permits_line(text: str, phrase: Phrase) -> bool:
    start, end = text.rfind("\n", 0, phrase.start) + 1, text.find("\n", phrase.end)
    return bool(_PERMIT.search(text, max(start, phrase.start - 200), end if end >= 0 else len(text)))
