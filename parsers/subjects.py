"""A subject line without what mail programs put before it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PREFIX = re.compile(
    r"\s*(?:(?P<reply>(?:re|aw|antw|sv|vs|odp|r|res|rif)(?:\s?\[\d{1,3}\]|\s?\(\d{1,3}\))?\s?:)"
    r"|(?P<forward>(?:fwd?|wg|tr|enc|rv|vb|i|doorst|fs)(?:\s?\[\d{1,3}\])?\s?:)"
    r"|(?P<tag>\[(?:ext|external|external (?:sender|e-?mail)|e-?mail externo?|secure|encrypt(?:ed)?|"
    r"caution|suspected spam|spam|bulk|newsletter|non-?city|outside)\W{0,3}\]|\*{2,}\s?(?:ext|"
    r"external|spam|caution)[^*]{0,20}\*{2,}|\((?:ext|external)\)|(?:external|caution)\s?:|ext:))\s*",
    re.IGNORECASE,
)
_MAX_PREFIXES = 30


@dataclass(frozen=True, slots=True)
class Subject:
    """`text`: what the sender wrote; `is_reply`, `is_forward`: what the innermost prefix that counts says."""

    text: str
    is_reply: bool = False
    is_forward: bool = False


def clean_subject(subject: str) -> Subject:
    """The subject without Re, Fw, AW, [EXTERNAL] and their like, in any number and order."""
    text, reply, forward = " ".join(subject.split()), False, False
    for _ in range(_MAX_PREFIXES):
        match = _PREFIX.match(text)
        if not match:
            break
        reply = reply or (bool(match["reply"]) and not forward)
        forward = forward or (bool(match["forward"]) and not reply)
        text = text[match.end() :]
    return Subject(text.strip(), reply, forward)
