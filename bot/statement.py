"""A month's charges of each client, as CSV for a spreadsheet and as a PDF for paper."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from bot.csv_safety import safe_cell
from bot.statement_paper import Paper, write_paper
from bot.world import World
from rules.statement import Service, Statement, StatementEntry, StatementLine, statement
from storage.values import Charge
from templates.statement_words import rule

CSV_COLUMNS = (
    "reference_number",
    "project",
    "date",
    "discipline",
    "service",
    "building",
    "permit_number",
    "charge",
    "hours",
    "amount",
    "rate",
    "inspection_date",
    "waives",
    "needs_review",
)
UNSAFE = re.compile(r"[^a-z0-9]+")
MOST_CHARACTERS = 80


def write_statements(
    lines: Sequence[Charge], month: date, client: str, world: World, folder: Path
) -> tuple[Path, ...]:
    """Writes `YYYY-MM-CLIENT.csv` and `.pdf` for each client with charges that month; returns the files.

    `lines`: the whole ledger, as a waiver is reckoned at the rate of its charge. `client`: only this one; empty:
    all of them.
    """
    entries = _entries(lines, world)
    names = _file_names(entries)
    written: list[Path] = []
    for name in sorted(entries):
        bill = statement(entries[name], month, world.office.charges.hourly_rates)
        if (client and name.casefold() != client.casefold()) or not bill.groups:
            continue
        folder.mkdir(parents=True, exist_ok=True)
        table, paper = (folder / f"{month:%Y-%m}-{names[name]}.{ending}" for ending in ("csv", "pdf"))
        _write_csv(bill, table)
        write_paper(bill, _paper(name, lines, world), paper)
        written += [table, paper]
    return tuple(written)


def _file_names(clients: Iterable[str]) -> dict[str, str]:
    """A file's name for each client; two whose names differ in nothing that a file's name can hold get numbers."""
    taken: Counter[str] = Counter()
    found = {}
    for client in sorted(clients):
        letters = unicodedata.normalize("NFKD", client.lower()).encode("ascii", "ignore").decode()
        plain = UNSAFE.sub("-", letters).strip("-")[:MOST_CHARACTERS] or "no-client"
        taken[plain] += 1
        found[client] = plain if taken[plain] == 1 else f"{plain}-{taken[plain]}"
    return found


def _entries(lines: Iterable[Charge], world: World) -> dict[str, list[StatementEntry]]:
    zone = world.office.timezone
    charged_on: dict[str, date] = {}
    entries: dict[str, list[StatementEntry]] = defaultdict(list)
    projects = {row.reference_number: row.project for row in world.registry.reference_numbers}
    for line in lines:
        day = line.logged_at.astimezone(zone).date()
        charged_on[line.number] = day
        service: Service = "waiver" if line.waives else line.reason  # type: ignore[assignment]
        entries[line.client].append(
            StatementEntry(
                charge=line.number,
                day=day,
                service=service,
                hours=abs(line.hours),
                reference_number=";".join(line.reference_numbers),
                project=next((projects[n] for n in line.reference_numbers if projects.get(n)), ""),
                discipline=line.discipline,
                building=line.building,
                permit_number=";".join(line.permit_numbers),
                charged_on=charged_on.get(line.waives or ""),
                needs_review=line.needs_review,
                waives=line.waives or "",
                inspection_day=line.appointment_start.astimezone(zone).date(),
            )
        )
    return entries


def _paper(client: str, lines: Iterable[Charge], world: World) -> Paper:
    row = world.registry.clients.get(client)
    of_ledger = [line.responsible_party for line in lines if line.client == client]
    office, charged = world.office, world.office.charges
    return Paper(
        client=client,
        responsible_party=(row.responsible_party if row else "") or next(iter(of_ledger[-1:]), ""),
        reply_to=row.email if row else "",
        office=world.identity.sender_name,
        phone=office.phone,
        rule=rule(
            office.late_cancellation_hours,
            charged.late_cancellation,
            charged.en_route,
            adds=charged.en_route_adds,
        ),
    )


def _write_csv(bill: Statement, target: Path) -> None:
    with target.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(CSV_COLUMNS)
        writer.writerows(map(_csv_row, bill.lines))


def _csv_row(line: StatementLine) -> list[str]:
    entry = line.entry
    told = (
        entry.reference_number,
        entry.project,
        entry.day.isoformat(),
        entry.discipline,
        entry.service,
        entry.building,
        entry.permit_number,
        entry.charge,
    )
    return [
        *map(safe_cell, told),
        f"{line.hours:.2f}",
        _money(line.amount),
        _money(line.rate),
        entry.inspection_day.isoformat() if entry.inspection_day else "",
        entry.waives,
        "true" if entry.needs_review else "false",
    ]


def _money(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:.2f}"
