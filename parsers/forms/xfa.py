"""Reads the values of an XFA form out of its datasets, without running anything in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree  # type: ignore[import-untyped]
from pypdf import PdfReader

from parsers.forms.labels import Labels, Meaning
from parsers.forms.reading import FieldReading
from parsers.forms.widgets import signature_field_state
from parsers.forms.xfa_template import Asked, asked_in, local

MAX_XML = 8_000_000
MAX_NODES = 5_000
MAX_VALUE = 20_000
MAX_ALIKE = 60
Path = tuple[str, ...]
_LONG_NUMBER = re.compile(r"^(-?\d{1,15}\.\d\d)0{3,8}$")


@dataclass(frozen=True, slots=True)
class Answer:
    """A value of the data, and the field of the template that it answers. `is_kept`: the data has a place for it."""

    path: Path
    value: str
    asked: Asked | None
    is_kept: bool = True

    def section(self, table: Labels) -> str | None:
        """The heading that it stands under: the form's own, else a name above it in the data."""
        if self.asked is not None and self.asked.section is not None:
            return self.asked.section
        named = (table.named(name) for name in reversed(self.path[:-1]))
        return next((one.section for one in named if one is not None and one.section), None)


@dataclass(frozen=True, slots=True)
class XfaReading:
    """Fields by name, all words of the form for telling its sort; `readable` False where it could not be read.

    `signed`: a name was typed or a field is signed; False where their place is empty; None without such a place.
    """

    fields: dict[str, FieldReading] = field(default_factory=dict)
    text: str = ""
    readable: bool = True
    signed: bool | None = None


def read_xfa(reader: PdfReader, table: Labels) -> XfaReading | None:
    """What the XFA part of the file says; None where it has none."""
    packets = _packets(reader)
    if packets is None:
        return None
    datasets = _parsed(packets.get("datasets", b"") or packets.get("", b""))
    if datasets is None:
        return XfaReading(readable=False)
    template = _parsed(packets.get("template", b"") or packets.get("", b""))
    asked = asked_in(template, table) if template is not None else ()
    words = " \n ".join(_drawn_words(template))[:20_000] if template is not None else ""
    answers = tuple(_answers(asked, tuple(_leaves(datasets))))
    return XfaReading(_fields(answers, table), words, signed=_signed(answers, reader, table))


def _answers(asked: Sequence[Asked], leaves: Sequence[tuple[Path, str]]) -> Iterator[Answer]:
    """Each value with the field that it answers, in the order of the form; fields without a value come last."""
    by_name: dict[str, list[Asked]] = {}
    for one in asked:
        by_name.setdefault(one.path[-1] if one.path else "", []).append(one)
    used: set[int] = set()
    for path, value in leaves:
        fitting = by_name.get(path[-1], [])[:MAX_ALIKE]
        # Rows of a table and pages of one layout repeat a name: the one that is still free comes first.
        own = max(fitting, key=lambda one: (_common_end(one.path, path), id(one) not in used), default=None)
        if own is not None:
            used.add(id(own))
        yield Answer(path, value, own)
    for one in asked:
        if id(one) not in used and one.path:
            yield Answer(one.path, "", one, is_kept=False)


def _common_end(one: Path, other: Path) -> int:
    pairs = zip(reversed(one), reversed(other), strict=False)
    return next(
        (count for count, (name, twin) in enumerate(pairs) if name != twin), min(len(one), len(other))
    )


def _fields(answers: Sequence[Answer], table: Labels) -> dict[str, FieldReading]:
    fields: dict[str, FieldReading] = {}
    ranks: dict[str, int] = {}
    after_applicant: tuple[str | None] | None = None
    for answer in answers:
        section = answer.section(table)
        # "Phone" and "Email" right after the applicant's name are the applicant's, unless a heading comes between.
        found = _reading(answer, "applicant" if after_applicant == (section,) else section, table)
        if found is None:
            continue
        name, rank, reading = found
        after_applicant = (section,) if name.startswith("applicant_") else None
        known = fields.get(name)
        if known is None or (rank, reading.value is None) < (ranks[name], known.value is None):
            fields[name], ranks[name] = reading, rank
    status = _ticked_status(answers, table)
    return {**fields, "tenant_status": status} if status is not None else fields


def _reading(answer: Answer, section: str | None, table: Labels) -> tuple[str, int, FieldReading] | None:
    """(field, how good its label is, the reading), None where the answer is to nothing that is read."""
    shown = answer.asked.shown if answer.asked is not None else {}
    said: str | None = _tidy(shown.get(answer.value.strip(), answer.value.strip())) or None
    meaning, label, sure = _meaning(answer, table)
    name = meaning.field(section) if meaning is not None else None
    offers = {table.option(words) for words in shown.values()} - {None}
    is_status = (
        name == "tenant_name" and said is not None and table.option(said.replace("_", " ")) is not None
    )
    if len(offers) > 1 or is_status:
        name = "tenant_status"
    if not name:
        return None
    if name == "tenant_status" and said is not None:
        said = table.option(said.replace("_", " "))
        sure = sure and said is not None
    rank = meaning.rank_in(section) if meaning is not None else 0
    return name, rank, FieldReading(said, "xfa", sure and answer.is_kept, label=label)


def _meaning(answer: Answer, table: Labels) -> tuple[Meaning | None, str, bool]:
    """What the field asks for, the words that say so, and whether they surely do: what people see comes first."""
    labels = answer.asked.labels if answer.asked is not None else ()
    for label in labels:
        meaning = table.meaning(label)
        if meaning is not None:
            return meaning, label, True
    return table.named(".".join(answer.path[-4:])), answer.path[-1], not labels


def _ticked_status(answers: Sequence[Answer], table: Labels) -> FieldReading | None:
    """The tenant's status by boxes to tick that stand each for itself."""
    asked, chosen = set(), set()
    for answer in answers:
        if answer.asked is None or answer.asked.ticks is None:
            continue
        for status in {table.option(label) for label in answer.asked.labels} - {None}:
            asked.add(status)
            if answer.value.strip() == answer.asked.ticks:
                chosen.add(status)
    if len(asked) < 2:
        return None
    return FieldReading(chosen.pop() if len(chosen) == 1 else None, "xfa", len(chosen) < 2, label="Tenant")


def _signed(answers: Sequence[Answer], reader: PdfReader, table: Labels) -> bool | None:
    """Whether a name was typed as signature, or a signature field is signed; None without such a field."""
    states = []
    for answer in answers:
        if answer.asked is not None and answer.asked.is_signature:
            states.append(signature_field_state(reader, answer.path[-1]))
        elif (meaning := _meaning(answer, table)[0]) is not None and meaning.signature:
            states.append(bool(answer.value.strip()) if answer.is_kept else None)
    if True in states:
        return True
    return False if False in states else None


def _tidy(value: str) -> str:
    """Numbers are kept with eight digits after the point (XFA 3.3, "numeric")."""
    return _LONG_NUMBER.sub(r"\1", value)[:MAX_VALUE]


def _packets(reader: PdfReader) -> dict[str, bytes] | None:
    try:
        root: Any = reader.trailer["/Root"]
        form = root.get("/AcroForm")
        listed = form.get_object().get("/XFA") if form is not None else None
        if listed is None:
            return None
        listed = listed.get_object()
        if hasattr(listed, "get_data"):
            return {"": listed.get_data()[: MAX_XML + 1]}
        pairs = list(listed)[:40]
        return {
            str(pairs[place]): pairs[place + 1].get_object().get_data()[: MAX_XML + 1]
            for place in range(0, len(pairs) - 1, 2)
        }
    except Exception:  # noqa: BLE001 - whatever is wrong in there, the form part cannot be read
        return {}


def _parsed(xml: bytes) -> etree._Element | None:
    """The tree, without entities, network or document types; None where it does not parse."""
    if not xml or len(xml) > MAX_XML or b"<!ENTITY" in xml:
        return None
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _leaves(root: etree._Element) -> Iterator[tuple[Path, str]]:
    """(path of names, text) of every value in the data part; rich text as its paragraphs."""
    start = next((one for one in root.iter() if local(one) == "data"), root)
    for count, element in enumerate(start.iter()):
        if count > MAX_NODES:
            return
        names = [local(one) for one in (element, *element.iterancestors())]
        rich = "body" in names[1:] or names[0] == "body"
        has_body = any(local(part) == "body" for part in element)
        if element is start or not names[0] or rich or (len(element) and not has_body):
            continue
        above = names[: len(names) - 1 - len(list(start.iterancestors()))]
        yield tuple(reversed(above)), _text_of(element)


def _text_of(element: etree._Element) -> str:
    if not len(element):
        return str(element.text or "")[:MAX_VALUE]
    return " ".join(" ".join(element.itertext()).split())[:MAX_VALUE]


def _drawn_words(template: etree._Element) -> Iterator[str]:
    for count, element in enumerate(template.iter()):
        if count > MAX_NODES * 4:
            return
        if local(element) == "text" and element.text:
            yield " ".join(str(element.text).split())[:300]
