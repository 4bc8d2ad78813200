"""The demo: an embedded mail system, the sample mails of one working day, the real daemon, and a page of it all."""

from __future__ import annotations

import json
import shutil
import smtplib
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from rich.console import Console

from bot.compose import build, open_store
from bot.config.reading import checked
from bot.config.tables import Config
from bot.demo.delivery import AUTHSERV_ID
from bot.demo.messages import DemoMessage, demo_day, demo_messages, letter_answered
from bot.demo.pages import write_letters
from bot.demo.sample_registry import write_demo_registry
from bot.demo.servers import EmbeddedMail
from bot.demo.writing import ADDRESSES, COORDINATOR, OFFICE_ZONE
from bot.desk.recording import Recorded
from bot.digest.view import digest_view, whole_day
from bot.identity import message_id_of
from bot.registry.files import read_registry
from bot.world import Settings
from storage.store import Store
from storage.values import StoredMessage
from templates.demo_views import DemoView, LetterLine, MailLine
from templates.render import finding_words, render_page
from templates.views import DigestView

PASSWORD = "demo"
START_SECONDS = 30.0
DECISION_SECONDS = 120.0
LETTER_SECONDS = 60.0
MADE = (
    "letters",
    "registry",
    "messages",
    "config.toml",
    "index.html",
    "digest.html",
    "fpp-bot.db",
    "fpp-bot.db-wal",
    "fpp-bot.db-shm",
)
STYLES = {
    "accept": "green",
    "ask": "yellow",
    "reject": "red",
    "refer": "magenta",
    "record": "dim",
    "ignore": "dim",
}


class DemoClock:
    """The time of the demo's day: that of the sample at hand, moved on by hand."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment.astimezone(UTC)


@dataclass
class Stage:
    """What happened so far, as the lanes of the daemon report it."""

    decided: dict[str, Recorded] = field(default_factory=dict)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def note(self, message: StoredMessage, recorded: Recorded) -> None:
        with self.changed:
            self.decided[f"{message.mailbox}:{message.message_id}"] = recorded
            self.changed.notify_all()

    def wait_for(self, mailbox: str, message_id: str) -> Recorded | None:
        key = f"{mailbox}:{message_id}"
        with self.changed:
            self.changed.wait_for(lambda: key in self.decided, DECISION_SECONDS)
            return self.decided.get(key)


def run_demo(folder: Path, console: Console) -> None:
    """Runs the demo into `folder` and says on the console what became of each mail. Ends by itself."""
    _clear(folder)
    today = demo_day(datetime.now(OFFICE_ZONE).date())
    messages = demo_messages(today)
    clock = DemoClock(messages[0].sent_at - timedelta(minutes=5))
    users = dict.fromkeys(ADDRESSES.values(), PASSWORD)
    console.print(f"[bold]fpp-bot demo[/bold]: {len(messages)} mails of {today:%A, %B %d, %Y}, all invented")
    with EmbeddedMail(users, clock=clock) as mail:
        config = _config(mail, folder)
        store = open_store(config)
        try:
            _import(store, folder, today, clock)
            lines, digest = _run_day(messages, mail, config, store, clock, today, console)
            _write_pages(folder, lines, digest, mail, today)
        finally:
            store.close()
    console.print(f"\n{len(lines)} mails, {len(mail.outgoing)} letters. Open in a browser:")
    for page in ("index.html", "digest.html"):
        console.print(f"  {(folder / page).resolve()}", markup=False)
    console.print("The letters as mail: " + str((folder / "letters").resolve()), markup=False)
    console.print("Why, of any case: fpp-bot why CASE --config " + str(folder / "config.toml"), markup=False)


def _run_day(
    messages: tuple[DemoMessage, ...],
    mail: EmbeddedMail,
    config: Config,
    store: Store,
    clock: DemoClock,
    today: date,
    console: Console,
) -> tuple[list[MailLine], DigestView]:
    """Mails the samples in, one after the other, while the daemon works; then the next morning's digest.

    Returns what became of each mail, and the digest of the day as it stood in the evening.
    """
    stage = Stage()
    parts = build(config, store, clock, on_decided=stage.note)
    daemon = threading.Thread(target=parts.daemon.run, name="daemon")
    daemon.start()
    try:
        _wait_for_start(store)
        lines = [_play(message, messages, mail, store, stage, clock, console) for message in messages]
        digest = _digest_of(store, parts.settings, today, clock())
        clock.moment = datetime.combine(today + timedelta(days=1), time(6, 30), OFFICE_ZONE)
        parts.digest.make_due()
        _wait_for_letters(store)
    finally:
        parts.daemon.stop()
        daemon.join()
    return lines, digest


def _digest_of(store: Store, settings: Settings, today: date, now: datetime) -> DigestView:
    with store.reading() as tx:
        world = settings.with_registry(tx.registry.load(tx.registry.newest_version()))
        return digest_view(tx, world, whole_day(today, world), now)


def _wait_for_start(store: Store) -> None:
    """Until both mailboxes were read once: what lies there before is baseline and never answered."""
    deadline = monotonic() + START_SECONDS
    while monotonic() < deadline:
        with store.reading() as tx:
            if sum(row.last_poll_at is not None for row in tx.inbox.health()) == len(ADDRESSES):
                return
        sleep(0.02)
    raise TimeoutError("the daemon did not read the embedded mailboxes")


def _play(
    message: DemoMessage,
    messages: tuple[DemoMessage, ...],
    mail: EmbeddedMail,
    store: Store,
    stage: Stage,
    clock: DemoClock,
    console: Console,
) -> MailLine:
    """Sends one sample and says what the daemon made of it."""
    clock.moment = max(clock.moment, message.sent_at)
    raw = message.raw
    if message.answers:
        _wait_for_letters(store)
        earlier = next(other for other in messages if other.name == message.answers)
        raw = message.raw_answering(
            letter_answered(message, earlier, (letter.raw for letter in mail.outgoing))
        )
    with smtplib.SMTP(mail.host, mail.smtp_port, local_hostname=message.helo) as smtp:
        smtp.sendmail(message.envelope_sender, [message.recipient], raw)
    recorded = stage.wait_for(message.to_mailbox, message_id_of(raw))
    if recorded is None:
        raise TimeoutError(f"the daemon did not decide the sample {message.name}")
    line = _line(message, recorded)
    _say(line, console)
    return line


def _line(message: DemoMessage, recorded: Recorded) -> MailLine:
    decision = recorded.decision
    first = decision.findings[0] if decision.findings else None
    words = finding_words(first.code, first.where, first.file, first.values).title if first else ""
    return MailLine(
        at=message.sent_at,
        title=message.title,
        mailbox=message.to_mailbox,
        sender=message.draft.sender,
        subject=message.draft.subject,
        kind=decision.kind,
        action=decision.action,
        case=", ".join(dict.fromkeys(recorded.cases)),
        finding=f"{words} ({first.code})" if first else decision.reason,
        letters=tuple(
            LetterLine(", ".join(new.recipients), new.subject, new.letter_id) for new in recorded.letters
        ),
    )


def _say(line: MailLine, console: Console) -> None:
    console.print(f"{line.at:%H:%M} ", end="")
    console.print(f"{line.action:7}", style=STYLES[line.action], end="")
    console.print(f"{line.kind:25}{line.case or '-':15} {line.finding or line.title}", markup=False)


def _wait_for_letters(store: Store) -> None:
    """Until every letter that is due has left."""
    deadline = monotonic() + LETTER_SECONDS
    while monotonic() < deadline:
        with store.reading() as tx:
            if not tx.letters.in_state("due", "sending"):
                return
        sleep(0.02)


def _config(mail: EmbeddedMail, folder: Path) -> Config:
    server = {"host": mail.host, "security": "none", "password": PASSWORD}
    box = {**server, "port": mail.imap_port, "start": "all", "poll_seconds": 1}
    table = {
        "mailboxes": {name: {**box, "address": address} for name, address in ADDRESSES.items()},
        "smtp": {"host": mail.host, "port": mail.smtp_port, "security": "none", "per_minute": 0},
        "storage": {"url": f"sqlite:///{folder}/fpp-bot.db", "messages_dir": str(folder / "messages")},
        "office": {"coordinators": [COORDINATOR]},
        "digest": {"to": [COORDINATOR]},
        "security": {"trusted_authserv_id": AUTHSERV_ID},
        "ocr": {"program": ""},  # the same day everywhere, whatever is installed
    }
    (folder / "config.toml").write_text(_as_toml(table), encoding="utf-8")
    return checked(table, folder / "config.toml")


def _as_toml(table: Mapping[str, Any], name: str = "") -> str:
    """The table as TOML; a JSON value of a string, number or array of strings is one of TOML too."""
    plain = [f"{key} = {json.dumps(value)}" for key, value in table.items() if not isinstance(value, dict)]
    inner = [
        _as_toml(value, f"{name}.{key}" if name else key)
        for key, value in table.items()
        if isinstance(value, dict)
    ]
    head = [f"[{name}]"] if name and plain else []
    return "\n".join([*head, *plain, *inner]) + "\n"


def _import(store: Store, folder: Path, today: date, clock: DemoClock) -> None:
    write_demo_registry(folder / "registry", today)
    with store.transaction() as tx:
        tx.registry.replace(read_registry(folder / "registry"), clock())


def _clear(folder: Path) -> None:
    """Takes away what an earlier demo left here, and nothing else."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in MADE:
        path = folder / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _write_pages(
    folder: Path, lines: list[MailLine], digest: DigestView, mail: EmbeddedMail, today: date
) -> None:
    """Each letter as page and as mail, the digest of the day, and the index of it all."""
    pages = write_letters(folder / "letters", mail.outgoing)
    linked = [replace(line, letters=_with_pages(line.letters, pages)) for line in lines]
    named = {letter.page for line in linked for letter in line.letters}
    others = tuple(letter for letter in pages.values() if letter.page not in named)
    (folder / "digest.html").write_text(render_page("digest", digest), encoding="utf-8")
    view = DemoView(today, tuple(linked), others, len(pages), "digest.html")
    (folder / "index.html").write_text(render_page("demo", view), encoding="utf-8")


def _with_pages(letters: tuple[LetterLine, ...], pages: Mapping[str, LetterLine]) -> tuple[LetterLine, ...]:
    return tuple(pages[letter.page] for letter in letters if letter.page in pages)
