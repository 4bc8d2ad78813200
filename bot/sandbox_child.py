"""The child that looks into one file or draws it: limits, then libraries, then answers line by line as JSON."""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

if TYPE_CHECKING:
    from parsers.documents import Document
    from parsers.plans.evidence import SheetEvidence
    from parsers.plans.opening import Opened, Refusal

NEW_USER_AND_NETWORK = 0x10000000 | 0x40000000
MEBIBYTE = 1024 * 1024
UNREAD = frozenset({"scan", "no_text"})


def main() -> int:
    """Answers the one request on standard input. The parent reads a missing `end` as a broken reader."""
    request = json.load(sys.stdin)
    out = _own_answers()
    _leave_the_network()
    _limit(int(request["memory_mb"]), float(request["cpu_seconds"]))
    with open(request["path"], "rb") as stream:  # noqa: PTH123 - a path class costs start-up time
        (_draw if "draw" in request else _look)(stream, request, out)
    _say(out, "end", None)
    return 0


def _own_answers() -> TextIO:
    """The answers' pipe; standard output itself goes nowhere, so that a library's chatter breaks nothing."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return answers


def _leave_the_network() -> None:
    """Into a network of its own that has nothing in it, where the system allows that."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes  # noqa: PLC0415 - only here, and only on Linux

    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(0x40000000) != 0:
        libc.unshare(NEW_USER_AND_NETWORK)


def _limit(memory_mb: int, cpu_seconds: float) -> None:
    """Memory, processor seconds, no files written, no core dump. Before any library is loaded."""
    limits = [(resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0)]
    if memory_mb:
        limits.append((resource.RLIMIT_AS, memory_mb * MEBIBYTE))
    if cpu_seconds:
        limits.append((resource.RLIMIT_CPU, int(cpu_seconds) + 5))
    for which, amount in limits:
        hard = resource.getrlimit(which)[1]
        most = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
        resource.setrlimit(which, (most, most))


def _look(stream: BinaryIO, request: Mapping[str, Any], out: TextIO) -> None:
    from parsers.plans.opening import Refusal, open_pdf  # noqa: PLC0415 - after the limits are set

    opened = open_pdf(stream)
    if isinstance(opened, Refusal):
        _say(out, "reason", opened.reason)
        _say(out, "document", _refused(stream, str(request["file"]), opened))
        return
    # What is surely a sheet by its size is looked at first: whatever ends the child later, it is kept.
    plain = _plain_document(stream, str(request["file"]), opened)
    large = [page for page, pair in enumerate(plain.sheet_sizes, 1) if _is_sheet(pair)]
    _say(out, "document", plain)
    first = opened.page_numbers() if request["as_plans"] else large
    unread = _sheets(opened, first, request, out, drawn=True)
    if request["as_plans"]:
        _sheets_by_eye(opened, unread, request, out)
        return
    document = _document(stream, str(request["file"]), plain, str(request.get("labels", "")))
    _say(out, "document", document)
    if request.get("recogniser") and document.form is not None and document.form.problem in UNREAD:
        document = _read_by_eye(stream, document, request)
        _say(out, "document", document)
    if document.problem is None:
        taken = set(document.form.pages) if document.form is not None else set()
        rest = [page for page in opened.page_numbers() if page not in taken and page not in large]
        drawn = document.sort == "plans" or (document.form is not None and bool(large))
        if drawn or document.sort == "calculations":
            unread += _sheets(opened, rest, request, out, drawn=drawn)
    # Last of all: what was read surely is said already, whatever becomes of this.
    _sheets_by_eye(opened, unread, request, out)


def _draw(stream: BinaryIO, request: Mapping[str, Any], out: TextIO) -> None:
    """Says the pages that are asked for as pictures, one by one."""
    from parsers.marked_pages import Mark, MarkedPage, marked_pages  # noqa: PLC0415 - after the limits are set

    wanted = [
        MarkedPage(
            int(page["page"]),
            tuple(Mark(mark["label"], tuple(mark["box"])) for mark in page["marks"]),
            page["unit"],
        )
        for page in request["draw"]
    ]
    width, most = int(request["width"]), int(request["max_bytes"])
    for picture in marked_pages(stream, wanted, width=width, max_bytes=most):
        _say(out, "picture", picture)


def _is_sheet(size: tuple[float, float]) -> bool:
    """About 11 x 17 in at least."""
    return min(size) >= 10.5 and max(size) >= 16


def _refused(stream: BinaryIO, file: str, refusal: Refusal) -> Document:
    from parsers.documents import Document  # noqa: PLC0415

    size, digest = _measure(stream)
    return Document(
        file=file, sort="other", bytes=size, sha256=digest, problem=refusal.problem, found=refusal.found
    )


def _measure(stream: BinaryIO) -> tuple[int, str]:
    import hashlib  # noqa: PLC0415

    stream.seek(0)
    content = stream.read()
    return len(content), hashlib.sha256(content).hexdigest()


def _document(stream: BinaryIO, file: str, plain: Document, more_labels: str) -> Document:
    """What the file is. A reader that stumbles leaves it at what the sizes say."""
    from dataclasses import replace  # noqa: PLC0415

    from parsers.documents import read_document  # noqa: PLC0415
    from parsers.forms.labels import labels  # noqa: PLC0415

    stream.seek(0)
    try:
        document = read_document(stream, file, labels(more_labels))
        return replace(document, made_with=plain.made_with)
    except (MemoryError, RecursionError):
        raise
    except Exception:  # noqa: BLE001 - the file's fault or ours: its sheets are known already
        return plain


def _read_by_eye(stream: BinaryIO, document: Document, request: Mapping[str, Any]) -> Document:
    """The document with its scanned form as a recogniser of letters sees it; as it was where that fails."""
    from dataclasses import replace  # noqa: PLC0415

    from bot.ocr import recogniser  # noqa: PLC0415
    from parsers.forms.labels import labels  # noqa: PLC0415
    from parsers.forms.scanned import read_scan  # noqa: PLC0415

    stream.seek(0)
    pages = document.form.pages if document.form is not None else ()
    table = labels(str(request.get("labels", "")))
    try:
        form = read_scan(stream.read(), pages, recogniser(str(request["recogniser"])), table)
    except (MemoryError, RecursionError):
        raise
    except Exception:  # noqa: BLE001 - the file's fault or ours: a person reads the scan
        return document
    return document if form is None else replace(document, sort="form", form=form)


def _plain_document(stream: BinaryIO, file: str, opened: Opened) -> Document:
    from parsers.documents import Document  # noqa: PLC0415

    size, digest = _measure(stream)
    sizes = opened.sizes()
    return Document(
        file=file,
        sort="plans" if any(map(_is_sheet, sizes)) else "other",
        pages=opened.pages,
        bytes=size,
        sha256=digest,
        sheet_sizes=sizes,
        made_with=opened.made_with(),
    )


def _sheets(
    opened: Opened, pages: list[int], request: Mapping[str, Any], out: TextIO, *, drawn: bool
) -> list[SheetEvidence]:
    """The sheets on these pages in full, or (not `drawn`) only what is written: the stamps of calculations.

    Gives those with lettering that is no text.
    """
    if not pages:
        return []
    from parsers.plans.by_eye import needs_eyes  # noqa: PLC0415
    from parsers.plans.sheets import read_sheets  # noqa: PLC0415

    unread = []
    for sheet in read_sheets(opened, pages, drawn=drawn, thumbnails=bool(request["thumbnails"])):
        _say(out, "sheet", sheet)
        if needs_eyes(sheet):
            unread.append(sheet)
    return unread


def _sheets_by_eye(
    opened: Opened, unread: list[SheetEvidence], request: Mapping[str, Any], out: TextIO
) -> None:
    """The sheets without readable text once more, as a recogniser of letters sees them, while there is time."""
    program, seconds = request.get("recogniser"), float(request["ends_at"]) - time.monotonic()
    if not program or not unread or seconds <= 0:
        return
    from bot.ocr import SHEET_SECONDS, recogniser  # noqa: PLC0415
    from parsers.plans.by_eye import read_by_eye  # noqa: PLC0415

    _say(out, "unread", len(unread))
    recognise = recogniser(str(program), min(seconds, SHEET_SECONDS))
    for sheet in read_by_eye(opened, unread, recognise):
        _say(out, "sheet", sheet)


def _say(out: TextIO, kind: str, value: object) -> None:
    out.write(json.dumps({"is": kind, "value": _plain(value)}, allow_nan=False, separators=(",", ":")))
    out.write("\n")
    out.flush()


def _plain(value: object) -> object:
    """The value as JSON has it: dataclasses and mappings as objects, dates as ISO strings."""
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if hasattr(value, "isoformat"):
        return value.isoformat()
    names = type(value).__dataclass_fields__  # type: ignore[attr-defined]
    return {name: _plain(getattr(value, name)) for name in names}


if __name__ == "__main__":
    sys.exit(main())
