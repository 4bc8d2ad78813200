"""Labels that are broken into two or three lines because their place is narrow."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from parsers.forms.labels import Labels
from parsers.forms.mark import Mark
from parsers.forms.runs import reach, without_brackets
from parsers.forms.words import Line, Word, joined_box

WIDEST_CELL, HIGHEST_CELL = 220.0, 90.0


def wrapped_label(
    words: Sequence[Word], place: int, number: int, following: Sequence[Line], table: Labels
) -> Mark | None:
    """A label that is broken into two (or three) lines because its cell is narrow."""
    lines = (words, *(line.words for line in following))
    taken = tuple(words[place : reach(words, place)])
    if taken[-1].text.endswith(":") or not taken[0].text or _is_led_on(taken[-1], words):
        return None
    for line in following:
        more = _continued(taken, line)
        if more is None:
            continue
        if not more:
            return None
        taken = (*taken, *more)
        text = " ".join(word.text for word in taken)
        meaning = table.meaning(without_brackets(text)) or table.meaning(text)
        breaks_off = more[-1].text.endswith(":") and more[-1] == line.words[-1]
        if not breaks_off and not _fill_one_cell(taken, lines) and not _is_one_label(taken, more, table):
            if _share_a_cell(taken):
                continue
            return None
        if meaning is not None and text.count("(") == text.count(")"):
            return Mark(text, joined_box(word.box for word in taken), taken, meaning, number, ended=True)
        if _is_led_on(more[-1], line.words):
            return None
    return None


def _fill_one_cell(taken: Sequence[Word], lines: Sequence[Sequence[Word]]) -> bool:
    """Whether the words stand in a closed cell of a table and nothing else does."""
    if not _share_a_cell(taken):
        return False
    cell = taken[0].cell
    return all(word in taken for line in lines for word in line if word.cell == cell)


def _share_a_cell(taken: Sequence[Word]) -> bool:
    """Whether all stand in one closed cell that is no larger than a label needs."""
    cell = taken[0].cell
    if cell is None or not all(cell) or any(word.cell != cell for word in taken):
        return False
    return cell[1] - cell[0] < WIDEST_CELL and cell[3] - cell[2] < HIGHEST_CELL


def _is_one_label(taken: Sequence[Word], more: Sequence[Word], table: Labels) -> bool:
    """Two whole labels one below the other are two, unless the second only explains the first."""
    second = " ".join(word.text for word in more)
    before = " ".join(word.text for word in taken[: len(taken) - len(more)])
    alone = table.meaning(second)
    return (
        alone is None
        or before.count("(") > before.count(")")
        or _says_the_same(before, second, table)
        or second.startswith("(")
        or second[:1].islower()
        or _is_unfinished(taken[len(taken) - len(more) - 1].text.lower())
        or (len(taken) - len(more) > 0 and not _is_whole(taken, more, table))
    )


def _says_the_same(before: str, second: str, table: Labels) -> bool:
    """Whether the second line only rounds off the first: "Project Building" and "Name", and no heading."""
    first, alone, whole = (table.meaning(text) for text in (before, second, f"{before} {second}"))
    if first is None or alone is None or whole is None or first.section is not None:
        return False
    return bool(whole.plain) and whole.plain == first.plain and alone.plain == ""


def _is_unfinished(word: str) -> bool:
    return word in _UNFINISHED or word.endswith(("'s", "’s"))


def _is_led_on(last: Word, words: Sequence[Word]) -> bool:
    """Whether dots or a line lead on from the label, so that it ends there."""
    return any(before is last and word.leader for before, word in pairwise(words))


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
    line_between = 0 < taken[-1].row[1] <= first.row[0]
    if line_between or first.leader or first.look != taken[0].look:
        return ()
    if not -2 < first.box[1] - floor < 0.6 * height:
        return ()
    return tuple(line.words[start : reach(line.words, start)])


_UNFINISHED = frozenset({"of", "the", "for", "and", "or", "&", "/", "to", "a", "is", "not", "in"})
