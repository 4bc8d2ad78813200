"""Connecting to an SMTP server and logging in, with every refusal told apart."""

from __future__ import annotations

import asyncio
import socket
import ssl

from aiosmtplib import SMTP, SMTPAuthenticationError, SMTPException, SMTPHeloError, SMTPResponseException

from bot.smtp.values import SmtpLoginRefused, SmtpMisconfigured, SmtpSettings, SmtpUnavailable
from bot.wire import Tokens, WireError, refuse_plain_text, server_text, tls_context, tls_trouble

BROKEN = (SMTPException, OSError, asyncio.TimeoutError)
"""What aiosmtplib raises when a server or the network does not do its part."""


async def logged_in(settings: SmtpSettings) -> SMTP:
    """A connection that may send. Raises SmtpUnavailable, SmtpLoginRefused, SmtpMisconfigured, token errors."""
    refuse_plain_text(settings.host, settings.security)
    try:
        return await _attempt(settings)
    except SmtpLoginRefused:
        if settings.tokens is None:
            raise
    # The token may have been revoked, or a clock is wrong: once more with a new one.
    return await _attempt(settings)


def abandon(client: SMTP) -> None:
    """Cuts the connection at once. What was written and not yet sent never leaves (a close would send it)."""
    cut(client.transport)
    client.close()


def cut(transport: asyncio.BaseTransport | None) -> None:
    """Ends a transport without waiting for anybody; None and an ended one are fine."""
    if isinstance(transport, asyncio.WriteTransport):
        transport.abort()


async def _attempt(settings: SmtpSettings) -> SMTP:
    client = SMTP(
        hostname=settings.host,
        port=settings.port,
        use_tls=settings.security == "tls",
        start_tls=False,
        tls_context=None if settings.security == "none" else tls_context(settings.host, settings.ca_file),
        timeout=settings.timeout_seconds,
        local_hostname=_own_name(),
    )
    try:
        await client.connect()
        await _greet(client, settings)
        if settings.username:
            await _log_in(client, settings)
    except BROKEN as error:
        abandon(client)
        raise _translated(settings, error) from error
    except BaseException:
        abandon(client)
        raise
    return client


async def _greet(client: SMTP, settings: SmtpSettings) -> None:
    await _hello(client)
    if settings.security != "starttls":
        return
    if not client.supports_extension("starttls"):
        raise SmtpMisconfigured(
            f'{settings.host}:{settings.port} offers no STARTTLS. Set security = "tls" (usually port 465).'
        )
    await client.starttls()
    await _hello(client)


async def _hello(client: SMTP) -> None:
    try:
        await client.ehlo()
    except SMTPHeloError:
        if not client.is_connected:
            raise
        await client.helo()


async def _log_in(client: SMTP, settings: SmtpSettings) -> None:
    if settings.tokens is not None:
        await _by_token(client, settings, settings.tokens)
        return
    offered = client.server_auth_methods
    # One way only: each failed one counts where wrong passwords lock an account.
    if "plain" in offered:
        login = client.auth_plain
    elif "login" in offered:
        login = client.auth_login
    elif "cram-md5" in offered:
        login = client.auth_crammd5
    else:
        raise SmtpMisconfigured(
            f"{settings.host}:{settings.port} offers no login by password. Leave username empty if it needs "
            'none; else check security and port, or set auth = "oauth2".'
        )
    try:
        await login(settings.username, settings.password)
    except SMTPAuthenticationError as error:
        raise _refusal(settings, error, (settings.password,), _ADVICE) from None


async def _by_token(client: SMTP, settings: SmtpSettings, tokens: Tokens) -> None:
    if "xoauth2" not in client.server_auth_methods:
        raise SmtpMisconfigured(
            f'{settings.host}:{settings.port} does not offer XOAUTH2. Set auth = "password" in [smtp].'
        )
    token = await asyncio.to_thread(tokens.token)
    try:
        await client.auth_xoauth2(settings.username, token)
    except SMTPAuthenticationError as error:
        refusal = _refusal(settings, error, (token,), _XOAUTH2_ADVICE)
        if isinstance(refusal, SmtpLoginRefused):
            tokens.discard(token)
        raise refusal from None


def _refusal(
    settings: SmtpSettings, error: SMTPAuthenticationError, secrets: tuple[str, ...], advice: str
) -> WireError:
    said = f"{error.code} {server_text(error.message, secrets)}"
    who = f"{settings.username} at {settings.host}:{settings.port}"
    if 400 <= error.code < 500:
        return SmtpUnavailable(f"Login of {who} is not possible now ({said}). It is tried again.")
    return SmtpLoginRefused(f"Login of {who} was refused ({said}). {advice}")


def _translated(settings: SmtpSettings, error: Exception) -> WireError:
    for cause in (error, error.__cause__):
        if isinstance(cause, ssl.SSLError):
            return tls_trouble(settings.host, settings.port, cause)
    if isinstance(error, SMTPResponseException):
        said = f"{error.code} {server_text(error.message)}"
        return SmtpUnavailable(f"{settings.place} does not take letters now ({said}). It is tried again.")
    said = server_text(error, (settings.password,)) or type(error).__name__
    return SmtpUnavailable(
        f"Cannot reach {settings.place} ({said}). It is tried again; if it lasts, check host, port and firewall."
    )


def _own_name() -> str:
    """What we call ourselves: this machine's full name, else an address literal (RFC 5321 section 4.1.3)."""
    name = socket.gethostname()
    is_full = "." in name and name.isascii() and not any(letter.isspace() for letter in name)
    return name if is_full else "[127.0.0.1]"


_ADVICE = 'Check username and password; Microsoft 365 takes no passwords: there auth = "oauth2" is needed.'
_XOAUTH2_ADVICE = (
    "A token was given, but the mail server does not accept it for this user: check username and scope; in "
    "Exchange Online the mailbox must allow SMTP AUTH, and the application needs SendAs permission for it."
)
