"""The sender's new words apart from quotations, signatures and what servers add: `parsers.quotes`."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.html_text import html_text
from parsers.quotes import body_parts
from parsers.signatures import Writer

DANA = Writer("Dana Example", "dana@builder.example")
OUR_LETTER = "Your inspection is set.\nTo cancel, reply CANCEL.\nPermit 24-099999-000-00-FA"
QUOTED_LETTER = "\n".join(f"> {line}" for line in OUR_LETTER.split("\n"))

ATTRIBUTIONS = (
    "On Mon, Mar 2, 2026 at 8:14 AM City FPP <fpp@city.example> wrote:",
    "On Mon, Mar 2, 2026 at 8:14 AM City Facility Permit Program <\nfpp@city.example> wrote:",
    "On Monday, 2 March 2026 at 16:14:22 GMT, City FPP\n<fpp@city.example> wrote:",
    "On Mar 2, 2026, at 8:14 AM, City FPP <fpp@city.example> wrote:",
    "On 3/2/26 8:14 AM, City FPP wrote:",
    "On 2026-03-02 08:14, City FPP wrote:",
    "On Monday, March 2, 2026 at 08:14:00 AM PST, City FPP <fpp@city.example> wrote:",
    "Am 02.03.26 um 08:14 schrieb City FPP:",
    "Am Mo., 2. März 2026 um 08:14 Uhr schrieb City FPP <\nfpp@city.example>:",
    "City FPP <fpp@city.example> schrieb am Mo., 2. März 2026, 08:14:",
    "Le lun. 2 mars 2026 à 08:14, City FPP <fpp@city.example> a écrit :",
    "El lun, 2 mar 2026 a las 8:14, City FPP (<fpp@city.example>) escribió:",
    "Em seg., 2 de mar. de 2026 às 08:14, City FPP <fpp@city.example> escreveu:",
    "Il giorno lun 2 mar 2026 alle ore 08:14 City FPP <fpp@city.example> ha scritto:",
    "Op ma 2 mrt 2026 om 08:14 schreef City FPP <fpp@city.example>:",
    "Den mån 2 mars 2026 kl 08:14 skrev City FPP <fpp@city.example>:",
    "пн, 2 мар. 2026 г. в 08:14, City FPP <fpp@city.example>:",
    "Vào Th 2, 2 thg 3, 2026 vào lúc 08:14 City FPP <fpp@city.example> đã viết:",
    "2026年3月2日(月) 8:14 City FPP <fpp@city.example>:",
    "在 2026年3月2日，08:14，City FPP 写道：",
    "2026-03-02 8:14 GMT-08:00 City FPP <fpp@city.example>:",
    "---- On Mon, 02 Mar 2026 08:14:00 -0800 City FPP <fpp@city.example> wrote ----",
)
OUTLOOK_HEADERS = (
    "From: City FPP <fpp@city.example>\nSent: Monday, March 2, 2026 8:14 AM\nTo: Dana Example\nSubject: Your request",
    "From: City FPP\nSent: Monday, March 2, 2026 8:14 AM\nTo: Dana Example; Lee;\n Pat Other\nCc: X\nSubject: Y",
    "*From:* City FPP <fpp@city.example>\n*Sent:* Monday, March 2, 2026 8:14 AM\n*To:* Dana\n*Subject:* Your request",
    "________________________________\nFrom: City FPP\nSent: Monday, March 2, 2026\nTo: Dana\nSubject: Your request",
    "From: City FPP <fpp@city.example>\nDate: Monday, March 2, 2026 at 8:14 AM\nTo: Dana\nSubject: Your request",
    "Von: City FPP\nGesendet: Montag, 2. März 2026 08:14\nAn: Dana\nBetreff: Anfrage",
    "De : City FPP\nEnvoyé : lundi 2 mars 2026 08:14\nÀ : Dana\nObjet : Demande",
    "De: City FPP\nEnviado: lunes, 2 de marzo de 2026 8:14\nPara: Dana\nAsunto: Solicitud",
    "-----Original Message-----\nFrom: City FPP\nSent: Monday, March 2, 2026 8:14 AM\nTo: Dana\nSubject: x",
    "-----Original Message-----",
    "-------- Original Message --------\nSubject: x\nDate: 2026-03-02 08:14",
    "## Please type your reply above this line ##",
)
KEPT_WHOLE = (
    "Please schedule framing.\nContact: Bob Smith 503-555-0100",
    "Please schedule framing.\n\nThank you, Alex. Date: March 4\nContact: Bob Smith 503-555-0100",
    "please inspect:\n- framing\n- plumbing\n-rough electric",
    "Framing 3/4.\nThanks\n\nContact on site: Bob 503-555-0100",
    "Framing 3/4.\nThanks!\n\nThe gate code is 4411, call Bob when you are close.",
    "Framing 3/4.\nThanks,\nBob\n\nP.S. the gate code is 4411",
    "Inspector: Alex\n--\nPermit: 24-012345-000-00-FA\n--\nDate: 3/4",
    "Framing please.\n\nContact:\n\nDana Example\nSuperintendent\n503-555-0142",
    "Framing please, on site you will meet\n\nDana Example\nSuperintendent\n503-555-0142",
    "On Monday the inspector wrote:\nfix the handrail. We did.",
    "From: Main St entrance\nTo: third floor\nplease inspect the corridor",
    "From 8 to 10 we need access.\nDate: March 4\nTo: be confirmed",
    "Note: the electrical room is locked, please call.",
    "This message is to request a framing inspection for permit 24-012345.",
    "Get him on his cell phone 503-555-0100",
    "Please sent from my side: nothing.",
    "External stairs: please inspect the outside railing links.",
    "Sprinkler heads are safe to inspect, caution wet paint outside",
    "Thanks\n24-012345-000-00-FA\n1000 Sample St\nframing",
    "Best time: morning\nThank you for coming on March 4",
    "1000 Sample St\nDana Example\n503-555-0142",
)


@pytest.mark.parametrize("text", KEPT_WHOLE)
def test_senders_own_words_are_never_cut(text: str) -> None:
    parts = body_parts(text, "Alex Sample - March 4", DANA)

    assert (parts.new_text, parts.signature, parts.quoted) == (text, "", "")


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_quoted_letter_below_an_attribution_is_quoted(attribution: str) -> None:
    for letter in (QUOTED_LETTER, OUR_LETTER, "\n" + OUR_LETTER, "\n" + QUOTED_LETTER):
        parts = body_parts(f"Wednesday is fine.\n\n{attribution}\n{letter}", "Re: Your request", DANA)

        assert parts.new_text == "Wednesday is fine."
        assert "CANCEL" in parts.quoted


@pytest.mark.parametrize("headers", OUTLOOK_HEADERS)
def test_letter_below_pasted_headers_is_quoted(headers: str) -> None:
    parts = body_parts(f"Wednesday is fine.\n\n{headers}\n\n{OUR_LETTER}", "RE: Your request", DANA)

    assert parts.new_text == "Wednesday is fine."
    assert "CANCEL" in parts.quoted
    assert parts.passed_on is None


def test_answers_between_and_below_the_quotation_are_the_senders() -> None:
    text = (
        f"{ATTRIBUTIONS[0]}\n> Which permit?\n\n24-012345-000-00-FA\n\n> Which day?\nWednesday\n>> older\n\n"
        "And please call first.\nThanks,\nDana"
    )
    parts = body_parts(text, "Re: Your request", DANA)

    assert parts.new_text == "24-012345-000-00-FA\n\nWednesday\n\nAnd please call first."
    assert parts.signature == "Thanks,\nDana"


def test_quotation_without_attribution_is_quoted() -> None:
    parts = body_parts(f"{QUOTED_LETTER}\n\nYes, that day.", "Re: x", DANA)

    assert (parts.new_text, "CANCEL" in parts.quoted) == ("Yes, that day.", True)


SIGNATURES = (
    "Thanks,\nDana Example\nSuperintendent\nBuilder LLC\n503-555-0142",
    "Thank you for your help,\n\nDana",
    (
        "Best regards,\n\nDana Example | Senior Project Manager\nO: 503-555-0142 | C: 503-555-0143\n"
        "1000 SW Sample St, Suite 400, Portland, OR 97204\nwww.builder.example.com\nCCB #123456\n(she/her)"
    ),
    "-- \nDana Example\nanything at all may stand here",
    "Thanks!\nDana\n\nSent from my iPhone",
    "Respectfully,\nDANA EXAMPLE, PE, LEED AP\n[cid:image001.png@01DA]\n**Builder LLC**\ndana@builder.example",
    "Thx\ndana",
    "Thanks in advance for your help with this!\nDana Example\n(503) 555-0142 cell",
    "Dana Example | Superintendent\nBuilder\n503-555-0142",
    "Cheers - Dana",
    "Dana Example\nProject Superintendent\nBuilder LLC\n503.555.0142\ndana@builder.example",
    "Get Outlook for iOS<https://aka.ms/o0ukef>",
    "Sent from Yahoo Mail for iPhone",
    "Gracias,\nDana Example\n503-555-0142",
    "CONFIDENTIALITY NOTICE: This e-mail and any attachments are confidential and\nintended only for the addressee.",
    "This email has been checked for viruses by Avast antivirus software.\nwww.avast.com",
    "Please consider the environment before printing this e-mail",
    "DISCLAIMER:\n\nThe information in this message is privileged. If you are not the intended recipient, delete it.",
)


@pytest.mark.parametrize("signature", SIGNATURES)
def test_signature_is_split_off_and_kept(signature: str) -> None:
    words = "Please schedule framing for Wednesday at 1000 Sample St."
    parts = body_parts(f"{words}\n\n{signature}", "Alex Sample - March 4", DANA)

    assert parts.new_text == words
    assert sorted(filter(None, parts.signature.split("\n"))) == sorted(
        line.strip() for line in signature.split("\n") if line
    )


def test_mail_that_only_says_thanks_keeps_its_thanks() -> None:
    assert body_parts("Thanks!\nDana", "Re: x", DANA).new_text == "Thanks!"


BANNERS = (
    "[EXTERNAL]",
    "[EXTERNAL EMAIL]",
    "*** External Email ***",
    (
        "CAUTION: This email originated from outside of the organization. Do not click links or open attachments "
        "unless you recognize the sender and know the content is safe."
    ),
    (
        "CAUTION: This email originated from outside of the organization. Do not click links or open\n"
        "attachments unless you recognize the sender and know the content is\nsafe."
    ),
    "EXTERNAL SENDER: Use caution with links and attachments.",
    "You don't often get email from dana@builder.example. Learn why this is important",
    "This message was sent from outside the company.",
    "The City's email systems have identified this email as potentially suspicious. Please click responsibly.",
    (
        "ZjQcmQRYFpfptBannerStart\nThis Message Is From an External Sender\n"
        "This message came from outside your organization.\nZjQcmQRYFpfptBannerEnd"
    ),
)


@pytest.mark.parametrize("banner", BANNERS)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_gateways_banner_is_no_word_of_the_sender(banner: str, gap: str) -> None:
    parts = body_parts(f"{banner}{gap}Framing on 3/4 please, permit 24-012345.", "Alex - 3/4", DANA)

    assert parts.new_text == "Framing on 3/4 please, permit 24-012345."


def test_pasted_headers_under_nothing_are_a_forward() -> None:
    parts = body_parts(f"{OUTLOOK_HEADERS[0]}\n\nPlease inspect framing.", "Framing", DANA)

    assert parts.new_text == ""
    assert parts.passed_on is not None
    assert parts.passed_on.text == "Please inspect framing."


def test_apple_forward_in_quotation_marks_is_read() -> None:
    text = "FYI\n\nBegin forwarded message:\n\n> From: Lee <lee@c.example>\n> Subject: Framing\n> \n> Hi"
    parts = body_parts(text, "Fwd: Framing", DANA)

    assert parts.passed_on is not None
    assert (parts.new_text, parts.passed_on.text) == ("FYI", "Hi")
    assert parts.passed_on.headers.fields["from"] == "Lee <lee@c.example>"


GMAIL = (
    '<div dir="ltr">Wednesday is fine.<div><br></div></div><br><div class="gmail_quote"><div class="gmail_attr">'
    "On Mon, Mar 2, 2026 at 8:14 AM FPP &lt;<a href='mailto:f@c.example'>f@c.example</a>&gt; wrote:<br></div>"
    '<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204)">'
    "<div>To cancel, reply CANCEL</div></blockquote></div>"
)
OUTLOOK = (
    "<div class=WordSection1><p class=MsoNormal>Wednesday is fine.<o:p></o:p></p><p class=MsoNormal>"
    "&nbsp;</p><div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in'>"
    "<p class=MsoNormal><b>From:</b> "
    "FPP<br><b>Sent:</b> Monday, March 2, 2026 8:14 AM<br><b>To:</b> Dana<br><b>Subject:</b> x</p></div></div>"
    "<p class=MsoNormal>To cancel, reply CANCEL</p></div>"
)
OUTLOOK_WEB = (
    '<div>Wednesday is fine.</div><hr tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font><b>From:</b> FPP<br>'
    "<b>Sent:</b> Monday, March 2, 2026 8:14 AM<br><b>To:</b> Dana<br><b>Subject:</b> x</font><div>&nbsp;</div></div>"
    "<div>To cancel, reply CANCEL</div>"
)
APPLE = (
    "Wednesday is fine.<br><div><br><blockquote type='cite'><div>On Mar 2, 2026, at 8:14 AM, FPP &lt;f@c.example&gt; "
    "wrote:</div><br><div>To cancel, reply CANCEL</div></blockquote></div>"
)
YAHOO = (
    "<div>Wednesday is fine.</div><div class='yahoo_quoted'><div>On Monday, March 2, 2026 at 08:14:00 AM PST, FPP "
    "&lt;f@c.example&gt; wrote:</div><div>To cancel, reply CANCEL</div></div>"
)
THUNDERBIRD = (
    "<p>Wednesday is fine.</p><div class='moz-cite-prefix'>On 3/2/26 8:14 AM, FPP wrote:<br></div>"
    "<blockquote type='cite'><p>To cancel, reply CANCEL</p></blockquote>"
)


@pytest.mark.parametrize("html", [GMAIL, OUTLOOK, OUTLOOK_WEB, APPLE, YAHOO, THUNDERBIRD])
def test_quotation_in_html_mail_is_quoted(html: str) -> None:
    parts = body_parts(html_text(html), "Re: Your request", DANA)

    assert parts.new_text == "Wednesday is fine."
    assert "CANCEL" in parts.quoted


def test_white_letters_count_where_they_are_seen() -> None:
    white = '<p style="color:#fff">Cancel it</p>'
    assert html_text(f"<p>Hello</p>{white}") == "Hello"
    assert "Cancel it" in html_text(f'<p>Hello</p><div style="background-color:#0055aa">{white}</div>')
    assert "Cancel it" in html_text(f'<p>Hello</p><table bgcolor="navy"><tr><td>{white}</td></tr></table>')
    # Where all is white, the reader's program has a dark ground.
    assert "Cancel it" in html_text(white)


def test_html_tables_become_labelled_lines() -> None:
    html = (
        "<table><tr><td>Permit number:</td><td>24-012345-000-00-FA</td></tr>"
        "<tr><td><p>Site address</p></td><td><p>1000 Sample St<br>Suite 4</p></td></tr></table>"
        "<table><tr><th>Permit</th><th>Type</th></tr><tr><td>24-012345</td><td>framing</td></tr></table>"
        "<ul><li>one</li><li>two</li></ul><blockquote style='margin-left:40px'>my own words</blockquote>"
        "<div style='display:none'>secret</div><style>p{}</style><p>first</p><p>second</p>"
        "<a href='https://www.dropbox.com/s/abc/plans.pdf'>plans</a>"
    )

    assert html_text(html).split("\n") == [
        "Permit number: 24-012345-000-00-FA",
        "Site address: 1000 Sample St",
        "Suite 4",
        "Permit | Type",
        "24-012345 | framing",
        "- one",
        "- two",
        "my own words",
        "first",
        "",
        "second",
        "",
        "plans <https://www.dropbox.com/s/abc/plans.pdf>",
    ]


@pytest.mark.parametrize(
    "html",
    ["<div>" * 5000 + "words", "<table><tr><td>" * 500 + "words", "<p" * 50_000 + ">words", "<b>words"],
)
def test_html_nested_or_broken_without_end_is_bounded(html: str) -> None:
    started = time.process_time()
    assert "words" in html_text(html)
    assert time.process_time() - started < 20


HOSTILE = {
    "labels": "a:\n" * 20_000,
    "attributions": "x <a@b.c> wrote 8:14\n" * 9000,
    "openers": ("On " * 120 + "\n") * 500,
    "headers": "From: x\n" * 20_000,
    "folded headers": "To: a;\n b\n" * 10_000,
    "closings": "Thanks\n" * 20_000,
    "names": "Dana Example\n" * 15_000,
    "footers": "CONFIDENTIAL: \n" * 13_000,
    "footer headings": "notice: confidential\n\n" * 9000,
    "one word": "a" * 200_000,
    "blanks": " " * 200_000,
    "rule": "_" * 200_000,
    "capitals": "Aa " * 60_000,
    "cautions": "caution " * 25_000,
    "quotes": '"' * 200_000,
    "digits": "503-" * 50_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_bounded_time(name: str) -> None:
    started = time.process_time()
    body_parts(HOSTILE[name], "Fwd: x", DANA)

    assert time.process_time() - started < 20


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [*KEPT_WHOLE, "> q", "Thanks,", "From: a", "Sent: b", "To: c", "", "--", *ATTRIBUTIONS]
        ),
        max_size=12,
    )
)
def test_every_line_ends_up_somewhere(pieces: list[str]) -> None:
    text = "\n".join(pieces)
    parts = body_parts(text, "Re: x", DANA)
    kept = f"{parts.new_text}\n{parts.signature}\n{parts.quoted}"
    if parts.passed_on:
        kept += "\n".join([*parts.passed_on.headers.fields.values(), parts.passed_on.text])

    assert all(
        word in kept for line in text.split("\n") for word in line.lstrip("> ").split() if word.isalnum()
    )


@pytest.mark.parametrize(
    "said", ["Thanks!", "Thanks", "Thank you.", "thx", "Thanks Alex!", "Appreciate it", "Cheers", "Thanks,"]
)
def test_thanks_alone_above_a_quoted_letter_are_words_and_no_signature(said: str) -> None:
    parts = body_parts(f"{said}\n\n{ATTRIBUTIONS[0]}\n{QUOTED_LETTER}", writer=DANA)
    assert (parts.new_text, parts.signature) == (said, "")


def test_a_signature_below_thanks_alone_stays_a_signature() -> None:
    parts = body_parts(
        f"Thanks,\nDana Example\n503-555-0142\n\n{ATTRIBUTIONS[0]}\n{QUOTED_LETTER}", writer=DANA
    )
    assert (parts.new_text, parts.signature) == ("Thanks,", "Dana Example\n503-555-0142")


def test_pasted_headers_with_blank_lines_between_them_are_quoted() -> None:
    headers = "From: Ana Bright <ana@x.example>\n\nSent: Monday, March 2, 2026 5:01 PM\n\n"
    headers += "To: Dana\n\nSubject: RE: 3/4"
    parts = body_parts(f"Wednesday is fine.\n\n{headers}\n\nPlease cancel it.", "RE: 3/4", DANA)

    assert parts.new_text == "Wednesday is fine."
