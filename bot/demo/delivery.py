"""What a receiving mail server adds to a mail before it lies in the mailbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.message import Message as HeaderMap
from email.parser import BytesHeaderParser
from email.utils import format_datetime, parseaddr

AUTHSERV_ID = "mail.city.example"


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a receiving server knows of a mail beside its content. `sender`: envelope, empty for bounces."""

    recipient: str
    sender: str
    helo: str
    at: datetime
    authserv_id: str = AUTHSERV_ID


def stamped(raw: bytes, delivery: Delivery) -> bytes:
    """The mail with the trace headers of its delivery on top, ready for the mailbox.

    `Authentication-Results` tells the truth of this small world: every host may send for its own envelope
    domain (SPF passes), and DMARC passes where that domain is the one in From. Headers that came with the
    mail and claim to be ours are taken out (RFC 8601 section 5).
    """
    head, separator, body = raw.partition(b"\r\n\r\n")
    headers = _without_our_results(head + b"\r\n", delivery.authserv_id)
    return _trace(head, delivery).encode() + headers + separator[2:] + body


def owner(address: str) -> str:
    """Whose mailbox it is: `fpp+abc@city.example` belongs to `fpp@city.example` (RFC 5233)."""
    local, _, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def _trace(head: bytes, delivery: Delivery) -> str:
    domain = (delivery.sender or delivery.helo).rpartition("@")[2].lower()
    from_domain = _from_domain(BytesHeaderParser().parsebytes(head))
    aligned = bool(from_domain) and from_domain == domain
    identity = f"smtp.mailfrom={delivery.sender}" if delivery.sender else f"smtp.helo={delivery.helo}"
    return (
        f"Return-Path: <{delivery.sender}>\r\n"
        f"Delivered-To: {delivery.recipient}\r\n"
        f"Authentication-Results: {delivery.authserv_id};\r\n"
        f"\tspf=pass {identity};\r\n"
        f"\tdmarc={'pass' if aligned else 'fail'} header.from={from_domain or 'unknown'}\r\n"
        f"Received: from {delivery.helo} by {delivery.authserv_id} with ESMTP\r\n"
        f"\tfor <{delivery.recipient}>; {format_datetime(delivery.at)}\r\n"
    )


def _from_domain(headers: HeaderMap) -> str:
    address = parseaddr(str(headers.get("From", "")))[1]
    return address.rpartition("@")[2].lower()


def _without_our_results(head: bytes, authserv_id: str) -> bytes:
    kept: list[bytes] = []
    forged = False
    for line in head.splitlines(keepends=True):
        if line[:1] not in (b" ", b"\t"):
            name, _, value = line.partition(b":")
            claims = value.strip().lower().startswith(authserv_id.encode())
            forged = name.strip().lower() == b"authentication-results" and claims
        if not forged:
            kept.append(line)
    return b"".join(kept)
