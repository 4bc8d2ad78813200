"""Files written into the text: `parsers.uuencoded`, and what `read_mail` makes of them."""

from __future__ import annotations

import binascii

import pytest

from parsers.read_mail import read_mail
from parsers.uuencoded import without_uuencoded

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 3


def uuencoded(name: str = "Plans 410.pdf", content: bytes = PDF, end: str = "`\r\nend\r\n") -> str:
    lines = (binascii.b2a_uu(content[at : at + 45]).decode() for at in range(0, len(content), 45))
    return f"begin 644 {name}\r\n" + "".join(lines).replace("\n", "\r\n") + end


def test_uuencoded_files_are_attachments_and_leave_the_text() -> None:
    raw = f"From: a@b.example\r\n\r\nPlans below.\r\n\r\n{uuencoded()}\r\n{uuencoded('b.pdf')}Regards\r\n"
    mail = read_mail(raw.replace("b.pdf", "b.pdf  ").encode())

    assert [(file.original_name, file.content) for file in mail.attachments] == [
        ("Plans 410.pdf", PDF),
        ("b.pdf", PDF),
    ]
    assert mail.text.split() == ["Plans", "below.", "Regards"]


@pytest.mark.parametrize(
    "text",
    [
        "We begin 644 Main Street\r\nand end\r\nthere.\r\n",
        "begin 644 plans.pdf\r\nnot what it says, far too long for its length\r\nend\r\n" * 3,
        uuencoded(end=""),
        "begin 644 a\r\n" * 20_000,
    ],
)
def test_what_is_none_stays_text(text: str) -> None:
    assert without_uuencoded(text.encode()) == (text.encode(), ())
