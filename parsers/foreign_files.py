"""What a file is that is no PDF, in a reader's words, by its first bytes."""

from __future__ import annotations

HEAD_BYTES = 4096
# What office documents in a zip have inside.
OFFICE_FOLDERS: tuple[tuple[bytes, str], ...] = (
    (b"word/document", "a Word document"),
    (b"xl/workbook", "an Excel workbook"),
    (b"ppt/presentation", "a PowerPoint presentation"),
    (b"opendocument.text", "an OpenDocument text"),
)
# What old Office files, and mails saved from Outlook, are called alike inside; the name tells them apart.
OLD_OFFICE: tuple[tuple[str, str], ...] = (
    (".doc", "a Word document"),
    (".xls", "an Excel workbook"),
    (".ppt", "a PowerPoint presentation"),
    (".msg", "a mail saved from Outlook"),
)
HEADS: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "a zip archive"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"GIF8", "a GIF picture"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"AC10", "a DWG drawing"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"MZ", "a program"),
    (b"<", "a web page or XML file"),
    (b"{\\rtf", "an RTF document"),
    (b"%!PS", "a PostScript file"),
)
HEIC_BRANDS = (b"heic", b"heix", b"heif", b"mif1", b"msf1")


def what_it_is(content: bytes, name: str = "") -> str:
    """Such as "a Word document"; empty where nothing tells. `name` only tells old Office files apart."""
    head = content[:HEAD_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS:
        return "a HEIC picture"
    found = next((words for start, words in HEADS if head.startswith(start)), "")
    if head.startswith(b"PK\x03\x04"):
        ends = content[:HEAD_BYTES] + content[-16 * HEAD_BYTES :]
        return next((words for folder, words in OFFICE_FOLDERS if folder in ends), found)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return next((words for ending, words in OLD_OFFICE if ending in name[-5:].lower()), found)
    return found
