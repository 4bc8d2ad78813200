"""Past mail through a scratch database with a simulated clock: what would have been decided, and sent."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.compose import artist, examiner
from bot.config.tables import Config
from bot.csv_safety import safe_cell
from bot.desk.desk import Desk
from bot.desk.recording import Recorded
from bot.digest.view import digest_view, whole_day
from bot.identity import content_key, message_id_of
from bot.letters.post import Post
from bot.originals import Originals
from bot.past_mail import DAY_OF_NO_DATE, PastMail, past_mails
from bot.tokens import Tokens
from bot.world import Settings, settings_of
from rules.registry import Registry
from storage.store import Store
from storage.values import Charge, NewMessage, Position, StoredMessage
from templates.render import render_page

CHARGE_COLUMNS = (
    "charge",
    "logged_at",
    "appointment_start",
    "cancelled_at",
    "notice_minutes",
    "hours",
    "reason",
    "client",
    "responsible_party",
    "building",
    "permit_number",
    "reference_number",
    "discipline",
    "inspector",
    "status",
    "needs_review",
    "case",
    "message_id",
)
# Unicode's own ends of line, as JSON may write them; the others it escapes anyway.
LINE_ENDS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}
# Days without mail in a row that still get their digest: a mail without a date must not make thousands of pages.
MAX_QUIET_DAYS = 370


class SimulatedClock:
    """Stands at the receipt of the message at hand."""

    def __init__(self) -> None:
        self.moment = DAY_OF_NO_DATE

    def __call__(self) -> datetime:
        return self.moment


class ReplayError(Exception):
    """The folder cannot be replayed; says what to do."""


def replay(folder: Path, config: Config, registry: Registry, out: Path) -> Iterator[tuple[str, Recorded]]:
    """Decides every `.eml` of the folder, oldest first, yielding each as it is decided.

    Writes decisions.jsonl, outbox/NNNN.eml, charges.csv and a digest page for each day into `out`. Touches no
    mailbox, sends nothing. Raises ReplayError where there is nothing to replay.
    """
    settings = settings_of(config, Tokens((b"replay",)))
    mails = sorted(past_mails(folder, settings), key=lambda mail: (mail.received_at, mail.file))
    if not mails:
        raise ReplayError(f"{folder} holds no .eml files: save the messages there, one file each")
    _clear(out)
    (out / "outbox").mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="fpp-bot-replay-") as scratch:
        store = Store.open(f"sqlite:///{scratch}/replay.db")
        try:
            yield from _run(mails, config, settings, registry, store, Path(scratch), out)
        finally:
            store.close()


def _clear(out: Path) -> None:
    """Takes away what an earlier replay left here, and nothing else: its letters are not this one's."""
    made = ("decisions.jsonl", "charges.csv", "digest-????-??-??.html", "outbox/[0-9]*.eml")
    for file in [file for pattern in made for file in out.glob(pattern)]:
        file.unlink()


def _run(
    mails: Sequence[PastMail],
    config: Config,
    settings: Settings,
    registry: Registry,
    store: Store,
    scratch: Path,
    out: Path,
) -> Iterator[tuple[str, Recorded]]:
    clock = SimulatedClock()
    originals = Originals(scratch / "messages")
    with store.transaction() as tx:
        tx.registry.replace(registry, mails[0].received_at)
    decided: list[Recorded] = []
    desk = Desk(
        store,
        originals,
        settings,
        Post(),
        examiner(config),
        clock,
        lambda _message, recorded: decided.append(recorded),
        draw=artist(config),
    )
    letters = _LetterFiles(out / "outbox")
    with (out / "decisions.jsonl").open("w", encoding="utf-8") as lines:
        for uid, mail in enumerate(mails, start=1):
            clock.moment = mail.received_at
            message = _received(mail, uid, store, originals)
            decided.clear()
            while not decided and message.state == "received":
                opened = desk.open(message)
                if opened is not None:
                    desk.settle(opened)
                message = _again(message, store)
            lines.write(_as_json({"file": mail.file, **_line(message, mail)}) + "\n")
            for recorded in decided:
                letters.write(recorded)
                yield mail.file, recorded
    _write_charges(store, settings, out / "charges.csv")
    _write_digests(mails, settings, registry, store, out)


def _received(mail: PastMail, uid: int, store: Store, originals: Originals) -> StoredMessage:
    (name,) = originals.keep([mail.raw])
    message = NewMessage(
        mailbox=mail.mailbox,
        uid_validity=1,
        uid=uid,
        message_id=message_id_of(mail.raw),
        sha256=name,
        content_key=content_key(mail.raw),
        size=len(mail.raw),
        received_at=mail.received_at,
    )
    with store.transaction() as tx:
        tx.inbox.add([message], mail.received_at)
        tx.inbox.set_position(mail.mailbox, Position(1, uid, mail.received_at))
        tx.inbox.set_health(mail.mailbox, mail.received_at, "")
    with store.reading() as tx:
        return tx.inbox.waiting()[-1]


def _again(message: StoredMessage, store: Store) -> StoredMessage:
    with store.reading() as tx:
        return tx.inbox.message(message.id) or message


def _line(message: StoredMessage, mail: PastMail) -> Mapping[str, object]:
    """The decision as it was recorded; a message that could not be processed says so."""
    if message.state == "decided":
        return message.decision
    return {
        "message_id": message.message_id,
        "mailbox": mail.mailbox,
        "received_at": mail.received_at.isoformat(),
        "sender": message.sender,
        "kind": "question",
        "action": "refer",
        "case": None,
        "findings": [],
        "fields": {},
        "requests": [],
        "charges": [],
        "sent": [],
        "reason": f"shelved: {message.last_error}",
    }


def _as_json(line: Mapping[str, object]) -> str:
    """One line, whatever the reader takes for an end of line."""
    return json.dumps(line, ensure_ascii=False).translate(LINE_ENDS)


class _LetterFiles:
    """Letters as files, numbered in the order in which they would have left."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0

    def write(self, recorded: Recorded) -> None:
        for letter in recorded.letters:
            if letter.held_because:
                continue
            self._count += 1
            (self._folder / f"{self._count:04d}.eml").write_bytes(letter.raw)


def _write_charges(store: Store, settings: Settings, target: Path) -> None:
    with store.reading() as tx, target.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, CHARGE_COLUMNS)
        writer.writeheader()
        writer.writerows(charge_row(charge, settings) for charge in tx.ledger.lines())


def charge_row(charge: Charge, settings: Settings) -> dict[str, str]:
    """A ledger line as cells; nothing in them is a formula to a spreadsheet."""
    zone = settings.office.timezone
    cells = {
        "charge": charge.number,
        "logged_at": charge.logged_at.astimezone(zone).isoformat(),
        "appointment_start": charge.appointment_start.astimezone(zone).isoformat(),
        "cancelled_at": charge.cancelled_at.astimezone(zone).isoformat(),
        "notice_minutes": str(charge.notice_minutes),
        "hours": f"{charge.hours:.2f}",
        "reason": charge.reason,
        "client": charge.client,
        "responsible_party": charge.responsible_party,
        "building": charge.building,
        "permit_number": ";".join(charge.permit_numbers),
        "reference_number": ";".join(charge.reference_numbers),
        "discipline": charge.discipline,
        "inspector": charge.inspector,
        "status": charge.status,
        "needs_review": "true" if charge.needs_review else "false",
        "case": charge.case,
        "message_id": charge.message_id,
    }
    return {
        name: cell if name in {"hours", "notice_minutes"} else safe_cell(cell) for name, cell in cells.items()
    }


def _write_digests(
    mails: Sequence[PastMail], settings: Settings, registry: Registry, store: Store, out: Path
) -> None:
    world = settings.with_registry(registry)
    for day in _days({mail.received_at.date() for mail in mails}):
        period = whole_day(day, world)
        with store.reading() as tx:
            view = digest_view(tx, world, period, period.until)
        (out / f"digest-{day.isoformat()}.html").write_text(render_page("digest", view), encoding="utf-8")


def _days(with_mail: set[date]) -> Iterator[date]:
    """Every day from the first with mail to the last; of a longer silence only its beginning."""
    days = sorted(with_mail)
    for day, following in zip(days, [*days[1:], days[-1] + timedelta(days=1)], strict=True):
        for after in range(min((following - day).days, MAX_QUIET_DAYS)):
            yield day + timedelta(days=after)
