"""HTML mail as the lines that a reader sees: tables as labelled values, quoted mail behind `>`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree  # type: ignore[import-untyped]

from parsers.charsets import clean
from parsers.share_links import is_download_button, is_share_link

MAX_CHARACTERS = 2_000_000
MAX_CELL_DEPTH = 30
MOST_GROUNDS = 40
BUTTON_CHARACTERS = 80
OUTLOOK_RULE = "_" * 32

UNSEEN = frozenset({"head", "style", "script", "title", "template", "object", "svg", "noframes", "select"})
BLOCKS = frozenset(
    {
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "center",
            "dd",
            "div",
            "dl",
            "dt",
            "fieldset",
            "footer",
        ),
        *("form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre"),
        *("section", "table", "tbody", "tfoot", "thead", "tr", "ul", "body", "html"),
    }
)
CELLS = frozenset({"td", "th"})
HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all"
    r"|font-size\s*:\s*(?:0(?:\.0+)?(?:px|pt|em|rem|%)?|[01](?:\.\d+)?(?:px|pt))\s*(?:!important\s*)?(?:;|$)"
    r"|(?:opacity|max-height|max-width)\s*:\s*0(?:\.0+)?(?:px)?\s*(?:!important\s*)?(?:;|$)"
    r"|(?:left|top|text-indent)\s*:\s*-\d{3,}",
    re.IGNORECASE,
)
WHITE = r"(?:#fff(?:f{3})?\b|white\b|transparent\b|rgba?\(\s*255\s*,\s*255\s*,\s*255\b)"
WHITE_TEXT = re.compile(rf"(?:^|;)\s*color\s*:\s*{WHITE}", re.IGNORECASE)
WHITE_NAME = re.compile(rf"\s*{WHITE}", re.IGNORECASE)
# White letters on a coloured ground are seen: buttons, heads of tables.
GROUND = re.compile(rf"background(?:-color|-image)?\s*:\s*(?!{WHITE}|none|inherit|initial)\S", re.IGNORECASE)
BORDER_LEFT = re.compile(r"border-left\s*:\s*(?!none|0|medium none)[^;]*(?:solid|px|pt)", re.IGNORECASE)
# The line above the headers of the earlier mail in Outlook's replies.
BORDER_TOP = re.compile(r"border\s*:\s*none\s*;\s*border-top\s*:\s*solid\s+#[eb][0-9a-f]{5}", re.IGNORECASE)
QUOTE_CLASSES = re.compile(
    r"\b(?:gmail_quote|yahoo_quoted|protonmail_quote|tutanota_quote|moz-cite|cite)",
    re.IGNORECASE,
)
EARLIER_MAIL = frozenset(
    {"divrplyfwdmsg", "x_divrplyfwdmsg", "outlookmessageheader", "mail-editor-reference-message-container"}
)
NO_MARGIN = re.compile(r"\bMso|margin(?:-bottom)?\s*:\s*0", re.IGNORECASE)
LABEL = re.compile(r"[^\W\d_][^|]{0,39}")
SPACES = re.compile(r"[ \t\n\r\f]+")
TAG = re.compile(r"<[^<>]{0,2000}>")


@dataclass(slots=True)
class Page:
    """Text under way: finished lines, the line being written, how deep it is quoted."""

    lines: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    depth: int = 0
    cells: list[tuple[str, bool]] = field(default_factory=list)

    def write(self, words: str) -> None:
        if words:
            self.line.append(words)

    def just_written(self, characters: int) -> str:
        """The end of the line being written, at most so long."""
        pieces: list[str] = []
        missing = characters
        for piece in reversed(self.line):
            pieces.append(piece[-missing:])
            missing -= len(pieces[-1])
            if not missing:
                break
        return "".join(reversed(pieces))

    def end_line(self, *, always: bool = False) -> None:
        written = "".join(self.line)
        self.line.clear()
        text = SPACES.sub(" ", written).strip()
        # Outlook's empty line is a paragraph with a no-break space in it.
        if text or always or "\xa0" in written:
            self.add(text)

    def add(self, text: str) -> None:
        mark = ">" * self.depth
        self.lines.append(f"{mark} {text}".rstrip() if mark else text)

    def blank(self) -> None:
        self.end_line()
        if self.lines and self.lines[-1].strip(">"):
            self.add("")

    def text(self) -> str:
        self.end_line()
        return "\n".join(self.lines).strip("\n")


def html_text(html: str) -> str:
    """What a reader of the page sees, line by line; empty where there is nothing to read."""
    html = html[:MAX_CHARACTERS].replace("\0", "")
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    try:
        root = etree.fromstring(html.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError, AssertionError):
        root = None
    text = clean(_walked(root)) if root is not None else ""
    # The parser gives up on pages nested thousands deep; their words are still there.
    return text if text.strip() else clean(TAG.sub(" ", html)).strip()


def _walked(root: etree._Element) -> str:
    pages = [Page()]
    hidden: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        tag = element.tag
        if event == "start":
            if hidden is None and _is_hidden(element, tag):
                hidden = element
            elif hidden is None:
                _open(pages, element, tag)
                pages[-1].write(_words(element.text, element))
            continue
        if hidden is None:
            _close(pages, element, tag)
        elif hidden is element:
            hidden = None
        if hidden is None:
            pages[-1].write(_words(element.tail, element.getparent()))
    while len(pages) > 1:
        _fold_cell(pages, header=False)
    return pages[0].text()


def _open(pages: list[Page], element: etree._Element, tag: str) -> None:
    page = pages[-1]
    if tag == "br":
        page.end_line(always=True)
        return
    if tag in CELLS and len(pages) <= MAX_CELL_DEPTH:
        pages.append(Page())
        return
    if tag == "tr":
        page.end_line()
        page.cells.clear()
    if tag in BLOCKS or tag in CELLS:
        page.end_line()
    if _starts_earlier_mail(element, tag):
        page.blank()
        page.add(OUTLOOK_RULE)
    if _is_quote(element, tag):
        page.depth += 1
    if tag == "li":
        page.write("- ")


def _close(pages: list[Page], element: etree._Element, tag: str) -> None:
    page = pages[-1]
    if tag in CELLS and len(pages) > 1:
        _fold_cell(pages, header=tag == "th")
        return
    if tag == "tr":
        _end_row(page)
        return
    if tag == "a":
        _add_share_link(page, element)
        return
    if tag in BLOCKS:
        page.end_line()
    if tag == "p" and not NO_MARGIN.search(f"{element.get('class', '')} {element.get('style', '')}"):
        page.blank()
    if _is_quote(element, tag):
        page.depth = max(0, page.depth - 1)


def _fold_cell(pages: list[Page], *, header: bool) -> None:
    cell = pages.pop()
    pages[-1].cells.append((cell.text(), header))


def _end_row(page: Page) -> None:
    cells = [(text, header) for text, header in page.cells if text.strip()]
    page.cells.clear()
    texts = [text for text, _ in cells]
    if len(texts) < 2 or any("\n" in text for text in texts[:-1]) or any(">" in text[:1] for text in texts):
        rows = texts
    elif len(texts) == 2 and LABEL.fullmatch(texts[0]) and not cells[1][1]:
        rows = [f"{texts[0].rstrip(' :')}: {texts[1]}"]
    else:
        rows = [" | ".join(text.replace("\n", ", ") for text in texts)]
    for row in rows:
        for line in row.split("\n"):
            page.add(line)


def _add_share_link(page: Page, element: etree._Element) -> None:
    target = (element.get("href") or "").strip()[:2000]
    # A page may have a hundred thousand links in one line: only its end is looked at.
    shown = page.just_written(len(target) + BUTTON_CHARACTERS)
    is_button = target.startswith("http") and is_download_button(shown[-BUTTON_CHARACTERS:])
    if (is_button or is_share_link(target)) and target not in shown:
        page.write(f" <{target}> ")


def _words(text: str | None, parent: etree._Element | None) -> str:
    if not text:
        return ""
    if parent is not None and parent.tag == "pre":
        return text.replace("\r\n", "\n").replace("\n", "\u2028")
    return text


def _is_hidden(element: etree._Element, tag: str) -> bool:
    if tag in UNSEEN or element.get("hidden") is not None:
        return True
    style = (element.get("style") or "")[:2000]
    if HIDDEN.search(style):
        return True
    is_white = WHITE_TEXT.search(style) or (tag == "font" and WHITE_NAME.match(element.get("color") or ""))
    grounds = (element, *islice(element.iterancestors(), MOST_GROUNDS))
    return bool(is_white) and not any(map(_is_coloured, grounds))


def _is_coloured(element: etree._Element) -> bool:
    """Whether it has a ground of its own that white letters show on."""
    named = element.get("bgcolor") or ""
    if (named and not WHITE_NAME.match(named)) or element.get("background"):
        return True
    return GROUND.search((element.get("style") or "")[:2000]) is not None


def _is_quote(element: etree._Element, tag: str) -> bool:
    """Earlier mail; a blockquote alone is not, people indent their own words with it."""
    kind = element.get("class") or ""
    if tag == "blockquote":
        style = element.get("style") or ""
        return element.get("type") == "cite" or bool(QUOTE_CLASSES.search(kind) or BORDER_LEFT.search(style))
    return tag == "div" and bool(re.search(r"\byahoo_quoted\b", kind))


def _starts_earlier_mail(element: etree._Element, tag: str) -> bool:
    if tag != "div":
        return False
    if (element.get("id") or "").lower() in EARLIER_MAIL:
        return True
    return bool(BORDER_TOP.search(element.get("style") or ""))
