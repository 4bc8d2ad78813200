"""One mail's own words: subject and body as one text, with all that was found in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol, TypeVar

from parsers.inspection.asides import without_asides, without_kept, without_reasons
from parsers.inspection.case_references import CASE
from parsers.inspection.contact import body_contact
from parsers.inspection.notes import access_note, suite_note
from parsers.inspection.pieces import Pieces, pieces
from parsers.inspection.reading import (
    KnownPerson,
)
from parsers.mail import Mail
from parsers.subjects import Subject

MAX_SUBJECT = 2_000


MAX_BODY = 60_000


_REPLIES_TO = re.compile(r"\b(?:re|aw|antw)\s?:", re.IGNORECASE)
_COMMANDS = re.compile(r"\W*(?:(?:please|pls) )?(?:cancel(?:lation)?|reschedule|postpone)\b", re.IGNORECASE)


Placed = TypeVar("Placed", bound="HasStart")


class HasStart(Protocol):
    """Something with a place in the text."""

    @property
    def start(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Source:
    """One mail's own words: subject and body as one text, and who wrote them."""

    said: Pieces
    subject_end: int
    is_reply: bool
    mail: Mail


def source_of(
    mail: Mail, subject: Subject, own_subject: str, body: str, today: date, people: Sequence[KnownPerson]
) -> Source:
    said = pieces(f"{own_subject}\n\n{body}", today, people)
    end = len(own_subject) + 1
    said = replace(said, labels=tuple(label for label in said.labels if label.start >= end))
    is_reply = bool(mail.in_reply_to or mail.references or mail.quoted) and (
        subject.is_reply or bool(mail.in_reply_to)
    )
    if is_reply:
        own_end = _own_words_end(subject, own_subject)
        said = without_asides(_without_subject(said, end, bool(CASE.search(own_subject)), own_end), end)
    return Source(without_reasons(without_kept(said)), end, is_reply, mail)


def _own_words_end(subject: Subject, own_subject: str) -> int:
    """Up to where a reply's subject is the sender's own: "CANCEL Re: Inspection request received"."""
    if subject.is_reply:
        return 0
    match = _REPLIES_TO.search(own_subject)
    if match is not None:
        return match.start()
    return len(own_subject) if _COMMANDS.match(own_subject) else 0


def _without_subject(said: Pieces, end: int, is_ours: bool, own_end: int) -> Pieces:
    """A reply's subject is an earlier mail's: it commands nothing, and our own letters' dates are no wish.

    `own_end`: up to there it was written anew.
    """
    has_date = any(one.start >= end for one in said.dates)

    def below(found: tuple[Placed, ...]) -> tuple[Placed, ...]:
        return tuple(one for one in found if one.start >= end)

    drop = has_date or is_ours
    return replace(
        said,
        cues=tuple(cue for cue in said.cues if cue.start >= end or cue.end <= own_end),
        dates=below(said.dates) if drop else said.dates,
        loose_dates=below(said.loose_dates) if drop else said.loose_dates,
        times=below(said.times) if drop else said.times,
        types=below(said.types) if is_ours else said.types,
        people=below(said.people) if is_ours else said.people,
    )


def says_anything(source: Source, said: Pieces) -> bool:
    intents = {cue.intent for cue in said.cues}
    has_pieces = bool(said.permits or said.dates or said.types or said.addresses or said.times)
    if source.is_reply:
        return (
            has_pieces
            or bool(access_note(said.text, source.subject_end) or suite_note(said.text, source.subject_end))
            or bool(
                said.phones
                or said.people
                or intents & {"cancel", "reschedule"}
                or any(label.name != "other" for label in said.labels)
            )
            or bool(
                body_contact(said.text[source.subject_end :], said.hidden[source.subject_end :], (), ())[
                    0
                ].name
            )
        )
    mentions = re.search(r"\binspect|\binsp\b", said.text, re.IGNORECASE)
    return (
        has_pieces
        or bool(intents & {"cancel", "reschedule"})
        or bool(said.people)
        or bool(mentions and intents)
    )
