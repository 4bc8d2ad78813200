"""Tells whether a client's pattern for reference numbers is safe to run."""

from __future__ import annotations

import re
import time
import warnings
from dataclasses import dataclass
from itertools import product
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

MAX_PATTERN_CHARACTERS = 300
MAX_SAMPLE_CHARACTERS = 500
TRY_LENGTHS = range(6, 42, 2)
SLOW_SECONDS = 0.05
PREFERRED = ("0", "A", "a", "-", " ", "_", "/")
NO_NUMBER_HOLDS_IT = "\n\x00"


def pattern_fault(pattern: str) -> str | None:
    """Why this regular expression cannot be used, None where it can.

    Refused are patterns that do not compile and those whose time grows out of hand on texts that almost match
    (`(A+)+`). The last is measured, in processor time: the pattern runs on texts of growing length that its
    own parts make up, and stops at the first slow one.
    """
    if len(pattern) > MAX_PATTERN_CHARACTERS:
        return f"is longer than {MAX_PATTERN_CHARACTERS} characters"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            compiled = re.compile(pattern)
            tree = _parser.parse(pattern)
    except (re.error, OverflowError, RecursionError, Warning) as error:
        return f"is not a regular expression ({error})"
    if _is_slow(compiled, tree):
        return "takes too long on some texts (a repetition inside a repetition); write it without nesting"
    return None


@dataclass(frozen=True, slots=True)
class _Taste:
    """How to fill in what a pattern leaves open: a sign, first or last alternative, optional parts or not."""

    sign: str
    branch: int
    takes_optional: bool


TASTES = tuple(_Taste(*choice) for choice in product(PREFERRED, (0, -1), (False, True)))


def _is_slow(compiled: re.Pattern[str], tree: Any) -> bool:
    start = time.thread_time()
    for taste, length in product(TASTES, TRY_LENGTHS):
        text = _sample(tree, taste, length) + NO_NUMBER_HOLDS_IT
        before = time.thread_time()
        compiled.fullmatch(text)
        now = time.thread_time()
        if now - before > SLOW_SECONDS or now - start > 10 * SLOW_SECONDS:
            return True
    return False


def _sample(tree: Any, taste: _Taste, times: int) -> str:
    """A text that the pattern's parts match, every open repetition `times` long (one inside another once)."""
    return "".join(_sample_part(kind, value, taste, times) for kind, value in tree)[:MAX_SAMPLE_CHARACTERS]


def _sample_part(kind: Any, value: Any, taste: _Taste, times: int) -> str:
    match str(kind):
        case "LITERAL":
            return chr(value)
        case "NOT_LITERAL":
            return taste.sign if ord(taste.sign) != value else "B"
        case "ANY":
            return taste.sign
        case "IN":
            return _sample_of_class(value, taste.sign)
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            least, most, inner = value
            return _sample(inner, taste, 1) * _repetitions(least, most, taste, times)
        case "SUBPATTERN":
            return _sample(value[-1], taste, times)
        case "BRANCH":
            return _sample(value[1][taste.branch], taste, times)
        case "ATOMIC_GROUP":
            return _sample(value, taste, times)
        case _:
            return ""


def _repetitions(least: int, most: int, taste: _Taste, times: int) -> int:
    if least == most:
        return min(least, MAX_SAMPLE_CHARACTERS)
    if most == 1 or times == 1:
        return max(min(least, MAX_SAMPLE_CHARACTERS), 1 if taste.takes_optional or most > 1 else 0)
    # Beyond an upper bound too: the text need not match, it has to make the pattern try.
    return max(min(least, MAX_SAMPLE_CHARACTERS), times)


def _sample_of_class(items: Any, preferred: str) -> str:
    candidates = [preferred, *PREFERRED, *(chr(value) for kind, value in items if str(kind) == "LITERAL")]
    candidates += [chr(value[0]) for kind, value in items if str(kind) == "RANGE"]
    return next((sign for sign in candidates if _class_holds(items, sign)), "")


def _class_holds(items: Any, sign: str) -> bool:
    negated = any(str(kind) == "NEGATE" for kind, _ in items)
    held = any(_item_holds(kind, value, sign) for kind, value in items)
    return held != negated


def _item_holds(kind: Any, value: Any, sign: str) -> bool:
    name = str(kind)
    if name == "LITERAL":
        return bool(ord(sign) == value)
    if name == "RANGE":
        return ord(sign) in range(value[0], value[1] + 1)
    if name == "CATEGORY":
        return _category_holds(value, sign)
    return False


def _category_holds(category: Any, sign: str) -> bool:
    tests: dict[Any, bool] = {
        _constants.CATEGORY_DIGIT: sign.isdigit(),
        _constants.CATEGORY_NOT_DIGIT: not sign.isdigit(),
        _constants.CATEGORY_SPACE: sign.isspace(),
        _constants.CATEGORY_NOT_SPACE: not sign.isspace(),
        _constants.CATEGORY_WORD: sign.isalnum() or sign == "_",
        _constants.CATEGORY_NOT_WORD: not (sign.isalnum() or sign == "_"),
    }
    return tests.get(category, False)
