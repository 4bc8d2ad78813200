"""Retention: what has been kept as long as the configuration says is removed, once a night, page by page."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.config.tables import RetentionConfig
from bot.originals import Originals
from storage.keeping import Ends, OldMail, all_over
from storage.store import Store, Transaction
from storage.values import Event

log = logging.getLogger("fpp_bot.retention")

AT = time(3, 15)
PAGE = 200
LAST_NIGHT = "retention_last_night"
# After a longer gap than this the clock may have jumped: a night is let pass before anything is removed for ever.
MOST_DAYS_BETWEEN = 3
# A day sheet tells what changed since the last one, of at most 60 days before (storage.day_sheets).
DAY_SHEET_DAYS = 61

Row = TypeVar("Row")
Kind = str


class Retention:
    """Removes what is old enough; the history of each case, and of the whole, says what went and when."""

    def __init__(
        self, store: Store, originals: Originals, limits: RetentionConfig, timezone: ZoneInfo, now: Clock
    ) -> None:
        self._store, self._originals, self._limits = store, originals, limits
        self._timezone, self._now = timezone, now
        self._ends = Ends()

    def make_due(self) -> None:
        """The night's run, once a local day from 03:15 on; does nothing where everything is kept for ever.

        Where the last night is not one of the last three, the clock may be wrong: this night is only noted.
        """
        local = self._now().astimezone(self._timezone)
        if not self.is_limited or local.time() < AT:
            return
        with self._store.transaction() as tx:
            last = tx.switches.value(LAST_NIGHT)
            if last == local.date().isoformat():
                return
            tx.switches.set(LAST_NIGHT, local.date().isoformat(), by="retention", now=self._now())
        if not _is_recent(last, local.date()):
            log.info("retention: first night, or after a gap: nothing is removed before the next one")
            return
        self.purge()

    @property
    def is_limited(self) -> bool:
        """Whether anything is to be removed, ever."""
        limits = self._limits
        return any((limits.originals_days, limits.letters_days, limits.cases_days, limits.registry_days))

    def purge(self, *, dry_run: bool = False) -> Mapping[Kind, int]:
        """Removes all that is old enough, and returns how many of each kind; `dry_run`: only counts.

        Each page is a transaction of its own, so that mail is taken and decided meanwhile.
        """
        now = self._now()
        self._ends = Ends(
            self._before(self._limits.quiet_days, now), self._before(self._limits.charges_days, now)
        )
        found: Counter[Kind] = Counter()
        for days, kind, page in (
            (self._limits.originals_days, "originals", self._originals_page),
            (self._limits.letters_days, "letters", self._letters_page),
            (self._limits.cases_days, "mails", self._mails_page),
            (self._limits.cases_days, "readers", self._readers_page),
            (self._limits.cases_days, "cases", self._cases_page),
            (self._limits.cases_days, "day sheets", self._day_sheets_page),
            (self._limits.registry_days, "registry imports", self._registries_page),
        ):
            before = self._before(days, now)
            if before is not None:
                found[kind] += sum(self._pages(page, before, now, dry_run=dry_run))
        if not dry_run and any(found.values()):
            self._note(found, now)
        return found

    def _pages(
        self, page: Callable[..., tuple[int, int]], before: datetime, now: datetime, *, dry_run: bool
    ) -> Iterator[int]:
        after = 0
        while True:
            with self._store.reading() if dry_run else self._store.transaction() as tx:
                if not dry_run:
                    tx.erasing.overwrite_deleted()
                count, after = page(tx, before, after, None if dry_run else now)
            yield count
            if not after:
                return

    def _originals_page(
        self, tx: Transaction, before: datetime, after: int, now: datetime | None
    ) -> tuple[int, int]:
        mails = tx.keeping.old_mails(before, after, PAGE)
        over = tx.keeping.over({case for mail in mails for case in mail.cases}, self._ends)
        free = [mail for mail in mails if all_over(mail.cases, over)]
        shared = tx.keeping.shared([mail.sha256 for mail in free], [mail.id for mail in free])
        free = [mail for mail in free if mail.sha256 not in shared]
        if now is not None and free:
            # First the files: a crash in between is made good by the next night, which finds the rows again.
            self._originals.remove(mail.sha256 for mail in free)
            tx.erasing.originals([mail.id for mail in free], now)
            self._note_cases(tx, _by_case(free), "original of a mail removed", now)
        return len(free), _next(mails, lambda mail: mail.id)

    def _letters_page(
        self, tx: Transaction, before: datetime, after: int, now: datetime | None
    ) -> tuple[int, int]:
        rows = tx.keeping.old_letters(before, after, PAGE, with_reader=False)
        free = self._free(tx, rows)
        if now is not None and free:
            tx.erasing.letter_texts(list(free))
            self._note_cases(tx, free, "text of a letter removed", now)
        return len(free), _next(rows, lambda row: row[0])

    def _mails_page(
        self, tx: Transaction, before: datetime, after: int, now: datetime | None
    ) -> tuple[int, int]:
        rows = tx.keeping.old_message_rows(before, after, PAGE)
        free = self._free(tx, rows, before)
        if now is not None and free:
            tx.erasing.messages(list(free), now)
        return len(free), _next(rows, lambda row: row[0])

    def _readers_page(
        self, tx: Transaction, before: datetime, after: int, now: datetime | None
    ) -> tuple[int, int]:
        rows = tx.keeping.old_letters(before, after, PAGE, with_reader=True)
        free = self._free(tx, rows, before)
        if now is not None and free:
            tx.erasing.letters(list(free))
        return len(free), _next(rows, lambda row: row[0])

    def _cases_page(
        self, tx: Transaction, before: datetime, after: int, now: datetime | None
    ) -> tuple[int, int]:
        rows = tx.keeping.old_cases(before, after, PAGE)
        over = tx.keeping.over({reference for _, reference in rows}, self._ends, before)
        free = {number: (reference,) for number, reference in rows if reference in over}
        if now is not None and free:
            tx.erasing.cases([reference for (reference,) in free.values()], now)
            self._note_cases(tx, free, "names, addresses and words of people removed", now)
        return len(free), _next(rows, lambda row: row[0])

    def _day_sheets_page(
        self, tx: Transaction, before: datetime, _after: int, now: datetime | None
    ) -> tuple[int, int]:
        oldest_used = self._now().astimezone(self._timezone).date() - timedelta(days=DAY_SHEET_DAYS)
        sheets = tx.keeping.old_day_sheets(min(before.astimezone(self._timezone).date(), oldest_used))
        if now is not None:
            tx.erasing.day_sheets(sheets)
        return len(sheets), 0

    def _registries_page(
        self, tx: Transaction, before: datetime, _after: int, now: datetime | None
    ) -> tuple[int, int]:
        imports = tx.keeping.old_registries(before)
        if now is not None:
            tx.erasing.registries(imports)
        return len(imports), 0

    def _free(
        self, tx: Transaction, rows: tuple[tuple[int, tuple[str, ...]], ...], before: datetime | None = None
    ) -> dict[int, tuple[str, ...]]:
        over = tx.keeping.over({case for _, cases in rows for case in cases}, self._ends, before)
        return {number: cases for number, cases in rows if all_over(cases, over)}

    def _before(self, days: int, now: datetime) -> datetime | None:
        return now - timedelta(days=days) if days else None

    def _note_cases(
        self, tx: Transaction, removed: Mapping[int, tuple[str, ...]], words: str, now: datetime
    ) -> None:
        for case in dict.fromkeys(case for cases in removed.values() for case in cases if case):
            count = sum(case in cases for cases in removed.values())
            told = words if count == 1 else f"{words} ({count})"
            tx.inbox.add_event(Event(now, "purged", f"{told}, kept as long as configured", case))

    def _note(self, found: Mapping[Kind, int], now: datetime) -> None:
        told = ", ".join(f"{kind}: {count}" for kind, count in found.items() if count)
        log.info("retention: removed %s", told)
        with self._store.transaction() as tx:
            tx.inbox.add_event(Event(now, "purged", told))


def _by_case(mails: list[OldMail]) -> dict[int, tuple[str, ...]]:
    return {mail.id: mail.cases for mail in mails}


def _next(rows: tuple[Row, ...], number: Callable[[Row], int]) -> int:
    """Where to go on; 0 where this was the last page."""
    return number(rows[-1]) if len(rows) == PAGE else 0


def _is_recent(last: str, today: date) -> bool:
    return bool(last) and 0 < (today - date.fromisoformat(last)).days <= MOST_DAYS_BETWEEN
