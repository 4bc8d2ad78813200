"""One SMTP connection that is kept open, for one letter at a time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from aiosmtplib import SMTP

from bot.smtp.login import BROKEN, abandon, cut, logged_in
from bot.smtp.transaction import Broken, announce, give, with_line_ends
from bot.smtp.values import Outcome, RecipientAnswer, SmtpSettings
from bot.wire import NeedsOperator, WireError

_GOODBYE_SECONDS = 2.0
# No blanks, control characters or brackets, which could smuggle words into a command.
_ADDRESS = re.compile(r"[^\s<>\x00-\x1f\x7f@]{1,128}@[^\s<>\x00-\x1f\x7f@]{1,255}")


class SmtpLane:
    """Opened when needed; made anew after a 421, a drop, a time-out or N letters."""

    def __init__(self, settings: SmtpSettings) -> None:
        self._settings = settings
        self._client: SMTP | None = None
        self._letters = 0

    async def open(self) -> None:
        """Connects and logs in. Raises SmtpUnavailable, SmtpLoginRefused, SmtpMisconfigured, token errors."""
        await self._opened()

    async def close(self) -> None:
        """Ends the connection, politely if the server still listens. Never raises."""
        client, self._client = self._client, None
        if client is None:
            return
        transport = client.transport
        with suppress(*BROKEN):
            if client.is_connected:
                await client.quit(timeout=_GOODBYE_SECONDS)
        # After QUIT the library only begins to close; TLS would wait half a minute for the other side's word.
        cut(transport)
        client.close()

    async def send(self, sender: str, recipients: Sequence[str], raw: bytes) -> Outcome:
        """Sends these bytes; only line ends that are not CRLF are mended. `sender` "" is the null path.

        Never raises for what a server does: that is in the outcome.
        """
        good, bad = _sorted_out(recipients)
        if not good:
            return Outcome("refused", "no recipient is an address", unserved=bad)
        if sender and not _ADDRESS.fullmatch(sender):
            return Outcome("deferred", f"the sender {sender!r} is no address", needs_operator=True)
        try:
            outcome = await self._deliver(sender, good, with_line_ends(raw))
        except WireError as error:
            outcome = Outcome("deferred", str(error), needs_operator=isinstance(error, NeedsOperator))
        except BaseException:
            # Cancelled in the middle: what the server says next belongs to this letter, not to the next.
            self._abandon()
            raise
        return replace(outcome, unserved=bad + outcome.unserved)

    async def _deliver(self, sender: str, recipients: Sequence[str], content: bytes) -> Outcome:
        is_kept = self._client is not None and self._client.is_connected
        try:
            return await self._transact(sender, recipients, content)
        except Broken as broken:
            if not is_kept or broken.timed_out:
                return broken.outcome
        # A kept connection may have died of old age, and the letter was not given: a new one is no risk.
        try:
            return await self._transact(sender, recipients, content)
        except Broken as broken:
            return broken.outcome

    async def _transact(self, sender: str, recipients: Sequence[str], content: bytes) -> Outcome:
        client = await self._ready()
        self._letters += 1
        try:
            announced = await announce(client, sender, recipients, content)
            if not announced.is_sent:
                await self._reset(client)
                return announced
            outcome = await give(client, content, self._settings.final_seconds)
        except Broken:
            self._abandon()
            raise
        if not outcome.is_sent:
            # An answer that came early leaves the rest of the content to be taken for commands.
            self._abandon()
        return replace(outcome, unserved=announced.unserved)

    async def _ready(self) -> SMTP:
        is_spent = self._letters >= self._settings.letters_a_connection
        if self._client is None or not self._client.is_connected or is_spent:
            return await self._opened()
        return self._client

    async def _opened(self) -> SMTP:
        await self.close()
        self._client = client = await logged_in(self._settings)
        self._letters = 0
        return client

    async def _reset(self, client: SMTP) -> None:
        """The server forgets a transaction that was begun and not ended."""
        try:
            await client.rset()
        except BROKEN:
            self._abandon()

    def _abandon(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            abandon(client)


def _sorted_out(recipients: Sequence[str]) -> tuple[list[str], tuple[RecipientAnswer, ...]]:
    """Addresses as they go on the wire, and what is none."""
    good: list[str] = []
    bad: list[RecipientAnswer] = []
    for recipient in dict.fromkeys(recipients):
        on_the_wire = _on_the_wire(recipient)
        if on_the_wire is None:
            bad.append(RecipientAnswer(recipient, 0, "is not an address that SMTP can carry"))
        else:
            good.append(on_the_wire)
    return good, tuple(bad)


def _on_the_wire(address: str) -> str | None:
    """The address, its domain in ASCII where that is enough (RFC 5890); None where it is none."""
    if not _ADDRESS.fullmatch(address):
        return None
    local, _, domain = address.rpartition("@")
    if not local.isascii() or domain.isascii():
        return address
    try:
        return f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return None
