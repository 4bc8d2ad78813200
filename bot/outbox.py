"""The paced way out: due letters leave one by one, and what became of each is on record."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from datetime import timedelta

from bot.clock import Clock
from bot.smtp import Outcome, SmtpLane
from storage.store import Store
from storage.switches import LETTERS_PAUSED
from storage.values import OutboxLetter

log = logging.getLogger("fpp_bot.outbox")

# How long a letter waits after its nth deferral; the last one repeats for some two days, then a person looks.
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 30, 60))
MOST_ATTEMPTS = 52


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


class Outbox:
    """Sends what is due over a few kept connections.

    A letter is marked `sending` before its first byte leaves and settled after the server's answer, in one
    transaction a round with the claim of the next, so that at most one round is ever in doubt.
    """

    def __init__(
        self,
        store: Store,
        lanes: Sequence[SmtpLane],
        *,
        sender: str,
        per_minute: int,
        now: Clock,
        on_sent: Callable[[OutboxLetter], None] = lambda _letter: None,
    ) -> None:
        self._store, self._lanes, self._sender, self._now = store, lanes, sender, now
        self._pace = Pace(per_minute)
        self._on_sent = on_sent
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
            sent += sum(outcome.is_sent for outcome in outcomes)

    async def _next_round(self, stop: Callable[[], bool]) -> tuple[OutboxLetter, ...]:
        """Settles the last round and claims the next one, in one transaction."""
        loop = asyncio.get_running_loop()
        room = 0 if stop() else self._pace.free(loop.time(), len(self._lanes))
        letters = self._settle_and_claim(room)
        if letters or room or stop():
            self._pace.took(loop.time(), len(letters))
            return letters
        if not self._is_something_due():
            return ()
        await asyncio.sleep(min(1.0, self._pace.wait(loop.time())))
        return await self._next_round(stop)

    def _settle_and_claim(self, room: int) -> tuple[OutboxLetter, ...]:
        if not self._unsettled and not self._is_something_due():
            return ()
        letters = self._settled_and_claimed(room)
        settled, self._unsettled = self._unsettled, []
        for letter, outcome in settled:
            if outcome.is_sent:
                self._on_sent(letter)
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
                    case "deferred" if letter.attempts >= MOST_ATTEMPTS and not outcome.needs_operator:
                        tx.letters.set_outcome(letter.id, "refused", now=now, error=outcome.reason)
                    case "deferred":
                        later = now + BACK_OFF[min(letter.attempts, len(BACK_OFF)) - 1]
                        tx.letters.set_outcome(
                            letter.id, "due", now=now, error=outcome.reason, not_before=later
                        )
                    case "undecidable":
                        tx.letters.set_doubtful(letter.id, outcome.reason, now)
            if not room or tx.switches.value(LETTERS_PAUSED) == "yes":
                return ()
            return tx.letters.claim(room, now)

    def _is_something_due(self) -> bool:
        with self._store.reading() as tx:
            paused = tx.switches.value(LETTERS_PAUSED) == "yes"
            return not paused and tx.letters.is_something_due(self._now())

    async def close(self) -> None:
        for lane in self._lanes:
            await lane.close()
