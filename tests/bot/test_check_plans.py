"""The plan check as a command: words, JSON, report."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from rich.console import Console

from bot.demo.sheets import plan_set
from bot.plans.check import check_plans
from bot.plans.report import plan_report
from bot.sandbox import Examination
from parsers.documents import Document
from parsers.plans.evidence import Ink, SheetEvidence
from rules.finding import Finding, Severity

TODAY = date(2026, 3, 2)


def checked(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str], **about: bool
) -> dict[str, Any]:
    """What `--json` prints of this file."""
    path = tmp_path / "plans.pdf"
    path.write_bytes(content)
    code = check_plans(
        [path],
        True,
        None,
        TODAY,
        about.get("exterior", False),
        about.get("corrections", False),
        Console(file=io.StringIO()),
    )
    assert code == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def verdicts(found: dict[str, Any]) -> set[tuple[str, str]]:
    return {(finding["code"], finding["severity"]) for finding in found["findings"]}


def test_a_good_set_has_no_findings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = checked(plan_set(8, stamp_expires=date(2026, 6, 30)), tmp_path, capsys, exterior=True)
    assert (found["pages"], found["findings"], found["problem"]) == (8, [], None)
    assert found["sheets"][1] | {"text": "text"} == found["sheets"][1]
    assert {"page": 2, "number": "A-101", "title": "LEVEL 4 FLOOR PLAN", "width_in": 36.0, "height_in": 24.0,
            "color": False, "grayscale": False}.items() <= found["sheets"][1].items()  # fmt: skip


def test_a_fault_is_mended_in_the_program_that_made_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(plan_set(2, color=True))) as pdf:
        pdf.docinfo["/Creator"] = "Autodesk Revit 2024 (ENU)"
        pdf.save(made)
    fixes = [finding["fix"] for finding in checked(made.getvalue(), tmp_path, capsys)["findings"]]
    assert any('In Revit, set Colors to "Black Lines"' in fix for fix in fixes if fix)


FAULTS: dict[str, tuple[dict[str, Any], set[tuple[str, str]]]] = {
    "color": ({"color": True}, {("plans.color", "reject")}),
    "gray": ({"gray": True}, {("plans.grayscale", "reject")}),
    "stamp": ({"not_for_construction": True}, {("plans.not_for_construction", "reject")}),
    "expired": ({"stamp_expires": date(2025, 12, 31)}, {("plans.stamp_expired", "reject")}),
    "marker": ({"highlighter": True}, {("plans.highlighter", "reject")}),
    "bid set": ({"preliminary": "BID SET"}, {("plans.preliminary", "review")}),
    "small": ({"size_in": (8.5, 11)}, {("plans.sheet_too_small", "reject")}),
    "large": ({"size_in": (42, 60)}, {("plans.sheet_too_large", "reject")}),
    "tabloid": ({"size_in": (11, 17)}, set()),
    "no summary": ({"code_summary": False}, {("plans.code_summary_missing", "reject")}),
    "no occupant load": (
        {"code_summary_leaves_out": ("occupant_load",)},
        {("plans.code_summary_incomplete", "reject")},
    ),
    "small letters": ({"text_pt": 9.4}, {("plans.text_too_small", "note")}),
    "small scale": ({"scale": '1/16" = 1\'-0"'}, {("plans.scale_too_small", "review")}),
    "no stamp": ({"stamp": False}, {("plans.stamp_missing", "review")}),
}


@pytest.mark.parametrize(("options", "expected"), FAULTS.values(), ids=FAULTS.keys())
def test_each_fault_alone_is_found_alone(
    options: dict[str, Any],
    expected: set[tuple[str, str]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert verdicts(checked(plan_set(3, **options), tmp_path, capsys)) == expected


def test_pages_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = checked(plan_set(4, color=True, only_pages=(2, 4)), tmp_path, capsys)
    assert [finding["where"] for finding in found["findings"]] == [[2, 4]]
    assert [sheet["color"] for sheet in found["sheets"]] == [False, True, False, True]


def test_a_long_set_is_a_different_route(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ("plans.page_limit", "refer") in verdicts(checked(plan_set(30), tmp_path, capsys))


def test_a_file_that_is_no_pdf_is_a_result(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = checked(b"PK\x03\x04 a zip", tmp_path, capsys)
    assert (found["pages"], verdicts(found), found["sheets"]) == (0, {("attachment.not_pdf", "ask")}, [])


@pytest.mark.parametrize("content", [b"page_limit = 29\n", b"PK\x03\x04 a zip"])
def test_a_file_that_is_no_pdf_is_told_so_in_a_sentence(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (finding,) = checked(content, tmp_path, capsys)["findings"]
    assert "is it does" not in finding["detail"]


def test_red_in_a_response_to_corrections_is_a_note(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = checked(plan_set(3, red_markings=True), tmp_path, capsys, corrections=True)
    assert verdicts(found) == {("plans.color", "note")}


def test_several_files_are_a_line_each(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = [tmp_path / "a.pdf", tmp_path / "b.pdf"]
    for path in paths:
        path.write_bytes(plan_set(1))
    check_plans(paths, True, None, TODAY, False, False, Console(file=io.StringIO()))
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["file"] for line in lines] == [str(path) for path in paths]


def test_the_report_shows_the_faulty_sheet_with_marks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, report = tmp_path / "<set>.pdf", tmp_path / "report.html"
    path.write_bytes(plan_set(3, color=True, only_pages=(2,)))
    check_plans([path], False, report, TODAY, False, False, Console(file=io.StringIO()))
    page = report.read_text(encoding="utf-8")
    assert page.count("data:image/png") == 1
    assert page.count('class="pr-mark"') >= 1
    assert "&lt;set&gt;.pdf" in page and "<set>" not in page
    assert "monochrome.ctb" in capsys.readouterr().out.replace("\n", " ")


def test_a_place_inside_another_is_not_marked_again() -> None:
    ink = Ink(20.0, 3, 0.5, ((0.1, 0.1, 0.9, 0.9), (0.2, 0.2, 0.3, 0.3), (0.92, 0.1, 0.99, 0.2)))
    sheet = SheetEvidence(1, 36.0, 24.0, color=ink, thumbnail="AAAA")
    finding = Finding(
        "plans.color", (1,), None, {"sheets": (), "extent": "wide", "square_inches": 20.0}, Severity.REJECT
    )
    seen = Examination(Document(file="a.pdf", sort="plans", pages=1), (sheet,))
    assert plan_report([("a.pdf", seen, (finding,))], TODAY).count('class="pr-mark"') == 2


def test_a_report_that_cannot_be_written_is_a_failure(tmp_path: Path) -> None:
    path = tmp_path / "set.pdf"
    path.write_bytes(plan_set(1))
    nowhere = tmp_path / "missing" / "report.html"
    assert check_plans([path], True, nowhere, TODAY, False, False, Console(file=io.StringIO())) == 1
