"""Tells the outside that the daemon lives: the watchdog of systemd and a file whose age can be watched."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from pathlib import Path

from bot.health.endpoint import as_json
from bot.health.progress import Progress
from bot.health.systemd import notify, watchdog_seconds
from bot.health.vitals import Health

log = logging.getLogger("fpp_bot.health")

EVERY_SECONDS = 10.0


class Watch:
    """A thread that looks every few seconds. It feeds the watchdog while no lane hangs.

    `alive_file` is written anew after each full round of all lanes: a mail server that is down stands in it
    (as in /health) and does not stop it, a lane that hangs does. Before `attend` there are no lanes.
    """

    def __init__(self, *, alive_file: Path | None = None, every_seconds: float = EVERY_SECONDS) -> None:
        self._progress = Progress()
        self._health: Callable[[], Health] | None = None
        self._alive_file = alive_file
        watchdog = watchdog_seconds()
        self._every_seconds = min(every_seconds, watchdog / 3) if watchdog else every_seconds
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="watch", daemon=True)

    def attend(self, progress: Progress, health: Callable[[], Health]) -> None:
        """From now on these lanes are watched. `health` may raise: that is said, too."""
        self._progress, self._health = progress, health

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join()

    def look(self) -> None:
        """One look: feeds the watchdog, writes the file and the status line where there is reason to."""
        if not self._progress.stuck():
            notify("WATCHDOG=1")
        is_round = self._progress.took_a_round()
        if self._health is None:
            return
        try:
            health = self._health()
            notify(f"STATUS={_status(health)}")
            if is_round and self._alive_file:
                _write(self._alive_file, as_json(health))
        except Exception:
            # Whatever breaks here must not end the watch: the digest and the endpoint speak of it as well.
            log.exception("the health cannot be told")
            notify("STATUS=The health cannot be told, see the log")

    def _work(self) -> None:
        while not self._stopping.is_set():
            self.look()
            self._stopping.wait(self._every_seconds)


def _status(health: Health) -> str:
    words = (*health.failing, *health.warnings)
    return " | ".join(words)[:400].replace("\n", " ") or "All is well"


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = file.with_name(f".{file.name}.{os.getpid()}.part")
    temporary.write_bytes(content)
    temporary.replace(file)
