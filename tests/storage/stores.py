"""A scratch database for a test, and rows that are valid by default."""

from __future__ import annotations

import atexit
import os
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

from rules.inspection.facts import Appointment, ChargeLine
from storage.store import Store
from storage.values import NewLetter, NewMessage
from tests.servers.postgres import Postgres

NOW = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)


def scratch_store(folder: Path) -> Store:
    """A new database in that folder; on a PostgreSQL server where `make test-postgres` asks for it."""
    if os.environ.get("FPP_BOT_TEST_POSTGRES"):
        return Store.open(_server().new_database())
    return sqlite_store(folder)


def sqlite_store(folder: Path) -> Store:
    """A new SQLite database, `test.db` in that folder."""
    return Store.open(f"sqlite:///{folder}/test.db")


@cache
def _server() -> Postgres:
    server = Postgres()
    atexit.register(server.__exit__, None, None, None)
    return server.__enter__()


def new_message(uid: int = 1, *, content: str = "a", mailbox: str = "intake", sha256: str = "") -> NewMessage:
    return NewMessage(
        mailbox=mailbox,
        uid_validity=7,
        uid=uid,
        message_id=f"<{content}@example.com>",
        sha256=sha256 or f"sha-{content}",
        content_key=f"key-{content}",
        size=100,
        received_at=NOW,
    )


def new_letter(number: int = 1, *, to: str = "ann@example.com", case: str = "FPP-26-000001") -> NewLetter:
    return NewLetter(
        letter_id=f"<{number}@city.example>",
        purpose="reply",
        template="inspection_answer",
        recipients=(to,),
        subject="Re: inspection",
        raw=b"Subject: x\r\n\r\nHello",
        case=case,
    )


def appointment(**changes: object) -> Appointment:
    values: dict[str, object] = {
        "id": 0,
        "case": "FPP-26-000001",
        "state": "open",
        "requester": "ann@builder.example",
        "received_at": NOW,
        "inspector": "Dana Quill",
        "day": date(2026, 3, 4),
        "permit_number": "26-000123-000-00-FA",
        "building": "Lantern Tower",
    }
    return Appointment(**{**values, **changes})  # type: ignore[arg-type]


def charge_line(*, day: int = 4, inspector: str = "Dana Quill", hours: str = "0.25") -> ChargeLine:
    start = datetime(2026, 3, day, 16, 0, tzinfo=UTC)
    return ChargeLine(
        appointment_start=start,
        cancelled_at=start - timedelta(hours=3),
        notice_minutes=180,
        hours=Decimal(hours),
        reason="late_cancellation",
        client="Lantern Holdings",
        responsible_party="Pat Doe",
        building="Lantern Tower",
        permit_numbers=("26-000123-000-00-FA",),
        reference_numbers=("LH-77",),
        discipline="building",
        inspector=inspector,
        needs_review=True,
    )
