"""A raw message as a `Mail`: the only place that knows mailparser."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from email.message import Message
from email.utils import parsedate_to_datetime

from mailparser import MailParser
from mailparser.exceptions import MailParserError

from parsers.charsets import clean, from_wire, words_decoded
from parsers.mail import Address, Mail
from parsers.mime import Part, Source, Tree, media_type, part_bytes, tree_of
from parsers.parts import contents
from parsers.pasted_mail import MAIL_ADDRESS, address_in, mail_of_pasted
from parsers.quotes import body_parts
from parsers.sealed import BrokenSealError, seal_of, signed_content
from parsers.signatures import Writer

MAX_FORWARDS = 12
MAX_HEADERS = 1000
MAX_VALUE = 20_000
MAX_SUBJECT = 10_000
MAX_REFERENCES = 200
ADDRESS_HEADERS = ("from", "to", "cc", "reply-to")
DATE_HEADERS = ("date", "received")
SEALED_TYPES = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
# Encoded words in them are a sender's, who wants them read as our own server's: the server, which takes away
# what bears its name, does not know it in disguise.
WRITTEN_BY_SERVERS = frozenset({"authentication-results", "x-ms-exchange-organization-authas"})
FOLD = re.compile(r"\r?\n[ \t]*|[\r\n\0]")
QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|\([^()]*\)')
NO_ADDRESS = re.compile(r"<[^<>@]*>")
MESSAGE_ID = re.compile(r"<[^<>\s]{1,990}>")
PARSER_FAULTS = (
    MailParserError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    OverflowError,
    RecursionError,
)
# How deep the reader is: enclosed and pasted messages count together.
Depth = int


def read_mail(raw: bytes) -> Mail:
    """The message as it was sent; never raises. What had to be mended or left out stands in `defects`:
    `from_missing`, `from_several`, `subject_twice`, `header_broken`, `headers_cut`, `nesting_too_deep`,
    `too_many_parts`, `text_cut`.
    """
    return _read(raw, 0)


def _read(raw: bytes, depth: Depth) -> Mail:
    tree = tree_of(raw)
    return _mail(tree.message, tree.source, depth, tree.defects)


def _mail(message: Part, source: Source, depth: Depth, defects: Iterable[str]) -> Mail:
    headers = _headers(message)
    parsed = _parsed(message)
    senders = _addresses(parsed, headers, "from")
    sender = senders[0] if senders else Address("")
    subject = headers.get("subject", ("",))[0][:MAX_SUBJECT].strip()
    sealed = _sealed(message, source)
    content = contents(sealed.message, sealed.source) if sealed else contents(message, source)
    parts = body_parts(content.text, subject, Writer(sender.name, sender.address))
    date, zone = _date(parsed, headers)
    pasted = (
        mail_of_pasted(parts.passed_on, zone, depth + 1) if parts.passed_on and depth < MAX_FORWARDS else None
    )
    enclosed = _enclosed(content.messages, source, depth)
    found = (
        *defects,
        *_header_defects(headers, senders),
        *(sealed.defects if sealed else ()),
        *content.defects,
    )
    if content.messages and not enclosed:
        found = (*found, "nesting_too_deep")
    return Mail(
        message_id=_message_id(headers),
        subject=subject,
        sender=sender,
        text=content.text,
        new_text=parts.new_text,
        signature=parts.signature,
        quoted=parts.quoted,
        reply_to=next(iter(_addresses(parsed, headers, "reply-to")), None),
        to=_addresses(parsed, headers, "to"),
        cc=_addresses(parsed, headers, "cc"),
        date=date,
        received_at=_received_at(parsed, headers),
        in_reply_to=next(iter(_ids(headers, "in-reply-to")), None),
        references=_ids(headers, "references"),
        forwarded=(*enclosed, *([pasted] if pasted else [])),
        attachments=content.attachments,
        headers=headers,
        defects=tuple(dict.fromkeys(found)),
    )


def _sealed(message: Part, source: Source) -> Tree | None:
    """What a message holds that is nothing but a signed envelope (S/MIME, RFC 8551 section 3.5.2); else None."""
    if media_type(message) not in SEALED_TYPES:
        return None
    envelope = part_bytes(message, source)
    try:
        inner = signed_content(envelope) if seal_of(envelope) == "signed" else b""
    except BrokenSealError:
        inner = b""
    return tree_of(inner) if inner else None


def _enclosed(messages: Iterable[Part | bytes], source: Source, depth: Depth) -> tuple[Mail, ...]:
    if depth >= MAX_FORWARDS:
        return ()
    return tuple(
        _read(message, depth + 1) if isinstance(message, bytes) else _mail(message, source, depth + 1, ())
        for message in messages
    )


def _headers(message: Part) -> Mapping[str, tuple[str, ...]]:
    """Decoded and unfolded values by lower-case name, topmost first."""
    found: dict[str, list[str]] = {}
    for number, (name, raw) in enumerate(message.raw_items()):
        if number >= MAX_HEADERS:
            break
        value, lower = FOLD.sub(" ", str(raw)[:MAX_VALUE]), name.lower()
        if lower in WRITTEN_BY_SERVERS:
            value = clean(from_wire(value))
        elif not value.isascii() or not value.isprintable() or "=?" in value:
            value = clean(words_decoded(from_wire(value)))
        found.setdefault(lower, []).append(value.replace("\n", " ").strip())
    return {name: tuple(values) for name, values in found.items()}


def _parsed(message: Part) -> MailParser | None:
    """mailparser's reading of addresses and dates; it gets the headers alone, bodies cost it too much."""
    view: Message[str, str] = Message()
    seen: set[str] = set()
    for name, value in message.raw_items():
        lower = name.lower()
        # Only the topmost of each counts; hops below the first were written by others.
        if (lower in ADDRESS_HEADERS or lower in DATE_HEADERS) and lower not in seen:
            seen.add(lower)
            view[name] = str(value)[:MAX_VALUE]
    try:
        return MailParser(view)
    except PARSER_FAULTS:
        return None


def _addresses(
    parsed: MailParser | None, headers: Mapping[str, tuple[str, ...]], name: str
) -> tuple[Address, ...]:
    values = headers.get(name)
    if not values:
        return ()
    found = getattr(parsed, name.replace("-", "_"), ()) if parsed and name != "from" else ()
    if name == "from" and parsed:
        found = parsed.from_
    read = tuple(_address(shown, address) for shown, address in found if "@" in address)
    # mailparser leaves out what RFC 5322 forbids and people have: `k..allen@builder.example`, `Last, First <a@b>`.
    if len(read) == 1 and values[0].count("@") == 1 and "," in values[0]:
        return tuple(address_in(values[0])) or read
    return read or tuple(address_in(values[0]))


def _address(shown: str, address: str) -> Address:
    name = clean(words_decoded(from_wire(shown))).replace("\n", " ")
    return Address(clean(from_wire(address)).strip().lower(), " ".join(name.split())[:200].strip("'\" "))


def _date(
    parsed: MailParser | None, headers: Mapping[str, tuple[str, ...]]
) -> tuple[datetime | None, datetime | None]:
    """(the Date header as a moment; the same in the writer's own zone, which pasted headers are in)."""
    value = headers.get("date", ("",))[0]
    local = _moment(value)
    moment = parsed.date if parsed is not None and parsed.date is not None else local
    return moment, local or moment


def _received_at(parsed: MailParser | None, headers: Mapping[str, tuple[str, ...]]) -> datetime | None:
    values = headers.get("received")
    if not values:
        return None
    hop = parsed.received[0] if parsed is not None and parsed.received else {}
    written = hop.get("date_utc")
    if written:
        return datetime.fromisoformat(written)
    return _moment(values[0].rpartition(";")[2])


def _moment(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value.strip()[:200])
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else None


def _message_id(headers: Mapping[str, tuple[str, ...]]) -> str:
    value = headers.get("message-id", ("",))[0].strip()
    found = MESSAGE_ID.search(value)
    return found[0] if found else value[:998]


def _ids(headers: Mapping[str, tuple[str, ...]], name: str) -> tuple[str, ...]:
    return tuple(MESSAGE_ID.findall(" ".join(headers.get(name, ()))))[-MAX_REFERENCES:]


def _is_ambiguous(value: str) -> bool:
    """Whether From holds more than one address outside quoted names and comments, readable or not.

    Where the angle brackets hold none, an address before them is only a name.
    """
    bare = QUOTED.sub(" ", value)
    signs = bare.count("@")
    if signs and NO_ADDRESS.search(bare):
        return True
    if signs < 2:
        return False
    named = [address.lower() for address in MAIL_ADDRESS.findall(bare)]
    return len(named) != signs or len(set(named)) != 1


def _header_defects(headers: Mapping[str, tuple[str, ...]], senders: tuple[Address, ...]) -> Iterable[str]:
    values = headers.get("from", ())
    if not senders:
        yield "from_missing"
    if len(senders) > 1 or len(values) > 1 or _is_ambiguous(" ".join(values)):
        yield "from_several"
    if len(headers.get("subject", ())) > 1:
        yield "subject_twice"
    if sum(map(len, headers.values())) >= MAX_HEADERS:
        yield "headers_cut"
