"""The views on a sheet: plans, elevations, schedules, notes, code summary."""

from __future__ import annotations

import random

from tests.corpus.plans.drawing import Drawing
from tests.corpus.plans.project import Room, Sheet, Style, wrapped

ROOMS = (
    "OPEN OFFICE",
    "CONFERENCE",
    "BREAK ROOM",
    "STORAGE",
    "RECEPTION",
    "IT CLOSET",
    "PRIVATE OFFICE",
    "COPY",
    "CORRIDOR",
    "ELEC.",
    "JANITOR",
    "WOMEN",
    "MEN",
    "HUDDLE",
    "PHONE",
    "MAIL",
)
NOTES = (
    "VERIFY ALL DIMENSIONS IN FIELD BEFORE FABRICATION.",
    "ALL NEW PARTITIONS TO DECK U.N.O. SEE 3/A-501.",
    "PATCH AND REPAIR EXISTING GYP. BD. AT DEMOLISHED WALLS.",
    "CONTRACTOR SHALL COORDINATE WITH BUILDING ENGINEER.",
    "PROVIDE BLOCKING AT ALL WALL MOUNTED EQUIPMENT.",
    "EXISTING SPRINKLERS TO BE RELOCATED UNDER SEPARATE PERMIT.",
    "DOOR HARDWARE SHALL COMPLY WITH OSSC CHAPTER 10 AND 11.",
    "MAINTAIN 1-HOUR RATING AT CORRIDOR WALLS.",
    'ALL GLAZING WITHIN 24" OF DOORS SHALL BE TEMPERED.',
    "2019 OREGON STRUCTURAL SPECIALTY CODE APPLIES.",
    "CCB LICENSE OF CONTRACTOR EXPIRES 01/15/2026; RENEW BEFORE START.",
    "EXIT SIGNS PER NFPA 101, 2012 EDITION.",
    "ICC-ES REPORT ESR-1917 EXPIRES 05/01/2025 OR LATER REVISION.",
    "REFER TO STRUCTURAL DRAWINGS FOR ANCHORAGE.",
)


def _view_title(
    page: Drawing, room: Room, text: str, scale: str, x: float, y: float, k: float, number: int = 1
) -> None:
    page.circle(x + 14 * k, y + 6 * k, 15 * k)
    page.text(str(number), x + 14 * k, y + 2 * k, 13 * k, anchor="middle")
    page.text(text, x + 38 * k, y + 8 * k, 15 * k, bold=True)
    page.line((x + 34 * k, y + 4 * k), (x + 330 * k, y + 4 * k), width=1)
    page.text(f"SCALE: {scale}", x + 38 * k, y - 10 * k, 10 * k)


def _dimension(page: Drawing, x: float, y: float, length: float, text: str, style: Style, k: float) -> None:
    page.line((x, y), (x + length, y), width=0.35)
    for end in (x, x + length):
        page.line((end - 3, y - 3), (end + 3, y + 3), width=0.8)
        page.line((end, y - 12), (end, y + 6), width=0.25)
    page.text(text, x + length / 2, y + 3, style.note_pt * k, anchor="middle")


def _plan(page: Drawing, room: Room, sheet: Sheet, style: Style, k: float) -> None:
    c = room.chance
    x, y, w, h = room.x + 0.06 * room.w, room.y + 0.16 * room.h, room.w * 0.64, room.h * 0.66
    columns, rows = c.randint(4, 6), c.randint(3, 4)
    wide, high = w / columns, h / rows
    for inset in (0, 6 * k):
        page.rect(x - inset, y - inset, w + 2 * inset, h + 2 * inset, width=1.2)
    for col in range(columns + 1):
        gx = x + col * wide
        page.line((gx, y - 40 * k), (gx, y + h + 60 * k), width=0.3, dash=(18, 4, 4, 4))
        page.circle(gx, y + h + 74 * k, 14 * k)
        page.text("ABCDEFGH"[col], gx, y + h + 69 * k, 14 * k, anchor="middle")
        if col < columns:
            _dimension(
                page,
                gx,
                y + h + 36 * k,
                wide,
                f"{c.randint(8, 24)}'-{c.randint(0, 11)} {c.choice(('1/2', '1/4', '3/8'))}\"",
                style,
                k,
            )
    number = 100
    for row in range(rows):
        for col in range(columns):
            rx, ry = x + col * wide, y + row * high
            for off in (0, 4 * k):
                page.line((rx + off, ry), (rx + off, ry + high * 0.7), width=0.9)
                page.line((rx, ry + off), (rx + wide * 0.8, ry + off), width=0.9)
            page.circle(rx + wide * 0.8, ry, wide * 0.18, width=0.3, first=0, last=90)
            page.line((rx + wide * 0.8, ry), (rx + wide * 0.8, ry + wide * 0.18), width=0.6)
            number += 1
            page.text(c.choice(ROOMS), rx + wide * 0.5, ry + high * 0.55, style.note_pt * k, anchor="middle")
            page.rect(rx + wide * 0.38, ry + high * 0.36, wide * 0.24, 17 * k)
            page.text(
                str(number), rx + wide * 0.5, ry + high * 0.36 + 4 * k, style.note_pt * k, anchor="middle"
            )
            if c.random() < 0.35:
                page.hatch(rx + 8, ry + 8, wide * 0.3, high * 0.2, c.choice((2.4, 4.0, 7.0)))
            if c.random() < 0.4:
                page.circle(rx + wide * 0.2, ry + high * 0.8, 9 * k)
                page.text(
                    str(c.randint(1, 18)), rx + wide * 0.2, ry + high * 0.8 - 4 * k, 9.5 * k, anchor="middle"
                )
    title = sheet.title.split(" AND ")[0] if sheet.draw != "plan" else sheet.title
    _view_title(page, room, title, sheet.scale, x, room.y + 0.03 * room.h, k)


def _elevations(page: Drawing, room: Room, sheet: Sheet, style: Style, k: float) -> None:
    c = room.chance
    names = [f"{side} ELEVATION" for side in ("NORTH", "SOUTH", "EAST", "WEST")]
    if "interior_elevation" in sheet.kinds:
        names = [f"INTERIOR ELEVATION - {name}" for name in ("RECEPTION", "BREAK ROOM")]
    if "section" in sheet.kinds:
        names = ["BUILDING SECTION A-A", "WALL SECTION AT ENTRY"]
    high = room.h / len(names)
    for index, name in enumerate(names):
        x, y = room.x, room.y + index * high
        base, top = y + 0.3 * high, y + 0.85 * high
        page.line((x, base), (x + room.w * 0.66, base), width=2)
        page.rect(x + 40 * k, base, room.w * 0.6, top - base, width=1.2)
        for bay in range(c.randint(6, 11)):
            bx = x + 60 * k + bay * room.w * 0.052
            page.rect(bx, base + (top - base) * 0.3, room.w * 0.035, (top - base) * 0.4)
        page.hatch(x + 40 * k, top - 22 * k, room.w * 0.6, 20 * k, 5)
        for text, level in (("T.O. PARAPET", top), ("LEVEL 1", base)):
            page.line((x + room.w * 0.62, level), (x + room.w * 0.7, level), width=0.3, dash=(12, 4))
            page.text(text, x + room.w * 0.63, level + 3, style.note_pt * k)
        _view_title(page, room, name, sheet.scale, x, y + 0.05 * high, k, index + 1)


def _site(page: Drawing, room: Room, sheet: Sheet, style: Style, k: float) -> None:
    x, y, w, h = room.x + 60 * k, room.y + 0.2 * room.h, room.w * 0.6, room.h * 0.6
    page.rect(x, y, w, h, width=0.7)
    page.rect(x + 0.2 * w, y + 0.25 * h, 0.5 * w, 0.5 * h, width=1.8)
    page.hatch(x + 0.2 * w, y + 0.25 * h, 0.5 * w, 0.5 * h, 12)
    page.text("EXISTING BUILDING", x + 0.45 * w, y + 0.8 * h, style.note_pt * k, anchor="middle")
    page.text("SW ALDER STREET", x + 0.5 * w, y - 40 * k, 16 * k, anchor="middle")
    page.text("SW 5TH AVENUE", x - 30 * k, y + 0.3 * h, 16 * k, 90)
    page.text("PROPERTY LINE 200.00'", x + 0.1 * w, y + h + 6 * k, style.note_pt * k)
    page.text("N", x + w + 40 * k, y + 120 * k, 20 * k)
    page.circle(x + w + 45 * k, y + 80 * k, 26 * k)
    for stall in range(14):
        page.line((x + 20 * k + stall * 30 * k, y + 10), (x + 20 * k + stall * 30 * k, y + 60 * k))
    _view_title(page, room, sheet.title, sheet.scale, room.x, room.y + 0.02 * room.h, k)


def _roof(page: Drawing, room: Room, sheet: Sheet, style: Style, k: float) -> None:
    _site(page, room, sheet, style, k)
    for unit in range(5):
        x, y = room.x + (200 + 150 * unit) * k, room.y + 0.45 * room.h
        page.rect(x, y, 80 * k, 60 * k, width=1)
        page.text(f"RTU-{unit + 1}", x + 40 * k, y + 26 * k, style.note_pt * k, anchor="middle")


def _schedule(page: Drawing, room: Room, sheet: Sheet, style: Style, k: float) -> None:
    c = room.chance
    x, top, high = room.x, room.y + room.h - 50 * k, 22 * k
    names = ("MARK", "TYPE", "WIDTH", "HEIGHT", "FRAME", "HARDWARE", "RATING", "REMARKS")
    page.text(sheet.title, x, top + 12 * k, 16 * k, bold=True)
    for row in range(24):
        page.line((x, top - row * high), (x + room.w * 0.65, top - row * high), width=0.4)
        for col, name in enumerate(names):
            text = (
                name
                if row == 0
                else (str(100 + row), "A", "3'-0\"", "7'-0\"", "HM", str(c.randint(1, 9)), "20 MIN", "-")[col]
            )
            page.text(
                text, x + 6 * k + col * room.w * 0.08, top - (row + 1) * high + 6 * k, style.note_pt * k
            )
    for col in range(len(names) + 1):
        page.line((x + col * room.w * 0.08, top), (x + col * room.w * 0.08, top - 24 * high), width=0.4)


def _details(page: Drawing, room: Room, sheet: Sheet, style: Style, k: float) -> None:
    c = room.chance
    for index in range(6):
        x, y = room.x + (index % 3) * room.w * 0.22, room.y + (index // 3) * room.h * 0.5
        page.rect(x, y + 70 * k, room.w * 0.19, room.h * 0.36)
        for _ in range(14):
            sx, sy = x + c.random() * room.w * 0.18, y + 75 * k + c.random() * room.h * 0.33
            page.line((sx, sy), (sx + 40 * k, sy + 20 * k), width=0.5)
        page.text('(2) #10 SCREWS @ 16" O.C.', x + 10, y + 90 * k, style.note_pt * k)
        _view_title(
            page,
            room,
            c.choice(("PARTITION HEAD", "DOOR JAMB", "SOFFIT DETAIL", "BASE DETAIL")),
            c.choice(('3" = 1\'-0"', '1 1/2" = 1\'-0"', "N.T.S.")),
            x,
            y + 20 * k,
            k,
            index + 1,
        )


def _cover(page: Drawing, room: Room, sheet: Sheet, style: Style, k: float) -> None:
    x, top = room.x, room.y + room.h - 80 * k
    page.text("TENANT IMPROVEMENT - SUITE 400", x, top, 40 * k, bold=True)
    page.text("SHEET INDEX", x, top - 70 * k, 16 * k, bold=True)
    rows = (
        ("A-001", "COVER SHEET"),
        ("A-101", "FLOOR PLAN"),
        ("A-201", "EXTERIOR ELEVATIONS"),
        ("A-501", "DETAILS"),
    )
    for row, (number, title) in enumerate(rows):
        page.text(number, x, top - (96 + 20 * row) * k, style.note_pt * k)
        page.text(title, x + 90 * k, top - (96 + 20 * row) * k, style.note_pt * k)
    _code(page, style, x, top - 250 * k, k)
    page.text("VICINITY MAP", room.x + 0.5 * room.w, room.y + 20 * k, 14 * k, bold=True)
    page.text("N.T.S.", room.x + 0.5 * room.w, room.y + 4 * k, 10 * k)
    for street in range(9):
        page.line(
            (room.x + 0.45 * room.w + street * 30 * k, room.y + 40 * k),
            (room.x + 0.45 * room.w + street * 30 * k, room.y + 260 * k),
        )
        page.line(
            (room.x + 0.45 * room.w, room.y + (50 + 26 * street) * k),
            (room.x + 0.45 * room.w + 250 * k, room.y + (50 + 26 * street) * k),
        )


CODE_ROWS = (
    ("BUILDING CODE", "2022 OSSC"),
    ("OCCUPANCY TYPE", "B - BUSINESS"),
    ("CONSTRUCTION TYPE", "II-B, SPRINKLERED"),
    ("FLOOR AREA", "18,420 SF"),
    ("TENANT AREA", "4,310 SF"),
    ("TENANT OCCUPANT LOAD", "29"),
    ("EXITS REQUIRED", "1"),
)


def _code(page: Drawing, style: Style, x: float, y: float, k: float) -> None:
    page.text("CODE SUMMARY", x, y, 16 * k, bold=True)
    for row, (name, value) in enumerate(CODE_ROWS):
        level = y - (26 + 20 * row) * k
        if style.code == "lines":
            page.text(f"{name}: {value}", x, level, style.note_pt * k)
            continue
        page.text(name + (":" if style.code == "beside" else ""), x, level, style.note_pt * k)
        page.text(value, x + 230 * k, level, style.note_pt * k)
        if style.code == "table":
            page.rect(x - 4 * k, level - 5 * k, 400 * k, 20 * k, width=0.3)


def notes(page: Drawing, room: Room, style: Style, k: float, seed: int) -> None:
    c = random.Random(seed * 7 + 1)
    x, top = room.x + room.w * 0.76, room.y + room.h * (0.92 if style.block == "right" else 0.8)
    page.text("GENERAL NOTES", x, top, 15 * k, bold=True)
    for row, note in enumerate(c.sample(NOTES, 9)):
        page.text(f"{row + 1}.", x, top - (26 + 34 * row) * k, style.note_pt * k * 0.98)
        for part, words in enumerate(wrapped(note, 30)):
            page.text(words, x + 24 * k, top - (26 + 34 * row + 15 * part) * k, style.note_pt * k * 0.98)


VIEWS = {
    "plan": _plan,
    "elevations": _elevations,
    "site": _site,
    "roof": _roof,
    "schedule": _schedule,
    "details": _details,
    "cover": _cover,
}


def crowd(page: Drawing, seed: int) -> None:
    """Fills the sheet as crowded ones are: hatches, dimensions, room names, thousands of short lines."""
    chance = random.Random(seed)

    def place() -> tuple[float, float]:
        return chance.uniform(60, page.width * 0.75), chance.uniform(100, page.height - 100)

    for _ in range(60):
        x, y = place()
        page.text(f"{chance.randint(1, 30)}'-{chance.randint(0, 11)} 1/2\"", x, y, 9)
        page.line((x, y), (x + chance.uniform(20, 200), y), width=0.3)
        page.hatch(x, y, chance.uniform(20, 120), chance.uniform(20, 120), chance.uniform(1.5, 6))
        for _ in range(10):
            page.text(chance.choice(ROOMS), *place(), 8, chance.choice((0, 0, 90)))
    for _ in range(3000):
        x, y = place()
        page.line((x, y), (x + chance.uniform(-60, 60), y + chance.uniform(-60, 60)), width=0.2)
