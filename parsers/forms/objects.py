"""Objects of a PDF as plain values: entries that fields inherit, names, text strings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

MAX_VALUE = 20_000
MAX_PARENTS = 12


def _lineage(annotation: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    current: Any = annotation
    for _ in range(MAX_PARENTS):
        if not isinstance(current, Mapping):
            return
        yield current
        parent = current.get("/Parent")
        current = parent.get_object() if parent is not None else None


def inherited(annotation: Mapping[str, Any], key: str) -> Any:
    """The entry of the field, its parent's where it has none of its own."""
    for field in _lineage(annotation):
        value = field.get(key)
        if value is not None:
            return value.get_object() if hasattr(value, "get_object") else value
    return None


def full_name(annotation: Mapping[str, Any]) -> str:
    """The names of the field and all above it, joined by dots."""
    names = [text_of(field.get("/T")) for field in _lineage(annotation)]
    return ".".join(reversed([name for name in names if name]))[:400]


def mapping(value: Any) -> Mapping[Any, Any]:
    """The dictionary behind a reference; an empty one where there is none."""
    plain = value.get_object() if hasattr(value, "get_object") else value
    return plain if isinstance(plain, Mapping) and not hasattr(plain, "get_data") else {}


def text_of(value: Any) -> str | None:
    """A string object, a name or a stream as text; lists joined."""
    plain = value.get_object() if hasattr(value, "get_object") else value
    if plain is None:
        return None
    if hasattr(plain, "get_data"):
        plain = plain.get_data()
    if isinstance(plain, list):
        return ", ".join(part for part in (text_of(one) for one in plain[:50]) if part) or None
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
