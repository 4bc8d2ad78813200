"""What the rules on intake may know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from parsers.documents import Document
from rules.finding import Action, Finding
from rules.registry import Registry


@dataclass(frozen=True, slots=True)
class FirstSet:
    """The plan set that a case began with: file name as sent, sheet sizes in inches."""

    file: str
    sheet_sizes: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Submittal:
    """What arrived: the documents as looked into, findings of the plan check, share links in the text.

    `earlier_documents`: what was good in the same case before (a correction joins it);
    `earlier_closed`: its files that could not be read, and nothing has come in their place; `earlier_links`: links
    of its mails.
    """

    documents: tuple[Document, ...] = ()
    plan_findings: tuple[Finding, ...] = ()
    links: tuple[str, ...] = ()
    text: str = ""
    earlier_documents: tuple[Document, ...] = ()
    earlier_closed: tuple[Document, ...] = ()
    earlier_links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IntakeFacts:
    """What is known when a submittal is judged. `received_at`: aware, office time."""

    registry: Registry
    received_at: datetime
    sender: str
    first_set: FirstSet | None = None
    case_is_known: bool = False
    thread_cases: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class IntakeDecision:
    """What was decided about a submittal. `findings`: judged, gravest first.

    `fields`: what the form said, amounts as decimal strings, and `signed`; None where absent. `building`: the
    registry's name. `reference_source`: the form, or the permit whose number was used instead (D1).
    """

    action: Action
    findings: tuple[Finding, ...] = ()
    fields: Mapping[str, str | bool | None] = field(default_factory=dict)
    client: str | None = None
    building: str | None = None
    permit_number: str | None = None
    reference_number: str | None = None
    reference_source: Literal["form", "permit"] | None = None
