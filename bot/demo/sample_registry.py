"""The sample registry, all invented, with its dates moved so that it fits any day."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from bot.registry.columns import TABLES, day

FOLDER = Path(__file__).with_name("registry")
BASE_DAY = date(2026, 3, 2)
"""The day for which the files in `bot/demo/registry` are written."""


def write_demo_registry(folder: Path, today: date) -> None:
    """Writes the sample tables into `folder`, every date as far from `today` as it is from BASE_DAY there."""
    folder.mkdir(parents=True, exist_ok=True)
    for spec in TABLES:
        days = {column.name for column in spec.columns if column.read is day}
        with (FOLDER / f"{spec.name}.csv").open(encoding="utf-8", newline="") as source:
            rows = list(csv.DictReader(source))
        with (folder / f"{spec.name}.csv").open("w", encoding="utf-8", newline="") as target:
            table = csv.DictWriter(target, spec.column_names)
            table.writeheader()
            table.writerows(
                {name: _moved(cell, name in days, today) for name, cell in row.items()} for row in rows
            )


def _moved(cell: str, is_day: bool, today: date) -> str:
    if not (is_day and cell):
        return cell
    return (date.fromisoformat(cell) + (today - BASE_DAY)).isoformat()
