"""Permit numbers as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from parsers.inspection.reading import PermitReading
from parsers.spans import Found, plain, word_set

_MAX_PERMITS = 600
_MAX_RANGE = 20

SUFFIXES = word_set(
    """
    CO RS ET MT PT LU EA RW UR SG TR ZP ZL HZ SD FS EX PR CC BL FP PW WT SE
    """
)
"""Endings of other programs' numbers; any two letters count where the number is written in full."""

# One blank or dash (or both) stands between the groups; a line may end after a dash only, so that columns do
# not run together.
_SEP = r"(?:[ ]{0,2}[-_./](?:[ ]{0,2}|\n)|[ ])"
_FULL = re.compile(
    rf"(?<![\d-])(?:(?:19|20)?(?P<year>\d{{2}})){_SEP}(?P<serial>[\dO]{{6}}){_SEP}(?P<set>[\dO]{{3}}|"
    rf"REV|DFS|STR)"
    rf"{_SEP}(?P<sub>[\dO]{{2}}){_SEP}?(?P<suffix>[A-Z]{{2}})(?![A-Z0-9])",
    re.IGNORECASE,
)
_RUN_TOGETHER = re.compile(
    r"(?<![\w-])(?:20)?(?P<year>\d{2})-?(?P<serial>\d{6})[ -]?(?P<set>\d{3})[ -]?(?P<sub>\d{2})[ "
    r"-]?(?P<suffix>"
    r"FA|CO|RS|ET|MT|PT)"
    r"(?![A-Z0-9])",
    re.IGNORECASE,
)
_PART = re.compile(
    rf"(?<![\w/.-])(?:(?:19|20)(?=\d\d-))?(?P<year>\d{{2}})(?:[ ]?-[ ]?|_)(?P<serial>[\dO]{{6}})"
    rf"(?:{_SEP}(?:\d{{3}}|REV|DFS))?(?:{_SEP}\d{{2}}(?![\d:/]|\s?[ap]m))?(?:{_SEP}?(?P<suffix>FA|"
    rf"{'|'.join(sorted(SUFFIXES))})(?![A-Z0-9]))?"
    r"(?!\d|-\d{2,}(?:-|\d))",
    re.IGNORECASE,
)
# After the word "permit" blanks may stand for the dash, and a run of eight digits is a number.
_NAMED_PART = re.compile(
    r"\bpermit(?:s|\s*(?:no|num|number|#))?\.?[ ]?[:#-]{0,2}[ ]{0,3}"
    rf"(?:20(?=\d\d ))?(?P<year>\d{{2}})[ ]?(?P<serial>\d{{6}})(?:[ -](?P<suffix>FA|"
    rf"{'|'.join(sorted(SUFFIXES))})\b)?(?![\d-])",
    re.IGNORECASE,
)
# Without that word only where year and serial look like a permit's.
_SPACED_PART = re.compile(
    r"(?<![\w/.,:$#-])(?<!\d )(?P<year>1[5-9]|2\d|"
    r"3[0-5]) (?P<serial>[0-2]\d{5})(?: (?P<suffix>FA)\b)?(?![\w,:-]| \d)"
)
_TAIL = re.compile(
    r"\s{0,2}(?P<link>,|&|/|\+|and|thru|through|to)\s{0,2}(?:and\s|&\s?)?-(?P<tail>\d{2,3})(?![\w:-]|/\d)",
    re.IGNORECASE,
)
# "24-012345, 012347": the year of the first goes for the serials behind it.
_SERIAL = re.compile(
    r"\s{0,2}(?:,|&|/|\+|and|,\s?and)\s{0,2}(?P<serial>\d{6})(?![\w:-]|\.\d|,\d)", re.IGNORECASE
)
# The shape of a number in full with a digit too few or too many.
_MALFORMED = re.compile(
    r"(?<![\w-])(?:20)?\d{2}-\d{3,9}-\d{2,4}-\d{1,3}-[A-Z]{2}\b|(?<![\w-])\d{2}-(?:\d{4,5}|\d{7,8})-FA\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\bpermit(?:s|\s*\(s\))?(?:\s{0,2}(?:no|num|nbr|number|numbers|id|"
    r"#))?\.?\s{0,2}[:#=-]{0,2}\s{0,2}(?:is\s|was\s|for\s)?#?\s?"
    r"(?P<word>CCB|IVR|PB|C|E|M|P)?\s{0,2}(?:no\.?|number|#|license|licence|lic\.?)?\s{0,2}[:#-]?\s?"
    r"(?P<number>\(?\d[\dO()]*(?:[-. ][(]?\d[\d()O]*){0,4})",
    re.IGNORECASE,
)
_NAMED_OTHER = re.compile(
    r"\b(?P<word>IVR|CCB)\s{0,2}(?:no\.?|number|num|#|license|licence|lic\.?|"
    r"code)?\s{0,2}[:#-]?\s{0,2}(?P<number>\d{4,8})(?![\d-])",
    re.IGNORECASE,
)

LooksLike = Literal["ivr", "ccb", "licence", "phone", "other"]


def read_permits(text: str) -> tuple[PermitReading, ...]:
    """Every permit number of the text, in order, each once; where there is none, what stands in its place."""
    seen: dict[tuple[str | None, ...], PermitReading] = {}
    for found in find_permits(plain(text)):
        one = found.value
        key = (one.number or one.short, one.suffix, one.looks_like, one.text if one.looks_like else None)
        seen.setdefault(key, one)
    return _without_echoes(tuple(seen.values()))


# One text is searched several times on the way of one mail.
@lru_cache(maxsize=8)
def find_permits(text: str) -> tuple[Found[PermitReading], ...]:
    """The readings of `read_permits` with their places, repeats included; `text` is already plain."""
    if not any(map(str.isdigit, text)):
        return ()
    found = sorted([*_numbers(text), *_malformed(text)], key=lambda one: one.start)[:_MAX_PERMITS]
    return tuple(found) if found else tuple(_in_their_place(text))


def _without_echoes(found: tuple[PermitReading, ...]) -> tuple[PermitReading, ...]:
    # A short number beside the same number in full says nothing new.
    full = {one.number[:9] for one in found if one.number}
    other = {one.short for one in found if one.suffix}
    return tuple(
        one
        for one in found
        if one.number or one.suffix or one.looks_like or (one.short not in full and one.short not in other)
    )


def _numbers(text: str) -> Iterator[Found[PermitReading]]:
    taken: set[int] = set()
    for pattern in (_FULL, _RUN_TOGETHER, _PART, _NAMED_PART, _SPACED_PART):
        for match in pattern.finditer(text):
            start = match.start("year")
            if start in taken or match.start("serial") in taken:
                continue
            taken.update(range(start, match.end()))
            reading = _reading(match, complete=pattern in (_FULL, _RUN_TOGETHER))
            if reading is None:
                continue
            yield Found(start, match.end(), reading)
            yield from _tails(text, match, reading)
            yield from _serials(text, match, reading)


def _malformed(text: str) -> Iterator[Found[PermitReading]]:
    for match in _MALFORMED.finditer(text):
        if not _FULL.fullmatch(match[0]):
            yield Found(match.start(), match.end(), PermitReading(match[0], looks_like="other"))


def _reading(match: re.Match[str], complete: bool) -> PermitReading | None:
    year, serial = match["year"], match["serial"].upper().replace("O", "0")
    if match["serial"].upper().count("O") > 2:
        return None
    suffix = (match["suffix"] or "").upper()
    text = match[0][match.start("year") - match.start() :] if not complete else match[0]
    short = f"{year}-{serial}"
    if suffix not in ("", "FA"):
        return PermitReading(text.strip(), short=short, suffix=suffix)
    if not complete:
        return PermitReading(text.strip(), short=short)
    groups = f"{match['set'].upper().replace('O', '0')}-{match['sub'].upper().replace('O', '0')}"
    return PermitReading(text.strip(), number=f"{short}-{groups}-FA")


def _tails(text: str, match: re.Match[str], first: PermitReading) -> Iterator[Found[PermitReading]]:
    """`24-012345, -46 and -47`: sure only while every tail is as long as the first and larger than the one before."""
    year, serial = match["year"], match["serial"].upper().replace("O", "0")
    at, before, width = match.end(), 0, 0
    while tail := _TAIL.match(text, at):
        digits = tail["tail"]
        width = width or len(digits)
        before = before or int(serial[-width:])
        if len(digits) != width or not before < int(digits) or width < 2:
            return
        is_range = (tail["link"] or "").lower() in ("thru", "through", "to")
        if is_range and int(digits) - before > _MAX_RANGE:
            return
        for number in range(before + 1, int(digits) + 1) if is_range else (int(digits),):
            short = f"{year}-{serial[:-width]}{number:0{width}d}"
            yield Found(
                tail.start("tail"),
                tail.end(),
                PermitReading(tail[0].strip(" ,&"), short=short, suffix=first.suffix),
            )
        before, at = int(digits), tail.end()


def _serials(text: str, match: re.Match[str], first: PermitReading) -> Iterator[Found[PermitReading]]:
    at = match.end()
    while next_one := _SERIAL.match(text, at):
        short = f"{match['year']}-{next_one['serial']}"
        yield Found(
            next_one.start("serial"),
            next_one.end(),
            PermitReading(next_one["serial"], short=short, suffix=first.suffix),
        )
        at = next_one.end()


def _in_their_place(text: str) -> Iterator[Found[PermitReading]]:
    """Numbers that the sender took for a permit number."""
    places = [m for m in _PLACE.finditer(text) if sum(map(str.isdigit, m["number"])) >= 4]
    for match in places[:_MAX_PERMITS]:
        shown = match[0][match.start("number") - match.start() :].strip()
        yield Found(
            match.start("number"), match.end(), PermitReading(shown, looks_like=_sort(match["word"], shown))
        )
    if places:
        return
    for match in _NAMED_OTHER.finditer(text):
        if match["word"].upper() == "IVR":
            yield Found(match.start(), match.end(), PermitReading(match[0].strip(), looks_like="ivr"))
    for match in re.finditer(
        r"\bpermit\s*(?:no\.?|number|#)?\s*[:#]?\s*(?P<licence>PB[- ]?\d{2,6}|C[- ]?\d{2,5}\b)",
        text,
        re.IGNORECASE,
    ):
        yield Found(
            match.start("licence"), match.end(), PermitReading(match["licence"], looks_like="licence")
        )


def _sort(word: str | None, number: str) -> LooksLike:
    digits = "".join(filter(str.isdigit, number))
    word = (word or "").upper()
    if word in ("IVR", "CCB"):
        return "ivr" if word == "IVR" else "ccb"
    if word in ("PB", "C", "E", "M", "P"):
        return "licence"
    if len(digits) in (10, 11) and digits.lstrip("1")[:1] in "23456789":
        return "phone"
    if digits != number.strip():
        return "other"
    if len(digits) in (6, 7):
        return "ivr"
    return "ccb" if len(digits) in (4, 5) else "other"
