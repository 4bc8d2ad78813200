"""What makes a building ineligible for the program: by the mail's words, and by what is on record of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from parsers.addresses import find_addresses
from rules.finding import Finding
from rules.inspection.places import buildings_at, fits, registered_key
from rules.registry import ISSUED, Building, Permit, Registry, plain_name

MAX_CHARACTERS = 20_000
MOST_PERMITS = 5
OPEN = ISSUED | {"application", "under_review", "approved_to_issue"}
VOID = frozenset({"void", "cancelled"})
# (the reason; how people write it). Negated mentions do not count.
BY_WORDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "condominium_or_apartments",
        re.compile(r"\b(?:condominiums?|condos?|apartments?|apartment building)\b", re.IGNORECASE),
    ),
    (
        "one_floor",
        re.compile(
            r"\b(?:only|just) (?:\w+ ){0,3}(?:floor|level|suite)\b(?! plans?)|\b(?:single"
            r"|one) floor\b(?! plans?)|\bregist\w+ (?:of |for )?(?:our |the |a )?(?:\w+ )?(?:floor|level"
            r"|suite)\b(?! plans?)",
            re.IGNORECASE,
        ),
    ),
    (
        "single_project",
        re.compile(
            r"\b(?:one[- ]time|single|one[- ]and[- ]done|just (?:this|one)|only (?:this|one)"
            r"|one single) (?:tenant )?(?:project|improvement|job|ti|permit)\b|\bone[- ](?:time|off) (?:thing"
            r"|deal)?\b|\bfor (?:that|this|the one) (?:tenant )?(?:project|improvement|job|ti"
            r"|build-?out) (?:only|alone)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "open_permits",
        re.compile(
            r"\bopen permits?\b|\bpermits? (?:(?:that )?(?:is|are) |that have )?(?:currently |still |now "
            r"|just )?(?:open|under review|in review|issued|pending|active|in process|not (?:yet )?final\w*)\b"
            r"|\b(?:open|pending|active|unfinaled) (?:building |trade |commercial )?permits?\b",
            re.IGNORECASE,
        ),
    ),
    (
        "violations",
        re.compile(
            r"\b(?:open|unresolved|outstanding|active|pending|existing) (?:code |building "
            r"|fire )?(?:violations?|alert folders?)\b|\bviolations? (?:case )?(?:is|are"
            r"|still) (?:still )?(?:open|unresolved|outstanding|pending)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "transfer",
        re.compile(
            r"\btransfer\w*\b[^.;\n]{0,40}\bregistration\b|\bregistration\b[^.;\n]{0,40}\btransfer",
            re.IGNORECASE,
        ),
    ),
)
_NEGATED = re.compile(r"\b(?:no|not|without|never|isn't|aren't)\b[^.;\n]{0,30}$", re.IGNORECASE)
_RENEWS = re.compile(
    r"\brenew\w*|\bre-?regist\w+|\b(?:annual|yearly) (?:building )?registration", re.IGNORECASE
)


def eligibility_findings(
    text: str, named: Building | None, registry: Registry, day: date
) -> Iterator[Finding]:
    """The reasons that speak against the building, for a person to weigh; each once, from the record "
    "first."""
    text = text[:MAX_CHARACTERS]
    reasons = {finding.where: finding for finding in _by_record(text, named, registry, day)}
    for reason, pattern in BY_WORDS:
        match = next((one for one in pattern.finditer(text) if not _is_negated(text, one)), None)
        if match is not None:
            reasons.setdefault(
                reason, Finding("registration.ineligible", where=reason, values={"found": match[0]})
            )
    yield from reasons.values()


def building_meant(text: str, registry: Registry) -> Building | None:
    """The building on record whose address, or else whose name, the mail's words give; None where two fit."""
    text = text[:MAX_CHARACTERS]
    at = [row for one in find_addresses(text)[:5] for row in buildings_at(one.value, registry)]
    words = f" {plain_name_of(text)} "
    named = [
        row
        for name, rows in registry.buildings_by_name.items()
        if len(name) > 4 and f" {name} " in words
        for row in rows
    ]
    found = {row.building: row for row in at or named}
    return next(iter(found.values())) if len(found) == 1 else None


def plain_name_of(text: str) -> str:
    """The text's words as names are compared, however long it is."""
    return " ".join(plain_name(line) for line in text.splitlines())


def _by_record(text: str, named: Building | None, registry: Registry, day: date) -> Iterator[Finding]:
    renews = _RENEWS.search(text) is not None
    if (
        named is not None
        and not renews
        and named.registered_until is not None
        and named.registered_until >= day
    ):
        yield _of_record("already_registered", named.building, ())
    permits = _permits_of(text, named, registry)
    place = named.building if named else (permits[0].address or permits[0].building if permits else "")
    # A building of the program always has permits under way; they speak against a new one only.
    by_status = () if renews else (("open_permits", OPEN), ("voided_permits", VOID))
    for reason, statuses in by_status:
        numbers = tuple(row.permit_number for row in permits if row.status in statuses)
        if numbers:
            yield _of_record(reason, place, numbers[:MOST_PERMITS])
    holds = [hold for row in permits for hold in registry.holds_on(row.building, row.permit_number, day)]
    if named is not None:
        holds.extend(registry.holds_on(named.building, "", day))
    if any(hold.kind in {"violation", "stop_work_order"} for hold in holds):
        yield _of_record("violations", place, ())


def _permits_of(text: str, named: Building | None, registry: Registry) -> Sequence[Permit]:
    """The permits on record of that building, or at the addresses that the mail names."""
    if named is not None:
        return registry.permits_by_building.get(named.building, ())
    keys = [one.value.key for one in find_addresses(text)[:5]]
    return [
        permit
        for permit in (registry.permits.values() if keys else ())
        if permit.address and any(fits(key, registered_key(permit.address)) == "same" for key in keys)
    ]


def _of_record(reason: str, building: str, permits: tuple[str, ...]) -> Finding:
    values = {"found": None, "building": building, "permits": permits}
    return Finding("registration.ineligible", where=reason, values=values)


def _is_negated(text: str, match: re.Match[str]) -> bool:
    return _NEGATED.search(text[max(0, match.start() - 50) : match.start()]) is not None
