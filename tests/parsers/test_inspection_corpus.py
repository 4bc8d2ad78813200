"""How much of the labelled corpus is read right, field by field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from parsers.inspection.read import read_inspection
from parsers.inspection.reading import DateReading, PermitReading, PersonReading, RequestReading
from parsers.kind import classify
from parsers.read_mail import read_mail
from parsers.thanks import asks_nothing
from tests.corpus.inspection import PEOPLE, Labelled, messages

LEAST = 0.98


@dataclass
class Score:
    """Fields right and seen, what was wrong, and what was wrong and stated surely."""

    right: Counter[str] = field(default_factory=Counter)
    seen: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    misleading: list[str] = field(default_factory=list)

    def note(self, mail: str, name: str, expected: object, found: object, sure: bool = False) -> None:
        self.seen[name] += 1
        if expected == found:
            self.right[name] += 1
            return
        self.wrong.append(f"{mail} {name}: expected {expected!r}, found {found!r}")
        if sure and found is not None:
            self.misleading.append(self.wrong[-1])

    def share(self, name: str) -> float:
        return self.right[name] / self.seen[name]


def day_shown(reading: DateReading | None) -> str | None:
    if reading is None:
        return None
    return reading.problem or reading.days[0].isoformat()


def person_shown(reading: PersonReading | None) -> object:
    if reading is None:
        return None
    if reading.discipline:
        return f"role:{reading.discipline}"
    if not reading.candidates:
        return "?"
    return reading.candidates[0] if len(reading.candidates) == 1 else sorted(reading.candidates)


def permit_shown(reading: PermitReading | None) -> str | None:
    if reading is None:
        return None
    if reading.suffix:
        return f"{reading.short} {reading.suffix}"
    return reading.number or reading.short or reading.looks_like


def phone_expected(written: str | None) -> str | None:
    if written is None or written == "malformed":
        return None
    return written if written.startswith("+") else f"+1503{written}"


def fields_of(
    request: RequestReading, expected: Mapping[str, Any]
) -> Iterator[tuple[str, object, object, bool]]:
    yield "intent", expected.get("k", "request"), request.intent, True
    yield (
        "date",
        expected.get("d"),
        day_shown(request.date),
        day_shown(request.date) not in ("ambiguous", "impossible", "weekday_mismatch"),
    )
    yield "previous date", expected.get("pd"), day_shown(request.previous_date), True
    yield "time", expected.get("t"), request.time.value if request.time else None, False
    yield (
        "previous time",
        expected.get("pt"),
        request.previous_time.value if request.previous_time else None,
        False,
    )
    yield (
        "inspector",
        expected.get("i"),
        person_shown(request.inspector),
        isinstance(person_shown(request.inspector), str) and person_shown(request.inspector) != "?",
    )
    yield "permit", expected.get("p"), permit_shown(request.permit), False
    yield "address", expected.get("a"), request.address.key if request.address else None, False
    yield (
        "suite",
        expected.get("s"),
        request.address.suite if request.address and expected.get("s") else None,
        False,
    )
    yield "types", expected.get("ty", []), [one.text for one in request.types], False
    yield (
        "discipline",
        expected.get("di"),
        next((one.discipline for one in request.types if one.discipline), None),
        False,
    )
    if expected.get("k", "request") == "request" and "n" in expected:
        yield "contact name", expected["n"], request.contact.name, False
        yield "contact phone", phone_expected(expected.get("ph")), request.contact.phone, False
        yield "from signature", expected.get("sig", False), request.contact.from_signature, False


def score_of(mails: Sequence[Labelled]) -> Score:
    score = Score()
    for one in mails:
        mail = read_mail(one.raw)
        if one.kind != "any":
            score.note(one.name, "kind", one.kind, classify(mail, one.mailbox))
        score.note(one.name, "asks nothing", one.asks_nothing, asks_nothing(mail))
        if one.kind != "any" and not one.kind.startswith("inspection"):
            continue
        reading = read_inspection(mail, one.received, PEOPLE)
        score.note(one.name, "requests", len(one.requests), len(reading.requests))
        if one.cases:
            score.note(one.name, "cases", one.cases, reading.cases)
        for found, expected in zip(reading.requests, one.requests, strict=False):
            for name, wanted, value, sure in fields_of(found, expected):
                score.note(one.name, name, wanted, value, sure)
    return score


def test_every_field_of_the_corpus_is_read_right_in_98_of_100() -> None:
    score = score_of(list(messages()))
    below = {name: round(score.share(name), 4) for name in score.seen if score.share(name) < LEAST}
    assert not below, "\n".join([str(below), *score.wrong])


def test_no_date_and_no_inspector_of_the_corpus_is_read_wrongly() -> None:
    assert score_of(list(messages())).misleading == []
