"""For one request: the inspector who is asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.inspection.pieces import Pieces
from parsers.inspection.reading import (
    Discipline,
    PersonReading,
)
from parsers.ordinary_words import FIRST_NAMES, ORDINARY
from parsers.spans import Found, fold, word_set


def inspector(
    local: Pieces,
    shared: Pieces,
    subject_end: int,
    contact_name: str | None,
    discipline: Discipline | None,
    several: bool = False,
) -> PersonReading | None:
    """Who is asked for: in these lines, then in the subject, then elsewhere; never the contact on site.

    `several`: the mail has more requests, so that the subject's inspector may be another one's.
    """
    own, common = _people(local, contact_name), _people(shared, contact_name)
    in_subject = [one for one in (*own, *common) if one.start < subject_end]
    asked = [one for one in own if one.start >= subject_end and _is_asked_for(local, one)]
    common_asked = [one for one in common if one.start >= subject_end and _is_asked_for(shared, one)]
    mentioned = [one for one in (*own, *common) if one.start >= subject_end and not _is_aside(local, one)]
    here = [one for one in mentioned if several and one in own]
    for group in (asked, here, in_subject or common_asked, common_asked, mentioned):
        chosen = _one_person([one.value for one in group], discipline)
        if chosen is None:
            continue
        others = [one.value for one in in_subject] if group is asked and not several else []
        return _agreed(chosen, others, [one.value for one in mentioned])
    return None


_CONTACT_BEFORE = re.compile(
    r"\b(?:contact|call|text|poc|ask for|meet|super|superintendent|foreman|site rep|on-?site)(?: "
    r"is)?\W{1,3}$",
    re.IGNORECASE,
)


def _people(said: Pieces, contact_name: str | None) -> list[Found[PersonReading]]:
    contact = fold(contact_name or "")
    kept = []
    for one in said.people:
        label = said.label_at(one.start)
        if (
            label
            and label.name in ("contact", "phone", "email", "other", "address")
            and label.value_start <= one.start
        ):
            continue
        if _CONTACT_BEFORE.search(said.text[max(0, one.start - 24) : one.start]):
            continue
        if (
            contact
            and fold(one.value.text) in contact
            and not _is_asked_for(said, one)
            and not one.value.discipline
        ):
            continue
        kept.append(one)
    return kept


def _is_asked_for(said: Pieces, one: Found[PersonReading]) -> bool:
    label = said.label_at(one.start)
    if label and label.name == "inspector":
        return True
    before = said.text[max(0, one.start - 30) : one.start]
    return (
        bool(
            re.search(
                r"\b(?:inspectors?|insp\.?|with|for|send|request(?:ing)?|have|attn:?|assigned to|"
                r"is)\s{0,2}[:-]?\s{0,2}(?:mr\.?\s|ms\.?\s)?$",
                before,
                re.IGNORECASE,
            )
        )
        and one.value.discipline is None
    )


def _is_aside(said: Pieces, one: Found[PersonReading]) -> bool:
    """ "Raman passed the rough last week", "I spoke with Dana": named, but not asked for."""
    before, after = said.text[max(0, one.start - 40) : one.start], said.text[one.end : one.end + 40]
    return bool(
        re.match(
            r"\s(?:passed|failed|approved|signed|said|told|was|did|had|came|looked|already|inspected|gave|"
            r"here\b|speaking|"
            r"(?:from|with|at)(?= [A-Z])|"
            r"wrote|noted|called|asked|ok'?d|mentioned)\b",
            after,
            re.IGNORECASE,
        )
        or re.search(
            r"\b(?:spoke (?:with|to)|talked (?:with|to)|per|told|met with|heard from|cc'?d?|not|instead of|"
            r"like|by|from|thanks|thank you|regards|best|cheers|call|text|contact|ask for|i'm|i am|this is|"
            r"name is)[,:]?\s{1,2}(?:the )?$",
            before,
            re.IGNORECASE,
        )
        or re.search(r"(?:thanks|thx|regards|best|cheers|sincerely)[,.!]?\s*\n+\s*$", before, re.IGNORECASE)
    )


def _one_person(found: Sequence[PersonReading], discipline: Discipline | None) -> PersonReading | None:
    named = [one for one in found if one.candidates]
    if named:
        sets = {one.candidates for one in named}
        if len(sets) == 1:
            return named[0]
        common = set(named[0].candidates).intersection(*(one.candidates for one in named))
        if common:
            return PersonReading(named[0].text, tuple(name for name in named[0].candidates if name in common))
        names = tuple(dict.fromkeys(name for one in named for name in one.candidates))
        return PersonReading(", ".join(dict.fromkeys(one.text for one in named)), names)
    roles = [one for one in found if one.discipline]
    fitting = [one for one in roles if discipline is None or one.discipline == discipline]
    if unknown := [one for one in found if not one.discipline]:
        return unknown[0]
    if len({one.discipline for one in fitting}) == 1:
        return fitting[0]
    return None


def _agreed(
    chosen: PersonReading, subject: Sequence[PersonReading], mentioned: Sequence[PersonReading]
) -> PersonReading:
    """Body and subject name different people: both are candidates. A greeting may tell two of one name apart."""
    if len(chosen.candidates) > 1:
        told = {one.candidates[0] for one in mentioned if len(one.candidates) == 1} & set(chosen.candidates)
        chosen = PersonReading(chosen.text, tuple(told)) if len(told) == 1 else chosen
    named = [one for one in subject if one.candidates]
    if chosen.candidates and named:
        return _one_person([*named, chosen], None) or chosen
    return chosen


_SUBJECT_WORDS = ORDINARY | word_set(
    """
    fpp fa req insp asap urgent attn re fw fwd gwb tcoi mep portland or
    """
)


_PLACE_WORDS = word_set(
    """
    tower building bldg plaza center centre block square park place hall house court market station exchange
    lofts works hotel hospital clinic school university college bank mall suite floor level street st ave
    avenue blvd center llc inc co corp group construction electric electrical plumbing mechanical company
    office offices ti project remodel tenant improvement lobby restroom kitchen restaurant store shop dental
    medical law cafe coffee salon gym warehouse garage roof site phase job
    """
)


def unknown_in_subject(subject: str, found: Sequence[tuple[int, int]]) -> PersonReading | None:
    """ "Hanson 3/4/26": a subject that is a name and a date, of somebody whom nobody knows."""
    from_here = list(found)
    rest = "".join(
        " \x01 " if any(start <= at < end for start, end in from_here) else letter
        for at, letter in enumerate(subject[:200])
    )
    words = list(re.findall(r"[^\W\d_][\w'-]*|\d+", rest))
    if any(fold(word) in _PLACE_WORDS for word in words):
        return None
    names = [
        word
        for word in words
        if fold(word) not in _SUBJECT_WORDS or (fold(word) in FIRST_NAMES and len(words) <= 3)
    ]
    if not 1 <= len(names) <= 2 or any(not word[0].isalpha() or len(word) < 3 for word in names):
        return None
    if not all(word[0].isupper() for word in names) or (
        len(names) == 2 and fold(names[0]) not in FIRST_NAMES and len(words) > 2
    ):
        return None
    if any(word.isupper() and len(word) <= 4 for word in names):
        return None
    shown = " ".join(names)
    return PersonReading(shown) if shown in subject else None
