"""Which drawing, writing or marking program made a PDF, by what the file says of itself."""

from __future__ import annotations

import re

MAX_CHARACTERS = 300
# The first that fits is taken. What drew the sheets comes before what only printed, joined or marked them.
PROGRAMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("AutoCAD", re.compile(r"autocad|\bcivil 3d\b|\bpdfplot\d|\bdwg to pdf\b", re.IGNORECASE)),
    ("Revit", re.compile(r"\brevit\b", re.IGNORECASE)),
    ("Bluebeam Revu", re.compile(r"\bbluebeam\b", re.IGNORECASE)),
    ("Word", re.compile(r"\bmicrosoft\W{0,3}(?:office )?word\b|\bpdfmaker\b.{0,20}\bword\b", re.IGNORECASE)),
    ("Acrobat", re.compile(r"\bacrobat\b(?! distiller)", re.IGNORECASE)),
)


def made_with(creator: str, producer: str) -> str:
    """The program by the names that people know it by; empty where it is none of those we know.

    `creator`, `producer`: the entries of the document information dictionary (PDF 32000-1, table 317).
    """
    for text in (creator[:MAX_CHARACTERS], producer[:MAX_CHARACTERS]):
        for name, pattern in PROGRAMS:
            if pattern.search(text):
                return name
    return ""
