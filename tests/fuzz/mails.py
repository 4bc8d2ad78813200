"""Coverage-guided mutations of the corpus mails against everything that reads a mail, by atheris."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["parsers"]):
    from tests.corpus.inspection import messages
    from tests.fuzz.reading import read_everything


def run(seconds: int) -> None:
    """Fuzzes for so many seconds and ends the process: 0, or not 0 with the mail that broke a reader kept."""
    with tempfile.TemporaryDirectory() as folder:
        for number, one in enumerate(messages()):
            (Path(folder) / f"{number:04}.eml").write_bytes(one.raw)
        arguments = [sys.argv[0], folder, f"-max_total_time={seconds}", "-max_len=20000", "-timeout=20"]
        atheris.Setup(arguments, read_everything)
        atheris.Fuzz()
