"""One raw message → everything that can be read in it. Nothing is judged or written here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from bot.desk.looking import Examine, Looking, is_document, looked_into
from bot.letters.letter import Illustrations
from bot.sandbox import Examination
from bot.world import World
from parsers.authentication import Authentication, authenticate
from parsers.commands import read_commands
from parsers.documents import Document
from parsers.inspection.read import read_inspection
from parsers.inspection.reading import InspectionReading, InspectorUpdate
from parsers.inspection.update import read_update
from parsers.kind import classify, is_surely_inspection
from parsers.mail import Mail
from parsers.read_mail import read_mail
from parsers.robots import automatic_reason
from parsers.share_links import share_links
from parsers.thanks import asks_nothing
from parsers.unpack import all_attachments, buried
from rules.decision import INTAKE_KINDS, Kind
from rules.finding import Finding
from rules.intake.facts import Submittal
from rules.intake.kind_on_permit import kind_on_permit
from rules.intake.scope import is_exterior, is_roof
from rules.plans.check import check_plan_set, check_stamps
from rules.registry import Inspector

Role = Literal["inspector", "coordinator", "applicant"]
CORRECTIONS = frozenset({"checksheet_response", "permit_revision"})


@dataclass(frozen=True, slots=True)
class Envelope:
    """A mail with what its sender is to us, before its body is read further.

    `thread`: the Message-IDs that it answers, those left out that only look like ours. `answers`: what the letters
    of ours among them are about (case references), by their tokens.
    """

    mail: Mail
    mailbox: str
    received_at: datetime
    role: Role
    inspector: Inspector | None
    automatic: str | None
    authentication: Authentication
    size: int = 0
    thread: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """A mail, read. `submittal` only for intake kinds, `update` only from inspectors; `reading`: what it says
    about inspections, whatever its kind. `looked_into`: its files, with what their sheets show; `illustrations`:
    what shows the points of the answer."""

    envelope: Envelope
    kind: Kind
    asks_nothing: bool = False
    reading: InspectionReading | None = None
    update: InspectorUpdate | None = None
    submittal: Submittal | None = None
    documents: tuple[Document, ...] = ()
    looked_into: tuple[Examination, ...] = ()
    illustrations: Illustrations = field(default_factory=Illustrations)

    @property
    def mail(self) -> Mail:
        return self.envelope.mail


def open_envelope(raw: bytes, mailbox: str, received_at: datetime, world: World) -> Envelope:
    """The mail and who its sender is. `received_at`: aware; it is turned into office time."""
    mail = read_mail(raw)
    inspector = world.registry.inspector_at(mail.sender.address)
    identity, tokens = world.identity, world.tokens
    answered = tuple(dict.fromkeys(filter(None, (mail.in_reply_to, *mail.references))))
    came_back = "our own letter came back" if tokens.about(mail.message_id) else None
    return Envelope(
        mail=mail,
        mailbox=mailbox,
        received_at=received_at.astimezone(world.office.timezone),
        role=_role(mail, inspector, world),
        inspector=inspector,
        automatic=automatic_reason(mail, identity.addresses) or came_back,
        authentication=authenticate(mail, identity.trusted_authserv_id or None, identity.domains),
        size=len(raw),
        thread=tuple(name for name in answered if not tokens.is_counterfeit(name)),
        answers=tuple(dict.fromkeys(filter(None, map(tokens.about, answered)))),
    )


def _role(mail: Mail, inspector: Inspector | None, world: World) -> Role:
    if inspector is not None:
        return "inspector"
    return "coordinator" if mail.sender.address in world.office.coordinators else "applicant"


def needs_slow_lane(envelope: Envelope) -> bool:
    """Whether files must be looked into first. Mail that surely is about inspections never waits for that."""
    if envelope.automatic or envelope.role != "applicant":
        return False
    if not has_documents(envelope.mail):
        return False
    return not is_surely_inspection(envelope.mail, envelope.mailbox)


def has_documents(mail: Mail) -> bool:
    """Whether a file came that may be a document of a submittal."""
    return any(is_document(attachment) for attachment in all_attachments(mail)) or bool(buried(mail))


def understand(envelope: Envelope, world: World, examine: Examine) -> Understood:
    """Everything read in the mail. `examine` looks into one file in the limited child process."""
    mail = envelope.mail
    if envelope.automatic:
        return Understood(envelope, "automated")
    if envelope.role == "inspector":
        update = read_update(mail, envelope.received_at)
        if mail.sender.address in world.office.coordinators and _gives_orders(mail, update):
            return Understood(envelope, "coordinator_command")
        # "Yes, on my way" reads like thanks, and is none.
        says_thanks = update.action in {None, "confirm"} and asks_nothing(mail)
        return Understood(envelope, "inspector_update", says_thanks, update=update)
    if envelope.role == "coordinator":
        return Understood(envelope, "coordinator_command", asks_nothing(mail))
    reading = read_inspection(mail, envelope.received_at, world.registry.people)
    if not needs_slow_lane(envelope):
        kind = classify(mail, envelope.mailbox, (), reading)
        if kind not in INTAKE_KINDS or not has_documents(mail):
            return _by_words(envelope, kind, reading)
    looking = Looking(envelope.size, envelope.received_at, world.limits, examine)
    looked = looked_into(mail, looking)
    documents = tuple(examination.document for examination in looked)
    kind = classify(mail, envelope.mailbox, documents, reading)
    kind = kind_on_permit(kind, f"{mail.subject}\n{_own_words(mail)}", documents, world.registry)
    understood = replace(_by_words(envelope, kind, reading, documents), looked_into=looked)
    if understood.submittal is None:
        return understood
    findings = _plan_findings(looked, understood, world)
    return replace(understood, submittal=replace(understood.submittal, plan_findings=findings))


def _gives_orders(mail: Mail, update: InspectorUpdate) -> bool:
    """Whether somebody who is inspector and coordinator writes as the latter: "decline" alone is an inspector's."""
    orders = {command.order for command in read_commands(mail.new_text).commands}
    return bool(orders) and (update.action is None or not orders <= {"release", "deny"})


def _by_words(
    envelope: Envelope, kind: Kind, reading: InspectionReading, documents: tuple[Document, ...] = ()
) -> Understood:
    mail = envelope.mail
    submittal = None
    # Papers beside a question may be what a submittal lacks.
    if kind in INTAKE_KINDS or (kind == "question" and documents):
        submittal = Submittal(
            documents=documents,
            links=share_links(_own_words(mail)),
            text=f"{mail.subject}\n{_own_words(mail)}",
        )
    return Understood(envelope, kind, asks_nothing(mail), reading, None, submittal, documents)


def _own_words(mail: Mail) -> str:
    """What the sender wrote and passed on; quoted mail and signatures hold links that nobody sends today."""
    return "\n".join((mail.new_text, *(inner.new_text for inner in mail.forwarded)))


def _plan_findings(
    looked_into: Sequence[Examination], understood: Understood, world: World
) -> tuple[Finding, ...]:
    """What the plan check says of every plan set among the files, and of the stamps on calculations."""
    texts = (understood.mail.new_text, *_descriptions(understood.documents))
    day = understood.envelope.received_at.date()
    found: list[Finding] = []
    for examination in looked_into:
        document = examination.document
        if document.sort == "calculations":
            found.extend(check_stamps(examination.sheets, day, file=document.file))
        # Behind a form that came in one file with its plans, the other pages are the set.
        form_pages = document.form_pages
        sheets = tuple(sheet for sheet in examination.sheets if sheet.page not in form_pages)
        is_set = document.sort == "plans" or (bool(form_pages) and bool(sheets))
        if not is_set or document.problem not in {None, "timed_out"}:
            continue
        checked = check_plan_set(
            sheets,
            world.office.plans,
            day,
            exterior=any(map(is_exterior, texts)),
            corrections=understood.kind in CORRECTIONS,
            roof=any(map(is_roof, texts)),
            # Of a set that was not seen whole nothing can be said to be missing.
            complete=examination.problem is None and len(sheets) == document.pages - len(form_pages),
            file=document.file,
            made_with=document.made_with,
        )
        found.extend(checked)
    return tuple(found)


def _descriptions(documents: Sequence[Document]) -> Iterator[str]:
    for document in documents:
        reading = document.form.fields.get("description") if document.form else None
        if reading is not None and reading.value:
            yield reading.value
