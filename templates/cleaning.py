"""What other people wrote, made harmless before it stands in a letter: no controls, no hidden direction marks."""

from __future__ import annotations

import re

# C0 and C1 controls but tab and line feed, soft hyphen, zero-width and direction marks, line and paragraph
# separators, the byte order mark, interlinear and tag characters, and halves of surrogate pairs.
UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff\ud800-\udfff]"
)
LINE_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
NOT_PLAIN = re.compile("[^\t\n -~]")
BLANKS = re.compile(r"\s+")
MANY_MARKS = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u20d0-\u20ff]{4})[\u0300-\u036f\u0483-\u0489\u20d0-\u20ff]+"
)


def clean(text: str) -> str:
    """The text without characters that a reader cannot see or that turn the rest around; lines end in `\\n`."""
    if NOT_PLAIN.search(text) is None:
        return text
    return MANY_MARKS.sub(r"\1", UNSAFE.sub("", LINE_BREAKS.sub("\n", text)))


def one_line(text: str, limit: int | None = None) -> str:
    """The cleaned text on one line, single blanks, at most `limit` characters (the last is then an ellipsis)."""
    cut = text if limit is None else text[: 4 * limit + 64]
    line = BLANKS.sub(" ", clean(cut)).strip()
    return line if limit is None or len(line) <= limit else line[: limit - 1].rstrip() + "…"


def several_lines(text: str, *, limit: int = 2000, lines: int = 40) -> str:
    """The cleaned text with its line breaks, cut to that many characters and lines; runs of empty lines are one."""
    kept: list[str] = []
    for line in clean(text[: 2 * limit]).expandtabs(4).split("\n"):
        if line.strip() or (kept and kept[-1]):
            kept.append(line.rstrip())
    short = "\n".join(kept[:lines]).strip("\n")
    return short if len(short) <= limit and len(kept) <= lines else short[: limit - 1].rstrip() + "…"
