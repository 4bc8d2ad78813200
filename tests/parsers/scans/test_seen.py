"""The words in a recogniser's table."""

from __future__ import annotations

from parsers.scans.seen import SeenWord, words_of_tsv

HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"


def test_words_come_with_their_boxes_and_lines() -> None:
    table = (
        HEAD
        + "5\t1\t1\t1\t1\t1\t10\t20\t30\t8\t96.5\tProject\n"
        + "5\t1\t1\t1\t1\t2\t44\t20\t30\t8\t91\tValuation:\n"
        + "5\t1\t2\t1\t1\t1\t90\t20\t30\t8\t88\t$84,500\n"
    )
    assert words_of_tsv(table) == (
        SeenWord("Project", (10, 20, 40, 28), 96.5, 0),
        SeenWord("Valuation:", (44, 20, 74, 28), 91.0, 0),
        SeenWord("$84,500", (90, 20, 120, 28), 88.0, 1),
    )


def test_rules_taken_for_letters_are_no_words() -> None:
    assert words_of_tsv(HEAD + "5\t1\t1\t1\t1\t1\t10\t20\t30\t8\t60\t|__|\n") == ()


def test_a_quotation_mark_opens_nothing() -> None:
    table = HEAD + '5\t1\t1\t1\t1\t1\t1\t2\t3\t8\t90\t"Larkspur\n5\t1\t1\t1\t1\t2\t9\t2\t3\t8\t90\tTower"\n'
    assert [word.text for word in words_of_tsv(table)] == ['"Larkspur', 'Tower"']
