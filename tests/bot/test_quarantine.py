"""Messages that were put aside: listed, shown byte by byte, released, dropped."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.compose import open_store
from bot.config.reading import load
from bot.originals import Originals
from storage.values import StoredMessage
from tests.bot.command_line import config_file, fpp_bot
from tests.storage.stores import NOW, new_message

RAW = b"Subject: strange\r\n\r\n\x00\xff not UTF-8\r\n"


def shelve(folder: Path) -> Path:
    """A configuration whose record holds one shelved message, number 1; returns its file."""
    file = config_file(folder)
    (name,) = Originals(folder / "messages").keep([RAW])
    store = open_store(load(file))
    with store.transaction() as tx:
        tx.inbox.add([replace(new_message(), sha256=name)], NOW)
        tx.inbox.set_failed(1, "LookupError: a bug of ours", shelve=True, now=NOW)
    store.close()
    return file


def message(file: Path) -> StoredMessage:
    store = open_store(load(file))
    with store.reading() as tx:
        found = tx.inbox.message(1)
    store.close()
    assert found is not None
    return found


def test_a_shelved_message_is_listed_with_its_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = fpp_bot(capsys, "quarantine", "list", "--config", shelve(tmp_path))
    assert said.code == 0
    assert said.out == "1  2026-03-02 08:00  intake  <a@example.com>  LookupError: a bug of ours\n"


def test_its_original_is_shown_exactly(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    from bot.cli import quarantine_show

    quarantine_show(1, shelve(tmp_path))
    assert capfdbinary.readouterr().out == RAW


@pytest.mark.parametrize(("command", "state"), [("release", "received"), ("drop", "dropped")])
def test_it_is_settled_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str, state: str
) -> None:
    file = shelve(tmp_path)
    assert fpp_bot(capsys, "quarantine", command, "1", "--config", file).code == 0
    assert message(file).state == state
    assert message(file).attempts == 0
    again = fpp_bot(capsys, "quarantine", command, "1", "--config", file)
    assert again.code == 1
    assert "is not shelved" in again.err


@pytest.mark.parametrize("command", ["show", "release", "drop"])
def test_a_number_that_nobody_has_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    said = fpp_bot(capsys, "quarantine", command, "99", "--config", shelve(tmp_path))
    assert said.code == 1
    assert "quarantine list" in said.err


def test_a_lost_original_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = shelve(tmp_path)
    Originals(tmp_path / "messages").path(message(file).sha256).unlink()
    said = fpp_bot(capsys, "quarantine", "show", "1", "--config", file)
    assert said.code == 1
    assert "cannot be read" in said.err
