"""Every finding code has its words: the one place that names whatever is missing."""

from __future__ import annotations

import re
from itertools import chain

import pytest

from rules.policy import DEFAULTS
from templates.render import FOLDER, FindingWords, Value, finding_words, fragment_values, has_fragment

BLOCKS = re.compile(r"{%-?\s*block\s+(\w+)")
SAMPLES: tuple[Value, ...] = ("7", 7, ("7", "8"))
"""What a rule may give. Fragments take dates, numbers and lists; each is tried where another does not fit."""


def _source(code: str) -> str:
    return (FOLDER / "findings" / f"{code.replace('.', '/')}.j2").read_text(encoding="utf-8")


def _words(code: str) -> FindingWords:
    tried = [
        finding_words(code, where, "plans.pdf", dict.fromkeys(fragment_values(code), sample))
        for sample in SAMPLES
        for where in ((1, 2), "phone")
    ]
    return next((words for words in tried if not words.is_fallback), tried[0])


def test_every_finding_code_has_a_fragment() -> None:
    assert [code for code in DEFAULTS if not has_fragment(code)] == []


def test_every_fragment_belongs_to_a_finding_code() -> None:
    files = chain.from_iterable(
        folder.glob("*.j2") for folder in (FOLDER / "findings").iterdir() if folder.is_dir()
    )
    codes = {f"{file.parent.name}.{file.stem}" for file in files}
    assert sorted(codes - DEFAULTS.keys()) == []


@pytest.mark.parametrize("code", [code for code in DEFAULTS if has_fragment(code)])
def test_a_fragment_has_its_three_blocks_and_reads_as_sentences(code: str) -> None:
    assert sorted(BLOCKS.findall(_source(code))) == ["detail", "fix", "title"]
    words = _words(code)
    assert not words.is_fallback
    assert words.title
    assert not words.title.endswith(".")
    assert words.detail.endswith((".", "?", ")", "”", '"'))
    assert words.fix is None or words.fix.endswith((".", "?", ")", "”", '"'))
    assert not re.search(r"{[{%]|[%}]}|None|Undefined", f"{words.title} {words.detail} {words.fix or ''}")
