"""The command line: reads arguments, calls the parts, says what came of it."""

from __future__ import annotations

import logging
import os
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot import operations, record_keeping
from bot.config.reading import ConfigurationError, load, load_for_replay
from bot.terminal import ConfigFile, err, fail, opened, out

app = typer.Typer(
    name="fpp-bot",
    help="An e-mail robot for a city's Facility Permit Program.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
quarantine = typer.Typer(help="Messages that could not be processed.", no_args_is_help=True)
app.add_typer(quarantine, name="quarantine")
operations.join(app)
record_keeping.join(app)


def main() -> None:
    """The entry point. Exit codes: 0 done, 1 something asked for failed, 2 wrong usage or configuration."""
    # What a command writes holds mail, names and addresses: it is for the owner of the program alone.
    mask = os.umask(0o077)
    try:
        app()
    except ConfigurationError as error:
        err.print(f"The configuration cannot be used, {len(error.mistakes)} thing(s) to mend:", markup=False)
        err.print(str(error), markup=False)
        sys.exit(2)
    except OSError as error:
        # A file or folder that the user named, or the disk: their words say which.
        err.print(f"That did not work: {error}", markup=False)
        sys.exit(1)
    finally:
        os.umask(mask)


@app.command()
def run(
    config: ConfigFile,
    once: Annotated[bool, typer.Option("--once", help="Take what waits, send what is due, end.")] = False,
) -> None:
    """The daemon: reads both mailboxes, answers, routes, reports."""
    from bot.compose import AnotherRunsError
    from bot.desk.desk import MachineTroubleError
    from bot.service import run_once, serve
    from bot.soundness import UnsoundDatabaseError
    from bot.wire import WireError

    settings = load(config)
    _log_to_stderr()

    def waiting() -> None:
        err.print("Another fpp-bot works with these messages; this one takes over when it ends.")

    try:
        if once:
            run_once(settings, lambda: opened(settings))
        else:
            serve(settings, lambda: opened(settings), waiting)
    except (AnotherRunsError, UnsoundDatabaseError, WireError, MachineTroubleError) as error:
        raise fail(str(error)) from None


def _log_to_stderr() -> None:
    logging.basicConfig(
        level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    for chatty in ("alembic", "apscheduler", "imapclient", "pypdf", "pdfminer", "fontTools"):
        logging.getLogger(chatty).setLevel(logging.ERROR)


@app.command()
def replay(
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="A folder of .eml files.")],
    config: ConfigFile,
    registry: Annotated[Path, typer.Option("--registry", exists=True, file_okay=False)],
    target: Annotated[Path, typer.Option("--out", file_okay=False)],
) -> None:
    """Past mail through a scratch database: what would have been decided and sent. Touches no mailbox."""
    from bot.desk.desk import MachineTroubleError
    from bot.registry.files import RegistryErrors, read_registry
    from bot.replay import ReplayError
    from bot.replay import replay as run_replay

    settings = load_for_replay(config)
    _quiet_libraries()
    try:
        rows = read_registry(registry)
    except RegistryErrors as error:
        raise fail(f"The registry cannot be used:\n{error}") from None
    counts: dict[str, int] = {}
    try:
        for file, recorded in run_replay(folder, settings, rows, target):
            decision = recorded.decision
            counts[decision.action] = counts.get(decision.action, 0) + 1
            if err.is_terminal:
                err.print(f"{file}  {decision.kind}  {decision.action}", markup=False)
    except (ReplayError, MachineTroubleError) as error:
        raise fail(str(error)) from None
    summary = ", ".join(f"{count} {action}" for action, count in sorted(counts.items()))
    out.print(f"{sum(counts.values())} messages: {summary}. See {target / 'decisions.jsonl'}", markup=False)


def _quiet_libraries() -> None:
    logging.getLogger().addHandler(logging.NullHandler())
    for chatty in ("alembic", "pypdf", "pdfminer", "fontTools", "mailparser"):
        logging.getLogger(chatty).setLevel(logging.CRITICAL)


@app.command("check-plans")
def check_plans(
    files: Annotated[list[Path], typer.Argument(help="Plan sets, PDF.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a file.")] = False,
    report: Annotated[Path | None, typer.Option("--report", dir_okay=False, help="An HTML report.")] = None,
    received: Annotated[
        datetime | None, typer.Option("--received", formats=["%Y-%m-%d"], help="Judge as of that day.")
    ] = None,
    exterior: Annotated[bool, typer.Option("--exterior", help="The work is outside.")] = False,
    corrections: Annotated[bool, typer.Option("--corrections", help="A response to corrections.")] = False,
) -> None:
    """The plan check alone, for a technician or an applicant."""
    from bot.plans.check import check_plans as check

    missing = [str(file) for file in files if not file.is_file()]
    if missing:
        raise fail(f"No such file: {', '.join(missing)}", 2)
    _quiet_libraries()
    day = received.date() if received else date.today()  # noqa: DTZ011  # the day where the user sits
    code = check(files, as_json, report, day, exterior, corrections, err)
    raise typer.Exit(code)


@app.command("import")
def import_registry(
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Tables, CSV or XLSX.")],
    config: ConfigFile,
) -> None:
    """Loads or updates the registry, all or nothing."""
    from bot.clock import system_clock
    from bot.registry.files import RegistryErrors, read_registry

    settings = load(config, secrets=False)
    try:
        registry = read_registry(folder)
    except RegistryErrors as error:
        raise fail(f"Nothing was imported; {len(error.errors)} thing(s) to mend:\n{error}") from None
    store = opened(settings)
    with store.transaction() as tx:
        tx.registry.replace(registry, system_clock())
    store.close()
    out.print(
        f"Imported {len(registry.clients)} clients, {len(registry.buildings)} buildings, "
        f"{len(registry.inspectors)} inspectors, {len(registry.permits)} permits, "
        f"{len(registry.reference_numbers)} reference numbers, {len(registry.holds)} holds."
    )


@app.command()
def digest(
    config: ConfigFile,
    day: Annotated[datetime | None, typer.Option("--date", formats=["%Y-%m-%d"])] = None,
    target: Annotated[Path | None, typer.Option("--out", dir_okay=False)] = None,
) -> None:
    """Shows or writes the coordinators' digest of a day."""
    from bot.clock import system_clock
    from bot.digest.view import Period, digest_view, whole_day
    from bot.registry.cache import RegistryCache
    from bot.world import settings_of
    from templates.render import render_letter, render_page

    settings = load(config, secrets=False)
    store = opened(settings)
    world = settings_of(settings).with_registry(RegistryCache(store).current())
    now = system_clock()
    wanted = day.date() if day else now.astimezone(world.office.timezone).date()
    with store.reading() as tx:
        sent = tx.days.digest(wanted) if day else None
        period = Period(sent.day, sent.since, sent.until) if sent else whole_day(wanted, world)
        view = digest_view(tx, world, period, now)
    store.close()
    if target is None:
        out.print(render_letter("digest", view).text, markup=False)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(render_page("digest", view), encoding="utf-8")
    out.print(f"Written to {target}", markup=False)


@app.command()
def statement(
    config: ConfigFile,
    month: Annotated[datetime, typer.Option("--month", formats=["%Y-%m"])],
    target: Annotated[Path, typer.Option("--out", file_okay=False)],
    client: Annotated[str, typer.Option("--client")] = "",
) -> None:
    """The month's charge lines per client, CSV and PDF."""
    from bot.statement import write_statements
    from bot.world import settings_of

    settings = load(config, secrets=False)
    store = opened(settings)
    with store.reading() as tx:
        lines = tx.ledger.lines()
        registry = tx.registry.load(tx.registry.newest_version())
    store.close()
    world = settings_of(settings).with_registry(registry)
    files = write_statements(lines, month.date(), client, world, target)
    if not files:
        raise fail(f"No charges in {month:%Y-%m}" + (f" for {client}" if client else ""))
    for file in files:
        out.print(str(file), markup=False)


@app.command()
def why(
    subject: Annotated[str, typer.Argument(help="A case (FPP-26-000123) or a Message-ID.")],
    config: ConfigFile,
) -> None:
    """The history of one case: what came in, what was found, which rule decided, what was sent."""
    from bot.why import history

    settings = load(config, secrets=False)
    store = opened(settings)
    with store.reading() as tx:
        lines = history(subject, tx, settings.office.timezone)
    store.close()
    if not lines:
        raise fail(f"Nothing is on record about {subject}: give a case such as FPP-26-000123 or a Message-ID")
    for line in lines:
        out.print(line, markup=False)


@app.command()
def doctor(config: ConfigFile) -> None:
    """Checks configuration, logins, database, clock and templates; says how to mend what fails."""
    from bot.doctor import check

    settings = load(config)
    failed = 0
    for result in check(settings):
        style = {"ok": "green", "warning": "yellow", "failed": "red"}[result.state]
        out.print(f"{result.state:8}", style=style, end="")
        out.print(f"{result.subject}: {result.words}", markup=False)
        failed += result.state == "failed"
    if failed:
        raise fail(f"{failed} check(s) failed")


@app.command()
def demo(
    target: Annotated[Path, typer.Option("--out", file_okay=False)] = Path("var/demo"),
) -> None:
    """An embedded mail system, a day's worth of sample mail, the real daemon, and what came of each."""
    from bot.demo.run import run_demo

    _quiet_libraries()
    run_demo(target, out)


@quarantine.command("list")
def quarantine_list(config: ConfigFile) -> None:
    """What was put aside."""

    settings = load(config, secrets=False)
    store = opened(settings)
    with store.reading() as tx:
        shelved = tx.inbox.in_state("shelved")
    store.close()
    for message in shelved:
        received = message.received_at.astimezone(settings.office.timezone)
        out.print(
            f"{message.id}  {received:%Y-%m-%d %H:%M}  {message.mailbox}  "
            f"{message.message_id or '(no Message-ID)'}  {message.last_error}",
            markup=False,
        )
    if not shelved:
        out.print("Nothing is shelved.")


@quarantine.command("show")
def quarantine_show(number: int, config: ConfigFile) -> None:
    """The original of a shelved message, exactly as it came."""
    from bot.originals import Originals

    settings = load(config, secrets=False)
    store = opened(settings)
    with store.reading() as tx:
        message = tx.inbox.message(number)
    store.close()
    if message is None:
        raise fail(f"There is no message {number}; fpp-bot quarantine list shows the numbers")
    try:
        raw = Originals(settings.storage.messages_dir).read(message.sha256)
    except (OSError, ValueError) as error:
        raise fail(f"The original of message {number} cannot be read: {error}") from None
    sys.stdout.buffer.write(raw)


@quarantine.command("release")
def quarantine_release(number: int, config: ConfigFile) -> None:
    """Runs a shelved message again."""
    _settle_shelved(number, config, "received", "released by hand")


@quarantine.command("drop")
def quarantine_drop(number: int, config: ConfigFile) -> None:
    """Gives a shelved message up; its original stays on disk."""
    _settle_shelved(number, config, "dropped", "dropped by hand")


def _settle_shelved(number: int, config: Path, state: str, words: str) -> None:
    from bot.clock import system_clock

    store = opened(load(config, secrets=False))
    with store.transaction() as tx:
        message = tx.inbox.message(number)
        is_shelved = message is not None and message.state == "shelved"
        if is_shelved:
            tx.inbox.set_state(number, state, words, system_clock())
    store.close()
    if not is_shelved:
        raise fail(f"Message {number} is not shelved; fpp-bot quarantine list shows what is")
    out.print(f"Message {number}: {words}", markup=False)


__all__ = ["app", "main"]
