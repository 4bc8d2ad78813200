"""What has to hold after a round, looked at from outside: the servers' copies, the receiver's mails, the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from email import message_from_bytes

from storage.store import Store
from storage.values import OutboxLetter, StoredMessage
from tests.chaos.mails import Sent, expected_letters
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import Accepted


@dataclass(frozen=True, slots=True)
class Audit:
    """A round's findings. `faults` empty: every promise held. `doubled`: letters of the undecidable case."""

    seed: int
    mails: int
    letters: int
    doubled: int
    troubles: Counter[str]
    faults: tuple[str, ...] = field(default=())


def audit(
    seed: int,
    store: Store,
    dovecot: Dovecot,
    mails: Sequence[Sent],
    accepted: Sequence[Accepted],
    troubles: Counter[str],
) -> Audit:
    """Compares what was sent in with what came of it."""
    with store.reading() as tx:
        messages = tx.inbox.in_state("decided")
        unsettled = {state: tx.inbox.count(state) for state in ("received", "shelved")}
        letters = {letter.letter_id: letter for letter in tx.letters.in_state("sent", "undecidable")}
        left = tx.letters.in_state("due", "sending", "held", "refused")
        charges, broken = len(tx.ledger.lines()), tx.ledger.broken_at()
    arrived = Counter(_message_id(mail) for mail in accepted)
    doubled = [letter for letter, times in arrived.items() if times > 1]
    faults = [
        *_decisions(mails, _decided(messages), unsettled),
        *_letters(mails, letters, left, arrived),
        *(
            f"{letter} arrived {arrived[letter]} times"
            for letter in doubled
            if not _in_doubt(letter, letters, arrived)
        ),
        *_ledger(mails, charges, broken),
        *_kept(dovecot, mails),
    ]
    return Audit(seed, len(mails), len(arrived), len(doubled), troubles, tuple(faults))


def _decided(messages: Sequence[StoredMessage]) -> Counter[str]:
    """How often each mail was decided. One met again in a rebuilt mailbox is put on record beside the first."""
    acted = Counter(message.message_id for message in messages if message.action != "record")
    return acted | Counter({message.message_id: 1 for message in messages})


def _message_id(mail: Accepted) -> str:
    return str(message_from_bytes(mail.raw)["Message-ID"])


def _decisions(mails: Sequence[Sent], decided: Counter[str], unsettled: dict[str, int]) -> list[str]:
    faults = [f"{count} messages {state}" for state, count in unsettled.items() if count]
    faults += [
        f"{sent.message_id} decided {decided[sent.message_id]} times"
        for sent in mails
        if decided[sent.message_id] != 1
    ]
    strange = set(decided) - {sent.message_id for sent in mails}
    return [*faults, *(f"{one} was never sent in" for one in strange)]


def _letters(
    mails: Sequence[Sent],
    letters: dict[str, OutboxLetter],
    left: Sequence[OutboxLetter],
    arrived: Counter[str],
) -> list[str]:
    """Each letter that should exist is there once, at its recipient; nothing else was sent."""
    faults = [f"letter to {letter.recipients} left {letter.state}: {letter.last_error}" for letter in left]
    faults += [f"{letter} arrived but is not on record" for letter in set(arrived) - set(letters)]
    faults += [
        f"{letter} is on record as {letters[letter].state} and did not arrive"
        for letter in set(letters) - set(arrived)
        if letters[letter].state == "sent"
    ]
    written = Counter(recipient for letter in letters.values() for recipient in letter.recipients)
    expected = expected_letters(mails)
    for recipient in set(written) | set(expected):
        if written[recipient] != expected[recipient]:
            faults.append(f"{recipient}: {written[recipient]} letters, expected {expected[recipient]}")
    return faults


def _in_doubt(letter: str, letters: dict[str, OutboxLetter], arrived: Counter[str]) -> bool:
    """The stated case: the line or we died after the content went out, so it left once more, under the same ID."""
    return arrived[letter] == 2 and letter in letters and letters[letter].attempts >= 2


def _ledger(mails: Sequence[Sent], charges: int, broken: str | None) -> list[str]:
    expected = sum(sent.charged for sent in mails)
    faults = [f"{charges} charges, expected {expected}"] if charges != expected else []
    return [*faults, *([f"the ledger's chain breaks at {broken}"] if broken else [])]


def _kept(dovecot: Dovecot, mails: Sequence[Sent]) -> list[str]:
    """The server's copies are all there, each marked."""
    faults = []
    for mailbox in {sent.mailbox for sent in mails}:
        flags = dovecot.flags(mailbox)
        expected = sum(sent.mailbox == mailbox for sent in mails)
        if len(flags) != expected:
            faults.append(f"{mailbox} holds {len(flags)} mails, {expected} were sent in")
    return faults
