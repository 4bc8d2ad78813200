"""Uneven light and dark bars on pictures of pages."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from parsers.scans.light import evened, without_bars

DPI = 300


def test_shadow_and_tinted_paper_turn_white_and_letters_stay_dark() -> None:
    page = np.tile(np.linspace(240, 150, 1200), (900, 1)).astype(np.uint8)
    page[400:430, 300:420] = 30
    even = evened(page)
    assert float(np.median(even[:, 100:200])) > 240
    assert float(np.median(even[:, 1000:1100])) > 240
    assert int(even[410:420, 320:400].max()) < 90


def test_white_letters_on_a_dark_bar_turn_dark_on_white() -> None:
    page = Image.new("L", (1200, 600), 245)
    draw = ImageDraw.Draw(page)
    draw.rectangle((100, 200, 1100, 260), fill=20)
    draw.rectangle((200, 218, 220, 242), fill=250)
    plain = without_bars(np.asarray(page, dtype=np.uint8), DPI)
    assert int(plain[225:235, 205:215].max()) < 60
    assert int(plain[225:235, 600:700].min()) > 180


def test_a_dark_rim_of_a_scan_turns_white() -> None:
    page = np.full((1200, 900), 245, dtype=np.uint8)
    page[:, :40] = 30
    assert int(without_bars(page, DPI)[200:1000, :60].min()) > 200
