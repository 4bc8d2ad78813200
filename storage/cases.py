"""Cases: their numbers, their state, and which of them a mail belongs to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from storage.counters import next_number
from storage.rows import add_row
from storage.tables import CaseRow, EventRow, LetterRow, MessageRow
from storage.values import DECIDED, CaseOnRecord


class Cases:
    """One matter with one person each."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def next_reference(self, year: int) -> str:
        """A new case reference, `FPP-26-000123`."""
        return f"FPP-{year % 100:02d}-{next_number(self._session, f'FPP-{year % 100:02d}'):06d}"

    def open(self, case: CaseOnRecord) -> None:
        """Records a new case."""
        add_row(
            self._session,
            CaseRow(
                reference=case.reference,
                kind=case.kind,
                state=case.state,
                opened_at=case.opened_at,
                changed_at=case.opened_at,
                sender=case.sender,
                subject=case.subject,
                building=case.building,
                permit_number=case.permit_number,
                reference_number=case.reference_number,
                submittal=dict(case.submittal),
            ),
        )

    def change(
        self,
        reference: str,
        *,
        now: datetime,
        state: str = "",
        submittal: Mapping[str, Any] | None = None,
        building: str = "",
        permit_number: str = "",
        reference_number: str = "",
    ) -> None:
        """Moves a case to another state or keeps what its latest submittal said; "" leaves a column as it is."""
        row = self._row(reference)
        if row is None:
            return
        row.changed_at = now
        row.state = state or row.state
        row.building = building or row.building
        row.permit_number = permit_number or row.permit_number
        row.reference_number = reference_number or row.reference_number
        if submittal is not None:
            row.submittal = dict(submittal)

    def case(self, reference: str) -> CaseOnRecord | None:
        row = self._row(reference)
        return None if row is None else _value_of(row)

    def of_permit(self, permit_number: str, kinds: Collection[str] = ()) -> tuple[CaseOnRecord, ...]:
        """Cases on a permit, newest first; of these kinds only, where some are named."""
        asked = select(CaseRow).where(CaseRow.permit_number == permit_number)
        asked = asked.where(col(CaseRow.kind).in_(kinds)) if kinds else asked
        rows = self._session.exec(asked.order_by(col(CaseRow.id).desc()).limit(20))
        return tuple(_value_of(row) for row in rows)

    def on_building(
        self, building: str, kinds: Collection[str], limit: int = 100
    ) -> tuple[CaseOnRecord, ...]:
        """Cases of these kinds on a building, newest first."""
        rows = self._session.exec(
            select(CaseRow)
            .where(CaseRow.building == building, col(CaseRow.kind).in_(kinds))
            .order_by(col(CaseRow.id).desc())
            .limit(limit)
        )
        return tuple(_value_of(row) for row in rows)

    def of_sender(self, sender: str, limit: int = 20) -> tuple[CaseOnRecord, ...]:
        """Cases that this person opened, newest first."""
        rows = self._session.exec(
            select(CaseRow).where(CaseRow.sender == sender).order_by(col(CaseRow.id).desc()).limit(limit)
        )
        return tuple(_value_of(row) for row in rows)

    def in_state(self, *states: str) -> tuple[CaseOnRecord, ...]:
        """Cases in one of these states, oldest first."""
        rows = self._session.exec(
            select(CaseRow).where(col(CaseRow.state).in_(states)).order_by(col(CaseRow.id))
        )
        return tuple(_value_of(row) for row in rows)

    def of_thread(self, message_ids: Collection[str]) -> tuple[str, ...]:
        """References of all cases that these Message-IDs are about, letters of ours first."""
        if not message_ids:
            return ()
        letters = self._session.exec(
            select(LetterRow.case_reference, LetterRow.other_cases).where(
                col(LetterRow.letter_id).in_(message_ids)
            )
        )
        ours = [reference for case, others in letters for reference in (case, *(others or ()))]
        theirs = self._session.exec(
            select(EventRow.case_reference)
            .join(MessageRow, col(MessageRow.id) == EventRow.message)
            .where(col(MessageRow.message_id).in_(message_ids), EventRow.what == DECIDED)
            .order_by(col(EventRow.id))
        )
        return tuple(dict.fromkeys(reference for reference in (*ours, *theirs) if reference))

    def decided_with(self, reference: str) -> tuple[str, ...]:
        """References of the cases that the mail which opened this one is about, this one among them."""
        opening = (
            select(func.min(EventRow.message))
            .where(EventRow.case_reference == reference, EventRow.what == DECIDED)
            .scalar_subquery()
        )
        found = self._session.exec(
            select(EventRow.case_reference)
            .where(EventRow.message == opening, EventRow.what == DECIDED)
            .order_by(col(EventRow.id))
        )
        return tuple(dict.fromkeys(filter(None, found)))

    def thread(self, reference: str, person: str) -> tuple[str, ...]:
        """Message-IDs of a case's mails from that person and letters to that person, oldest first."""
        mails = self._session.exec(
            select(MessageRow.decided_at, MessageRow.message_id).where(
                MessageRow.case_reference == reference, MessageRow.sender == person
            )
        ).all()
        letters = self._session.exec(
            select(LetterRow.created_at, LetterRow.letter_id).where(
                LetterRow.case_reference == reference, LetterRow.first_recipient == person
            )
        ).all()
        dated = sorted((at, name) for at, name in (*mails, *letters) if at is not None and name)
        return tuple(name for _, name in dated)

    def _row(self, reference: str) -> CaseRow | None:
        return self._session.exec(select(CaseRow).where(CaseRow.reference == reference)).first()


def _value_of(row: CaseRow) -> CaseOnRecord:
    return CaseOnRecord(
        reference=row.reference,
        kind=row.kind,
        state=row.state,
        opened_at=row.opened_at,
        sender=row.sender,
        subject=row.subject,
        building=row.building,
        permit_number=row.permit_number,
        reference_number=row.reference_number,
        submittal=row.submittal,
    )
