"""Commands for whoever answers for the records: purge, hold, export, redact."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.config.reading import load
from bot.config.tables import Config
from bot.terminal import ConfigFile, fail, opened, out

if TYPE_CHECKING:
    from storage.store import Transaction

Subject = Annotated[str, typer.Argument(help="A case reference or a mail address.")]
Why = Annotated[str, typer.Option("--why", help="The reason, kept on record.")]


def join(app: typer.Typer) -> None:
    """Adds these commands to the command line."""
    for command in (purge, hold, export, redact):
        app.command()(command)


def purge(
    config: ConfigFile,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be removed.")] = False,
) -> None:
    """Removes what has been kept as long as the configuration says; the daemon does it every night."""
    from bot.clock import system_clock  # noqa: PLC0415 - a command imports what it alone needs
    from bot.compose import retention  # noqa: PLC0415

    settings = load(config, secrets=False)
    store = opened(settings)
    work = retention(settings, store, system_clock)
    if not work.is_limited:
        out.print("Everything is kept for ever: [retention] sets no days.", markup=False)
    found = work.purge(dry_run=dry_run)
    store.close()
    would = "would be removed" if dry_run else "removed"
    for kind, count in found.items():
        out.print(f"{kind}: {count} {would}", markup=False)


def hold(
    case: Annotated[str, typer.Argument(help="A case reference.")],
    config: ConfigFile,
    why: Why = "",
    lift: Annotated[bool, typer.Option("--lift", help="End the hold.")] = False,
) -> None:
    """Puts a case on legal hold, or lifts it: nothing of it is removed, whatever its age."""
    from bot.clock import system_clock  # noqa: PLC0415 - a command imports what it alone needs
    from storage.holds import LegalHold  # noqa: PLC0415
    from storage.values import Event  # noqa: PLC0415

    if not (why.strip() or lift):
        raise fail("Say why: fpp-bot hold CASE --why TEXT, or --lift to end a hold", 2)
    reference, by, now = case.strip().upper(), _person(), system_clock()
    store = opened(load(config, secrets=False))
    with store.transaction() as tx:
        if tx.cases.case(reference) is None:
            raise fail(f"There is no case {reference}.")
        if lift and not tx.holds.lift(reference):
            raise fail(f"{reference} is not on hold.")
        if not lift:
            tx.holds.put(LegalHold(reference, now, by, why.strip()))
        told = f"by {by}" + (f": {why.strip()}" if why.strip() else "")
        tx.inbox.add_event(Event(now, "hold lifted" if lift else "held", told, reference))
    store.close()
    out.print(
        f"The hold on {reference} is lifted." if lift else f"{reference} is on legal hold.", markup=False
    )


def export(
    subject: Subject,
    config: ConfigFile,
    target: Annotated[Path, typer.Option("--out", file_okay=False, help="The folder to write to.")],
) -> None:
    """Writes everything on record about a case or a person: mails, letters, rows, and an index."""
    from bot.clock import system_clock  # noqa: PLC0415 - a command imports what it alone needs
    from bot.keeping.exporting import export as write  # noqa: PLC0415
    from bot.originals import Originals  # noqa: PLC0415

    settings = load(config, secrets=False)
    store = opened(settings)
    originals = Originals(settings.storage.messages_dir)
    with store.reading() as tx:
        done = write(subject, target, tx, originals, system_clock(), settings.office.timezone)
    store.close()
    if not (done.cases or done.mails or done.letters):
        raise fail(f"Nothing about {subject} is on record.")
    out.print(f"{done.cases} case(s), {done.mails} mail(s), {done.letters} letter(s): {target / 'index.txt'}")
    if done.missing:
        raise fail("Not everything could be read:\n" + "\n".join(done.missing))


def redact(
    subject: Subject,
    config: ConfigFile,
    why: Why,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Removes a person's or a case's data for good: mails, letters, names, addresses, phones."""
    from bot.keeping.exporting import belongings  # noqa: PLC0415 - a command imports what it alone needs
    from bot.keeping.redacting import RedactionRefusedError  # noqa: PLC0415

    settings = load(config, secrets=False)
    store = opened(settings)
    with store.reading() as tx:
        found = belongings(subject, tx)
    told = f"{len(found.cases)} case(s), {len(found.mails)} mail(s), {len(found.letters)} letter(s)"
    if not yes and not typer.confirm(f"Remove all that says who and what from {told}, for good?"):
        raise fail("Nothing was removed.")
    try:
        with store.transaction() as tx:
            _redact(subject, settings, why, tx)
    except RedactionRefusedError as error:
        raise fail(f"Nothing was removed: {error}.") from None
    store.forget_deleted()
    store.close()
    out.print(
        "Not touched: the mailboxes on the server, backups, and copies of the database from before an upgrade "
        "(*.schema-*).",
        markup=False,
    )


def _redact(subject: str, settings: Config, why: str, tx: Transaction) -> None:
    from bot.clock import system_clock  # noqa: PLC0415 - a command imports what it alone needs
    from bot.keeping.redacting import redact as remove  # noqa: PLC0415
    from bot.originals import Originals  # noqa: PLC0415

    now = system_clock()
    done = remove(
        subject,
        tx,
        Originals(settings.storage.messages_dir),
        why=why,
        by=_person(),
        now=now,
        today=now.astimezone(settings.office.timezone).date(),
    )
    out.print(
        f"Redacted: {done.cases} case(s), {done.mails} mail(s), {done.letters} letter(s).", markup=False
    )
    if done.left_mails:
        out.print(f"Left, as they are about other cases too: {done.left_mails} mail(s).", markup=False)
    if done.named_in:
        cases = ", ".join(done.named_in)
        out.print(f"Other people's cases whose mails may name this address: {cases}.", markup=False)


def _person() -> str:
    return f"{getpass.getuser()} at the command line"
