"""Which days, permits and trades a mail names without meaning them: asides of a reply, and what is to be kept."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice, pairwise
from typing import Protocol, TypeVar

from parsers.inspection.intents import names_a_command
from parsers.inspection.pieces import Pieces, Range
from parsers.spans import Found, blank_out

Value = TypeVar("Value")


class HasStart(Protocol):
    """Something with a place in the text."""

    @property
    def start(self) -> int: ...


_SENTENCE = re.compile(r"[^.!?;\n]+(?:[.](?=\w)[^.!?;\n]*)*[.!?;]?")
_CLAUSE = re.compile(r",|\bbut\b|\band\b|\bwhile\b|\s-+\s", re.IGNORECASE)
_KEEPS = re.compile(
    r"\b(?:keep(?:ing)?|leave|except(?:ing)?|excluding|apart from|aside from|other than|still (?:need|want)|"
    r"(?:do not|don'?t|not) (?:cancel|touch|move|change)|not (?=the\b|for\b|permit\b|\d\d-|\x01))",
    re.IGNORECASE,
)
_STAYS = re.compile(
    r"\b(?:stays?|remains?|(?:is|are) still (?:on|good|needed)|still stands?|can stay|should stay)\b",
    re.IGNORECASE,
)
_LEAVES = re.compile(f"{_KEEPS.pattern}|{_STAYS.pattern}", re.IGNORECASE)
_TELLS_LATER = re.compile(
    r"\b(?:let (?:you|u) know|get back to (?:you|u)|be in touch|reach out|follow up|update you|"
    r"(?:call|text|e-?mail|tell|inform|ring) (?:you|u))\b",
    re.IGNORECASE,
)
_WISHES = re.compile(
    r"\b(?:works?|can|could|can'?t|cannot|prefer\w*|better|best|fine|good|great|ok|okay|instead|please|pls|how about|"
    r"what about|let'?s|let us|need|needs|want|would|will do|i'?d|we'?d|like|make|come|coming|inspect\w*|insp|"
    r"schedul\w*|ready|available|availability|free|open|do|request\w*|move|moved|push\w*|appointment|visit|date|day|"
    r"time|try|go with|go for|take|again|actually|sorry|meant|mean|correct\w*|change\w*|not|unable|won'?t)\b",
    re.IGNORECASE,
)
# Of these it is told what happens on a day; only a plain wish makes the day one for the visit.
_SITE = re.compile(
    r"\b(?:elevators?|gates?|doors?|lobby|garage|parking|power|water|crane|alarm|lockbox|codes?|keys?|stairs?|"
    r"streets?|roads?|tenants?|vacation|expires?|pour(?:s|ing)?|deliver\w*)\b",
    re.IGNORECASE,
)
_PLAIN_WISH = re.compile(
    r"\b(?:works?|prefer\w*|better|instead|how about|what about|let'?s|inspect\w*|insp|schedul\w*|come|move|push|"
    r"appointment|visit)\b",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\b(?:because|since|once|until|till|when|after|due to|(?<!well )as (?:the|we|our|they|it))\b",
    re.IGNORECASE,
)
_MOST_WORDS = 4
_MOST_SENTENCES = 200


def without_asides(said: Pieces, start: int) -> Pieces:
    """A reply's pieces without days, hours and trades that tell of something else ("we pour on Friday").

    What is told of the building site, what is promised for later and what is said of a cancelling that is only
    imagined wishes for nothing. `start`: where the body begins.
    """
    days = sorted(
        (one.start, one.end) for group in (said.dates, said.loose_dates, said.times) for one in group
    )
    trades = [(one.start, one.end) for one in said.types]
    asides = [
        match.span()
        for match in islice(_SENTENCE.finditer(said.hidden, start), _MOST_SENTENCES)
        if _is_aside(said, match.span(), _inside(days, match.span()), _inside(trades, match.span()))
    ]
    if not asides:
        return said
    kept = _outside(asides)
    return replace(
        said,
        dates=kept(said.dates),
        loose_dates=kept(said.loose_dates),
        times=kept(said.times),
        types=kept(said.types),
    )


def _is_aside(said: Pieces, span: Range, days: list[Range], trades: list[Range]) -> bool:
    """`days`, `trades`: the places inside the sentence that could be wishes."""
    low, high = span
    if not (days or trades):
        return False
    if any(low <= cue.start < high and cue.intent != "request" for cue in said.cues):
        return False
    if _any_inside(said.labels, span) or _any_inside(said.permits, span) or _any_inside(said.people, span):
        # "Ortega 2/11 10 am framing 24-012345": a whole request in one line.
        return False
    sentence = said.hidden[low:high]
    if _TELLS_LATER.search(sentence) or names_a_command(sentence):
        return True
    if not days:
        return False
    shown = blank_out(sentence, [(start - low, min(end, high) - low) for start, end in days], " ")
    wishes = _PLAIN_WISH if _SITE.search(shown) else _WISHES
    return len(re.findall(r"[^\W\d_]{2,}", shown)) > _MOST_WORDS and not wishes.search(shown)


def _any_inside(found: Sequence[HasStart], span: Range) -> bool:
    index = bisect_left(found, span[0], key=lambda one: one.start)
    return index < len(found) and found[index].start < span[1]


def _inside(spans: list[Range], limits: Range) -> list[Range]:
    return spans[bisect_left(spans, limits[0], key=_start) : bisect_left(spans, limits[1], key=_start)]


def _start(span: Range) -> int:
    return span[0]


def without_kept(said: Pieces) -> Pieces:
    """The pieces of a cancellation or move without those that it leaves as they are ("but keep 26-100002")."""
    if not any(cue.intent != "request" for cue in said.cues):
        return said
    sentences = (match.span() for match in _SENTENCE.finditer(said.hidden) if _LEAVES.search(match[0]))
    ranges = [span for sentence in islice(sentences, _MOST_SENTENCES) for span in _kept(said, sentence)]
    if not ranges:
        return said
    kept = _outside(ranges)
    # "Move it to 3/10 but keep 9 am" tells the new hour.
    cancels = any(cue.intent == "cancel" for cue in said.cues)
    return replace(
        said,
        permits=kept(said.permits),
        dates=kept(said.dates),
        loose_dates=kept(said.loose_dates),
        times=kept(said.times) if cancels else said.times,
        types=kept(said.types),
    )


def without_reasons(said: Pieces) -> Pieces:
    """The pieces of a cancellation without trades that only give its reason ("until the drywall is done")."""
    if not any(cue.intent == "cancel" for cue in said.cues):
        return said
    ranges = [
        (reason.end(), sentence.end())
        for sentence in islice(_SENTENCE.finditer(said.hidden), _MOST_SENTENCES)
        if (reason := _REASON.search(said.hidden, *sentence.span()))
    ]
    return replace(said, types=_outside(ranges)(said.types)) if ranges else said


def _kept(said: Pieces, span: Range) -> list[Range]:
    """The clauses of a sentence that keep something: up to the next command, "and" included."""
    text = said.hidden
    cuts = [span[0], *(match.start() for match in _CLAUSE.finditer(text, *span)), span[1]]
    found: list[Range] = []
    keeping = False
    for low, high in pairwise(cuts):
        keeps = _KEEPS.search(text, low, high)
        commands = any(low <= cue.start < high and cue.intent != "request" for cue in said.cues)
        keeping = bool(keeps) or (keeping and not commands)
        if keeps:
            found.append((keeps.start(), high))
        elif keeping:
            found.append((low, high))
        elif stays := _STAYS.search(text, low, high):
            since = max(
                text.rfind(",", span[0], stays.start()), text.rfind(" but ", span[0], stays.start()), span[0]
            )
            found.append((since, high))
    return found


def _outside(ranges: Sequence[Range]) -> Callable[[tuple[Found[Value], ...]], tuple[Found[Value], ...]]:
    def kept(found: tuple[Found[Value], ...]) -> tuple[Found[Value], ...]:
        return tuple(one for one in found if not any(low <= one.start < high for low, high in ranges))

    return kept
