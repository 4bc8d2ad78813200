"""Makes the PDFs of one set (`seen`, `blind`, `looks`) and the truth beside them."""

from __future__ import annotations

import io
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf

from tests.corpus.forms.making.sets import SETS, Case

FOLDER = Path(__file__).parents[1]


def _truth(cases: list[Case]) -> Iterator[str]:
    yield "# Written by tests.corpus.forms.making: what stands on each form. Absent keys are blank on it.\n"
    for case in cases:
        yield "[[form]]"
        yield f"file = {json.dumps(case.file)}"
        yield f"producer = {json.dumps(case.producer)}"
        yield f"sort = {json.dumps(case.sort)}"
        if case.signed:
            yield f"signed = {json.dumps(list(case.signed))}"
        yield "[form.fields]"
        yield from (f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in case.fields.items())
        yield ""


def _packed(content: bytes) -> bytes:
    """The same PDF, its objects packed: the corpus stays small."""
    packed = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        document.save(packed, object_stream_mode=pikepdf.ObjectStreamMode.generate, recompress_flate=True)
    return packed.getvalue()


def _make(name: str, build: Callable[[Path], list[Case]]) -> None:
    out = FOLDER / name
    out.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        cases = build(Path(scratch))
    for case in cases:
        (out / case.file).write_bytes(_packed(case.content))
    (FOLDER / f"{name}.toml").write_text("\n".join(_truth(cases)), encoding="utf-8")


if __name__ == "__main__":
    for wanted in sys.argv[1:]:
        _make(wanted, SETS[wanted])
