"""Files inside Outlook's winmail.dat (MS-OXTNEF), read in bounded time whatever its counts claim."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

SIGNATURE = 0x223E9F78
MAX_OBJECTS = 5000
MAX_PROPERTIES = 1000
MAX_VALUES = 100
NEW_ATTACHMENT, TITLE, DATA, PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005
LEVEL_ATTACHMENT = 2
DATA_OBJECT, SHORT_NAME, LONG_NAME, DISPLAY_NAME = 0x3701, 0x3704, 0x3707, 0x3001
MULTIPLE, NAMED = 0x1000, 0x8000
UNICODE = 0x1F
# Sizes of values by type, as stored: padded to four bytes.
SIZES = {0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
VARIABLE = frozenset({0x0D, 0x1E, UNICODE, 0x102})
INTERFACE_BYTES = 16


class BrokenFileError(ValueError):
    """The bytes are no winmail.dat, or end in the middle of a value."""


@dataclass(slots=True)
class EnclosedFile:
    """A file as winmail.dat names it."""

    name: str = ""
    content: bytes = b""


def enclosed_files(content: bytes) -> tuple[EnclosedFile, ...]:
    """The files in a winmail.dat, names as written. Raises BrokenFileError."""
    view = memoryview(content)
    try:
        return tuple(file for file in _files(view) if file.content)
    except (struct.error, UnicodeDecodeError, IndexError) as error:
        raise BrokenFileError("winmail.dat is damaged") from error


def _files(view: memoryview) -> list[EnclosedFile]:
    if len(view) < 6 or struct.unpack_from("<I", view)[0] != SIGNATURE:
        raise BrokenFileError("no winmail.dat")
    files: list[EnclosedFile] = []
    for level, name, value in _objects(view):
        if name == NEW_ATTACHMENT:
            files.append(EnclosedFile())
        elif level == LEVEL_ATTACHMENT and files:
            _add(files[-1], name, value)
    return files


def _objects(view: memoryview) -> Iterator[tuple[int, int, memoryview]]:
    """(level, name, value) of each attribute; a length beyond the end takes what is there."""
    at = 6
    for _ in range(MAX_OBJECTS):
        if at + 9 > len(view):
            return
        level, name, length = struct.unpack_from("<BHxxI", view, at)
        yield level, name, view[at + 9 : at + 9 + length]
        at += 9 + length + 2


def _add(file: EnclosedFile, name: int, value: memoryview) -> None:
    if name == TITLE:
        file.name = file.name or _text(value)
    elif name == DATA:
        file.content = bytes(value)
    elif name == PROPERTIES:
        found = dict(_properties(value))
        names = (found.get(tag) for tag in (LONG_NAME, SHORT_NAME, DISPLAY_NAME))
        file.name = next((given for given in names if isinstance(given, str) and given), file.name)
        enclosed = found.get(DATA_OBJECT)
        if isinstance(enclosed, memoryview) and not file.content:
            file.content = bytes(enclosed[INTERFACE_BYTES:])


def _properties(view: memoryview) -> Iterator[tuple[int, str | memoryview]]:
    """(tag, value) of the MAPI properties that hold text or bytes."""
    count, at = struct.unpack_from("<I", view)[0], 4
    for _ in range(min(count, MAX_PROPERTIES)):
        if at + 4 > len(view):
            return
        kind, tag = struct.unpack_from("<HH", view, at)
        at += 4
        if tag >= NAMED:
            at = _after_name(view, at)
        base = kind & ~MULTIPLE
        values = 1
        if kind & MULTIPLE or base in VARIABLE:
            values = min(struct.unpack_from("<I", view, at)[0], MAX_VALUES)
            at += 4
        for _ in range(values):
            value, at = _value(view, at, base)
            if base in VARIABLE:
                yield tag, _text(value, wide=base == UNICODE) if base in {0x1E, UNICODE} else value


def _after_name(view: memoryview, at: int) -> int:
    """Past the GUID and the number or words that name a property."""
    kind = struct.unpack_from("<I", view, at + 16)[0]
    if kind == 0:
        return at + 24
    return at + 24 + _padded(struct.unpack_from("<I", view, at + 20)[0])


def _value(view: memoryview, at: int, base: int) -> tuple[memoryview, int]:
    if base in VARIABLE:
        length = struct.unpack_from("<I", view, at)[0]
        return view[at + 4 : at + 4 + length], at + 4 + _padded(length)
    if base not in SIZES:
        raise BrokenFileError("winmail.dat holds an unknown type")
    return view[at : at + SIZES[base]], at + SIZES[base]


def _padded(length: int) -> int:
    return length + -length % 4


def _text(value: memoryview, *, wide: bool = False) -> str:
    raw = bytes(value[:2000])
    return raw.decode("utf-16-le" if wide else "cp1252", "replace").partition("\0")[0]
