"""What makes a mail the same mail, however often and wherever it was delivered."""

from __future__ import annotations

import hashlib
import re

_FIELD = re.compile(
    rb"^(from|subject|date|message-id)[ \t]*:(.*(?:\r?\n[ \t].*)*)", re.IGNORECASE | re.MULTILINE
)
_END_OF_HEADER = re.compile(rb"\r?\n\r?\n")
_BLANKS = re.compile(rb"\s+")


def content_key(raw: bytes) -> str:
    """A key that two copies of one mail share and two different mails never do.

    Copies differ in the header lines that servers add on the way (Received, Delivered-To), so those do not
    count; the body and what the sender's program wrote (From, Subject, Date, Message-ID) do. Message-ID alone
    is not enough: it may be missing, rewritten, or used for two different mails.
    """
    end = _END_OF_HEADER.search(raw)
    header, body = (raw[: end.start()], raw[end.end() :]) if end else (raw, b"")
    fields = sorted(
        match[1].lower() + b":" + _BLANKS.sub(b" ", match[2]).strip() for match in _FIELD.finditer(header)
    )
    digest = hashlib.sha256(b"\n".join(fields))
    digest.update(b"\n\n")
    digest.update(body.replace(b"\r\n", b"\n").rstrip())
    return digest.hexdigest()


def message_id_of(raw: bytes) -> str:
    """The Message-ID as written, with its angle brackets; empty where there is none."""
    end = _END_OF_HEADER.search(raw)
    header = raw[: end.start()] if end else raw
    for match in _FIELD.finditer(header):
        if match[1].lower() == b"message-id":
            return match[2].strip().decode("utf-8", "replace")[:500]
    return ""
