"""Labelled sequences of mails and the charges that they must lead to, run through the desk.

Each mail is taken at its own moment, in the order of the file, which need not be the order of receipt.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.desk.recording import Recorded
from tests.bot.scratch_desk import AUTHSERV, INSPECTIONS, INTAKE, OFFICE, ScratchDesk
from tests.factory.mails import raw_mail

HERE = Path(__file__).parent
FILES = ("border", "en_route", "visits", "order", "clocks")
BOXES = {"inspections": INSPECTIONS, "intake": INTAKE}
PEOPLE = {
    "robin": "robin@vanceoak.example",
    "sam": "sam@vanceoak.example",
    "ben": "ben@northduct.example",
    "stranger": "nobody@elsewhere.example",
    "alex": "alex.thornquill@city.example",
    "jordan": "jordan.pellwether@city.example",
}
REQUEST = """Permit {permit}
1200 SW Larkspur Ave, Suite 410
Framing
Contact: Robin Vance, 503-555-0142"""
PERMITS = {"one": "26-104211-000-00-FA", "two": "26-104214-000-00-FA"}


@dataclass(frozen=True, slots=True)
class Story:
    """One sequence. `why`: the decision that it tests; `settings`: the office's own, where others than usual."""

    name: str
    why: str
    mails: tuple[Mapping[str, Any], ...]
    charges: tuple[Mapping[str, Any], ...]
    settings: Mapping[str, Mapping[str, Any]]


def stories() -> Iterator[Story]:
    """Every sequence, in the order of the files."""
    for name in FILES:
        for entry in tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))["story"]:
            yield Story(
                entry["id"],
                entry["why"],
                tuple(entry["mail"]),
                tuple(entry.get("charge", ())),
                entry.get("settings", {}),
            )


def played(story: Story, folder: Path) -> list[dict[str, Any]]:
    """The charges that the story's mails led to, as its labels tell them."""
    desk = ScratchDesk(folder, **story.settings)
    recorded: list[Recorded | None] = []
    raws: list[bytes] = []
    for number, mail in enumerate(story.mails):
        desk.moment = _moment(mail["at"])
        raw = raws[mail["again"] - 1] if "again" in mail else _raw(mail, number, recorded)
        raws.append(raw)
        message = desk.store_only(raw, mail.get("box", "inspections"))
        opened = desk.desk.open(message)
        assert opened is not None
        outcome = desk.desk.settle(opened)
        recorded.append(outcome)
        assert outcome is not None
        wanted = mail.get("action", "accept")
        assert wanted in ("any", outcome.decision.action), (story.name, number + 1, outcome.decision)
    with desk.store.reading() as tx:
        assert tx.ledger.broken_at() is None
        lines = tx.ledger.lines()
    desk.store.close()
    return [
        {
            "hours": f"{line.hours:.2f}",
            "reason": line.reason,
            "notice": line.notice_minutes,
            "review": line.needs_review,
            "permits": sorted(name for name, number in PERMITS.items() if number in line.permit_numbers),
        }
        for line in lines
    ]


def expected(story: Story) -> list[dict[str, Any]]:
    """The charges of the labels, with what goes without saying."""
    usual = {"hours": "0.25", "reason": "late_cancellation", "review": True, "permits": ["one"]}
    return [{**usual, **charge} for charge in story.charges]


def _moment(text: str) -> datetime:
    """Office time, or with an offset where the clock shows an hour twice."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=OFFICE.timezone)


def _raw(mail: Mapping[str, Any], number: int, recorded: list[Recorded | None]) -> bytes:
    sender = PEOPLE[mail["from"]]
    domain = sender.rpartition("@")[2]
    answered = recorded[mail["answers"] - 1] if "answers" in mail else None
    letters = answered.letters if answered else ()
    parent = next((letter.letter_id for letter in letters if letter.recipients[0] == sender), None)
    parent = parent or next((letter.letter_id for letter in letters), None)
    body = mail.get("body") or REQUEST.format(permit=PERMITS[mail.get("permit", "one")])
    return raw_mail(
        mail.get("subject", "Re: your letter"),
        body,
        sender=sender,
        to=BOXES[mail.get("box", "inspections")],
        message_id=f"<m{number}@{domain}>",
        in_reply_to=parent,
        references=parent,
        received_at=_moment(mail["at"]),
        date=_moment(mail["date"]) if "date" in mail else None,
        headers=[("Authentication-Results", f"{AUTHSERV}; dmarc=pass header.from={domain}")],
    )
