"""The intake form itself: whether it is there, whole and signed (codes `form.*`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from parsers.forms.reading import FieldReading, FormReading
from parsers.money import read_amount
from rules.finding import Finding, Severity, Value
from rules.intake.placeholders import is_nothing, points_to_papers, points_to_the_form

REQUIRED = ("applicant_name", "building", "address", "description", "valuation")
CONTACT = ("applicant_email", "applicant_phone")
ADMINISTRATIVE = "tenant_status"
LABELS = {
    "applicant_name": "Applicant name",
    "applicant_email": "Applicant e-mail or phone",
    "building": "Project building name",
    "address": "Project address",
    "description": "Description of work proposed",
    "valuation": "Project valuation",
    "tenant_status": "Tenant information",
    "reference_number": "Project reference number",
}


@dataclass(frozen=True, slots=True)
class Form:
    """A form as rules look at it: with what an earlier one of the same case said filled in."""

    reading: FormReading
    file: str

    def value(self, name: str) -> str | None:
        """What stands in the field, without blanks around it; None where nothing does."""
        field = self.reading.fields.get(name)
        text = " ".join((field.value or "").split()) if field else ""
        return text or None

    def is_sure(self, name: str) -> bool:
        """Whether the field was read, or seen to be blank, for certain."""
        field = self.reading.fields.get(name)
        return field is not None and field.sure

    def sure_value(self, name: str) -> str | None:
        """What surely stands in the field; None where nothing does, or our reading is in doubt."""
        return self.value(name) if self.is_sure(name) else None

    def answer(self, name: str) -> str | None:
        """What the field says; None where it is blank, or holds no more than TBD, N/A or "see attached"."""
        text = self.value(name)
        return None if text is None or is_nothing(text) or points_to_papers(text) else text

    @property
    def is_scan(self) -> bool:
        """Whether a program read it off a picture: good enough to go on by, never to refuse by."""
        return any(field.source == "ocr" for field in self.reading.fields.values())

    def field(self, name: str) -> FieldReading | None:
        return self.reading.fields.get(name)

    @property
    def is_readable(self) -> bool:
        """Whether anything on it was read surely; where the reader had no problem, blanks count too."""
        if self.reading.problem is None:
            return bool(self.reading.fields)
        return any(field.sure and field.value for field in self.reading.fields.values())


def form_findings(form: Form) -> tuple[Finding, ...]:
    """What the form lacks. What was not surely read is for a person, never a fault of the applicant."""
    if not form.is_readable:
        return (unreadable(form),)
    blank = tuple(_blank_fields(form))
    unsure = [name for name in (*blank, *_no_amount(form)) if not form.is_sure(name)]
    incomplete = [_incomplete(name, form) for name in blank if form.is_sure(name)]
    findings = [*incomplete, *_pointing(form), *_signature(form)]
    if unsure:
        findings.append(unreadable(form, tuple(LABELS[name] for name in unsure)))
    if form.value(ADMINISTRATIVE) is None and form.is_sure(ADMINISTRATIVE):
        findings.append(_incomplete(ADMINISTRATIVE, form).at(Severity.REVIEW))
    return tuple(findings)


def _blank_fields(form: Form) -> Iterator[str]:
    yield from (name for name in REQUIRED if _is_blank(form, name))
    if all(form.answer(name) is None for name in CONTACT):
        # One of the two is enough; both are read surely before their lack is a fault.
        sure = [name for name in CONTACT if form.is_sure(name)]
        yield "applicant_email" if len(sure) == len(CONTACT) or not sure else _unsure_of(sure)


def _is_blank(form: Form, name: str) -> bool:
    """Whether the field says nothing; a valuation in words is malformed, a lone dollar sign or dash none at all."""
    if name == "valuation":
        return read_amount(form.value(name)).problem == "blank"
    return form.answer(name) is None and not _points_to_papers(form, name)


def _no_amount(form: Form) -> Iterator[str]:
    """The valuation, where what stands there is none: surely read it is malformed, else a person reads it."""
    if read_amount(form.value("valuation")).problem == "malformed":
        yield "valuation"


def _points_to_papers(form: Form, name: str) -> bool:
    """A description may be on the papers that it points to; who applies, and for which building, may not."""
    return name == "description" and points_to_papers(form.value(name) or "")


def _pointing(form: Form) -> Iterator[Finding]:
    """Entries like "see plans" and "same as above": what is meant may stand there, so staff look."""
    for name in REQUIRED:
        text = form.value(name) or ""
        if _points_to_papers(form, name) or (name != "valuation" and points_to_the_form(text)):
            yield _incomplete(name, form).at(Severity.REVIEW)


def _unsure_of(sure: list[str]) -> str:
    return next(name for name in CONTACT if name not in sure)


def _incomplete(name: str, form: Form) -> Finding:
    field = form.field(name)
    # A field known by its own name has no words that people see.
    printed = field.label or "" if field and field.source != "field_name" else ""
    values: dict[str, Value] = {
        "label": printed.strip(" :*") or LABELS.get(name, name),
        "page": field.page if field else None,
        "found": form.value(name),
    }
    return Finding("form.incomplete", where=name, file=form.file, values=values)


def unreadable(form: Form, labels: tuple[str, ...] = ()) -> Finding:
    """A person reads the form, or these fields of it."""
    values: dict[str, Value] = {"problem": form.reading.problem, "labels": labels}
    return Finding("form.unreadable", file=form.file, values=values)


def _signature(form: Form) -> Iterator[Finding]:
    """Surely unsigned is a fault; an empty line on a printed form is for staff to look at."""
    if form.reading.signed is False:
        yield Finding("form.signature_missing", where="signature", file=form.file, values={"sure": True})
    elif form.reading.signed is None:
        yield Finding(
            "form.signature_missing",
            where="signature",
            file=form.file,
            values={"sure": False},
            severity=Severity.REVIEW,
        )
