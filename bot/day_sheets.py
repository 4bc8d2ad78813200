"""Each inspector's day sheet, once a local day, whatever the timetable does."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import date, datetime, time

from sqlalchemy.exc import IntegrityError

from bot.clock import Clock
from bot.letters.day_sheet import SheetFacts, day_sheet_letter
from bot.letters.post import Post
from bot.registry.cache import RegistryCache
from bot.world import Settings, World
from rules.day_sheet import Sheet, changes_since, listed, sheet_is_due, visits_from
from rules.inspection.facts import Appointment
from rules.registry import Inspector
from storage.store import Store, Transaction

log = logging.getLogger("fpp_bot.day_sheets")
MAILBOX = "inspections"


class DaySheets:
    """Writes the day sheets into the outbox. `at`: their hour, office time; None: none are wanted."""

    def __init__(self, store: Store, settings: Settings, post: Post, now: Clock, *, at: time | None) -> None:
        self._store, self._settings, self._post, self._now = store, settings, post, now
        self._at = at
        self._registry = RegistryCache(store)

    def make_due(self) -> int:
        """Writes the sheets of today that are due and not written yet; returns how many.

        An inspector's day and the letter are one transaction: a crash leaves both or none, and a second run
        finds the day taken. Who is away today gets none: the visits went to backups, who have them on theirs.
        """
        now = self._now()
        local = now.astimezone(self._settings.office.timezone)
        if self._at is None or not sheet_is_due(local, self._at, self._settings.office):
            return 0
        world, day = self._settings.with_registry(self._registry.current()), local.date()
        with self._store.reading() as tx:
            made, last = tx.day_sheets.made_on(day), tx.day_sheets.last_before(day)
        wanted = [
            row
            for row in world.registry.inspectors.values()
            if row.inspector not in made and not world.registry.is_absent(row.inspector, day)
        ]
        written = sum(self._write_one(row, day, last, world, now) for row in wanted)
        if written:
            log.info("day sheets day=%s letters=%d", day, written)
        return written

    def _write_one(
        self, row: Inspector, day: date, last: Mapping[str, Sheet], world: World, now: datetime
    ) -> bool:
        try:
            with self._store.transaction() as tx:
                return self._write(row, day, last, tx, world, now)
        except IntegrityError:
            # Another run was quicker.
            return False
        except Exception:
            # One sheet that fails must not cost the others theirs; the timetable tries it again.
            log.exception("day sheet day=%s not written", day)
            return False

    def _write(
        self,
        row: Inspector,
        day: date,
        last: Mapping[str, Sheet],
        tx: Transaction,
        world: World,
        now: datetime,
    ) -> bool:
        facts = _facts(row, day, last, tx, world)
        has_news = bool(facts.visits) or any(change.concerns(day) for change in facts.changes)
        is_sent = has_news and _can_be_reached(row, world)
        told = tuple(listed(record) for record in facts.upcoming) if is_sent else ()
        tx.day_sheets.add(row.inspector, day, made_at=now, visits=told, is_sent=is_sent)
        if not is_sent:
            return False
        office = world.office
        letter = day_sheet_letter(facts, world.registry, office, world.identity.mailboxes[MAILBOX])
        over = datetime.combine(day, office.day_end, office.timezone)
        self._post.put(letter, f"day_sheet:{day}:{row.inspector}", MAILBOX, tx, world, now, not_after=over)
        return True


def _facts(row: Inspector, day: date, last: Mapping[str, Sheet], tx: Transaction, world: World) -> SheetFacts:
    """What the record knows of the inspector's day and of what happened since the last sheet."""
    own = last.get(row.inspector)
    held_by = {
        visit.case: name for name, sheet in last.items() if name != row.inspector for visit in sheet.listed
    }
    cases = {visit.case for visit in own.listed} if own else ()
    records = tx.inspections.of_sheet(row.inspector, day, cases)
    upcoming = visits_from(records, row.inspector, day)
    today = tuple(record for record in upcoming if record.day == day)
    return SheetFacts(
        inspector=row,
        day=day,
        visits=today,
        upcoming=upcoming,
        changes=changes_since(records, row.inspector, day, own, held_by),
        last_made_at=own.made_at.astimezone(world.office.timezone) if own else None,
        last_results=_last_results(today, tx),
    )


def _last_results(visits: tuple[Appointment, ...], tx: Transaction) -> Mapping[str, Appointment]:
    return tx.inspections.last_results({record.permit_number for record in visits if record.permit_number})


def _can_be_reached(row: Inspector, world: World) -> bool:
    return bool(row.email) and row.email.lower() not in world.identity.addresses
