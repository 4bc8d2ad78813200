"""The plan check alone: files in, findings out, as words, JSON or a report."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table

from bot.ocr import PROGRAM, installed
from bot.plans.report import plan_report
from bot.sandbox import Examination, SandboxLimits, examine
from parsers.plans.evidence import SheetEvidence
from rules.finding import Finding, Severity, Value
from rules.office import PlanLimits
from rules.plans.check import check_plan_set
from rules.policy import judged
from templates.render import finding_words

MARKS = {
    Severity.REJECT: ("red", "must be mended"),
    Severity.REFER: ("yellow", "a coordinator decides"),
    Severity.ASK: ("yellow", "needs an answer"),
    Severity.REVIEW: ("cyan", "staff will look"),
    Severity.NOTE: ("dim", "note"),
}


@dataclass(frozen=True, slots=True)
class PlanCheck:
    """One file, checked: what was seen and what it means, gravest first."""

    file: str
    examination: Examination
    findings: tuple[Finding, ...]


def check_plans(
    files: Sequence[Path],
    as_json: bool,
    report: Path | None,
    received: date,
    exterior: bool,
    corrections: bool,
    console: Console,
    limits: PlanLimits = PlanLimits(),  # noqa: B008 - a frozen value
    sandbox: SandboxLimits = SandboxLimits(),  # noqa: B008 - a frozen value
) -> int:
    """Checks each file as of the day `received` and shows the findings; 0 whatever was found, 1 if not done.

    `as_json`: one JSON object a file, a line each, on standard output. `report`: an HTML file to write.
    Progress goes to `console`, where that is a terminal.
    """
    checks = []
    for file in files:
        look = _Look(received, exterior, corrections, limits, sandbox, report is not None)
        check = look.at(file, console)
        if check is None:
            return 1
        checks.append(check)
        if as_json:
            sys.stdout.write(json.dumps(as_object(check), ensure_ascii=False) + "\n")
            sys.stdout.flush()
        else:
            _show(check)
    if report is None:
        return 0
    return _write(
        report, plan_report([(c.file, c.examination, c.findings) for c in checks], received), console
    )


@dataclass(frozen=True, slots=True)
class _Look:
    """How files are looked at in one run."""

    received: date
    exterior: bool
    corrections: bool
    limits: PlanLimits
    sandbox: SandboxLimits
    thumbnails: bool

    def at(self, path: Path, console: Console) -> PlanCheck | None:
        """The check of one file; None where it cannot be opened on this machine."""
        progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("sheets"),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        with progress:
            task = progress.add_task(escape(path.name), total=None)
            try:
                seen = examine(
                    path,
                    path.name,
                    self.sandbox,
                    received=self.received,
                    on_page=lambda done, pages: progress.update(task, completed=done, total=pages),
                    as_plans=True,
                    thumbnails=self.thumbnails,
                    recogniser=installed(PROGRAM),
                )
            except OSError as fault:
                console.print(f"[red]{escape(str(path))}: {escape(fault.strerror or 'cannot be opened')}[/]")
                return None
        found = (*_of_file(seen, path.name, self.limits), *self._of_sheets(seen, path.name))
        return PlanCheck(str(path), seen, judged(found, {}))

    def _of_sheets(self, seen: Examination, file: str) -> tuple[Finding, ...]:
        if not seen.sheets:
            return ()
        return check_plan_set(
            seen.sheets,
            self.limits,
            self.received,
            exterior=self.exterior,
            corrections=self.corrections,
            complete=seen.problem is None and len(seen.sheets) == seen.document.pages,
            file=file,
            made_with=seen.document.made_with,
        )


def _of_file(seen: Examination, file: str, limits: PlanLimits) -> tuple[Finding, ...]:
    """What is to be said of the file before its sheets: why it could not be read, and its length (D4)."""
    found = []
    if seen.problem is not None:
        found.append(Finding(f"attachment.{seen.problem}", None, file, _why(seen)))
    if seen.document.pages > limits.page_limit:
        counted: dict[str, Value] = {"pages": seen.document.pages, "limit": limits.page_limit}
        found.append(Finding("plans.page_limit", (), file, counted))
    return tuple(found)


def _why(seen: Examination) -> dict[str, Value]:
    what = seen.reason.removeprefix("it is ")
    return {"found": what} if seen.problem == "not_pdf" and what != seen.reason else {}


def as_object(check: PlanCheck) -> dict[str, object]:
    """The check as `--json` prints it."""
    return {
        "file": check.file,
        "pages": check.examination.document.pages,
        "problem": check.examination.problem,
        "reason": check.examination.reason or None,
        "findings": [_finding_object(finding) for finding in check.findings],
        "sheets": [_sheet_object(sheet) for sheet in check.examination.sheets],
        "seconds": check.examination.seconds,
    }


def _finding_object(finding: Finding) -> dict[str, object]:
    words = finding_words(finding.code, finding.where, finding.file, finding.values)
    where = list(finding.where) if isinstance(finding.where, tuple) else finding.where
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "file": finding.file,
        "where": where,
        "title": words.title,
        "detail": words.detail,
        "fix": words.fix,
    }


def _sheet_object(sheet: SheetEvidence) -> dict[str, object]:
    return {
        "page": sheet.page,
        "number": sheet.number,
        "title": sheet.title,
        "width_in": round(sheet.width_in, 3),
        "height_in": round(sheet.height_in, 3),
        "color": sheet.all_color.is_drawn,
        "grayscale": sheet.gray.is_drawn,
        "red": sheet.red.is_drawn,
        "highlighter": bool(sheet.highlighter),
        "photograph": bool(sheet.photographs),
        "not_for_construction": bool(sheet.not_for_construction or sheet.not_for_construction_seen),
        "kinds": list(sheet.kinds),
        "expires": sorted({expiry.on.isoformat() for expiry in sheet.expiries}),
        "feet_per_inch": sorted({s.feet_per_inch for s in sheet.scales if s.feet_per_inch is not None}),
        "median_pt": sheet.lettering.median_pt,
        "text": sheet.readability,
        "by_eye": sheet.by_eye,
        "checked": sheet.checked,
    }


def _show(check: PlanCheck) -> None:
    """The findings in words and the sheets as a table, on standard output."""
    out = Console()
    seen = check.examination
    out.print(f"[bold]{escape(check.file)}[/]: {seen.document.pages} pages, {seen.seconds:.1f} s")
    for finding in check.findings:
        words = finding_words(finding.code, finding.where, finding.file, finding.values)
        color, label = MARKS[finding.severity or Severity.NOTE]
        out.print(f"  [{color}]{label}[/]: [bold]{escape(words.title)}[/] [dim]{finding.code}[/]")
        out.print(f"    {escape(words.detail)}")
        if words.fix:
            out.print(f"    {escape(words.fix)}")
    if not any(f.severity in {Severity.REJECT, Severity.ASK, Severity.REFER} for f in check.findings):
        out.print("  [green]nothing that the program would send back[/]")
    out.print(_table(seen.sheets))


def _table(sheets: Sequence[SheetEvidence]) -> Table:
    table = Table("page", "sheet", "title", "inches", "ink", box=None, pad_edge=True)
    for sheet in sheets:
        inks = (("color", sheet.all_color.is_drawn), ("gray", sheet.gray.is_drawn))
        drawn = ", ".join(name for name, is_drawn in inks if is_drawn)
        table.add_row(
            str(sheet.page),
            escape(sheet.number or "?"),
            escape(sheet.title or ""),
            f"{round(sheet.width_in, 2):g} x {round(sheet.height_in, 2):g}",
            drawn or ("black and white" if sheet.checked else "not checked"),
        )
    return table


def _write(report: Path, page: str, console: Console) -> int:
    try:
        report.write_text(page, encoding="utf-8")
    except OSError as fault:
        console.print(f"[red]{escape(str(report))}: {escape(fault.strerror or 'cannot be written')}[/]")
        return 1
    return 0
