"""What an inspector answers, read as people write; what is not surely understood changes nothing."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from parsers.dates import find_dates
from parsers.inspection.case_references import CASE, named_cases
from parsers.inspection.reading import DateReading, InspectorUpdate, Result, TimeReading, UpdateAction
from parsers.inspection.update_offers import offered_instead, without_no
from parsers.inspection.update_words import (
    APPROVED,
    CONFIRM,
    CORRECTION,
    DECLINE,
    EN_ROUTE,
    HEDGED,
    NEGATED,
    NO_ACCESS,
    NO_CORRECTION,
    NOT_YET,
    PARTIAL,
    QUESTION,
    READY_WORD,
)
from parsers.mail import Mail
from parsers.masks import masked
from parsers.spans import Found, blank_out, plain
from parsers.subjects import clean_subject
from parsers.times import find_times

_MAX_CHARACTERS = 6_000
_MAX_NOTE = 600

_SENTENCE = re.compile(r"[^.!?\n;]+(?:[.:](?=\d)[^.!?\n;]*)*(?:[ap]\.m\.[^.!?\n;]*)*[.!?;]?")

# What may stand beside a time that is the whole answer.
_BESIDE_TIME = frozenset(
    re.findall(
        r"\S+",
        "about am and around at be better between booked can change come confirm confirmed confirming copy do "
        "down fine for good great have hi i i'll ill instead is it late let's lets make making me moving "
        "myself of ok okay on perfect plan planning please pm put roger running say schedule scheduled set "
        "sharp sorry sure thank thanks that the then there to will work works yes you your",
    )
)
_ASKS_BACK = re.compile(
    r"\b(?:can|could|would|will|do|does|are|is) (?:you|he|she|they|we|it|that)\b", re.IGNORECASE
)
_FOUR_DIGITS = re.compile(r"(?<![\d/:.-])\b((?:0\d|1[0-8]))([0-5]\d)\b(?![/:-]\d)")


def read_update(mail: Mail, received: datetime) -> InspectorUpdate:
    """The inspector's own new words as one act: confirmed (with day and time), on the way, declined, a result.

    `received`: aware, office time. Two acts that exclude each other, questions, "not yet" and "will be" are not
    understood: `action` None.
    """
    text = _unsigned(plain(mail.new_text, _MAX_CHARACTERS).strip(), mail.sender.name)
    subject = clean_subject(plain(mail.subject, 1_000))
    cases, lots = named_cases(subject, text)
    if not text and not subject.is_reply:
        text = subject.text
    offered = offered_instead(text)
    action, result = ("confirm", None) if offered else _act(text)
    if action is None and _is_ready_reply(subject.text) and not _acts(text):
        action, result = _act(CASE.sub(" ", subject.text))
        text = f"{subject.text}\n{text}"
    note = " ".join(text.split())[:_MAX_NOTE]
    if action is None:
        return InspectorUpdate(note=note, cases=cases, lots=lots)
    if action != "confirm":
        return InspectorUpdate(action, result=result, note=note, cases=cases, lots=lots)
    hidden = _clock_digits(masked(offered or text))
    day, at, sure = _when(hidden, received.date())
    if not sure:
        return InspectorUpdate(note=note, cases=cases, lots=lots)
    return InspectorUpdate("confirm", day=day, at=at, note=note, cases=cases, lots=lots)


def _unsigned(text: str, name: str) -> str:
    """The text without the writer's own name at its end."""
    own = {word.casefold() for word in re.findall(r"[^\W\d_]{2,}", name[:200])}
    while (last := re.search(r"(?:^|[\s.,;!-])([^\W\d_]{2,})\W*$", text[-80:])) and last[1].casefold() in own:
        text = text[: len(text) - len(text[-80:]) + last.start(1)].rstrip(" ,;-\n\t")
    return text


def _is_ready_reply(subject: str) -> bool:
    return bool(READY_WORD.match(CASE.sub("", subject)))


_Act = tuple[UpdateAction | None, Result | None]


def _act(text: str) -> _Act:
    """The one act of the text; (None, None) where there is none or where several disagree."""
    acts = _acts(text)
    if len(acts) == 1:
        return next(iter(acts))
    kinds = {action for action, _ in acts}
    results = {result for _, result in acts if result}
    if kinds == {"confirm", "result"} or (kinds == {"decline", "result"} and results == {"no_access"}):
        # "Confirmed, all approved": the result is the later word. "Could not get in" is no refusal to come.
        return ("result", results.pop()) if len(results) == 1 else (None, None)
    if kinds == {"confirm", "en_route"}:
        return "en_route", None
    if kinds == {"result"} and results == {"partial", "correction"}:
        return "result", "partial"
    return None, None


def _acts(text: str) -> set[_Act]:
    found: set[_Act] = set()
    sentences = [match[0] for match in _SENTENCE.finditer(text)]
    for number, sentence in enumerate(sentences[:60]):
        if QUESTION.search(sentence) or not sentence.strip():
            if re.search(r"\?\s*$", sentence) and number == 0 and len(sentences) == 1:
                return set()
            continue
        found |= _acts_of(sentence)
    if not found and (bare := _bare_time(text)):
        found.add(bare)
    return found


def _bare_time(text: str) -> _Act | None:
    """A reply that is a time and little else ("10:30", "Let's say Tuesday 9am") confirms it."""
    text = without_no(text)
    if "?" in text or len(text) > 100 or NEGATED.search(text) or _ASKS_BACK.search(text):
        return None
    hidden = _clock_digits(masked(text))
    if not (find_times(hidden) or find_times(f"at {hidden}")):
        return None
    said = [(one.start, one.end) for one in find_times(hidden)]
    said += [(one.start, one.end) for one in find_dates(hidden, date(2024, 1, 1))]
    rest = blank_out(hidden, said, " ").lower().replace("o'clock", " ")
    words = re.findall(r"[a-z']+", re.sub(r"\b(?:come|stop|swing) by\b", " ", rest))
    return ("confirm", None) if _BESIDE_TIME.issuperset(words) else None


def _clock_digits(text: str) -> str:
    """ "0930" as "09:30": a year is left alone."""
    return _FOUR_DIGITS.sub(r"\1:\2", text)


def _acts_of(sentence: str) -> set[_Act]:
    found: set[_Act] = set()
    if NO_ACCESS.search(sentence) and not re.search(r"\bif\b|\bunless\b", sentence, re.IGNORECASE):
        return {("result", "no_access")}
    result = _result(sentence)
    if result:
        return {("result", result)}
    if _is_en_route(sentence):
        return {("en_route", None)}
    if _is_about_en_route(sentence):
        return found
    if DECLINE.search(sentence) and not re.search(r"\b(?:if|unless)\b", sentence, re.IGNORECASE):
        return _declined(sentence)
    sentence = without_no(sentence)
    match = CONFIRM.search(sentence)
    if match and not NEGATED.search(sentence[: match.end() + 12]) and not HEDGED.search(sentence):
        found.add(("confirm", None))
    return found


def _declined(sentence: str) -> set[_Act]:
    """ "Can't make 9, but 11 works": a refusal of the hour, not of the visit; what is meant is not sure."""
    if re.search(
        r"\b(?:but|(?<!no )can (?:do|come|make)|works|how about|instead|could (?:do|come)|what about)\b",
        sentence,
        re.IGNORECASE,
    ) or (
        re.search(r"\b(?:until|before|by)\b", sentence, re.IGNORECASE)
        and not re.search(r"\b(?:out|off|vacation|sick)\b", sentence, re.IGNORECASE)
    ):
        return {(None, None)}
    if re.search(r"(?:\b(?:not|never|cannot|cant)|n't) (?:declin|unavailable)", sentence, re.IGNORECASE):
        return set()
    return {("decline", None)}


def _is_en_route(sentence: str) -> bool:
    match = EN_ROUTE.search(sentence)
    if not match or _is_question_like(sentence):
        return False
    before, after = sentence[: match.start()], sentence[match.end() :]
    if (
        NOT_YET.search(before)
        or re.match(
            r"\s*(?:at|around|by|about|after|before|tomorrow|later|soon|when|once|if|in (?:an|a|\d|about|"
            r"half))\b(?! \d+ ?min)",
            after,
            re.IGNORECASE,
        )
        or re.search(
            r"\b(?:yet|tomorrow|later|if|when|once|another|other|different|first|home|to (?:the|my) (?:office|"
            r"shop|doctor|hospital))\b",
            after,
            re.IGNORECASE,
        )
    ):
        return False
    return not re.search(
        r"\b(?:you|they|he|she|crew|contractor|who|someone|materials?)\b[^,]{0,12}$", before, re.IGNORECASE
    )


def _is_about_en_route(sentence: str) -> bool:
    return bool(EN_ROUTE.search(sentence))


def _is_question_like(sentence: str) -> bool:
    return sentence.rstrip().endswith("?")


def _result(sentence: str) -> Result | None:
    if re.search(
        r"\b(?:if|once|when|until|unless|will be|should be|needs? to be|to be|hope\w*|before|would|could|"
        r"not yet|waiting|has(?:n't| not) been|have(?:n't| not)|plans?|permits? (?:is|was|are)|whether)\b",
        sentence,
        re.IGNORECASE,
    ) and not re.search(r"\b(?:needs? re-?insp|corrections?)\b", sentence, re.IGNORECASE):
        return None
    if re.search(r"\b(?:if|will|would|should|any)\b[^.]{0,20}\bcorrections?\b", sentence, re.IGNORECASE):
        return None
    without = NO_CORRECTION.search(sentence)
    if PARTIAL.search(sentence) and not re.search(
        r"\b(?:not|n't|no)\b[^.]{0,8}\bpartial", sentence, re.IGNORECASE
    ):
        return "partial"
    approved = APPROVED.search(sentence)
    corrected = CORRECTION.search(NO_CORRECTION.sub(" ", sentence))
    if corrected and re.search(
        r"\b(?:corrections?)\s(?:are |were |was |have been |all )*(?:made|fixed|complete\w*|done|"
        r"addressed|approved|verified|signed)\b",
        sentence,
        re.IGNORECASE,
    ):
        corrected = None
    if approved and corrected:
        negated = re.search(r"\b(?:not|n't|no)\s(?:\w+\s){0,1}(?:approved?|pass)", sentence, re.IGNORECASE)
        return "correction" if negated else None
    if corrected:
        return "correction"
    if approved and not re.search(
        r"\b(?:not|n't|never|no)\s(?:\w+\s){0,2}$", sentence[: approved.start()], re.IGNORECASE
    ):
        if approved[0].lower() in (
            "all good",
            "all set",
            "looks good",
            "looked good",
            "pass",
            "good to go",
            "all ok",
            "all clear",
        ) and re.search(
            r"\b(?:schedule|time|tomorrow|see you|for (?:mon|tue|wed|thu|fri|\d)|at \d|pass (?:it|this|on))",
            sentence,
            re.IGNORECASE,
        ):
            return None
        return "approved"
    return (
        "approved"
        if without and re.search(r"\b(?:done|complete|finished|inspected)\b", sentence, re.IGNORECASE)
        else None
    )


def _when(hidden: str, today: date) -> tuple[date | None, time | None, bool]:
    """(day, time, surely read) of a confirmation; two different times or days are not sure."""
    dates = find_dates(hidden, today)
    times = find_times(hidden, ((one.start, one.end) for one in dates)) or find_times_bare(hidden)
    days = {one.value.days for one in dates}
    clocks = {one.value.value for one in times if ":" in one.value.value}
    if len(days) > 1 or len(clocks) > 1 or any(one.value.problem for one in dates):
        return _one_of(dates, clocks)
    day = dates[0].value.days[0] if dates and dates[0].value.days else None
    clock = next(iter(clocks), None)
    return day, time(int(clock[:2]), int(clock[3:])) if clock else None, True


def _one_of(dates: tuple[Found[DateReading], ...], clocks: set[str]) -> tuple[date | None, time | None, bool]:
    same_day_weekday = (
        len(dates) == 1
        and dates[0].value.problem == "ambiguous"
        and len(dates[0].value.days) == 2
        and len(clocks) <= 1
    )
    if same_day_weekday:
        # The day of the appointment decides which of two was meant; only the time is news.
        clock = next(iter(clocks), None)
        return None, time(int(clock[:2]), int(clock[3:])) if clock else None, bool(clock)
    return None, None, False


def find_times_bare(hidden: str) -> tuple[Found[TimeReading], ...]:
    """The time of a reply that is nothing but an hour ("10", "9-11")."""
    if len(hidden.strip()) > 20:
        return ()
    return find_times(f"at {hidden.strip()}")
