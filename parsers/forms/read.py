"""Reads the intake form (or whichever form it is) out of a PDF."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

import pdfplumber
from pypdf import PdfReader

from parsers.forms import choices, fillable, printed, ticks
from parsers.forms.beside import FormPage
from parsers.forms.candidates import Glance, form_pages, glances
from parsers.forms.claims import Claim
from parsers.forms.drawings import drawn_on, is_a_picture, without_rims
from parsers.forms.drawn import Drawn
from parsers.forms.frames import placed
from parsers.forms.labels import Labels, labels
from parsers.forms.mark import Mark
from parsers.forms.opened import reader_of, turned_back
from parsers.forms.overleaf import Edges, edges_of, joined
from parsers.forms.places import marks_on
from parsers.forms.reading import FIELDS, FieldReading, FormReading, FormSort
from parsers.forms.signature import SigningPlace, signature_on
from parsers.forms.sorts import sort_of_form, title_of, trade_of_title
from parsers.forms.swaps import unswapped
from parsers.forms.unread import unread_form
from parsers.forms.widgets import free_texts, marks_by_hand, pages_with_fields, widgets_of
from parsers.forms.words import Line, Word, in_lines, page_words
from parsers.forms.xfa import XfaReading, read_xfa

PLEASE_WAIT = "please wait"


@dataclass(frozen=True, slots=True)
class PageReading:
    """One page, read: its sort as far as it alone tells, its fields, its signature line."""

    page: int
    sort: FormSort | None
    title: str
    asked: frozenset[str]
    fields: Mapping[str, FieldReading]
    signing: SigningPlace
    is_picture: bool
    edges: Edges


def read_form(stream: BinaryIO) -> FormReading | None:
    """The form in the file, None where there is none of any sort. Never raises for what is in it."""
    stream.seek(0)
    content = stream.read()
    return form_in(content, glances(content))


def form_in(content: bytes, pages: Sequence[Glance], table: Labels | None = None) -> FormReading | None:
    """The form among these pages of the file, by the labels of the table (None: our own)."""
    table = table or labels()
    reader = reader_of(content)
    small = tuple(one.page for one in pages if not one.is_sheet)[:200]
    with_fields = pages_with_fields(reader, small) if reader is not None else ()
    likely = form_pages(pages, with_fields, table)
    xfa = read_xfa(reader, table) if reader is not None else None
    read = _read_pages(content, reader, likely, table) if likely else ()
    if read is None:
        return FormReading("intake", pages=likely, problem="no_text")
    if reader is None:
        read = tuple(_not_surely_blank(page) for page in read)
    form = _fuller(
        _form(read, table), _lying_form(content, [one for one in pages if one.page in likely], table)
    )
    if xfa is not None:
        return _with_xfa(form, xfa, pages, table)
    return form if form is not None else unread_form(content, pages, table)


def _not_surely_blank(page: PageReading) -> PageReading:
    """The page as it is read where fields to fill in, if there are any, could not be looked at."""
    fields = {
        name: reading if reading.value else replace(reading, sure=False)
        for name, reading in page.fields.items()
    }
    return replace(page, fields=fields)


def _fuller(form: FormReading | None, lying: FormReading | None) -> FormReading | None:
    """The reading that found more surely: a page on its side gives little when it is read as it lies."""
    if form is None or lying is None:
        return form or lying
    return lying if _sure_ones(lying) > _sure_ones(form) else form


def _sure_ones(form: FormReading) -> int:
    return sum(1 for reading in form.fields.values() if reading.sure)


def _lying_form(content: bytes, likely: Sequence[Glance], table: Labels) -> FormReading | None:
    """A form that was turned on its side afterwards, read as it was before; its places are not kept."""
    if not any(one.turned for one in likely):
        return None
    upright = turned_back(content)
    if upright is None:
        return None
    read = _read_pages(upright, reader_of(upright), [one.page for one in likely], table)
    form = _form(read or (), table)
    if form is None:
        return None
    fields = {name: replace(reading, box=None) for name, reading in form.fields.items()}
    return replace(form, fields=fields, signature_box=None)


def _read_pages(
    content: bytes, reader: PdfReader | None, likely: Sequence[int], table: Labels
) -> tuple[PageReading, ...] | None:
    """The pages, read; None where that failed, so that a person looks."""
    try:
        with pdfplumber.open(io.BytesIO(content), pages=list(likely)) as opened:
            read = [_read_page(page, reader, table) for page in opened.pages]
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - pdfminer raises whatever a broken page makes it stumble over
        return None
    return tuple(read)


def _read_page(page: Any, reader: PdfReader | None, table: Labels) -> PageReading:
    number = int(page.page_number)
    # pdfminer has moved the page's corner to 0, 0 already; pdfplumber would add its place once more.
    page.mediabox = (0, 0, page.width, page.height)
    typed = _typed_on(reader, number)
    drawn = drawn_on(page, marks_by_hand(reader, number) if reader is not None else ())
    widgets = widgets_of(reader, (number,)) if reader is not None else ()
    words = (*placed(page_words(page), without_rims(drawn, [one.box for one in widgets])), *typed)
    lines = in_lines(words)
    marks = marks_on(lines, table, [one.box for one in widgets])
    form_page = FormPage(number, words, marks, widgets)
    claims = fillable.claims_on(form_page, table)
    fields = _fields(form_page, lines, claims, drawn, table)
    written = fields.pop(printed.SIGNATURE, None)
    title = title_of(lines)
    named = {claim.field for claim in claims if claim.field}
    asked = frozenset(fields)
    edges = edges_of(words, marks, fields)
    sort = sort_of_form(title, " ".join(line.text for line in lines), marks, table, named)
    signing = signature_on(form_page, drawn, table, written)
    return PageReading(number, sort, title, asked, fields, signing, is_a_picture(page), edges)


def _typed_on(reader: PdfReader | None, number: int) -> tuple[Word, ...]:
    """Text that a viewer's pen typed onto the page, as words of a lettering of its own."""
    if reader is None:
        return ()
    words = []
    for text, box in free_texts(reader, number):
        parts = text.split()[:200]
        width = (box[2] - box[0]) / max(1, len(parts))
        for place, part in enumerate(parts):
            left = box[0] + place * width
            words.append(Word(part, (left, box[1], left + width * 0.95, box[3]), "typed", 10.0))
    return tuple(words)


def _fields(
    page: FormPage, lines: Sequence[Line], claims: Sequence[Claim], drawn: Drawn, table: Labels
) -> dict[str, FieldReading]:
    """Fields to fill in come first; where one is blank or missing, what is printed there counts."""
    options = choices.asked_for(choices.options_on(lines, table), page.marks)
    marks = _without_answers(page.marks, options)
    filled = fillable.readings(claims, table)
    answers = {word for option in options for word in option.words} | ticks.ticks_on(lines, options)
    answers |= {word for mark in page.marks if mark not in marks for word in mark.words}
    words = [word for word in page.words if word not in answers]
    on_paper = printed.printed_readings(page.number, words, marks, drawn, table, tuple(answers))
    fields = {name: _better(filled.get(name), on_paper.get(name), claims) for name in {*filled, *on_paper}}
    tenant = choices.from_buttons(page.widgets, options, table, page.number)
    tenant = tenant or ticks.from_paper(lines, options, drawn, page.number)
    if tenant is not None and (tenant.value or not _value_of(fields.get("tenant_status"))):
        fields["tenant_status"] = tenant
    return {name: reading for name, reading in fields.items() if reading is not None}


def _value_of(reading: FieldReading | None) -> str | None:
    return reading.value if reading is not None else None


def _better(
    filled: FieldReading | None, on_paper: FieldReading | None, claims: Sequence[Claim]
) -> FieldReading | None:
    if filled is None:
        if on_paper is not None and claims and not on_paper.value:
            return replace(on_paper, sure=False)
        return on_paper
    if filled.value is None and on_paper is not None and on_paper.value and _same_place(filled, on_paper):
        return replace(on_paper, sure=False)
    return filled


def _same_place(filled: FieldReading, on_paper: FieldReading) -> bool:
    """Whether the words stand where the field to fill in is: typed over it."""
    if filled.box is None or on_paper.box is None:
        return False
    one, other = filled.box, on_paper.box
    across = min(one[2], other[2]) - max(one[0], other[0])
    return across > 2 and min(one[3], other[3]) - max(one[1], other[1]) > 3


def _without_answers(marks: Sequence[Mark], options: Sequence[choices.Option]) -> tuple[Mark, ...]:
    """Labels without those that are answers to tick ("Existing tenant" begins with no label, "Tenant" may)."""
    answers = {word for option in options for word in option.words}
    rows = {option.line for option in options}
    asked = {mark.line for mark in marks if mark.field == "tenant_status"}
    return tuple(
        mark
        for mark in marks
        if not answers & set(mark.words) and not (_is_bare_tenant(mark) and mark.line in rows - asked)
    )


def _is_bare_tenant(mark: Mark) -> bool:
    return mark.field == "tenant_name" and len(mark.words) == 1


def _form(read: Sequence[PageReading], table: Labels) -> FormReading | None:
    """The pages of one form put together: the first page that names a sort, and those that go on with it."""
    first = next((page for page in read if page.sort is not None), None)
    if first is None or first.sort is None:
        return None
    own = [page for page in read if page.page >= first.page and _goes_on(page, first)]
    fields = unswapped(joined([page.fields for page in own], [page.edges for page in own]))
    if first.sort == "trade_permit" and (trade := trade_of_title(first.title, table)):
        fields["trade"] = FieldReading(trade, "printed", page=first.page)
    scanned = any(page.is_picture for page in own)
    if scanned:
        fields = {name: replace(reading, sure=False) for name, reading in fields.items()}
    signed, place = _signing(own)
    kept = {name: fields[name] for name in (*FIELDS, "job_number", "ivr_number", "trade") if name in fields}
    return FormReading(
        first.sort,
        kept,
        signed if not scanned or signed else None,
        place,
        tuple(page.page for page in own),
        "scan" if scanned else None,
    )


def _goes_on(page: PageReading, first: PageReading) -> bool:
    if page.page == first.page:
        return True
    near = page.page - first.page <= 6
    return near and page.sort in {None, first.sort} and (len(page.asked) >= 1 or page.signing[1] is not None)


def _signing(own: Sequence[PageReading]) -> SigningPlace:
    places = [page.signing for page in own if page.signing[1] is not None]
    if not places:
        return None, None
    states = {state for state, _ in places}
    if states == {True}:
        return places[-1]
    if True in states:
        return None, next(box for state, box in places if state is not True)
    return (False if states == {False} else None), places[-1][1]


def _with_xfa(
    form: FormReading | None, xfa: XfaReading, pages: Sequence[Glance], table: Labels
) -> FormReading | None:
    """Values of the XFA part where the pages themselves show none; two unlike ones make a field unsure."""
    text = " ".join(one.text for one in pages[:2])
    empty_shell = PLEASE_WAIT in text.lower() or not text.strip()
    if not xfa.readable:
        if form is not None:
            return form
        return FormReading("intake", pages=(1,), problem="xfa") if empty_shell else None
    if form is None:
        if len(xfa.fields) < 3:
            return None
        shown = tuple(one.page for one in pages[:12])
        return FormReading(_xfa_sort(xfa, text, table), xfa.fields, xfa.signed, pages=shown)
    fields = dict(form.fields)
    for name, reading in xfa.fields.items():
        fields[name] = _of_both(fields.get(name), reading)
    return replace(form, fields=fields, signed=True if xfa.signed else form.signed)


def _of_both(shown: FieldReading | None, data: FieldReading) -> FieldReading:
    if shown is None or shown.value is None:
        return data
    return shown if shown.value == data.value or data.value is None else replace(shown, sure=False)


def _xfa_sort(xfa: XfaReading, text: str, table: Labels) -> FormSort:
    title = "\n".join(xfa.text.split(" \n ")[:12])
    return sort_of_form(title, f"{text} {xfa.text}", (), table, xfa.fields) or "intake"
