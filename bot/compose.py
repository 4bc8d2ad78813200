"""The composition root: the configuration becomes the parts, each given what it needs."""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.clock import Clock
from bot.config import Config, Login, MailboxConfig, oauth_secret, secret_of
from bot.daemon import Daemon, MailboxLane
from bot.desk.desk import Desk
from bot.desk.recording import Recorded
from bot.desk.understanding import Examine
from bot.digest.mail import DigestMail
from bot.letters.post import Post
from bot.mailbox import Mailbox, MailboxSettings
from bot.oauth import OAuthSettings, TokenSource
from bot.originals import Originals
from bot.outbox import Outbox
from bot.receiving import Receiver
from bot.sandbox import Examination, SandboxLimits, examine
from bot.smtp import SmtpLane, SmtpSettings
from bot.timetable import Timetable
from bot.wire import Security
from bot.world import Settings, settings_of
from storage.store import Store
from storage.switches import TOKEN_SECRET
from storage.values import OutboxLetter, StoredMessage

PORTS = {("imap", "tls"): 993, ("imap", "starttls"): 143, ("imap", "none"): 143}
SMTP_PORTS = {"tls": 465, "starttls": 587, "none": 25}


@dataclass(frozen=True, slots=True)
class Parts:
    """What a running program is made of."""

    store: Store
    settings: Settings
    daemon: Daemon
    digest: DigestMail
    timetable: Timetable


def open_store(config: Config) -> Store:
    """The database of the configuration, brought up to date."""
    return Store.open(config.storage.url)


def build(
    config: Config,
    store: Store,
    now: Clock,
    *,
    on_decided: Callable[[StoredMessage, Recorded], None] = lambda _message, _recorded: None,
    on_sent: Callable[[OutboxLetter], None] = lambda _letter: None,
) -> Parts:
    """Everything that `run` needs, connected to nothing yet."""
    settings = settings_of(config)
    originals = Originals(config.storage.messages_dir)
    tokens = token_source(config)
    post = Post(token_secret(config, store, now))
    desk = Desk(store, originals, settings, post, examiner(config), now, on_decided)
    lanes = []
    for name, box in (("intake", config.mailboxes.intake), ("inspections", config.mailboxes.inspections)):
        mailbox = Mailbox(mailbox_settings(box, config, tokens))
        receiver = Receiver(name, mailbox, store, originals, start=box.start, now=now)
        lanes.append(MailboxLane(name, mailbox, receiver, box.poll_seconds))
    smtp = smtp_settings(config, tokens)
    outbox = Outbox(
        store,
        [SmtpLane(smtp) for _ in range(config.smtp.connections)],
        sender=config.mailboxes.intake.address,
        per_minute=config.smtp.per_minute,
        now=now,
        on_sent=on_sent,
    )
    digest = DigestMail(store, settings, post, now, at=config.digest.at, to=config.digest.to)
    daemon = Daemon(store, lanes, desk, outbox, now)
    timetable = Timetable(config.office.timezone, config.digest.at, digest.make_due)
    return Parts(store, settings, daemon, digest, timetable)


def examiner(config: Config) -> Examine:
    """Looks into one file in the limited child process, by the configuration's limits."""
    limits = SandboxLimits(
        seconds=config.limits.pdf_seconds,
        memory_mb=config.limits.pdf_memory_mb,
        file_mb=config.limits.attachment_mb,
    )

    def look(path: Path, file: str, received: datetime) -> Examination:
        return examine(path, file, limits, received=received.date())

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


def token_secret(config: Config, store: Store, now: Clock) -> bytes:
    """The key of our letters' Message-IDs: configured, else made once and kept in the database."""
    configured = secret_of(config.security, "token_secret", needed=False)
    if configured:
        return configured.encode()
    with store.transaction() as tx:
        kept = tx.switches.value(TOKEN_SECRET)
        if not kept:
            kept = secrets.token_hex(32)
            tx.switches.set(TOKEN_SECRET, kept, by="first start", now=now())
    return kept.encode()


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
