"""Compares what was read on a form with what a person reads there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from parsers.forms.reading import FIELDS, FieldReading, FormReading
from parsers.money import read_amount
from rules.intake.form import CONTACT, REQUIRED
from tests.corpus.forms import Form

Outcome = Literal["right", "doubtful", "wrong"]
SORTS: Final[dict[str, set[str | None]]] = {
    "intake": {"intake"},
    "blank": {"intake"},
    "ordinary": {"ordinary_permit"},
    "none": {None},
}
_SIGNED: Final = {True: "yes", False: "no", None: "unknown"}
_AMOUNTS: Final = frozenset({"valuation", "mechanical_valuation"})
_LONG: Final = frozenset({"description", "mechanical_description"})


@dataclass(frozen=True, slots=True)
class Score:
    """One field: `right`, `doubtful` (not read, or said to be unsure), `wrong` (surely read as something else).

    `rejects`: the applicant would be refused for it, and wrongly.
    """

    field: str
    outcome: Outcome
    rejects: bool = False
    read: str | None = None
    wanted: str | None = None


def is_right_sort(form: Form, read: FormReading | None) -> bool:
    """Whether it was taken for what it is."""
    return (read.sort if read else None) in SORTS[form.sort]


def scores(form: Form, read: FormReading | None) -> Iterator[Score]:
    """A score for each field that the form asks for and that was filled in or read, and the signature's."""
    found = read.fields if read is not None and is_right_sort(form, read) else {}
    for name in FIELDS if form.sort != "ordinary" else ():
        wanted, reading = form.fields.get(name), found.get(name)
        if wanted is not None or reading is not None:
            yield _score(name, wanted, reading, form)
    if form.signed and read is not None:
        signed = _SIGNED[read.signed]
        outcome: Outcome = (
            "right" if signed in form.signed else "doubtful" if signed == "unknown" else "wrong"
        )
        yield Score("signed", outcome, outcome == "wrong" and signed == "no", signed, "/".join(form.signed))


def _score(name: str, wanted: str | None, reading: FieldReading | None, form: Form) -> Score:
    value = reading.value if reading is not None else None
    if reading is not None and _alike(name, wanted, value):
        # A blank that is only suspected sends a whole form to a person: no harm, but not right either.
        return Score(name, "right" if value or reading.sure else "doubtful", read=value, wanted=wanted)
    if reading is None or not reading.sure:
        return Score(name, "doubtful", read=value, wanted=wanted)
    needed = name in {*REQUIRED, "reference_number"} or (
        name in CONTACT and not (set(CONTACT) & set(form.fields))
    )
    # What a recogniser saw in a picture is never refused by (`rules.intake.form.Form.is_scan`).
    rejects = reading.source != "ocr" and (
        (needed and value is None) or name in {"reference_number", "valuation"}
    )
    return Score(name, "wrong", rejects, value, wanted)


def _alike(name: str, wanted: str | None, value: str | None) -> bool:
    if wanted is None or value is None:
        return wanted == value or (wanted or value or "").upper() in {"N/A", ""}
    if name in _AMOUNTS and read_amount(wanted).problem is None:
        return read_amount(wanted) == read_amount(value)
    one, other = _bare(wanted), _bare(value)
    # A narrow field may show the beginning of a long text and no more.
    return one == other or (name in _LONG and len(other) > 60 and one.startswith(other))


def _bare(text: str) -> str:
    return re.sub(r"[\s_]+", "", text).lower()
