"""Answers in the wrong one of two neighbouring fields, where their shape shows it: an email address, a number."""

from __future__ import annotations

from collections.abc import Mapping

from parsers.forms.reading import FieldReading

LEAST_DIGITS = 7


def unswapped(fields: Mapping[str, FieldReading]) -> dict[str, FieldReading]:
    """The fields, with the applicant's email address and telephone number in their own places."""
    email, phone = fields.get("applicant_email"), fields.get("applicant_phone")
    if email is None or phone is None:
        return dict(fields)
    moved = (_is_number(email.value) or not email.value) and (_is_address(phone.value) or not phone.value)
    if not moved or (_is_blank(email) and _is_blank(phone)):
        return dict(fields)
    return {**fields, "applicant_email": phone, "applicant_phone": email}


def _is_blank(reading: FieldReading) -> bool:
    return not reading.value


def _is_address(text: str | None) -> bool:
    return text is not None and text.count("@") == 1 and not any(letter.isspace() for letter in text.strip())


def _is_number(text: str | None) -> bool:
    return text is not None and "@" not in text and sum(letter.isdigit() for letter in text) >= LEAST_DIGITS
