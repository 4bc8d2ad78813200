"""Looks into one attached file in a child process of its own, with hard limits."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot.ocr import SCAN_SECONDS, SHEET_SECONDS
from parsers.documents import Document, DocumentProblem
from parsers.marked_pages import MarkedPage, PagePicture
from parsers.plans.evidence import SheetEvidence
from parsers.plans.numbering import with_numbers

Progress = Callable[[int, int], None]
"""Called with (pages done, pages in all), on the thread that asked."""

ROOT = Path(__file__).resolve().parent.parent
MAX_ANSWER_BYTES = 256 * 1024 * 1024
MAX_LINE_BYTES = 16 * 1024 * 1024
READ_BYTES = 1 << 18
GRACE_SECONDS = 2.0
EYE_SHARE = 0.8
"""Share of a file's seconds after which no more sheets are read by eye: that must not cost what was read."""

_DOCUMENT = TypeAdapter(Document)
_SHEET = TypeAdapter(SheetEvidence)
_PICTURE = TypeAdapter(PagePicture)
_MARKED_PAGES = TypeAdapter(tuple[MarkedPage, ...])


@dataclass(frozen=True, slots=True)
class SandboxLimits:
    """What one file may cost. Wall clock: `first_seconds` + `page_seconds` a page, at most `seconds`.

    0 in `seconds`, `memory_mb` or `file_mb` means no limit.
    """

    seconds: float = 100.0
    memory_mb: int = 2048
    file_mb: float = 0.0
    first_seconds: float = 10.0
    page_seconds: float = 3.0

    def wall_seconds(self, pages: int) -> float:
        """Seconds that a file with so many pages may take."""
        wanted = self.first_seconds + self.page_seconds * pages
        return min(wanted, self.seconds) if self.seconds else wanted


@dataclass(frozen=True, slots=True)
class Examination:
    """What was found out about one file before it ended or was ended.

    `sheets`: those that were looked at, in order; fewer than `document.pages` where `problem` is `timed_out`.
    `reason`: in plain words why, for the digest and `--json`; empty where nothing is wrong.
    """

    document: Document
    sheets: tuple[SheetEvidence, ...] = ()
    problem: DocumentProblem | None = None
    reason: str = ""
    seconds: float = 0.0


@dataclass(slots=True)
class _Answers:
    """What the child has said so far; `unread` sheets come again, read by eye, and `again` of them have."""

    document: Document
    sheets: list[SheetEvidence] = field(default_factory=list)
    pictures: list[PagePicture] = field(default_factory=list)
    pages: int = 0
    unread: int = 0
    again: int = 0
    finished: bool = False
    reason: str = ""


def examine(
    path: Path,
    file: str,
    limits: SandboxLimits,
    *,
    received: date | None = None,  # noqa: ARG001 - the same for every examiner
    on_page: Progress | None = None,
    as_plans: bool = False,
    thumbnails: bool = False,
    recogniser: str | None = None,
    labels: str = "",
) -> Examination:
    """Looks into the file at `path`, named `file` by its sender, and says what it is and what its sheets show.

    Never raises for what is in the file. `received` is not needed to see what is there; the rules judge by it.
    `as_plans`: every page is a sheet, whatever the file looks like (`check-plans`). `thumbnails`: small
    pictures for the report. `recogniser`: the program that reads letters in scans (`bot.ocr.installed`), None:
    scans stay unread. `labels`: a bureau's own names of the fields of forms, as TOML (`parsers.forms.labels`).
    Safe to call from several threads.
    """
    started = time.monotonic()
    refused = _refused_unread(path, file, limits)
    if refused is not None:
        return refused
    request: dict[str, object] = {
        "path": str(path.resolve()),
        "file": file,
        "as_plans": as_plans,
        "thumbnails": thumbnails,
        "recogniser": recogniser,
        "labels": labels,
        "memory_mb": limits.memory_mb,
        "cpu_seconds": limits.seconds,
    }
    if recogniser is not None:
        limits = replace(limits, first_seconds=limits.first_seconds + SCAN_SECONDS + SHEET_SECONDS)
    request["ends_at"] = started + EYE_SHARE * (limits.seconds or limits.first_seconds)
    answers = _Answers(Document(file=file, sort="other", bytes=path.stat().st_size))
    ended = _converse(request, limits, answers, on_page, started)
    return _examination(answers, ended, time.monotonic() - started)


def draw(
    path: Path, pages: Sequence[MarkedPage], limits: SandboxLimits, *, width: int, max_bytes: int
) -> tuple[PagePicture, ...]:
    """Pictures of these pages of the file with their places marked: `width` dots at most, each in `max_bytes`.

    What cannot be drawn, or not in time, is left out. Safe to call from several threads.
    """
    request: dict[str, object] = {
        "path": str(path.resolve()),
        "draw": _MARKED_PAGES.dump_python(tuple(pages), mode="json"),
        "width": width,
        "max_bytes": max_bytes,
        "memory_mb": limits.memory_mb,
        "cpu_seconds": limits.seconds,
    }
    answers = _Answers(Document(file=path.name, sort="other"), pages=len(pages))
    _converse(request, limits, answers, None, time.monotonic())
    return tuple(picture for picture in answers.pictures if len(picture.content) <= 2 * max_bytes)


def _refused_unread(path: Path, file: str, limits: SandboxLimits) -> Examination | None:
    size = path.stat().st_size
    if limits.file_mb and size > limits.file_mb * 1024 * 1024:
        document = Document(file=file, sort="other", bytes=size, problem="too_large")
        return Examination(document, problem="too_large", reason=f"larger than {limits.file_mb:g} MB")
    return None


def _examination(answers: _Answers, ended: str, seconds: float) -> Examination:
    """The answers as a value. A child that did not come to its end means: a person must look."""
    document = answers.document
    if not answers.finished and document.problem is None:
        document = replace(document, problem="timed_out", pages=document.pages or answers.pages)
    return Examination(
        document=document,
        sheets=with_numbers(sorted(answers.sheets, key=lambda sheet: sheet.page)),
        problem=document.problem,
        reason=answers.reason or ("" if answers.finished else ended),
        seconds=round(seconds, 3),
    )


def _converse(
    request: dict[str, object],
    limits: SandboxLimits,
    answers: _Answers,
    on_page: Progress | None,
    started: float,
) -> str:
    """Runs the child to its end or its limit; fills `answers`; says how it ended."""
    child = _start()
    try:
        _ask(child, request)
        return _listen(child, limits, answers, on_page, started)
    finally:
        _end(child)


def _start() -> subprocess.Popen[bytes]:
    """A child in a session of its own that inherits neither secrets nor open files."""
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "bot.sandbox_child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={
            "PYTHONPATH": str(ROOT),
            "LANG": "C.UTF-8",
            "PYTHONUTF8": "1",
            "OPENBLAS_NUM_THREADS": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        close_fds=True,
        start_new_session=True,
    )


def _ask(child: subprocess.Popen[bytes], request: dict[str, object]) -> None:
    assert child.stdin is not None  # noqa: S101 - for the type checker: we asked for a pipe
    try:
        child.stdin.write(json.dumps(request).encode())
        child.stdin.close()
    except BrokenPipeError:
        return


def _listen(
    child: subprocess.Popen[bytes],
    limits: SandboxLimits,
    answers: _Answers,
    on_page: Progress | None,
    started: float,
) -> str:
    assert child.stdout is not None  # noqa: S101 - for the type checker: we asked for a pipe
    descriptor = child.stdout.fileno()
    pending, taken = b"", 0
    with selectors.DefaultSelector() as waiting:
        waiting.register(descriptor, selectors.EVENT_READ)
        while True:
            left = started + limits.wall_seconds(answers.pages) - time.monotonic()
            if left <= 0 or not waiting.select(left):
                return "took longer than its limit"
            chunk = os.read(descriptor, READ_BYTES)
            if not chunk:
                return _last_words(child)
            taken += len(chunk)
            if taken > MAX_ANSWER_BYTES:
                return "said more than its limit"
            *lines, pending = (pending + chunk).split(b"\n")
            if len(pending) > MAX_LINE_BYTES:
                return "said more than its limit"
            for line in lines:
                _take(line, answers, on_page)


def _last_words(child: subprocess.Popen[bytes]) -> str:
    """How a child ended that closed its answers."""
    try:
        code = child.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        return "did not end"
    if code == -signal.SIGXCPU:
        return "took longer than its limit"
    return "the reader broke off"


def _take(line: bytes, answers: _Answers, on_page: Progress | None) -> None:
    """Takes one answer over; what does not have the agreed shape is dropped (the child may be broken)."""
    try:
        said: dict[str, Any] = json.loads(line)
        kind, value = said["is"], said["value"]
        if kind == "pages":
            answers.pages = min(int(value), 100_000)
        elif kind == "document":
            answers.document = _DOCUMENT.validate_python(value)
            answers.pages = min(answers.document.pages, 100_000)
        elif kind == "sheet":
            sheet = _SHEET.validate_python(value)
            answers.again += any(known.page == sheet.page for known in answers.sheets)
            answers.sheets = [*(known for known in answers.sheets if known.page != sheet.page), sheet]
        elif kind == "unread":
            answers.unread = min(int(value), answers.pages)
        elif kind == "picture":
            answers.pictures.append(_PICTURE.validate_python(value))
        elif kind == "reason":
            answers.reason = str(value)[:200]
        elif kind == "end":
            answers.finished = True
    except (ValueError, KeyError, TypeError, ValidationError):
        return
    if kind == "sheet" and on_page is not None:
        done = len(answers.sheets) + answers.again
        on_page(done, max(answers.pages + answers.unread, done))


def _end(child: subprocess.Popen[bytes]) -> None:
    """Ends the child and whatever it may have started."""
    if child.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            pipe.close()
    child.wait()
