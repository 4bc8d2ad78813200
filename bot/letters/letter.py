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
class Letter:
    """One letter, ready to be made a message. `to`: addresses; `template`: the name that `replay` reports.

    `reply_to`: where answers go when not to the sender's own address. `in_reply_to`, `references`: Message-IDs
    with their angle brackets, oldest first.
    """

    to: tuple[str, ...]
    template: str
    subject: str
    text: str
    html: str
    files: tuple[LetterFile, ...] = ()
    case: str = ""
    purpose: Purpose = "reply"
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    reply_to: str = ""


@dataclass(frozen=True, slots=True)
class LetterContext:
    """What letters may know beside the decision.

    `mailbox`: our address that the letters come from. `own_addresses`: all of ours, lower case: never written to.
    `reply_addresses`: by case, the address with its token that answers go to (none: the mailbox).
    `other_visits`: by inspector, what else is on his or her list (any day, the letter picks).
    `threads`: by case, the Message-IDs of its correspondence with the requester, oldest first.
    `status`, `history`: the answer to a status inquiry; `history` also goes to the inspector.
    `echo`: what a coordinator's command did, in sentences. `files`: attached to the reply to the sender.
    """

    mailbox: Address
    own_addresses: frozenset[str] = frozenset()
    reply_addresses: Mapping[str, str] = field(default_factory=dict)
    other_visits: Mapping[str, tuple[Appointment, ...]] = field(default_factory=dict)
    threads: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    status: tuple[StatusLine, ...] = ()
    history: tuple[HistoryLine, ...] = ()
    echo: tuple[str, ...] = ()
    files: tuple[LetterFile, ...] = ()
