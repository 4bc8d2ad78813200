"""The digest as a mail, once a local day, whatever the timetable does."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from sqlalchemy.exc import IntegrityError

from bot.clock import Clock
from bot.digest.view import Period, digest_view
from bot.letters.letter import Letter
from bot.letters.post import Post
from bot.registry.cache import RegistryCache
from bot.world import Settings
from storage.store import Store, Transaction
from templates.render import render_letter

log = logging.getLogger("fpp_bot.digest")


class DigestMail:
    """Writes the digest of a day into the outbox. `to`: the coordinators; nobody: the day is noted only."""

    def __init__(
        self, store: Store, settings: Settings, post: Post, now: Clock, *, at: time, to: Sequence[str]
    ) -> None:
        self._store, self._settings, self._post, self._now = store, settings, post, now
        self._at, self._to = at, tuple(to)
        self._registry = RegistryCache(store)

    def make_due(self) -> bool:
        """Writes today's digest if its hour has come and it was not written; says whether it did.

        It reports from the end of the last one on, so that a day missed in an outage is in the next. Its day
        and its letter are one transaction: a crash leaves both or none.
        """
        now = self._now()
        local = now.astimezone(self._settings.office.timezone)
        if local.time() < self._at:
            return False
        try:
            with self._store.transaction() as tx:
                if tx.days.digest(local.date()) is not None:
                    return False
                self._write(tx, now, local)
        except IntegrityError:
            return False
        log.info("digest day=%s", local.date())
        return True

    def _write(self, tx: Transaction, now: datetime, local: datetime) -> None:
        newest = tx.days.newest_digest()
        # A clock that was ahead once must not leave the next digests empty.
        since = min(newest.until, now) if newest else now - timedelta(days=1)
        tx.days.add_digest(local.date(), since, now)
        world = self._settings.with_registry(self._registry.current())
        view = digest_view(tx, world, Period(local.date(), since, now), now)
        rendered = render_letter("digest", view)
        for address in self._to:
            letter = Letter(
                to=(address,),
                template="digest",
                subject=rendered.subject,
                text=rendered.text,
                html=rendered.html,
                purpose="digest",
            )
            self._post.put(letter, f"digest:{local.date()}:{address}", "intake", tx, world, now)
