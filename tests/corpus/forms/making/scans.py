"""A scanner: a page drawn, turned a little, with noise and a gray cast, as JPEG in a PDF."""

from __future__ import annotations

import io

import numpy as np
import pypdfium2 as pdfium
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas


def scan(content: bytes, seed: int = 1, dpi: int = 200, degrees: float = 0.6, quality: int = 35) -> bytes:
    """The PDF's pages as pictures, `degrees` askew, at `dpi`."""
    document = pdfium.PdfDocument(content)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(612, 792), invariant=True)
    noise = np.random.default_rng(seed)
    for page in document:
        picture = page.render(scale=dpi / 72, grayscale=True, may_draw_forms=True).to_pil().convert("L")
        turned = picture.rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor=250)
        grains = np.asarray(turned, dtype=np.int16) * 0.93 + noise.normal(8, 4, turned.size[::-1])
        spotted = Image.fromarray(np.clip(grains, 0, 255).astype(np.uint8))
        jpeg = io.BytesIO()
        spotted.save(jpeg, "JPEG", quality=quality)
        canvas.drawImage(ImageReader(jpeg), 0, 0, 612, 792)
        canvas.showPage()
    canvas.save()
    document.close()
    return out.getvalue()
