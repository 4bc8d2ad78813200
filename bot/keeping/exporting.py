"""Everything on record about one case or one address, as files that a records officer can read."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.originals import Originals
from bot.why import history
from storage.belongings import Belongings
from storage.store import Transaction

GAP = "(removed: retention or redaction)"


@dataclass(frozen=True, slots=True)
class Exported:
    """How much was written; `missing`: originals that are on record and cannot be read."""

    cases: int
    mails: int
    letters: int
    missing: tuple[str, ...]


def belongings(subject: str, tx: Transaction) -> Belongings:
    """What is on record about a case reference or a mail address."""
    if "@" in subject:
        return tx.record.of_person(subject.strip().lower())
    return tx.record.of_case(subject.strip().upper())


def export(
    subject: str, target: Path, tx: Transaction, originals: Originals, now: datetime, zone: ZoneInfo
) -> Exported:
    """Writes mails and letters (.eml), rows (JSON) and an index to the folder, readable by their owner only."""
    found = belongings(subject, tx)
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    target.chmod(0o700)
    mails, missing = _write_mails(found, target, tx, originals)
    letters = _write_letters(found, target, tx)
    tables = tx.record.tables(found)
    for name, rows in tables.items():
        _write(target / f"{name}s.json", _json(rows))
    index = "\n".join(_index(subject, found, tables, tx, mails, letters, now, zone)) + "\n"
    _write(target / "index.txt", index.encode())
    cases = len(found.cases) + len(found.named_in)
    return Exported(cases, len(found.mails), len(found.letters), missing)


def _write_mails(
    found: Belongings, target: Path, tx: Transaction, originals: Originals
) -> tuple[dict[int, str], tuple[str, ...]]:
    names: dict[int, str] = {}
    missing = []
    for number, name in tx.record.originals(found.mails):
        file = f"mails/{number:06d}.eml"
        try:
            raw = originals.read(name)
        except (OSError, ValueError) as error:
            missing.append(str(error))
            continue
        _write(target / file, raw)
        names[number] = file
    return names, tuple(missing)


def _write_letters(found: Belongings, target: Path, tx: Transaction) -> dict[int, str]:
    names = {}
    for number, raw in tx.record.letter_texts(found.letters):
        names[number] = f"letters/{number:06d}.eml"
        _write(target / names[number], raw)
    return names


def _index(
    subject: str,
    found: Belongings,
    tables: Any,
    tx: Transaction,
    mails: dict[int, str],
    letters: dict[int, str],
    now: datetime,
    zone: ZoneInfo,
) -> Iterator[str]:
    yield f"All that is on record about {subject.strip()}, written {_at(now.isoformat(), zone)}"
    yield "Times are office time. Mails and letters open in any mail program; the .json files hold every column."
    yield f"The ledger of charges {'is broken at ' + b if (b := tx.ledger.broken_at()) else 'is whole'}."
    yield f"\nMails ({len(found.mails)})"
    for row in tables["message"]:
        file = mails.get(row["id"], GAP)
        yield f"  {_at(row['received_at'], zone)}  from {row['sender']}: {row['subject']}  {row['action']}  {file}"
    yield f"\nLetters ({len(found.letters)})"
    for row in tables["letter"]:
        file, to = letters.get(row["id"], GAP), ", ".join(row["recipients"])
        yield f"  {_at(row['created_at'], zone)}  to {to}: {row['subject']}  {row['state']}  {file}"
    for case in (*found.cases, *found.named_in):
        yield f"\nCase {case}" + ("" if case in found.cases else " (somebody else's, names this address)")
        yield from (f"  {line}" for line in history(case, tx, zone))
    yield f"\nFiles: {', '.join(f'{name}s.json' for name in tables)}, mails/, letters/"


def _at(moment: str, zone: ZoneInfo) -> str:
    return datetime.fromisoformat(moment).astimezone(zone).strftime("%Y-%m-%d %H:%M")


def _json(rows: object) -> bytes:
    return json.dumps(rows, ensure_ascii=False, indent=1).encode()


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(content)
