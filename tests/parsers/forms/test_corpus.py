"""The corpus of forms of many makers: what is read on them is right, and nothing on them is refused wrongly."""

from __future__ import annotations

from collections import Counter

import pytest

from parsers.documents import read_document
from parsers.forms.reading import FormReading
from tests.corpus.forms import SETS, Form, forms
from tests.corpus.forms.scoring import Score, is_right_sort, scores

LEAST_RIGHT = {"seen": 0.985, "blind": 0.97, "fields": 0.98, "looks": 0.94}


def read(form: Form) -> FormReading | None:
    with form.path.open("rb") as stream:
        return read_document(stream, form.path.name).form


@pytest.fixture(scope="module", params=SETS)
def scored(request: pytest.FixtureRequest) -> tuple[str, dict[str, list[Score]]]:
    read_ones = {form.path.name: list(scores(form, read(form))) for form in forms(request.param)}
    return request.param, read_ones


def test_nearly_every_field_is_read(scored: tuple[str, dict[str, list[Score]]]) -> None:
    name, by_form = scored
    outcomes = Counter(score.outcome for found in by_form.values() for score in found)
    assert outcomes["right"] >= LEAST_RIGHT[name] * outcomes.total(), outcomes


def test_what_is_said_to_be_sure_is_right(scored: tuple[str, dict[str, list[Score]]]) -> None:
    _, by_form = scored
    wrong = {form: [score for score in found if score.outcome == "wrong"] for form, found in by_form.items()}
    assert {form: found for form, found in wrong.items() if found} == {}


@pytest.mark.parametrize("name", SETS)
def test_every_paper_is_taken_for_what_it_is(name: str) -> None:
    assert [form.path.name for form in forms(name) if not is_right_sort(form, read(form))] == []
