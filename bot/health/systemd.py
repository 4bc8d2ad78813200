"""What the service manager of Linux is told: one datagram a message, sd_notify(3)."""

from __future__ import annotations

import os
import socket
from contextlib import suppress

PATIENCE_SECONDS = 1.0


def notify(*lines: str) -> bool:
    """Sends lines such as `READY=1` to the socket that NOTIFY_SOCKET names; False where nobody listens."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return False
    if address.startswith("@"):
        address = "\0" + address[1:]
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
        # A service manager that is too busy to listen must not hold up the one who watches the lanes.
        line.settimeout(PATIENCE_SECONDS)
        line.connect(address)
        line.sendall("\n".join(lines).encode())
        return True
    return False


def watchdog_seconds() -> float:
    """How often the watchdog wants to be fed at the latest, 0 where there is none (WatchdogSec=)."""
    mine = os.environ.get("WATCHDOG_PID", "") in {"", str(os.getpid())}
    microseconds = os.environ.get("WATCHDOG_USEC", "")
    return int(microseconds) / 1_000_000 if mine and microseconds.isdigit() else 0.0
