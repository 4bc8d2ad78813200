"""Day sheets: which inspectors have had theirs, and what stood on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from pydantic import TypeAdapter
from sqlmodel import Session, col, select

from rules.day_sheet import ListedVisit, Sheet
from storage.rows import add_row
from storage.tables import DaySheetRow

LISTED = TypeAdapter(tuple[ListedVisit, ...])
LOOK_BACK = timedelta(days=60)


class DaySheets:
    """Sheets by inspector and local day: one each, whatever the timetable does."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def made_on(self, day: date) -> frozenset[str]:
        """The inspectors whose sheet of that day is settled, sent or not."""
        return frozenset(self._session.exec(select(DaySheetRow.inspector).where(DaySheetRow.day == day)))

    def last_before(self, day: date) -> Mapping[str, Sheet]:
        """By inspector, the newest sheet that was sent before that day (of the last 60 days)."""
        rows = self._session.exec(
            select(DaySheetRow)
            .where(DaySheetRow.day < day, DaySheetRow.day >= day - LOOK_BACK, col(DaySheetRow.is_sent))
            .order_by(col(DaySheetRow.day))
        )
        return {row.inspector: Sheet(row.made_at, LISTED.validate_python(row.listed)) for row in rows}

    def add(
        self, inspector: str, day: date, *, made_at: datetime, visits: Sequence[ListedVisit], is_sent: bool
    ) -> None:
        """Claims the inspector's day. Raises IntegrityError where another process has it already."""
        add_row(
            self._session,
            DaySheetRow(
                inspector=inspector,
                day=day,
                made_at=made_at,
                is_sent=is_sent,
                listed=[_as_json(visit) for visit in visits],
            ),
        )


def _as_json(visit: ListedVisit) -> dict[str, Any]:
    return {**asdict(visit), "day": visit.day.isoformat()}
