"""Reads a folder of registry tables, CSV or XLSX; every mistake in all of them is named at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bot.registry.columns import TABLES, CellError, Column, TableSpec
from bot.registry.tables import Cell, Row, Table, TableError, nearest, read_table
from rules.registry import (
    Absence,
    Building,
    Client,
    Hold,
    Inspector,
    Permit,
    ReferenceNumber,
    Registry,
)

ENDINGS = (".csv", ".xlsx")
SPREADSHEETS = (*ENDINGS, ".xls", ".xlsm", ".ods", ".tsv")
VALUE_TYPES: Mapping[str, Any] = {
    "clients": Client,
    "buildings": Building,
    "reference_numbers": ReferenceNumber,
    "inspectors": Inspector,
    "absences": Absence,
    "permits": Permit,
    "holds": Hold,
}

Values = dict[str, Any]


class RegistryErrors(Exception):  # noqa: N818 - it holds many
    """The tables cannot be taken; `errors` holds every mistake, by table and row. Nothing was changed."""

    def __init__(self, errors: tuple[TableError, ...]) -> None:
        super().__init__("\n".join(map(str, errors)))
        self.errors = errors


@dataclass(slots=True)
class _Reading:
    """A table being read: values by row number, and the key of every row that has one, sound or not."""

    spec: TableSpec
    table: Table
    values: dict[int, Values] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)


def read_registry(folder: Path) -> Registry:
    """The registry in these tables. A table without a file is empty.

    Raises RegistryErrors with all mistakes: of the files, of single cells, and between tables.
    """
    errors: list[TableError] = []
    readings = {spec.name: _read(folder, spec, errors) for spec in TABLES}
    errors += _strange_files(folder)
    _check_references(readings)
    _fill_hold_buildings(readings)
    for reading in readings.values():
        _check_rows(reading)
        errors += sorted(reading.table.errors, key=lambda error: error.row)
    if errors:
        raise RegistryErrors(tuple(errors))
    return Registry.of(**{name: _rows(reading) for name, reading in readings.items()})


def _rows(reading: _Reading) -> list[Any]:
    value_type = VALUE_TYPES[reading.spec.name]
    return [value_type(**values) for values in reading.values.values()]


def _read(folder: Path, spec: TableSpec, errors: list[TableError]) -> _Reading:
    paths = [path for path in _files(folder) if _is_table(path, spec.name)]
    if len(paths) > 1:
        names = " and ".join(path.name for path in paths)
        errors.append(TableError(paths[0].name, 0, "", f"stands twice, in {names}; keep one of them"))
    if not paths:
        return _Reading(spec, Table(f"{spec.name}.csv"))
    reading = _Reading(spec, read_table(paths[0], spec.column_names))
    _require_columns(reading)
    for row in reading.table.rows:
        reading.values[row.number] = _row_values(reading, row)
    return reading


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise RegistryErrors((TableError(str(folder), 0, "", "is not a folder"),))
    return sorted(path for path in folder.iterdir() if path.is_file() and path.name[:1] not in (".", "~"))


def _is_table(path: Path, name: str) -> bool:
    return path.stem.lower() == name and path.suffix.lower() in ENDINGS


def _strange_files(folder: Path) -> list[TableError]:
    """Errors for spreadsheets that look like a table under a wrong name, and for a folder without tables."""
    names = [spec.name for spec in TABLES]
    spreadsheets = [path for path in _files(folder) if path.suffix.lower() in SPREADSHEETS]
    strange: list[TableError] = []
    found = False
    for path in spreadsheets:
        if any(_is_table(path, name) for name in names):
            found = True
        elif path.stem.lower() in names:
            strange.append(TableError(path.name, 0, "", "must be saved as CSV or XLSX"))
        elif hint := nearest(path.stem, names):
            strange.append(TableError(path.name, 0, "", f"is not the name of a table{hint}"))
    if not found and not strange:
        listed = ", ".join(f"{name}.csv" for name in names)
        strange.append(TableError(str(folder), 0, "", f"holds none of the tables {listed}"))
    return strange


def _require_columns(reading: _Reading) -> None:
    table = reading.table
    if not table.columns:
        return
    for column in reading.spec.columns:
        if column.required and column.name not in table.columns:
            table.complain(1, column.name, "is a required column and is missing")


def _row_values(reading: _Reading, row: Row) -> Values:
    values: Values = {}
    for column in reading.spec.columns:
        cell = row.cells.get(column.name)
        if cell is not None:
            _read_cell(reading, row, column, cell, values)
        elif column.required and column.name in reading.table.columns and column.name not in row.faulty:
            reading.table.complain(row.number, column.name, "must have a value")
    return values


def _read_cell(reading: _Reading, row: Row, column: Column, cell: Cell, values: Values) -> None:
    if column.name in reading.spec.key[-1:]:
        reading.keys.add(str(cell))
    parts: list[Cell] = [cell]
    if column.many and isinstance(cell, str):
        parts = [part.strip() for part in cell.split(";") if part.strip()]
    read: list[object] = []
    for part in parts:
        try:
            read.append(column.read(part))
        except CellError as fault:
            reading.table.complain(row.number, column.name, str(fault))
    if column.many:
        values[column.name] = tuple(dict.fromkeys(read))
    elif read:
        values[column.name] = read[0]


def _check_references(readings: Mapping[str, _Reading]) -> None:
    for reading in readings.values():
        for column in reading.spec.columns:
            if column.refers_to:
                _check_column(reading, column, readings[column.refers_to])


def _check_column(reading: _Reading, column: Column, target: _Reading) -> None:
    if not target.keys and target.table.errors:
        return  # That table could not be read, which is said already.
    for number, values in reading.values.items():
        value = values.get(column.name)
        names = value if isinstance(value, tuple) else (value,)
        for name in names:
            if name is not None and name not in target.keys:
                hint = nearest(str(name), sorted(target.keys))
                where = f"is not in {target.table.file}{hint}"
                reading.table.complain(number, column.name, f'"{name}" {where}')


def _fill_hold_buildings(readings: Mapping[str, _Reading]) -> None:
    """A hold that names only its permit stands on that permit's building."""
    rows = readings["permits"].values.values()
    permits = {row["permit_number"]: row for row in rows if "permit_number" in row}
    holds = readings["holds"]
    for number, values in holds.values.items():
        if "building" in values:
            _check_hold_permit(holds, number, values, permits.get(values.get("permit_number")))
        elif "permit_number" in values:
            values["building"] = permits.get(values["permit_number"], {}).get("building", "")
        elif "permit_number" not in _columns_at_fault(holds, number):
            holds.table.complain(number, "building", "must have a value where no permit is named")


def _check_hold_permit(holds: _Reading, number: int, values: Values, permit: Values | None) -> None:
    if permit is not None and permit.get("building") not in (None, values["building"]):
        message = f"{values['permit_number']} belongs to {permit['building']}, not to {values['building']}"
        holds.table.complain(number, "permit_number", message)


def _columns_at_fault(reading: _Reading, number: int) -> set[str]:
    return {error.column for error in reading.table.errors if error.row == number}


def _check_rows(reading: _Reading) -> None:
    first_rows: dict[tuple[object, ...], int] = {}
    addresses: dict[object, int] = {}
    for number, values in reading.values.items():
        _check_key(reading, number, values, first_rows)
        _check_spans(reading, number, values)
        if reading.spec.name == "inspectors":
            _check_inspector(reading, number, values, addresses)


def _check_key(
    reading: _Reading, number: int, values: Values, first_rows: dict[tuple[object, ...], int]
) -> None:
    key = tuple(_folded(column, values.get(column)) for column in reading.spec.key)
    if not key or None in key:
        return
    first = first_rows.setdefault(key, number)
    if first != number:
        column = reading.spec.key[-1]
        reading.table.complain(number, column, f'"{values[column]}" stands already in row {first}')


def _folded(column: str, value: object) -> str | None:
    """Keys are compared without case, reference numbers also without blanks, dashes and slashes."""
    if value is None:
        return None
    word = str(value).casefold()
    return re.sub(r"[\s/\u2010-\u2015-]", "", word) if column == "reference_number" else word


def _check_spans(reading: _Reading, number: int, values: Values) -> None:
    for first, last in reading.spec.spans:
        start, end = values.get(first), values.get(last)
        if isinstance(start, date) and isinstance(end, date) and end < start:
            message = f"{end.isoformat()} is before {first} ({start.isoformat()})"
            reading.table.complain(number, last, message)


def _check_inspector(reading: _Reading, number: int, values: Values, addresses: dict[object, int]) -> None:
    if values.get("inspector") in values.get("backups", ()):
        reading.table.complain(number, "backups", "names the inspector as their own backup")
    if (address := values.get("email")) is None:
        return
    first = addresses.setdefault(address, number)
    if first != number:
        # An inspector is known by the address of the mail, so two of one address could not be told apart.
        reading.table.complain(number, "email", f'"{address}" is the address of the inspector in row {first}')
