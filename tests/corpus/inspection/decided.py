"""The corpus decided as the program decides: an invented office, and the inspections that each mail presumes."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import date, datetime
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from bot.config.reading import checked
from bot.desk.deciding import decide
from bot.desk.ruling import Ruling
from bot.desk.understanding import open_envelope, understand
from bot.sandbox import Examination
from bot.world import World, settings_of
from parsers.addresses import address_key
from parsers.read_mail import read_mail
from rules.decision import Decision
from rules.finding import Action
from rules.inspection.facts import Appointment
from rules.registry import Building, Client, Inspector, Permit, Registry
from storage.store import Store, Transaction
from storage.values import CaseOnRecord, NewLetter, NewMessage, StoredMessage
from tests.corpus.inspection import BOXES, HERE, PEOPLE, Labelled

SITES = (
    ("Alder Court Building", "1220 SW 5th Ave", ("24-012345", "24-012346", "24-012347", "24-099999")),
    ("Broadway House", "805 SW Broadway", ("25-118820", "25-118821")),
    ("Market Hall", "200 SW Market St", ("25-104482",)),
    ("Naito Works", "233 SW Naito Pkwy", ("25-301155",)),
    ("Multnomah Plaza", "825 NE Multnomah St", ("24-330912",)),
    ("Tall Tower", "111 SW 5th Ave", ("25-200418",)),
    ("Columbia Square", "1 SW Columbia St", ("25-200417",)),
    ("Bancroft Yard", "0715 SW Bancroft St", ("25-410077",)),
)
KNOWN_NAMES = frozenset(person.name for person in PEOPLE)
OWN_PEOPLE = ("lundbuild.example", "haleelectric.example")
OUR_LABELS: Mapping[str, Any] = {
    "p": "24-099999-000-00-FA",
    "d": "2026-03-04",
    "t": "09:00",
    "i": "Dana Ortega",
}
OUR_LETTER = NewLetter(
    letter_id="<ours@permits.example>",
    purpose="reply",
    template="inspection_answer",
    recipients=("casey@lundbuild.example",),
    subject="Your inspection request",
    raw=b"",
    case="FPP-26-000125",
)


@dataclass(frozen=True, slots=True)
class Decided:
    """What one mail of the corpus led to.

    `misrouted`: accepted requests with a day or an inspector that the labels don't know. `judged_ms`: from the
    mail's bytes to the decision, the facts given; `whole_ms`: with the record asked for them. Both are time of
    the processor: what else the machine does at the moment does not count.
    """

    name: str
    expected: str
    action: str
    codes: tuple[str, ...]
    misrouted: tuple[str, ...]
    judged_ms: float
    whole_ms: float


class UndoneError(Exception):
    """Ends a transaction whose writing was only for the mail at hand."""


class _Record:
    """The record, with a watch that runs while it is asked."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def timed(self, tx: Transaction) -> Transaction:
        parts: dict[str, Any] = {part.name: _Timed(getattr(tx, part.name), self) for part in fields(tx)}
        return Transaction(**parts)


class _Timed:
    def __init__(self, part: object, record: _Record) -> None:
        self._part, self._record = part, record

    def __getattr__(self, name: str) -> Callable[..., Any]:
        asked = getattr(self._part, name)

        def timed(*arguments: Any, **named: Any) -> Any:
            started = time.thread_time()
            try:
                return asked(*arguments, **named)
            finally:
                self._record.seconds += time.thread_time() - started

        return timed


def office_registry() -> Registry:
    """Everybody whom the mails name, every site, every permit; the senders are the client's own people."""
    return Registry.of(
        clients=(Client("Sample Holdings", "Robin Ray", trusted_domains=OWN_PEOPLE),),
        buildings=tuple(
            Building(
                name,
                "Sample Holdings",
                address,
                registered_until=date(2027, 12, 31),
                building_inspector="Priya Raman",
                electrical_inspector="Will Stone",
                plumbing_inspector="Tom Fields",
                fire_inspector="José Nuñez",
            )
            for name, address, _ in SITES
        ),
        inspectors=tuple(
            Inspector(person.name, f"inspector{number}@city.example", aliases=person.aliases)
            for number, person in enumerate(PEOPLE)
        ),
        permits=tuple(
            Permit(f"{short}-000-00-FA", name, address, reference_number="SH-1")
            for name, address, shorts in SITES
            for short in shorts
        ),
    )


def office_world(registry: Registry | None = None) -> World:
    """The office that judges: nobody vouches for senders, all else as it comes."""
    box = {"host": "127.0.0.1", "security": "none", "password": "x"}
    table = {
        "mailboxes": {name: {**box, "address": address} for name, address in BOXES.items()},
        "smtp": {"host": "127.0.0.1"},
    }
    return settings_of(checked(table, Path("corpus.toml"))).with_registry(registry or office_registry())


def expected_actions() -> Mapping[str, str]:
    """By mail, what is to be done about it, where it is not what its kind always leads to."""
    return tomllib.loads((HERE / "actions.toml").read_text(encoding="utf-8"))


def decided(mails: Sequence[Labelled], store: Store) -> Iterator[Decided]:
    """Each mail by itself, against the inspections that it presumes. A mail that only completes another is left
    out: what it completes is not in its labels."""
    world, labels = office_world(), expected_actions()
    for mail in mails:
        if mail.kind == "any":
            continue
        ruling, judged_ms, whole_ms = ruling_on(mail, store, world)
        decision = ruling.decision
        yield Decided(
            name=mail.name,
            expected=labels.get(mail.name) or _usual_action(mail),
            action=decision.action,
            codes=tuple(finding.code for finding in decision.findings),
            misrouted=tuple(_misrouted(mail, decision)),
            judged_ms=judged_ms,
            whole_ms=whole_ms,
        )


def ruling_on(mail: Labelled, store: Store, world: World) -> tuple[Ruling, float, float]:
    """The ruling, how long it took with the facts given, and how long with the record asked; nothing is kept."""
    timed: list[tuple[Ruling, float, float]] = []
    with suppress(UndoneError), store.transaction() as tx:
        message = _given(mail, tx, world)
        record = _Record()
        started = time.thread_time()
        envelope = open_envelope(mail.raw, mail.mailbox, mail.received, world)
        understood = understand(envelope, world, _no_file)
        ruling = decide(understood, message, record.timed(tx), world)
        whole = time.thread_time() - started
        timed.append((ruling, (whole - record.seconds) * 1000, whole * 1000))
        raise UndoneError
    return timed[0]


def _misrouted(mail: Labelled, decision: Decision) -> Iterator[str]:
    """Accepted requests whose day or inspector is none of the labels'."""
    days = {labels.get(key) for labels in mail.requests for key in ("d", "pd")}
    people = {labels.get("i") for labels in mail.requests if isinstance(labels.get("i"), str)}
    for request in decision.requests:
        if request.action is not Action.ACCEPT or request.intent == "cancel" or not any(days):
            continue
        if request.day is None or request.day.isoformat() not in days:
            yield f"{mail.name}: {request.day}"
        if people & KNOWN_NAMES and request.inspector_requested not in people:
            yield f"{mail.name}: {request.inspector_requested}"


def _usual_action(mail: Labelled) -> str:
    if mail.asks_nothing:
        return "record"
    return "accept" if mail.kind.startswith("inspection") else "refer"


def _no_file(path: Path, file: str, received: datetime) -> Examination:
    raise AssertionError(f"a file in {path}: {file}, {received}")


def _given(mail: Labelled, tx: Transaction, world: World) -> StoredMessage:
    """The message on record, and every inspection that it presumes: what it cancels or moves, what it answers."""
    sender = parseaddr(read_mail(mail.raw).sender.address)[1]
    if b"<ours@permits.example>" in mail.raw:
        tx.letters.put(OUR_LETTER, mail.received)
        tx.cases.open(_case("FPP-26-000125", sender, mail.received))
        tx.inspections.add(_presumed(mail, sender, OUR_LABELS, 125), None, mail.received)
    for number, labels in enumerate(mail.requests, start=200):
        if labels.get("k", "request") != "request" and b"<ours@permits.example>" not in mail.raw:
            tx.cases.open(_case(f"FPP-26-{number:06}", sender, mail.received))
            tx.inspections.add(_presumed(mail, sender, labels, number), None, mail.received)
    new = NewMessage(
        mailbox=mail.mailbox,
        uid_validity=1,
        uid=1,
        message_id=f"<{mail.name}@corpus.example>",
        sha256=mail.name,
        content_key=mail.name,
        size=len(mail.raw),
        received_at=mail.received,
    )
    tx.inbox.add([new], mail.received)
    return tx.inbox.waiting()[-1]


def _case(reference: str, sender: str, received: datetime) -> CaseOnRecord:
    return CaseOnRecord(reference, "inspection_request", "open", received, sender)


def _presumed(mail: Labelled, sender: str, labels: Mapping[str, Any], number: int) -> Appointment:
    """The open appointment that a cancellation or a move is about, as its labels tell it."""
    day = labels.get("pd") or (labels.get("d") if labels.get("k") != "reschedule" else None) or "2026-03-04"
    permit = _permit(labels)
    named = labels.get("i")
    return Appointment(
        id=0,
        case=f"FPP-26-{number:06}",
        state="open",
        requester=sender,
        received_at=mail.received,
        inspector=named if isinstance(named, str) and ":" not in named else "Priya Raman",
        day=date.fromisoformat(day) if day[:1].isdigit() else date(2026, 3, 4),
        time=labels.get("pt") or labels.get("t") if labels.get("k") != "reschedule" else labels.get("pt"),
        permit_number=permit.permit_number,
        building=permit.building,
        address=permit.address,
        types=tuple(labels.get("ty", ("framing",))),
        discipline=labels.get("di", "building"),
    )


def _permit(labels: Mapping[str, Any]) -> Permit:
    registry = office_registry()
    wanted, place = str(labels.get("p", ""))[:9], labels.get("a")
    for permit in registry.permits.values():
        if permit.short == wanted or (not wanted and place and address_key(permit.address) == place):
            return permit
    return next(iter(registry.permits.values()))
