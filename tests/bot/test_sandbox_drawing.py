"""Pages drawn in the limited child: hostile files cost their limits, and no picture."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from bot.demo.sheets import plan_set
from bot.sandbox import SandboxLimits, draw
from parsers.marked_pages import Mark, MarkedPage, PagePicture
from tests.bot.test_sandbox import laughs, locked, one_page, portfolio, scripted

QUICK = SandboxLimits(seconds=4)
PLACE = Mark("1", (0.1, 0.1, 0.4, 0.3))
HOSTILE = {
    "empty": b"",
    "noise": bytes(range(256)) * 20,
    "only a head": b"%PDF-1.7\n",
    "a form bomb": laughs(),
    "a ring of pages": one_page(kids=b"[2 0 R]", count=b"9"),
    "a box of nothing": one_page(box=b"[nan 0 0 0]"),
    "a tiny page": one_page(box=b"[0 0 0.001 0.001]"),
    "locked": locked("secret"),
    "a page tree that lies": one_page(count=b"2147483647"),
    "scripts": scripted(),
    "a portfolio": portfolio(),
}


def drawn(tmp_path: Path, content: bytes, *pages: MarkedPage) -> tuple[PagePicture, ...]:
    path = tmp_path / "stored-under-another-name"
    path.write_bytes(content)
    return draw(path, pages, QUICK, width=600, max_bytes=80_000)


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("unit", ["points", "shares"])
def test_a_hostile_file_ends_within_its_limits(tmp_path: Path, name: str, unit: str) -> None:
    started = time.monotonic()
    page = MarkedPage(1, (PLACE,), unit)  # type: ignore[arg-type]
    pictures = drawn(tmp_path, HOSTILE[name], page)
    assert time.monotonic() - started < 30
    assert len(pictures) <= 1


def test_the_pages_that_are_asked_for_are_drawn(tmp_path: Path) -> None:
    wanted = (MarkedPage(3, (PLACE,), "shares"), MarkedPage(1, (PLACE,), "shares"), MarkedPage(8, (PLACE,)))
    assert [(row.page, row.labels) for row in drawn(tmp_path, plan_set(3), *wanted)] == [
        (3, ("1",)),
        (1, ("1",)),
    ]
