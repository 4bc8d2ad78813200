"""From a mailbox to our own record: the original on disk first, then the row, then the position."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal

from bot.clock import Clock
from bot.identity import content_key, message_id_of
from bot.mailbox import FetchedMail, Mailbox
from bot.originals import Originals
from storage.store import Store
from storage.values import NewMessage, Position

log = logging.getLogger("fpp_bot.receiving")

BATCH = 50
BATCH_BYTES = 20_000_000


class Receiver:
    """Takes what is new in one mailbox. The server's copy is the spool until our commit.

    `start`: "baseline" leaves alone what lay in the mailbox before the first start, "all" takes it too.
    """

    def __init__(
        self,
        name: str,
        mailbox: Mailbox,
        store: Store,
        originals: Originals,
        *,
        start: Literal["baseline", "all"],
        now: Clock,
        on_batch: Callable[[], None] = lambda: None,
    ) -> None:
        self._name, self._mailbox = name, mailbox
        self._store, self._originals = store, originals
        self._start, self._now = start, now
        self._on_batch = on_batch

    def take_new(self) -> int:
        """Stores every message above the high-water mark, oldest first; returns how many were new to us.

        A message that arrives while we read, or a crash between any two steps, is found again at the next
        poll: the position moves only with the rows, in one transaction.
        """
        state = self._mailbox.state()
        position = self._position(state.uid_validity, state.uid_next)
        uid_validity = state.uid_validity
        uids = self._mailbox.uids_after(position.high_water_uid, uid_validity=uid_validity)
        taken = 0
        for batch in _batches(self._mailbox.fetch(uids, uid_validity=uid_validity)):
            taken += self._store_batch(batch, position)
            self._on_batch()
        if not uids:
            with self._store.transaction() as tx:
                tx.inbox.set_health(self._name, self._now(), "")
        return taken

    def _position(self, uid_validity: int, uid_next: int) -> Position:
        """Where to go on. A rebuilt mailbox (new UIDVALIDITY, UIDNEXT gone back) is read from its start again;
        what was decided before is known by its content, what is older than our first start stays baseline."""
        with self._store.reading() as tx:
            known = tx.inbox.position(self._name)
        if known is None:
            return self._first_position(uid_validity, uid_next)
        if known.uid_validity == uid_validity and known.high_water_uid < uid_next:
            return known
        return Position(uid_validity, 0, known.started_at, screened_below_uid=uid_next)

    def _first_position(self, uid_validity: int, uid_next: int) -> Position:
        high_water = 0 if self._start == "all" else uid_next - 1
        now = self._now()
        # With "all" nothing is baseline, so the start lies before any mail.
        started_at = now if self._start == "baseline" else datetime.fromtimestamp(0, now.tzinfo)
        position = Position(uid_validity, high_water, started_at)
        with self._store.transaction() as tx:
            tx.inbox.set_position(self._name, position)
        return position

    def _store_batch(self, batch: Sequence[FetchedMail], position: Position) -> int:
        names = self._originals.keep(mail.raw for mail in batch)
        now = self._now()
        messages = [
            NewMessage(
                mailbox=self._name,
                uid_validity=position.uid_validity,
                uid=mail.uid,
                message_id=message_id_of(mail.raw),
                sha256=name,
                content_key=content_key(mail.raw),
                size=len(mail.raw),
                received_at=mail.received_at,
                problem=mail.problem,
                is_marked=mail.is_done,
            )
            for mail, name in zip(batch, names, strict=True)
            if not _is_baseline(mail, position)
        ]
        if answered := sum(message.is_marked for message in messages):
            log.warning(
                "mailbox=%s %d mails bear our mark and may not be on record: decided, not answered again",
                self._name,
                answered,
            )
        with self._store.transaction() as tx:
            # Removing old originals holds the same lock: an old mail that comes again keeps its original now.
            gone = [
                m.raw for m, name in zip(batch, names, strict=True) if not self._originals.path(name).exists()
            ]
            if gone:
                self._originals.keep(gone)
            added = tx.inbox.add(messages, now)
            tx.inbox.set_position(self._name, replace(position, high_water_uid=batch[-1].uid))
            tx.inbox.set_health(self._name, now, "")
        return added


def _is_baseline(mail: FetchedMail, position: Position) -> bool:
    """Whether a rebuilt mailbox shows us mail from before our first start, which nobody is to answer."""
    return mail.uid < position.screened_below_uid and mail.received_at < position.started_at


def _batches(mails: Iterator[FetchedMail]) -> Iterator[list[FetchedMail]]:
    batch: list[FetchedMail] = []
    size = 0
    for mail in mails:
        batch.append(mail)
        size += len(mail.raw)
        if len(batch) >= BATCH or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
