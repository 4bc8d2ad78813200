"""A day's worth of sample mail: every kind and every action, the same bytes for the same day."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.utils import getaddresses, parseaddr
from pathlib import Path

from bot.demo.delivery import AUTHSERV_ID, Delivery, stamped
from bot.demo.follow_up_messages import follow_up_samples
from bot.demo.inspection_messages import inspection_samples
from bot.demo.intake_messages import intake_samples
from bot.demo.sample import Sample
from bot.demo.writing import ADDRESSES, CALENDAR, Days, Draft, Mailbox, as_answer, composed
from rules.decision import Kind
from rules.finding import Action


@dataclass(frozen=True, slots=True)
class DemoMessage:
    """One sample mail. Names are unique.

    `envelope_sender`, `helo`: what to tell the SMTP server; they make its `Authentication-Results` come out as
    `authenticated` says. `raw`: as sent where no letter of ours is known yet. `answers`: the sample whose letter
    this one replies to; `after`: samples that must be decided before. `about`: a permit number, for finding
    that letter. `kind`, `action`: what should become of it.
    """

    name: str
    title: str
    to_mailbox: Mailbox
    sent_at: datetime
    envelope_sender: str
    helo: str
    raw: bytes
    draft: Draft
    kind: Kind
    action: Action
    authenticated: bool = True
    answers: str = ""
    after: tuple[str, ...] = ()
    about: str = ""

    @property
    def recipient(self) -> str:
        return ADDRESSES[self.to_mailbox]

    def raw_answering(self, letter: bytes | None) -> bytes:
        """The mail as a reply to that letter (None: as it stands in `raw`)."""
        return self.raw if letter is None else composed(as_answer(self.draft, letter))


def demo_day(start: date) -> date:
    """The first day from `start` on that is a working day and followed by one: the samples need both."""
    day = start
    while not (CALENDAR.is_open(day) and CALENDAR.is_open(day + timedelta(days=1))):
        day += timedelta(days=1)
    return day


def demo_messages(today: date) -> tuple[DemoMessage, ...]:
    """The samples, in the order in which they are sent. `today` should be a `demo_day`."""
    days = Days(today)
    samples = [*inspection_samples(days), *follow_up_samples(days), *intake_samples(days)]
    samples.sort(key=lambda sample: sample.sent_at)
    ids = {sample.name: sample.message_id(today) for sample in samples}
    drafts = {sample.name: sample.draft(today, ids) for sample in samples}
    return tuple(_message(sample, drafts[sample.copy_of or sample.name]) for sample in samples)


def _message(sample: Sample, draft: Draft) -> DemoMessage:
    address = parseaddr(sample.sender)[1]
    envelope_sender = address if sample.envelope_sender is None else sample.envelope_sender
    after = dict.fromkeys((*sample.after, *filter(None, (sample.answers, sample.copy_of))))
    return DemoMessage(
        name=sample.name,
        title=sample.title,
        to_mailbox=sample.to_mailbox,
        sent_at=sample.sent_at,
        envelope_sender=envelope_sender,
        helo=(envelope_sender or address).rpartition("@")[2],
        raw=composed(draft),
        draft=draft,
        kind=sample.kind,
        action=sample.action,
        authenticated=sample.authenticated,
        answers=sample.answers,
        after=tuple(after),
        about=sample.about,
    )


def letter_answered(message: DemoMessage, earlier: DemoMessage, letters: Iterable[bytes]) -> bytes | None:
    """The letter of ours that the message replies to: to its sender, and about the earlier sample.

    The newest one whose thread names the earlier sample's Message-ID; where none does (an inspector gets a
    letter of its own), the newest that names the permit. None where there is no such letter.
    """
    sender = parseaddr(message.draft.sender)[1].lower()
    named: bytes | None = None
    threaded: bytes | None = None
    for raw in letters:
        letter = email.message_from_bytes(raw, policy=email.policy.default)
        recipients = {address.lower() for _, address in getaddresses(map(str, letter.get_all("To", [])))}
        if sender not in recipients:
            continue
        thread = f"{letter.get('In-Reply-To', '')} {letter.get('References', '')}"
        if earlier.draft.message_id in thread:
            threaded = raw
        elif message.about and message.about in _words(letter):
            named = raw
    return threaded or named


def _words(letter: email.message.EmailMessage) -> str:
    body = letter.get_body(("plain",))
    return f"{letter.get('Subject', '')}\n{body.get_content() if body is not None else ''}"


def write_eml_folder(folder: Path, today: date) -> tuple[Path, ...]:
    """Writes the samples as `.eml` files, as they lie in the mailboxes after delivery: food for `replay`."""
    folder.mkdir(parents=True, exist_ok=True)
    paths: list[Path] = []
    for number, message in enumerate(demo_messages(today), 1):
        path = folder / f"{number:04d}-{message.name}.eml"
        delivery = Delivery(
            message.recipient, message.envelope_sender, message.helo, message.sent_at, AUTHSERV_ID
        )
        path.write_bytes(stamped(message.raw, delivery))
        paths.append(path)
    return tuple(paths)
