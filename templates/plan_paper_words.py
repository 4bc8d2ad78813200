"""The words of the plan check's paper that goes with a letter."""

from __future__ import annotations

from datetime import date

from templates.filters import counted, day

PROGRAM = "Facility Permit Program"
TITLE = "Plan check"
FOUND = "What was found"
SHEETS = "All sheets"
PLACES = "Where it is"
PLACES_NOTE = "The numbers are those of the points in our letter and in the list at the beginning."
COLUMNS = ("Page", "Sheet", "Title", "Size", "What was found")
NO_NUMBER = "not found"
GOOD = "good"
MEND, NEXT = "How to mend it", "Next step"


def judged_as_of(received: date) -> str:
    return f"{PROGRAM}. Judged as of {day(received)}."


def more_sheets(count: int) -> str:
    return (
        f"{counted(count, 'more sheet')} with points are not pictured here; the table names what is on them."
    )


def caption(page: int, number: str, title: str) -> str:
    """ "Page 3, sheet A-201: Exterior elevations"."""
    sheet = f", sheet {number}" if number else ""
    return f"Page {page}{sheet}" + (f": {title}" if title else "")


def foot(page: int) -> str:
    return f"{TITLE}, page {page}"
