"""How many mails are taken for what they are, kind by kind."""

from __future__ import annotations

from collections import Counter

from tests.corpus.kinds import labelled_kinds


def run() -> None:
    """Prints right and seen of each kind, the sum, and what was taken for another kind."""
    seen: Counter[str] = Counter()
    right: Counter[str] = Counter()
    wrong: list[str] = []
    for mail in labelled_kinds():
        seen[mail.kinds[0]] += 1
        if mail.is_right:
            right[mail.kinds[0]] += 1
        else:
            wrong.append(f"    {mail.name}: {mail.found}, not {mail.kinds[0]}")
    print("\nKinds of mail")  # noqa: T201
    for kind in sorted(seen):
        print(f"  {kind:26} {right[kind]:4}/{seen[kind]:<4} {right[kind] / seen[kind]:7.1%}")  # noqa: T201
    whole, total = right.total(), seen.total()
    print(f"  {'all kinds':26} {whole:4}/{total:<4} {whole / total:7.1%}", *wrong, sep="\n")  # noqa: T201
