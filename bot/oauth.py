"""Access tokens by OAuth 2.0 client credentials, for IMAP and SMTP (XOAUTH2)."""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from bot.wire import MICROSOFT_HOSTS, NeedsOperator, TheirSideDown, is_loopback, server_text, tls_context

_REFRESH_SECONDS = 300.0
_LIFETIME_IF_UNSAID_SECONDS = 600.0
_MAX_ANSWER_BYTES = 262_144
_TRY_LATER = frozenset({408, 425, 429})
_TRY_LATER_ERRORS = frozenset({"temporarily_unavailable", "server_error", "slow_down"})


class TokenEndpointDown(TheirSideDown):
    """No token now: the endpoint does not answer, or says that it cannot."""


class TokenRefused(NeedsOperator):
    """The endpoint answered and gives us no token: secret, client or scope is wrong or has expired."""


@dataclass(frozen=True, slots=True)
class OAuthSettings:
    """`client_certificate`: a PEM file with key and certificate, in place of a secret (Microsoft only)."""

    token_url: str
    client_id: str
    client_secret: str = field(default="", repr=False)
    scope: str = ""
    client_certificate: Path | None = None
    ca_file: Path | None = None
    timeout_seconds: float = 30.0


@dataclass(frozen=True, slots=True)
class _Token:
    text: str = field(repr=False)
    refresh_at: float
    expires_at: float


class TokenSource:
    """Gives access tokens, kept until shortly before they expire. May be used by several threads.

    A token is renewed five minutes before its end (a short-lived one at half its life); while the endpoint
    is down, one that is still valid serves on. `seconds` is a clock that never goes back.
    """

    def __init__(self, settings: OAuthSettings, seconds: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._seconds = seconds
        self._lock = threading.Lock()
        self._token: _Token | None = None
        self._microsoft: Any = None

    def token(self) -> str:
        """A token that is valid now. Raises TokenEndpointDown or TokenRefused."""
        with self._lock:
            held = self._token
            if held is not None and self._seconds() < held.refresh_at:
                return held.text
            try:
                self._token = self._fresh()
            except TokenEndpointDown:
                if held is None or self._seconds() >= held.expires_at:
                    raise
                return held.text
            return self._token.text

    def discard(self, token: str) -> None:
        """A server refused this token: the next one is asked for anew."""
        with self._lock:
            if self._token is not None and self._token.text == token:
                self._token = None

    @property
    def valid_until(self) -> datetime | None:
        """When the token in hand expires (UTC), None while there is none."""
        held = self._token
        if held is None:
            return None
        return datetime.now(UTC) + timedelta(seconds=held.expires_at - self._seconds())

    def _fresh(self) -> _Token:
        # The life of a token begins before the answer that brings it has travelled.
        asked_at = self._seconds()
        is_microsoft = urlsplit(self._settings.token_url).hostname in MICROSOFT_HOSTS
        answer = self._ask_microsoft() if is_microsoft else self._ask()
        text, lifetime = self._read(answer)
        early = min(_REFRESH_SECONDS, lifetime / 2)
        return _Token(text, asked_at + lifetime - early, asked_at + lifetime)

    def _read(self, answer: Mapping[str, object]) -> tuple[str, float]:
        if error := answer.get("error"):
            raise self._refusal(str(error), str(answer.get("error_description") or ""))
        text = answer.get("access_token")
        if not isinstance(text, str) or not text or not text.isascii() or not text.isprintable():
            raise TokenEndpointDown(f"{self._place} answered without an access token. It is tried again.")
        return text, _lifetime_seconds(answer.get("expires_in"))

    @property
    def _place(self) -> str:
        parts = urlsplit(self._settings.token_url)
        return f"The token endpoint {parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"

    def _refusal(self, error: str, description: str) -> TokenEndpointDown | TokenRefused:
        said = server_text(f"{error} {description}", (self._settings.client_secret,))
        if error in _TRY_LATER_ERRORS:
            return TokenEndpointDown(f"{self._place} cannot give a token now ({said}). It is tried again.")
        return TokenRefused(f"{self._place} refuses us a token ({said}). {_advice(error, description)}")

    # RFC 6749 section 4.4, for every provider but Microsoft.

    def _ask(self) -> Mapping[str, object]:
        settings = self._settings
        form = {
            "grant_type": "client_credentials",
            "client_id": settings.client_id,
            "client_secret": settings.client_secret,
        }
        if settings.scope:
            form["scope"] = settings.scope
        request = urllib.request.Request(  # noqa: S310 - only http and https get through _opener
            settings.token_url,
            data=urlencode(form).encode(),
            headers={"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"},
        )
        try:
            with self._opener().open(request, timeout=settings.timeout_seconds) as answer:
                return self._json(answer.read(_MAX_ANSWER_BYTES))
        except urllib.error.HTTPError as error:
            with error:
                return self._failed(error.code, error.read(_MAX_ANSWER_BYTES))
        except (OSError, ValueError) as error:
            raise self._down(error) from error

    def _opener(self) -> urllib.request.OpenerDirector:
        parts = urlsplit(self._settings.token_url)
        host = parts.hostname or ""
        if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(host)):
            raise TokenRefused(f"token_url must begin with https://, and {self._place} does not.")
        opener = urllib.request.OpenerDirector()
        # No redirects: they would carry the secret to a place that nobody configured.
        if not is_loopback(host):
            opener.add_handler(urllib.request.ProxyHandler())
        opener.add_handler(urllib.request.HTTPHandler())
        opener.add_handler(urllib.request.HTTPSHandler(context=tls_context(host, self._settings.ca_file)))
        opener.add_handler(urllib.request.HTTPErrorProcessor())
        opener.add_handler(urllib.request.HTTPDefaultErrorHandler())
        return opener

    def _json(self, raw: bytes) -> Mapping[str, object]:
        try:
            answer = json.loads(raw)
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict):
            raise TokenEndpointDown(f"{self._place} did not answer in JSON. It is tried again.")
        return answer

    def _failed(self, status: int, raw: bytes) -> Mapping[str, object]:
        if status >= 500 or status in _TRY_LATER:
            raise TokenEndpointDown(f"{self._place} answered {status}. It is tried again.")
        try:
            answer = json.loads(raw)
        except (ValueError, RecursionError):
            answer = None
        if isinstance(answer, dict) and answer.get("error"):
            return answer
        raise TokenRefused(f"{self._place} answered {status}. Check token_url in the table [oauth2].")

    def _down(self, error: Exception) -> TokenEndpointDown | TokenRefused:
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        said = server_text(reason, (self._settings.client_secret,))
        if "CERTIFICATE_VERIFY_FAILED" in said:
            return TokenRefused(f"{self._place} has a certificate that is not trusted ({said}).")
        return TokenEndpointDown(f"{self._place} cannot be reached ({said}). It is tried again.")

    # Microsoft's own library knows its authorities, clouds and certificates.

    def _ask_microsoft(self) -> Mapping[str, object]:
        # Imported where it is needed: it takes a third of a second, and most installations have no use for it.
        import msal  # noqa: PLC0415

        try:
            if self._microsoft is None:
                self._microsoft = self._microsoft_application(msal.ConfidentialClientApplication)
            self._microsoft.remove_tokens_for_client()
            answer = self._microsoft.acquire_token_for_client(scopes=self._settings.scope.split())
        except (
            OSError,
            LookupError,
            TypeError,
            RuntimeError,
            json.JSONDecodeError,
            msal.exceptions.MsalError,
        ) as error:
            # Some of these: the library was answered with something that it does not expect.
            raise self._down(error) from error
        except ValueError as error:
            said = server_text(error, (self._settings.client_secret,))
            raise TokenRefused(
                f"{self._place} cannot be used ({said}). Check token_url (it names your tenant) and scope."
            ) from error
        return answer if isinstance(answer, dict) else {}

    def _microsoft_application(self, make: Callable[..., Any]) -> Any:
        settings = self._settings
        parts = urlsplit(settings.token_url)
        tenant = parts.path.strip("/").partition("/")[0]
        return make(
            settings.client_id,
            authority=f"https://{parts.netloc}/{tenant}",
            client_credential=self._microsoft_credential(),
            timeout=settings.timeout_seconds,
            verify=str(settings.ca_file) if settings.ca_file else True,
            # Microsoft's own hosts need no look-up of who answers for them: one request less that can fail.
            instance_discovery=False,
        )

    def _microsoft_credential(self) -> str | dict[str, str]:
        path = self._settings.client_certificate
        if path is None:
            return self._settings.client_secret
        try:
            pem = path.read_text(encoding="ascii")
        except (OSError, ValueError) as error:
            raise TokenRefused(
                f"The client certificate {path} cannot be read ({error.__class__.__name__})."
            ) from error
        return {"private_key": pem, "public_certificate": pem}


def _lifetime_seconds(expires_in: object) -> float:
    try:
        return max(0.0, float(expires_in))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return _LIFETIME_IF_UNSAID_SECONDS


def _advice(error: str, description: str) -> str:
    for sign, advice in _ADVICE:
        if sign in description or sign == error:
            return advice
    return "Check client_id, client_secret and scope in the table [oauth2]."


# Microsoft's numbers first: its `error` alone does not tell an expired secret from a mistyped one.
_ADVICE = (
    ("AADSTS7000222", "The client secret has expired: make a new one in Entra and put it in place."),
    ("AADSTS7000215", "The client secret is wrong: copy the secret's value, not its ID."),
    ("AADSTS700016", "Entra does not know client_id in this tenant: check both."),
    ("AADSTS90002", "Entra does not know this tenant: check token_url."),
    ("AADSTS70011", "The scope is wrong: for Exchange Online it is https://outlook.office365.com/.default."),
    ("AADSTS500011", "The scope is wrong: for Exchange Online it is https://outlook.office365.com/.default."),
    ("invalid_client", "The client secret is wrong or has expired: make a new one and put it in place."),
    ("invalid_scope", "Check scope in the table [oauth2]."),
    ("unauthorized_client", "This client may not use client credentials: allow it at your provider."),
)
