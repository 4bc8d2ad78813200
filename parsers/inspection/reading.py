"""What was read in a mail about inspections. Nothing here is judged yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from typing import Literal

from parsers.inspection.answers import Answer

Intent = Literal["request", "cancel", "reschedule"]
Discipline = Literal["building", "mechanical", "electrical", "plumbing", "fire"]


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A name to look for, with what else the person is called."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonReading:
    """An inspector as the sender named one.

    `candidates`: the known names that fit, best first; empty = somebody is named whom nobody knows.
    `discipline`: the mail names a role ("bldg inspector") and no person.
    """

    text: str
    candidates: tuple[str, ...] = ()
    discipline: Discipline | None = None


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date as the sender wrote it (D9). `days`: every day that it may mean, earliest first."""

    text: str
    days: tuple[date, ...] = ()
    problem: Literal["ambiguous", "impossible", "weekday_mismatch"] | None = None


@dataclass(frozen=True, slots=True)
class TimeReading:
    """`value`: `HH:MM` (start of a window), `am` or `pm`. `end`: end of the window, `HH:MM` or None."""

    text: str
    value: str
    end: str | None = None


ShiftUnit = Literal["day", "working_day", "week"]


@dataclass(frozen=True, slots=True)
class ShiftReading:
    """A new date told from the old one: `count` units later, earlier where it is negative."""

    count: int
    unit: ShiftUnit


@dataclass(frozen=True, slots=True)
class PermitReading:
    """A permit number as written.

    `number`: canonical `YY-NNNNNN-000-00-FA` where the text says all of it. `short`: `YY-NNNNNN` where it says
    only that (to be looked up, never completed by guessing). `suffix`: another program's (`CO`, `RS` ...).
    `looks_like`: it stands in a permit's place but is an `ivr`, `ccb`, `licence`, `phone` or `other` number.
    """

    text: str
    number: str | None = None
    short: str | None = None
    suffix: str | None = None
    looks_like: Literal["ivr", "ccb", "licence", "phone", "other"] | None = None


@dataclass(frozen=True, slots=True)
class AddressReading:
    """A street address. `key`: normalised for comparing, without suite (`parsers.addresses`)."""

    text: str
    key: str
    suite: str | None = None


@dataclass(frozen=True, slots=True)
class TypeReading:
    """An inspection type as written, and the discipline that it surely belongs to."""

    text: str
    discipline: Discipline | None = None


@dataclass(frozen=True, slots=True)
class ContactReading:
    """The person on site. `phone`: E.164, None where `phone_text` is no telephone number."""

    name: str | None = None
    phone: str | None = None
    phone_text: str | None = None
    email: str | None = None
    from_signature: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """One of several inspectors whom a subject gives a day or an hour of their own."""

    person: PersonReading
    date: DateReading | None = None
    time: TimeReading | None = None


@dataclass(frozen=True, slots=True)
class RequestReading:
    """One inspection asked for, cancelled or moved. None = the mail does not say.

    For a move `date` and `time` are the new ones, `previous_date` and `previous_time` the old;
    for a cancellation `date` and `time` point at the appointment. `all_of_them`: "both", "all": every inspection
    that the rest fits is meant, `how_many` of them where a number is said (0 = not said). `shift`: a move's new
    date told from the old one; `keeps_time`: "same time". `turns`: where the subject names several inspectors, what
    it says to each. `corrects`: a move in words that may as well mend what the same mail says ("make that Friday").
    """

    intent: Intent
    inspector: PersonReading | None = None
    date: DateReading | None = None
    time: TimeReading | None = None
    previous_date: DateReading | None = None
    previous_time: TimeReading | None = None
    permit: PermitReading | None = None
    address: AddressReading | None = None
    types: tuple[TypeReading, ...] = ()
    contact: ContactReading = field(default_factory=ContactReading)
    note: str = ""
    all_of_them: bool = False
    how_many: int = 0
    shift: ShiftReading | None = None
    keeps_time: bool = False
    turns: tuple[Turn, ...] = ()
    corrects: bool = False


@dataclass(frozen=True, slots=True)
class InspectionReading:
    """All that one mail says about inspections.

    `cases`: our case references in the sender's new words; `lots`: those that stand for a letter about several.
    `answer`: what it says to a question of ours without saying it again.
    """

    requests: tuple[RequestReading, ...] = ()
    cases: tuple[str, ...] = ()
    lots: tuple[str, ...] = ()
    answer: Answer | None = None


UpdateAction = Literal["confirm", "en_route", "decline", "result"]
Result = Literal["approved", "partial", "correction", "no_access"]


@dataclass(frozen=True, slots=True)
class InspectorUpdate:
    """What a registered inspector answered; `action` None = not surely understood, which changes nothing.

    `cases`: our case references that it names; `lots`: those that stand for a letter about several.
    """

    action: UpdateAction | None = None
    day: date | None = None
    at: time | None = None
    result: Result | None = None
    note: str = ""
    cases: tuple[str, ...] = ()
    lots: tuple[str, ...] = ()
