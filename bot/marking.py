"""Decided messages are shown as done on the server, in batches; our own record decides either way."""

from __future__ import annotations

from bot.mailbox import Mailbox
from storage.store import Store


def mark_decided(name: str, mailbox: Mailbox, store: Store) -> int:
    """Marks (or moves) on the server what was decided since the last time; returns how many."""
    uid_validity = mailbox.state().uid_validity
    with store.reading() as tx:
        uids = tx.inbox.unmarked(name, uid_validity)
    if not uids:
        return 0
    mailbox.mark(uids, uid_validity=uid_validity)
    with store.transaction() as tx:
        tx.inbox.set_marked(name, uid_validity, uids)
    return len(uids)
