"""The history of one case or message, told line by line with its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from storage.store import Transaction
from storage.values import StoredMessage

MOST_OF_A_VALUE = 200
HOW = {
    "field_name": "told by the field's name",
    "field_label": "told by the label beside the field",
    "xfa": "from the form's data part",
    "printed": "printed on the page",
    "ocr": "recognised in a picture",
}


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
    for letter in tx.letters.in_state("bounced"):
        if reference in {letter.case, *letter.other_cases}:
            yield f"a letter bounced: {', '.join(letter.recipients)}: {letter.last_error}"
    for hold in tx.holds.of([reference]):
        yield f"on legal hold since {_at(hold.since, zone)}, by {hold.by}: {hold.why}"
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
    charges = tx.ledger.of_case(reference)
    for charge in charges:
        yield (
            f"charge {charge.number}: {charge.hours} h, {charge.reason}, {charge.status}; appointment "
            f"{_at(charge.appointment_start, zone)}, received {_at(charge.cancelled_at, zone)}, "
            f"{charge.notice_minutes} minutes' notice; mail {charge.message_id}; line {charge.hash[:12]} "
            f"after {charge.previous_hash[:12] or 'none'}. {charge.explanation}"
        )
    if charges:
        broken = tx.ledger.broken_at()
        yield f"ledger: changed from outside at {broken}" if broken else "ledger: every line and link holds"


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
    for form in message.decision.get("forms", ()):
        yield from (f"{indent}  {line}" for line in _of_form(form))
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


def _of_form(form: Mapping[str, Any]) -> Iterator[str]:
    """What was read on a form, a field a line: where, under which label, how, and whether surely."""
    trouble = f", {form['problem']}" if form["problem"] else ""
    yield f"form in {form['file']}: {form['sort']}{trouble}"
    for one in form["read"]:
        page = f"page {one['page']}, " if one["page"] else ""
        under = f'"{one["label"]}", ' if one["label"] else ""
        value = repr(one["value"][:MOST_OF_A_VALUE]) if one["value"] else "blank"
        surely = "surely" if one["sure"] else "NOT surely"
        yield f"  {one['field']}: {value} ({page}{under}{HOW[one['source']]}, {surely})"


def _at(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M")
