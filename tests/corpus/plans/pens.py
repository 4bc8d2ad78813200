"""Programs that write PDF, each its own way: the same drawing comes out of all of them."""

from __future__ import annotations

import io
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path as File

import pypdf
from reportlab.pdfgen.canvas import Canvas

from tests.corpus.plans.drawing import BLACK, Drawing, Path, Rgb, Text, shift_of

Pen = Callable[[Sequence[Drawing]], bytes]


def _font(item: Text, name: str) -> str:
    return name + ("-Bold" if item.bold and name != "Times-Roman" else "")


def with_reportlab(sheets: Sequence[Drawing], font: str = "Helvetica") -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    for sheet in sheets:
        canvas.setPageSize((sheet.width, sheet.height))
        for item in sheet.items:
            _with_canvas(canvas, item, font)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _with_canvas(canvas: Canvas, item: Path | Text, font: str) -> None:
    if isinstance(item, Text):
        canvas.saveState()
        canvas.translate(item.x, item.y)
        canvas.rotate(item.angle)
        canvas.setFillColorRGB(*item.rgb)
        canvas.setFont(_font(item, font), item.size)
        canvas.drawString(shift_of(item), 0, item.text)
        canvas.restoreState()
        return
    path = canvas.beginPath()
    path.moveTo(*item.points[0])
    for point in item.points[1:]:
        path.lineTo(*point)
    if item.closed:
        path.close()
    canvas.setLineWidth(item.width)
    canvas.setDash(*((list(item.dash), 0) if item.dash else ([], 0)))
    canvas.setStrokeColorRGB(*(item.stroke or BLACK))
    canvas.setFillColorRGB(*(item.fill or BLACK))
    canvas.drawPath(path, stroke=int(item.stroke is not None), fill=int(item.fill is not None))


def _svg(sheet: Drawing) -> str:
    def color(rgb: Rgb | None) -> str:
        return "none" if rgb is None else "#" + "".join(f"{round(255 * part):02x}" for part in rgb)

    size = f'width="{sheet.width}pt" height="{sheet.height}pt" viewBox="0 0 {sheet.width} {sheet.height}"'
    rows = [f'<svg xmlns="http://www.w3.org/2000/svg" {size}>']
    for item in sheet.items:
        if isinstance(item, Text):
            rows.append(
                f'<text transform="translate({item.x:.2f} {sheet.height - item.y:.2f}) rotate({-item.angle:g})" '
                f'font-family="Arial, Liberation Sans, sans-serif" font-size="{item.size:g}" '
                f'font-weight="{"bold" if item.bold else "normal"}" text-anchor="{item.anchor}" '
                f'fill="{color(item.rgb)}">{escape(item.text)}</text>'
            )
            continue
        points = " ".join(f"{x:.2f},{sheet.height - y:.2f}" for x, y in item.points)
        dash = f' stroke-dasharray="{",".join(map(str, item.dash))}"' if item.dash else ""
        rows.append(
            f'<{"polygon" if item.closed else "polyline"} points="{points}" fill="{color(item.fill)}" '
            f'stroke="{color(item.stroke)}" stroke-width="{item.width:g}"{dash}/>'
        )
    return "\n".join([*rows, "</svg>"])


def with_browser(sheets: Sequence[Drawing]) -> bytes:
    """Printed from a browser."""
    w, h = sheets[0].width, sheets[0].height
    page = (
        f"<html><style>@page{{size:{w}pt {h}pt;margin:0}}body{{margin:0}}svg{{display:block;break-after:page}}"
        "svg:last-child{break-after:auto}</style><body>" + "".join(map(_svg, sheets)) + "</body></html>"
    )
    with tempfile.TemporaryDirectory() as folder:
        source, target = File(folder) / "a.html", File(folder) / "a.pdf"
        source.write_text(page)
        subprocess.run(
            [
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-pdf-header-footer",
                f"--user-data-dir={folder}/p",
                f"--print-to-pdf={target}",
                str(source),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
        return target.read_bytes()


def merged(content: bytes) -> bytes:
    """Page by page into a new file by pypdf."""
    writer = pypdf.PdfWriter()
    for page in pypdf.PdfReader(io.BytesIO(content)).pages:
        writer.add_page(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
