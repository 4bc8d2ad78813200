"""A whole bureau for a test: Dovecot, a mail receiver, the sample registry, a configuration, the real parts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.compose import Parts, build, open_store
from bot.config.reading import checked
from bot.config.tables import Config
from bot.demo.sample_registry import write_demo_registry
from bot.registry.files import read_registry
from rules.calendar import BusinessCalendar
from rules.office import Office
from rules.registry import Permit, Registry
from storage.store import Store
from tests.servers.dovecot import USERS, Dovecot

INTAKE, INSPECTIONS = "intake@bureau.example", "inspections@bureau.example"
COORDINATOR = "pat@bureau.example"


def now() -> datetime:
    """The time now: the servers of these tests stamp it too."""
    return datetime.now(UTC)


def bureau_config(folder: Path, imap_port: int, smtp_port: int, **tables: Mapping[str, Any]) -> Config:
    """A configuration on loopback; `tables` replace whole tables."""
    box = {"host": "127.0.0.1", "port": imap_port, "security": "none", "start": "all", "poll_seconds": 0.2}
    table: dict[str, Any] = {
        "mailboxes": {
            "intake": {**box, "address": INTAKE, "password": USERS[INTAKE]},
            "inspections": {**box, "address": INSPECTIONS, "password": USERS[INSPECTIONS]},
        },
        "smtp": {"host": "127.0.0.1", "port": smtp_port, "security": "none", "per_minute": 0},
        "storage": {"url": f"sqlite:///{folder}/bureau.db", "messages_dir": str(folder / "messages")},
        "office": {"coordinators": [COORDINATOR]},
        **tables,
    }
    return checked(table, folder / "config.toml")


def sample_registry(folder: Path, today: date) -> Registry:
    """The demo's registry with its dates around that day."""
    write_demo_registry(folder / "registry", today)
    return read_registry(folder / "registry")


def open_bureau(config: Config, registry: Registry) -> tuple[Store, Parts]:
    """The parts, with the registry imported."""
    store = open_store(config)
    with store.transaction() as tx:
        if not tx.registry.newest_version():
            tx.registry.replace(registry, now())
    return store, build(config, store, now)


def working_day(ahead: int = 3) -> date:
    """A working day so many working days ahead."""
    return BusinessCalendar.of(Office()).add_open_days(now().astimezone(Office().timezone).date(), ahead)


def issued_permit(registry: Registry) -> Permit:
    """A building permit on which inspections can be asked for, in a building with a whole team and no hold."""
    held = {hold.building for hold in registry.holds}
    today = now().date()
    for permit in registry.permits.values():
        building = registry.buildings.get(permit.building)
        if building is None or permit.building in held or permit.status != "issued":
            continue
        is_registered = building.registered_until is None or building.registered_until > today + timedelta(30)
        if permit.discipline == "building" and building.building_inspector and is_registered:
            return permit
    raise LookupError("the sample registry has no such permit")


def request_mail(
    registry: Registry, *, number: int = 1, day: date | None = None, to: str = INSPECTIONS
) -> bytes:
    """A complete inspection request in the usual form."""
    permit = issued_permit(registry)
    building = registry.buildings[permit.building]
    wanted = day or working_day()
    return (
        f"From: Jordan Sample <jordan{number}@builder.example>\r\nTo: <{to}>\r\n"
        f"Subject: {building.building_inspector} - {wanted:%B} {wanted.day}, {wanted.year}\r\n"
        f"Message-ID: <request-{number}@builder.example>\r\n\r\n"
        f"Permit number: {permit.permit_number}\r\nSite address: {building.address}\r\n"
        "Type of inspection: framing\r\nContact: Jordan Sample, 503-555-0142\r\n"
    ).encode()


def question_mail(number: int = 1, *, to: str = INTAKE) -> bytes:
    """A question that a person must answer."""
    return (
        f"From: Robin Asker <robin{number}@asker.example>\r\nTo: <{to}>\r\nSubject: A question\r\n"
        f"Message-ID: <question-{number}@asker.example>\r\n\r\n"
        "Could somebody tell me whether the counter is open on the second floor?\r\n"
    ).encode()


def bounce_mail(number: int = 1) -> bytes:
    """What a mail server sends back."""
    return (
        f"From: MAILER-DAEMON@mx.example\r\nTo: <{INTAKE}>\r\nSubject: Undelivered Mail Returned to Sender\r\n"
        f"Message-ID: <bounce-{number}@mx.example>\r\nReturn-Path: <>\r\nAuto-Submitted: auto-replied\r\n\r\n"
        "I could not deliver your message.\r\n"
    ).encode()


def fill(dovecot: Dovecot, registry: Registry) -> None:
    """One mail of each sort into the two mailboxes."""
    dovecot.drop(INSPECTIONS, request_mail(registry))
    dovecot.drop(INTAKE, question_mail())
    dovecot.drop(INTAKE, bounce_mail())
