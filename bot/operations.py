"""Commands for whoever keeps the robot running: letters, health, migrate, deploy, sbom."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.config.reading import load
from bot.terminal import ConfigFile, err, fail, opened, out

if TYPE_CHECKING:
    from datetime import datetime

    from storage.store import Transaction

letters = typer.Typer(
    help="Stop letters, let them go on, release what a limit held back.", no_args_is_help=True
)


def join(app: typer.Typer) -> None:
    """Adds these commands to the command line."""
    app.add_typer(letters, name="letters")
    for command in (health, migrate, deploy, sbom):
        app.command()(command)


@letters.command("pause")
def pause(config: ConfigFile) -> None:
    """Nothing leaves until `resume`. Mail is taken and decided all the same."""
    _order(config, _switched("yes"), "Letters are paused. Mail is taken and decided; nothing leaves.")


@letters.command("resume")
def resume(config: ConfigFile) -> None:
    """Letters leave again, the ones that waited first."""
    _order(config, _switched("no"), "Letters leave again.")


@letters.command("release")
def release(config: ConfigFile) -> None:
    """Lets go what a limit held back."""

    def let_go(tx: Transaction, _by: str, _now: datetime) -> str:
        held = tx.letters.in_state("held")
        tx.letters.release([letter.id for letter in held])
        return f"{len(held)} letter(s) released"

    _order(config, let_go, "")


@letters.command("settle")
def settle(config: ConfigFile) -> None:
    """Marks as seen to what was refused, bounced or left in doubt: somebody called the readers."""

    def note_seen(tx: Transaction, by: str, now: datetime) -> str:
        from storage.values import Event  # noqa: PLC0415 - a command imports what it alone needs

        lost = tx.letters.settle_lost()
        for letter in lost:
            tx.inbox.add_event(Event(now, "letter settled", f"{letter.recipients[0]}, by {by}", letter.case))
        return f"{len(lost)} letter(s) settled"

    _order(config, note_seen, "")


@letters.command("list")
def list_letters(config: ConfigFile) -> None:
    """Letters that are not out or came back, and why."""
    from storage.values import LOST  # noqa: PLC0415 - a command imports what it alone needs

    settings = load(config, secrets=False)
    store = opened(settings)
    with store.reading() as tx:
        waiting = tx.letters.in_state("due", "sending", "held", *LOST)
    store.close()
    for letter in waiting:
        written = letter.created_at.astimezone(settings.office.timezone)
        words = f"{letter.state:11} {written:%Y-%m-%d %H:%M}  {letter.case or '-'}  {', '.join(letter.recipients)}"
        out.print(f"{words}  {letter.subject}  {letter.last_error}".rstrip(), markup=False)
    if not waiting:
        out.print("Every letter has left.")


def _switched(value: str) -> Callable[[Transaction, str, datetime], str]:
    from storage.switches import LETTERS_PAUSED  # noqa: PLC0415 - a command imports what it alone needs

    def switch(tx: Transaction, by: str, now: datetime) -> str:
        tx.switches.set(LETTERS_PAUSED, value, by=by, now=now)
        return "letters paused" if value == "yes" else "letters resumed"

    return switch


def _order(config: Path, carry_out: Callable[[Transaction, str, datetime], str], words: str) -> None:
    """Does it in one transaction, with who and when in the history."""
    from bot.clock import system_clock  # noqa: PLC0415 - a command imports what it alone needs
    from storage.values import Event  # noqa: PLC0415 - likewise

    store = opened(load(config, secrets=False))
    by, now = f"{getpass.getuser()} at the command line", system_clock()
    with store.transaction() as tx:
        done = carry_out(tx, by, now)
        tx.inbox.add_event(Event(now, done, f"by {by}"))
    store.close()
    out.print(words or done, markup=False)


def health(config: ConfigFile) -> None:
    """Whether all is well, from the record: exit 0, or 1 with the reasons. For a monitoring system."""
    from bot.clock import system_clock  # noqa: PLC0415 - a command imports what it alone needs
    from bot.health.pulse import expectations  # noqa: PLC0415
    from bot.health.vitals import judge, vitals  # noqa: PLC0415

    settings = load(config, secrets=False)
    store = opened(settings)
    now = system_clock()
    with store.reading() as tx:
        found = judge(vitals(tx, now), expectations(settings), now)
    store.close()
    for words in found.warnings:
        out.print(f"warning  {words}", markup=False)
    for words in found.failing:
        err.print(f"failing  {words}", markup=False)
    if not found.is_well:
        raise typer.Exit(1)
    out.print("All is well.")


def migrate(
    config: ConfigFile,
    to: Annotated[str, typer.Option("--to", help="A schema, such as 0001; else the newest.")] = "",
) -> None:
    """Brings the database to the schema of this program, or back to an older one. Stop the daemon first."""
    from bot.compose import AnotherRunsError, only_one  # noqa: PLC0415 - a command imports what it alone needs
    from bot.doctor import DATABASE_TROUBLE, cannot_be_opened  # noqa: PLC0415
    from storage.engine import open_engine  # noqa: PLC0415
    from storage.schema import migrate as bring_to  # noqa: PLC0415
    from storage.schema import newest_version  # noqa: PLC0415

    settings = load(config, secrets=False)
    try:
        with only_one(settings.storage.messages_dir, wait=False):
            engine = open_engine(settings.storage.url)
            try:
                done = bring_to(engine, to or newest_version())
            finally:
                engine.dispose()
    except (AnotherRunsError, LookupError) as error:
        raise fail(str(error)) from None
    except DATABASE_TROUBLE as error:
        raise fail(f"The database {cannot_be_opened(error)}") from None
    if done.before == done.after:
        out.print(f"The schema is {done.after} already.", markup=False)
        return
    out.print(f"The schema was {done.before or 'empty'} and is {done.after} now.", markup=False)
    if done.copy:
        out.print(f"A copy from before: {done.copy}", markup=False)


def deploy(
    target: Annotated[Path, typer.Option("--out", file_okay=False, help="The folder to write to.")],
    config: Annotated[Path | None, typer.Option("--config", help="Fit limits to this configuration.")] = None,
) -> None:
    """Writes what a server needs: systemd unit, user, container file, and how to upgrade."""
    from bot.deploy import write_deployment  # noqa: PLC0415 - a command imports what it alone needs

    settings = load(config, secrets=False) if config else None
    for file in write_deployment(target, settings):
        out.print(str(file), markup=False)


def sbom() -> None:
    """Prints the software bill of materials of this installation (CycloneDX, JSON)."""
    from bot.sbom import bill_of_materials  # noqa: PLC0415 - a command imports what it alone needs

    json.dump(bill_of_materials(), sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")
