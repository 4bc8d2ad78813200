"""Labels that are in no table: what looks and stands as the known ones do. They bound their neighbours' answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from parsers.forms.words import Line, Word

MAX_STRANGER_WORDS = 9
LEAST_KNOWN = 4
LEAST_ANSWERS = 4
REACH = 300.0
"""How far behind its label an answer may begin, points."""
INDENT = 40.0
"""How far to the right of its label an answer below it may begin, points."""
Breaks = Callable[[Word, Word], bool]


def strangers_on(
    lines: Sequence[Line], known: Sequence[tuple[Word, ...]], breaks: Breaks
) -> Iterator[tuple[int, tuple[Word, ...]]]:
    """(line, words) of every unknown label; `breaks` tells whether two words of a line belong apart."""
    labels = {word for words in known for word in words}
    looks = _looks_of_labels(lines, known, labels)
    columns = _columns_of_labels(lines, known, labels)
    led = sum(1 for words in known if words[-1] in before_dots(lines)) >= LEAST_KNOWN
    dotted = before_dots(lines) if led else frozenset()
    for number, line in enumerate(lines):
        for run in _runs(line.words, breaks):
            if len(run) > MAX_STRANGER_WORDS or labels & set(run) or not _is_worded(run) or _is_sentence(run):
                continue
            if (
                run[-1] in dotted
                or run[0].look in looks
                or run[0].column in columns
                or _is_in_line(run, known)
            ):
                yield number, run


def _is_in_line(run: Sequence[Word], known: Sequence[tuple[Word, ...]]) -> bool:
    """Whether it ends with a colon and begins where known labels of its lettering begin, one below the other."""
    above = [
        words for words in known if words[0].look == run[0].look and abs(words[0].left - run[0].left) < 2
    ]
    return run[-1].text.endswith(":") and len(above) >= LEAST_KNOWN


def _runs(words: Sequence[Word], breaks: Breaks) -> Iterator[tuple[Word, ...]]:
    run: list[Word] = []
    for word in words:
        if run and (word.leader or breaks(run[-1], word)):
            yield tuple(run)
            run = []
        if not word.leader:
            run.append(word)
    if run:
        yield tuple(run)


def _is_sentence(run: Sequence[Word]) -> bool:
    return len(run) > 3 and run[-1].text.endswith(".") and not run[-1].text.endswith("No.")


def _is_worded(run: Sequence[Word]) -> bool:
    letters = sum(1 for word in run for letter in word.text if letter.isalpha())
    return letters >= 3 and letters > sum(1 for word in run for letter in word.text if letter.isdigit())


def _looks_of_labels(
    lines: Sequence[Line], known: Sequence[tuple[Word, ...]], labels: set[Word]
) -> frozenset[tuple[str, float]]:
    """Lettering in which labels are printed and what stands beside and below them is not."""
    heads = Counter(words[0].look for words in known)
    answers = Counter(word.look for words in known for word in _next_to(words, lines, labels))
    if sum(answers.values()) < LEAST_ANSWERS:
        return frozenset()
    return frozenset(
        look
        for look, count in heads.items()
        if count >= LEAST_KNOWN and answers[look] <= 0.25 * min(count, sum(answers.values()) - answers[look])
    )


def _next_to(words: Sequence[Word], lines: Sequence[Line], labels: set[Word]) -> Iterator[Word]:
    """The words right behind and right below a label that are no label."""
    left, right, floor = words[0].left, words[-1].right, max(word.box[3] for word in words)
    for line in lines:
        for word in line.words:
            if word in labels or word.leader:
                continue
            behind = abs(word.box[3] - floor) < 4 and 0 <= word.left - right < REACH
            below = 0 <= word.box[1] - floor + 3 < 16 and -12 < word.left - left < INDENT
            if behind or below:
                yield word
                break


def _columns_of_labels(
    lines: Sequence[Line], known: Sequence[tuple[Word, ...]], labels: set[Word]
) -> frozenset[tuple[float, float]]:
    """Columns of a ruled table in which labels stand and hardly anything else."""
    heads = Counter(words[0].column for words in known if _fills_its_cell(words))
    inked = Counter(word.column for line in lines for word in line.words if not word.leader)
    of_labels = Counter(word.column for word in labels)
    return frozenset(
        column
        for column, count in heads.items()
        if count >= LEAST_KNOWN and of_labels[column] > 0.7 * inked[column]
    )


def _fills_its_cell(words: Sequence[Word]) -> bool:
    """Whether the cell has no room for an answer below the label."""
    cell = words[0].cell
    height = max(word.box[3] for word in words) - min(word.box[1] for word in words)
    return cell is not None and all(cell) and cell[3] - cell[2] < 2 * height + 4


def before_dots(lines: Sequence[Line]) -> frozenset[Word]:
    """The words before rows of dots, which lead from a label to its answer (a row of underscores may hold one)."""
    return frozenset(
        word
        for line in lines
        for word, following in pairwise(line.words)
        if following.leader and "_" not in following.text
    )
