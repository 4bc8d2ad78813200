"""Whether the inspector knows whom to call (codes `contact.*`)."""

from __future__ import annotations

from collections.abc import Iterator

from parsers.inspection.reading import ContactReading
from rules.finding import Finding


def contact_findings(contact: ContactReading) -> Iterator[Finding]:
    """What the contact lacks: a name, a telephone number, or a word of the sender's own about either."""
    if not contact.name:
        yield Finding("contact.missing", where="name")
    if not contact.phone:
        yield _phone_finding(contact)
    if contact.from_signature and (contact.name or contact.phone):
        yield Finding("contact.from_signature", values={"name": contact.name, "phone": contact.phone})


def _phone_finding(contact: ContactReading) -> Finding:
    if contact.phone_text:
        return Finding("contact.phone_malformed", where="phone", values={"phone": contact.phone_text[:60]})
    return Finding("contact.missing", where="phone")
