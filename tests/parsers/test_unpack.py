"""Files out of zips, winmail.dat, sealed and forwarded messages; links: `parsers.unpack`, `parsers.share_links`."""

from __future__ import annotations

import io
import struct
import time
import zipfile
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.content_sort import content_sort
from parsers.mail import Attachment
from parsers.read_mail import read_mail
from parsers.share_links import share_links
from parsers.unpack import UnpackLimits, UnpackProblem, all_attachments, buried, unpacked
from tests.factory.mails import raw_mail

PDF = b"%PDF-1.7\nx"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


def attached(
    name: str = "plans.zip", content: bytes = b"", kind: str = "application/octet-stream"
) -> Attachment:
    return Attachment(name, name, kind, content)


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def encrypted(archive: bytes) -> bytes:
    """The archive with the flag of encryption set on every member."""
    raw = bytearray(archive)
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.find(sign)
        while at >= 0:
            raw[at + offset] |= 1
            at = raw.find(sign, at + 4)
    return bytes(raw)


def winmail(files: dict[str, bytes]) -> bytes:
    """A winmail.dat as Outlook writes it: an attachment's start, title, data and properties."""

    def attribute(level: int, name: int, kind: int, value: bytes) -> bytes:
        return (
            struct.pack("<BHHI", level, name, kind, len(value))
            + value
            + struct.pack("<H", sum(value) & 0xFFFF)
        )

    out = struct.pack("<IH", 0x223E9F78, 1) + attribute(1, 0x9006, 8, struct.pack("<I", 0x10000))
    out += attribute(1, 0x9007, 6, struct.pack("<II", 1252, 0))
    for name, content in files.items():
        wide = (name + "\0").encode("utf-16-le")
        padded = wide + b"\0" * (-len(wide) % 4)
        properties = (
            struct.pack("<IHHII", 2, 0x1F, 0x3707, 1, len(wide)) + padded + struct.pack("<HHi", 3, 0x370B, -1)
        )
        out += attribute(2, 0x9002, 6, b"\0" * 14) + attribute(2, 0x8010, 1, b"SHORT~1.PDF\0")
        out += attribute(2, 0x800F, 6, content) + attribute(2, 0x9005, 6, properties)
    return out


def test_plain_attachments_pass_through() -> None:
    files = (attached("a.pdf", PDF), attached("logo.png", PNG))

    assert unpacked(files) == (files, ())


def test_zip_is_replaced_by_its_files() -> None:
    archive = zipped(
        {"set/plans.pdf": PDF, "form.pdf": PDF, "__MACOSX/._plans.pdf": b"x", "set/.DS_Store": b"x"}
    )
    files, problems = unpacked([attached(content=archive), attached("b.pdf", PDF)])

    assert [(f.original_name, f.path_in_mail) for f in files] == [
        ("plans.pdf", ("plans.zip",)),
        ("form.pdf", ("plans.zip",)),
        ("b.pdf", ()),
    ]
    assert problems == ()


def test_zip_named_pdf_is_unpacked_and_office_file_is_not() -> None:
    office = zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})
    files, _ = unpacked([attached("plans.pdf", zipped({"a.pdf": PDF})), attached("letter.docx", office)])

    assert [f.name for f in files] == ["a.pdf", "letter.docx"]


def test_paths_in_a_zip_lead_nowhere() -> None:
    files, _ = unpacked([attached(content=zipped({"../../etc/passwd": b"x", "C:\\x\\CON.pdf": PDF}))])

    assert [f.name for f in files] == ["passwd", "_CON.pdf"]


def test_locked_members_count_like_others() -> None:
    archive = encrypted(zipped({"a.pdf": PDF}))
    package = zipped({f"{number}.zip": archive for number in range(9)})
    _, problems = unpacked([attached(content=package)], UnpackLimits(files=12))

    assert [problem.problem for problem in problems].count("encrypted") == 3


def test_encrypted_members_are_named() -> None:
    files, problems = unpacked([attached(content=encrypted(zipped({"secret.pdf": PDF})))])

    assert files == ()
    locked = "a file in a locked archive"
    assert problems == (UnpackProblem("secret.pdf", "encrypted", ("plans.zip",), locked, len(PDF)),)


@pytest.mark.parametrize(
    "damage", [lambda z: z[:40], lambda z: z[:-30], lambda z: b"PK\x03\x04" + b"\0" * 60]
)
def test_damaged_zip_is_unreadable(damage: object) -> None:
    archive = damage(zipped({"a.pdf": PDF * 50}))  # type: ignore[operator]

    problem = UnpackProblem("plans.zip", "unreadable", size=len(archive))
    assert unpacked([attached(content=archive)]) == ((), (problem,))


def test_zips_in_zips_open_to_three_levels() -> None:
    inner = zipped({"a.pdf": PDF})
    for _ in range(2):
        inner = zipped({"inner.zip": inner})
    files, problems = unpacked([attached(content=inner)])
    assert ([f.path_in_mail for f in files], problems) == ([("plans.zip", "inner.zip", "inner.zip")], ())

    _, problems = unpacked([attached(content=zipped({"inner.zip": inner, "other.zip": inner}))])
    assert problems == (UnpackProblem("plans.zip", "too_deep"),)


def test_bombs_stay_closed() -> None:
    bomb = zipped({"zeros.pdf": b"\0" * 30_000_000})
    assert [p.problem for p in unpacked([attached(content=bomb)])[1]] == ["too_large"]

    many = zipped({f"{n}.pdf": PDF for n in range(300)})
    assert [p.problem for p in unpacked([attached(content=many)])[1]] == ["too_large"]

    limits = UnpackLimits(total_bytes=1000)
    big = zipped({"a.bin": bytes(range(256)) * 3, "b.bin": bytes(range(256)) * 3}, zipfile.ZIP_STORED)
    assert [p.problem for p in unpacked([attached(content=big)], limits)[1]] == ["too_large"]


def test_winmail_is_replaced_by_its_files() -> None:
    files, problems = unpacked(
        [attached("winmail.dat", winmail({"Floor plans.pdf": PDF, "form.pdf": PDF + b"2"}))]
    )

    assert [(f.original_name, f.content, f.path_in_mail) for f in files] == [
        ("Floor plans.pdf", PDF, ("winmail.dat",)),
        ("form.pdf", PDF + b"2", ("winmail.dat",)),
    ]
    assert problems == ()


def test_winmail_of_the_tests_is_one_for_other_readers_too() -> None:
    from tnefparse import TNEF

    read = TNEF(winmail({"Floor plans.pdf": PDF}))

    assert [(a.long_filename(), bytes(a.data)) for a in read.attachments] == [("Floor plans.pdf", PDF)]


@pytest.mark.parametrize("count", [0xFFFFFFFF, 10_000])
def test_winmail_with_lying_counts_is_bounded(count: int) -> None:
    properties = struct.pack("<IHHI", count, 0x1002, 0x3707, count)
    raw = winmail({})
    raw += struct.pack("<BHHI", 2, 0x9002, 6, 0) + b"\0\0"
    raw += struct.pack("<BHHI", 2, 0x9005, 6, len(properties)) + properties + b"\0\0"
    started = time.process_time()
    unpacked([attached("winmail.dat", raw * 1 + b"\0" * 100_000)])

    assert time.process_time() - started < 20


def test_enclosed_messages_give_their_attachments() -> None:
    inner = raw_mail(subject="Framing", attachments=[("plans.pdf", PDF), ("z.zip", zipped({"a.pdf": PDF}))])
    outer = raw_mail(attachments=[("own.pdf", PDF)], forwarded=[inner])
    files, _ = unpacked(all_attachments(read_mail(outer)))
    assert [(f.name, f.path_in_mail) for f in files] == [
        ("own.pdf", ()),
        ("plans.pdf", ("Framing",)),
        ("a.pdf", ("Framing", "z.zip")),
    ]

    files, _ = unpacked([attached("request.eml", inner, "message/rfc822")])
    assert [f.name for f in files] == ["plans.pdf", "a.pdf"]


@pytest.mark.parametrize(
    ("content", "sort"),
    [
        (PDF, "pdf"),
        (b"\0" * 1000 + PDF, "pdf"),
        (b"@PJL JOB\r\n" + PDF, "pdf"),
        (zipped({"a.pdf": PDF}, zipfile.ZIP_STORED), "zip"),
        (zipped({"word/document.xml": b"x", "[Content_Types].xml": b"x"}), "office"),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}, zipfile.ZIP_STORED), "office"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
        (b"{\\rtf1", "office"),
        (winmail({}), "tnef"),
        (PNG, "image"),
        (b"\xff\xd8\xff\xe0", "image"),
        (b"RIFF\0\0\0\0WEBP", "image"),
        (b"\0\0\0\x18ftypheic", "image"),
        (b"\n <!DOCTYPE html><html>", "html"),
        (b"BEGIN:VCALENDAR\r\n", "calendar"),
        (b"\xef\xbb\xbfbegin:vcalendar\r\n", "calendar"),
        ("Grüße".encode(), "text"),
        (b"\0\1\2", "other"),
        (b"", "other"),
    ],
)
def test_content_is_sorted_by_its_bytes(content: bytes, sort: str) -> None:
    assert content_sort(content) == sort


SHARED = (
    "https://www.dropbox.com/s/abc123/plans.pdf?dl=0",
    "https://www.dropbox.com/scl/fi/abc/plans.pdf?rlkey=x&dl=0",
    "https://drive.google.com/file/d/abc/view?usp=sharing",
    "https://docs.google.com/document/d/abc/edit",
    "https://1drv.ms/b/s!abc",
    "https://builder-my.sharepoint.com/:b:/g/personal/dana/abc",
    "https://builder.sharepoint.com/sites/project/Shared%20Documents",
    "https://we.tl/t-abc123",
    "https://wetransfer.com/downloads/abc/def",
    "https://builder.box.com/s/abc",
    "https://app.box.com/s/abc",
    "https://builder.egnyte.com/dl/abc",
    "https://studio.bluebeam.com/join/123-456-789",
    "https://builder.sharefile.com/d-sabc",
    "https://app.procore.com/123/project/documents",
    "https://spaces.hightail.com/receive/abc",
    "https://acc.autodesk.com/docs/share/abc",
    "https://www.icloud.com/iclouddrive/abc#plans",
    "ftp://files.builder.example/plans.pdf",
)


@pytest.mark.parametrize("link", SHARED)
def test_share_links_are_recognised(link: str) -> None:
    assert share_links(f"The plans are here: <{link}>, thanks.") == (link,)
    assert share_links(f"({link}).") == (link,)


def test_links_behind_mail_filters_are_unwrapped() -> None:
    safe = "https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.dropbox.com%2Fs%2Fabc%2Fa.pdf&data=x"
    defended = "https://urldefense.com/v3/__https://www.dropbox.com/s/abc/a.pdf__;!!x"

    assert share_links(f"{safe} {defended}") == ("https://www.dropbox.com/s/abc/a.pdf",)


@pytest.mark.parametrize(
    "text",
    [
        "Visit https://www.builder.example.com or https://www.portlandoregon.gov/bds",
        "https://www.dropbox.com",
        "https://notdropbox.com/s/abc",
        "https://dropbox.com.evil.example/s/abc",
        "https://www.box.com/pricing",
        "see dropbox.com",
        "https://www.linkedin.com/in/dana https://www.facebook.com/builder",
        "https://[broken/s/x",
    ],
)
def test_other_links_are_no_share_links(text: str) -> None:
    assert share_links(text) == ()


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"\x78\x9f\x3e\x22\0\0", PDF]))
def test_no_content_raises(content: bytes, start: bytes) -> None:
    unpacked([attached("x.eml", start + content), attached("y", start + content)])


@pytest.mark.parametrize(
    "text",
    [
        "The form is attached, the plans are at https://www.builder.example/ftp/set.zip",
        "Too large to mail, please download them here:\nhttps://x.builder.example/abc/def",
        "View 12 files <https://u1.mailer.example/ls/click?upn=u001>",
    ],
)
def test_a_link_that_is_offered_as_the_files_counts_wherever_it_leads(text: str) -> None:
    assert len(share_links(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Form filled in as told at https://www.portland.gov/ppd/fpp/intake-form",
        "The plans show the unit; see the maker's page https://www.hvac.example/rtu-3",
        "Plans attached. Our projects: https://www.builder.example/projects/lobby",
        "The plans are on https://www.builder.example",
        "Please open the attachments.\nhttps://www.builder.example/about/us",
    ],
)
def test_a_link_that_nobody_offers_as_the_files_does_not_count(text: str) -> None:
    assert share_links(text) == ()


def test_files_in_messages_forwarded_too_deep_are_named() -> None:
    message = EmailMessage()
    message["Subject"] = "the plans"
    message.set_content("see attached")
    message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="Plans.pdf")
    for _ in range(5):
        outer = EmailMessage()
        outer.set_content("see below")
        outer.add_attachment(message)
        message = outer
    mail = read_mail(bytes(message))
    assert all_attachments(mail) == ()
    assert [(one.file, one.problem) for one in buried(mail)] == [("Plans.pdf", "too_deep")]

    _, problems = unpacked([attached("request.eml", bytes(message), "message/rfc822")])
    assert [(one.file, one.problem) for one in problems] == [("Plans.pdf", "too_deep")]
