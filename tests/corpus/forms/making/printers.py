"""Programs of other people that make PDFs: each takes a page or a PDF and returns the path of a new PDF."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Final

_CHROMIUM: Final = ("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")


def _run(*command: str | Path) -> None:
    subprocess.run([str(part) for part in command], check=True, capture_output=True, timeout=180)


def chromium(page: Path, out: Path) -> None:
    """Prints HTML as Chrome and Edge do."""
    _run(*_CHROMIUM, f"--print-to-pdf={out}", page.as_uri())


def wkhtmltopdf(page: Path, out: Path) -> None:
    """Prints HTML with an old WebKit, as many web applications do."""
    _run("wkhtmltopdf", "--quiet", "--page-size", "Letter", page, out)


def _office(source: Path, out: Path, target: str) -> None:
    profile = f"-env:UserInstallation=file://{out.parent}/profile"
    _run("soffice", profile, "--headless", "--convert-to", target, "--outdir", out.parent, source)


def writer(page: Path, out: Path) -> None:
    """LibreOffice Writer: opened as a document, kept as DOCX, exported as PDF."""
    _office(page, out, "odt:writer8")
    document = out.parent / f"{page.stem}.odt"
    _office(document, out, "docx:MS Word 2007 XML")
    _office(document.with_suffix(".docx"), out, "pdf:writer_pdf_Export")
    document.with_suffix(".pdf").rename(out)


def abiword(page: Path, out: Path) -> None:
    """AbiWord, a small word processor, which opens what another one saved as ODT."""
    _office(page, out, "odt:writer8")
    _run("abiword", "--to=pdf", f"--to-name={out}", page.with_suffix(".odt"))


def ghostscript(pdf: Path, out: Path) -> None:
    """What a PDF printer makes of a PDF: the answers become part of the page."""
    _run(
        "gs",
        "-q",
        "-dNOPAUSE",
        "-dBATCH",
        "-sDEVICE=pdfwrite",
        "-dPreserveAnnots=false",
        f"-sOutputFile={out}",
        pdf,
    )


def cairo(pdf: Path, out: Path) -> None:
    """Printed to a PDF by a viewer of the Linux desktop."""
    _run("pdftocairo", "-pdf", pdf, out)
