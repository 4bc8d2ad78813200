"""An IMAP and an SMTP server on loopback, in one thread, for the demo: a small City mail system in memory."""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from proxyprotocol.sock import SocketInfo
from pymap.backend.dict import Config, Login
from pymap.backend.dict.filter import FilterSet
from pymap.backend.dict.mailbox import MailboxData, MailboxSet
from pymap.concurrent import Subsystem
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.parsing.specials.flag import Flag, Wildcard
from pymap.user import UserMetadata
from pysasl.hashing import Cleartext

from bot.demo.delivery import AUTHSERV_ID, Delivery, owner, stamped

HOST = "127.0.0.1"
START_SECONDS = 10.0
MAX_MESSAGE_BYTES = 100 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class SentLetter:
    """A mail that left the mailboxes' domain: what the robot sent. `raw` as it came over SMTP."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes
    at: datetime


class _Mailbox(MailboxData):
    """A mailbox that keeps every keyword; the library's own drops what it does not know."""

    @property
    def permanent_flags(self) -> frozenset[Flag]:
        return super().permanent_flags | {Wildcard}


class _Mailboxes(MailboxSet):
    """One user's mailboxes; folders that the robot may move mail to exist from the start."""

    def __init__(self, folders: tuple[str, ...]) -> None:
        super().__init__()
        self._inbox = _Mailbox(self._content_cache, self._thread_cache)
        self._set = {name: _Mailbox(self._content_cache, self._thread_cache) for name in folders}


class _Config(Config):
    """No TLS (loopback only), clear passwords, no look-up of the host's name, no threads."""

    def __init__(self) -> None:
        args = Namespace(passlib_cfg=None, proxy_protocol=None)
        super().__init__(
            args,
            host=HOST,
            port=0,
            demo_data=False,
            demo_user="",
            demo_password="",
            tls_enabled=False,
            reject_dnsbl=False,
            hash_context=Cleartext(),
            subsystem=Subsystem.for_asyncio(),
            cpu_subsystem=Subsystem.for_asyncio(),
        )

    @property
    def greeting(self) -> bytes:
        return b"Demo mail server ready"


class _Reception:
    """What the SMTP server does with a mail: into a mailbox, or out to the world."""

    def __init__(self, mail: EmbeddedMail) -> None:
        self._mail = mail

    async def handle_DATA(self, _server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802
        await self._mail.take(
            raw=bytes(envelope.content),
            sender=envelope.mail_from or "",
            recipients=tuple(envelope.rcpt_tos),
            helo=session.host_name or "localhost",
        )
        return "250 OK"


class EmbeddedMail:
    """IMAP and SMTP for `users` (address -> password), on free loopback ports, while the `with` block lasts.

    Mail to a user's address is stamped and lands in that user's INBOX; mail to anybody else is kept in
    `outgoing`, in order, and handed to `on_letter` (called in the server's thread: keep it short). A mail to
    both goes both ways. `clock` says what the server thinks that the time is: aware; it goes into `Received`
    and INTERNALDATE.
    """

    def __init__(
        self,
        users: Mapping[str, str],
        *,
        folders: tuple[str, ...] = (),
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        on_letter: Callable[[SentLetter], None] | None = None,
    ) -> None:
        self._users = {address.lower(): password for address, password in users.items()}
        self._folders = folders
        self._clock = clock
        self._on_letter = on_letter
        self._letters: list[SentLetter] = []
        self._letter_came = threading.Condition()
        self._boxes: dict[str, _Mailboxes] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._failure: BaseException | None = None
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, name="embedded-mail", daemon=True)
        self.host = HOST
        self.imap_port = 0
        self.smtp_port = 0

    def __enter__(self) -> Self:
        # The library warns at every login about an old name of its own.
        logging.getLogger("mail.log").setLevel(logging.ERROR)
        self._thread.start()
        if not self._started.wait(START_SECONDS):
            raise TimeoutError("the embedded mail servers did not start")
        if self._failure is not None:
            raise RuntimeError("the embedded mail servers did not start") from self._failure
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._loop is not None and self._stop is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    @property
    def outgoing(self) -> tuple[SentLetter, ...]:
        """Every letter that left so far, oldest first."""
        with self._letter_came:
            return tuple(self._letters)

    def wait_for_letters(self, count: int, seconds: float) -> bool:
        """True as soon as `count` letters have left in all, False where they have not after `seconds`."""
        with self._letter_came:
            return self._letter_came.wait_for(lambda: len(self._letters) >= count, seconds)

    def waiting(self, address: str) -> int:
        """How many mails lie in that user's INBOX."""
        inbox = self._boxes[address.lower()]._inbox
        return len(inbox._messages)

    async def take(self, *, raw: bytes, sender: str, recipients: tuple[str, ...], helo: str) -> None:
        """Delivers one mail. Runs in the server's own loop."""
        at = self._clock()
        others = tuple(address for address in recipients if owner(address) not in self._boxes)
        for address in recipients:
            if owner(address) in self._boxes:
                content = stamped(raw, Delivery(address, sender, helo, at))
                inbox = await self._boxes[owner(address)].get_mailbox("INBOX")
                await inbox.append(AppendMessage(content, at), recent=True)
        if others:
            self._keep(SentLetter(sender, others, raw, at))

    def _keep(self, letter: SentLetter) -> None:
        with self._letter_came:
            self._letters.append(letter)
            self._letter_came.notify_all()
        if self._on_letter is not None:
            self._on_letter(letter)

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except Exception as failure:  # noqa: BLE001 - raised again where the servers were started
            self._failure = failure
        finally:
            self._started.set()

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        imap = await self._imap_server()
        smtp = await self._loop.create_server(self._smtp_session, HOST, 0)
        self.imap_port = imap.sockets[0].getsockname()[1]
        self.smtp_port = smtp.sockets[0].getsockname()[1]
        self._started.set()
        await self._stop.wait()
        imap.close()
        smtp.close()
        await _end_sessions()

    async def _imap_server(self) -> asyncio.Server:
        config = _Config()
        config.apply_context()
        login = Login(config)
        for address, password in self._users.items():
            login.users_dict[address] = UserMetadata(config, address, password=password)
            self._boxes[address] = _Mailboxes(self._folders)
            config.set_cache[address] = (self._boxes[address], FilterSet())
        serve = IMAPServer(login, config)

        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            # Answers go out in several small writes: without this each waits for the other side's late ack.
            connection: socket.socket = writer.get_extra_info("socket")
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            # Awaited here: the library's own way starts a task that nothing holds, and Python may drop it.
            await serve(reader, writer, SocketInfo.get(writer, None, unique_id=uuid4().bytes))

        return await asyncio.start_server(connected, HOST, 0)

    def _smtp_session(self) -> SMTP:
        return SMTP(
            _Reception(self),
            hostname=AUTHSERV_ID,
            data_size_limit=MAX_MESSAGE_BYTES,
            enable_SMTPUTF8=True,
            authenticator=self._check_password,
            auth_require_tls=False,
            loop=self._loop,
        )

    def _check_password(
        self, _server: SMTP, _session: Any, _envelope: Any, _mechanism: str, login: Any
    ) -> AuthResult:
        if not isinstance(login, LoginPassword):
            return AuthResult(success=False, handled=False)
        expected = self._users.get(login.login.decode(errors="replace").lower())
        return AuthResult(success=expected is not None and expected.encode() == login.password, handled=False)


async def _end_sessions() -> None:
    """Cancels every open session and waits until each has closed its connection."""
    sessions = asyncio.all_tasks() - {asyncio.current_task()}
    for session in sessions:
        session.cancel()
    await asyncio.gather(*sessions, return_exceptions=True)
    await asyncio.sleep(0)
