"""Who goes: the named inspector, the building's own, or whoever stands in (codes `inspector.*`; D10)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from parsers.inspection.reading import Discipline, PersonReading
from rules.finding import Finding, Severity, Value
from rules.inspection.permits import BUILDING_AND_MECHANICAL, covers
from rules.registry import Building, Registry


@dataclass(frozen=True, slots=True)
class InspectorFound:
    """Whom the mail names, who goes, and what was found on the way; `assigned` None = not settled."""

    requested: str | None = None
    assigned: str | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """What the inspector is wanted for, as far as it is known."""

    building: Building | None = None
    discipline: Discipline | None = None
    day: date | None = None


def find_inspector(reading: PersonReading | None, task: Task, registry: Registry) -> InspectorFound:
    """The inspector for the task; the backup where that one is away on the day."""
    chosen = _chosen(reading, task, registry)
    if chosen.assigned is None or task.day is None:
        return chosen
    findings, assigned = standing_in(chosen.assigned, task, registry)
    return InspectorFound(chosen.requested, assigned, (*chosen.findings, *findings))


def standing_in(inspector: str, task: Task, registry: Registry) -> tuple[tuple[Finding, ...], str | None]:
    """Who goes in place of that inspector on the task's day, and the finding that says so."""
    if task.day is None or not registry.is_absent(inspector, task.day):
        return (), inspector
    backup = next_backup(inspector, (), task, registry)
    values: dict[str, Value] = {"inspector": inspector, "day": task.day.isoformat(), "backup": backup}
    code = "inspector.unavailable" if backup else "inspector.no_backup"
    return (Finding(code, values=values),), backup


def next_backup(inspector: str, passed_over: Collection[str], task: Task, registry: Registry) -> str | None:
    """The first backup, in the registry's order, who is there that day and has the discipline."""
    row = registry.inspectors.get(inspector)
    for name in row.backups if row else ():
        if name == inspector or name in passed_over or name not in registry.inspectors:
            continue
        if task.day is not None and registry.is_absent(name, task.day):
            continue
        if is_able(name, task.discipline, registry):
            return name
    return None


def team_inspector(task: Task, registry: Registry) -> str | None:
    """The building's own inspector for the discipline, where the registry has that person."""
    if task.building is None or task.discipline is None:
        return None
    name = task.building.team_inspector(task.discipline)
    return name if name in registry.inspectors else None


def _chosen(reading: PersonReading | None, task: Task, registry: Registry) -> InspectorFound:
    candidates = tuple(
        name for name in (reading.candidates if reading else ()) if name in registry.inspectors
    )
    if reading is not None and len(candidates) > 1:
        return _of_several(reading, candidates, task, registry)
    if candidates:
        return _named(candidates[0], (), task, registry)
    if reading is None or reading.discipline is not None:
        return _of_team(reading, task, registry)
    values: dict[str, Value] = {"name": reading.text, "inspector": team_inspector(task, registry)}
    return InspectorFound(findings=(Finding("inspector.unknown", values=values),))


def _of_several(
    reading: PersonReading, candidates: tuple[str, ...], task: Task, registry: Registry
) -> InspectorFound:
    """Two people of one name: the one on the team, else the one with the discipline, else ask."""
    on_team = [name for name in candidates if task.building is not None and name in task.building.team]
    able = [
        name
        for name in candidates
        if task.discipline is not None and is_able(name, task.discipline, registry)
    ]
    one = _only(on_team) if len(on_team) == 1 else _only(able)
    # On the team for another trade, while a namesake has this one: either may be meant.
    contradicted = one is not None and bool(able) and one not in able
    if one is None or contradicted:
        ambiguous: dict[str, Value] = {"name": reading.text, "candidates": candidates}
        return InspectorFound(findings=(Finding("inspector.ambiguous", values=ambiguous),))
    values: dict[str, Value] = {"name": reading.text, "inspector": one}
    return _named(one, (Finding("inspector.inferred", values=values),), task, registry)


def _named(name: str, findings: tuple[Finding, ...], task: Task, registry: Registry) -> InspectorFound:
    """A named inspector is taken as named; one of another discipline gives way to the team's (shown to staff)."""
    if task.discipline is None or is_able(name, task.discipline, registry):
        return InspectorFound(name, name, findings)
    own = team_inspector(task, registry)
    values: dict[str, Value] = {"inspector": name, "discipline": task.discipline, "assigned": own}
    wrong = Finding("inspector.wrong_discipline", values=values)
    if own is not None:
        return InspectorFound(name, own, (*findings, wrong))
    return InspectorFound(name, None, (*findings, wrong, _missing(task, None)))


def _of_team(role: PersonReading | None, task: Task, registry: Registry) -> InspectorFound:
    own = team_inspector(task, registry)
    findings = [_missing(task, own)]
    role_is_other = role is not None and role.discipline is not None and task.discipline is not None
    if role is not None and role_is_other and not covers(str(task.discipline), str(role.discipline)):
        values: dict[str, Value] = {"inspector": role.text, "discipline": task.discipline, "assigned": own}
        findings.insert(0, Finding("inspector.wrong_discipline", values=values))
    return InspectorFound(None, own, tuple(findings))


def _missing(task: Task, inspector: str | None) -> Finding:
    """Nobody is named: a note where the building's team settles it."""
    values: dict[str, Value] = {
        "inspector": inspector,
        "discipline": task.discipline,
        "building": task.building.building if task.building else None,
    }
    return Finding("inspector.missing", values=values, severity=Severity.NOTE if inspector else Severity.ASK)


def is_able(name: str, discipline: Discipline | None, registry: Registry) -> bool:
    """Whether the registry says nothing against that inspector for the discipline."""
    row = registry.inspectors[name]
    if discipline is None or not row.disciplines or discipline in row.disciplines:
        return True
    return discipline in BUILDING_AND_MECHANICAL and bool(BUILDING_AND_MECHANICAL & set(row.disciplines))


def _only(names: list[str]) -> str | None:
    return names[0] if len(names) == 1 else None
