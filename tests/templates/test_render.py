"""The engine: fragments, letters, pages."""

from __future__ import annotations

import pytest

from templates import render
from tests.factory.digests import a_digest


def test_a_code_without_a_fragment_gets_the_general_words() -> None:
    words = render.finding_words("no.such_code", "phone", None, {})
    assert words.is_fallback
    assert "no.such_code" in words.title
    assert words.fix is not None


@pytest.mark.parametrize("code", ["../../etc/passwd", "a.b/../../c", "", "A.B", "x" * 10_000, "a.b\x00"])
def test_a_code_that_is_none_reads_no_file(code: str) -> None:
    assert render.finding_words(code, None, None, {}).is_fallback


def test_a_value_that_the_rule_did_not_give_falls_back_instead_of_raising() -> None:
    words = render.finding_words("plans.page_limit", None, "plans.pdf", {})
    assert words.title
    assert words.detail


def test_values_are_cut_and_cleaned_and_never_run() -> None:
    words = render.finding_words("no.such_code", None, "{{ 7*7 }}\u202e" + "x" * 5_000_000, {})
    assert "{{ 7*7 }}" in words.detail
    assert "49" not in words.detail
    assert "\u202e" not in words.detail
    assert len(words.detail) < 1000


def test_every_template_compiles() -> None:
    names = render.prepare()
    assert "digest.html.j2" in names
    assert "letters/inspection_answer.j2" in names


def test_the_page_of_a_quiet_day_says_that_all_is_well() -> None:
    page = render.render_page("digest", a_digest())
    assert "All is well, nothing needs you" in page
    assert page.startswith("<!DOCTYPE html>")


def test_styles_stand_in_the_tags() -> None:
    page = render.render_page("digest", a_digest())
    assert 'class="status-good" style="' in page
