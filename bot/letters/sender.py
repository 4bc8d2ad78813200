"""What a letter takes from the mail that it answers: the subject, a name to greet, the sender's own words."""

from __future__ import annotations

import re

from parsers.mail import Mail
from templates.cleaning import one_line, several_lines

# Our own subjects when somebody replies to them: what the sender had called it stands behind the reference.
OUR_SUBJECT = re.compile(r"^.{0,300}\[FPP-\d\d-\d{3,9}[^\]]{0,200}\]", re.IGNORECASE)
PREFIXES = re.compile(
    r"^(?:\s*(?:re|fwd?|aw|sv|wg|tr|rv|antw|vs)(?:\[\d{1,3}\])?\s*:|\s*\[(?:ext|external)[^\]]{0,20}\]:?"
    r"|\s*(?:external|ext)\s*:)+\s*",
    re.IGNORECASE,
)
NO_NAME = re.compile(r"[@\d<>()\[\]/|]|no-?reply", re.IGNORECASE)
# A word of capitals in a name of nothing but capitals; two letters are initials as a rule.
SHOUTED = re.compile(r"[^\W\d_]{3,}")
NAME_TAILS = frozenset(
    {"inc", "llc", "llp", "pllc", "co", "ltd", "corp", "pe", "aia", "company", "jr", "sr", "ii", "iii"}
)


def about(subject: str) -> str:
    """What the sender called the matter: the subject without reply marks and without our own words before it."""
    line = one_line(subject, 300)
    line = OUR_SUBJECT.sub("", line)
    return one_line(PREFIXES.sub("", line), 90)


def friendly_name(name: str) -> str:
    """How to greet the sender by the display name of the mail; empty where it is no person's name."""
    line = one_line(name, 60).strip("\"' ")
    if not line or NO_NAME.search(line):
        return ""
    if line.isupper() and NAME_TAILS.isdisjoint(re.findall(r"\w+", line.lower())):
        line = SHOUTED.sub(_spoken, line)
    last, comma, first = line.partition(",")
    if not comma:
        return line
    is_person = len(first.split()) in {1, 2} and first.strip(" .").lower() not in NAME_TAILS
    return f"{first.strip()} {last.strip()}" if is_person else ""


def _spoken(word: re.Match[str]) -> str:
    return word.group().capitalize()


def original_words(mail: Mail) -> str:
    """The sender's own words, and what was forwarded with them, cut to what a letter can carry."""
    parts = [mail.new_text or mail.text, *(part.new_text or part.text for part in mail.forwarded[:2])]
    return several_lines("\n\n".join(part[:6000] for part in parts if part.strip()), limit=3000, lines=60)
