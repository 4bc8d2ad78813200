"""The history of one case or message, told line by line with its evidence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from storage.store import Transaction
from storage.values import StoredMessage


def history(subject: str, tx: Transaction, zone: ZoneInfo) -> tuple[str, ...]:
    """What is on record, oldest first; empty where nothing is. `subject`: a case reference or a Message-ID."""
    wanted = subject.strip()
    if wanted.upper().startswith("FPP-"):
        return tuple(_of_case(wanted.upper(), tx, zone))
    wanted = wanted if wanted.startswith("<") else f"<{wanted}>"
    lines: list[str] = []
    for message in tx.inbox.find(wanted):
        lines.extend(_of_message(message, tx, zone))
    letter = tx.letters.letter(wanted)
    if letter is not None and letter.case:
        lines.extend(_of_case(letter.case, tx, zone))
    return tuple(lines)


def _of_case(reference: str, tx: Transaction, zone: ZoneInfo) -> Iterator[str]:
    case = tx.cases.case(reference)
    if case is None:
        return
    about = ", ".join(filter(None, (case.permit_number, case.building, case.reference_number)))
    yield f"{reference}  {case.kind}, {case.state}, from {case.sender}" + (f", {about}" if about else "")
    seen = set()
    for event in tx.inbox.events(case=reference):
        yield f"{_at(event.at, zone)}  {event.what}: {event.words}"
        if event.message is not None and event.message not in seen:
            seen.add(event.message)
            message = tx.inbox.message(event.message)
            if message is not None:
                yield from _of_message(message, tx, zone, indent="  ")
    for inspection in tx.inspections.of_case(reference):
        agreed = f", agreed {inspection.agreed_time:%H:%M}" if inspection.agreed_time else ""
        yield (
            f"inspection {inspection.id}: {inspection.state}, {inspection.day or 'no date'} "
            f"{inspection.time or ''}{agreed}, {inspection.inspector or 'no inspector'}, {inspection.permit_number}"
        )
    for charge in tx.ledger.of_case(reference):
        yield (
            f"charge {charge.number}: {charge.hours} h, {charge.reason}, {charge.status}; appointment "
            f"{_at(charge.appointment_start, zone)}, received {_at(charge.cancelled_at, zone)}, "
            f"{charge.notice_minutes} minutes' notice; mail {charge.message_id}; line {charge.hash[:12]} "
            f"after {charge.previous_hash[:12] or 'none'}. {charge.explanation}"
        )


def _of_message(message: StoredMessage, tx: Transaction, zone: ZoneInfo, indent: str = "") -> Iterator[str]:
    yield (
        f"{indent}{_at(message.received_at, zone)}  mail {message.message_id or '(no Message-ID)'} to "
        f"{message.mailbox} from {message.sender}: {message.subject!r}, original {message.sha256[:12]}"
    )
    if message.state != "decided":
        yield f"{indent}  {message.state} {message.last_error}"
        return
    reason = f" ({message.reason})" if message.reason else ""
    yield f"{indent}  decided: {message.kind}, {message.action}{reason}"
    for finding in tx.inbox.findings(message.id):
        place = f" [{finding.where}]" if finding.where else ""
        file = f" {finding.file}:" if finding.file else ""
        yield f"{indent}  {finding.severity:6} {finding.code}{place}:{file} {finding.detail}"
    for letter in tx.letters.of_message(message.id):
        sent = f" {_at(letter.sent_at, zone)}" if letter.sent_at else ""
        yield (
            f"{indent}  letter {letter.letter_id} {letter.template} to {', '.join(letter.recipients)}: "
            f"{letter.state}{sent} {letter.last_error}".rstrip()
        )


def _at(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M")
