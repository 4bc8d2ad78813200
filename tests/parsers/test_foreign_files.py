"""What a file is that is no PDF: `parsers.foreign_files`."""

from __future__ import annotations

import pytest

from parsers.foreign_files import what_it_is

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"PK\x03\x04....word/document.xml", "form.pdf", "a Word document"),
        (b"PK\x03\x04....xl/workbook.xml", "form.xlsx", "an Excel workbook"),
        (b"PK\x03\x04....xl/sheets.txt", "form.pdf", "a zip archive"),
        (OLD, "FW plans.msg", "a mail saved from Outlook"),
        (OLD, "Form.DOC", "a Word document"),
        (OLD, "x", "an old Office document"),
        (b"\0\0\0\x24ftypheic", "IMG_1.HEIC", "a HEIC picture"),
        (b"\xff\xd8\xff\xe0", "scan.pdf", "a JPEG picture"),
        (b"\n <html>", "plans.pdf", "a web page or XML file"),
        (b"hello", "plans.pdf", ""),
        (b"", "", ""),
    ],
)
def test_file_is_named_by_what_is_in_it(content: bytes, name: str, words: str) -> None:
    assert what_it_is(content, name) == words
