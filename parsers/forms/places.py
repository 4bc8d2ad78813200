"""Where labels stand on a page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from parsers.forms.headings import under_headings
from parsers.forms.labels import MAX_LABEL_WORDS, Labels, Meaning
from parsers.forms.mark import Mark
from parsers.forms.strangers import before_dots, strangers_on
from parsers.forms.words import Box, Line, Word, joined_box

MAX_MARKS = 400
STANDS_OFF = 0.65
"""Gap between a label and what is no more of it, in letter heights; a blank is about 0.28."""
_SHORTENED = re.compile(
    r"\b(?:no|num|nbr|nos|tel|ph|lic|desc|addr|val|bldg|mech|info|ext|st|inc)\.$", re.IGNORECASE
)
_UNFINISHED = frozenset({"of", "the", "for", "and", "or", "&", "/", "to", "a", "is", "not", "in"})
_AREA_CODE = re.compile(r"\(\d{3}\)")
_BRACKETS = re.compile(r"\([^()]*(?:\)|$)")


def marks_on(lines: Sequence[Line], table: Labels, values_at: Sequence[Box] = ()) -> tuple[Mark, ...]:
    """All labels of the page in reading order, each with its heading. `values_at`: where fields to fill are."""
    found: list[Mark] = []
    used: set[Word] = set()
    for number, line in enumerate(lines):
        fresh = [
            mark
            for mark in _marks_in(line, number, lines[number + 1 : number + 4], table)
            if not used & set(mark.words)
        ]
        used.update(word for mark in fresh for word in mark.words)
        found.extend(fresh)
        if len(found) > MAX_MARKS:
            break
    found = [mark for mark in found if not _is_running_text(mark, found, lines)]
    found = _lettered_as_labels(_led_by_dots(found, lines), table)
    unknown = strangers_on(lines, [mark.words for mark in found], _stands_off)
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
    return goes_on and bool(above) and min(above, key=lambda word: word.left) not in labels


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
    return [mark for mark in found if _is_lettered(mark, looks, table)]


def _is_lettered(mark: Mark, looks: Counter[tuple[str, float]], table: Labels) -> bool:
    if looks[mark.words[0].look] > 2 or mark.text.endswith(":"):
        return True
    return mark.meaning.section is not None and table.meaning(mark.text.rstrip(".,")) is not None


def _marks_in(line: Line, number: int, following: Sequence[Line], table: Labels) -> list[Mark]:
    found: list[Mark] = []
    place = 0
    words = line.words
    while place < len(words):
        mark = None
        if _may_start(words, place):
            mark = _in_two_lines(words, place, number, following, table) or _mark_at(
                words, place, number, table
            )
        if mark is None:
            place += 1
            continue
        found.append(mark)
        place += sum(1 for word in mark.words if word in words)
    return found


def _in_two_lines(
    words: Sequence[Word], place: int, number: int, following: Sequence[Line], table: Labels
) -> Mark | None:
    """A label that is broken into two (or three) lines because its cell is narrow."""
    taken = tuple(words[place : _reach(words, place)])
    if taken[-1].text.endswith(":") or not taken[0].text:
        return None
    for line in following:
        more = _continued(taken, line)
        if more is None:
            continue
        if not more:
            return None
        taken = (*taken, *more)
        text = " ".join(word.text for word in taken)
        meaning = table.meaning(_without_brackets(text)) or table.meaning(text)
        if meaning is not None and text.count("(") == text.count(")") and _is_one_label(taken, more, table):
            return Mark(text, joined_box(word.box for word in taken), taken, meaning, number, ended=True)
    return None


def _is_one_label(taken: Sequence[Word], more: Sequence[Word], table: Labels) -> bool:
    """Two whole labels one below the other are two, unless the second only explains the first."""
    second = " ".join(word.text for word in more)
    alone = table.meaning(second)
    return (
        alone is None
        or second.startswith("(")
        or second[:1].islower()
        or taken[len(taken) - len(more) - 1].text.lower() in _UNFINISHED
        or (len(taken) - len(more) > 0 and not _is_whole(taken, more, table))
    )


def _is_whole(taken: Sequence[Word], more: Sequence[Word], table: Labels) -> bool:
    first = taken[: len(taken) - len(more)]
    return table.meaning(" ".join(word.text for word in first)) is not None


def _continued(taken: Sequence[Word], line: Line) -> tuple[Word, ...] | None:
    """The words right below that go on in the same lettering from the same left edge; None: none on this line."""
    left, floor = taken[0].left, max(word.box[3] for word in taken)
    start = next((place for place, word in enumerate(line.words) if abs(word.left - left) < 3), None)
    if start is None:
        return None
    first = line.words[start]
    height = first.box[3] - first.box[1]
    if first.look != taken[0].look or not -2 < first.box[1] - floor < 0.6 * height or first.leader:
        return ()
    return tuple(line.words[start : _reach(line.words, start)])


def _may_start(words: Sequence[Word], place: int) -> bool:
    """A label begins the line, or stands off from what is before it, or is lettered otherwise."""
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
        or before.text in "|☐□☒☑"
    )


def _mark_at(words: Sequence[Word], place: int, number: int, table: Labels) -> Mark | None:
    reach = _reach(words, place)
    for end in range(reach, place, -1):
        taken = tuple(words[place:end])
        text = " ".join(word.text for word in taken)
        # What stands behind closed brackets is not the label's any more.
        if "(" in text[3:] and not _says_no_more(text.rpartition(")")[2], table):
            continue
        meaning = table.meaning(_without_brackets(text))
        if meaning is None:
            continue
        closing = _closing(words, end, text)
        if closing is None:
            return None
        taken = tuple(words[place : closing[1]])
        box = joined_box(word.box for word in taken)
        return Mark(text, box, taken, meaning, number, ended=closing[0])
    return None


def _says_no_more(text: str, table: Labels) -> bool:
    """Whether nothing follows but "if any" and the like."""
    return set(table.plain_words(text)) <= table.filler


def _reach(words: Sequence[Word], place: int) -> int:
    """How far a label may go: up to a colon, a wide gap, other lettering, a leader."""
    end = place
    while end < len(words) and end - place < MAX_LABEL_WORDS + 6:
        word = words[end]
        if end > place and (_stands_off(words[end - 1], word) or word.leader):
            break
        end += 1
        if word.text.endswith(":"):
            break
    return end


def _stands_off(before: Word, word: Word) -> bool:
    if before.column != word.column or before.ruled != word.ruled:
        return True
    return word.left - before.right > STANDS_OFF * max(word.size, 7) or (
        before.look != word.look and not word.text.startswith("(")
    )


def _without_brackets(text: str) -> str:
    return _BRACKETS.sub(" ", text) if text.find("(") > 2 else text


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
    if following.leader or _stands_off(words[end - 1], following):
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
