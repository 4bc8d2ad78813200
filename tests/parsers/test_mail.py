"""Reading raw messages: `parsers.read_mail` and what it stands on."""

from __future__ import annotations

import base64
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.file_names import safe_name, without_folders
from parsers.mail import Address
from parsers.read_mail import read_mail
from tests.factory.mails import BODY, plain_bytes, raw_mail

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 4


def by_hand(*lines: str, body: str = "Hello\n") -> bytes:
    return plain_bytes("From: Dana Example <dana@builder.example>", "Subject: Test", *lines, body=body)


def parts(*inner: str, kind: str = "mixed", head: str = "") -> bytes:
    """A multipart message with parts written by hand."""
    body = "".join(f"--b0\n{part}\n" for part in inner) + "--b0--\n"
    return by_hand("MIME-Version: 1.0", f'Content-Type: multipart/{kind}; boundary="b0"{head}', body=body)


def test_plain_request_is_read_whole() -> None:
    mail = read_mail(raw_mail())

    assert mail.sender == Address("dana@builder.example", "Dana Example")
    assert mail.subject == "Alex Sample - March 4, 2026"
    assert mail.new_text == BODY.strip()
    assert mail.received_at == datetime(2026, 3, 2, 16, 14, tzinfo=UTC)
    assert mail.date == datetime(2026, 3, 2, 16, 13, tzinfo=UTC)
    assert mail.to == (Address("fppinspectionrequests@portlandoregon.gov"),)
    assert mail.defects == ()


def test_thread_headers_are_ids() -> None:
    mail = read_mail(raw_mail(in_reply_to="<a@x> (comment)", references="<r1@x>\n <r2@x>".replace("\n", "")))

    assert (mail.in_reply_to, mail.references) == ("<a@x>", ("<r1@x>", "<r2@x>"))


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("k..allen@builder.example", Address("k..allen@builder.example")),
        ('"Allen, K" <k..allen@Builder.example>', Address("k..allen@builder.example", "Allen, K")),
        ("allen.@docomo.example", Address("allen.@docomo.example")),
        ("Crew: a@b.example, c@d.example;", Address("a@b.example")),
        ("=?utf-8?B?Sm9zw6k=?= <jose@b.example>", Address("jose@b.example", "José")),
        ('"=?utf-8?Q?Jos=C3=A9?=" <jose@b.example>', Address("jose@b.example", "José")),
        ("jose@b.example (José)", Address("jose@b.example", "José")),
        ("<jose@b.example>", Address("jose@b.example")),
        ("'Jose' <JOSE@B.example>", Address("jose@b.example", "Jose")),
        ("O'Brien, Pat <pat@b.example>", Address("pat@b.example", "O'Brien, Pat")),
    ],
)
def test_address_forms(header: str, expected: Address) -> None:
    mail = read_mail(plain_bytes(f"From: {header}", "Subject: x", body="hi"))

    assert mail.sender.address == expected.address
    assert mail.sender.name == expected.name
    assert "from_several" not in mail.defects or ";" in header


def test_missing_from_is_a_defect_and_not_a_crash() -> None:
    mail = read_mail(plain_bytes("Subject: x", body="hi"))

    assert mail.sender == Address("")
    assert "from_missing" in mail.defects


@pytest.mark.parametrize(
    "lines",
    [
        ("From: a@x.example", "From: b@y.example"),
        ("From: a@x.example, b@y.example",),
        ("From: a@x.example, <b@@y.example>",),
    ],
)
def test_several_from_addresses_are_a_defect(lines: tuple[str, ...]) -> None:
    assert "from_several" in read_mail(plain_bytes(*lines, body="hi")).defects


def test_subject_given_twice_takes_the_first() -> None:
    mail = read_mail(plain_bytes("From: a@x.example", "Subject: one", "Subject: two", body="hi"))

    assert (mail.subject, mail.defects) == ("one", ("subject_twice",))


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("=?utf-8?B?5L2g?= =?utf-8?B?5aW9?=", "你好"),
        ("=?utf-8?Q?caf=C3?= =?utf-8?Q?=A9?=", "café"),
        ("=?windows-874?B?ysc=?=", "สว"),
        ("=?x-mac-cyrillic?Q?=8F?=", "П"),
        ("=?utf8mb4?Q?caf=C3=A9?=", "café"),
        ("=?made-up?Q?plain?=", "plain"),
        ("=?utf-8?Q?not closed", "=?utf-8?Q?not closed"),
        ("=?utf-8?Q?two words?=", "two words"),
        ("folded\r\n here", "folded here"),
        ("café", "café"),
    ],
)
def test_subject_is_decoded(subject: str, expected: str) -> None:
    assert read_mail(plain_bytes("From: a@x.example", f"Subject: {subject}", body="hi")).subject == expected


@pytest.mark.parametrize(
    ("charset", "raw", "expected"),
    [
        ("windows-874", b"\xca\xc7", "สว"),
        ("x-mac-cyrillic", b"\x8f", "П"),
        ("utf8mb4", "café".encode(), "café"),
        ("utf-8", b"caf\xe9", "café"),
        ("us-ascii", "café".encode(), "café"),
        ("iso-8859-1", "café".encode(), "café"),
        ("iso-8859-1", b"\x93caf\xe9\x94", "\u201ccafé\u201d"),
        ("none", "café".encode(), "café"),
        ("unicode_escape", b"caf\\xe9", "caf\\xe9"),
        ("iso-2022-jp", "日本".encode("iso-2022-jp"), "日本"),
        ("utf-16", b"abc", "abc"),
        ("windows-1252http-equivcontent-type", b"caf\xe9", "café"),
        ("gb2312", "中文".encode("gb18030"), "中文"),
    ],
)
def test_body_charset_known_unknown_or_lying(charset: str, raw: bytes, expected: str) -> None:
    message = by_hand(f"Content-Type: text/plain; charset={charset}", body="").removesuffix(b"\r\n")

    assert read_mail(message + b"\r\n" + raw).text == expected


def test_invisible_letters_leave_the_text() -> None:
    assert read_mail(raw_mail(body="24\u200b-01\u202e2345\u00a0A\0B")).text == "24-012345 AB"


@pytest.mark.parametrize("encoding", ["base64", "BASE64 ", "Base64"])
def test_base64_body_with_junk_is_read(encoding: str) -> None:
    wire = base64.b64encode(b"Permit 24-012345").decode()
    mail = read_mail(by_hand(f"Content-Transfer-Encoding: {encoding}", body=f"{wire[:5]}!\n \n{wire[5:]}"))

    assert mail.text.startswith("Permit 24-012")


def test_text_that_only_claims_to_be_base64_stays() -> None:
    mail = read_mail(
        by_hand("Content-Transfer-Encoding: base64", body="Please inspect the framing, thanks.\n")
    )

    assert mail.text == "Please inspect the framing, thanks."


def test_html_stands_in_where_text_says_nothing() -> None:
    for filler in ("  \n", "Your client does not support HTML.", "This message is in HTML format."):
        assert read_mail(raw_mail(body=filler, html="<p>Framing</p>")).text == "Framing"


def test_a_link_is_told_beside_its_words_however_long_the_line() -> None:
    words = "word " * 5000
    link = "https://we.tl/abc"
    html = f'<p>{words}<a href="{link}">{link}</a> {words}<a href="{link}">Our <b>plans</b></a></p>'

    assert read_mail(raw_mail(body="", html=html)).text.count(link) == 2


def test_text_is_preferred_to_html() -> None:
    assert read_mail(raw_mail(body="plain words", html="<p>other words</p>")).text == "plain words"


def test_format_flowed_is_unfolded() -> None:
    mail = read_mail(
        by_hand(
            "Content-Type: text/plain; format=flowed",
            body="A long line that \ngoes on.\nAnother.\n> quoted \n> on\n-- \nDana",
        )
    )

    assert mail.text == "A long line that goes on.\nAnother.\n> quoted on\n-- \nDana"
    assert mail.new_text == "A long line that goes on.\nAnother."


def test_enclosed_message_keeps_its_words_to_itself() -> None:
    inner = raw_mail(subject="Framing", body="Please inspect", attachments=[("plans.pdf", PDF)])
    mail = read_mail(raw_mail(subject="Fwd: Framing", body="See below", forwarded=[inner]))

    assert mail.text == "See below"
    assert mail.attachments == ()
    assert [(m.subject, m.text, m.attachments[0].name) for m in mail.forwarded] == [
        ("Framing", "Please inspect", "plans.pdf")
    ]


def test_message_as_eml_file_and_as_base64_is_forwarded() -> None:
    inner = raw_mail(subject="Framing", body="Please inspect")
    encoded = base64.encodebytes(inner).decode()
    as_file = raw_mail(attachments=[("request.eml", inner)])
    as_base64 = parts(
        "Content-Type: text/plain\n\nhi",
        f"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n{encoded}",
    )

    assert [m.subject for m in read_mail(as_file).forwarded] == ["Framing"]
    assert [m.subject for m in read_mail(as_base64).forwarded] == ["Framing"]


def test_forwards_ten_deep_are_all_read() -> None:
    raw = raw_mail(subject="level 10")
    for level in range(9, -1, -1):
        raw = raw_mail(subject=f"level {level}", forwarded=[raw])
    mail, subjects = read_mail(raw), []
    while True:
        subjects.append(mail.subject)
        if not mail.forwarded:
            break
        mail = mail.forwarded[0]

    assert subjects == [f"level {level}" for level in range(11)]


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ('Content-Type: application/pdf; name="plans.pdf"', "plans.pdf"),
        ("Content-Type: application/pdf", ""),
        ('Content-Type: application/octet-stream\nContent-Disposition: inline; filename="a.pdf"', "a.pdf"),
        (
            "Content-Type: application/pdf\nContent-Disposition: attachment; filename*=utf-8''caf%C3%A9.pdf",
            "café.pdf",
        ),
        (
            (
                "Content-Type: application/pdf\nContent-Disposition: attachment;\n"
                " filename*0*=utf-8''A%2D101;\n filename*1=\" plan.pdf\""
            ),
            "A-101 plan.pdf",
        ),
        ('Content-Type: application/pdf; name="=?utf-8?B?Y2Fmw6kucGRm?="', "café.pdf"),
        ('Content-Type: application/pdf\nContent-Disposition: attachment; filename="café.pdf"', "café.pdf"),
        (
            'Content-Type: application/pdf\nContent-Disposition: attachment; filename="../../etc/x.pdf"',
            "x.pdf",
        ),
        ("Content-Type: pdf", ""),
        ("Content-Type: text/plain", ""),
        ("Content-Type: application/pdf name=plans.pdf", ""),
    ],
)
def test_pdf_part_is_an_attachment_however_it_is_declared(head: str, name: str) -> None:
    pdf = base64.encodebytes(PDF).decode()
    mail = read_mail(
        parts("Content-Type: text/plain\n\nhi", f"{head}\nContent-Transfer-Encoding: base64\n\n{pdf}")
    )

    assert mail.text == "hi"
    assert [(a.original_name, a.content) for a in mail.attachments] == [(name, PDF)]
    assert mail.attachments[0].name.endswith(".pdf")
    assert "/" not in mail.attachments[0].name


def test_calendar_part_and_inline_picture_are_attachments() -> None:
    mail = read_mail(
        parts(
            "Content-Type: text/plain\n\nhi",
            "Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nEND:VCALENDAR",
            "Content-Type: image/png\nContent-ID: <logo>\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=",
        )
    )

    assert [(a.content_type, a.inline) for a in mail.attachments] == [
        ("text/calendar", False),
        ("image/png", True),
    ]
    assert mail.text == "hi"


def test_attachment_inside_an_alternative_is_found() -> None:
    pdf = base64.encodebytes(PDF).decode()
    mixed = (
        'Content-Type: multipart/mixed; boundary="b1"\n\n--b1\nContent-Type: text/html\n\n<p>html</p>\n'
        f"--b1\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n{pdf}\n--b1--\n"
    )
    mail = read_mail(parts("Content-Type: text/plain\n\nplain", mixed, kind="alternative"))

    assert (mail.text, len(mail.attachments)) == ("plain", 1)


def test_body_named_like_a_file_is_still_the_body() -> None:
    mail = read_mail(
        parts('Content-Type: text/plain; name="body.txt"\nContent-Disposition: inline\n\nPlease inspect')
    )

    assert (mail.text, mail.attachments) == ("Please inspect", ())


@pytest.mark.parametrize(
    "name", ["multipart/mixed", 'multipart/mixed; boundary=""', "multipart/alternative; boundary"]
)
def test_multipart_without_boundary_is_read_as_text(name: str) -> None:
    assert "Please inspect" in read_mail(by_hand(f"Content-Type: {name}", body="Please inspect\n")).text


def test_broken_header_line_does_not_swallow_the_rest() -> None:
    raw = plain_bytes(
        "From: a@x.example", "this is no header", "Subject : Framing", "To: b@y.example", body="Please"
    )
    mail = read_mail(raw)

    assert (mail.subject, mail.text, mail.to) == ("Framing", "Please", (Address("b@y.example"),))
    assert "header_broken" in mail.defects


@pytest.mark.parametrize(
    "raw", [b"", b"\n\n", b"\0\0\0", b"From", b"\xff\xfe\x00", b"From: a@b.example\rSubject: x\r\rhi"]
)
def test_rubbish_is_a_mail_without_words(raw: bytes) -> None:
    assert isinstance(read_mail(raw).text, str)


def test_received_at_is_the_topmost_hop_or_nothing() -> None:
    def received(*values: str) -> datetime | None:
        return read_mail(
            plain_bytes(*(f"Received: {value}" for value in values), "From: a@b.example", body="x")
        ).received_at

    first, second = "by a; Mon, 2 Mar 2026 08:14:00 -0800 (PST)", "by b; Sun, 1 Mar 2026 08:14:00 -0800"
    assert received(first, second) == datetime(2026, 3, 2, 16, 14, tzinfo=UTC)
    assert received("by a; some day", second) is None
    assert received() is None


def test_gmail_forward_becomes_a_mail() -> None:
    body = (
        "Please take this one.\n\n---------- Forwarded message ---------\nFrom: Lee Sample <lee@client.example>\n"
        "Date: Mon, Mar 2, 2026 at 7:01 AM\nSubject: Framing Wednesday\nTo: Dana <dana@builder.example>\n\n\n"
        "24-012345-000-00-FA, 1000 Sample St\n"
    )
    mail = read_mail(raw_mail(subject="Fwd: Framing Wednesday", body=body))

    assert mail.new_text == "Please take this one."
    inner = mail.forwarded[0]
    assert (inner.subject, inner.sender) == ("Framing Wednesday", Address("lee@client.example", "Lee Sample"))
    assert inner.date is not None
    assert inner.date.isoformat() == "2026-03-02T07:01:00-08:00"
    assert inner.new_text == "24-012345-000-00-FA, 1000 Sample St"


@pytest.mark.parametrize("prefix", ["Fw:", "FW:", "Fwd:", "WG:", "TR:", "[EXTERNAL] Fw:"])
def test_outlook_forward_becomes_a_mail(prefix: str) -> None:
    body = (
        "See below.\n\n________________________________\nFrom: Sample, Lee <lee@client.example>\n"
        "Sent: Monday, March 2, 2026 7:01 AM\nTo: Dana Example\nSubject: Framing\n\nPlease inspect\n"
    )
    mail = read_mail(raw_mail(subject=f"{prefix} Framing", body=body))

    assert (mail.new_text, mail.quoted) == ("See below.", "")
    assert (mail.forwarded[0].new_text, mail.forwarded[0].sender.address) == (
        "Please inspect",
        "lee@client.example",
    )


def test_pasted_headers_in_a_reply_are_quoted_and_not_forwarded() -> None:
    headers = "From: FPP <f@x.gov>\nSent: Monday, March 2, 2026 7:01 AM\nTo: Dana\nSubject: Framing"
    body = f"Yes.\n\n{headers}\n\nTo cancel reply CANCEL\n"
    mail = read_mail(raw_mail(subject="RE: Framing", body=body))

    assert (mail.new_text, mail.forwarded) == ("Yes.", ())
    assert "CANCEL" in mail.quoted


@pytest.mark.parametrize("kind", ["multipart", "message"])
def test_nesting_500_deep_is_bounded(kind: str) -> None:
    lines = ["From: a@b.example", "Subject: deep"]
    for level in range(500):
        if kind == "multipart":
            lines += [f'Content-Type: multipart/mixed; boundary="b{level}"', "", f"--b{level}"]
        else:
            lines += ["Content-Type: message/rfc822", "", f"Subject: level {level}"]
    raw = "\r\n".join([*lines, "Content-Type: text/plain", "", "hi", *["x"] * 50_000]).encode()
    started = time.process_time()
    mail = read_mail(raw)

    assert mail.subject == "deep"
    assert "nesting_too_deep" in mail.defects or mail.text.startswith("hi")
    assert time.process_time() - started < 20


def test_thousands_of_headers_parts_and_addresses_are_bounded() -> None:
    started = time.process_time()
    many_headers = read_mail(by_hand(*(f"X-{n}: v" for n in range(20_000))))
    many_parts = read_mail(parts(*["Content-Type: text/plain\n\nhi"] * 5000))
    many_people = read_mail(
        plain_bytes("From: a@b.example", "To: " + ", ".join(["x@y.example"] * 5000), body="hi")
    )

    assert "headers_cut" in many_headers.defects
    assert "too_many_parts" in many_parts.defects
    assert many_people.to
    assert time.process_time() - started < 20


def test_big_attachment_survives_byte_for_byte() -> None:
    content = bytes(range(256)) * 8192
    mail = read_mail(raw_mail(attachments=[("plans.pdf", PDF + content), ("more.pdf", content)]))

    assert [a.content for a in mail.attachments] == [PDF + content, content]
    assert mail.new_text == BODY.strip()


def test_big_text_that_mentions_base64_is_not_taken_for_an_attachment() -> None:
    body = "We send base64.\n\n" + "word " * 30_000
    raw = by_hand("X-Note: base64", body=body)

    assert read_mail(raw).text.startswith("We send base64.\n\nword word")


def test_marks_of_our_own_in_a_mail_do_no_harm() -> None:
    content = "\x01slice:0\x01 and \x01slice:99\x01"
    mail = read_mail(raw_mail(body=content, attachments=[("x.pdf", PDF * 200)]))

    assert mail.attachments[0].content == PDF * 200
    assert mail.text == "slice:0 and slice:99"


@pytest.mark.parametrize(
    ("original", "expected"),
    [
        ("plans.pdf", "plans.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\plans\\A-101.pdf", "A-101.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("a\u202efdp.exe", "afdp.exe"),
        ('a<b>:"|?*.pdf', "a_b______.pdf"),
        ("  . .pdf ", "pdf"),
        ("..", "fallback.pdf"),
        ("", "fallback.pdf"),
        ("line\nbreak\0.pdf", "linebreak.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("PLANS (1).PDF", "PLANS (1).PDF"),
    ],
)
def test_file_names_are_made_safe(original: str, expected: str) -> None:
    assert safe_name(original, "fallback.pdf") == expected


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_raise(raw: bytes) -> None:
    read_mail(raw)
    read_mail(b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + raw)


HEADERS = (
    "From",
    "To",
    "Subject",
    "Date",
    "Received",
    "Content-Type",
    "Content-Disposition",
    "Content-Transfer-Encoding",
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(HEADERS), st.text(max_size=60)), max_size=8), st.text(max_size=200))
def test_no_headers_raise(headers: list[tuple[str, str]], body: str) -> None:
    lines = "\r\n".join(f"{name}: {value}" for name, value in headers)
    read_mail(f"{lines}\r\n\r\n{body}".encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize(
    "charset", ['charset="utf\x00-8"', "charset*=utf%00-8''ut%00f", "charset*=us-ascii'en'x%00"]
)
def test_a_charset_that_the_library_stumbles_over_breaks_nothing(charset: str) -> None:
    mail = read_mail(by_hand(f"Content-Type: text/plain; {charset}", body="Caf\u00e9 inspection\n"))
    assert "inspection" in mail.new_text


def test_a_large_file_behind_a_blank_line_before_its_boundary_is_found() -> None:
    small, large = base64.b64encode(b"%PDF-1.7 small"), base64.encodebytes(b"\x01" * 90_000)
    head = "Content-Transfer-Encoding: base64\nContent-Type: application/pdf; name="
    first, second = f"{head}one.pdf\n\n{small.decode()}\n", f"{head}two.pdf\n\n{large.decode()}"
    files = read_mail(parts(first, second)).attachments
    assert [(one.name, len(one.content)) for one in files] == [("one.pdf", 14), ("two.pdf", 90_000)]


@pytest.mark.parametrize("extra", ["Content-Type: text/plain", "content-type : text/html;\n charset=utf-8"])
@pytest.mark.parametrize("is_first", [True, False])
def test_of_several_types_the_one_with_parts_counts(extra: str, is_first: bool) -> None:
    head, _, body = parts(
        "Content-Type: text/plain\n\nhi", "Content-Type: application/pdf\n\n%PDF"
    ).partition(b"\n\n")
    lines = [extra.encode(), head] if is_first else [head, extra.encode()]
    mail = read_mail(b"\n".join(lines) + b"\n\n" + body)

    assert (mail.text, len(mail.attachments)) == ("hi", 1)


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Type: multipart/mixed; boundary=other\n\n--b0\n",
        b"this is no header\n",
    ],
)
def test_nesting_behind_a_mended_header_is_cut_as_well(head: bytes) -> None:
    deep = b"Content-Type: message/rfc822\n\n" * 3000
    assert "nesting_too_deep" in read_mail(b"From: a@b.example\n" + head + deep).defects


def test_parts_are_found_behind_a_boundary_that_the_header_does_not_name() -> None:
    raw = parts("Content-Type: text/plain\n\nhi", "Content-Type: application/pdf\n\n%PDF-1.7")
    mail = read_mail(raw.replace(b'boundary="b0"', b'boundary="other"').replace(b"--b0", b'--b"0'))

    assert mail.text == "hi"
    assert [file.content for file in mail.attachments] == [b"%PDF-1.7"]


@pytest.mark.parametrize(
    ("original", "expected"),
    [
        ("C:\\Users\\robin\\Plans.pdf", "Plans.pdf"),
        ("\\\\server\\share\\Plans.pdf", "Plans.pdf"),
        ("../../etc/Plans.pdf", "Plans.pdf"),
        ("/tmp/Plans.pdf", "Plans.pdf"),
        ("Plans 1/8 scale.pdf", "Plans 1/8 scale.pdf"),
        ("Plans 3/2/26.pdf", "Plans 3/2/26.pdf"),
        ("", ""),
    ],
)
def test_name_is_kept_and_its_folders_are_not(original: str, expected: str) -> None:
    assert without_folders(original) == expected
