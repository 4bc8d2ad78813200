"""Tokens in Message-IDs: made by us alone, for one case, with keys that change."""

from pathlib import Path

import pytest

from bot.compose import tokens_of
from bot.tokens import Tokens
from storage.store import Store
from tests.bot.bureau import bureau_config, now
from tests.storage.stores import scratch_store

OLD, NEW = Tokens((b"old key",)), Tokens((b"new key", b"old key"))
LETTER = OLD.letter_id("FPP-26-000123", "7:letter", "city.example")


def test_a_letter_of_ours_says_what_it_is_about() -> None:
    assert OLD.about(LETTER) == "FPP-26-000123"
    assert OLD.letter_id("FPP-26-000123", "7:letter", "city.example") == LETTER
    assert OLD.letter_id("FPP-26-000123", "8:letter", "city.example") != LETTER


def test_after_a_change_of_keys_new_letters_bear_the_newest_and_old_ones_still_count() -> None:
    assert NEW.about(LETTER) == "FPP-26-000123"
    letter = NEW.letter_id("FPP-26-000123", "7:letter", "city.example")
    assert letter != LETTER
    assert OLD.about(letter) is None


def test_a_key_that_was_given_up_proves_nothing() -> None:
    assert Tokens((b"new key",)).about(LETTER) is None
    assert Tokens((b"new key",)).is_counterfeit(LETTER)
    assert Tokens().about(LETTER) is None


@pytest.mark.parametrize(
    "altered",
    [
        LETTER.replace("000123", "000124"),
        LETTER.replace("FPP-26", "FPP-25"),
        LETTER.replace("city.example", "evil.example"),
        LETTER[:-20] + ("0" if LETTER[-20] != "0" else "1") + LETTER[-19:],
        LETTER.replace(LETTER.split(".")[1], "0" * 20),
        LETTER.replace(LETTER.split(".")[2][:32], "f" * 32),
        LETTER.replace(LETTER.split(".")[2][:32], LETTER.split(".")[2][:31]),
        LETTER.upper(),
        LETTER.strip("<>"),
        f"{LETTER} ",
        f"{LETTER}{LETTER}",
    ],
)
def test_an_altered_token_is_no_token(altered: str) -> None:
    assert OLD.about(altered) is None


def test_somebody_elses_message_id_is_no_counterfeit() -> None:
    assert not OLD.is_counterfeit("<CAF.1234@mail.example>")
    assert not OLD.is_counterfeit(LETTER)


def test_a_server_may_write_our_domain_in_capitals() -> None:
    assert OLD.about(LETTER.replace("city.example", "CITY.example")) == "FPP-26-000123"


def test_keys_never_show() -> None:
    assert "key" not in repr(NEW).replace("keys", "")


def keys(store: Store, folder: Path, **security: object) -> tuple[bytes, ...]:
    return tokens_of(bureau_config(folder, 1, 1, security=security), store, now).keys


def test_without_a_configured_key_one_is_made_and_kept(tmp_path: Path) -> None:
    store = scratch_store(tmp_path)
    (made,) = keys(store, tmp_path)
    assert len(made) == 64
    assert keys(store, tmp_path) == (made,)


def test_a_configured_key_comes_first_and_the_kept_one_still_counts(tmp_path: Path) -> None:
    store = scratch_store(tmp_path)
    (made,) = keys(store, tmp_path)
    assert keys(store, tmp_path, token_secret="new") == (b"new", made)


def test_previous_keys_are_one_or_several(tmp_path: Path) -> None:
    store = scratch_store(tmp_path)
    (tmp_path / "old").write_text("first\n\nsecond\n")
    assert keys(store, tmp_path, token_secret="new", token_secret_previous="old") == (b"new", b"old")
    several = keys(store, tmp_path, token_secret="new", token_secret_previous=["old", "older"])
    assert several == (b"new", b"old", b"older")
    of_file = keys(store, tmp_path, token_secret="new", token_secret_previous_file=str(tmp_path / "old"))
    assert of_file == (b"new", b"first", b"second")
