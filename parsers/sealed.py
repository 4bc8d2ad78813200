"""Mail that was signed or encrypted as a whole: CMS (S/MIME, RFC 5652) told apart and opened, PGP recognised."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

Seal = Literal["signed", "encrypted"]

PGP_START = b"-----BEGIN PGP MESSAGE-----"
# Object identifiers of CMS content (RFC 5652 section 12.1, RFC 5083), as DER has them.
SIGNED = bytes.fromhex("06092a864886f70d010702")
ENCRYPTED = (
    bytes.fromhex("06092a864886f70d010703"),
    bytes.fromhex("06092a864886f70d010706"),
    bytes.fromhex("060b2a864886f70d0109100117"),
)
SEQUENCE, EXPLICIT, OCTETS, CONSTRUCTED_OCTETS = 0x30, 0xA0, 0x04, 0x24
HEAD_BYTES = 40
MAX_DEPTH, MAX_NODES = 12, 200_000


class BrokenSealError(ValueError):
    """The bytes end in the middle of a value, nest deeper than any mail program writes, or overlap."""


def seal_of(content: bytes) -> Seal | None:
    """How the bytes are closed, None where they are neither."""
    head = content[:HEAD_BYTES]
    if head.lstrip().startswith(PGP_START):
        return "encrypted"
    if head[:1] != b"\x30":
        return None
    if SIGNED in head:
        return "signed"
    return "encrypted" if any(name in head for name in ENCRYPTED) else None


def signed_content(content: bytes) -> bytes:
    """What a signed CMS message holds; empty where the signature came beside it. Raises BrokenSealError.

    Never longer than the message. The signature itself is not checked: who a mail is from is settled by the server's
    verdict alone.
    """
    nodes = _Nodes(content)
    signed_at = nodes.child(nodes.child(0, EXPLICIT), SEQUENCE)
    held_at = nodes.child(nodes.child(signed_at, SEQUENCE), EXPLICIT, missing=-1)
    if held_at < 0:
        return b""
    return b"".join(nodes.octets(nodes.body(held_at)[0]))


class _Nodes:
    """The BER values in some bytes, by where they begin; bounded in number, depth and what comes out."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._left = MAX_NODES
        self._octets_left = len(content)

    def child(self, at: int, tag: int, *, missing: int | None = None) -> int:
        """Where the first value with this tag begins inside the one at `at`."""
        for found in self._children(at):
            if self._byte(found) == tag:
                return found
        if missing is None:
            raise BrokenSealError(f"no value {tag:#x}")
        return missing

    def octets(self, at: int, depth: int = 0) -> Iterator[bytes]:
        """The pieces of an octet string, which may come in parts."""
        if depth > MAX_DEPTH:
            raise BrokenSealError("nested too deep")
        if self._byte(at) == OCTETS:
            piece = self._content[slice(*self.body(at))]
            # Pieces that claim to be longer than what they stand in would multiply the bytes.
            self._octets_left -= len(piece)
            if self._octets_left < 0:
                raise BrokenSealError("pieces overlap")
            yield piece
        elif self._byte(at) == CONSTRUCTED_OCTETS:
            for part in self._children(at):
                yield from self.octets(part, depth + 1)

    def body(self, at: int) -> tuple[int, int | None]:
        """(where the value's content begins, where it ends: None where an end mark says so)."""
        self._left -= 1
        if self._left < 0:
            raise BrokenSealError("too many values")
        first = self._byte(at + 1)
        if first < 0x80:
            return at + 2, at + 2 + first
        if first == 0x80:
            return at + 2, None
        count = first & 0x7F
        if count > 8:
            raise BrokenSealError("a length of more than 8 bytes")
        start = at + 2 + count
        end = start + int.from_bytes(self._content[at + 2 : start], "big")
        if end > len(self._content):
            raise BrokenSealError("ends too early")
        return start, end

    def _children(self, at: int) -> Iterator[int]:
        start, end = self.body(at)
        while end is None or start < end:
            if end is None and self._content[start : start + 2] == b"\0\0":
                return
            yield start
            start = self._after(start, 0)

    def _after(self, at: int, depth: int) -> int:
        start, end = self.body(at)
        if end is not None:
            return end
        if depth > MAX_DEPTH:
            raise BrokenSealError("nested too deep")
        while self._content[start : start + 2] != b"\0\0":
            start = self._after(start, depth + 1)
        return start + 2

    def _byte(self, at: int) -> int:
        if at >= len(self._content):
            raise BrokenSealError("ends too early")
        return self._content[at]
