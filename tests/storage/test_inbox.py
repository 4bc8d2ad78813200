from datetime import timedelta
from pathlib import Path

import pytest

from storage.values import Position, StoredMessage
from tests.storage.stores import NOW, new_message, scratch_store


def test_a_message_fetched_twice_is_stored_once(tmp_path: Path) -> None:
    store = scratch_store(tmp_path)
    with store.transaction() as tx:
        assert tx.inbox.add([new_message()], NOW) == 1
    with store.transaction() as tx:
        assert tx.inbox.add([new_message()], NOW) == 0
    with store.reading() as tx:
        assert len(tx.inbox.waiting()) == 1


def test_a_uid_that_comes_back_with_other_content_is_another_message(tmp_path: Path) -> None:
    store = scratch_store(tmp_path)
    with store.transaction() as tx:
        tx.inbox.add([new_message(1, content="a")], NOW)
        assert tx.inbox.add([new_message(1, content="b")], NOW) == 1


def test_the_twin_in_the_other_mailbox_is_found_once_decided(tmp_path: Path) -> None:
    store = scratch_store(tmp_path)
    with store.transaction() as tx:
        tx.inbox.add([new_message(1, mailbox="intake"), new_message(5, mailbox="inspections")], NOW)
    with store.reading() as tx:
        first, second = tx.inbox.waiting()
        assert tx.inbox.twin(second) is None
    decide(store, first)
    with store.reading() as tx:
        twin = tx.inbox.twin(second)
    assert twin is not None
    assert twin.id == first.id


def test_three_failures_shelve_a_message_and_release_tries_it_again(tmp_path: Path) -> None:
    store = scratch_store(tmp_path)
    with store.transaction() as tx:
        tx.inbox.add([new_message()], NOW)
    for attempt in (1, 2, 3):
        with store.transaction() as tx:
            tx.inbox.set_failed(1, "ValueError: boom", shelve=attempt == 3, now=NOW)
    with store.reading() as tx:
        (shelved,) = tx.inbox.in_state("shelved")
        assert (shelved.attempts, shelved.last_error) == (3, "ValueError: boom")
        assert tx.inbox.waiting() == ()
    with store.transaction() as tx:
        tx.inbox.set_state(1, "received", "released by hand", NOW)
    with store.reading() as tx:
        assert [message.attempts for message in tx.inbox.waiting()] == [0]


def test_only_decided_messages_are_marked_and_only_once(tmp_path: Path) -> None:
    store = scratch_store(tmp_path)
    with store.transaction() as tx:
        tx.inbox.add([new_message(1, content="a"), new_message(2, content="b")], NOW)
    with store.reading() as tx:
        first = tx.inbox.waiting()[0]
    decide(store, first)
    with store.transaction() as tx:
        assert tx.inbox.unmarked("intake", 7) == (1,)
        tx.inbox.set_marked("intake", 7, [1])
    with store.reading() as tx:
        assert tx.inbox.unmarked("intake", 7) == ()


def test_a_position_keeps_its_first_start(tmp_path: Path) -> None:
    store = scratch_store(tmp_path)
    position = Position(uid_validity=7, high_water_uid=3, started_at=NOW)
    with store.transaction() as tx:
        tx.inbox.set_position("intake", position)
        tx.inbox.set_health("intake", NOW + timedelta(minutes=1), "")
    with store.reading() as tx:
        assert tx.inbox.position("intake") == position
        assert tx.inbox.health()[0].last_poll_at == NOW + timedelta(minutes=1)


def test_a_transaction_that_raises_leaves_nothing(tmp_path: Path) -> None:
    store = scratch_store(tmp_path)
    with pytest.raises(RuntimeError), store.transaction() as tx:
        tx.inbox.add([new_message()], NOW)
        raise RuntimeError
    with store.reading() as tx:
        assert tx.inbox.waiting() == ()


def decide(store: object, message: StoredMessage) -> None:
    from storage.store import Store

    assert isinstance(store, Store)
    with store.transaction() as tx:
        tx.inbox.set_decided(
            message.id,
            now=NOW,
            kind="question",
            action="refer",
            case="FPP-26-000001",
            sender="ann@example.com",
            subject="hello",
            main_finding="",
            reason="",
            decision={},
            findings=(),
        )
