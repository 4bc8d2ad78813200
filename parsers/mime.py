"""A message's bytes as a tree of parts: any nesting, any size, in bounded time and memory."""

from __future__ import annotations

import email
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.errors import MissingHeaderBodySeparatorDefect, StartBoundaryNotFoundDefect
from email.message import Message
from typing import TYPE_CHECKING

from parsers.charsets import base64_bytes, from_wire, words_decoded

if TYPE_CHECKING:
    Part = Message[str, str]
else:
    Part = Message

# The standard library tries every open boundary on every line: lines x boundaries is what a message costs.
MAX_LINE_TRIALS = 20_000_000
MAX_NESTING = 60
MAX_HEADER_BYTES = 1_000_000
# Encoded bodies from this size on are taken out before parsing: the parser needs 9 times their size.
SLICE_FROM = 64 * 1024
MARK = b"\x01slice:%d\x01"
MARK_START = b"\x01slice:"
MARKS = re.compile(rb"\x01slice:(\d{1,6})\x01")
NESTING_SIGN = re.compile(rb"boundary|message/(?:rfc822|global)", re.IGNORECASE)
HEADER_LINE = re.compile(rb"[!-9;-~]+:|[ \t]+\S|From |>From ")
SPACE_BEFORE_COLON = re.compile(rb"^([!-9;-~]+)[ \t]+:", re.MULTILINE)
ENCODED_LINE = re.compile(rb"[A-Za-z0-9+/=\s]*")
ENCODED_NAME = ("content-type", "content-disposition")
HEADER_END = re.compile(rb"\n\r?\n")
TYPE_FIELD = re.compile(rb"^content-type[ \t]*:[^\n]*\n(?:[ \t][^\n]*\n)*", re.IGNORECASE | re.MULTILINE)
# The first line of a part, under whatever boundary.
PART_START = re.compile(rb"^--([^\r\n]{1,200})\r?\nContent-[A-Za-z-]{4,40}:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Source:
    """The raw message, and which spans of it stand as marks in the tree."""

    raw: bytes
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed message. `defects`: what had to be cut or mended on the way."""

    message: Part
    source: Source
    defects: tuple[str, ...] = field(default=())


def tree_of(raw: bytes) -> Tree:
    """The message as a tree; what nests too deep is cut off, broken header lines are left out."""
    skeleton, source = _sliced(_with_one_type(_with_line_feeds(raw)))
    defects: list[str] = []
    if _too_costly(skeleton):
        skeleton = _cut(skeleton)
        defects.append("nesting_too_deep")
    message = _parsed(skeleton, defects)
    if any(isinstance(defect, StartBoundaryNotFoundDefect) for defect in message.defects):
        skeleton = _with_found_boundary(message, skeleton)
        message = _parsed(skeleton, defects)
    if any(isinstance(defect, MissingHeaderBodySeparatorDefect) for defect in message.defects):
        message = _parsed(_mended(skeleton), defects)
        defects.append("header_broken")
    return Tree(message, source, tuple(dict.fromkeys(defects)))


def _parsed(raw: bytes, defects: list[str]) -> Part:
    """The message; what nests deeper than the library goes is cut off, and `defects` then say so."""
    try:
        return email.message_from_bytes(raw)
    except RecursionError:
        defects.append("nesting_too_deep")
        return email.message_from_bytes(_cut(raw))


def payload(part: Part) -> object:
    """The part's payload as it came, whatever charset its header claims: some make the library stumble."""
    try:
        return part.get_payload()
    except (ValueError, LookupError, TypeError):
        part.del_param("charset")
        return part.get_payload()


def part_bytes(part: Part, source: Source) -> bytes:
    """The content of a leaf, decoded."""
    encoding = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    if encoding.startswith("base64"):
        return _from_base64(part, source)
    payload(part)
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return b""
    if MARK_START in content:
        content = _restored(content, source)
        return quopri.decodestring(content) if encoding.startswith("quoted-printable") else content
    return content


def mended_names(part: Part) -> None:
    """Turn raw 8-bit letters in the part's own headers into text, so that names in them survive."""
    for name, value in list(part.raw_items()):
        if name.lower() not in ENCODED_NAME:
            continue
        text = from_wire(str(value))
        if text != value:
            part.replace_header(name, text)


def file_name(part: Part) -> str:
    """The file's name as its sender's program meant it (RFC 2231, RFC 2047, raw), else empty."""
    try:
        name = part.get_filename()
    except (ValueError, TypeError, LookupError, AttributeError):
        name = None
    return words_decoded(from_wire(name)).strip() if name else ""


def media_type(part: Part) -> str:
    """`type/subtype` in lower case, without what a broken header glued to it."""
    return (part.get_content_type().split() or ["text/plain"])[0]


def charset_of(part: Part) -> str | None:
    """The charset that the part declares, however badly written."""
    declared = re.search(
        r"charset\*?\s*=\s*[\"']?([\w.:+-]{1,60})", str(part.get("Content-Type", ""))[:2000], re.IGNORECASE
    )
    return declared[1] if declared else None


def _with_line_feeds(raw: bytes) -> bytes:
    raw = raw.lstrip(b"\xef\xbb\xbf\r\n \t")
    return raw if b"\n" in raw else raw.replace(b"\r", b"\n")


def _with_one_type(raw: bytes) -> bytes:
    """The message by the type that has parts, where its header names several against RFC 2045 section 3."""
    head = _head(raw)
    types = list(TYPE_FIELD.finditer(head))
    wanted = next((field.start() for field in types if b"multipart/" in field[0].lower()), None)
    if wanted is None or wanted == types[0].start():
        return raw
    kept = TYPE_FIELD.sub(lambda field: field[0] if field.start() == wanted else b"", head)
    return kept + raw[len(head) :]


def _head(raw: bytes) -> bytes:
    """The header with its last line's end; empty where none ends in reasonable time."""
    end = HEADER_END.search(raw, 0, MAX_HEADER_BYTES)
    return raw[: end.start() + 1] if end else b""


def _sliced(raw: bytes) -> tuple[bytes, Source]:
    if len(raw) < SLICE_FROM or MARK_START in raw:
        return raw, Source(raw)
    spans = tuple(_encoded_spans(raw))
    if not spans:
        return raw, Source(raw)
    pieces: list[bytes] = []
    end = 0
    for number, span in enumerate(spans):
        pieces += [raw[end : span[0]], MARK % number, b"\r\n"]
        end = span[1]
    return b"".join([*pieces, raw[end:]]), Source(raw, spans)


def _encoded_spans(raw: bytes) -> Iterator[tuple[int, int]]:
    """Long bodies below headers that speak of base64: from the blank line to the next line that starts a boundary."""
    previous, boundary = 0, -1
    for blank in _blank_lines(raw):
        if blank < previous:
            continue
        if boundary < blank:
            # The blank line itself may end before a boundary.
            found = raw.find(b"\n--", blank - 1)
            boundary = len(raw) if found < 0 else found
        if boundary - blank < SLICE_FROM or b"base64" not in raw[max(previous, blank - 4096) : blank].lower():
            continue
        yield blank, boundary
        previous = boundary


def _blank_lines(raw: bytes) -> Iterator[int]:
    """Where the text after each blank line begins."""
    for blank in re.finditer(rb"\n\r?\n", raw):
        yield blank.end()


def _too_costly(raw: bytes) -> bool:
    lines = raw.count(b"\n")
    # Even if every ninth letter began a boundary, a small message would cost little.
    if lines * len(raw) // 9 <= MAX_LINE_TRIALS:
        return False
    signs = sum(1 for _ in NESTING_SIGN.finditer(raw))
    return signs > MAX_NESTING and signs * lines > MAX_LINE_TRIALS


def _cut(raw: bytes) -> bytes:
    for number, sign in enumerate(NESTING_SIGN.finditer(raw), 1):
        if number == MAX_NESTING:
            return raw[: sign.start()]
    return raw[:MAX_HEADER_BYTES]


def _with_found_boundary(message: Part, raw: bytes) -> bytes:
    """The message by the boundary that stands in its body, where the header names another."""
    found, head = PART_START.search(raw), _head(raw)
    boundary = found[1].rstrip() if found else b""
    if not boundary:
        return raw
    quoted = re.sub(rb'(["\\])', rb"\\\1", boundary)
    kind = b'Content-Type: %s; boundary="%s"\n' % (media_type(message).encode("ascii", "replace"), quoted)
    return TYPE_FIELD.sub(b"", head) + kind + raw[len(head) :]


def _mended(raw: bytes) -> bytes:
    """The message without the lines in its header that are none (RFC 5322 section 2.2)."""
    end = re.search(rb"\r?\n\r?\n", raw[:MAX_HEADER_BYTES])
    if not end:
        return raw
    head = SPACE_BEFORE_COLON.sub(rb"\1:", raw[: end.start()])
    lines = [line for line in head.split(b"\n") if HEADER_LINE.match(line)]
    return b"\n".join(lines) + raw[end.start() :]


def _from_base64(part: Part, source: Source) -> bytes:
    wire = str(payload(part)).encode("ascii", "replace")
    mark = MARKS.fullmatch(wire.strip())
    if mark and int(mark[1]) < len(source.spans):
        start, end = source.spans[int(mark[1])]
        return base64_bytes(memoryview(source.raw)[start:end])
    wire = _restored(wire, source)
    sample = wire[:400].strip()
    # Text that only claims to be base64 stays as it is.
    if not ENCODED_LINE.fullmatch(sample) and sample.count(b" ") > len(sample) // 15:
        return wire
    return base64_bytes(wire)


def _restored(wire: bytes, source: Source) -> bytes:
    if MARK_START not in wire or not source.spans:
        return wire

    def original(mark: re.Match[bytes]) -> bytes:
        number = int(mark[1])
        return source.raw[slice(*source.spans[number])] if number < len(source.spans) else b""

    return MARKS.sub(original, wire)
