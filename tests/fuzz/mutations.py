"""Small damages done to files, each the same for the same number."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

NUMBERS = (b"0", b"-1", b"99999999999", b"1e308", b"-0.0", b"65536", b"2147483648", b"NaN")
Mutation = Callable[[random.Random, bytearray], None]


def mutated(originals: Sequence[bytes], number: int) -> bytes:
    """The mutation of that number of one of these files."""
    chance = random.Random(number)
    content = bytearray(chance.choice(originals))
    for mutation in chance.sample(MUTATIONS, chance.choice((1, 1, 2, 3))):
        if content:
            mutation(chance, content)
    return bytes(content)


def _flipped(chance: random.Random, content: bytearray) -> None:
    for _ in range(chance.choice((1, 4, 32, 256))):
        content[chance.randrange(len(content))] = chance.randrange(256)


def _cut(chance: random.Random, content: bytearray) -> None:
    start = chance.randrange(len(content))
    del content[start : start + chance.choice((1, 16, 512, len(content)))]


def _repeated(chance: random.Random, content: bytearray) -> None:
    start = chance.randrange(len(content))
    piece = content[start : start + chance.choice((8, 128, 4096))]
    content[start:start] = piece * chance.choice((1, 3, 200))


def _renumbered(chance: random.Random, content: bytearray) -> None:
    """Other numbers where numbers stood: sizes, counts, references, offsets."""
    places = [place for place, sign in enumerate(content) if 48 <= sign <= 57]
    for place in sorted(chance.sample(places, min(len(places), chance.choice((1, 3, 12)))), reverse=True):
        content[place : place + 1] = chance.choice(NUMBERS)


def _pointed_back(chance: random.Random, content: bytearray) -> None:
    """PDF references that lead to other objects: cycles, wrong kinds."""
    whole = bytes(content)
    places = [at for at in range(len(whole)) if whole.startswith(b" 0 R", at)]
    for place in sorted(chance.sample(places, min(len(places), 3)), reverse=True):
        start = place
        while start and 48 <= content[start - 1] <= 57:
            start -= 1
        content[start:place] = str(chance.randrange(1, 30)).encode()


MUTATIONS: tuple[Mutation, ...] = (_flipped, _cut, _repeated, _renumbered, _pointed_back)
