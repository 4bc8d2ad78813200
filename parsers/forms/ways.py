"""On which side of their labels the answers of a page stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from parsers.forms.around import Found

TOSS_UP = 1.0


def common_way(found: Sequence[Found]) -> str:
    """Whether values stand behind, below or over their labels on this page; "" where that is not clear."""
    loose = [one for one in found if one.slot is None]
    behind = sum(1 for one in loose if one.behind)
    votes = Counter(_votes([one for one in loose if not one.behind]))
    over, below = votes["over"], votes["below"]
    if behind >= 2 * max(over, below):
        return "behind" if behind else ""
    if over > below:
        return "over" if over > max(2 * below, 2 * behind, 0.3 * len(loose)) else ""
    return "below" if below >= 2 * behind and below > 3 * over else ""


def _votes(alone: Sequence[Found]) -> Iterator[str]:
    """What stands in a label's own cell speaks for that label, what stands between two labels for the nearer one,
    what only one of them can claim for that one."""
    boxed = {word for one in alone if one.boxed for word in one.below}
    upper = {word: one for one in alone for word in one.below}
    claimed = {word for one in alone for word in one.over} - boxed
    for one in alone:
        if one.below and not claimed & set(one.below):
            yield "below"
        if not one.over or boxed & set(one.over):
            continue
        other = upper.get(one.over[0])
        up = one.mark.box[1] - max(word.box[3] for word in one.over)
        down = other.below[0].box[1] - other.mark.box[3] if other is not None else up + 2 * TOSS_UP
        if abs(up - down) >= TOSS_UP:
            yield "over" if up < down else "below"
