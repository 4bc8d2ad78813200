"""An inspection type in words that we don't know."""

from __future__ import annotations

import re
from collections.abc import Collection

from parsers.calendar_words import MONTHS, TODAY, TOMORROW, WEEKDAYS
from parsers.inspection.reading import TypeReading
from parsers.ordinary_words import FIRST_NAMES, ORDINARY
from parsers.spans import word_set

_NEVER_A_TYPE = {*MONTHS, *WEEKDAYS, *TODAY, *TOMORROW} | word_set(
    """
    fpp city bds ppd sched schedule schedul scheduling another these those onsite site virtual video next first
    upcoming special quick formal official required additional multiple several few both single different usual
    regular weekly periodic whatever whole which what proper successful following routine county state urgent
    urgently pronto cheers regards hola gracias downtown upstairs downstairs confirmed rush crew unlocked locked
    permitted weather thx tia folks gents team everyone sirs madam hey howdy corridor wing portland oregon
    """
)
_BEFORE_INSPECTION = re.compile(
    r"(?<![\w'])(?P<word>[a-z]{3,14}(?:-[a-z]{2,10})?)\s+insp(?:\b|e?c?t?i?o?ns?\b)"
)


def unknown_type(text: str, strangers: Collection[str] = ()) -> TypeReading | None:
    """The small word before "inspection" that is no ordinary one: a type that we don't know, as written.

    `text`: plain and masked. `strangers`: folded words that are names here.
    """
    for match in _BEFORE_INSPECTION.finditer(text):
        word = match["word"]
        if word not in _NEVER_A_TYPE and word not in ORDINARY | FIRST_NAMES and word not in strangers:
            return TypeReading(match[0])
    return None
