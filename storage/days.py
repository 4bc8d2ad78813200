"""Which local days have had their digest."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session, col, select

from storage.tables import DigestRow
from storage.values import DigestPeriod


class Days:
    """Digests by local day: one each, whatever the timetable does."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def digest(self, day: date) -> DigestPeriod | None:
        row = self._session.get(DigestRow, day)
        return None if row is None else DigestPeriod(row.day, row.since, row.until)

    def newest_digest(self) -> DigestPeriod | None:
        row = self._session.exec(select(DigestRow).order_by(col(DigestRow.day).desc()).limit(1)).first()
        return None if row is None else DigestPeriod(row.day, row.since, row.until)

    def add_digest(self, day: date, since: datetime, until: datetime) -> DigestPeriod:
        """Claims the day. Raises IntegrityError at the commit where another process has it already."""
        self._session.add(DigestRow(day=day, since=since, until=until))
        return DigestPeriod(day, since, until)
