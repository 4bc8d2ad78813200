"""What stands against inspecting or using the building just now (codes `hold.*`, `building.*`)."""

from __future__ import annotations

from collections.abc import Iterator

from rules.finding import Finding, Severity, Value
from rules.inspection.context import Context
from rules.registry import Building


def hold_findings(building: str, permit_number: str, context: Context) -> Iterator[Finding]:
    """Holds in force today: a stop work order goes to a coordinator, other kinds are only shown to staff."""
    for hold in context.registry.holds_on(building, permit_number, context.today):
        values: dict[str, Value] = {
            "kind": hold.kind,
            "building": hold.building,
            "permit_number": hold.permit_number,
            "posted_on": hold.posted_on.isoformat(),
        }
        blocks = hold.kind == "stop_work_order"
        yield Finding("hold.active", values=values, severity=Severity.REFER if blocks else Severity.REVIEW)


def registration_findings(building: Building | None, context: Context) -> Iterator[Finding]:
    """An expired registration does not keep an inspection from happening; staff look."""
    if building is None or building.registered_until is None or building.registered_until >= context.today:
        return
    values: dict[str, Value] = {
        "building": building.building,
        "registered_until": building.registered_until.isoformat(),
    }
    yield Finding("building.registration_expired", values=values, severity=Severity.REVIEW)
