"""Test mails as raw bytes, one line each: valid by default, change one thing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from email.utils import format_datetime

PACIFIC = timezone(timedelta(hours=-8))
RECEIVED_AT = datetime(2026, 3, 2, 8, 14, tzinfo=PACIFIC)
BODY = """Hello,

Permit number: 24-012345-000-00-FA
Site address: 1000 Sample St, Suite 400
Type of inspection: framing
Contact: Dana Example, 503-555-0142
"""

File = tuple[str, bytes] | tuple[str, bytes, str]
"""An attachment: (name, content) or (name, content, content type)."""


def raw_mail(
    subject: str = "Alex Sample - March 4, 2026",
    body: str = BODY,
    *,
    sender: str = "Dana Example <dana@builder.example>",
    to: str = "fppinspectionrequests@portlandoregon.gov",
    cc: str | None = None,
    html: str | None = None,
    attachments: Sequence[File] = (),
    forwarded: Sequence[bytes] = (),
    message_id: str = "<m1@builder.example>",
    in_reply_to: str | None = None,
    references: str | None = None,
    received_at: datetime | None = RECEIVED_AT,
    date: datetime | None = None,
    headers: Mapping[str, str] | Sequence[tuple[str, str]] = (),
) -> bytes:
    """One complete message. `received_at`: when the City's server took it (topmost Received; None: no such header).

    `html` alone with `body=""` makes an HTML-only mail; both make alternatives. `forwarded`: raw messages attached
    as message/rfc822. `headers`: added on top, in that order.
    """
    message = EmailMessage()
    for name, value in headers.items() if isinstance(headers, Mapping) else headers:
        message[name] = value
    if received_at:
        message["Received"] = (
            f"from mx.example by mail.portlandoregon.gov with ESMTPS id 1 for <{to}>; {format_datetime(received_at)}"
        )
    written = date or (received_at or RECEIVED_AT) - timedelta(minutes=1)
    given = {
        "From": sender,
        "To": to,
        "Cc": cc,
        "Subject": subject,
        "Message-ID": message_id,
        "In-Reply-To": in_reply_to,
        "References": references,
        "Date": format_datetime(written),
    }
    for name, text in given.items():
        if text is not None and name not in message:
            message[name] = text
    _fill(message, body, html)
    for file in attachments:
        _attach(message, file)
    for raw in forwarded:
        _forward(message, raw)
    return message.as_bytes()


def plain_bytes(*lines: str, body: str = "", charset: str = "utf-8") -> bytes:
    """A message written by hand: header lines as they stand, then a body; for what no mail program would write."""
    return ("\r\n".join(lines) + "\r\n\r\n" + body.replace("\n", "\r\n")).encode(charset, "surrogateescape")


def _fill(message: EmailMessage, body: str, html: str | None) -> None:
    if html is None:
        message.set_content(body)
        return
    if body:
        message.set_content(body)
        message.add_alternative(html, subtype="html")
        return
    message.set_content(html, subtype="html")


def _attach(message: EmailMessage, file: File) -> None:
    name, content = file[0], file[1]
    kind = file[2] if len(file) == 3 else _content_type(name)
    main, _, sub = kind.partition("/")
    message.add_attachment(content, maintype=main, subtype=sub, filename=name)


def _content_type(name: str) -> str:
    known = {".pdf": "application/pdf", ".zip": "application/zip", ".png": "image/png", ".jpg": "image/jpeg"}
    return known.get(name[name.rfind(".") :].lower(), "application/octet-stream")


def _forward(message: EmailMessage, raw: bytes) -> None:
    import email
    import email.policy

    message.add_attachment(email.message_from_bytes(raw, policy=email.policy.default))
