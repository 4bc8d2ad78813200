"""The endpoint as a monitoring system asks it, over a real socket."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from bot.health.endpoint import Endpoint
from bot.health.metrics import Metrics, Snapshot
from bot.health.vitals import Health, Vitals
from storage.values import MailboxHealth

NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)


def snapshot() -> Snapshot:
    found = Vitals(
        mailboxes={"intake": MailboxHealth("intake", NOW - timedelta(seconds=40), "")},
        letters={"due": 4, "held": 1},
        oldest_waiting=NOW - timedelta(seconds=70),
        shelved=2,
    )
    token = NOW + timedelta(minutes=30)
    return Snapshot(Health(NOW, ("A mail waits",)), found, {"outbox": 3.0}, token, secret_days_left=12)


@contextmanager
def listening(
    health: Callable[[], Health], metrics: Callable[[], bytes] = lambda: b""
) -> Iterator[Callable[[str], tuple[int, str]]]:
    endpoint = Endpoint("127.0.0.1", 0, metrics=metrics, health=health)

    def get(path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{endpoint.port}{path}", timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    try:
        yield get
    finally:
        endpoint.stop()


def test_good_health_is_two_hundred_and_bad_health_says_why() -> None:
    states = iter([Health(NOW), Health(NOW, ("The mailbox intake was never read",), ("2 shelved",))])
    with listening(lambda: next(states)) as get:
        assert get("/health")[0] == 200
        status, body = get("/health")
    assert status == 503
    assert json.loads(body) == {
        "healthy": False,
        "at": "2026-03-02T18:00:00+00:00",
        "failing": ["The mailbox intake was never read"],
        "warnings": ["2 shelved"],
    }


def test_a_record_that_cannot_be_read_is_bad_health() -> None:
    def broken() -> Health:
        raise LookupError("no such table")

    with listening(broken) as get:
        status, body = get("/health")
    assert status == 503
    assert not json.loads(body)["healthy"]


def test_there_is_nothing_else() -> None:
    with listening(lambda: Health(NOW)) as get:
        assert get("/etc/passwd")[0] == 404
        assert get("/metrics/../health")[0] == 404


def test_the_numbers_are_what_prometheus_reads() -> None:
    metrics = Metrics()
    metrics.measure(snapshot)
    metrics.decided("inspection_request", "accept")
    metrics.tried("sent")
    metrics.examined(0.7)
    with listening(lambda: Health(NOW), metrics.shown) as get:
        status, text = get("/metrics")
    lines = text.splitlines()
    assert status == 200
    for line in (
        'fpp_messages_total{action="accept",kind="inspection_request"} 1.0',
        'fpp_letters_tried_total{outcome="sent"} 1.0',
        'fpp_letters{state="due"} 4.0',
        'fpp_letters{state="held"} 1.0',
        'fpp_letters{state="refused"} 0.0',
        'fpp_mailbox_silent_seconds{mailbox="intake"} 40.0',
        'fpp_lane_silent_seconds{lane="outbox"} 3.0',
        'fpp_plan_check_seconds_bucket{le="1.0"} 1.0',
        "fpp_oldest_unanswered_seconds 70.0",
        "fpp_shelved 2.0",
        "fpp_token_expires_seconds 1800.0",
        "fpp_secret_expires_days 12.0",
        "fpp_healthy 0.0",
    ):
        assert line in lines
