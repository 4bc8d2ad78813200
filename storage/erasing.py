"""Removing what rows say of people. What was decided, its hashes and its charges stay."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, or_, tuple_, update
from sqlmodel import Session, SQLModel, col

from storage.tables import (
    CaseRow,
    DaySheetRow,
    EventRow,
    FindingRow,
    InspectionRow,
    LetterRow,
    MessageRow,
    RegistryRow,
)

# Their words name no person, or are the office's own record of what was removed and charged.
KEPT_WORDS = ("decided", "charged", "waived", "held", "hold lifted", "purged", "redacted")


class Erasing:
    """Each method empties the columns that name or quote people and keeps the row."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def overwrite_deleted(self) -> None:
        """From here on SQLite writes zeros over what it frees (this connection); a server vacuums by itself."""
        connection = self._session.connection()
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA secure_delete = ON")

    def originals(self, messages: Collection[int], now: datetime) -> None:
        """Notes that the originals of these mails are gone."""
        self._update(MessageRow, col(MessageRow.id).in_(messages), original_removed_at=now)

    def messages(self, messages: Collection[int], now: datetime) -> None:
        """Message-ID, content key and hash stay: an old mail met again is still known."""
        self._update(
            MessageRow,
            col(MessageRow.id).in_(messages),
            sender="",
            subject="",
            reason="",
            last_error="",
            decision={},
            erased_at=now,
        )
        self._update(FindingRow, col(FindingRow.message).in_(messages), file=None, detail="", fix=None)
        of_messages = col(EventRow.message).in_(messages)
        self._update(EventRow, of_messages & col(EventRow.what).not_in(KEPT_WORDS), words="")

    def cases(self, references: Collection[str], now: datetime, *, state: str = "") -> None:
        """Building, permit and reference number stay: they are the City's. `state`: the new one."""
        self._update(
            CaseRow,
            col(CaseRow.reference).in_(references),
            sender="",
            subject="",
            submittal={},
            erased_at=now,
            **({"state": state} if state else {}),
        )
        of_cases = col(EventRow.case_reference).in_(references)
        self._update(EventRow, of_cases & col(EventRow.what).not_in(KEPT_WORDS), words="")
        self._inspections(col(InspectionRow.case_reference).in_(references))

    def contact(self, address: str) -> None:
        """A person's share in visits that others asked for; `address` in lower case."""
        self._inspections(
            or_(col(InspectionRow.requester) == address, col(InspectionRow.contact_email) == address)
        )

    def _inspections(self, which: Any) -> None:
        """The visit stays, with its inspector, day, permit and result."""
        self._update(
            InspectionRow,
            which,
            requester="",
            requester_domain="",
            address="",
            types=[],
            contact_name="",
            contact_phone="",
            contact_email="",
            reading=None,
        )

    def letter_texts(self, letters: Collection[int]) -> None:
        """The record that the letter left, when and to whom stays."""
        self._update(LetterRow, col(LetterRow.id).in_(letters), raw=b"")

    def letters(self, letters: Collection[int]) -> None:
        """The record that a letter left, and when, stays."""
        self._update(
            LetterRow,
            col(LetterRow.id).in_(letters),
            raw=b"",
            recipients=[],
            first_recipient="",
            subject="",
            last_error="",
        )

    def day_sheets(self, sheets: Collection[tuple[str, date]]) -> None:
        """Removes these sheets, by inspector and day."""
        if sheets:
            key = tuple_(col(DaySheetRow.inspector), col(DaySheetRow.day))
            self._session.execute(delete(DaySheetRow).where(key.in_(list(sheets))))

    def registries(self, imports: Collection[int]) -> None:
        """Removes these imports of the registry."""
        self._session.execute(delete(RegistryRow).where(col(RegistryRow.id).in_(imports)))

    def _update(self, table: type[SQLModel], which: Any, **values: object) -> None:
        self._session.connection().execute(update(table.__table__).where(which).values(**values))  # type: ignore[attr-defined]
