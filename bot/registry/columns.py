"""The registry's tables: which columns each has, and how a cell of each becomes a value."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import get_args, get_type_hints

from bot.registry.tables import Cell, nearest
from parsers.inspection.reading import Discipline
from rules.inspection.public_domains import is_public
from rules.intake.reference_pattern import pattern_fault
from rules.registry import Hold, PermitStatus

PERMIT = re.compile(r"\d{2}-\d{6}-\d{3}-\d{2}-FA")
LOOSE_PERMIT = re.compile(r"(?:19|20)?(\d{2})[- ]*(\d{6})[- ]*(\d{3})[- ]*(\d{2})[- ]*([A-Z]{2})")
MAIL_ADDRESS = re.compile(r"[^\s@<>(),;:\"]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+")
DOMAIN = re.compile(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+")
ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
SPOILED_NUMBER = re.compile(r"\d{4,}\.0+|\d(?:\.\d+)?[eE]\+\d{1,3}")
US_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d_/."), "-")

# Not one owner's: anybody can have a name below these.
SHARED_ENDINGS = frozenset({"co.uk", "or.us", "com.au", "com.mx", "co.nz"})

STATUSES: tuple[str, ...] = get_args(PermitStatus)
DISCIPLINES: tuple[str, ...] = get_args(Discipline)
HOLD_KINDS: tuple[str, ...] = get_args(get_type_hints(Hold)["kind"])
OTHER_SPELLINGS: Mapping[str, str] = {"canceled": "cancelled", "voided": "void", "finaled": "final"}


class CellError(ValueError):
    """A cell that cannot be read; its message says what is expected."""


def text(cell: Cell) -> str:
    if isinstance(cell, date):
        raise CellError(
            f"has become a date ({cell.isoformat()}) in the spreadsheet; format the column as text"
        )
    if SPOILED_NUMBER.fullmatch(cell[:40]):
        raise CellError(f'"{cell}" is a number that a spreadsheet rewrote; format the column as text')
    return cell


def day(cell: Cell) -> date:
    """A date cell, `2026-03-02`, or `3/2/2026`: month first, as spreadsheets here write it (D9)."""
    if isinstance(cell, date):
        return cell
    if found := ISO_DAY.fullmatch(cell):
        year, month, number = map(int, found.groups())
    elif found := US_DAY.fullmatch(cell):
        month, number, year = map(int, found.groups())
    else:
        raise CellError(f'"{_short(cell)}" is not a date; write it as 2026-03-02')
    try:
        return date(year, month, number)
    except ValueError:
        raise CellError(f'"{cell}" is no day of the calendar') from None


def permit_number(cell: Cell) -> str:
    written = text(cell)
    if PERMIT.fullmatch(written):
        return written
    plain = unicodedata.normalize("NFKC", written).translate(DASHES).upper().strip()
    loose = LOOSE_PERMIT.fullmatch(plain[:40])
    if loose is None:
        raise CellError(f'"{_short(written)}" is not a permit number such as 24-012345-000-00-FA')
    canonical = "-".join(loose.groups())
    if not canonical.endswith("-FA"):
        raise CellError(f'"{written}" belongs to another program; only permits that end in -FA belong here')
    raise CellError(f'"{written}" must be written {canonical}')


def mail_address(cell: Cell) -> str:
    address = text(cell).lower()
    if not MAIL_ADDRESS.fullmatch(address[:320]):
        raise CellError(f'"{_short(address)}" is not a mail address')
    return address


def domain(cell: Cell) -> str:
    name = text(cell).lower().removeprefix("*.").lstrip("@.")
    if not DOMAIN.fullmatch(name[:253]):
        raise CellError(f'"{_short(name)}" is not a mail domain; write it as example.com')
    if is_public(name) or name in SHARED_ENDINGS:
        raise CellError(f'"{name}" is a public mail domain: anybody can have an address there')
    return name


def pattern(cell: Cell) -> str:
    written = text(cell)
    if fault := pattern_fault(written):
        raise CellError(fault)
    return written


def word_of(known: tuple[str, ...]) -> Callable[[Cell], str]:
    """A reader of one of these words; `Under Inspection` is read as `under_inspection`."""

    def read(cell: Cell) -> str:
        written = text(cell)
        word = "_".join(written.lower().replace("-", " ").split())
        word = OTHER_SPELLINGS.get(word, word)
        if word not in known:
            hint = nearest(word, known) or f"; it must be one of {', '.join(known)}"
            raise CellError(f'"{_short(written)}" is not known here{hint}')
        return word

    return read


def _short(written: str) -> str:
    return written if len(written) <= 60 else written[:57] + "..."


@dataclass(frozen=True, slots=True)
class Column:
    """`refers_to`: the table whose key the value must be. `many`: several values, parted by `;`."""

    name: str
    read: Callable[[Cell], object] = text
    required: bool = False
    many: bool = False
    refers_to: str = ""


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One table. `key`: the columns that may stand only once together; empty = rows may repeat.

    `spans`: pairs of columns of which the second may not be before the first.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    spans: tuple[tuple[str, str], ...] = ()

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


def _team(name: str) -> Column:
    return Column(name, refers_to="inspectors")


TABLES: tuple[TableSpec, ...] = (
    TableSpec(
        "clients",
        (
            Column("client", required=True),
            Column("responsible_party"),
            Column("email", mail_address),
            Column("phone"),
            Column("reference_pattern", pattern),
            Column("trusted_domains", domain, many=True),
        ),
        key=("client",),
    ),
    TableSpec(
        "buildings",
        (
            Column("building", required=True),
            Column("aliases", many=True),
            Column("client", required=True, refers_to="clients"),
            Column("address", required=True),
            Column("other_addresses", many=True),
            Column("registered_on", day),
            Column("registered_until", day),
            _team("building_inspector"),
            _team("electrical_inspector"),
            _team("plumbing_inspector"),
            _team("fire_inspector"),
        ),
        key=("building",),
        spans=(("registered_on", "registered_until"),),
    ),
    TableSpec(
        "reference_numbers",
        (
            Column("reference_number", required=True),
            Column("client", required=True, refers_to="clients"),
            Column("project"),
            Column("opened_on", day),
            Column("closed_on", day),
        ),
        key=("client", "reference_number"),
        spans=(("opened_on", "closed_on"),),
    ),
    TableSpec(
        "inspectors",
        (
            Column("inspector", required=True),
            Column("aliases", many=True),
            Column("email", mail_address, required=True),
            Column("phone"),
            Column("disciplines", word_of(DISCIPLINES), many=True),
            Column("backups", many=True, refers_to="inspectors"),
        ),
        key=("inspector",),
    ),
    TableSpec(
        "absences",
        (
            Column("inspector", required=True, refers_to="inspectors"),
            Column("first_day", day, required=True),
            Column("last_day", day, required=True),
            Column("reason"),
        ),
        spans=(("first_day", "last_day"),),
    ),
    TableSpec(
        "permits",
        (
            Column("permit_number", permit_number, required=True),
            Column("building", required=True, refers_to="buildings"),
            Column("address"),
            Column("discipline", word_of(DISCIPLINES), required=True),
            Column("status", word_of(STATUSES), required=True),
            Column("issued_on", day),
            Column("reference_number"),
            Column("contacts", mail_address, many=True),
        ),
        key=("permit_number",),
    ),
    TableSpec(
        "holds",
        (
            Column("building", refers_to="buildings"),
            Column("permit_number", permit_number, refers_to="permits"),
            Column("kind", word_of(HOLD_KINDS), required=True),
            Column("posted_on", day, required=True),
            Column("lifted_on", day),
            Column("note"),
        ),
        spans=(("posted_on", "lifted_on"),),
    ),
)
