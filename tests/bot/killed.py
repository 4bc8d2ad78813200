"""A run of the robot that is killed, as by a power cut, at its nth step boundary. Runs in a process of its own."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.mailbox import Mailbox
from bot.originals import Originals
from bot.smtp import SmtpLane
from storage.store import Store, Transaction
from tests.bot.bureau import bureau_config, now


class Countdown:
    """Kills this process at the nth call; notes the name of the boundary first."""

    def __init__(self, kill_at: int, note: Path) -> None:
        self._left = kill_at
        self._note = note

    def boundary(self, name: str) -> None:
        self._left -= 1
        if self._left == 0:
            self._note.write_text(name)
            os.kill(os.getpid(), signal.SIGKILL)


def run_and_die(folder: Path, imap_port: int, smtp_port: int, kill_at: int) -> None:
    """Takes what waits with the real parts; dies at the boundary, or ends with 0 where there are fewer."""
    from bot.compose import build, open_store

    countdown = Countdown(kill_at, folder / "killed-at")
    _around(Originals, "keep", countdown)
    _around(Mailbox, "mark", countdown)
    _around_commit(countdown)
    _around_send(countdown)
    config = bureau_config(folder, imap_port, smtp_port)
    store = open_store(config)
    build(config, store, now).daemon.run_once()
    store.close()


def _around(owner: type, name: str, countdown: Countdown) -> None:
    original: Callable[..., Any] = getattr(owner, name)

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        countdown.boundary(f"before {name}")
        result = original(*args, **kwargs)
        countdown.boundary(f"after {name}")
        return result

    setattr(owner, name, wrapped)


def _around_commit(countdown: Countdown) -> None:
    original = Store.transaction

    @contextmanager
    def transaction(store: Store) -> Iterator[Transaction]:
        with original(store) as tx:
            yield tx
            countdown.boundary("before commit")
        countdown.boundary("after commit")

    setattr(Store, "transaction", transaction)  # noqa: B010  # a method replaced on purpose


def _around_send(countdown: Countdown) -> None:
    original = SmtpLane.send

    async def send(lane: SmtpLane, *args: Any) -> Any:
        countdown.boundary("before send")
        outcome = await original(lane, *args)
        countdown.boundary("after send")
        return outcome

    setattr(SmtpLane, "send", send)  # noqa: B010  # a method replaced on purpose
