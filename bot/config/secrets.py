"""Where a secret of the configuration is found: written there, in a file, or in the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.config.tables import Config, Table


class SecretMissingError(Exception):
    """A secret that could not be read; never holds the secret."""

    def __init__(self, key: str, expected: str) -> None:
        self.key, self.expected = key, expected
        super().__init__(f"{key}: {expected}")


def secret_of(table: Table, name: str, *, needed: bool = True) -> str:
    """The secret `name` of a table of the configuration; see `find_secret`."""
    return find_secret(vars(table), name, needed=needed)


def previous_token_secrets(config: Config) -> tuple[str, ...]:
    """The keys before `token_secret`, whose letters are still known as ours: one or several, one a line."""
    written = config.security.token_secret_previous
    if not written:
        written = tuple(secret_of(config.security, "token_secret_previous", needed=False).splitlines())
    return tuple(filter(None, map(str.strip, written)))


def find_secret(table: Mapping[str, Any], name: str, *, needed: bool = True) -> str:
    """The secret `name`: written in the table, in a file (`name_file`) or the environment (`name_env`).

    A relative file that does not exist is looked for in systemd's credentials folder. Raises
    SecretMissingError where it is nowhere or cannot be read; empty where there is none and none is needed.
    """
    if table.get(name):
        return str(table[name])
    if table.get(f"{name}_file"):
        return _secret_in(Path(str(table[f"{name}_file"])), f"{name}_file")
    variable = str(table.get(f"{name}_env") or "")
    if variable:
        value = os.environ.get(variable, "")
        if not value:
            raise SecretMissingError(
                f"{name}_env", f"the environment has no {variable}: set it, or name another"
            )
        return value
    if needed:
        raise SecretMissingError(name, f"is missing: set {name}, {name}_file or {name}_env")
    return ""


def _secret_in(file: Path, key: str) -> str:
    credentials = os.environ.get("CREDENTIALS_DIRECTORY")
    if credentials and not file.is_absolute() and not file.exists():
        file = Path(credentials) / file
    try:
        value = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
        raise SecretMissingError(
            key, f"cannot read {file}: {reason}; expected a file that holds the secret alone"
        ) from None
    if not value:
        raise SecretMissingError(key, f"{file} is empty; expected a file that holds the secret alone")
    return value


def oauth_secret(config: Config) -> str:
    """The client secret for OAuth 2.0, empty where a certificate stands for it. Raises SecretMissingError."""
    for key in ("token_url", "client_id"):
        if not getattr(config.oauth2, key):
            raise SecretMissingError(key, 'is missing and needed by auth = "oauth2"')
    return secret_of(config.oauth2, "client_secret", needed=config.oauth2.client_certificate is None)
