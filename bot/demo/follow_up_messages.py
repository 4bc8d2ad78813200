"""Sample mail that follows on others: cancellations, inspectors' answers, questions, robots."""

from __future__ import annotations

from bot.demo.people import ALEX, BEN, GIL, LEE, MARLO, MORGAN, QUENTIN, ROBIN, TERRY, WREN
from bot.demo.sample import Sample
from bot.demo.writing import ADDRESSES, COORDINATOR, Days, in_numbers, in_words
from rules.finding import Action

ACCEPT, REFER, RECORD, IGNORE = Action.ACCEPT, Action.REFER, Action.RECORD, Action.IGNORE
INSPECTIONS = ADDRESSES["inspections"]


def follow_up_samples(days: Days) -> tuple[Sample, ...]:
    """All samples of that day that are neither requests nor submittals, in no order."""
    return (*_changes(days), *_inspectors(days), *_questions(days), *_robots(days))


def _changes(days: Days) -> tuple[Sample, ...]:
    return (
        Sample(
            name="move",
            title="One of the two inspections moves to another day",
            to_mailbox="inspections",
            sent_at=days.at("11:20"),
            sender=MARLO,
            kind="inspection_reschedule",
            action=ACCEPT,
            answers="request_two_permits",
            subject=f"Re: Jordan Pellwether and Casey Fennimark, {in_numbers(days.next(3))}",
            body=f"""Hi, the framing (26-102660-000-00-FA) is running late.
Please move that one from {in_words(days.next(3))} to {in_words(days.next(5))}.
The electrical stays as it is. Thanks, Marlo
""",
        ),
        Sample(
            name="cancel_by_stranger",
            title="Somebody with no part in the case cancels",
            to_mailbox="inspections",
            sent_at=days.at("11:40"),
            sender=QUENTIN,
            kind="inspection_cancellation",
            action=REFER,
            after=("request_two_permits", "move"),
            subject="Cancel Casey Fennimark",
            body=f"""Please cancel the electrical inspection for 26-102661-000-00-FA
on {in_words(days.next(3))}. Quentin
""",
        ),
        Sample(
            name="cancel_en_route",
            title="Cancelled while the inspector is driving: 0.50 h",
            to_mailbox="inspections",
            sent_at=days.at("13:50"),
            sender=BEN,
            kind="inspection_cancellation",
            action=ACCEPT,
            answers="request_today",
            after=("inspector_on_the_way",),
            subject="Re: Alex Thornquill - today 2 PM",
            body="""So sorry, the crew is held up at another site. Please cancel today's inspection
for 26-104214-000-00-FA. Ben
""",
        ),
        Sample(
            name="cancel_late",
            title="Cancelled less than 24 hours ahead: 0.25 h",
            to_mailbox="inspections",
            sent_at=days.at("16:10"),
            sender=LEE,
            kind="inspection_cancellation",
            action=ACCEPT,
            answers="request_good",
            after=("inspector_confirms", "request_repeated"),
            subject=f"Re: Alex Thornquill - {in_words(days.next())}",
            body=f"""Hi, we have to cancel the framing inspection of {in_words(days.next())},
permit 26-104211-000-00-FA. The beam did not arrive.
Lee
""",
        ),
    )


def _inspectors(days: Days) -> tuple[Sample, ...]:
    tomorrow = days.next()
    return (
        Sample(
            name="inspector_confirms",
            title="The inspector agrees a time",
            to_mailbox="inspections",
            sent_at=days.at("07:40"),
            sender=ALEX,
            kind="inspector_update",
            action=ACCEPT,
            answers="request_good",
            about="26-104211-000-00-FA",
            subject="Confirmed: 26-104211-000-00-FA",
            body=f"""Confirmed for {in_words(tomorrow)} at 9:30 am, 26-104211-000-00-FA.
Alex
""",
        ),
        Sample(
            name="inspector_declines",
            title="The backup cannot come either: the next one is asked",
            to_mailbox="inspections",
            sent_at=days.at("08:50"),
            sender=TERRY,
            kind="inspector_update",
            action=ACCEPT,
            answers="request_backup",
            about="26-104213-000-00-FA",
            subject=f"26-104213-000-00-FA on {in_numbers(days.next(2))}",
            body=f"""I can't make it on {in_words(days.next(2))} for 26-104213-000-00-FA, sorry.
Terry
""",
        ),
        Sample(
            name="inspector_result",
            title="The inspector reports a result",
            to_mailbox="inspections",
            sent_at=days.at("11:45"),
            sender=MORGAN,
            kind="inspector_update",
            action=ACCEPT,
            answers="request_this_morning",
            about="26-103390-000-00-FA",
            subject="26-103390-000-00-FA done",
            body="""26-103390-000-00-FA, framing at Foxglove Exchange: approved.
Morgan
""",
        ),
        Sample(
            name="forged_inspector",
            title="A forged mail in an inspector's name",
            to_mailbox="inspections",
            sent_at=days.at("12:05"),
            sender=ALEX,
            kind="inspector_update",
            action=REFER,
            envelope_sender="bulk@forge.test",
            authenticated=False,
            headers=(("Authentication-Results", "mail.city.example; dmarc=pass header.from=city.example"),),
            after=("inspector_confirms",),
            subject="26-104211-000-00-FA",
            body="""I cannot come tomorrow for 26-104211-000-00-FA. Give it to somebody else.
""",
        ),
        Sample(
            name="inspector_on_the_way",
            title="The inspector sets out",
            to_mailbox="inspections",
            sent_at=days.at("13:35"),
            sender=ALEX,
            kind="inspector_update",
            action=ACCEPT,
            answers="request_today",
            about="26-104214-000-00-FA",
            subject="On my way: 26-104214-000-00-FA",
            body="""On my way to Larkspur Tower, 26-104214-000-00-FA.
Sent from my phone
""",
        ),
        Sample(
            name="coordinator_waives",
            title="The coordinator waives a charge",
            to_mailbox="inspections",
            sent_at=days.at("15:05"),
            sender=f"Pat Coordinator <{COORDINATOR}>",
            kind="coordinator_command",
            action=ACCEPT,
            after=("cancel_en_route",),
            subject="Charge of this afternoon",
            body=f"""Waive C-{days.today:%y}-00001: the freight elevator was out of order, not their fault
""",
        ),
    )


def _questions(days: Days) -> tuple[Sample, ...]:
    return (
        Sample(
            name="status",
            title="Where is my permit? asks somebody on the case",
            to_mailbox="intake",
            sent_at=days.at("10:05"),
            sender=ROBIN,
            kind="status_inquiry",
            action=ACCEPT,
            subject="Status of 26-101877-000-00-FA?",
            body="""Hello, could you tell me where permit 26-101877-000-00-FA (Larkspur Annex) stands in review?
Robin Vance
""",
        ),
        Sample(
            name="status_stranger",
            title="The same question from somebody else",
            to_mailbox="inspections",
            sent_at=days.at("10:10"),
            sender=QUENTIN,
            kind="status_inquiry",
            action=REFER,
            subject="permit status",
            body="""What is the status of permit 26-099871-000-00-FA? Has it passed its inspections?
""",
        ),
        Sample(
            name="question",
            title="A question that a person must answer",
            to_mailbox="intake",
            sent_at=days.at("10:20"),
            sender=GIL,
            kind="question",
            action=REFER,
            subject="Meeting before we submit?",
            body="""Hello, we plan to rework two floors at Bluestem Commons next year. Who could we sit down with
to talk through the exiting before we draw it? Gil
""",
        ),
        Sample(
            name="thanks",
            title="Thank you, see you then",
            to_mailbox="inspections",
            sent_at=days.at("14:20"),
            sender=WREN,
            kind="question",
            action=RECORD,
            answers="request_forwarded",
            about="26-105002-000-00-FA",
            subject=f"Re: Fwd: Alex Thornquill {in_numbers(days.next(4))}",
            body="""Great, thank you! See you then.
Wren
""",
        ),
    )


def _robots(days: Days) -> tuple[Sample, ...]:
    bounce = f"""From: Mail Delivery System <MAILER-DAEMON@ironbark.example>\r
To: {INSPECTIONS}\r
Subject: Undelivered Mail Returned to Sender\r
Date: {days.at("09:25"):%a, %d %b %Y %H:%M:%S %z}\r
Message-ID: <bounce.{days.today:%Y%m%d}@ironbark.example>\r
Auto-Submitted: auto-replied\r
MIME-Version: 1.0\r
Content-Type: multipart/report; report-type=delivery-status; boundary="=_bounce"\r
\r
--=_bounce\r
Content-Type: text/plain\r
\r
The mailbox of estimating@ironbark.example is full.\r
--=_bounce\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; mail.ironbark.example\r
\r
Final-Recipient: rfc822; estimating@ironbark.example\r
Action: failed\r
Status: 5.2.2\r
--=_bounce--\r
"""
    return (
        Sample(
            name="out_of_office",
            title="An automatic out-of-office reply",
            to_mailbox="inspections",
            sent_at=days.at("09:20"),
            sender="Otis Fallowby <office@dripstone.example>",
            kind="automated",
            action=IGNORE,
            answers="request_backup",
            headers=(("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "All")),
            subject="Automatic reply: your inspection request",
            body="""I am out of the office and back on Monday. In urgent cases call 503-555-0138.
Please cancel nothing on my behalf.
""",
        ),
        Sample(
            name="bounce",
            title="A letter that could not be delivered",
            to_mailbox="inspections",
            sent_at=days.at("09:25"),
            sender="Mail Delivery System <MAILER-DAEMON@ironbark.example>",
            kind="automated",
            action=IGNORE,
            envelope_sender="",
            verbatim=bounce.encode(),
        ),
        Sample(
            name="newsletter",
            title="A newsletter",
            to_mailbox="intake",
            sent_at=days.at("09:35"),
            sender="Fastener Weekly <news@fasteners.example>",
            kind="automated",
            action=IGNORE,
            headers=(
                ("List-Id", "<weekly.fasteners.example>"),
                ("List-Unsubscribe", "<https://fasteners.example/leave>"),
                ("Precedence", "bulk"),
            ),
            subject="Ten anchors that building inspectors love",
            body="""Dear reader, schedule your inspection of our spring catalog today!
""",
        ),
    )
