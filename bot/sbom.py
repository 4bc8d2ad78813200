"""A software bill of materials of this installation: CycloneDX 1.6, from what is installed here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from typing import Any
from uuid import NAMESPACE_URL, uuid5

OURS = "fpp-bot"
# PEP 508: a name, extras that are asked for, and a marker that says for which extra a line counts.
_REQUIREMENT = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[([^\]]*)\])?")
_FOR_EXTRA = re.compile(r"extra\s*==\s*[\"']([^\"']+)[\"']")
_REPEATED_PUNCTUATION = re.compile(r"[-_.]+")

Component = dict[str, Any]


def bill_of_materials(root: str = OURS) -> dict[str, Any]:
    """Everything that `root` needs, as installed: the same installation gives the same document."""
    needed = _closure(root)
    own = needed.pop(_normal(root))
    components = [_component(name, found[0]) for name, found in sorted(needed.items())]
    graph = [_edges(name, found) for name, found in sorted({_normal(root): own, **needed}.items())]
    content = "\n".join(component["bom-ref"] for component in components)
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, content)}",
        "version": 1,
        "metadata": {"component": {**_component(_normal(root), own[0]), "type": "application"}},
        "components": components,
        "dependencies": graph,
    }


def _closure(root: str) -> dict[str, tuple[Distribution, frozenset[str]]]:
    """By normal name: the distribution and the names that it needs, extras that were asked for included."""
    found: dict[str, tuple[Distribution, frozenset[str]]] = {}
    asked: list[tuple[str, frozenset[str]]] = [(_normal(root), frozenset())]
    while asked:
        name, extras = asked.pop()
        installed = _installed(name)
        if installed is None:
            # For another system or Python: not part of this installation.
            continue
        needs = dict(_needs(installed, extras))
        known = found.get(name, (installed, frozenset()))[1]
        new = {each: wanted for each, wanted in needs.items() if each not in known}
        found[name] = (installed, known | needs.keys())
        asked.extend(new.items())
    return {name: (installed, frozenset(needs & found.keys())) for name, (installed, needs) in found.items()}


def _needs(installed: Distribution, extras: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    for line in installed.requires or ():
        requirement, _, marker = line.partition(";")
        for_extra = _FOR_EXTRA.search(marker)
        match = _REQUIREMENT.match(requirement)
        if match is None or (for_extra is not None and _normal(for_extra[1]) not in extras):
            continue
        wanted = frozenset(_normal(extra) for extra in (match[2] or "").split(",") if extra.strip())
        yield _normal(match[1]), wanted


def _installed(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def _component(name: str, installed: Distribution) -> Component:
    purl = f"pkg:pypi/{name}@{installed.version}"
    component: Component = {
        "type": "library",
        "bom-ref": purl,
        "name": installed.metadata["Name"],
        "version": installed.version,
        "purl": purl,
    }
    said: Mapping[str, str] = installed.metadata  # type: ignore[assignment]
    if expression := said.get("License-Expression"):
        component["licenses"] = [{"expression": expression}]
    elif (words := said.get("License") or "") and len(words) <= 100 and "\n" not in words:
        component["licenses"] = [{"license": {"name": words}}]
    if summary := said.get("Summary"):
        component["description"] = summary
    return component


def _edges(name: str, found: tuple[Distribution, frozenset[str]]) -> dict[str, Any]:
    installed, needs = found
    others = sorted(f"pkg:pypi/{each}@{distribution(each).version}" for each in needs)
    return {"ref": f"pkg:pypi/{name}@{installed.version}", "dependsOn": others}


def _normal(name: str) -> str:
    """PEP 503."""
    return _REPEATED_PUNCTUATION.sub("-", name.strip()).lower()
