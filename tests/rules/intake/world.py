"""An invented office and an application that nothing is wrong with: change one thing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from parsers.documents import Document
from parsers.forms.reading import FieldReading, FormReading
from rules.finding import Finding, Severity
from rules.intake.decide import decide
from rules.intake.facts import FirstSet, IntakeDecision, IntakeFacts, Submittal
from rules.office import Office
from rules.registry import Building, Client, Hold, Permit, ReferenceNumber, Registry

ZONE = ZoneInfo("America/Los_Angeles")
RECEIVED = datetime(2026, 3, 2, 9, 0, tzinfo=ZONE)
PERMIT = "24-012345-000-00-FA"
UNKNOWN_PERMIT = "24-099999-000-00-FA"
FINAL_PERMIT = "23-011111-000-00-FA"
PERMIT_OF_CLOSED_NUMBER = "25-013131-000-00-FA"
SET = "LT-410 permit set.pdf"

CLIENTS = (
    Client(
        "Larkspur Holdings", "Dana Whitlock", "dana@larkspur.example", trusted_domains=("larkspur.example",)
    ),
    Client("Mill Partners", reference_pattern=r"MP-\d{4}-\d{3}"),
    Client("Quiet Estates"),
)
BUILDINGS = (
    Building("Larkspur Tower", "Larkspur Holdings", "1200 SW Larkspur Ave", ("The Spur",)),
    Building("Mill House", "Mill Partners", "77 N Mill St", registered_until=date(2026, 12, 31)),
    Building("Quiet Hall", "Quiet Estates", "5 NE Quiet Ct", registered_until=date(2026, 3, 1)),
)
REFERENCES = (
    ReferenceNumber("LT-2026-0147", "Larkspur Holdings"),
    ReferenceNumber("LT-2025-0003", "Larkspur Holdings", closed_on=date(2026, 3, 2)),
    ReferenceNumber("LT-2026-0200", "Larkspur Holdings", closed_on=date(2026, 3, 3)),
    ReferenceNumber("MP-LIST-1", "Mill Partners"),
)
PERMITS = (
    Permit(PERMIT, "Larkspur Tower", status="under_inspection", reference_number="LT-2026-0147"),
    Permit("24-012346-000-00-FA", "Larkspur Tower", status="under_review"),
    Permit(FINAL_PERMIT, "Larkspur Tower", status="final", reference_number="LT-2025-0003"),
    Permit(PERMIT_OF_CLOSED_NUMBER, "Larkspur Tower", status="issued", reference_number="LT-2025-0003"),
)
REGISTRY = Registry.of(clients=CLIENTS, buildings=BUILDINGS, reference_numbers=REFERENCES, permits=PERMITS)
VALUES: Mapping[str, str | None] = {
    "applicant_name": "Robin Vance",
    "applicant_email": "robin@vanceoak.example",
    "applicant_phone": "503-555-0142",
    "building": "Larkspur Tower",
    "address": "1200 SW Larkspur Ave",
    "suite": "410",
    "tenant_status": "existing",
    "tenant_name": "Juniper Analytics",
    "description": "Move two interior partitions.",
    "mechanical_description": "Relocate four diffusers.",
    "valuation": "$84,500",
    "mechanical_valuation": "12,000.00",
    "permit_number": None,
    "reference_number": "LT-2026-0147",
    "contractor_name": "Fernhill Builders",
    "ccb_number": "198765",
    "job_number": None,
}


def form(
    *, unsure: tuple[str, ...] = (), without: tuple[str, ...] = (), signed: bool | None = True, **changes: Any
) -> FormReading:
    """An intake form; `unsure` fields were not surely read, those of `without` not found at all."""
    sort, problem = changes.pop("sort", "intake"), changes.pop("problem", None)
    values = {name: value for name, value in {**VALUES, **changes}.items() if name not in without}
    fields = {
        name: FieldReading(value, "field_name", sure=name not in unsure, page=1)
        for name, value in values.items()
    }
    return FormReading(sort, fields, signed, pages=(1,), problem=problem)


def paper(reading: FormReading | None = None, file: str = "intake.pdf", **changes: Any) -> Document:
    """The form as a document of one page."""
    reading = form() if reading is None else reading
    return replace(Document(file, "form", 1, 1, sheet_sizes=((8.5, 11.0),), form=reading), **changes)


def plans(
    file: str = SET, pages: int = 8, size: tuple[float, float] = (36.0, 24.0), **changes: Any
) -> Document:
    return replace(Document(file, "plans", pages, pages, sheet_sizes=(size,) * pages), **changes)


def closed(problem: Any, file: str = "scan.pdf") -> Document:
    """A file that could not be opened."""
    return Document(file, "other", problem=problem)


def other(sort: Any, file: str = "") -> Document:
    return Document(file or f"{sort}.pdf", sort, 2, 2, sheet_sizes=((8.5, 11.0),) * 2)


def application(
    *documents: Document,
    kind: str = "permit_application",
    sender: str = "robin@vanceoak.example",
    **changes: Any,
) -> IntakeDecision:
    """What is decided about these documents; without any: a complete form and a good plan set."""
    facts = IntakeFacts(
        registry=changes.pop("registry", REGISTRY),
        received_at=RECEIVED,
        sender=sender,
        first_set=changes.pop("first_set", None),
    )
    office = Office(severity=changes.pop("severity", {}))
    submittal = Submittal(documents=documents or (paper(), plans()), **changes)
    return decide(kind, submittal, facts, office)


def filled(**changes: Any) -> IntakeDecision:
    """The decision on an application whose form has these fields changed."""
    return application(paper(form(**changes)), plans())


def first_set(file: str = SET, size: tuple[float, float] = (36.0, 24.0)) -> FirstSet:
    return FirstSet(file, (size,) * 8)


def codes(decision: IntakeDecision) -> list[str]:
    """The codes of what was found, without notes."""
    return [one.code for one in decision.findings if one.severity is not Severity.NOTE]


def found(decision: IntakeDecision, code: str) -> Finding:
    """The finding of that code; there has to be exactly one."""
    [finding] = [one for one in decision.findings if one.code == code]
    return finding


def held(kind: Any, building: str = "Larkspur Tower", permit_number: str = "") -> Registry:
    """The registry with a hold."""
    hold = Hold(building, kind, date(2026, 2, 1), permit_number)
    return Registry.of(
        clients=CLIENTS, buildings=BUILDINGS, reference_numbers=REFERENCES, permits=PERMITS, holds=(hold,)
    )
