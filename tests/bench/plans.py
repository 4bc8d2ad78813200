"""The plan check: seconds, memory and right verdicts, beside `mutool` on the same sheets in the same run.

`python -m tests.bench plans [FOLDER]`: with a folder, its PDFs are timed too, each as one set.
"""

from __future__ import annotations

import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bot.sandbox import SandboxLimits, examine
from parsers.plans.evidence import SheetEvidence
from rules.finding import Finding
from rules.office import PlanLimits
from rules.plans.check import check_plan_set
from rules.policy import judged
from tests.corpus.plans.labelled import STRICT, Labelled, labelled
from tests.corpus.plans.office import draw, ten
from tests.corpus.plans.pens import with_reportlab
from tests.corpus.plans.project import Style
from tests.corpus.plans.streams import with_streams
from tests.corpus.plans.views import crowd

RECEIVED = date(2026, 3, 2)
ROUNDS = 3
SHEETS = 29
DOTS_PER_INCH = "72"
PEAK = """
import resource, sys
from pathlib import Path
from bot.sandbox import SandboxLimits, examine
examine(Path(sys.argv[1]), "peak.pdf", SandboxLimits(), as_plans=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
"""
RANKS = ("note", "review", "ask", "refer", "reject")
COVER = frozenset({"plans.code_summary_missing", "plans.code_summary_incomplete", "plans.sheet_missing"})


def run(folder: Path | None = None) -> None:
    """Prints speed and memory on dense sets and the folder's files, then the table of verdicts."""
    with tempfile.TemporaryDirectory() as scratch:
        for path in (*_dense_sets(Path(scratch)), *(sorted(folder.glob("*.pdf")) if folder else ())):
            _speed(path)
        _verdicts(Path(scratch))


def _dense_sets(scratch: Path) -> tuple[Path, ...]:
    """29 crowded sheets, as a drawing library and as a CAD plot driver write them."""
    kinds = ten("dash")
    sheets = [draw(kinds[(1, 2, 4, 8, 9, 3, 7)[index % 7]], Style(), index) for index in range(SHEETS)]
    for seed, sheet in enumerate(sheets):
        crowd(sheet, seed)
    whole, letterwise = scratch / "dense, words.pdf", scratch / "dense, letter by letter.pdf"
    whole.write_bytes(with_reportlab(sheets))
    letterwise.write_bytes(with_streams(sheets, turned=True, letterwise=True))
    return whole, letterwise


def _speed(path: Path) -> None:
    """One file: the medians of rounds that alternate between our pass and mutool's two."""
    peers: dict[str, Callable[[], float]] = {"ours": lambda: _ours(path)}
    if shutil.which("mutool"):
        drawn = ("mutool", "draw", "-q", "-r", DOTS_PER_INCH)
        peers["draw"] = lambda: _seconds((*drawn, "-F", "pgm", "-o", "/dev/null", str(path)))
        peers["bare"] = lambda: _seconds((*drawn, "-A", "0", "-F", "pgm", "-o", "/dev/null", str(path)))
        peers["text"] = lambda: _seconds((*drawn[:3], "-F", "stext", "-o", "/dev/null", str(path)))
    taken: dict[str, list[float]] = {name: [] for name in peers}
    for _ in range(ROUNDS):
        for name, measure in peers.items():
            taken[name].append(measure())
    medians = {name: statistics.median(times) for name, times in taken.items()}
    pages = max(1, len(examine(path, path.name, SandboxLimits(), as_plans=True).sheets))
    peak_mb = _peak_mb(path)
    _say(
        f"plans, {path.stem}: {pages} sheets in {medians['ours']:.2f} s of processor time,"
        f" {pages / medians['ours']:.1f} a second, at most {peak_mb:.0f} MB"
    )
    if "draw" not in medians:
        _say("  mutool is not installed (apt-get install mupdf-tools): nothing to compare with")
        return
    both, bare = medians["draw"] + medians["text"], medians["bare"] + medians["text"]
    _say(
        f"  mutool draw {medians['draw']:.2f} s + stext {medians['text']:.2f} s: ours takes"
        f" {medians['ours'] / both:.2f} of that; {medians['ours'] / bare:.2f} of it drawn without smoothing"
    )


def _ours(path: Path) -> float:
    return _processor_seconds(
        lambda: examine(path, path.name, SandboxLimits(seconds=0, memory_mb=0), as_plans=True)
    )


def _peak_mb(path: Path) -> float:
    """Most memory of the child that looks; asked by a small program, whose own memory does not count in."""
    asked = subprocess.run(
        [sys.executable, "-c", PEAK, str(path)], check=True, capture_output=True, text=True
    )
    return float(asked.stdout)


def _seconds(command: Sequence[str]) -> float:
    return _processor_seconds(lambda: subprocess.run(command, check=False, capture_output=True))


def _processor_seconds(act: Callable[[], object]) -> float:
    """Of the children that it starts: what other programs do meanwhile does not count."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    act()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@dataclass(slots=True)
class _Score:
    """Counts by finding code, and of sheet numbers and kinds."""

    right: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def _verdicts(scratch: Path) -> None:
    """Every labelled file checked, counted, and what went wrong named."""
    score, started, files = _Score(), time.perf_counter(), 0
    for case in labelled():
        path = scratch / "case.pdf"
        path.write_bytes(case.make())
        sheets = examine(path, "case.pdf", SandboxLimits(), as_plans=True).sheets
        found = judged(check_plan_set(sheets, PlanLimits(), RECEIVED, file="case.pdf"), {})
        _count_findings(score, case, found)
        _count_sheets(score, case, sheets)
        files += 1
    _say(f"plans, labelled: {files} files in {time.perf_counter() - started:.1f} s")
    for name in sorted(name for name, count in (score.right + score.missed + score.wrong).items() if count):
        right, missed, wrong = score.right[name], score.missed[name], score.wrong[name]
        recall, precision = right / max(1, right + missed), right / max(1, right + wrong)
        _say(f"  {name:30} recall {recall:5.3f} precision {precision:5.3f} of {right + missed}")
    for fault in score.faults:
        _say(f"  {fault}")


def _count_findings(score: _Score, case: Labelled, found: Sequence[Finding]) -> None:
    gravest: dict[str, str] = {}
    for finding in found:
        severity = str(finding.severity)
        if RANKS.index(severity) >= RANKS.index(gravest.get(finding.code, "note")):
            gravest[finding.code] = severity
    for code in STRICT if case.sheets else STRICT - COVER:
        wanted, seen = case.wanted.get(code), gravest.get(code)
        if wanted == seen:
            score.right[code] += wanted is not None
            continue
        (score.missed if wanted else score.wrong)[code] += 1
        score.faults.append(f"{case.name}: {code} wanted {wanted}, found {seen}")


def _count_sheets(score: _Score, case: Labelled, sheets: Sequence[SheetEvidence]) -> None:
    loose = {"detail", "schedule", "notes", "cover", "diagram"}
    for wanted, seen in zip(case.sheets, sheets, strict=False):
        number = wanted.number.split(" OF ")[0]
        (score.right if seen.number == number else score.missed)["sheet number"] += 1
        if seen.number != number:
            score.faults.append(f"{case.name}: number {number} read as {seen.number}")
        kinds = set(seen.kinds) - (loose - wanted.kinds)
        score.right["sheet kinds"] += len(kinds & wanted.kinds)
        score.missed["sheet kinds"] += len(wanted.kinds - kinds)
        score.wrong["sheet kinds"] += len(kinds - wanted.kinds)


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()
