"""The permit that a form names (codes `permit.*`; D1 to D3)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from parsers.permits import read_permits
from rules.finding import Finding, Value
from rules.intake.form import Form
from rules.registry import CLOSED, ISSUED, Permit, Registry


@dataclass(frozen=True, slots=True)
class PermitOfForm:
    """`number`: canonical, also where the registry does not know it. `written`: the form names something."""

    permit: Permit | None = None
    number: str | None = None
    findings: tuple[Finding, ...] = ()
    written: str | None = None


def permit_of(form: Form, registry: Registry) -> PermitOfForm:
    """The permit in the form's permit field; a short number is looked up, never completed by guessing."""
    written = form.value("permit_number")
    return PermitOfForm() if written is None else find_in_field(written, registry)


def find_in_field(written: str, registry: Registry) -> PermitOfForm:
    """The permit of a field that asks for one: as after the word "permit", blanks may stand for the dash."""
    found = find(written, registry)
    if found.number or found.findings:
        return found
    return replace(find(f"permit {written}", registry), written=written)


def find(written: str, registry: Registry) -> PermitOfForm:
    """The first permit of the program in this text."""
    readings = [reading for reading in read_permits(written) if reading.number or reading.short]
    if not readings:
        return PermitOfForm(written=written)
    reading = readings[0]
    if reading.number:
        permit = registry.permits.get(reading.number)
        findings = () if permit else (_unknown(reading.number, short=False),)
        return PermitOfForm(permit, reading.number, findings, written)
    fitting = registry.permits_by_short.get(reading.short or "", ())
    if len(fitting) == 1:
        return PermitOfForm(fitting[0], fitting[0].permit_number, (), written)
    finding = _unknown(
        reading.short or written, short=True, candidates=tuple(p.permit_number for p in fitting)
    )
    return PermitOfForm(None, None, (finding,), written)


def issued_findings(found: PermitOfForm) -> tuple[Finding, ...]:
    """For what needs an issued permit (D2): not issued yet, closed, unknown, or not named at all."""
    if found.permit is None:
        if found.findings:
            return found.findings
        return (Finding("permit.missing", where="permit_number"),)
    if found.permit.status in ISSUED:
        return ()
    code = "permit.closed" if found.permit.status in CLOSED else "permit.not_issued"
    return (_by_status(code, found.permit),)


def closed_findings(found: PermitOfForm) -> tuple[Finding, ...]:
    """For a new application: nothing can be added to a permit that is closed (rules/README.md, Permit numbers)."""
    if found.permit is None or found.permit.status not in CLOSED:
        return ()
    return (_by_status("permit.closed", found.permit),)


def _by_status(code: str, permit: Permit) -> Finding:
    values: dict[str, Value] = {
        "permit_number": permit.permit_number,
        "status": permit.status,
        "building": permit.building,
    }
    return Finding(code, where="permit_number", values=values)


def _unknown(number: str, *, short: bool, candidates: tuple[str, ...] = ()) -> Finding:
    """A well-formed number that the registry lacks is for a person: the registry may lag (D3)."""
    values: dict[str, Value] = {"permit_number": number, "short": short, "candidates": candidates}
    return Finding("permit.unknown", where="permit_number", values=values)
