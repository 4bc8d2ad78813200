"""The parts of a message: its body, its attachments, the messages it encloses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from parsers.charsets import base64_bytes, clean, decoded
from parsers.content_sort import content_sort
from parsers.file_names import safe_name, without_folders
from parsers.html_text import html_text
from parsers.mail import Attachment
from parsers.mime import Part, Source, charset_of, file_name, media_type, mended_names, part_bytes, payload
from parsers.sealed import seal_of
from parsers.uuencoded import without_uuencoded

MAX_PARTS = 1000
MAX_TEXT_BYTES = 2_000_000
MAX_TEXT = 200_000
MESSAGE_TYPES = frozenset({"message/rfc822", "message/global"})
BODY_TYPES = frozenset({"text/plain", "text/html"})
# A piece of a message whose other pieces come apart, and a file that has to be fetched (RFC 2046 sections 5.2.2
# and 5.2.3): there is nothing in them to look into.
KEPT_ELSEWHERE = frozenset({"message/partial", "message/external-body"})
FILE_SORTS = frozenset({"pdf", "zip", "tnef", "image"})
ENDINGS = {
    "pdf": ".pdf",
    "zip": ".zip",
    "tnef": ".dat",
    "html": ".html",
    "text": ".txt",
    "calendar": ".ics",
    "image": ".img",
    "office": ".doc",
    "other": ".bin",
}
NOT_THE_TEXT = re.compile(
    r"(?:not|n't) (?:support|display|view|render|read)\w* html|html.?(?:capable|compatible|enabled|format"
    r"|e-?mail)"
    r"|view (?:this|the) (?:e-?mail|message) (?:in|on)|enable html|in your (?:web )?browser",
    re.IGNORECASE,
)
MAIL_START = re.compile(rb"(?:[!-9;-~]{1,60}:[^\n]{0,2000}\r?\n(?:[ \t][^\n]{0,2000}\r?\n){0,50}){2}")
META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)


@dataclass(slots=True)
class Words:
    """One stretch of the body in the versions that it came in."""

    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Contents:
    """A message's own content. `messages`: what it encloses, parsed or (encoded, or as a file) as bytes."""

    text: str
    attachments: tuple[Attachment, ...]
    messages: tuple[Part | bytes, ...]
    defects: tuple[str, ...] = ()


@dataclass(slots=True)
class _Collected:
    source: Source
    words: list[Words] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    messages: list[Part | bytes] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)


def contents(message: Part, source: Source) -> Contents:
    """The message's text, files and enclosed messages; enclosed ones keep their own text and files to themselves."""
    collected = _Collected(source)
    for number, (part, words) in enumerate(_leaves(message)):
        if number >= MAX_PARTS:
            collected.defects.append("too_many_parts")
            break
        _take(part, words, collected)
    text = "\n".join(filter(None, map(_readable, collected.words)))
    if not text.strip():
        text = _text_from_files(collected)
    if len(text) > MAX_TEXT:
        collected.defects.append("text_cut")
    return Contents(
        text[:MAX_TEXT],
        tuple(collected.attachments),
        tuple(collected.messages),
        tuple(dict.fromkeys(collected.defects)),
    )


def _leaves(message: Part) -> Iterator[tuple[Part, Words | None]]:
    """Every part that holds content, in order; parts of one multipart/alternative share their `Words`."""
    waiting: list[tuple[Part, Words | None]] = [(message, None)]
    while waiting:
        part, words = waiting.pop()
        kind = media_type(part)
        children = payload(part)
        if not isinstance(children, list) or kind.startswith("message/"):
            yield part, words
            continue
        shared = words or (Words() if kind == "multipart/alternative" else None)
        waiting.extend((child, shared) for child in reversed(children) if not isinstance(child, str))


def _take(part: Part, words: Words | None, collected: _Collected) -> None:
    mended_names(part)
    kind, name = media_type(part), file_name(part)
    if kind in MESSAGE_TYPES:
        _take_message(part, collected)
        return
    content = _content(part, kind, collected.source)
    disposition = part.get_content_disposition() or ""
    if _is_body(kind, content, name, disposition):
        _take_words(part, kind, content, words, collected)
        return
    if name.lower().endswith(".eml") and MAIL_START.match(content):
        collected.messages.append(content)
        return
    if content or name or kind in KEPT_ELSEWHERE:
        collected.attachments.append(_attachment(part, kind, content, len(collected.attachments) + 1))


def _content(part: Part, kind: str, source: Source) -> bytes:
    if kind in KEPT_ELSEWHERE:
        return b""
    return _flattened(part) if kind.startswith("message/") else part_bytes(part, source)


def _is_body(kind: str, content: bytes, name: str, disposition: str) -> bool:
    if kind.startswith("multipart/"):
        kind = "text/plain"
    if kind not in BODY_TYPES or disposition == "attachment" or name:
        return False
    # A broken type reads as text/plain; files are known by their first bytes, and so is a text that is encrypted.
    return content_sort(content) not in FILE_SORTS and seal_of(content) is None


def _take_words(part: Part, kind: str, content: bytes, words: Words | None, collected: _Collected) -> None:
    if words is None:
        words = Words()
    if not any(words is known for known in collected.words):
        collected.words.append(words)
    if kind != "text/html":
        content, files = without_uuencoded(content)
        for file in files:
            _take_file(decoded(file.name, charset_of(part)), file.content, collected)
    if len(content) > MAX_TEXT_BYTES:
        collected.defects.append("text_cut")
        content = content[:MAX_TEXT_BYTES]
    if kind == "text/html":
        words.html.append(_html(part, content))
    else:
        words.plain.append(_plain(part, content))


def _html(part: Part, content: bytes) -> str:
    charset = charset_of(part)
    if charset is None and (meta := META_CHARSET.search(content[:4096])):
        charset = meta[1].decode("ascii", "replace")
    return decoded(content, charset)


def _plain(part: Part, content: bytes) -> str:
    text = clean(decoded(content, charset_of(part)))
    declared = str(part.get("Content-Type", "")).lower()
    if "flowed" not in declared:
        return text
    return _unflowed(text, delsp=bool(re.search(r"delsp\s*=\s*\"?yes", declared)))


def _unflowed(text: str, *, delsp: bool) -> str:
    """Soft line breaks undone (RFC 3676 section 4)."""
    lines: list[str] = []
    flowing: int | None = None
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        words = line[depth:].removeprefix(" ")
        if flowing == depth and lines and words != "-- ":
            lines[-1] += words
        else:
            lines.append(">" * depth + (" " if depth else "") + words)
        flowing = depth if words.endswith(" ") and words != "-- " else None
        if flowing is not None and delsp:
            lines[-1] = lines[-1][:-1]
    return "\n".join(line.rstrip() if line != "-- " else line for line in lines)


def _readable(words: Words) -> str:
    """The plain version, unless it is empty or only says that there is another."""
    plain = "\n".join(words.plain).strip("\n")
    if not words.html:
        return plain
    bare = plain.strip()
    if bare and not (len(bare) < 400 and NOT_THE_TEXT.search(bare)):
        return plain
    return "\n".join(html_text(html) for html in words.html if html.strip()) or plain


def _text_from_files(collected: _Collected) -> str:
    """Some programs name the body like a file: the first inline text counts as the body where there is no other."""
    for attachment in collected.attachments:
        if attachment.content_type in BODY_TYPES and attachment.inline:
            collected.attachments.remove(attachment)
            text = decoded(attachment.content[:MAX_TEXT_BYTES], None)
            return html_text(text) if attachment.content_type == "text/html" else clean(text)
    return ""


def _take_message(part: Part, collected: _Collected) -> None:
    children = payload(part)
    inner = children[0] if isinstance(children, list) and children else None
    if not isinstance(inner, type(part)):
        return
    encoding = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    body = payload(inner)
    # Against RFC 2046 section 5.2.1, but some programs do encode enclosed messages.
    if encoding.startswith("base64") and not inner.keys() and isinstance(body, str):
        collected.messages.append(_encoded_message(inner, body, collected.source))
        return
    collected.messages.append(inner)


def _encoded_message(inner: Part, body: str, source: Source) -> bytes:
    inner["Content-Transfer-Encoding"] = "base64"
    content = part_bytes(inner, source)
    return content or base64_bytes(body.encode("ascii", "replace"))


def _flattened(part: Part) -> bytes:
    """Delivery reports and the like, as they were written."""
    try:
        return part.as_bytes()[:MAX_TEXT_BYTES]
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return b""


def _take_file(name: str, content: bytes, collected: _Collected) -> None:
    """A file that stood in the text, without headers of its own."""
    sort = content_sort(content)
    kind = "application/pdf" if sort == "pdf" else "application/octet-stream"
    fallback = f"attachment-{len(collected.attachments) + 1}{ENDINGS[sort]}"
    collected.attachments.append(Attachment(safe_name(name, fallback), without_folders(name), kind, content))


def _attachment(part: Part, kind: str, content: bytes, number: int) -> Attachment:
    name = file_name(part)
    sort = content_sort(content)
    disposition = part.get_content_disposition()
    return Attachment(
        name=safe_name(name, f"attachment-{number}{ENDINGS[sort]}"),
        original_name=without_folders(name),
        content_type=kind,
        content=content,
        inline=disposition == "inline" or (disposition is None and part.get("Content-ID") is not None),
        in_text=part.get("Content-ID") is not None,
    )
