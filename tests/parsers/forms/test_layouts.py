"""Forms that nobody has seen before: what is read is right, and what is misread refuses nobody."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime

import pytest

from parsers.documents import Document, read_document
from parsers.forms.read import read_form
from parsers.forms.reading import FIELDS, FormReading
from rules.finding import Severity
from rules.intake.decide import decide
from rules.intake.facts import IntakeFacts, Submittal
from rules.intake.form import REQUIRED
from rules.office import Office
from rules.registry import Registry
from tests.parsers.forms.layouts import drawn, layout_of, values_of

SEEDS = range(60)
LEAST_RIGHT = 0.98


def read(seed: int) -> FormReading:
    form = read_form(io.BytesIO(drawn(seed, values_of(seed))))
    assert form is not None, layout_of(seed)
    return form


def plain(value: str | None) -> str:
    return " ".join((value or "").split())


@pytest.fixture(scope="module")
def readings() -> dict[int, FormReading]:
    return {seed: read(seed) for seed in SEEDS}


def test_nearly_every_field_is_read(readings: dict[int, FormReading]) -> None:
    wrong = [
        (seed, name, values_of(seed).get(name), form.fields.get(name), layout_of(seed))
        for seed, form in readings.items()
        for name in FIELDS
        if name not in form.fields or plain(form.fields[name].value) != plain(values_of(seed).get(name))
    ]
    assert len(wrong) <= (1 - LEAST_RIGHT) * len(readings) * len(FIELDS), wrong


def test_what_is_said_to_be_sure_is_right(readings: dict[int, FormReading]) -> None:
    wrong = [
        (seed, name, values_of(seed).get(name), field, layout_of(seed))
        for seed, form in readings.items()
        for name, field in form.fields.items()
        if field.sure and plain(field.value) != plain(values_of(seed).get(name))
    ]
    assert wrong == []


def test_every_form_is_an_intake_form(readings: dict[int, FormReading]) -> None:
    assert {form.sort for form in readings.values()} == {"intake"}


def test_nothing_is_refused_but_what_is_blank() -> None:
    refused = {seed: blamed(seed) - blank(seed) for seed in SEEDS}
    assert {seed: names for seed, names in refused.items() if names} == {}


def blamed(seed: int) -> set[str]:
    """The fields for which the form of that number is refused."""
    document = read_document(io.BytesIO(drawn(seed, values_of(seed))), "intake.pdf")
    plans = Document("plans.pdf", "plans", 3, 3, sheet_sizes=((36.0, 24.0),) * 3)
    received = datetime.fromisoformat("2026-03-02T09:00:00-08:00")
    facts = IntakeFacts(Registry(), received, "robin@vanceoak.example")
    decision = decide("permit_application", Submittal((document, plans)), facts, Office())
    return {str(one.where) for one in decision.findings if one.severity is Severity.REJECT}


def blank(seed: int) -> set[str]:
    values = values_of(seed)
    names = {name for name in (*REQUIRED, "reference_number") if not values.get(name)}
    if not values["applicant_email"] and not values["applicant_phone"]:
        names |= {"applicant_email", "applicant_phone"}
    return names


def test_the_same_form_is_read_the_same_on_any_page_of_a_longer_file() -> None:
    from bot.demo.papers import calculations, merged

    alone = read(3)
    among = read_form(io.BytesIO(merged(calculations("Larkspur Tower"), drawn(3, values_of(3)))))
    assert among is not None
    moved = {name: replace(field, page=1) for name, field in among.fields.items()}
    assert moved == {name: replace(field, page=1) for name, field in alone.fields.items()}
