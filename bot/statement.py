"""A month's charges of each client, as CSV for a spreadsheet and as a PDF for paper."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.units import inch
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from bot.csv_safety import safe_cell
from bot.world import World
from rules.statement import Service, Statement, StatementEntry, StatementLine, statement
from storage.values import Charge
from templates.cleaning import one_line
from templates.statement_words import COLUMNS, SERVICES, heading, total

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
)
UNSAFE = re.compile(r"[^A-Za-z0-9]+")


def write_statements(
    lines: Sequence[Charge], month: date, client: str, world: World, folder: Path
) -> tuple[Path, ...]:
    """Writes `YYYY-MM-CLIENT.csv` and `.pdf` for each client with charges that month; returns the files.

    `client`: only this one; empty: all of them.
    """
    entries = _entries(lines, world)
    written: list[Path] = []
    for name in sorted(entries):
        bill = statement(entries[name], month, world.office.charges.hourly_rates)
        if (client and name != client) or not bill.groups:
            continue
        folder.mkdir(parents=True, exist_ok=True)
        stem = folder / f"{month:%Y-%m}-{UNSAFE.sub('-', name).strip('-').lower() or 'client'}"
        _write_csv(bill, stem.with_suffix(".csv"))
        _write_pdf(bill, name, month, world, stem.with_suffix(".pdf"))
        written += [stem.with_suffix(".csv"), stem.with_suffix(".pdf")]
    return tuple(written)


def _entries(lines: Iterable[Charge], world: World) -> dict[str, list[StatementEntry]]:
    charged_on: dict[str, date] = {}
    entries: dict[str, list[StatementEntry]] = defaultdict(list)
    projects = {row.reference_number: row.project for row in world.registry.reference_numbers}
    for line in lines:
        day = line.logged_at.astimezone(world.office.timezone).date()
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
            )
        )
    return entries


def _write_csv(bill: Statement, target: Path) -> None:
    with target.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(CSV_COLUMNS)
        for group in bill.groups:
            writer.writerows(_csv_row(line) for line in group.lines)


def _csv_row(line: StatementLine) -> list[str]:
    entry = line.entry
    words = (
        entry.reference_number,
        entry.project,
        entry.day.isoformat(),
        entry.discipline,
        entry.service,
        entry.building,
        entry.permit_number,
        entry.charge,
    )
    return [*map(safe_cell, words), f"{line.hours:.2f}", _money(line.amount)]


def _write_pdf(bill: Statement, client: str, month: date, world: World, target: Path) -> None:
    styles = getSampleStyleSheet()
    story: list[Flowable] = [
        Paragraph(words, styles["Heading2" if number == 0 else "Normal"])
        for number, words in enumerate(
            heading(_safe(client), month, world.identity.sender_name, world.office.phone)
        )
    ]
    for group in bill.groups:
        title = f"{_safe(group.reference_number) or 'Without a reference number'}"
        story += [Spacer(1, 12), Paragraph(f"<b>Project reference number {title}</b>", styles["Normal"])]
        story.append(_table([_pdf_row(line) for line in group.lines], group.hours, group.amount))
    story += [Spacer(1, 16), Paragraph(total(bill.hours, bill.amount), styles["Heading3"])]
    SimpleDocTemplate(
        str(target),
        pagesize=letter,
        title=f"Statement {month:%B %Y}",
        author=world.identity.sender_name,
        leftMargin=0.7 * inch,
        rightMargin=0.7 * inch,
    ).build(story)


def _pdf_row(line: StatementLine) -> list[Paragraph | str]:
    entry, small = line.entry, getSampleStyleSheet()["BodyText"]
    about = f"{_safe(entry.project or entry.building)}<br/>{_safe(entry.permit_number.replace(';', ', '))}"
    return [
        f"{entry.day:%m/%d/%Y}",
        Paragraph(_safe(entry.discipline.capitalize()), small),
        Paragraph(about, small),
        Paragraph(SERVICES[entry.service] + f"<br/>{entry.charge}", small),
        f"{line.hours:.2f}",
        _money(line.amount),
    ]


def _table(rows: list[list[Paragraph | str]], hours: Decimal, amount: Decimal | None) -> Table:
    table = Table(
        [list(COLUMNS), *rows, ["", "", "", "Together", f"{hours:.2f}", _money(amount)]],
        colWidths=[0.85 * inch, 0.9 * inch, 2.2 * inch, 1.75 * inch, 0.6 * inch, 0.8 * inch],
        repeatRows=1,
    )
    table.setStyle(
        TableStyle(
            [
                ("FONTSIZE", (0, 0), (-1, -1), 9),
                ("FONTNAME", (0, 0), (-1, 0), "Helvetica-Bold"),
                ("FONTNAME", (0, -1), (-1, -1), "Helvetica-Bold"),
                ("LINEBELOW", (0, 0), (-1, 0), 0.8, colors.black),
                ("LINEABOVE", (0, -1), (-1, -1), 0.5, colors.grey),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("ALIGN", (4, 0), (-1, -1), "RIGHT"),
            ]
        )
    )
    return table


def _safe(words: str) -> str:
    return escape(one_line(words, 120))


def _money(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:.2f}"
