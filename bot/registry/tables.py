"""Reads one registry table, CSV or XLSX, into rows of named cells; faults of the file become errors."""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from rapidfuzz import fuzz, process

Cell = str | date
"""A cell with something in it: text, trimmed, or a day from a spreadsheet's date cell."""

MAX_FILE_BYTES = 64 * 1024 * 1024
MAX_ROWS = 200_000
MAX_CELL_CHARACTERS = 10_000
NOT_UTF_8 = re.compile("[\udc80-\udcff]")
BROKEN_WORKBOOK = (
    zipfile.BadZipFile,
    InvalidFileException,
    ParseError,
    zlib.error,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    OSError,
)


@dataclass(frozen=True, slots=True, order=True)
class TableError:
    """One mistake. `row` as a spreadsheet shows it (the header is row 1), 0 where the whole file is meant."""

    file: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        place = [self.file]
        place += [f"row {self.row}"] if self.row else []
        place += [f"column {self.column}"] if self.column else []
        return f"{', '.join(place)}: {self.message}"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as a spreadsheet shows it, and its cells by column; blank cells are not in it.

    `faulty`: columns whose cell could not be read, which is among the table's errors already.
    """

    number: int
    cells: Mapping[str, Cell]
    faulty: frozenset[str] = frozenset()


@dataclass(slots=True)
class Table:
    """A table as it stands in its file, and what was wrong with the file so far."""

    file: str
    columns: tuple[str, ...] = ()
    rows: list[Row] = field(default_factory=list)
    errors: list[TableError] = field(default_factory=list)

    def complain(self, row: int, column: str, message: str) -> None:
        self.errors.append(TableError(self.file, row, column, message))


Line = tuple[int, list[object]]


def read_table(path: Path, known_columns: Sequence[str]) -> Table:
    """The table in this file. Columns are matched by name in any order; `Permit Number` is one name too."""
    table = Table(path.name)
    if path.stat().st_size > MAX_FILE_BYTES:
        table.complain(0, "", f"is larger than {MAX_FILE_BYTES // 1024 // 1024} MB")
        return table
    lines = _workbook_lines(path, table) if path.suffix.lower() == ".xlsx" else _csv_lines(path, table)
    header = next(lines, None)
    if header is None:
        if not table.errors:
            table.complain(1, "", "is empty: the first row must name the columns")
        return table
    places = _header(table, header, known_columns)
    width = max((place for place, cell in enumerate(header[1]) if _header_name(cell)), default=-1)
    for line in lines:
        _add_row(table, places, width, line)
    return table


def nearest(word: str, known: Sequence[str]) -> str:
    """`; did you mean "X"?` where one of the known words is near, else nothing."""
    scores = process.extract(word.lower(), [name.lower() for name in known], scorer=fuzz.ratio, limit=1)
    return "".join(f'; did you mean "{known[place]}"?' for _, score, place in scores if score >= 60)


def _csv_lines(path: Path, table: Table) -> Iterator[Line]:
    raw = path.read_bytes()
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        table.complain(0, "", "is UTF-16; save it as CSV UTF-8")
        return
    # What is not UTF-8 stays visible as such in its cell, which can be named then.
    text = raw.decode("utf-8-sig", errors="surrogateescape")
    if "\0" in text:
        table.complain(text.count("\n", 0, text.index("\0")) + 1, "", "holds a NUL character")
        return
    number = 0
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), 1):
            yield number, list(cells)
    except csv.Error as error:
        table.complain(number + 1, "", f"cannot be read as CSV ({error}); check the quotation marks")


def _workbook_lines(path: Path, table: Table) -> Iterator[Line]:
    with warnings.catch_warnings():
        # The library warns of drop-down lists and styles that it does not keep; they mean nothing here.
        warnings.simplefilter("ignore")
        try:
            yield from _sheet_lines(path, table)
        except BROKEN_WORKBOOK as error:
            table.complain(0, "", f"cannot be read as an Excel workbook ({type(error).__name__})")


def _sheet_lines(path: Path, table: Table) -> Iterator[Line]:
    book = load_workbook(path, read_only=True, data_only=False)
    try:
        sheet = book.worksheets[0]
        # Some programs write a wrong size into the file, and rows beyond it would be dropped silently.
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(), 1):
            if number > MAX_ROWS:
                table.complain(number, "", f"has more than {MAX_ROWS} rows")
                return
            yield number, [_Formula() if cell.data_type in ("f", "e") else cell.value for cell in cells]
    finally:
        book.close()


class _Formula:
    """Stands for a cell that holds a formula or the error that a formula left."""


def _header(table: Table, header: Line, known: Sequence[str]) -> dict[int, str]:
    number, cells = header
    names = [_header_name(cell) for cell in cells]
    if len(names) == 1 and re.search("[;\t|]", str(cells[0])):
        table.complain(number, "", "has its columns parted by another sign than a comma")
        return {}
    places: dict[int, str] = {}
    for place, name in enumerate(names):
        if not name:
            continue
        if name not in known:
            table.complain(number, name, f"is not a column of this table{nearest(name, known)}")
        elif name in places.values():
            table.complain(number, name, "stands twice in the header")
        else:
            places[place] = name
    table.columns = tuple(places.values())
    return places


def _header_name(cell: object) -> str:
    name = NOT_UTF_8.sub("\ufffd", str(cell or "").replace("\ufeff", ""))
    return "_".join(name.lower().split())


def _add_row(table: Table, places: Mapping[int, str], width: int, line: Line) -> None:
    number, values = line
    cells: dict[str, Cell] = {}
    faulty: set[str] = set()
    for place, value in enumerate(values):
        column = places.get(place, "")
        cell = _cell(value)
        if isinstance(cell, _Fault):
            table.complain(number, column or _letter(place), cell.message)
            faulty.add(column)
        elif cell != "" and column:
            cells[column] = cell
        elif cell != "" and place > width and places:
            table.complain(number, _letter(place), "has a value in a column without a name")
    if cells:
        table.rows.append(Row(number, cells, frozenset(faulty)))


@dataclass(frozen=True, slots=True)
class _Fault:
    message: str


def _cell(value: object) -> Cell | _Fault:
    if value is None:
        return ""
    if isinstance(value, _Formula):
        return _Fault("holds a formula; paste its value instead")
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, float):
        # A spreadsheet keeps every number as a fraction: 24012345.0 was typed as 24012345.
        if not value.is_integer():
            return _Fault(f"holds the number {value!r}; format the cell as text, so that nothing is rounded")
        value = int(value)
    text = " ".join(str(value).replace("\u00a0", " ").split())
    if NOT_UTF_8.search(text):
        return _Fault("holds a character that is not UTF-8; save the file as CSV UTF-8")
    if len(text) > MAX_CELL_CHARACTERS:
        return _Fault(f"holds more than {MAX_CELL_CHARACTERS} characters")
    return text


def _letter(place: int) -> str:
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
