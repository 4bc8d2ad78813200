"""The coordinators' digest: what is on record of a day, as the page shows it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from bot.health.vitals import SECRET_NOTICE_DAYS, secret_days_left, secret_words
from bot.world import World
from rules.calendar import BusinessCalendar
from rules.inspection.facts import Appointment
from storage.store import Transaction
from storage.switches import LETTERS_PAUSED
from storage.values import LOST, Charge, FindingWords, OutboxLetter, StoredMessage
from templates.views import (
    AttentionItem,
    ChargeItem,
    DigestView,
    DoneItem,
    HealthLine,
    InspectorDay,
    KindCount,
    MailboxHealth,
    Tone,
    Visit,
)

STALE_MINUTES = 15
SHOWN = 200
MOST_HOLDS = 20
SECRET_URGENT_DAYS = 7
MOST_LISTED = 10
LOOK_BACK = timedelta(days=30)
TONES: tuple[Tone, ...] = ("good", "watch", "bad")


@dataclass(frozen=True, slots=True)
class Period:
    """What a digest reports on: from `since` up to before `until`, both aware; `day` is its local date."""

    day: date
    since: datetime
    until: datetime


def whole_day(day: date, world: World) -> Period:
    """The local day from midnight to midnight."""
    start = datetime.combine(day, time(), world.office.timezone)
    return Period(day, start, datetime.combine(day + timedelta(days=1), time(), world.office.timezone))


def digest_view(tx: Transaction, world: World, period: Period, now: datetime) -> DigestView:
    """The digest of that period, as the record stands now."""
    local_now = now.astimezone(world.office.timezone)
    mailboxes = _mailboxes(tx, world, local_now)
    health = (*_health(tx, local_now), *_secret(world.secret_expires, local_now.date()))
    attention = _attention(tx, world, period)
    decided = tx.inbox.decided_between(period.since, period.until)
    done = [message for message in decided if message.action != "ignore"]
    charges = tuple(_charge(line, world) for line in tx.ledger.lines(period.since, period.until))
    next_day = BusinessCalendar.of(world.office).next_open(period.day)
    tone = max((*(box.tone for box in mailboxes), *(line.tone for line in health)), key=TONES.index)
    tone = "watch" if tone == "good" and attention else tone
    return DigestView(
        office=world.identity.sender_name,
        day=period.day,
        made_at=local_now,
        tone=tone,
        headline=_headline(tone, attention, len(decided)),
        mailboxes=mailboxes,
        health=health,
        attention=attention,
        counts=_counts(decided),
        done=tuple(_done(message, world) for message in done[:SHOWN]),
        done_not_shown=max(0, len(done) - SHOWN),
        next_day=next_day,
        next_days_visits=_visits(tx, world, next_day),
        charges=charges,
        hours_charged=sum((line.hours for line in charges), Decimal(0)),
        phone=world.office.phone,
    )


def _headline(tone: Tone, attention: tuple[AttentionItem, ...], decided: int) -> str:
    waiting = f"{len(attention)} for a person" if attention else "nothing waits for a person"
    prefix = "Something is wrong with the mail system. " if tone == "bad" else ""
    return f"{prefix}{decided} mails taken, {waiting}"


def _mailboxes(tx: Transaction, world: World, now: datetime) -> tuple[MailboxHealth, ...]:
    known = {row.mailbox: row for row in tx.inbox.health()}
    found = []
    for name, address in world.identity.mailboxes.items():
        row = known.get(name)
        polled = row.last_poll_at.astimezone(world.office.timezone) if row and row.last_poll_at else None
        age = max(0, int((now - polled).total_seconds() // 60)) if polled else None
        error = row.last_error if row else ""
        is_stale = age is None or age > STALE_MINUTES
        tone: Tone = "bad" if error and is_stale else "watch" if error or is_stale else "good"
        found.append(MailboxHealth(name, address, polled, age, tone, error))
    return tuple(found)


def _health(tx: Transaction, now: datetime) -> tuple[HealthLine, ...]:
    oldest = tx.inbox.oldest_waiting()
    shelved = len(tx.inbox.in_state("shelved"))
    listed = tx.letters.in_state("due", "held", *LOST)
    letters = Counter(letter.state for letter in listed)
    lost = {state: [letter for letter in listed if letter.state == state] for state in LOST}
    broken = tx.ledger.broken_at()
    lines = [
        _age_line("Oldest mail without a decision", oldest, now),
        _count_line("Shelved mails", shelved, "fpp-bot quarantine list shows them, release tries one again"),
        _count_line("Letters waiting to leave", letters["due"], "", watch_from=50),
        _held_line([letter for letter in listed if letter.state == "held"]),
        _lost_line("Letters refused by the receiver", lost["refused"], "the address may be wrong: call"),
        _lost_line("Bounced letters", lost["bounced"], "they came back after they left: call"),
        _lost_line(
            "Letters that may have left twice or never",
            lost["undecidable"],
            "the line broke while they were sent: ask the receiver",
        ),
    ]
    if holds := tx.holds.all():
        told = ", ".join(hold.case for hold in holds[:MOST_HOLDS])
        lines.append(HealthLine("Cases on legal hold", str(len(holds)), "good", told))
    if tx.switches.value(LETTERS_PAUSED) == "yes":
        lines.append(HealthLine("Letters", "paused", "bad", "mail is taken and decided, nothing leaves"))
    if broken:
        lines.append(HealthLine("Ledger", f"broken at {broken}", "bad", "a line was changed from outside"))
    return tuple(lines)


def _secret(expires: date | None, today: date) -> tuple[HealthLine, ...]:
    """The line about the client secret, where the day is known on which it expires."""
    days = secret_days_left(expires, today)
    if days is None or expires is None:
        return ()
    if days > SECRET_NOTICE_DAYS:
        return (HealthLine("Client secret", f"good until {expires.isoformat()}"),)
    tone: Tone = "bad" if days <= SECRET_URGENT_DAYS else "watch"
    return (HealthLine("Client secret", f"{days} days left", tone, secret_words(days)),)


def _count_line(label: str, count: int, note: str, watch_from: int = 1) -> HealthLine:
    is_high = count >= watch_from
    return HealthLine(label, str(count), "watch" if is_high else "good", note if is_high else "")


def _lost_line(label: str, letters: Sequence[OutboxLetter], note: str) -> HealthLine:
    """How many letters did not reach their reader, and for each its case, its address and why."""
    if not letters:
        return HealthLine(label, "0")
    told = [
        f"{letter.case or letter.purpose} to {letter.recipients[0]}: {letter.last_error}"
        for letter in letters
    ]
    return HealthLine(
        label, str(len(letters)), "watch", f"{note}, then fpp-bot letters settle", _newest(told)
    )


def _held_line(letters: Sequence[OutboxLetter]) -> HealthLine:
    """How many letters a limit holds back, and from whom: a loop shows as many to one address."""
    label = "Letters held back by a limit"
    if not letters:
        return HealthLine(label, "0")
    held = Counter((letter.recipients[0], letter.last_error) for letter in letters)
    told = [f"{count} to {address}: {reason}" for (address, reason), count in reversed(held.most_common())]
    note = "look at them, then fpp-bot letters release"
    return HealthLine(label, str(len(letters)), "watch", note, _newest(told))


def _newest(told: Sequence[str]) -> tuple[str, ...]:
    """The last of them, and how many more there are."""
    more = len(told) - MOST_LISTED
    return (*told[-MOST_LISTED:], *([f"and {more} more: fpp-bot letters list"] if more > 0 else []))


def _age_line(label: str, moment: datetime | None, now: datetime) -> HealthLine:
    if moment is None:
        return HealthLine(label, "none")
    minutes = int((now - moment).total_seconds() // 60)
    return HealthLine(label, f"{minutes} min", "bad" if minutes > STALE_MINUTES else "good")


def _attention(tx: Transaction, world: World, period: Period) -> tuple[AttentionItem, ...]:
    """Referrals and reviews of the period, older referrals that are still open, shelved and held mail."""
    recent = tx.inbox.decided_between(period.since - LOOK_BACK, period.until)
    still_open = {case.reference for case in tx.cases.in_state("referred")}
    items = []
    for message in recent:
        is_new = message.decided_at is not None and message.decided_at >= period.since
        if message.action == "refer" and (is_new or message.case in still_open):
            items.append(_item(message, "refer", tx, world))
        elif is_new and message.action not in {"record", "ignore"}:
            reviews = [f for f in tx.inbox.findings(message.id) if f.severity == "review"]
            items.extend(_item(message, "review", tx, world, finding) for finding in reviews[:1])
    items.extend(_item(message, "shelved", tx, world) for message in tx.inbox.in_state("shelved"))
    return tuple(items)


def _item(
    message: StoredMessage, action: str, tx: Transaction, world: World, finding: FindingWords | None = None
) -> AttentionItem:
    if finding is None and action == "refer":
        finding = next(iter(tx.inbox.findings(message.id)), None)
    received = message.received_at.astimezone(world.office.timezone)
    due = BusinessCalendar.of(world.office).add_open_days(received.date(), world.office.answer_days)
    return AttentionItem(
        case=message.case,
        action=action,
        kind=message.kind,
        sender=message.sender,
        subject=message.subject,
        received_at=received,
        finding=finding.detail if finding else message.last_error,
        finding_code=finding.code if finding else "",
        due=due if action == "refer" else None,
    )


def _counts(messages: Iterable[StoredMessage]) -> tuple[KindCount, ...]:
    by_kind: dict[str, Counter[str]] = defaultdict(Counter)
    for message in messages:
        by_kind[message.kind][message.action] += 1
    return tuple(
        KindCount(
            kind,
            accept=counts["accept"],
            ask=counts["ask"],
            reject=counts["reject"],
            refer=counts["refer"],
            record=counts["record"],
            ignore=counts["ignore"],
        )
        for kind, counts in sorted(by_kind.items())
    )


def _done(message: StoredMessage, world: World) -> DoneItem:
    return DoneItem(
        received_at=message.received_at.astimezone(world.office.timezone),
        case=message.case,
        kind=message.kind,
        action=message.action,
        sender=message.sender,
        subject=message.subject,
        finding=message.main_finding,
    )


def _visits(tx: Transaction, world: World, day: date) -> tuple[InspectorDay, ...]:
    by_inspector: dict[str, list[Appointment]] = defaultdict(list)
    for appointment in tx.inspections.on_day(day):
        by_inspector[appointment.inspector].append(appointment)
    absences: Mapping[str, str] = {
        row.inspector: row.reason or "away"
        for row in world.registry.absences
        if row.first_day <= day <= row.last_day
    }
    return tuple(
        InspectorDay(name, tuple(map(_visit, by_inspector.get(name, ()))), absences.get(name, ""))
        for name in sorted({*by_inspector, *absences})
    )


def _visit(appointment: Appointment) -> Visit:
    agreed = appointment.agreed_time
    return Visit(
        case=appointment.case,
        permit_number=appointment.permit_number,
        address=appointment.address,
        types=appointment.types,
        time=agreed.strftime("%H:%M") if agreed else appointment.time or "",
        agreed=agreed is not None,
        building=appointment.building,
        contact_name=appointment.contact_name,
        contact_phone=appointment.contact_phone,
        contact_link=f"tel:{appointment.contact_phone}" if appointment.contact_phone else "",
    )


def _charge(line: Charge, world: World) -> ChargeItem:
    zone = world.office.timezone
    return ChargeItem(
        charge=line.number,
        case=line.case,
        client=line.client,
        permit_numbers=line.permit_numbers,
        reference_numbers=line.reference_numbers,
        inspector=line.inspector,
        appointment_start=line.appointment_start.astimezone(zone),
        cancelled_at=line.cancelled_at.astimezone(zone),
        notice_minutes=line.notice_minutes,
        hours=line.hours,
        reason=line.reason,
        status=line.status,
        needs_review=line.needs_review,
    )
