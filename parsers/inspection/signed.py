"""Who signed a mail, and the number under the name."""

from __future__ import annotations

import re

from parsers.inspection.person_words import GIVEN_TOO, NOT_NAMES
from parsers.mail import Mail
from parsers.ordinary_words import FIRST_NAMES, ORDINARY, SURNAMES_TOO
from parsers.phones import find_phones
from parsers.signatures import CLOSINGS, COMPANY, TITLE
from parsers.spans import fold, plain

_SWITCHBOARD = re.compile(
    r"(?:\b(?:office|main|fax|switchboard|front desk|o|f|ofc|hq|toll[- ]?free|corporate|"
    r"reception)\b\.?|fax)[\s.:#()-]{0,4}$",
    re.IGNORECASE,
)
_FAX = re.compile(r"\b(?:fax|f|facsimile)\b\.?[\s.:#()-]{0,4}$", re.IGNORECASE)
_DIRECT = re.compile(r"\b(?:cell(?:ular)?|mobile|mob|direct|c|m|d|text)\b\.?[\s.:#()|-]{0,4}$", re.IGNORECASE)
_FAX_AFTER = re.compile(r"[ \t]*\(?fax", re.IGNORECASE)
_DIRECT_AFTER = re.compile(r"[ \t]*\(?[ \t]*(?:cell|mobile|direct|c\b|m\b)", re.IGNORECASE)
_SWITCHBOARD_AFTER = re.compile(r"[ \t]*\(?[ \t]*(?:office|main|o\b)", re.IGNORECASE)
_PERSON = re.compile(r"[A-Z][\w'.-]+(?: [A-Z][\w'.-]*){0,3}")
_CLOSED = re.compile(rf"^(?:{CLOSINGS})[\s,.!-]*", re.IGNORECASE)
# "... when you are on the way. - Nate Ferris", "Thanks, Nate"
_SIGN_OFF = re.compile(
    rf"(?:[.!?,\n]\s{{0,3}}[-~]{{1,2}}\s?|(?<![\w'])(?i:{CLOSINGS})[\s,.!-]{{1,4}}|\n\s{{0,3}})"
    r"(?P<name>[A-Z][\w'.-]{1,20}(?: [A-Z][\w'.-]{0,24}){0,2})[\s.]{0,4}$"
)
# "This is Jen Abbott with Volt Works", "my name is kim doyle"
_INTRODUCED = re.compile(
    r"\b(?:this is|my name is|my name's|i'm|i am)\s(?P<name>[^\W\d_]{2,14} [^\W\d_][\w'-]{1,20})(?=[\s,.]|$)",
    re.IGNORECASE,
)
_TAIL = 160


def is_switchboard(before: str) -> bool:
    """Whether these words before a number say that it is the office's."""
    return bool(_SWITCHBOARD.search(before))


def is_fax(before: str) -> bool:
    """Whether these words before a number say that it is a fax."""
    return bool(_FAX.search(before))


def sender_name(mail: Mail) -> str | None:
    """The sender's own name: who signed, where that is somebody else than the header says, else the header's."""
    header = _header_name(mail)
    signed = _signed_name(plain(mail.signature, 3000)) or _sign_off(
        plain(mail.new_text[-2 * _TAIL :])[-_TAIL:]
    )
    if header is None and (signed is None or " " not in signed):
        signed = _introduced(plain(mail.new_text, 2_000)) or signed
    if header is None or signed is None or not _is_somebody(signed):
        return header or signed
    words = set(map(fold, re.findall(r"[^\W\d_]{2,}", f"{header} {mail.sender.address.partition('@')[0]}")))
    is_same = bool(words & set(map(fold, signed.split())))
    return header if is_same and re.match(r"[^\W\d_]{2,}[\w'-]* ", header) else signed


def signature_phone(signature: str) -> str | None:
    """The number of the signature that reaches the person rather than the switchboard; never the fax."""
    text = plain(signature, 3000)
    ranked = []
    for phone in find_phones(text):
        before, after = text[max(0, phone.start - 16) : phone.start], text[phone.end : phone.end + 12]
        if phone.value[0] and not is_fax(before) and not _FAX_AFTER.match(after):
            ranked.append((_rank(before, after), phone.start, phone.value[0]))
    return min(ranked)[2] if ranked else None


def _rank(before: str, after: str) -> int:
    if _DIRECT.search(before) or _DIRECT_AFTER.match(after):
        return 0
    return 2 if is_switchboard(before) or _SWITCHBOARD_AFTER.match(after) else 1


def _header_name(mail: Mail) -> str | None:
    name = re.sub(r"\s*[(\[|].*$|\s+via\s.*$|[\"<>]", "", plain(mail.sender.name, 200)).strip(" '")
    if name.count(",") == 1 and not re.search(r"\b(?:llc|inc|pe|aia|jr|sr)\b", name, re.IGNORECASE):
        last, first = name.split(",")
        name = f"{first.strip()} {last.strip()}"
    return name if name and "@" not in name and not any(map(str.isdigit, name)) and len(name) < 60 else None


def _signed_name(signature: str) -> str | None:
    for written in signature.split("\n")[:6]:
        line = re.split(r"\s?[|\u2022,]", _CLOSED.sub("", written.strip(" -*~")))[0].strip()
        if _PERSON.fullmatch(line) and fold(line.split()[0]) not in ORDINARY - FIRST_NAMES - GIVEN_TOO:
            return line
    return None


def _sign_off(tail: str) -> str | None:
    """The name that ends the sender's words."""
    match = _SIGN_OFF.search(tail)
    return match["name"].strip(" .") if match and _is_somebody(match["name"]) else None


def _introduced(text: str) -> str | None:
    match = _INTRODUCED.search(text)
    if match is None:
        return None
    first, last = fold(match["name"]).split()
    named = first in FIRST_NAMES or (match["name"][0].isupper() and first not in ORDINARY)
    return match["name"] if named and last not in ORDINARY - SURNAMES_TOO and last not in NOT_NAMES else None


def _is_somebody(name: str) -> bool:
    """Whether it is a person's name rather than a firm's, a title's or the end of a sentence."""
    words = [fold(word).strip(".") for word in name.split()]
    if COMPANY.search(name) or TITLE.search(name) or any(word in NOT_NAMES for word in words):
        return False
    if words[0] in FIRST_NAMES:
        return True
    return len(words) in (2, 3) and not any(word in ORDINARY - GIVEN_TOO for word in words[:1])
