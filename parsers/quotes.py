"""What of a mail's text is new, what is signature, what is quoted, what was passed on below the words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from parsers.attributions import ENDS, attribution_end, is_followed_by_quotation
from parsers.attributions import MAX_LINES as ATTRIBUTION_LINES
from parsers.banners import without_banners, without_footers
from parsers.header_blocks import HeaderBlock, header_block, starts_headers
from parsers.signatures import Writer, split_signature

MAX_LINES = 20_000
NOBODY = Writer()

REPLY_SUBJECT = re.compile(
    r"\s*(?:\[[^\]]{0,30}\]\s*|external:\s*)*(?:re|aw|sv|antw|odp|res|rép|回复|答复|回覆)\s*(?:\[\d+\])?\s*[:：]",
    re.IGNORECASE,
)
FORWARD_SUBJECT = re.compile(
    r"\s*(?:\[[^\]]{0,30}\]\s*|external:\s*)*(?:fwd?|wg|tr|rv|enc|i|doorst|vs|vb|pd|转发|轉寄"
    r"|전달)\s*(?:\[\d+\])?\s*[:：]",
    re.IGNORECASE,
)
FORWARD_LINE = re.compile(
    r"[\s>*_]*(?:-{2,}\s*(?:forwarded (?:message|by .{1,80})|weitergeleitete nachricht|message transféré"
    r"|mensaje reenviado"
    r"|messaggio inoltrato|doorgestuurd bericht|mensagem encaminhada|vidarebefordrat meddelande"
    r"|пересылаемое сообщение"
    r"|转发的?邮件(?:信息)?|轉寄的?郵件|전달된 메시지|tin nhắn được chuyển tiếp|thư được chuyển tiếp)\s*-{2,}"
    r"|begin forwarded message\s*:|anfang der weitergeleiteten (?:nachricht|e-?mail)\s*:"
    r"|début du (?:message|e-?mail) (?:transféré|réexpédié)\s*:"
    r"|inicio del mensaje reenviado\s*:|inizio messaggio inoltrato\s*:)[\s*]*",
    re.IGNORECASE,
)
ORIGINAL_LINE = re.compile(
    r"[\s*]*(?:-{2,}|_{2,})\s*(?:original (?:message|appointment)|reply message|ursprüngliche nachricht"
    r"|originalnachricht|message d'origine"
    r"|message original|mensaje original|messaggio originale|oorspronkelijk bericht|mensagem original"
    r"|ursprungligt meddelande"
    r"|opprinnelig melding|oprindelig meddelelse|исходное сообщение|原始邮件|原始郵件|元のメッセージ|원본 메시지"
    r"|thư gốc)\s*(?:-{2,}|_{2,})[\s*]*",
    re.IGNORECASE,
)
REPLY_ABOVE = re.compile(
    r"[\s#\-=*~_]*(?:please )?(?:type|write|enter)?\s*(?:your )?(?:reply|respond|response)s?\s+(?:above"
    r"|over) (?:this|the) line\b.{0,80}",
    re.IGNORECASE,
)
# What every line that announces an earlier mail has: a colon, a rule, or the words "above" or "over".
SIGN = re.compile(r"[:：_*#=~\u2500\u2014]|--|\b(?:above|over)\b", re.IGNORECASE)
RULE = re.compile(r"\s*[_\-=\u2500\u2014*]{5,}\s*")


@dataclass(frozen=True, slots=True)
class PastedMail:
    """An earlier mail pasted below a forwarder's words: its headers as written, its text."""

    headers: HeaderBlock
    text: str


@dataclass(frozen=True, slots=True)
class BodyParts:
    """A text taken apart; lines keep their order in each part. `passed_on`: None where nothing was forwarded."""

    new_text: str
    signature: str = ""
    quoted: str = ""
    passed_on: PastedMail | None = None


@dataclass(slots=True)
class _Sorting:
    """The lines sorted so far: the sender's words in stretches, quoted lines, the pasted mail."""

    own: list[list[str]] = field(default_factory=lambda: [[]])
    quoted: list[str] = field(default_factory=list)
    passed_on: PastedMail | None = None

    def quote(self, lines: Sequence[str]) -> None:
        self.quoted.extend(lines)
        if self.own[-1]:
            self.own.append([])

    @property
    def has_words(self) -> bool:
        return any(line.strip() for stretch in self.own for line in stretch)


def body_parts(text: str, subject: str = "", writer: Writer = NOBODY) -> BodyParts:
    """The text taken apart. In doubt a line counts as the sender's own new words.

    `subject` tells a forwarded mail from a quoted one where the pasted headers look alike (Outlook).
    """
    lines = without_banners(text.split("\n")[:MAX_LINES])
    sorting = _sorted(lines, subject)
    kept: list[str] = []
    signature: list[str] = []
    for stretch in sorting.own:
        words, taken = without_footers(stretch)
        own, closing = split_signature(words, writer)
        signature += [*closing, *taken]
        kept += [*own, ""]
    new_text = _tidy(kept)
    if not new_text and signature and not sorting.quoted and sorting.passed_on is None:
        return BodyParts(_tidy(signature[:1]), _tidy(signature[1:]))
    return BodyParts(new_text, _tidy(signature), _tidy(sorting.quoted), sorting.passed_on)


def _sorted(lines: Sequence[str], subject: str) -> _Sorting:
    sorting = _Sorting()
    at = 0
    while at < len(lines):
        at = _step(lines, at, sorting, subject)
    return sorting


def _step(lines: Sequence[str], at: int, sorting: _Sorting, subject: str) -> int:
    """Sort the line at `at` (and what belongs to it); the next line to look at."""
    line = lines[at]
    if line.lstrip().startswith(">"):
        sorting.quote([line])
        return at + 1
    if _is_plain(lines, at):
        sorting.own[-1].append(line)
        return at + 1
    if FORWARD_LINE.fullmatch(line[:200]):
        return _pass_on(lines, at + 1, sorting)
    end = attribution_end(lines, at)
    if end is not None:
        return _quote_from(lines, at, end, sorting)
    if ORIGINAL_LINE.fullmatch(line[:200]):
        return _earlier_mail(lines, at, at + 1, sorting, subject)
    if REPLY_ABOVE.fullmatch(line[:200].strip()):
        sorting.quote(lines[at:])
        return len(lines)
    start = _headers_below(lines, at)
    if start is not None:
        return _earlier_mail(lines, at, start, sorting, subject)
    sorting.own[-1].append(line)
    return at + 1


def _is_plain(lines: Sequence[str], at: int) -> bool:
    """Whether nothing of another mail can begin here: most lines, and looking closer takes time."""
    if not lines[at].strip():
        return True
    near = lines[at : at + ATTRIBUTION_LINES]
    return not SIGN.search(lines[at]) and not any(line.rstrip().endswith(ENDS) for line in near)


def _headers_below(lines: Sequence[str], at: int) -> int | None:
    """Where complete pasted headers begin, at this line or below the rule that it draws."""
    start = at
    if RULE.fullmatch(lines[at]):
        start = _next_words(lines, at + 1)
    if start >= len(lines) or not starts_headers(lines[start]):
        return None
    block = header_block(lines, start)
    return start if block and block.is_complete else None


def _earlier_mail(lines: Sequence[str], at: int, start: int, sorting: _Sorting, subject: str) -> int:
    """Outlook pastes an earlier mail alike in replies and forwards; the subject or a missing answer tells."""
    forwarded = FORWARD_SUBJECT.match(subject) or (not sorting.has_words and not REPLY_SUBJECT.match(subject))
    if forwarded and not sorting.quoted:
        return _pass_on(lines, start, sorting)
    return _quote_from(lines, at, start, sorting)


def _quote_from(lines: Sequence[str], at: int, end: int, sorting: _Sorting) -> int:
    """Quote the lines that announce an earlier mail, which is marked with `>` or else all that follows."""
    if is_followed_by_quotation(lines, end):
        sorting.quote(lines[at:end])
        return end
    sorting.quote(lines[at:])
    return len(lines)


def _pass_on(lines: Sequence[str], at: int, sorting: _Sorting) -> int:
    start = _next_words(lines, at)
    end = len(lines)
    block = list(lines[start:])
    if start < len(lines) and lines[start].lstrip().startswith(">"):
        end = _quotation_end(lines, start)
        block = [re.sub(r"^\s*>\s?", "", line) for line in lines[start:end]]
    headers = header_block(block, 0) or HeaderBlock(0)
    if sorting.passed_on is None and not sorting.quoted:
        sorting.passed_on = PastedMail(headers, "\n".join(block[headers.end :]).strip("\n"))
    else:
        sorting.quote(lines[at:end])
    return end


def _quotation_end(lines: Sequence[str], at: int) -> int:
    end = at
    while at < len(lines) and (lines[at].lstrip().startswith(">") or not lines[at].strip()):
        at += 1
        if lines[at - 1].strip():
            end = at
    return end


def _next_words(lines: Sequence[str], at: int) -> int:
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def _tidy(lines: Sequence[str]) -> str:
    text = "\n".join(line.rstrip() for line in lines)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n")
