"""The line above a quoted mail: "On Monday, March 2, Dana wrote:", in the languages of mail programs."""

from __future__ import annotations

import re
from collections.abc import Sequence

MAX_LINES = 4
MAX_CHARACTERS = 400

VERBS = (
    r"wrote|writes|schrieb|a écrit|écrit|escribió|escribio|escreveu|ha scritto|scrisse|schreef|skrev"
    r"|kirjoitti"
    r"|napsala?(?:\(a\))?|napísal(?:\(a\))?|napisał(?:a|\(a\))?|pisze|написала?(?:\(а\))?|пишет|пише|написав"
    r"|写道|寫道|写到|작성|씀|書きました|đã viết|viết|a scris|yazdı|írta|έγραψε|menulis|sinabi|ra scríobh"
)
OPENERS = r"On|Am|Le|El|Em|Il|Op|Den|På|Dne|Dňa|W dniu|Dnia|Vào|Pada|Noong|În|La|Στις|За|В|在|於|于|Il giorno"
ENDS = (":", "：", "--")
TIME_OF_DAY = re.compile(r"\b\d{1,2}\s?[:.h時时点點시]\s?\d{2}|\b\d{1,2}\s?[ap]\.?m\b", re.IGNORECASE)
MAIL_ADDRESS = re.compile(r"[^\s<>@()]{1,80}@[^\s<>@()]{1,120}")
HINT = re.compile(rf"{VERBS}|@", re.IGNORECASE)

# Languages in which the writer's name stands behind the verb.
NAME_LAST = r"schrieb|schreef|skrev|kirjoitti|napsala?(?:\(a\))?"
# "On <date>, <somebody> wrote:", "Am <date> schrieb <somebody>:", and Zoho's with dashes on both sides.
DATED = re.compile(
    rf"(?:-{{2,}}\s*)?(?:{OPENERS})\b.{{5,260}}?(?:\b|(?<=[\d,，>]))"
    rf"(?:(?:{NAME_LAST})\b.{{1,120}}?|(?:{VERBS})(?!\w).{{0,16}}?)(?:[:：]|\s-{{2,}})",
    re.IGNORECASE,
)
# "<somebody> schrieb am <date>:"
NAMED = re.compile(
    rf".{{0,100}}<[^<>\s]{{1,80}}@[^<>\s]{{1,120}}>.{{0,40}}?(?:{VERBS})(?!\w).{{0,80}}[:：]", re.IGNORECASE
)
# "2026-03-02 8:14 GMT-08:00 Dana <dana@builder.example>:"
BARE = re.compile(
    r".{0,60}\d{1,2}[:.時시]\d{2}.{0,100}<[^<>\s]{1,80}@[^<>\s]{1,120}>.{0,30}[:：]",
    re.IGNORECASE,
)
# "Dana Example wrote:", which only what follows can prove.
WEAK = re.compile(rf".{{2,120}}\b(?:{VERBS})\s?[:：]", re.IGNORECASE)


def attribution_end(lines: Sequence[str], start: int) -> int | None:
    """The line after the attribution that begins at `start`, None where none begins there.

    An attribution without a time of day or a mail address counts only where a `>` quotation follows it:
    people, too, write "On Monday the inspector wrote:".
    """
    for end in range(start + 1, min(start + MAX_LINES, len(lines)) + 1):
        line = lines[end - 1].strip()
        if not line or line.startswith(">"):
            return None
        if not line.endswith(ENDS):
            continue
        text = _joined(lines, start, end)
        if len(text) > MAX_CHARACTERS or not HINT.search(text):
            return None
        if _counts(text, lines, end):
            return None if _begins_later(lines, start, end, text) else end
    return None


def is_followed_by_quotation(lines: Sequence[str], start: int) -> bool:
    """Whether the next line with words begins with `>`."""
    following = (line.lstrip() for line in lines[start : start + 4])
    return next((line for line in following if line), "").startswith(">")


def _joined(lines: Sequence[str], start: int, end: int) -> str:
    return " ".join(" ".join(line.split()) for line in lines[start:end]).strip("* ")


def _counts(text: str, lines: Sequence[str], end: int) -> bool:
    if DATED.fullmatch(text) or NAMED.fullmatch(text) or BARE.fullmatch(text):
        proved = TIME_OF_DAY.search(text) or MAIL_ADDRESS.search(text)
        return bool(proved) or is_followed_by_quotation(lines, end)
    return bool(WEAK.fullmatch(text)) and is_followed_by_quotation(lines, end)


def _begins_later(lines: Sequence[str], start: int, end: int, text: str) -> bool:
    """The first line belongs to the words above; the attribution proper begins below it."""
    later = [_joined(lines, line, end) for line in range(start + 1, end)]
    if DATED.fullmatch(text):
        return any(DATED.fullmatch(rest) for rest in later)
    return any(_counts(rest, lines, end) for rest in later)
