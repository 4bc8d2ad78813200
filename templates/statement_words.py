"""The words of a client's monthly statement."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

COLUMNS = ("Date", "Discipline", "Project and permit", "Service", "Hours", "Dollars")
SERVICES = {
    "late_cancellation": "Inspection cancelled late",
    "inspector_en_route": "Inspection cancelled with the inspector on the way",
    "waiver": "Charge taken back",
}


def heading(client: str, month: date, office: str, phone: str) -> tuple[str, ...]:
    """The lines on top, the title first."""
    return (
        f"Statement of inspection charges, {month:%B %Y}",
        client,
        f"{office}, questions: {phone}",
    )


def total(hours: Decimal, amount: Decimal | None) -> str:
    """The last line."""
    dollars = "" if amount is None else f", ${amount:,.2f}"
    return f"In all {hours:.2f} hours{dollars}"
