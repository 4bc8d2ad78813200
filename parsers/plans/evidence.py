"""What one sheet of a plan set shows: evidence only, judged elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Box = tuple[float, float, float, float]
"""(left, top, right, bottom) as shares (0 to 1) of the sheet as displayed, from its top left corner."""

SheetKind = Literal[
    "cover",
    "floor_plan",
    "ceiling_plan",
    "site_plan",
    "roof_plan",
    "elevation",
    "interior_elevation",
    "section",
    "detail",
    "schedule",
    "notes",
    "structural_plan",
    "mechanical_plan",
    "electrical_plan",
    "plumbing_plan",
    "fire_plan",
    "diagram",
]
Readability = Literal["text", "partly", "stroked", "scanned", "garbled", "blank", "broken"]
"""`partly`: some text beside a scan; `stroked`: letters drawn as lines; `garbled`: codes without letters;
`broken`: the page could not be read at all."""


@dataclass(frozen=True, slots=True)
class Ink:
    """What is drawn in one kind of ink.

    `square_inches` that are inked; `spots`: how many squares of 3 x 3 in cover it (0, 1, 2; 3 = more, D13);
    `share`: of the sheet's one-inch cells, how many it touches. `boxes`: where, the largest first.
    """

    square_inches: float = 0.0
    spots: int = 0
    share: float = 0.0
    boxes: tuple[Box, ...] = ()

    @property
    def is_drawn(self) -> bool:
        """More than specks (D13: together under 0.02 sq in)."""
        return self.square_inches >= 0.02


@dataclass(frozen=True, slots=True)
class Words:
    """Words on the sheet, where, and how high their letters are (points; 0 = not known)."""

    text: str
    box: Box
    size_pt: float = 0.0


@dataclass(frozen=True, slots=True)
class Expiry:
    """A date after "Expires" or "Renews". `sure`: surely an engineer's and surely read (D6)."""

    on: date
    words: Words
    sure: bool


@dataclass(frozen=True, slots=True)
class Lettering:
    """Sizes of notes and dimensions, title block left out: characters, median, shares of small ones (D7)."""

    characters: int = 0
    median_pt: float | None = None
    under_12: float = 0.0
    under_8: float = 0.0
    under_6: float = 0.0


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale note; `feet_per_inch` None: not to scale."""

    feet_per_inch: float | None
    words: Words


@dataclass(frozen=True, slots=True)
class NumberCandidate:
    """Words that may be the sheet number, with the place of their middle and a score of their own."""

    number: str
    box: Box
    size_pt: float
    score: float
    title: str = ""


@dataclass(frozen=True, slots=True)
class SheetEvidence:
    """One sheet. `page` counts from 1; sizes in inches as displayed, 0 where the page names none that holds.

    `all_color` is everything coloured, `color` leaves out highlighter, `beside_red` leaves out red too, `red` is
    what it left out. `photographs`: pictures, not scans; `picture_square_in`: what all pictures cover.
    `listed_numbers`: those of the list of sheets, where one stands here. `code_parts`: parts of a code summary
    that stand here with a value, `code_named`: that are at least named. `seals`: words or pictures of a licence seal.
    `checked`: what is drawn was looked at (False: only text, as for calculations). `pictures`: pictures beside
    text that may be stamps. `by_eye`: words were seen by a recogniser of letters, so none of them is surely read;
    `not_for_construction_seen`: what looks like that stamp to it, unsurely.
    """

    page: int
    width_in: float
    height_in: float
    checked: bool = True
    number: str | None = None
    title: str | None = None
    number_candidates: tuple[NumberCandidate, ...] = ()
    listed_numbers: tuple[str, ...] = ()
    kinds: tuple[SheetKind, ...] = ()
    all_color: Ink = field(default_factory=Ink)
    color: Ink = field(default_factory=Ink)
    beside_red: Ink = field(default_factory=Ink)
    red: Ink = field(default_factory=Ink)
    gray: Ink = field(default_factory=Ink)
    highlighter: tuple[Box, ...] = ()
    photographs: tuple[Box, ...] = ()
    picture_square_in: float = 0.0
    pictures: tuple[Box, ...] = ()
    not_for_construction: tuple[Words, ...] = ()
    not_for_construction_seen: tuple[Words, ...] = ()
    preliminary: tuple[Words, ...] = ()
    expiries: tuple[Expiry, ...] = ()
    seals: tuple[Words, ...] = ()
    scales: tuple[Scale, ...] = ()
    lettering: Lettering = field(default_factory=Lettering)
    code_heading: Words | None = None
    code_parts: tuple[str, ...] = ()
    code_named: tuple[str, ...] = ()
    readability: Readability = "text"
    by_eye: bool = False
    thumbnail: str = ""

    @property
    def is_readable(self) -> bool:
        """Whether what is written on the sheet was surely read."""
        return self.readability in {"text", "blank"}


def pages_of(sheets: Iterable[SheetEvidence]) -> tuple[int, ...]:
    """Their page numbers, in order."""
    return tuple(sorted(sheet.page for sheet in sheets))
