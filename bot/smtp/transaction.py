"""One mail transaction (RFC 5321 section 3.3), with the moment told from which on a letter may be out."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace

from aiosmtplib import SMTP, SMTPResponse, SMTPTimeoutError

from bot.smtp.login import BROKEN
from bot.smtp.values import QUOTA, Outcome, RecipientAnswer
from bot.wire import server_text

_HANGS_UP = 421
_TOO_LARGE = 552
# "Unknown command", "bad sequence": server and client are not at the same step; a new connection mends it.
_OUT_OF_STEP = frozenset({500, 503})
_BEGIN = 354


class Broken(Exception):  # noqa: N818 - it never leaves this package
    """The server hung up, said 421 or fell silent before it had the letter: it certainly is not out."""

    def __init__(self, outcome: Outcome, *, timed_out: bool = False) -> None:
        self.outcome = outcome
        self.timed_out = timed_out
        super().__init__(outcome.reason)


async def announce(client: SMTP, sender: str, recipients: Sequence[str], content: bytes) -> Outcome:
    """MAIL, RCPT and DATA. "sent" means here: the server waits for the content.

    Any other outcome is final for this attempt. Raises Broken.
    """
    answer = await _ask(client, b"MAIL", *_mail_words(client, sender, recipients, content))
    if answer.code in _OUT_OF_STEP:
        raise Broken(Outcome("deferred", f"{answer.code} {server_text(answer.message)}", answer.code))
    if answer.code != 250:
        return _sender_refused(answer)
    unserved = tuple([said for recipient in recipients if (said := await _offer(client, recipient))])
    if len(unserved) == len(recipients):
        return _nobody_served(unserved)
    answer = await _ask(client, b"DATA")
    if answer.code != _BEGIN:
        return replace(_not_taken(answer), unserved=unserved)
    return Outcome("sent", unserved=unserved)


async def give(client: SMTP, content: bytes, final_seconds: float) -> Outcome:
    """The content, and what the server says to it. Raises Broken while nothing has been given."""
    protocol, transport = client.protocol, client.transport
    try:
        if protocol is None:
            raise ConnectionError("the connection is closed")
        protocol.write(_stuffed(content))
    except BROKEN as error:
        raise Broken(Outcome("deferred", _hung_up(error))) from error
    try:
        answer = await protocol.read_response(timeout=final_seconds)
    except SMTPTimeoutError as error:
        if isinstance(transport, asyncio.WriteTransport) and transport.get_write_buffer_size():
            # The final dot is still here: without it no server may take a letter.
            raise Broken(Outcome("deferred", _hung_up(error)), timed_out=True) from error
        return Outcome("undecidable", f"no answer within {final_seconds:g} seconds after the whole letter")
    except BROKEN as error:
        return Outcome("undecidable", f"the connection broke after the whole letter ({server_text(error)})")
    if answer.code == 250:
        return Outcome("sent", server_text(answer.message), answer.code)
    return _not_taken(answer)


def with_line_ends(raw: bytes) -> bytes:
    """The same bytes where every line ends in CRLF, as RFC 5321 section 2.3.8 demands; else mended."""
    pairs = raw.count(b"\r\n")
    if raw.count(b"\n") != pairs or raw.count(b"\r") != pairs:
        raw = _LINE_END.sub(b"\r\n", raw)
    return raw if raw.endswith(b"\r\n") else raw + b"\r\n"


def _stuffed(content: bytes) -> bytes:
    """RFC 5321 section 4.5.2: a dot more on lines that begin with one; then the end."""
    stuffed = content.replace(b"\r\n.", b"\r\n..")
    return (b"." if stuffed.startswith(b".") else b"") + stuffed + b".\r\n"


async def _ask(client: SMTP, *words: bytes) -> SMTPResponse:
    try:
        answer = await client.execute_command(*words)
    except BROKEN as error:
        timed_out = isinstance(error, SMTPTimeoutError)
        raise Broken(Outcome("deferred", _hung_up(error)), timed_out=timed_out) from error
    if answer.code == _HANGS_UP:
        raise Broken(_not_taken(answer))
    return answer


async def _offer(client: SMTP, recipient: str) -> RecipientAnswer | None:
    """None: the server takes letters for this recipient."""
    if not recipient.isascii() and not client.supports_extension("smtputf8"):
        return RecipientAnswer(recipient, 0, "the server takes no addresses beyond ASCII")
    answer = await _ask(client, b"RCPT", b"TO:<" + recipient.encode() + b">")
    if answer.code in (250, 251):
        return None
    return RecipientAnswer(recipient, answer.code, server_text(answer.message))


def _mail_words(client: SMTP, sender: str, recipients: Sequence[str], content: bytes) -> list[bytes]:
    words = [b"FROM:<" + sender.encode() + b">"]
    if client.supports_extension("size"):
        words.append(f"SIZE={len(content)}".encode())
    if not content.isascii() and client.supports_extension("8bitmime"):
        words.append(b"BODY=8BITMIME")
    is_ascii = sender.isascii() and all(map(str.isascii, recipients))
    if not is_ascii and client.supports_extension("smtputf8"):
        words.append(b"SMTPUTF8")
    return words


def _sender_refused(answer: SMTPResponse) -> Outcome:
    """The sender is the office in every letter: what is wrong with it is not this letter's fault."""
    outcome = _not_taken(answer)
    if outcome.state == "deferred" or answer.code == _TOO_LARGE:
        return outcome
    return replace(outcome, state="deferred", needs_operator=True)


def _nobody_served(unserved: tuple[RecipientAnswer, ...]) -> Outcome:
    reason = "; ".join(f"{each.recipient}: {each.code} {each.text}" for each in unserved)
    code = unserved[0].code
    if _NOT_OUR_SERVER.search(reason):
        return Outcome("deferred", reason, code, unserved, needs_operator=True)
    is_final = all(each.is_permanent for each in unserved) and not QUOTA.search(reason)
    state = "refused" if is_final else "deferred"
    return Outcome(state, reason, code, unserved)  # type: ignore[arg-type]


def _not_taken(answer: SMTPResponse) -> Outcome:
    reason = f"{answer.code} {server_text(answer.message)}"
    if not 500 <= answer.code < 600:
        return Outcome("deferred", reason, answer.code)
    if QUOTA.search(reason):
        return Outcome("deferred", reason, answer.code)
    if _NOT_ALLOWED.search(reason):
        return Outcome("deferred", reason, answer.code, needs_operator=True)
    return Outcome("refused", reason, answer.code)


def _hung_up(error: Exception) -> str:
    return f"the connection broke before the server had the letter ({server_text(error)})"


_LINE_END = re.compile(rb"\r\n|\n|\r")
# We may not send as this sender, or not at all: the same for every letter, and a setting mends it.
_NOT_ALLOWED = re.compile(
    r"SendAsDenied|permissions? to send as|\b5\.7\.(57|60)\b|^5(30|35|38) |authentication required",
    re.IGNORECASE,
)
_NOT_OUR_SERVER = re.compile(
    r"relay(ing)?( access)? denied|unable to relay|not permitted to relay|: 530 ", re.IGNORECASE
)
