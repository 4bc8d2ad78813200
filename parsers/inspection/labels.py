"""Labelled lines and tables in a mail: "Permit #: ...", "Site Address - ...", rows under a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

Name = Literal[
    "permit",
    "address",
    "suite",
    "type",
    "contact",
    "phone",
    "email",
    "date",
    "time",
    "inspector",
    "note",
    "action",
    "other",
]

_MAX_ROWS = 600

_LABELS: Final[tuple[tuple[Name, str], ...]] = (
    (
        "other",
        (
            r"(?:project |billing )?reference(?: number| no| #)?|prn|billing(?: number| id| #)?|po(?: #| "
            r"number)?|job (?:no|number|#|name)|ccb(?: #| number)?|licen[sc]e(?: #| number| no)?"
            r"|company|contractor|general contractor|gc|client|customer|owner|tenant|project(?: name| "
            r"description)?|building(?: name)?|bldg|property|valuation|"
            r"submitted(?: on| by)?|"
            r"date (?:submitted|sent|prepared|of (?:this )?(?:request|submission|submittal|form))|"
            r"today'?s date|issued(?: on| date)?|permit issued|plans dated|from|to|cc|"
            r"sent|subject|fax|office|main|title|ivr(?: #| number| no)?|reply to|re"
        ),
    ),
    (
        "permit",
        (
            r"(?:fpp |bds |building |bldg |trade |city |fa |electrical |elec |plumbing |mechanical |mech |"
            r"fire )?permits?(?: ?\(s\))?(?: ?(?:no|num|nbr|number|numbers|id))?\.?s?|record (?:no|number|id)|"
            r"permit ?\(?#\)?"
        ),
    ),
    (
        "contact",
        (
            r"(?:direct |site |on-?site |job ?site |field |primary |main )?contact(?: ?(?:person|name|info|"
            r"information|details|on site|for access))?(?:,? (?:name )?(?:and|&|/|\+) ?(?:phone|number|ph|tel|"
            r"cell)(?: ?(?:number|no|#))?)?"
            r"|poc|(?:site |job )?(?:super|superintendent|foreman)|on-?site(?: person| rep(?:resentative)?)?|"
            r"who to (?:call|meet)|meet(?: with)?|ask for|name|call|requested by|requestor|requester|"
            r"representative"
        ),
    ),
    (
        "phone",
        (
            r"(?:contact(?:'s)? |direct |cell |mobile |site |phone )?(?:phone|cell|mobile|tel|telephone|ph|"
            r"direct|call(?: or text)?|text|number)(?: ?(?:number|no|#|num))?\.?|contact (?:number|no|#)"
        ),
    ),
    ("email", r"(?:contact )?e-?mail(?: address)?"),
    (
        "date",
        (
            r"(?:inspection |requested |request |preferred |desired |new |proposed |target )*(?:date|"
            r"day)s?(?: (?:requested|of inspection|needed|wanted|desired|preferred|for inspection|and "
            r"time))?(?: ?[/&] ?time)?|when|requested for|needed(?: by| on)?|schedule(?:d)? for|inspection "
            r"requested(?: for)?"
        ),
    ),
    (
        "time",
        (
            r"(?:inspection |requested |request |preferred |desired |new |best )*(?:time|time ?frame|window|"
            r"am/pm|am or pm|arrival)s?(?: (?:requested|preferred|of day|window|frame|needed))?|preferred "
            r"window"
        ),
    ),
    (
        "inspector",
        (
            r"(?:fpp |requested |assigned |city |preferred )?inspectors?(?:'s)?(?: ?name)?(?: (?:requested|"
            r"assigned))?|attn|attention"
        ),
    ),
    ("suite", r"suite(?: ?(?:no|number|#))?|ste|floor|unit|space|room|floor ?/ ?suite|suite ?/ ?floor"),
    (
        "address",
        (
            r"(?:site |job ?site |project |inspection |street |building |property |job |work "
            r")?(?:address(?:es)?|location|site|addr)(?: of (?:inspection|work|project))?|where|jobsite|job "
            r"site|address/suite|site"
        ),
    ),
    (
        "type",
        (
            r"(?:types?|kind)(?: of)? ?(?:inspections?|insp|work)?(?: (?:requested|needed|required))?|"
            r"inspections?(?: types?)?(?: ?(?:requested|needed|required|type))?(?: ?\(s\))?|"
            r"insp(?:ection)?\.? types?|requested inspections?|what|inspection for|trade|discipline|scope|"
            r"work"
        ),
    ),
    (
        "note",
        (
            r"(?:site |special )?(?:access|access notes?|notes?|comments?|instructions?|remarks?|parking|gate "
            r"code|security|directions|entry)(?: notes?| instructions?| info)?"
        ),
    ),
    ("action", r"action|request(?: type)?|status|reason"),
)
_EXACT = tuple((name, re.compile(rf"(?:{words})(?:\s?#s?)?", re.IGNORECASE)) for name, words in _LABELS)
_LINE = re.compile(
    r"^[ \t]*(?:[-*\u2022\u25e6\u25aa\u00b7>o]\s+|\(?\d{1,2}[.)]\s+|"
    r"[a-h][.)]\s+)?\**(?P<label>[A-Za-z][A-Za-z0-9 #/&().,'+-]{0,44}?)\**"
    r"(?:[ \t]*(?:[:=\u2192]|[.\u2026_]{3,}[ \t]?[:=]?|[ \t]?-{1,2}[ \t]|-{1,2}>|[ \t]?\|)\**[ \t]*|"
    r"(?<=#)[ \t]*(?=\d)|"
    r"[ \t]*#[ \t]*:?[ \t]*(?=\d)|\t+|[ \t]{3,}|(?<=\bname)[ ](?=[A-Z][\w'.]*(?: [A-Z][\w'.]*){0,2}$)|"
    r"(?<=number)[ ](?=\d)|(?<=phone)[ ](?=\d))(?P<value>[^\n]*)$",
    re.MULTILINE | re.IGNORECASE,
)


_PERMIT = re.compile(r"(?:20)?\d{2}-\d{6}")


@dataclass(frozen=True, slots=True)
class Label:
    """A labelled line: the range of the whole line(s) and of the value."""

    name: Name
    start: int
    value_start: int
    end: int


def label_name(words: str) -> Name | None:
    """What a label's words stand for, None where they are no label of ours."""
    words = " ".join(words.strip(" *_.:#-").split())
    if not words or len(words) > 45:
        return None
    return next((name for name, pattern in _EXACT if pattern.fullmatch(words)), None)


def labels(text: str) -> tuple[Label, ...]:
    """The labelled lines of a plain text, in order; a label without a value takes the next line."""
    found: list[Label] = []
    for match in _LINE.finditer(text):
        name = label_name(match["label"])
        if name == "other" and _PERMIT.match(match["value"]):
            # "Building - 24-012345": a trade and its permit, not the building's name.
            continue
        if name is None or len(found) >= 20 * _MAX_ROWS:
            continue
        start, value_start, end = match.start(), match.start("value"), match.end()
        if not match["value"].strip() and (below := _line_below(text, end)):
            value_start, end = below
        found.append(Label(name, start, value_start, end))
    return tuple(found)


def _line_below(text: str, end: int) -> tuple[int, int] | None:
    start = end + 1
    stop = text.find("\n", start)
    stop = len(text) if stop < 0 else stop
    line = text[start:stop]
    if not line.strip() or _LINE.match(line):
        return None
    return start, stop


def untabled(text: str) -> str:
    """The text with the rows below a heading of our labels written out as labelled lines, a block a row."""
    if (
        "|" not in text
        and "\t" not in text
        and not re.search(r"\S {3,}\S+.* {3,}\S", text)
        and text.count(",") < 6
    ):
        return text
    made: list[str] = []
    heading: tuple[Name | None, ...] = ()
    separator = ""
    for line in text.split("\n"):
        if cells := _heading(line):
            heading, separator = cells
            continue
        if heading and not line.strip(" |-+=_:\t") and line.strip():
            continue
        row = _cells(line, separator) if heading else []
        if heading and (
            len(row) == len(heading) or (1 < len(row) < len(heading) and separator in ("|", "\t"))
        ):
            made += ["", *_written_out(heading, row), ""]
            continue
        if line.strip(" |-+=_\t"):
            heading = () if heading and line.strip() else heading
        made.append(line)
    return "\n".join(made)


_HEADING_WORD: Final = {
    "other": "Project",
    "suite": "Suite",
    "address": "Address",
    "permit": "Permit",
    "type": "Type of inspection",
    "contact": "Contact",
    "phone": "Phone",
    "email": "Email",
    "date": "Date",
    "time": "Time",
    "inspector": "Inspector",
    "note": "Notes",
    "action": "Action",
}


def _written_out(heading: Sequence[Name | None], row: Sequence[str]) -> Iterator[str]:
    for name, cell in zip(heading, row, strict=False):
        if name and cell.strip() and name != "other":
            yield f"{_HEADING_WORD[name]}: {cell.strip()}"


def _heading(line: str) -> tuple[tuple[Name | None, ...], str] | None:
    if len(line) > 400 or len(line) < 8:
        return None
    for separator in ("|", "\t", "   ", ","):
        cells = _cells(line, separator)
        names = tuple(label_name(cell) for cell in cells)
        known = sum(name is not None for name in names)
        if (
            len(cells) >= 3
            and known >= len(cells) - 1
            and known >= 2
            and not any(any(map(str.isdigit, cell)) for cell in cells)
        ):
            return names, separator
        if (
            len(cells) == 2
            and known == 2
            and separator in ("|", "\t")
            and "permit" in names
            and not any(map(str.isdigit, line))
        ):
            return names, separator
    return None


def _cells(line: str, separator: str) -> list[str]:
    if separator == "   ":
        return [cell for cell in re.split(r" {2,}|\t+", line.strip()) if cell.strip()]
    if separator == "|":
        line = line.strip().strip("|")
    cells = [cell.strip() for cell in line.split(separator)] if separator else []
    return cells if len(cells) > 1 else []
