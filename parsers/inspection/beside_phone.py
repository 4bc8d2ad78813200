"""Who is named beside a telephone number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.calendar_words import WEEKDAYS
from parsers.inspection.person_words import NAME, NOT_NAMES, is_plain_word, name_in
from parsers.inspection.signed import is_fax, is_switchboard
from parsers.ordinary_words import FIRST_NAMES, ORDINARY
from parsers.spans import Found, fold

Phone = Found[tuple[str | None, str]]

_FILLER = (
    r"(?:[\s,;:@/|(\u2022\u00b7*-]{0,4}(?:\b(?:at|on|cell(?:ular)?|mobile|direct|phone|ph|his|her|their|number|is|"
    r"are|num|no|tel|text|call|onsite|on-site|on site|or text|gc|super|superintendent|foreman|pm|lead|"
    r"site|or|"
    r"owner|electrician|plumber|project manager|reached|can be reached|available|who is|will be|there|"
    r"contact|c|m|d|p|x\d{1,6}|ext\.?[ ]?\d{1,6})\b[.:#']{0,2}|#)){0,7}[\s,;:@/|(.\u2022\u00b7*-]{0,4}"
)
_BEFORE_PHONE = re.compile(rf"(?<!\w)(?P<name>{NAME})(?:\s?\([^()\d]{{0,30}}\))?{_FILLER}$", re.IGNORECASE)
_ME = re.compile(r"\b(?:me|my|myself|i'm|im|i)\b(?:[\s\w]{0,25})$", re.IGNORECASE)
_CALL_ME = re.compile(
    r"\b(?:call|text|phone|reach|contact|ring) me\b(?: (?:at|on|directly|cell|anytime))*\W{0,3}$",
    re.IGNORECASE,
)
_CUE = re.compile(r"\b(?:call|contact|ask for|text|poc|meet|with|is|name)\b", re.IGNORECASE)
_CAPITALS_BEFORE = re.compile(r"(?:[A-Z][\w'-]+ ){1,2}$")
_SENTENCE = re.compile(r"[.!?]\s(?=[A-Z])")
_SENTENCE_END = re.compile(r"[.!?;]\s|\n")
_LAST_PART = re.compile(
    r"(?:^|[.,;:|\x01\n@-])\s{0,3}(?P<name>[^\W\d_]{3,14}(?: [^\W\d_]{2,18})?)\s{0,2}[@:-]?\s{0,2}$"
)
_SMALL_AFTER = re.compile(r"[ ,-]{1,3}(?:ask for )?(?P<name>[a-z]{3,12})(?=\s*(?:$|[\n.,]))")
_AFTER_PHONE = re.compile(
    r"[ \t]?[,(-]{0,2}[ \t]?(?:ask for |for |- |is )?\(?(?P<name>[A-Z][\w'-]+(?: "
    r"[A-Z][\w'.-]+){0,2})\)?(?=\s*(?:$|[\n.,;)]))"
)


def beside_a_phone(
    text: str, phones: Sequence[Phone], own_name: str
) -> tuple[str | None, tuple[str | None, str] | None, bool]:
    """(name, number, whether the sender means themselves): of the first number with a name beside it."""
    usable = [one for one in phones if not is_fax(text[max(0, one.start - 10) : one.start])]
    if not usable:
        return None, None, False
    named = [(one, _name_beside(text, one, own_name)) for one in usable]
    phone, name = next(((one, said) for one, said in named if said and one.value[0]), named[0])
    line_start = text.rfind("\n", 0, phone.start) + 1
    before = text[max(line_start, phone.start - 40) : phone.start]
    is_me = name is None and bool(_ME.search(before))
    if name is None and not is_me:
        phone = best_phone(text, usable)
    return name, phone.value, is_me


def best_phone(text: str, phones: Sequence[Phone]) -> Phone:
    """Of several numbers on one line the first that can be dialled and is no switchboard."""
    good = [one for one in phones if one.value[0]] or list(phones)
    direct = [one for one in good if not is_switchboard(text[max(0, one.start - 14) : one.start])] or good
    return direct[0]


def _name_beside(text: str, phone: Phone, own_name: str) -> str | None:
    return (
        _own_name_before(text, phone.start, own_name)
        or _name_before(text, phone.start)
        or _name_after(text, phone.end)
        or _small_name_alone(text, phone.start)
        or _name_in_sentence(text, phone.start)
    )


def _small_name_alone(text: str, at: int) -> str | None:
    """ "240 nw couch 3b. nate 503-555-0118": a word that is no other, alone between a stop and the number."""
    match = _LAST_PART.search(text[max(0, at - 60) : at])
    if match is None:
        return None
    words = fold(match["name"]).split()
    if any(word in NOT_NAMES or is_plain_word(word) or word in WEEKDAYS for word in words):
        return None
    return match["name"]


def _name_in_sentence(text: str, at: int) -> str | None:
    """ "Bernard Okonkwo, who can be reached on his mobile at 503-555-0151": the nearest full name before it."""
    before = text[max(0, at - 160) : at]
    ends = [match.end() for match in _SENTENCE_END.finditer(before)]
    sentence = before[ends[-1] if ends else 0 :]
    if "\x01" in sentence[-60:] or _ME.search(sentence[-40:]):
        return None
    name = name_in(sentence, loose=False, last=True)
    return name if name and " " in name else None


def _own_name_before(text: str, at: int, own_name: str) -> str | None:
    """The sender's own name before the number, as typed; behind the full name the company may stand."""
    words = own_name.split()
    if not words or len(words[0]) < 2 or fold(words[0]) in (ORDINARY - FIRST_NAMES) | NOT_NAMES:
        return None
    before = text[max(text.rfind("\n", 0, at) + 1, at - 70) : at]
    first = re.escape(words[0])
    if len(words) > 1:
        full = rf"\b(?P<name>{first}\s{re.escape(words[-1])})\b(?:,\s[A-Z][^\d,\n]{{0,40}})?{_FILLER}$"
        if match := re.search(full, before, re.IGNORECASE):
            return match["name"]
    match = re.search(rf"\b(?P<name>{first}(?P<more>\s[^\W\d_][\w'-]+)?){_FILLER}$", before, re.IGNORECASE)
    if match is None:
        return None
    more = fold(match["more"] or "").strip()
    return words[0] if more in ORDINARY or more in NOT_NAMES else match["name"]


def _name_before(text: str, at: int) -> str | None:
    line_start = text.rfind("\n", 0, at) + 1
    before = text[max(line_start, at - 70) : at]
    if not before.strip() and line_start > 0:
        # The name on a line of its own, the number below.
        above = text[text.rfind("\n", 0, line_start - 1) + 1 : line_start - 1].strip()
        return name_in(above, loose=False) if len(above.split()) <= 3 else None
    before = _SENTENCE.split(before)[-1] if _SENTENCE.search(before) else before
    match = _BEFORE_PHONE.search(before)
    if not match or _CALL_ME.search(before):
        return None
    cue = _CUE.search(before, max(0, match.start() - 14), match.end("name"))
    words = fold(match["name"]).split()
    loose = bool(cue) or words[-1] in FIRST_NAMES
    if loose and not cue and match["name"].islower():
        return match["name"].split()[-1]
    if not cue and match["name"].islower() and _are_small_names(words[-2:]):
        return " ".join(match["name"].split()[-2:])
    led = _CAPITALS_BEFORE.search(before[: match.start()])
    return name_in((led[0] if led else "") + match["name"], loose=loose, last=True)


def _are_small_names(words: Sequence[str]) -> bool:
    """ "al brandt": a first name and a word that is no other."""
    return len(words) == 2 and words[0] in FIRST_NAMES - ORDINARY and words[1] not in ORDINARY | NOT_NAMES


def _name_after(text: str, at: int) -> str | None:
    small = _SMALL_AFTER.match(text[at : at + 30])
    if small and small["name"] in FIRST_NAMES:
        return small["name"]
    match = _AFTER_PHONE.match(text[at : at + 60])
    return name_in(match["name"], loose=False) if match else None
