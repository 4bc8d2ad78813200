"""One stored message at a time: open, understand, decide, record; a bad one is put aside, never lost."""

from __future__ import annotations

import errno
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy.exc import DatabaseError, InterfaceError, InternalError, OperationalError

from bot.clock import Clock
from bot.desk.deciding import decide
from bot.desk.illustrating import Draw, illustrations
from bot.desk.looking import Examine
from bot.desk.recording import Recorded, record
from bot.desk.understanding import Envelope, Understood, open_envelope, understand
from bot.letters.post import Post
from bot.originals import Originals
from bot.registry.cache import RegistryCache
from bot.world import Settings, World
from storage.store import Store
from storage.values import StoredMessage

log = logging.getLogger("fpp_bot.desk")

ATTEMPTS = 3
# What a full disk, a locked or damaged database or a machine out of memory raises: not the message's fault.
MACHINE_TROUBLE = (OperationalError, InterfaceError, InternalError, MemoryError)


class MachineTroubleError(Exception):
    """The machine cannot work at the moment; the message waits."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A stored message whose envelope was read."""

    message: StoredMessage
    envelope: Envelope


class Desk:
    """Takes messages from "received" to "decided". Safe to use from several threads at once."""

    def __init__(
        self,
        store: Store,
        originals: Originals,
        settings: Settings,
        post: Post,
        examine: Examine,
        now: Clock,
        on_decided: Callable[[StoredMessage, Recorded], None] = lambda _message, _recorded: None,
        *,
        draw: Draw = lambda _path, _pages, _width, _bytes: (),
    ) -> None:
        self._store, self._originals, self._settings = store, originals, settings
        self._post, self._examine, self._now = post, examine, now
        self._registry = RegistryCache(store)
        self._on_decided, self._draw = on_decided, draw

    def open(self, message: StoredMessage) -> Opened | None:
        """Reads a message's envelope; None where it could not be read, which is counted against it.

        Raises MachineTroubleError where the machine cannot work at the moment.
        """
        world = self._world()
        try:
            raw = self._originals.read(message.sha256)
            return Opened(message, open_envelope(raw, message.mailbox, message.received_at, world))
        except MACHINE_TROUBLE as trouble:
            raise MachineTroubleError(str(trouble)) from trouble
        except Exception as fault:  # noqa: BLE001  # a bug of ours must not stop the other messages
            self._count_failure(message, fault)
            return None

    def _reread(self, message: StoredMessage) -> Envelope:
        """The envelope of an earlier message, from its original."""
        raw = self._originals.read(message.sha256)
        return open_envelope(raw, message.mailbox, message.received_at, self._world())

    def settle(self, opened: Opened) -> Recorded | None:
        """Understands and decides an opened message; None where that failed, which is counted against it.

        Raises MachineTroubleError where the machine cannot work at the moment.
        """
        message = opened.message
        world = self._world()
        try:
            understood = understand(opened.envelope, world, self._examine)
            understood = self._illustrated(understood, message, world)
            with self._store.transaction() as tx:
                if not tx.inbox.is_waiting(message.id):
                    return None
                ruling = decide(understood, message, tx, world)
                now = self._now()
                recorded = record(understood, ruling, message, tx, world, self._post, now, self._reread)
        except MACHINE_TROUBLE as trouble:
            raise MachineTroubleError(str(trouble)) from trouble
        except Exception as fault:
            if type(fault) is DatabaseError or _is_disk_trouble(fault):
                raise MachineTroubleError(str(fault)) from fault
            # A bug of ours must not stop the other messages.
            self._count_failure(message, fault)
            return None
        decision = recorded.decision
        log.info(
            "message=%d mailbox=%s kind=%s action=%s case=%s finding=%s",
            message.id,
            message.mailbox,
            decision.kind,
            decision.action,
            ",".join(recorded.cases[:5]) or "-",
            decision.findings[0].code if decision.findings else "-",
        )
        self._on_decided(message, recorded)
        return recorded

    def _illustrated(self, understood: Understood, message: StoredMessage, world: World) -> Understood:
        """With what shows the points of its answer. Drawing takes a while: the transaction must not wait for it."""
        if not understood.looked_into:
            return understood
        with self._store.reading() as tx:
            decision = decide(understood, message, tx, world).decision
        return replace(understood, illustrations=illustrations(understood, decision, self._draw))

    def _world(self) -> World:
        """Registry and settings; a registry that cannot be read is the machine's trouble, no message's."""
        try:
            return self._settings.with_registry(self._registry.current())
        except Exception as trouble:
            raise MachineTroubleError(f"the registry cannot be read: {trouble}") from trouble

    def _count_failure(self, message: StoredMessage, fault: Exception) -> None:
        attempts = message.attempts + 1
        shelve = attempts >= ATTEMPTS
        log.exception("message=%d attempt=%d shelved=%s", message.id, attempts, shelve, exc_info=fault)
        with self._store.transaction() as tx:
            tx.inbox.set_failed(
                message.id, f"{type(fault).__name__}: {fault}"[:500], shelve=shelve, now=self._now()
            )


def _is_disk_trouble(fault: Exception) -> bool:
    return isinstance(fault, OSError) and fault.errno in {
        errno.ENOSPC,
        errno.EDQUOT,
        errno.EMFILE,
        errno.ENFILE,
    }
