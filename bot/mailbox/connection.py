"""The mailbox as the daemon sees it: one connection, one thread, errors of ours."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any, Self

from bot.mailbox import folder
from bot.mailbox.idle import idle
from bot.mailbox.login import BROKEN, hang_up, logged_in
from bot.mailbox.suspects import Suspects
from bot.mailbox.values import (
    FetchedMail,
    FolderRebuilt,
    LoginRefused,
    MailboxSettings,
    MailboxState,
    MailboxUnavailable,
    Marked,
    Waited,
)
from bot.wire import WireError, server_text

log = logging.getLogger("fpp_bot.mailbox")

_GOODBYE_SECONDS = 2.0


class Mailbox:
    """One connection to one folder. Not thread-safe but for `interrupt`: one thread opens it and uses it.

    Every method but `close` and `interrupt` may raise MailboxUnavailable, LoginRefused or
    MailboxMisconfigured (all of them MailboxError); the connection is closed then, and `open` makes a new
    one. Where `uid_validity` is given and is not that of the folder any more, FolderRebuilt is raised and
    nothing is done.
    """

    def __init__(self, settings: MailboxSettings) -> None:
        self._settings = settings
        self._client: Any = None
        self._state: MailboxState | None = None
        self._suspects = Suspects()
        self._interrupted = threading.Event()

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def is_open(self) -> bool:
        return self._client is not None

    def open(self) -> MailboxState:
        """Connects, logs in and selects the folder; a connection still open is closed first."""
        self.close()
        self._client = logged_in(self._settings)
        return self.state()

    def close(self) -> None:
        """Ends the connection, politely if the server still listens. Never raises."""
        client, self._client, self._state = self._client, None, None
        if client is None:
            return
        with suppress(*BROKEN):
            client.socket().settimeout(min(_GOODBYE_SECONDS, self._settings.timeout_seconds))
            client.logout()
        hang_up(client)

    def state(self) -> MailboxState:
        """Selects the folder anew: the present UIDVALIDITY, UIDNEXT and number of messages."""
        with self._talking("select the folder") as client:
            self._state = folder.select(client, self._settings)
        self._suspects.belong_to(self._state.uid_validity)
        return self._state

    def uids_after(self, uid: int, *, uid_validity: int | None = None) -> list[int]:
        """UIDs above this one, lowest (oldest) first: a high-water mark, never a window of time."""
        if self._now().messages > folder.MESSAGES_A_SEARCH:
            # A big folder is searched in parts by sequence number, for which the count must be of now.
            self.state()
        with self._talking("look for new mail", uid_validity) as client:
            return folder.uids_from(client, uid + 1, self._now().messages)

    def sizes(self, uids: Sequence[int], *, uid_validity: int | None = None) -> dict[int, int]:
        """RFC822.SIZE in bytes by UID; expunged ones are not in it."""
        with self._talking("ask for sizes", uid_validity) as client:
            parts = [folder.sizes(client, chunk) for chunk in _chunks(uids)]
        return {uid: size for part in parts for uid, size in part.items()}

    def fetch(self, uids: Sequence[int], *, uid_validity: int | None = None) -> Iterator[FetchedMail]:
        r"""Each mail of these UIDs, in this order, without setting \Seen; many small ones in one command.

        What has been expunged meanwhile is left out, and logged by its UID. What lies there and is not
        handed out comes with a `problem`: at once if the server says so, after some tries (each ends with
        MailboxUnavailable) if it hangs up instead.
        """
        for chunk in _chunks(uids):
            for run in self._suspects.runs(chunk):
                yield from self._fetch_run(run, uid_validity)

    def mark(self, uids: Sequence[int], *, uid_validity: int | None = None) -> Marked:
        """Marks mails as done, in batches, and says how. Repeating it does no harm.

        Nothing is ever removed that is not stored elsewhere: the keyword leaves a mail where it is, a move
        without MOVE is a COPY that the server confirms first.
        """
        now, settings = self._now(), self._settings
        if settings.done_folder and not now.read_only:
            with self._talking(f'move mails to the folder "{settings.done_folder}"', uid_validity) as client:
                for chunk in _chunks(uids):
                    folder.move(client, chunk, settings.done_folder)
            return "moved"
        if settings.done_keyword and now.keeps_keywords:
            with self._talking("set the keyword", uid_validity) as client:
                for chunk in _chunks(uids):
                    client.add_flags(chunk, [settings.done_keyword], silent=True)
            return "keyword"
        return "nothing"

    def wait(self, seconds: float) -> Waited:
        """Waits until mail may have come, the time is over, or `interrupt` is called.

        With IDLE the server's word ends the wait early. It is a hint only: ask `uids_after` in any case.
        """
        try:
            if not self._settings.idle or "IDLE" not in self._now().capabilities:
                return "interrupted" if self._interrupted.wait(seconds) else "quiet"
            with self._talking("wait for news (IDLE)") as client:
                return idle(client, seconds, self._interrupted)
        finally:
            self._interrupted.clear()

    def interrupt(self) -> None:
        """Ends the present `wait`, else the next one. For other threads."""
        self._interrupted.set()

    def _fetch_run(self, uids: Sequence[int], uid_validity: int | None) -> Iterator[FetchedMail]:
        if self._suspects.is_given_up(uids[0]):
            yield FetchedMail(uids[0], b"", datetime.now(UTC), "the server hangs up when it is fetched")
            return
        with self._suspects.watched(uids):
            size_of = self.sizes(uids, uid_validity=uid_validity)
        limits = (self._settings.max_bytes, self._settings.done_keyword)
        for batch in folder.batches(uids, size_of):
            with self._suspects.watched(batch), self._talking("fetch mails", uid_validity) as client:
                mails = folder.fetch_batch(client, batch, size_of, *limits)
            self._suspects.clear(batch)
            for uid in batch:
                if uid in mails:
                    yield mails[uid]
                else:
                    log.info("mailbox=%s uid=%d is gone", self._settings.address, uid)

    def _now(self) -> MailboxState:
        if self._client is None or self._state is None:
            raise MailboxUnavailable(f"There is no connection to {self._settings.place}. Open one.")
        return self._state

    def _check(self, uid_validity: int) -> None:
        now = self._now().uid_validity
        if now != uid_validity:
            raise FolderRebuilt(
                f"The folder {self._settings.folder} of {self._settings.address} was rebuilt: its UIDVALIDITY "
                f"is {now}, no longer {uid_validity}. Its mails have new numbers; ask for its state."
            )

    @contextmanager
    def _talking(self, purpose: str, uid_validity: int | None = None) -> Iterator[Any]:
        """The client; whatever goes wrong closes the connection and comes out as one of our errors."""
        if self._client is None:
            raise MailboxUnavailable(f"There is no connection to {self._settings.place}. Open one.")
        if uid_validity is not None:
            self._check(uid_validity)
        try:
            yield self._client
        except WireError:
            self._drop()
            raise
        except BROKEN as error:
            # After a time-out the rest of an answer may still come: the connection cannot be used again.
            self._drop()
            raise self._translated(purpose, error) from error
        except BaseException:
            self._drop()
            raise

    def _translated(self, purpose: str, error: Exception) -> WireError:
        said = server_text(error, (self._settings.password,)) or type(error).__name__
        place = self._settings.place
        if "authenticated but not connected" in said:
            return LoginRefused(
                f"The login to {place} was good, but the mailbox stays closed: in Exchange Online the "
                "application needs FullAccess to it (Add-MailboxPermission), or the mailbox has no licence."
            )
        return MailboxUnavailable(f"Could not {purpose} of {place} ({said}). It is tried again.")

    def _drop(self) -> None:
        client, self._client, self._state = self._client, None, None
        if client is not None:
            hang_up(client)


def _chunks(uids: Sequence[int]) -> Iterator[list[int]]:
    size = folder.UIDS_A_COMMAND
    for start in range(0, len(uids), size):
        yield list(uids[start : start + size])
