"""Checks everything that `run` will need, and says how to mend what fails."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from alembic.util.exc import CommandError
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from bot.compose import mailbox_settings, open_store, smtp_settings, token_source
from bot.config.tables import MICROSOFT_365, Config, Login
from bot.health.secrets import secret_expires
from bot.health.vitals import SECRET_NOTICE_DAYS, secret_days_left, secret_words
from bot.mailbox import Mailbox
from bot.ocr import installed
from bot.smtp import SmtpLane
from bot.soundness import RESTORE
from bot.wire import WireError
from rules.policy import DEFAULTS
from storage.engine import database_file
from storage.schema import NewerDatabaseError
from templates.render import finding_words

LOW_DISK_BYTES = 1_000_000_000
# A file that is no database, a URL that is none, a schema of a newer program, a driver that is not installed.
DATABASE_TROUBLE = (SQLAlchemyError, CommandError, NewerDatabaseError, OSError, ImportError)
EARLIEST_PLAUSIBLE = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; `words` say what was found and, where it is not ok, what to do."""

    subject: str
    state: Literal["ok", "warning", "failed"]
    words: str


def check(config: Config) -> Iterator[Check]:
    """Every check, one after the other; none stops the next."""
    yield Check("configuration", "ok", "read, every key and secret")
    yield _clock()
    yield from _storage(config)
    yield _folder(config.storage.messages_dir)
    yield from _open_to_others(config)
    yield from _secret(config)
    yield from _mailboxes(config)
    yield _smtp(config)
    yield _scans(config)
    yield _templates()
    yield from _policy(config)


def _clock() -> Check:
    now = datetime.now(UTC)
    if now < EARLIEST_PLAUSIBLE:
        return Check(
            "clock", "failed", f"it is {now:%Y-%m-%d %H:%M} UTC here: set the clock (NTP), charges rest on it"
        )
    return Check("clock", "ok", f"{now:%Y-%m-%d %H:%M} UTC")


def _storage(config: Config) -> Iterator[Check]:
    try:
        store = open_store(config)
    except DATABASE_TROUBLE as error:
        yield Check("database", "failed", cannot_be_opened(error))
        return
    with store.reading() as tx:
        version = tx.registry.newest_version()
        people = len(tx.registry.load(version).inspectors)
        broken = tx.ledger.broken_at()
    store.close()
    yield Check("database", "ok", f"open, schema up to date: {config.storage.url.rpartition('@')[2]}")
    if broken:
        yield Check(
            "ledger", "failed", f"line {broken} was changed from outside: restore a copy, ask who had access"
        )
    if not people:
        yield Check("registry", "warning", "empty: load it with fpp-bot import DIR --config FILE")
    else:
        yield Check("registry", "ok", f"import {version}, {people} inspectors")


def cannot_be_opened(error: Exception) -> str:
    """Why the database cannot be opened, and what to look at; without the URL, which may hold a password."""
    if isinstance(error, NewerDatabaseError):
        return str(error)
    reason = error.orig if isinstance(error, DBAPIError) else error
    if "malformed" in str(reason) or "not a database" in str(reason):
        return f"is damaged ({reason}), or [storage] url names another file. {RESTORE}"
    return f"cannot be opened ({reason}): check [storage] url, its driver, the owner and space of its folder"


def _folder(folder: Path) -> Check:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe = folder / ".doctor"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        return Check(
            "originals", "failed", f"{folder} cannot be written ({error.strerror}): mend its owner or disk"
        )
    free = shutil.disk_usage(folder).free
    if free < LOW_DISK_BYTES:
        return Check("originals", "warning", f"only {free // 1_000_000} MB free for {folder}: make room")
    return Check("originals", "ok", f"{folder}, {free // 1_000_000_000} GB free")


def _open_to_others(config: Config) -> Iterator[Check]:
    """What other users of this machine can read: everybody's mail, or a secret."""
    files = [config.storage.messages_dir, *(login.password_file for login in _logins(config))]
    files += [config.oauth2.client_secret_file, config.oauth2.client_certificate]
    files += [config.security.token_secret_file, config.security.token_secret_previous_file]
    with suppress(ArgumentError):
        files.append(database_file(config.storage.url))
    readable = [str(file) for file in dict.fromkeys(files) if file is not None and _is_shared(file)]
    if readable:
        yield Check("privacy", "warning", f"other users can read {', '.join(readable)}: chmod go= them")


def _logins(config: Config) -> tuple[Login, ...]:
    return config.mailboxes.intake, config.mailboxes.inspections, config.smtp


def _is_shared(file: Path) -> bool:
    try:
        return bool(file.stat().st_mode & 0o077)
    except OSError:
        return False


def _secret(config: Config) -> Iterator[Check]:
    """When the login at the token endpoint ends."""
    if all(login.auth == "password" for login in _logins(config)):
        return
    expires = secret_expires(config)
    today = datetime.now(config.office.timezone).date()
    days = secret_days_left(expires, today)
    if expires is None or days is None:
        words = "nobody has said when the client secret expires: set [oauth2] client_secret_expires"
        yield Check("secret", "warning", words)
    elif days > SECRET_NOTICE_DAYS:
        yield Check("secret", "ok", f"good until {expires.isoformat()}")
    else:
        yield Check("secret", "failed" if days < 0 else "warning", secret_words(days))


def _mailboxes(config: Config) -> Iterator[Check]:
    for name, box in (("intake", config.mailboxes.intake), ("inspections", config.mailboxes.inspections)):
        try:
            with Mailbox(mailbox_settings(box, config, token_source(config))) as mailbox:
                state = mailbox.state()
        except WireError as error:
            yield Check(f"mailbox {name}", "failed", str(error))
            continue
        abilities = [word for word in ("IDLE", "MOVE") if word in state.capabilities]
        keeps = "keeps keywords" if state.keeps_keywords else "keeps no keywords (our own record decides)"
        words = f"{state.messages} messages, {keeps}, {', '.join(abilities) or 'polling only'}"
        yield Check(f"mailbox {name}", "ok", words)


def _smtp(config: Config) -> Check:
    async def connect() -> None:
        lane = SmtpLane(smtp_settings(config, token_source(config)))
        try:
            await lane.open()
        finally:
            await lane.close()

    try:
        asyncio.run(connect())
    except WireError as error:
        return Check("smtp", "failed", str(error))
    return Check("smtp", "ok", f"{config.smtp.host} takes our letters")


def _scans(config: Config) -> Check:
    if not config.ocr.program:
        return Check("scans", "ok", "scanned forms go to a person: [ocr] program is empty")
    if (program := installed(config.ocr.program)) is None:
        words = (
            f"scanned forms go to a person: {config.ocr.program} is not there (apt-get install tesseract-ocr)"
        )
        return Check("scans", "ok", words)
    return Check("scans", "ok", f"scanned forms are read by {program}")


def _templates() -> Check:
    missing = [code for code in DEFAULTS if finding_words(code, None, None, {}).title == ""]
    if missing:
        return Check(
            "templates", "failed", f"no words for {', '.join(missing)}: the installation is incomplete"
        )
    return Check("templates", "ok", f"words for {len(DEFAULTS)} findings")


def _policy(config: Config) -> Iterator[Check]:
    trusted = config.security.trusted_authserv_id
    if not trusted:
        yield Check(
            "security",
            "warning",
            "trusted_authserv_id is not set: nobody vouches for senders, so mail of inspectors and coordinators "
            "is only referred. Set it to the name your server writes into Authentication-Results",
        )
    elif trusted == MICROSOFT_365:
        yield Check(
            "security",
            "warning",
            'trusted_authserv_id = "microsoft365" believes the topmost header: only right where ALL mail enters '
            "through that service (no other server delivers into these mailboxes)",
        )
    if not config.office.coordinators:
        yield Check(
            "coordinators", "warning", "[office] coordinators is empty: nobody hears of urgent referrals"
        )
    if not config.digest.to:
        yield Check("digest", "warning", "[digest] to is empty: the digest is written for nobody")
