"""What people wrote into the forms. Keys of interfaces.md section 7 are truth; the others only stand nearby."""

from __future__ import annotations

from typing import Final

Fill = dict[str, str]

_NEARBY: Final[Fill] = {
    "company": "Vance & Oak Architects PC",
    "mailing_address": "77 NE Cloverleaf Way, Portland, OR 97232",
    "owner_name": "Larkspur Holdings LLC",
    "party_name": "Dana Whitlock",
    "party_phone": "503-555-0177",
    "party_email": "dana@larkspurholdings.example",
    "job_number": "VO-3381",
    "ivr_number": "4412907",
    "contractor_phone": "(503) 555-0142",
    "contractor_contact": "Lee Abernathy",
    "electrical_name": "Copperline Electric",
    "electrical_phone": "503.555.0190",
    "electrical_ccb": "187204",
    "plumbing_name": "Dripstone Plumbing Inc.",
    "plumbing_phone": "971-555-0113",
    "plumbing_ccb": "201553",
    "mechanical_name": "Northduct Sheet Metal",
    "mechanical_phone": "503-555-0161",
    "mechanical_ccb": "99210",
    "exterior": "no",
    "mezzanine": "no",
    "date": "02/24/2026",
    "signature": "Dana Whitlock",
}
_FULL: Final[Fill] = _NEARBY | {
    "applicant_name": "Robin Vance",
    "applicant_email": "robin@vanceoak.example",
    "applicant_phone": "(503) 555-0139",
    "building": "Larkspur Tower",
    "address": "1200 SW Larkspur Ave",
    "suite": "410",
    "tenant_status": "existing",
    "tenant_name": "Juniper Analytics",
    "description": "Remove two non-bearing partitions and add one conference room.",
    "mechanical_description": "Relocate four diffusers and one thermostat.",
    "valuation": "$84,500.00",
    "mechanical_valuation": "$12,000",
    "permit_number": "",
    "reference_number": "LT-2026-0147",
    "contractor_name": "Fernhill Builders LLC",
    "ccb_number": "204117",
}

FILLS: Final[dict[str, Fill]] = {
    "full": _FULL,
    "long": _FULL
    | {
        "applicant_name": "Marguerite O'Dell-Yamashita",
        "applicant_email": "m.odell-yamashita+permits@studio-yamashita.example",
        "applicant_phone": "971-555-0106 x204",
        "building": "Tamarack Research Hall",
        "address": "3181 SW Sam Tamarack Park Rd, Portland, OR 97239",
        "suite": "Floors 3 & 4",
        "tenant_status": "new",
        "tenant_name": "Department of Cell Biology: Hartwell Lab",
        "description": (
            "Interior alteration of 2,350 sq ft on the third and fourth floors. Scope: demolish existing casework "
            "and 40 LF of non-rated partition, build two tissue culture rooms, new epoxy floor, new suspended "
            "ceiling. Relocate sprinkler heads (by others under separate permit). No change of occupancy: B to B. "
            "Path of exit travel is not affected."
        ),
        "mechanical_description": (
            "Add two fume hoods, connect to existing exhaust riser EF-7; rebalance supply air on both floors. "
            "Note: hoods furnished by owner."
        ),
        "valuation": "$412,750",
        "mechanical_valuation": "$96,000.00",
        "reference_number": "THC 2026/118-B",
        "contractor_name": "Ironbark Construction Company of Oregon, Inc.",
        "ccb_number": "63142",
    },
    "no_mechanical": _FULL
    | {
        "mechanical_description": "N/A",
        "mechanical_valuation": "N/A",
        "tenant_status": "first_time",
        "tenant_name": "Bramble & Co. (retail)",
        "suite": "110",
        "valuation": "58000",
        "permit_number": "26-104211-000-00-FA",
        "reference_number": "",
        "exterior": "yes",
    },
    "few": _FULL
    | dict.fromkeys(
        (
            "mechanical_description",
            "mechanical_valuation",
            "permit_number",
            "ccb_number",
            "contractor_name",
            "contractor_phone",
            "contractor_contact",
            "suite",
            "company",
            "job_number",
            "electrical_name",
            "electrical_phone",
            "electrical_ccb",
            "plumbing_name",
            "plumbing_phone",
            "plumbing_ccb",
            "mechanical_name",
            "mechanical_phone",
            "mechanical_ccb",
        ),
        "",
    ),
    "no_valuation": _FULL
    | {"valuation": "", "building": "Quillfeather Building", "address": "900 SW Quillfeather Ave"},
    "no_name": _FULL | {"applicant_name": "", "reference_number": "QF 20417", "building": "QF Building"},
    "no_contact": _FULL | {"applicant_email": "", "applicant_phone": "", "tenant_status": "new"},
    "no_building": _FULL | {"building": "", "permit_number": "25-118203-000-00-FA"},
    "no_address": _FULL
    | {"address": "", "suite": "Level 6 / #610", "description": "Paint: none. New carpet, Suite 610"},
    "no_description": _FULL | {"description": "", "mechanical_description": "Replace RTU-3 like for like"},
    "unsigned": _FULL | {"signature": "", "date": "", "applicant_phone": ""},
    "no_reference": _FULL | {"reference_number": "", "mechanical_valuation": "0"},
    "no_tenant": _FULL
    | {"tenant_status": "", "tenant_name": "", "valuation": "$1.2M", "mechanical_valuation": "65k"},
    "blank": dict.fromkeys(_FULL, ""),
}
