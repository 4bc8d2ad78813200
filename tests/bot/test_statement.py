import csv
from datetime import date
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
    from decimal import Decimal

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
    assert "In all 0.25 hours, $50.00" in text


def test_without_a_rate_no_amount_is_made_up(tmp_path: Path) -> None:
    files = write_statements(
        charges(tmp_path), date(2026, 3, 1), "Lantern Holdings", world(), tmp_path / "out"
    )
    assert {row["amount"] for row in csv.DictReader(files[0].read_text().splitlines())} == {""}


def test_another_month_and_another_client_have_nothing(tmp_path: Path) -> None:
    lines = charges(tmp_path)
    assert write_statements(lines, date(2026, 4, 1), "", world(), tmp_path / "out") == ()
    assert write_statements(lines, date(2026, 3, 1), "Somebody", world(), tmp_path / "out") == ()
