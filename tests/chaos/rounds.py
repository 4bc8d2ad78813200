"""One round: mails in, trouble of every sort, the daemon killed and started again; then peace and the audit."""

from __future__ import annotations

import logging
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from multiprocessing.process import BaseProcess
from pathlib import Path

from bot.compose import build, open_store
from bot.mailbox import MailboxError
from rules.registry import Registry
from tests.bot.bureau import now, sample_registry
from tests.chaos.audit import Audit, audit
from tests.chaos.daemon import config_of, start
from tests.chaos.mails import RECEIVED, Sent, mails_of
from tests.servers.dovecot import Dovecot
from tests.servers.proxy import Proxy
from tests.servers.smtp import SmtpReceiver, Step

MOST_SETTLING = 12
STEPS: tuple[Step, ...] = ("CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "BODY", "END", "REPLY")


@dataclass
class Scene:
    """Everything that trouble can happen to."""

    folder: Path
    dovecot: Dovecot
    imap: Proxy
    receiver: SmtpReceiver
    smtp: Proxy
    daemons: list[BaseProcess] = field(default_factory=list)
    troubles: Counter[str] = field(default_factory=Counter)

    def start_daemon(self) -> None:
        self.daemons.append(start(self.folder, self.imap.port, self.smtp.port))

    def kill_daemon(self) -> None:
        """The oldest one that lives; another waits already or is started."""
        living = [daemon for daemon in self.daemons if daemon.is_alive()]
        if living:
            living[0].kill()
            living[0].join()
        if len(living) < 2:
            self.start_daemon()

    def end_daemons(self) -> None:
        for daemon in self.daemons:
            daemon.kill()
            daemon.join()


@cache
def registry() -> Registry:
    """The sample registry around the day of the rounds, made once a process."""
    with tempfile.TemporaryDirectory() as folder:
        return sample_registry(Path(folder), date(RECEIVED.year, RECEIVED.month, RECEIVED.day))


def round_of(seed: int) -> Audit:
    """The round of that seed in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="chaos-") as folder:
        return play(seed, Path(folder), registry())


def round_of_safely(seed: int) -> Audit:
    """A round that breaks is a fault of that round, not the end of all."""
    try:
        return round_of(seed)
    except Exception as error:  # noqa: BLE001 - whatever broke, the other rounds go on
        return Audit(seed, 0, 0, 0, Counter(), (f"the round broke: {error!r}",))


def play(seed: int, folder: Path, registry: Registry) -> Audit:
    """Plays the round of that seed and returns what was found."""
    chance = random.Random(seed)
    mails = mails_of(chance, registry, chance.randrange(4, 14))
    with Dovecot() as dovecot, SmtpReceiver() as receiver:
        with Proxy(dovecot.port) as imap, Proxy(receiver.port) as smtp:
            scene = Scene(folder, dovecot, imap, receiver, smtp)
            _prepare(scene, registry)
            try:
                _make_trouble(chance, scene, mails)
            finally:
                scene.end_daemons()
        receiver.heal()
        _settle(folder, dovecot.port, receiver.port)
        store = open_store(config_of(folder, dovecot.port, receiver.port))
        try:
            return audit(seed, store, dovecot, mails, receiver.accepted, scene.troubles)
        finally:
            store.close()


def _prepare(scene: Scene, registry: Registry) -> None:
    store = open_store(config_of(scene.folder, scene.imap.port, scene.smtp.port))
    with store.transaction() as tx:
        tx.registry.replace(registry, now())
    store.close()


def _make_trouble(chance: random.Random, scene: Scene, mails: tuple[Sent, ...]) -> None:
    """Mails arrive in order, one after the other or several at once; between them something goes wrong."""
    waiting = list(mails)
    scene.start_daemon()
    if chance.random() < 0.25:
        scene.start_daemon()
    while waiting:
        for _ in range(min(len(waiting), chance.choice((1, 1, 2, 4)))):
            sent = waiting.pop(0)
            _drop(scene, sent)
        time.sleep(chance.uniform(0, 0.25))
        if chance.random() < 0.75:
            name = chance.choice(tuple(TROUBLES))
            scene.troubles[name] += 1
            TROUBLES[name](chance, scene)
    time.sleep(chance.uniform(0, 0.8))


def _drop(scene: Scene, sent: Sent) -> None:
    """Into the mailbox; where that is being rebuilt just now, a moment later."""
    for _ in range(20):
        with suppress(FileNotFoundError):
            scene.dovecot.drop(sent.mailbox, sent.raw, sent.received_at)
            return
        time.sleep(0.1)
    raise RuntimeError(f"{sent.mailbox} is not there")


def _kill(chance: random.Random, scene: Scene) -> None:
    scene.kill_daemon()
    time.sleep(chance.uniform(0, 0.6))


def _cut_imap(_chance: random.Random, scene: Scene) -> None:
    scene.imap.cut()


def _cut_imap_in_fetch(chance: random.Random, scene: Scene) -> None:
    scene.imap.cut_after(chance.choice((300, 2_000, 20_000, 150_000)), "to_client")


def _cut_smtp(_chance: random.Random, scene: Scene) -> None:
    scene.smtp.cut()


def _cut_smtp_in_letter(chance: random.Random, scene: Scene) -> None:
    scene.smtp.cut_after(chance.choice((200, 1_500, 6_000)), "to_server")


def _stall(chance: random.Random, scene: Scene) -> None:
    proxy = chance.choice((scene.imap, scene.smtp))
    proxy.stall()
    time.sleep(chance.uniform(0.05, 0.4))
    proxy.resume()


def _slow(chance: random.Random, scene: Scene) -> None:
    proxy = chance.choice((scene.imap, scene.smtp))
    proxy.bytes_per_second = chance.choice((20_000.0, 80_000.0))
    time.sleep(chance.uniform(0.1, 0.4))
    proxy.bytes_per_second = None


def _refuse(chance: random.Random, scene: Scene) -> None:
    proxy = chance.choice((scene.imap, scene.smtp))
    proxy.refuse()
    proxy.cut()
    time.sleep(chance.uniform(0.05, 0.4))
    proxy.refuse(on=False)


def _restart_dovecot(_chance: random.Random, scene: Scene) -> None:
    scene.dovecot.restart()


def _fault_in_smtp(chance: random.Random, scene: Scene) -> None:
    what = chance.choice(("drop", "421 4.3.2 closing", "451 4.3.0 later", "stall"))
    step = chance.choice(STEPS)
    if (step, what) == ("BODY", "stall"):
        # The receiver cannot go on with a content that it has begun to read: it would take it for commands.
        what = "drop"
    scene.receiver.fail(step, what, times=chance.choice((1, 2)), seconds=0.3)


def _rebuild_mailbox(chance: random.Random, scene: Scene) -> None:
    """New UIDVALIDITY, as after a move to another server."""
    user = chance.choice(tuple(scene.dovecot.users))
    with suppress(OSError):
        scene.dovecot.rebuild(user)


TROUBLES: dict[str, Callable[[random.Random, Scene], None]] = {
    "kill": _kill,
    "kill again": _kill,
    "imap cut": _cut_imap,
    "imap cut in fetch": _cut_imap_in_fetch,
    "smtp cut": _cut_smtp,
    "smtp cut in letter": _cut_smtp_in_letter,
    "stall": _stall,
    "slow": _slow,
    "refuse": _refuse,
    "dovecot restarted": _restart_dovecot,
    "smtp fault": _fault_in_smtp,
    "mailbox rebuilt": _rebuild_mailbox,
}


def _settle(folder: Path, imap_port: int, smtp_port: int) -> None:
    """Peace: the daemon takes what is left, an hour later each time, so that what was put off is due."""
    logging.getLogger("fpp_bot").setLevel(logging.CRITICAL)
    config = config_of(folder, imap_port, smtp_port)
    moment = now()
    for _ in range(MOST_SETTLING):
        moment += timedelta(hours=1)
        store = open_store(config)
        at = moment
        try:
            with suppress(MailboxError):
                build(config, store, lambda: at).daemon.run_once()  # noqa: B023 - used before it changes
            with store.reading() as tx:
                if not tx.inbox.waiting() and not tx.letters.in_state("due", "sending"):
                    return
        finally:
            store.close()
