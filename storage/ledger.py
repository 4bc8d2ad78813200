"""The ledger of charges: append only, each line chained by hash to the one before."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from datetime import datetime
from decimal import Decimal

from sqlmodel import Session, col, select

from rules.inspection.facts import ChargeLine
from storage.counters import next_number
from storage.moments import as_utc
from storage.tables import ChargeRow
from storage.values import Charge

NOT_HASHED = {"hash"}


class Ledger:
    """Charges and waivers. Nothing here changes or deletes a line."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def log(
        self, line: ChargeLine, *, case: str, message: int | None, message_id: str, now: datetime
    ) -> Charge | None:
        """Logs a charge; None where its visit has been charged before (D12: one charge a visit)."""
        visit = visit_key(line)
        if self._session.exec(select(ChargeRow.id).where(ChargeRow.visit == visit)).first() is not None:
            return None
        charge = Charge(
            number="",
            logged_at=now,
            appointment_start=line.appointment_start,
            cancelled_at=line.cancelled_at,
            notice_minutes=line.notice_minutes,
            hours=line.hours,
            reason=line.reason,
            client=line.client,
            responsible_party=line.responsible_party,
            building=line.building,
            permit_numbers=line.permit_numbers,
            reference_numbers=line.reference_numbers,
            discipline=line.discipline,
            inspector=line.inspector,
            status="logged",
            needs_review=line.needs_review,
            case=case,
            message_id=message_id,
            explanation=line.explanation,
        )
        return self._append(charge, visit=visit, message=message)

    def waive(self, number: str, *, why: str, message: int | None, message_id: str, now: datetime) -> Charge:
        """Adds the line that takes a charge back, with who and why; the charge itself stays.

        Raises LookupError where there is no such charge, ValueError where it was waived before.
        """
        charge = self.charge(number)
        if charge is None or charge.waives:
            raise LookupError(f"there is no charge {number}")
        if self._session.exec(select(ChargeRow.id).where(ChargeRow.waives == number)).first() is not None:
            raise ValueError(f"charge {number} was waived before")
        waiver = replace(
            charge,
            logged_at=now,
            hours=-charge.hours,
            status="waived",
            needs_review=False,
            waives=number,
            explanation=why,
            message_id=message_id,
        )
        return self._append(waiver, visit=None, message=message)

    def charge(self, number: str) -> Charge | None:
        row = self._session.exec(select(ChargeRow).where(ChargeRow.number == number)).first()
        return None if row is None else value_of(row)

    def lines(self, since: datetime | None = None, until: datetime | None = None) -> tuple[Charge, ...]:
        """Lines logged from `since` up to before `until`, in the order of the ledger."""
        asked = select(ChargeRow).order_by(col(ChargeRow.id))
        asked = asked.where(ChargeRow.logged_at >= since) if since else asked
        asked = asked.where(ChargeRow.logged_at < until) if until else asked
        return tuple(value_of(row) for row in self._session.exec(asked))

    def of_case(self, reference: str) -> tuple[Charge, ...]:
        rows = self._session.exec(
            select(ChargeRow).where(ChargeRow.case_reference == reference).order_by(col(ChargeRow.id))
        )
        return tuple(value_of(row) for row in rows)

    def broken_at(self) -> str | None:
        """The number of the first line whose hash or link does not hold; None where the chain is whole."""
        previous = ""
        for charge in self.lines():
            if charge.previous_hash != previous or charge.hash != chain_hash(charge):
                return charge.number
            previous = charge.hash
        return None

    def _append(self, charge: Charge, *, visit: str | None, message: int | None) -> Charge:
        last = self._session.exec(select(ChargeRow).order_by(col(ChargeRow.id).desc()).limit(1)).first()
        series = f"C-{charge.logged_at.year % 100:02d}"
        numbered = replace(
            charge,
            number=f"{series}-{next_number(self._session, series):05d}",
            previous_hash=last.hash if last else "",
        )
        sealed = replace(numbered, hash=chain_hash(numbered))
        self._session.add(_row_of(sealed, visit, message))
        self._session.flush()
        return sealed


def visit_key(line: ChargeLine) -> str:
    """What makes a visit: inspector, building, day of the appointment in office time (D12)."""
    place = line.building or " ".join(line.permit_numbers)
    return "|".join((line.inspector, place, line.appointment_start.date().isoformat()))


def chain_hash(charge: Charge) -> str:
    """SHA-256 over every column of the line and the hash of the line before."""
    content = {name: _plain(value) for name, value in asdict(charge).items() if name not in NOT_HASHED}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _plain(value: object) -> object:
    match value:
        case datetime():
            return as_utc(value).isoformat()
        case Decimal():
            return f"{value:.2f}"
        case _:
            return value


def _row_of(charge: Charge, visit: str | None, message: int | None) -> ChargeRow:
    return ChargeRow(
        number=charge.number,
        visit=visit,
        waives=charge.waives,
        logged_at=charge.logged_at,
        appointment_start=charge.appointment_start,
        cancelled_at=charge.cancelled_at,
        notice_minutes=charge.notice_minutes,
        hours=charge.hours,
        reason=charge.reason,
        client=charge.client,
        responsible_party=charge.responsible_party,
        building=charge.building,
        permit_numbers=list(charge.permit_numbers),
        reference_numbers=list(charge.reference_numbers),
        discipline=charge.discipline,
        inspector=charge.inspector,
        status=charge.status,
        needs_review=charge.needs_review,
        explanation=charge.explanation,
        case_reference=charge.case,
        message=message,
        message_id=charge.message_id,
        previous_hash=charge.previous_hash,
        hash=charge.hash,
    )


def value_of(row: ChargeRow) -> Charge:
    """The line as others see it."""
    return Charge(
        number=row.number,
        logged_at=row.logged_at,
        appointment_start=row.appointment_start,
        cancelled_at=row.cancelled_at,
        notice_minutes=row.notice_minutes,
        hours=row.hours,
        reason=row.reason,
        client=row.client,
        responsible_party=row.responsible_party,
        building=row.building,
        permit_numbers=tuple(row.permit_numbers),
        reference_numbers=tuple(row.reference_numbers),
        discipline=row.discipline,
        inspector=row.inspector,
        status=row.status,
        needs_review=row.needs_review,
        case=row.case_reference,
        message_id=row.message_id,
        explanation=row.explanation,
        waives=row.waives,
        previous_hash=row.previous_hash,
        hash=row.hash,
    )
