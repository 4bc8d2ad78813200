"""Mutated PDFs through the real limited child: each has to end in a verdict within its limits."""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from functools import cache
from pathlib import Path

from bot.demo import papers, sheets
from bot.sandbox import GRACE_SECONDS, Examination, SandboxLimits, examine
from tests.fuzz.mutations import mutated

LIMITS = SandboxLimits(seconds=20, memory_mb=1024)


@cache
def seeds() -> tuple[bytes, ...]:
    """Forms of every style and a small set of sheets."""
    forms = [papers.intake_form(papers.values(), style=style) for style in papers.LOOKS]
    return (*forms, papers.w4_form(papers.values()), sheets.plan_set())


def verdict_on(number: int, folder: Path) -> Examination:
    """What is said of the mutation of that number; TimeoutError where it is said too late."""
    path = folder / "mutated.pdf"
    path.write_bytes(mutated(seeds(), number))
    started = time.monotonic()
    seen = examine(path, "mutated.pdf", LIMITS)
    seconds = time.monotonic() - started
    if seconds > LIMITS.seconds + 2 * GRACE_SECONDS:
        raise TimeoutError(f"mutation {number}: {seconds:.1f} s")
    return seen


def run(seconds: int, first: int) -> None:
    """Mutates and examines for so many seconds, from that number on; says what came of it."""
    counted, slowest, number = Counter[str](), 0.0, first
    ends = time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < ends:
            seen = verdict_on(number, Path(folder))
            counted[seen.problem or seen.document.sort] += 1
            slowest = max(slowest, seen.seconds)
            number += 1
    total = sum(counted.values())
    print(f"{total} mutated PDFs (numbers {first} to {number - 1}), slowest {slowest:.1f} s: {dict(counted)}")  # noqa: T201
