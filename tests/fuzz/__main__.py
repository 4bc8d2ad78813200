"""`python -m tests.fuzz mails|papers [SECONDS] [SEED]`."""

from __future__ import annotations

import sys


def main() -> None:
    what, seconds, seed = [*sys.argv[1:], *("mails", "60", "1")[len(sys.argv) - 1 :]][:3]
    if what == "mails":
        from tests.fuzz import mails  # instruments what it imports: only where it is wanted

        mails.run(int(seconds))
    else:
        from tests.fuzz import papers

        papers.run(int(seconds), int(seed))


if __name__ == "__main__":
    main()
