"""The paced way out: due letters leave one by one, and what became of each is on record."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.smtp import Outcome, SmtpLane
from storage.store import Store, Transaction
from storage.switches import LETTERS_PAUSED
from storage.values import OutboxLetter

log = logging.getLogger("fpp_bot.outbox")

# How long a letter waits after its nth deferral; the last one repeats for some two days, then a person looks.
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 30, 60))
MOST_ATTEMPTS = 52
# How long nothing leaves after the server's nth "too many" in a row: it is about us, not about one letter.
THROTTLED = BACK_OFF
DAY = timedelta(days=1)


class Pace:
    """At most `per_minute` letters in any 60 seconds (0 = no limit); the office's mail allows no more."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._sent: deque[float] = deque()

    def free(self, now: float, wanted: int) -> int:
        """How many of the wanted letters may leave at this moment (seconds of a steady clock)."""
        if not self._per_minute:
            return wanted
        while self._sent and self._sent[0] <= now - 60:
            self._sent.popleft()
        return min(wanted, self._per_minute - len(self._sent))

    def wait(self, now: float) -> float:
        """Seconds until one may leave."""
        return max(0.0, self._sent[0] + 60 - now) if self._sent else 0.0

    def took(self, now: float, count: int) -> None:
        self._sent.extend([now] * count)


class Throttle:
    """Silence after the server said "too many"; then one letter at a time until one is taken."""

    def __init__(self) -> None:
        self._until: datetime | None = None
        self._in_a_row = 0

    def is_quiet(self, now: datetime) -> bool:
        """Whether nothing may leave. A clock that was set back must not make it last."""
        return self._until is not None and now < self._until <= now + THROTTLED[-1]

    def room(self, wanted: int) -> int:
        """How many of the wanted letters to try."""
        return min(wanted, 1) if self._in_a_row else wanted

    def note(self, outcomes: Iterable[Outcome], now: datetime) -> None:
        """What the server said to a round of letters."""
        outcomes = tuple(outcomes)
        if any(outcome.is_throttled for outcome in outcomes):
            self._until = now + THROTTLED[min(self._in_a_row, len(THROTTLED) - 1)]
            self._in_a_row += 1
            log.warning("outbox: the server says too many, nothing leaves until %s", self._until)
        elif any(outcome.is_sent for outcome in outcomes):
            self._until, self._in_a_row = None, 0

    def next_try(self, now: datetime) -> datetime:
        """When a letter that met it may be tried again."""
        return self._until if self._until is not None and self.is_quiet(now) else now


def _log_trouble(letter: OutboxLetter, outcome: Outcome) -> None:
    """A line for a letter that did not leave. What servers say may name people: only our own trouble is told."""
    if not outcome.is_sent:
        reason = outcome.reason if outcome.needs_operator else outcome.code or "no answer"
        log.warning("letter=%d case=%s %s: %s", letter.id, letter.case or "-", outcome.state, reason)


class Outbox:
    """Sends what is due over a few kept connections.

    A letter is marked `sending` before its first byte leaves and settled after the server's answer, in one
    transaction a round with the claim of the next, so that at most one round is ever in doubt.
    `recipients_per_day`: in any 24 hours, by the record, so that it holds over a restart; 0 = no limit.
    """

    def __init__(
        self,
        store: Store,
        lanes: Sequence[SmtpLane],
        *,
        sender: str,
        per_minute: int,
        now: Clock,
        recipients_per_day: int = 0,
        on_outcome: Callable[[OutboxLetter, Outcome], None] = lambda _letter, _outcome: None,
        on_round: Callable[[], None] = lambda: None,
    ) -> None:
        self._store, self._lanes, self._sender, self._now = store, lanes, sender, now
        self._pace, self._throttle = Pace(per_minute), Throttle()
        self._per_day = recipients_per_day
        self._on_outcome, self._on_round = on_outcome, on_round
        # What the server answered and our record does not hold yet: kept until a transaction has taken it.
        self._unsettled: list[tuple[OutboxLetter, Outcome]] = []

    def recover(self) -> None:
        """Settles what a crash left open; call it once before the first letter leaves."""
        with self._store.transaction() as tx:
            again, undecidable = tx.letters.recover()
        if again or undecidable:
            log.warning("outbox: %d letters in doubt are sent again, %d are shown", again, undecidable)

    async def send_due(self, stop: Callable[[], bool] = lambda: False) -> int:
        """Sends until nothing is due (or `stop`); returns how many left."""
        sent = 0
        while True:
            self._on_round()
            letters = await self._next_round(stop)
            if not letters:
                return sent
            outcomes = await asyncio.gather(
                *(
                    lane.send(self._sender, letter.recipients, letter.raw)
                    for lane, letter in zip(self._lanes, letters, strict=False)
                )
            )
            self._unsettled = list(zip(letters, outcomes, strict=True))
            self._throttle.note(outcomes, self._now())
            sent += sum(outcome.is_sent for outcome in outcomes)

    async def _next_round(self, stop: Callable[[], bool]) -> tuple[OutboxLetter, ...]:
        """Settles the last round and claims the next one, in one transaction."""
        loop = asyncio.get_running_loop()
        while True:
            room = 0 if stop() else self._pace.free(loop.time(), self._throttle.room(len(self._lanes)))
            letters = self._settle_and_claim(room)
            if letters or room or stop():
                self._pace.took(loop.time(), len(letters))
                return letters
            if not self._is_something_due():
                return ()
            self._on_round()
            await asyncio.sleep(min(1.0, self._pace.wait(loop.time())))

    def _settle_and_claim(self, room: int) -> tuple[OutboxLetter, ...]:
        if not self._unsettled and not self._is_something_due():
            return ()
        letters = self._settled_and_claimed(room)
        settled, self._unsettled = self._unsettled, []
        for letter, outcome in settled:
            _log_trouble(letter, outcome)
            self._on_outcome(letter, outcome)
        return letters

    def _settled_and_claimed(self, room: int) -> tuple[OutboxLetter, ...]:
        """One transaction; where it fails, what was to be settled stays for the next one."""
        now = self._now()
        with self._store.transaction() as tx:
            for letter, outcome in self._unsettled:
                match outcome.state:
                    case "sent":
                        tx.letters.set_outcome(letter.id, "sent", now=now, error=outcome.reason)
                    case "refused":
                        tx.letters.set_outcome(letter.id, "refused", now=now, error=outcome.reason)
                    case "deferred" if outcome.is_throttled:
                        later = self._throttle.next_try(now)
                        tx.letters.set_outcome(
                            letter.id, "due", now=now, error=outcome.reason, not_before=later
                        )
                    case "deferred" if letter.attempts >= MOST_ATTEMPTS and not outcome.needs_operator:
                        tx.letters.set_outcome(letter.id, "refused", now=now, error=outcome.reason)
                    case "deferred":
                        later = now + BACK_OFF[min(letter.attempts, len(BACK_OFF)) - 1]
                        tx.letters.set_outcome(
                            letter.id, "due", now=now, error=outcome.reason, not_before=later
                        )
                    case "undecidable":
                        tx.letters.set_doubtful(letter.id, outcome.reason, now)
            room = min(room, self._room_today(tx, now))
            return tx.letters.claim(room, now) if room else ()

    def _room_today(self, tx: Transaction, now: datetime) -> int:
        """How many letters may leave as far as the pause, the server's patience and the day's limit go."""
        if tx.switches.value(LETTERS_PAUSED) == "yes" or self._throttle.is_quiet(now):
            return 0
        if not self._per_day:
            return len(self._lanes)
        # Each letter has one recipient.
        return min(len(self._lanes), max(0, self._per_day - tx.letters.left_since(now - DAY, now)))

    def _is_something_due(self) -> bool:
        now = self._now()
        with self._store.reading() as tx:
            return tx.letters.is_something_due(now) and self._room_today(tx, now) > 0

    async def close(self) -> None:
        for lane in self._lanes:
            await lane.close()
