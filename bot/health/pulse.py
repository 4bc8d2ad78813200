"""The daemon's health at the moment of asking: its record, its lanes, its tokens."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.clock import Clock
from bot.config.tables import Config
from bot.health.metrics import Snapshot
from bot.health.progress import Progress
from bot.health.secrets import secret_expires
from bot.health.vitals import Expectations, Health, judge, secret_days_left, vitals
from bot.oauth import TokenSource
from storage.store import Store


def expectations(config: Config) -> Expectations:
    """What is normal for this configuration."""
    boxes, missed = config.mailboxes, config.health.missed_polls
    return Expectations(
        silence={
            "intake": timedelta(seconds=missed * boxes.intake.poll_seconds),
            "inspections": timedelta(seconds=missed * boxes.inspections.poll_seconds),
        },
        timezone=config.office.timezone,
        digest_at=config.digest.at,
        secret_expires=secret_expires(config),
        recipients_per_day=config.smtp.recipients_per_day,
    )


class Pulse:
    """What the endpoint, the status line and the alive file show. May be asked by several threads."""

    def __init__(
        self, store: Store, expected: Expectations, progress: Progress, tokens: TokenSource | None, now: Clock
    ) -> None:
        self._store, self._expected, self._progress = store, expected, progress
        self._tokens, self._now = tokens, now

    def health(self) -> Health:
        """What is wrong, lanes that hang first. Raises where the record cannot be read."""
        return self.snapshot().health

    def snapshot(self) -> Snapshot:
        """Health with the numbers behind it. Raises where the record cannot be read."""
        now = self._now()
        with self._store.reading() as tx:
            found = vitals(tx, now)
        health = judge(found, self._expected, now)
        hanging = tuple(f"The lane {lane} hangs" for lane in self._progress.stuck())
        today = now.astimezone(self._expected.timezone).date()
        return Snapshot(
            health=replace(health, failing=(*hanging, *health.failing)),
            vitals=found,
            silent=self._progress.silent_seconds(),
            token_expires=self._tokens.valid_until if self._tokens else None,
            secret_days_left=secret_days_left(self._expected.secret_expires, today),
        )
