"""The coordinators' digest: what is on record of a day, as the page shows it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from bot.digest.health import health_lines, mailbox_health, secret_line
from bot.world import World
from rules.calendar import BusinessCalendar
from rules.inspection.facts import Appointment
from storage.store import Transaction
from storage.values import Charge, FindingWords, StoredMessage
from templates.views import (
    AttentionItem,
    ChargeItem,
    DigestView,
    DoneItem,
    InspectorDay,
    KindCount,
    Tone,
    Visit,
)

SHOWN = 200
MOST_REASONS = 6
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
    mailboxes = mailbox_health(tx, world, local_now)
    health = (*health_lines(tx, local_now), *secret_line(world.secret_expires, local_now.date()))
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


def _attention(tx: Transaction, world: World, period: Period) -> tuple[AttentionItem, ...]:
    """Referrals and reviews of the period, older referrals that are still open, shelved and held mail."""
    recent = tx.inbox.decided_between(period.since - LOOK_BACK, period.until)
    still_open = {case.reference for case in tx.cases.in_state("referred")}
    items = []
    for message in recent:
        is_new = message.decided_at is not None and message.decided_at >= period.since
        if message.action == "refer" and (is_new or message.case in still_open):
            findings = tx.inbox.findings(message.id)
            referred = [finding for finding in findings if finding.severity == "refer"]
            items.append(_item(message, "refer", world, referred or findings[:1]))
        elif is_new and message.action not in {"record", "ignore"}:
            reviews = [f for f in tx.inbox.findings(message.id) if f.severity == "review"]
            items.extend([_item(message, "review", world, reviews)] if reviews else [])
    items.extend(_item(message, "shelved", world) for message in tx.inbox.in_state("shelved"))
    return tuple(items)


def _item(
    message: StoredMessage, action: str, world: World, findings: Sequence[FindingWords] = ()
) -> AttentionItem:
    """What a person has to look at, with all of its reasons."""
    details = dict.fromkeys(finding.detail for finding in findings[:MOST_REASONS])
    received = message.received_at.astimezone(world.office.timezone)
    due = BusinessCalendar.of(world.office).add_open_days(received.date(), world.office.answer_days)
    return AttentionItem(
        case=message.case,
        action=action,
        kind=message.kind,
        sender=message.sender,
        subject=message.subject,
        received_at=received,
        finding=" ".join(details) or message.last_error,
        finding_code=", ".join(dict.fromkeys(finding.code for finding in findings[:MOST_REASONS])),
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
