"""Where labels and headings stand on a page, and which heading a label belongs to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from parsers.forms.labels import MAX_LABEL_WORDS, Labels, Meaning
from parsers.forms.words import Box, Line, Word, joined_box

MAX_MARKS = 400
STANDS_OFF = 0.65
"""Gap between a label and what is no more of it, in letter heights; a blank is about 0.28."""
_SHORTENED = re.compile(
    r"\b(?:no|num|nbr|nos|tel|ph|lic|desc|addr|val|bldg|mech|info|ext|st|inc)\.$", re.IGNORECASE
)
_BRACKETS = re.compile(r"\([^()]*(?:\)|$)")


@dataclass(frozen=True, slots=True)
class Mark:
    """A label (or heading) as it stands on the page. `ended`: a colon or the like closes it for sure."""

    text: str
    box: Box
    words: tuple[Word, ...]
    meaning: Meaning
    line: int
    ended: bool = False
    section: str | None = None
    is_heading: bool = False

    @property
    def field(self) -> str | None:
        return self.meaning.field(self.section)


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
    return _under_headings(_lettered_as_labels(found, table), lines, values_at)


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
        or before.text in "|☐□☒☑"
    )


def _mark_at(words: Sequence[Word], place: int, number: int, table: Labels) -> Mark | None:
    reach = _reach(words, place)
    for end in range(reach, place, -1):
        taken = tuple(words[place:end])
        text = " ".join(word.text for word in taken)
        # What stands behind closed brackets is not the label's any more.
        if "(" in text[3:] and not text.rstrip("*:").endswith(")"):
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
    if following.text.startswith("("):
        return _after_brackets(words, end)
    if following.text in {":", "*"}:
        return True, end + 1
    if following.leader or _stands_off(words[end - 1], following):
        return True, end
    return None


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


def _under_headings(
    found: Sequence[Mark], lines: Sequence[Line], values_at: Sequence[Box]
) -> tuple[Mark, ...]:
    headings = [mark for mark in found if _is_heading(mark, found, lines, values_at)]
    placed = []
    for mark in found:
        if mark in headings and not _alone_asks(mark, found, headings):
            placed.append(replace(mark, is_heading=True))
            continue
        others = [heading for heading in headings if heading is not mark]
        placed.append(replace(mark, section=_section_of(mark, others)))
    return tuple(placed)


def _alone_asks(heading: Mark, found: Sequence[Mark], headings: Sequence[Mark]) -> bool:
    """Whether nothing else on the page asks for what this heading names: then it is a label ("Applicant")."""
    wanted = heading.meaning.plain
    if not wanted:
        return False
    labels = [replace(mark, section=_section_of(mark, headings)) for mark in found if mark not in headings]
    return all(label.field != wanted for label in labels)


def _is_heading(mark: Mark, found: Sequence[Mark], lines: Sequence[Line], values_at: Sequence[Box]) -> bool:
    """A heading has nothing to fill in behind it and nothing written behind it."""
    if mark.meaning.section is None or (mark.text.rstrip().endswith(":") and _has_value(mark, lines)):
        return False
    if mark.meaning.plain is None and not mark.meaning.within and not mark.meaning.signature:
        return True
    if any(_behind(mark.box, box) for box in values_at):
        return False
    if _has_value(mark, lines):
        return False
    return _next_is_a_label(mark, found)


def _behind(label: Box, box: Box) -> bool:
    middle = (label[1] + label[3]) / 2
    on_its_line = box[1] - 2 <= middle <= box[3] + 2 and -4 <= box[0] - label[2] < 260
    below = -3 <= box[1] - label[3] < 7 and abs(box[0] - label[0]) < 12
    return on_its_line or below


def _has_value(mark: Mark, lines: Sequence[Line]) -> bool:
    """Whether something stands to the right of it on its line."""
    after = [
        word for word in lines[mark.line].words if word.left >= mark.box[2] - 1 and word not in mark.words
    ]
    return bool(after)


def _next_is_a_label(mark: Mark, found: Sequence[Mark]) -> bool:
    """A label with a value printed below it has words there that are no label."""
    below = [
        other
        for other in found
        if other.line > mark.line and 0 <= other.box[1] - mark.box[3] < 34 and other.box[0] - mark.box[0] < 90
    ]
    return bool(below)


def _section_of(mark: Mark, headings: Sequence[Mark]) -> str | None:
    above = [one for one in headings if one.box[1] <= mark.box[1] + 2 and one.box[0] <= mark.box[0] + 12]
    if not above:
        return None
    nearest = max(above, key=lambda one: (round(one.box[3] / 6), one.box[0]))
    return nearest.meaning.section
