"""What the sender wants done: ask, cancel, move; read from plain commands only, never from "if" or "don't"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.inspection.reading import Intent

_MAX_CUES = 200

_CANCEL = re.compile(
    r"\b(?:(?P<word>cancell?(?:ed|ing|s|ation|ations)?|canceld|cancle|cxl(?:ed)?|canx|cx'?d)\b"
    r"|call(?:ing)? off|scrap(?: the| this| that| our| my)|(?:no longer|not longer) (?:need|require|"
    r"want)\w*|(?:won't|will not|don't|do not|dont|wont|didn't end up) need(?:ing)? (?:the|this|that|"
    r"an|a|our|my|any|tomorrow|today|mon|tue|wed|thu|fri|\d|you|him|her|it)\w*"
    r"|disregard (?:the|this|our|my|that)?\s?(?:\w+ ){0,3}(?:inspection|request|appointment)|take "
    r"(?:\w+ ){0,4}off (?:the|your|his|her) (?:schedule|calendar|list|books)"
    r"|remove (?:\w+ ){0,6}from (?:the|your|his|her) (?:schedule|calendar|list|route)|pull (?:the|our|"
    r"my|this|that) (?:\w+ ){0,3}(?:inspection|request)|scratch (?:the|that|this|our|my|tomorrow|"
    r"today)"
    r"|withdraw(?:ing)? (?:the|our|my|this)|drop (?:the|our|my|this) (?:\w+ ){0,3}inspection|never "
    r"?mind (?:the|about the|on the|that) (?:\w+ ){0,3}(?:inspection|request|appointment)"
    r"|(?:is|are|be) (?:no longer|not) needed|hold(?:ing)? off on (?:the|our|my|this|that|today|"
    r"tomorrow|inspect\w*|\w+day)|put (?:\w+ ){0,4}(?:inspection|appointment) on hold|(?:don't|do not|"
    r"dont) (?:come|send (?:anyone|anybody|someone|an? inspector|the inspector))\b)",
    re.IGNORECASE,
)
_MOVE = re.compile(
    r"\b(?:(?P<word>re-?sch(?:edul|ed|dul|eul)(?:e|ed|es|ing)?|resched|rescheduling)\b|postpon(?:e|ed|"
    r"ing)\b|push(?:ing)? (?:[\w'/-]+ ){0,7}(?:back|out|to|until|till|off|a day|one day)\b|"
    r"push(?:ing)? (?:it|this|that)\b"
    r"|bump(?:ing)? (?:[\w'/-]+ ){0,7}(?:to|back|up|out|until)\b|(?:mov(?:e|ing)|shift(?:ing)?|"
    r"switch(?:ing)?|slide|roll|swap(?:ping)?) (?!in\b|out\b|into\b|forward with|ahead "
    r"with)(?:[^.\n?!]{0,70}?)\b(?:to|from|up|back|until|till|for|another|different)\b"
    r"|chang(?:e|ing) (?!orders?\b)(?:[^.\n?!]{0,60}?)(?:\bto\b|\bfrom\b|\bdate\b|\btime\b|\bday\b)|"
    r"delay(?:ing)? (?:[\w'/-]+ ){0,5}(?:to|until|till|by|a day)\b|set back|bring (?:\w+ "
    r"){0,3}forward"
    r"|(?:another|different|later|new|other|better|alternate) (?:day|date|time)\b(?! (?:stamp|sheet))|"
    r"mak(?:e|ing) (?:it|that) (?:for )?(?=[\w ]{0,12}(?:\d|mon|tue|wed|thu|fri|tomorrow|noon|am\b|"
    r"pm\b|the ))|in ?stead\b|rather than\b|(?:works?|be|is) better\b|"
    r"was:?\s[^\n.]{3,30}[\s.;,]{1,3}now:?\s(?=\d|mon|tue|wed|thu|fri)|mov(?:e|ing) (?:the |our |my |"
    r"an? |this |that )?(?:\w+ ){0,3}(?:inspection|appointment)s?\b(?! (?:forward|along|ahead))|try "
    r"again (?:on )?)",
    re.IGNORECASE,
)
_ASK = re.compile(
    r"\b(?:need(?:s|ing|ed)?\b|request(?:ing|s|ed)?\b|(?<!re)(?<!re-)(?<!the )(?<!your )(?<!our "
    r")(?<!my )(?<!his )(?<!her )(?:schedul(?:e|ing)|sched)\b(?!d)|book(?:ing)?\b|set ?up\b|arrange|"
    r"would like|i'd like|we'd like|looking (?:for|to)|want(?: to|s)?\b|please (?:send|come|inspect|"
    r"add|have)|"
    r"can (?:you|we|i|someone|somebody|an? inspector) (?:come|inspect|get|have|do|send|swing|stop)|"
    r"ready for|add (?:a|an|the|another)\b)",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"(?:\b(?:do(?:es)?\s?n[o']?t|don't|dont|do not|not|never|no need to|without|rather not|didn't|"
    r"did not|don't want to|isn't|wasn't|aren't|won't|will not|cannot|can't|shouldn't|should not|no "
    r"one|nobody|neither|nor|avoid|instead of|unless)\b)"
    r"(?:\W+(?:want|wish|need|have|going|planning|plan|mean|meant|intend|asking|trying|supposed|you|"
    r"us|me|we|be|been|to|ever|please|just|yet|a|the|it|this|any|our|my|asked|requested|"
    r"actually)\b){0,5}\W*$",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:if|in case|in the event|should (?:we|i|you|it|there|anything|that)|unless|whenever|may "
    r"(?:have|need)|might|maybe|possibly|probably|wondering|whether|what happens|how (?:do|can|would|"
    r"to|does|should|far|late|long)|what (?:if|is|are|would)|"
    r"can (?:i|we|it) still|why|who|did (?:you|we|they|he|she|someone)|was (?:it|this|that|the|our|"
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
    r"all|them|visit|been)\s$",
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
# "If it rains" makes it no command; "if it is not too late" does.
_IF_BEHIND = re.compile(
    r"[^,.]{0,40}?\b(?:if|in case|unless)\b(?! (?:possible|you can|needed|necessary|that's|that is|"
    r"it'?s (?:not too|ok|still)|it is (?:not too|ok|still)|not too|still|you (?:haven'?t|have not)|"
    r"at all))",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?;](?:\s|$)|\n")


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
        for match in pattern.finditer(text):
            if len(found) >= _MAX_CUES:
                break
            start, end = _sentence(text, match.start(), match.end())
            if _counts(text, match, intent, start, end):
                found.append(Cue(intent, match.start(), match.end(), start, end))
    found.sort(key=lambda cue: cue.start)
    return tuple(cue for cue in found if cue.intent != "request" or not _is_part_of_another(text, cue, found))


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
    ("cancel", _CANCEL),
    ("reschedule", _MOVE),
    ("request", _ASK),
)


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    window = max(0, start - 300)
    begin = window
    for match in _SENTENCE_END.finditer(text, window, start):
        begin = match.end()
    stop = _SENTENCE_END.search(text, end)
    return begin, stop.start() if stop else len(text)


def _counts(text: str, match: re.Match[str], intent: Intent, start: int, end: int) -> bool:
    before, after = text[start : match.start()], text[match.end() : end]
    if intent == "request":
        return not _NOT.search(before[-60:])
    if _NOT.search(before[-60:]) and not match[0].lower().startswith(("instead", "in stead", "rather")):
        return False
    if _TOLD.search(text[start:end]) or _CONDITION.search(before):
        return False
    is_question = text[end : end + 1] == "?"
    if _IF_BEHIND.match(after):
        return False
    if intent == "cancel":
        return _cancels(match, before, after, is_question)
    if re.match(r"\s(?:of |for |the |our |a )*failed\b", after, re.IGNORECASE):
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


def _cancels(match: re.Match[str], before: str, after: str, is_question: bool) -> bool:
    word = (match["word"] or "").lower()
    if _POLICY.match(after):
        return False
    if word.endswith(("ation", "ations")):
        return (
            not is_question
            and not re.search(r"\b(?:your|no|the|late|any|of|about|our last|avoid)\s$", before, re.IGNORECASE)
        ) or bool(
            re.search(r"\b(?:request|requesting|for|this is a|a)\s(?:the |a )?$", before, re.IGNORECASE)
        )
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
            or bool(_TO_BE.search(before[-16:]))
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
