"""The person on site: named beside a number in the body; only where there is nobody, from the signature."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.calendar_words import MONTHS, WEEKDAYS
from parsers.inspection.labels import Label
from parsers.inspection.reading import ContactReading
from parsers.mail import Mail
from parsers.ordinary_words import FIRST_NAMES, ORDINARY
from parsers.phones import find_phones
from parsers.spans import Found, fold, plain, word_set

Phone = Found[tuple[str | None, str]]

_WORD = r"(?:[^\W\d_][\w'-]{0,2}\.|[^\W\d_][\w'-]*)"
_NAME = rf"{_WORD}(?:[ ]{_WORD}){{0,3}}"
_MAIL = re.compile(r"[\w.+'-]{1,64}@[\w.-]{1,120}\.\w{2,24}")
_FILLER = (
    r"(?:[\s,;:@/|(-]{0,4}(?:\b(?:at|on|cell(?:ular)?|mobile|direct|phone|ph|his|her|their|number|is|"
    r"are|num|no|tel|text|call|onsite|on-site|on site|or text|gc|super|superintendent|foreman|pm|lead|"
    r"site|"
    r"owner|electrician|plumber|project manager|reached|can be reached|available|who is|will be|there|"
    r"contact|c|m|d|p)\b[.:#']{0,2}|#)){0,7}[\s,;:@/|(.-]{0,4}"
)
_BEFORE_PHONE = re.compile(rf"(?<!\w)(?P<name>{_NAME})(?:\s?\([^()\d]{{0,30}}\))?{_FILLER}$", re.IGNORECASE)
_CALL_NAME = re.compile(
    rf"\b(?:(?:direct |site |on-?site |onsite |job ?site |field |primary |main )?contact(?: ?person| "
    rf"name)?(?: (?:on ?-?site|for access|there))?(?: is| will be|:| -|,)?|call|text|ask for|meet(?: "
    rf"with)?|reach(?: out to)?|coordinate with|get (?:a ?hold of|with)|poc(?: is|:)?|see|"
    rf"(?:site |our )?(?:super|superintendent|foreman|lead|electrician|plumber|gc|pm)(?: is| will be|,|"
    rf":)?)\s{{1,2}}(?:is\s|our (?:site )?(?:super|superintendent|foreman|lead|pm|guy|electrician|"
    rf"plumber)[,]?\s|the (?:super|foreman),?\s)?(?P<name>{_NAME})",
    re.IGNORECASE,
)
_WILL_MEET = re.compile(
    rf"(?P<name>{_NAME}) (?:will|can|is going to|'ll) (?:be (?:on ?-?site|there|onsite|available|your "
    rf"contact|the contact|meeting)|meet|let (?:you|him|her|them)|provide access|escort|give access|"
    rf"open)|(?P<name2>{_NAME}) is (?:the |our |your )?(?:site |on-?site |onsite )?(?:contact|on "
    rf"?-?site)\b",
    re.IGNORECASE,
)
_ME = re.compile(r"\b(?:me|my|myself|i'm|im|i)\b(?:[\s\w]{0,25})$", re.IGNORECASE)
_SWITCHBOARD = re.compile(
    r"(?:\b(?:office|main|fax|switchboard|front desk|o|f|ofc|hq|toll[- ]?free|corporate|"
    r"reception)\b\.?|fax)[\s.:#()-]{0,4}$",
    re.IGNORECASE,
)
_FAX = re.compile(r"\b(?:fax|f|facsimile)\b\.?[\s.:#()-]{0,4}$", re.IGNORECASE)
_DIRECT = re.compile(r"\b(?:cell(?:ular)?|mobile|mob|direct|c|m|d|text)\b\.?[\s.:#()|-]{0,4}$", re.IGNORECASE)
_NOT_NAMES = word_set(
    """
    im ill ive fa co pls plz contact call text phone cell mobile site super superintendent foreman the at on
    or is and ask for meet with our my their his her office direct number name person onsite manager project
    will be can please thanks thank inspector permit suite floor address tel ph email you your me i to if
    when we they someone somebody anyone security guard front desk lobby engineer engineering building
    electrician plumber lead gc pm owner tenant contractor company dept department fpp city inspection
    access code gate before prior arrive arrival upon upon minutes ahead them him it this that coordinator
    tech technician maintenance property facilities management concierge reception questions question any in
    of a an from by not no yes same above below llc inc co also either tbd available info information
    details
    """
)
_TITLES = word_set(
    """
    mr mrs ms dr super superintendent foreman lead electrician plumber pm gc manager
    """
)


def body_contact(
    text: str, hidden: str, labelled: Sequence[Label], phones: Sequence[Phone]
) -> tuple[ContactReading, bool]:
    """The contact that this part of the body names, and whether the sender means themselves; fields may be None.

    `hidden`: the text with permits, addresses and numbers masked, so that nobody is called FA.
    """
    name, phone, mail, is_me = _labelled(text, labelled, phones)
    text = hidden
    if name and phone:
        return _made(name, phone, mail), is_me
    near_name, near_phone, near_me = _beside_a_phone(text, phones)
    phone, is_me = phone or near_phone, is_me or (near_me and not name)
    name = (
        name
        or (near_name if phone is near_phone or near_phone is None else None)
        or (None if is_me else _mentioned(text))
    )
    return _made(name, phone, mail), is_me


def sender_name(mail: Mail) -> str | None:
    """The sender's own name, from the header or else the first line of the signature."""
    name = re.sub(r"\s*[(\[|].*$|\s+via\s.*$|[\"<>]", "", plain(mail.sender.name, 200)).strip(" '")
    if name.count(",") == 1 and not re.search(r"\b(?:llc|inc|pe|aia|jr|sr)\b", name, re.IGNORECASE):
        last, first = name.split(",")
        name = f"{first.strip()} {last.strip()}"
    if name and "@" not in name and not any(map(str.isdigit, name)) and len(name) < 60:
        return name
    return _signed_name(plain(mail.signature, 3000))


def signature_phone(signature: str) -> str | None:
    """The number of the signature that reaches the person rather than the switchboard; never the fax."""
    text = plain(signature, 3000)
    ranked = []
    for phone in find_phones(text):
        before = text[max(0, phone.start - 16) : phone.start]
        after = text[phone.end : phone.end + 12]
        if phone.value[0] is None or _FAX.search(before) or re.match(r"[ \t]*\(?fax", after, re.IGNORECASE):
            continue
        if _DIRECT.search(before) or re.match(
            r"[ \t]*\(?[ \t]*(?:cell|mobile|direct|c\b|m\b)", after, re.IGNORECASE
        ):
            rank = 0
        else:
            rank = (
                2
                if _SWITCHBOARD.search(before)
                or re.match(r"[ \t]*\(?[ \t]*(?:office|main|o\b)", after, re.IGNORECASE)
                else 1
            )
        ranked.append((rank, phone.start, phone.value[0]))
    return min(ranked)[2] if ranked else None


def _made(name: str | None, phone: tuple[str | None, str] | None, mail: str | None) -> ContactReading:
    return ContactReading(name, phone[0] if phone else None, phone[1] if phone else None, mail)


_Labelled = tuple[str | None, tuple[str | None, str] | None, str | None, bool]


def _labelled(text: str, labelled: Sequence[Label], phones: Sequence[Phone]) -> _Labelled:
    name: str | None = None
    phone: tuple[str | None, str] | None = None
    mail: str | None = None
    is_me = False
    for label in labelled:
        value = text[label.value_start : label.end]
        if label.name in ("contact", "phone"):
            inside = [one for one in phones if label.value_start <= one.start < label.end]
            usable = [one for one in inside if not _FAX.search(text[max(0, one.start - 8) : one.start])]
            if usable and (phone is None or phone[0] is None):
                phone = _best(text, usable).value
            elif not inside and phone is None and label.name == "phone" and _meant_as_phone(value):
                phone = (None, value.strip()[:60])
            said = _name_in(
                text[label.value_start : inside[0].start] if inside and label.name == "contact" else value,
                loose=label.name == "contact",
            )
            said = said or (_name_in(text[inside[-1].end : label.end], loose=False) if inside else None)
            is_me = is_me or (
                label.name == "contact"
                and bool(re.match(r"\s*(?:me|myself|same|self)\b", value, re.IGNORECASE))
            )
            if name is None and said and (label.name == "contact" or inside):
                name = said
        if label.name in ("contact", "email", "phone") and mail is None and (match := _MAIL.search(value)):
            mail = match[0].lower()
    return name, phone, mail, is_me


def _best(text: str, phones: Sequence[Phone]) -> Phone:
    """Of several numbers on one line the first that can be dialled and is no switchboard."""
    good = [one for one in phones if one.value[0]] or list(phones)
    direct = [
        one for one in good if not _SWITCHBOARD.search(text[max(0, one.start - 14) : one.start])
    ] or good
    return direct[0]


def _meant_as_phone(value: str) -> bool:
    return sum(map(str.isdigit, value)) >= 4 and len(value) < 60 and not re.search(r"[A-Za-z]{4}", value)


def _beside_a_phone(
    text: str, phones: Sequence[Phone]
) -> tuple[str | None, tuple[str | None, str] | None, bool]:
    usable = [one for one in phones if not _FAX.search(text[max(0, one.start - 10) : one.start])]
    if not usable:
        return None, None, False
    named = [(one, _name_before(text, one.start) or _name_after(text, one.end)) for one in usable]
    phone, name = next(((one, said) for one, said in named if said and one.value[0]), named[0])
    line_start = text.rfind("\n", 0, phone.start) + 1
    before = text[max(line_start, phone.start - 40) : phone.start]
    is_me = name is None and bool(_ME.search(before))
    if name is None and not is_me:
        phone = _best(text, usable)
    return name, phone.value, is_me


def _name_before(text: str, at: int) -> str | None:
    line_start = text.rfind("\n", 0, at) + 1
    before = text[max(line_start, at - 70) : at]
    if not before.strip() and line_start > 0:
        # The name on a line of its own, the number below.
        above = text[text.rfind("\n", 0, line_start - 1) + 1 : line_start - 1].strip()
        return _strict_name(above) if len(above.split()) <= 3 else None
    match = _BEFORE_PHONE.search(before)
    if not match:
        return None
    cue = re.search(
        r"\b(?:call|contact|ask for|text|poc|meet|with|is|name)\b", before[: match.end("name")], re.IGNORECASE
    )
    words = fold(match["name"]).split()
    loose = bool(cue) or words[-1] in FIRST_NAMES
    if loose and not cue and match["name"].islower():
        return match["name"].split()[-1]
    return _name_in(match["name"], loose=loose, last=True)


def _name_after(text: str, at: int) -> str | None:
    small = re.match(r"[ ,-]{1,3}(?:ask for )?(?P<name>[a-z]{3,12})(?=\s*(?:$|[\n.,]))", text[at : at + 30])
    if small and small["name"] in FIRST_NAMES:
        return small["name"]
    match = re.match(
        r"\s?[,(-]{0,2}\s?(?:ask for |for |- |is )?\(?(?P<name>[A-Z][\w'-]+(?: "
        r"[A-Z][\w'.-]+){0,2})\)?(?=\s*(?:$|[\n.,;)]))",
        text[at : at + 60],
    )
    return _strict_name(match["name"]) if match else None


def _mentioned(text: str) -> str | None:
    for pattern in (_WILL_MEET, _CALL_NAME):
        for match in pattern.finditer(text):
            said = match["name"] or match.groupdict().get("name2") or ""
            name = _name_in(said, loose=False, last=pattern is _WILL_MEET)
            if name:
                return name
    return None


def _strict_name(words: str) -> str | None:
    return _name_in(words, loose=False)


def _name_in(value: str, loose: bool, last: bool = False) -> str | None:
    """The person in these words: capitals, or any words behind a clear label (`loose`); `last`: nearest the end."""
    value = _MAIL.sub(" ", plain(value, 200))
    value = re.split(r"[\d<>\n]", value)[0] if not last else value
    runs: list[list[str]] = [[]]
    for match in re.finditer(rf"{_WORD}|[^\w\s'.]+", value):
        word = match[0]
        word = re.sub(r"'s$|-+$", "", word)
        key = fold(word).strip(".-")
        if (
            not word[:1].isalpha()
            or key in _NOT_NAMES
            or key in _TITLES
            or key in WEEKDAYS
            or (key in MONTHS and key not in FIRST_NAMES)
        ):
            runs.append([])
            continue
        if (
            not word[0].isupper()
            and not loose
            and not (runs[-1] and key in ("de", "la", "van", "von", "der", "del", "di", "da", "al", "bin"))
        ):
            runs.append([])
            continue
        runs[-1].append(word)
    named = [run for run in map(_trimmed, runs) if run]
    if not named:
        return None
    # "Ortiz, Bob" is one person turned round.
    turned = re.match(r"\s*(?P<last>[A-Z][\w'-]+),\s(?P<first>[A-Z][\w'-]+)\s*(?:$|[-,(:/|])", value)
    if (
        turned
        and fold(turned["first"]) in FIRST_NAMES
        and fold(turned["last"]) not in FIRST_NAMES
        and not last
    ):
        return f"{turned['first']} {turned['last']}"
    return " ".join(named[-1] if last else named[0])[:80]


def _trimmed(run: list[str]) -> list[str]:
    """Without ordinary words at both ends; a run of ordinary words alone is nobody, unless a first name leads it."""
    while run and _is_plain_word(run[0]) and not (fold(run[0]) in FIRST_NAMES and run[0][0].isupper()):
        run = run[1:]
    while len(run) > 1 and not run[-1][0].isupper():
        run = run[:-1] if _is_plain_word(run[-1]) else run
        if run and not _is_plain_word(run[-1]):
            break
    run = [word.rstrip(".") if len(word) > 2 else word for word in run[:4]]
    return run if (run and len(fold(run[0])) >= 2) or len(run) > 1 else []


def _is_plain_word(word: str) -> bool:
    return fold(word).strip(".") in ORDINARY


def _signed_name(signature: str) -> str | None:
    for written in signature.split("\n")[:6]:
        line = re.sub(
            r"^(?:thanks|thank you|regards|best(?: regards)?|thx|cheers|sincerely)[\s,.!-]*",
            "",
            written.strip(),
            flags=re.IGNORECASE,
        )
        if (
            re.fullmatch(r"[A-Z][\w'.-]+(?: [A-Z][\w'.-]*){0,3}", line)
            and fold(line.split()[0]) not in ORDINARY - FIRST_NAMES
        ):
            return line
    return None
