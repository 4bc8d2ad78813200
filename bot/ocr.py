"""Reads letters in pictures by the program Tesseract, where it is installed (Debian: `tesseract-ocr`)."""

from __future__ import annotations

import shutil
import subprocess
import time

from parsers.scans.seen import Recognise, SeenWord, words_of_tsv

PROGRAM = "tesseract"
SCAN_SECONDS = 30.0
"""What reading the scanned form in one file may take in all; pages beyond stay unread."""
SHEET_SECONDS = 60.0
"""What reading the sheets of one file may take in all; sheets beyond stay as they were read without."""


def installed(program: str) -> str | None:
    """The program's path, None where it is not installed or not wanted: scans then go to a person."""
    return shutil.which(program) if program else None


def recogniser(program: str, seconds: float = SCAN_SECONDS) -> Recognise:
    """Reads pictures by that program for so many seconds in all; after that it sees nothing."""
    ends = time.monotonic() + seconds

    def recognise(picture: bytes) -> tuple[SeenWord, ...]:
        left = ends - time.monotonic()
        return words_of_tsv(_table(program, picture, left)) if left > 0 else ()

    return recognise


def _table(program: str, picture: bytes, seconds: float) -> str:
    """Its words one a row; nothing where the program fails. It has the limits of the process that calls."""
    try:
        ended = subprocess.run(  # noqa: S603 - the program of the configuration, the picture by its input
            [program, "stdin", "stdout", "--psm", "11", "-l", "eng", "tsv"],
            input=picture,
            capture_output=True,
            timeout=seconds,
            check=False,
            env={"OMP_THREAD_LIMIT": "1", "LANG": "C.UTF-8"},
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return ended.stdout.decode("utf-8", "replace") if ended.returncode == 0 else ""
