"""Inspectors' names: full, short, turned round, mistyped, ordinary words, roles, two of one name."""

from __future__ import annotations

import time as clock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.inspection.reading import KnownPerson
from parsers.people import match_people

PEOPLE = (
    KnownPerson("Dana Ortega"),
    KnownPerson("Luis Ortega"),
    KnownPerson("Marguerite O'Brien", ("Peg", "Maggie")),
    KnownPerson("Will Stone"),
    KnownPerson("Priya Raman"),
    KnownPerson("Tom Fields"),
    KnownPerson("José Nuñez", ("Joe",)),
    KnownPerson("Samuel Smith-Jones", ("Sam",)),
    KnownPerson("Anh De La Cruz"),
    KnownPerson("Robert Hall", ("Bob",)),
    KnownPerson("April Woods"),
)


def names(text: str) -> list[tuple[str, ...]]:
    return [one.candidates for one in match_people(text, PEOPLE)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Priya Raman 3/4", "Priya Raman"),
        ("raman 3/4", "Priya Raman"),
        ("PRIYA - 3/4", "Priya Raman"),
        ("Raman, Priya", "Priya Raman"),
        ("P. Raman", "Priya Raman"),
        ("D Ortega tomorrow", "Dana Ortega"),
        ("luis ortega", "Luis Ortega"),
        ("Dana O. 3/4", "Dana Ortega"),
        ("Raman's inspection", "Priya Raman"),
        ("Mr. Raman", "Priya Raman"),
        ("OBrien 3/4", "Marguerite O'Brien"),
        ("o\u2019brien tuesday", "Marguerite O'Brien"),
        ("Peg 3/4", "Marguerite O'Brien"),
        ("Maggie O'Brian 3/4", "Marguerite O'Brien"),
        ("Nunez 3/4", "José Nuñez"),
        ("JOSE NUÑEZ", "José Nuñez"),
        ("sam smith jones", "Samuel Smith-Jones"),
        ("de la cruz 3/5", "Anh De La Cruz"),
        ("Ramen 3/4", "Priya Raman"),
        ("Preya Ramen - 3/4", "Priya Raman"),
        ("Danna Ortega 3/4", "Dana Ortega"),
        ("Will 3/4", "Will Stone"),
        ("Fields tomorrow", "Tom Fields"),
        ("fields the 13th", "Tom Fields"),
        ("Inspector Woods", "April Woods"),
        ("April 3/5", "April Woods"),
    ],
)
def test_a_known_person_is_found(text: str, name: str) -> None:
    assert names(text) == [(name,)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "will need a rough-in",
        "behind the stone wall",
        "field inspection",
        "hall framing",
        "wood framing 3/4",
        "April 3",
        "Dana Smith 503-555-0101",
        "Contact Mike Ortega",
        "Robert Hill 3/5",
        "parking is on the street",
    ],
)
def test_ordinary_words_and_other_people_are_nobody_known(text: str) -> None:
    assert names(text) == []


def test_a_surname_of_two_names_both() -> None:
    assert names("Ortega 3/4") == [("Dana Ortega", "Luis Ortega")]


def test_a_mistyped_surname_of_two_names_both() -> None:
    assert names("Inspector Ortego") == [("Dana Ortega", "Luis Ortega")]


@pytest.mark.parametrize(
    ("text", "discipline"),
    [
        ("bldg inspector tomorrow", "building"),
        ("electrical inspector", "electrical"),
        ("plumbing insp", "plumbing"),
        ("inspector for mechanical", "mechanical"),
        ("fire marshal", "fire"),
    ],
)
def test_a_role_is_a_discipline(text: str, discipline: str) -> None:
    assert [one.discipline for one in match_people(text, PEOPLE)] == [discipline]


def test_a_role_beside_a_name_is_that_person() -> None:
    assert names("building inspector Raman") == [("Priya Raman",)]


@pytest.mark.parametrize(
    ("text", "shown"), [("Inspector: Bob Hanson", "Bob Hanson"), ("inspector Hanson 3/4", "Hanson")]
)
def test_somebody_nobody_knows_is_named_without_candidates(text: str, shown: str) -> None:
    assert [(one.text, one.candidates) for one in match_people(text, PEOPLE)] == [(shown, ())]


@given(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE))
def test_a_full_name_never_becomes_somebody_else(one: KnownPerson, other: KnownPerson) -> None:
    assert names(f"{one.name} 3/4\n\n{other.name}")[0] == (one.name,)


@given(st.text(max_size=200))
def test_any_text_is_read_without_a_crash(text: str) -> None:
    match_people(text, PEOPLE)


def test_a_long_text_takes_bounded_time() -> None:
    begin = clock.process_time()
    match_people("Ortaga " * 8_000, PEOPLE)
    assert clock.process_time() - begin < 20


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Will: framing", "Will Stone"),
        ("Will - first thing Monday", "Will Stone"),
        ("Will, day after tomorrow", "Will Stone"),
        ("Can Will do Friday?", "Will Stone"),
        ("Hi Will,", "Will Stone"),
        ("Sam Jones 3/4", "Samuel Smith-Jones"),
    ],
)
def test_a_name_that_is_also_a_word_counts_where_somebody_is_spoken_to(text: str, name: str) -> None:
    assert names(text) == [(name,)]


@pytest.mark.parametrize("text", ["Will call you Friday", "We will: see", "Can will power help"])
def test_the_word_stays_a_word_elsewhere(text: str) -> None:
    assert names(text) == []
