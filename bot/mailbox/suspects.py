"""Mails at which a server hangs up: found out, fetched alone, and in the end not fetched any more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from imapclient.exceptions import IMAPClientAbortError

from bot.mailbox.values import MailboxUnavailable

# A server that ends the connection with words ("FETCH failed: internal error") means this mail; one that falls
# silent may only have a bad network. Three times the one or nine times the other is enough.
_WITH_WORDS = 3
_WITHOUT_WORDS = 1
_ENOUGH = 9


class Suspects:
    """One unreadable mail must not stop those behind it: each hang-up counts against what was being fetched.

    It outlives connections, and is forgotten with the UIDs (another UIDVALIDITY).
    """

    def __init__(self) -> None:
        self._hang_ups: Counter[int] = Counter()
        self._uid_validity: int | None = None

    def belong_to(self, uid_validity: int) -> None:
        """Tells which folder the UIDs are of."""
        if uid_validity != self._uid_validity:
            self._hang_ups.clear()
            self._uid_validity = uid_validity

    def is_given_up(self, uid: int) -> bool:
        """Nothing of this mail is to be asked for any more."""
        return self._hang_ups[uid] >= _ENOUGH

    def runs(self, uids: Sequence[int]) -> Iterator[list[int]]:
        """The UIDs in their order, the suspects each alone."""
        run: list[int] = []
        for uid in uids:
            if self._hang_ups[uid]:
                if run:
                    yield run
                yield [uid]
                run = []
            else:
                run.append(uid)
        if run:
            yield run

    @contextmanager
    def watched(self, uids: Sequence[int]) -> Iterator[None]:
        """A hang-up inside counts against these."""
        try:
            yield
        except MailboxUnavailable as error:
            weight = _WITH_WORDS if _has_words(error.__cause__) else _WITHOUT_WORDS
            self._hang_ups.update(dict.fromkeys(uids, weight))
            raise

    def clear(self, uids: Sequence[int]) -> None:
        """These were fetched."""
        for uid in uids:
            self._hang_ups.pop(uid, None)


def _has_words(cause: BaseException | None) -> bool:
    """imaplib says "socket error: ..." by itself; anything else are the words of the server's BYE."""
    return isinstance(cause, IMAPClientAbortError) and "socket error" not in str(cause)
