"""Two looks at one page."""

from __future__ import annotations

from parsers.scans.agreement import agreed as agreed_on
from parsers.scans.seen import SeenWord


def agreed(first: list[SeenWord], second: list[SeenWord]) -> tuple[SeenWord, ...]:
    return agreed_on(first, second, is_expected={"CCB", "Number"}.__contains__)


def word(text: str, sureness: float = 92.0, *, left: int = 100, width: int = 200) -> SeenWord:
    return SeenWord(text, (left, 50, left + width, 80), sureness)


def test_what_both_looks_saw_alike_is_sure() -> None:
    (found,) = agreed([word("westhillspm")], [word("westhillspm", 78)])
    assert found.sureness >= 90


def test_what_neither_look_saw_clearly_is_not_sure_though_alike() -> None:
    (found,) = agreed([word("westhillsom", 86)], [word("westhillsom", 86)])
    assert found.sureness < 85


def test_what_the_looks_saw_unlike_is_not_sure_however_clear_it_was() -> None:
    (found,) = agreed([word("westhillsom", 97)], [word("westhillspm", 80)])
    assert (found.text, found.sureness < 85) == ("westhillsom", True)


def test_what_the_second_look_saw_more_clearly_counts_unsurely() -> None:
    (found,) = agreed([word("Ssunniva", 12)], [word("sunniva", 88)])
    assert (found.text, found.sureness < 85) == ("sunniva", True)


def test_what_only_one_look_saw_is_kept_unsurely() -> None:
    found = agreed([word("Oak", 96)], [word("Elm", 96, left=500)])
    assert sorted((one.text, one.sureness < 85) for one in found) == [("Elm", True), ("Oak", True)]


def test_a_word_that_the_second_look_took_apart_is_alike() -> None:
    halves = [word("HB/", left=100, width=60), word("7731-A", left=170, width=130)]
    (found,) = agreed([word("HB/7731-A")], halves)
    assert found.sureness >= 90


def test_a_word_that_forms_have_printed_on_them_counts_before_another() -> None:
    (found,) = agreed([word("CCBVeen", 94)], [word("CCB", 60)])
    assert (found.text, found.sureness < 85) == ("CCB", True)
