"""A finding: one thing that a rule saw, and how grave it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum


class Severity(StrEnum):
    """How grave a finding is, in the order of the action that it leads to (interfaces.md 6)."""

    REJECT = "reject"
    REFER = "refer"
    ASK = "ask"
    REVIEW = "review"
    NOTE = "note"
    OFF = "off"


class Action(StrEnum):
    """What was decided about a message (interfaces.md 5)."""

    ACCEPT = "accept"
    ASK = "ask"
    REJECT = "reject"
    REFER = "refer"
    RECORD = "record"
    IGNORE = "ignore"


Value = str | int | float | bool | None | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule saw.

    `where`: page numbers from 1 for `plans.*`, else a field or document name or None. `file`: the attachment.
    `values`: what the words of `templates/findings/` need (value found, limit, suggestion). `severity`: None =
    what the policy table says of the code; a rule sets it only where its evidence is weaker than that.
    """

    code: str
    where: str | tuple[int, ...] | None = None
    file: str | None = None
    values: Mapping[str, Value] = field(default_factory=dict)
    severity: Severity | None = None

    def at(self, severity: Severity) -> Finding:
        """The same finding at that severity."""
        return replace(self, severity=severity)
