"""The child that looks into one file: limits first, then libraries, then answers line by line as JSON."""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

if TYPE_CHECKING:
    from parsers.documents import Document
    from parsers.plans.opening import Opened

NEW_USER_AND_NETWORK = 0x10000000 | 0x40000000
MEBIBYTE = 1024 * 1024


def main() -> int:
    """Answers the one request on standard input. The parent reads a missing `end` as a broken reader."""
    request = json.load(sys.stdin)
    out = _own_answers()
    _leave_the_network()
    _limit(int(request["memory_mb"]), float(request["cpu_seconds"]))
    with open(request["path"], "rb") as stream:  # noqa: PTH123 - a path class costs start-up time
        _look(stream, request, out)
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
        _say(out, "document", _refused(stream, str(request["file"]), opened.problem))
        return
    # What is surely a sheet by its size is looked at first: whatever ends the child later, it is kept.
    plain = _plain_document(stream, str(request["file"]), opened)
    large = [page for page, pair in enumerate(plain.sheet_sizes, 1) if _is_sheet(pair)]
    _say(out, "document", plain)
    first = opened.page_numbers() if request["as_plans"] else large
    _sheets(opened, first, request, out, drawn=True)
    if request["as_plans"]:
        return
    document = _document(stream, str(request["file"]), plain)
    _say(out, "document", document)
    if document.problem is None:
        taken = set(document.form.pages) if document.form is not None else set()
        rest = [page for page in opened.page_numbers() if page not in taken and page not in large]
        drawn = document.sort == "plans" or (document.form is not None and bool(large))
        if drawn or document.sort == "calculations":
            _sheets(opened, rest, request, out, drawn=drawn)


def _is_sheet(size: tuple[float, float]) -> bool:
    """About 11 x 17 in at least."""
    return min(size) >= 10.5 and max(size) >= 16


def _refused(stream: BinaryIO, file: str, problem: Any) -> Document:
    from dataclasses import replace  # noqa: PLC0415

    from parsers.documents import Document  # noqa: PLC0415

    size, digest = _measure(stream)
    bare = Document(file=file, sort="other", bytes=size, sha256=digest)
    return replace(bare, problem=problem)


def _measure(stream: BinaryIO) -> tuple[int, str]:
    import hashlib  # noqa: PLC0415

    stream.seek(0)
    content = stream.read()
    return len(content), hashlib.sha256(content).hexdigest()


def _document(stream: BinaryIO, file: str, plain: Document) -> Document:
    """What the file is. A reader that stumbles leaves it at what the sizes say."""
    from parsers.documents import read_document  # noqa: PLC0415

    stream.seek(0)
    try:
        return read_document(stream, file)
    except (MemoryError, RecursionError):
        raise
    except Exception:  # noqa: BLE001 - the file's fault or ours: its sheets are known already
        return plain


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
    )


def _sheets(
    opened: Opened, pages: list[int], request: Mapping[str, Any], out: TextIO, *, drawn: bool
) -> None:
    """The sheets on these pages in full, or (not `drawn`) only what is written: the stamps of calculations."""
    if not pages:
        return
    from parsers.plans.sheets import read_sheets  # noqa: PLC0415

    for sheet in read_sheets(opened, pages, drawn=drawn, thumbnails=bool(request["thumbnails"])):
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
