"""The servers as pytest fixtures."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.servers.dovecot import Dovecot
from tests.servers.smtp import SmtpReceiver


@pytest.fixture
def dovecot() -> Iterator[Dovecot]:
    """A Dovecot of the test's own, empty (it starts in 50 ms)."""
    with Dovecot() as server:
        yield server


@pytest.fixture
def receiver() -> Iterator[SmtpReceiver]:
    """An SMTP receiver of the test's own, without TLS and login."""
    with SmtpReceiver() as server:
        yield server
