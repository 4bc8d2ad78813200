"""Two mails about one request put together: what the later says fills or corrects what the earlier said."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Literal

from parsers.inspection.reading import ContactReading, RequestReading
from rules.finding import Finding, Severity
from rules.inspection.likeness import permit_key

Piece = Literal["inspector", "date", "time", "permit", "address", "types", "name", "phone"]
PIECES: frozenset[Piece] = frozenset(
    {"inspector", "date", "time", "permit", "address", "types", "name", "phone"}
)
MAX_NOTE = 1_200

# What a finding that asks would have the sender supply.
WANTED: dict[str, frozenset[Piece]] = {
    "permit.missing": frozenset({"permit"}),
    "permit.malformed": frozenset({"permit"}),
    "permit.unknown": frozenset({"permit"}),
    "address.missing": frozenset({"address"}),
    "address.mismatch": frozenset({"address", "permit"}),
    "type.missing": frozenset({"types"}),
    "inspector.missing": frozenset({"inspector"}),
    "inspector.unknown": frozenset({"inspector"}),
    "inspector.ambiguous": frozenset({"inspector"}),
    "contact.phone_malformed": frozenset({"phone"}),
}


def pieces_of(reading: RequestReading) -> frozenset[Piece]:
    """What the mail says in its own words; a name or number that only its signature has is no answer."""
    contact = reading.contact
    said: dict[Piece, object] = {
        "inspector": reading.inspector,
        "date": reading.date,
        "time": reading.time,
        "permit": reading.permit,
        "address": reading.address,
        "types": reading.types,
        "name": contact.name and not contact.from_signature,
        "phone": (contact.phone or contact.phone_text) and not contact.from_signature,
    }
    return frozenset(piece for piece, value in said.items() if value)


def wanted_by(findings: Iterable[Finding]) -> frozenset[Piece]:
    """The pieces that these judged findings ask for."""
    wanted: set[Piece] = set()
    for finding in findings:
        if finding.severity not in (Severity.ASK, Severity.REFER):
            continue
        if finding.code.startswith("date."):
            wanted |= {"date", "time"}
        elif finding.code == "contact.missing":
            wanted |= {"name"} if finding.where == "name" else {"phone"}
        else:
            wanted |= WANTED.get(finding.code, frozenset())
    return frozenset(wanted)


def merged(earlier: RequestReading, later: RequestReading, pieces: Collection[Piece]) -> RequestReading:
    """The earlier reading with those pieces taken from the later one, where the later one has them."""
    taken = pieces_of(later) & frozenset(pieces)
    if "permit" in taken and not permit_key(later.permit) and permit_key(earlier.permit):
        # A stray number never takes the place of a permit that was understood.
        taken -= {"permit"}
    return replace(
        earlier,
        inspector=later.inspector if "inspector" in taken else earlier.inspector,
        date=later.date if "date" in taken else earlier.date,
        time=later.time if "time" in taken else earlier.time,
        permit=later.permit if "permit" in taken else earlier.permit,
        address=later.address if "address" in taken else earlier.address,
        types=later.types if "types" in taken else earlier.types,
        contact=_merged_contact(earlier.contact, later.contact, taken),
        note=_joined(earlier.note, later.note),
    )


def without(reading: RequestReading, pieces: Collection[Piece]) -> RequestReading:
    """The reading as if those pieces had not been said."""
    contact = reading.contact
    return replace(
        reading,
        inspector=None if "inspector" in pieces else reading.inspector,
        date=None if "date" in pieces else reading.date,
        time=None if "time" in pieces else reading.time,
        permit=None if "permit" in pieces else reading.permit,
        address=None if "address" in pieces else reading.address,
        types=() if "types" in pieces else reading.types,
        contact=replace(
            contact,
            name=None if "name" in pieces else contact.name,
            phone=None if "phone" in pieces else contact.phone,
            phone_text=None if "phone" in pieces else contact.phone_text,
        ),
    )


def _joined(earlier: str, later: str) -> str:
    """Both notes, nothing twice: a reply that repeats all of the first note adds only what is new."""
    if not later or later.casefold() in earlier.casefold():
        return earlier
    if not earlier or earlier.casefold() in later.casefold():
        return later
    return f"{earlier} {later}"[:MAX_NOTE]


def _merged_contact(
    earlier: ContactReading, later: ContactReading, taken: Collection[Piece]
) -> ContactReading:
    """Own words first, then what was known, then what the later signature has."""
    said = later if not later.from_signature else ContactReading()
    name = said.name if "name" in taken else earlier.name
    has_phone = "phone" in taken and (said.phone is not None or earlier.phone is None)
    phone, phone_text = (said.phone, said.phone_text) if has_phone else (earlier.phone, earlier.phone_text)
    by_signature = earlier.from_signature and not {"name", "phone"} <= set(taken)
    if later.from_signature and not (name and phone):
        by_signature = by_signature or bool((not name and later.name) or (not phone and later.phone))
        name = name or later.name
        phone, phone_text = (phone, phone_text) if phone else (later.phone, later.phone_text or phone_text)
    return ContactReading(name, phone, phone_text, later.email or earlier.email, by_signature)
