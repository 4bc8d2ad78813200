"""The coordinators' digest as a letter."""

from __future__ import annotations

from collections.abc import Sequence

from bot.letters.letter import Letter
from templates.render import render_letter
from templates.views import DigestView


def digest_letter(view: DigestView, to: Sequence[str]) -> Letter:
    """The digest of a day as a mail; `view` is what its page shows."""
    words = render_letter("digest", view)
    return Letter(
        to=tuple(to),
        template="digest",
        subject=words.subject,
        text=words.text,
        html=words.html,
        purpose="digest",
    )
