"""The files of a mail, looked into one by one: what is in each, or why it stayed closed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.sandbox import Examination
from bot.world import Limits
from parsers.attachment_sorts import (
    is_by_product,
    is_letterhead_picture,
    is_named_document,
    is_picture_in_passing,
)
from parsers.content_sort import ContentSort, content_sort
from parsers.documents import Document
from parsers.foreign_files import what_it_is
from parsers.mail import Attachment, Mail
from parsers.sealed import seal_of
from parsers.unpack import MAIL, UnpackProblem, all_attachments, buried, unpacked

Examine = Callable[[Path, str, datetime], Examination]
"""Looks into one file, of that name and received then, in the limited child process."""

# What may stand in an application's place, and is looked into.
DOCUMENT_SORTS: frozenset[ContentSort] = frozenset({"pdf", "zip", "tnef", "image", "html", "office", "other"})
# Beside these a picture below the text is no paper of its own.
PAPERS = frozenset({"form", "responses"})


@dataclass(frozen=True, slots=True)
class Looking:
    """How the files of one mail are looked into. `mail_bytes`: the size of the whole mail."""

    mail_bytes: int
    received_at: datetime
    limits: Limits
    examine: Examine


def looked_into(mail: Mail, looking: Looking) -> tuple[Examination, ...]:
    """Every file of the mail, one after the other; what stayed closed is a document with its problem."""
    files, problems = unpacked(all_attachments(mail))
    closed = tuple(Examination(_closed(problem)) for problem in (*problems, *buried(mail)))
    documents = tuple(filter(is_document, files))
    with TemporaryDirectory(prefix="fpp-bot-files-") as folder:
        looked = tuple(_looked(documents, Path(folder), looking))
    if any(examination.document.sort in PAPERS for examination in looked):
        pairs = zip(documents, looked, strict=True)
        looked = tuple(examination for file, examination in pairs if not is_picture_in_passing(file))
    return (*looked, *closed)


def is_document(attachment: Attachment) -> bool:
    """A file that somebody may have meant as a document: not a logo, a business card or an invitation."""
    if is_letterhead_picture(attachment) or is_by_product(attachment):
        return False
    sort = content_sort(attachment.content)
    if sort in DOCUMENT_SORTS:
        return True
    # A drawing saved as text, and a message that a mail program has encrypted and written in letters.
    return sort == "text" and (is_named_document(attachment) or seal_of(attachment.content) is not None)


def _looked(attachments: Sequence[Attachment], folder: Path, looking: Looking) -> Iterator[Examination]:
    """Each file, looked into while the mail's time lasts, and none twice that took too long before."""
    seconds, hopeless = 0.0, set[str]()
    for number, attachment in enumerate(attachments):
        seen = _seen(attachment, looking)
        if seen.problem is not None:
            yield Examination(seen)
            continue
        if 0 < looking.limits.mail_seconds <= seconds or seen.sha256 in hopeless:
            yield Examination(replace(seen, problem="timed_out"), problem="timed_out")
            continue
        examination = _examined(attachment, seen, folder / f"{number:03d}", looking)
        seconds += examination.seconds
        if examination.problem == "timed_out":
            hopeless.add(seen.sha256)
        yield examination


def _seen(attachment: Attachment, looking: Looking) -> Document:
    """The file as it is before it is looked into, with its problem where that shows from outside."""
    content, limits = attachment.content, looking.limits
    file = attachment.original_name or attachment.name
    seen = Document(file=file, sort="other", bytes=len(content), sha256=hashlib.sha256(content).hexdigest())
    if _is_over(looking.mail_bytes, limits.message_bytes):
        return replace(seen, problem="too_large", found=MAIL, limit_bytes=limits.message_bytes)
    if _is_over(len(content), limits.attachment_bytes):
        return replace(seen, problem="too_large", limit_bytes=limits.attachment_bytes)
    if not content:
        return replace(seen, problem="unreadable")
    if content_sort(content) != "pdf":
        return replace(seen, problem="not_pdf", found=what_it_is(content, file))
    return seen


def _is_over(size: int, limit: int) -> bool:
    return bool(limit) and size > limit


def _examined(attachment: Attachment, seen: Document, path: Path, looking: Looking) -> Examination:
    path.write_bytes(attachment.content)
    examination = looking.examine(path, seen.file, looking.received_at)
    document = replace(examination.document, file=seen.file, bytes=seen.bytes, sha256=seen.sha256)
    return replace(examination, document=document)


def _closed(problem: UnpackProblem) -> Document:
    return Document(
        file=problem.file, sort="other", problem=problem.problem, bytes=problem.size, found=problem.found
    )
