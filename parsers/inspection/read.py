"""From a mail to the inspections that it asks for, cancels or moves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from parsers.inspection import choose, choose_when, choose_whom
from parsers.inspection.how_many import all_meant
from parsers.inspection.labels import untabled
from parsers.inspection.moves import split_dates, split_times
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
from parsers.inspection.source import CASE, MAX_BODY, MAX_SUBJECT, Source, says_anything, source_of
from parsers.mail import Mail
from parsers.spans import Found, plain
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
    subject = clean_subject(plain(mail.subject, MAX_SUBJECT))
    passed_on = _passed_on(mail, received, people, depth)
    body = untabled(plain(mail.new_text, MAX_BODY))
    own_subject = "" if subject.is_forward and passed_on else subject.text
    source = source_of(mail, subject, own_subject, body, received.date(), people)
    requests = tuple(_requests(source))[:_MAX_REQUESTS]
    cases = tuple(dict.fromkeys(case.upper() for case in CASE.findall(f"{subject.text}\n{body}")))
    if passed_on:
        requests = _with_passed_on(requests, passed_on.requests)
    return InspectionReading(requests, cases)


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


def _with_passed_on(
    own: tuple[RequestReading, ...], passed_on: tuple[RequestReading, ...]
) -> tuple[RequestReading, ...]:
    if not passed_on:
        return own
    if not own:
        return passed_on
    if len(own) > 1:
        filler = passed_on[0] if len(passed_on) == 1 else None
        return tuple(_filled(one, filler) for one in own) if filler else own
    return tuple(_filled(own[0], one) for one in passed_on)


def _filled(own: RequestReading, below: RequestReading) -> RequestReading:
    """The forwarder's words, and those below where these leave something open."""
    intent = own.intent if own.intent != "request" else below.intent
    contact = own.contact
    if contact.from_signature or not (contact.name or contact.phone_text):
        contact = below.contact if below.contact.name or below.contact.phone_text else contact
    return replace(
        own,
        intent=intent,
        inspector=own.inspector or below.inspector,
        date=own.date or below.date,
        time=own.time or below.time,
        previous_date=own.previous_date or below.previous_date,
        previous_time=own.previous_time or below.previous_time,
        permit=own.permit or below.permit,
        address=own.address or below.address,
        types=own.types or below.types,
        contact=contact,
        note=own.note or below.note,
    )


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
    start = RequestReading(region.intent, note=_note(source, said))
    start = _as_one_lot(start, said, several=len(split.each) > 1)
    for lines in split.each:
        yield from _of_record(source, said, part(said, lines), shared, start, common)


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
    types = _types(source, local, shared, common is not None)
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
        yield _moved(source, base, local, shared)
        return
    time = choose_when.time(local, shared, source.subject_end)
    found = choose_when.dates(local, shared, source.subject_end, source.is_reply, whole is not None)
    if whole and not found:
        found = choose_when.the_only_day(whole)
    if base.intent == "cancel":
        # "I will call next week" names no appointment.
        found = [day for day in found if not ("week" in day.text.lower() and len(day.days) > 2)]
    if not found:
        yield replace(base, time=time)
    if len(found) > 1 and base.how_many:
        base = replace(base, all_of_them=False, how_many=0)
    for day in found:
        yield replace(base, date=day, time=time)


def _moved(source: Source, base: RequestReading, local: Pieces, shared: Pieces) -> RequestReading:
    said = local if local.loose_dates else replace(local, loose_dates=shared.loose_dates)
    subject_dates = [one for one in shared.loose_dates if one.start < source.subject_end]
    if not local.times:
        said = replace(said, times=shared.times)
    old, new = split_dates(said)
    if local.loose_dates and subject_dates and not old:
        old = [one for one in subject_dates if not any(one.value.days == other.value.days for other in new)]
    elif source.is_reply and old and not new and not _is_marked_old(said, old):
        old, new = [], old
    old_times, new_times = split_times(said, old, new)
    return replace(
        base,
        date=choose_when.one_date([one.value for one in new]),
        previous_date=choose_when.one_date([one.value for one in old]),
        time=new_times[0].value if new_times else None,
        previous_time=old_times[0].value if old_times else None,
    )


def _is_marked_old(said: Pieces, old: Sequence[Found[DateReading]]) -> bool:
    text = said.hidden
    return any(
        re.match(
            r"'s|\s(?:inspection|appointment|visit)|\s(?:won't|doesn't|will not)",
            text[one.end : one.end + 14],
            re.IGNORECASE,
        )
        or re.search(
            r"\b(?:from|instead of|can't (?:make|do)|cannot (?:make|do)|scheduled for|not ready|the|our|"
            r"my)\s(?:it\s)?(?:on\s|by\s|for\s)?$",
            text[max(0, one.start - 24) : one.start],
            re.IGNORECASE,
        )
        for one in old
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
