"""What has been kept long enough: originals, letters and what rows say of people, by age and by case."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from storage.tables import (
    CaseRow,
    ChargeRow,
    DaySheetRow,
    EventRow,
    InspectionRow,
    LegalHoldRow,
    LetterRow,
    MessageRow,
    RegistryRow,
)

DONE_WITH = ("decided", "dropped")
LEFT_OR_DROPPED = ("sent", "dropped")


@dataclass(frozen=True, slots=True)
class Ends:
    """When a case counts as over. Moments; None: never by age alone.

    `quiet_since`: a case on which nothing has happened since then counts as closed. `charged_before`: what
    proves a charge is kept where the charge is younger.
    """

    quiet_since: datetime | None = None
    charged_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class OldMail:
    """A mail that may lose its original. `cases`: all that it is about."""

    id: int
    sha256: str
    cases: tuple[str, ...]


class Keeping:
    """Questions about age. Each takes the ids after `after`, so many rows at a time; () = no more."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def over(self, cases: Collection[str], ends: Ends, before: datetime | None = None) -> frozenset[str]:
        """Those of the cases of which something may be removed: closed, settled, and on no hold.

        With `before`, only those on which nothing has happened since then. "" is no case and always over.
        """
        wanted = {case for case in cases if case}
        if not wanted:
            return frozenset({""})
        asked = select(CaseRow.reference).where(
            col(CaseRow.reference).in_(wanted),
            col(CaseRow.reference).not_in(select(LegalHoldRow.case_reference)),
            _is_closed(ends.quiet_since),
            ~_has_appointment(ends.quiet_since),
            ~_has_letter_on_its_way(),
            ~_has_young_charge(ends.charged_before),
        )
        asked = asked.where(CaseRow.changed_at < before) if before else asked
        return frozenset({"", *self._session.exec(asked)})

    def old_mails(self, before: datetime, after: int, limit: int) -> tuple[OldMail, ...]:
        """Mails taken before then whose original is still kept, whatever their cases."""
        rows = self._session.exec(
            select(MessageRow.id, MessageRow.sha256, MessageRow.case_reference)
            .where(
                MessageRow.stored_at < before,
                col(MessageRow.state).in_(DONE_WITH),
                col(MessageRow.original_removed_at).is_(None),
                col(MessageRow.id) > after,
            )
            .order_by(col(MessageRow.id))
            .limit(limit)
        ).all()
        cases = self._cases_of({number: case for number, _, case in rows if number})
        return tuple(OldMail(number, name, cases[number]) for number, name, _ in rows if number)

    def shared(self, names: Collection[str], besides: Collection[int]) -> frozenset[str]:
        """Those of the originals that another mail on record still needs."""
        rows = self._session.exec(
            select(MessageRow.sha256).where(
                col(MessageRow.sha256).in_(names),
                col(MessageRow.id).not_in(besides),
                col(MessageRow.original_removed_at).is_(None),
            )
        )
        return frozenset(rows)

    def old_message_rows(
        self, before: datetime, after: int, limit: int
    ) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """Mails taken before then whose row still says who wrote them, with their cases."""
        rows = self._session.exec(
            select(MessageRow.id, MessageRow.case_reference)
            .where(
                MessageRow.stored_at < before,
                col(MessageRow.state).in_(DONE_WITH),
                col(MessageRow.erased_at).is_(None),
                col(MessageRow.id) > after,
            )
            .order_by(col(MessageRow.id))
            .limit(limit)
        ).all()
        return tuple(self._cases_of({number: case for number, case in rows if number}).items())

    def old_letters(
        self, before: datetime, after: int, limit: int, *, with_reader: bool
    ) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """Letters of before then that have their text, or (`with_reader`) still say to whom, with their cases."""
        rows = self._session.exec(
            select(LetterRow.id, LetterRow.case_reference, LetterRow.other_cases)
            .where(
                LetterRow.created_at < before,
                col(LetterRow.state).in_(LEFT_OR_DROPPED),
                LetterRow.first_recipient != "" if with_reader else func.length(LetterRow.raw) > 0,
                col(LetterRow.id) > after,
            )
            .order_by(col(LetterRow.id))
            .limit(limit)
        )
        return tuple((number, (case, *(others or ()))) for number, case, others in rows if number)

    def old_cases(self, before: datetime, after: int, limit: int) -> tuple[tuple[int, str], ...]:
        """Cases on which nothing has happened since then and that still say whose they are."""
        rows = self._session.exec(
            select(CaseRow.id, CaseRow.reference)
            .where(CaseRow.changed_at < before, col(CaseRow.erased_at).is_(None), col(CaseRow.id) > after)
            .order_by(col(CaseRow.id))
            .limit(limit)
        )
        return tuple((number, reference) for number, reference in rows if number)

    def old_day_sheets(self, before: date) -> tuple[tuple[str, date], ...]:
        """Sheets of before that day, by inspector and day, without those that list a case on hold."""
        held = frozenset(self._session.exec(select(LegalHoldRow.case_reference)))
        rows = self._session.exec(select(DaySheetRow).where(DaySheetRow.day < before))
        return tuple(
            (row.inspector, row.day)
            for row in rows
            if held.isdisjoint(str(visit.get("case", "")) for visit in row.listed)
        )

    def old_registries(self, before: datetime) -> tuple[int, ...]:
        """Imports of the registry of before then; never the newest."""
        newer = aliased(RegistryRow)
        rows = self._session.exec(
            select(RegistryRow.id).where(
                RegistryRow.imported_at < before,
                select(newer.id).where(col(newer.id) > col(RegistryRow.id)).exists(),
            )
        )
        return tuple(number for number in rows if number)

    def _cases_of(self, own: Mapping[int, str]) -> dict[int, tuple[str, ...]]:
        """By message, every case that its row, its history or its letters name; "" where there is none."""
        found: dict[int, dict[str, None]] = {number: {case: None} for number, case in own.items()}
        events = self._session.exec(
            select(EventRow.message, EventRow.case_reference).where(col(EventRow.message).in_(own))
        )
        inspections = self._session.exec(
            select(InspectionRow.message, InspectionRow.case_reference).where(
                col(InspectionRow.message).in_(own)
            )
        )
        letters = self._session.exec(
            select(LetterRow.message, LetterRow.case_reference, LetterRow.other_cases).where(
                col(LetterRow.message).in_(own)
            )
        )
        _gather(found, [*events, *inspections])
        for message, case, others in letters:
            _gather(found, [(message, named) for named in (case, *(others or ()))])
        return {number: tuple(filter(None, cases)) or ("",) for number, cases in found.items()}


def _gather(found: dict[int, dict[str, None]], pairs: Iterable[tuple[int | None, str]]) -> None:
    for message, case in pairs:
        if message is not None:
            found[message][case] = None


def all_over(cases: Sequence[str], over: Collection[str]) -> bool:
    """Whether nothing speaks against removing what is about these cases."""
    return all(case in over for case in cases)


def _is_closed(quiet_since: datetime | None) -> ColumnElement[bool]:
    """A referral is never over by being quiet: a person owes an answer."""
    closed = col(CaseRow.state) == "closed"
    if quiet_since is None:
        return closed
    return or_(closed, and_(col(CaseRow.state) != "referred", col(CaseRow.changed_at) < quiet_since))


def _has_appointment(quiet_since: datetime | None) -> ColumnElement[bool]:
    is_open: ColumnElement[bool] = col(InspectionRow.state).in_(("open", "waiting", "referred"))
    if quiet_since is not None:
        old = or_(col(InspectionRow.day).is_(None), col(InspectionRow.day) < quiet_since.date())
        is_quiet = and_(
            col(InspectionRow.state) != "referred", col(InspectionRow.changed_at) < quiet_since, old
        )
        is_open = and_(is_open, ~is_quiet)
    return select(InspectionRow.id).where(InspectionRow.case_reference == CaseRow.reference, is_open).exists()


def _has_letter_on_its_way() -> ColumnElement[bool]:
    return (
        select(LetterRow.id)
        .where(LetterRow.case_reference == CaseRow.reference, col(LetterRow.state).not_in(LEFT_OR_DROPPED))
        .exists()
    )


def _has_young_charge(charged_before: datetime | None) -> ColumnElement[bool]:
    """A charge not waived that is young, or that somebody still has to look at."""
    waiver = aliased(ChargeRow)
    is_young = True if charged_before is None else col(ChargeRow.logged_at) >= charged_before
    return (
        select(ChargeRow.id)
        .where(
            ChargeRow.case_reference == CaseRow.reference,
            col(ChargeRow.waives).is_(None),
            or_(is_young, col(ChargeRow.needs_review)),  # type: ignore[arg-type]
            ~select(waiver.id).where(col(waiver.waives) == col(ChargeRow.number)).exists(),
        )
        .exists()
    )
