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

from parsers.attachment_sorts import is_by_product, is_named_document
from parsers.content_sort import ContentSort, content_sort
from parsers.file_names import safe_name
from parsers.mail import Attachment, Mail
from parsers.parts import MESSAGE_TYPES
from parsers.read_mail import read_mail
from parsers.sealed import BrokenSealError, seal_of, signed_content
from parsers.tnef import BrokenFileError, enclosed_files

CHUNK = 1 << 20
Packing = Literal["zip", "tnef", "mail", "signed", "encrypted"]
PACKINGS: dict[ContentSort, Packing] = {"zip": "zip", "tnef": "tnef"}
# What operating systems put into archives beside the files.
LITTER = re.compile(
    r"(?:^|/)(?:__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._[^/]*$|~\$[^/]*$)",
    re.IGNORECASE,
)
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
    """A packed file (or the package) that stayed closed, by its original name, and why.

    `found`: in plain words what it is, where that is not plain from the problem. `size`: bytes, 0 where not known.
    """

    file: str
    problem: ClosedBy
    path_in_mail: tuple[str, ...] = ()
    found: str = ""
    size: int = 0


USUAL_LIMITS = UnpackLimits()
MAIL = "the whole mail"
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
    if "too_many_parts" in mail.defects:
        yield UnpackProblem(mail.subject[:80] or "message", "too_large", found=MAIL)
    for inner in mail.forwarded:
        if levels <= 0:
            for one in inner.attachments:
                yield UnpackProblem(one.original_name or one.name, "too_deep", size=len(one.content))
        yield from _buried(inner, levels - 1)


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
    if packed == "encrypted":
        _complain(attachment, "encrypted", budget, found="an encrypted message")
        return
    if level >= budget.limits.levels:
        _complain_of_depth(attachment, budget)
        return
    try:
        inner = list(_contents(attachment, packed, budget))
    except _LimitReachedError:
        _complain(attachment, "too_large", budget, found="a packed file")
        return
    except (*ZIP_FAULTS, BrokenFileError, BrokenSealError):
        if packed == "zip" and is_named_document(attachment):
            # A letter or a drawing that is damaged: what matters is that it is no PDF.
            budget.out.append(attachment)
        else:
            _complain(attachment, "unreadable", budget)
        return
    for file in inner:
        _open(file, level + 1, budget)


def _packing(attachment: Attachment) -> Packing | None:
    if attachment.content_type in MESSAGE_TYPES or attachment.name.lower().endswith(".eml"):
        return "mail"
    if is_by_product(attachment):
        return None
    return PACKINGS.get(content_sort(attachment.content)) or seal_of(attachment.content)


def _complain(attachment: Attachment, problem: ClosedBy, budget: _Budget, found: str = "") -> None:
    name, size = attachment.original_name or attachment.name, len(attachment.content)
    budget.problems.append(UnpackProblem(name, problem, attachment.path_in_mail, found, size))


def _complain_of_depth(attachment: Attachment, budget: _Budget) -> None:
    """Once, by the name of what was attached: its sender may never have seen the names inside."""
    outermost, *_ = (*attachment.path_in_mail, attachment.original_name or attachment.name)
    problem = UnpackProblem(outermost, "too_deep")
    if problem not in budget.problems:
        budget.problems.append(problem)


def _contents(attachment: Attachment, packed: Packing, budget: _Budget) -> Iterator[Attachment]:
    path = (*attachment.path_in_mail, attachment.original_name or attachment.name)
    if packed == "zip":
        yield from _zipped(attachment, path, budget)
        return
    if packed == "tnef":
        for file in enclosed_files(attachment.content):
            _spend(len(file.content), budget)
            yield _file(file.name, file.content, path)
        return
    mail = read_mail(signed_content(attachment.content) if packed == "signed" else attachment.content)
    for problem in buried(mail, budget.limits.levels - 1):
        _spend(0, budget)
        budget.problems.append(problem)
    for inner in all_attachments(mail, budget.limits.levels - 1):
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
        if not members:
            _complain(attachment, "unreadable", budget, found="an empty archive")
        for member in members:
            if member.flag_bits & 0x1:
                name = re.split(r"[/\\]", member.filename)[-1]
                locked = "a file in a locked archive"
                _spend(0, budget)
                budget.problems.append(UnpackProblem(name, "encrypted", path, locked, member.file_size))
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
