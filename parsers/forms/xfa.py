"""Reads the values of an XFA form out of its datasets, without running anything in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree  # type: ignore[import-untyped]
from pypdf import PdfReader

from parsers.forms.labels import Labels, Meaning
from parsers.forms.reading import FieldReading

MAX_XML = 8_000_000
MAX_NODES = 5_000
MAX_VALUE = 20_000


@dataclass(frozen=True, slots=True)
class XfaReading:
    """Fields by name, all words of the form for telling its sort; `readable` False where it could not be read.

    `signed`: a name was typed as signature; None where there is none to be seen.
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
    captions = dict(_captions(template)) if template is not None else {}
    words = " \n ".join(_drawn_words(template))[:20_000] if template is not None else ""
    fields: dict[str, FieldReading] = {}
    signed: bool | None = None
    section: str | None = None
    for path, value in _leaves(datasets):
        meanings = _meanings(path, captions, table)
        signed = signed or (True if value.strip() and any(one.signature for one in meanings) else None)
        reading = _reading(path, value, captions, meanings, section, table)
        if reading is not None:
            section = "applicant" if reading[0].startswith("applicant_") else None
        if reading is not None and (reading[0] not in fields or fields[reading[0]].value is None):
            fields[reading[0]] = reading[1]
    return XfaReading(fields, words, signed=signed)


def _meanings(path: tuple[str, ...], captions: dict[str, str], table: Labels) -> tuple[Meaning, ...]:
    """What the field is called: by its name, by its caption."""
    caption = captions.get(path[-1], "")
    found = (table.named(".".join(path[-4:])), table.meaning(caption) if caption else None)
    return tuple(one for one in found if one is not None)


def _reading(
    path: tuple[str, ...],
    value: str,
    captions: dict[str, str],
    meanings: Sequence[Meaning],
    section: str | None,
    table: Labels,
) -> tuple[str, FieldReading] | None:
    caption = captions.get(path[-1], "")
    asked = [name for one in meanings if (name := one.field(section))]
    if not asked:
        return None
    name = asked[0]
    if name == "tenant_name" and table.option(value.replace("_", " ")) is not None:
        name = "tenant_status"
    conflict = len(set(asked)) > 1
    said: str | None = value.strip()[:MAX_VALUE] or None
    sure = not conflict
    if name == "tenant_status" and said is not None:
        said = table.option(said.replace("_", " "))
        sure = sure and said is not None
    return name, FieldReading(said, "xfa", sure, label=caption or path[-1])


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


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _leaves(root: etree._Element) -> Iterator[tuple[tuple[str, ...], str]]:
    """(path of names, text) of every value in the data part."""
    start = next((one for one in root.iter() if _local(one) == "data"), root)
    for count, element in enumerate(start.iter()):
        if count > MAX_NODES:
            return
        if len(element) or not _local(element) or element is start:
            continue
        above = [_local(one) for one in element.iterancestors() if one is not start]
        inside = above[: max(0, len(above) - len(list(start.iterancestors())))]
        yield (*reversed(inside), _local(element)), str(element.text or "")


def _captions(template: etree._Element) -> Iterator[tuple[str, str]]:
    for count, element in enumerate(template.iter()):
        if count > MAX_NODES * 4:
            return
        if _local(element) != "field" or not element.get("name"):
            continue
        for part in element:
            if _local(part) == "caption":
                yield str(element.get("name")), " ".join("".join(part.itertext()).split())[:200]


def _drawn_words(template: etree._Element) -> Iterator[str]:
    for count, element in enumerate(template.iter()):
        if count > MAX_NODES * 4:
            return
        if _local(element) == "text" and element.text:
            yield " ".join(str(element.text).split())[:300]
