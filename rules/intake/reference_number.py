"""The project reference number (codes `reference_number.*`; D1 and rules/README.md)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from rapidfuzz.distance import OSA

from parsers.money import read_amount
from parsers.permits import read_permits
from parsers.phones import read_phones
from rules.finding import Finding, Severity, Value
from rules.inspection.parties import is_of_client
from rules.intake.form import Form
from rules.intake.placeholders import is_no_number
from rules.intake.reference_pattern import fits
from rules.registry import CLOSED, Client, Permit, ReferenceNumber, Registry

MAX_CHARACTERS = 60
_LOOSE = re.compile(r"[\s\-–—/]+")
_DATE = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-](\d{2}|\d{4})|\d{4}-\d{2}-\d{2}")
_DATE_IN_WORDS = re.compile(
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6}\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d{2}",
    re.IGNORECASE,
)
_MONEY = re.compile(r"\$.*|[\d,]+\.\d\d")
_WRITTEN_AS_PHONE = re.compile(r"(?=\d*[()+.\s-])[\d()+.\s-]{11,20}")
# "PRN: LK-2041", "PO# 5512", "LK-2041 (lobby)": the label once more, a remark.
_LABEL = re.compile(
    r"\A(?:(?:project|billing|reference|ref|prn|p\.?o|number|num|no)\b[\s.:]*)*[#:]?\s*(?=\w)", re.IGNORECASE
)
_REMARK = re.compile(r"\s*\([^()]*\)$")
_DASHES = re.compile(r"[‐‑‒–—−]")


@dataclass(frozen=True, slots=True)
class Reference:
    """The number to bill by, with what is wrong with it. `source`: where it was found (D1)."""

    number: str | None = None
    source: Literal["form", "permit"] | None = None
    findings: tuple[Finding, ...] = ()


def reference_of(
    form: Form, client: Client | None, permit: Permit | None, registry: Registry, sender: str, day: date
) -> Reference:
    """The form's reference number judged by the client's list, the client's pattern and the form itself.

    Where the form has none, that of the known permit which the form names is used (D1), unless that permit is
    for a building of another client, who would be billed.
    """
    written = form.value("reference_number")
    if written is None:
        return _blank(form, client, permit, registry, day)
    if is_no_number(written) or is_no_number(_without_label(written)):
        if permit is not None and permit.reference_number:
            return _of_permit(form, client, permit, registry, day)
        if form.is_sure("reference_number"):
            return Reference(findings=(_finding("reference_number.placeholder", form, written),))
        return Reference(findings=(_unsure(form),))
    if not form.is_sure("reference_number"):
        # Not surely read: whatever seems wrong with it may be our reading.
        listed = _listed(written, registry.reference_numbers, client)
        if listed is None:
            return Reference(written, "form", (_unsure(form),))
    number = _known_spelling(written, client, registry)
    findings = tuple(_judged(form, number, client, registry, sender, day))
    return Reference(number, "form", findings)


def _without_label(written: str) -> str:
    return _LABEL.sub("", written)


def _known_spelling(written: str, client: Client | None, registry: Registry) -> str:
    """The number without a repeated label or a remark, where the list or the pattern knows it so; else as typed."""
    plain = _DASHES.sub("-", _REMARK.sub("", written[:MAX_CHARACTERS]))
    listed = {loosened(row.reference_number) for row in registry.reference_numbers}
    pattern = client.reference_pattern if client is not None else ""
    for spelling in dict.fromkeys((written, plain, _without_label(plain))):
        if loosened(spelling) in listed or fits(pattern, spelling[:MAX_CHARACTERS]):
            return spelling
    return written


def loosened(number: str) -> str:
    """The number as it is compared with the list: without case, blanks, dashes and slashes."""
    return _LOOSE.sub("", number).lower()


def _of_permit(form: Form, client: Client | None, permit: Permit, registry: Registry, day: date) -> Reference:
    """The permit's number, where its building belongs to the client of the form's building.

    One that was closed since still counts (D1), and staff look whether it may be billed.
    """
    building = registry.buildings.get(permit.building)
    if client is not None and (building is None or building.client != client.client):
        # The permit is named, never that client's number.
        number = permit.permit_number
        return Reference(
            findings=(_finding("reference_number.other_client", form, number, permit_number=number),)
        )
    number = permit.reference_number
    # A closed permit is refused as such.
    listed = None if permit.status in CLOSED else _listed(number, registry.reference_numbers, client)
    closed = _closed(listed, form, number, day, permit_number=permit.permit_number) if listed else ()
    return Reference(number, "permit", tuple(finding.at(Severity.REVIEW) for finding in closed))


def _blank(
    form: Form, client: Client | None, permit: Permit | None, registry: Registry, day: date
) -> Reference:
    if permit is not None and permit.reference_number:
        return _of_permit(form, client, permit, registry, day)
    if form.is_sure("reference_number"):
        return Reference(findings=(_finding("reference_number.missing", form, None),))
    # A form that could not be read at all is said to be so once, by rules on the form.
    return Reference(findings=(_unsure(form),) if form.is_readable else ())


def _unsure(form: Form) -> Finding:
    values: dict[str, Value] = {"problem": form.reading.problem, "labels": ("Project reference number",)}
    return Finding("form.unreadable", file=form.file, values=values)


def _judged(
    form: Form, written: str, client: Client | None, registry: Registry, sender: str, day: date
) -> Iterator[Finding]:
    listed = _listed(written, registry.reference_numbers, client)
    if listed is not None:
        yield from _closed(listed, form, written, day)
        return
    fit = fits(client.reference_pattern, written[:MAX_CHARACTERS]) if client is not None else None
    if fit:
        return
    other = _other_clients(written, registry.reference_numbers, client)
    if other is not None:
        yield _finding("reference_number.other_client", form, written)
        return
    alike = _look_alike(form, written)
    if alike is not None:
        yield alike
        return
    yield from _unlisted(form, written, client, registry, sender, has_pattern=fit is not None)


def _unlisted(
    form: Form, written: str, client: Client | None, registry: Registry, sender: str, *, has_pattern: bool
) -> Iterator[Finding]:
    """A number that only the list or the pattern could speak for: neither does."""
    own = [row for row in registry.reference_numbers if client is not None and row.client == client.client]
    if not own and not has_pattern:
        yield _finding("reference_number.unverified", form, written)
        return
    near = _near(written, own) if client is not None and is_of_client(sender, client) else ()
    finding = _finding("reference_number.unknown", form, written, near=near, has_pattern=has_pattern)
    # The list alone may lag behind what the responsible party made up yesterday.
    yield finding if has_pattern else finding.at(Severity.REFER)


def _listed(
    written: str, numbers: tuple[ReferenceNumber, ...], client: Client | None
) -> ReferenceNumber | None:
    """The client's number of that writing; of a building not known to us, any client's."""
    wanted = loosened(written)
    fitting = [row for row in numbers if loosened(row.reference_number) == wanted]
    if client is not None:
        fitting = [row for row in fitting if row.client == client.client]
    return fitting[-1] if fitting else None


def _other_clients(
    written: str, numbers: tuple[ReferenceNumber, ...], client: Client | None
) -> ReferenceNumber | None:
    if client is None:
        return None
    wanted = loosened(written)
    return next((row for row in numbers if loosened(row.reference_number) == wanted), None)


def _closed(
    listed: ReferenceNumber, form: Form, written: str, day: date, **values: Value
) -> Iterator[Finding]:
    if listed.closed_on is not None and listed.closed_on <= day:
        closed_on = listed.closed_on.isoformat()
        yield _finding("reference_number.closed", form, written, closed_on=closed_on, **values)


def _look_alike(form: Form, written: str) -> Finding | None:
    """Another number of the form in the reference number's place."""
    job = form.sure_value("job_number")
    if job is not None and loosened(job) == loosened(written):
        return _finding("reference_number.job_number", form, written)
    alike = None
    if _is_permit(form, written):
        alike = "permit"
    elif _DATE.fullmatch(written) or _DATE_IN_WORDS.fullmatch(written):
        alike = "date"
    elif _MONEY.fullmatch(written) or _is_amount_of(form, written):
        alike = "valuation"
    elif _is_phone(form, written):
        alike = "phone"
    elif _is_other_number(form, written, "ccb_number"):
        alike = "ccb"
    elif any(_is_other_number(form, written, name) for name in ("permit_number", "ivr_number")):
        alike = "ivr"
    return _finding("reference_number.look_alike", form, written, alike=alike) if alike else None


def _is_permit(form: Form, written: str) -> bool:
    """A whole permit number is one wherever it stands; a short one may be somebody's own numbering."""
    named = read_permits(form.sure_value("permit_number") or "")
    shorts = {reading.short or (reading.number or "")[:9] for reading in named}
    if not any(map(str.isalpha, written)) and _digits(written) in {_digits(short) for short in shorts}:
        return True
    return any(
        reading.number is not None or reading.suffix is not None or reading.short in shorts
        for reading in read_permits(written)
    )


def _is_amount_of(form: Form, written: str) -> bool:
    amount = read_amount(written).value
    others = (read_amount(form.sure_value(name)).value for name in ("valuation", "mechanical_valuation"))
    return amount is not None and amount in [other for other in others if other is not None]


def _is_other_number(form: Form, written: str, name: str) -> bool:
    """Whether it is the number of that other field, whatever stands around the digits ("CCB 198765")."""
    other = form.sure_value(name)
    if other is None or len(_digits(other)) < 4 or _digits(written) != _digits(other):
        return False
    letters = {"".join(filter(str.isalpha, text)).lower() for text in (written, other)}
    return letters <= {"", "ccb", "ivr", "no", "lic", "ccbno", "ccblic"} or len(letters) == 1


def _is_phone(form: Form, written: str) -> bool:
    phone = _digits(form.sure_value("applicant_phone"))
    if len(phone) >= 7 and _digits(written) == phone and not any(map(str.isalpha, written)):
        return True
    phones = read_phones(written)
    # Ten bare digits may be somebody's numbering; a number written as a telephone number is one.
    return any(number for number, _ in phones) and _WRITTEN_AS_PHONE.fullmatch(written) is not None


def _digits(text: str | None) -> str:
    return re.sub(r"\D", "", text or "")


def _near(written: str, own: list[ReferenceNumber]) -> tuple[str, ...]:
    wanted = loosened(written)
    fitting = [
        row.reference_number for row in own if OSA.distance(wanted, loosened(row.reference_number)) <= 1
    ]
    return tuple(fitting[:3])


def _finding(code: str, form: Form, written: str | None, **values: Value) -> Finding:
    field = form.field("reference_number")
    given: dict[str, Value] = {"found": written, "page": field.page if field else None, **values}
    return Finding(code, where="reference_number", file=form.file, values=given)
