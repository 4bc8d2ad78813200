"""An OAuth 2.0 token endpoint for tests (RFC 6749 section 4.4), which can also play Microsoft's."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs

from tests.servers.certificates import Certificates

MICROSOFT = "login.microsoftonline.com"


@dataclass
class TokenIssuer:
    """Gives `make_token()` to the client that knows the secret.

    `answer`: a fixed status and body in place of a token. `certificates`: as an HTTP proxy (CONNECT) the
    issuer then speaks TLS under every name that a client asks for, so that the real Microsoft library can
    talk to it. `requests` are the forms that came in.
    """

    make_token: Callable[[], str]
    client_id: str = "fpp-bot"
    client_secret: str = "issuer-secret"
    lifetime_seconds: int | str | None = 3600
    answer: tuple[int, str] | None = None
    certificates: Certificates | None = None
    requests: list[dict[str, str]] = field(default_factory=list)
    port: int = 0

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/token"

    def start(self) -> None:
        """Listens; after `stop` on the same port again."""
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), _Answering)
        self._server.daemon_threads = True
        self._server.issuer = self  # type: ignore[attr-defined]
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """The endpoint is down."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def reply(self, form: dict[str, str]) -> tuple[int, str]:
        """Status and JSON for a token request."""
        self.requests.append(form)
        if self.answer is not None:
            return self.answer
        if (form.get("client_id"), form.get("client_secret")) != (self.client_id, self.client_secret):
            return 401, json.dumps({"error": "invalid_client", "error_description": "wrong secret"})
        body: dict[str, object] = {"access_token": self.make_token(), "token_type": "Bearer"}
        if self.lifetime_seconds is not None:
            body["expires_in"] = self.lifetime_seconds
        return 200, json.dumps(body)


class _Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def issuer(self) -> TokenIssuer:
        found: TokenIssuer = self.server.issuer  # type: ignore[attr-defined]
        return found

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        form = {key: values[0] for key, values in parse_qs(raw.decode()).items()}
        self._send(*self.issuer.reply(form))

    def do_GET(self) -> None:
        """Microsoft's discovery of a tenant's endpoints (OpenID Connect Discovery 1.0 section 4)."""
        tenant = f"https://{MICROSOFT}/{self.path.split('/')[1]}"
        endpoints = {
            "issuer": f"{tenant}/v2.0",
            "authorization_endpoint": f"{tenant}/oauth2/v2.0/authorize",
            "token_endpoint": f"{tenant}/oauth2/v2.0/token",
        }
        self._send(200, json.dumps(endpoints))

    def do_CONNECT(self) -> None:
        assert self.issuer.certificates is not None
        self.send_response(200)
        self.end_headers()
        self.connection = self.issuer.certificates.server_context().wrap_socket(
            self.connection, server_side=True
        )
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb", 0)
        self.close_connection = False

    def finish(self) -> None:
        super().finish()
        self.connection.close()

    def _send(self, status: int, body: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        """Says nothing: the output belongs to the tests."""
