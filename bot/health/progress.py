"""Which of the daemon's lanes make progress, and how long each may be silent."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping


class Progress:
    """Beats of the lanes. A lane beats after each step, failed ones included: a mail server that is down
    is no reason to end the program, a thread that hangs is.

    May be used by several threads. `seconds` is a clock that never goes back.
    """

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._most: dict[str, float] = {}
        self._last: dict[str, float] = {}
        self._in_round: set[str] = set()

    def watch(self, lane: str, most_seconds: float) -> None:
        """From now on the lane must beat at least every so many seconds."""
        with self._lock:
            self._most[lane], self._last[lane] = most_seconds, self._seconds()

    def beat(self, lane: str) -> None:
        """The lane did a step."""
        with self._lock:
            self._last[lane] = self._seconds()
            self._in_round.add(lane)

    def silent_seconds(self) -> Mapping[str, float]:
        """How long ago each watched lane did its last step."""
        with self._lock:
            now = self._seconds()
            return {lane: now - self._last[lane] for lane in self._most}

    def stuck(self) -> tuple[str, ...]:
        """Lanes that have been silent for longer than they may."""
        silent = self.silent_seconds()
        return tuple(sorted(lane for lane, seconds in silent.items() if seconds > self._most[lane]))

    def took_a_round(self) -> bool:
        """Whether every watched lane did a step since this was last answered with yes."""
        with self._lock:
            is_whole = bool(self._most) and self._in_round >= self._most.keys()
            if is_whole:
                self._in_round.clear()
            return is_whole
