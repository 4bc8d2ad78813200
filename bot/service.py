"""The daemon as a service: one at a time, watched from outside, ended by a signal."""

from __future__ import annotations

import faulthandler
import logging
import signal
from collections.abc import Callable
from contextlib import ExitStack

from bot.clock import system_clock
from bot.compose import Parts, build, only_one
from bot.config.tables import Config
from bot.health.endpoint import Endpoint
from bot.health.systemd import notify
from bot.health.watch import Watch
from bot.soundness import refuse_unsound
from storage.store import Store

log = logging.getLogger("fpp_bot.service")


def run_once(config: Config, open_store: Callable[[], Store]) -> None:
    """Takes what waits, sends what is due, ends.

    Raises AnotherRunsError, UnsoundDatabaseError, WireError, MachineTroubleError.
    """
    with ExitStack() as ending:
        ending.enter_context(only_one(config.storage.messages_dir, wait=False))
        store = open_store()
        ending.callback(store.close)
        refuse_unsound(config, store)
        parts = build(config, store, system_clock)
        _write_due(parts.digest.make_due)
        # After the mail that waited was decided, so that the sheets know of it.
        parts.daemon.run_once(before_sending=lambda: _write_due(parts.day_sheets.make_due))


def serve(config: Config, open_store: Callable[[], Store], waiting: Callable[[], None]) -> None:
    """Works until a signal ends it.

    `waiting` is called where another daemon works with these messages; this one takes over when that ends.
    """
    # A watchdog's SIGABRT then leaves in the log where each thread stood: names of functions, no values.
    faulthandler.enable()
    with ExitStack() as ending:
        # From here on the watchdog is fed: opening a big database and waiting for another daemon may last.
        watch = Watch(alive_file=config.health.alive_file)
        watch.start()
        ending.callback(watch.stop)

        def stand_by() -> None:
            notify("READY=1", "STATUS=Waiting: another fpp-bot works with these messages")
            waiting()

        ending.enter_context(only_one(config.storage.messages_dir, wait=True, waiting=stand_by))
        store = open_store()
        ending.callback(store.close)
        refuse_unsound(config, store)
        parts = build(config, store, system_clock)
        _write_due(parts.digest.make_due)
        watch.attend(parts.progress, parts.pulse.health)
        _listen(config, parts, ending)
        _work(parts)


def _work(parts: Parts) -> None:
    def end(*_: object) -> None:
        notify("STOPPING=1")
        parts.daemon.stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    parts.timetable.start()
    notify("READY=1")
    parts.daemon.run()
    parts.timetable.stop()


def _listen(config: Config, parts: Parts, ending: ExitStack) -> None:
    """Opens the page for monitoring; where its place is taken, mail is more important than numbers."""
    place = config.health.place
    if place is None:
        return
    parts.metrics.measure(parts.pulse.snapshot)
    try:
        endpoint = Endpoint(*place, metrics=parts.metrics.shown, health=parts.pulse.health)
    except OSError as error:
        log.warning("no page for monitoring at %s: %s; set [health] listen", config.health.listen, error)
        return
    ending.callback(endpoint.stop)


def _write_due(make_due: Callable[[], object]) -> None:
    """Makes up for what is due; mail is taken and sent even where that fails, and the timetable tries again."""
    try:
        make_due()
    except Exception:
        log.exception("what was due by the clock could not be written")
