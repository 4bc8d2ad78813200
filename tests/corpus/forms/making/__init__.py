"""How the forms of this corpus were made: needs LibreOffice, Chromium, wkhtmltopdf, AbiWord, Ghostscript, poppler.

`python -m tests.corpus.forms.making SET` makes the PDFs of one set again, and their truth.
"""
