"""Access tokens from a real endpoint on loopback, and logins with them at a real Dovecot."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.config.reading import checked
from bot.health.secrets import secret_expires
from bot.mailbox import LoginRefused, Mailbox, MailboxError, MailboxSettings
from bot.oauth import OAuthSettings, TokenEndpointDown, TokenRefused, TokenSource
from bot.wire import NeedsOperator, TheirSideDown
from tests.servers.certificates import Certificates, make_certificates
from tests.servers.dovecot import Dovecot
from tests.servers.token_issuer import MICROSOFT, TokenIssuer

USER = "intake@bureau.example"
OTHER = "inspections@bureau.example"


class Seconds:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def numbered() -> Any:
    numbers = iter(range(1, 1000))
    return lambda: f"token-{next(numbers)}"


@pytest.fixture
def issuer() -> Iterator[TokenIssuer]:
    with TokenIssuer(numbered()) as started:
        yield started


def settings(issuer: TokenIssuer, **changes: Any) -> OAuthSettings:
    good = OAuthSettings(
        token_url=issuer.url,
        client_id=issuer.client_id,
        client_secret=issuer.client_secret,
        scope="mail.send mail.read",
        timeout_seconds=2,
    )
    return replace(good, **changes)


def test_a_token_is_asked_for_as_the_rfc_says(issuer: TokenIssuer) -> None:
    assert TokenSource(settings(issuer)).token() == "token-1"
    assert issuer.requests == [
        {
            "grant_type": "client_credentials",
            "client_id": issuer.client_id,
            "client_secret": issuer.client_secret,
            "scope": "mail.send mail.read",
        }
    ]


@pytest.mark.parametrize(
    ("lifetime", "kept_until"),
    [(3600, 3300), ("3600", 3300), (400, 200), (None, 300), ("soon", 300)],
    ids=["an hour", "as words", "short", "unsaid", "nonsense"],
)
def test_a_token_is_kept_and_renewed_before_its_end(
    issuer: TokenIssuer, lifetime: int | str | None, kept_until: int
) -> None:
    issuer.lifetime_seconds = lifetime
    clock = Seconds()
    source = TokenSource(settings(issuer), clock)

    first = source.token()
    clock.now += kept_until - 1
    assert source.token() == first
    clock.now += 1

    assert source.token() == "token-2"


def test_a_discarded_token_is_not_given_again_and_a_newer_one_stays(issuer: TokenIssuer) -> None:
    source = TokenSource(settings(issuer))
    first = source.token()

    source.discard(first)
    assert source.token() == "token-2"
    source.discard(first)

    assert source.token() == "token-2"


def test_while_the_endpoint_is_down_a_valid_token_serves_on(issuer: TokenIssuer) -> None:
    clock = Seconds()
    source = TokenSource(settings(issuer), clock)
    first = source.token()
    issuer.stop()

    clock.now += 3400
    assert source.token() == first
    clock.now += 200
    with pytest.raises(TokenEndpointDown, match="tried again"):
        source.token()
    issuer.start()

    assert source.token() == "token-2"


def test_valid_until_is_known_for_the_digest(issuer: TokenIssuer) -> None:
    source = TokenSource(settings(issuer))
    assert source.valid_until is None

    source.token()

    left = source.valid_until
    assert left is not None
    assert abs(left - datetime.now(UTC) - timedelta(hours=1)) < timedelta(seconds=5)


def test_several_threads_share_one_request(issuer: TokenIssuer) -> None:
    source = TokenSource(settings(issuer))
    got: list[str] = []
    threads = [threading.Thread(target=lambda: got.append(source.token())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert got == ["token-1"] * 8
    assert len(issuer.requests) == 1


@pytest.mark.parametrize(
    "answer",
    [
        (503, "down for maintenance"),
        (429, '{"error": "slow_down"}'),
        (200, "<html>a sign-in page</html>"),
        (200, "[1]"),
        (200, "{}"),
        (200, '{"access_token": ""}'),
        (200, '{"access_token": "two\\r\\nlines"}'),
        (400, '{"error": "temporarily_unavailable"}'),
        (200, "[" * 100_000),
    ],
)
def test_an_endpoint_that_cannot_answer_now_is_their_side(
    issuer: TokenIssuer, answer: tuple[int, str]
) -> None:
    issuer.answer = answer

    with pytest.raises(TokenEndpointDown, match="tried again"):
        TokenSource(settings(issuer)).token()


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((401, '{"error": "invalid_client"}'), "secret is wrong or has expired"),
        (
            (400, '{"error": "invalid_client", "error_description": "AADSTS7000222: expired"}'),
            "make a new one",
        ),
        ((400, '{"error": "invalid_scope"}'), "Check scope"),
        ((404, "not here"), "Check token_url"),
        ((302, ""), "Check token_url"),
    ],
)
def test_a_refusal_says_what_to_do(issuer: TokenIssuer, answer: tuple[int, str], words: str) -> None:
    issuer.answer = answer

    with pytest.raises(TokenRefused, match=words):
        TokenSource(settings(issuer)).token()


def test_a_wrong_secret_is_refused_and_never_shown(
    issuer: TokenIssuer, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = settings(issuer, client_secret="mistyped-secret")
    issuer.answer = (400, '{"error": "invalid_client", "error_description": "no: mistyped-secret"}')

    with caplog.at_level(logging.DEBUG), pytest.raises(TokenRefused) as caught:
        TokenSource(wrong).token()

    assert "mistyped-secret" not in str(caught.value) + repr(wrong) + caplog.text


def test_a_secret_never_crosses_a_network_in_plain_text(issuer: TokenIssuer) -> None:
    with pytest.raises(TokenRefused, match="https"):
        TokenSource(settings(issuer, token_url="http://tokens.example/token")).token()


def test_an_endpoint_that_says_nothing_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/token"
        with pytest.raises(TokenEndpointDown):
            TokenSource(OAuthSettings(url, "id", "secret", timeout_seconds=0.2)).token()


# Microsoft's library, made to talk to us by an HTTP proxy that answers in Microsoft's name.


@contextmanager
def _microsoft(
    issuer: TokenIssuer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[OAuthSettings, Certificates]]:
    certificates = make_certificates(folder, (MICROSOFT,))
    issuer.certificates = certificates
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{issuer.port}")
    # requests lets the bundles that these name win over the one it is given.
    for name in ("NO_PROXY", "no_proxy", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    url = f"https://{MICROSOFT}/11111111-2222-3333-4444-555555555555/oauth2/v2.0/token"
    scope = "https://outlook.office365.com/.default"
    yield settings(issuer, token_url=url, scope=scope, ca_file=certificates.authority), certificates


def test_microsoft_gives_a_token(
    issuer: TokenIssuer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Seconds()
    with _microsoft(issuer, tmp_path, monkeypatch) as (microsoft, _):
        source = TokenSource(microsoft, clock)
        first = source.token()
        clock.now += 3299
        again = source.token()
        clock.now += 1
        second = source.token()

    assert (first, again, second) == ("token-1", "token-1", "token-2")
    assert issuer.requests[0]["scope"] == "https://outlook.office365.com/.default"


def test_microsoft_refuses_an_expired_secret(
    issuer: TokenIssuer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    issuer.answer = (401, '{"error": "invalid_client", "error_description": "AADSTS7000222: expired keys"}')
    with (
        _microsoft(issuer, tmp_path, monkeypatch) as (microsoft, _),
        pytest.raises(TokenRefused, match="expired: make a new one in Entra"),
    ):
        TokenSource(microsoft).token()


@pytest.mark.parametrize("answer", [(503, "{}"), (400, '{"error": "temporarily_unavailable"}')])
def test_microsoft_is_down(
    issuer: TokenIssuer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: tuple[int, str]
) -> None:
    with _microsoft(issuer, tmp_path, monkeypatch) as (microsoft, _):
        source = TokenSource(microsoft)
        issuer.answer = answer
        with pytest.raises(TokenEndpointDown):
            source.token()
        issuer.stop()
        with pytest.raises(TokenEndpointDown):
            TokenSource(microsoft).token()
        issuer.start()


def test_microsoft_takes_a_certificate_in_place_of_a_secret(
    issuer: TokenIssuer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cryptography.hazmat.primitives.asymmetric import rsa

    with _microsoft(issuer, tmp_path, monkeypatch) as (microsoft, _):
        pem = _client_certificate(tmp_path, rsa.generate_private_key(65537, 2048))
        issuer.client_secret = ""
        source = TokenSource(replace(microsoft, client_secret="", client_certificate=pem))
        issuer.answer = (200, '{"access_token": "by-certificate", "expires_in": 3600}')

        assert source.token() == "by-certificate"
    assert issuer.requests[-1]["client_assertion"].count(".") == 2
    with pytest.raises(TokenRefused, match="cannot be read"):
        TokenSource(replace(microsoft, client_certificate=tmp_path / "nowhere.pem")).token()


def test_the_last_day_of_a_certificate_is_read_from_it(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric import ec

    pem = _client_certificate(tmp_path, ec.generate_private_key(ec.SECP256R1()))
    url = f"https://{MICROSOFT}/tenant/oauth2/v2.0/token"
    box = {"address": USER, "host": "imap.example", "auth": "oauth2"}

    def last_day(certificate: Path) -> date | None:
        oauth2 = {"token_url": url, "client_id": "i", "client_certificate": str(certificate)}
        tables = {"mailboxes": {"intake": box, "inspections": box}, "smtp": {"host": "h"}, "oauth2": oauth2}
        return secret_expires(checked(tables, tmp_path))

    assert last_day(pem) == (datetime.now(UTC) + timedelta(days=1)).date()
    assert last_day(tmp_path / "nowhere.pem") is None


def _client_certificate(folder: Path, key: Any) -> Path:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.x509.oid import NameOID

    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "fpp-bot")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = folder / "client.pem"
    pem.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return pem


# With a token into a real mailbox.


def _mailbox(server: Dovecot, issuer: TokenIssuer, **changes: Any) -> MailboxSettings:
    good = MailboxSettings(
        address=USER,
        host="127.0.0.1",
        port=server.port,
        username=USER,
        security="none",
        tokens=TokenSource(settings(issuer)),
        timeout_seconds=5,
    )
    return replace(good, **changes)


def test_a_good_token_opens_the_mailbox(dovecot: Dovecot) -> None:
    with TokenIssuer(lambda: dovecot.token(USER)) as issuer, Mailbox(_mailbox(dovecot, issuer)) as mailbox:
        assert mailbox.uids_after(0) == []


def test_a_revoked_token_is_replaced_by_a_new_one(dovecot: Dovecot) -> None:
    given = iter([dovecot.token(USER, key=b"k" * 32), dovecot.token(USER)])
    with TokenIssuer(lambda: next(given)) as issuer, Mailbox(_mailbox(dovecot, issuer)) as mailbox:
        assert mailbox.uids_after(0) == []
        assert len(issuer.requests) == 2


@pytest.mark.parametrize("whose", ["expired", "other user's", "forged"])
def test_a_token_that_the_server_does_not_take_is_an_operators_matter(dovecot: Dovecot, whose: str) -> None:
    tokens = {
        "expired": dovecot.token(USER, lifetime_seconds=-10),
        "other user's": dovecot.token(OTHER),
        "forged": dovecot.token(USER, key=b"f" * 32),
    }
    with TokenIssuer(lambda: tokens[whose]) as issuer:
        with pytest.raises(LoginRefused, match="service principal") as caught:
            Mailbox(_mailbox(dovecot, issuer)).open()

        assert isinstance(caught.value, NeedsOperator)
        assert tokens[whose] not in str(caught.value)
        assert len(issuer.requests) == 2


def test_an_endpoint_that_is_down_is_told_apart_from_a_refused_login(
    dovecot: Dovecot, issuer: TokenIssuer
) -> None:
    issuer.stop()

    with pytest.raises(TheirSideDown) as caught:
        Mailbox(_mailbox(dovecot, issuer)).open()
    issuer.start()

    assert isinstance(caught.value, MailboxError)
