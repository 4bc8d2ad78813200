"""500 inspection requests through the whole path, beside a bare loop that only moves the bytes.

Both run in a process of their own against the same Dovecot and smtp-sink, in turn, several times; the ratio of
each pair counts, and the median of the ratios is what to quote. The bare loop fetches, writes and fsyncs each
message, parses it with the standard library and sends one prebuilt letter a message.
"""

from __future__ import annotations

import asyncio
import contextlib
import csv
import email
import email.policy
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.demo.messages import demo_day
from bot.demo.sample_registry import write_demo_registry
from bot.mailbox import Mailbox, MailboxSettings
from bot.registry.files import read_registry
from bot.smtp import SmtpLane, SmtpSettings
from rules.calendar import BusinessCalendar
from rules.office import Office
from rules.registry import Permit, Registry
from tests.servers.dovecot import USERS, Dovecot
from tests.servers.smtp import smtp_sink

MESSAGES = 500
PAIRS = 3
DAYS = 30
ZONE = ZoneInfo("America/Los_Angeles")
INSPECTIONS = "inspections@bureau.example"
LETTER = b"From: a@bureau.example\r\nTo: b@example.com\r\nSubject: Received\r\n\r\n" + b"Thank you.\r\n" * 200


def request_mail(number: int, permit: Permit, registry: Registry, day: date) -> bytes:
    """One inspection request of about 7 KB as a mail program sends it, each from another person, about another
    permit: text and HTML, a signature, a disclaimer, and the headers of three hops."""
    building = registry.buildings[permit.building]
    lines = (
        "Good morning,",
        f"Please schedule the framing inspection below for {day:%A}, {day:%B} {day.day}, {day.year}, any time.",
        f"Permit number: {permit.permit_number}",
        f"Site address: {building.address}",
        "Type of inspection: framing",
        f"Contact: Jordan Sample, 503-555-01{number % 100:02d}",
        "The lobby desk gives out visitor badges; please allow ten minutes for that.",
        "Thank you,",
        f"Person {number}",
        "Project Engineer | Builder Example LLC",
        "Office 503-555-0199 | 100 Sample Plaza, Portland OR 97200",
    )
    disclaimer = (
        "This message and its attachments are for the addressee only and may hold confidential matter. If it "
        "reached you by mistake, please tell the sender and delete it. " * 2
    )
    style = "font-family:Calibri,Arial,sans-serif;font-size:11.0pt;color:#1f1f1f;margin:0 0 8pt 0"
    html = "".join(
        f'<p class="MsoNormal" style="{style}"><span lang="EN-US">{line}</span></p>' for line in lines
    )
    message = EmailMessage()
    for hop in range(3):
        message["Received"] = (
            f"from relay{hop}.builder{number}.example (relay{hop}.builder{number}.example [192.0.2.{hop}]) by "
            f"mx{hop}.bureau.example with ESMTPS id {number:08x}; {format_datetime(datetime.now(ZONE))}"
        )
    message["From"] = f"Person {number} <person{number}@builder{number}.example>"
    message["To"] = INSPECTIONS
    message["Subject"] = f"{building.building_inspector} - {day:%B} {day.day}, {day.year}"
    message["Date"] = format_datetime(datetime.now(ZONE))
    message["Message-ID"] = f"<bench-{number}@builder{number}.example>"
    message["X-Mailer"] = "Sample Mail 16.0"
    message.set_content("\n".join((*lines, "", disclaimer)))
    sheet = "p.MsoNormal { margin: 0; line-height: 107%; } a:link { color: #0563C1; }\n" * 34
    page = f"<html><head><style>{sheet}</style></head><body>{html}<p>{disclaimer}</p></body></html>"
    message.add_alternative(page, subtype="html")
    return message.as_bytes(policy=email.policy.SMTP)


def with_permits(folder: Path, today: date) -> Registry:
    """The sample registry with a permit more for each request, in buildings without a hold."""
    write_demo_registry(folder, today)
    registry = read_registry(folder)
    held = {hold.building for hold in registry.holds}
    away = {absence.inspector for absence in registry.absences}
    fit = [
        row
        for row in registry.buildings.values()
        if row.building_inspector and row.building not in held and row.building_inspector not in away
    ]
    with (folder / "permits.csv").open(newline="", encoding="utf-8") as file:
        columns = next(csv.reader(file))
    with (folder / "permits.csv").open("a", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, columns, restval="")
        for number in range(MESSAGES):
            table.writerow(
                {
                    "permit_number": f"26-{800000 + number}-000-00-FA",
                    "building": fit[number % len(fit)].building,
                    "discipline": "building",
                    "status": "issued",
                    "issued_on": today.isoformat(),
                }
            )
    return read_registry(folder)


def run() -> None:
    """Prints messages a second of both, their ratio and peak memory."""
    today = demo_day(datetime.now(ZONE).date())
    with tempfile.TemporaryDirectory(prefix="fpp-bot-bench-") as name, smtp_sink() as sink:
        folder = Path(name)
        registry = with_permits(folder / "registry", today)
        calendar = BusinessCalendar.of(Office())
        days = [calendar.add_open_days(today, 2 + number % DAYS) for number in range(MESSAGES)]
        permits = [registry.permits[f"26-{800000 + number}-000-00-FA"] for number in range(MESSAGES)]
        mails = [request_mail(n, permits[n], registry, days[n]) for n in range(MESSAGES)]
        print(f"end to end: {MESSAGES} requests of {len(mails[0])} bytes, {PAIRS} pairs", flush=True)  # noqa: T201
        ratios = []
        for pair in range(PAIRS):
            with Dovecot() as dovecot:
                for mail in mails:
                    dovecot.drop(INSPECTIONS, mail)
                bare = _measure("bare", folder / f"bare{pair}", dovecot.port, sink, folder / "registry")
                ours = _measure("path", folder / f"path{pair}", dovecot.port, sink, folder / "registry")
            ratios.append(ours["rate"] / bare["rate"])
            print(  # noqa: T201
                f"  pair {pair + 1}: whole path {ours['rate']:6.1f}/s, {ours['letters']:.0f} letters, "
                f"{ours['memory_mb']:.0f} MB; bare loop {bare['rate']:6.1f}/s; ratio {ratios[-1]:.2f}",
                flush=True,
            )
        print(f"  median ratio {statistics.median(ratios):.2f} (aim: 0.5 or better)", flush=True)  # noqa: T201


def _measure(what: str, folder: Path, imap: int, smtp: int, registry: Path) -> dict[str, float]:
    folder.mkdir()
    command = [
        sys.executable,
        "-m",
        "tests.bench.end_to_end",
        what,
        str(folder),
        str(imap),
        str(smtp),
        str(registry),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return measured


def _bare(folder: Path, imap: int, smtp: int, _registry: Path) -> dict[str, float]:
    settings = MailboxSettings(
        INSPECTIONS, "127.0.0.1", imap, INSPECTIONS, security="none", password=USERS[INSPECTIONS]
    )
    started = time.perf_counter()

    async def work() -> None:
        lane = SmtpLane(SmtpSettings("127.0.0.1", smtp, security="none"))
        with Mailbox(settings) as mailbox:
            for mail in mailbox.fetch(mailbox.uids_after(0)):
                with (folder / f"{mail.uid}.eml").open("wb") as file:
                    file.write(mail.raw)
                    file.flush()
                    os.fsync(file.fileno())
                message = email.message_from_bytes(mail.raw, policy=email.policy.default)
                body = message.get_body(("plain",))
                assert body is not None
                body.get_content()
                await lane.send("a@bureau.example", ["b@example.com"], LETTER)
        await lane.close()

    asyncio.run(work())
    return {"seconds": time.perf_counter() - started, "letters": MESSAGES}


def _path(folder: Path, imap: int, smtp: int, registry: Path) -> dict[str, float]:
    from bot.clock import system_clock
    from bot.compose import build, open_store
    from bot.config.reading import checked

    box = {"host": "127.0.0.1", "port": imap, "security": "none", "start": "all"}
    config = checked(
        {
            "mailboxes": {
                name: {
                    **box,
                    "address": f"{name}@bureau.example",
                    "password": USERS[f"{name}@bureau.example"],
                }
                for name in ("intake", "inspections")
            },
            "smtp": {"host": "127.0.0.1", "port": smtp, "security": "none", "per_minute": 0},
            "storage": {"url": f"sqlite:///{folder}/bench.db", "messages_dir": str(folder / "messages")},
            "limits": {"letters_per_hour": 0},
        },
        folder / "bench.toml",
    )
    store = open_store(config)
    with store.transaction() as tx:
        tx.registry.replace(read_registry(registry), system_clock())
    decided = []
    parts = build(config, store, system_clock, on_decided=lambda _, recorded: decided.append(recorded))
    started = time.perf_counter()
    parts.daemon.run_once()
    seconds = time.perf_counter() - started
    with store.reading() as tx:
        sent = len(tx.letters.in_state("sent"))
        unmarked = len(tx.inbox.unmarked("inspections", 0))
    store.close()
    accepted = sum(recorded.decision.action == "accept" for recorded in decided)
    if accepted != MESSAGES or sent < MESSAGES or unmarked:
        raise RuntimeError(f"{accepted} accepted, {sent} letters sent, {unmarked} unmarked")
    return {"seconds": seconds, "letters": sent}


def _child(arguments: list[str]) -> None:
    what, folder, imap, smtp, registry = arguments
    work = {"bare": _bare, "path": _path}[what]
    with contextlib.redirect_stdout(sys.stderr):
        measured = work(Path(folder), int(imap), int(smtp), Path(registry))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**measured, "rate": MESSAGES / measured["seconds"], "memory_mb": peak}))  # noqa: T201


if __name__ == "__main__":
    _child(sys.argv[1:])
