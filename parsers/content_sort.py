"""What a file is by its first bytes, whatever its name or declared type says."""

from __future__ import annotations

import re
from typing import Literal

ContentSort = Literal["pdf", "zip", "tnef", "image", "html", "text", "office", "calendar", "other"]

PDF_HEADER_WITHIN = 1024
TNEF_SIGNATURE = b"\x78\x9f\x3e\x22"
ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
OFFICE_STARTS = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf")
IMAGE_STARTS = (
    b"\x89PNG\r\n",
    b"\xff\xd8\xff",
    b"GIF8",
    b"II*\x00",
    b"MM\x00*",
    b"\x00\x00\x01\x00",
    b"\xd7\xcd\xc6\x9a",
    b"\xff\x0a",
)
IMAGE_BOXES = (b"heic", b"heix", b"heif", b"mif1", b"msf1", b"avif")
# Parts that only office documents have; the listing of a zip stands at its end.
OFFICE_PARTS = (b"[Content_Types].xml", b"META-INF/manifest.xml", b"mimetypeapplication/")
HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s|<!--.{0,300}?-->|<\?xml[^>]{0,100}\?>)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def content_sort(content: bytes) -> ContentSort:
    """What the bytes are. A PDF's header may stand anywhere in the first 1024 bytes (PDF 1.7, appendix H)."""
    head = content[:PDF_HEADER_WITHIN]
    # Packages come first: a small PDF may begin inside their first bytes.
    if head.startswith(ZIP_STARTS):
        return "office" if _is_office(content) else "zip"
    if head.startswith(TNEF_SIGNATURE):
        return "tnef"
    if head.startswith(OFFICE_STARTS):
        return "office"
    if _is_image(head):
        return "image"
    return "pdf" if b"%PDF-" in head else _written(head)


def _is_office(content: bytes) -> bool:
    ends = (content[:4096], content[-65536:])
    return any(part in end for part in OFFICE_PARTS for end in ends)


def _is_image(head: bytes) -> bool:
    if head.startswith(IMAGE_STARTS):
        return True
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return True
    if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0":
        return True
    return head[4:8] == b"ftyp" and head[8:12] in IMAGE_BOXES


def _written(head: bytes) -> ContentSort:
    if HTML_START.match(head):
        return "html"
    if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:15].upper() == b"BEGIN:VCALENDAR":
        return "calendar"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text"
    return "other" if not head or CONTROLS.search(head) else "text"
