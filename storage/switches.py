"""What a person switched, and who."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from storage.tables import SwitchRow

LETTERS_PAUSED = "letters_paused"
TOKEN_SECRET = "token_secret"  # noqa: S105  # the name of the switch, not its value


class Switches:
    """Switches that outlive a restart."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def value(self, name: str) -> str:
        """What the switch stands at, empty where nobody has touched it."""
        row = self._session.get(SwitchRow, name)
        return "" if row is None else row.value

    def set(self, name: str, value: str, *, by: str, now: datetime) -> None:
        row = self._session.get(SwitchRow, name) or SwitchRow(name=name, value=value, at=now)
        row.value, row.by, row.at = value, by, now
        self._session.add(row)
