"""What a mail server says about a letter that it could not deliver (RFC 3464; many write their own words)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from parsers.charsets import clean
from parsers.mail import Mail
from parsers.robots import BOUNCE_BODY, BOUNCE_SUBJECT

Outcome = Literal["failed", "delayed"]

MAX_REPORT = 100_000
MAX_WORDS = 8_000
MOST_RECIPIENTS = 50
MOST_IDS = 50
MAX_DIAGNOSTIC = 300
STATUS_PARTS = frozenset({"message/delivery-status", "message/global-delivery-status"})
HEADER_PARTS = frozenset({"text/rfc822-headers", "message/global-headers"})
RECIPIENT_FIELDS = ("original-recipient", "final-recipient", "x-actual-recipient", "x-display-name")
ACTIONS: Mapping[str, Outcome] = {"failed": "failed", "delayed": "delayed"}
CLASSES: Mapping[str, Outcome] = {"5": "failed", "4": "delayed"}

ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}\w")
ORIGINAL_ID = re.compile(
    r"^[>\s]{0,20}(?:x-)?(?:original-)?message-id\s{0,5}:\s{0,10}(<[^<>\s]{1,500}>)",
    re.IGNORECASE | re.MULTILINE,
)
STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
# A reply of a server, not a phone number.
REPLY_LINE = re.compile(r"^.{0,200}?\b([45])[0-5]\d[ -](?!\d{3}-\d{4}).{0,300}", re.MULTILINE)
# Where a report in plain words ends and the copy of the letter begins.
COPY = re.compile(
    r"^[-\s>]{0,10}(?:this is a copy of (?:the|your) message|below this line is a copy|original message"
    r"|a copy of your message|(?:the )?original message (?:headers?|follows)|your message (?:headers?|reads))",
    re.IGNORECASE | re.MULTILINE,
)
DAEMON = re.compile(r"(?:mailer-?daemon|postmaster|microsoftexchange[0-9a-f]{32})(?:\+.*)?", re.IGNORECASE)
STILL_TRYING = re.compile(
    r"\bdelay(?:ed)?\b|will (?:be retried|keep trying|continue (?:to try|trying)|try again|retry)"
    r"|(?:not|n't) yet been delivered|no action is required|still trying|warning message only",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class RecipientReport:
    """What became of a letter to one recipient. `addresses`: its names in the report, lower case.

    `status`: the enhanced code of RFC 3463, may be empty; `words`: what the server said, one line.
    """

    addresses: tuple[str, ...]
    outcome: Outcome
    status: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """A report on one letter. `message_ids`: what it gives as the letter's Message-ID, the surest first.

    `recipients` without addresses: the report does not say whom it is about.
    """

    message_ids: tuple[str, ...]
    recipients: tuple[RecipientReport, ...]


def read_delivery_report(mail: Mail) -> DeliveryReport | None:
    """The report that this mail is; None where it is none, or only says that all went well.

    Delivery is final where the server says so: a failure after days of trying bears a 4.x.x status, too.
    """
    recipients = tuple(_from_status(mail))
    if not recipients and not _has_status(mail) and _is_report_in_words(mail):
        recipients = (_from_words(mail),)
    if not recipients:
        return None
    return DeliveryReport(tuple(dict.fromkeys(_message_ids(mail)))[:MOST_IDS], recipients)


def _has_status(mail: Mail) -> bool:
    return any(part.content_type in STATUS_PARTS for part in mail.attachments)


def _from_status(mail: Mail) -> Iterator[RecipientReport]:
    """The recipients of the machine-readable part that did not get the letter (RFC 3464 section 2.3)."""
    groups = [group for fields in _status_fields(mail) for group in fields]
    for fields in groups[:MOST_RECIPIENTS]:
        status = next(iter(STATUS.findall(fields.get("status", ""))), "")
        outcome = ACTIONS.get(fields.get("action", "").partition("(")[0].strip().lower())
        if "action" not in fields:
            outcome = CLASSES.get(status[:1])
        if outcome is None:
            continue
        said = fields.get("diagnostic-code", "").partition(";")
        named = ADDRESS.findall(" ".join(fields.get(name, "") for name in RECIPIENT_FIELDS))
        yield RecipientReport(_unique(named), outcome, status, _line(said[2] or said[0]))


def _status_fields(mail: Mail) -> Iterator[list[Mapping[str, str]]]:
    for part in mail.attachments:
        if part.content_type in STATUS_PARTS:
            yield _groups(clean(part.content[:MAX_REPORT].decode("utf-8", "replace")))


def _groups(text: str) -> list[Mapping[str, str]]:
    """The fields of each block between empty lines, unfolded, names in lower case."""
    found: list[Mapping[str, str]] = []
    for block in re.split(r"\n[ \t]*\n", re.sub(r"\n[ \t]+(?=\S)", " ", text)):
        pairs = (line.partition(":") for line in block.splitlines())
        found.append({name.strip().lower(): value.strip() for name, sign, value in pairs if sign})
    return found


def _is_report_in_words(mail: Mail) -> bool:
    """Whether a mail without a machine-readable part is a report all the same (qmail, Exim, older ones)."""
    says_so = BOUNCE_BODY.search(mail.text[:MAX_WORDS]) is not None
    named = any(value.strip() for value in mail.headers.get("x-failed-recipients", ()))
    by_daemon = DAEMON.fullmatch(mail.sender.address.partition("@")[0]) is not None
    by_subject = BOUNCE_SUBJECT.fullmatch(mail.subject[:300]) is not None
    return named or (says_so and (by_daemon or by_subject))


def _from_words(mail: Mail) -> RecipientReport:
    words = mail.text[:MAX_WORDS]
    copy = COPY.search(words)
    own = words[: copy.start()] if copy else words
    failed = " ".join(mail.headers.get("x-failed-recipients", ()))[:MAX_WORDS]
    # The program names itself as well: <MAILER-DAEMON@...>.
    named = [name for name in ADDRESS.findall(failed or own) if name.lower() != mail.sender.address]
    reply = REPLY_LINE.search(own)
    status = next(iter(STATUS.findall(own)), "")
    is_final = "5" in {status[:1], reply[1] if reply else ""}
    is_trying = STILL_TRYING.search(f"{mail.subject[:300]}\n{own}") is not None
    outcome: Outcome = "delayed" if is_trying and not is_final else "failed"
    return RecipientReport(_unique(named), outcome, status, _line(reply[0] if reply else ""))


def _message_ids(mail: Mail) -> Iterator[str]:
    for inner in mail.forwarded:
        yield inner.message_id
    for part in mail.attachments:
        if part.content_type in HEADER_PARTS | STATUS_PARTS:
            yield from ORIGINAL_ID.findall(part.content[:MAX_REPORT].decode("utf-8", "replace"))
    yield from ORIGINAL_ID.findall(mail.text)
    yield from filter(None, (mail.in_reply_to, *mail.references))


def _unique(addresses: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.lower() for name in addresses))[:MOST_RECIPIENTS]


def _line(words: str) -> str:
    return " ".join(words.split())[:MAX_DIAGNOSTIC]
