"""A desk without servers: raw mails in, decisions and letters out, on a scratch database and the sample registry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from bot.compose import artist, examiner
from bot.config.reading import checked
from bot.demo.sample_registry import write_demo_registry
from bot.desk.desk import Desk
from bot.desk.recording import Recorded
from bot.identity import content_key, message_id_of
from bot.letters.post import Post
from bot.originals import Originals
from bot.registry.files import read_registry
from bot.tokens import Tokens
from bot.world import World, settings_of
from rules.office import Office
from storage.store import Store
from storage.values import NewMessage, StoredMessage
from tests.factory.mails import File, raw_mail
from tests.storage.stores import scratch_store

MONDAY = date(2026, 3, 2)
AUTHSERV = "mail.city.example"
INTAKE, INSPECTIONS = "fpp-intake@city.example", "fpp-inspections@city.example"
COORDINATOR = "pat.coordinator@city.example"
OFFICE = Office()


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it would leave."""

    to: str
    template: str
    held: str
    text: str
    message_id: str


class ScratchDesk:
    """Decides mails one by one, each at its own moment (office time, from Monday, March 2, 2026, 8:00 on)."""

    def __init__(self, folder: Path, **tables: Mapping[str, Any]) -> None:
        box = {"host": "127.0.0.1", "security": "none", "password": "x"}
        table: dict[str, Any] = {
            "mailboxes": {
                "intake": {**box, "address": INTAKE},
                "inspections": {**box, "address": INSPECTIONS},
            },
            "smtp": {"host": "127.0.0.1"},
            "office": {"coordinators": [COORDINATOR]},
            "security": {"trusted_authserv_id": AUTHSERV},
            **tables,
        }
        config = checked(table, folder / "config.toml")
        write_demo_registry(folder / "registry", MONDAY)
        self.store: Store = scratch_store(folder)
        self.originals = Originals(folder / "messages")
        self.moment = datetime(2026, 3, 2, 8, 0, tzinfo=OFFICE.timezone)
        with self.store.transaction() as tx:
            tx.registry.replace(read_registry(folder / "registry"), self.moment)
        self.recorded: list[Recorded] = []
        self.settings, self.post = settings_of(config, Tokens((b"test",))), Post()
        self._examine, self._draw = examiner(config), artist(config)
        self.desk = self._new_desk()
        self._uid = 0

    def take(
        self,
        subject: str,
        body: str,
        *,
        sender: str,
        to: str = INSPECTIONS,
        in_reply_to: str | None = None,
        attachments: tuple[File, ...] = (),
        verdict: str = "pass",
        reply_to: str = "",
        minutes: int = 10,
    ) -> Recorded:
        """One mail, received so many minutes after the last one; returns what was recorded of it."""
        self.moment += timedelta(minutes=minutes)
        self._uid += 1
        domain = sender.rpartition("@")[2].rstrip(">")
        headers = [("Authentication-Results", f"{AUTHSERV}; dmarc={verdict} header.from={domain}")]
        raw = raw_mail(
            subject,
            body,
            sender=sender,
            to=to,
            message_id=f"<m{self._uid}@{domain}>",
            in_reply_to=in_reply_to,
            references=in_reply_to,
            attachments=attachments,
            received_at=self.moment,
            headers=[*headers, *([("Reply-To", reply_to)] if reply_to else [])],
        )
        return self.decide(raw, "intake" if to == INTAKE else "inspections")

    @property
    def world(self) -> World:
        """What decisions rest on at this moment."""
        with self.store.reading() as tx:
            registry = tx.registry.load(tx.registry.newest_version())
        return self.settings.with_registry(registry)

    def change_keys(self, *keys: bytes) -> None:
        """Starts anew with these keys for tokens, the newest first."""
        self.settings = replace(self.settings, tokens=Tokens(keys))
        self.desk = self._new_desk()

    def _new_desk(self) -> Desk:
        return Desk(
            self.store,
            self.originals,
            self.settings,
            self.post,
            self._examine,
            lambda: self.moment,
            lambda _message, recorded: self.recorded.append(recorded),
            draw=self._draw,
        )

    def take_raw(self, raw: bytes, mailbox: str = "inspections", *, minutes: int = 10) -> Recorded:
        """One mail as it stands, received so many minutes after the last one."""
        self.moment += timedelta(minutes=minutes)
        self._uid += 1
        return self.decide(raw, mailbox)

    def decide(self, raw: bytes, mailbox: str) -> Recorded:
        """What is recorded of a mail that is received now."""
        opened = self.desk.open(self.store_only(raw, mailbox))
        assert opened is not None
        recorded = self.desk.settle(opened)
        assert recorded is not None
        return recorded

    def store_only(self, raw: bytes, mailbox: str = "inspections") -> StoredMessage:
        """The mail as received and not decided yet."""
        (name,) = self.originals.keep([raw])
        new = NewMessage(
            mailbox=mailbox,
            uid_validity=1,
            uid=self._uid,
            message_id=message_id_of(raw),
            sha256=name,
            content_key=content_key(raw),
            size=len(raw),
            received_at=self.moment,
        )
        with self.store.transaction() as tx:
            tx.inbox.add([new], self.moment)
            return tx.inbox.waiting()[-1]


def letters(recorded: Recorded) -> list[Letter]:
    """The letters of a decision, held ones too."""
    found = []
    for new in recorded.letters:
        message = message_from_bytes(new.raw, policy=policy.default)
        assert isinstance(message, EmailMessage)
        body = message.get_body(("plain",))
        assert body is not None
        text = f"{message['Subject']}\n{body.get_content()}"
        found.append(Letter(new.recipients[0], new.template, new.held_because, text, new.letter_id))
    return found


def codes(recorded: Recorded) -> list[str]:
    return [finding.code for finding in recorded.decision.findings]
