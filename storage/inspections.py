"""Inspections on record, as the values that the rules know."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, time

from pydantic import TypeAdapter
from sqlalchemy import and_, or_, tuple_
from sqlmodel import Session, col, select

from parsers.inspection.reading import RequestReading
from rules.inspection.facts import Appointment, AppointmentState
from storage.rows import add_row
from storage.tables import InspectionRow

READING = TypeAdapter(RequestReading)
APPOINTMENT = TypeAdapter(Appointment)
STANDING: tuple[AppointmentState, ...] = ("waiting", "referred", "open")


class Inspections:
    """Every inspection asked for, whatever became of it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, appointment: Appointment, message: int | None, now: datetime) -> Appointment:
        """Records a new inspection; returns it with its id."""
        row = InspectionRow(
            case_reference=appointment.case,
            message=message,
            state=appointment.state,
            requester=appointment.requester,
            requester_domain=appointment.requester.rpartition("@")[2],
            received_at=appointment.received_at,
            changed_at=now,
        )
        _fill(row, appointment)
        return replace(appointment, id=add_row(self._session, row))

    def put(self, appointment: Appointment, now: datetime) -> None:
        """Replaces what is on record about this inspection."""
        row = self._session.get_one(InspectionRow, appointment.id)
        row.state, row.changed_at = appointment.state, now
        _fill(row, appointment)

    def meant_by(
        self,
        *,
        permits: Collection[str] = (),
        buildings: Collection[str] = (),
        cases: Collection[str] = (),
        people: Collection[str] = (),
        domains: Collection[str] = (),
        inspectors: Collection[str] = (),
        since: datetime,
    ) -> tuple[Appointment, ...]:
        """Inspections that a mail may mean: standing ones and those changed since then, with the rest of
        their visits (one inspector, one building, one day: D12), oldest first."""
        named = or_(
            col(InspectionRow.permit_number).in_([permit for permit in permits if permit]),
            col(InspectionRow.building).in_(buildings),
            col(InspectionRow.case_reference).in_(cases),
            col(InspectionRow.requester).in_(people),
            col(InspectionRow.contact_email).in_([person for person in people if person]),
            col(InspectionRow.requester_domain).in_(domains),
            col(InspectionRow.inspector).in_(inspectors),
        )
        lively = or_(col(InspectionRow.state).in_(STANDING), col(InspectionRow.changed_at) >= since)
        rows = list(self._session.exec(select(InspectionRow).where(named, lively).limit(2000)))
        visits = {(row.inspector, row.building, row.day) for row in rows if row.inspector and row.day}
        known = {row.id for row in rows}
        if visits:
            key = tuple_(col(InspectionRow.inspector), col(InspectionRow.building), col(InspectionRow.day))
            siblings = self._session.exec(select(InspectionRow).where(key.in_(list(visits))))
            rows.extend(row for row in siblings if row.id not in known)
        return tuple(_value_of(row) for row in sorted(rows, key=lambda row: row.id or 0))

    def on_day(self, day: date, *, inspector: str = "") -> tuple[Appointment, ...]:
        """Open inspections of a day, by inspector and time."""
        asked = select(InspectionRow).where(InspectionRow.day == day, InspectionRow.state == "open")
        asked = asked.where(InspectionRow.inspector == inspector) if inspector else asked
        rows = self._session.exec(asked)
        return tuple(
            sorted(
                map(_value_of, rows),
                key=lambda row: (row.inspector, row.agreed_time or time.max, row.time or "zz", row.id),
            )
        )

    def of_sheet(self, inspector: str, day: date, cases: Collection[str]) -> tuple[Appointment, ...]:
        """All that an inspector's sheet of that day may tell of, oldest first.

        Every appointment, in any state, of these cases and of those in which the inspector has an open visit
        that day or later, or had one that day.
        """
        own = and_(
            col(InspectionRow.inspector) == inspector,
            col(InspectionRow.day) >= day,
            or_(col(InspectionRow.state) == "open", col(InspectionRow.day) == day),
        )
        meant = select(InspectionRow.case_reference).where(
            or_(own, col(InspectionRow.case_reference).in_(cases))
        )
        rows = self._session.exec(
            select(InspectionRow)
            .where(col(InspectionRow.case_reference).in_(meant))
            .order_by(col(InspectionRow.id))
        )
        return tuple(_value_of(row) for row in rows)

    def last_results(self, permits: Collection[str]) -> dict[str, Appointment]:
        """By permit, its newest inspection that has a result."""
        rows = self._session.exec(
            select(InspectionRow)
            .where(col(InspectionRow.permit_number).in_(permits), InspectionRow.state == "done")
            .order_by(col(InspectionRow.day), col(InspectionRow.id))
        )
        return {row.permit_number: _value_of(row) for row in rows if row.result}

    def in_state(self, *states: str) -> tuple[Appointment, ...]:
        rows = self._session.exec(
            select(InspectionRow).where(col(InspectionRow.state).in_(states)).order_by(col(InspectionRow.id))
        )
        return tuple(_value_of(row) for row in rows)

    def of_case(self, reference: str) -> tuple[Appointment, ...]:
        rows = self._session.exec(
            select(InspectionRow)
            .where(InspectionRow.case_reference == reference)
            .order_by(col(InspectionRow.id))
        )
        return tuple(_value_of(row) for row in rows)


def _fill(row: InspectionRow, appointment: Appointment) -> None:
    row.inspector, row.day, row.time = appointment.inspector, appointment.day, appointment.time
    row.agreed_time = appointment.agreed_time.strftime("%H:%M") if appointment.agreed_time else None
    row.en_route_at, row.cancelled_at = appointment.en_route_at, appointment.cancelled_at
    row.permit_number, row.building = appointment.permit_number, appointment.building
    row.address, row.types = appointment.address, list(appointment.types)
    row.discipline, row.result = appointment.discipline, appointment.result
    row.contact_name, row.contact_phone = appointment.contact_name, appointment.contact_phone
    row.contact_email = appointment.contact_email
    row.sequence, row.charged = appointment.sequence, appointment.charged
    row.declined = list(appointment.declined)
    row.reading = (
        None if appointment.reading is None else READING.dump_python(appointment.reading, mode="json")
    )


def _value_of(row: InspectionRow) -> Appointment:
    return APPOINTMENT.validate_python(
        {
            "id": row.id,
            "case": row.case_reference,
            "state": row.state,
            "requester": row.requester,
            "received_at": row.received_at,
            "inspector": row.inspector,
            "day": row.day,
            "time": row.time,
            "agreed_time": None if row.agreed_time is None else time.fromisoformat(row.agreed_time),
            "en_route_at": row.en_route_at,
            "permit_number": row.permit_number,
            "building": row.building,
            "address": row.address,
            "types": tuple(row.types),
            "discipline": row.discipline,
            "contact_name": row.contact_name,
            "contact_phone": row.contact_phone,
            "contact_email": row.contact_email,
            "sequence": row.sequence,
            "charged": row.charged,
            "cancelled_at": row.cancelled_at,
            "result": row.result,
            "declined": tuple(row.declined),
            "reading": row.reading,
        }
    )
