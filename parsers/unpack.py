"""Attachments taken out of what they were packed in: zip, winmail.dat, forwarded messages."""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Literal

from parsers.content_sort import ContentSort, content_sort
from parsers.file_names import safe_name
from parsers.mail import Attachment, Mail
from parsers.read_mail import read_mail
from parsers.share_links import is_share_link, share_links
from parsers.tnef import BrokenFileError, enclosed_files

__all__ = [
    "ContentSort",
    "UnpackLimits",
    "UnpackProblem",
    "all_attachments",
    "content_sort",
    "is_by_product",
    "is_letterhead_picture",
    "is_named_document",
    "is_share_link",
    "share_links",
    "unpacked",
]

SMALL_PICTURE_BYTES = 100_000
CHUNK = 1 << 20
MESSAGE_TYPES = frozenset({"message/rfc822", "message/global"})
PACKINGS: dict[ContentSort, Literal["zip", "tnef"]] = {"zip": "zip", "tnef": "tnef"}
# What operating systems put into archives beside the files.
LITTER = re.compile(
    r"(?:^|/)(?:__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._[^/]*$|~\$[^/]*$)",
    re.IGNORECASE,
)
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
ZIP_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    LookupError,
)


@dataclass(frozen=True, slots=True)
class UnpackLimits:
    """The most that may come out: bytes in all, files in all, one file, times its packed size, levels of packing."""

    total_bytes: int = 200 * 1024 * 1024
    files: int = 200
    file_bytes: int = 60 * 1024 * 1024
    ratio: int = 200
    levels: int = 3


ClosedBy = Literal["encrypted", "unreadable", "too_large", "too_deep"]


@dataclass(frozen=True, slots=True)
class UnpackProblem:
    """A packed file (or the package) that stayed closed, by its original name, and why."""

    file: str
    problem: ClosedBy
    path_in_mail: tuple[str, ...] = ()


USUAL_LIMITS = UnpackLimits()
MAX_BURIED = 40


@dataclass(slots=True)
class _Budget:
    """What may still come out, and what has come out."""

    limits: UnpackLimits
    bytes_left: int
    files_left: int
    out: list[Attachment] = field(default_factory=list)
    problems: list[UnpackProblem] = field(default_factory=list)


class _LimitReachedError(Exception):
    """A limit is reached."""


def unpacked(
    attachments: Sequence[Attachment], limits: UnpackLimits = USUAL_LIMITS
) -> tuple[tuple[Attachment, ...], tuple[UnpackProblem, ...]]:
    """(the attachments with packages replaced by what is in them, in order; what stayed closed and why).

    A package that could not be opened, or is packed deeper than the limits allow, is only named among the problems.
    """
    budget = _Budget(limits, limits.total_bytes, limits.files)
    for attachment in attachments:
        _open(attachment, 0, budget)
    return tuple(budget.out), tuple(budget.problems)


def all_attachments(mail: Mail, levels: int = 3) -> tuple[Attachment, ...]:
    """The mail's attachments and those of messages forwarded in it, to three levels, with their paths."""
    return tuple(_attachments_of(mail, levels, ()))


def buried(mail: Mail, levels: int = 3) -> tuple[UnpackProblem, ...]:
    """What lies in forwarded messages deeper than `all_attachments` goes, by name; at most 40 are told."""
    return tuple(islice(_buried(mail, levels), MAX_BURIED))


def _buried(mail: Mail, levels: int) -> Iterator[UnpackProblem]:
    if "nesting_too_deep" in mail.defects:
        yield UnpackProblem(mail.subject[:80] or "forwarded message", "too_deep")
    for inner in mail.forwarded:
        if levels <= 0:
            yield from (UnpackProblem(one.original_name or one.name, "too_deep") for one in inner.attachments)
        yield from _buried(inner, levels - 1)


def is_letterhead_picture(attachment: Attachment) -> bool:
    """A picture that belongs to a signature: inline, or too small to be a document."""
    if content_sort(attachment.content) != "image":
        return False
    return attachment.inline or len(attachment.content) <= SMALL_PICTURE_BYTES


def is_by_product(attachment: Attachment) -> bool:
    """A file that the mail program added by itself (digital signature, business card, invitation, empty file)."""
    if content_sort(attachment.content) == "pdf":
        return False
    named = BY_PRODUCT_NAMES.fullmatch(attachment.original_name) is not None
    return named or attachment.content_type in BY_PRODUCT_TYPES


def is_named_document(attachment: Attachment) -> bool:
    """Whether the file's name says that it was meant as a document, whatever is in it (a drawing as text, too)."""
    return DOCUMENT_NAMES.search(attachment.original_name[-40:]) is not None


def _attachments_of(mail: Mail, levels: int, path: tuple[str, ...]) -> Iterator[Attachment]:
    for attachment in mail.attachments:
        yield replace(attachment, path_in_mail=(*path, *attachment.path_in_mail))
    if levels > 0:
        for number, inner in enumerate(mail.forwarded, 1):
            title = inner.subject[:80] or f"forwarded message {number}"
            yield from _attachments_of(inner, levels - 1, (*path, title))


def _open(attachment: Attachment, level: int, budget: _Budget) -> None:
    packed = _packing(attachment)
    if packed is None:
        budget.out.append(attachment)
        return
    if level >= budget.limits.levels:
        _complain(attachment, "too_deep", budget)
        return
    try:
        inner = list(_contents(attachment, packed, budget))
    except _LimitReachedError:
        _complain(attachment, "too_large", budget)
        return
    except (*ZIP_FAULTS, BrokenFileError):
        if packed == "zip" and is_named_document(attachment):
            budget.out.append(
                attachment
            )  # a letter or a drawing that is damaged: what matters is that it is no PDF
        else:
            _complain(attachment, "unreadable", budget)
        return
    for file in inner:
        _open(file, level + 1, budget)


def _packing(attachment: Attachment) -> Literal["zip", "tnef", "mail"] | None:
    if attachment.content_type in MESSAGE_TYPES or attachment.name.lower().endswith(".eml"):
        return "mail"
    return PACKINGS.get(content_sort(attachment.content))


def _complain(attachment: Attachment, problem: ClosedBy, budget: _Budget) -> None:
    budget.problems.append(
        UnpackProblem(attachment.original_name or attachment.name, problem, attachment.path_in_mail)
    )


def _contents(attachment: Attachment, packed: str, budget: _Budget) -> Iterator[Attachment]:
    path = (*attachment.path_in_mail, attachment.original_name or attachment.name)
    if packed == "zip":
        yield from _zipped(attachment, path, budget)
        return
    if packed == "tnef":
        for file in enclosed_files(attachment.content):
            _spend(len(file.content), budget)
            yield _file(file.name, file.content, path)
        return
    for inner in all_attachments(read_mail(attachment.content), budget.limits.levels - 1):
        _spend(len(inner.content), budget)
        yield replace(inner, path_in_mail=(*path, *inner.path_in_mail))


def _zipped(attachment: Attachment, path: tuple[str, ...], budget: _Budget) -> Iterator[Attachment]:
    with zipfile.ZipFile(io.BytesIO(attachment.content)) as archive:
        members = [
            member
            for member in archive.infolist()
            if not member.is_dir() and not LITTER.search(member.filename)
        ]
        if len(members) > budget.files_left:
            raise _LimitReachedError
        for member in members:
            if member.flag_bits & 0x1:
                budget.problems.append(UnpackProblem(member.filename, "encrypted", path))
                continue
            yield _file(member.filename, _member_bytes(archive, member, budget), path)


def _member_bytes(archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: _Budget) -> bytes:
    """The member's bytes, counted as they come: what the directory claims may be a lie."""
    limits = budget.limits
    most = min(limits.file_bytes, budget.bytes_left, max(CHUNK, member.compress_size * limits.ratio))
    if member.file_size > most:
        raise _LimitReachedError
    chunks: list[bytes] = []
    size = 0
    with archive.open(member) as stream:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > most:
                raise _LimitReachedError
            chunks.append(chunk)
    _spend(size, budget)
    return b"".join(chunks)


def _spend(size: int, budget: _Budget) -> None:
    budget.bytes_left -= size
    budget.files_left -= 1
    if budget.bytes_left < 0 or budget.files_left < 0 or size > budget.limits.file_bytes:
        raise _LimitReachedError


def _file(name: str, content: bytes, path: tuple[str, ...]) -> Attachment:
    """A file from a package; folders in its name belong to the path, not to the name."""
    last = re.split(r"[/\\]", name)[-1]
    kind = "application/pdf" if content_sort(content) == "pdf" else "application/octet-stream"
    return Attachment(safe_name(last, "file.bin"), last, kind, content, path_in_mail=path)
