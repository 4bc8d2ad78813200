"""A client's own pattern for reference numbers: somebody typed it, so it is tried with a time limit."""

from __future__ import annotations

from functools import lru_cache

import regex

MAX_PATTERN_CHARACTERS = 300
SECONDS = 0.1


def pattern_fault(pattern: str) -> str | None:
    """Why this regular expression cannot be used, None where it can."""
    if len(pattern) > MAX_PATTERN_CHARACTERS:
        return f"is longer than {MAX_PATTERN_CHARACTERS} characters"
    try:
        regex.compile(pattern)
    except (regex.error, OverflowError, RecursionError, ValueError) as error:
        return f"is not a regular expression ({error})"
    return None


def fits(pattern: str, written: str) -> bool | None:
    """Whether the pattern fits the number as typed, or in capitals.

    None where nothing can be said: no pattern, none that compiles, or one that took longer than its limit.
    """
    compiled = _compiled(pattern)
    if compiled is None:
        return None
    try:
        return any(compiled.fullmatch(text, timeout=SECONDS) for text in (written, written.upper()))
    except TimeoutError:
        return None


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> regex.Pattern[str] | None:
    return regex.compile(pattern) if pattern and pattern_fault(pattern) is None else None
