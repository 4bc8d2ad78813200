"""Legal holds: cases of which nothing may be removed, whatever its age."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from storage.tables import LegalHoldRow


@dataclass(frozen=True, slots=True)
class LegalHold:
    """Since when a case is on hold, who put it there and why."""

    case: str
    since: datetime
    by: str
    why: str


class Holds:
    """Cases on legal hold."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, hold: LegalHold) -> None:
        """Puts a case on hold; one that is on hold keeps its first day and gets the new reason."""
        row = self._session.get(LegalHoldRow, hold.case)
        if row is None:
            row = LegalHoldRow(case_reference=hold.case, since=hold.since, by=hold.by, why=hold.why)
        row.by, row.why = hold.by, hold.why
        self._session.add(row)
        self._session.flush()

    def lift(self, case: str) -> bool:
        """Ends a hold; False where there is none."""
        row = self._session.get(LegalHoldRow, case)
        if row is None:
            return False
        self._session.delete(row)
        self._session.flush()
        return True

    def of(self, cases: Collection[str]) -> tuple[LegalHold, ...]:
        """The holds on these cases."""
        return self._listed(col(LegalHoldRow.case_reference).in_(cases))

    def all(self) -> tuple[LegalHold, ...]:
        """Every hold, oldest first."""
        return self._listed(col(LegalHoldRow.case_reference) != "")

    def _listed(self, which: object) -> tuple[LegalHold, ...]:
        rows = self._session.exec(
            select(LegalHoldRow).where(which).order_by(col(LegalHoldRow.since))  # type: ignore[arg-type]
        )
        return tuple(LegalHold(row.case_reference, row.since, row.by, row.why) for row in rows)
