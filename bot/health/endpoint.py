"""The local page for a monitoring system: /metrics and /health, nothing else, nothing that changes anything."""

from __future__ import annotations

import json
import logging
import socket
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from bot.health.metrics import CONTENT_TYPE
from bot.health.vitals import Health

log = logging.getLogger("fpp_bot.health")

SLOW_CLIENT_SECONDS = 10


class Endpoint:
    """Answers GET /metrics and GET /health (200 or 503) in a thread of its own."""

    def __init__(
        self, host: str, port: int, metrics: Callable[[], bytes], health: Callable[[], Health]
    ) -> None:
        """Listens at once. Raises OSError where the address is taken or not ours."""
        answers = type(
            "Answers", (_Answers,), {"metrics": staticmethod(metrics), "health": staticmethod(health)}
        )
        self._server = _Server((host, port), answers)
        self._thread = threading.Thread(target=self._server.serve_forever, name="health", daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def as_json(health: Health) -> bytes:
    """Health as the endpoint and the alive file show it."""
    return (
        json.dumps(
            {
                "healthy": health.is_well,
                "at": health.at.isoformat(timespec="seconds"),
                "failing": list(health.failing),
                "warnings": list(health.warnings),
            },
            ensure_ascii=False,
        ).encode()
        + b"\n"
    )


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], answers: type[BaseHTTPRequestHandler]) -> None:
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        super().__init__(address, answers)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002
        """A client that hangs up is nobody's matter."""
        log.debug("a client of the health endpoint broke off", exc_info=True)


class _Answers(BaseHTTPRequestHandler):
    metrics: Callable[[], bytes]
    health: Callable[[], Health]
    timeout = SLOW_CLIENT_SECONDS
    server_version, sys_version = "fpp-bot", ""

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        try:
            if path == "/metrics":
                self._send(200, CONTENT_TYPE, self.metrics())
            elif path == "/health":
                health = self.health()
                self._send(200 if health.is_well else 503, "application/json", as_json(health))
            else:
                self._send(404, "text/plain", b"/metrics or /health\n")
        except OSError:
            raise
        except Exception:
            # A record that cannot be read is the worst health there is, and must be answered, not hung up on.
            log.exception("the health cannot be told")
            self._send(
                503, "application/json", b'{"healthy": false, "failing": ["The record cannot be read"]}\n'
            )

    def _send(self, status: int, sort: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", sort)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """A line a scrape would drown the log."""
