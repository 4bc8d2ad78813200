"""The words of the forms: five years and three authors of the same form, and the City's ordinary application."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["text", "long", "tenant", "yes_no", "signature"]


@dataclass(frozen=True, slots=True)
class Item:
    """One question: its label and the key of its answer."""

    label: str
    key: str
    kind: Kind = "text"
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its rows; what stands in one row stands side by side."""

    title: str
    rows: tuple[tuple[Item, ...], ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """A whole form."""

    title: str
    intro: str
    sections: tuple[Section, ...]


def _tenant(label: str, new: str, existing: str, first: str) -> Item:
    return Item(
        label, "tenant_status", "tenant", (("new", new), ("existing", existing), ("first_time", first))
    )


def _yes_no(label: str, key: str) -> Item:
    return Item(label, key, "yes_no", (("yes", "Yes"), ("no", "No")))


_SUBS = (
    (
        Item("Electrical", "electrical_name"),
        Item("Phone", "electrical_phone"),
        Item("CCB #", "electrical_ccb"),
    ),
    (Item("Plumbing", "plumbing_name"), Item("Phone", "plumbing_phone"), Item("CCB #", "plumbing_ccb")),
    (
        Item("Mechanical", "mechanical_name"),
        Item("Phone", "mechanical_phone"),
        Item("CCB #", "mechanical_ccb"),
    ),
)

WORDINGS: Final[dict[str, Wording]] = {
    "program": Wording(
        "Facility Permit Program Intake Form",
        "Complete all fields. Incomplete applications will not be accepted.",
        (
            Section(
                "Applicant Information",
                (
                    (Item("Applicant Name", "applicant_name"), Item("Company", "company")),
                    (Item("Email", "applicant_email"), Item("Phone", "applicant_phone")),
                    (Item("Mailing Address", "mailing_address"),),
                ),
            ),
            Section(
                "Project Information",
                (
                    (Item("Project Building Name", "building"),),
                    (Item("Project Address", "address"), Item("Floor/Suite", "suite")),
                ),
            ),
            Section(
                "Tenant Information",
                (
                    (_tenant("Tenant is", "New to the space", "Existing tenant", "New first-time tenant"),),
                    (Item("Tenant Name", "tenant_name"),),
                ),
            ),
            Section(
                "Scope",
                (
                    (Item("Description of Work Proposed", "description", "long"),),
                    (_yes_no("Is there exterior work?", "exterior"), _yes_no("Mezzanine?", "mezzanine")),
                    (Item("Mechanical Work Proposed", "mechanical_description", "long"),),
                    (
                        Item("Project Valuation (excluding mechanical)", "valuation"),
                        Item("Mechanical Valuation", "mechanical_valuation"),
                    ),
                    (
                        Item("Bld/Mech Permit #", "permit_number"),
                        Item("Project Reference Number (Billing Number)", "reference_number"),
                    ),
                ),
            ),
            Section(
                "General Contractor Information",
                (
                    (Item("General Contractor", "contractor_name"), Item("CCB #", "ccb_number")),
                    (Item("Contact", "contractor_contact"), Item("Phone", "contractor_phone")),
                ),
            ),
            Section("Sub-Contractors", _SUBS),
            Section(
                "Authorization",
                ((Item("Responsible party's signature", "signature", "signature"), Item("Date", "date")),),
            ),
        ),
    ),
    "older": Wording(
        "FPP Permit Application",
        "Facility Permit Program, Bureau of Development Services",
        (
            Section(
                "Job",
                (
                    (Item("Project Building Name/Number", "building"), Item("IVR #", "ivr_number")),
                    (Item("Jobsite Address", "address"), Item("Floor/Suite #", "suite")),
                    (
                        Item("Project Reference Number", "reference_number"),
                        Item("Applicant's Job #", "job_number"),
                    ),
                    (Item("Bld/Mech Permit # (if issued)", "permit_number"),),
                ),
            ),
            Section(
                "Tenant Information",
                (
                    (Item("Name of Tenant", "tenant_name"),),
                    (_tenant("Tenant", "new to the space", "existing tenant", "new first-time tenant"),),
                ),
            ),
            Section(
                "Work",
                (
                    (Item("Description of Work", "description", "long"),),
                    (Item("Mechanical Work", "mechanical_description", "long"),),
                    (_yes_no("Exterior work", "exterior"), _yes_no("Mezzanine", "mezzanine")),
                    (
                        Item("Total Project Valuation", "valuation"),
                        Item("Valuation of Mechanical Work", "mechanical_valuation"),
                    ),
                ),
            ),
            Section(
                "Applicant",
                (
                    (Item("Applicant's Name", "applicant_name"),),
                    (Item("Telephone", "applicant_phone"), Item("E-mail Address", "applicant_email")),
                ),
            ),
            Section(
                "Contractor",
                (
                    (
                        Item("General Contractor Name", "contractor_name"),
                        Item("CCB License No.", "ccb_number"),
                    ),
                ),
            ),
            Section(
                "Responsible Party",
                (
                    (Item("Printed name", "party_name"), Item("Telephone", "party_phone")),
                    (Item("Signature of Responsible Party", "signature", "signature"), Item("Date", "date")),
                ),
            ),
        ),
    ),
    "capitals": Wording(
        "FACILITY PERMIT PROGRAM - PROJECT INTAKE",
        "",
        (
            Section(
                "PROJECT",
                (
                    (Item("BUILDING", "building"), Item("BILLING NUMBER (PRN)", "reference_number")),
                    (Item("SITE ADDRESS", "address"), Item("SUITE/FLOOR", "suite")),
                    (Item("TENANT", "tenant_name"), Item("PERMIT NO.", "permit_number")),
                    (_tenant("TENANT STATUS", "NEW", "EXISTING", "FIRST TIME"),),
                    (Item("SCOPE OF WORK", "description", "long"),),
                    (Item("MECHANICAL SCOPE", "mechanical_description", "long"),),
                    (
                        Item("VALUATION W/O MECHANICAL", "valuation"),
                        Item("MECHANICAL VALUE", "mechanical_valuation"),
                    ),
                ),
            ),
            Section(
                "APPLICANT",
                (
                    (Item("NAME", "applicant_name"), Item("FIRM", "company")),
                    (Item("EMAIL", "applicant_email"), Item("PHONE NO.", "applicant_phone")),
                ),
            ),
            Section(
                "GENERAL CONTRACTOR",
                (
                    (Item("NAME", "contractor_name"), Item("CCB NO.", "ccb_number")),
                    (Item("CONTACT", "contractor_contact"), Item("PHONE NO.", "contractor_phone")),
                ),
            ),
            Section(
                "RESPONSIBLE PARTY",
                (
                    (Item("NAME", "party_name"), Item("EMAIL", "party_email")),
                    (Item("SIGNATURE", "signature", "signature"), Item("DATE", "date")),
                ),
            ),
        ),
    ),
    "contacts": Wording(
        "Facility Permit Program (FPP) Application for Permit",
        "Send this form with one PDF of the plans. Questions: 503-823-5996.",
        (
            Section(
                "1. Who is applying?",
                (
                    (Item("Contact person", "applicant_name"),),
                    (Item("Contact phone", "applicant_phone"), Item("Contact email", "applicant_email")),
                ),
            ),
            Section(
                "2. Responsible Party",
                ((Item("Name", "party_name"), Item("Phone", "party_phone"), Item("Email", "party_email")),),
            ),
            Section(
                "3. Where is the project?",
                (
                    (Item("Building Name", "building"),),
                    (Item("Street Address of Project", "address"), Item("Floor / Suite", "suite")),
                    (Item("Building Owner", "owner_name"),),
                ),
            ),
            Section(
                "4. What is proposed?",
                (
                    (Item("Detailed description of proposed work", "description", "long"),),
                    (Item("Description of mechanical work", "mechanical_description", "long"),),
                    (_yes_no("Does the project include exterior work?", "exterior"),),
                    (
                        Item("Project valuation, not including mechanical ($)", "valuation"),
                        Item("Mechanical valuation ($)", "mechanical_valuation"),
                    ),
                ),
            ),
            Section(
                "5. Tenant",
                (
                    (Item("Tenant business name", "tenant_name"),),
                    (
                        _tenant(
                            "Tenant is", "new to this space", "an existing tenant", "a new, first-time tenant"
                        ),
                    ),
                ),
            ),
            Section(
                "6. Numbers",
                (
                    (Item("Related building permit number", "permit_number"),),
                    (Item("Project Ref. No. / Billing No.", "reference_number"),),
                ),
            ),
            Section(
                "7. Contractor",
                (
                    (Item("Contractor company", "contractor_name"), Item("Oregon CCB number", "ccb_number")),
                    (Item("Contractor phone", "contractor_phone"),),
                ),
            ),
            Section(
                "8. Signature",
                (
                    (
                        Item("Authorized signature (responsible party)", "signature", "signature"),
                        Item("Date", "date"),
                    ),
                ),
            ),
        ),
    ),
    "ordinary": Wording(
        "Building Permit Application",
        "City of Portland, Oregon. Commercial and residential.",
        (
            Section(
                "TYPE OF WORK",
                (
                    (
                        Item("New construction / Addition / Alteration", "exterior"),
                        Item("Demolition", "mezzanine"),
                    ),
                ),
            ),
            Section(
                "CATEGORY OF CONSTRUCTION",
                ((Item("1 & 2 family dwelling / Commercial / Multifamily", "company"),),),
            ),
            Section(
                "JOB SITE INFORMATION AND LOCATION",
                (
                    (Item("Job site address", "address"), Item("Suite/bldg./apt. no.", "suite")),
                    (Item("Project name", "building"), Item("Lot / Block", "job_number")),
                    (Item("Description of work", "description", "long"),),
                ),
            ),
            Section("PROPERTY OWNER", ((Item("Name", "owner_name"), Item("Phone", "party_phone")),)),
            Section(
                "APPLICANT",
                ((Item("Business name", "company"), Item("Contact name", "applicant_name")),),
            ),
            Section(
                "CONTRACTOR",
                ((Item("Business name", "contractor_name"), Item("CCB lic.", "ccb_number")),),
            ),
            Section(
                "VALUATION",
                ((Item("Valuation", "valuation"), Item("Number of stories", "mezzanine")),),
            ),
            Section(
                "",
                (
                    (
                        Item("Authorized signature", "signature", "signature"),
                        Item("Print name", "applicant_name"),
                    ),
                ),
            ),
        ),
    ),
}
