"""What an attachment is to its mail: a document, or something that a mail program put beside it."""

from __future__ import annotations

import re

from parsers.content_sort import content_sort
from parsers.mail import Attachment
from parsers.sealed import seal_of

SMALL_PICTURE_BYTES = 100_000
TIFF_STARTS = (b"II*\x00", b"MM\x00*")
# What a Mac keeps of a file beside its content (AppleDouble, RFC 1740).
APPLE_DOUBLE = b"\x00\x05\x16\x07"
# What mail programs add by themselves: signatures, business cards, invitations, Exchange's text pieces.
BY_PRODUCT_TYPES = frozenset(
    {
        *("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"),
        *("application/pgp-keys", "text/x-vcard", "text/vcard", "text/calendar", "application/ics"),
        *("message/delivery-status", "message/disposition-notification", "text/rfc822-headers"),
    }
)
BY_PRODUCT_NAMES = re.compile(
    r"smime\.p7s|.*\.(?:vcf|ics|asc|p7s)|att\d{5,}\.(?:html?|txt)|mime-attachment\.?\w*",
    re.IGNORECASE,
)
DOCUMENT_NAMES = re.compile(r"\.(?:pdf|dwg|dxf|dwf|rvt|ifc|docx?|xlsx?|pptx?|rtf|odt|tiff?)$", re.IGNORECASE)


def is_letterhead_picture(attachment: Attachment) -> bool:
    """A picture that belongs to a signature: placed in the text, or too small to be a document.

    A TIFF is what fax machines and scanners make of paper, however small.
    """
    if content_sort(attachment.content) != "image" or attachment.content.startswith(TIFF_STARTS):
        return False
    return attachment.in_text or len(attachment.content) <= SMALL_PICTURE_BYTES


def is_picture_in_passing(attachment: Attachment) -> bool:
    """A picture shown below the text, as telephones send photographs: it may be the paper, or only go with it."""
    return attachment.inline and content_sort(attachment.content) == "image"


def is_by_product(attachment: Attachment) -> bool:
    """A file that the mail program added by itself: digital signature, business card, invitation, Mac's notes."""
    if content_sort(attachment.content) == "pdf" or seal_of(attachment.content) == "encrypted":
        return False
    if attachment.content.startswith(APPLE_DOUBLE):
        return True
    named = BY_PRODUCT_NAMES.fullmatch(attachment.original_name) is not None
    return named or attachment.content_type in BY_PRODUCT_TYPES


def is_named_document(attachment: Attachment) -> bool:
    """Whether the file's name says that it was meant as a document, whatever is in it (a drawing as text, too)."""
    return DOCUMENT_NAMES.search(attachment.original_name[-40:]) is not None
