"""Mail that asks nothing: thanks, ok, see you then."""

from __future__ import annotations

import re
from typing import Final

from parsers.mail import Mail
from parsers.signatures import PHONE, TITLE
from parsers.spans import plain, word_set
from parsers.subjects import clean_subject

THANKS: Final = word_set(
    """
    thanks thank thx ty tks ok okay k kk got received noted understood great perfect awesome excellent
    wonderful fantastic terrific super sweet alright gracias merci wilco gotcha
    sounds copy see appreciate appreciated cheers yes yep yup sure roger confirmed cool nice good
    """
)


# Said with words too common to be thanks by themselves; the whole of the mail beside thanks, fillers and names.
PLEASANTRY = re.compile(
    r"\b(?:will do|no (?:problem|worries)|all good|good deal|sounds (?:good|great|like a plan)|got it|much "
    r"obliged|you too|same to you|(?:you're|you are|your) welcome|(?:my|our) pleasure|looking forward to "
    r"(?:it|seeing you|meeting you)|talk (?:soon|then|later)|take care|have an? (?:good|great|nice|"
    r"wonderful) "
    r"(?:one|day|evening|afternoon|morning|weekend|week)|(?:best|kind|warm) regards|glad to hear"
    r"|no (?:further|more|other) questions?(?: (?:from|on) (?:our|my) (?:side|end))?)\b",
    re.IGNORECASE,
)


FILLERS: Final = word_set(
    """
    you u again so very much a an lot bunch everyone all team for the your our it that this everything
    working whole turnaround
    letting us me know getting back to confirming sending taking care help quick reply update response on in
    and we i will do then there soon tomorrow today later monday tuesday wednesday thursday friday problem
    no worries too have day one weekend week evening afternoon morning best regards works we'll i'll be
    ready that's is hi hello dear as always talk glad hear info information heads up heads-up happy
    sincerely take bye now just really kindly mr ms mrs guys folks sir ma'am of from with at my appreciation
    obliged like plan seeing deal our pleasure welcome you're
    answer answers answering news sorry trouble inconvenience hassle confusion apologies
    prompt fast by way great well thank's re fine here same next time then's looking forward meeting
    """
)


DAYS: Final = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "tomorrow", "today"])


# A sentence that thanks for something, whatever for, wants nothing unless it goes on.
_GRATITUDE = re.compile(
    r"(?:(?:we|i|just|only|really|again|and|so|all|hi|team|a|quick|note|wanted|want|would|like|to|say|send|"
    r"big|huge|many|"
    r"extend|my|our|do) ){0,8}(?:thanks?|thank you|thx|appreciate|grateful)\b(?! in advance)[^.!?\n]*",
    re.IGNORECASE,
)
# "Sounds good, we will have someone at the door": agrees and promises, asks nothing.
_AGREES = re.compile(
    r"(?:(?:ok|okay|sounds good|sounds great|great|perfect|good|got it|thanks|thank you|super|understood|"
    r"will do)[\s,-]+){1,3}"
    r"(?:(?:and|then|so) )?(?:we|i|someone|somebody|they|he|she)(?:'ll| will)\b(?![^.]*\b(?:\w*day|tomorrow|"
    r"ready|inspect\w*"
    r"|not|never|cancel\w*|re-?sched\w*|postpone|move|push|withdraw|require)\b)[^.!?\n]*",
    re.IGNORECASE,
)
# "I'll send a new request once we are ready": promised, not asked.
_PROMISES = re.compile(
    r"(?:^|(?<=[.!\n]))\s*(?:we|i)(?:'ll| will) (?:just )?(?:send|submit|e-?mail|re-?submit|let you know|"
    r"be in touch|reach out|fix"
    r"|correct)\b(?![^.!?\n]*(?:\d|day\b|tomorrow|cancel|\bnot\b|\bbut\b|please))[^.!?\n]*[.!]?",
    re.IGNORECASE,
)
_NO_QUESTIONS = re.compile(
    r"\bno (?:further|more|other) questions?(?: (?:from|on) (?:our|my) (?:side|end))?\b", re.IGNORECASE
)
_NAME = re.compile(r"[A-Z][\w.'-]+(?: [A-Z][\w.'-]*){1,2}(?:, [A-Z.]{2,5})?")
_GOES_ON = re.compile(
    r"\d|\b(?:but|however|although|though|can|could|would you|will you|please|pls|need|if|when|also|still|"
    r"except|"
    r"unless|let (?:me|us) know|ahead of time)\b",
    re.IGNORECASE,
)


def asks_nothing(mail: Mail) -> bool:
    """Thanks, ok, see you then: nothing that anybody must answer."""
    text = _without_names(plain(mail.new_text, 600), mail).strip()
    if "?" in text or len(text) > 240 or any(not one.inline for one in mail.attachments) or mail.forwarded:
        return False
    subject = clean_subject(plain(mail.subject, 300))
    if not text:
        return _is_thanks(subject.text)
    if (
        not (subject.is_reply or mail.in_reply_to)
        and not _is_thanks(subject.text)
        and len(subject.text.split()) > 3
    ):
        return False
    return _is_thanks(text)


def _without_names(text: str, mail: Mail) -> str:
    """The words without a closing block that begins with the sender's own name, or is plainly one."""
    first = mail.sender.name.split()[:1]
    lines = text.splitlines()
    for at, line in enumerate(lines):
        if not at or len(lines) - at > 6:
            continue
        is_own = bool(first) and line.split()[:1] == first
        if is_own or (not lines[at - 1].strip() and _is_closing_block(lines[at:])):
            return "\n".join(lines[:at])
    return text


def _is_closing_block(lines: list[str]) -> bool:
    """A name, and below it a title or a phone."""
    below = " ".join(lines[1:])
    return bool(_NAME.fullmatch(lines[0].strip()) and (TITLE.search(below) or PHONE.search(below)))


def _only_agrees(sentence: re.Match[str]) -> str:
    words = sentence[0].strip()
    return "thanks" if _AGREES.fullmatch(words) and not _GOES_ON.search(words) else sentence[0]


def _only_thanks(sentence: re.Match[str]) -> str:
    """The sentence, or a mere "thanks" where it says no more."""
    words = sentence[0].strip()
    return "thanks" if _GRATITUDE.fullmatch(words) and not _GOES_ON.search(words) else sentence[0]


def _is_thanks(text: str) -> bool:
    text = _PROMISES.sub(" ", re.sub(r"\b10-4\b", "ok", text))
    text = re.sub(r"[^.!?\n]+", _only_agrees, re.sub(r"[^.!?\n]+", _only_thanks, text))
    text = _NO_QUESTIONS.sub(" ", text)
    words = re.findall(r"[^\W_][\w'-]*", text)
    if not words:
        return bool(text.strip())
    spoken = {word.lower() for word in words}
    if spoken & DAYS and not spoken & {"see", "until", "till"}:
        return False
    strange = [word for word in words if word.lower() not in THANKS and word.lower() not in FILLERS]
    names = all(word[0].isupper() and word[1:].islower() for word in strange)
    is_kind = any(word.lower() in THANKS for word in words) or PLEASANTRY.search(text) is not None
    return len(strange) <= 2 and names and is_kind
