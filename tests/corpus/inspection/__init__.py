"""Labelled mails about inspections: `messages()` dresses each as a mail program would send it."""

from __future__ import annotations

import html
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from parsers.inspection.reading import KnownPerson

HERE = Path(__file__).parent
FILES = ("requests", "several", "changes", "replies", "kinds", "more")
PEOPLE = (
    KnownPerson("Dana Ortega"),
    KnownPerson("Luis Ortega"),
    KnownPerson("Marguerite O'Brien", ("Peg", "Maggie")),
    KnownPerson("Will Stone"),
    KnownPerson("Priya Raman"),
    KnownPerson("Tom Fields"),
    KnownPerson("José Nuñez", ("Joe",)),
)
SENDER = "Casey Lund <casey@lundbuild.example>"
BOXES = {"inspections": "inspections@permits.example", "intake": "intake@permits.example"}
RECEIVED = "2026-03-02T08:14:00-08:00"
OURS = """Your inspection request: Wednesday, March 4, 2026 at 9:00 AM, 1220 SW 5th Ave, permit 24-099999-000-00-FA.
Inspector: Dana Ortega. Contact: Someone Else 503-555-0199.
To cancel, reply to this letter with the word CANCEL. To move it, reply with the new day."""
BANNER = (
    "CAUTION: This email originated from outside of the organization. Do not click links unless you "
    "recognize the sender."
)
ASKED = "Permit Office <inspections@permits.example>"


@dataclass(frozen=True, slots=True)
class Labelled:
    """One mail and what is in it: `kind` `any` = the kind of the case that it answers."""

    name: str
    mailbox: str
    received: datetime
    raw: bytes
    kind: str
    requests: tuple[Mapping[str, Any], ...]
    cases: tuple[str, ...] = ()
    asks_nothing: bool = False


@dataclass(slots=True)
class _Draft:
    entry: Mapping[str, Any]
    received: datetime
    mail: EmailMessage = field(default_factory=EmailMessage)

    @property
    def body(self) -> str:
        return str(self.entry["body"]).strip()


def messages() -> Iterator[Labelled]:
    """Every mail of the corpus, in the order of the files."""
    for name in FILES:
        for entry in entries(name):
            yield labelled(entry)


def entries(name: str) -> Iterator[Mapping[str, Any]]:
    """The mails of one file as they are written there."""
    yield from tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))["mail"]


def labelled(entry: Mapping[str, Any]) -> Labelled:
    received = datetime.fromisoformat(entry.get("received", RECEIVED))
    mailbox = entry.get("mailbox", "inspections")
    draft = _Draft(entry, received)
    draft.mail["Received"] = (
        f"from mx.example by mail.permits.example for <{BOXES[mailbox]}>; {format_datetime(received)}"
    )
    draft.mail["Message-ID"] = f"<{entry['id']}@corpus.example>"
    draft.mail["From"] = entry.get("from", SENDER)
    draft.mail["To"] = BOXES[mailbox]
    draft.mail["Date"] = format_datetime(received)
    draft.mail["Subject"] = entry["subject"]
    _DRESSES[entry.get("dress", "plain")](draft)
    kind, *requests = entry["expect"]
    return Labelled(
        entry["id"],
        mailbox,
        received,
        draft.mail.as_bytes(),
        kind,
        tuple(requests),
        tuple(entry.get("cases", ())),
        entry.get("nothing", False),
    )


def _plain(draft: _Draft) -> None:
    draft.mail.set_content(draft.body)


def _iphone(draft: _Draft) -> None:
    draft.mail.set_content(f"{draft.body}\n\nSent from my iPhone", cte="quoted-printable")


def _gmail(draft: _Draft) -> None:
    draft.mail.set_content(draft.body)
    lines = "<br>".join(html.escape(line) for line in draft.body.split("\n"))
    draft.mail.add_alternative(f'<div dir="ltr">{lines}</div>', subtype="html")


def _outlook(draft: _Draft) -> None:
    """HTML only, a paragraph a line, with the banner that many companies put on top."""
    lines = [BANNER, "", *draft.body.split("\n")]
    shown = "".join(f'<p class="MsoNormal">{html.escape(line) or "&nbsp;"}<o:p></o:p></p>' for line in lines)
    draft.mail.set_content(
        f'<html><body><div class="WordSection1">{shown}</div></body></html>', subtype="html"
    )


def _table(draft: _Draft) -> None:
    rows = []
    for line in draft.body.split("\n"):
        cells = [cell.strip() for cell in (line.split("|") if "|" in line else line.split(":", 1))]
        rows.append("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>")
    draft.mail.set_content(
        f"<html><body><p>Hello,</p><table border=1>{''.join(rows)}</table><p>Thank you</p></body></html>",
        subtype="html",
    )


def _html(draft: _Draft) -> None:
    """A body that is a page already, as programs for building sites send it."""
    draft.mail.set_content(draft.body, subtype="html", cte="base64")


def _base64(draft: _Draft) -> None:
    draft.mail.set_content(draft.body, cte="base64")


def _answers(draft: _Draft) -> None:
    draft.mail["In-Reply-To"] = "<ours@permits.example>"
    draft.mail["References"] = "<ours@permits.example>"


def _gmail_reply(draft: _Draft) -> None:
    _answers(draft)
    quoted = "\n".join(f"> {line}" for line in OURS.split("\n"))
    draft.mail.set_content(f"{draft.body}\n\nOn Mon, Mar 2, 2026 at 7:58 AM {ASKED} wrote:\n\n{quoted}\n")


def _outlook_reply(draft: _Draft) -> None:
    _answers(draft)
    own = "".join(
        f'<p class="MsoNormal">{html.escape(line) or "&nbsp;"}</p>' for line in draft.body.split("\n")
    )
    head = (
        f"<b>From:</b> {html.escape(ASKED)}<br><b>Sent:</b> Monday, March 2, 2026 7:58 AM<br>"
        "<b>To:</b> Casey Lund<br><b>Subject:</b> Inspection request received"
    )
    below = "".join(f'<p class="MsoNormal">{html.escape(line)}</p>' for line in OURS.split("\n"))
    draft.mail.set_content(
        f"<html><body>{own}<div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in'>"
        f"<p class=MsoNormal>{head}</p></div></div>{below}</body></html>",
        subtype="html",
    )


def _iphone_reply(draft: _Draft) -> None:
    _answers(draft)
    quoted = "\n".join(f"> {line}" for line in OURS.split("\n"))
    draft.mail.set_content(
        f"{draft.body}\n\nSent from my iPhone\n\n> On Mar 2, 2026, at 7:58 AM, {ASKED} wrote:\n>\n{quoted}\n"
    )


def _forward(draft: _Draft) -> None:
    below = str(draft.entry["below"]).strip()
    draft.mail.set_content(
        f"{draft.body}\n\n---------- Forwarded message ---------\nFrom: Mike Hale <mike@haleelectric.example>\n"
        f"Date: Mon, Mar 2, 2026 at 7:30 AM\nSubject: {draft.entry['subject'].partition(': ')[2]}\n"
        f"To: Casey Lund <casey@lundbuild.example>\n\n{below}\n"
    )


_DRESSES: Mapping[str, Callable[[_Draft], None]] = {
    "plain": _plain,
    "iphone": _iphone,
    "gmail": _gmail,
    "outlook": _outlook,
    "table": _table,
    "base64": _base64,
    "html": _html,
    "gmail-reply": _gmail_reply,
    "outlook-reply": _outlook_reply,
    "iphone-reply": _iphone_reply,
    "forward": _forward,
}
