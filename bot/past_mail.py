"""A folder of past mail: each file with the mailbox that it went to and the moment of its receipt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import getaddresses
from pathlib import Path

from bot.world import Settings
from parsers.mail import Mail
from parsers.read_mail import read_mail

DAY_OF_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)
# A date beyond is nonsense; at the ends of the calendar there is not even a day after.
FIRST_YEAR, LAST_YEAR = 1990, 2100


@dataclass(frozen=True, slots=True)
class PastMail:
    """One file of the folder. `received_at`: topmost Received, else Date, aware."""

    file: str
    raw: bytes
    mailbox: str
    received_at: datetime


def past_mails(folder: Path, settings: Settings) -> Iterator[PastMail]:
    """The `.eml` files of the folder, by name."""
    for path in sorted(file for file in folder.iterdir() if file.suffix.lower() == ".eml" and file.is_file()):
        raw = path.read_bytes()
        mail = read_mail(raw)
        received = _credible(mail.received_at or mail.date or DAY_OF_NO_DATE)
        # The server's resolution is a second; two mails of one second keep the order of their names.
        local = received.astimezone(settings.office.timezone).replace(microsecond=0)
        yield PastMail(path.name, raw, mailbox_of(mail, settings), local)


def _credible(moment: datetime) -> datetime:
    """The moment, aware; the day of no date where it is none that a mail can be from."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware if FIRST_YEAR <= aware.year <= LAST_YEAR else DAY_OF_NO_DATE


def mailbox_of(mail: Mail, settings: Settings) -> str:
    """The mailbox that a past mail was delivered to.

    By Delivered-To or X-Original-To, then the `for` of the topmost Received, then To and Cc; else intake.
    """
    by_address = {address: name for name, address in settings.identity.mailboxes.items()}
    headers = mail.headers
    delivered = [*headers.get("delivered-to", ()), *headers.get("x-original-to", ())]
    named = [address for _, address in getaddresses(delivered)]
    received_for = headers.get("received", ("",))[0].partition(" for ")[2].split(";")[0].strip(" <>\t")
    addressed = [person.address for person in (*mail.to, *mail.cc)]
    for address in (*named, received_for.split(">")[0], *addressed):
        if address.lower() in by_address:
            return by_address[address.lower()]
    return "intake"
