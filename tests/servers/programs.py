"""Finds the Debian programs that tests start; says how to install a missing one."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path

_PACKAGES = {
    "dovecot": "dovecot-imapd",
    "lmtp": "dovecot-lmtpd",
    "smtp-sink": "postfix",
}
_PLACES = "/usr/sbin:/usr/bin:/sbin:/bin:/usr/lib/dovecot"


def program(name: str) -> Path:
    """Where the program is. Raises RuntimeError with the apt-get command when it is missing: never a skip."""
    found = shutil.which(name) or shutil.which(name, path=_PLACES)
    if found is None:
        message = f"{name} is missing. Run: sudo apt-get install -y --no-install-recommends {_PACKAGES[name]}"
        raise RuntimeError(message)
    return Path(found)


def free_port() -> int:
    """A loopback port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
