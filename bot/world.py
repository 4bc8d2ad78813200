"""What every message is decided with: registry, office rules, and who we are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.config.tables import Config
from bot.health.secrets import secret_expires
from bot.tokens import NO_KEYS, Tokens
from rules.office import Office
from rules.registry import Registry


@dataclass(frozen=True, slots=True)
class Identity:
    """Who we are by mail, and whose word on a sender's identity counts.

    `mailboxes`: our address by mailbox name. `trusted_authserv_id` empty: nobody vouches for senders.
    """

    mailboxes: dict[str, str]
    trusted_authserv_id: str = ""
    refers_unauthenticated: bool = True
    sender_name: str = ""

    @property
    def addresses(self) -> Collection[str]:
        return frozenset(self.mailboxes.values())

    @property
    def domains(self) -> Collection[str]:
        return frozenset(address.rpartition("@")[2] for address in self.addresses)


@dataclass(frozen=True, slots=True)
class Limits:
    """How many letters may leave, how large a file may be, how long a mail's files are looked into; 0 = no limit."""

    letters_per_hour: int = 500
    letters_per_sender_per_hour: int = 30
    letters_per_sender_per_day: int = 100
    letters_per_case_per_day: int = 20
    message_bytes: int = 60_000_000
    attachment_bytes: int = 40_000_000
    mail_seconds: float = 300.0


@dataclass(frozen=True, slots=True)
class World:
    """All that a decision may rest on beside the message and the record.

    `secret_expires`: the last day of the login at the token endpoint, for the digest; None: not known. `tokens`:
    what proves a letter ours.
    """

    registry: Registry
    office: Office
    identity: Identity
    limits: Limits
    secret_expires: date | None = None
    tokens: Tokens = NO_KEYS


@dataclass(frozen=True, slots=True)
class Settings:
    """The part of the world that the configuration fixes; the registry changes under it."""

    office: Office
    identity: Identity
    limits: Limits
    secret_expires: date | None = None
    tokens: Tokens = NO_KEYS

    def with_registry(self, registry: Registry) -> World:
        return World(
            registry, self.office, self.identity, self.limits, self.secret_expires, tokens=self.tokens
        )


def settings_of(config: Config, tokens: Tokens = NO_KEYS) -> Settings:
    """The settings as values. Without `tokens` nothing can be written, and no letter is known as ours."""
    boxes, security, limits = config.mailboxes, config.security, config.limits
    identity = Identity(
        mailboxes={"intake": boxes.intake.address, "inspections": boxes.inspections.address},
        trusted_authserv_id=security.trusted_authserv_id,
        refers_unauthenticated=security.unauthenticated == "refer",
        sender_name=config.smtp.sender_name,
    )
    return Settings(
        office=config.office_rules(),
        identity=identity,
        limits=Limits(
            letters_per_hour=limits.letters_per_hour,
            letters_per_sender_per_hour=limits.letters_per_sender_per_hour,
            letters_per_sender_per_day=limits.letters_per_sender_per_day,
            letters_per_case_per_day=limits.letters_per_case_per_day,
            message_bytes=round(limits.message_mb * 1_000_000),
            attachment_bytes=round(limits.attachment_mb * 1_000_000),
            mail_seconds=limits.mail_seconds,
        ),
        secret_expires=secret_expires(config),
        tokens=tokens,
    )


MailboxName = Literal["intake", "inspections"]
