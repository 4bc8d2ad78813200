from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from tests.storage.stores import NOW, new_letter, scratch_store


def test_a_claimed_letter_is_not_claimed_again(tmp_path: Path) -> None:
    store = scratch_store(tmp_path)
    with store.transaction() as tx:
        tx.letters.put(new_letter(), NOW)
    with store.transaction() as tx:
        assert [letter.letter_id for letter in tx.letters.claim(5, NOW)] == ["<1@city.example>"]
    with store.transaction() as tx:
        assert tx.letters.claim(5, NOW) == ()


def test_a_letter_in_doubt_leaves_once_more_and_is_then_shown(tmp_path: Path) -> None:
    store = scratch_store(tmp_path)
    with store.transaction() as tx:
        tx.letters.put(new_letter(), NOW)
        tx.letters.claim(1, NOW)
    with store.transaction() as tx:
        assert tx.letters.recover() == (1, 0)
        assert len(tx.letters.claim(1, NOW)) == 1
    with store.transaction() as tx:
        assert tx.letters.recover() == (0, 1)
    with store.reading() as tx:
        assert [letter.state for letter in tx.letters.in_state("undecidable")] == ["undecidable"]


def test_a_deferred_letter_waits_for_its_time(tmp_path: Path) -> None:
    store = scratch_store(tmp_path)
    later = NOW + timedelta(minutes=5)
    with store.transaction() as tx:
        tx.letters.put(new_letter(), NOW)
        (letter,) = tx.letters.claim(1, NOW)
        tx.letters.set_outcome(letter.id, "due", now=NOW, error="451 later", not_before=later)
    with store.transaction() as tx:
        assert tx.letters.claim(1, NOW) == ()
        assert not tx.letters.is_something_due(NOW)
        assert tx.letters.is_something_due(later)
        assert len(tx.letters.claim(1, later)) == 1


def test_the_same_letter_is_never_written_twice(tmp_path: Path) -> None:
    store = scratch_store(tmp_path)
    with store.transaction() as tx:
        tx.letters.put(new_letter(), NOW)
    with pytest.raises(IntegrityError), store.transaction() as tx:
        tx.letters.put(new_letter(), NOW)


def test_held_letters_leave_only_when_released(tmp_path: Path) -> None:
    from dataclasses import replace

    store = scratch_store(tmp_path)
    with store.transaction() as tx:
        tx.letters.put(replace(new_letter(), held_because="a limit"), NOW)
        assert tx.letters.claim(1, NOW) == ()
        tx.letters.release([1])
        assert len(tx.letters.claim(1, NOW)) == 1


def test_letters_are_counted_by_recipient_and_case(tmp_path: Path) -> None:
    store = scratch_store(tmp_path)
    with store.transaction() as tx:
        tx.letters.put(new_letter(1), NOW)
        tx.letters.put(new_letter(2, to="Bob@example.com", case="FPP-26-000002"), NOW)
        assert tx.letters.count_since(NOW) == 2
        assert tx.letters.count_since(NOW, recipient="bob@example.com") == 1
        assert tx.letters.count_since(NOW, case="FPP-26-000001") == 1
        assert tx.letters.count_since(NOW + timedelta(seconds=1)) == 0
