"""The demo's mail servers: real clients log in, fetch, mark, idle, send; nothing stays behind."""

from __future__ import annotations

import contextlib
import smtplib
import socket
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from imapclient import IMAPClient
from imapclient.exceptions import LoginError

from bot.demo.delivery import AUTHSERV_ID, Delivery, stamped
from bot.demo.servers import EmbeddedMail, SentLetter

INTAKE = "intake@city.example"
INSPECTIONS = "inspections@city.example"
USERS = {INTAKE: "one", INSPECTIONS: "two"}
MAIL = b"From: Lee <lee@fernhill.example>\r\nTo: x\r\nSubject: Hello\r\n\r\nBody\r\n.dot\r\n"
AT = datetime(2026, 3, 2, 16, 14, 30, tzinfo=UTC)


@pytest.fixture
def mail() -> Iterator[EmbeddedMail]:
    with EmbeddedMail(USERS, folders=("Done",), clock=lambda: AT) as servers:
        yield servers


def send(
    mail: EmbeddedMail, *recipients: str, sender: str = "lee@fernhill.example", raw: bytes = MAIL
) -> None:
    with smtplib.SMTP(mail.host, mail.smtp_port, local_hostname="fernhill.example", timeout=5) as client:
        client.sendmail(sender, recipients, raw)


@contextlib.contextmanager
def inbox(mail: EmbeddedMail, address: str = INTAKE) -> Iterator[IMAPClient]:
    client = IMAPClient(mail.host, mail.imap_port, ssl=False, timeout=5)
    client._imap.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        client.login(address, USERS[address])
        client.select_folder("INBOX")
        yield client
    finally:
        client.shutdown()


def content(client: IMAPClient, uid: int) -> bytes:
    return bytes(client.fetch([uid], ["BODY.PEEK[]"])[uid][b"BODY[]"])


def test_mail_from_outside_lands_in_the_mailbox_with_its_trace(mail: EmbeddedMail) -> None:
    send(mail, INTAKE)
    with inbox(mail) as client:
        (uid,) = client.search("ALL")
        raw = content(client, uid)
    assert raw.startswith(b"Return-Path: <lee@fernhill.example>\r\nDelivered-To: intake@city.example\r\n")
    assert b"dmarc=pass header.from=fernhill.example" in raw
    assert b"for <intake@city.example>; Mon, 02 Mar 2026 16:14:30 +0000" in raw
    assert raw.endswith(MAIL)
    assert mail.outgoing == ()


def test_internal_date_is_the_servers_clock(mail: EmbeddedMail) -> None:
    send(mail, INTAKE)
    with inbox(mail) as client:
        client.normalise_times = False
        (uid,) = client.search("ALL")
        date = client.fetch([uid], ["INTERNALDATE"])[uid][b"INTERNALDATE"]
    assert date == AT


def test_letter_to_somebody_else_is_kept_in_order_and_told() -> None:
    told: list[SentLetter] = []
    with EmbeddedMail(USERS, on_letter=told.append) as mail:
        send(mail, "a@example.com", sender=INTAKE)
        send(mail, "b@example.com", "c@example.com", sender=INSPECTIONS)
        assert mail.wait_for_letters(2, seconds=5)
        assert [letter.recipients for letter in mail.outgoing] == [
            ("a@example.com",),
            ("b@example.com", "c@example.com"),
        ]
        assert told == list(mail.outgoing)
        assert mail.outgoing[0].raw == MAIL


def test_waiting_for_letters_that_never_come_says_so(mail: EmbeddedMail) -> None:
    assert not mail.wait_for_letters(1, seconds=0.01)


def test_reply_address_with_a_tag_reaches_its_mailbox(mail: EmbeddedMail) -> None:
    send(mail, "Intake+a1b2@city.example")
    assert (mail.waiting(INTAKE), mail.waiting(INSPECTIONS)) == (1, 0)


def test_keyword_of_ours_is_kept_and_found_by_another_client(mail: EmbeddedMail) -> None:
    send(mail, INTAKE)
    with inbox(mail) as client:
        (uid,) = client.search("ALL")
        client.add_flags([uid], [b"FppBotDone"])
    with inbox(mail) as other:
        assert b"FppBotDone" in other.fetch([uid], ["FLAGS"])[uid][b"FLAGS"]
        assert other.search(["UNKEYWORD", "FppBotDone"]) == []


def test_mail_can_be_moved_to_a_folder(mail: EmbeddedMail) -> None:
    send(mail, INTAKE)
    with inbox(mail) as client:
        client.move(client.search("ALL"), "Done")
        assert client.search("ALL") == []
        client.select_folder("Done")
        assert len(client.search("ALL")) == 1


def test_idling_client_is_told_of_new_mail_at_once(mail: EmbeddedMail) -> None:
    with inbox(mail) as client:
        client.idle()
        send(mail, INTAKE)
        started = time.monotonic()
        answers = client.idle_check(timeout=5)
        assert (1, b"EXISTS") in answers
        assert time.monotonic() - started < 4.5
        client.idle_done()


def test_wrong_password_is_refused(mail: EmbeddedMail) -> None:
    client = IMAPClient(mail.host, mail.imap_port, ssl=False, timeout=5)
    with pytest.raises(LoginError):
        client.login(INTAKE, "wrong")
    client.shutdown()


@pytest.mark.parametrize(("password", "code"), [("one", 235), ("wrong", 535)])
def test_smtp_login_is_checked(mail: EmbeddedMail, password: str, code: int) -> None:
    with smtplib.SMTP(mail.host, mail.smtp_port, local_hostname="bot.example", timeout=5) as client:
        client.ehlo()
        client.user, client.password = INTAKE, password
        try:
            answer = client.auth("PLAIN", client.auth_plain)[0]
        except smtplib.SMTPAuthenticationError as refused:
            answer = refused.smtp_code
    assert answer == code


@pytest.mark.parametrize(
    ("sender", "from_header", "result"),
    [
        ("lee@fernhill.example", b"Lee <lee@Fernhill.example>", b"dmarc=pass"),
        ("bulk@forge.test", b"Alex <alex@city.example>", b"dmarc=fail"),
        ("", b"MAILER-DAEMON@fernhill.example", b"dmarc=pass"),
        ("lee@fernhill.example", b"nobody", b"dmarc=fail"),
    ],
)
def test_authentication_result_is_true(sender: str, from_header: bytes, result: bytes) -> None:
    delivery = Delivery(INTAKE, sender, "fernhill.example", AT)
    raw = stamped(b"From: " + from_header + b"\r\n\r\nx\r\n", delivery)
    assert raw.count(b"Authentication-Results:") == 1
    assert result in raw


def test_results_that_pretend_to_be_ours_are_taken_out() -> None:
    forged = (
        b"Authentication-Results: mail.city.example;\r\n dmarc=pass\r\n"
        b"Authentication-Results: mx.other.example; dmarc=none\r\nFrom: a@b.example\r\n\r\nx\r\n"
    )
    raw = stamped(forged, Delivery(INTAKE, "z@forge.test", "forge.test", AT))
    assert raw.count(AUTHSERV_ID.encode() + b";") == 1
    assert b"mx.other.example; dmarc=none" in raw
    assert b"dmarc=fail" in raw


def test_servers_leave_no_thread() -> None:
    before = set(threading.enumerate())
    with EmbeddedMail(USERS) as mail, inbox(mail) as client:
        client.idle()
    assert set(threading.enumerate()) == before


def test_ports_are_closed_after_the_end() -> None:
    with EmbeddedMail(USERS) as mail:
        ports = (mail.imap_port, mail.smtp_port)
    for port in ports:
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((mail.host, port), timeout=2).close()


def test_two_can_run_side_by_side() -> None:
    with EmbeddedMail(USERS) as one, EmbeddedMail(USERS) as two:
        send(one, INTAKE)
        assert (one.waiting(INTAKE), two.waiting(INTAKE)) == (1, 0)


def test_clock_may_move_between_mails() -> None:
    now = [AT]
    with EmbeddedMail(USERS, clock=lambda: now[0]) as mail:
        send(mail, INTAKE)
        now[0] = AT + timedelta(hours=3)
        send(mail, INTAKE)
        with inbox(mail) as client:
            last = client.search("ALL")[-1]
            assert b"19:14:30 +0000" in content(client, last)
