"""Which form was filled by whom, printed by what: the sets of the corpus."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.corpus.forms.making import fillable, others, pages, printers, second, third, xfa
from tests.corpus.forms.making.fills import FILLS
from tests.corpus.forms.making.wordings import WORDINGS, Wording

FIELDS: Final = (
    "applicant_name",
    "applicant_email",
    "applicant_phone",
    "building",
    "address",
    "suite",
    "tenant_status",
    "tenant_name",
    "description",
    "mechanical_description",
    "valuation",
    "mechanical_valuation",
    "permit_number",
    "reference_number",
    "contractor_name",
    "ccb_number",
)
Signed = tuple[str, ...]
_HTML: Final[dict[str, Callable[[Path, Path], None]]] = {
    "chromium": printers.chromium,
    "wkhtmltopdf": printers.wkhtmltopdf,
    "writer": printers.writer,
    "abiword": printers.abiword,
}


@dataclass(frozen=True, slots=True)
class Case:
    """One PDF and what it says. `signed` lists the readings that are right: yes, no, unknown."""

    file: str
    producer: str
    sort: str
    fields: dict[str, str]
    signed: Signed
    content: bytes


def _asked(wording: Wording) -> frozenset[str]:
    return frozenset(item.key for section in wording.sections for row in section.rows for item in row)


def _case(
    name: str,
    producer: str,
    wording: str,
    fill: str,
    content: bytes,
    signed: Signed | None = None,
    unseen: tuple[str, ...] = (),
) -> Case:
    if wording == "ordinary":
        return Case(f"{name}.pdf", producer, "ordinary", {}, (), content)
    sort = "blank" if fill == "blank" else "intake"
    asked = _asked({**WORDINGS, **second.WORDINGS}[wording])
    answers = {**FILLS, **second.NEW}[fill]
    fields: dict[str, str] = {
        key: answers[key] for key in FIELDS if key in asked - set(unseen) and answers[key]
    }
    # Nobody can tell a typed name on paper from a signature: it counts as one. An empty line may be signed in ink.
    usual = ("yes",) if answers["signature"] else ("unknown",)
    return Case(f"{name}.pdf", producer, sort, fields, signed or usual, content)


def _printed(scratch: Path, program: str, name: str, content: str) -> bytes:
    page, out = scratch / f"{name}.html", scratch / "out.pdf"
    page.write_text(content, encoding="utf-8")
    _HTML[program](page, out)
    return out.read_bytes()


def _converted(scratch: Path, content: bytes, by: Callable[[Path, Path], None]) -> bytes:
    source, out = scratch / "source.pdf", scratch / "converted.pdf"
    source.write_bytes(content)
    by(source, out)
    return out.read_bytes()


_PRINTED: Final = (
    ("chromium", "table", "program", "full", "Liberation Sans", 12),
    ("chromium", "table", "older", "long", "Liberation Serif", 12),
    ("chromium", "table", "capitals", "no_valuation", "Liberation Sans", 11),
    ("chromium", "above", "program", "long", "Liberation Sans", 12),
    ("chromium", "above", "contacts", "no_mechanical", "DejaVu Sans", 11),
    ("chromium", "above", "capitals", "no_name", "Liberation Sans", 12),
    ("chromium", "inputs", "program", "long", "Liberation Sans", 12),
    ("chromium", "inputs", "older", "full", "Liberation Sans", 12),
    ("chromium", "inputs", "contacts", "no_contact", "Liberation Sans", 12),
    ("chromium", "comb", "program", "full", "Liberation Sans", 11),
    ("chromium", "comb", "older", "no_tenant", "Liberation Sans", 11),
    ("chromium", "columns", "program", "full", "Liberation Sans", 11),
    ("chromium", "columns", "contacts", "no_building", "Liberation Sans", 11),
    ("chromium", "table", "ordinary", "full", "Liberation Sans", 12),
    ("chromium", "above", "program", "blank", "Liberation Sans", 12),
    ("wkhtmltopdf", "inline", "program", "long", "Liberation Serif", 12),
    ("wkhtmltopdf", "inline", "capitals", "full", "Liberation Sans", 12),
    ("wkhtmltopdf", "inline", "older", "few", "Liberation Sans", 12),
    ("wkhtmltopdf", "below", "program", "full", "Liberation Sans", 12),
    ("wkhtmltopdf", "below", "contacts", "no_description", "Liberation Sans", 12),
    ("wkhtmltopdf", "table", "contacts", "long", "Liberation Serif", 16),
    ("wkhtmltopdf", "above", "older", "unsigned", "Liberation Sans", 12),
    ("wkhtmltopdf", "inline", "ordinary", "full", "Liberation Sans", 12),
    ("writer", "four", "program", "long", "Liberation Sans", 12),
    ("writer", "four", "older", "full", "Liberation Serif", 12),
    ("writer", "four", "contacts", "no_address", "Liberation Sans", 12),
    ("writer", "plain", "program", "no_reference", "Liberation Serif", 12),
    ("writer", "blanks", "older", "no_mechanical", "Liberation Sans", 12),
    ("writer", "blanks", "contacts", "full", "Liberation Serif", 12),
    ("writer", "inline", "capitals", "few", "Liberation Sans", 12),
    ("writer", "blanks", "program", "blank", "Liberation Serif", 12),
    ("abiword", "plain", "program", "long", "Liberation Serif", 12),
    ("abiword", "plain", "capitals", "full", "Liberation Serif", 12),
    ("abiword", "four", "older", "no_mechanical", "Liberation Serif", 12),
    ("abiword", "blanks", "contacts", "no_tenant", "Liberation Serif", 12),
)


def _fillable(scratch: Path) -> list[Case]:
    words, fills = WORDINGS, FILLS
    made = fillable.by_reportlab(words["program"], fills["full"], "left", "numbered")
    older = fillable.by_reportlab(words["older"], fills["long"], "above", "plain")
    hand = fillable.by_hand(words["contacts"], fills["no_mechanical"], "left", "nested", signed=True)
    yes, no = ("yes",), ("no",)
    found = [
        _case("reportlab-1", "reportlab", "program", "full", made),
        _case("reportlab-2", "reportlab", "older", "long", older),
        _case(
            "reportlab-3",
            "reportlab",
            "contacts",
            "no_valuation",
            fillable.by_reportlab(words["contacts"], fills["no_valuation"], "left", "livecycle"),
        ),
        _case(
            "reportlab-4",
            "reportlab",
            "program",
            "unsigned",
            fillable.by_reportlab(words["program"], fills["unsigned"], "above", "numbered"),
            ("no", "unknown"),
        ),
        _case(
            "reportlab-5",
            "reportlab",
            "older",
            "blank",
            fillable.by_reportlab(words["older"], fills["blank"], "left", "plain"),
            ("no", "unknown"),
        ),
        _case("pikepdf-1", "pikepdf", "contacts", "no_mechanical", hand, yes),
        _case(
            "pikepdf-2",
            "pikepdf",
            "capitals",
            "long",
            fillable.by_hand(words["capitals"], fills["long"], "above", "livecycle", signed=False),
            no,
        ),
        _case(
            "pikepdf-3",
            "pikepdf",
            "program",
            "no_name",
            fillable.by_hand(words["program"], fills["no_name"], "left", "numbered", signed=None),
        ),
        _case(
            "pikepdf-4",
            "pikepdf",
            "older",
            "full",
            fillable.by_hand(words["older"], fills["full"], "above", "numbered", signed=True),
            yes,
        ),
        _case(
            "pikepdf-5",
            "pikepdf",
            "ordinary",
            "full",
            fillable.by_hand(words["ordinary"], fills["full"], "left", "plain", signed=True),
        ),
        _case(
            "suite-1",
            "office suite",
            "program",
            "full",
            fillable.by_hand(words["program"], fills["full"], "left", "suite", signed=None),
        ),
        _case(
            "suite-2",
            "office suite",
            "contacts",
            "no_description",
            fillable.by_hand(words["contacts"], fills["no_description"], "above", "suite", signed=False),
            no,
        ),
        _case(
            "pypdf-1",
            "pypdf",
            "program",
            "long",
            fillable.by_pypdf(words["program"], fills["long"], "above", "numbered"),
        ),
        _case(
            "pypdf-2",
            "pypdf",
            "older",
            "no_contact",
            fillable.by_pypdf(words["older"], fills["no_contact"], "left", "livecycle"),
        ),
        _case(
            "ghostscript-1", "ghostscript", "program", "full", _converted(scratch, made, printers.ghostscript)
        ),
        _case(
            "ghostscript-2", "ghostscript", "older", "long", _converted(scratch, older, printers.ghostscript)
        ),
        _case(
            "cairo-1",
            "cairo",
            "contacts",
            "no_mechanical",
            _converted(scratch, hand, printers.cairo),
            ("yes", "unknown"),
            ("tenant_status",),
        ),
        _case("cairo-2", "cairo", "older", "long", _converted(scratch, older, printers.cairo)),
    ]
    found += [
        _case("xfa-1", "xfa", "program", "long", xfa.dynamic(words["program"], fills["long"])),
        _case("xfa-2", "xfa", "older", "full", xfa.dynamic(words["older"], fills["full"], odd_names=True)),
        _case(
            "xfa-3", "xfa", "contacts", "no_valuation", xfa.dynamic(words["contacts"], fills["no_valuation"])
        ),
    ]
    return found


def _merged(cases: dict[str, Case]) -> list[Case]:
    def beside(name: str, *parts: bytes, of: str) -> Case:
        case = cases[of]
        content = others.merged(*parts)
        return Case(f"{name}.pdf", case.producer, case.sort, case.fields, case.signed, content)

    table, above = "chromium-1.pdf", "chromium-4.pdf"
    return [
        beside("merged-front", cases[table].content, others.sheets(3), of=table),
        beside("merged-behind", others.sheets(2), cases[above].content, of=above),
        beside(
            "merged-letter",
            others.paper("letter"),
            cases["wkhtmltopdf-1.pdf"].content,
            of="wkhtmltopdf-1.pdf",
        ),
    ]


def _papers() -> list[Case]:
    return [Case(f"paper-{name}.pdf", "paper", "none", {}, (), others.paper(name)) for name in others.PAPERS]


def seen(scratch: Path) -> list[Case]:
    """The set by which the reader was improved."""
    found: list[Case] = []
    counts: dict[str, int] = {}
    for program, layout, wording, fill, font, size in _PRINTED:
        counts[program] = counts.get(program, 0) + 1
        body = pages.LAYOUTS[layout](WORDINGS[wording], FILLS[fill])
        page = pages.page(WORDINGS[wording], body, font, size)
        content = _printed(scratch, program, f"{layout}-{wording}-{fill}", page)
        found.append(_case(f"{program}-{counts[program]}", program, wording, fill, content))
    found += _fillable(scratch)
    return [*found, *_merged({case.file: case for case in found}), *_papers()]


def blind(scratch: Path) -> list[Case]:
    """The set that was read once before anything was changed for it."""
    words, fills = second.WORDINGS, second.NEW
    found = []
    for number, (program, layout, wording, fill) in enumerate(second.PRINTED, 1):
        page = pages.page(words[wording], second.LAYOUTS[layout](words[wording], fills[fill]))
        content = _printed(scratch, program, f"{layout}-{wording}-{fill}", page)
        found.append(_case(f"second-{number}", program, wording, fill, content))
    short, letter = words["short"], words["letterhead"]
    lettered = fillable.by_reportlab(letter, fills["campus"], "above", "short")
    return [
        *found,
        _case(
            "fields-1",
            "reportlab",
            "short",
            "retail",
            fillable.by_reportlab(short, fills["retail"], "left", "short"),
        ),
        _case("fields-2", "reportlab", "letterhead", "campus", lettered),
        _case(
            "fields-3",
            "pikepdf",
            "short",
            "lost",
            fillable.by_hand(short, fills["lost"], "above", "short", False),
            ("no",),
        ),
        _case(
            "fields-4",
            "pikepdf",
            "letterhead",
            "silent",
            fillable.by_hand(letter, fills["silent"], "left", "livecycle", None),
        ),
        _case(
            "fields-5",
            "ghostscript",
            "letterhead",
            "campus",
            _converted(scratch, lettered, printers.ghostscript),
        ),
        _case("fields-6", "xfa", "short", "nowhere", xfa.dynamic(short, fills["nowhere"], odd_names=True)),
    ]


def looks(scratch: Path) -> list[Case]:
    """The looks that were read badly on forms made by others."""
    words, fills = second.WORDINGS, second.NEW
    found = []
    for number, (program, layout, wording, fill) in enumerate(third.PRINTED, 1):
        page = pages.page(words[wording], third.LAYOUTS[layout](words[wording], fills[fill]))
        content = _printed(scratch, program, f"{layout}-{wording}-{fill}", page)
        found.append(_case(f"{layout}-{number}", program, wording, fill, content))
    return found


def fields(_scratch: Path) -> list[Case]:
    """Fillable forms of further makers: labels under lines and in cells, fields that only show, XFA as designed."""
    words, fills = WORDINGS, FILLS
    below = fillable.by_hand(words["contacts"], fills["full"], "below", "numbered", signed=False)
    cells = fillable.by_hand(words["program"], fills["long"], "cell", "livecycle", signed=None)
    shown = fillable.shown_only(fillable.by_reportlab(words["program"], fills["full"], "cell", "numbered"))
    return [
        _case("below-line-1", "pikepdf", "contacts", "full", fillable.stamped(below), ("yes",)),
        _case("cell-1", "pikepdf", "program", "long", cells),
        _case("shown-only-1", "reportlab", "program", "full", shown),
        _case("designed-1", "xfa", "program", "long", xfa.designed(words["program"], fills["long"])),
        _case("designed-2", "xfa", "older", "full", xfa.designed(words["older"], fills["full"])),
    ]


SETS: Final[dict[str, Callable[[Path], list[Case]]]] = {
    "seen": seen,
    "blind": blind,
    "looks": looks,
    "fields": fields,
}
