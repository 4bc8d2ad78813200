"""Street addresses, and a key by which two ways of writing one are the same."""

from __future__ import annotations

import re
from functools import lru_cache

import usaddress

from parsers.inspection.reading import AddressReading
from parsers.spans import Found, plain, word_set

_MAX_ADDRESSES = 600

_DIRECTIONS = {
    "n": "n",
    "no": "n",
    "north": "n",
    "s": "s",
    "so": "s",
    "south": "s",
    "e": "e",
    "east": "e",
    "w": "w",
    "west": "w",
    "ne": "ne",
    "northeast": "ne",
    "nw": "nw",
    "northwest": "nw",
    "se": "se",
    "southeast": "se",
    "sw": "sw",
    "southwest": "sw",
}
_TYPES = {
    "street": "st",
    "str": "st",
    "st": "st",
    "avenue": "ave",
    "av": "ave",
    "ave": "ave",
    "aven": "ave",
    "avenu": "ave",
    "boulevard": "blvd",
    "blvd": "blvd",
    "blv": "blvd",
    "boul": "blvd",
    "road": "rd",
    "rd": "rd",
    "drive": "dr",
    "dr": "dr",
    "drv": "dr",
    "parkway": "pkwy",
    "pkwy": "pkwy",
    "pky": "pkwy",
    "parkwy": "pkwy",
    "lane": "ln",
    "ln": "ln",
    "court": "ct",
    "ct": "ct",
    "place": "pl",
    "pl": "pl",
    "terrace": "ter",
    "terr": "ter",
    "ter": "ter",
    "highway": "hwy",
    "hwy": "hwy",
    "way": "way",
    "wy": "way",
    "circle": "cir",
    "cir": "cir",
    "loop": "loop",
    "square": "sq",
    "sq": "sq",
    "plaza": "plz",
    "plz": "plz",
    "alley": "aly",
    "trail": "trl",
    "trl": "trl",
}
_ORDINALS = {
    "first": "1st",
    "second": "2nd",
    "third": "3rd",
    "fourth": "4th",
    "fifth": "5th",
    "sixth": "6th",
    "seventh": "7th",
    "eighth": "8th",
    "ninth": "9th",
    "tenth": "10th",
    "eleventh": "11th",
    "twelfth": "12th",
    "thirteenth": "13th",
    "fourteenth": "14th",
    "fifteenth": "15th",
    "sixteenth": "16th",
    "seventeenth": "17th",
    "eighteenth": "18th",
    "nineteenth": "19th",
    "twentieth": "20th",
}
_NUMBER_WORDS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5"}
_KING = re.compile(r"\b(?:martin luther|m ?l) king(?: jr)?\b")
_NAME_WORDS = {"mount": "mt", "saint": "st", "junior": "jr", "doctor": "dr", "mlk": "martin luther king"}

_WORD = r"(?:[A-Za-z][A-Za-z'.]*|\d{1,3}[ ]?(?:st|nd|rd|th)\b|\d{1,3}(?=\s(?:ave|av|avenue|st|street)\b))"
_NUMBER = r"(?<![\w#/.,$:-])(?P<house>\d{1,5}(?:\s?-\s?\d{1,5})?[A-Za-z]?|one|two|three|four|five)"
_DIRECTION = (
    r"(?P<direction>north[ -]?east|north[ -]?west|south[ -]?east|south[ -]?west|north|south|east|west"
    r"|[ns]\.?\s?[ew]\.?|[nsew]\.?)(?![\w'])"
)
_TYPE = rf"(?:{'|'.join(sorted(_TYPES, key=len, reverse=True))})(?![\w'])\.?"
_SUITE = (
    r"(?:[\s,;(-]{0,4}(?P<suite>(?:(?:suites?|ste|unit|room|rm|space|spc|apt|bldg|building|"
    r"tower)\b\.?[\s:#]{0,2}[A-Za-z]?-?\d{1,5}[A-Za-z]?\b"
    r"|(?:suites?|ste|unit|room|rm|space|bldg)\b\.?[\s:#]{1,2}[A-Za-z]\b"
    r"|(?<!permit )#\s?[A-Za-z]?-?\d{1,5}(?!-?\d)[A-Za-z]?\b|(?:floor|fl|flr|level|"
    r"lvl)\b\.?\s?#?\d{1,2}\b|\d{1,2}(?:st|nd|rd|th)\s+(?:floor|fl|flr|level)\b\.?"
    r"|(?:ground|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|top|"
    r"main)\s+(?:floor|level)\b)))?"
)
_WITH_DIRECTION = re.compile(
    rf"{_NUMBER}[\s,]{{1,2}}{_DIRECTION}\s{{0,2}}(?P<name>{_WORD}(?:[ ]{_WORD}){{0,4}}?[ ]{_TYPE}|"
    rf"{_WORD}){_SUITE}",
    re.IGNORECASE,
)
_WITH_TYPE = re.compile(
    rf"{_NUMBER}[ ](?P<name>{_WORD}(?:[ ]{_WORD}){{0,3}}?[ ]{_TYPE})(?:[ ](?P<direction>[NSns]\.?[EWew]"
    rf"\.?|[NSEW])\b)?{_SUITE}",
    re.IGNORECASE,
)
_LONE_SUITE = re.compile(_SUITE.removesuffix("?"), re.IGNORECASE)
_SUITE_BEFORE = re.compile(_SUITE.removesuffix("?") + r"[\s,]{1,3}(?:at\s|of\s|-\s)?$", re.IGNORECASE)
_NOT_A_STREET = word_set(
    """
    corner side wing stair stairs stairwell quadrant elevation portion tower entrance lobby entry lot
    parking end half wall am pm a and of the to on at in for or by is are will we with from please pls floor
    suite unit inspection permit bank core
    """
)
_NOT_IN_A_NAME = word_set(
    """
    am pm a and to on at for by is are will we i with from please pls need needs permit inspection final
    rough have tomorrow today hours hour minutes days weeks units people this that if so inspector it you
    can could would
    """
)


def read_address(text: str) -> AddressReading | None:
    """The first street address of the text, None where there is none."""
    found = find_addresses(plain(text))
    return found[0].value if found else None


# One text is searched several times on the way of one mail.
@lru_cache(maxsize=8)
def find_addresses(text: str) -> tuple[Found[AddressReading], ...]:
    """All street addresses with their places; `text` is already plain."""
    if not any(map(str.isdigit, text)) and not re.search(
        r"\b(?:one|two|three|four|five)\b", text, re.IGNORECASE
    ):
        return ()
    found: list[Found[AddressReading]] = []
    taken: set[int] = set()
    for pattern in (_WITH_DIRECTION, _WITH_TYPE):
        for match in pattern.finditer(text):
            if match.start() in taken or not _is_street(match):
                continue
            one = _found(text, match)
            taken.update(range(one.start, one.end))
            found.append(one)
    return tuple(sorted(found, key=lambda one: one.start)[:_MAX_ADDRESSES])


def labelled_address(text: str) -> AddressReading | None:
    """What stands behind "Site address:", also where it is no plain street address."""
    text = plain(text, 300).strip(" \t,;.")
    if not text:
        return None
    return read_address(text) or _by_usaddress(text) or _named_place(text)


def read_suite(text: str) -> str | None:
    """The first suite or floor that the text names (`1200`, `floor 12`)."""
    match = _LONE_SUITE.search(plain(text, 5_000))
    return _suite_key(match["suite"]) if match else None


def address_key(text: str) -> str:
    """The address for comparing: lower case, short words, no suite, no city; "" for an empty text.

    The type (Street, Avenue ...) is left out where a direction stands: in Portland number, quarter and name say
    which house it is, and people leave the type away. A leading zero stays (see `south_portland_alias`).
    """
    text = plain(text, 300).strip()
    found = find_addresses(text)
    return found[0].value.key if found else _key(text)


def south_portland_alias(key: str) -> str | None:
    """The key of the same house under South Portland's names: `0715 sw x` is `715 s x` since May 2020, else None."""
    match = re.fullmatch(r"0(\d{1,4}) sw (.+)", key)
    return f"{match[1]} s {match[2]}" if match else None


def _is_street(match: re.Match[str]) -> bool:
    words = match["name"].lower().replace(".", "").split()
    if words[0] in _NOT_A_STREET or (not match["direction"] and words[0] in _TYPES):
        return False
    if not match["direction"] and (set(words) & _NOT_IN_A_NAME or match["house"].lower() in _NUMBER_WORDS):
        return False
    # "3 E ..." and "one S ..." happen in sentences: a lone letter wants a street's type or an ordinal behind it.
    plainly = (
        words[-1] in _TYPES or words[0][0].isdigit() or words[0] in _ORDINALS or len(match["house"]) >= 3
    )
    return plainly or (match["direction"] or "").replace(".", "").isupper()


def _found(text: str, match: re.Match[str]) -> Found[AddressReading]:
    end, name = match.end(), match["name"]
    words = name.split()
    if match["direction"] and set(map(str.lower, words[:-1])) & _NOT_IN_A_NAME:
        # The lazy name ran on to a later "Street": keep its first word.
        end = match.start("name") + len(words[0])
    suite = match["suite"] if end == match.end() else None
    before = _SUITE_BEFORE.search(text, max(0, match.start() - 24), match.start())
    suite = suite or (before and before["suite"])
    if suite and end == match.end() and "floor" in (_suite_key(suite) or ""):
        # "12th floor, Suite 1250": the suite says more than the floor.
        beyond = _LONE_SUITE.match(text, end)
        if beyond and "floor" not in (_suite_key(beyond["suite"]) or ""):
            suite, end = beyond["suite"], beyond.end()
    shown = text[match.start() : end].strip(" ,.;(-")
    street = text[match.start() : min(end, match.end("name"))]
    if match["direction"] and match.start("direction") > match.end("name"):
        street = f"{street} {match['direction']}"
    return Found(
        match.start(),
        match.start() + len(shown),
        AddressReading(shown, _street_key(street), _suite_key(suite)),
    )


def _suite_key(suite: str | None) -> str | None:
    if not suite:
        return None
    words = suite.lower().replace("#", " ").replace(".", " ").replace(":", " ").split()
    words = [_ORDINALS.get(word, word) for word in words]
    if set(words) & {"floor", "fl", "flr", "level", "lvl"}:
        rest = [
            re.sub(r"(?:st|nd|rd|th)$", "", word)
            for word in words
            if word not in ("floor", "fl", "flr", "level", "lvl")
        ]
        return f"floor {' '.join(rest)}".strip()
    return words[-1].upper()


@lru_cache(maxsize=4096)
def _key(text: str) -> str:
    text = text.lower().replace(".", "").replace("#", " #")
    if text[:1].isdigit() or text.split(" ", 1)[0] in _NUMBER_WORDS:
        text = re.split(r"\bportland\b|\boregon\b|,\s*or\b|\b97\d{3}\b", text, maxsplit=1)[0]
    return _street_key(_LONE_SUITE.sub(" ", text) if re.match(r"[\w-]+\s", text) else text)


@lru_cache(maxsize=4096)
def _street_key(text: str) -> str:
    text = text.lower().replace(".", "")
    text = re.sub(r"^(\d+)\s?-\s?\d+", r"\1", text)
    text = re.sub(r"(?<=\d)\s(?=(?:st|nd|rd|th)\b)", "", text)
    text = re.sub(r"\b(north|south)[ -]?(east|west)\b", r"\1\2", text)
    text = re.sub(r"(?<=\d)\s([ns])\s([ew])(?=\s)", r" \1\2", text)
    words = re.findall(r"[a-z0-9']+(?:-\d+)?", text)
    if not words:
        return ""
    words[0] = _NUMBER_WORDS.get(words[0], words[0])
    return " ".join(_street_words(words))


def _street_words(words: list[str]) -> list[str]:
    house, rest = words[:1], [_ORDINALS.get(word, word) for word in words[1:]]
    if not rest or not house[0][0].isdigit():
        return words
    direction = [_DIRECTIONS[rest[0]]] if rest[0] in _DIRECTIONS and len(rest) > 1 else []
    name = rest[len(direction) :]
    if not direction and len(name) > 1 and name[-1] in ("ne", "nw", "se", "sw", "n", "s", "e", "w"):
        direction = [name.pop()]
    kind = [_TYPES[name.pop()]] if len(name) > 1 and name[-1] in _TYPES else []
    name = [_NAME_WORDS.get(word, word) for word in name]
    name = [f"{word}{_ending(int(word))}" if word.isdigit() and int(word) < 300 else word for word in name]
    name = _KING.sub("martin luther king", " ".join(name)).split()
    return [*house, *direction, *name] if direction else [*house, *name, *kind]


def _ending(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


@lru_cache(maxsize=1024)
def _by_usaddress(text: str) -> AddressReading | None:
    if not re.match(r"\d", text):
        return None
    words = usaddress.parse(text[:120])
    street = [word for word, label in words if label == "AddressNumber" or label.startswith("StreetName")]
    if len(street) < 2 or not street[0][0].isdigit():
        return None
    return AddressReading(text, _key(" ".join(street)), read_suite(text))


def _named_place(text: str) -> AddressReading | None:
    """A building's name in place of an address: kept as typed, for the registry to look up."""
    if len(text) > 80 or not re.search(r"[A-Za-z]{3}", text):
        return None
    return AddressReading(text, _key(text), read_suite(text))
