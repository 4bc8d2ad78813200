"""Answers that are already written: a `mailto:` link opens each in the reader's own mail program (RFC 6068)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import quote

from rules.finding import Finding, Severity
from templates.filters import clock
from templates.letter_views import Point, ReadyReply

MAX_BODY = 1500

# What a finding asks for, by code; `contact.missing` says in `where` which of the two.
ASKED_FOR: dict[str, tuple[str, ...]] = {
    "date": ("date",),
    "permit.missing": ("permit",),
    "permit.malformed": ("permit",),
    "permit.unknown": ("permit",),
    "address.missing": ("address",),
    "address.mismatch": ("address",),
    "type.missing": ("type",),
    "contact.phone_malformed": ("contact_phone",),
    "inspector": ("inspector",),
}
LINES: tuple[tuple[str, str], ...] = (
    ("inspector", "Inspector"),
    ("date", "Date"),
    ("permit", "Permit number"),
    ("address", "Address"),
    ("type", "Type of inspection"),
    ("contact_name", "Contact name"),
    ("contact_phone", "Contact phone"),
)
RESULTS = (
    ("Done: approved", "Result: approved"),
    ("Done: partial approval", "Result: partial approval"),
    ("Done: corrections", "Result: corrections needed"),
    ("No access", "Result: no access"),
)


def mail_link(address: str, subject: str, body: str) -> str:
    """A `mailto:` link; everything but the address is percent-encoded, line breaks as CRLF."""
    lines = body[:MAX_BODY].replace("\n", "\r\n")
    return f"mailto:{quote(address, safe='@')}?subject={quote(subject, safe='')}&body={quote(lines, safe='')}"


def ready_reply(label: str, words: str, *, address: str, case: str) -> ReadyReply:
    """An answer in that case; the case reference goes into the subject."""
    return ReadyReply(label, words, mail_link(address, f"Re: [{case}]" if case else "Re:", words))


def asked_for(findings: Iterable[Finding]) -> tuple[str, ...]:
    """The names of what these findings ask the sender for, in the order of a request's parts."""
    wanted = {name for finding in findings for name in _names(finding)}
    return tuple(name for name, _ in LINES if name in wanted)


def completing_reply(
    missing: Sequence[str], *, address: str, case: str, known: dict[str, str] | None = None
) -> ReadyReply | None:
    """Lines to fill in for what is missing (`known`: what we propose); None where nothing is asked for."""
    lines = [f"{label}: {(known or {}).get(name, '')}".rstrip() for name, label in LINES if name in missing]
    if not lines:
        return None
    return ready_reply("Open this reply", "\n".join(lines), address=address, case=case)


def correcting_reply(points: Sequence[Point], *, address: str, case: str, offer: str) -> ReadyReply:
    """A line for each point, to be answered or crossed out; `offer` is the sentence above them."""
    lines = [f"{point.number}. {point.title}:" for point in points]
    return ready_reply("Open this reply", "\n".join([offer, "", *lines]), address=address, case=case)


def inspector_replies(time: str, *, address: str, case: str) -> tuple[ReadyReply, ...]:
    """One for each answer that an inspector may give before the visit; `time`: the one asked for, `HH:MM`."""
    agreed = f"I will be there at {clock(time)}." if ":" in time else "I will be there at ____."
    answers = (
        ("Confirm a time", agreed),
        ("On my way", "I am on my way."),
        ("I can't take it", "I can't take this inspection."),
    )
    return tuple(ready_reply(label, words, address=address, case=case) for label, words in answers)


def office_replies(case: str, *, address: str, allows: bool, assigns: bool) -> tuple[ReadyReply, ...]:
    """The commands with which a coordinator settles that case."""
    orders = (
        ("Let it through", f"release {case}", allows),
        ("Refuse it", f"deny {case} because ____", allows),
        ("Give it to an inspector", f"assign {case} to ____", assigns),
    )
    return tuple(
        ready_reply(label, words, address=address, case=case)
        for label, words, fits in orders
        if fits and case
    )


def result_replies(*, address: str, case: str) -> tuple[ReadyReply, ...]:
    """One for each result of a visit."""
    return tuple(ready_reply(label, words, address=address, case=case) for label, words in RESULTS)


def _names(finding: Finding) -> tuple[str, ...]:
    if finding.severity is not Severity.ASK:
        return ()
    if finding.code == "contact.missing":
        return {"name": ("contact_name",), "phone": ("contact_phone",)}.get(
            str(finding.where), ("contact_name", "contact_phone")
        )
    return ASKED_FOR.get(finding.code) or ASKED_FOR.get(finding.code.partition(".")[0], ())
