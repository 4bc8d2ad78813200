"""What a coordinator tells the robot to do: one command a line, in the coordinator's own new words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

Order = Literal["pause_letters", "resume_letters", "release_letters", "waive", "close"]

_GREETING = re.compile(r"(?:hi|hello|hey|dear|good (?:morning|afternoon))\b.{0,40}", re.IGNORECASE)
_MAX_LINE = 300
_MAX_COMMANDS = 50
_PATTERNS: tuple[tuple[Order, re.Pattern[str]], ...] = (
    ("pause_letters", re.compile(r"pause (?:all )?letters", re.IGNORECASE)),
    ("resume_letters", re.compile(r"resume (?:all )?letters", re.IGNORECASE)),
    ("release_letters", re.compile(r"release (?:all )?(?:held )?letters", re.IGNORECASE)),
    (
        "waive",
        re.compile(
            r"waive (?P<subject>C-\d{2}-\d{5})(?:[\s:,-]+(?:because\s+)?(?P<words>.+))?", re.IGNORECASE
        ),
    ),
    ("close", re.compile(r"close (?P<subject>FPP-\d{2}-\d{6})(?:[\s:,-]+(?P<words>.+))?", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True)
class Command:
    """One order. `subject`: the charge or case that it names, in capitals; `words`: the reason given."""

    order: Order
    subject: str = ""
    words: str = ""


def read_commands(text: str) -> tuple[Command, ...]:
    """The commands at the head of a text, in order, up to the first line that is none.

    A greeting may stand before them. What comes after other words does not count: it may be somebody else's,
    pasted.
    """
    lines = [line.strip().rstrip(".!") for line in text.splitlines()[:500] if line.strip()]
    if lines and _GREETING.fullmatch(lines[0]):
        lines = lines[1:]
    found = (_command(line) if len(line) <= _MAX_LINE else None for line in lines)
    return tuple(command for command in takewhile(bool, found) if command)[:_MAX_COMMANDS]


def _command(line: str) -> Command | None:
    for order, pattern in _PATTERNS:
        match = pattern.fullmatch(" ".join(line.split()))
        if match is None:
            continue
        named = match.groupdict()
        return Command(order, (named.get("subject") or "").upper(), (named.get("words") or "").strip())
    return None
