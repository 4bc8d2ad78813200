"""The registry's tables: what is read, and that every mistake is named with file, row and column."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from bot.registry.files import RegistryErrors, read_registry
from rules.registry import Absence, Hold, Registry

GOOD = {
    "clients": """\
client,responsible_party,email,phone,reference_pattern,trusted_domains
Heron Properties,Dana Whitlock,dana@heron.example,503-555-0101,HP-\\d{4}-\\d{3},heron.example;heron.test
""",
    "buildings": """\
building,aliases,client,address,registered_on,registered_until,building_inspector,electrical_inspector
Larkspur Tower,The Larkspur;LT,Heron Properties,1200 SW Lark Ave,2025-07-01,2026-06-30,Alex Sample,Kim Wattley
""",
    "reference_numbers": """reference_number,client,project,opened_on,closed_on
HP-2026-001,Heron Properties,Suite 400,2026-01-05,
""",
    "inspectors": """inspector,aliases,email,phone,disciplines,backups
Alex Sample,Al,alex@city.example,503-555-0111,building;mechanical,Kim Wattley
Kim Wattley,,kim@city.example,,electrical,
""",
    "absences": """inspector,first_day,last_day,reason
Kim Wattley,2026-03-02,2026-03-06,training
""",
    "permits": """\
permit_number,building,address,discipline,status,issued_on,reference_number,contacts
26-012345-000-00-FA,Larkspur Tower,1200 SW Lark Ave,building,issued,2026-02-01,HP-2026-001,Dana@B.example
""",
    "holds": """building,permit_number,kind,posted_on,lifted_on,note
,26-012345-000-00-FA,billing,2026-02-10,,invoice open
""",
}


def folder_of(path: Path, **changes: str | None) -> Path:
    """A folder of tables: the good ones with these changed (None: no such file)."""
    for name, text in {**GOOD, **changes}.items():
        if text is not None:
            (path / f"{name}.csv").write_text(text, encoding="utf-8")
    return path


def mistakes(folder: Path) -> list[str]:
    with pytest.raises(RegistryErrors) as caught:
        read_registry(folder)
    return [str(error) for error in caught.value.errors]


def workbook(path: Path, *rows: tuple[str | float | date | None, ...]) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(path)


def test_good_tables_become_a_registry(tmp_path: Path) -> None:
    registry = read_registry(folder_of(tmp_path))
    assert registry.clients["Heron Properties"].trusted_domains == ("heron.example", "heron.test")
    tower = registry.buildings["Larkspur Tower"]
    assert (tower.aliases, tower.registered_until) == (("The Larkspur", "LT"), date(2026, 6, 30))
    assert tower.plumbing_inspector == ""
    assert registry.inspectors["Alex Sample"].disciplines == ("building", "mechanical")
    assert registry.absences == (Absence("Kim Wattley", date(2026, 3, 2), date(2026, 3, 6), "training"),)
    assert registry.permits["26-012345-000-00-FA"].contacts == ("dana@b.example",)
    assert registry.reference_numbers[0].closed_on is None


def test_hold_that_names_only_its_permit_stands_on_that_permits_building(tmp_path: Path) -> None:
    hold = read_registry(folder_of(tmp_path)).holds[0]
    assert hold == Hold(
        "Larkspur Tower", "billing", date(2026, 2, 10), "26-012345-000-00-FA", None, "invoice open"
    )


def test_tables_without_a_file_are_empty(tmp_path: Path) -> None:
    registry = read_registry(folder_of(tmp_path, absences=None, holds=None, reference_numbers=None))
    assert (registry.absences, registry.holds, registry.reference_numbers) == ((), (), ())


def test_header_alone_is_an_empty_table(tmp_path: Path) -> None:
    assert read_registry(folder_of(tmp_path, holds=GOOD["holds"].splitlines()[0])).holds == ()


def test_byte_order_mark_columns_in_any_order_and_blank_rows_are_fine(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, absences=None)
    text = "\ufefflast_day,Inspector,First Day\r\n\r\n2026-03-06,Kim Wattley,2026-03-02\r\n,,\r\n"
    (folder / "absences.csv").write_text(text, encoding="utf-8", newline="")
    assert read_registry(folder).absences == (Absence("Kim Wattley", date(2026, 3, 2), date(2026, 3, 6)),)


def test_spreadsheet_dates_and_whole_numbers_are_read(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, reference_numbers=None)
    workbook(
        folder / "reference_numbers.xlsx",
        ("reference_number", "client", "project", "opened_on", "closed_on"),
        (24012345.0, "Heron Properties", None, date(2026, 1, 5), "2026-02-01"),
        (777, "Heron Properties", "x", None, None),
    )
    first, second = read_registry(folder).reference_numbers
    assert (first.reference_number, first.opened_on, first.closed_on) == (
        "24012345",
        date(2026, 1, 5),
        date(2026, 2, 1),
    )
    assert second.reference_number == "777"


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("=A1&B1", "row 2, column reference_number: holds a formula"),
        (2026.5, "row 2, column reference_number: holds the number 2026.5"),
        (date(2026, 3, 1), "row 2, column reference_number: has become a date (2026-03-01)"),
    ],
)
def test_cells_that_a_spreadsheet_spoiled_are_named(
    tmp_path: Path, cell: str | float | date, said: str
) -> None:
    folder = folder_of(tmp_path, reference_numbers=None)
    workbook(folder / "reference_numbers.xlsx", ("reference_number", "client"), (cell, "Heron Properties"))
    (found,) = mistakes(folder)
    assert said in found


@pytest.mark.parametrize("text", ["24012345.0", "2.40123E+11"])
def test_number_that_a_spreadsheet_rewrote_in_csv_is_named(tmp_path: Path, text: str) -> None:
    table = f"reference_number,client\n{text},Heron Properties\n"
    (found,) = mistakes(folder_of(tmp_path, reference_numbers=table))
    assert "row 2, column reference_number" in found
    assert "spreadsheet rewrote" in found


def changed(table: str, old: str, new: str) -> dict[str, str]:
    assert old in GOOD[table]
    return {table: GOOD[table].replace(old, new)}


PERMIT = "26-012345-000-00-FA"
ONE_MISTAKE = [
    (
        "inspectors",
        "aliases",
        "alias",
        "inspectors.csv, row 1, column alias: is not a column of this table; did",
    ),
    ("clients", "client,resp", "klient,resp", 'did you mean "client"?'),
    ("inspectors", "alex@city.example", "", "inspectors.csv, row 2, column email: must have a value"),
    ("absences", "2026-03-02", "2.3.2026", 'absences.csv, row 2, column first_day: "2.3.2026" is not a date'),
    ("absences", "2026-03-02", "2026-02-30", "is no day of the calendar"),
    ("absences", "2026-03-06", "2026-03-01", "column last_day: 2026-03-01 is before first_day (2026-03-02)"),
    ("absences", "Kim Wattley", "Kim Watley", 'is not in inspectors.csv; did you mean "Kim Wattley"?'),
    (
        "permits",
        ",issued,",
        ",isued,",
        'permits.csv, row 2, column status: "isued" is not known here; did you mean',
    ),
    ("permits", ",building,issued", ",bulding,issued", 'did you mean "building"?'),
    (
        "permits",
        "Larkspur Tower",
        "Larkspur Towers",
        'column building: "Larkspur Towers" is not in buildings.csv',
    ),
    ("permits", "Dana@B.example", "Dana", 'column contacts: "dana" is not a mail address'),
    ("buildings", "Heron Properties", "Herron Properties", 'did you mean "Heron Properties"?'),
    ("buildings", "Kim Wattley", "Kim", "column electrical_inspector"),
    ("buildings", "2026-06-30", "2025-06-30", "is before registered_on"),
    ("reference_numbers", "Heron Properties", "Nobody", "row 2, column client"),
    ("clients", "heron.test", "gmail.com", '"gmail.com" is a public mail domain'),
    ("clients", "heron.test", "@mail.yahoo.com", '"mail.yahoo.com" is a public mail domain'),
    ("clients", "heron.test", "localhost", "is not a mail domain"),
    ("clients", "HP-\\d{4}-\\d{3}", "HP-(", "column reference_pattern: is not a regular expression"),
    ("clients", "HP-\\d{4}-\\d{3}", "HP" * 200, "column reference_pattern: is longer than 300 characters"),
    ("inspectors", "building;mechanical,Kim Wattley", "building,Alex Sample", "as their own backup"),
    ("inspectors", "building;mechanical,Kim Wattley", "building,Kim Wattle", 'did you mean "Kim Wattley"?'),
    ("inspectors", "kim@city.example", "ALEX@city.example", "is the address of the inspector in row 2"),
    ("holds", "billing", "bill", "column kind"),
    (
        "holds",
        f",{PERMIT},billing",
        ",,billing",
        "holds.csv, row 2, column building: must have a value where",
    ),
    ("holds", PERMIT, "26-999999-000-00-FA", "column permit_number"),
]


@pytest.mark.parametrize(("table", "old", "new", "said"), ONE_MISTAKE)
def test_one_mistake_is_named_with_its_place(
    tmp_path: Path, table: str, old: str, new: str, said: str
) -> None:
    found = mistakes(folder_of(tmp_path, **changed(table, old, new)))
    assert any(said in line for line in found), found


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2026-012345-000-00-FA", f"must be written {PERMIT}"),
        ("26 012345 000 00 FA", f"must be written {PERMIT}"),
        ("26-012345-000-00-fa", f"must be written {PERMIT}"),
        ("26–012345–000–00–FA", f"must be written {PERMIT}"),
        ("26-012345-000-00-CO", "belongs to another program"),
        ("26-012345", "is not a permit number"),
    ],
)
def test_permit_number_must_be_canonical(tmp_path: Path, written: str, said: str) -> None:
    found = mistakes(folder_of(tmp_path, **changed("permits", PERMIT, written), holds=None))
    assert found == [line for line in found if said in line]
    assert found[0].startswith("permits.csv, row 2, column permit_number: ")


@pytest.mark.parametrize("word", ["Under Inspection", "under-inspection", "UNDER_INSPECTION"])
def test_status_words_are_read_as_people_write_them(tmp_path: Path, word: str) -> None:
    registry = read_registry(folder_of(tmp_path, **changed("permits", ",issued,", f",{word},")))
    assert registry.permits[PERMIT].status == "under_inspection"


@pytest.mark.parametrize(
    ("table", "second"),
    [
        ("clients", "HERON PROPERTIES,,,,,"),
        ("reference_numbers", "hp 2026/001,Heron Properties,,,"),
        ("inspectors", "Alex Sample,,other@city.example,,building,"),
        ("permits", f"{PERMIT},Larkspur Tower,,building,issued,,,"),
    ],
)
def test_key_that_stands_twice_names_both_rows(tmp_path: Path, table: str, second: str) -> None:
    last_row = len(GOOD[table].splitlines()) + 1
    (found,) = mistakes(folder_of(tmp_path, **{table: GOOD[table] + second + "\n"}))
    assert found.startswith(f"{table}.csv, row {last_row}, ")
    assert found.endswith("stands already in row 2")


def test_one_reference_number_of_two_clients_is_two_numbers(tmp_path: Path) -> None:
    clients = GOOD["clients"] + "Other Client,,,,,\n"
    numbers = GOOD["reference_numbers"] + "HP-2026-001,Other Client,,,\n"
    registry = read_registry(folder_of(tmp_path, clients=clients, reference_numbers=numbers))
    assert len(registry.reference_numbers) == 2


def test_all_mistakes_of_all_tables_come_at_once(tmp_path: Path) -> None:
    folder = folder_of(
        tmp_path,
        **changed("permits", ",issued,", ",open-ish,"),
        **changed("absences", "2026-03-02", "soon"),
        **changed("clients", "dana@heron.example", "dana"),
    )
    assert [line.split(":")[0] for line in mistakes(folder)] == [
        "clients.csv, row 2, column email",
        "absences.csv, row 2, column first_day",
        "permits.csv, row 2, column status",
    ]


def test_rows_are_counted_as_a_spreadsheet_counts_them(tmp_path: Path) -> None:
    rows = 'Kim Wattley,2026-03-02,2026-03-06,"two\nlines"\n\nKim Wattley,x,2026-03-06,\n'
    table = "inspector,first_day,last_day,reason\n" + rows
    (found,) = mistakes(folder_of(tmp_path, absences=table))
    assert found.startswith("absences.csv, row 4, column first_day")


def test_table_as_csv_and_as_workbook_is_refused(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    workbook(folder / "absences.xlsx", ("inspector", "first_day", "last_day"))
    assert mistakes(folder) == [
        "absences.csv: stands twice, in absences.csv and absences.xlsx; keep one of them"
    ]


def test_a_column_that_is_not_known_is_one_mistake_whatever_stands_in_it(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    (folder / "holds.csv").write_text("building,kind,posted_on,remark\n,billing,2026-01-01,hello\n")
    found = [mistake for mistake in mistakes(folder) if "remark" in mistake or "without a name" in mistake]
    assert found == ["holds.csv, row 1, column remark: is not a column of this table"]


def test_a_hold_beside_a_permit_whose_number_cannot_be_read_is_no_second_mistake(tmp_path: Path) -> None:
    """A hold on a building alone was compared with the permit that had no number, and ended the program."""
    folder = folder_of(tmp_path)
    permits = (folder / "permits.csv").read_text()
    first = permits.splitlines()[1].split(",")[0]
    (folder / "permits.csv").write_text(permits.replace(first, first[:9], 1))
    found = mistakes(folder)
    assert any("is not a permit number" in mistake for mistake in found)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("holds.csv", b"", "is empty"),
        ("holds.csv", b"\xff\xfeb\x00", "is UTF-16"),
        (
            "holds.csv",
            b"building,kind\nCaf\xe9,billing\n",
            "holds.csv, row 2, column building: holds a character that is not UTF-8",
        ),
        ("holds.csv", b"building,k\xefnd\n", "holds.csv, row 1, column k\ufffdnd: is not a column"),
        ("holds.csv", b"building;kind;posted_on\n", "parted by another sign than a comma"),
        (
            "holds.csv",
            b'building,kind,posted_on\n"x"y,billing,2026-01-01\n',
            "holds.csv, row 2: cannot be read as CSV",
        ),
        ("holds.csv", b"building,kind,posted_on\n\0,b,c\n", "NUL"),
        ("holds.csv", b"building,kind,posted_on\n,billing,2026-01-01,,,left\n", "in a column without a name"),
        ("holds.csv", b"building,kind,kind,posted_on\n", "stands twice in the header"),
        (
            "holds.csv",
            b"building,kind\n",
            "holds.csv, row 1, column posted_on: is a required column and is missing",
        ),
        ("holds.xlsx", b"PK\x03\x04 no workbook", "cannot be read as an Excel workbook"),
        ("holds.xls", b"old", "must be saved as CSV or XLSX"),
        ("inspector.csv", b"x", 'is not the name of a table; did you mean "inspectors"?'),
    ],
)
def test_file_that_is_no_table_is_named(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    folder = folder_of(tmp_path, holds=None)
    (folder / name).write_bytes(content)
    found = mistakes(folder)
    assert any(said in line for line in found), found


@pytest.mark.parametrize("makes_folder", [True, False])
def test_folder_without_tables_is_an_error(tmp_path: Path, makes_folder: bool) -> None:
    folder = tmp_path / "registry"
    if makes_folder:
        folder.mkdir()
        (folder / "notes.txt").write_text("nothing")
    assert len(mistakes(folder)) == 1


def test_table_that_could_not_be_read_makes_no_errors_in_the_others(tmp_path: Path) -> None:
    found = mistakes(folder_of(tmp_path, inspectors="inspector;email\n"))
    assert len(found) == 1


@settings(max_examples=60, deadline=None)
@given(content=st.binary(max_size=300))
def test_no_bytes_break_the_reader(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = folder_of(tmp_path_factory.mktemp("registry"), holds=None)
    (folder / "holds.csv").write_bytes(content)
    try:
        outcome: object = read_registry(folder)
    except RegistryErrors as refused:
        outcome = refused.errors
    assert isinstance(outcome, Registry | tuple)
