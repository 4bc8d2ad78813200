"""`python -m tests.chaos [ROUNDS] [FIRST_SEED]`: plays rounds and reports; a failed one is repeated by its seed."""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed

from tests.chaos.audit import Audit
from tests.chaos.rounds import round_of_safely

WORKERS = 2


def main() -> int:
    """0 where every promise held in every round."""
    rounds, first = [int(word) for word in [*sys.argv[1:], *("500", "1")[len(sys.argv) - 1 :]]]
    started, found = time.monotonic(), []
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(WORKERS, mp_context=spawn) as workers:
        for done in as_completed([workers.submit(round_of_safely, first + one) for one in range(rounds)]):
            one = done.result()
            found.append(one)
            for fault in one.faults:
                print(f"seed {one.seed}: {fault}", flush=True)  # noqa: T201
            if len(found) % 25 == 0:
                print(f"{len(found)} of {rounds} rounds, {time.monotonic() - started:.0f} s", flush=True)  # noqa: T201
    _report(found)
    return 1 if any(one.faults for one in found) else 0


def _report(found: list[Audit]) -> None:
    troubles = sum((one.troubles for one in found), Counter[str]())
    print(  # noqa: T201
        f"{len(found)} rounds (seeds {min(one.seed for one in found)} to {max(one.seed for one in found)}): "
        f"{sum(one.mails for one in found)} mails in, {sum(one.letters for one in found)} letters out, "
        f"{sum(one.doubled for one in found)} of them twice (the undecidable case), "
        f"{sum(bool(one.faults) for one in found)} rounds with a fault"
    )
    print("troubles: " + ", ".join(f"{name} {count}" for name, count in troubles.most_common()))  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
