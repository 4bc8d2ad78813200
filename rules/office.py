"""The office's own settings, as values that rules may know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from rules.finding import Severity


@dataclass(frozen=True, slots=True)
class PlanLimits:
    """What a sheet may be: inches as (short side, long side), and pages allowed in one set (D4)."""

    page_limit: int = 29
    min_sheet_in: tuple[float, float] = (11.0, 17.0)
    max_sheet_in: tuple[float, float] = (36.0, 48.0)
    tolerance_in: float = 0.125


@dataclass(frozen=True, slots=True)
class ChargeRules:
    """Hours charged (D11, D12). `hourly_rates`: (in force from, dollars an hour), oldest first; may be empty."""

    late_cancellation: Decimal = Decimal("0.25")
    en_route: Decimal = Decimal("0.50")
    en_route_adds: bool = False
    hourly_rates: tuple[tuple[date, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class Office:
    """Hours, calendar and policy of one bureau. Times are office time."""

    timezone: ZoneInfo = field(default_factory=lambda: ZoneInfo("America/Los_Angeles"))
    day_start: time = time(8, 0)
    day_end: time = time(17, 0)
    holidays: str = "portland-or"
    extra_closures: tuple[date, ...] = ()
    phone: str = "503-823-5996"
    coordinators: tuple[str, ...] = ()
    answer_days: int = 2
    late_cancellation_hours: Decimal = Decimal(24)
    same_day_cutoff: time = time(7, 0)
    horizon_days: int = 60
    reschedule_counts_as_cancellation: bool = False
    charges: ChargeRules = field(default_factory=ChargeRules)
    plans: PlanLimits = field(default_factory=PlanLimits)
    severity: Mapping[str, Severity] = field(default_factory=dict)
