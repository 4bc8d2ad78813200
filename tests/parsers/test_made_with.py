"""The program that made a PDF, by its document information."""

from __future__ import annotations

import pytest

from parsers.made_with import made_with


@pytest.mark.parametrize(
    ("creator", "producer", "program"),
    [
        ("AutoCAD LT 2023 - English", "pdfplot16.hdi 16.2", "AutoCAD"),
        ("", "pdfplot14.hdi 14.01.050", "AutoCAD"),
        ("Autodesk Revit 2024 (ENU)", "PDFNet 9.4", "Revit"),
        ("Bluebeam Revu x64", "Bluebeam PDF Library 21", "Bluebeam Revu"),
        ("Bluebeam Stapler AutoCAD", "Bluebeam Brewery 5.0", "AutoCAD"),
        ("Microsoft® Word for Microsoft 365", "", "Word"),
        ("Acrobat PDFMaker 21 for Word", "Adobe PDF Library 21", "Word"),
        ("Adobe Acrobat Pro 24", "", "Acrobat"),
        ("PScript5.dll Version 5.2.2", "Acrobat Distiller 21.0", ""),
        ("Canon iR-ADV", "Adobe PSL 1.3e", ""),
        ("x" * 100_000 + "AutoCAD", "", ""),
    ],
)
def test_a_file_is_known_by_what_drew_it(creator: str, producer: str, program: str) -> None:
    assert made_with(creator, producer) == program
