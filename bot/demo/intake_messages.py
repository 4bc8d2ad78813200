"""Sample mail to the intake mailbox: applications good and faulty, and every other kind of submittal."""

from __future__ import annotations

import io
import zipfile
from datetime import date

from bot.demo import papers
from bot.demo.people import HOLLIS, MARLO, ROBIN, TESS, WREN
from bot.demo.sample import Sample
from bot.demo.sheets import plan_set
from bot.demo.writing import Days, File
from rules.finding import Action

ACCEPT, ASK, REJECT, REFER = Action.ACCEPT, Action.ASK, Action.REJECT, Action.REFER


LARKSPUR = ("LARKSPUR TOWER - SUITE 410", "1200 SW LARKSPUR AVE, PORTLAND, OR 97201")
QUILLFEATHER = ("QUILLFEATHER BUILDING - FLOOR 6", "900 SW QUILLFEATHER AVE, PORTLAND, OR 97205")
QUILLFEATHER_FORM = {
    "applicant_name": "Marlo Quist",
    "company": "Ironbark Interiors",
    "applicant_email": "marlo@ironbark.example",
    "applicant_phone": "503-555-0132",
    "building": "Quillfeather Building",
    "address": "900 SW Quillfeather Ave",
    "suite": "Floor 6",
    "tenant_name": "Sorrel & Finch",
    "reference_number": "QF20417",
    "permit_number": "26-102660-000-00-FA",
    "responsible_party": "Ines Morrowind",
}
LONG_AGO = date(2019, 6, 30)


def intake_samples(days: Days) -> tuple[Sample, ...]:
    """All samples about permits for that day, in no order."""
    return (*_applications(days), *_odd_files(days), *_on_permits(days), *_others(days))


def _sheets(pages: int = 3, **changes: object) -> bytes:
    project, address = LARKSPUR
    return plan_set(pages, **{"project": project, "address": address, **changes})  # type: ignore[arg-type]


def _zipped(*files: File) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            # A fixed time, so that the same files make the same archive.
            archive.writestr(zipfile.ZipInfo(file.name, (2026, 3, 2, 8, 0, 0)), file.content)
    return stream.getvalue()


def _application(name: str, title: str, action: Action, days: Days, clock: str, **rest: object) -> Sample:
    """An application by the same architect; `rest`: files, subject, body and whatever else differs."""
    given: dict[str, object] = {
        "sender": ROBIN,
        "subject": "Permit application - Larkspur Tower, Suite 410",
        "body": "Hello,\n\nplease find attached our application for Larkspur Tower, Suite 410.\n\nRobin Vance\n",
        **rest,
    }
    return Sample(
        name=name,
        title=title,
        to_mailbox="intake",
        sent_at=days.at(clock),
        kind="permit_application",
        action=action,
        **given,  # type: ignore[arg-type]
    )


def _applications(days: Days) -> tuple[Sample, ...]:
    form = File("FPP Intake Form - Suite 410.pdf", papers.intake_form(papers.values()))
    plans = File("Suite 410 Plans.pdf", _sheets())
    no_number = papers.values(reference_number=None, suite="Suite 520", tenant_name="Cobalt & Rye")
    corrected = {**no_number, "reference_number": "LT-2026-0147"}
    exterior = papers.values(
        valuation="$1.2M",
        description="New storefront entry on the street side, exterior work, and a lobby remodel.",
    )
    return (
        _application(
            "application_good",
            "A complete application",
            ACCEPT,
            days,
            "07:30",
            files=(form, plans, File("Structural calcs.pdf", papers.calculations("Suite 410"))),
        ),
        _application(
            "application_no_number",
            "The project reference number is blank",
            REJECT,
            days,
            "07:45",
            subject="Application Larkspur Tower Suite 520",
            files=(
                File("intake form.pdf", papers.intake_form(no_number, style="printed", signed=True)),
                File("Suite 520 plans.pdf", _sheets(project="LARKSPUR TOWER - SUITE 520")),
            ),
        ),
        _application(
            "application_corrected",
            "The reply with the corrected form",
            ACCEPT,
            days,
            "13:10",
            subject="Re: Application Larkspur Tower Suite 520",
            body="Hi, Dana gave us the number. Here is the corrected form.\nRobin\n",
            answers="application_no_number",
            files=(File("intake form corrected.pdf", papers.intake_form(corrected, style="printed")),),
        ),
        _application(
            "application_in_color",
            "Plans in colour, with highlighter",
            REJECT,
            days,
            "07:55",
            files=(form, File("Plans color.pdf", _sheets(color=True, highlighter=True))),
        ),
        _application(
            "application_many_faults",
            "Not for construction, an expired stamp, no code summary, over $600,000",
            REJECT,
            days,
            "09:02",
            files=(
                File("FPP form.pdf", papers.intake_form(exterior, style="odd_names")),
                File(
                    "Lobby plans.pdf",
                    _sheets(4, not_for_construction=True, stamp_expires=LONG_AGO, code_summary=False),
                ),
            ),
        ),
        _application(
            "application_scanned",
            "The form is a scan",
            REFER,
            days,
            "08:00",
            files=(File("scan0001.pdf", papers.intake_form(papers.values(), style="scan")), plans),
        ),
        _application(
            "application_wrong_form",
            "The City's ordinary permit form",
            REJECT,
            days,
            "08:12",
            files=(
                File("Building permit application.pdf", papers.ordinary_permit_form(papers.values())),
                plans,
            ),
        ),
        _application(
            "application_many_pages",
            "A plan set of 31 sheets",
            REFER,
            days,
            "08:22",
            files=(form, File("Full set.pdf", _sheets(31))),
        ),
    )


def _odd_files(days: Days) -> tuple[Sample, ...]:
    form = File("Intake.pdf", papers.intake_form(papers.values(), style="older_acroform"))
    plans = File("Plans.pdf", _sheets())
    return (
        _application(
            "application_link",
            "A link in place of files",
            ASK,
            days,
            "08:32",
            body="""Hello, our files are too large for mail. Please download the intake form and plans here:
https://files.sharebox.example/d/7f3a91
Robin Vance
""",
        ),
        _application(
            "application_locked",
            "Plans that ask for a password",
            ASK,
            days,
            "08:42",
            files=(form, File("Plans (locked).pdf", _sheets(password="larkspur"))),
        ),
        _application(
            "application_zipped",
            "Everything in one zip file",
            ACCEPT,
            days,
            "08:52",
            files=(File("Larkspur 410.zip", _zipped(form, plans), "application/zip"),),
        ),
        _application(
            "application_broken_file",
            "A PDF that was cut off on its way",
            ASK,
            days,
            "09:12",
            files=(form, File("Plans.pdf", plans.content[: len(plans.content) // 40])),
        ),
    )


def _on_permits(days: Days) -> tuple[Sample, ...]:
    project, address = QUILLFEATHER
    sheets = plan_set(2, project=project, address=address)
    deferred = {
        **QUILLFEATHER_FORM,
        "description": "Interior glazed stair guard at floor 6",
        "valuation": "$18,400",
    }
    revision = {
        **QUILLFEATHER_FORM,
        "building": "Foxglove Exchange",
        "address": "411 NW Foxglove St",
        "suite": "Suite 100",
        "permit_number": "26-103390-000-00-FA",
        "reference_number": "QF20533",
        "applicant_name": "Hollis Venn",
        "applicant_email": "hollis@granitework.example",
        "description": "Door 104 moved after the inspector's correction.",
        "correction": "yes",
        "valuation": "$2,000",
    }
    trade = {
        **QUILLFEATHER_FORM,
        "description": "Twelve circuits for the sixth floor",
        "ccb_number": "204417",
    }
    return (
        Sample(
            name="checksheet_response",
            title="Answers to the checksheets, with a new set",
            to_mailbox="intake",
            sent_at=days.at("15:40"),
            sender=ROBIN,
            kind="checksheet_response",
            action=ACCEPT,
            answers="application_good",
            subject="Re: Permit application - Larkspur Tower, Suite 410",
            body="""Hello, attached are our responses to all checksheets and the complete new plan set.
Robin Vance
""",
            files=(
                File(
                    "Checksheet responses.pdf",
                    papers.checksheet_responses(
                        "not assigned yet", ("See door 12 on A-101.", "The occupant load is now on G-001.")
                    ),
                ),
                File("Suite 410 Plans.pdf", _sheets()),
            ),
        ),
        Sample(
            name="deferred_submittal",
            title="A deferred submittal on an issued permit",
            to_mailbox="intake",
            sent_at=days.at("10:40"),
            sender=MARLO,
            kind="deferred_submittal",
            action=ACCEPT,
            subject="Deferred submittal 26-102660-000-00-FA - stair guards",
            body="Deferred submittal for the stair guards attached.\nMarlo Quist, Ironbark Interiors\n",
            files=(
                File("FPP Deferred Submittal Application.pdf", papers.deferred_submittal_form(deferred)),
                File("Guard plans.pdf", sheets),
                File("Guard calculations.pdf", papers.calculations("Quillfeather stair guards")),
                File(
                    "Product information.pdf",
                    papers.letter_paper(
                        "Product Information",
                        ("Guard system CG-40 product data sheet.", "Laminated glass 1/2 in."),
                    ),
                ),
            ),
        ),
        Sample(
            name="permit_revision",
            title="A revision whose calculations and product information are missing",
            to_mailbox="intake",
            sent_at=days.at("10:50"),
            sender=HOLLIS,
            kind="permit_revision",
            action=ASK,
            subject="Revision to 26-103390-000-00-FA",
            body="Please find our permit revision and the inspector's correction notice.\nHollis Venn\n",
            files=(
                File("FPP Revision Application.pdf", papers.revision_form(revision)),
                File(
                    "Revised plans.pdf",
                    plan_set(2, project="FOXGLOVE EXCHANGE", address="411 NW FOXGLOVE ST"),
                ),
                File(
                    "Correction notice.pdf",
                    papers.correction_notice("26-103390-000-00-FA", "Door 104 swings into the exit path."),
                ),
            ),
        ),
        Sample(
            name="trade_application",
            title="An electrical application for the same project",
            to_mailbox="intake",
            sent_at=days.at("11:10"),
            sender=TESS,
            kind="trade_permit_application",
            action=ACCEPT,
            subject="Electrical permit application - Quillfeather Building floor 6",
            body="Electrical application attached. Tess Orrinsby, Copperline Electric\n",
            files=(File("Electrical Permit Application.pdf", papers.trade_form(trade)),),
        ),
    )


def _others(days: Days) -> tuple[Sample, ...]:
    history = papers.permit_history("Bluestem Mill", ("24-055120-000-00-CO Final 2024-08-02",))
    return (
        Sample(
            name="registration",
            title="A building asks to join; some parts are missing",
            to_mailbox="intake",
            sent_at=days.at("11:00"),
            sender=WREN,
            kind="building_registration",
            action=ASK,
            subject="Registering Bluestem Mill, 455 S Bluestem Pkwy",
            body="""Hello,

we would like to register a building in the Facility Permit Program: Bluestem Mill, 455 S Bluestem Pkwy.
It is an office building of four floors. The permit history and the W-4 form are attached.
Over the next 24 months we plan to remodel three tenant spaces a year.

Wren Castellane, 503-555-0163
""",
            files=(
                File("Permit history.pdf", history),
                File(
                    "W-4.pdf", papers.w4_form({"building": "Bluestem Mill", "address": "455 S Bluestem Pkwy"})
                ),
            ),
        ),
        Sample(
            name="wireless",
            title="A wireless facility, which has an intake of its own",
            to_mailbox="intake",
            sent_at=days.at("11:30"),
            sender="Ottoline Reeve <permits@airmast.example>",
            kind="other_program",
            action=REJECT,
            subject="Small wireless facility application - pole 4471",
            body="""Please accept our application for a small wireless facility (antenna and equipment cabinet)
on the City's pole 4471 in the right-of-way. Photographs and simulations to follow.
""",
        ),
    )
