"""Connecting to an IMAP server and logging in, with every refusal told apart."""

from __future__ import annotations

import itertools
import re
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError

from bot.mailbox.values import LoginRefused, MailboxMisconfigured, MailboxSettings, MailboxUnavailable
from bot.wire import refuse_plain_text, server_text, tls_context, tls_trouble

BROKEN = (IMAPClientError, OSError, ValueError, LookupError, AssertionError)
"""What imapclient and imaplib raise when a server or the network does not do its part."""

SAYS_LATER = re.compile(
    r"\[(UNAVAILABLE|INUSE|LIMIT|SERVERBUG)\]|temporar|try again|too many|throttl|server unavailable|"
    r"service unavailable|timed out",
    re.IGNORECASE,
)
_CONNECT_SECONDS = 15.0


def logged_in(settings: MailboxSettings) -> Any:
    """A client that is logged in. Raises MailboxUnavailable, LoginRefused or MailboxMisconfigured."""
    refuse_plain_text(settings.host, settings.security)
    client = _connected(settings)
    try:
        _log_in(client, settings)
    except BaseException:
        hang_up(client)
        raise
    return client


def hang_up(client: Any) -> None:
    """Closes the connection without a word. Never raises."""
    with suppress(*BROKEN):
        client.shutdown()


def _connected(settings: MailboxSettings) -> Any:
    context = tls_context(settings.host, settings.ca_file)
    try:
        client = IMAPClient(
            settings.host,
            settings.port,
            ssl=settings.security == "tls",
            ssl_context=context if settings.security == "tls" else None,
            timeout=SocketTimeout(min(_CONNECT_SECONDS, settings.timeout_seconds), settings.timeout_seconds),
        )
    except BROKEN as error:
        raise _unreachable(settings, error) from error
    # imapclient sets 5, which formats every literal: 15 MB mails come at 85 in place of 1,497 MB/s.
    client._imap.debug = 0
    client.normalise_times = False
    try:
        _tune(client.socket())
        if settings.security == "starttls":
            _start_tls(client, context, settings)
    except BROKEN as error:
        hang_up(client)
        raise _unreachable(settings, error) from error
    except BaseException:
        hang_up(client)
        raise
    return client


def _start_tls(client: Any, context: ssl.SSLContext, settings: MailboxSettings) -> None:
    if not client.has_capability("STARTTLS"):
        raise MailboxMisconfigured(
            f'{settings.host}:{settings.port} offers no STARTTLS. Set security = "tls" (usually port 993).'
        )
    client.starttls(context)


def _unreachable(settings: MailboxSettings, error: Exception) -> Exception:
    if isinstance(error, ssl.SSLError):
        return tls_trouble(settings.host, settings.port, error)
    if isinstance(error, TimeoutError) and settings.security != "tls":
        # A server that speaks TLS waits for us to begin, as we wait for its greeting.
        return MailboxUnavailable(
            f"{settings.host}:{settings.port} says nothing. It is tried again; if it lasts, check the port: one "
            'that speaks TLS from the first byte (usually 993) needs security = "tls".'
        )
    return MailboxUnavailable(
        f"Cannot reach the IMAP server {settings.host}:{settings.port} "
        f"({server_text(error) or type(error).__name__}). It is tried again; if it lasts, check host, port "
        "and firewall."
    )


def _tune(connection: socket.socket) -> None:
    # Without NODELAY a small command can wait 40 ms for an acknowledgement; keep-alive finds a dead peer.
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    if hasattr(socket, "TCP_KEEPIDLE"):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 60)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 15)


def _log_in(client: Any, settings: MailboxSettings) -> None:
    if settings.tokens is None:
        _try(settings, lambda: _by_password(client, settings), (settings.password,), _ADVICE)
        return
    token = settings.tokens.token()
    try:
        _try(settings, lambda: _by_token(client, settings, token), (token,), _XOAUTH2_ADVICE)
    except LoginRefused:
        # It may have been revoked, or a clock is wrong: once more with a new one.
        settings.tokens.discard(token)
        fresh = settings.tokens.token()
        _try(settings, lambda: _by_token(client, settings, fresh), (token, fresh), _XOAUTH2_ADVICE)


def _by_password(client: Any, settings: MailboxSettings) -> None:
    if client.has_capability("AUTH=PLAIN"):
        # The plain LOGIN command takes ASCII only.
        client.plain_login(settings.username, settings.password)
    else:
        client.login(settings.username, settings.password)


def _by_token(client: Any, settings: MailboxSettings, token: str) -> None:
    if not client.has_capability("AUTH=XOAUTH2"):
        raise MailboxMisconfigured(
            f'{settings.host}:{settings.port} does not offer XOAUTH2. Set auth = "password" for this mailbox.'
        )
    # After a refusal the server sends its reason as one more challenge, which wants an empty answer.
    first = f"user={settings.username}\x01auth=Bearer {token}\x01\x01"
    answers = itertools.chain([first], itertools.repeat(""))
    client.sasl_login("XOAUTH2", lambda _challenge: next(answers))


def _try(settings: MailboxSettings, login: Callable[[], None], secrets: tuple[str, ...], advice: str) -> None:
    place = f"{settings.username} at {settings.host}:{settings.port}"
    # Without their cause: a library's error could carry the line that was sent.
    try:
        login()
    except BROKEN as error:
        said = server_text(error, secrets)
        hung_up = isinstance(error.__context__, IMAPClientAbortError) or not isinstance(error, LoginError)
        if hung_up or SAYS_LATER.search(said):
            raise MailboxUnavailable(
                f"Login of {place} is not possible now ({said}). It is tried again."
            ) from None
        raise LoginRefused(f"Login of {place} was refused ({said}). {advice}") from None


_ADVICE = 'Check username and password; Microsoft 365 takes no passwords: there auth = "oauth2" is needed.'
_XOAUTH2_ADVICE = (
    "A token was given, but the mail server does not accept it for this user: check username and scope; in "
    "Exchange Online the application needs a service principal with FullAccess to the mailbox."
)
