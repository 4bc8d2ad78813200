"""What is on record about one case or one person, and which of it is about nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, SQLModel, col, select

from storage.ledger import value_of
from storage.tables import (
    CaseRow,
    ChargeRow,
    EventRow,
    FindingRow,
    InspectionRow,
    LetterRow,
    MessageRow,
)
from storage.values import Charge


@dataclass(frozen=True, slots=True)
class Belongings:
    """Cases by reference, mails and letters by id. `named_in`: cases of others that name the person.

    `shared_mails`, `shared_letters`: those that are about other cases too.
    """

    cases: tuple[str, ...]
    mails: tuple[int, ...]
    letters: tuple[int, ...]
    named_in: tuple[str, ...] = ()
    shared_mails: tuple[int, ...] = ()
    shared_letters: tuple[int, ...] = ()


class Record:
    """Looks through every table for a case or a person."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_case(self, reference: str) -> Belongings:
        """All that is about the case; nothing in it where there is no such case."""
        asked = select(CaseRow.reference).where(CaseRow.reference == reference)
        cases = frozenset(self._session.exec(asked))
        mails, shared_mails = self._mails(cases, None)
        letters, shared_letters = self._letters(cases, None)
        return Belongings(tuple(cases), mails, letters, (), shared_mails, shared_letters)

    def of_person(self, address: str) -> Belongings:
        """All that came from that address or went to it, and its cases; `address` in lower case."""
        cases = frozenset(self._session.exec(select(CaseRow.reference).where(CaseRow.sender == address)))
        named = self._session.exec(
            select(InspectionRow.case_reference).where(
                or_(col(InspectionRow.requester) == address, col(InspectionRow.contact_email) == address)
            )
        )
        mails, shared_mails = self._mails(cases, col(MessageRow.sender) == address)
        letters, shared_letters = self._letters(cases, col(LetterRow.first_recipient) == address)
        named_in = tuple(sorted(set(named) - cases))
        return Belongings(tuple(sorted(cases)), mails, letters, named_in, shared_mails, shared_letters)

    def cases_touched(self, found: Belongings) -> frozenset[str]:
        """Every case that the mails and letters are about, of whomever."""
        events = self._session.exec(
            select(EventRow.case_reference).where(col(EventRow.message).in_(found.mails))
        )
        letters = self._session.exec(
            select(LetterRow.case_reference, LetterRow.other_cases).where(
                col(LetterRow.id).in_(found.letters)
            )
        )
        of_letters = [named for case, others in letters for named in (case, *(others or ()))]
        return frozenset(filter(None, (*found.cases, *found.named_in, *events, *of_letters)))

    def undecided(self, found: Belongings) -> int:
        """How many of the mails nobody has decided."""
        rows = self._session.exec(
            select(MessageRow.id).where(
                col(MessageRow.id).in_(found.mails), col(MessageRow.state).in_(("received", "shelved"))
            )
        )
        return len(rows.all())

    def originals(self, mails: Sequence[int]) -> tuple[tuple[int, str], ...]:
        """By mail, the name of its original, where that is still kept."""
        rows = self._session.exec(
            select(MessageRow.id, MessageRow.sha256)
            .where(col(MessageRow.id).in_(mails), col(MessageRow.original_removed_at).is_(None))
            .order_by(col(MessageRow.id))
        )
        return tuple((number, name) for number, name in rows if number)

    def letter_texts(self, letters: Sequence[int]) -> tuple[tuple[int, bytes], ...]:
        """By letter, its bytes, where they are still kept."""
        rows = self._session.exec(
            select(LetterRow.id, LetterRow.raw)
            .where(col(LetterRow.id).in_(letters))
            .order_by(col(LetterRow.id))
        )
        return tuple((number, raw) for number, raw in rows if number and raw)

    def reports(self) -> tuple[int, ...]:
        """Letters that are about no case in particular (digests, day sheets) and may name anybody."""
        rows = self._session.exec(
            select(LetterRow.id).where(LetterRow.case_reference == "", LetterRow.purpose != "reply")
        )
        return tuple(number for number in rows if number)

    def charges(self, found: Belongings) -> tuple[Charge, ...]:
        """Lines of the ledger about these cases."""
        rows = self._session.exec(
            select(ChargeRow)
            .where(col(ChargeRow.case_reference).in_((*found.cases, *found.named_in)))
            .order_by(col(ChargeRow.id))
        )
        return tuple(map(value_of, rows))

    def tables(self, found: Belongings) -> Mapping[str, tuple[dict[str, Any], ...]]:
        """By table, every row about it as JSON-ready columns; of letters not the content."""
        cases = (*found.cases, *found.named_in)
        about: dict[type[SQLModel], ColumnElement[bool]] = {
            CaseRow: col(CaseRow.reference).in_(cases),
            InspectionRow: col(InspectionRow.case_reference).in_(cases),
            ChargeRow: col(ChargeRow.case_reference).in_(cases),
            EventRow: or_(col(EventRow.case_reference).in_(cases), col(EventRow.message).in_(found.mails)),
            FindingRow: or_(
                col(FindingRow.case_reference).in_(cases), col(FindingRow.message).in_(found.mails)
            ),
            MessageRow: col(MessageRow.id).in_(found.mails),
            LetterRow: col(LetterRow.id).in_(found.letters),
        }
        return {str(table.__tablename__): self._rows(table, which) for table, which in about.items()}

    def _rows(self, table: type[SQLModel], which: ColumnElement[bool]) -> tuple[dict[str, Any], ...]:
        columns = table.__table__.columns  # type: ignore[attr-defined]
        rows = self._session.exec(select(table).where(which).order_by(columns["id"]))
        return tuple(row.model_dump(mode="json", exclude={"raw"}) for row in rows)

    def _mails(
        self, cases: frozenset[str], theirs: ColumnElement[bool] | None
    ) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Mails about these cases or of that sender; and of them those of others that are about more."""
        about = select(EventRow.message).where(
            col(EventRow.case_reference).in_(cases), col(EventRow.message).is_not(None)
        )
        which = or_(col(MessageRow.case_reference).in_(cases), col(MessageRow.id).in_(about))
        rows = self._session.exec(
            select(MessageRow.id, MessageRow.case_reference).where(
                which if theirs is None else or_(which, theirs)
            )
        ).all()
        own = frozenset(() if theirs is None else self._session.exec(select(MessageRow.id).where(theirs)))
        named: dict[int, set[str]] = {number: {case} for number, case in rows if number}
        events = select(EventRow.message, EventRow.case_reference).where(col(EventRow.message).in_(named))
        for message, case in self._session.exec(events):
            if message is not None:
                named[message].add(case)
        return _parted(named, cases, own)

    def _letters(
        self, cases: frozenset[str], theirs: ColumnElement[bool] | None
    ) -> tuple[tuple[int, ...], tuple[int, ...]]:
        rows = self._session.exec(
            select(LetterRow.id, LetterRow.case_reference, LetterRow.other_cases).where(
                or_(
                    col(LetterRow.case_reference).in_(cases),
                    col(LetterRow.other_cases).is_not(None),
                    *(() if theirs is None else (theirs,)),
                )
            )
        ).all()
        own = frozenset(() if theirs is None else self._session.exec(select(LetterRow.id).where(theirs)))
        named = {number: {case, *(others or ())} for number, case, others in rows if number}
        about = {
            number: found for number, found in named.items() if number in own or not cases.isdisjoint(found)
        }
        return _parted(about, cases, own)


def _parted(
    named: Mapping[int, Iterable[str]], cases: frozenset[str], own: frozenset[int | None]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    shared = sorted(
        number for number, found in named.items() if number not in own and set(found) - cases - {""}
    )
    return tuple(sorted(named)), tuple(shared)
