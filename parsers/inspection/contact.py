"""The person on site as the body names them: behind a label, beside a number, or in a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.inspection.beside_phone import Phone, beside_a_phone, best_phone
from parsers.inspection.labels import Label
from parsers.inspection.person_words import MAIL, NAME, NOT_NAMES, name_in
from parsers.inspection.reading import ContactReading
from parsers.inspection.signed import is_fax
from parsers.ordinary_words import ORDINARY, SURNAMES_TOO
from parsers.spans import fold

_CALL_NAME = re.compile(
    rf"\b(?:(?:direct |site |on-?site |onsite |job ?site |field |primary |main )?contact(?: ?person| "
    rf"name)?(?: (?:on ?-?site|for access|there))?(?: is| will be|:| -|,)?|call|phone|text|ask for|meet(?: "
    rf"with)?|reach(?: out to)?|coordinate with|get (?:a ?hold of|with)|poc(?: is|:)?|see|"
    rf"(?:site |our )?(?:super|superintendent|foreman|lead|electrician|plumber|gc|pm)(?: is| will be|,|"
    rf":)?)\s{{1,2}}(?:is\s|our (?:site )?(?:super|superintendent|foreman|lead|pm|guy|electrician|"
    rf"plumber)[,]?\s|the (?:super|foreman),?\s)?(?P<name>{NAME})",
    re.IGNORECASE,
)
_WILL_MEET = re.compile(
    rf"(?P<name>{NAME}) (?:will|can|is going to|'ll) (?:be (?:on ?-?site|there|onsite|available|your "
    rf"contact|the contact|meeting)|meet|let (?:you|him|her|them)|provide access|escort|give access|"
    rf"open)|(?P<name2>{NAME}) is (?:the |our |your )?(?:site |on-?site |onsite )?(?:contact|on "
    rf"?-?site)\b",
    re.IGNORECASE,
)


def body_contact(
    text: str, hidden: str, labelled: Sequence[Label], phones: Sequence[Phone], own_name: str = ""
) -> tuple[ContactReading, bool]:
    """The contact that this part of the body names, and whether the sender means themselves; fields may be None.

    `hidden`: the text with permits, addresses and numbers masked, so that nobody is called FA. `own_name`: the
    sender's, known also in small letters.
    """
    name, phone, mail, is_me = _labelled(text, labelled, phones)
    text = hidden
    if name and phone:
        return _made(name, phone, mail), is_me
    near_name, near_phone, near_me = beside_a_phone(text, phones, own_name)
    phone, is_me = phone or near_phone, is_me or (near_me and not name)
    name = (
        name
        or (near_name if phone is near_phone or near_phone is None else None)
        or (None if is_me else _mentioned(text))
    )
    return _made(_in_full(name, text), phone, mail), is_me


def _in_full(name: str | None, text: str) -> str | None:
    """ "Ask for Reggie Pope ... Reggie's cell": the surname, where the mail gives one to that first name."""
    if not name or " " in name or not name[:1].isupper() or name.isupper():
        return name
    full = {match[0] for match in re.finditer(rf"\b{re.escape(name)} [A-Z][a-z][\w'-]+", text[:5_000])}
    last = fold(next(iter(full)).split()[1]) if len(full) == 1 else ""
    return full.pop() if last and last not in ORDINARY - SURNAMES_TOO and last not in NOT_NAMES else name


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
            usable = [one for one in inside if not is_fax(text[max(0, one.start - 8) : one.start])]
            if usable and (phone is None or phone[0] is None):
                phone = best_phone(text, usable).value
            elif not inside and phone is None and label.name == "phone" and _meant_as_phone(value):
                phone = (None, value.strip()[:60])
            said = name_in(
                text[label.value_start : inside[0].start] if inside and label.name == "contact" else value,
                loose=label.name == "contact",
            )
            said = said or (name_in(text[inside[-1].end : label.end], loose=False) if inside else None)
            is_me = is_me or (
                label.name == "contact"
                and bool(re.match(r"\s*(?:me|myself|same|self)\b", value, re.IGNORECASE))
            )
            if name is None and said and (label.name == "contact" or inside):
                name = said
        if label.name in ("contact", "email", "phone") and mail is None and (match := MAIL.search(value)):
            mail = match[0].lower()
    return name, phone, mail, is_me


def _meant_as_phone(value: str) -> bool:
    return sum(map(str.isdigit, value)) >= 4 and len(value) < 60 and not re.search(r"[A-Za-z]{4}", value)


def _mentioned(text: str) -> str | None:
    for pattern in (_WILL_MEET, _CALL_NAME):
        for match in pattern.finditer(text):
            said = match["name"] or match.groupdict().get("name2") or ""
            name = name_in(said, loose=False, last=pattern is _WILL_MEET)
            if name:
                return name
    return None
