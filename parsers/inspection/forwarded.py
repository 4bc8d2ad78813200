"""What a forwarder says, filled up from what was passed on."""

from __future__ import annotations

from dataclasses import replace

from parsers.inspection.reading import (
    RequestReading,
)


def with_passed_on(
    own: tuple[RequestReading, ...], passed_on: tuple[RequestReading, ...]
) -> tuple[RequestReading, ...]:
    """The forwarder's requests, each filled up from what was passed on."""
    if not passed_on:
        return own
    if not own:
        return passed_on
    if len(own) > 1:
        filler = passed_on[0] if len(passed_on) == 1 else None
        return tuple(_filled(one, filler) for one in own) if filler else own
    return tuple(_filled(own[0], one) for one in passed_on)


def _filled(own: RequestReading, below: RequestReading) -> RequestReading:
    """The forwarder's words, and those below where these leave something open."""
    intent = own.intent if own.intent != "request" else below.intent
    contact = own.contact
    if contact.from_signature or not (contact.name or contact.phone_text):
        contact = below.contact if below.contact.name or below.contact.phone_text else contact
    return replace(
        own,
        intent=intent,
        inspector=own.inspector or below.inspector,
        date=own.date or below.date,
        time=own.time or below.time,
        previous_date=own.previous_date or below.previous_date,
        previous_time=own.previous_time or below.previous_time,
        permit=own.permit or below.permit,
        address=own.address or below.address,
        types=own.types or below.types,
        contact=contact,
        note=own.note or below.note,
    )
