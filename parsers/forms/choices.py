"""Reads which kind of tenant is ticked, in buttons and in boxes on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from parsers.forms.labels import Labels
from parsers.forms.mark import Mark
from parsers.forms.reading import FieldReading
from parsers.forms.widgets import Widget
from parsers.forms.words import Box, Line, Word, joined_box

TICKS = frozenset("☒☑✓✔✗✘✕✖✅xX×●⦿◉■▪4")
EMPTY = frozenset("☐□○◯❑❏▢⬜")
BRACKETS = ("[x]", "(x)", "[✓]", "[■]", "(•)", "[•]", "[*]")
EMPTY_BRACKETS = ("[]", "()", "[_]", "(_)")
MAX_OPTION_WORDS = 7
SMALL = 24.0
BESIDE, STACKED = 48.0, 12.0


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


def asked_for(options: Sequence[Option], marks: Sequence[Mark]) -> tuple[Option, ...]:
    """The answers without those that a label only names in brackets: "Tenant (new / existing)"."""
    named = {word for mark in marks if "(" in mark.text for word in mark.words}
    return tuple(option for option in options if not named.issuperset(option.words))


def _option_at(words: tuple[Word, ...], place: int, number: int, table: Labels) -> Option | None:
    for end in range(min(place + MAX_OPTION_WORDS, len(words)), place, -1):
        taken = words[place:end]
        if not _is_worded(taken[0]) or not _is_worded(taken[-1]):
            continue
        if any(taken[at].left - taken[at - 1].right > 14 for at in range(1, len(taken))):
            continue
        if any(word.text.endswith(":") or word.leader or not _is_worded(word) for word in taken[:-1]):
            continue
        if any(word.text.startswith("(") for word in taken[1:]):
            continue
        status = table.option(" ".join(word.text for word in taken))
        if status is not None and _stands_alone(words, place, end):
            return Option(
                status, taken, number, len(table.plain_words(" ".join(word.text for word in taken))) > 1
            )
    return None


def _stands_alone(words: tuple[Word, ...], place: int, end: int) -> bool:
    """An answer is no part of a sentence ("New tenant improvement"): room or a mark is on either side of it."""
    opens = place == 0 or words[place - 1].text.endswith(":")
    opens = opens or _is_apart(words[place - 1], words[place], words[place - 1])
    closes = end == len(words) or words[end].text.startswith("(")
    return opens and (closes or _is_apart(words[end - 1], words[end], words[end]))


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
    buttons = [one for one in map(_as_button, widgets) if one.kind == "button" and not one.hidden]
    beside = _by_words_beside(buttons, options)
    known = [(widget, beside.get(id(widget)) or _named_status(widget, table)) for widget in buttons]
    ours = [(widget, status) for widget, status in known if status is not None]
    if len({status for _, status in ours}) < 2:
        return None
    ticked = {status for widget, status in ours if widget.chosen}
    box = joined_box(widget.box for widget, _ in ours)
    strange = [widget for widget, status in known if status is None and widget.chosen]
    doubtful = len(ticked) > 1 or any(widget.doubtful for widget, _ in ours)
    doubtful = doubtful or (not ticked and any(_is_level(widget.box, box) for widget in strange))
    value = next(iter(ticked)) if len(ticked) == 1 else None
    return FieldReading(value, "field_label", not doubtful, page, box, "Tenant")


def _as_button(widget: Widget) -> Widget:
    """A box to write an X into is a box to tick."""
    is_small = widget.kind == "text" and widget.box[2] - widget.box[0] < SMALL and not widget.tooltip
    text = widget.value or ""
    if not is_small or len(text) > 1 or (text and text.lower() not in TICKS):
        return widget
    return replace(widget, kind="button", chosen=bool(text))


def _by_words_beside(buttons: Sequence[Widget], options: Sequence[Option]) -> dict[int, str]:
    """The status of each button (by id) by the words on that side of it on which most buttons have some."""
    found = []
    for gap in (_gap_right, _gap_left, _gap_above, _gap_below):
        pairs = {}
        for button in buttons:
            near = [(gap(button.box, one.box), one.status) for one in options]
            reached = [(distance, status) for distance, status in near if distance is not None]
            if reached:
                pairs[id(button)] = min(reached)[1]
        found.append(pairs)
    return max(found, key=lambda pairs: (len(set(pairs.values())), -len(pairs)))


def _named_status(widget: Widget, table: Labels) -> str | None:
    last = widget.name.rsplit(".", 1)[-1].replace("_", " ")
    for words in (widget.state.replace("_", " "), widget.tooltip, last):
        status = table.option(words) if words else None
        if status is not None and (len(words.split()) > 1 or "tenant" in widget.name.lower()):
            return status
    return None


def _gap_right(button: Box, words: Box) -> float | None:
    gap = words[0] - button[2]
    return abs(gap) if _is_level(button, words) and -3 < gap < BESIDE else None


def _gap_left(button: Box, words: Box) -> float | None:
    gap = button[0] - words[2]
    return abs(gap) if _is_level(button, words) and -3 < gap < BESIDE else None


def _gap_above(button: Box, words: Box) -> float | None:
    gap = button[1] - words[3]
    return abs(gap) if _is_over(button, words) and -4 < gap < STACKED else None


def _gap_below(button: Box, words: Box) -> float | None:
    gap = words[1] - button[3]
    return abs(gap) if _is_over(button, words) and -4 < gap < STACKED else None


def _is_level(button: Box, words: Box) -> bool:
    return words[1] - 4 <= (button[1] + button[3]) / 2 <= words[3] + 4


def _is_over(button: Box, words: Box) -> bool:
    return words[0] - 4 <= (button[0] + button[2]) / 2 <= words[2] + 4
