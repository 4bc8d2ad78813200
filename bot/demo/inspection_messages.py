"""Sample requests for inspections, good and faulty."""

from __future__ import annotations

from bot.demo.people import ADA, BEN, GIL, HOLLIS, LEE, MARLO, TESS, WREN
from bot.demo.sample import Sample
from bot.demo.writing import ADDRESSES, Days, in_numbers, in_words
from rules.finding import Action

ACCEPT, ASK, REJECT, REFER = Action.ACCEPT, Action.ASK, Action.REJECT, Action.REFER
RECORD = Action.RECORD
INTAKE, INSPECTIONS = ADDRESSES["intake"], ADDRESSES["inspections"]


def inspection_samples(days: Days) -> tuple[Sample, ...]:
    """All requests for inspections of that day, in no order."""
    return (
        *_plain_requests(days),
        *_faulty_requests(days),
    )


def _plain_requests(days: Days) -> tuple[Sample, ...]:
    return (
        Sample(
            name="request_today",
            title="A mechanical inspection for today",
            to_mailbox="inspections",
            sent_at=days.at("06:35"),
            sender=BEN,
            kind="inspection_request",
            action=ACCEPT,
            subject="Alex Thornquill - today 2 PM",
            body="""Good morning,

we opened a wall and would like to close it tonight.

Permit number: 26-104214-000-00-FA
Site address: 1200 SW Larkspur Ave, Suite 410
Type of inspection: mechanical cover
Contact: Ben Sallowfield, 503-555-0135

Thank you,
Ben
Northduct Mechanical
""",
        ),
        Sample(
            name="request_this_morning",
            title="A framing inspection for later this morning",
            to_mailbox="inspections",
            sent_at=days.at("06:42"),
            sender=HOLLIS,
            kind="inspection_request",
            action=ACCEPT,
            subject=f"Morgan Ashgrove {in_numbers(days.today)}",
            body="""Permit 26-103390-000-00-FA
411 NW Foxglove St, Suite 100
Framing, 10:30 am if possible
Hollis Venn 503-555-0136, front door is locked, I will meet you there
""",
        ),
        Sample(
            name="request_good",
            title="A complete request for tomorrow",
            to_mailbox="inspections",
            sent_at=days.at("07:05"),
            sender=LEE,
            kind="inspection_request",
            action=ACCEPT,
            subject=f"Alex Thornquill - {in_words(days.next())}",
            body=f"""Hello,

Please schedule the following inspection for {in_words(days.next())}, in the morning.

Permit number: 26-104211-000-00-FA
Site address: 1200 SW Larkspur Ave, Suite 410
Type of inspection: framing
Contact on site: Lee Harrowgate, 503-555-0131

Thanks,
Lee Harrowgate
Fernhill Builders | office 503-555-0139 | 88 SE Fernhill Rd
""",
        ),
        Sample(
            name="request_two_permits",
            title="Two permits, two inspectors, one mail",
            to_mailbox="inspections",
            sent_at=days.at("07:12"),
            sender=MARLO,
            kind="inspection_request",
            action=ACCEPT,
            subject=f"Jordan Pellwether and Casey Fennimark, {in_numbers(days.next(3))}",
            body=f"""Two for us at 900 SW Quillfeather Ave, Floor 6 on {in_words(days.next(3))}:

1) 26-102660-000-00-FA - framing - Jordan Pellwether
2) 26-102661-000-00-FA - electrical rough-in - Casey Fennimark

Contact for both: Marlo Quist, 503-555-0132

Marlo
""",
        ),
        Sample(
            name="request_html_table",
            title="A request that is only HTML, as a table",
            to_mailbox="inspections",
            sent_at=days.at("08:45"),
            sender=ADA,
            kind="inspection_request",
            action=ACCEPT,
            subject=f"[EXTERNAL] Inspection: Morgan Ashgrove, {in_words(days.next(3))}",
            to=f"{INSPECTIONS}, {INTAKE}",
            html=f"""<html><head><style>td {{ padding: 2pt }}</style></head><body><p>Hi,</p><table>
<tr><td>Inspector</td><td><b>Morgan Ashgrove</b></td></tr>
<tr><td>Date</td><td>{in_words(days.next(3))}</td></tr>
<tr><td>Permit&nbsp;#</td><td>26-099871-000-00-FA</td></tr>
<tr><td>Address</td><td>2300 N Tamarack Way, Suite 220</td></tr>
<tr><td>Type</td><td>Drywall screw</td></tr>
<tr><td>Contact</td><td>Ada Pinchbeck, (503) 555-0134</td></tr>
</table><p>Best,<br>Ada</p></body></html>""",
        ),
        Sample(
            name="request_html_table_copy",
            title="The same mail, delivered to the other mailbox too",
            to_mailbox="intake",
            sent_at=days.at("08:46"),
            sender=ADA,
            kind="inspection_request",
            action=RECORD,
            copy_of="request_html_table",
            after=("request_html_table",),
        ),
        Sample(
            name="request_forwarded",
            title="A property manager forwards the contractor's request",
            to_mailbox="inspections",
            sent_at=days.at("08:55"),
            sender=WREN,
            kind="inspection_request",
            action=ACCEPT,
            subject=f"Fwd: Alex Thornquill {in_numbers(days.next(4))}",
            body=f"""Please see below, thank you. Wren

---------- Forwarded message ---------
From: {GIL}
Date: yesterday
Subject: Alex Thornquill {in_numbers(days.next(4))}
To: Wren Castellane <wren@bluestem.example>

Permit 26-105002-000-00-FA, 420 S Bluestem Pkwy, Floor 2.
Insulation inspection on {in_words(days.next(4))}.
On site: Gil Saltmarsh 503-555-0137
""",
        ),
        Sample(
            name="request_in_intake",
            title="A request sent to the wrong mailbox of ours",
            to_mailbox="intake",
            sent_at=days.at("09:40"),
            sender=TESS,
            kind="inspection_request",
            action=ACCEPT,
            subject=f"Kit Wrenfield / {days.next(4):%A} {days.next(4):%b} {days.next(4).day}",
            body="""Hi, electrical cover inspection please.

26-103391-000-00-FA
411 NW Foxglove St Suite 100
Tess Orrinsby 503.555.0133
""",
        ),
        Sample(
            name="request_repeated",
            title="The complete request once more",
            to_mailbox="inspections",
            sent_at=days.at("09:30"),
            sender=LEE,
            kind="inspection_request",
            action=ACCEPT,
            after=("request_good",),
            subject=f"Alex Thornquill - {in_words(days.next())}",
            body="""Not sure that my first mail went out, so again:

Permit number: 26-104211-000-00-FA
Site address: 1200 SW Larkspur Ave, Suite 410
Type of inspection: framing
Contact on site: Lee Harrowgate, 503-555-0131
""",
        ),
        Sample(
            name="request_backup",
            title="The inspector asked for is on vacation",
            to_mailbox="inspections",
            sent_at=days.at("08:05"),
            sender="Dripstone Plumbing <office@dripstone.example>",
            kind="inspection_request",
            action=ACCEPT,
            subject=f"Drew Marshbank - {in_words(days.next(2))}",
            body="""Permit number 26-104213-000-00-FA
1200 SW Larkspur Ave, Suite 410
Rough-in plumbing, top out
Contact Otis Fallowby, 503-555-0138
""",
        ),
    )


def _faulty_requests(days: Days) -> tuple[Sample, ...]:
    saturday = days.saturday
    return (
        Sample(
            name="request_incomplete",
            title="Permit number and telephone are missing",
            to_mailbox="inspections",
            sent_at=days.at("07:20"),
            sender=TESS,
            kind="inspection_request",
            action=ASK,
            subject=f"Kit Wrenfield, {in_words(days.next(2))}",
            body="""Hello, we need a rough-in electrical inspection at Larkspur Tower.
Tess
""",
        ),
        Sample(
            name="request_completed",
            title="The reply with what was missing",
            to_mailbox="inspections",
            sent_at=days.at("09:15"),
            sender=TESS,
            kind="inspection_request",
            action=ACCEPT,
            answers="request_incomplete",
            subject=f"Re: Kit Wrenfield, {in_words(days.next(2))}",
            body="""Sorry! The permit is 26-104212-000-00-FA, suite 410 at 1200 SW Larkspur Ave.
On site is Tess Orrinsby, 503-555-0133.
""",
        ),
        Sample(
            name="request_unknown_inspector",
            title="An inspector whom nobody knows",
            to_mailbox="inspections",
            sent_at=days.at("08:10"),
            sender=GIL,
            kind="inspection_request",
            action=ASK,
            subject=f"Bartholomew Crispin - {in_words(days.next(3))}",
            body="""Permit: 26-105004-000-00-FA
Address: 420 S Bluestem Pkwy, Floor 2
Inspection: water heater
Contact: Gil Saltmarsh, 503-555-0137
""",
        ),
        Sample(
            name="request_ambiguous_inspector",
            title="A surname that two inspectors share",
            to_mailbox="inspections",
            sent_at=days.at("08:15"),
            sender=TESS,
            kind="inspection_request",
            action=ASK,
            subject=f"Fennimark - {in_words(days.next(2))}",
            body="""26-103391-000-00-FA
411 NW Foxglove St, Suite 100
service inspection
Tess Orrinsby 503-555-0133
""",
        ),
        Sample(
            name="request_closed_day",
            title="A Saturday",
            to_mailbox="inspections",
            sent_at=days.at("08:20"),
            sender=HOLLIS,
            kind="inspection_request",
            action=ASK,
            subject=f"Morgan Ashgrove - {in_words(saturday)}",
            body=f"""We work through the weekend, {in_words(saturday)} would be best.
Permit number 26-103390-000-00-FA, 411 NW Foxglove St, Suite 100
Type: insulation
Hollis Venn, 503-555-0136
""",
        ),
        Sample(
            name="request_other_program",
            title="A permit of another program",
            to_mailbox="inspections",
            sent_at=days.at("08:25"),
            sender="Jo Plimpton <jo@plimpton.example>",
            kind="other_program",
            action=REJECT,
            subject=f"Inspection {in_words(days.next())}",
            body=f"""Hi there, I need a final on my kitchen remodel, permit 26-110220-000-00-RS,
4411 NE Honeysuckle Ln, on {in_words(days.next())}. My number is 503-555-0180. Jo Plimpton
""",
        ),
        Sample(
            name="request_no_backup",
            title="A fire inspection while nobody is there to take it",
            to_mailbox="inspections",
            sent_at=days.at("08:30"),
            sender=HOLLIS,
            kind="inspection_request",
            action=REFER,
            subject=f"Sasha Candleford - {in_words(days.next())}",
            body="""Permit number: 26-103392-000-00-FA
Site address: 411 NW Foxglove St, Suite 100
Type of inspection: sprinkler cover
Contact: Hollis Venn, 503-555-0136
""",
        ),
        Sample(
            name="request_stop_work",
            title="A building under a stop work order",
            to_mailbox="inspections",
            sent_at=days.at("08:35"),
            sender=ADA,
            kind="inspection_request",
            action=REFER,
            subject=f"Morgan Ashgrove - {in_words(days.next(3))}",
            body="""Permit number: 26-099873-000-00-FA
Site address: 2350 N Tamarack Way
Type of inspection: framing
Contact: Ada Pinchbeck, 503-555-0134
""",
        ),
        Sample(
            name="request_not_issued",
            title="A permit that is not issued yet",
            to_mailbox="inspections",
            sent_at=days.at("08:40"),
            sender=MARLO,
            kind="inspection_request",
            action=REJECT,
            subject=f"Terry Underlake - {in_words(days.next(2))}",
            body="""Permit number: 26-102662-000-00-FA
Site address: 900 SW Quillfeather Ave, Floor 6
Type of inspection: underground plumbing
Contact: Marlo Quist, 503-555-0132
""",
        ),
    )
