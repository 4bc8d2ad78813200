"""Content streams written by hand, as CAD plot drivers do: size in the matrix, many small runs."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence

import pikepdf
from reportlab.pdfbase.pdfmetrics import stringWidth

from tests.corpus.plans.drawing import Drawing, Text, shift_of


def _operators(sheet: Drawing, *, unit: float = 1.0, letterwise: bool = False) -> str:
    """A content stream as drawing programs write it: unit font, size in the matrix, many small runs."""
    rows = ["q", f"{1 / unit:.5f} 0 0 {1 / unit:.5f} 0 0 cm"] if unit != 1 else ["q"]
    for item in sheet.items:
        if isinstance(item, Text):
            rows.extend(_text_operators(item, letterwise))
            continue
        rows.append(f"{item.width:.3f} w [{' '.join(map(str, item.dash))}] 0 d")
        for rgb, op, gray in ((item.stroke, "RG", "G"), (item.fill, "rg", "g")):
            if rgb is not None:
                plain = len(set(rgb)) == 1
                rows.append(f"{rgb[0]:g} {gray}" if plain else f"{rgb[0]:g} {rgb[1]:g} {rgb[2]:g} {op}")
        rows.append(" ".join(f"{x:.2f} {y:.2f} {'l' if i else 'm'}" for i, (x, y) in enumerate(item.points)))
        paint = {(True, False): "S", (False, True): "f", (True, True): "B"}
        rows.append(("h " if item.closed else "") + paint[(item.stroke is not None, item.fill is not None)])
    rows.append("Q")
    return "\n".join(rows)


def _text_operators(item: Text, letterwise: bool) -> list[str]:
    turn = math.radians(item.angle)
    c, s = math.cos(turn) * item.size, math.sin(turn) * item.size
    shift = shift_of(item) / item.size
    x, y = item.x + shift * c, item.y + shift * s
    color = f"{item.rgb[0]:g} {item.rgb[1]:g} {item.rgb[2]:g} rg"
    clean = item.text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    if not letterwise:
        return [f"BT {color} /F1 1 Tf {c:.4f} {s:.4f} {-s:.4f} {c:.4f} {x:.3f} {y:.3f} Tm ({clean}) Tj ET"]
    rows = []
    for letter in item.text:
        if letter != " ":
            sign = "\\" + letter if letter in "()\\" else letter
            rows.append(
                f"BT {color} /F1 1 Tf {c:.4f} {s:.4f} {-s:.4f} {c:.4f} {x:.3f} {y:.3f} Tm ({sign}) Tj ET"
            )
        step = stringWidth(letter, "Helvetica", 1)
        x, y = x + step * c, y + step * s
    return rows


def _helvetica(pdf: pikepdf.Pdf) -> pikepdf.Dictionary:
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )
    return pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=pdf.make_indirect(font)))


def with_streams(
    sheets: Sequence[Drawing],
    *,
    turned: bool = False,
    in_form: bool = False,
    letterwise: bool = False,
    unit: float = 1.0,
) -> bytes:
    """Content streams by hand. `turned`: on a page with Rotate 90; `in_form`: two forms deep; `unit`: UserUnit."""
    with pikepdf.new() as pdf:
        for sheet in sheets:
            rows = _operators(sheet, unit=unit, letterwise=letterwise)
            size = (sheet.width / unit, sheet.height / unit)
            if turned:
                rows = f"q 0 1 -1 0 {size[1]:.3f} 0 cm\n{rows}\nQ"
                size = (size[1], size[0])
            resources = _helvetica(pdf)
            if in_form:
                for _ in range(2):
                    form = pdf.make_stream(rows.encode("cp1252"))
                    form.update(
                        {
                            "/Type": pikepdf.Name.XObject,
                            "/Subtype": pikepdf.Name.Form,
                            "/BBox": pikepdf.Array([0, 0, *size]),
                            "/Resources": resources,
                        }
                    )
                    resources, rows = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X1=form)), "q /X1 Do Q"
            page = pikepdf.Dictionary(
                Type=pikepdf.Name.Page,
                MediaBox=pikepdf.Array([0, 0, *size]),
                Resources=resources,
                Contents=pdf.make_stream(rows.encode("cp1252")),
            )
            if turned:
                page.Rotate = 90
            if unit != 1:
                page.UserUnit = unit
            pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
        out = io.BytesIO()
        pdf.save(out, compress_streams=True, static_id=True)
        return out.getvalue()
