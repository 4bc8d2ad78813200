"""Decided letters → the outbox: Message-ID fixed, limits kept, all in the decision's own transaction."""

from __future__ import annotations

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

# The server keeps our mark on a mail where our own record was lost and put back from a backup.
ANSWERED_BEFORE = "not sent again: the mail is marked as answered on the server"


class Post:
    """Writes letters."""

    def write(
        self,
        understood: Understood,
        decision: Decision,
        cases: Sequence[str],
        message: StoredMessage,
        tx: Transaction,
        world: World,
        now: datetime,
        *,
        part: str = "",
    ) -> tuple[Decision, tuple[NewLetter, ...]]:
        """Puts the letters of a decision in the outbox; returns it with what the limits added to it.

        `message`: the one that led to it; `part`: which of its decisions this is, where it led to several.
        """
        sender = understood.mail.sender.address
        limiter = Limiter(tx, world.limits, now)
        answer_to = understood.mail.reply_to
        used_up = limiter.used_up_by(sender, answer_to.address if answer_to else sender)
        if not decision.answers_sender:
            used_up = ""
        if used_up:
            finding = Finding("sender.over_limit", values={"limit": used_up})
            kept = judged((*decision.findings, finding), world.office.severity)
            decision = replace(decision, findings=kept)
        context = context_for(understood, decision, cases, tx, world)
        letters = letters_for(decision, understood.mail, cases, world.registry, world.office, context)
        written = []
        for index, letter in enumerate(_one_each(letters)):
            held = limiter.why_held(letter, used_up if letter.purpose == "reply" else "")
            dropped = ANSWERED_BEFORE if message.is_marked else ""
            key = f"{message.id}:{message.content_key}:{part}{index}"
            written.append(
                self._store(
                    letter, key, understood.envelope.mailbox, message.id, tx, world, now, held, dropped
                )
            )
        return decision, tuple(written)

    def put(
        self,
        letter: Letter,
        key: str,
        mailbox: str,
        tx: Transaction,
        world: World,
        now: datetime,
        *,
        not_after: datetime | None = None,
    ) -> NewLetter:
        """Puts a letter in the outbox that answers no message (digest, day sheet).

        `key`: what makes it one. `not_after`: from then on it is of no use and does not leave any more.
        """
        return self._store(letter, key, mailbox, None, tx, world, now, "", not_after=not_after)

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
        dropped: str = "",
        not_after: datetime | None = None,
    ) -> NewLetter:
        address = world.identity.mailboxes[mailbox]
        domain = address.rpartition("@")[2]
        letter_id = world.tokens.letter_id(letter.case or letter.purpose, key, domain)
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
            dropped_because=dropped,
            not_after=not_after,
            other_cases=tuple(case for case in dict.fromkeys(letter.cases) if case and case != letter.case),
        )
        tx.letters.put(new, now)
        return new


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

    def used_up_by(self, sender: str, answer_to: str) -> str:
        """The limit that this sender, or the address that answers are to go to, has used up; empty: none.

        Two robots that answer each other slowly never meet the hour's limit: the day's ends that.
        """
        limits = self._limits
        spans = (
            (limits.letters_per_sender_per_hour, HOUR, "an hour"),
            (limits.letters_per_sender_per_day, DAY, "a day"),
        )
        for limit, span, words in spans:
            if limit and self._answers_since(self._now - span, sender, answer_to) >= limit:
                return f"{limit} letters {words}"
        return ""

    def _answers_since(self, since: datetime, sender: str, answer_to: str) -> int:
        letters = self._tx.letters
        to_address = letters.count_since(since, recipient=answer_to)
        return (
            to_address if sender == answer_to else max(to_address, letters.count_answers_since(since, sender))
        )

    def why_held(self, letter: Letter, used_up: str) -> str:
        """Why the letter waits for a coordinator, empty where it may leave. `used_up`: what its reader has had."""
        limits = self._limits
        if used_up:
            return f"more than {used_up} to this address"
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
