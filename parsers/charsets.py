"""Bytes of any charset, named rightly, wrongly or not at all, as clean text."""

from __future__ import annotations

import base64
import binascii
import codecs
import quopri
import re

# Labels that mail programs write and Python does not know, or reads more narrowly than was meant.
ALIASES = {
    "utf8mb4": "utf-8",
    "utf8mb3": "utf-8",
    "unicode": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "windows-874": "cp874",
    "tis-620": "cp874",
    "iso-8859-11": "cp874",
    "x-mac-cyrillic": "mac_cyrillic",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "euc-kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "x-sjis": "cp932",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "ansi": "cp1252",
    "ansi_x3.4-1968": "cp1252",
    "iso-8859-9": "cp1254",
}
# Python's codecs that are no charsets: they interpret, warn or take quadratic time.
NOT_CHARSETS = frozenset(
    {"unicode_escape", "raw_unicode_escape", "undefined", "idna", "punycode", "mbcs", "oem"}
)
# In these valid UTF-8 beyond ASCII is nonsense, so text that is valid UTF-8 was labelled wrongly.
SINGLE_BYTE = re.compile(r"cp(12\d\d|437|850|852|866|874)|iso8859|mac|koi8|latin")
ENCODED_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
BETWEEN_WORDS = re.compile(r"(=\?[^?\s]{1,60}\?[bBqQ]\?[^?]*\?=)\s+(?==\?[^?\s]{1,60}\?[bBqQ]\?)")
# Nothing to see: zero width, direction marks, soft hyphens, controls, halves of surrogate pairs.
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
ODD_SPACE = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
LINE_END = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def decoded(content: bytes, charset: str | None) -> str:
    """The text of the bytes; the charset named is believed unless the bytes contradict it."""
    if content.isascii() and not _is_escaped(charset):
        return content.decode("ascii")
    for name in _candidates(content, charset):
        try:
            return content.decode(name)
        except (LookupError, ValueError):
            continue
    return content.decode("cp1252", "replace")


def clean(text: str) -> str:
    """The text with plain spaces and line feeds only, without characters that cannot be seen."""
    if text.isascii() and text.isprintable():
        return text
    text = LINE_END.sub("\n", text)
    return INVISIBLE.sub("", ODD_SPACE.sub(" ", text))


def from_wire(value: str) -> str:
    """A header value that may hold raw 8-bit bytes (as surrogates), as text."""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return decoded(value.encode("utf-8", "surrogateescape"), None)
    return value


def words_decoded(value: str) -> str:
    """The header value with its RFC 2047 words decoded, broken ones too; what cannot be decoded stays.

    Neighbours of one charset are joined before decoding: many programs split letters between words.
    """
    if "=?" not in value:
        return value
    glued = BETWEEN_WORDS.sub(r"\1", value)
    parts: list[str] = []
    pending, charset, end = b"", "", 0
    for word in ENCODED_WORD.finditer(glued):
        between = glued[end : word.start()]
        label = word[1].partition("*")[0].lower()
        if pending and (between or label != charset):
            parts.append(decoded(pending, charset))
            pending = b""
        parts.append(between)
        pending += _word_bytes(word[2], word[3])
        charset, end = label, word.end()
    return "".join([*parts, decoded(pending, charset) if pending else "", glued[end:]])


def base64_bytes(text: bytes | memoryview) -> bytes:
    """The bytes behind base64 with line breaks, junk or missing padding."""
    try:
        return binascii.a2b_base64(text)
    except binascii.Error:
        kept = re.sub(rb"[^A-Za-z0-9+/]", b"", bytes(text))
        kept = kept[: len(kept) - (len(kept) % 4 == 1)]
        return base64.b64decode(kept + b"=" * (-len(kept) % 4))


def _word_bytes(encoding: str, text: str) -> bytes:
    wire = text.encode("utf-8", "surrogateescape")
    if encoding in "bB":
        return base64_bytes(wire)
    return quopri.decodestring(wire.replace(b" ", b"_"), header=True)


def _is_escaped(charset: str | None) -> bool:
    """Charsets that write their letters in ASCII."""
    return (charset or "").lower().startswith(("iso-2022", "utf-7", "hz", "utf-16", "utf-32"))


def _candidates(content: bytes, charset: str | None) -> tuple[str, ...]:
    if content.startswith(codecs.BOM_UTF8):
        return ("utf-8-sig", "cp1252")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16", "utf-8", "cp1252")
    named = _codec(charset)
    if named is None or SINGLE_BYTE.match(named):
        return ("utf-8", named or "cp1252", "cp1252")
    if named.startswith(("utf-16", "utf-32")) and b"\0" not in content:
        return ("utf-8", named, "cp1252")
    return (named, "utf-8", "cp1252")


def _codec(charset: str | None) -> str | None:
    label = (charset or "").strip(" \t\"';").lower()
    label = ALIASES.get(label, label)
    if not label or not label.isascii():
        return None
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return _codec_of_prefix(label)
    return None if name in NOT_CHARSETS else name


def _codec_of_prefix(label: str) -> str | None:
    """The charset before the rubbish: `windows-1252http-equivcontent-type`, `iso-8859-1;`, `cp-850`."""
    known = re.match(r"(?:x-)?(utf-?8|iso-?8859-\d{1,2}|windows-?\d{3,4}|cp-?\d{3,4})", label)
    if not known or known[1] == label:
        return None
    plain = known[1].replace("cp-", "cp").replace("iso8859", "iso-8859").replace("windows1", "windows-1")
    return _codec(plain) if plain != label else None
