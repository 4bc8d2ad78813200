"""What both wires, IMAP and SMTP, have in common: their errors and how they trust a server."""

from __future__ import annotations

import ipaddress
import ssl
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, Protocol

Security = Literal["tls", "starttls", "none"]

MICROSOFT_HOSTS = frozenset(
    {"login.microsoftonline.com", "login.microsoftonline.us", "login.partner.microsoftonline.cn"}
)
"""Who gives tokens for Exchange Online."""

_MAX_SERVER_TEXT = 300


class WireError(Exception):
    """Something between us and a mail server. The text says what happened and what to do; never a secret."""


class TheirSideDown(WireError):  # noqa: N818 - names say what happened
    """A server or the network between does not work now. Try again, with back-off."""


class NeedsOperator(WireError):  # noqa: N818
    """Waiting does not mend this: a person must change a setting, a secret or a permission."""


class Tokens(Protocol):
    """Where access tokens for XOAUTH2 come from."""

    def token(self) -> str:
        """A token that is valid now. Raises TheirSideDown or NeedsOperator."""
        ...

    def discard(self, token: str) -> None:
        """A server refused this token: the next call of `token` must not give it again."""
        ...


def is_loopback(host: str) -> bool:
    """True for this machine itself, by address or as `localhost`; no name is looked up."""
    if host.lower().rstrip(".") == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def tls_context(host: str, ca_file: Path | None) -> ssl.SSLContext:
    """TLS that verifies the server's certificate and name.

    Only on loopback, and without a `ca_file` of its own, is a self-made certificate taken. Raises
    NeedsOperator where the file cannot be used.
    """
    try:
        context = ssl.create_default_context(cafile=str(ca_file) if ca_file else None)
    except (OSError, ssl.SSLError) as error:
        raise NeedsOperator(
            f"The file of certificate authorities {ca_file} cannot be used ({error}). "
            "Check that ca_file names a readable file in PEM format."
        ) from error
    if is_loopback(host) and ca_file is None:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def refuse_plain_text(host: str, security: Security) -> None:
    """Raises NeedsOperator where mail and passwords would cross a network in plain text."""
    if security == "none" and not is_loopback(host):
        raise NeedsOperator(
            f'security = "none" is only for a server on this machine, and {host} is not. '
            'Set security to "tls" or "starttls".'
        )


def tls_trouble(host: str, port: int, error: Exception) -> WireError:
    """The error to raise for a failed TLS handshake; `error` is the library's."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return NeedsOperator(
            f"The certificate of {host}:{port} is not trusted ({error.verify_message}). Check the host name; "
            "for an authority of your own set ca_file to its certificate."
        )
    if isinstance(error, ssl.SSLError) and error.reason in _NOT_TLS:
        return NeedsOperator(
            f"{host}:{port} does not speak TLS from the first byte. Check the port, or set "
            'security = "starttls".'
        )
    return TheirSideDown(f"The TLS connection to {host}:{port} broke ({error}). It is tried again.")


def server_text(text: object, secrets: Iterable[str] = ()) -> str:
    """What a server said, fit for an error text: one line, not long, without our secrets."""
    plain = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    for secret in filter(None, secrets):
        plain = plain.replace(secret, "(secret)")
    # The libraries put an answer's bytes into their errors as they are printed.
    if plain[:2] in ("b'", 'b"') and plain[-1] == plain[1]:
        plain = plain[2:-1]
    plain = "".join(letter if letter.isprintable() else " " for letter in plain)
    return " ".join(plain.split())[:_MAX_SERVER_TEXT]


_NOT_TLS = frozenset({"WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "HTTP_REQUEST"})
