"""An office in which time has passed: three finished matters of two people, one with a charge, one still open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.config.tables import RetentionConfig
from bot.keeping.purging import Retention
from rules.office import Office
from storage.holds import LegalHold
from storage.store import Transaction
from tests.bot.scratch_desk import ScratchDesk

LEE, KIM = "lee@fernhill.example", "kim@builder.example"
CHARGED, CLOSED, OPEN, KIMS = "FPP-26-000001", "FPP-26-000002", "FPP-26-000003", "FPP-26-000004"
YEARS_LATER = datetime(2029, 6, 1, 17, 0, tzinfo=UTC)
REQUEST = """Permit number: 26-104211-000-00-FA
Site address: 1200 SW Larkspur Ave, Suite 410
Type of inspection: framing
Contact: Lee Harrowgate, 503-555-0131, lee@fernhill.example
"""


def filled_desk(folder: Path) -> ScratchDesk:
    """CHARGED: Lee's, cancelled late. CLOSED: Lee's, cancelled in time. OPEN: Lee's, on March 20. KIMS: a
    stranger's question, closed. Every letter has left, and there is a machine's mail of no case."""
    desk = ScratchDesk(folder)
    for case, day in ((CHARGED, 3), (CLOSED, 18), (OPEN, 20)):
        taken = desk.take(f"Alex Thornquill - March {day}, 2026", REQUEST, sender=LEE)
        assert (taken.decision.action, taken.cases) == ("accept", (case,))
    cancelled = desk.take(f"Cancel {CHARGED}", "Please cancel the inspection of March 3.", sender=LEE)
    assert cancelled.charges == ("C-26-00001",)
    assert not desk.take(f"Cancel {CLOSED}", "Please cancel the inspection of March 18.", sender=LEE).charges
    asked = desk.take("A question", "Could Kim Marlowe look at the drawings at the counter?", sender=KIM)
    assert asked.cases == (KIMS,)
    desk.take("Undeliverable", "No such person", sender="MAILER-DAEMON@mx.example")
    with desk.store.transaction() as tx:
        tx.cases.change(KIMS, now=desk.moment, state="closed")
        for letter in tx.letters.in_state("due"):
            tx.letters.set_outcome(letter.id, "sent", now=desk.moment)
    return desk


def retention(desk: ScratchDesk, days: Mapping[str, int], now: datetime = YEARS_LATER) -> Retention:
    """By that configuration, at that moment."""
    return Retention(desk.store, desk.originals, RetentionConfig(**days), Office().timezone, lambda: now)


def hold(desk: ScratchDesk, case: str) -> None:
    with desk.store.transaction() as tx:
        tx.holds.put(LegalHold(case, desk.moment, "the records officer", "a lawsuit"))


def originals_of(desk: ScratchDesk, tx: Transaction, case: str) -> list[bool]:
    """For each mail of the case, whether its original is on disk."""
    found = tx.record.of_case(case)
    messages = [tx.inbox.message(number) for number in found.mails]
    return [desk.originals.path(message.sha256).exists() for message in messages if message]


def nights(start: datetime, count: int) -> list[datetime]:
    """The same hour of so many days, well into the morning."""
    return [start + timedelta(days=day) for day in range(count)]
