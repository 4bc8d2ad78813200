"""A letter as a value, and what its writing may know beside the decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from parsers.mail import Address
from rules.inspection.facts import Appointment
from templates.letter_views import HistoryLine, StatusLine

Purpose = Literal["reply", "routed", "notice", "digest"]


@dataclass(frozen=True, slots=True)
class LetterFile:
    """A file that goes with a letter. `content_type` may carry parameters (`text/calendar; method=REQUEST`)."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class LetterPicture:
    """A picture that the HTML part shows and other readers find attached. `content_id`: without angle brackets.

    It shows `page` (from 1) of the file `document`, with these points of the letter marked: `numbers`, each with
    the code and place of its finding, so that a letter that came to number them otherwise does not use it.
    """

    name: str
    content_type: str
    content: bytes
    content_id: str
    document: str
    page: int
    width: int
    height: int
    numbers: Mapping[int, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Illustrations:
    """What shows the points of a letter: pictures of the form's pages, reports about plans."""

    pictures: tuple[LetterPicture, ...] = ()
    files: tuple[LetterFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter, ready to be made a message. `to`: addresses; `template`: the name that `replay` reports.

    `in_reply_to`, `references`: Message-IDs with their angle brackets, oldest first. `cases`: all that it is about,
    where that is more than `case`.
    """

    to: tuple[str, ...]
    template: str
    subject: str
    text: str
    html: str
    files: tuple[LetterFile, ...] = ()
    pictures: tuple[LetterPicture, ...] = ()
    case: str = ""
    purpose: Purpose = "reply"
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LetterContext:
    """What letters may know beside the decision.

    `mailbox`: our address that the letters come from. `own_addresses`: all of ours, lower case: never written to.
    `other_visits`: by inspector, what else is on his or her list (any day, the letter picks).
    `threads`: by case, the Message-IDs of its correspondence with the requester, oldest first.
    `status`, `history`: the answer to a status inquiry; `history` also goes to the inspector.
    `echo`: what a coordinator's command did, in sentences. `files`: attached to the reply to the sender,
    `pictures`: shown in it.
    """

    mailbox: Address
    own_addresses: frozenset[str] = frozenset()
    other_visits: Mapping[str, tuple[Appointment, ...]] = field(default_factory=dict)
    threads: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    status: tuple[StatusLine, ...] = ()
    history: tuple[HistoryLine, ...] = ()
    echo: tuple[str, ...] = ()
    files: tuple[LetterFile, ...] = ()
    pictures: tuple[LetterPicture, ...] = ()
