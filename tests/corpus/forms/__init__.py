"""Intake forms of many makers, with what stands on each; how they were made: the package `making`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
SETS = ("seen", "blind", "fields", "looks")


@dataclass(frozen=True, slots=True)
class Form:
    """One PDF. `sort`: intake, blank, ordinary, none. `fields`: what a person reads on it; absent ones are blank.

    `signed`: the readings of its signature that are right (yes, no, unknown).
    """

    path: Path
    producer: str
    sort: str
    fields: dict[str, str]
    signed: tuple[str, ...]


def forms(name: str) -> Iterator[Form]:
    """The forms of one set."""
    for one in tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))["form"]:
        path = FOLDER / name / one["file"]
        yield Form(path, one["producer"], one["sort"], one["fields"], tuple(one.get("signed", ())))
