"""What labels mean: in any order of their words, with words that say nothing, and with a bureau's own names."""

from __future__ import annotations

import pytest

from parsers.forms.labels import labels


def field(label: str, more: str = "") -> str | None:
    meaning = labels(more).meaning(label)
    return meaning.plain if meaning is not None else None


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Please enter your complete project address", "address"),
        ("Address of the project", "address"),
        ("Detailed description of the proposed work", "description"),
        ("Project Building Name/Number", "building"),
        ("Valuation (not including mechanical)", "valuation"),
        ("Project valuation w/o mech.", "valuation"),
        ("Project valuation - no mechanical", "valuation"),
        ("Facility / Building", "building"),
        ("Ste./Fl.", "suite"),
        ("Mechanical Valuation ($)", "mechanical_valuation"),
        ("Building owner name", ""),
        ("Owner of the building", ""),
        ("Anticipated start date", None),
    ],
)
def test_a_label_means_the_same_in_other_words(label: str, name: str | None) -> None:
    assert field(label) == name


def test_a_bureaus_own_label_is_added_to_ours() -> None:
    more = '[fields.reference_number]\nlabels = ["cost object"]\n[options.tenant_status]\nnew = ["moving in"]'
    assert field("Cost Object #", more) is None
    assert field("Cost Object", more) == "reference_number"
    assert field("Billing Number", more) == "reference_number"
    assert labels(more).option("Moving in") == "new"
    assert field("Cost Object") is None
    assert field("Prmt Number", '[words]\npermit = ["prmt"]') == "permit_number"


@pytest.mark.parametrize(
    "more",
    ['[fields.colour]\nlabels = ["a"]', "[fields.building]\nlabels = 3", "building =", "[words]\nx = [1]"],
)
def test_what_the_table_does_not_have_is_refused(more: str) -> None:
    with pytest.raises(ValueError):
        labels(more)
