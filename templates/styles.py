"""Styles written into the tags when a template is loaded: mail programs drop style sheets, not attributes."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import css_inline

SHEET = Path(__file__).parent / "parts" / "html" / "letter.css"
FIXED_CLASS = re.compile(r'class="([a-z][a-z0-9_ -]*)"')
STYLE = re.compile(r'style="([^"]*)"')


@cache
def _sheet() -> str:
    return SHEET.read_text(encoding="utf-8")


@cache
def style_of(classes: str) -> str:
    """The declarations that the style sheet gives an element of these classes, as css-inline resolves them."""
    dressed: str = css_inline.inline_fragment(f'<div class="{classes}">.</div>', _sheet())
    match = STYLE.search(dressed)
    return match.group(1).strip() if match else ""


def dressed(source: str) -> str:
    """A template's source with a style attribute behind every fixed class attribute that has a style."""

    def attributes(match: re.Match[str]) -> str:
        style = style_of(match.group(1))
        return f'{match.group(0)} style="{style}"' if style else match.group(0)

    return FIXED_CLASS.sub(attributes, source)
