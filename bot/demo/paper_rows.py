"""The rows of the sample forms: what is asked, under which heading, in which words."""

from __future__ import annotations

from bot.demo.paper_form import Cell, Section

TENANT = (
    ("new", "New tenant to the space"),
    ("existing", "Existing tenant"),
    ("first_time", "New first-time tenant"),
)
CURRENT: tuple[Section, ...] = (
    Section(
        "Applicant Information",
        (
            (Cell("applicant_name", "Name"), Cell("company", "Company")),
            (Cell("applicant_mailing_address", "Mailing Address"),),
            (Cell("applicant_email", "Email"), Cell("applicant_phone", "Phone", 0.7)),
        ),
        "The applicant answers checksheets, pays fees and is our contact for the submittal.",
    ),
    Section(
        "Project Information",
        (
            (Cell("building", "Project Building Name"),),
            (Cell("address", "Project Address", 1.5), Cell("suite", "Floor / Suite / Space")),
        ),
    ),
    Section(
        "Tenant Information",
        (
            (Cell("tenant_status", "Tenant is", kind="choice", options=TENANT),),
            (Cell("tenant_name", "Tenant Name"),),
        ),
    ),
    Section(
        "Scope of Work",
        (
            (Cell("description", "Description of Work Proposed", kind="area"),),
            (Cell("mechanical_description", "Mechanical Work Proposed", kind="area"),),
            (Cell("valuation", "Project Valuation"), Cell("mechanical_valuation", "Mechanical Valuation")),
            (
                Cell("permit_number", "Bld/Mech Permit #"),
                Cell("reference_number", "Project Reference Number"),
            ),
            (Cell("job_number", "Applicant Job Number"),),
        ),
        "Project valuation includes labor and materials, without mechanical work.",
    ),
    Section(
        "General Contractor Information",
        (
            (Cell("contractor_name", "Company Name"), Cell("ccb_number", "CCB #", 0.6)),
            (Cell("contractor_phone", "Phone"), Cell("contractor_email", "Email")),
        ),
    ),
    Section(
        "Sub-Contractors",
        ((Cell("electrical_contractor", "Electrical"), Cell("plumbing_contractor", "Plumbing")),),
    ),
    Section(
        "Responsible Party",
        ((Cell("responsible_party", "Name"), Cell("rp_phone", "Phone", 0.7)), (Cell("rp_email", "Email"),)),
    ),
)
OLDER: tuple[Section, ...] = (
    Section(
        "Applicant",
        (
            (Cell("applicant_name", "Contact Person"), Cell("company", "Firm")),
            (Cell("applicant_phone", "Telephone No."), Cell("applicant_email", "E-mail Address")),
        ),
    ),
    Section(
        "Project",
        (
            (Cell("building", "Building Name/Number"),),
            (Cell("address", "Jobsite Address", 1.5), Cell("suite", "Suite/Floor")),
            (Cell("tenant_status", "Tenant", kind="choice", options=TENANT),),
            (Cell("tenant_name", "Name of Tenant"),),
            (Cell("description", "Work Description", kind="area"),),
            (Cell("mechanical_description", "Mechanical Work Description", kind="area"),),
            (
                Cell("valuation", "Total Project Valuation"),
                Cell("mechanical_valuation", "Valuation of Mechanical Work"),
            ),
            (Cell("permit_number", "Related Permit No."), Cell("reference_number", "Billing Number")),
            (Cell("job_number", "Job No."),),
        ),
    ),
    Section(
        "Contractor",
        ((Cell("contractor_name", "General Contractor"), Cell("ccb_number", "CCB License No.", 0.7)),),
    ),
    Section("Owner / Responsible Party", ((Cell("responsible_party", "Responsible Party Name"),),)),
)
ORDINARY: tuple[Section, ...] = (
    Section(
        "Type of work",
        (
            (
                Cell(
                    "type_of_work",
                    "Type of work",
                    kind="choice",
                    options=(("new", "New construction"), ("addition", "Addition/alteration")),
                ),
            ),
        ),
    ),
    Section(
        "Category of construction",
        (
            (
                Cell(
                    "category",
                    "Category of construction",
                    kind="choice",
                    options=(("family", "1 & 2 family dwelling"), ("commercial", "Commercial/industrial")),
                ),
            ),
        ),
    ),
    Section(
        "Job site information and location",
        (
            (Cell("address", "Job site address"),),
            (Cell("suite", "Suite/bldg./apt. no."), Cell("building", "Project name")),
            (Cell("description", "Description and location of work", kind="area"),),
        ),
    ),
    Section(
        "Property owner / Applicant",
        (
            (Cell("applicant_name", "Name"), Cell("applicant_phone", "Phone")),
            (Cell("applicant_email", "Email"), Cell("valuation", "Valuation")),
        ),
    ),
    Section("Contractor", ((Cell("contractor_name", "Business name"), Cell("ccb_number", "CCB lic. no.")),)),
)
_ON_PERMIT: tuple[Section, ...] = (
    Section(
        "Original Permit",
        (
            (Cell("permit_number", "Permit Number"), Cell("reference_number", "Project Reference Number")),
            (Cell("building", "Building Name"),),
            (Cell("address", "Project Address", 1.5), Cell("suite", "Suite")),
        ),
    ),
    Section(
        "Applicant Information",
        (
            (Cell("applicant_name", "Name"),),
            (Cell("applicant_email", "Email"), Cell("applicant_phone", "Phone", 0.7)),
        ),
    ),
)
DEFERRED: tuple[Section, ...] = (
    *_ON_PERMIT,
    Section(
        "Deferred Submittal",
        (
            (Cell("description", "Description of Deferred Work", kind="area"),),
            (Cell("valuation", "Value of Deferred Work"),),
        ),
    ),
)
REVISION: tuple[Section, ...] = (
    *_ON_PERMIT,
    Section(
        "Revision",
        (
            (Cell("description", "Description of Revision", kind="area"),),
            (
                Cell(
                    "correction",
                    "Due to an inspection correction",
                    kind="choice",
                    options=(("yes", "Yes"), ("no", "No")),
                ),
            ),
            (Cell("valuation", "Additional Valuation"),),
        ),
    ),
)
W4: tuple[Section, ...] = (
    Section(
        "Property",
        ((Cell("building", "Building Name"),), (Cell("address", "Service Address"),)),
    ),
    Section(
        "Fixture count",
        ((Cell("toilets", "Water closets"), Cell("sinks", "Lavatories"), Cell("gpm", "Peak demand (gpm)")),),
    ),
)


def trade(word: str) -> tuple[Section, ...]:
    """The rows of a trade permit application; `word` names the trade."""
    return (
        Section(
            "Job site",
            (
                (Cell("building", "Building Name"),),
                (Cell("address", "Job Site Address", 1.5), Cell("suite", "Suite")),
                (
                    Cell("permit_number", "Associated Building Permit Number"),
                    Cell("reference_number", "Project Reference Number"),
                ),
            ),
        ),
        Section(
            f"{word} Contractor",
            (
                (Cell("contractor_name", "Business Name"), Cell("ccb_number", "CCB License No.", 0.6)),
                (Cell("license_number", f"{word} License No."),),
                (Cell("applicant_name", "Contact Name"),),
                (Cell("applicant_email", "Email"), Cell("applicant_phone", "Phone")),
            ),
        ),
        Section(
            "Work",
            (
                (Cell("description", f"Description of {word} Work", kind="area"),),
                (Cell("valuation", "Value of Work"),),
            ),
        ),
    )
