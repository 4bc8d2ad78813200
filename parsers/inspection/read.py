"""From a mail to the inspections that it asks for, cancels or moves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from parsers.inspection import choose, choose_when, choose_whom
from parsers.inspection.answers import read_answer
from parsers.inspection.case_references import named_cases
from parsers.inspection.forwarded import with_passed_on
from parsers.inspection.how_many import all_meant
from parsers.inspection.labels import untabled
from parsers.inspection.moved import moved
from parsers.inspection.notes import access_note, suite_note
from parsers.inspection.pieces import Pieces, Range, part
from parsers.inspection.reading import (
    DateReading,
    Discipline,
    InspectionReading,
    KnownPerson,
    PermitReading,
    PersonReading,
    RequestReading,
    TypeReading,
)
from parsers.inspection.records import Records, disciplines, distinct_permits, permit_key, records
from parsers.inspection.regions import Region, regions
from parsers.inspection.site_contact import Contact, contact, contact_in_body
from parsers.inspection.source import MAX_BODY, MAX_SUBJECT, Source, says_anything, source_of
from parsers.inspection.turns import turns
from parsers.inspection.unknown_types import unknown_type
from parsers.mail import Mail
from parsers.spans import Found, fold, plain, slashes_apart
from parsers.subjects import clean_subject

_MAX_REQUESTS = 500
_MAX_FORWARDS = 3


def read_inspection(mail: Mail, received: datetime, people: Sequence[KnownPerson]) -> InspectionReading:
    """What the sender's own words ask for, cancel or move, each request by itself (D9, D10).

    `received`: when the City's server took the mail, aware, office time. Quoted mail never counts; what was
    passed on fills in what the forwarder's own words leave open.
    """
    return _read(mail, received, people, depth=0)


def _read(mail: Mail, received: datetime, people: Sequence[KnownPerson], depth: int) -> InspectionReading:
    subject = clean_subject(slashes_apart(plain(mail.subject, MAX_SUBJECT)))
    passed_on = _passed_on(mail, received, people, depth)
    body = untabled(plain(mail.new_text, MAX_BODY))
    own_subject = "" if subject.is_forward and passed_on else subject.text
    source = source_of(mail, subject, own_subject, body, received.date(), people)
    requests = tuple(_requests(source))[:_MAX_REQUESTS]
    cases, lots = named_cases(subject, body)
    if passed_on:
        requests = with_passed_on(requests, passed_on.requests)
    return InspectionReading(requests, cases, lots, read_answer(mail.new_text))


def _passed_on(
    mail: Mail, received: datetime, people: Sequence[KnownPerson], depth: int
) -> InspectionReading | None:
    if depth >= _MAX_FORWARDS:
        return None
    for one in mail.forwarded[:_MAX_FORWARDS]:
        # "Tomorrow" in a mail of yesterday is today.
        sent = (
            one.date.astimezone(received.tzinfo)
            if one.date and one.date.tzinfo and one.date < received
            else received
        )
        reading = _read(one, sent, people, depth + 1)
        if reading.requests:
            return reading
    return None


def _requests(source: Source) -> Iterator[RequestReading]:
    found = regions(source)
    for region in found:
        said = (
            source.said if len(found) == 1 else part(source.said, [(0, source.subject_end), *region.ranges])
        )
        yield from _in_region(source, said, region)


def _in_region(source: Source, said: Pieces, region: Region) -> Iterator[RequestReading]:
    if not says_anything(source, said):
        return
    split = _split(source, said, region)
    shared = part(said, split.shared) if split.shared else Pieces(said.text, said.hidden)
    common = contact_in_body(source, said) if len(split.each) > 1 else None
    asks = region.intent == "request" and not source.is_reply
    subject = part(said, [(0, source.subject_end)])
    own_turns = turns(subject, source.subject_end) if asks else ()
    start = RequestReading(region.intent, note=_note(source, said), turns=own_turns)
    start = _as_one_lot(start, said, several=len(split.each) > 1)
    start = replace(start, corrects=_only_corrects(source, said))
    for lines in split.each:
        yield from _of_record(source, said, part(said, lines), shared, start, common)


_CORRECTS = re.compile(r"in ?stead|rather|mak(?:e|ing)|[^.]*(?:meant|should)", re.IGNORECASE)


def _only_corrects(source: Source, said: Pieces) -> bool:
    """Whether a new mail moves something in no other words than people mend a slip of their own with."""
    moves = [cue for cue in said.cues if cue.intent == "reschedule"]
    return (
        bool(moves)
        and not source.is_reply
        and all(_CORRECTS.match(said.hidden, cue.start, cue.end) for cue in moves)
    )


def _note(source: Source, said: Pieces) -> str:
    """How to get in; in a reply also the suite that it names without its street ("Suite is 1250, not 1200")."""
    access = access_note(said.text, source.subject_end)
    if not source.is_reply or said.addresses:
        return access
    suite = suite_note(said.text, source.subject_end)
    return " ".join(dict.fromkeys(one for one in (suite, access) if one))


def _as_one_lot(start: RequestReading, said: Pieces, *, several: bool) -> RequestReading:
    """With "both" or "all"; where the mail lists what it means, a number counts the list."""
    count = None if start.intent == "request" else all_meant(said.hidden, said.cues, start.intent)
    if count is None or (count and several):
        return start
    return replace(start, all_of_them=True, how_many=count)


def _split(source: Source, said: Pieces, region: Region) -> Records:
    """The records of the body; the subject is shared by all of them."""
    whole = _region_ranges(source, region)
    found = records(
        part(replace(said), whole) if region.intent != "reschedule" else _as_move(part(said, whole))
    )
    extra = _only_in_subject(source, said)
    each, shared = found.each, found.shared
    if len(each) == 1:
        each, shared = ((tuple(whole)),), ((0, source.subject_end),)
        if len(extra) + len(distinct_permits(part(said, whole).permits)) > 1:
            own = [] if not part(said, whole).permits else [tuple(whole)]
            return Records(
                (*own, *(((one.start, one.end),) for one in extra)),
                ((0, source.subject_end), *(whole if not own else ())),
            )
        return Records(each, shared)
    limits = whole
    kept = tuple(
        (max(start, low), min(end, high))
        for start, end in shared
        for low, high in limits
        if max(start, low) < min(end, high)
    )
    return Records(each, ((0, source.subject_end), *kept))


def _as_move(said: Pieces) -> Pieces:
    """For a move two dates are one request's two ends, never two requests."""
    return replace(said, dates=())


def _region_ranges(source: Source, region: Region) -> list[Range]:
    return list(region.ranges) or [(source.subject_end, len(source.said.text))]


def _only_in_subject(source: Source, said: Pieces) -> list[Found[PermitReading]]:
    """Permits that the subject names and the body does not, where the subject names several or the body none."""
    body = {permit_key(one.value)[:9] for one in said.permits if one.start >= source.subject_end}
    subject = [
        one
        for one in distinct_permits([one for one in said.permits if one.start < source.subject_end])
        if not one.value.looks_like
    ]
    fresh = [one for one in subject if permit_key(one.value)[:9] not in body]
    return fresh if len(fresh) > 1 or not body else []


def _of_record(
    source: Source,
    whole: Pieces,
    local: Pieces,
    shared: Pieces,
    start: RequestReading,
    common: Contact | None,
) -> Iterator[RequestReading]:
    """The requests of one record; `common`: the whole mail's contact, where it has several records."""
    types = _types(source, local, shared, common is not None) or _type_unknown(source, local)
    met = contact(source, local, common)
    base = replace(
        start,
        permit=choose.permit(local, shared, whole),
        address=choose.address(local, shared, whole),
        contact=met,
    )
    for discipline, group in _by_discipline(types):
        person = choose_whom.inspector(
            local,
            shared,
            source.subject_end,
            met.name if not met.from_signature else None,
            discipline,
            several=common is not None,
        )
        if person is None and not source.is_reply:
            person = _stranger(source, whole)
        yield from _dated(
            source, replace(base, types=group, inspector=person), local, shared, whole if common else None
        )


def _types(source: Source, local: Pieces, shared: Pieces, several: bool) -> tuple[TypeReading, ...]:
    subject = part(shared, [(0, source.subject_end)])
    if several:
        return choose.types(local, shared)
    own = choose.types(local, subject)
    return choose.with_subject_types(
        own, choose.types(subject, Pieces("", "")), choose.has_labelled_types(local)
    )


def _type_unknown(source: Source, local: Pieces) -> tuple[TypeReading, ...]:
    """The type in words that we don't know, where the mail is a first request of one inspection."""
    if source.is_reply:
        return ()
    body = local.hidden[source.subject_end :]
    names = {fold(word) for one in local.people for word in one.value.text.split()}
    found = unknown_type(body, names) if len(body) <= 3_000 else None
    return (found,) if found else ()


def _by_discipline(types: tuple[TypeReading, ...]) -> list[tuple[Discipline | None, tuple[TypeReading, ...]]]:
    """Several types of one discipline are one request; those of no sure one go with the type before them."""
    known = disciplines(types)
    if len(known) <= 1:
        return [(known[0] if known else None, types)]
    groups: dict[Discipline, list[TypeReading]] = {one: [] for one in known}
    current = known[0]
    for one in types:
        current = one.discipline or current
        groups[current].append(one)
    return [(discipline, tuple(group)) for discipline, group in groups.items()]


def _dated(
    source: Source, base: RequestReading, local: Pieces, shared: Pieces, whole: Pieces | None
) -> Iterator[RequestReading]:
    """The request with its date or dates; `whole`: the whole mail, where it has several requests."""
    if base.intent == "reschedule":
        yield moved(source, base, local, shared)
        return
    time = choose_when.time(local, shared, source.subject_end)
    found = choose_when.dates(local, shared, source.subject_end, source.is_reply, whole is not None)
    if whole and not found:
        found = choose_when.the_only_day(whole)
    if base.intent == "cancel":
        # "I will call next week" names no appointment; "cancel everything this week" does.
        found = [day for day in found if not _is_week(day) or _is_cancelled_week(day, base, local)]
    if not found:
        yield replace(base, time=time)
    if len(found) > 1 and base.how_many:
        base = replace(base, all_of_them=False, how_many=0)
    for day in found:
        yield replace(base, date=day, time=time)


def _is_week(day: DateReading) -> bool:
    return "week" in day.text.lower() and len(day.days) > 2


def _is_cancelled_week(day: DateReading, base: RequestReading, local: Pieces) -> bool:
    """Whether the week stands in the very sentence that cancels all there is."""
    return base.all_of_them and any(
        cue.intent == "cancel" and day.text in local.text[cue.sentence_start : cue.sentence_end]
        for cue in local.cues
    )


def _stranger(source: Source, whole: Pieces) -> PersonReading | None:
    subject = whole.text[: source.subject_end]
    if any(one.value.candidates for one in whole.people):
        return None
    spans = [
        (one.start, one.end)
        for group in (whole.permits, whole.addresses, whole.dates, whole.times, whole.types, whole.phones)
        for one in group
        if one.start < source.subject_end
    ]
    if not any(one.start < source.subject_end for one in whole.dates):
        return None
    return choose_whom.unknown_in_subject(subject, spans)
