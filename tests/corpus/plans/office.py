"""Sheets of invented projects as architects' offices draw them, with what is true of each."""

from __future__ import annotations

import random
from dataclasses import replace

from tests.corpus.plans.drawing import Drawing
from tests.corpus.plans.project import IN, Room, Sheet, Style, wrapped
from tests.corpus.plans.views import VIEWS, notes

Words = tuple[tuple[str, str], ...]


def draw(sheet: Sheet, style: Style, seed: int) -> Drawing:
    """The whole sheet."""
    w, h = (side * IN for side in style.size_in)
    page = Drawing(w, h)
    k = min(w, h) / (24 * IN)
    page.rect(0.5 * IN * k, 0.5 * IN * k, w - IN * k, h - IN * k, width=2)
    room = _block(page, sheet, style, k)
    room.chance = random.Random(seed)
    VIEWS[sheet.draw](page, room, sheet, style, k)
    notes(page, room, style, k, seed)
    return page


def _block(page: Drawing, sheet: Sheet, style: Style, k: float) -> Room:
    """The title block; what is left of the sheet for views."""
    words = (
        ("PROJECT", "TENANT IMPROVEMENT, SUITE 400"),
        ("ADDRESS", "1234 SW ALDER ST, PORTLAND, OR 97205"),
        ("DRAWN", "JT"),
        ("CHECKED", "MK"),
        ("DATE", "02/10/2026"),
        ("JOB NO.", "2541"),
        ("PLOT DATE", "2/10/2026 9:12 AM"),
    )
    if style.block == "right":
        return _right(page, sheet, style, k, words)
    if style.block == "turned":
        return _turned(page, sheet, style, k, words)
    return _foot(page, sheet, style, k, words)


def _right(page: Drawing, sheet: Sheet, style: Style, k: float, words: Words) -> Room:
    w, h, m = page.width, page.height, 0.5 * IN * k
    x = w - 3.6 * IN * k
    page.line((x, m), (x, h - m), width=1.4)
    page.text(style.office, x + 12 * k, h - m - 40 * k, 15 * k, bold=True)
    _seal(page, style, x + 1.5 * IN * k, h - 4 * IN * k, k)
    y = h - 7.0 * IN * k
    for name, value in words:
        page.text(name, x + 10 * k, y + 14 * k, 6.5 * k)
        page.text(value, x + 10 * k, y, 9 * k)
        page.line((x, y - 8 * k), (w - m, y - 8 * k))
        y -= 0.55 * IN * k
    page.text(style.issue, x + 10 * k, y - 10 * k, 13 * k, bold=True)
    y = m + 3.4 * IN * k
    page.line((x, y), (w - m, y))
    page.text("SHEET TITLE", x + 10 * k, y - 14 * k, 6.5 * k)
    for row, part in enumerate(wrapped(sheet.title, 22)):
        page.text(part, x + 10 * k, y - (38 + 22 * row) * k, 17 * k, bold=style.bold)
    if style.label:
        page.text(style.label, x + 10 * k, m + 1.35 * IN * k, 6.5 * k)
    page.text(sheet.number, x + 14 * k, m + 0.45 * IN * k, 46 * k, bold=True)
    return Room(m + 0.4 * IN * k, m + 0.6 * IN * k, x - m - 0.8 * IN * k, h - 2 * m - IN * k)


def _turned(page: Drawing, sheet: Sheet, style: Style, k: float, words: Words) -> Room:
    w, h, m = page.width, page.height, 0.5 * IN * k
    x = w - 2.2 * IN * k
    page.line((x, m), (x, h - m), width=1.4)
    page.text(style.office, x + 0.9 * IN * k, m + 14 * IN * k, 18 * k, 90, bold=True)
    _seal(page, style, x + 1.0 * IN * k, h - 2.4 * IN * k, 0.8 * k)
    for row, (name, value) in enumerate(words[:5]):
        page.text(f"{name}: {value}", x + (0.4 + 0.25 * row) * IN * k, m + 8 * IN * k, 8 * k, 90)
    page.text(style.issue, x + 1.7 * IN * k, m + 8 * IN * k, 12 * k, 90)
    page.text(sheet.title, x + 0.9 * IN * k, m + 2.6 * IN * k, 18 * k, 90, bold=style.bold)
    page.text(sheet.number, x + 1.3 * IN * k, m + 0.4 * IN * k, 40 * k, 90, bold=True)
    return Room(m + 0.4 * IN * k, m + 0.6 * IN * k, x - m - 0.8 * IN * k, h - 2 * m - IN * k)


def _foot(page: Drawing, sheet: Sheet, style: Style, k: float, words: Words) -> Room:
    w, h, m = page.width, page.height, 0.5 * IN * k
    y = m + 1.9 * IN * k
    left = m if style.block == "bottom" else w - m - 12 * IN * k
    page.line((left, y), (w - m, y), width=1.4)
    if style.block == "corner":
        page.line((left, m), (left, y), width=1.4)
    page.text(style.office, left + 12 * k, y - 26 * k, 14 * k, bold=True)
    _seal(page, style, left + 1.4 * IN * k, y + 1.7 * IN * k, 0.9 * k)
    x = left + 4.4 * IN * k
    for row, (name, value) in enumerate(words):
        page.text(f"{name}: {value}", x, y - (18 + 15 * row) * k, 7.5 * k)
    page.text(style.issue, left + 12 * k, m + 0.3 * IN * k, 12 * k)
    x = w - m - 4.6 * IN * k
    page.text("SHEET CONTENTS:", x, y - 14 * k, 6 * k)
    for row, part in enumerate(wrapped(sheet.title, 20)):
        page.text(part, x, y - (34 + 19 * row) * k, 15 * k, bold=style.bold)
    page.line((w - m - 1.8 * IN * k, m), (w - m - 1.8 * IN * k, y))
    if style.label:
        page.text(style.label, w - m - 1.7 * IN * k, y - 14 * k, 6 * k)
    page.text(sheet.number, w - m - 1.7 * IN * k, m + 0.5 * IN * k, 34 * k, bold=True)
    return Room(
        m + 0.4 * IN * k,
        y + 0.4 * IN * k,
        w - 2 * m - 0.8 * IN * k,
        h - m - y - 0.9 * IN * k,
    )


def _seal(page: Drawing, style: Style, x: float, y: float, k: float) -> None:
    if style.seal == "none":
        return
    r = 0.85 * IN * k
    page.circle(x, y, r, width=1.2)
    page.circle(x, y, r * 0.72)
    if style.seal == "architect":
        page.arc_text("LICENSED ARCHITECT", x, y, r * 0.8, 8 * k)
        page.text("J. T. MARLOWE", x, y + 4 * k, 8 * k, anchor="middle")
        page.text("ARI-10422", x, y - 10 * k, 8 * k, anchor="middle")
        page.text("STATE OF OREGON", x, y - r * 0.55, 6 * k, anchor="middle")
        return
    page.arc_text("REGISTERED PROFESSIONAL", x, y, r * 0.8, 7.5 * k)
    page.text("ENGINEER", x, y + 16 * k, 8 * k, anchor="middle")
    page.text("71234PE", x, y + 4 * k, 9 * k, anchor="middle")
    page.text("OREGON", x, y - 8 * k, 8 * k, anchor="middle")
    page.text("JULY 14, 2009", x, y - 19 * k, 6.5 * k, anchor="middle")
    page.text("DANA K. OKAFOR", x, y - r * 0.62, 6.5 * k, anchor="middle")
    page.text(style.expires, x, y - r - 16 * k, 8.5 * k, anchor="middle")


F = frozenset
NUMBERS = {
    "dash": ("A-001", "A-101", "A-201", "A-501", "A-121", "A-050", "A-401", "A-601", "A-111", "A-301"),
    "dot": ("A0.0", "A1.01", "A3.1", "A5.0", "A1.3", "A0.5", "A8.1", "A6.1", "A1.02", "A3.5"),
    "plain": ("A000", "A101", "A201", "A501", "A151", "C101", "A701", "A601", "A102", "A301"),
    "trade": ("G-001", "AD101", "M2.1", "FP-1", "E-101", "S0.0", "P2.01", "T-001", "ID-101", "M-001"),
    "count": (
        "1 OF 10",
        "2 OF 10",
        "3 OF 10",
        "4 OF 10",
        "5 OF 10",
        "6 OF 10",
        "7 OF 10",
        "8 OF 10",
        "9 OF 10",
        "10 OF 10",
    ),
}
TEN = (
    Sheet("", "COVER SHEET AND CODE SUMMARY", F({"cover"}), "cover"),
    Sheet("", "LEVEL 4 FLOOR PLAN", F({"floor_plan"})),
    Sheet("", "EXTERIOR ELEVATIONS", F({"elevation"}), "elevations", '1/8" = 1\'-0"'),
    Sheet("", "PARTITION TYPES AND DETAILS", F({"detail"}), "details"),
    Sheet("", "REFLECTED CEILING PLAN", F({"ceiling_plan"})),
    Sheet("", "SITE PLAN", F({"site_plan"}), "site", '1" = 10\'-0"'),
    Sheet("", "INTERIOR ELEVATIONS", F({"interior_elevation"}), "elevations", '1/2" = 1\'-0"'),
    Sheet("", "DOOR SCHEDULE", F({"schedule"}), "schedule"),
    Sheet("", "ROOF PLAN", F({"roof_plan"}), "roof", '1/8" = 1\'-0"'),
    Sheet("", "BUILDING SECTIONS", F({"section"}), "elevations"),
)


def ten(numbers: str) -> tuple[Sheet, ...]:
    return tuple(replace(sheet, number=number) for sheet, number in zip(TEN, NUMBERS[numbers], strict=True))
