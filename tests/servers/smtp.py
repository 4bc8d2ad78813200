"""SMTP receivers for tests: aiosmtpd with scripted faults, and Postfix's smtp-sink for speed."""

from __future__ import annotations

import asyncio
import base64
import os
import signal
import socket
import ssl
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.servers.certificates import make_certificates
from tests.servers.programs import free_port, program

Step = Literal["CONNECT", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "BODY", "END", "REPLY"]
"""Where a fault strikes. DATA: before the 354. BODY: in the middle of the content, before the final dot.
END: the whole content is there and is not taken. REPLY: it is taken, and the client is not told."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A mail that the receiver has taken responsibility for."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes
    options: tuple[str, ...]
    authenticated_as: str | None
    over_tls: bool


@dataclass(slots=True)
class Fault:
    """What goes wrong at a step: a reply (a 421 also hangs up), `drop` or `stall`; `times` is counted down."""

    step: Step
    what: str
    times: int = 1
    recipient: str | None = None
    seconds: float = 3600.0


class SmtpReceiver:
    """An SMTP server in a thread. `accepted` is what it took, in order; `fail` scripts what goes wrong."""

    def __init__(
        self,
        *,
        security: Literal["none", "starttls", "tls"] = "none",
        users: Mapping[str, str] | None = None,
        tokens: Callable[[str, str], bool] | None = None,
        extensions_hidden: tuple[str, ...] = (),
    ) -> None:
        """`users`: AUTH is required, name to password. `tokens`: XOAUTH2 by this test of user and token."""
        self.accepted: list[Accepted] = []
        self.connections = 0
        self.commands: list[str] = []
        self.users = dict(users or {})
        self.tokens = tokens
        self.needs_login = bool(users) or tokens is not None
        self.hidden = extensions_hidden
        self.port = 0
        self._security = security
        self._faults: list[Fault] = []
        self._lock = threading.Lock()
        self._folder = tempfile.TemporaryDirectory(prefix="smtp-")
        self.certificates = make_certificates(Path(self._folder.name))
        self._sessions: set[_Conversation] = set()
        self._loop = asyncio.new_event_loop()
        self._server: asyncio.Server | None = None
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        asyncio.run_coroutine_threadsafe(_cancel_others(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()
        self._folder.cleanup()

    def start(self) -> None:
        """Listens; after `stop` on the same port again."""
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)

    def stop(self) -> None:
        """Stops listening and cuts every connection."""
        asyncio.run_coroutine_threadsafe(self._hang_up(), self._loop).result(10)

    def fail(
        self,
        step: Step,
        what: str,
        *,
        times: int = 1,
        recipient: str | None = None,
        seconds: float = 3600.0,
    ) -> None:
        """At this step, `times` times: answer `what`, or `drop`, or `stall` for `seconds` and go on."""
        with self._lock:
            self._faults.append(Fault(step, what, times, recipient, seconds))

    def heal(self) -> None:
        """Forgets all faults that have not happened yet."""
        with self._lock:
            self._faults.clear()

    def next_fault(self, step: Step, recipient: str | None = None) -> Fault | None:
        """Takes the first fault that fits."""
        with self._lock:
            for fault in self._faults:
                if fault.step == step and fault.recipient in (None, recipient):
                    fault.times -= 1
                    if fault.times <= 0:
                        self._faults.remove(fault)
                    return fault
        return None

    async def _listen(self) -> None:
        context = self.certificates.server_context()
        self._server = await self._loop.create_server(
            lambda: self._conversation(context),
            "127.0.0.1",
            self.port,
            ssl=context if self._security == "tls" else None,
        )
        self.port = self._server.sockets[0].getsockname()[1]

    def _conversation(self, context: ssl.SSLContext) -> _Conversation:
        made = _Conversation(self, self._loop, context if self._security == "starttls" else None)
        self._sessions.add(made)
        return made

    async def _hang_up(self) -> None:
        if self._server is not None:
            self._server.close()
        for session in tuple(self._sessions):
            session.drop()
        await asyncio.sleep(0)


class _Conversation(SMTP):
    """One connection. Every step first asks whether something is to go wrong there."""

    def __init__(
        self, receiver: SmtpReceiver, loop: asyncio.AbstractEventLoop, tls: ssl.SSLContext | None
    ) -> None:
        super().__init__(
            _Taking(receiver),
            hostname="receiver.example",
            ident="receiver",
            loop=loop,
            enable_SMTPUTF8=True,
            tls_context=tls,
            require_starttls=tls is not None,
            auth_require_tls=tls is not None,
            authenticator=_authenticator(receiver),
            auth_exclude_mechanism=() if receiver.tokens else ("XOAUTH2",),
        )
        self._receiver = receiver

    @property
    def is_encrypted(self) -> bool:
        return self.transport is not None and self.transport.get_extra_info("sslcontext") is not None

    def drop(self) -> None:
        """Cuts the connection with a reset."""
        transport = self._original_transport if self._tls_protocol else self.transport
        if isinstance(transport, asyncio.Transport):
            transport.abort()

    def connection_lost(self, error: Exception | None) -> None:
        self._receiver._sessions.discard(self)
        super().connection_lost(error)

    async def _handle_client(self) -> None:
        self._receiver.connections += 1
        if not await self._fails("CONNECT"):
            await super()._handle_client()

    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802 - names that aiosmtpd looks for
        if not await self._fails("EHLO"):
            await super().smtp_EHLO(hostname)

    async def smtp_AUTH(self, arg: str) -> None:  # noqa: N802
        if not await self._fails("AUTH"):
            await super().smtp_AUTH(arg)

    async def smtp_MAIL(self, arg: str | None) -> None:  # noqa: N802
        self._receiver.commands.append(f"MAIL {arg}")
        if not await self._fails("MAIL"):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str | None) -> None:  # noqa: N802
        recipient = (arg or "").partition("<")[2].partition(">")[0]
        if not await self._fails("RCPT", recipient):
            await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        if await self._fails("DATA"):
            return
        fault = self._receiver.next_fault("BODY")
        if fault is None:
            await super().smtp_DATA(arg)
            return
        await self.push("354 Begin")
        await self._reader.read(1)
        await self._strike(fault)

    async def _fails(self, step: Step, recipient: str | None = None) -> bool:
        fault = self._receiver.next_fault(step, recipient)
        return fault is not None and await self._strike(fault)

    async def _strike(self, fault: Fault) -> bool:
        """True: the step is over."""
        if fault.what == "stall":
            await asyncio.sleep(fault.seconds)
            return False
        if fault.what == "drop":
            self.drop()
            return True
        await self.push(fault.what)
        if fault.what.startswith("421") and self.transport is not None:
            self.transport.close()
        return True


class _Taking:
    """What aiosmtpd calls at each step (its names and arguments)."""

    def __init__(self, receiver: SmtpReceiver) -> None:
        self._receiver = receiver

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [line for line in responses if line[4:].partition(" ")[0] not in self._receiver.hidden]

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self._receiver.needs_login and not session.authenticated:
            return "530 5.7.0 Authentication required"
        # aiosmtpd takes an empty sender for "no MAIL yet".
        envelope.mail_from = address or "<>"
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_DATA(self, server: _Conversation, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if await server._fails("END"):
            # The step has answered or hung up; aiosmtpd would answer once more.
            raise asyncio.CancelledError
        content = envelope.original_content or b""
        self._receiver.accepted.append(
            Accepted(
                envelope.mail_from or "",
                tuple(envelope.rcpt_tos),
                content,
                tuple(envelope.mail_options),
                getattr(session, "auth_data", None),
                server.is_encrypted,
            )
        )
        if await server._fails("REPLY"):
            raise asyncio.CancelledError
        return f"250 2.0.0 queued as {len(self._receiver.accepted)}"

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802
        return await _xoauth2(self._receiver, server, args)


async def _xoauth2(receiver: SmtpReceiver, server: SMTP, args: list[str]) -> AuthResult:
    words = base64.b64decode(args[1]).decode().split("\x01")
    user, token = words[0].removeprefix("user="), words[1].removeprefix("auth=Bearer ")
    if receiver.tokens is not None and receiver.tokens(user, token):
        return AuthResult(success=True, auth_data=user)
    await server.push("334 eyJzdGF0dXMiOiI0MDEifQ==")
    await server._reader.readline()
    return AuthResult(success=False, handled=False, message="535 5.7.3 Authentication unsuccessful")


def _authenticator(receiver: SmtpReceiver) -> Callable[..., AuthResult]:
    def check(
        server: SMTP, session: Session, envelope: Envelope, mechanism: str, login: LoginPassword
    ) -> AuthResult:
        name, password = login.login.decode(), login.password.decode()
        if receiver.users.get(name) == password:
            return AuthResult(success=True, auth_data=name)
        return AuthResult(success=False, handled=False)

    return check


async def _cancel_others() -> None:
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


@contextmanager
def smtp_sink() -> Iterator[int]:
    """Postfix's smtp-sink on a loopback port, which is the value: takes everything and forgets it."""
    for _ in range(5):
        port = free_port()
        user = ("-u", "nobody") if os.geteuid() == 0 else ()
        sink = subprocess.Popen(
            [program("smtp-sink"), *user, "-4", f"127.0.0.1:{port}", "128"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        if _listens(port, sink):
            break
    else:
        raise RuntimeError("smtp-sink did not start")
    try:
        yield port
    finally:
        sink.send_signal(signal.SIGKILL)
        sink.wait()


def _listens(port: int, process: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
            return connection.recv(3) == b"220"
        time.sleep(0.005)
    return False
