"""Where a mail's own words end and the sender's signature begins; cut only where that is sure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

MAX_BLOCK = 14
MAX_LINE = 110
DELIMITERS = frozenset({"--", "—", "---", "––", "__", "-- "})

CLOSINGS = (
    r"(?:many |much |huge |with )?thanks(?: (?:again|in advance|so much|very much|much|a lot|a bunch"
    r"|everyone|all|team))?(?:,? (?:and .{1,30}|for .{1,50}))?"
    r"|thank you(?: (?:again|in advance|so much|very much|kindly|everyone|all|team))?"
    r"(?:,? (?:and .{1,30}|for .{1,50}))?"
    r"|thx|tks|thnx|thanx|tia|ty|cheers|best|(?:with )?(?:kind(?:est)?|best|warm(?:est)?|many)? ?regards"
    r"|all the best|best wishes"
    r"|(?:yours )?(?:sincerely|truly|faithfully|respectfully|cordially|warmly)(?: yours)?"
    r"|respectfully(?: submitted)?"
    r"|v/?r|(?:much |i )?appreciate(?:d| it| your .{1,40})?|take care|talk soon|have an? (?:great|good|nice"
    r"|wonderful|safe|blessed) .{1,20}"
    r"|(?:muchas )?gracias|saludos|un saludo|atentamente|cordialmente|mit freundlichen grüßen|mfg"
    r"|viele grüße|cordialement|merci"
    r"|met vriendelijke groet|med vänlig hälsning|с уважением|спасибо|trân trọng|cảm ơn|谢谢|謝謝"
)
CLOSING = re.compile(
    rf"(?:{CLOSINGS})(?:\s*(?:&|and|,|-)\s*(?:{CLOSINGS}))?[\s,.!~:)\-\u2013\u2014]*",
    re.IGNORECASE,
)
CLOSING_WITH_NAME = re.compile(
    rf"(?i:{CLOSINGS})[\s,.!\-\u2013\u2014]+(?P<name>[A-Z][\w.'\u2019-]*(?: [A-Z][\w.'\u2019-]*){{0,2}})[.!]?"
)
PHONE = re.compile(
    r"(?:\+?1[\s.-]?)?\(?\b\d{3}\)?[\s./\u2010-\u2015-]{0,3}\d{3}[\s.\u2010-\u2015-]{0,2}\d{4}\b(?:\s?(?:x"
    r"|ext\.?|extension)\s?\d{1,6})?",
    re.IGNORECASE,
)
MAIL = re.compile(r"[\w.+'-]{1,64}@[\w.-]{1,120}\.\w{2,}", re.IGNORECASE)
WEB = re.compile(
    r"(?:https?://|www\.)\S{3,300}|\b[\w-]{2,40}\.(?:com|net|org|gov|us|biz|build|construction)\b(?:/\S*)?",
    re.IGNORECASE,
)
PHONE_LABEL = re.compile(
    r"\b(?:o|c|m|f|p|t|d|w|h|ph|tel|cell|mobile|mob|office|direct|direct line|desk|main|fax|phone|telephone"
    r"|work|e|e-?mail|web|website|text|ext)\b[.:)\s|\u2022-]{0,3}",
    re.IGNORECASE,
)
TITLE = re.compile(
    r"\b(?:manager|superintendent|engineer|president|architect|coordinator|director|foreman|owner|estimator"
    r"|electrician|contractor"
    r"|administrator|assistant|supervisor|technician|associate|principal|designer|specialist|planner"
    r"|partner|ceo|cfo|coo|vp|vice"
    r"|officer|representative|consultant|accountant|executive|founder|lead|drafter|expeditor|inspector"
    r"|examiner|intern|plumber|pm"
    r"|department|division|bureau|operations|administration|development|accounting|projects?)\b",
    re.IGNORECASE,
)
COMPANY = re.compile(
    r"\b(?:llc|l\.l\.c|inc|corp|corporation|co|company|ltd|llp|pc|p\.c|construction|electric(?:al)?"
    r"|plumbing|mechanical|architects?"
    r"|architecture|associates|group|builders?|contractors?|contracting|properties|property|services?"
    r"|design|engineering|engineers"
    r"|management|partners|solutions|interiors|development|realty|systems|heating|hvac|fire protection"
    r"|permits?|permitting|studio"
    r"|city of \w+|county|university|hospital)\b",
    re.IGNORECASE,
)
ADDRESS = re.compile(
    r"\d{1,6}[A-Z]?\s+(?:[NSEW]{1,2}\.?\s+)?[\w .'-]{2,40}\b(?:st|street|ave|avenue|blvd|boulevard|rd|road"
    r"|dr|drive|ln|lane|way|ct|pkwy|hwy|highway"
    r"|pl|place|ter|broadway|loop|sq|square)\b|\b[A-Z]{2}\.?,?\s+\d{5}\b|\bp\.?\s?o\.? box\b|\b(?:portland"
    r"|beaverton|gresham|vancouver|tigard|salem)\b,?\s*(?:or|oregon|wa|washington)\b",
    re.IGNORECASE,
)
LICENCE = re.compile(
    r"\b(?:ccb|lic(?:ense|ence)?|wa lic|or lic|bcd|pb|contractor)\b\W{0,3}(?:no\.?"
    r"|number)?\W{0,3}\w{0,4}\d{3,}",
    re.IGNORECASE,
)
PRONOUNS = re.compile(
    r"[\s(]*(?:he|she|they|him|her|them|his|hers|theirs|any pronouns|pronouns)\b[\s/,:\w]*\)?",
    re.IGNORECASE,
)
HOURS = re.compile(
    r"(?:office |work |business )?hours\b.{0,60}|(?:mon|tue|wed|thu|fri)\w*\s*[-\u2013].{0,40}\d.{0,20}",
    re.IGNORECASE,
)
OTHER = re.compile(
    r"[\s|*_=~#.\u2022\u00b7<>\-\u2013\u2014\u2015]*|\[?(?:cid|image|logo)[:\s].{0,120}|(?:follow"
    r"|connect with|find|visit|like) us.{0,60}"
    r"|(?:linked-?in|facebook|instagram|twitter|x|youtube)(?:\W{1,5}(?:linked-?in|facebook|instagram"
    r"|twitter|youtube))*"
    r"|[\"\u201c*].{3,100}[\"\u201d*]|(?:an? )?(?:equal opportunity employer|women?-owned.{0,60}|esb|wbe"
    r"|mbe|dbe)\b.{0,40}",
    re.IGNORECASE,
)
NAME = re.compile(
    r"[-\u2013\u2014~*]*\s?(?:[A-Z\u00c0-\u024f][\w.'\u2019-]{0,25}|de|la|van|von|der|del|di|da|bin|al"
    r"|[\"(\u201c][A-Z][\w.]{0,20}[\")\u201d])"
    r"(?:[ ,]{1,2}(?:[A-Z\u00c0-\u024f][\w.'\u2019&+-]{0,25}|de|la|van|von|der|del|di|da|bin|al|and|of|&"
    r"|[\"(\u201c][A-Z][\w.]{0,20}[\")\u201d])){0,6}[*.]*"
)
# "Thank you for coming on March 4" says more than thanks.
SAYS_WHEN = re.compile(
    r"\d|\b(?:tomorrow|today|tonight|morning|afternoon|(?:mon|tues|wednes|thurs|fri)day|inspect\w*|permit)\b",
    re.IGNORECASE,
)
# What makes a line part of a request, wherever it stands.
CONTENT = re.compile(
    r"\b(?:20)?\d{2}[\s\u2010-\u2015-]\d{5,7}\b|\d-(?:fa|co|rs|et|mt|pt)\b"
    r"|^\W*(?:permit|inspection|inspector|site|job|jobsite|project|address|location|contact|on-?site|type"
    r"|date|time|when|where"
    r"|requested?|description|gate|lock ?box|access|code|ivr|reference|prn|billing|suite|floor|building"
    r"|foreman|super|superintendent"
    r"|tenant|scope|note|notes|reason|attn|call|text|ask|see|meet|phone|name)\b[\w\s/#()]{0,25}[:#=]\s*\S"
    r"|\b(?:1[0-2]|0?[1-9])/(?:3[01]|[12]\d|0?[1-9])(?:/\d{2,4})?\b"
    r"|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? \d{1,2}\b|\b(?:tomorrow|today"
    r"|tonight|asap)\b"
    r"|\b(?:mon|tues|wednes|thurs|fri)day\b|\?\s*$|^\W*p\.?\s?s\b"
    r"|^\W*(?:please|pls|also|can|could|would|will|we|i|i'm|if|let|make|call|text|ask|see|meet|use|contact"
    r"|note|the|this|that|these|there|it|he|she|they|my|our|your|you|no|yes|not|any|just|for|to|at|on|in|by"
    r"|with|and|but|or|don't|do|is|are)\s+\S+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Writer:
    """Whose signature it would be, as the From header says."""

    name: str = ""
    address: str = ""


def split_signature(lines: Sequence[str], writer: Writer) -> tuple[list[str], list[str]]:
    """(the sender's words, the signature); the signature is empty where none surely stands at the end.

    A closing with nothing before it ("Thanks!") is all that the sender says, and no signature.
    """
    at = _signature_start(lines, writer)
    if at < len(lines) and _is_closing(lines[at]) and not any(line.strip() for line in lines[:at]):
        at += 1
    return [*lines[:at]], [*lines[at:]]


def _signature_start(lines: Sequence[str], writer: Writer) -> int:
    for at in range(_tail_start(lines), len(lines)):
        line = lines[at]
        if line.strip() in DELIMITERS and _is_block(lines[at + 1 :], writer, strict=line.strip() != "--"):
            return at
        if _is_closing(line) and _is_block(lines[at + 1 :], writer, strict=True):
            return at
    return _named_block_start(lines, writer)


def _tail_start(lines: Sequence[str]) -> int:
    """The first line that a signature could begin at, by its length."""
    at, count = len(lines), 0
    while at > 0 and count <= MAX_BLOCK + 6:
        at -= 1
        count += bool(lines[at].strip())
    return at


def _is_closing(line: str) -> bool:
    text = line.strip()
    return (
        len(text) < 80
        and not SAYS_WHEN.search(text)
        and bool(CLOSING.fullmatch(text) or CLOSING_WITH_NAME.fullmatch(text))
    )


def _is_block(lines: Sequence[str], writer: Writer, *, strict: bool) -> bool:
    """Whether all these lines may stand in a signature; `strict`: each must look like a part of one."""
    block = [line.strip() for line in lines if line.strip()]
    if len(block) > (MAX_BLOCK if strict else MAX_BLOCK + 6):
        return False
    if any(CONTENT.search(line) and not _is_contact_line(line) for line in block):
        return False
    return all(is_signature_line(line, writer) for line in block) if strict else bool(block)


def is_signature_line(line: str, writer: Writer) -> bool:
    """Whether the line looks like a name, title, company, phone, address, link or ornament."""
    text = line.strip()
    if len(text) > MAX_LINE:
        return bool(WEB.search(text)) and " " not in WEB.sub("", text).strip()
    if OTHER.fullmatch(text) or PRONOUNS.fullmatch(text) or HOURS.fullmatch(text) or _is_closing(text):
        return True
    if _is_contact_line(text) or _is_writer(text, writer) or NAME.fullmatch(text):
        return True
    if ADDRESS.search(text) or LICENCE.search(text):
        return len(text.split()) <= 16
    return len(text.split()) <= 10 and bool(TITLE.search(text) or COMPANY.search(text)) and text[:1].isupper()


def _is_contact_line(line: str) -> bool:
    """Phones, addresses and links with their labels, a capitalised name or title beside them, and nothing else."""
    if not (PHONE.search(line) or MAIL.search(line) or WEB.search(line)):
        return False
    rest = line
    for pattern in (MAIL, WEB, PHONE, PHONE_LABEL):
        rest = pattern.sub(" ", rest)
    words = re.findall(r"[^\W\d_][\w.'\u2019-]*", rest)
    if words and re.match(
        r"(?:call|text|contact|ask|see|meet|on-?site|site|reach)\b", line.strip(), re.IGNORECASE
    ):
        return False
    return len(words) <= 8 and all(
        word[0].isupper() or word in {"and", "of", "or", "ext", "x"} for word in words
    )


def _is_writer(line: str, writer: Writer) -> bool:
    """The line names the sender (in any case of letters) and nobody else."""
    named = set(re.findall(r"\w{2,}", line.lower()))
    known = set(re.findall(r"\w{2,}", f"{writer.name} {writer.address.partition('@')[0]}".lower()))
    return bool(named) and named <= known


def _named_block_start(lines: Sequence[str], writer: Writer) -> int:
    """A closing block without a closing: last paragraph, headed by the sender's name, with two more sure lines."""
    end = len(lines)
    starts = [
        at
        for at in range(max(1, end - 2 * MAX_BLOCK), end)
        if lines[at].strip() and not lines[at - 1].strip()
    ]
    for at in starts:
        block = [line.strip() for line in lines[at:] if line.strip()]
        if not 3 <= len(block) <= MAX_BLOCK or not _heads_block(block[0], writer):
            continue
        above = next((line.strip() for line in reversed(lines[:at]) if line.strip()), "")
        if (
            not above
            or above.endswith(":")
            or re.search(r"\b(?:contact|call|reach|on-?site|meet)\b.{0,20}$", above, re.IGNORECASE)
        ):
            continue
        if _is_block(block, writer, strict=True) and any(_is_sure(line, writer) for line in block):
            return at
    return end


def _heads_block(line: str, writer: Writer) -> bool:
    name = re.split(r"[,|(]", line)[0]
    words = set(re.findall(r"\w{2,}", name.lower()))
    return (
        bool(NAME.fullmatch(name.strip()))
        and len(words) <= 4
        and len(words & set(re.findall(r"\w{2,}", writer.name.lower()))) >= 2
    )


def _is_sure(line: str, writer: Writer) -> bool:
    if writer.address and writer.address in line.lower():
        return True
    return bool(WEB.search(line) or TITLE.search(line) or COMPANY.search(line))
