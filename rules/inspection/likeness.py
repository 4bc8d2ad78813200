"""When two ways of writing a permit or the types of an inspection mean the same."""

from __future__ import annotations

import re
from collections.abc import Iterable

from parsers.inspection.reading import PermitReading, RequestReading
from rules.inspection.facts import Appointment

SAYS_NOTHING = frozenset("inspection inspections insp the a an of for and at on please our".split())  # noqa: SIM905


def permit_key(reading: PermitReading | None) -> str | None:
    """What of the permit number can be compared: all of it, else its short form; None where there is none."""
    if reading is None or reading.looks_like or (reading.suffix and reading.suffix.upper() != "FA"):
        return None
    return reading.number or reading.short


def is_permit(key: str, number: str) -> bool:
    """Whether that (maybe short) key is the number's."""
    return bool(key) and (number == key or number.startswith(f"{key}-"))


def type_words(types: Iterable[str]) -> frozenset[str]:
    """The words by which types are compared, without case, order and filling."""
    words = re.findall(r"[a-z0-9]+", " ".join(types)[:2000].casefold())
    return frozenset(words) - SAYS_NOTHING


def are_same_types(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether both say the same types; nothing said is never the same."""
    words = type_words(one)
    return bool(words) and words == type_words(other)


def written_types(reading: RequestReading) -> tuple[str, ...]:
    """The types as the sender wrote them."""
    return tuple(row.text for row in reading.types)


def shares_a_type(reading: RequestReading, appointment: Appointment) -> bool:
    """Whether a word of the mail's types stands in the appointment's."""
    return bool(type_words(written_types(reading)) & type_words(appointment.types))
