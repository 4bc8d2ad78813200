"""A TCP proxy that cuts, stalls and slows connections, for tests of what a bad network does."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Literal, Self

Direction = Literal["to_server", "to_client"]
_CHUNK = 16_384


class _Link:
    """One client's connection and its way on to the server."""

    def __init__(self, client: socket.socket, server: socket.socket) -> None:
        self.client = client
        self.server = server
        self.passed = {"to_server": 0, "to_client": 0}
        self.seen = {"to_server": b"", "to_client": b""}
        self.ended = 0

    def cut(self) -> None:
        """Ends both connections with a reset, as a firewall would."""
        for end in (self.client, self.server):
            with contextlib.suppress(OSError):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            with contextlib.suppress(OSError):
                end.close()


class Proxy:
    """Passes `port` on 127.0.0.1 on to `target`, until told otherwise. All settings may change at any time."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.port = 0
        self.connections = 0
        self.bytes_per_second: float | None = None
        self._refusing = False
        self._flowing = threading.Event()
        self._flowing.set()
        self._cuts: list[Callable[[_Link, Direction], bool]] = []
        self._links: set[_Link] = set()
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._closing = False

    def __enter__(self) -> Self:
        self._run(self._accept)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing = True
        # shutdown, not only close: it wakes the thread that waits in accept.
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.resume()
        self.cut()
        for thread in self._threads:
            thread.join(5)

    def cut(self) -> None:
        """Cuts every connection now."""
        with self._lock:
            links = tuple(self._links)
        for link in links:
            link.cut()

    def cut_after(self, size: int, direction: Direction) -> None:
        """Once: cuts the connection on which this many bytes have passed in this direction."""
        self._cuts.append(lambda link, way: way == direction and link.passed[way] >= size)

    def cut_when(self, words: bytes, direction: Direction) -> None:
        """Once: cuts as soon as these bytes come in this direction; they are not passed on."""
        self._cuts.append(lambda link, way: way == direction and words in link.seen[way])

    def refuse(self, *, on: bool = True) -> None:
        """Cuts new connections at once, or no more."""
        self._refusing = on

    def stall(self) -> None:
        """Nothing passes any more and nobody is told: a dead network."""
        self._flowing.clear()

    def resume(self) -> None:
        """Ends a stall; what waited passes."""
        self._flowing.set()

    def _run(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._closing:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._begin(client)

    def _begin(self, client: socket.socket) -> None:
        try:
            server = socket.create_connection(("127.0.0.1", self.target), timeout=5)
        except OSError:
            client.close()
            return
        server.settimeout(None)
        link = _Link(client, server)
        if self._refusing:
            link.cut()
            return
        for end in (client, server):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with self._lock:
            self._links.add(link)
        self._run(lambda: self._pump(link, "to_server"))
        self._run(lambda: self._pump(link, "to_client"))

    def _pump(self, link: _Link, direction: Direction) -> None:
        source, sink = (link.client, link.server) if direction == "to_server" else (link.server, link.client)
        with contextlib.suppress(OSError):
            while chunk := source.recv(self._chunk_size()):
                self._flowing.wait()
                if self._is_cut(link, direction, chunk):
                    break
                sink.sendall(chunk)
                if self.bytes_per_second:
                    time.sleep(len(chunk) / self.bytes_per_second)
            else:
                # The end of one direction is passed on; the other may still have something to say.
                sink.shutdown(socket.SHUT_WR)
                link.ended += 1
                if link.ended == 1:
                    return
        link.cut()
        with self._lock:
            self._links.discard(link)

    def _chunk_size(self) -> int:
        if not self.bytes_per_second:
            return _CHUNK
        return max(1, min(_CHUNK, int(self.bytes_per_second / 20)))

    def _is_cut(self, link: _Link, direction: Direction, chunk: bytes) -> bool:
        link.passed[direction] += len(chunk)
        # Words may be split between two chunks: the end of the last one is looked at again.
        link.seen[direction] = link.seen[direction][-200:] + chunk
        with self._lock:
            for cut in self._cuts:
                if cut(link, direction):
                    self._cuts.remove(cut)
                    return True
        return False
