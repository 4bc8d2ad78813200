"""A label or heading as it stands on the page of a form."""

from __future__ import annotations

from dataclasses import dataclass

from parsers.forms.labels import Meaning
from parsers.forms.words import Box, Word

CONTRACTORS = frozenset({"contractor_name", "ccb_number"})
"""Fields of the general contractor, who is no sub-contractor."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A label (or heading) as it stands on the page. `ended`: a colon or the like closes it for sure.

    `known`: it is in the table; one that is not was told by its place and lettering alone.
    """

    text: str
    box: Box
    words: tuple[Word, ...]
    meaning: Meaning
    line: int
    ended: bool = False
    section: str | None = None
    is_heading: bool = False
    known: bool = True

    @property
    def field(self) -> str | None:
        name = self.meaning.field(self.section)
        return "" if self.section == "subcontractor" and name in CONTRACTORS else name
