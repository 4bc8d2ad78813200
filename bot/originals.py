"""Raw originals on disk: durable before anything is decided, named by their content."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterable
from pathlib import Path


class Originals:
    """A folder of messages exactly as the server gave them, readable by their owner only.

    The name is the SHA-256 of the bytes, so that storing a message twice is storing it once, and a half
    written file (a temporary name) is never taken for a message.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, raws: Iterable[bytes]) -> tuple[str, ...]:
        """Stores messages; when it returns, all of them survive a power cut. Returns their SHA-256 names."""
        names = []
        changed: set[Path] = set()
        for raw in raws:
            name = hashlib.sha256(raw).hexdigest()
            names.append(name)
            target = self.path(name)
            changed.add(target.parent)
            if target.exists():
                continue
            if not target.parent.is_dir():
                target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                changed.add(target.parent.parent)
            _write_durably(target, raw)
        for folder in changed:
            _sync_folder(folder)
        return tuple(names)

    def remove(self, names: Iterable[str]) -> int:
        """Removes messages for good; when it returns, a power cut does not bring them back. Returns how many."""
        removed = [self.path(name) for name in names if self.path(name).exists()]
        for file in removed:
            file.unlink(missing_ok=True)
        for folder in {file.parent for file in removed}:
            _sync_folder(folder)
        return len(removed)

    def path(self, name: str) -> Path:
        return self._folder / name[:2] / f"{name}.eml"

    def read(self, name: str) -> bytes:
        """The message of that name, verified. Raises OSError, or ValueError where the disk changed it."""
        raw = self.path(name).read_bytes()
        if hashlib.sha256(raw).hexdigest() != name:
            raise ValueError(
                f"{self.path(name)} does not hold what was stored: check the disk, restore a copy"
            )
        return raw


def _write_durably(target: Path, raw: bytes) -> None:
    temporary = target.with_suffix(f".{os.getpid()}.{threading.get_ident()}.part")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except OSError:
        # On a full disk half a mail must not take the room that is left.
        temporary.unlink(missing_ok=True)
        raise


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
