"""The second set: other words, other layouts, other people; made after the reader had learned from the first."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Final

from tests.corpus.forms.making.fills import FILLS, Fill
from tests.corpus.forms.making.pages import sections_of, shown
from tests.corpus.forms.making.wordings import Item, Section, Wording

_T: Final = (("new", "New to space"), ("existing", "Existing"), ("first_time", "First-time tenant"))
_YN: Final = (("yes", "Yes"), ("no", "No"))

WORDINGS: Final[dict[str, Wording]] = {
    "letterhead": Wording(
        "FPP Plan Intake Form",
        "Bureau of Development Services, Facility Permit Program",
        (
            Section(
                "Project",
                (
                    (Item("Name of Building", "building"), Item("Building #", "job_number")),
                    (Item("Job Site Address", "address"), Item("Suite or Floor", "suite")),
                    (
                        Item("Bldg/Mech Permit No.", "permit_number"),
                        Item("Project Reference No.", "reference_number"),
                    ),
                ),
            ),
            Section(
                "Scope of Work",
                (
                    (Item("Describe work proposed", "description", "long"),),
                    (Item("Describe mechanical work proposed", "mechanical_description", "long"),),
                    (
                        Item("Any exterior work?", "exterior", "yes_no", _YN),
                        Item("Any mezzanine?", "mezzanine", "yes_no", _YN),
                    ),
                    (
                        Item("Total Project Valuation", "valuation"),
                        Item("Mechanical Valuation", "mechanical_valuation"),
                    ),
                ),
            ),
            Section(
                "Tenant", ((Item("Name", "tenant_name"), Item("Status", "tenant_status", "tenant", _T)),)
            ),
            Section(
                "Applicant",
                (
                    (Item("Name", "applicant_name"), Item("Company", "company")),
                    (Item("Daytime Phone", "applicant_phone"), Item("Email", "applicant_email")),
                ),
            ),
            Section(
                "Contractor",
                (
                    (Item("Company Name", "contractor_name"), Item("CCB Number", "ccb_number")),
                    (Item("Contact Name", "contractor_contact"), Item("Phone", "contractor_phone")),
                ),
            ),
            Section(
                "Responsible Party",
                (
                    (Item("Name (print)", "party_name"), Item("Phone", "party_phone")),
                    (Item("Signature", "signature", "signature"), Item("Date", "date")),
                ),
            ),
        ),
    ),
    "short": Wording(
        "Facility Permit Intake",
        "One form per project. Please type or print.",
        (
            Section(
                "",
                (
                    (Item("Building Name", "building"),),
                    (Item("Jobsite Address", "address"),),
                    (Item("Floor/Suite #", "suite"),),
                    (Item("Tenant Name", "tenant_name"),),
                    (Item("Tenant", "tenant_status", "tenant", _T),),
                    (Item("Scope of Work", "description", "long"),),
                    (Item("Mechanical Scope of Work", "mechanical_description", "long"),),
                    (Item("Valuation (not including mechanical)", "valuation"),),
                    (Item("Mechanical Valuation", "mechanical_valuation"),),
                    (Item("Billing Number", "reference_number"),),
                    (Item("Related Permit Number", "permit_number"),),
                    (Item("Applicant Name", "applicant_name"),),
                    (Item("Applicant Email", "applicant_email"),),
                    (Item("Applicant Phone", "applicant_phone"),),
                    (Item("Architect of Record", "owner_name"),),
                    (Item("General Contractor", "contractor_name"),),
                    (Item("Contractor CCB #", "ccb_number"),),
                    (Item("Anticipated start date", "date"),),
                    (Item("Responsible Party Signature", "signature", "signature"),),
                ),
            ),
        ),
    ),
}
NEW: Final[dict[str, Fill]] = {
    "retail": FILLS["full"]
    | {
        "applicant_name": "J. P. Castellane III",
        "company": "n/a",
        "applicant_email": "jp.castellane@foxglove-retail.example",
        "applicant_phone": "503 555 0188",
        "building": "Foxglove Exchange #4",
        "address": "411 NW Foxglove St",
        "suite": "Ste 120",
        "tenant_status": "new",
        "tenant_name": "Mug & Brush LLC",
        "description": (
            "New barber shop: 4 stations, 2 wash sinks (plumbing by separate permit), paint, "
            "new storefront decal."
        ),
        "mechanical_description": "",
        "mechanical_valuation": "",
        "valuation": "38,250.00",
        "reference_number": "QF-20561",
        "contractor_name": "Hollis & Daughters, Inc.",
        "ccb_number": "118430",
    },
    "campus": FILLS["long"] | {"applicant_phone": "(971) 555-0106", "permit_number": "26-110045-000-00-FA"},
    "bare": FILLS["few"] | {"valuation": "", "signature": "", "date": ""},
    "lost": FILLS["full"] | {"building": "", "applicant_phone": "", "tenant_status": "first_time"},
    "nowhere": FILLS["full"] | {"address": "", "reference_number": "", "applicant_email": ""},
    "silent": FILLS["full"] | {"description": "", "applicant_name": "", "valuation": "$1,250,000"},
    "blank": FILLS["blank"],
}


def ruled(wording: Wording, fill: Fill) -> str:
    """Rows parted by rules: a small label on top, the answer under it, no upright lines."""

    def one(section: Section) -> str:
        rows = "".join(
            "<table><tr>"
            + "".join(
                f"<td><small>{escape(item.label)}</small><br>{shown(item, fill, 'glyph')}</td>"
                for item in row
            )
            + "</tr></table>"
            for row in section.rows
        )
        return f"<h4>{escape(section.title)}</h4>{rows}"

    return (
        "<style>table{width:100%;border-bottom:1px solid #555;table-layout:fixed}small{font-size:9px;color:#333}"
        "h4{margin:6px 0 0}td{padding:1px 2px}</style>" + sections_of(wording, one)
    )


def headed(wording: Wording, fill: Fill) -> str:
    """Tables with the labels as headings of columns and the answers in the row below."""

    def one(section: Section) -> str:
        rows = "".join(
            "<table><tr>"
            + "".join(f"<th>{escape(item.label)}</th>" for item in row)
            + "</tr><tr>"
            + "".join(f"<td>{shown(item, fill, 'brackets')}</td>" for item in row)
            + "</tr></table>"
            for row in section.rows
        )
        return f"<h4>{escape(section.title)}</h4>{rows}"

    return (
        "<style>table{width:100%;border-collapse:collapse;table-layout:fixed;margin-bottom:3px}td,th{border:1px solid"
        " #000;padding:2px 5px;text-align:left}th{background:#eee;font-size:11px}h4{margin:6px 0 2px}</style>"
        + sections_of(wording, one)
    )


def boxes(wording: Wording, fill: Fill) -> str:
    """Labels set to the right before gray boxes."""

    def one(section: Section) -> str:
        rows = "".join(
            f"<tr><td class=l>{escape(item.label)}:</td><td class=b>{shown(item, fill, 'glyph')}</td></tr>"
            for row in section.rows
            for item in row
        )
        return f"<h4>{escape(section.title)}</h4><table>{rows}</table>"

    return (
        "<style>table{width:100%;border-spacing:4px 3px}.l{width:38%;text-align:right}.b{background:#e4e4ee}"
        "h4{margin:6px 0 0}</style>" + sections_of(wording, one)
    )


def stacked(wording: Wording, fill: Fill) -> str:
    """A bold label on a line of its own, the answer set in on the next."""

    def one(section: Section) -> str:
        rows = "".join(
            f"<dt>{escape(item.label)}</dt><dd>{shown(item, fill, 'brackets')}</dd>"
            for row in section.rows
            for item in row
        )
        return f"<h4>{escape(section.title)}</h4><dl>{rows}</dl>"

    return "<style>dt{font-weight:bold}dd{margin:0 0 3px 24px}dl,h4{margin:4px 0}</style>" + sections_of(
        wording, one
    )


def beside(wording: Wording, fill: Fill) -> str:
    """Two tables side by side: half of the sections left, half right."""

    def one(section: Section) -> str:
        rows = "".join(
            f"<tr><td width='42%'><b>{escape(item.label)}</b></td><td>{shown(item, fill, 'glyph')}</td></tr>"
            for row in section.rows
            for item in row
        )
        head = f"<tr><td colspan=2>{escape(section.title)}</td></tr>"
        return f"<table border=1 width='100%' cellspacing=0>{head}{rows}</table>"

    half = len(wording.sections) // 2
    parts = (wording.sections[:half], wording.sections[half:])
    cells = "".join(f"<td valign=top width='50%'>{''.join(map(one, part))}</td>" for part in parts)
    return f"<table width='100%' cellspacing=6><tr>{cells}</tr></table>"


def typed(wording: Wording, fill: Fill) -> str:
    """A typewriter's form: dots from the label to the answer."""
    lines = []
    for section in wording.sections:
        lines += ["", section.title.upper()] if section.title else [""]
        for row in section.rows:
            lines += [f"{item.label} {'.' * (42 - len(item.label))} {_one_line(item, fill)}" for item in row]
    return f"<pre style='font-size:11px;white-space:pre-wrap'>{escape(chr(10).join(lines))}</pre>"


def _one_line(item: Item, fill: Fill) -> str:
    if not item.choices:
        return fill[item.key]
    return "  ".join(f"[{'x' if fill[item.key] == key else ' '}] {label}" for key, label in item.choices)


def grid(wording: Wording, fill: Fill) -> str:
    """A modern web form printed: labels over input boxes, two in a row, a list to choose from."""

    def field(item: Item) -> str:
        if item.choices:
            options = "".join(
                f"<option {'selected' if fill[item.key] == key else ''}>{escape(label)}</option>"
                for key, label in item.choices
            )
            return f"<select><option></option>{options}</select>"
        if item.kind == "long":
            return f"<textarea rows=5>{escape(fill[item.key])}</textarea>"
        return f"<input value='{escape(fill[item.key], quote=True)}'>"

    def one(section: Section) -> str:
        rows = "".join(
            "<div class=r>"
            + "".join(f"<label>{escape(item.label)} *<br>{field(item)}</label>" for item in row)
            + "</div>"
            for row in section.rows
        )
        return f"<h4>{escape(section.title)}</h4>{rows}"

    return (
        "<style>.r{display:flex;gap:16px}label{flex:1;font-size:11px}input,textarea,select{width:100%;"
        "font:12px sans-serif;box-sizing:border-box;padding:3px}h4{margin:8px 0 2px}</style>"
        + sections_of(wording, one)
    )


def bold(wording: Wording, fill: Fill) -> str:
    """A word processor's letter: bold label and colon, answer, the next pair on the same line."""

    def one(section: Section) -> str:
        rows = "".join(
            "<p>"
            + "&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;".join(
                f"<b>{escape(item.label)}:</b> {shown(item, fill, 'brackets')}" for item in row
            )
            + "</p>"
            for row in section.rows
        )
        return f"<p><u>{escape(section.title)}</u></p>{rows}"

    return sections_of(wording, one)


LAYOUTS: Final[dict[str, Callable[[Wording, Fill], str]]] = {
    layout.__name__: layout for layout in (ruled, headed, boxes, stacked, beside, typed, grid, bold)
}
PRINTED: Final = (
    ("chromium", "ruled", "letterhead", "retail"),
    ("chromium", "ruled", "short", "campus"),
    ("wkhtmltopdf", "ruled", "letterhead", "lost"),
    ("chromium", "headed", "letterhead", "campus"),
    ("writer", "headed", "letterhead", "nowhere"),
    ("chromium", "boxes", "letterhead", "silent"),
    ("wkhtmltopdf", "boxes", "short", "retail"),
    ("chromium", "stacked", "short", "bare"),
    ("writer", "stacked", "letterhead", "campus"),
    ("chromium", "beside", "letterhead", "retail"),
    ("writer", "beside", "letterhead", "bare"),
    ("chromium", "typed", "short", "campus"),
    ("wkhtmltopdf", "typed", "letterhead", "retail"),
    ("chromium", "grid", "letterhead", "campus"),
    ("chromium", "grid", "short", "lost"),
    ("chromium", "grid", "letterhead", "blank"),
    ("abiword", "bold", "letterhead", "retail"),
    ("writer", "bold", "short", "nowhere"),
    ("abiword", "headed", "letterhead", "silent"),
)
