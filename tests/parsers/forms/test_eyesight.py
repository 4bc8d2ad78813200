"""Whether what was seen on a scan is surely the whole answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parsers.forms.eyesight import is_surely_seen
from parsers.forms.labels import labels
from parsers.forms.reading import FieldReading
from parsers.scans.drawn import ScanDrawing
from parsers.scans.fonts import Lettering
from parsers.scans.paper import ScannedPage
from parsers.scans.seen import SeenWord


def word(text: str, left: int, *, top: int = 100, sureness: float = 95.0) -> SeenWord:
    return SeenWord(text, (left, top, left + 20 * len(text), top + 30), sureness)


def page(*words: SeenWord, drawing: ScanDrawing | None = None) -> ScannedPage:
    """A page at 72 dots an inch, so that its dots are points."""
    kinds = dict.fromkeys(words, Lettering("Helvetica", 40))
    return ScannedPage(2000, 2000, 72, words, drawing or ScanDrawing(), (), kinds)


def reading(*words: SeenWord) -> FieldReading:
    box = (words[0].box[0], words[0].box[1], words[-1].box[2], words[-1].box[3])
    return FieldReading(" ".join(one.text for one in words), "ocr", page=1, box=box)


def is_sure(name: str, own: tuple[SeenWord, ...], *others: SeenWord) -> bool:
    return is_surely_seen(name, reading(*own), page(*own, *others), labels())


def test_clear_words_with_nothing_near_are_surely_the_answer() -> None:
    assert is_sure("building", (word("Kingsley", 100), word("Court", 280)))


def test_a_word_that_was_not_clear_makes_the_answer_unsure() -> None:
    assert not is_sure("building", (word("Kingsley", 100), word("Court", 280, sureness=70)))


def test_a_word_close_behind_may_be_the_rest_of_the_answer() -> None:
    assert not is_sure("building", (word("Kingsley", 100),), word("Court", 280))
    assert is_sure("building", (word("Kingsley", 100),), word("Suite", 600))


def test_a_line_close_below_may_be_the_rest_of_the_answer() -> None:
    assert not is_sure("description", (word("Remodel", 100),), word("lobby", 102, top=145))


def test_ink_beside_the_answer_may_be_a_part_of_it() -> None:
    own = (word("Oyelaran", 300),)
    seen = replace(page(*own), ink=((180, 100, 280, 130),))
    assert not is_surely_seen("applicant_name", reading(*own), seen, labels())


@pytest.mark.parametrize(
    ("name", "text", "sure"),
    [
        ("applicant_email", "a.b@studio.example", True),
        ("applicant_email", "a.b@studio", False),
        ("applicant_phone", "503-555-0142", True),
        ("applicant_phone", "03-555-0142", False),
        ("valuation", "$185,000", True),
        ("valuation", "$18S,000", False),
        ("ccb_number", "184402", True),
        ("ccb_number", "1844O2", False),
        ("suite", "25-104233-000-00-FA", False),
        ("contractor_name", "Name:", False),
    ],
)
def test_what_does_not_read_as_its_field_does_is_not_sure(name: str, text: str, *, sure: bool) -> None:
    assert is_sure(name, (word(text, 100),)) is sure


def test_a_tick_before_another_answer_makes_the_status_unsure() -> None:
    options = (word("New", 100), word("Existing", 300))
    box = FieldReading("new", "ocr", page=1, box=(100, 100, 460, 130))
    before = {"new": ScanDrawing(ticked_boxes=((70, 103, 94, 127),), empty_boxes=((270, 103, 294, 127),))}
    before["existing"] = ScanDrawing(ticked_boxes=((270, 103, 294, 127),), empty_boxes=((70, 103, 94, 127),))
    assert is_surely_seen("tenant_status", box, page(*options, drawing=before["new"]), labels())
    assert not is_surely_seen("tenant_status", box, page(*options, drawing=before["existing"]), labels())
