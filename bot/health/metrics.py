"""Numbers for a monitoring system, without any personal data (only importer of prometheus_client)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.gc_collector import GCCollector
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from bot.health.vitals import Health, Vitals

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
CHECK_SECONDS = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 100)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that is measured at the moment of asking. `silent`: seconds since each lane's last step."""

    health: Health
    vitals: Vitals
    silent: Mapping[str, float]
    token_expires: datetime | None = None
    secret_days_left: int | None = None


class Metrics:
    """What is counted as it happens; `shown` adds what is measured at the moment of asking."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        GCCollector(registry=self._registry)
        self._messages = Counter(
            "fpp_messages", "Mails decided since the start", ("kind", "action"), registry=self._registry
        )
        self._letters = Counter(
            "fpp_letters_tried", "What the server said to letters", ("outcome",), registry=self._registry
        )
        self._checks = Histogram(
            "fpp_plan_check_seconds",
            "Seconds that looking into one attached file took",
            buckets=CHECK_SECONDS,
            registry=self._registry,
        )

    def decided(self, kind: str, action: str) -> None:
        """A mail was decided."""
        self._messages.labels(kind, action).inc()

    def tried(self, outcome: str) -> None:
        """A letter was offered to the server: sent, deferred, refused, undecidable or throttled."""
        self._letters.labels(outcome).inc()

    def examined(self, seconds: float) -> None:
        """An attached file was looked into."""
        self._checks.observe(seconds)

    def measure(self, snapshot: Callable[[], Snapshot]) -> None:
        """From now on `snapshot` is asked whenever the numbers are shown; call it once."""
        self._registry.register(_Measured(snapshot))

    def shown(self) -> bytes:
        """Everything, as the text format of Prometheus has it."""
        return generate_latest(self._registry)


class _Measured(Collector):
    """Turns a snapshot into gauges."""

    def __init__(self, snapshot: Callable[[], Snapshot]) -> None:
        self._snapshot = snapshot

    def describe(self) -> list[Metric]:
        """Nothing is asked of the record at registration."""
        return []

    def collect(self) -> Iterator[Metric]:
        now = self._snapshot()
        found, at = now.vitals, now.health.at
        yield _gauge("fpp_healthy", "1 where nothing is wrong", 1.0 if now.health.is_well else 0.0)
        yield _gauge("fpp_shelved", "Mails put aside after three failures", found.shelved)
        yield _gauge("fpp_letters_paused", "1 while a coordinator has paused letters", found.is_paused)
        yield _gauge("fpp_recipients_last_day", "Recipients served in the last 24 hours", found.left_in_a_day)
        yield _gauge(
            "fpp_oldest_unanswered_seconds",
            "Age of the oldest mail without a decision; 0 = none",
            _age(found.oldest_waiting, at),
        )
        yield _gauge(
            "fpp_oldest_letter_seconds",
            "Age of the oldest letter that waits to leave; 0 = none",
            _age(found.oldest_due, at),
        )
        yield _labelled(
            "fpp_letters",
            "Letters that are not out, by state",
            "state",
            {
                state: found.letters.get(state, 0)
                for state in ("due", "sending", "held", "refused", "undecidable", "bounced", *found.letters)
            },
        )
        yield _labelled(
            "fpp_mailbox_silent_seconds",
            "Since the mailbox was last read",
            "mailbox",
            {name: _age(row.last_poll_at, at) for name, row in found.mailboxes.items() if row.last_poll_at},
        )
        yield _labelled("fpp_lane_silent_seconds", "Since the lane's last step", "lane", now.silent)
        if now.token_expires is not None:
            left = (now.token_expires - at).total_seconds()
            yield _gauge("fpp_token_expires_seconds", "Until the access token in hand expires", left)
        if now.secret_days_left is not None:
            yield _gauge("fpp_secret_expires_days", "Until the client secret expires", now.secret_days_left)


def _gauge(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(name, words, value=float(value))


def _labelled(name: str, words: str, label: str, values: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(name, words, labels=(label,))
    for key, value in values.items():
        family.add_metric((key,), float(value))
    return family


def _age(moment: datetime | None, now: datetime) -> float:
    return max(0.0, (now - moment).total_seconds()) if moment else 0.0
