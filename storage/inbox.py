"""What came in: how far each mailbox was read, and every message from its receipt to its decision."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from storage.rows import add_row
from storage.tables import EventRow, FindingRow, LetterRow, MailboxRow, MessageRow
from storage.values import Event, FindingWords, MailboxHealth, NewMessage, Position, StoredMessage


class Inbox:
    """Messages and mailbox positions."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def position(self, mailbox: str) -> Position | None:
        """How far the mailbox was read; None before the first poll."""
        row = self._session.get(MailboxRow, mailbox)
        if row is None:
            return None
        return Position(row.uid_validity, row.high_water_uid, row.started_at, row.screened_below_uid)

    def set_position(self, mailbox: str, position: Position) -> None:
        """Remembers how far the mailbox was read."""
        row = self._session.get(MailboxRow, mailbox)
        if row is None:
            row = MailboxRow(
                mailbox=mailbox, uid_validity=0, high_water_uid=0, started_at=position.started_at
            )
            self._session.add(row)
        row.uid_validity, row.high_water_uid = position.uid_validity, position.high_water_uid
        row.screened_below_uid = position.screened_below_uid

    def set_health(self, mailbox: str, polled_at: datetime | None, error: str) -> None:
        """Notes the last successful poll, or why the last attempt failed."""
        row = self._session.get(MailboxRow, mailbox)
        if row is None:
            return
        row.last_error = error
        if polled_at is not None:
            row.last_poll_at = polled_at

    def health(self) -> tuple[MailboxHealth, ...]:
        rows = self._session.exec(select(MailboxRow).order_by(MailboxRow.mailbox))
        return tuple(MailboxHealth(row.mailbox, row.last_poll_at, row.last_error) for row in rows)

    def add(self, messages: Sequence[NewMessage], now: datetime) -> int:
        """Records messages as received; those known by mailbox, UIDVALIDITY, UID and content are left alone.

        A UID alone may come back with other content (some servers rewind UIDNEXT): that is another message. One
        that the server did not hand out whole is shelved, for a person to look at.
        """
        added = 0
        for message in messages:
            if self._is_known(message):
                continue
            add_row(self._session, _row_of(message, now))
            added += 1
        return added

    def _is_known(self, message: NewMessage) -> bool:
        found = self._session.exec(
            select(MessageRow.id).where(
                MessageRow.mailbox == message.mailbox,
                MessageRow.uid_validity == message.uid_validity,
                MessageRow.uid == message.uid,
                MessageRow.sha256 == message.sha256,
            )
        ).first()
        return found is not None

    def waiting(self, besides: Collection[int] = (), limit: int = 100) -> tuple[StoredMessage, ...]:
        """Messages not yet decided, in the order in which the servers took them, without those named."""
        rows = self._session.exec(
            select(MessageRow)
            .where(MessageRow.state == "received", col(MessageRow.id).not_in(besides))
            .order_by(col(MessageRow.received_at), col(MessageRow.id))
            .limit(limit)
        )
        return tuple(_value_of(row) for row in rows)

    def is_waiting(self, message: int) -> bool:
        """Whether nobody has decided the message yet; asked inside the transaction that decides it."""
        asked = select(MessageRow.state).where(MessageRow.id == message)
        return self._session.exec(asked).first() == "received"

    def message(self, message: int) -> StoredMessage | None:
        row = self._session.get(MessageRow, message)
        return None if row is None else _value_of(row)

    def find(self, message_id: str) -> tuple[StoredMessage, ...]:
        """Messages with that Message-ID (there may be several), oldest first."""
        rows = self._session.exec(
            select(MessageRow).where(MessageRow.message_id == message_id).order_by(col(MessageRow.id))
        )
        return tuple(_value_of(row) for row in rows)

    def in_state(self, state: str) -> tuple[StoredMessage, ...]:
        rows = self._session.exec(
            select(MessageRow).where(MessageRow.state == state).order_by(col(MessageRow.id))
        )
        return tuple(_value_of(row) for row in rows)

    def decided_between(self, since: datetime, until: datetime) -> tuple[StoredMessage, ...]:
        """Messages decided from `since` up to before `until`, oldest first."""
        rows = self._session.exec(
            select(MessageRow)
            .where(col(MessageRow.decided_at) >= since, col(MessageRow.decided_at) < until)
            .order_by(col(MessageRow.id))
        )
        return tuple(_value_of(row) for row in rows)

    def oldest_waiting(self) -> datetime | None:
        """When the oldest undecided message was received."""
        return self._session.exec(
            select(func.min(MessageRow.received_at)).where(MessageRow.state == "received")
        ).one()

    def count(self, state: str) -> int:
        """How many messages are in that state."""
        return self._session.exec(
            select(func.count()).select_from(MessageRow).where(MessageRow.state == state)
        ).one()

    def twin(self, message: StoredMessage) -> StoredMessage | None:
        """The same mail decided before: delivered to both mailboxes, or again after a mailbox was rebuilt."""
        if not message.size:
            return None
        row = self._session.exec(
            select(MessageRow)
            .where(
                MessageRow.content_key == message.content_key,
                MessageRow.id != message.id,
                MessageRow.state == "decided",
            )
            .order_by(col(MessageRow.id))
        ).first()
        return None if row is None else _value_of(row)

    def set_decided(
        self,
        message: int,
        *,
        now: datetime,
        kind: str,
        action: str,
        case: str,
        sender: str,
        subject: str,
        main_finding: str,
        reason: str,
        decision: Mapping[str, Any],
        findings: Sequence[FindingWords],
    ) -> None:
        """Records what was decided about a message, with every finding as it was said."""
        self._session.connection().execute(
            update(MessageRow.__table__)  # type: ignore[attr-defined]
            .where(col(MessageRow.id) == message)
            .values(
                state="decided",
                decided_at=now,
                kind=kind,
                action=action,
                case_reference=case,
                sender=sender,
                subject=subject,
                main_finding=main_finding,
                reason=reason,
                decision=dict(decision),
            )
        )
        for finding in findings:
            add_row(self._session, _finding_row(message, finding))

    def set_failed(self, message: int, error: str, *, shelve: bool, now: datetime) -> None:
        """Counts a failed attempt; `shelve` puts the message aside until a person releases it."""
        row = self._session.get_one(MessageRow, message)
        row.attempts += 1
        row.last_error = error
        if shelve:
            row.state = "shelved"
            self._session.add(EventRow(at=now, message=message, what="shelved", words=error))

    def set_state(self, message: int, state: str, words: str, now: datetime) -> None:
        """A person's decision on a shelved message: `received` tries it again, `dropped` gives it up."""
        row = self._session.get_one(MessageRow, message)
        row.state, row.attempts = state, 0
        self._session.add(EventRow(at=now, message=message, what=state, words=words))

    def findings(self, message: int) -> tuple[FindingWords, ...]:
        rows = self._session.exec(
            select(FindingRow).where(FindingRow.message == message).order_by(col(FindingRow.id))
        )
        return tuple(_finding_value(row) for row in rows)

    def unmarked(self, mailbox: str, uid_validity: int, limit: int = 500) -> tuple[int, ...]:
        """UIDs of decided messages that the server does not show as done yet, their letters on the way.

        The mark outlives a record that is lost: it must not say "answered" of a letter that has not left.
        """
        waits = select(LetterRow.id).where(
            LetterRow.message == MessageRow.id, col(LetterRow.state).in_(("due", "sending", "held"))
        )
        uids = self._session.exec(
            select(MessageRow.uid)
            .where(
                MessageRow.mailbox == mailbox,
                MessageRow.uid_validity == uid_validity,
                MessageRow.state == "decided",
                col(MessageRow.is_marked).is_(False),
                ~waits.exists(),
            )
            .order_by(col(MessageRow.uid))
            .limit(limit)
        )
        return tuple(uids)

    def set_marked(self, mailbox: str, uid_validity: int, uids: Sequence[int]) -> None:
        self._session.execute(
            update(MessageRow)
            .where(
                col(MessageRow.mailbox) == mailbox,
                col(MessageRow.uid_validity) == uid_validity,
                col(MessageRow.uid).in_(uids),
            )
            .values(is_marked=True)
        )

    def add_event(self, event: Event) -> None:
        """Adds a line of history."""
        add_row(
            self._session,
            EventRow(
                at=event.at,
                message=event.message,
                case_reference=event.case,
                what=event.what,
                words=event.words,
            ),
        )

    def events(self, *, case: str = "", message: int | None = None) -> tuple[Event, ...]:
        """The history of a case or of a message, oldest first."""
        asked = select(EventRow).order_by(col(EventRow.id))
        asked = asked.where(EventRow.case_reference == case) if case else asked
        asked = asked.where(EventRow.message == message) if message is not None else asked
        return tuple(
            Event(row.at, row.what, row.words, row.case_reference, row.message)
            for row in self._session.exec(asked)
        )


def _row_of(message: NewMessage, now: datetime) -> MessageRow:
    return MessageRow(
        mailbox=message.mailbox,
        uid_validity=message.uid_validity,
        uid=message.uid,
        message_id=message.message_id,
        sha256=message.sha256,
        content_key=message.content_key,
        size=message.size,
        received_at=message.received_at,
        stored_at=now,
        state="shelved" if message.problem else "received",
        last_error=message.problem,
        is_marked=message.is_marked,
    )


def _value_of(row: MessageRow) -> StoredMessage:
    return StoredMessage(
        id=row.id or 0,
        mailbox=row.mailbox,
        uid=row.uid,
        message_id=row.message_id,
        sha256=row.sha256,
        content_key=row.content_key,
        size=row.size,
        received_at=row.received_at,
        stored_at=row.stored_at,
        state=row.state,
        attempts=row.attempts,
        last_error=row.last_error,
        is_marked=row.is_marked,
        sender=row.sender,
        subject=row.subject,
        kind=row.kind,
        action=row.action,
        case=row.case_reference,
        main_finding=row.main_finding,
        reason=row.reason,
        decided_at=row.decided_at,
        decision=row.decision,
    )


def _finding_row(message: int, finding: FindingWords) -> FindingRow:
    where = finding.where
    return FindingRow(
        message=message,
        case_reference=finding.case,
        request=finding.request,
        code=finding.code,
        severity=finding.severity,
        file=finding.file,
        place=list(where) if isinstance(where, tuple) else where,
        detail=finding.detail,
        fix=finding.fix,
    )


def _finding_value(row: FindingRow) -> FindingWords:
    return FindingWords(
        code=row.code,
        severity=row.severity,
        request=row.request,
        file=row.file,
        where=tuple(row.place) if isinstance(row.place, list) else row.place,
        detail=row.detail,
        fix=row.fix,
        case=row.case_reference,
    )
