"""Plan sheets to merge with a form, and papers that are no form at all."""

from __future__ import annotations

import io
from typing import Final

import pikepdf
from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

PAPERS: Final[dict[str, str]] = {
    "invoice": """Fernhill Builders LLC
INVOICE No. 20931
Bill to: Larkspur Holdings LLC
Project: Larkspur Tower, Suite 410
Date: 02/20/2026
Description: Progress billing 2, partitions
Amount: $14,200.00
Phone: 503-555-0142
CCB #: 204117
Please remit within 30 days.""",
    "letter": """February 24, 2026
To: Facility Permit Program, City of Portland
Re: Larkspur Tower, 1200 SW Larkspur Ave, suite 410

Dear coordinator,
enclosed please find our application for the tenant improvement of Juniper Analytics.
The scope of work is the removal of two partitions. The project valuation is $84,500.
The project reference number is LT-2026-0147.
Sincerely,
Robin Vance, Vance & Oak Architects""",
    "contract": """STANDARD FORM OF AGREEMENT BETWEEN OWNER AND CONTRACTOR
AGREEMENT made as of the 2nd day of February in the year 2026
BETWEEN the Owner: Larkspur Holdings LLC
and the Contractor: Fernhill Builders LLC, CCB 204117
for the following Project: Larkspur Tower, Suite 410
ARTICLE 1 THE WORK. The Contractor shall fully execute the Work described in the Contract Documents.
ARTICLE 2 CONTRACT SUM. The Owner shall pay the Contractor $84,500.00.
ARTICLE 3 SIGNATURES
Owner signature: ______________________ Date: ____________
Contractor signature: __________________ Date: ____________""",
}


def paper(name: str) -> bytes:
    """One page of letter paper."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=letter, invariant=True)
    text = canvas.beginText(72, 710)
    text.setFont("Times-Roman", 11)
    for line in PAPERS[name].splitlines():
        text.textLine(line)
    canvas.drawText(text)
    canvas.save()
    return out.getvalue()


def sheets(count: int) -> bytes:
    """Plan sheets of 24 x 36 inches with a title block and a few notes."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(36 * 72, 24 * 72), invariant=True)
    for number in range(1, count + 1):
        canvas.setFont("Helvetica", 14)
        for row, words in enumerate(
            ("GENERAL NOTES", "1. Verify all dimensions.", "2. Contractor: see spec.")
        ):
            canvas.drawString(120, 1500 - 24 * row, words)
        canvas.rect(60, 60, 36 * 72 - 120, 24 * 72 - 120)
        canvas.rect(300, 300, 1400, 900)
        canvas.drawString(2250, 220, "LARKSPUR TOWER, SUITE 410")
        canvas.drawString(2250, 190, "1200 SW Larkspur Ave")
        canvas.drawString(2250, 130, f"A{100 + number}  FLOOR PLAN")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def merged(*parts: bytes) -> bytes:
    """Several PDFs in one, in that order."""
    with pikepdf.new() as whole:
        for part in parts:
            with pikepdf.open(io.BytesIO(part)) as document:
                whole.pages.extend(document.pages)
        out = io.BytesIO()
        whole.save(out, deterministic_id=True)
        return out.getvalue()
