"""The SMTP side against real receivers that fail on purpose."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pytest

from bot.smtp import (
    Outcome,
    SmtpLane,
    SmtpLoginRefused,
    SmtpMisconfigured,
    SmtpSettings,
    SmtpUnavailable,
)
from bot.wire import NeedsOperator, TheirSideDown, WireError
from tests.servers.certificates import make_certificates
from tests.servers.proxy import Proxy
from tests.servers.smtp import SmtpReceiver, Step, smtp_sink

SENDER = "intake@bureau.example"
TO = "anna@architects.example"
RAW = b"From: intake@bureau.example\r\nMessage-ID: <1@bureau.example>\r\n\r\n.dots\r\n..\r\n.\r\nend\r\n"
USERS = {SENDER: "sender-secret"}

T = TypeVar("T")


def settings(receiver: SmtpReceiver, **changes: Any) -> SmtpSettings:
    good = SmtpSettings("127.0.0.1", receiver.port, "none", timeout_seconds=0.5, final_seconds=0.5)
    return replace(good, **changes)


def with_lane(wire: SmtpSettings, work: Callable[[SmtpLane], Coroutine[Any, Any, T]]) -> T:
    async def run() -> T:
        lane = SmtpLane(wire)
        try:
            return await work(lane)
        finally:
            await lane.close()

    return asyncio.run(run())


def send(wire: SmtpSettings, count: int = 1, to: Sequence[str] = (TO,), raw: bytes = RAW) -> list[Outcome]:
    """Outcomes of as many letters, over one lane."""

    async def work(lane: SmtpLane) -> list[Outcome]:
        return [await lane.send(SENDER, to, raw) for _ in range(count)]

    return with_lane(wire, work)


# Plain sending.


def test_a_letter_arrives_as_its_bytes(receiver: SmtpReceiver) -> None:
    (outcome,) = send(settings(receiver), to=[TO, "ben@builders.example"])

    assert (outcome.state, outcome.code, outcome.unserved) == ("sent", 250, ())
    (taken,) = receiver.accepted
    assert (taken.sender, taken.recipients, taken.raw) == (SENDER, (TO, "ben@builders.example"), RAW)


def test_the_connection_is_kept_and_made_anew_after_so_many_letters(receiver: SmtpReceiver) -> None:
    outcomes = send(settings(receiver, letters_a_connection=3), count=7)

    assert [each.is_sent for each in outcomes] == [True] * 7
    assert receiver.connections == 3


@pytest.mark.parametrize(
    ("raw", "arrives"),
    [
        (b"A: b\n\nunix\n", b"A: b\r\n\r\nunix\r\n"),
        (b"A: b\r\n\r\nno end", b"A: b\r\n\r\nno end\r\n"),
        (
            b"A: b\r\n\r\nx\n.\nMAIL FROM:<smuggled@x>\r\n",
            b"A: b\r\n\r\nx\r\n.\r\nMAIL FROM:<smuggled@x>\r\n",
        ),
        (b"A: b\r\n\r\nold mac\r.\rend\r\n", b"A: b\r\n\r\nold mac\r\n.\r\nend\r\n"),
        (b".first\r\n.\r\n", b".first\r\n.\r\n"),
    ],
)
def test_line_ends_cannot_end_a_letter_early(receiver: SmtpReceiver, raw: bytes, arrives: bytes) -> None:
    assert send(settings(receiver), raw=raw)[0].is_sent
    assert [each.raw for each in receiver.accepted] == [arrives]


def test_the_null_sender(receiver: SmtpReceiver) -> None:
    async def work(lane: SmtpLane) -> Outcome:
        return await lane.send("", [TO], RAW)

    assert with_lane(settings(receiver), work).is_sent
    assert receiver.accepted[0].sender == "<>"


def test_addresses_beyond_ascii_and_eight_bits(receiver: SmtpReceiver) -> None:
    raw = "Subject: Grüße\r\n\r\nhällo\r\n".encode()

    (outcome,) = send(settings(receiver), to=["jürgen@bücher.example", "otto@bücher.example"], raw=raw)

    (taken,) = receiver.accepted
    assert outcome.is_sent
    assert taken.recipients == ("jürgen@bücher.example", "otto@xn--bcher-kva.example")
    assert {"SMTPUTF8", "BODY=8BITMIME", f"SIZE={len(raw)}"} <= set(taken.options)
    assert taken.raw == raw


def test_a_server_without_smtputf8_gets_what_it_can_take() -> None:
    with SmtpReceiver(extensions_hidden=("SMTPUTF8", "8BITMIME", "SIZE")) as receiver:
        (outcome,) = send(settings(receiver), to=["jürgen@books.example", TO])

        assert outcome.is_sent
        assert [each.recipient for each in outcome.unserved] == ["jürgen@books.example"]
        assert receiver.accepted[0].recipients == (TO,)
        assert receiver.accepted[0].options == ()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "no at",
        "a@b>\r\nRCPT TO:<c@d",
        "a b@c.example",
        "a@b@c.example",
        "<a@b.example>",
        f"{'x' * 200}@b",
    ],
)
def test_what_is_no_address_is_refused_and_the_others_served(receiver: SmtpReceiver, address: str) -> None:
    alone, together = (
        send(settings(receiver), to=[address])[0],
        send(settings(receiver), to=[address, TO])[0],
    )

    assert alone.state == "refused"
    assert together.is_sent
    assert [(each.recipient, each.is_permanent) for each in together.unserved] == [(address, True)]
    assert [each.recipients for each in receiver.accepted] == [(TO,)]


def test_smtp_sink_takes_letters() -> None:
    with smtp_sink() as port:
        outcomes = send(SmtpSettings("127.0.0.1", port, "none"), count=20)

    assert all(each.is_sent for each in outcomes)


# What goes wrong, where, and what it means.

LATER = "450 4.2.0 try later"
NEVER = "550 5.1.1 no such user"


@pytest.mark.parametrize(
    ("step", "what", "state"),
    [
        ("CONNECT", "drop", "deferred"),
        ("CONNECT", "421 4.3.2 busy", "deferred"),
        ("CONNECT", "554 5.7.1 you are blocked", "deferred"),
        ("CONNECT", "stall", "deferred"),
        ("EHLO", "drop", "deferred"),
        ("EHLO", "421 4.3.2 busy", "deferred"),
        ("MAIL", "drop", "deferred"),
        ("MAIL", "stall", "deferred"),
        ("MAIL", LATER, "deferred"),
        ("MAIL", "421 4.7.0 too much", "deferred"),
        ("MAIL", "503 nested MAIL", "deferred"),
        ("MAIL", "552 5.3.4 too big", "refused"),
        ("RCPT", "drop", "deferred"),
        ("RCPT", LATER, "deferred"),
        ("RCPT", NEVER, "refused"),
        ("RCPT", "421 4.3.2 busy", "deferred"),
        ("DATA", "drop", "deferred"),
        ("DATA", "stall", "deferred"),
        ("DATA", "451 4.3.0 later", "deferred"),
        ("DATA", "554 5.0.0 no", "refused"),
        ("BODY", "552 5.2.3 too big already", "refused"),
        ("END", "451 4.3.0 later", "deferred"),
        ("END", "554 5.7.1 spam", "refused"),
        ("END", "421 4.3.2 shutting down", "deferred"),
        ("BODY", "drop", "undecidable"),
        ("END", "drop", "undecidable"),
        ("END", "stall", "undecidable"),
        ("REPLY", "drop", "undecidable"),
        ("REPLY", "stall", "undecidable"),
        ("REPLY", "what?", "undecidable"),
    ],
)
def test_a_fault_is_judged_by_where_it_strikes(
    receiver: SmtpReceiver, step: Step, what: str, state: str
) -> None:
    """Only after the whole letter was given may a letter without an answer be out; the next one goes out."""
    receiver.fail(step, what)

    first, second = send(settings(receiver), count=2)

    assert first.state == state
    assert first.reason
    assert second.is_sent
    assert len(receiver.accepted) == (2 if step == "REPLY" else 1)


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("what", ["drop", "421 4.4.2 idle too long"])
def test_a_kept_connection_that_died_is_replaced_at_no_risk(
    receiver: SmtpReceiver, step: Step, what: str
) -> None:
    async def work(lane: SmtpLane) -> list[Outcome]:
        first = await lane.send(SENDER, [TO], RAW)
        receiver.fail(step, what)
        return [first, await lane.send(SENDER, [TO], RAW)]

    assert [each.state for each in with_lane(settings(receiver), work)] == ["sent", "sent"]
    assert len(receiver.accepted) == 2


def test_a_kept_connection_is_replaced_once_and_no_more(receiver: SmtpReceiver) -> None:
    async def work(lane: SmtpLane) -> Outcome:
        await lane.send(SENDER, [TO], RAW)
        receiver.fail("MAIL", "drop", times=5)
        return await lane.send(SENDER, [TO], RAW)

    assert with_lane(settings(receiver), work).state == "deferred"
    assert receiver.connections == 2


def test_a_server_that_restarts_between_letters_is_not_noticed(receiver: SmtpReceiver) -> None:
    async def work(lane: SmtpLane) -> list[str]:
        states = [(await lane.send(SENDER, [TO], RAW)).state]
        await asyncio.to_thread(receiver.stop)
        states.append((await lane.send(SENDER, [TO], RAW)).state)
        await asyncio.to_thread(receiver.start)
        return [*states, (await lane.send(SENDER, [TO], RAW)).state]

    assert with_lane(settings(receiver), work) == ["sent", "deferred", "sent"]


def test_one_recipient_refused_and_one_put_off_do_not_stop_the_third(receiver: SmtpReceiver) -> None:
    receiver.fail("RCPT", NEVER, recipient="gone@x.example")
    receiver.fail("RCPT", LATER, recipient="full@x.example")

    (outcome,) = send(settings(receiver), to=["gone@x.example", "full@x.example", TO])

    assert outcome.is_sent
    assert [(each.recipient, each.code, each.is_permanent) for each in outcome.unserved] == [
        ("gone@x.example", 550, True),
        ("full@x.example", 450, False),
    ]
    assert receiver.accepted[0].recipients == (TO,)


def test_when_one_of_all_unserved_may_come_later_the_letter_is_deferred(receiver: SmtpReceiver) -> None:
    receiver.fail("RCPT", NEVER, recipient="gone@x.example")
    receiver.fail("RCPT", LATER, recipient="full@x.example")

    (outcome,) = send(settings(receiver), to=["gone@x.example", "full@x.example"])

    assert outcome.state == "deferred"
    assert [each.is_permanent for each in outcome.unserved] == [True, False]


@pytest.mark.parametrize(
    ("step", "what"),
    [
        ("MAIL", "553 5.7.1 not your address"),
        ("MAIL", "530 5.7.57 Client not authenticated to send mail"),
        ("RCPT", "554 5.7.1 Relay access denied"),
        ("END", "550 5.7.60 Client does not have permissions to send as this sender"),
        ("END", "554 5.2.252 SendAsDenied; intake@bureau.example not allowed to send as other"),
    ],
)
def test_what_a_setting_must_mend_refuses_no_letter(receiver: SmtpReceiver, step: Step, what: str) -> None:
    """It holds for every letter: refusing them would lose all of them until somebody looks."""
    receiver.fail(step, what)

    (outcome,) = send(settings(receiver))

    assert (outcome.state, outcome.needs_operator) == ("deferred", True)


@pytest.mark.parametrize(
    ("code", "text", "throttled"),
    [
        (432, "4.3.2 Concurrent connections limit exceeded", True),
        (451, "4.7.500 Server busy", True),
        (421, "4.3.2 Service not available", True),
        (450, "4.2.0 greylisted", False),
        (550, "5.1.1 too many x", False),
        (451, "4.7.651 The mail server has been temporarily rate limited", True),
        (421, "4.7.26 not authenticated", False),
    ],
)
def test_a_server_that_finds_us_too_eager_is_recognised(code: int, text: str, throttled: bool) -> None:
    assert Outcome("deferred" if code < 500 else "refused", f"{code} {text}", code).is_throttled is throttled


@pytest.mark.parametrize(
    ("step", "what"),
    [
        ("RCPT", "550 5.1.90 You've reached your daily limit for message recipients"),
        ("END", "550 5.7.233 Your tenant has exceeded its daily limit for external recipients"),
        ("END", "554 5.2.0 SubmissionQuotaExceededException"),
    ],
)
def test_a_quota_with_a_permanent_code_refuses_no_letter(
    receiver: SmtpReceiver, step: Step, what: str
) -> None:
    receiver.fail(step, what)

    (outcome,) = send(settings(receiver))

    assert (outcome.state, outcome.is_throttled) == ("deferred", True)


# Through a bad network.


def test_a_connection_cut_after_the_letter_is_undecidable_and_before_it_is_not(
    receiver: SmtpReceiver,
) -> None:
    with Proxy(receiver.port) as proxy:
        wire = settings(receiver, port=proxy.port)
        proxy.cut_when(b"queued as", "to_client")
        after = send(wire)[0]
        proxy.cut_when(b"354 ", "to_client")
        before = send(wire)[0]

    assert (after.state, before.state) == ("undecidable", "deferred")
    assert len(receiver.accepted) == 1


def test_a_letter_that_never_left_our_machine_is_not_undecidable(receiver: SmtpReceiver) -> None:
    """The network swallows a large letter before its final dot: no server may take it, and ours never will."""
    raw = b"Subject: big\r\n\r\n" + (b"x" * 68 + b"\r\n") * 400_000
    with Proxy(receiver.port) as proxy:

        async def work(lane: SmtpLane) -> Outcome:
            sending = asyncio.create_task(lane.send(SENDER, [TO], raw))
            while not receiver.commands:
                await asyncio.sleep(0.001)
            await asyncio.sleep(0.02)
            proxy.stall()
            outcome = await sending
            proxy.resume()
            await asyncio.sleep(0.2)
            return outcome

        outcome = with_lane(settings(receiver, port=proxy.port), work)

    assert outcome.state == "deferred"
    assert receiver.accepted == []


def test_a_cancelled_letter_leaves_no_answer_behind_for_the_next(receiver: SmtpReceiver) -> None:
    receiver.fail("RCPT", "stall", seconds=0.2)

    async def work(lane: SmtpLane) -> Outcome:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(lane.send(SENDER, [TO], RAW), 0.1)
        return await lane.send(SENDER, ["next@x.example"], RAW)

    assert with_lane(settings(receiver), work).is_sent
    assert [each.recipients for each in receiver.accepted] == [("next@x.example",)]


# Getting in.


def opened(wire: SmtpSettings) -> None:
    with_lane(wire, lambda lane: lane.open())


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_login_over_verified_tls(security: Any) -> None:
    with SmtpReceiver(security=security, users=USERS) as receiver:
        wire = settings(
            receiver,
            security=security,
            ca_file=receiver.certificates.authority,
            username=SENDER,
            password=USERS[SENDER],
        )
        assert [each.state for each in send(wire, count=2)] == ["sent", "sent"]
        assert (receiver.accepted[0].over_tls, receiver.accepted[0].authenticated_as) == (True, SENDER)


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_of_another_authority_is_refused(security: Any, tmp_path: Path) -> None:
    strange = make_certificates(tmp_path).authority
    with SmtpReceiver(security=security) as receiver:
        wire = settings(receiver, security=security, ca_file=strange)
        with pytest.raises(NeedsOperator, match="is not trusted"):
            opened(wire)
        outcome = send(wire)[0]

    assert (outcome.state, outcome.needs_operator) == ("deferred", True)


@pytest.mark.parametrize(
    ("changes", "kind", "words"),
    [
        ({"password": "wrong-secret"}, SmtpLoginRefused, "Check username and password"),
        ({"username": "somebody@else.example"}, SmtpLoginRefused, "refused"),
        ({"host": "192.0.2.1"}, NeedsOperator, 'security = "none" is only for'),
        ({"security": "starttls"}, SmtpMisconfigured, "no STARTTLS"),
        ({"security": "tls"}, NeedsOperator, "does not speak TLS"),
    ],
)
def test_what_an_operator_must_mend_is_said_without_the_secret(
    changes: dict[str, Any], kind: type[WireError], words: str, caplog: pytest.LogCaptureFixture
) -> None:
    with SmtpReceiver(users=USERS) as receiver:
        wire = replace(settings(receiver, username=SENDER, password=USERS[SENDER]), **changes)
        with caplog.at_level(logging.DEBUG, "bot"), pytest.raises(kind, match=words) as caught:
            opened(wire)

    assert wire.password not in str(caught.value) + repr(wire) + caplog.text


def test_a_login_that_is_not_possible_now_is_tried_again() -> None:
    with SmtpReceiver(users=USERS) as receiver:
        receiver.fail("AUTH", "454 4.7.0 Temporary authentication failure")
        with pytest.raises(SmtpUnavailable, match="tried again"):
            opened(settings(receiver, username=SENDER, password=USERS[SENDER]))


class Tokens:
    """Gives these, one after the other was discarded."""

    def __init__(self, *tokens: str) -> None:
        self.left = list(tokens)

    def token(self) -> str:
        return self.left[0]

    def discard(self, token: str) -> None:
        if len(self.left) > 1 and self.left[0] == token:
            del self.left[0]


def test_login_by_token() -> None:
    with SmtpReceiver(tokens=lambda user, token: (user, token) == (SENDER, "good")) as receiver:
        wire = settings(receiver, username=SENDER, tokens=Tokens("good"))

        assert send(wire)[0].is_sent
        assert receiver.accepted[0].authenticated_as == SENDER


def test_a_revoked_token_is_replaced_and_a_bad_one_reported() -> None:
    with SmtpReceiver(tokens=lambda _user, token: token == "good") as receiver:
        assert send(settings(receiver, username=SENDER, tokens=Tokens("revoked", "good")))[0].is_sent
        with pytest.raises(SmtpLoginRefused, match="SMTP AUTH") as caught:
            opened(settings(receiver, username=SENDER, tokens=Tokens("bad-token")))

    assert "bad-token" not in str(caught.value)


def test_no_token_now_defers_the_letter() -> None:
    class Down(Tokens):
        def token(self) -> str:
            raise TheirSideDown("the token endpoint is down")

    with SmtpReceiver(tokens=lambda *_: True) as receiver:
        (outcome,) = send(settings(receiver, username=SENDER, tokens=Down()))

    assert (outcome.state, outcome.needs_operator) == ("deferred", False)
    assert "token endpoint" in outcome.reason


def test_three_lanes_send_side_by_side(receiver: SmtpReceiver) -> None:
    async def work() -> list[Outcome]:
        lanes = [SmtpLane(settings(receiver, timeout_seconds=5, final_seconds=5)) for _ in range(3)]
        try:
            return list(await asyncio.gather(*(lane.send(SENDER, [TO], RAW) for lane in lanes)))
        finally:
            await asyncio.gather(*(lane.close() for lane in lanes))

    for step in ("END", "END", "END"):
        receiver.fail(step, "stall", seconds=2)
    begun = time.monotonic()

    assert all(each.is_sent for each in asyncio.run(work()))
    assert time.monotonic() - begun < 5.5
    assert receiver.connections == 3
