"""What is said of one fillable field: which field of the form it stands for."""

from __future__ import annotations

from dataclasses import dataclass

from parsers.forms.mark import Mark
from parsers.forms.reading import Source
from parsers.forms.widgets import Widget


@dataclass(frozen=True, slots=True)
class Claim:
    """A field that a widget stands for, as far as can be told; "" = one that is not read."""

    widget: Widget
    field: str
    source: Source
    sure: bool
    label: str | None
    rank: int = 0
    mark: Mark | None = None
