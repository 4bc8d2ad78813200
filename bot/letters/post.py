"""Decided letters → the outbox: Message-ID fixed, limits kept, all in the decision's own transaction."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk.understanding import Understood
from bot.letters.context import context_for
from bot.letters.mime import message_bytes
from bot.letters.writing import Letter, letters_for
from bot.world import Limits, World
from parsers.mail import Address
from rules.decision import Decision
from rules.finding import Finding
from rules.policy import judged
from storage.store import Transaction
from storage.values import NewLetter, StoredMessage

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Post:
    """Writes letters. `secret` makes their Message-IDs impossible to guess."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def write(
        self,
        understood: Understood,
        decision: Decision,
        cases: Sequence[str],
        message: StoredMessage,
        tx: Transaction,
        world: World,
        now: datetime,
    ) -> tuple[Decision, tuple[NewLetter, ...]]:
        """Puts the letters of a decision in the outbox; returns it with what the limits added to it."""
        sender = understood.mail.sender.address
        limiter = Limiter(tx, world.limits, now)
        answer_to = understood.mail.reply_to
        is_over = decision.answers_sender and limiter.is_over(
            sender, answer_to.address if answer_to else sender
        )
        if is_over:
            limit = world.limits.letters_per_sender_per_hour
            finding = Finding("sender.over_limit", values={"limit": limit})
            kept = judged((*decision.findings, finding), world.office.severity)
            decision = replace(decision, findings=kept)
        context = context_for(understood, decision, cases, tx, world)
        letters = letters_for(decision, understood.mail, cases, world.registry, world.office, context)
        written = []
        for index, letter in enumerate(_one_each(letters)):
            held = limiter.why_held(letter, is_over=is_over and letter.purpose == "reply")
            key = f"{message.id}:{message.content_key}:{index}"
            written.append(
                self._store(letter, key, understood.envelope.mailbox, message.id, tx, world, now, held)
            )
        return decision, tuple(written)

    def put(
        self, letter: Letter, key: str, mailbox: str, tx: Transaction, world: World, now: datetime
    ) -> NewLetter:
        """Puts a letter in the outbox that answers no message (digest, day sheet). `key`: what makes it one."""
        return self._store(letter, key, mailbox, None, tx, world, now, "")

    def _store(
        self,
        letter: Letter,
        key: str,
        mailbox: str,
        message: int | None,
        tx: Transaction,
        world: World,
        now: datetime,
        held: str,
    ) -> NewLetter:
        address = world.identity.mailboxes[mailbox]
        letter_id = self._letter_id(letter.case or letter.purpose, key, address)
        raw = message_bytes(
            letter,
            message_id=letter_id,
            sender=Address(address, world.identity.sender_name),
            date=now.astimezone(world.office.timezone),
        )
        new = NewLetter(
            letter_id=letter_id,
            purpose=letter.purpose,
            template=letter.template,
            recipients=letter.to,
            subject=letter.subject,
            raw=raw,
            case=letter.case,
            message=message,
            held_because=held,
        )
        tx.letters.put(new, now)
        return new

    def _letter_id(self, case: str, key: str, address: str) -> str:
        """The same for the same letter whenever it is written, and nobody else's guess."""
        token = hmac.new(self._secret, key.encode(), hashlib.sha256).hexdigest()[:24]
        return f"<{case}.{token}@{address.rpartition('@')[2]}>"


def _one_each(letters: Sequence[Letter]) -> Iterator[Letter]:
    """A letter a recipient: what one address refuses says nothing of the others, and each leaves once."""
    for letter in letters:
        yield from (replace(letter, to=(address,)) for address in letter.to)


class Limiter:
    """The limits on letters, counted once for all letters of one message; 0 = no limit."""

    def __init__(self, tx: Transaction, limits: Limits, now: datetime) -> None:
        self._tx, self._limits, self._now = tx, limits, now
        self._in_all: int | None = None
        self._in_case: dict[str, int] = {}

    def is_over(self, sender: str, answer_to: str) -> bool:
        """Whether this sender, or the address that answers are to go to, had its share of the last hour."""
        limit, since = self._limits.letters_per_sender_per_hour, self._now - HOUR
        if not limit:
            return False
        letters = self._tx.letters
        if letters.count_since(since, recipient=answer_to) >= limit:
            return True
        return sender != answer_to and letters.count_answers_since(since, sender) >= limit

    def why_held(self, letter: Letter, *, is_over: bool) -> str:
        """Why the letter waits for a coordinator, empty where it may leave."""
        limits = self._limits
        if is_over:
            return f"more than {limits.letters_per_sender_per_hour} letters an hour to this address"
        if limits.letters_per_hour and self._count() > limits.letters_per_hour:
            return f"more than {limits.letters_per_hour} letters an hour in all"
        limit = limits.letters_per_case_per_day
        # Inspectors and coordinators hear of every change, however many there are in a case.
        if limit and letter.purpose == "reply" and letter.case and self._count_in(letter.case) > limit:
            return f"more than {limit} letters a day in this case"
        return ""

    def _count_in(self, case: str) -> int:
        """Letters of the last day in that case with this one."""
        if case not in self._in_case:
            self._in_case[case] = self._tx.letters.count_since(self._now - DAY, case=case)
        self._in_case[case] += 1
        return self._in_case[case]

    def _count(self) -> int:
        """Letters of the last hour with this one."""
        if self._in_all is None:
            self._in_all = self._tx.letters.count_since(self._now - HOUR)
        self._in_all += 1
        return self._in_all
