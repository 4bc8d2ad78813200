"""Machine mail told from people's: `parsers.robots`."""

from __future__ import annotations

import pytest

from parsers.read_mail import read_mail
from parsers.robots import automatic_reason
from tests.factory.mails import plain_bytes, raw_mail

OWN = ("fppinspectionrequests@portlandoregon.gov",)
CALENDAR_REPLY = b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

HEADERS = (
    ("Auto-Submitted", "auto-replied"),
    ("Auto-Submitted", "auto-generated (vacation)"),
    ("Auto-Submitted", "AUTO-NOTIFIED; owner-email=a@b"),
    ("Return-Path", "<>"),
    ("Return-Path", "< >"),
    ("List-Id", "<news.builder.example>"),
    ("List-Unsubscribe", "<mailto:x@y>"),
    ("Precedence", "bulk"),
    ("Precedence", "List"),
    ("Precedence", "junk"),
    ("Precedence", "auto_reply"),
    ("X-Auto-Response-Suppress", "All"),
    ("X-Auto-Response-Suppress", "DR, OOF, AutoReply"),
    ("X-Autoreply", "yes"),
    ("X-Autorespond", "vacation"),
    ("X-Auto-Reply-From", "dana@builder.example"),
    ("X-Loop", "dana@builder.example"),
    ("X-Failed-Recipients", "a@b.example"),
)


@pytest.mark.parametrize(("name", "value"), HEADERS)
def test_robots_headers_are_believed(name: str, value: str) -> None:
    assert automatic_reason(read_mail(raw_mail(headers=[(name, value)])), OWN)


HUMAN_HEADERS = (
    ("Auto-Submitted", "no"),
    ("Auto-Submitted", "No (a person)"),
    ("Return-Path", "<dana@builder.example>"),
    ("Precedence", "normal"),
    ("Precedence", "first-class"),
    ("X-Auto-Response-Suppress", "DR, RN, NRN, OOF"),
    ("X-Autoreply", "no"),
    ("X-MS-Exchange-Inbox-Rules-Loop", "dana@builder.example"),
    ("X-Mailer", "Microsoft Outlook 16.0"),
    ("Disposition-Notification-To", "dana@builder.example"),
    ("Thread-Topic", "Automatic reply"),
)


@pytest.mark.parametrize(("name", "value"), HUMAN_HEADERS)
def test_headers_that_people_send_are_no_sign(name: str, value: str) -> None:
    assert automatic_reason(read_mail(raw_mail(headers=[(name, value)])), OWN) is None


@pytest.mark.parametrize(
    "sender",
    [
        "MAILER-DAEMON@mx.example",
        "Mail Delivery System <postmaster@builder.example>",
        "no-reply@builder.example",
        "NoReply@builder.example",
        "do-not-reply@builder.example",
        "donotreply+x1@builder.example",
        "notifications-noreply@builder.example",
        "bounces+123@news.example",
        "bounce@news.example",
        "MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@builder.example",
        "listserv@uni.example",
        "fppinspectionrequests@portlandoregon.gov",
        "FPPInspectionRequests+c1@portlandoregon.gov",
    ],
)
def test_robots_and_our_own_addresses_are_machine_mail(sender: str) -> None:
    assert automatic_reason(read_mail(raw_mail(sender=sender)), OWN)


@pytest.mark.parametrize(
    "sender",
    [
        "nora.reply@builder.example",
        "d.bouncer@builder.example",
        "office@builder.example",
        "damon@builder.example",
    ],
)
def test_people_with_odd_addresses_are_people(sender: str) -> None:
    assert automatic_reason(read_mail(raw_mail(sender=sender)), OWN) is None


@pytest.mark.parametrize("report", ["delivery-status", "disposition-notification"])
def test_reports_are_machine_mail(report: str) -> None:
    raw = plain_bytes(
        "From: Exchange <x@builder.example>",
        "Subject: Your letter",
        f'Content-Type: multipart/report; report-type={report}; boundary="b"',
        body=f"--b\n\nSorry\n--b\nContent-Type: message/{report}\n\nAction: failed\n--b--\n",
    )

    assert automatic_reason(read_mail(raw), OWN)


def test_forwarded_bounce_is_a_persons_mail() -> None:
    bounce = raw_mail(sender="mailer-daemon@mx.example", headers=[("Auto-Submitted", "auto-replied")])

    assert automatic_reason(read_mail(raw_mail(body="What is this?", forwarded=[bounce])), OWN) is None


def test_calendar_answer_is_machine_mail() -> None:
    raw = raw_mail(subject="Accepted: Framing", attachments=[("invite.ics", CALENDAR_REPLY, "text/calendar")])

    assert automatic_reason(read_mail(raw), OWN) == "calendar answer"


def test_invitation_and_words_about_declining_are_a_persons() -> None:
    invitation = CALENDAR_REPLY.replace(b"REPLY", b"REQUEST")
    raw = raw_mail(attachments=[("invite.ics", invitation, "text/calendar")])

    assert automatic_reason(read_mail(raw), OWN) is None
    assert automatic_reason(read_mail(raw_mail(subject="Declined: framing, please call me")), OWN) is None


ROBOTS_WORDS = (
    ("Automatic reply: Your inspection", "I am away."),
    ("Auto-Reply: Your inspection", "We got your mail."),
    ("Automatische Antwort: Ihre Anfrage", "Ich bin nicht im Büro."),
    ("Réponse automatique : Votre demande", "Je suis absent."),
    ("Respuesta automática: Su solicitud", "Estoy fuera de la oficina."),
    ("自动回复: x", "x"),
    (
        "Out of Office: Re: Your inspection",
        "I am out of the office until March 9 with limited access to email.",
    ),
    ("Out of Office", "I will return on Monday."),
    ("OOO: Your inspection", "I'm on vacation and will be back on Monday."),
    (
        "Dana Example is out of the office (returning 03/05/2026)",
        "I will be out of the office starting 03/01/2026.",
    ),
    (
        "Undeliverable: Your inspection",
        "Delivery has failed to these recipients: a@b.example. 550 5.1.1 user unknown",
    ),
    (
        "Mail delivery failed: returning message to sender",
        "A message could not be delivered to a@b. SMTP error 550 x",
    ),
    (
        "failure notice",
        "Sorry, no mailbox here by that name. This is a permanent error; I've given up. 5.1.1",
    ),
    ("Delivery Status Notification (Failure)", "Your message wasn't delivered to a@b.example"),
    (
        "Undelivered Mail Returned to Sender",
        "host mx said: 550 5.1.1 <a@b.example>: Recipient address rejected",
    ),
    ("Read: Your inspection", "Your message\n\n To: Dana\n Subject: x\n\nwas read on Monday, March 2, 2026."),
)


@pytest.mark.parametrize(("subject", "body"), ROBOTS_WORDS)
def test_robots_without_headers_are_known_by_their_words(subject: str, body: str) -> None:
    assert automatic_reason(read_mail(raw_mail(subject=subject, body=body)), OWN)


HUMAN_WORDS = (
    ("Automatic door inspection request", "Please inspect the automatic door."),
    ("undeliverable package room 3rd floor inspection", "Framing, 1000 Sample St, please."),
    ("Undeliverable package room", "5.1.1 is the sheet. Please inspect framing, 24-012345."),
    ("RE: Automatic reply: Your inspection", "Then please send somebody else."),
    (
        "Out of office Tuesday - reschedule inspection",
        "I'm out of the office Tuesday, please reschedule to 3/5.",
    ),
    ("Out of office", "I am out of the office Tuesday. Please reschedule permit 24-012345-000-00-FA to 3/5."),
    ("Auto shop remodel, framing 3/4", "We will be back on site on Wednesday."),
    ("Delivery notification system inspection", "Please inspect the door bell system."),
    ("Rejected: framing correction done", "The correction is done, ready for another look."),
    ("Read: the corrections", "We read them and did them."),
    ("Failure of fire damper, reinspection", "Please come again on 3/4."),
    ("Alex Sample - 3/4", "I will be out of the office, contact Bob 503-555-0100."),
)


@pytest.mark.parametrize(("subject", "body"), HUMAN_WORDS)
def test_people_who_use_robots_words_are_people(subject: str, body: str) -> None:
    assert automatic_reason(read_mail(raw_mail(subject=subject, body=body)), OWN) is None


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        (
            "[#44512] We have received your request",
            "Your request (44512) has been received. Reply above this line.",
        ),
        ("Recall: Permit revision", 'Lena Sax would like to recall the message, "Permit revision".'),
        (
            "Re: We took your application",
            "Thank you for your email. I am on vacation and will reply when I return.",
        ),
        (
            "Gus Well is no longer with the company",
            "Gus no longer works here. This is an automated response.",
        ),
    ],
)
def test_notes_of_robots_without_any_mark_are_told_by_their_words(subject: str, body: str) -> None:
    assert automatic_reason(read_mail(raw_mail(subject=subject, body=body)), OWN)


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        (
            "Re: Inspection",
            "I am out of the office on Friday. Please send the inspector on Monday, I will return by then.",
        ),
        ("Recall inspection", "Please reinspect the nailing, 26-110001-000-00-FA, 4/24."),
        ("Case 12", "Has our request been received?"),
    ],
)
def test_people_who_write_like_robots_are_people(subject: str, body: str) -> None:
    assert automatic_reason(read_mail(raw_mail(subject=subject, body=body)), OWN) is None
