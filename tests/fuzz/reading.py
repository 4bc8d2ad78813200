"""Everything that reads a mail, on one mail."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from parsers.authentication import authenticate
from parsers.commands import read_commands
from parsers.inspection.read import read_inspection
from parsers.inspection.update import read_update
from parsers.kind import classify
from parsers.read_mail import read_mail
from parsers.robots import automatic_reason
from parsers.share_links import share_links
from parsers.unpack import all_attachments, unpacked
from tests.corpus.inspection import PEOPLE

RECEIVED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SLOWEST_SECONDS = 20.0
"""For a mail of some kilobytes: a reader that takes this long has grown out of hand."""


def read_everything(raw: bytes) -> None:
    """Raises what a reader raises, TimeoutError where all of them together take too long."""
    started = time.perf_counter()
    mail = read_mail(raw)
    automatic_reason(mail, ())
    authenticate(mail, "mx.rosemont.example", ())
    reading = read_inspection(mail, RECEIVED, PEOPLE)
    classify(mail, "inspections", (), reading)
    read_update(mail, RECEIVED)
    read_commands(mail.new_text)
    share_links(mail.new_text)
    unpacked(all_attachments(mail))
    seconds = time.perf_counter() - started
    if seconds > SLOWEST_SECONDS:
        raise TimeoutError(f"{seconds:.1f} s for {len(raw)} bytes")
