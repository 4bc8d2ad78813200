"""Signed and encrypted mail: `parsers.sealed`, and what `read_mail` makes of it."""

from __future__ import annotations

import base64
from datetime import datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.mail import Attachment
from parsers.read_mail import read_mail
from parsers.sealed import BrokenSealError, seal_of, signed_content
from parsers.unpack import UnpackProblem, all_attachments, unpacked

NAME = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Robin Vance")])
DAY = datetime(2026, 1, 1)  # noqa: DTZ001 - what the certificate builder takes
INNER = (
    b'Content-Type: multipart/mixed; boundary="i"\r\n\r\n--i\r\nContent-Type: text/plain\r\n\r\n'
    b"Our application is attached.\r\n--i\r\nContent-Type: application/pdf\r\n"
    b'Content-Disposition: attachment; filename="form.pdf"\r\n\r\n%PDF-1.7 x\r\n--i--\r\n'
)
# As a mail program streams it: no lengths, the content in pieces (BER, X.690 section 8).
STREAMED = bytes.fromhex(
    "3080 06092a864886f70d010702 a080 3080 020101 3100 3080 06092a864886f70d010701 a080 2480"
    "0403 612062 0402 2063 0000 0000 0000 0000 0000 0000"
)


def certificate(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> x509.Certificate:
    builder = x509.CertificateBuilder().subject_name(NAME).issuer_name(NAME).public_key(key.public_key())
    builder = builder.serial_number(7).not_valid_before(DAY).not_valid_after(DAY + timedelta(days=900))
    return builder.sign(key, hashes.SHA256())


def signed(*options: pkcs7.PKCS7Options, content: bytes = INNER) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    builder = pkcs7.PKCS7SignatureBuilder().set_data(content)
    return builder.add_signer(certificate(key), key, hashes.SHA256()).sign(
        Encoding.DER, [pkcs7.PKCS7Options.Binary, *options]
    )


def enveloped() -> bytes:
    recipient = certificate(rsa.generate_private_key(65537, 2048))
    builder = pkcs7.PKCS7EnvelopeBuilder().set_data(INNER).add_recipient(recipient)
    return builder.encrypt(Encoding.DER, [pkcs7.PKCS7Options.Binary])


def mail_of(sealed: bytes) -> bytes:
    head = b"From: Robin <robin@vanceoak.example>\r\nSubject: Application\r\nContent-Type: application/pkcs7-mime;"
    head += b' name="smime.p7m"\r\nContent-Disposition: attachment; filename="smime.p7m"\r\n'
    return head + b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(sealed)


def test_mail_in_a_signed_envelope_reads_as_if_it_had_none() -> None:
    mail = read_mail(mail_of(signed()))

    assert mail.text == "Our application is attached."
    assert [file.original_name for file in mail.attachments] == ["form.pdf"]
    assert (mail.sender.address, mail.subject) == ("robin@vanceoak.example", "Application")


def test_content_that_was_streamed_in_pieces_is_joined() -> None:
    assert seal_of(STREAMED) == "signed"
    assert signed_content(STREAMED) == b"a b c"


def test_pieces_that_claim_the_bytes_of_others_are_not_multiplied() -> None:
    head, claims = STREAMED[: STREAMED.index(b"\x24\x80") + 2], 2000
    rest = (8 * (claims - number) for number in range(claims))
    pieces = b"".join(b"\x24\x06\x04\x84" + (length - 8).to_bytes(4, "big") for length in rest)
    with pytest.raises(BrokenSealError, match="overlap"):
        signed_content(head + pieces + b"\0" * 20)


def test_what_is_cut_inside_an_envelope_is_told() -> None:
    forwards = b"".join(b"Content-Type: message/rfc822\r\n\r\n" for _ in range(70))
    mail = read_mail(mail_of(signed(content=forwards + b"\r\n" * 300_000)))

    assert "nesting_too_deep" in mail.defects


def test_damaged_signature_beside_a_mail_is_nobodys_matter() -> None:
    signature = signed(pkcs7.PKCS7Options.DetachedSignature)[:200]
    file = Attachment("smime.p7s", "smime.p7s", "application/pkcs7-signature", signature)

    assert unpacked([file]) == ((file,), ())


def test_signature_beside_its_mail_holds_nothing() -> None:
    assert signed_content(signed(pkcs7.PKCS7Options.DetachedSignature)) == b""


def test_signed_message_as_a_file_is_unpacked() -> None:
    file = Attachment("smime.p7m", "smime.p7m", "application/octet-stream", signed())

    assert [inner.original_name for inner in unpacked([file])[0]] == ["form.pdf"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("smime.p7m", enveloped()),
        ("encrypted.asc", b"-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA\r\n-----END PGP MESSAGE-----\r\n"),
    ],
)
def test_encrypted_message_is_told_to_be_one(name: str, content: bytes) -> None:
    file = Attachment(name, name, "application/octet-stream", content)
    problem = UnpackProblem(name, "encrypted", (), "an encrypted message", len(content))

    assert unpacked([file]) == ((), (problem,))
    assert [one.name for one in all_attachments(read_mail(mail_of(content)))] == ["smime.p7m"]


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=80), st.integers(0, len(STREAMED)))
def test_no_bytes_raise_anything_else(rubbish: bytes, kept: int) -> None:
    try:
        signed_content(STREAMED[:kept] + rubbish)
    except BrokenSealError:
        return
