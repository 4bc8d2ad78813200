"""Earlier mails that were pasted into a text, as `Mail` values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

from parsers.mail import Address, Mail
from parsers.quotes import PastedMail, body_parts
from parsers.signatures import Writer

MAX_FORWARDS = 12
MAX_ADDRESSES = 100
MAIL_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w.-]{1,190}\w", re.ASCII)
NAMED = re.compile(
    r"(?:\"(?P<quoted>[^\"]{1,200})\""
    r"|(?P<plain>[^<>\[\];\"@]{1,200}?))?\s*[<\[(](?:mailto:)?\s*(?P<address>[^<>\[\]()\s@]{1,64}@[^<>\[\]()\s@]{1,190})\s*[>\])]"
)
MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTHS = {name: number for number, name in enumerate(MONTH_NAMES, 1)}
WORDED = re.compile(r"\b(?P<month>[a-z]{3})[a-z]*\.?\s+(?P<day>\d{1,2}),?\s+(?P<year>\d{4})\b", re.IGNORECASE)
WORDED_DAY_FIRST = re.compile(
    r"\b(?P<day>\d{1,2})\.?\s+(?P<month>[a-z]{3})[a-z]*\.?,?\s+(?P<year>\d{4})\b",
    re.IGNORECASE,
)
NUMERIC = re.compile(r"\b(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})\b")
ISO = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})\b")
CLOCK = re.compile(
    r"\b(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2})?\s*(?P<half>[ap])?\.?(?:m\b)?",
    re.IGNORECASE,
)
OFFSET = re.compile(r"(?:GMT|UTC)?\s?([+-])(\d{2}):?(\d{2})\b")
ZONES = {
    "PST": -8,
    "PDT": -7,
    "MST": -7,
    "MDT": -6,
    "CST": -6,
    "CDT": -5,
    "EST": -5,
    "EDT": -4,
    "UTC": 0,
    "GMT": 0,
}


def mail_of_pasted(pasted: PastedMail, zone: datetime | None, depth: int = 1) -> Mail:
    """The pasted mail; its date, where it names no zone, is in that of `zone` (a moment in the forwarder's)."""
    fields = pasted.headers.fields
    subject = fields.get("subject", "")
    sender = next(address_in(fields.get("from", "")), Address("", fields.get("from", "").strip(" \"'")[:200]))
    parts = body_parts(pasted.text, subject, Writer(sender.name, sender.address))
    inner = (
        mail_of_pasted(parts.passed_on, zone, depth + 1) if parts.passed_on and depth < MAX_FORWARDS else None
    )
    return Mail(
        message_id="",
        subject=subject,
        sender=sender,
        text=pasted.text,
        new_text=parts.new_text,
        signature=parts.signature,
        quoted=parts.quoted,
        to=tuple(address_in(fields.get("to", ""))),
        cc=tuple(address_in(fields.get("cc", ""))),
        date=pasted_date(fields.get("date", ""), zone),
        forwarded=(inner,) if inner else (),
    )


def address_in(text: str) -> Iterator[Address]:
    """The addresses in a header however it is written, with the names beside them."""
    text = text[:20_000]
    found = False
    for number, match in enumerate(NAMED.finditer(text)):
        if number >= MAX_ADDRESSES:
            return
        found = True
        name = (match["quoted"] or match["plain"] or "").strip(" ,;:'\"*\t")
        yield Address(match["address"].lower(), " ".join(name.split()))
    if not found:
        yield from (Address(address.lower()) for address in MAIL_ADDRESS.findall(text)[:MAX_ADDRESSES])


def pasted_date(text: str, zone: datetime | None) -> datetime | None:
    """The moment that a mail program wrote for people; None where it cannot be read or has no zone at all."""
    text = text[:200]
    offset = _offset(text) or (zone.tzinfo if zone else None)
    day = next(filter(None, (form.search(text) for form in (ISO, WORDED, WORDED_DAY_FIRST, NUMERIC))), None)
    clock = CLOCK.search(text)
    if day is None or clock is None or offset is None:
        return None
    month = MONTHS.get(day["month"].lower()) or (int(day["month"]) if day["month"].isdigit() else 0)
    hour = int(clock["hour"])
    if clock["half"]:
        hour = hour % 12 + (12 if clock["half"] in "pP" else 0)
    try:
        return datetime(int(day["year"]), month, int(day["day"]), hour, int(clock["minute"]), tzinfo=offset)
    except ValueError:
        return None


def _offset(text: str) -> timezone | None:
    named = next((hours for name, hours in ZONES.items() if re.search(rf"\b{name}\b(?!\s?[+-])", text)), None)
    if named is not None:
        return timezone(timedelta(hours=named))
    signed = OFFSET.search(text)
    if not signed or int(signed[2]) > 14 or int(signed[3]) > 59:
        return None
    minutes = int(signed[2]) * 60 + int(signed[3])
    return timezone(timedelta(minutes=-minutes if signed[1] == "-" else minutes))
