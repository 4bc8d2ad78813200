"""The daemon: a lane a mailbox, a quick and a slow lane for decisions, one way out, one timetable."""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.desk.desk import Desk, Opened
from bot.desk.understanding import needs_slow_lane
from bot.health.progress import Progress
from bot.mailbox import Mailbox, MailboxError
from bot.marking import mark_decided
from bot.outbox import Outbox
from bot.receiving import Receiver
from storage.store import Store
from storage.values import StoredMessage

log = logging.getLogger("fpp_bot.daemon")

QUICK_LANE, SLOW_LANE, OUTBOX = "quick-lane", "slow-lane", "outbox"

BACK_OFF_SECONDS = (1, 2, 5, 10, 30, 60)
TROUBLE_SECONDS = 5.0
# How long a lane may be silent before it hangs: the longest honest step (a big mail over a slow line, a
# server that takes its ten minutes to answer a letter) with room to spare.
MAILBOX_SECONDS = 900.0
QUICK_SECONDS = 600.0
OUTBOX_SECONDS = 1800.0


@dataclass(frozen=True, slots=True)
class MailboxLane:
    """One mailbox as the daemon works it."""

    name: str
    mailbox: Mailbox
    receiver: Receiver
    poll_seconds: float


class Daemon:
    """All lanes. `run` works until `stop`; `run_once` takes what waits, sends what is due and ends."""

    def __init__(
        self,
        store: Store,
        lanes: Sequence[MailboxLane],
        desk: Desk,
        outbox: Outbox,
        now: Clock,
        *,
        progress: Progress,
        slow_seconds: float,
    ) -> None:
        """`progress` hears of every step; `slow_seconds`: the longest step of the slow lane, one file."""
        self._store, self._lanes, self._desk = store, lanes, desk
        self._outbox, self._now = outbox, now
        self._progress, self._slow_seconds = progress, slow_seconds
        self._stopping = threading.Event()
        self._arrived = threading.Event()
        self._decided = threading.Event()
        self._slow: queue.SimpleQueue[StoredMessage | None] = queue.SimpleQueue()
        # By message, the Message-IDs of its thread; the mails themselves may be large and stay on disk.
        self._in_slow_lane: dict[int, frozenset[str]] = {}

    def stop(self) -> None:
        """Asks every lane to end after the step that it is at."""
        self._stopping.set()
        self._arrived.set()
        self._decided.set()
        for lane in self._lanes:
            lane.mailbox.interrupt()

    def run(self) -> None:
        """Works until `stop` is called."""
        threads = [
            *(
                threading.Thread(target=self._work_mailbox, args=(lane,), name=f"mailbox-{lane.name}")
                for lane in self._lanes
            ),
            threading.Thread(target=self._work_quick_lane, name=QUICK_LANE),
            threading.Thread(target=self._work_slow_lane, name=SLOW_LANE),
            threading.Thread(target=self._work_outbox, name=OUTBOX),
        ]
        self._watch_lanes()
        for thread in threads:
            thread.start()
        self._stopping.wait()
        self._slow.put(None)
        for thread in threads:
            thread.join()

    def _watch_lanes(self) -> None:
        for lane in self._lanes:
            self._progress.watch(f"mailbox-{lane.name}", MAILBOX_SECONDS + lane.poll_seconds)
        self._progress.watch(QUICK_LANE, QUICK_SECONDS)
        self._progress.watch(SLOW_LANE, QUICK_SECONDS + self._slow_seconds)
        self._progress.watch(OUTBOX, OUTBOX_SECONDS)

    def run_once(self, before_sending: Callable[[], object] = lambda: None) -> None:
        """Takes everything that waits in the mailboxes, decides it, sends what is due, marks it.

        `before_sending`: writes letters that only make sense when the mail that waited has been decided.
        Raises MailboxError where a mailbox cannot be reached; what the other one held is done all the same.
        """
        failures = []
        for lane in self._lanes:
            try:
                lane.mailbox.open()
                lane.receiver.take_new()
            except MailboxError as error:
                failures.append(error)
                self._note_failure(lane, error)
        self.decide_all()
        before_sending()
        asyncio.run(self._send_all())
        for lane in self._lanes:
            try:
                mark_decided(lane.name, lane.mailbox, self._store)
                lane.mailbox.close()
            except MailboxError as error:
                log.warning("mailbox=%s not marked: %s", lane.name, error)
        if failures:
            raise failures[0]

    def decide_all(self) -> None:
        """Decides every message that waits, in order of receipt."""
        while True:
            with self._store.reading() as tx:
                waiting = tx.inbox.waiting()
            if not waiting:
                return
            for message in waiting:
                opened = self._desk.open(message)
                if opened is not None:
                    self._desk.settle(opened)

    async def _send_all(self) -> None:
        self._outbox.recover()
        try:
            await self._outbox.send_due(self._stopping.is_set)
        finally:
            await self._outbox.close()

    def _work_mailbox(self, lane: MailboxLane) -> None:
        failures = 0
        while not self._stopping.is_set():
            # Before the attempt, so that one that fails is a step as well.
            self._progress.beat(f"mailbox-{lane.name}")
            try:
                lane.mailbox.open()
                failures = 0
                self._poll(lane)
            except MailboxError as error:
                self._note_failure(lane, error)
                self._stopping.wait(BACK_OFF_SECONDS[min(failures, len(BACK_OFF_SECONDS) - 1)])
                failures += 1
            except Exception as error:
                # The loop's one broad catch: whatever broke, this mailbox is tried again on a new connection.
                log.exception("mailbox=%s", lane.name)
                if isinstance(error, OSError):
                    self._note_failure(lane, f"mail cannot be stored, it waits on the server: {error}")
                self._stopping.wait(TROUBLE_SECONDS)
            finally:
                lane.mailbox.close()

    def _poll(self, lane: MailboxLane) -> None:
        while not self._stopping.is_set():
            self._progress.beat(f"mailbox-{lane.name}")
            if lane.receiver.take_new():
                self._arrived.set()
            mark_decided(lane.name, lane.mailbox, self._store)
            if not self._stopping.is_set():
                lane.mailbox.wait(lane.poll_seconds)

    def _note_failure(self, lane: MailboxLane, error: MailboxError | str) -> None:
        log.warning("mailbox=%s %s", lane.name, error)
        try:
            with self._store.transaction() as tx:
                tx.inbox.set_health(lane.name, None, str(error))
        except SQLAlchemyError:
            # The digest shows the age of the last poll in any case.
            log.exception("mailbox=%s its failure could not be noted", lane.name)

    def _work_quick_lane(self) -> None:
        while not self._stopping.is_set():
            self._progress.beat(QUICK_LANE)
            self._arrived.clear()
            try:
                worked = self._quick_round()
            except Exception:
                # The loop's one broad catch: a full disk, a locked database; what waits is tried again.
                log.exception("the machine is in trouble, the messages wait")
                self._stopping.wait(TROUBLE_SECONDS)
                continue
            if not worked:
                self._arrived.wait(TROUBLE_SECONDS)

    def _quick_round(self) -> bool:
        with self._store.reading() as tx:
            waiting = tx.inbox.waiting(besides=tuple(self._in_slow_lane))
        for message in waiting:
            if self._stopping.is_set():
                break
            self._progress.beat(QUICK_LANE)
            opened = self._desk.open(message)
            if opened is None:
                continue
            thread = _thread_of(opened)
            if needs_slow_lane(opened.envelope) or self._follows_slow_one(thread):
                self._in_slow_lane[message.id] = thread
                self._slow.put(message)
            else:
                self._desk.settle(opened)
                self._tell_others(message.mailbox)
        return bool(waiting)

    def _follows_slow_one(self, thread: frozenset[str]) -> bool:
        """Whether an earlier mail of the same thread is still in the slow lane: order in a thread is kept."""
        return any(thread & slow for slow in list(self._in_slow_lane.values()))

    def _work_slow_lane(self) -> None:
        while not self._stopping.is_set():
            self._progress.beat(SLOW_LANE)
            try:
                message = self._slow.get(timeout=TROUBLE_SECONDS)
            except queue.Empty:
                continue
            if message is None:
                return
            try:
                opened = self._desk.open(message)
                if opened is not None:
                    self._desk.settle(opened)
            except Exception:
                # The loop's one broad catch, as in the quick lane.
                log.exception("the machine is in trouble, the message waits")
                self._stopping.wait(TROUBLE_SECONDS)
            self._in_slow_lane.pop(message.id, None)
            self._tell_others(message.mailbox)
            self._arrived.set()

    def _tell_others(self, mailbox: str) -> None:
        self._decided.set()
        for lane in self._lanes:
            if lane.name == mailbox:
                lane.mailbox.interrupt()

    def _work_outbox(self) -> None:
        asyncio.run(self._outbox_loop())

    async def _outbox_loop(self) -> None:
        is_recovered = False
        while not self._stopping.is_set():
            self._progress.beat(OUTBOX)
            self._decided.clear()
            try:
                if not is_recovered:
                    self._outbox.recover()
                    is_recovered = True
                await self._outbox.send_due(self._stopping.is_set)
            except Exception:
                # The loop's one broad catch: letters stay due and are tried again.
                log.exception("outbox")
                await asyncio.to_thread(self._stopping.wait, TROUBLE_SECONDS)
            await asyncio.to_thread(self._decided.wait, 1.0)
        await self._outbox.close()


def _thread_of(opened: Opened) -> frozenset[str]:
    """The Message-IDs that tie a mail to others of its thread, its own among them."""
    mail = opened.envelope.mail
    return frozenset(filter(None, (mail.message_id, mail.in_reply_to, *mail.references)))
