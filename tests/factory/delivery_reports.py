"""Reports of mail servers about a letter that they could not deliver, each in the words of its program."""

from __future__ import annotations

from collections.abc import Callable, Mapping

Report = Callable[[str, str], bytes]
"""(Message-ID of the letter, its recipient) → the report."""

LETTER = """From: "FPP" <fpp-inspections@city.example>
To: <{to}>
Subject: Inspection request received [FPP-26-000001]
Message-ID: {id}
Date: Mon, 02 Mar 2026 08:15:00 -0800
"""


def _lines(text: str, letter_id: str, to: str) -> bytes:
    filled = text.replace("{letter}", LETTER).replace("{id}", letter_id).replace("{to}", to)
    return filled.replace("\n", "\r\n").encode()


def postfix(letter_id: str, to: str, *, action: str = "failed", status: str = "5.1.1") -> bytes:
    """Postfix: RFC 3464 with the whole letter."""
    said = "550 5.1.1" if status[0] == "5" else "451 4.7.1"
    return _lines(
        f"""Return-Path: <>
From: MAILER-DAEMON@mx.builder.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: fpp-inspections@city.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B1"
Message-Id: <20260302161600.4Xy@mx.builder.example>

This is a MIME-encapsulated message.

--B1
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.builder.example.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

<{{to}}>: host mail.builder.example[192.0.2.7] said: {said}
    <{{to}}>: Recipient address rejected: User unknown (in reply to RCPT TO command)

--B1
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.builder.example
X-Postfix-Queue-ID: 4Xy
X-Postfix-Sender: rfc822; fpp-inspections@city.example
Arrival-Date: Mon,  2 Mar 2026 08:15:01 -0800 (PST)

Final-Recipient: rfc822; {{to}}
Original-Recipient: rfc822;{{to}}
Action: {action}
Status: {status}
Remote-MTA: dns; mail.builder.example
Diagnostic-Code: smtp; {said} <{{to}}>: Recipient address
    rejected: User unknown

--B1
Content-Description: Undelivered Message
Content-Type: message/rfc822

{{letter}}
Thank you. Permit 24-012345-000-00-FA, please cancel nothing.

--B1--
""",
        letter_id,
        to,
    )


def exchange(letter_id: str, to: str) -> bytes:
    """Exchange Online: HTML words, the letter's headers alone."""
    return _lines(
        """From: <postmaster@builder.onmicrosoft.com>
To: <fpp-inspections@city.example>
Date: Mon, 2 Mar 2026 16:16:00 +0000
Content-Type: multipart/report; report-type=delivery-status;
	boundary="B2"
X-MS-Exchange-Message-Is-Ndr:
Content-Language: en-US
Message-ID: <ndr1@prod.outlook.com>
In-Reply-To: {id}
References: {id}
Subject: Undeliverable: Inspection request received [FPP-26-000001]
Auto-Submitted: auto-replied

--B2
Content-Type: multipart/alternative; boundary="B3"

--B3
Content-Type: text/html; charset="us-ascii"

<html><body><p>Your message to {to} couldn't be delivered.</p></body></html>

--B3--

--B2
Content-Type: message/delivery-status

Reporting-MTA: dns;prod.outlook.com
Received-From-MTA: dns;mx.city.example
Arrival-Date: Mon, 2 Mar 2026 16:15:30 +0000

Final-Recipient: rfc822;{to}
Action: failed
Status: 5.2.2
Diagnostic-Code: smtp;554 5.2.2 mailbox full; STOREDRV.Deliver; quota exceeded

--B2
Content-Type: text/rfc822-headers

{letter}
--B2--
""",
        letter_id,
        to,
    )


def gmail(letter_id: str, to: str) -> bytes:
    """Gmail: the letter's Message-ID in a field of its own."""
    return _lines(
        """Return-Path: <>
From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>
To: fpp-inspections@city.example
Auto-Submitted: auto-replied
Subject: Delivery Status Notification (Failure)
X-Failed-Recipients: {to}
Message-ID: <69a5.1@mx.google.com>
Content-Type: multipart/report; boundary="B4"; report-type=delivery-status

--B4
Content-Type: text/plain; charset="UTF-8"

** Address not found **

Your message wasn't delivered to {to} because the address couldn't be found, or is unable to receive mail.

--B4
Content-Type: message/delivery-status

Reporting-MTA: dns; googlemail.com
Arrival-Date: Mon, 02 Mar 2026 08:15:02 -0800 (PST)
X-Original-Message-ID: {id}

Final-Recipient: rfc822; {to}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not exist.

--B4--
""",
        letter_id,
        to,
    )


def qmail(letter_id: str, to: str) -> bytes:
    """qmail: plain words, the letter pasted below."""
    return _lines(
        """Return-Path: <>
From: MAILER-DAEMON@ns.builder.example
To: fpp-inspections@city.example
Subject: failure notice
Date: 2 Mar 2026 16:16:00 -0000

Hi. This is the qmail-send program at ns.builder.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<{to}>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Return-Path: <fpp-intake@city.example>
Received: (qmail 123 invoked by uid 0); 2 Mar 2026 16:15:59 -0000
{letter}
Thank you.
""",
        letter_id,
        to,
    )


def exim(letter_id: str, to: str) -> bytes:
    """Exim of old: plain words and a header that names the address."""
    return _lines(
        """X-Failed-Recipients: {to}
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@host.builder.example>
To: fpp-inspections@city.example
Subject: Mail delivery failed: returning message to sender
Message-Id: <E1abc-0001@host.builder.example>

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  {to}
    host mail.builder.example [192.0.2.7]
    SMTP error from remote mail server after RCPT TO:<{to}>:
    550 No such user here

------ This is a copy of the message, including all the headers. ------

{letter}
Thank you, 503-823-5996.
""",
        letter_id,
        to,
    )


def bare(letter_id: str, to: str) -> bytes:
    """A program that knows no standard: nothing but the thread says which letter."""
    return _lines(
        """From: Mail Gate <postmaster@gate.builder.example>
To: fpp-inspections@city.example
Subject: Undeliverable
In-Reply-To: {id}
Message-Id: <gate-1@gate.builder.example>

Your mail was not delivered: user unknown. Questions: 503-555-0199.
""",
        letter_id,
        to,
    )


REPORTS: Mapping[str, Report] = {
    "postfix": postfix,
    "exchange": exchange,
    "gmail": gmail,
    "qmail": qmail,
    "exim": exim,
    "bare": bare,
}
