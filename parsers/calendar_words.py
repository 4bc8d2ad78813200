"""The words of the calendar: months and weekdays, abbreviated and mistyped."""

from __future__ import annotations

from typing import Final

from parsers.spans import word_set

_MONTHS: Final = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_WEEKDAYS: Final = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_SHORT_MONTHS: Final = {
    "jan": 1,
    "feb": 2,
    "mar": 3,
    "apr": 4,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sep": 9,
    "sept": 9,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}
_SHORT_WEEKDAYS: Final = {
    "mon": 0,
    "tue": 1,
    "tues": 1,
    "wed": 2,
    "weds": 2,
    "thu": 3,
    "thur": 3,
    "thurs": 3,
    "thrs": 3,
    "fri": 4,
    "sat": 5,
    "sun": 6,
}
_OTHER_SLIPS: Final = {
    "febuary": 2,
    "febrary": 2,
    "feburary": 2,
    "janurary": 1,
    "apirl": 4,
    "aprl": 4,
    "agust": 8,
    "septmber": 9,
    "octuber": 10,
    "novemeber": 11,
    "decmeber": 12,
}
_OTHER_DAY_SLIPS: Final = {
    "wensday": 2,
    "wendsday": 2,
    "wenesday": 2,
    "wedensday": 2,
    "wednsday": 2,
    "teusday": 1,
    "thersday": 3,
    "tuesdy": 1,
    "thurday": 3,
    "satruday": 5,
    "lunes": 0,
    "martes": 1,
    "miércoles": 2,
    "miercoles": 2,
    "jueves": 3,
    "viernes": 4,
}


def _slips(word: str) -> set[str]:
    """The word with one inner letter left out, doubled, or swapped with its neighbour."""
    inner = range(1, len(word) - 1)
    return (
        {word[:i] + word[i + 1 :] for i in inner}
        | {word[:i] + word[i] + word[i:] for i in inner}
        | {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)}
    )


def _words(full: list[str], short: dict[str, int], slips: dict[str, int], first: int) -> dict[str, int]:
    table = {
        slip: number for number, word in enumerate(full, first) if len(word) >= 6 for slip in _slips(word)
    }
    return table | slips | short | {word: number for number, word in enumerate(full, first)}


MONTHS: Final = _words(_MONTHS, _SHORT_MONTHS, _OTHER_SLIPS, 1)
"""Lower case month words, mistyped ones included, to 1 ... 12."""
WEEKDAYS: Final = _words(_WEEKDAYS, _SHORT_WEEKDAYS, _OTHER_DAY_SLIPS, 0)
"""Lower case weekday words, mistyped ones included, to 0 (Monday) ... 6."""

TOMORROW: Final = word_set(
    """
    tomorrow tomorow tommorow tommorrow tomorrrow tomorroow tomarrow tomrrow tomorro tmrw tmr tmrow tmw
    2morrow 2moro mañana
    """
)
TODAY: Final = frozenset(["today", "2day", "todya", "toady", "tody", "hoy"])

_UNITS: Final = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_TEENS: Final = (
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
)
DAY_WORDS: Final = (
    {word: number for number, word in enumerate((*_UNITS, *_TEENS, "twentieth"), 1)}
    | {f"twenty {word}": number for number, word in enumerate(_UNITS, 21)}
    | {"thirtieth": 30, "thirty first": 31}
)
"""Lower case days of a month in words, beside a month's name only, to 1 ... 31."""
MONTHS_ELSEWHERE: Final = {
    word: number
    for number, word in enumerate(
        (
            "enero",
            "febrero",
            "marzo",
            "abril",
            "mayo",
            "junio",
            "julio",
            "agosto",
            "septiembre",
            "octubre",
            "noviembre",
            "diciembre",
        ),
        1,
    )
}
"""Lower case Spanish months to 1 ... 12; some are first names too, so they count behind "de" only."""
