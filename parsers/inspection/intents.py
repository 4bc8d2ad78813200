"""What the sender wants done: ask, cancel, move; read from plain commands only, never from "if" or "don't"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from parsers.inspection.intent_words import ASK, CANCEL, CONTRAST, MOVE, SHIFT, WISHES_SHIFT
from parsers.inspection.moved_things import is_of_the_building
from parsers.inspection.reading import Intent
from parsers.inspection.unmeant import (
    GONE_BY,
    HAD_TO,
    IF_BEHIND,
    IF_THEY_CAN,
    POLITE,
    TAKES_BACK,
    TOLD_ABOUT,
    TOLD_BY_YOU,
    WANTS_TO_KNOW,
)

_MAX_CUES = 200
_MAX_LOOKED_AT = 600
# A sentence without an end is cut so far before and behind a command.
_MAX_BEFORE, _MAX_BEHIND = 300, 400

_NOT = re.compile(
    r"(?:\b(?:do(?:es)?\s?n[o']?t|don't|dont|do not|not|never|no need to|without|rather not|didn't|"
    r"did not|don't want to|isn't|wasn't|aren't|won't|will not|cannot|can't|shouldn't|should not|no "
    r"one|nobody|nothing|neither|nor|avoid|instead of|unless)\b)"
    r"(?:\W+(?:want|wish|need|have|going|planning|plan|mean|meant|intend|asking|trying|supposed|you|"
    r"us|me|we|be|been|to|ever|please|just|yet|a|the|it|this|any|our|my|asked|requested|"
    r"actually)\b){0,5}\W*$",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:if|in case|in the event|should (?:we|i|you|it|there|anything|that)|unless|whenever|may "
    r"(?:have|need)|might|maybe|possibly|probably|wondering|whether|what happens|how (?:do|can|would|"
    r"to|does|should|far|late|long)|what (?:if|is|are|would)|"
    r"can (?:i|we|it) still|why|who|when (?:we|you|i|they|someone|somebody)(?: \w+){0,2}(?=\s*$)|did (?:you|"
    r"we|"
    r"they|he|she|someone)|was (?:it|this|that|the|our|"
    r"my)|were|has (?:it|this|the|that|our)|is (?:it|this|that|my|our|the) (?:\w+ ){0,4}?(?=cancel|"
    r"resched)|policy|reserve the right|to avoid|thought|assum\w+|supposed to)\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:was|were|got|gets|had|has|have|been|you|they|he|she|inspector|city|who|someone|already|"
    r"previously|having|since|after|last|being)\s(?:\w+ly\s)?(?:had |have |has |been |to be |already "
    r")?$",
    re.IGNORECASE,
)
_TO_BE = re.compile(
    r"\b(?:be|is|are|consider(?:ed)?|mark(?:ed)?|it|this|inspection|appointment|today|tomorrow|please|"
    r"all|them|visit|been)\s(?:hereby\s|now\s)?$",
    re.IGNORECASE,
)
_POLICY = re.compile(
    r"\s{0,2}(?:questions?\b|polic|fees?\b|charges?\b|window|terms|notice (?:period|require)|without "
    r"(?:notice|charge|fee)|within 24|deadline|rules?\b|requests? (?:must|should|are)|free of|hours)",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\bto\s+(?:cancel|resched\w+|change|move)\b[^.\n]{0,60}(?:reply|click|call|contact|visit|press|"
    r"e-?mail|text)\b|\b(?:reply|click|call|press|text|answer|write|"
    r"respond)\b[^.\n]{0,40}\bto\s+(?:cancel|resched|change|move)",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"\b(?:will|we'll|i'll|we ll|would|going to|have to|need to|call(?:ing)? to|let you know(?: "
    r"when)?(?: to)?|reach out(?: to)?|be in touch(?: to)?|contact you(?: to)?|get back(?: to "
    r"you)?(?: to)?|email(?: you)?(?: to)?|plan to|hope to|and|then|once|when|"
    r"ready to|want to|unable to|able to|try to)\s*(?:\w+\s){0,2}$",
    re.IGNORECASE,
)
_MOVED_TO = re.compile(
    r"[^.\n;!?]{0,60}\b(?:to|for|until|till|on)\s+(?:the\s)?(?:next\s|this\s)?(?:\d|mon|tue|wed|thu|"
    r"fri|tomorrow|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|noon|the\s\d|\x01?\d)",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?;](?:\s|$)|\n")


# What is cancelled here is no inspection: "we had to cancel our drywall delivery".
_OTHER_THING = re.compile(
    r"\s(?:(?:our|the|my|a|an|his|her|their|this|that|today's|tomorrow's)\s)?(?:[\w'-]+\s){0,2}?(?:delivery|"
    r"deliveries|orders?|"
    r"meetings?|pours?|shipments?|cranes?|lifts?|trucks?|outage|shutdown|flights?|trips?|lunch|calls?|"
    r"concrete|"
    r"materials?|subscription|contract|insurance|walk-?through|zoom)\b(?!\s(?:inspection|insp)\b)",
    re.IGNORECASE,
)


_BY_US = re.compile(
    r"\sby (?:(?:the|our|my) )?(?:gc|general|owner|client|tenant|contractor|customer|us|super\w*|architect|"
    r"landlord)\b",
    re.IGNORECASE,
)
_MASKED_NUMBER = re.compile(r"\x01{7,}")
_WHEN = re.compile(
    r"\d|\b(?:mon|tue|wed|thu|fri|sat|sun|tomorrow|today|noon|morning|afternoon|day|date|time|week)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that says what to do, with the sentence that it stands in."""

    intent: Intent
    start: int
    end: int
    sentence_start: int
    sentence_end: int


def cues(text: str) -> tuple[Cue, ...]:
    """Every plain command in the text, in order: commands denied, imagined or told of others are left out."""
    found: list[Cue] = []
    for intent, pattern in _PATTERNS:
        for match in islice(pattern.finditer(text), _MAX_LOOKED_AT):
            if len(found) >= _MAX_CUES:
                break
            start, end = _sentence(text, match.start(), match.end())
            if _counts(text, match, intent, start, end):
                found.append(Cue(intent, match.start(), match.end(), start, end))
    found.sort(key=lambda cue: cue.start)
    return tuple(cue for cue in found if cue.intent != "request" or not _is_part_of_another(text, cue, found))


def names_a_command(sentence: str) -> bool:
    """Whether cancelling or rescheduling is spoken of at all, meant or not."""
    return bool(CANCEL.search(sentence)) or any(match["word"] for match in MOVE.finditer(sentence))


def _is_part_of_another(text: str, cue: Cue, others: list[Cue]) -> bool:
    """ "need to cancel", "cancellation request", "no longer need": no request of its own."""
    for other in others:
        if other.intent == "request" or other.sentence_start != cue.sentence_start:
            continue
        if other.start < cue.end and cue.start < other.end:
            return True
        if 0 <= other.start - cue.end <= 30 and re.fullmatch(r"[\s\w']*", text[cue.end : other.start]):
            return True
        if (
            0 <= cue.start - other.end <= 30
            and text[cue.start : cue.end].lower().startswith("request")
            and not re.search(r"\band\b|,|;", text[other.end : cue.start])
        ):
            return True
    return False


_PATTERNS: tuple[tuple[Intent, re.Pattern[str]], ...] = (
    ("cancel", CANCEL),
    ("reschedule", MOVE),
    ("reschedule", SHIFT),
    ("reschedule", CONTRAST),
    ("request", ASK),
)


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    window = max(0, start - _MAX_BEFORE)
    begin = window
    for match in _SENTENCE_END.finditer(text, window, start):
        begin = match.end()
    last = min(len(text), end + _MAX_BEHIND)
    stop = _SENTENCE_END.search(text, end, last)
    return begin, stop.start() if stop else last


def _counts(text: str, match: re.Match[str], intent: Intent, start: int, end: int) -> bool:
    before, after = text[start : match.start()], text[match.end() : end]
    if intent == "reschedule":
        before = POLITE.sub(" ", before)
    if intent == "request":
        return not _NOT.search(before[-60:])
    if _NOT.search(before[-60:]) and not match[0].lower().startswith(("instead", "in stead", "rather")):
        return False
    if _TOLD.search(text[start:end]) or _CONDITION.search(before):
        return False
    is_question = text[end : end + 1] == "?"
    if IF_BEHIND.match(after) and not (intent == "reschedule" and IF_THEY_CAN.match(after)):
        return False
    if is_question and WANTS_TO_KNOW.match(text, start):
        return False
    if TAKES_BACK.search(text[start:end]):
        return False
    if match[0].lower().startswith(("instead", "in stead", "rather")) and _is_another_number(text[start:end]):
        return False
    if match.re is SHIFT and not WISHES_SHIFT.search(before):
        return False
    if intent == "cancel":
        return _cancels(match, before, after, is_question)
    if match.groupdict().get("word") and _POLICY.match(after):
        return False
    if re.match(r"\s(?:of |for |the |our |a )*failed\b", after, re.IGNORECASE):
        return False
    if is_of_the_building(match, text[match.start() : end]):
        return False
    if match[0].lower().startswith("mak") and re.search(
        r"\b(?:can|could|would|able to)\b[^.]{0,20}$", before, re.IGNORECASE
    ):
        return False
    if (
        match.groupdict().get("word")
        and match[0].lower().endswith("ed")
        and _PAST.search(before[-24:])
        and not re.search(r"\bbe(?:en)?\s$", before)
    ):
        return False
    return not (re.search(r"\b(?:may|might|could|should) (?:need|have) to\s$", before, re.IGNORECASE))


def _is_another_number(sentence: str) -> bool:
    """ "Call Lee at 503-555-0111 instead", "e-mail rather than call": another person or way, not another day."""
    told = _MASKED_NUMBER.search(sentence) or re.search(
        r"\brather than (?:call|e-?mail|text|phone)", sentence
    )
    return bool(told) and not _WHEN.search(sentence)


def _cancels(match: re.Match[str], before: str, after: str, is_question: bool) -> bool:
    word = (match["word"] or "").lower()
    if _POLICY.match(after) or (word and _OTHER_THING.match(after)):
        return False
    if TOLD_BY_YOU.search(before[-80:]) or (HAD_TO.search(before) and GONE_BY.search(after)):
        return False
    if (word.endswith("ing") and TOLD_ABOUT.search(before)) or (match["drops"] and is_question):
        return False
    if word.endswith(("ation", "ations")):
        return (
            not is_question
            and not re.search(r"\b(?:your|no|the|late|any|of|about|our last|avoid)\s$", before, re.IGNORECASE)
        ) or bool(
            re.search(r"\b(?:request|requesting|for|this is a|a)\s(?:the |a )?$", before, re.IGNORECASE)
        )
    if word.endswith("ed") and _BY_US.match(after):
        return not is_question
    if word.endswith("ed") and word != "cxled":
        if re.search(
            r"\b(?:need\w* to|should|please|to|can you have (?:it|this)|must|will)\s(?:\w+\s)?be\s$|\bget "
            r"(?:\w+ ){0,4}$|\bhas been\s$|\bhave (?:it|this|that|the \w+|our \w+)\s(?:\w+\s)?$",
            before,
            re.IGNORECASE,
        ):
            return not is_question
        if _PAST.search(before[-24:]):
            return False
        if is_question:
            return False
        if (
            not after.strip(" .!")
            and len(before) < 70
            and re.search(r"\d/\d|\x01|\binsp|day\b|tomorrow", before, re.IGNORECASE)
        ):
            return True
        return (
            not before.strip(" -:[(*!")
            or bool(_TO_BE.search(before[-24:]))
            or not re.search(r"[a-z]", before)
        )
    if re.search(
        r"\b(?:may|might|could) (?:need|have) to\s$|\b(?:you|they|he|she|inspector) (?:had|have|has|did|"
        r"just) (?:to )?$|\bto\s(?:late|early) to\s$|\btoo (?:late|early) to\s$",
        before,
        re.IGNORECASE,
    ):
        return False
    return not re.search(r"\b(?:ability|option|possible|right|allowed|reason) to\s$", before, re.IGNORECASE)


def will_move_later(text: str, cue: Cue) -> bool:
    """A move that is only announced: "we will reschedule when ready", with no new day in the sentence."""
    if not re.match(
        r"re|postpone|another|different|later|new|other|better|alternate|try",
        text[cue.start : cue.end],
        re.IGNORECASE,
    ):
        return False
    before = text[cue.sentence_start : cue.start]
    return bool(_LATER.search(before[-60:])) and not _MOVED_TO.match(text, cue.end)
