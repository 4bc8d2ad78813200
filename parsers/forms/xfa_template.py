"""What an XFA form asks for: the fields of its template, with the words that people see beside each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree  # type: ignore[import-untyped]

from parsers.forms.labels import Labels

MAX_DEPTH = 40
MAX_ASKED = 2_000
MAX_CAPTION = 200
MAX_DRAWS = 300
POINTS = {"in": 72.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "pt": 1.0}
ROW, COLUMN = 8.0, 12.0
"""How far two things of one row, of one column may be apart, in points."""
_MEASURE = re.compile(r"(-?\d{1,6}(?:\.\d{1,6})?)(in|mm|cm|pt)")
Draws = dict[etree._Element, list[tuple[tuple[float, float], etree._Element]]]
_STEP = re.compile(r"[^.\[\]]+(?=\[|\.|$)")


@dataclass(frozen=True, slots=True)
class Asked:
    """One field. `path`: names above it and its own, as its answer is filed; `labels`: the words for it, best first.

    `shown`: the words for each answer that is kept as something else. `ticks`: the answer that means ticked.
    """

    path: tuple[str, ...]
    labels: tuple[str, ...] = ()
    section: str | None = None
    shown: Mapping[str, str] = field(default_factory=dict)
    ticks: str | None = None
    is_signature: bool = False


def local(element: etree._Element) -> str:
    """The element's name without its namespace; "" for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def words_in(element: etree._Element) -> str:
    """All words of an element, rich text included."""
    return " ".join(" ".join(element.itertext()).split())[:MAX_CAPTION]


def asked_in(template: etree._Element, table: Labels) -> tuple[Asked, ...]:
    """The fields of the template in the order of the form, each with its heading."""
    found: list[Asked] = []
    section: str | None = None
    draws: Draws = {}
    for element, path in _walk(template, ()):
        name = local(element)
        if name == "draw" or (name == "subform" and element.get("name")):
            section = _heading(element, name, table) or section
        elif len(found) < MAX_ASKED:
            read = _group if name == "exclGroup" else _field
            asked = read(element, path, section, draws)
            found.append(asked)
    return tuple(found)


def _walk(element: etree._Element, path: tuple[str, ...]) -> Iterator[tuple[etree._Element, tuple[str, ...]]]:
    """Draws, subforms, groups of buttons and fields, with their path of names."""
    if len(path) > MAX_DEPTH:
        return
    for part in element:
        name = local(part)
        own = (*path, str(part.get("name"))) if part.get("name") else path
        if name in {"draw", "field", "exclGroup"}:
            yield part, own
        elif name in {"subform", "subformSet", "area", "template", "pageSet", "pageArea", "xdp"}:
            yield part, own
            yield from _walk(part, own)


def _heading(element: etree._Element, name: str, table: Labels) -> str | None:
    is_draw = name == "draw"
    meaning = table.meaning(words_in(element)) if is_draw else table.named(str(element.get("name")))
    return meaning.section if meaning is not None else None


def _group(group: etree._Element, path: tuple[str, ...], section: str | None, draws: Draws) -> Asked:
    shown: dict[str, str] = {}
    for button in (part for part in group if local(part) == "field"):
        for kept in _items(button)[:1]:
            shown[kept] = _caption(button) or _tip(button) or str(button.get("name") or "")
    return Asked(_filed(group, path), _labels(group, draws), section, shown)


def _field(element: etree._Element, path: tuple[str, ...], section: str | None, draws: Draws) -> Asked:
    kinds = {local(part) for ui in element if local(ui) == "ui" for part in ui}
    items = _items(element)
    if "checkButton" in kinds:
        return Asked(
            _filed(element, path), _labels(element, draws), section, ticks=items[0] if items else "1"
        )
    shown = dict(_shown(element)) if "choiceList" in kinds else {}
    return Asked(
        _filed(element, path), _labels(element, draws), section, shown, is_signature="signature" in kinds
    )


def _items(element: etree._Element) -> list[str]:
    return [words_in(one) for listed in element if local(listed) == "items" for one in listed]


def _shown(element: etree._Element) -> Iterator[tuple[str, str]]:
    lists = [listed for listed in element if local(listed) == "items"]
    kept = next((one for one in lists if one.get("save") == "1"), None)
    seen = next((one for one in lists if one is not kept), None)
    if kept is not None and seen is not None:
        yield from zip(map(words_in, kept), map(words_in, seen), strict=False)


def _filed(element: etree._Element, path: tuple[str, ...]) -> tuple[str, ...]:
    """Where the answer is kept: where its binding points, else under the names above it."""
    bind = next((part for part in element if local(part) == "bind"), None)
    reference = str(bind.get("ref") or "")[:400] if bind is not None else ""
    steps = _STEP.findall(reference)
    steps = [step for step in steps if not step.startswith(("$", "!"))]
    return (*path[:-1], *steps) if steps else path


def _labels(element: etree._Element, draws: Draws) -> tuple[str, ...]:
    found = (_caption(element), _drawn_beside(element, draws), _tip(element))
    return tuple(one for one in found if one)


def _caption(element: etree._Element) -> str:
    return next((words_in(part) for part in element if local(part) == "caption"), "")


def _tip(element: etree._Element) -> str:
    parts = [part for assist in element if local(assist) == "assist" for part in assist]
    parts.sort(key=lambda part: local(part) != "toolTip")
    return next((words for part in parts if (words := words_in(part))), "")


def _drawn_beside(element: etree._Element, draws: Draws) -> str:
    """The words left of it on its row, else right above it; where nothing has a place, those just before it."""
    parent, at = element.getparent(), _place(element)
    if at is None:
        before = next((one for one in element.itersiblings(preceding=True) if local(one)), None)
        return words_in(before) if before is not None and local(before) == "draw" else ""
    if parent not in draws:
        draws[parent] = _placed_draws(parent)
    placed = draws[parent]
    left = [(place[0], one) for place, one in placed if abs(place[1] - at[1]) < ROW and place[0] < at[0]]
    if left:
        return words_in(max(left, key=lambda pair: pair[0])[1])
    above = [(place[1], one) for place, one in placed if abs(place[0] - at[0]) < COLUMN and place[1] < at[1]]
    return words_in(max(above, key=lambda pair: pair[0])[1]) if above else ""


def _placed_draws(parent: etree._Element) -> list[tuple[tuple[float, float], etree._Element]]:
    found = ((_place(one), one) for one in parent if local(one) == "draw")
    return [(place, one) for place, one in found if place is not None][:MAX_DRAWS]


def _place(element: etree._Element) -> tuple[float, float] | None:
    across, down = (_MEASURE.fullmatch(str(element.get(side) or "")) for side in ("x", "y"))
    if across is None or down is None:
        return None
    return float(across[1]) * POINTS[across[2]], float(down[1]) * POINTS[down[2]]
