"""Templates rendered: the words of a finding, a letter in text and HTML, a page. The only importer of jinja2."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateNotFound,
    UndefinedError,
    meta,
)

from templates import cleaning, filters, styles, wrapping

FOLDER = Path(__file__).parent
FALLBACK = "findings/__fallback.j2"
CODE = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
MAX_VALUE_CHARACTERS = 160
MAX_VALUE_ITEMS = 40
MAX_TITLE_CHARACTERS = 120
MAX_SUBJECT_CHARACTERS = 180

Flavour = Literal["words", "text", "html"]
Value = str | int | float | bool | None | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FindingWords:
    """A finding as sentences, plain text; `fix` None: nothing is to be done.

    `is_fallback`: the code has no fragment, or its rule did not give a value that the fragment names.
    """

    title: str
    detail: str
    fix: str | None
    is_fallback: bool = False


@dataclass(frozen=True, slots=True)
class Rendered:
    """A letter's words: `subject` on one line, `text` and a whole HTML document of the same words."""

    subject: str
    text: str
    html: str


def finding_words(
    code: str, where: str | tuple[int, ...] | None, file: str | None, values: Mapping[str, Value]
) -> FindingWords:
    """The words of `templates/findings/<group>/<rest>.j2` for this finding; never raises for what a user sent.

    Long values are cut. A missing fragment or value gives the general words of the fallback: a letter that
    says less is better than a mail that nobody answers, and the tests name what is missing.
    """
    given = {key: _short(value) for key, value in values.items()}
    given |= {"code": code, "where": _short(where), "file": _short(file)}
    template = _fragment(code)
    if template is None:
        return _fallback(given)
    try:
        return _words(template, given)
    except (UndefinedError, TypeError, ValueError):
        return _fallback(given)


def render_letter(name: str, view: object) -> Rendered:
    """The letter `letters/<name>.j2` (or the pair `<name>.txt.j2`, `<name>.html.j2`) about `view`."""
    source = f"letters/{name}.j2"
    pair = (f"{name}.txt.j2", f"{name}.html.j2") if name == "digest" else (source, source)
    text = _environment("text").get_template(pair[0])
    html = _environment("html").get_template(pair[1])
    subject = "".join(text.blocks["subject"](text.new_context({"view": view})))
    line = cleaning.one_line(subject, MAX_SUBJECT_CHARACTERS)
    return Rendered(
        subject=line,
        text=wrapping.tidy(cleaning.clean(text.render(view=view))),
        html=cleaning.clean(html.render(view=view, title=line)),
    )


def render_page(name: str, view: object) -> str:
    """The page `<name>.html.j2` about `view`, a whole HTML document."""
    return cleaning.clean(_environment("html").get_template(f"{name}.html.j2").render(view=view, title=""))


def prepare() -> tuple[str, ...]:
    """Compiles every template now, so that the first letter is as fast as the others; returns their names.

    Raises jinja2's TemplateSyntaxError, with file and line, where one is broken.
    """
    names = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.j2"))
    for name in names:
        for flavour in _flavours(name):
            _environment(flavour).get_template(name)
    return tuple(names)


def has_fragment(code: str) -> bool:
    """Whether this finding code has words of its own."""
    return _fragment(code) is not None


def fragment_values(code: str) -> frozenset[str]:
    """The names of the values that the fragment of this code uses, beside `where`, `file` and `code`.

    Raises OSError where there is no fragment.
    """
    source = (FOLDER / "findings" / f"{code.replace('.', '/')}.j2").read_text(encoding="utf-8")
    names = meta.find_undeclared_variables(_environment("words").parse(source))
    return frozenset(names - {"where", "file", "code"})


def _flavours(name: str) -> tuple[Flavour, ...]:
    if name.startswith("findings/"):
        return ("words",)
    if name.startswith("parts/html/") or name.endswith(".html.j2"):
        return ("html",)
    if name.startswith("parts/text/") or name.endswith(".txt.j2"):
        return ("text",)
    return ("text", "html")


class _DressingLoader(FileSystemLoader):
    """Loads HTML templates with their styles already in the tags."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, object]:  # type: ignore[override]
        source, path, is_current = super().get_source(environment, template)
        return styles.dressed(source), path, is_current


@cache
def _environment(flavour: Flavour) -> Environment:
    """One environment a flavour; `layout.j2` and `parts.j2` are those of the flavour, all else is shared."""
    folders = [FOLDER] if flavour == "words" else [FOLDER / "parts" / flavour, FOLDER]
    loader = (_DressingLoader if flavour == "html" else FileSystemLoader)(folders)
    # Plain text is not escaped here: only the HTML flavour is read by something that reads markup.
    environment = Environment(
        loader=loader,
        autoescape=flavour == "html",  # noqa: S701
        undefined=StrictUndefined,
        finalize=_finalized,
        trim_blocks=True,
        lstrip_blocks=True,
        cache_size=-1,
        auto_reload=False,
    )
    environment.filters.update(_filters())
    environment.globals["style_of"] = styles.style_of
    return environment


def _filters() -> dict[str, object]:
    """The filters by name; those of `filters` are all its public functions."""
    from_module = {
        name: function
        for name, function in vars(filters).items()
        if callable(function) and getattr(function, "__module__", "") == filters.__name__ and name[0] != "_"
    }
    return from_module | {
        "one_line": cleaning.one_line,
        "several_lines": cleaning.several_lines,
        "wrapped": wrapping.wrapped,
        "quoted": wrapping.quoted,
        "labelled": wrapping.labelled,
        "compact": wrapping.compact,
    }


def _finalized(value: object) -> object:
    """What a variable becomes on paper: nothing for None."""
    return "" if value is None else value


@cache
def _fragment(code: str) -> Template | None:
    if not CODE.fullmatch(code):
        return None
    try:
        return _environment("words").get_template(f"findings/{code.replace('.', '/')}.j2")
    except TemplateNotFound:
        return None


def _words(template: Template, given: Mapping[str, object]) -> FindingWords:
    context = template.new_context(dict(given))
    title, detail, fix = (
        cleaning.one_line("".join(template.blocks[block](context))) if block in template.blocks else ""
        for block in ("title", "detail", "fix")
    )
    return FindingWords(cleaning.one_line(title, MAX_TITLE_CHARACTERS), detail, fix or None)


def _fallback(given: Mapping[str, object]) -> FindingWords:
    words = _words(_environment("words").get_template(FALLBACK), given)
    return FindingWords(words.title, words.detail, words.fix, is_fallback=True)


def _short(value: object) -> object:
    if isinstance(value, str):
        return cleaning.one_line(value, MAX_VALUE_CHARACTERS)
    if isinstance(value, tuple | list):
        return tuple(_short(item) for item in value[:MAX_VALUE_ITEMS])
    return value
