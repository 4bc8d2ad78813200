"""What the commands of the command line share: where they speak, how they fail, how they open the database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from bot.config.tables import Config

if TYPE_CHECKING:
    from storage.store import Store

err = Console(stderr=True, highlight=False, soft_wrap=True)
out = Console(highlight=False, soft_wrap=True)

ConfigFile = Annotated[Path, typer.Option("--config", help="The configuration, TOML.")]


def fail(words: str, code: int = 1) -> typer.Exit:
    """Says on stderr what failed; raise what it returns."""
    err.print(words, markup=False)
    return typer.Exit(code)


def opened(settings: Config) -> Store:
    """The database of the configuration; ends the command in words where it cannot be opened."""
    # A command imports what it alone needs: the database's libraries take a third of a second.
    from bot.compose import open_store  # noqa: PLC0415
    from bot.doctor import DATABASE_TROUBLE, cannot_be_opened  # noqa: PLC0415

    try:
        return open_store(settings)
    except DATABASE_TROUBLE as error:
        raise fail(f"The database {cannot_be_opened(error)}") from None
