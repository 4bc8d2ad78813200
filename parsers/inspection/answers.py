"""Short answers to what our letter asked: "yes, that works", "the first one", "both"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from parsers.spans import plain

About = Literal["day", "permit"]

_MAX_CHARACTERS = 600
_CLAUSE = re.compile(r"[.!;,\n:]+|\s-+\s|(?<=\w)\s+and\s+(?=that|it|the|we|please|yes|go)")
# Whatever takes something back, sets a condition or asks leaves it open what the sender wants.
_TAKES_BACK = re.compile(
    r"\?|\b(?:but|however|except|unless|if|not|no|nope|never|later(?! (?:one|date|day))|check|wait|hold|instead|"
    r"letting (?:me|us) know|get back|find out|rather|or|maybe|perhaps|probably|might|\w+n't|cannot|another|"
    r"cancel (?:it|this|that|them|all|everything)|different|other|wrong|already|why|when|what)\b",
    re.IGNORECASE,
)
_WORD = (
    r"(?:yes|yeah|yep|yup|ya|yea|sure|ok|okay|k|correct|right|exactly|agreed|absolutely|definitely|certainly|"
    r"affirmative|confirmed|confirming|perfect|great|excellent|good|fine|super|sounds (?:good|great|fine|perfect))"
)
_GOOD = (
    r"(?:fine|good|great|ok|okay|perfect|right|correct|it|what we (?:want|need|mean)|agreed|alright|all right|best|"
    r"the one|the (?:right|correct) (?:one|permit number|permit|number|day|date))"
)
_THING = r"(?:day|date|time|permit number|permit|number|one)"
_IT = (
    rf"(?:that|this|it|which|your (?:proposal|suggestion|date|offer)|(?:that|this) {_THING}|the (?:next )?"
    rf"(?:proposed |offered |suggested |working |business )*{_THING}(?: you (?:propose|offer|suggest|gave|name)d?)?|"
    r"(?:mon|tues|wednes|thurs|fri)day(?:(?: the)? \d{1,2}(?:st|nd|rd|th)?)?)"
)
_AGREES = re.compile(
    rf"(?:{_WORD}(?:\s{_WORD}){{0,3}}(?:\s(?:for|with)\s{_IT})?"
    rf"|{_IT}(?:'s|\sis|s|\swill be|\swould be|\slooks|\sshould be|\sdoes)?\s(?:just\s|absolutely\s)?{_GOOD}"
    rf"|(?:{_IT}\s)?(?:will\s|would\s|does\s|should\s)?works?(?:\s(?:well|great|fine|perfectly|better))?"
    rf"|(?:{_IT}\s)?suits?|(?:yes\s)?(?:it|that) (?:is|does|will|would|works)"
    rf"|(?:we|i)(?:'ll| will| can| would)? (?:take|accept|agree|do|like)(?:\s(?:to|with|on|for|{_IT})){{0,2}}"
    r"|(?:please )?(?:go ahead(?: and (?:schedule|book|do) (?:it|that))?|proceed|do(?: so| that| it)?|"
    r"book (?:it|that)|schedule (?:it|that)|use (?:it|that)(?: one| date| day| number| permit)?|make it so)"
    rf"|(?:it's |it is )?(?:that|this) one|let's (?:do|go with|use|take|make it) {_IT})",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:\s(?:for (?:us|me|our crew|the crew|everyone|everybody)|with (?:us|me)|by (?:us|me)|then|please|pls|thanks|"
    r"thank you|thx|too|indeed|for that|for it|as proposed|as offered|here|on (?:our|my) end))+$",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"^(?:(?:yes|ok|okay|sure|well|oh|and|so|thanks|thank you|please|hi|hello)\s)+", re.IGNORECASE
)
_ORDER = {
    "first": 1, "1st": 1, "former": 1, "top": 1, "earlier": 1, "earliest": 1, "one": 1, "1": 1, "a": 1,
    "second": 2, "2nd": 2, "two": 2, "2": 2, "b": 2,
    "third": 3, "3rd": 3, "three": 3, "3": 3,
    "fourth": 4, "4th": 4, "four": 4, "4": 4,
    "fifth": 5, "5th": 5, "five": 5, "5": 5,
    "last": -1, "latter": -1, "bottom": -1, "later": -1,
}  # fmt: skip
_VERB = (
    r"(?:(?:please|just|only)\s)*(?:(?:i|we)\s(?:mean|meant|want|need|am talking about)\s|"
    r"(?:cancel|move|drop|take|make it|use|reschedule)\s|it's\s|it is\s|that's\s|that is\s|it would be\s)?"
)
_NTH = r"(?:first|second|third|fourth|fifth|last|former|latter|top|bottom|earlier|earliest|later|1st|2nd|3rd|4th|5th)"
_NOUN = (
    r"(?:\s(?:one|inspection|appointment|visit|date|day|option|choice|on the list|listed|"
    r"of (?:them|those|the two)))*"
)
_CHOICE = re.compile(
    rf"{_VERB}(?:the\s(?P<nth>{_NTH}){_NOUN}|(?P<bare>first|second|third|last|former|latter)(?:\sone)?"
    rf"|(?:number|no|#|option|choice|nr)\s?#?(?P<number>[1-5]|one|two|three|four|five|a|b)|#?(?P<digit>[1-5])\)?)"
    r"(?:\splease)?",
    re.IGNORECASE,
)
_EVERYTHING = re.compile(
    rf"{_VERB}(?:to\s)?(?:both|all|all of (?:them|those|these|it)|each(?: of them| one)?|everything|every one|"
    r"all (?:two|three|four|five|\d))"
    r"(?:\s(?:of them|of those|inspections|appointments|please|are (?:right|correct|fine|good|ok)))*",
    re.IGNORECASE,
)
_ANY_INSPECTOR = re.compile(
    r"\b(?:whoever|who ?ever|whomever|any ?(?:one|body)(?! else)|any (?:\w+ )?inspector|no preference|"
    r"(?:the|your|our) (?:regular|usual|assigned|normal|team|building(?:'s)?(?: own)?) (?:\w+ )?"
    r"(?:inspector|one|person)|"
    r"(?:does(?:n'?t| not)|do(?:n'?t| not)) (?:matter|care) who)\b",
    re.IGNORECASE,
)
_MOST_WORDS_OF_ANY = 16
_PERMIT = re.compile(r"\b(?:permit|number)\b", re.IGNORECASE)
_DAY = re.compile(r"\b(?:day|date|(?:mon|tues|wednes|thurs|fri)day)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reply says to a question, without saying it again.

    `agrees`: to what was proposed (`about`: only to the day, only to the permit); `choice`: the place in the
    letter's list, from 1, or -1 for the last; `everything`: "both", "all of them"; `any_inspector`:
    "whoever covers it".
    """

    agrees: bool = False
    choice: int | None = None
    everything: bool = False
    about: About | None = None
    any_inspector: bool = False


def read_answer(text: str) -> Answer | None:
    """The answer with which a reply begins; None where it begins otherwise, takes something back or asks."""
    text = plain(text, _MAX_CHARACTERS + 1).strip()
    if not text or len(text) > _MAX_CHARACTERS:
        return None
    if "?" not in text and len(text.split()) <= _MOST_WORDS_OF_ANY and _ANY_INSPECTOR.search(text):
        return Answer(any_inspector=True)
    if _TAKES_BACK.search(text):
        return None
    clauses = [" ".join(one.split()) for one in _CLAUSE.split(text)]
    clauses = [_TAIL.sub("", one) for one in clauses if one and not _is_greeting(one)][:6]
    agrees = bool(clauses) and _fits(_AGREES, clauses[0])
    choice = next((found for one in clauses[:2] if (found := _choice(one)) is not None), None)
    everything = any(_fits(_EVERYTHING, one) for one in clauses[:2])
    if not (agrees or choice or everything):
        return None
    return Answer(agrees, choice, everything, _about(text) if agrees else None)


def _is_greeting(clause: str) -> bool:
    return (
        re.fullmatch(
            r"(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|thanks|thank you)\b.{0,30}",
            clause,
            re.IGNORECASE,
        )
        is not None
    )


def _fits(pattern: re.Pattern[str], clause: str) -> bool:
    return bool(pattern.fullmatch(clause) or pattern.fullmatch(_HEAD.sub("", clause)))


def _choice(clause: str) -> int | None:
    match = _CHOICE.fullmatch(_HEAD.sub("", clause))
    if match is None:
        return None
    said = match["nth"] or match["bare"] or match["number"] or match["digit"]
    return _ORDER.get(said.lower())


def _about(text: str) -> About | None:
    permit, day = _PERMIT.search(text), _DAY.search(text)
    if bool(permit) == bool(day):
        return None
    return "permit" if permit else "day"
