"""What happens by the clock (only importer of apscheduler)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from zoneinfo import ZoneInfo

from apscheduler.schedulers.background import BackgroundScheduler

CATCH_UP_MINUTES = 5


class Timetable:
    """Calls each of `daily` at its time of day, and every few minutes to make up for what an outage missed.

    Each must itself know whether its day is done: a row that is unique by day makes it once, whatever
    the clock does (skipped and repeated hours, restarts, two daemons).
    """

    def __init__(self, timezone: ZoneInfo, *daily: tuple[time, Callable[[], object]]) -> None:
        self._scheduler = BackgroundScheduler(
            timezone=timezone,
            # The library's own grace of one second silently skips what a busy machine starts late.
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        for at, make_due in daily:
            self._scheduler.add_job(make_due, "cron", hour=at.hour, minute=at.minute)
            self._scheduler.add_job(make_due, "interval", minutes=CATCH_UP_MINUTES)

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        self._scheduler.shutdown(wait=True)
