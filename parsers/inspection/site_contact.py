"""Whom the inspector meets: from the body, the subject, or else the signature."""

from __future__ import annotations

from dataclasses import replace

from parsers.inspection.contact import body_contact
from parsers.inspection.pieces import Pieces
from parsers.inspection.reading import (
    ContactReading,
)
from parsers.inspection.signed import sender_name, signature_phone
from parsers.inspection.source import Source
from parsers.spans import blank_out

Contact = tuple[ContactReading, bool]


def contact(source: Source, local: Pieces, common: Contact | None) -> ContactReading:
    """The body's contact, of these lines first; only where it names nobody, the signature's."""
    has_own = (
        common is None
        or local.phones
        or any(label.name in ("contact", "phone", "email") for label in local.labels)
    )
    found, is_me = contact_in_body(source, local) if has_own else (ContactReading(), False)
    if common and not (found.name or found.phone_text):
        found, is_me = common
    if not (found.name or found.phone_text or is_me):
        found, is_me = _in_subject(source)
    own_name = sender_name(source.mail)
    own_phone = signature_phone(source.mail.signature)
    if is_me and not found.name:
        found = replace(found, name=own_name)
    if is_me and not found.phone_text and own_phone:
        return replace(found, phone=own_phone, phone_text=own_phone, from_signature=True)
    if found.name and found.phone_text:
        return found
    if not found.name and not found.phone_text:
        if source.is_reply or not (own_phone or own_name):
            return found
        return ContactReading(own_name, own_phone, own_phone, found.email, from_signature=True)
    if found.phone_text:
        return replace(found, name=own_name, from_signature=bool(own_name)) if not source.is_reply else found
    same = own_name and found.name and found.name.split()[0].casefold() == own_name.split()[0].casefold()
    return (
        replace(found, phone=own_phone, phone_text=own_phone, from_signature=True)
        if same and own_phone
        else found
    )


def contact_in_body(source: Source, said: Pieces) -> Contact:
    phones = [one for one in said.phones if one.start >= source.subject_end]
    if len(phones) > 40:
        phones = phones[:40]
    said = replace(said, hidden=blank_out(said.hidden, ((one.start, one.end) for one in said.types)))
    return body_contact(
        _only(said, source.subject_end),
        _only(said, source.subject_end, hidden=True),
        said.labels,
        phones,
        sender_name(source.mail) or "",
    )


def _in_subject(source: Source) -> Contact:
    """Where only the subject has a number: the contact that stands there."""
    said, end = source.said, source.subject_end
    phones = [one for one in said.phones if one.start < end]
    hidden = blank_out(said.hidden[:end], ((one.start, one.end) for one in said.types if one.end <= end))
    return body_contact(said.text[:end], hidden, (), phones) if phones else (ContactReading(), False)


def _only(said: Pieces, subject_end: int, hidden: bool = False) -> str:
    """The text of these lines without the subject, everything at its old place."""
    kept = sorted(
        (max(start, subject_end), end)
        for start, end in said.ranges or ((0, len(said.text)),)
        if end > subject_end
    )
    made: list[str] = []
    at = 0
    for start, end in kept:
        made += [
            " " * (start - at - 1) + "\n" if start > at else "",
            (said.hidden if hidden else said.text)[start:end],
        ]
        at = end
    return "".join(made)
