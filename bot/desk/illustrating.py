"""What shows the points of an answer: the form's pages with the places marked, the plan check on paper.

Made before the transaction that decides, from a ruling by the record as it stands, as drawing takes a while; the
letter takes only what fits the points that it came to have.
"""

from __future__ import annotations

import hashlib
import logging
import re
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.desk.understanding import Understood
from bot.letters.letter import Illustrations, LetterFile, LetterPicture
from bot.letters.points import TO_MEND, FormPlace, numbered, place_on_form
from bot.plans.paper import pages_to_mark, plan_paper
from bot.plans.report import plan_view
from bot.sandbox import Examination
from parsers.marked_pages import Mark, MarkedPage, PagePicture
from parsers.unpack import all_attachments, unpacked
from rules.decision import INTAKE_KINDS, Decision
from rules.finding import Action, Finding, Severity
from templates.cleaning import one_line

log = logging.getLogger("fpp_bot.desk")

MAX_FORM_PAGES = 3
MAX_REPORTS = 2
FORM_WIDTH, FORM_BYTES = 1000, 80_000
SHEET_WIDTH, SHEET_BYTES = 1200, 110_000
WORTH_A_REPORT = frozenset({Severity.REJECT, Severity.REVIEW})
GRAVITY = {severity: rank for rank, severity in enumerate(Severity)}
UNSAFE = re.compile(r"[^\w .()&+-]+")

Draw = Callable[[Path, Sequence[MarkedPage], int, int], tuple[PagePicture, ...]]
"""(file, pages, most dots across, most bytes each) → pictures, drawn in the limited child process."""

Told = tuple[int, Finding]


@dataclass(frozen=True, slots=True)
class _Files:
    """The mail's files, written down for the child that draws."""

    folder: Path
    contents: Mapping[str, bytes]
    draw: Draw

    def pictures(
        self, sha256: str, pages: Sequence[MarkedPage], width: int, max_bytes: int
    ) -> tuple[PagePicture, ...]:
        content = self.contents.get(sha256)
        if content is None or not pages:
            return ()
        path = self.folder / sha256
        path.write_bytes(content)
        return self.draw(path, pages, width, max_bytes)


def illustrations(understood: Understood, decision: Decision, draw: Draw) -> Illustrations:
    """The pictures and papers that go with the answer to this mail; none where it gets none.

    Never raises: what cannot be made is left out.
    """
    if decision.kind not in INTAKE_KINDS or not decision.answers_sender:
        return Illustrations()
    told = numbered(decision.findings, decision.papers)
    places = _places(told, decision)
    reported = _reported(told, understood)
    if not places and not reported:
        return Illustrations()
    try:
        contents = _contents(understood, {row.document.sha256 for row in understood.looked_into})
        with TemporaryDirectory(prefix="fpp-bot-pictures-") as folder:
            files = _Files(Path(folder), contents, draw)
            pictures = tuple(_form_pictures(places, decision, files))
            reports = tuple(_reports(reported, understood, files))
    except Exception:
        # An answer without its pictures is better than none.
        log.exception("an answer goes without its pictures")
        return Illustrations()
    return Illustrations(pictures, reports)


def _contents(understood: Understood, wanted: set[str]) -> dict[str, bytes]:
    """The files that were looked into, by their checksums."""
    files, _ = unpacked(all_attachments(understood.mail))
    by_checksum = {hashlib.sha256(file.content).hexdigest(): file.content for file in files}
    return {checksum: content for checksum, content in by_checksum.items() if checksum in wanted}


def _places(told: Sequence[Told], decision: Decision) -> dict[tuple[str, int], list[tuple[Told, FormPlace]]]:
    """Where on the form something is to be mended, by file and page."""
    found: dict[tuple[str, int], list[tuple[Told, FormPlace]]] = {}
    if decision.action not in {Action.REJECT, Action.ASK}:
        return found
    for number, finding in told:
        place = place_on_form(finding, decision.documents) if finding.severity in TO_MEND else None
        if place is not None:
            found.setdefault((place.file, place.page), []).append(((number, finding), place))
    return dict(sorted(found.items())[:MAX_FORM_PAGES])


def _form_pictures(
    places: Mapping[tuple[str, int], Sequence[tuple[Told, FormPlace]]], decision: Decision, files: _Files
) -> Iterator[LetterPicture]:
    for document in {file: None for file, _ in places}:
        row = next(one for one in decision.documents if one.file == document)
        on_pages = {page: marks for (file, page), marks in places.items() if file == document}
        wanted = [
            MarkedPage(page, tuple(Mark(str(number), place.box) for (number, _), place in marks))
            for page, marks in on_pages.items()
        ]
        for picture in files.pictures(row.sha256, wanted, FORM_WIDTH, FORM_BYTES):
            yield _letter_picture(picture, document, on_pages[picture.page])


def _letter_picture(
    picture: PagePicture, document: str, marks: Sequence[tuple[Told, FormPlace]]
) -> LetterPicture:
    content = b64decode(picture.content)
    name = hashlib.sha256(document.encode() + content).hexdigest()[:32]
    ending = picture.content_type.rpartition("/")[2].replace("jpeg", "jpg")
    return LetterPicture(
        name=f"form-page-{picture.page}-marked.{ending}",
        content_type=picture.content_type,
        content=content,
        content_id=f"{name}@pictures.fpp-bot",
        document=document,
        page=picture.page,
        width=picture.width,
        height=picture.height,
        numbers={
            number: (finding.code, str(finding.where))
            for (number, finding), _ in marks
            if str(number) in picture.labels
        },
    )


def _reported(told: Sequence[Told], understood: Understood) -> list[tuple[Examination, list[Told]]]:
    """The plan sets with something to show, each with all that is said of it, gravest first."""
    found = []
    for seen in understood.looked_into:
        own = [row for row in told if row[1].file == seen.document.file and _is_of_plans(row[1])]
        # What names no sheet needs no paper that shows sheets.
        if seen.sheets and any(map(_shows_something, own)):
            own.sort(key=lambda row: (GRAVITY[row[1].severity or Severity.NOTE], row[0]))
            found.append((seen, own))
    return found[:MAX_REPORTS]


def _shows_something(told: Told) -> bool:
    _, finding = told
    return finding.severity in WORTH_A_REPORT and isinstance(finding.where, tuple) and bool(finding.where)


def _is_of_plans(finding: Finding) -> bool:
    return finding.code.startswith("plans.")


def _reports(
    reported: Sequence[tuple[Examination, Sequence[Told]]], understood: Understood, files: _Files
) -> Iterator[LetterFile]:
    received = understood.envelope.received_at.date()
    for seen, own in reported:
        view = replace(plan_view(seen.document.file, seen, own), name=seen.document.file)
        pictures = files.pictures(seen.document.sha256, pages_to_mark(view), SHEET_WIDTH, SHEET_BYTES)
        yield LetterFile(
            _report_name(seen.document.file), "application/pdf", plan_paper(view, pictures, received)
        )


def _report_name(file: str) -> str:
    stem = one_line(file, 100).removesuffix(".pdf").removesuffix(".PDF")
    return f"plan-check-{UNSAFE.sub('_', stem)[:60].strip() or 'plans'}.pdf"
