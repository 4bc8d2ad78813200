"""Files written into the text of a mail as older programs do: uuencoded, between "begin" and "end"."""

from __future__ import annotations

import binascii
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_FILES = 50
BEGIN = re.compile(
    rb"^begin [0-7]{3,4} ([^\r\n]{1,255})\r?\n(?=[\x20-\x60]{1,90}[ \t]{0,9}\r?\n)", re.MULTILINE
)
END = re.compile(rb"^end[ \t]*\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class UuencodedFile:
    """A file in the text, its name as written."""

    name: bytes
    content: bytes


def without_uuencoded(text: bytes) -> tuple[bytes, tuple[UuencodedFile, ...]]:
    """(the text without its uuencoded files, the files); what has no end or is damaged stays text."""
    if b"begin " not in text:
        return text, ()
    kept: list[bytes] = []
    files: list[UuencodedFile] = []
    at = 0
    for start, stop, file in _found(text):
        kept.append(text[at:start])
        files.append(file)
        at = stop
    return b"".join([*kept, text[at:]]), tuple(files)


def _found(text: bytes) -> Iterator[tuple[int, int, UuencodedFile]]:
    at = 0
    for _ in range(MAX_FILES):
        begin = BEGIN.search(text, at)
        end = END.search(text, begin.end()) if begin else None
        if begin is None or end is None:
            return
        content = _decoded(text[begin.end() : end.start()])
        at = end.end()
        if content:
            yield begin.start(), end.end(), UuencodedFile(begin[1].rstrip(), content)


def _decoded(lines: bytes) -> bytes:
    """The bytes behind the lines, empty where one of them is none."""
    content = bytearray()
    try:
        for line in io.BytesIO(lines):
            content += _line(line)
    except binascii.Error:
        return b""
    return bytes(content)


def _line(line: bytes) -> bytes:
    """One line; some encoders write too much behind it (as `uu` of older Pythons allowed for)."""
    line = line.rstrip(b"\r\n")
    if not line.strip():
        return b""
    length = (line[0] - 32) & 63
    return binascii.a2b_uu(line[: 1 + (length * 4 + 5) // 3])
