"""Names of files as other people's programs wrote them, made safe."""

from __future__ import annotations

import re
import unicodedata

MAX_LENGTH = 120
MAX_BYTES = 200
MAX_EXTENSION = 16
FORBIDDEN = re.compile(r'[<>:"|?*]')
# Windows opens devices under these names, whatever the extension.
RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.IGNORECASE)
# Controls, direction marks and others without a shape; halves of surrogate pairs; private use.
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})

# A path of Windows, of a network share, of Unix. A lone slash may be a scale or a date in a Mac's file name.
PATH = re.compile(r".*\\|[A-Za-z]:/|/|\.{1,2}/|~/", re.DOTALL)


def without_folders(original: str) -> str:
    """The file's own name where a program sent the whole path; otherwise as it was."""
    return re.split(r"[/\\]", original)[-1] if PATH.match(original[:1000]) else original


def safe_name(original: str, fallback: str) -> str:
    """A name fit for any file system: no path, nothing invisible, no device, at most 120 characters."""
    last = re.split(r"[/\\]", original[-1000:])[-1]
    seen = "".join(
        sign for sign in unicodedata.normalize("NFC", last) if unicodedata.category(sign) not in UNSEEN
    )
    plain = FORBIDDEN.sub("_", " ".join(seen.split())).strip(". ")
    if not plain.strip("_. "):
        return fallback
    if RESERVED.match(plain):
        plain = f"_{plain}"
    return _shortened(plain)


def _shortened(name: str) -> str:
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > MAX_EXTENSION or not stem:
        stem, dot, extension = name, "", ""
    room = MAX_LENGTH - len(dot + extension)
    stem = stem[:room].rstrip(". ")
    while len(f"{stem}{dot}{extension}".encode()) > MAX_BYTES and stem:
        stem = stem[:-1]
    return f"{stem}{dot}{extension}"
