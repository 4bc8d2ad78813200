"""Reads which kind of tenant is ticked, in buttons and in boxes on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parsers.forms.drawn import Drawn
from parsers.forms.labels import Labels
from parsers.forms.reading import FieldReading
from parsers.forms.widgets import Widget
from parsers.forms.words import Box, Line, Word, joined_box

TICKS = frozenset("☒☑✓✔✗✘✕✖✅xX×●⦿◉■▪4")
EMPTY = frozenset("☐□○◯❑❏▢⬜")
BRACKETS = ("[x]", "(x)", "[✓]", "[■]", "(•)", "[•]", "[*]")
EMPTY_BRACKETS = ("[]", "()", "[_]", "(_)")
MAX_OPTION_WORDS = 7


@dataclass(frozen=True, slots=True)
class Option:
    """One answer as it stands on the page."""

    status: str
    words: tuple[Word, ...]
    line: int
    exact: bool

    @property
    def box(self) -> Box:
        return joined_box(word.box for word in self.words)


def options_on(lines: Sequence[Line], table: Labels) -> tuple[Option, ...]:
    """The tenant's answers on the page, where at least two unlike ones stand close together."""
    found: list[Option] = []
    for number, line in enumerate(lines):
        place = 0
        while place < len(line.words):
            option = _option_at(line.words, place, number, table)
            found += [option] if option else []
            place += len(option.words) if option else 1
    return _close_together(found)


def _option_at(words: tuple[Word, ...], place: int, number: int, table: Labels) -> Option | None:
    for end in range(min(place + MAX_OPTION_WORDS, len(words)), place, -1):
        taken = words[place:end]
        if not _is_worded(taken[0]) or not _is_worded(taken[-1]):
            continue
        if any(taken[at].left - taken[at - 1].right > 14 for at in range(1, len(taken))):
            continue
        status = table.option(" ".join(word.text for word in taken))
        if status is not None and _stands_alone(words, place, end):
            return Option(status, taken, number, len(taken) > 1)
    return None


def _stands_alone(words: tuple[Word, ...], place: int, end: int) -> bool:
    """An answer is no part of a sentence ("New tenant improvement"): room or a mark is on either side of it."""
    opens = place == 0 or words[place - 1].text.endswith(":")
    opens = opens or _is_apart(words[place - 1], words[place], words[place - 1])
    return opens and (end == len(words) or _is_apart(words[end - 1], words[end], words[end]))


def _is_apart(left: Word, right: Word, neighbour: Word) -> bool:
    text = neighbour.text.lower()
    is_mark = neighbour.leader or len(text) == 1 or not _is_worded(neighbour) or text in BRACKETS
    return is_mark or right.left - left.right > 0.65 * max(left.size, 7)


def _is_worded(word: Word) -> bool:
    return any(letter.isalnum() for letter in word.text)


def _close_together(found: Sequence[Option]) -> tuple[Option, ...]:
    for first in found:
        near = [one for one in found if abs(one.line - first.line) <= 4 and one.line >= first.line]
        statuses = {one.status for one in near}
        exact = {one.status for one in near if one.exact}
        if len(statuses) >= 2 and exact:
            return tuple(one for one in near if one.exact or one.status not in exact)
    return ()


def from_buttons(
    widgets: Sequence[Widget], options: Sequence[Option], table: Labels, page: int
) -> FieldReading | None:
    """The tenant's status by buttons: by the words beside each, else by its state, tooltip or name."""
    known = [(widget, _status_of(widget, options, table)) for widget in widgets if widget.kind == "button"]
    ours = [(widget, status) for widget, status in known if status is not None]
    if len({status for _, status in ours}) < 2:
        return None
    ticked = {status for widget, status in ours if widget.chosen}
    box = joined_box(widget.box for widget, _ in ours)
    doubtful = len(ticked) > 1 or any(widget.doubtful for widget, _ in ours)
    value = next(iter(ticked)) if len(ticked) == 1 else None
    return FieldReading(value, "field_label", not doubtful, page, box, "Tenant")


def _status_of(widget: Widget, options: Sequence[Option], table: Labels) -> str | None:
    beside = [option for option in options if _beside(widget.box, option.box)]
    if beside:
        return min(beside, key=lambda option: abs(option.box[0] - widget.box[2])).status
    last = widget.name.rsplit(".", 1)[-1].replace("_", " ")
    for words in (widget.state.replace("_", " "), widget.tooltip, last):
        status = table.option(words) if words else None
        if status is not None and (len(words.split()) > 1 or "tenant" in widget.name.lower()):
            return status
    return None


def _beside(button: Box, words: Box) -> bool:
    middle = (button[1] + button[3]) / 2
    return words[1] - 4 <= middle <= words[3] + 4 and -3 < words[0] - button[2] < 22


def from_paper(
    lines: Sequence[Line], options: Sequence[Option], drawn: Drawn, page: int
) -> FieldReading | None:
    """The tenant's status by ticks before (or behind) the answers printed on the page."""
    if not options:
        return None
    before = [_mark_beside(option, lines, drawn, before=True) for option in options]
    behind = [_mark_beside(option, lines, drawn, before=False) for option in options]
    marks = (
        before
        if sum(mark is not None for mark in before) >= sum(mark is not None for mark in behind)
        else behind
    )
    ticked = {option.status for option, mark in zip(options, marks, strict=True) if mark}
    seen = sum(mark is not None for mark in marks)
    box = joined_box(option.box for option in options)
    if len(ticked) == 1:
        return FieldReading(next(iter(ticked)), "printed", seen >= 1, page, box, "Tenant")
    return FieldReading(None, "printed", not ticked and seen == len(options), page, box, "Tenant")


def ticks_on(lines: Sequence[Line], options: Sequence[Option]) -> frozenset[Word]:
    """The ticks and empty boxes beside the answers: they are nobody's value."""
    rows = {option.line for option in options}
    return frozenset(word for row in rows for word in lines[row].words if _is_tick(word))


def _is_tick(word: Word) -> bool:
    text = word.text.strip("_").lower()
    return text in (*BRACKETS, *EMPTY_BRACKETS, "[", "]", "(", ")") or (
        len(text) == 1 and text in {*TICKS, *EMPTY}
    )


def _mark_beside(option: Option, lines: Sequence[Line], drawn: Drawn, *, before: bool) -> bool | None:
    """True ticked, False an empty box, None neither."""
    left, top, right, bottom = option.box
    area = (
        (left - 20, top - 3, left + 1, bottom + 3) if before else (right - 1, top - 3, right + 20, bottom + 3)
    )
    near = [
        word
        for word in lines[option.line].words
        if word not in option.words
        and area[0] <= (word.left + word.right) / 2 <= area[2]
        and (_is_tick(word) or not word.text.endswith(":"))
    ]
    text = "".join(word.text for word in near).strip("_").lower()
    if not text and near:
        return False
    if text in BRACKETS or (text and len(text) <= 2 and text[0] in {tick.lower() for tick in TICKS}):
        return True
    if text in EMPTY_BRACKETS or (text and text[0] in EMPTY):
        return False
    boxes = [
        box
        for box in drawn.boxes
        if area[0] <= (box[0] + box[2]) / 2 <= area[2] and box[1] < bottom + 2 and box[3] > top - 2
    ]
    if not boxes or text:
        return None
    return any(_is_dot(one, other) for one in boxes for other in boxes) or any(
        _crosses(stroke, box) for stroke in drawn.ticks for box in boxes
    )


def _crosses(stroke: Box, box: Box) -> bool:
    """A slanted line or a curve through the box, or a shorter one well inside it: no piece of its rim."""
    width, height = box[2] - box[0], box[3] - box[1]
    within = all(stroke[side] >= box[side] - 2 for side in (0, 1))
    within = within and all(stroke[side] <= box[side] + 2 for side in (2, 3))
    is_long = stroke[2] - stroke[0] > 0.5 * width and stroke[3] - stroke[1] > 0.5 * height
    inner = (box[0] + width / 8, box[1] + height / 8, box[2] - width / 8, box[3] - height / 8)
    is_inner = stroke[0] > inner[0] and stroke[1] > inner[1] and stroke[2] < inner[2] and stroke[3] < inner[3]
    return within and (is_long or is_inner)


def _is_dot(inner: Box, outer: Box) -> bool:
    """A shape well inside the circle or box: its dot, or its tick."""
    within = all(inner[side] >= outer[side] - 0.3 for side in (0, 1))
    within = within and all(inner[side] <= outer[side] + 0.3 for side in (2, 3))
    return within and 1 < inner[2] - inner[0] < 0.75 * (outer[2] - outer[0])
