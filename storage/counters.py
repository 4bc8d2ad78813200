"""Running numbers, given out inside the transaction that uses them."""

from __future__ import annotations

from sqlalchemy import update
from sqlmodel import Session, col

from storage.rows import add_row
from storage.tables import CounterRow


def next_number(session: Session, series: str) -> int:
    """The next number of the series, from 1; the write lock of the transaction keeps it single."""
    counted = session.connection().execute(
        update(CounterRow.__table__)  # type: ignore[attr-defined]
        .where(col(CounterRow.series) == series)
        .values(last=col(CounterRow.last) + 1)
        .returning(col(CounterRow.last))
    )
    number = counted.scalar()
    if number is None:
        add_row(session, CounterRow(series=series, last=1))
        return 1
    return int(number)
