"""What a coordinator tells the robot to do: one command a line, in the coordinator's own new words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from parsers.spans import plain

Order = Literal[
    "pause_letters", "resume_letters", "release_letters", "waive", "close", "release", "deny", "assign"
]

_MAX_LINES = 500
_MAX_LINE = 300
_MAX_COMMANDS = 50

_CASE = r"FPP[- ]?\d{2}[- ]?\d{6}"
_CASES = rf"{_CASE}(?:(?:(?:\s?(?:,|&|\+|;|and)\s?)+|\s){_CASE})*"
_LABEL = r"(?:(?:the|cases?|requests?|cancellations?|numbers?|no|move|inspections?)[.:]?\s|#)*"
_MATTER = (
    r"(?:request|cancellation|cancelation|inspection|appointment|move|reschedule|rescheduling|change|case|mail|"
    r"message|new date|one)s?"
)
_POINTER = (
    rf"(?P<all>both(?: of (?:them|these))?|all(?: of (?:them|these|those|it))?|them|these|those)(?:\s{_MATTER})?"
    rf"|it|this|that|(?:the|this|that|his|her|their|your)\s{_MATTER}"
)
_WHAT = rf"(?:{_LABEL}(?P<cases>{_CASES})|{_POINTER})"
_FEE = r"(?:(?:late |cancellation |drive |no-show )*(?:charge|fee) )?"
_CHARGE = r"(?P<charge>C-\d{2}-\d{5})"
_BECAUSE = (
    r"(?:(?:\s?[,;:.-]+\s?|\s)(?:because(?: of)?|since|as|due to|reason(?: is)?)[\s:,]+(?P<words>\S.*)"
    r"|\s?[,;:.-]+\s(?P<more>\S.*))?"
)
_NAME = r"(?P<name>[^\W\d_][^\d,;:!?]{1,60}?)"
_DOES = r"(?:cancel|move|reschedule|go|release|accept)"
_LETS = r"(?:release|accept|approve|allow|grant|confirm)"
_DENIES = r"(?:deny|refuse|reject|decline|turn down|disallow)"
_GIVES = r"(?:assign|re-?assign|give|hand|pass|send|transfer)"
_WORDINGS: tuple[tuple[Order, str], ...] = (
    ("pause_letters", r"(?:pause|stop|hold) (?:all )?(?:the )?letters"),
    ("resume_letters", r"resume (?:all )?(?:the )?letters"),
    ("release_letters", r"release (?:all )?(?:the )?(?:held )?letters"),
    ("waive", rf"waive (?:the )?{_FEE}{_CHARGE}{_BECAUSE}"),
    ("waive", rf"waive (?:the )?{_FEE}(?:(?:of|for|on|in) )?{_LABEL}(?P<cases>{_CASES}){_BECAUSE}"),
    ("waive", rf"waive (?:it|this|that|(?:the|this|that) (?:late |cancellation )*(?:charge|fee)){_BECAUSE}"),
    ("close", rf"close {_WHAT}(?:[\s:;,.-]+(?:because )?(?P<words>\S.+))?"),
    ("assign", rf"{_GIVES} {_WHAT} (?:over )?to {_NAME}{_BECAUSE}"),
    ("assign", rf"(?:assign|re-?assign|send) (?:it )?to {_NAME}{_BECAUSE}"),
    ("assign", rf"(?:assign|re-?assign) (?!to\b){_NAME} (?:to|on|for) {_WHAT}{_BECAUSE}"),
    ("assign", rf"{_NAME} (?:takes|will take|can take|should take|gets) {_WHAT}{_BECAUSE}"),
    ("deny", rf"{_DENIES} {_WHAT}{_BECAUSE}"),
    ("deny", rf"{_WHAT}:? (?:is |must be )?(?:denied|refused|rejected){_BECAUSE}"),
    ("release", rf"{_LETS} {_WHAT}{_BECAUSE}"),
    ("release", rf"let {_WHAT} (?:go )?through{_BECAUSE}"),
    (
        "release",
        rf"{_WHAT}:? (?:is |can be |may be |should be )?(?:released|accepted|approved|allowed|granted)",
    ),
    ("release", rf"{_WHAT}:? (?:is )?(?:ok|okay|fine)(?: to {_DOES})?"),
    ("release", rf"(?:ok|okay|fine|good|all right|free) to {_DOES}(?: {_WHAT})?"),
    ("release", r"(?:release|approved|accepted|allowed|granted|go ahead|let it through)"),
)
_PATTERNS = tuple((order, re.compile(wording, re.IGNORECASE)) for order, wording in _WORDINGS)
# Said before, between and after commands; none of it orders anything.
_GREETING = re.compile(
    r"(?:(?:hi|hello|hey|dear|good (?:morning|afternoon|evening))\b.{0,40}"
    r"|(?:many )?(?:thanks|thank you|thx|ok|okay|yes|sure|fine|all right|understood|cheers|please)"
    r"(?: (?:again|all|everyone|so much|very much|for (?:the|your) (?:note|mail|message|notice)))*)",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"(?:(?:ok|okay|yes|sure|fine|thanks|thank you|all right|hi|hello|then|so|and|also|now)\b[\s,.:;!-]+"
    r"|(?:please|pls|kindly|go ahead and|you (?:can|may)|let's|we (?:can|may|should))\s"
    r"|i(?:'d| would) like (?:you )?to\s"
    r"|(?P<asks>(?:can|could|would|will) you)\s)",
    re.IGNORECASE,
)
_TAIL = re.compile(r"(?:[\s,;.-]+(?:please|pls|thanks|thank you|thx|now|today|asap|for me))+$", re.IGNORECASE)
_BULLET = re.compile(r"^(?:[-*•]|\d{1,2}[.)])\s+(?=\S)")
# "Release it once Bob agrees" waits for something that nobody here can see.
_CONDITION = re.compile(
    r"\b(?:if|when|once|unless|until|till|after|before|soon as|as long as|provided|only|except|not yet|tomorrow|"
    r"later)\b",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s?[,;.]+\s(?:and\s)?|\s(?:and|then)\s")
_ORDERS = re.compile(rf"(?:please )?(?:{_LETS}|{_DENIES}|{_GIVES}|waive|close|pause|resume)\b", re.IGNORECASE)
_LOOKS_LIKE_ONE = re.compile(
    rf"{_CASE}|C-\d{{2}}-\d{{5}}|^(?:please )?(?:{_LETS}|{_DENIES}|{_GIVES}|waive|close|pause|resume)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Command:
    """One order. `subject`: the charge or case that it names, in capitals; empty = what the mail answers.

    `words`: the reason given; `name`: who is to take it; `is_for_all`: "both", "all of them".
    """

    order: Order
    subject: str = ""
    words: str = ""
    name: str = ""
    is_for_all: bool = False


@dataclass(frozen=True, slots=True)
class Orders:
    """The commands at the head of a mail, in order, and the lines among them that look like one and are none."""

    commands: tuple[Command, ...] = ()
    not_understood: tuple[str, ...] = ()


def read_commands(text: str) -> Orders:
    """What the text orders, up to its first line that is neither a command nor a courtesy.

    What comes after other words does not count: it may be somebody else's, pasted.
    """
    commands: list[Command] = []
    strange: list[str] = []
    for line in _lines(text):
        found = _commands(line)
        if found:
            commands.extend(found)
        elif _LOOKS_LIKE_ONE.search(line[:_MAX_LINE]):
            strange.append(line[:_MAX_LINE])
        elif not _GREETING.fullmatch(line):
            break
        if len(commands) > _MAX_COMMANDS:
            break
    return Orders(tuple(commands[:_MAX_COMMANDS]), tuple(strange[:_MAX_COMMANDS]))


def _lines(text: str) -> Iterator[str]:
    for line in plain(text).splitlines()[:_MAX_LINES]:
        words = _BULLET.sub("", " ".join(line.split())).rstrip(".!, ")
        if words:
            yield words


def _commands(line: str) -> tuple[Command, ...]:
    """The commands of one line: as it stands, else part by part where all of its parts are some."""
    if len(line) > _MAX_LINE:
        return ()
    whole = _polite(line)
    if whole:
        return whole
    parts = [part for part in _PARTS.split(line) if part and not _GREETING.fullmatch(part)]
    each = [_polite(part) for part in parts]
    return _once(each) if len(each) > 1 and all(each) else ()


def _once(each: list[tuple[Command, ...]]) -> tuple[Command, ...]:
    """Each command once; "it" in a later part is what an earlier part names."""
    found: list[Command] = []
    for commands in each:
        before = next((one.subject for one in reversed(found) if one.subject), "")
        for one in commands:
            is_open = not one.subject and one.order in ("release", "deny", "assign", "close")
            found.append(replace(one, subject=before) if is_open else one)
    return tuple(dict.fromkeys(found))


def _polite(line: str) -> tuple[Command, ...]:
    """The commands of these words, with or without the courtesies with which they begin and end."""
    words, asks = line, False
    for _ in range(6):
        found = _orders(words, asks)
        if found:
            return found
        head = _HEAD.match(words)
        if head is None:
            return ()
        words, asks = words[head.end() :], asks or bool(head["asks"])
    return ()


def _orders(words: str, asks: bool) -> tuple[Command, ...]:
    if asks:
        words = words.rstrip("? ")
    for said in dict.fromkeys((_TAIL.sub("", words), words)):
        for order, pattern in _PATTERNS:
            match = pattern.fullmatch(said)
            if match is not None:
                named = match.groupdict()
                if _is_conditional(order, named) or _ORDERS.match(_reason(named)):
                    return ()
                return _named(order, named)
    return ()


def _is_conditional(order: Order, said: dict[str, str | None]) -> bool:
    words = f"{said.get('name') or ''} {_reason(said)}"
    return order in ("release", "assign") and bool(_CONDITION.search(words))


def _named(order: Order, said: dict[str, str | None]) -> tuple[Command, ...]:
    words = _reason(said)
    name = (said.get("name") or "").strip()
    one = Command(order, (said.get("charge") or "").upper(), words, name, bool(said.get("all")))
    cases = re.findall(_CASE, said.get("cases") or "", re.IGNORECASE)
    if not cases:
        return (one,)
    return tuple(Command(order, _reference(case), words, name) for case in dict.fromkeys(cases))


def _reason(said: dict[str, str | None]) -> str:
    words = (said.get("words") or said.get("more") or "").strip()
    return words if re.search(r"[^\W_]", words) else ""


def _reference(case: str) -> str:
    digits = re.sub(r"\D", "", case)
    return f"FPP-{digits[:2]}-{digits[2:]}"
