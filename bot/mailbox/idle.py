"""IDLE (RFC 2177) as a hint that mail has come, with a dead connection found out."""

from __future__ import annotations

import selectors
import ssl
import threading
import time
from collections.abc import Sequence
from typing import Any

from imapclient.exceptions import IMAPClientAbortError

from bot.mailbox.values import Waited

_SLICE_SECONDS = 0.25
# RFC 2177 asks for a new IDLE at least every 29 minutes; many firewalls forget a silent connection sooner.
_MAX_SECONDS = 540.0


def idle(client: Any, seconds: float, interrupted: threading.Event) -> Waited:
    """Waits for news, the end of the time (at most nine minutes) or the event.

    Raises what imapclient raises when the connection is dead.
    """
    deadline = time.monotonic() + min(seconds, _MAX_SECONDS)
    client.idle()
    has_news = False
    while not has_news and not interrupted.is_set():
        left = min(_SLICE_SECONDS, deadline - time.monotonic())
        if left <= 0:
            break
        if _has_unread(client):
            has_news = _is_news([_answer(client)])
        elif _is_readable(client, left) and not _has_unread(client):
            # A dead connection has something to read at once and it is nothing, for ever; idle_done below tells.
            break
    _, rest = client.idle_done()
    if has_news or _is_news(rest):
        return "news"
    return "interrupted" if interrupted.is_set() else "quiet"


def _is_readable(client: Any, seconds: float) -> bool:
    with selectors.DefaultSelector() as selector:
        selector.register(client.socket(), selectors.EVENT_READ)
        return bool(selector.select(seconds))


def _has_unread(client: Any) -> bool:
    """Whether the beginning of an answer is there: in imaplib's buffer, where no poll looks, or on its way to it."""
    connection = client.socket()
    timeout = connection.gettimeout()
    connection.setblocking(False)
    try:
        return bool(client._imap.file.peek(1))
    except (ssl.SSLWantReadError, BlockingIOError):
        return False
    finally:
        connection.settimeout(timeout)


def _answer(client: Any) -> tuple[bytes, ...]:
    """The words of the next answer. Its end is waited for (as long as for any answer of the server).

    imapclient's idle_check reads without waiting, and takes half a line for the end of the connection.
    """
    return tuple(client._imap._get_line().upper().split()[1:])


def _is_news(answers: Sequence[Sequence[Any]]) -> bool:
    for answer in answers:
        if answer and answer[0] == b"BYE":
            raise IMAPClientAbortError("the server says goodbye")
        if b"EXISTS" in answer or b"RECENT" in answer:
            return True
    return False
