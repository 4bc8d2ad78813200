"""The composition root: the configuration becomes the parts, each given what it needs."""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time
from functools import partial
from pathlib import Path

from bot.clock import Clock
from bot.config.secrets import oauth_secret, previous_token_secrets, secret_of
from bot.config.tables import Config, Login, MailboxConfig
from bot.daemon import OUTBOX, SLOW_LANE, Daemon, MailboxLane
from bot.day_sheets import DaySheets
from bot.desk.desk import Desk
from bot.desk.illustrating import Draw
from bot.desk.looking import Examine
from bot.desk.recording import Recorded
from bot.digest.mail import DigestMail
from bot.health.metrics import Metrics
from bot.health.progress import Progress
from bot.health.pulse import Pulse, expectations
from bot.keeping.purging import AT as RETENTION_AT
from bot.keeping.purging import Retention
from bot.letters.post import Post
from bot.mailbox import Mailbox, MailboxSettings
from bot.oauth import OAuthSettings, TokenSource
from bot.ocr import installed
from bot.originals import Originals
from bot.outbox import Outbox
from bot.receiving import Receiver
from bot.sandbox import Examination, SandboxLimits, draw, examine
from bot.smtp import SmtpLane, SmtpSettings
from bot.timetable import Timetable
from bot.tokens import Tokens
from bot.wire import Security
from bot.world import Settings, settings_of
from parsers.marked_pages import MarkedPage, PagePicture
from storage.store import Store
from storage.switches import TOKEN_SECRET
from storage.values import StoredMessage

PORTS = {("imap", "tls"): 993, ("imap", "starttls"): 143, ("imap", "none"): 143}
# Where a file may take as long as it likes (pdf_seconds = 0), the slow lane hangs after a day.
ENDLESS_SECONDS = 86_400.0
SMTP_PORTS = {"tls": 465, "starttls": 587, "none": 25}


@dataclass(frozen=True, slots=True)
class Parts:
    """What a running program is made of."""

    store: Store
    settings: Settings
    daemon: Daemon
    digest: DigestMail
    day_sheets: DaySheets
    timetable: Timetable
    progress: Progress
    pulse: Pulse
    metrics: Metrics


def open_store(config: Config) -> Store:
    """The database of the configuration, brought up to date."""
    return Store.open(config.storage.url)


def build(
    config: Config,
    store: Store,
    now: Clock,
    *,
    on_decided: Callable[[StoredMessage, Recorded], None] = lambda _message, _recorded: None,
) -> Parts:
    """Everything that `run` needs, connected to nothing yet."""
    settings = settings_of(config, tokens_of(config, store, now))
    originals = Originals(config.storage.messages_dir)
    tokens = token_source(config)
    post = Post()
    progress, metrics = Progress(), Metrics()

    def note_decision(message: StoredMessage, recorded: Recorded) -> None:
        metrics.decided(recorded.decision.kind, recorded.decision.action)
        on_decided(message, recorded)

    examine_file = _measured(examiner(config), metrics, progress)
    desk = Desk(
        store,
        originals,
        settings,
        post,
        examine_file,
        now,
        note_decision,
        draw=artist(config, partial(progress.beat, SLOW_LANE)),
    )
    lanes = []
    for name, box in (("intake", config.mailboxes.intake), ("inspections", config.mailboxes.inspections)):
        mailbox = Mailbox(mailbox_settings(box, config, tokens))
        receiver = Receiver(
            name,
            mailbox,
            store,
            originals,
            start=box.start,
            now=now,
            on_batch=partial(progress.beat, f"mailbox-{name}"),
        )
        lanes.append(MailboxLane(name, mailbox, receiver, box.poll_seconds))
    smtp = smtp_settings(config, tokens)
    outbox = Outbox(
        store,
        [SmtpLane(smtp) for _ in range(config.smtp.connections)],
        sender=config.mailboxes.intake.address,
        per_minute=config.smtp.per_minute,
        recipients_per_day=config.smtp.recipients_per_day,
        now=now,
        on_outcome=lambda _letter, outcome: metrics.tried(
            "throttled" if outcome.is_throttled else outcome.state
        ),
        on_round=partial(progress.beat, OUTBOX),
    )
    digest = DigestMail(store, settings, post, now, at=config.digest.at, to=config.digest.to)
    slow_seconds = 2 * config.limits.pdf_seconds or ENDLESS_SECONDS
    daemon = Daemon(store, lanes, desk, outbox, now, progress=progress, slow_seconds=slow_seconds)
    sheets_at = config.inspections.day_sheet_at
    sheets = DaySheets(store, settings, post, now, at=sheets_at)
    daily: tuple[tuple[time | None, Callable[[], object]], ...] = (
        (config.digest.at, digest.make_due),
        (sheets_at, sheets.make_due),
        (RETENTION_AT, retention(config, store, now).make_due),
    )
    timetable = Timetable(config.office.timezone, *((at, due) for at, due in daily if at is not None))
    pulse = Pulse(store, expectations(config), progress, tokens, now)
    return Parts(store, settings, daemon, digest, sheets, timetable, progress, pulse, metrics)


def retention(config: Config, store: Store, now: Clock) -> Retention:
    """Removes what has been kept as long as the configuration says."""
    originals = Originals(config.storage.messages_dir)
    return Retention(store, originals, config.retention, config.office.timezone, now)


def _measured(look: Examine, metrics: Metrics, progress: Progress) -> Examine:
    """The same, each file a step of the slow lane and a line in the numbers."""

    def measured(path: Path, file: str, received: datetime) -> Examination:
        progress.beat(SLOW_LANE)
        examination = look(path, file, received)
        metrics.examined(examination.seconds)
        return examination

    return measured


def artist(config: Config, on_file: Callable[[], None] = lambda: None) -> Draw:
    """Draws pages of one file in the limited child process, by the configuration's limits.

    `on_file`: called before each file.
    """
    limits = _sandbox_limits(config)

    def drawn(path: Path, pages: Sequence[MarkedPage], width: int, max_bytes: int) -> tuple[PagePicture, ...]:
        on_file()
        return draw(path, pages, limits, width=width, max_bytes=max_bytes)

    return drawn


def _sandbox_limits(config: Config) -> SandboxLimits:
    return SandboxLimits(
        seconds=config.limits.pdf_seconds,
        memory_mb=config.limits.pdf_memory_mb,
        file_mb=config.limits.attachment_mb,
    )


def examiner(config: Config) -> Examine:
    """Looks into one file in the limited child process, by the configuration's limits."""
    limits = _sandbox_limits(config)
    program = installed(config.ocr.program)
    labels = config.forms.more_labels

    def look(path: Path, file: str, received: datetime) -> Examination:
        return examine(path, file, limits, received=received.date(), recogniser=program, labels=labels)

    return look


def token_source(config: Config) -> TokenSource | None:
    """Where access tokens come from; None where every login is by password."""
    logins: tuple[Login, ...] = (config.mailboxes.intake, config.mailboxes.inspections, config.smtp)
    if all(login.auth == "password" for login in logins):
        return None
    oauth = config.oauth2
    return TokenSource(
        OAuthSettings(
            token_url=oauth.token_url,
            client_id=oauth.client_id,
            client_secret=oauth_secret(config),
            client_certificate=oauth.client_certificate,
            scope=oauth.scope,
        )
    )


def mailbox_settings(box: MailboxConfig, config: Config, tokens: TokenSource | None) -> MailboxSettings:
    """A mailbox of the configuration as its wire needs it."""
    return MailboxSettings(
        address=box.address,
        host=box.host,
        port=box.port or PORTS["imap", box.security],
        username=box.login_name,
        security=box.security,
        password=secret_of(box, "password") if box.auth == "password" else "",
        tokens=tokens if box.auth == "oauth2" else None,
        folder=box.folder,
        idle=box.idle,
        ca_file=box.ca_file,
        done_keyword=box.done_keyword,
        done_folder=box.done_folder,
        max_bytes=round(3 * config.limits.message_mb * 1_000_000) or 200_000_000,
    )


def smtp_settings(config: Config, tokens: TokenSource | None) -> SmtpSettings:
    """The sending server of the configuration as its wire needs it."""
    smtp = config.smtp
    security: Security = smtp.security
    by_password = bool(smtp.username) and smtp.auth == "password"
    return SmtpSettings(
        host=smtp.host,
        port=smtp.port or SMTP_PORTS[security],
        username=smtp.username,
        security=security,
        password=secret_of(smtp, "password") if by_password else "",
        tokens=tokens if smtp.auth == "oauth2" else None,
        ca_file=smtp.ca_file,
    )


def tokens_of(config: Config, store: Store, now: Clock) -> Tokens:
    """The keys of our letters' Message-IDs: the configured one, else one made once and kept in the database.

    The previous ones are believed, too; the kept one is, from before a key was configured.
    """
    newest = secret_of(config.security, "token_secret", needed=False)
    with store.transaction() as tx:
        kept = tx.switches.value(TOKEN_SECRET)
        if not kept and not newest:
            kept = secrets.token_hex(32)
            tx.switches.set(TOKEN_SECRET, kept, by="first start", now=now())
    keys = (newest, *previous_token_secrets(config), kept)
    return Tokens(tuple(key.encode() for key in dict.fromkeys(filter(None, keys))))


class AnotherRunsError(Exception):
    """Another daemon works on these originals."""


@contextmanager
def only_one(folder: Path, *, wait: bool, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Holds the lock of a messages folder: one daemon works on it, another waits until the first is gone.

    The lock is the kernel's: it ends with the process, however that dies. Raises AnotherRunsError
    unless `wait`.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if not wait:
                raise AnotherRunsError(
                    f"another fpp-bot works with {folder}: stop it first, or let it do the work"
                ) from None
            waiting()
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
