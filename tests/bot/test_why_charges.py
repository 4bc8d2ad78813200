"""A charge's evidence in the history of its case."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

from bot.why import history
from storage.engine import open_engine
from tests.bot.scratch_desk import OFFICE, ScratchDesk, letters

ROBIN = "robin@vanceoak.example"


def charged(folder: Path) -> ScratchDesk:
    """A desk with one late cancellation, case FPP-26-000001."""
    desk = ScratchDesk(folder)
    body = "Permit 26-104211-000-00-FA\n1200 SW Larkspur Ave\nFraming\nRobin Vance, 503-555-0142"
    asked = desk.take("Alex Thornquill March 3, 2026 at 9 AM", body, sender=ROBIN)
    desk.moment += timedelta(hours=10)
    desk.take("Re: it", "please cancel", sender=ROBIN, in_reply_to=letters(asked)[0].message_id)
    return desk


def told(desk: ScratchDesk) -> str:
    with desk.store.reading() as tx:
        return "\n".join(history("FPP-26-000001", tx, OFFICE.timezone))


def test_a_charge_is_told_with_its_reckoning_and_that_the_ledger_holds(tmp_path: Path) -> None:
    words = told(charged(tmp_path))
    assert "charge C-26-00001: 0.25 h, late_cancellation" in words
    assert "limit 24 h; charge 0.25 h" in words
    assert "ledger: every line and link holds" in words


def test_a_line_changed_from_outside_is_told(tmp_path: Path) -> None:
    desk = charged(tmp_path)
    engine = open_engine(f"sqlite:///{tmp_path}/test.db")
    with engine.begin() as connection:
        connection.execute(text("update charge set hours = 0.50"))
    engine.dispose()
    assert "ledger: changed from outside at C-26-00001" in told(desk)
