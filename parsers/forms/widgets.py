"""The fillable fields of a PDF: value, name, tooltip, place of every one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from pypdf import PdfReader

from parsers.forms.words import Box

MAX_WIDGETS = 1500
MAX_VALUE = 20_000
MAX_PARENTS = 12
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
                _text(annotation.get("/Contents")),
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
        _full_name(annotation),
        _text(_inherited(annotation, "/TU")) or "",
        hidden=_is_hidden(annotation),
    )
    if kind == "button":
        return _button(widget, annotation)
    if kind == "signature":
        return replace(widget, signed=_inherited(annotation, "/V") is not None)
    written = _inherited(annotation, "/V")
    value = _text(written)
    emptied = written is not None and value is None
    return replace(widget, value=_shown(annotation, value) if kind == "choice" else value, emptied=emptied)


def _button(widget: Widget, annotation: Mapping[str, Any]) -> Widget:
    """The appearance state is what people see; the value counts where no state is set."""
    normal = _mapping(_mapping(annotation.get("/AP")).get("/N"))
    on = next((str(state)[1:] for state in normal if str(state) != "/Off"), "")
    shown = annotation.get("/AS")
    value = _inherited(annotation, "/V")
    named = str(value)[1:] if value is not None and str(value).startswith("/") else str(value or "")
    by_value = bool(on) and named == on
    if shown is None or str(shown) == "/Off":
        odd_checkbox = not on and named not in {"", "Off"}
        return replace(widget, state=on or named, chosen=by_value or odd_checkbox)
    conflict = bool(named) and bool(on) and named != on
    return replace(widget, state=on or str(shown)[1:], chosen=True, doubtful=conflict)


def _shown(annotation: Mapping[str, Any], value: str | None) -> str | None:
    """The words that a list shows for its value."""
    options = _inherited(annotation, "/Opt")
    if value is None or not isinstance(options, list):
        return value
    for option in list(options)[:500]:
        pair = option.get_object()
        if isinstance(pair, list) and len(pair) == 2 and _text(pair[0]) == value:
            return _text(pair[1])
    return value


def _kind(annotation: Mapping[str, Any]) -> Kind | None:
    flags = _inherited(annotation, "/Ff")
    match str(_inherited(annotation, "/FT")):
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


def _lineage(annotation: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    current: Any = annotation
    for _ in range(MAX_PARENTS):
        if not isinstance(current, Mapping):
            return
        yield current
        parent = current.get("/Parent")
        current = parent.get_object() if parent is not None else None


def _inherited(annotation: Mapping[str, Any], key: str) -> Any:
    for field in _lineage(annotation):
        value = field.get(key)
        if value is not None:
            return value.get_object() if hasattr(value, "get_object") else value
    return None


def _full_name(annotation: Mapping[str, Any]) -> str:
    names = [_text(field.get("/T")) for field in _lineage(annotation)]
    return ".".join(reversed([name for name in names if name]))[:400]


def _mapping(value: Any) -> Mapping[Any, Any]:
    plain = value.get_object() if hasattr(value, "get_object") else value
    return plain if isinstance(plain, Mapping) and not hasattr(plain, "get_data") else {}


def _text(value: Any) -> str | None:
    """A string object, a name or a stream as text; lists joined."""
    plain = value.get_object() if hasattr(value, "get_object") else value
    if plain is None:
        return None
    if hasattr(plain, "get_data"):
        plain = plain.get_data()
    if isinstance(plain, list):
        return ", ".join(part for part in (_text(one) for one in plain[:50]) if part) or None
    if isinstance(plain, bytes):
        plain = _decoded(plain[: MAX_VALUE * 4])
    text = str(plain)[:MAX_VALUE]
    if text.startswith("/") and type(value).__name__ == "NameObject":
        text = text[1:]
    return "".join(letter for letter in text if letter >= " " or letter in "\n\r\t").strip() or None


def _decoded(written: bytes) -> str:
    """A text string (PDF 2.0, 7.9.2.2): marked UTF-16 or UTF-8, else one byte a letter."""
    if written[:2] in {b"\xfe\xff", b"\xff\xfe"}:
        return written.decode("utf-16", "replace")
    try:
        return written.decode("utf-8-sig")
    except UnicodeDecodeError:
        return written.decode("latin-1")


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
