from pathlib import Path

import pytest

from bot.originals import Originals


def test_a_message_comes_back_byte_for_byte(tmp_path: Path) -> None:
    originals = Originals(tmp_path)
    raw = b"Subject: x\r\n\r\n\x00\xff"
    (name,) = originals.keep([raw])
    assert originals.read(name) == raw


def test_only_the_owner_may_read(tmp_path: Path) -> None:
    originals = Originals(tmp_path / "messages")
    (name,) = originals.keep([b"secret"])
    path = originals.path(name)
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_a_half_written_file_is_never_taken_for_a_message(tmp_path: Path) -> None:
    originals = Originals(tmp_path)
    (name,) = originals.keep([b"whole"])
    originals.path(name).with_suffix(".1.part").write_bytes(b"who")
    assert originals.keep([b"whole"]) == (name,)
    assert originals.read(name) == b"whole"


def test_a_disk_that_changed_a_message_is_found_out(tmp_path: Path) -> None:
    originals = Originals(tmp_path)
    (name,) = originals.keep([b"whole"])
    originals.path(name).write_bytes(b"other")
    with pytest.raises(ValueError, match="restore a copy"):
        originals.read(name)
