"""Every letter in a real browser, as wide as a phone: nothing has to be scrolled sideways to be read."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.letters.regular import digest_letter
from tests.factory.digests import a_digest, a_full_digest
from tests.factory.letters import HOSTILE, every_letter

PHONE_WIDTH = 375
BROWSER = "/usr/bin/chromium"
MISSING = f"{BROWSER} is missing; install it with: apt-get install -y chromium"
MEASURE = """
<script>
addEventListener("load", () => {
  const found = {};
  for (const frame of document.querySelectorAll("iframe")) {
    const page = frame.contentDocument.documentElement;
    found[frame.title] = [Math.max(page.scrollWidth, frame.contentDocument.body.scrollWidth), page.scrollHeight];
  }
  document.body.innerHTML = "<pre>" + JSON.stringify(found) + "</pre>";
});
</script>
"""


def _pages() -> dict[str, str]:
    pages = {f"plain {name}": letter.html for name, letter in every_letter().items()}
    pages |= {f"hostile {name}": letter.html for name, letter in every_letter(HOSTILE).items()}
    for name, view in (("empty", a_digest()), ("full", a_full_digest()), ("hostile", a_full_digest(HOSTILE))):
        pages[f"digest {name}"] = digest_letter(view, ["coordinator@city.example"]).html
    return pages


def _measured(pages: dict[str, str], folder: Path) -> dict[str, tuple[int, int]]:
    """Width and height in CSS pixels that each page wants on a phone, from one start of the browser."""
    style = f"width:{PHONE_WIDTH}px;height:800px;border:0"
    frames = "".join(
        f'<iframe title="{name}" style="{style}" srcdoc="{html.escape(page)}"></iframe>'
        for name, page in pages.items()
    )
    document = folder / "letters.html"
    document.write_text(
        f"<!DOCTYPE html><meta charset=utf-8><body>{frames}{MEASURE}</body>", encoding="utf-8"
    )
    command = [
        BROWSER,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        f"--user-data-dir={folder / 'profile'}",
        "--window-size=1000,900",
        "--virtual-time-budget=20000",
        "--dump-dom",
        document.as_uri(),
    ]
    dumped = subprocess.run(command, capture_output=True, timeout=180, check=True).stdout.decode(
        "utf-8", "replace"
    )
    match = re.search(r"<pre>(.*?)</pre>", dumped, re.DOTALL)
    assert match is not None, dumped[:500]
    return {
        name: (width, height) for name, (width, height) in json.loads(html.unescape(match.group(1))).items()
    }


def test_no_letter_scrolls_sideways_on_a_phone(tmp_path: Path) -> None:
    if shutil.which(BROWSER) is None:
        pytest.fail(MISSING)
    pages = _pages()
    measured = _measured(pages, tmp_path)
    assert measured.keys() == pages.keys()
    too_wide = {name: width for name, (width, _) in measured.items() if width > PHONE_WIDTH}
    assert too_wide == {}
    assert all(height > 200 for _, height in measured.values())
