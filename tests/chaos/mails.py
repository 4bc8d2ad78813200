"""The mails of a round, and which letters each of them has to lead to."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from zoneinfo import ZoneInfo

from bot.demo import papers, sheets
from rules.calendar import BusinessCalendar
from rules.office import Office
from rules.registry import Permit, Registry
from tests.bot.bureau import INSPECTIONS, INTAKE

RECEIVED = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("America/Los_Angeles"))
PADDING = "This line only makes the message longer, as long threads do.\n"


@dataclass(frozen=True, slots=True)
class Sent:
    """A mail that the round sends in. `letters`: recipient to number of letters; `charged`: it costs something."""

    mailbox: str
    raw: bytes
    received_at: datetime
    message_id: str
    letters: Counter[str] = field(default_factory=Counter)
    charged: bool = False


def mails_of(chance: random.Random, registry: Registry, count: int) -> tuple[Sent, ...]:
    """So many mails, each from a sender of its own but for cancellations, in order of receipt."""
    free = [(permit, day) for permit in _issued(registry) for day in _days()]
    chance.shuffle(free)
    made: list[Sent] = []
    while len(made) < count:
        number = len(made) + 1
        at = RECEIVED + timedelta(minutes=3 * number)
        sort = chance.choice(
            ("request", "request", "request", "cancelled", "question", "robot", "papers", "odd")
        )
        if sort in {"request", "cancelled"}:
            permit, day = free.pop()
            made.append(_request(registry, permit, day, number, at, long=chance.random() < 0.2))
            if sort == "cancelled":
                made.append(_cancellation(registry, made[-1], permit, day, number, at + timedelta(minutes=1)))
        elif sort == "papers":
            made.append(_application(number, at))
        else:
            made.append({"question": _question, "robot": _robot, "odd": _odd}[sort](number, at))
    return tuple(made)


def _issued(registry: Registry) -> list[Permit]:
    """Permits whose requests are taken without a question: a whole team that is at work, no hold."""
    held = {hold.building for hold in registry.holds}
    return [
        permit
        for permit in registry.permits.values()
        if permit.status in {"issued", "under_inspection"}
        and permit.building not in held
        and permit.discipline == "building"
    ]


def _days() -> list[date]:
    """The working days from the next one on."""
    calendar, day, found = BusinessCalendar.of(Office()), RECEIVED.date(), []
    for _ in range(8):
        day = calendar.add_open_days(day, 1)
        found.append(day)
    return found


def _request(registry: Registry, permit: Permit, day: date, number: int, at: datetime, *, long: bool) -> Sent:
    building = registry.buildings[permit.building]
    inspector = registry.inspectors[building.building_inspector]
    sender = f"jordan@builder{number}.example"
    mail = _mail(
        sender, INSPECTIONS, f"{inspector.inspector} - {day:%B} {day.day}, {day.year} 10:00 AM", number, at
    )
    mail.set_content(
        f"Permit number: {permit.permit_number}\nSite address: {building.address}\n"
        "Type of inspection: framing\nContact: Jordan Sample, 503-555-0142\n"
        + (PADDING * 3000 if long else "")
    )
    return _sent(mail, INSPECTIONS, at, sender, inspector.email)


def _cancellation(
    registry: Registry, request: Sent, permit: Permit, day: date, number: int, at: datetime
) -> Sent:
    building = registry.buildings[permit.building]
    inspector = registry.inspectors[building.building_inspector]
    sender = f"jordan@builder{number}.example"
    mail = _mail(sender, INSPECTIONS, f"Cancel inspection {permit.permit_number}", number, at, what="cancel")
    mail.set_content(
        f"Please cancel the framing inspection on {day:%A}, {day:%B} {day.day}, {day.year}.\n"
        f"Permit number: {permit.permit_number}\n"
    )
    late = datetime(day.year, day.month, day.day, 10, tzinfo=at.tzinfo) - at < timedelta(hours=24)
    return _sent(mail, INSPECTIONS, at, sender, inspector.email, charged=late)


def _question(number: int, at: datetime) -> Sent:
    sender = f"robin@asker{number}.example"
    mail = _mail(sender, INTAKE, "A question", number, at)
    mail.set_content("Could somebody tell me whether the counter is open on the second floor?\n")
    return _sent(mail, INTAKE, at, sender)


def _robot(number: int, at: datetime) -> Sent:
    mail = _mail("MAILER-DAEMON@mx.example", INTAKE, "Undelivered Mail Returned to Sender", number, at)
    mail["Auto-Submitted"] = "auto-replied"
    mail.set_content("I could not deliver your message.\n")
    return _sent(mail, INTAKE, at)


def _application(number: int, at: datetime) -> Sent:
    """An application in the slow lane: its PDFs are looked into by the limited child."""
    sender = f"sam@architect{number}.example"
    mail = _mail(sender, INTAKE, "Permit application", number, at)
    mail.set_content("Please find the intake form and the plans attached.\n")
    for name, content in (("form.pdf", _form()), ("plans.pdf", _plans())):
        mail.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    return _sent(mail, INTAKE, at, sender)


def _odd(number: int, at: datetime) -> Sent:
    """What no program writes: bytes that are no text, an open multipart, a header that ends nowhere."""
    sender = f"kim@odd{number}.example"
    raw = (
        f"From: {sender}\r\nTo: {INTAKE}\r\nMessage-ID: <m{number}@chaos.example>\r\nSubject: =?utf-9?X?broken\r\n"
        'Content-Type: multipart/mixed; boundary="never"\r\n\r\n--never\r\n\r\nWhere do I park?\r\n'
    ).encode() + b"\xff\xfe\x00\x81 \r\n"
    return Sent(INTAKE, raw, at, f"<m{number}@chaos.example>", Counter({sender: 1}))


def _mail(sender: str, to: str, subject: str, number: int, at: datetime, what: str = "m") -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Message-ID"] = f"<{what}{number}@chaos.example>"
    mail["Date"] = at
    return mail


def _sent(mail: EmailMessage, mailbox: str, at: datetime, *letters: str, charged: bool = False) -> Sent:
    return Sent(mailbox, mail.as_bytes(), at, str(mail["Message-ID"]), Counter(letters), charged)


_MADE: dict[str, bytes] = {}


def _form() -> bytes:
    return _MADE.setdefault("form", papers.intake_form(papers.values()))


def _plans() -> bytes:
    return _MADE.setdefault("plans", sheets.plan_set(2))


def expected_letters(mails: Sequence[Sent]) -> Counter[str]:
    """Recipient to number of letters, for all of them."""
    return sum((sent.letters for sent in mails), Counter())
