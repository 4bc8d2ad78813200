"""Before any mail is taken: is the database whole, and is it the one that belongs to these originals?"""

from __future__ import annotations

from pathlib import Path

from bot.config.tables import Config
from storage.store import Store

RESTORE = (
    "Nothing was taken or answered; mail waits on the server. Put the newest backup of the database in its place "
    "and remove the files beside it that end in -wal and -shm, then start again: mail since then is taken from "
    "the server once more, and what bears our mark there is recorded without being answered again"
)


class UnsoundDatabaseError(Exception):
    """The daemon must not work on this database; the words say what is wrong and how to restore it."""


def refuse_unsound(config: Config, store: Store) -> None:
    """Raises UnsoundDatabaseError where the database is damaged, or empty beside originals that it took."""
    if damage := store.damage():
        raise UnsoundDatabaseError(f"The database is damaged ({damage}). {RESTORE}.")
    with store.reading() as tx:
        has_begun = bool(tx.inbox.health())
    if not has_begun and _holds_originals(config.storage.messages_dir):
        raise UnsoundDatabaseError(
            f"The database has taken no mail yet, but {config.storage.messages_dir} holds some: is it the right "
            f"one ([storage] url), or was it lost? {RESTORE}. To begin anew, move the folder away."
        )


def _holds_originals(folder: Path) -> bool:
    return next(folder.glob("*/*.eml"), None) is not None
