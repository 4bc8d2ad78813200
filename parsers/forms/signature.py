"""Whether the responsible party's line on a form is signed."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.forms.beside import FormPage, labelling_of
from parsers.forms.drawn import Drawn
from parsers.forms.fillable import field_of
from parsers.forms.labels import Labels
from parsers.forms.mark import Mark
from parsers.forms.reading import FieldReading
from parsers.forms.widgets import Widget
from parsers.forms.words import Box, Word

STACKED = 22.0
SIGNING = (10.0, 60.0)
"""How high the room to sign in is, points."""
SigningPlace = tuple[bool | None, tuple[int, float, float, float, float] | None]


def signature_on(
    page: FormPage, drawn: Drawn, table: Labels, written: FieldReading | None = None
) -> SigningPlace:
    """(True signed, False surely not, None cannot tell; where). None, None where the page has no such line.

    `written`: what is printed in the place of the signature.
    """
    marks = [mark for mark in page.marks if mark.meaning.signature]
    marks = _best(marks, table)
    fields = [one for one in page.widgets if one.kind == "signature" and not one.hidden]
    places = [_at_mark(mark, page, drawn) for mark in marks]
    alone = [one for one in fields if not any(_belongs(one, mark) for mark in marks)]
    if not places:
        places = [(_by_field(one, drawn), (page.number, *one.box)) for one in alone]
    if all(state is None for state, _ in places):
        named = [one for one in page.fillable if one.kind == "text" and _is_named(one, table)]
        places = [(_by_field(one, drawn), (page.number, *one.box)) for one in named] or places
    if not places:
        return None, None
    states = {state for state, _ in places}
    if states == {None} and (any(one.signed for one in alone) or (len(places) == 1 and _is_name(written))):
        return True, places[0][1]
    where = next((box for state, box in places if state is not True), places[0][1])
    return (states.pop() if len(states) == 1 else None), where


def _is_named(field: Widget, table: Labels) -> bool:
    """Whether its name or its tooltip asks for the signature; the applicant's is another."""
    named = (table.meaning(field.tooltip) if field.tooltip else None, table.named(field.name))
    asks = any(one is not None and one.signature for one in named)
    return asks and "applicant" not in table.plain_words(f"{field.tooltip or ''} {field.name}")


def _is_name(written: FieldReading | None) -> bool:
    text = (written.value or "") if written is not None and written.sure else ""
    return sum(1 for letter in text if letter.isalpha()) > 2


def _best(marks: Sequence[Mark], table: Labels) -> list[Mark]:
    best = [mark for mark in marks if table.best_signatures & set(table.plain_words(mark.text))]
    return best or [mark for mark in marks if not mark.text.lower().startswith("applicant")] or list(marks)


def _by_field(field: Widget, drawn: Drawn) -> bool:
    return field.signed or bool(field.value) or any(_overlaps(stroke, field.box) for stroke in drawn.strokes)


def _belongs(field: Widget, mark: Mark) -> bool:
    behind = field.box[1] - 6 <= (mark.box[1] + mark.box[3]) / 2 <= field.box[3] + 6
    near = -10 < field.box[0] - mark.box[2] < 250
    stacked = abs(field.box[0] - mark.box[0]) < 60 and abs(field.box[3] - mark.box[1]) < 20
    under = abs(field.box[0] - mark.box[0]) < 60 and abs(field.box[1] - mark.box[3]) < 20
    return (behind and near) or stacked or under


def _at_mark(mark: Mark, page: FormPage, drawn: Drawn) -> SigningPlace:
    room = _room(mark, page)
    signing = [
        one for one in page.widgets if one.kind == "signature" and not one.hidden and _belongs(one, mark)
    ]
    field = None if signing else field_of(mark, page)
    own = [one.box for one in (*signing, field) if one is not None]
    where = (page.number, *(own[0] if own else room))
    behind = [stroke for stroke in drawn.strokes if stroke[3] > mark.box[1] + 1 and _overlaps(stroke, room)]
    places = own or [*_stacked_room(mark, room, labelling_of(page).way), *_room_above_line(mark, room, page)]
    if any(one.signed for one in signing) or behind:
        return True, where
    if any(_overlaps(stroke, place) for stroke in drawn.strokes for place in places):
        return True, where
    if signing:
        return False, where
    if (field is not None and field.value) or _typed(mark, page, room):
        return True, where
    return (False if field is not None else None), where


def _stacked_room(mark: Mark, behind: Box, way: str) -> list[Box]:
    """The room for a signature below or above its label, as the fields of the page stand to theirs."""
    left, top, _, bottom = mark.box
    match way:
        case "above":
            return [(left - 4, bottom - 1, behind[2], bottom + STACKED)]
        case "below":
            return [(left - 4, top - STACKED, behind[2], top + 1)]
        case _:
            return []


def _room_above_line(mark: Mark, behind: Box, page: FormPage) -> list[Box]:
    """The room between the label and the drawn line below it: the rest of its cell, or a line to sign on."""
    left, _, _, bottom = mark.box
    line = mark.words[0].row[1]
    room = (left - 4, bottom, behind[2], line)
    others = (other.box for other in page.marks if other is not mark)
    is_free = SIGNING[0] < line - bottom < SIGNING[1] and not any(_overlaps(other, room) for other in others)
    return [room] if is_free else []


def _room(mark: Mark, page: FormPage) -> Box:
    """The line behind the label, up to the next label on its row."""
    _, top, right, bottom = mark.box
    row = [
        other.box[0]
        for other in page.marks
        if other is not mark and abs(other.box[3] - bottom) < 6 and other.box[0] > right
    ]
    return (right, top - 14, min([*row, right + 330]), bottom + 5)


def _typed(mark: Mark, page: FormPage, room: Box) -> bool:
    """A name behind the label, or one marked /s/ just above it."""
    labelled = {word for other in page.marks for word in other.words}
    free = [word for word in page.words if not word.leader and word not in labelled]
    behind = [
        word for word in free if abs(word.box[3] - mark.box[3]) < 6 and room[0] - 1 <= word.left < room[2] - 1
    ]
    if any(any(letter.isalpha() for letter in word.text) and word.text not in {"X", "x"} for word in behind):
        return True
    if any(_is_written_under(word, mark) or _is_written_over(word, mark, page) for word in free):
        return True
    above = [
        word
        for word in free
        if mark.box[0] - 20 <= word.left < mark.box[0] + 220 and 0 <= mark.box[1] - word.box[3] + 6 < 16
    ]
    return any(word.text.lower() == "/s/" for word in above)


def _is_written_under(word: Word, mark: Mark) -> bool:
    """Written right below the label in a box or on a line, in other letters: a name, no small print."""
    is_under = -2 < word.box[1] - mark.box[3] < 9 and -20 < word.left - mark.box[0] < 60
    has_place = 0.0 not in word.column or word.ruled
    return is_under and has_place and word.look != mark.words[0].look and word.text[:1].isalpha()


def _is_written_over(word: Word, mark: Mark, page: FormPage) -> bool:
    """Written on the line whose caption the label is, in other letters and neither behind nor below a label."""
    is_over = -2 < mark.box[1] - word.box[3] < 9 and -20 < word.left - mark.box[0] < 60
    if not (is_over and word.ruled and word.look != mark.words[0].look and word.text[:1].isalpha()):
        return False
    return not any(
        other.box[0] < word.left + 20
        and (abs(other.box[3] - word.box[3]) < 6 or -2 < word.box[1] - other.box[3] < 14)
        for other in page.marks
    )


def _overlaps(one: Box, other: Box) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > 3 and down > 1.5
