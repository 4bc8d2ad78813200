"""The words of a client's monthly statement."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from decimal import Decimal

HOURS, RATE, DOLLARS = "Hours", "Rate", "Dollars"
COLUMNS = ("Logged", "Discipline", "Site and permit", "Type of service")
SUMMARY_COLUMNS = ("Reference number", "Project")
SUBTOTAL, TOTAL = "Subtotal", "Total"
UNDER_REVIEW = "Of this under review *"
NO_REFERENCE = "Without a project reference number"
NO_CLIENT = "(no client on record)"
REVIEW_MARK = "*"
REVIEW_NOTE = "* Under review: a coordinator looks over this line, and it is billed only when that is done."
SERVICES = {
    "late_cancellation": "cancelled late",
    "inspector_en_route": "cancelled with the inspector on the way",
}


def title(month: date) -> str:
    return f"Statement of inspection charges, {month:%B %Y}"


def period(month: date) -> str:
    """ "March 1 to 31, 2026"."""
    return f"{month:%B} 1 to {monthrange(month.year, month.month)[1]}, {month.year}"


def service(kind: str, inspection_day: date | None, waives: str) -> str:
    """What a line is for: "Inspection of 03/04/2026, cancelled late"."""
    if kind == "waiver":
        return f"Charge {waives} taken back" if waives else "Charge taken back"
    of_day = f" of {inspection_day:%m/%d/%Y}" if inspection_day else ""
    return f"Inspection{of_day}, {SERVICES.get(kind, kind)}"


def reference(number: str) -> str:
    """The title of a group."""
    return f"Project reference number {number.replace(';', ' and ')}" if number else NO_REFERENCE


def rule(notice_hours: Decimal, late: Decimal, en_route: Decimal, *, adds: bool) -> str:
    """What is charged, in two sentences. `adds`: both are charged where both hold."""
    return (
        f"Charged is an inspection that is cancelled less than {notice_hours.normalize():f} hours before it "
        f"({late:.2f} hours){' and' if adds else ', or'} when the inspector is on the way already "
        f"({en_route:.2f} hours{' more' if adds else ''}). "
        "A charge that was taken back stays listed, with the line that takes it back."
    )


def questions(office: str, phone: str) -> str:
    """The foot of each page."""
    return f"{office}. Questions about a line: {phone}; please give its number."


def page(number: int, of: int) -> str:
    return f"Page {number} of {of}"
