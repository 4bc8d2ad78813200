"""How well inspection mail is read, field by field, on the labelled corpus; and how long one mail takes."""

from __future__ import annotations

import statistics
import time

from parsers.inspection.read import read_inspection
from parsers.kind import classify
from parsers.read_mail import read_mail
from tests.corpus.inspection import PEOPLE, Labelled, messages
from tests.parsers.test_inspection_corpus import score_of


def run() -> None:
    """Prints the share of each field that is right, what was surely read wrongly, and the median time."""
    mails = list(messages())
    score = score_of(mails)
    print(f"inspection corpus: {len(mails)} mails")  # noqa: T201
    for name in sorted(score.seen):
        print(f"  {name:16} {score.right[name]:4}/{score.seen[name]:<4} {score.share(name):7.1%}")  # noqa: T201
    print(f"  surely read and wrong: {len(score.misleading)}")  # noqa: T201
    print(f"  bytes to reading and kind, median {statistics.median(map(_milliseconds, mails)):.2f} ms")  # noqa: T201


def _milliseconds(one: Labelled) -> float:
    started = time.perf_counter()
    mail = read_mail(one.raw)
    reading = read_inspection(mail, one.received, PEOPLE)
    classify(mail, one.mailbox, (), reading)
    return (time.perf_counter() - started) * 1000
