"""Mail as old, odd and hostile programs pack it, through `replay`: what is asked for, and nothing lost."""

from __future__ import annotations

import base64
import binascii
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from bot.config.reading import load_for_replay
from bot.demo.papers import letter_paper
from bot.demo.sample_registry import BASE_DAY, write_demo_registry
from bot.registry.files import read_registry
from bot.replay import replay

INTAKE = "fpp-intake@city.example"
CONFIG = f"""
[mailboxes.intake]
address = "{INTAKE}"
[mailboxes.inspections]
address = "fpp-inspections@city.example"
[security]
unauthenticated = "accept"
[ocr]
program = ""
"""
WORDS = "Our permit application for Larkspur Tower, Suite 410: intake form and plans.\r\n"
PAPER = letter_paper("Product information", ("Luminaire LX-1, 4000 K, UL listed.",))


def mail(number: int, content: str, *, received: bool = True) -> bytes:
    hop = f"Received: from a by b for <{INTAKE}>; Mon, 2 Mar 2026 08:{number:02d}:00 -0800\r\n"
    return (
        (hop if received else "")
        + f"From: Robin <robin@office{number}.example>\r\nTo: <{INTAKE}>\r\n"
        + f"Subject: Permit application {number}\r\nMessage-ID: <odd{number}@office.example>\r\n"
        + content
    ).encode()


def mixed(*parts: str, boundary: str = "b", named: str = "b") -> str:
    body = f"Content-Type: text/plain\r\n\r\n{WORDS}"
    rows = "".join(f"--{boundary}\r\n{part}\r\n" for part in (body, *parts))
    return f'Content-Type: multipart/mixed; boundary="{named}"\r\n\r\n{rows}--{boundary}--\r\n'


def file(name: str, content: bytes, kind: str = "application/octet-stream") -> str:
    return (
        f'Content-Type: {kind}; name="{name}"\r\nContent-Disposition: attachment; filename="{name}"\r\n'
        f"Content-Transfer-Encoding: base64\r\n\r\n{base64.encodebytes(content).decode()}"
    )


def archive(**files: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return stream.getvalue()


def portfolio() -> bytes:
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(PAPER)) as pdf:
        pdf.attachments["form.pdf"] = PAPER
        pdf.Root.Collection = pikepdf.Dictionary(Type=pikepdf.Name.Collection)
        pdf.save(stream)
    return stream.getvalue()


def uuencoded(content: bytes) -> str:
    lines = (binascii.b2a_uu(content[at : at + 45]).decode() for at in range(0, len(content), 45))
    return "begin 644 paper.pdf\n" + "".join(lines) + "`\nend\n"


# Enveloped data (RFC 5652 section 6), as far as anybody without the key sees it.
ENVELOPED = bytes.fromhex("308006092a864886f70d010703a080") + b"\0" * 80
BUTTON = '<p>Our permit application</p><a href="https://u1.test/ls/abc"><b>Download</b> files</a>'
PGP = b"-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA\r\n-----END PGP MESSAGE-----\r\n"
ODD: Mapping[str, tuple[str, str, str]] = {
    # name: (what stands behind the usual headers, the finding, words of the letter)
    "smime": (
        'Content-Type: application/pkcs7-mime; name="smime.p7m"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        + base64.encodebytes(ENVELOPED).decode(),
        "attachment.encrypted",
        "was encrypted by your mail program",
    ),
    "pgp": (mixed(file("encrypted.asc", PGP)), "attachment.encrypted", "was encrypted by your mail program"),
    "pgp in the text": (
        "Content-Type: text/plain\r\n\r\n" + PGP.decode(),
        "attachment.encrypted",
        "was encrypted by your mail program",
    ),
    "portfolio": (mixed(file("Set.pdf", portfolio())), "attachment.unreadable", "is a PDF portfolio"),
    "empty archive": (mixed(file("a.zip", archive())), "attachment.unreadable", "is an empty archive"),
    "word file": (
        mixed(file("form.pdf", archive(**{"[Content_Types].xml": b"", "word/document.xml": b""}))),
        "attachment.not_pdf",
        "is a Word document, not a PDF",
    ),
    "fax": (
        mixed(file("fax.tif", b"II*\0" + b"\0" * 500, "image/tiff")),
        "attachment.not_pdf",
        "TIFF picture",
    ),
    "piece of a mail": (
        'Content-Type: message/partial; id="a@b"; number=1; total=2\r\n\r\nSubject: x\r\n\r\ny\r\n',
        "attachment.unreadable",
        "damaged or incomplete",
    ),
    "file elsewhere": (
        mixed('Content-Type: message/external-body; access-type=URL; URL="http://127.0.0.1/a.pdf"\r\n\r\n'),
        "attachment.unreadable",
        "damaged or incomplete",
    ),
    "paper behind a thousand parts": (
        mixed(*["Content-Type: text/plain\r\n\r\nx"] * 1000, file("a.pdf", PAPER)),
        "attachment.too_large",
        "holds more than we can take at once",
    ),
    "click counted": (
        f"Content-Type: text/html\r\n\r\n{BUTTON}",
        "message.no_attachment_but_link",
        "we never open links",
    ),
}
READ: Mapping[str, str] = {
    # As old or broken programs pack a file that can be read all the same.
    "uuencoded": f"Content-Type: text/plain\r\n\r\n{WORDS}\r\n{uuencoded(PAPER)}",
    "two types": "Content-Type: text/plain\r\n" + mixed(file("paper.pdf", PAPER)),
    "wrong boundary": mixed(file("paper.pdf", PAPER), boundary="real", named="other"),
    "path": mixed(file("../../tmp/paper.pdf", PAPER)),
}


def mails() -> Iterator[tuple[str, bytes]]:
    yield from (
        (name, mail(number, content)) for number, (name, (content, _, _)) in enumerate(ODD.items(), start=1)
    )
    yield from (
        (name, mail(number, content)) for number, (name, content) in enumerate(READ.items(), start=20)
    )
    yield "end of time", mail(30, "Date: Fri, 31 Dec 9999 23:59:59 -1200\r\n\r\nWho?\r\n", received=False)
    yield "no date", mail(31, "\r\nWho?\r\n", received=False)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("odd")
    write_demo_registry(folder / "registry", BASE_DAY)
    (folder / "config.toml").write_text(CONFIG)
    (folder / "mail").mkdir()
    for name, raw in mails():
        (folder / "mail" / f"{name}.eml").write_bytes(raw)
    registry = read_registry(folder / "registry")
    for _ in replay(folder / "mail", load_for_replay(folder / "config.toml"), registry, folder / "out"):
        pass
    return folder / "out"


@pytest.fixture(scope="module")
def lines(out: Path) -> Mapping[str, Mapping[str, Any]]:
    written = (out / "decisions.jsonl").read_text(encoding="utf-8").splitlines()
    return {line["file"][:-4]: line for line in map(json.loads, written)}


def codes(line: Mapping[str, Any]) -> set[str]:
    return {finding["code"] for finding in line["findings"]}


@pytest.mark.parametrize("name", ODD)
def test_closed_file_is_asked_for_and_nothing_is_called_missing(
    name: str, lines: Mapping[str, Mapping[str, Any]]
) -> None:
    _, code, words = ODD[name]

    assert (lines[name]["action"], codes(lines[name])) == ("ask", {code})
    assert words in " ".join(finding["detail"] for finding in lines[name]["findings"])


@pytest.mark.parametrize("name", READ)
def test_file_is_found_however_it_was_packed(
    name: str, lines: Mapping[str, Mapping[str, Any]], out: Path
) -> None:
    letters = [file.read_text(encoding="utf-8") for file in sorted((out / "outbox").iterdir())]
    answer = next(letter for letter in letters if lines[name]["sender"] in letter)

    assert not {code for code in codes(lines[name]) if code.startswith("attachment.")}
    assert "- paper.pdf" in answer


def test_dates_beyond_the_calendar_make_neither_a_fault_nor_thousands_of_digests(
    lines: Mapping[str, Mapping[str, Any]], out: Path
) -> None:
    assert {"end of time", "no date"} <= set(lines)
    assert len(list(out.glob("digest-*.html"))) < 400
