"""Forms of many makers: how many fields are read right, in doubt, wrongly, and what would wrongly refuse somebody."""

from __future__ import annotations

from collections import Counter, defaultdict

from bot.ocr import PROGRAM, installed, recogniser
from parsers.documents import read_document
from parsers.forms.scanned import read_scan
from tests.corpus.forms import SETS, forms
from tests.corpus.forms.making.scans import SCANNERS, Scanner, scanned
from tests.corpus.forms.scoring import is_right_sort, scores

PRINTERS = frozenset({"chromium", "wkhtmltopdf", "writer", "abiword"})


def run() -> None:
    """Prints a line for each maker of every set, the sum, and what a recogniser reads of some as scans."""
    print("\nForms       fields   right  in doubt  wrong  false refusals  kind of form")  # noqa: T201
    for name in SETS:
        makers: dict[str, Counter[str]] = defaultdict(Counter)
        for form in forms(name):
            with form.path.open("rb") as stream:
                read = read_document(stream, form.path.name).form
            counts = makers[form.producer]
            counts["forms"] += 1
            counts["sort"] += is_right_sort(form, read)
            for score in scores(form, read):
                counts[score.outcome] += 1
                counts["refused"] += score.rejects
        whole: Counter[str] = Counter()
        for maker, counts in makers.items():
            whole.update(counts)
            print(_line(f"  {maker}", counts))  # noqa: T201
        print(_line(name, whole))  # noqa: T201
    program = installed(PROGRAM)
    if program is not None:
        for place, (name, scanner) in enumerate(SCANNERS.items()):
            print(_line(f"  {name}", _scanned(program, scanner, place)))  # noqa: T201


def _scanned(program: str, scanner: Scanner, place: int) -> Counter[str]:
    """The printed forms that fall to that scanner, as it sends them: each form by one scanner only, half of them."""
    counts: Counter[str] = Counter()
    printed = [form for form in forms("seen") if form.sort == "intake" and form.producer in PRINTERS]
    for form in printed[place :: 2 * len(SCANNERS)]:
        with form.path.open("rb") as stream:
            pages = as_printed.pages if (as_printed := read_document(stream, form.path.name).form) else (1, 2)
        content = scanned(form.path.read_bytes(), scanner)
        read = read_scan(content, pages, recogniser(program, seconds=120))
        counts["forms"] += 1
        counts["sort"] += is_right_sort(form, read)
        for score in scores(form, read):
            counts[score.outcome] += 1
            counts["refused"] += score.rejects
    return counts


def _line(name: str, counts: Counter[str]) -> str:
    fields = counts["right"] + counts["doubtful"] + counts["wrong"]
    right = f"{counts['right'] / fields:7.1%}" if fields else "      -"
    return (
        f"{name:14}{fields:4} {right} {counts['doubtful']:9} {counts['wrong']:6} {counts['refused']:15}"
        f"   {counts['sort']} of {counts['forms']}"
    )
