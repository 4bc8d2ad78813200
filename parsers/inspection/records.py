"""One mail, several requests: which lines belong to which."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from parsers.inspection.labels import Label
from parsers.inspection.pieces import Pieces, Range, within
from parsers.inspection.reading import Discipline, PermitReading, TypeReading
from parsers.spans import Found

_MAX_RECORDS = 500
_KEY_LABELS = frozenset({"permit", "type", "address", "date", "inspector", "action"})


@dataclass(frozen=True, slots=True)
class Records:
    """`each`: the lines of every request in turn. `shared`: lines that speak of all of them."""

    each: tuple[tuple[Range, ...], ...]
    shared: tuple[Range, ...] = ()


def records(said: Pieces) -> Records:
    """The requests of a text: labelled blocks, permits, trades, dates, in this order; one record where all is one."""
    whole: Range = (0, len(said.text))
    if pairs := _label_pairs(said):
        return pairs
    for divide in (_by_labels, _by_permits, _by_types):
        starts = divide(said)
        if starts and len(starts) > 1:
            return starts_to_records(whole, starts[:_MAX_RECORDS])
    return Records(((whole,),))


def _label_pairs(said: Pieces) -> Records | None:
    """ "Permit: A / Permit: B / Inspection: framing / Inspection: cover": as many of both, each kind in a row."""
    permits = [label for label in said.labels if label.name == "permit"]
    types = [label for label in said.labels if label.name == "type"]
    if len(permits) < 2 or len(types) != len(permits) or len(permits) > _MAX_RECORDS:
        return None
    names = [label.name for label in said.labels]
    rows = ("permit",) * len(permits), ("type",) * len(types)
    if not all(_in_a_row(names, row) for row in rows) or not _permits_differ(said, permits):
        return None
    each = tuple(
        ((permit.start, permit.end), (kind.start, kind.end))
        for permit, kind in zip(permits, types, strict=True)
    )
    taken = sorted(one for pair in each for one in pair)
    return Records(each, starts_to_records((0, len(said.text)), taken).shared)


def _in_a_row(names: Sequence[str], row: Sequence[str]) -> bool:
    at = names.index(row[0])
    return tuple(names[at : at + len(row)]) == tuple(row)


def starts_to_records(whole: Range, ranges: Sequence[Range]) -> Records:
    shared: list[Range] = []
    at = whole[0]
    for start, end in ranges:
        if at < start:
            shared.append((at, start))
        at = max(at, end)
    if at < whole[1]:
        shared.append((at, whole[1]))
    return Records(tuple((one,) for one in ranges), tuple(shared))


def permit_key(permit: PermitReading) -> str:
    """What tells one permit from another: short number and foreign suffix, or the text of what is no number."""
    if permit.number:
        return permit.number
    return f"{permit.short} {permit.suffix or ''}" if permit.short else permit.text


def distinct_permits(found: Sequence[Found[PermitReading]]) -> list[Found[PermitReading]]:
    """Each permit once; a short number beside the same number in full says nothing new."""
    full = {one.value.number[:9] for one in found if one.value.number}
    seen: dict[str, Found[PermitReading]] = {}
    for one in found:
        if one.value.number is None and one.value.short in full and one.value.suffix is None:
            continue
        seen.setdefault(permit_key(one.value), one)
    return list(seen.values())


def disciplines(types: Sequence[TypeReading]) -> list[Discipline]:
    """The disciplines that the types surely have, in order."""
    return list(dict.fromkeys(one.discipline for one in types if one.discipline))


def _by_labels(said: Pieces) -> list[Range] | None:
    """Blocks that begin with the first of the labels that come again."""
    keys = [
        label
        for label in said.labels
        if label.name in _KEY_LABELS and said.text[label.value_start : label.end].strip()
    ]
    counts: dict[str, int] = {}
    for label in keys:
        counts[label.name] = counts.get(label.name, 0) + 1
    if counts.get("permit", 0) < 2 and counts.get("type", 0) < 2:
        return None
    lead = next(label.name for label in keys if counts[label.name] > 1)
    if counts[lead] < max(counts.get("permit", 0), counts.get("type", 0)) and lead not in ("permit", "type"):
        lead = "permit" if counts.get("permit", 0) > 1 else "type"
    starts = [label.start for label in keys if label.name == lead]
    if lead == "permit" and not _permits_differ(said, [label for label in keys if label.name == "permit"]):
        return None
    return _blocks(said, starts)


def _permits_differ(said: Pieces, permits: Sequence[Label]) -> bool:
    found = distinct_permits(within(said.permits, [(label.start, label.end) for label in permits]))
    return len(found) > 1 or sum(label.name == "type" for label in said.labels) > 1


def _blocks(said: Pieces, starts: Sequence[int]) -> list[Range]:
    """From each start to the next; the last ends at a blank line behind a labelled one, where others do so too."""
    ends = [*starts[1:], len(said.text)]
    blocks = list(zip(starts, ends, strict=True))
    first_gap = said.text[blocks[0][0] : blocks[0][1]]
    if re.search(r"\n[ \t]*\n", first_gap):
        start, end = blocks[-1]
        gap = re.search(r"\n[ \t]*\n", said.text[start:end])
        blocks[-1] = (start, start + gap.start() if gap else end)
    return blocks


def _by_permits(said: Pieces) -> list[Range] | None:
    found = distinct_permits(said.permits)
    if len(found) < 2:
        return None
    paragraphs = _paragraphs(said.text)
    if all(len(within(found, [one])) <= 1 for one in paragraphs) and len(found) > 1:
        return [one for one in paragraphs if within(found, [one])]
    return [piece for line in _lines(said.text, found) for piece in _in_line(said, found, line)]


def _paragraphs(text: str) -> list[Range]:
    starts = [0, *(match.end() for match in re.finditer(r"\n[ \t]*\n", text))]
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


def _lines(text: str, found: Sequence[Found[PermitReading]]) -> list[Range]:
    """The lines with permits, each with the lines below it up to a blank one or the next such line."""
    starts = sorted({text.rfind("\n", 0, one.start) + 1 for one in found})
    made = []
    for start, following in zip(starts, [*starts[1:], len(text)], strict=True):
        line_end = text.find("\n", start)
        end = following if line_end < 0 else min(following, _stop(text, line_end, following))
        made.append((start, end))
    # A compact list ends with its last line: what follows speaks of all.
    if len(made) > 1 and all(
        text.count("\n", start, end) <= 1 and text[start:end].count("\n") <= 1 for start, end in made[:-1]
    ):
        start = made[-1][0]
        line_end = text.find("\n", start)
        made[-1] = (start, len(text) if line_end < 0 else line_end)
    return made


def _stop(text: str, line_end: int, limit: int) -> int:
    match = re.compile(r"\n[ \t]*\n").search(text, line_end, limit)
    return match.start() + 1 if match else limit


def _in_line(said: Pieces, found: Sequence[Found[PermitReading]], line: Range) -> list[Range]:
    """The piece of a line that goes with each of its permits: what follows it, or what leads up to it."""
    permits = within(found, [line])
    if len(permits) < 2:
        return [line] if permits else []
    if starts := _leads(said, permits, line):
        last = _trailing_end(said, permits, [*starts[1:], line[1]])
        return list(zip(starts, [*starts[1:], last], strict=True))
    starts = [one.start for one in permits]
    last_end = said.text.find("\n", permits[-1].end)
    last = line[1] if last_end < 0 or last_end > line[1] else last_end
    types = within(said.types, [line])
    if not types or types[-1].start < permits[-1].start or types[0].start > permits[-1].start:
        # Nothing tells the permits apart behind the last one, so the rest of the line speaks of all.
        last = permits[-1].end
    return list(zip(starts, [*starts[1:], last], strict=True))


def _leads(said: Pieces, permits: Sequence[Found[PermitReading]], line: Range) -> list[int]:
    """Where each permit's words begin, where the same kinds of words lead up to each: "3/4 framing on A, 3/5 ..."."""
    between = [(one.end, other.start) for one, other in itertools.pairwise(permits)]
    for low in (_clause_start(said.text, line[0], permits[0].start), line[0]):
        gaps = [(low, permits[0].start), *between]
        kinds: tuple[Sequence[Found[Any]], ...] = (said.types, said.dates, said.people, said.times)
        types, dates, *rest = ([[one.start for one in within(kind, [gap])] for gap in gaps] for kind in kinds)
        # Without a type or a day of its own no permit's words are told from the next one's.
        if all(types) or all(dates):
            recurring = [kind for kind in (types, dates, *rest) if all(kind)]
            return [min(kind[at][0] for kind in recurring) for at in range(len(gaps))]
    return []


def _trailing_end(said: Pieces, permits: Sequence[Found[PermitReading]], limits: Sequence[int]) -> int:
    """Where the last permit's words end: with what follows every other one, too; the rest speaks of all."""
    tails = [(permit.end, limit) for permit, limit in zip(permits, limits, strict=True)]
    ends = [permits[-1].end]
    kinds: tuple[Sequence[Found[Any]], ...] = (
        *(said.types, said.dates, said.people),
        *(said.times, said.addresses, said.phones),
    )
    for kind in kinds:
        found = [within(kind, [tail]) for tail in tails]
        if all(found):
            ends.append(found[-1][0].end)
    return max(ends)


def _clause_start(text: str, low: int, at: int) -> int:
    return max(low, text.rfind(". ", low, at) + 1, text.rfind("; ", low, at) + 1)


def _by_types(said: Pieces) -> list[Range] | None:
    """Several trades with dates of their own; trades that share one date are told apart by their types alone."""
    groups = _type_groups(said)
    if len(groups) < 2:
        return None
    day_keys = {one.value.days for one in said.dates}
    if len(day_keys) < 2:
        return None
    return _paired(said, groups)


def _type_groups(said: Pieces) -> list[Range]:
    """Runs of types without a date between them."""
    marks = sorted(
        [(one.start, one.end, True) for one in said.types]
        + [(one.start, one.end, False) for one in said.dates]
    )
    groups: list[list[int]] = []
    last_was_type = False
    for start, end, is_type in marks:
        if is_type and last_was_type:
            groups[-1][1] = end
        elif is_type:
            groups.append([start, end])
        last_was_type = is_type
    return [(start, end) for start, end in groups]


def _paired(said: Pieces, groups: Sequence[Range]) -> list[Range] | None:
    """Each run of types with the date behind it, or before it where dates lead; None where they do not pair off."""
    dates = said.dates
    if len(dates) != len(groups):
        return None
    text = said.text
    if all(group[0] < day.start for group, day in zip(groups, dates, strict=True)):
        starts = [group[0] for group in groups]
        ends = [*starts[1:], max(dates[-1].end, _line_end(text, dates[-1].end))]
    elif all(day.start < group[0] for group, day in zip(groups, dates, strict=True)):
        starts = [day.start for day in dates]
        ends = [*starts[1:], max(groups[-1][1], _line_end(text, groups[-1][1]))]
    else:
        return None
    return list(zip(starts, ends, strict=True))


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
