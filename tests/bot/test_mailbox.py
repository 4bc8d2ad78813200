"""The IMAP side against a real Dovecot."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from bot.mailbox import (
    FetchedMail,
    FolderRebuilt,
    LoginRefused,
    Mailbox,
    MailboxError,
    MailboxMisconfigured,
    MailboxSettings,
    MailboxUnavailable,
)
from bot.mailbox import folder as folder_work
from bot.wire import NeedsOperator
from tests.servers.certificates import make_certificates
from tests.servers.dovecot import Dovecot
from tests.servers.proxy import Proxy

USER = "intake@bureau.example"
OTHER = "inspections@bureau.example"


TWO_RECEIVED = (
    b"Received: from a by b;\r\n\tMon, 2 Mar 2026 08:14:00 -0800\r\n"
    b"Received: x; Sun, 1 Mar 2026 00:00:00 +0000\r\n\r\nReceived: body; Sat, 28 Feb 2026 00:00:00 +0000"
)


def settings(server: Dovecot, **changes: Any) -> MailboxSettings:
    """Good for the first user; change what the test is about."""
    good = MailboxSettings(
        address=USER,
        host="127.0.0.1",
        port=server.port,
        username=USER,
        security="none",
        password=server.users[USER],
        timeout_seconds=5,
    )
    return replace(good, **changes)


def mail(number: int = 1, size: int = 0) -> bytes:
    body = f"Mail number {number}\r\n" + "x" * 70 * (size // 72) + "\r\n"
    return f"From: a@b.example\r\nSubject: {number}\r\n\r\n{body}".encode()


@pytest.fixture
def mailbox(dovecot: Dovecot) -> Iterator[Mailbox]:
    with Mailbox(settings(dovecot)) as opened:
        yield opened


# Taking mail.


def test_an_empty_folder_has_no_uids(mailbox: Mailbox) -> None:
    state = mailbox.state()

    assert (state.messages, state.uid_next, mailbox.uids_after(0)) == (0, 1, [])


def test_uids_come_oldest_first_and_only_above_the_mark(dovecot: Dovecot, mailbox: Mailbox) -> None:
    dovecot.drop(USER, [mail(number) for number in range(5)])

    assert mailbox.uids_after(0) == [1, 2, 3, 4, 5]
    assert mailbox.uids_after(3) == [4, 5]
    assert mailbox.uids_after(5) == []


def test_a_mail_that_arrives_later_is_found_on_the_same_connection(
    dovecot: Dovecot, mailbox: Mailbox
) -> None:
    dovecot.deliver(USER, mail(1))
    assert mailbox.uids_after(0) == [1]

    dovecot.deliver(USER, mail(2))

    assert mailbox.uids_after(1) == [2]
    assert mailbox.state().uid_next == 3


def test_many_mails_are_searched_in_parts(
    dovecot: Dovecot, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_work, "MESSAGES_A_SEARCH", 4)
    dovecot.drop(USER, [mail(number) for number in range(30)])
    mailbox.state()
    dovecot.expunge(USER, *range(3, 15), 28)
    left = [1, 2, *range(15, 28), 29, 30]

    assert mailbox.uids_after(0) == left
    assert mailbox.uids_after(20) == [uid for uid in left if uid > 20]
    assert mailbox.uids_after(29) == [30]
    assert mailbox.uids_after(30) == []


def test_uids_after_everything_was_expunged(dovecot: Dovecot, mailbox: Mailbox) -> None:
    dovecot.drop(USER, [mail(1), mail(2)])
    assert mailbox.uids_after(0) == [1, 2]

    dovecot.expunge(USER, 1, 2)

    assert mailbox.uids_after(0) == []


def test_mails_come_whole_in_order_and_unseen(dovecot: Dovecot, mailbox: Mailbox) -> None:
    raws = [mail(number, size) for number, size in enumerate((0, 7_000, 5_000_000, 10, 3_000_000, 3_000_000))]
    dovecot.drop(USER, raws)
    uids = mailbox.uids_after(0)

    fetched = list(mailbox.fetch(uids))

    assert [(each.uid, each.raw, each.problem) for each in fetched] == [
        (uid, raw, "") for uid, raw in zip(uids, raws, strict=True)
    ]
    assert not any(r"\Seen" in flags for flags in dovecot.flags(USER).values())


def test_bytes_of_every_kind_arrive_as_they_were_sent(dovecot: Dovecot, mailbox: Mailbox) -> None:
    raw = (
        b'Subject: \xff\xfe (){5} "\r\n\r\n'
        + bytes(range(1, 256)).replace(b"\n", b"").replace(b"\r", b"")
        + b"\r\n"
    )
    dovecot.append(USER, raw, datetime.now(UTC))

    assert [each.raw for each in mailbox.fetch(mailbox.uids_after(0))] == [raw]


@pytest.mark.parametrize(
    "received_at",
    [
        datetime(2026, 3, 2, 8, 14, tzinfo=timezone(timedelta(hours=-8))),
        datetime(2026, 7, 1, 23, 59, 59, tzinfo=timezone(timedelta(hours=5, minutes=30))),
        datetime(2026, 11, 1, 1, 30, tzinfo=timezone(timedelta(hours=-7))),
    ],
)
def test_receipt_is_the_moment_that_the_server_says(
    dovecot: Dovecot, mailbox: Mailbox, received_at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever zone the daemon's machine is in: a charge hangs on it."""
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    time.tzset()
    dovecot.append(USER, mail(), received_at)

    (fetched,) = mailbox.fetch(mailbox.uids_after(0))
    monkeypatch.undo()
    time.tzset()

    assert fetched.received_at == received_at
    assert fetched.received_at.tzinfo is UTC


@pytest.mark.parametrize(
    ("answer", "raw", "expected"),
    [
        ({b"INTERNALDATE": datetime(2026, 3, 2, 8, 14)}, b"", datetime(2026, 3, 2, 8, 14, tzinfo=UTC)),  # noqa: DTZ001
        (
            {},
            TWO_RECEIVED,
            datetime(2026, 3, 2, 16, 14, tzinfo=UTC),
        ),
    ],
)
def test_receipt_without_zone_or_internaldate(
    answer: dict[bytes, Any], raw: bytes, expected: datetime
) -> None:
    assert folder_work._received_at(answer, raw) == expected


def test_a_mail_expunged_before_the_fetch_is_left_out_and_logged(
    dovecot: Dovecot, mailbox: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    dovecot.drop(USER, [mail(1), mail(2), mail(3)])
    uids = mailbox.uids_after(0)
    dovecot.expunge(USER, 2)

    with caplog.at_level(logging.INFO, "fpp_bot.mailbox"):
        fetched = [each.uid for each in mailbox.fetch(uids)]

    assert fetched == [1, 3]
    assert "uid=2 is gone" in caplog.text


def test_a_mail_expunged_in_mid_fetch_is_left_out(dovecot: Dovecot, mailbox: Mailbox) -> None:
    dovecot.drop(USER, [mail(1, 4_000_000), mail(2, 4_000_000), mail(3, 4_000_000)])
    fetching = mailbox.fetch(mailbox.uids_after(0))
    first = next(fetching)

    dovecot.expunge(USER, 2)

    assert [first.uid, *(each.uid for each in fetching)] == [1, 3]


@pytest.mark.parametrize("size_is_known", [True, False])
def test_a_mail_that_the_server_cannot_read_does_not_stop_those_behind_it(
    dovecot: Dovecot, mailbox: Mailbox, size_is_known: bool
) -> None:
    """It lies there, so to skip it in silence would lose it: it comes empty, with its problem."""
    dovecot.drop(USER, [mail(1), mail(2), mail(3)])
    uids = mailbox.uids_after(0)
    if size_is_known:
        assert len(mailbox.sizes(uids)) == 3
    dovecot.break_mail(USER, 1)

    hang_ups = 0
    found: list[FetchedMail] = []
    while not found:
        try:
            found = list(mailbox.fetch(uids))
        except MailboxUnavailable:
            hang_ups += 1
            mailbox.open()

    assert [(each.uid, each.raw) for each in found] == [(1, mail(1)), (2, b""), (3, mail(3))]
    assert [bool(each.problem) for each in found] == [False, True, False]
    assert 1 <= hang_ups <= 4


def test_a_bad_network_makes_no_mail_suspect_for_long(dovecot: Dovecot) -> None:
    dovecot.drop(USER, [mail(1, 2_000_000)])
    with Proxy(dovecot.port) as proxy:
        mailbox = Mailbox(settings(dovecot, port=proxy.port))
        for _ in range(5):
            mailbox.open()
            proxy.cut_after(1_000_000, "to_client")
            with pytest.raises(MailboxUnavailable):
                list(mailbox.fetch([1]))
        mailbox.open()

        assert [each.raw for each in mailbox.fetch([1])] == [mail(1, 2_000_000)]
        mailbox.close()


def test_a_mail_over_the_limit_is_cut_and_says_so(dovecot: Dovecot) -> None:
    dovecot.drop(USER, [mail(1), mail(2, 100_000), mail(3)])

    with Mailbox(settings(dovecot, max_bytes=50_000)) as mailbox:
        fetched = list(mailbox.fetch([1, 2, 3]))

    assert [(each.uid, len(each.raw) <= 50_000) for each in fetched] == [(1, True), (2, True), (3, True)]
    assert len(fetched[1].raw) == 50_000
    assert "longer than 50000 bytes" in fetched[1].problem
    assert fetched[0].raw == mail(1)
    assert fetched[2].raw == mail(3)


def test_a_mail_over_a_small_limit_spoils_no_other_of_its_batch(dovecot: Dovecot) -> None:
    dovecot.drop(USER, [mail(1), mail(2, 9_000), mail(3)])

    with Mailbox(settings(dovecot, max_bytes=5_000)) as mailbox:
        fetched = list(mailbox.fetch([1, 2, 3]))

    assert [(each.uid, len(each.raw), bool(each.problem)) for each in fetched] == [
        (1, len(mail(1)), False),
        (2, 5_000, True),
        (3, len(mail(3)), False),
    ]


# Numbers that stop meaning what they meant.


def test_a_rebuilt_folder_has_another_uid_validity(dovecot: Dovecot) -> None:
    dovecot.drop(USER, [mail(1), mail(2)])
    with Mailbox(settings(dovecot)) as mailbox:
        before = mailbox.state()
    dovecot.rebuild(USER)

    with Mailbox(settings(dovecot)) as mailbox:
        after = mailbox.state()

        assert after.uid_validity != before.uid_validity
        with pytest.raises(FolderRebuilt, match="rebuilt"):
            mailbox.mark([1], uid_validity=before.uid_validity)
        with pytest.raises(FolderRebuilt):
            next(mailbox.fetch([1], uid_validity=before.uid_validity))
        assert mailbox.uids_after(0, uid_validity=after.uid_validity) == [1, 2]
    assert "FppBotDone" not in str(dovecot.flags(USER))


# Marking.


def test_done_mails_get_the_keyword(dovecot: Dovecot, mailbox: Mailbox) -> None:
    dovecot.drop(USER, [mail(number) for number in range(450)])
    done = [uid for uid in mailbox.uids_after(0) if uid != 7]

    assert mailbox.mark(done) == "keyword"
    assert mailbox.mark(done) == "keyword"

    marked = {uid for uid, flags in dovecot.flags(USER).items() if "FppBotDone" in flags}
    assert marked == set(done)
    assert mailbox.uids_after(0) == list(range(1, 451))


def test_marking_what_is_gone_does_no_harm(dovecot: Dovecot, mailbox: Mailbox) -> None:
    dovecot.drop(USER, [mail(1), mail(2)])
    mailbox.uids_after(0)
    dovecot.expunge(USER, 1)

    assert mailbox.mark([1, 2, 99]) == "keyword"


@pytest.mark.parametrize(
    ("rights", "read_only"), [("lrst", False), ("lr", True)], ids=["no keywords", "read only"]
)
def test_a_folder_without_keywords_is_left_as_it_is(rights: str, read_only: bool) -> None:
    """Exchange Online keeps no keywords; a shared mailbox may be open for reading only."""
    with Dovecot(folder_rights={"INBOX": rights}) as server:
        server.drop(USER, [mail(1)])
        with Mailbox(settings(server)) as mailbox:
            state = mailbox.state()

            assert (state.keeps_keywords, state.read_only) == (False, read_only)
            assert [each.raw for each in mailbox.fetch([1])] == [mail(1)]
            assert mailbox.mark([1]) == "nothing"
        assert server.flags(USER) == {1: frozenset()} or server.flags(USER) == {1: frozenset({r"\Recent"})}


@pytest.mark.parametrize("hidden", [(), ("MOVE",), ("MOVE", "UIDPLUS")], ids=["MOVE", "COPY", "no UIDPLUS"])
def test_done_mails_move_to_the_folder_which_is_made(hidden: tuple[str, ...]) -> None:
    with Dovecot(capabilities_hidden=hidden) as server:
        server.drop(USER, [mail(1), mail(2), mail(3), mail(4)])
        with server.session(USER) as person:
            person.select()
            person.uid("STORE", "4", "+FLAGS", r"(\Deleted)")
        with Mailbox(settings(server, done_folder="Fertig & abgelegt ✓")) as mailbox:
            assert mailbox.mark([1, 3]) == "moved"
            assert mailbox.mark([1, 3]) == "moved"
        with Mailbox(settings(server, folder="Fertig & abgelegt ✓")) as archive:
            stored = {each.raw for each in archive.fetch(archive.uids_after(0))}
        left = {uid for uid, flags in server.flags(USER).items() if r"\Deleted" not in flags or uid == 4}

    assert stored == {mail(1), mail(3)}
    assert left == {2, 4}


# Waiting.


def test_idle_wakes_up_within_a_second(dovecot: Dovecot, mailbox: Mailbox) -> None:
    arrived: list[float] = []

    def deliver() -> None:
        dovecot.deliver(USER, mail())
        arrived.append(time.monotonic())

    timer = threading.Timer(0.2, deliver)
    timer.start()

    woken = mailbox.wait(10)
    seconds = time.monotonic() - arrived[0]
    timer.join()

    assert woken == "news"
    assert seconds < 1
    assert mailbox.uids_after(0) == [1]


@pytest.mark.parametrize("idle", [True, False])
def test_a_quiet_wait_ends_with_the_time_and_the_connection_goes_on(dovecot: Dovecot, idle: bool) -> None:
    with Mailbox(settings(dovecot, idle=idle)) as mailbox:
        begun = time.monotonic()

        assert mailbox.wait(0.3) == "quiet"
        assert 0.25 < time.monotonic() - begun < 20
        assert mailbox.uids_after(0) == []


@pytest.mark.parametrize("idle", [True, False])
def test_a_wait_is_interrupted_from_another_thread(dovecot: Dovecot, idle: bool) -> None:
    with Mailbox(settings(dovecot, idle=idle)) as mailbox:
        begun = time.monotonic()
        timer = threading.Timer(0.1, mailbox.interrupt)
        timer.start()

        assert mailbox.wait(30) == "interrupted"
        assert time.monotonic() - begun < 20
        timer.join()
        assert mailbox.wait(0.05) == "quiet"


def test_a_server_without_idle_is_polled() -> None:
    with Dovecot(capabilities_hidden=["IDLE"]) as server, Mailbox(settings(server)) as mailbox:
        assert mailbox.wait(0.1) == "quiet"


def test_a_connection_that_dies_in_idle_is_noticed_at_once(dovecot: Dovecot, mailbox: Mailbox) -> None:
    timer = threading.Timer(0.2, dovecot.kill)
    timer.start()
    begun = time.monotonic()

    with pytest.raises(MailboxUnavailable):
        mailbox.wait(30)
    timer.join()

    assert time.monotonic() - begun < 20
    assert not mailbox.is_open


def test_a_network_that_swallows_everything_in_idle_ends_by_the_time_limit(dovecot: Dovecot) -> None:
    with Proxy(dovecot.port) as proxy:
        mailbox = Mailbox(settings(dovecot, port=proxy.port, timeout_seconds=0.5))
        mailbox.open()
        proxy.stall()

        with pytest.raises(MailboxUnavailable):
            mailbox.wait(0.3)


# A server that goes and comes.


def test_after_kill_9_and_restart_a_new_connection_goes_on(dovecot: Dovecot, mailbox: Mailbox) -> None:
    dovecot.drop(USER, [mail(1)])
    before = mailbox.state()
    dovecot.kill()

    with pytest.raises(MailboxUnavailable, match="tried again"):
        mailbox.uids_after(0)
    with pytest.raises(MailboxUnavailable):
        mailbox.open()
    with pytest.raises(MailboxUnavailable, match="no connection"):
        mailbox.uids_after(0)
    dovecot.start()
    mailbox.open()

    assert mailbox.state().uid_validity == before.uid_validity
    assert [each.raw for each in mailbox.fetch([1])] == [mail(1)]


def test_a_connection_cut_in_mid_fetch_loses_nothing(dovecot: Dovecot) -> None:
    raws = [mail(number, 1_000_000) for number in range(8)]
    dovecot.drop(USER, raws)
    with Proxy(dovecot.port) as proxy:
        mailbox = Mailbox(settings(dovecot, port=proxy.port))
        mailbox.open()
        uids = mailbox.uids_after(0)
        proxy.cut_after(5_500_000, "to_client")

        taken: dict[int, bytes] = {}
        with pytest.raises(MailboxUnavailable):
            taken.update((each.uid, each.raw) for each in mailbox.fetch(uids))
        mailbox.open()
        taken.update(
            (each.uid, each.raw) for each in mailbox.fetch([uid for uid in uids if uid not in taken])
        )
        mailbox.close()

    assert [taken[uid] for uid in uids] == raws


def test_a_stalled_server_is_given_up_and_the_connection_not_used_again(dovecot: Dovecot) -> None:
    dovecot.deliver(USER, mail(1))
    with Proxy(dovecot.port) as proxy:
        mailbox = Mailbox(settings(dovecot, port=proxy.port, timeout_seconds=0.3))
        mailbox.open()
        proxy.stall()

        with pytest.raises(MailboxUnavailable, match="timed out"):
            mailbox.uids_after(0)
        assert not mailbox.is_open

        proxy.resume()
        mailbox.open()
        assert mailbox.uids_after(0) == [1]
        mailbox.close()


def test_a_slow_network_is_only_slow(dovecot: Dovecot) -> None:
    dovecot.drop(USER, [mail(1, 50_000)])
    with Proxy(dovecot.port) as proxy, Mailbox(settings(dovecot, port=proxy.port)) as mailbox:
        proxy.bytes_per_second = 200_000

        assert next(mailbox.fetch([1])).raw == mail(1, 50_000)


def test_two_mailboxes_at_once(dovecot: Dovecot, mailbox: Mailbox) -> None:
    dovecot.deliver(USER, mail(1))
    dovecot.deliver(OTHER, mail(2))
    other = settings(dovecot, address=OTHER, username=OTHER, password=dovecot.users[OTHER])

    with Mailbox(other) as second:
        assert [each.raw for each in second.fetch(second.uids_after(0))] != []
        assert [each.uid for each in mailbox.fetch(mailbox.uids_after(0))] == [1]


# Getting in.


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_tls_with_a_verified_certificate(dovecot: Dovecot, security: str) -> None:
    port = dovecot.tls_port if security == "tls" else dovecot.port
    dovecot.deliver(USER, mail(1))

    with Mailbox(
        settings(dovecot, port=port, security=security, ca_file=dovecot.certificates.authority)
    ) as mailbox:
        assert [each.uid for each in mailbox.fetch(mailbox.uids_after(0))] == [1]
        assert mailbox.wait(0.1) == "quiet"


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_of_another_authority_is_refused(
    dovecot: Dovecot, security: str, tmp_path: Path
) -> None:
    port = dovecot.tls_port if security == "tls" else dovecot.port
    strange = make_certificates(tmp_path).authority

    with pytest.raises(NeedsOperator, match="is not trusted"):
        Mailbox(settings(dovecot, port=port, security=security, ca_file=strange)).open()


def test_idle_over_tls_wakes_up(dovecot: Dovecot) -> None:
    with Mailbox(settings(dovecot, port=dovecot.tls_port, security="tls")) as mailbox:
        timer = threading.Timer(0.1, dovecot.deliver, (USER, mail()))
        timer.start()

        assert mailbox.wait(10) == "news"
        timer.join()


@pytest.mark.parametrize(
    ("changes", "kind", "words"),
    [
        ({"password": "wrong-secret"}, LoginRefused, "Check username and password"),
        ({"password": "wröng-secret"}, LoginRefused, "Check username and password"),
        ({"username": "nobody@bureau.example"}, LoginRefused, "refused"),
        ({"folder": "No such folder"}, MailboxMisconfigured, "Check folder"),
        ({"host": "192.0.2.1"}, NeedsOperator, 'security = "none" is only for'),
        ({"security": "tls"}, NeedsOperator, "does not speak TLS"),
        ({"ca_file": Path("/no/such/file"), "security": "tls"}, NeedsOperator, "ca_file"),
    ],
)
def test_what_an_operator_must_mend_is_said_without_the_secret(
    dovecot: Dovecot, changes: dict[str, Any], kind: type[Exception], words: str
) -> None:
    wrong = settings(dovecot, **changes)

    with pytest.raises(kind, match=words) as caught:
        Mailbox(wrong).open()

    assert issubclass(kind, NeedsOperator)
    assert wrong.password not in str(caught.value)
    assert wrong.password not in repr(wrong)


def test_a_closed_port_is_their_side() -> None:
    with Dovecot() as server:
        gone = settings(server)

    with pytest.raises(MailboxUnavailable, match="check host, port"):
        Mailbox(gone).open()


def test_no_secret_is_logged(dovecot: Dovecot, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        with Mailbox(settings(dovecot)) as mailbox:
            mailbox.uids_after(0)
        with pytest.raises(MailboxError):
            Mailbox(settings(dovecot, password="wrong-secret")).open()

    assert dovecot.users[USER] not in caplog.text
    assert "wrong-secret" not in caplog.text
