"""Where labels stand on a page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from parsers.forms.headings import under_headings
from parsers.forms.labels import Labels, Meaning
from parsers.forms.mark import Mark
from parsers.forms.runs import STANDS_OFF, reach, stands_off, without_brackets
from parsers.forms.strangers import before_dots, strangers_on
from parsers.forms.words import Box, Line, Word, joined_box
from parsers.forms.wrapped import wrapped_label

MAX_MARKS = 400
MAX_BETWEEN = 6
"""How many lines, those of the other columns among them, a broken label is looked for in."""
SURE_WORDS = 4
"""A label of so many words is one in any lettering: no answer happens to read like it."""
_SHORTENED = re.compile(
    r"\b(?:no|num|nbr|nos|tel|ph|lic|desc|addr|val|bldg|mech|info|ext|st|inc|fl|flr|ste)\.$", re.IGNORECASE
)
_AREA_CODE = re.compile(r"\(\d{3}\)")


def marks_on(lines: Sequence[Line], table: Labels, values_at: Sequence[Box] = ()) -> tuple[Mark, ...]:
    """All labels of the page in reading order, each with its heading. `values_at`: where fields to fill are."""
    found: list[Mark] = []
    used: set[Word] = set()
    for number, line in enumerate(lines):
        fresh = [
            mark
            for mark in _marks_in(line, number, lines[number + 1 : number + 1 + MAX_BETWEEN], table)
            if not used & set(mark.words)
        ]
        used.update(word for mark in fresh for word in mark.words)
        found.extend(fresh)
        if len(found) > MAX_MARKS:
            break
    found = [mark for mark in found if not _is_running_text(mark, found, lines)]
    found = _lettered_as_labels(_led_by_dots(found, lines), table)
    unknown = strangers_on(lines, [mark.words for mark in found], stands_off)
    found += [_stranger(number, words) for number, words in unknown]
    return under_headings(sorted(found, key=lambda mark: (mark.line, mark.box[0])), lines, values_at)


def _stranger(number: int, words: tuple[Word, ...]) -> Mark:
    text = " ".join(word.text for word in words)
    return Mark(
        text,
        joined_box(word.box for word in words),
        words,
        Meaning(plain=""),
        number,
        ended=True,
        known=False,
    )


def _is_running_text(mark: Mark, found: Sequence[Mark], lines: Sequence[Line]) -> bool:
    """Whether a label's words are part of an answer in a cell: the line above in it begins with no label."""
    cell = mark.words[0].cell
    if cell is None:
        return False
    labels = {word for other in found if other is not mark for word in other.words}
    inside = [word for line in lines for word in line.words if word.cell == cell]
    goes_on = any(
        abs(word.box[3] - mark.box[3]) < 3 and word.left > mark.box[2] and word not in labels
        for word in inside
    )
    above = [
        word for word in inside if -3 < mark.box[1] - word.box[3] < 6 and word.look == mark.words[0].look
    ]
    if not goes_on or not above:
        return False
    first = min(above, key=lambda word: word.left)
    return first not in labels and abs(first.left - mark.box[0]) < 6


def _led_by_dots(found: Sequence[Mark], lines: Sequence[Line]) -> list[Mark]:
    """Where dots lead from nearly every label to its answer, those without and with more behind them are none."""
    dotted = before_dots(lines)
    led = [mark for mark in found if mark.words[-1] in dotted]
    if len(led) < 4 or 2 * len(led) < len(found):
        return list(found)
    ends = {line.words[-1] for line in lines}
    return [mark for mark in found if mark in led or mark.words[-1] in ends]


def _lettered_as_labels(found: Sequence[Mark], table: Labels) -> list[Mark]:
    """Without words of values that happen to be labels: their lettering is that of no more than two labels."""
    looks = Counter(mark.words[0].look for mark in found)
    if sum(looks.values()) < 6 or max(looks.values()) < 4:
        return list(found)
    usual = [mark for mark in found if looks[mark.words[0].look] > 2]
    have_colons = 2 * sum(mark.text.endswith(":") for mark in usual) > len(usual)
    return [mark for mark in found if mark in usual or _is_label_anyhow(mark, table, have_colons=have_colons)]


def _is_label_anyhow(mark: Mark, table: Labels, *, have_colons: bool) -> bool:
    """Whether it is a label though it is lettered otherwise: by its colon, where others have one, or its words."""
    if (have_colons and mark.text.endswith(":")) or len(table.plain_words(mark.text)) >= SURE_WORDS:
        return True
    return mark.meaning.section is not None and table.meaning(mark.text.rstrip(".,:")) is not None


def _marks_in(line: Line, number: int, following: Sequence[Line], table: Labels) -> list[Mark]:
    found: list[Mark] = []
    place = 0
    words = line.words
    while place < len(words):
        mark = None
        if _may_start(words, place) or _follows_a_label(words, place, found):
            mark = wrapped_label(words, place, number, following, table) or _mark_at(
                words, place, number, table
            )
        if mark is None:
            place += 1
            continue
        found.append(mark)
        place += sum(1 for word in mark.words if word in words)
    return found


def _follows_a_label(words: Sequence[Word], place: int, found: Sequence[Mark]) -> bool:
    """Whether the word stands right behind a label that no colon ends: two labels run together in a narrow table."""
    return (
        bool(found)
        and not words[place].leader
        and words[place - 1] is found[-1].words[-1]
        and not found[-1].text.endswith(":")
    )


def _may_start(words: Sequence[Word], place: int) -> bool:
    """A label begins the line, or stands off from what is before it, or is lettered otherwise."""
    if words[place].leader:
        return False
    if place == 0:
        return True
    before, word = words[place - 1], words[place]
    gap = word.left - before.right
    return (
        before.leader
        or gap > STANDS_OFF * max(word.size, 7)
        or before.look != word.look
        or before.column != word.column
        or before.ruled != word.ruled
        or before.text in "|☐□☒☑–—-"
    )


def _mark_at(words: Sequence[Word], place: int, number: int, table: Labels) -> Mark | None:
    for end in range(reach(words, place), place, -1):
        taken = tuple(words[place:end])
        text = " ".join(word.text for word in taken)
        if taken[-1].text.lower() in {"and", "or", "&"}:
            continue
        # What stands behind closed brackets is not the label's any more.
        says_more = "(" in text[3:] and not _says_no_more(text.rpartition(")")[2], table)
        asked = text.replace("(", " ") if says_more else text
        meaning = table.meaning(asked) or table.meaning(without_brackets(asked))
        if meaning is None:
            continue
        second = _second_label_in(taken, table)
        if second is not None:
            return _mark_at(words[: place + second], place, number, table)
        closing = _closing(words, end, text)
        if closing is None:
            return None
        taken = tuple(words[place : closing[1]])
        box = joined_box(word.box for word in taken)
        return Mark(text, box, taken, meaning, number, ended=closing[0])
    return None


def _second_label_in(words: Sequence[Word], table: Labels) -> int | None:
    """Where a second label begins, if the widest gap parts the words into two: neighbours in a narrow table."""
    gaps = [
        (following.left - word.right, place) for place, (word, following) in enumerate(pairwise(words), 1)
    ]
    if len(gaps) < 2:
        return None
    (*_, (usual, _), (widest, place)) = sorted(gaps)
    parts = (words[:place], words[place:])
    are_labels = all(table.meaning(" ".join(word.text for word in part)) is not None for part in parts)
    return place if are_labels and widest > 1.5 * max(usual, 1) else None


def _says_no_more(text: str, table: Labels) -> bool:
    """Whether nothing follows but "if any" and the like."""
    return set(table.plain_words(text)) <= table.filler


def _closing(words: Sequence[Word], end: int, text: str) -> tuple[bool, int] | None:
    """(closed for sure, where the label ends with its small print); None where the sentence goes on."""
    if text.endswith((":", "?", "*")):
        return True, end
    if text.endswith(".") and not _SHORTENED.search(text):
        return None
    if end == len(words):
        return True, end
    following = words[end]
    if following.text.startswith("(") and not _opens_a_value(words[end - 1], following):
        return _after_brackets(words, end)
    if following.text in {":", "*"}:
        return True, end + 1
    if following.leader or stands_off(words[end - 1], following):
        return True, end
    return None


def _opens_a_value(before: Word, word: Word) -> bool:
    """Brackets that are no small print of the label: in another cell, or an area code."""
    return before.column != word.column or before.ruled != word.ruled or bool(_AREA_CODE.match(word.text))


def _after_brackets(words: Sequence[Word], end: int) -> tuple[bool, int] | None:
    for place in range(end, min(end + 14, len(words))):
        if place > end and words[place].left - words[place - 1].right > 30:
            return None
        if words[place].text.rstrip("*:").endswith(")"):
            after = place + 1
            if after < len(words) and words[after].text in {":", "*"}:
                after += 1
            return True, after
    return None
