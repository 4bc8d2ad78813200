import csv
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pypdf

from bot.statement import write_statements
from bot.world import Identity, Limits, World
from rules.office import ChargeRules, Office
from rules.registry import ReferenceNumber, Registry
from storage.values import Charge
from tests.storage.stores import NOW, charge_line, scratch_store


def charges(folder: Path) -> tuple[Charge, ...]:
    store = scratch_store(folder)
    with store.transaction() as tx:
        for day in (4, 5):
            tx.ledger.log(
                charge_line(day=day), case="FPP-26-000001", message=None, message_id="<a@b>", now=NOW
            )
        tx.ledger.waive("C-26-00002", why="storm", message=None, message_id="<w@b>", now=NOW)
        return tx.ledger.lines()


def world(**rates: str) -> World:
    office = Office(
        charges=ChargeRules(hourly_rates=tuple((date(2026, 1, 1), Decimal(r)) for r in rates.values()))
    )
    registry = Registry.of(reference_numbers=[ReferenceNumber("LH-77", "Lantern Holdings", "Lobby <new>")])
    return World(registry, office, Identity({"intake": "a@b.example"}, sender_name="Permits"), Limits())


def test_a_month_becomes_a_table_and_a_paper(tmp_path: Path) -> None:
    files = write_statements(charges(tmp_path), date(2026, 3, 1), "", world(rate="200"), tmp_path / "out")
    assert [file.name for file in files] == ["2026-03-lantern-holdings.csv", "2026-03-lantern-holdings.pdf"]
    rows = list(csv.DictReader(files[0].read_text().splitlines()))
    assert [(row["service"], row["hours"], row["amount"]) for row in rows] == [
        ("late_cancellation", "0.25", "50.00"),
        ("late_cancellation", "0.25", "50.00"),
        ("waiver", "-0.25", "-50.00"),
    ]
    text = pypdf.PdfReader(files[1]).pages[0].extract_text()
    assert "March 2026" in text
    assert "Lobby <new>" in text
    assert "Total 0.25 50.00" in " ".join(text.split())
    assert "Charge C-26-00002 taken back" in " ".join(text.split())


def test_without_a_rate_no_amount_is_made_up(tmp_path: Path) -> None:
    files = write_statements(
        charges(tmp_path), date(2026, 3, 1), "Lantern Holdings", world(), tmp_path / "out"
    )
    assert {row["amount"] for row in csv.DictReader(files[0].read_text().splitlines())} == {""}


def test_another_month_and_another_client_have_nothing(tmp_path: Path) -> None:
    lines = charges(tmp_path)
    assert write_statements(lines, date(2026, 4, 1), "", world(), tmp_path / "out") == ()
    assert write_statements(lines, date(2026, 3, 1), "Somebody", world(), tmp_path / "out") == ()


def test_a_client_is_found_whatever_the_case_of_its_letters(tmp_path: Path) -> None:
    lines = march(tmp_path, {"client": "Acme Holdings"})
    assert len(write_statements(lines, date(2026, 3, 1), "acme holdings", world(), tmp_path / "out")) == 2


def march(folder: Path, *changes: Mapping[str, object]) -> tuple[Charge, ...]:
    """One charge a day, each as it says."""
    store = scratch_store(folder)
    with store.transaction() as tx:
        for number, change in enumerate(changes):
            line = replace(charge_line(day=4 + number), **change)  # type: ignore[arg-type]
            tx.ledger.log(line, case="FPP-26-000001", message=None, message_id="<a@b>", now=NOW)
        return tx.ledger.lines()


def pages(file: Path) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(file).pages]


def test_each_line_can_be_reckoned_by_its_own_rate(tmp_path: Path) -> None:
    files = write_statements(charges(tmp_path), date(2026, 3, 1), "", world(rate="190.50"), tmp_path / "out")
    rows = list(csv.DictReader(files[0].read_text().splitlines()))
    assert [(row["rate"], row["amount"], row["waives"]) for row in rows] == [
        ("190.50", "47.63", ""),
        ("190.50", "47.63", ""),
        ("190.50", "-47.63", "C-26-00002"),
    ]
    assert rows[0]["inspection_date"] == "2026-03-04"


def test_what_is_under_review_is_marked_and_told_apart(tmp_path: Path) -> None:
    files = write_statements(
        march(tmp_path, {"needs_review": True}, {"needs_review": False}),
        date(2026, 3, 1),
        "",
        world(),
        tmp_path,
    )
    (text,) = pages(files[1])
    assert "C-26-00001 *" in text
    assert "C-26-00002 *" not in text
    assert "Of this under review * 0.25" in " ".join(text.split())


def test_many_lines_keep_their_heads_and_number_their_pages(tmp_path: Path) -> None:
    lines = march(
        tmp_path, *({"building": f"House {number}"} for number in range(27)), {"hours": Decimal("0.50")}
    )
    files = write_statements(lines, date(2026, 3, 1), "", world(rate="200"), tmp_path / "out")
    found = pages(files[1])
    assert len(found) > 1
    assert all("Project reference number LH-77" in text and "Type of service" in text for text in found)
    assert f"Page 1 of {len(found)}" in found[0]
    assert "Subtotal" in found[-1]
    assert "C-26-00028" in found[-1]


def test_two_clients_whose_names_look_alike_have_files_of_their_own(tmp_path: Path) -> None:
    lines = march(tmp_path, {"client": "Söhne & Co"}, {"client": "Sohne-Co"}, {"client": ""})
    files = write_statements(lines, date(2026, 3, 1), "", world(), tmp_path / "out")
    assert sorted(file.name for file in files if file.suffix == ".csv") == [
        "2026-03-no-client.csv",
        "2026-03-sohne-co-2.csv",
        "2026-03-sohne-co.csv",
    ]


def test_nothing_of_a_strangers_is_a_formula_or_markup(tmp_path: Path) -> None:
    change = {"building": "=1+1", "reference_numbers": ("＝HYPERLINK(1)",), "client": "<b>Client"}
    files = write_statements(march(tmp_path, change), date(2026, 3, 1), "", world(), tmp_path / "out")
    (row,) = csv.DictReader(files[0].read_text(encoding="utf-8").splitlines())
    assert (row["building"], row["reference_number"]) == ("'=1+1", "'＝HYPERLINK(1)")
    assert "<b>Client" in pages(files[1])[0]
