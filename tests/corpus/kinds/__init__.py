"""Labelled mails of every kind but those that only a registered address tells (inspectors, coordinators)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import cast

from parsers.documents import Document, DocumentSort
from parsers.forms.reading import FormReading, FormSort
from parsers.kind import classify
from parsers.read_mail import read_mail
from parsers.robots import automatic_reason

HERE = Path(__file__).parent
SETS = ("plain", "evasive", "spoken", "week", "mended", "fresh")
SENDER = "Casey Lund <casey@lundbuild.example>"
FORMS: dict[str, FormSort] = {
    "intake form": "intake",
    "deferred form": "deferred_submittal",
    "revision form": "permit_revision",
    "trade form": "trade_permit",
    "registration form": "building_registration",
}


@dataclass(frozen=True, slots=True)
class LabelledKind:
    """One mail; `kinds`: what it may be called, the likeliest first. `files`: what stands in for attached PDFs."""

    name: str
    kinds: tuple[str, ...]
    mailbox: str
    raw: bytes
    files: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        return self.found in self.kinds

    @property
    def found(self) -> str:
        """The kind that is read in the mail."""
        mail = read_mail(self.raw)
        if automatic_reason(mail, ()):
            return "automated"
        return classify(mail, self.mailbox, tuple(map(_document, self.files)))


def labelled_kinds() -> Iterator[LabelledKind]:
    """Every mail of the sets."""
    for name in SETS:
        entries = tomllib.loads((HERE / f"{name}.toml").read_text("utf-8"))["mail"]
        for number, entry in enumerate(entries, 1):
            kinds = entry["kind"] if isinstance(entry["kind"], list) else [entry["kind"]]
            files = tuple(entry.get("files", ()))
            yield LabelledKind(f"{name}-{number}", tuple(kinds), entry["mailbox"], _raw(entry, files), files)


def _raw(entry: dict[str, str], files: tuple[str, ...]) -> bytes:
    mail = EmailMessage()
    mail["From"] = entry.get("sender", SENDER)
    mail["To"] = f"{entry['mailbox']}@permits.example"
    mail["Subject"] = entry["subject"]
    mail["Date"] = "Mon, 20 Apr 2026 09:00:00 -0700"
    mail["Message-ID"] = "<one@lundbuild.example>"
    if entry.get("is_reply"):
        mail["In-Reply-To"] = "<letter@permits.example>"
    mail.set_content(entry["body"])
    for file in files:
        mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename=f"{file}.pdf")
    return mail.as_bytes()


def _document(file: str) -> Document:
    if file in FORMS:
        return Document(f"{file}.pdf", "form", pages=1, form=FormReading(FORMS[file]))
    sort = "plans" if file == "floor plans" else file
    return Document(f"{file}.pdf", cast(DocumentSort, sort), pages=1)
