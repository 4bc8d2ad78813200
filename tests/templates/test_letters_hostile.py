"""Every letter with the longest and worst that strangers can put into it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from bot.letters.regular import digest_letter
from templates.cleaning import UNSAFE
from templates.render import FOLDER
from tests.factory.digests import a_full_digest
from tests.factory.letters import HOSTILE, every_letter

PLAIN = every_letter()
WORST = every_letter(HOSTILE) | {"digest": digest_letter(a_full_digest(HOSTILE), ["c@city.example"])}
VOID = frozenset({"meta", "br", "hr", "img", "link", "input"})


class _Balance(HTMLParser):
    """Raises where tags do not close in order; collects the tags and their links."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]
        assert not any(name.startswith("on") for name, _ in attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_every_letter_template_is_rendered_here() -> None:
    assert {path.stem for path in (FOLDER / "letters").glob("*.j2")} <= PLAIN.keys()


@pytest.mark.parametrize("name", sorted(WORST))
def test_markup_of_strangers_stays_text(name: str) -> None:
    page = _Balance()
    page.feed(WORST[name].html)
    assert page.open == []
    assert page.tags.isdisjoint({"script", "img", "iframe", "form", "object", "link"})
    assert all(link.startswith(("mailto:", "tel:", "cases/")) for link in page.links)
    assert "<script" not in WORST[name].html


@pytest.mark.parametrize("name", sorted(WORST))
def test_no_template_code_of_strangers_is_run(name: str) -> None:
    letter = WORST[name]
    assert not re.search(r"(?<!\d)49(?!\d)", letter.subject)
    if "7*7" in letter.text:
        assert "{{ 7*7 }}" in re.sub(r"\s+(?:> )?", " ", letter.text)


@pytest.mark.parametrize("name", sorted(WORST))
def test_no_hidden_character_gets_through_and_the_subject_is_one_line(name: str) -> None:
    letter = WORST[name]
    assert not UNSAFE.search(letter.text + letter.html + letter.subject)
    assert "\n" not in letter.subject
    assert len(letter.subject) <= 180
    assert len(letter.html) < 120_000


@pytest.mark.parametrize("name", sorted(PLAIN))
def test_the_text_part_reads_without_markup(name: str) -> None:
    text = PLAIN[name].text
    assert not re.search(r"<[a-z/]|&[a-z]+;|{[{%]|None\b", text)
    assert "\n\n\n" not in text
    too_long = [line for line in text.split("\n") if len(line) > 76 and " " in line.strip()]
    assert too_long == []


@pytest.mark.parametrize("name", sorted(PLAIN))
def test_text_and_html_say_the_same(name: str) -> None:
    letter = PLAIN[name]
    body = re.sub(r"<style>.*?</style>", "", letter.html, flags=re.DOTALL)
    seen = set(re.findall(r"[a-z]{4,}", re.sub(r"<[^>]+>", " ", body).lower()))
    told = set(re.findall(r"[a-z]{4,}", letter.text.lower()))
    # The text part spells out what the buttons of the HTML part hold in their links.
    in_links = {"reply", "will", "there", "please", "inspection", "result", "approved", "partial", "approval"}
    in_links |= {
        "corrections",
        "needed",
        "access",
        "this",
        "take",
        "thursday",
        "march",
        "monday",
        "cancel",
        "move",
        "release",
        "deny",
        "because",
    }
    assert told - seen - in_links == set()


@pytest.mark.parametrize("name", sorted(PLAIN.keys() - {"day_sheet"}))
def test_a_letter_names_its_case_and_the_office(name: str) -> None:
    letter = PLAIN[name]
    assert "[FPP-26-0001" in letter.subject
    assert "FPP-26-0001" in letter.text
    assert "503-823-5996" in letter.text
    assert "503-823-5996" in letter.html
