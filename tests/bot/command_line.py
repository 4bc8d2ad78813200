"""`fpp-bot` as a user calls it: in this process for its words, as a process of its own for its life."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from tests.bot.bureau import COORDINATOR, INSPECTIONS, INTAKE
from tests.servers.dovecot import USERS

PROGRAM = (sys.executable, "-c", "from bot.cli import main; main()")
"""The same program as a process; arguments follow."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a command came to."""

    code: int
    out: str
    err: str


def fpp_bot(capsys: pytest.CaptureFixture[str], *arguments: object) -> Said:
    """Runs the command in this process, through the real entry point."""
    capsys.readouterr()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["fpp-bot", *map(str, arguments)])
        patch.setenv("COLUMNS", "200")
        with pytest.raises(SystemExit) as ended:
            main()
    said = capsys.readouterr()
    code = ended.value.code
    return Said(code if isinstance(code, int) else int(code is not None), said.out, said.err)


def config_file(folder: Path, imap_port: int = 1, smtp_port: int = 1, **tables: Mapping[str, Any]) -> Path:
    """Writes a configuration on loopback; `tables` replace whole tables. Returns the file."""
    box = {"host": "127.0.0.1", "port": imap_port, "security": "none", "start": "all", "poll_seconds": 0.2}
    table: dict[str, Mapping[str, Any]] = {
        "mailboxes.intake": {**box, "address": INTAKE, "password": USERS[INTAKE]},
        "mailboxes.inspections": {**box, "address": INSPECTIONS, "password": USERS[INSPECTIONS]},
        "smtp": {"host": "127.0.0.1", "port": smtp_port, "security": "none", "per_minute": 0},
        "storage": {"url": f"sqlite:///{folder}/bureau.db", "messages_dir": str(folder / "messages")},
        "office": {"coordinators": [COORDINATOR]},
        "digest": {"to": [COORDINATOR]},
        **tables,
    }
    file = folder / "config.toml"
    file.write_text("\n".join(_section(name, keys) for name, keys in table.items()), encoding="utf-8")
    return file


def _section(name: str, keys: Mapping[str, Any]) -> str:
    """A JSON string, number or array of strings is one of TOML too."""
    return "\n".join([f"[{name}]", *(f"{key} = {json.dumps(value)}" for key, value in keys.items()), ""])
