"""The demo's letters as files: the mail itself, and a page that shows it."""

from __future__ import annotations

import base64
import email
import email.policy
import re
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from pathlib import Path

from bot.demo.servers import SentLetter
from templates.demo_views import LetterLine, LetterPage
from templates.render import render_page

UNSAFE = re.compile(r"[^a-z0-9]+")


def write_letters(folder: Path, letters: Sequence[SentLetter]) -> Mapping[str, LetterLine]:
    """Writes every letter as `.eml` and as page, in the order in which they left; returns them by Message-ID."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = {}
    for number, letter in enumerate(letters, 1):
        message = email.message_from_bytes(letter.raw, policy=email.policy.default)
        stem = f"{number:03d}-{_slug(str(message['To']))}-{_slug(str(message['Subject']))}"
        (folder / f"{stem}.eml").write_bytes(letter.raw)
        page = render_page("letter_page", _page(message, f"{stem}.eml"))
        (folder / f"{stem}.html").write_text(page, encoding="utf-8")
        line = LetterLine(str(message["To"]), str(message["Subject"]), f"letters/{stem}.html")
        pages[str(message["Message-ID"])] = line
    return pages


def _page(message: EmailMessage, source: str) -> LetterPage:
    html, text = message.get_body(("html",)), message.get_body(("plain",))
    return LetterPage(
        sender=str(message["From"]),
        to=str(message["To"]),
        subject=str(message["Subject"]),
        sent_at=str(message["Date"]),
        html=_with_pictures(html.get_content(), message) if html else "",
        text=text.get_content() if text else "",
        source=source,
        files=tuple(part.get_filename() or part.get_content_type() for part in message.iter_attachments()),
    )


def _with_pictures(html: str, message: EmailMessage) -> str:
    """The HTML with the letter's own pictures in it, as a browser has no message to take them from."""
    for part in message.walk():
        content_id = str(part.get("Content-ID", "")).strip("<> ")
        if content_id:
            encoded = base64.b64encode(part.get_content()).decode("ascii")
            html = html.replace(f"cid:{content_id}", f"data:{part.get_content_type()};base64,{encoded}")
    return html


def _slug(words: str) -> str:
    return UNSAFE.sub("-", words.lower()).strip("-")[:40].strip("-")
