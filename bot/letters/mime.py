"""A letter as the bytes of a message (RFC 5322, RFC 2045 to 2049, RFC 2231, RFC 3834).

Written directly: the standard library's EmailMessage takes longer to build than the letter takes to send, and its
folding is made for every header there is. The tests read each message back with the standard library.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from email.utils import format_datetime
from urllib.parse import quote

from bot.letters.letter import Letter, LetterFile, LetterPicture, Purpose
from parsers.mail import Address
from templates.cleaning import one_line

MOST_REFERENCES = 20
MAX_LINE = 76
ENCODED_BYTES = 42
"""So that an encoded word stays within 75 characters (RFC 2047 section 2)."""
MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,480}>")
PLAIN_ADDRESS = re.compile(r"[^\s<>(),;:\\\"\[\]@]{1,64}@[^\s<>(),;:\\\"@]{1,255}")
CONTENT_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+(?:; [a-z]+=[A-Za-z0-9-]+){0,3}")
SAFE_NAME = re.compile(r"[A-Za-z0-9 ._()&+-]{1,60}")

# RFC 3834 section 5: what answers a mail is auto-replied, what comes by itself is auto-generated.
AUTO_SUBMITTED: dict[Purpose, str] = {
    "reply": "auto-replied",
    "routed": "auto-generated",
    "notice": "auto-generated",
    "digest": "auto-generated",
}


def message_bytes(letter: Letter, *, message_id: str, sender: Address, date: datetime) -> bytes:
    """The complete message, CRLF line ends, ASCII but for addresses that are not; `date` is aware.

    Nothing in the letter can add a header: line breaks and controls never reach one. Raises ValueError where
    there is nobody to write to.
    """
    boundary = f"=_{hashlib.sha256(message_id.encode()).hexdigest()[:32]}"
    body = b"".join(_body(letter, boundary))
    return "".join(_headers(letter, message_id, sender, date)).encode() + body


def _headers(letter: Letter, message_id: str, sender: Address, date: datetime) -> Iterator[str]:
    recipients = [f"<{address}>" for address in map(_plain_address, letter.to) if address]
    if not recipients:
        raise ValueError("the letter has no address that mail can go to")
    yield f"From: {_person(sender)}\r\n"
    yield f"To: {_folded(recipients, ',')}\r\n"
    yield f"Subject: {_phrase(letter.subject, 'Subject: ')}\r\n"
    yield f"Date: {format_datetime(date)}\r\n"
    yield f"Message-ID: {_message_ids([message_id])}\r\n"
    parent = _message_ids([letter.in_reply_to or ""])
    if parent:
        yield f"In-Reply-To: {parent}\r\n"
    chain = _message_ids(letter.references[-MOST_REFERENCES:])
    if chain:
        yield f"References: {chain}\r\n"
    yield f"Auto-Submitted: {AUTO_SUBMITTED[letter.purpose]}\r\n"
    # Everything but NDR: a letter that could not be delivered must come back to us.
    yield "X-Auto-Response-Suppress: DR, RN, NRN, OOF, AutoReply\r\n"
    yield "MIME-Version: 1.0\r\n"


def _body(letter: Letter, boundary: str) -> Iterator[bytes]:
    """Text, HTML and a single calendar entry as alternatives; every file, that entry too, beside them.

    Mail programs show the entry from the alternative; those that don't, and people, find it among the files.
    Pictures stand beside the alternatives (RFC 2387): the HTML shows them in their places, a reader of the text
    finds them attached.
    """
    entries = [file for file in letter.files if file.content_type.startswith("text/calendar")]
    inner = f"{boundary}.1" if letter.files or letter.pictures else boundary
    if letter.files:
        yield _multipart("mixed", boundary)
        yield b"--%s\r\n" % boundary.encode()
    related = f"{boundary}.2"
    if letter.pictures:
        yield _multipart('related; type="multipart/alternative"', related)
        yield b"--%s\r\n" % related.encode()
    yield _multipart("alternative", inner)
    mark = inner.encode()
    yield b"--%s\r\n%s--%s\r\n%s" % (
        mark,
        _text_part("plain", letter.text),
        mark,
        _text_part("html", letter.html),
    )
    if len(entries) == 1:
        yield b"--%s\r\n%s" % (mark, _calendar_part(entries[0]))
    yield b"--%s--\r\n" % mark
    for picture in letter.pictures:
        yield b"--%s\r\n%s" % (related.encode(), _picture_part(picture))
    if letter.pictures:
        yield b"--%s--\r\n" % related.encode()
    for file in letter.files:
        yield b"--%s\r\n%s" % (boundary.encode(), _file_part(file))
    if letter.files:
        yield b"--%s--\r\n" % boundary.encode()


def _multipart(subtype: str, boundary: str) -> bytes:
    return f'Content-Type: multipart/{subtype}; boundary="{boundary}"\r\n\r\n'.encode()


def _text_part(subtype: str, text: str) -> bytes:
    content = text.encode("utf-8", "replace").replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    head = (
        f"Content-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    return head.encode() + binascii.b2a_qp(content) + b"\r\n"


def _calendar_part(file: LetterFile) -> bytes:
    head = f"Content-Type: {_content_type(file)}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return head.encode() + _base64(file.content)


def _file_part(file: LetterFile) -> bytes:
    charset = "; charset=utf-8" if file.content_type.startswith("text/") else ""
    head = (
        f"Content-Type: {_content_type(file)}{charset}\r\n"
        f"Content-Disposition: attachment;\r\n {_file_name(file.name)}\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    return head.encode() + _base64(file.content)


def _picture_part(picture: LetterPicture) -> bytes:
    head = (
        f"Content-Type: {_content_type(picture)}\r\n"
        f"Content-ID: {_message_ids([f'<{picture.content_id}>'])}\r\n"
        f"Content-Disposition: inline;\r\n {_file_name(picture.name)}\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    return head.encode() + _base64(picture.content)


def _content_type(file: LetterFile | LetterPicture) -> str:
    return file.content_type if CONTENT_TYPE.fullmatch(file.content_type) else "application/octet-stream"


def _file_name(name: str) -> str:
    """The parameter of RFC 2183, by RFC 2231 where the name needs more than plain letters."""
    line = one_line(name, 120).replace("/", "_").replace("\\", "_") or "file"
    if SAFE_NAME.fullmatch(line):
        return f'filename="{line}"'
    encoded = quote(line, safe="")
    # A name of many foreign letters is cut to whole escapes that fit one line.
    return f"filename*=utf-8''{encoded}" if len(encoded) < 900 else 'filename="file"'


def _base64(content: bytes) -> bytes:
    return base64.encodebytes(content).replace(b"\n", b"\r\n")


def _person(address: Address) -> str:
    mailbox = f"<{_plain_address(address.address)}>"
    name = one_line(address.name, 80)
    if not name:
        return mailbox
    if name.isascii() and "=?" not in name:
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}" {mailbox}'
    return f"{_phrase(name, 'From: ')}\r\n {mailbox}"


def _plain_address(address: str) -> str:
    """The address where it is one that can stand between angle brackets, else nothing; its domain in ASCII."""
    match = PLAIN_ADDRESS.fullmatch(one_line(address))
    if match is None:
        return ""
    local, _, domain = match.group().rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return ""


def _phrase(text: str, before: str) -> str:
    """Header text, folded; encoded words where it is not plain ASCII or looks like one (RFC 2047)."""
    line = one_line(text, 900)
    if line.isascii() and "=?" not in line and all(len(word) < MAX_LINE for word in line.split(" ")):
        return _folded(line.split(" "), "", len(before))
    return "\r\n ".join(f"=?utf-8?b?{base64.b64encode(chunk).decode()}?=" for chunk in _chunks(line))


def _chunks(text: str) -> Iterator[bytes]:
    """The text in UTF-8, cut between characters into pieces that fit an encoded word."""
    chunk = b""
    for character in text:
        encoded = character.encode("utf-8", "replace")
        if len(chunk) + len(encoded) > ENCODED_BYTES:
            yield chunk
            chunk = b""
        chunk += encoded
    yield chunk


def _folded(words: Iterable[str], separator: str, used: int = 12) -> str:
    """Words with blanks between them, on lines of at most 76 columns where the words allow it."""
    lines: list[str] = []
    line = ""
    for word in words:
        if line and used + len(line) + len(separator) + 1 + len(word) > MAX_LINE:
            lines.append(line + separator)
            line, used = word, 1
        else:
            line = f"{line}{separator} {word}" if line else word
    return "\r\n ".join([*lines, line])


def _message_ids(message_ids: Iterable[str]) -> str:
    """Those that are well-formed (RFC 5322 section 3.6.4), each on a line of its own."""
    return "\r\n ".join(
        found for found in (one.strip() for one in message_ids) if MESSAGE_ID.fullmatch(found)
    )
