"""The fillable fields of a PDF: value, name, tooltip, place of every one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, cast

from pypdf import PdfReader
from pypdf.generic import EncodedStreamObject, StreamObject

from parsers.forms.objects import MAX_VALUE, full_name, inherited, mapping, text_of
from parsers.forms.words import Box

MAX_WIDGETS = 1500
_SUBSCRIPT = re.compile(r"\[\d{1,4}\]")
Kind = Literal["text", "choice", "button", "push", "signature"]


@dataclass(frozen=True, slots=True)
class Widget:
    """One field at one place. `chosen`, `state`: of buttons; `signed`: of signature fields.

    `doubtful`: its parts contradict each other (two fields of one name, state and value that differ).
    `emptied`: it says itself that nothing is in it. `lent`: its value is that of another field of its name.
    """

    page: int
    box: Box
    kind: Kind
    name: str
    tooltip: str = ""
    value: str | None = None
    state: str = ""
    chosen: bool = False
    signed: bool = False
    hidden: bool = False
    doubtful: bool = False
    emptied: bool = False
    lent: bool = False


def widgets_of(reader: PdfReader, pages: tuple[int, ...]) -> tuple[Widget, ...]:
    """The fields on these pages (from 1), at most 1500."""
    found: list[Widget] = []
    for number in pages:
        for annotation in _annotations(reader, number):
            widget = _widget(annotation, reader, number)
            if widget is not None:
                found.append(widget)
            if len(found) >= MAX_WIDGETS:
                return _shared(found)
    return _shared(found)


def pages_with_fields(reader: PdfReader, pages: tuple[int, ...]) -> tuple[int, ...]:
    """Those of the pages that hold a field to fill in."""
    return tuple(
        number
        for number in pages
        if any(str(one.get("/Subtype")) == "/Widget" for one in _annotations(reader, number))
    )


def _annotations(reader: PdfReader, number: int) -> Iterator[Mapping[str, Any]]:
    try:
        listed = reader.pages[number - 1].get("/Annots")
        listed = listed.get_object() if listed is not None else ()
        for reference in list(listed)[:MAX_WIDGETS]:
            annotation = reference.get_object()
            if isinstance(annotation, Mapping):
                yield annotation
    except Exception:  # noqa: BLE001 - a broken page has no fields that could be read
        return


def free_texts(reader: PdfReader, number: int) -> tuple[tuple[str, Box], ...]:
    """Text typed onto the page as a comment ("add text" of a viewer), with its place."""
    found = []
    for annotation in _annotations(reader, number):
        if str(annotation.get("/Subtype")) == "/FreeText" and not _is_hidden(annotation):
            box, text = (
                box_on_page(reader, number, annotation.get("/Rect")),
                text_of(annotation.get("/Contents")),
            )
            if box is not None and text:
                found.append((text, box))
    return tuple(found)


def marks_by_hand(reader: PdfReader, number: int) -> tuple[Box, ...]:
    """Places of pen strokes and stamps that lie on the page as comments."""
    boxes = []
    for annotation in _annotations(reader, number):
        if str(annotation.get("/Subtype")) in {"/Ink", "/Stamp", "/PolyLine"} and not _is_hidden(annotation):
            box = box_on_page(reader, number, annotation.get("/Rect"))
            if box is not None:
                boxes.append(box)
    return tuple(boxes)


def signature_field_state(reader: PdfReader, name: str) -> bool | None:
    """Whether the signature field of this name is signed, wherever it is shown; None where the form lists none."""
    fields = [field for field in _listed(reader) if str(inherited(field, "/FT")) == "/Sig"]
    named = [field for field in fields if _SUBSCRIPT.sub("", full_name(field)).endswith(name)]
    states = [inherited(field, "/V") is not None for field in named]
    return any(states) if states else None


def _listed(reader: PdfReader) -> Iterator[Mapping[str, Any]]:
    """The fields that the form's own list names, kids after their parents, at most 1500."""
    try:
        form = mapping(mapping(reader.trailer["/Root"]).get("/AcroForm"))
        waiting = list(form.get("/Fields") or ())[:MAX_WIDGETS]
        for _ in range(MAX_WIDGETS):
            if not waiting:
                return
            field = mapping(waiting.pop(0))
            yield field
            waiting[:0] = list(field.get("/Kids") or ())[:MAX_WIDGETS]
    except Exception:  # noqa: BLE001 - a broken list names no fields
        return


def _widget(annotation: Mapping[str, Any], reader: PdfReader, number: int) -> Widget | None:
    if str(annotation.get("/Subtype")) != "/Widget":
        return None
    box = box_on_page(reader, number, annotation.get("/Rect"))
    kind = _kind(annotation)
    if box is None or kind is None:
        return None
    widget = Widget(
        number,
        box,
        kind,
        full_name(annotation),
        text_of(inherited(annotation, "/TU")) or "",
        hidden=_is_hidden(annotation),
    )
    if kind == "button":
        return _button(widget, annotation)
    if kind == "signature":
        return replace(widget, signed=inherited(annotation, "/V") is not None)
    written = inherited(annotation, "/V")
    value = text_of(written)
    if written is None and kind == "text":
        value = _text_shown(annotation, reader, number)
    emptied = written is not None and value is None
    return replace(widget, value=_shown(annotation, value) if kind == "choice" else value, emptied=emptied)


def _text_shown(annotation: Mapping[str, Any], reader: PdfReader, number: int) -> str | None:
    """The words that are drawn in a field without a value: they are what people see."""
    reference = mapping(annotation.get("/AP")).get("/N")
    drawn = reference.get_object() if reference is not None else None
    if not isinstance(drawn, StreamObject):
        return None
    try:
        if len(drawn.get_data()) > MAX_VALUE:
            return None
        return text_of(
            " ".join(reader.pages[number - 1].extract_xform_text(cast(EncodedStreamObject, drawn)).split())
        )
    except Exception:  # noqa: BLE001 - what cannot be drawn shows nothing
        return None


def _button(widget: Widget, annotation: Mapping[str, Any]) -> Widget:
    """The appearance state is what people see; the value counts where no state is set."""
    normal = mapping(mapping(annotation.get("/AP")).get("/N"))
    on = next((str(state)[1:] for state in normal if str(state) != "/Off"), "")
    shown = annotation.get("/AS")
    value = inherited(annotation, "/V")
    named = str(value)[1:] if value is not None and str(value).startswith("/") else str(value or "")
    by_value = bool(on) and named == on
    if shown is None or str(shown) == "/Off":
        odd_checkbox = not on and named not in {"", "Off"}
        return replace(widget, state=on or named, chosen=by_value or odd_checkbox)
    conflict = bool(named) and bool(on) and named != on
    return replace(widget, state=on or str(shown)[1:], chosen=True, doubtful=conflict)


def _shown(annotation: Mapping[str, Any], value: str | None) -> str | None:
    """The words that a list shows for its value."""
    options = inherited(annotation, "/Opt")
    if value is None or not isinstance(options, list):
        return value
    for option in list(options)[:500]:
        pair = option.get_object()
        if isinstance(pair, list) and len(pair) == 2 and text_of(pair[0]) == value:
            return text_of(pair[1])
    return value


def _kind(annotation: Mapping[str, Any]) -> Kind | None:
    flags = inherited(annotation, "/Ff")
    match str(inherited(annotation, "/FT")):
        case "/Tx":
            return "text"
        case "/Ch":
            return "choice"
        case "/Sig":
            return "signature"
        case "/Btn":
            return "push" if isinstance(flags, int) and flags & (1 << 16) else "button"
        case _:
            return None


def _is_hidden(annotation: Mapping[str, Any]) -> bool:
    flags = annotation.get("/F")
    return isinstance(flags, int) and bool(flags & 2)


def box_on_page(reader: PdfReader, number: int, rectangle: Any) -> Box | None:
    """The rectangle in points from the top left corner of the page as it is displayed."""
    try:
        page = reader.pages[number - 1]
        plain = rectangle.get_object()
        first, second, third, fourth = (float(side) for side in list(plain)[:4])
        left, right = sorted((first, third))
        bottom, top = sorted((second, fourth))
        frame = page.mediabox
        edges = (float(frame.left), float(frame.bottom), float(frame.right), float(frame.top))
        turn = int(page.get("/Rotate") or 0) % 360
    except Exception:  # noqa: BLE001 - a field without a place cannot be told by its label
        return None
    return _turned((left, bottom, right, top), edges, turn)


def _turned(box: Box, frame: Box, turn: int) -> Box:
    left, bottom, right, top = box
    west, south, east, north = frame
    if turn == 90:
        return (bottom - south, left - west, top - south, right - west)
    if turn == 180:
        return (east - right, bottom - south, east - left, top - south)
    if turn == 270:
        return (north - top, east - right, north - bottom, east - left)
    return (left - west, north - top, right - west, north - bottom)


def _shared(found: list[Widget]) -> tuple[Widget, ...]:
    """Fields of one name share their value (PDF 32000-1, 12.7.3.2); where they do not, all are doubtful."""
    values: dict[str, set[str]] = {}
    for widget in found:
        if widget.kind in {"text", "choice"} and widget.value:
            values.setdefault(widget.name, set()).add(widget.value)
    return tuple(_with_shared(widget, values.get(widget.name, set())) for widget in found)


def _with_shared(widget: Widget, values: set[str]) -> Widget:
    if widget.kind not in {"text", "choice"} or not widget.name or widget.emptied:
        return widget
    if len(values) > 1:
        return replace(widget, doubtful=widget.value is None)
    if widget.value is None and values:
        return replace(widget, value=next(iter(values)), doubtful=True, lent=True)
    return widget
