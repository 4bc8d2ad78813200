"""Documents told from what mail programs put beside them: `parsers.attachment_sorts`."""

from __future__ import annotations

from parsers.attachment_sorts import is_by_product, is_letterhead_picture, is_picture_in_passing
from parsers.mail import Attachment

PDF = b"%PDF-1.7\nx"
PHOTO = b"\xff\xd8\xff" + b"x" * 500_000
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


def attached(
    name: str, content: bytes, kind: str = "text/plain", *, inline: bool = False, in_text: bool = False
) -> Attachment:
    return Attachment(name, name, kind, content, inline=inline, in_text=in_text)


def test_letterhead_pictures_are_small_or_placed_in_the_text() -> None:
    assert is_letterhead_picture(attached("logo.png", PNG))
    assert is_letterhead_picture(attached("i.jpg", PHOTO, inline=True, in_text=True))
    assert not is_letterhead_picture(attached("scan.jpg", PHOTO))
    assert not is_letterhead_picture(attached("a.pdf", PDF, inline=True))


def test_large_picture_below_the_text_may_be_the_paper() -> None:
    photo = attached("IMG_2202.jpg", PHOTO, "image/jpeg", inline=True)

    assert is_picture_in_passing(photo)
    assert not is_letterhead_picture(photo)


def test_small_tiff_is_a_fax_and_no_logo() -> None:
    assert not is_letterhead_picture(attached("scan.tif", b"II*\x00" + b"\0" * 60))


def test_by_products_of_mail_programs_are_known() -> None:
    assert is_by_product(attached("smime.p7s", b"0\x80", "application/pkcs7-signature"))
    assert is_by_product(attached("Dana.vcf", b"BEGIN:VCARD", "text/vcard"))
    assert is_by_product(attached("ATT00001.htm", b"<html>", "text/html"))
    assert is_by_product(attached("Plans.pdf", b"\x00\x05\x16\x07\x00\x02\x00\x00", "application/applefile"))
    assert not is_by_product(attached("plans.pdf", PDF, "text/calendar"))
    assert not is_by_product(attached("letter.txt", b"hi", "text/plain"))


def test_encrypted_message_is_no_by_product_whatever_its_name() -> None:
    assert not is_by_product(attached("encrypted.asc", b"-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA"))
