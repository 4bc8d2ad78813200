"""Plain text at a readable width."""

from __future__ import annotations

import re

WIDTH = 72
LABEL_WIDTH = 18
MANY_EMPTY_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")


def wrapped(text: str, first: str = "", rest: str | None = None, width: int = WIDTH) -> str:
    """The text as one paragraph of lines up to `width` columns; a longer word (a link) keeps a line of its own.

    `first` stands before the first line, `rest` (blanks of the same length where not given) before the others.
    """
    hanging = " " * len(first) if rest is None else rest
    lines: list[str] = []
    line, empty = first, True
    for word in text.split():
        if not empty and len(line) + 1 + len(word) > width:
            lines.append(line)
            line, empty = hanging, True
        line = line + word if empty else f"{line} {word}"
        empty = False
    lines.append(line.rstrip() if empty else line)
    return "\n".join(lines)


def quoted(text: str, mark: str = "> ", width: int = WIDTH) -> str:
    """The text line by line behind a quotation mark, long lines wrapped."""
    return "\n".join(
        wrapped(line, mark, mark, width) if line.strip() else mark.rstrip() for line in text.split("\n")
    )


def labelled(text: str, label: str, width: int = WIDTH) -> str:
    """`Label:` and the text behind it, its further lines below its first."""
    return wrapped(text, f"{label + ':':<{LABEL_WIDTH}} ", " " * (LABEL_WIDTH + 1), width)


def compact(text: str) -> str:
    """The text without its empty lines."""
    return "\n".join(line for line in text.split("\n") if line.strip())


def tidy(text: str) -> str:
    """The rendered text without blanks at line ends, at most one empty line in a row, one line feed at the end."""
    lines = "\n".join(line.rstrip() for line in text.split("\n"))
    return MANY_EMPTY_LINES.sub("\n\n", lines).strip("\n") + "\n"
