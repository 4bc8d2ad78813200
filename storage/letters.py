"""The outbox: every letter, from the decision that wrote it to the server that took it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, update
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from storage.rows import add_row
from storage.tables import EventRow, LetterRow, MessageRow
from storage.values import LOST, LetterState, NewLetter, OutboxLetter

# In doubt a letter leaves twice at most, under one Message-ID, which receivers that look can tell apart.
MOST_DOUBTS = 2
# No letter is put off for so long. One that seems to be was put off before the clock was set back.
LONGEST_WAIT = timedelta(hours=3)


class Letters:
    """Letters and what became of them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, letter: NewLetter, now: datetime) -> None:
        """Puts a letter in the outbox: due, or held where a limit or a pause says so."""
        add_row(
            self._session,
            LetterRow(
                letter_id=letter.letter_id,
                message=letter.message,
                case_reference=letter.case,
                other_cases=list(letter.other_cases),
                purpose=letter.purpose,
                template=letter.template,
                recipients=list(letter.recipients),
                first_recipient=letter.recipients[0].lower(),
                subject=letter.subject,
                raw=letter.raw,
                state=_first_state(letter),
                last_error=letter.dropped_because or letter.held_because,
                created_at=now,
                not_after=letter.not_after,
            ),
        )

    def claim(self, limit: int, now: datetime) -> tuple[OutboxLetter, ...]:
        """Takes the oldest due letters for sending: a crash from here on leaves it open whether they left."""
        self._drop_stale(now)
        rows = list(
            self._session.exec(
                select(LetterRow)
                .where(LetterRow.state == "due", _may_leave(now))
                .order_by(col(LetterRow.id))
                .limit(limit)
            )
        )
        for row in rows:
            row.state, row.sending_since = "sending", now
            row.attempts += 1
        return tuple(_value_of(row, with_raw=True) for row in rows)

    def _drop_stale(self, now: datetime) -> None:
        """A day sheet is of no use when its day is over."""
        self._session.execute(
            update(LetterRow)
            .where(col(LetterRow.state) == "due", col(LetterRow.not_after) <= now)
            .values(state="dropped", last_error="its time was over before it could leave")
        )

    def set_outcome(
        self,
        letter: int,
        state: LetterState,
        *,
        now: datetime,
        error: str = "",
        not_before: datetime | None = None,
    ) -> None:
        """Records what the server said; `due` again with `not_before` where it is to be tried later."""
        row = self._session.get_one(LetterRow, letter)
        if state == "sent":
            row.sent_at = now
        # A fast server reports the bounce before we have settled that the letter left.
        if row.state == "bounced":
            return
        row.state, row.last_error, row.not_before, row.sending_since = state, error, not_before, None
        if state in {"refused", "undecidable"}:
            self._session.add(_event(row, error, now))

    def recover(self) -> tuple[int, int]:
        """Settles what a crash left in `sending`.

        Returns how many are tried again and how many are given to a person as undecidable.
        """
        rows = list(self._session.exec(select(LetterRow).where(LetterRow.state == "sending")))
        for row in rows:
            _doubt(row, "stopped while it was being sent")
        again = sum(row.state == "due" for row in rows)
        return again, len(rows) - again

    def set_doubtful(self, letter: int, error: str, now: datetime) -> LetterState:
        """The line broke after the content went out: nobody can tell whether the letter arrived.

        Once it is sent again under the same Message-ID; the second time a person decides. Returns the new state.
        """
        row = self._session.get_one(LetterRow, letter)
        _doubt(row, error)
        if row.state == "undecidable":
            self._session.add(_event(row, error, now))
        return "due" if row.state == "due" else "undecidable"

    def note_report(
        self, letter: int, reason: str, *, is_lost: bool, message: int | None, now: datetime
    ) -> None:
        """A mail server's report on a letter, in the history of every case that the letter is about.

        `is_lost`: the letter is marked as bounced, for good; else it is only delayed. `message`: the report. One that
        was never let go cannot have bounced.
        """
        row = self._session.get_one(LetterRow, letter)
        if row.state in {"held", "dropped"}:
            return
        if is_lost:
            row.state, row.last_error, row.not_before, row.sending_since = "bounced", reason, None, None
        what = "letter bounced" if is_lost else "letter delayed"
        words = f"{', '.join(row.recipients)}: {reason}"
        for case in dict.fromkeys((row.case_reference, *(row.other_cases or ()))):
            self._session.add(EventRow(at=now, message=message, case_reference=case, what=what, words=words))

    def settle_lost(self) -> tuple[OutboxLetter, ...]:
        """A person has seen to what did not reach its reader; returns what that was."""
        lost = self.in_state(*LOST)
        self._session.execute(
            update(LetterRow)
            .where(col(LetterRow.id).in_([letter.id for letter in lost]))
            .values(state="dropped")
        )
        return lost

    def is_something_due(self, now: datetime) -> bool:
        """Whether a letter may leave now. One without a time of its own is due whatever the clock says."""
        asked = select(LetterRow.id).where(LetterRow.state == "due", _may_leave(now))
        return self._session.exec(asked.limit(1)).first() is not None

    def count_since(self, since: datetime, *, recipient: str = "", case: str = "") -> int:
        """How many letters were written since then: in all, answers to one address, or in one case."""
        asked = select(func.count()).select_from(LetterRow).where(LetterRow.created_at >= since)
        if recipient:
            # What an inspector is told of a day's work is no flood.
            asked = asked.where(LetterRow.first_recipient == recipient.lower(), LetterRow.purpose == "reply")
        asked = asked.where(LetterRow.case_reference == case) if case else asked
        return self._session.exec(asked).one()

    def left_since(self, since: datetime, now: datetime) -> int:
        """How many letters have left since then: recipients too, as each letter has one."""
        return self._session.exec(
            select(func.count())
            .select_from(LetterRow)
            .where(col(LetterRow.sent_at) > since, col(LetterRow.sent_at) <= now)
        ).one()

    def newest_left(self) -> datetime | None:
        """When a letter left last."""
        return self._session.exec(select(func.max(LetterRow.sent_at))).one()

    def counts(self) -> Mapping[str, int]:
        """How many letters stand in each state but `sent` and `dropped`, which only grow."""
        asked = (
            select(LetterRow.state, func.count())
            .where(col(LetterRow.state).not_in(("sent", "dropped")))
            .group_by(LetterRow.state)
        )
        return dict(self._session.exec(asked).all())

    def oldest_due(self) -> datetime | None:
        """When the oldest letter that waits to leave was written."""
        return self._session.exec(
            select(func.min(LetterRow.created_at)).where(LetterRow.state == "due")
        ).one()

    def count_answers_since(self, since: datetime, sender: str) -> int:
        """How many replies were written since then to mails of this sender, wherever they were sent."""
        asked = (
            select(func.count())
            .select_from(LetterRow)
            .join(MessageRow, col(MessageRow.id) == col(LetterRow.message))
            .where(LetterRow.created_at >= since, LetterRow.purpose == "reply", MessageRow.sender == sender)
        )
        return self._session.exec(asked).one()

    def in_state(self, *states: LetterState) -> tuple[OutboxLetter, ...]:
        """Letters in these states, oldest first, without their content."""
        return self._listed(col(LetterRow.state).in_(states))

    def of_message(self, message: int) -> tuple[OutboxLetter, ...]:
        return self._listed(LetterRow.message == message)

    def of_case(self, reference: str) -> tuple[OutboxLetter, ...]:
        return self._listed(LetterRow.case_reference == reference)

    def letter(self, letter_id: str) -> OutboxLetter | None:
        """The letter with that Message-ID, content and all."""
        row = self._session.exec(select(LetterRow).where(LetterRow.letter_id == letter_id)).first()
        return None if row is None else _value_of(row, with_raw=True)

    def raw_of(self, letter: int) -> bytes:
        return self._session.get_one(LetterRow, letter).raw

    def release(self, letters: Sequence[int]) -> None:
        """A coordinator's word: held letters may go."""
        self._session.execute(
            update(LetterRow)
            .where(col(LetterRow.id).in_(letters), col(LetterRow.state) == "held")
            .values(state="due", last_error="")
        )

    def _listed(self, which: object) -> tuple[OutboxLetter, ...]:
        rows = self._session.exec(
            select(LetterRow)
            .options(defer(LetterRow.raw))  # type: ignore[arg-type]
            .where(which)  # type: ignore[arg-type]
            .order_by(col(LetterRow.id))
        )
        return tuple(_value_of(row, with_raw=False) for row in rows)


def _may_leave(now: datetime) -> ColumnElement[bool]:
    not_before = col(LetterRow.not_before)
    return or_(not_before.is_(None), not_before <= now, not_before > now + LONGEST_WAIT)


def _first_state(letter: NewLetter) -> LetterState:
    if letter.dropped_because:
        return "dropped"
    return "held" if letter.held_because else "due"


def _doubt(row: LetterRow, error: str) -> None:
    row.doubts += 1
    row.state = "due" if row.doubts < MOST_DOUBTS else "undecidable"
    row.last_error, row.sending_since = error, None


def _event(row: LetterRow, error: str, now: datetime) -> EventRow:
    words = f"{', '.join(row.recipients)}: {error}"
    return EventRow(
        at=now,
        message=row.message,
        case_reference=row.case_reference,
        what=f"letter {row.state}",
        words=words,
    )


def _value_of(row: LetterRow, *, with_raw: bool) -> OutboxLetter:
    return OutboxLetter(
        id=row.id or 0,
        letter_id=row.letter_id,
        purpose=row.purpose,
        template=row.template,
        recipients=tuple(row.recipients),
        subject=row.subject,
        state=row.state,
        created_at=row.created_at,
        raw=row.raw if with_raw else b"",
        case=row.case_reference,
        message=row.message,
        attempts=row.attempts,
        last_error=row.last_error,
        sent_at=row.sent_at,
        other_cases=tuple(row.other_cases or ()),
    )
