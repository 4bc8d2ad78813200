"""How well inspection mail is read and decided on the labelled corpus, what it costs, and how long one mail takes."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from storage.store import Store
from tests.corpus.charges import expected, played, stories
from tests.corpus.inspection import Labelled, messages
from tests.corpus.inspection.decided import Decided, decided
from tests.corpus.inspection.office_mails import judged
from tests.parsers.test_inspection_corpus import score_of

ROUNDS = 3


def run() -> None:
    """Prints the share of each field that is right, what was surely read wrongly, wrong charges and the time."""
    mails = list(messages())
    _print_fields(mails)
    with TemporaryDirectory(prefix="fpp-bot-bench-") as folder:
        _print_actions(mails, Path(folder))
        _print_office(Path(folder))
        _print_charges(Path(folder))


def _print_fields(mails: Sequence[Labelled]) -> None:
    score = score_of(mails)
    print(f"inspection corpus: {len(mails)} mails")  # noqa: T201
    for name in sorted(score.seen):
        _print_share(name, score.right[name], score.seen[name])
    print(f"  surely read and wrong: {len(score.misleading)}")  # noqa: T201


def _print_actions(mails: Sequence[Labelled], folder: Path) -> None:
    store = Store.open(f"sqlite:///{folder}/bench.db")
    rounds = [list(decided(mails, store)) for _ in range(ROUNDS)]
    store.close()
    once = rounds[0]
    _print_share("action", sum(one.action == one.expected for one in once), len(once))
    for one in once:
        if one.action != one.expected:
            print(f"    {one.name}: {one.action} {one.codes}, expected {one.expected}")  # noqa: T201
    print(f"  accepted with a wrong date or inspector: {sum(len(one.misrouted) for one in once)}")  # noqa: T201
    for what, name in (("facts given", "judged_ms"), ("with the record asked", "whole_ms")):
        _print_time(what, [getattr(one, name) for one in _quickest(rounds)])


def _print_office(folder: Path) -> None:
    """The mails that were labelled from the rules alone, against a whole registry."""
    store = Store.open(f"sqlite:///{folder}/office.db")
    verdicts = list(judged(store))
    store.close()
    print(f"office corpus: {sum(verdict[1] == 'kind' for verdict, _, _ in verdicts)} mails")  # noqa: T201
    for name in sorted({verdict[1] for verdict, _, _ in verdicts}):
        rights = [is_right for verdict, is_right, _ in verdicts if verdict[1] == name]
        _print_share(name, sum(rights), len(rights))
    print(f"  acted on and wrong: {sum(acted_on for _, _, acted_on in verdicts)}")  # noqa: T201


def _quickest(rounds: Sequence[Sequence[Decided]]) -> list[Decided]:
    """Of each mail the round that was disturbed least."""
    return [min(of_mail, key=lambda one: one.whole_ms) for of_mail in zip(*rounds, strict=True)]


def _print_time(what: str, milliseconds: Sequence[float]) -> None:
    p95 = statistics.quantiles(milliseconds, n=20)[-1]
    median = statistics.median(milliseconds)
    print(f"  bytes to decision, {what}: median {median:.2f} ms, p95 {p95:.2f} ms")  # noqa: T201


def _print_charges(folder: Path) -> None:
    told = list(stories())
    wrong = [story.name for story in told if played(story, folder / story.name) != expected(story)]
    print(f"charges: {len(told)} labelled sequences, wrong charges {len(wrong)} {' '.join(wrong)}".rstrip())  # noqa: T201


def _print_share(name: str, right: int, seen: int) -> None:
    print(f"  {name:16} {right:4}/{seen:<4} {right / seen:7.1%}")  # noqa: T201
