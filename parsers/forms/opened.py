"""Opens a form's file for its fields: mended where it is damaged, turned back where it lies on its side."""

from __future__ import annotations

import io

import pikepdf
from pypdf import PdfReader

MAX_PAGES = 2000


def turned_back(content: bytes) -> bytes | None:
    """The file with all pages upright again; None where it does not open."""
    written = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as pdf:
            for page in pdf.pages[:MAX_PAGES]:
                page.obj["/Rotate"] = 0
            pdf.save(written)
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError):
        return None
    return written.getvalue()


def reader_of(content: bytes) -> PdfReader | None:
    """A reader of the fields; of the file as qpdf mends it where it is damaged."""
    mended = content
    for _ in range(2):
        try:
            reader = PdfReader(io.BytesIO(mended), strict=False)
            if reader.is_encrypted:
                reader.decrypt("")
            len(reader.pages)
        except Exception:  # noqa: BLE001 - pypdf raises whatever a broken file makes it stumble over
            mended = _mended(content)
            continue
        return reader
    return None


def _mended(content: bytes) -> bytes:
    written = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as pdf:
            pdf.save(written)
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError):
        return b""
    return written.getvalue()
