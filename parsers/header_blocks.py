"""The headers of an earlier mail as mail programs paste them into the text: From, Sent, To, Subject."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Name = Literal["from", "date", "to", "cc", "subject", "reply_to", "attachments"]

MAX_LINES = 40
MAX_CONTINUATIONS = 12
LABELS: dict[Name, str] = {
    "from": "from|von|de|da|van|från|fra|od|от|від|发件人|寄件者|寄件人|發件人|보낸 사람|보낸사람|差出人|送信者"
    "|từ|lähettäjä|expéditeur|remitente",
    "date": "sent|date|sent on|gesendet|datum|envoyé|date d'envoi|enviado|enviado el|fecha|enviada"
    "|enviada em|data|inviato|verzonden|skickat|sendt|dato|wysłano|odesláno|отправлено|дата|надіслано|发送时间"
    "|日期|發送時間|傳送時間|寄件日期|보낸 날짜|날짜|送信日時|日付|日時|gửi|ngày|lähetetty",
    "to": "to|an|à|a|para|aan|till|til|do|komu|кому|收件人|收件者|받는 사람|宛先|đến|tới|vastaanottaja|destinataire",
    "cc": "cc|kopie|copia|kopia|kopi|копия|抄送|副本|참조|bcc|cci",
    "subject": "subject|re|betreff|objet|asunto|assunto|oggetto|onderwerp|ämne|emne|temat|předmět|тема|主题"
    "|主題|主旨|제목|件名|chủ đề|tiêu đề|aihe",
    "reply_to": "reply-to|reply to|antwort an|répondre à",
    "attachments": "attachments?|anlagen?|pièces? jointes?|importance|wichtigkeit|priority|sensitivity"
    "|categories|organization|when|resent-.{1,12}",
}
FIELDS = tuple(
    (name, re.compile(rf"[>*_ \t]{{0,6}}(?:{words})\s?\*?\s?[:：]\s?\*?\s*(.*)", re.IGNORECASE))
    for name, words in LABELS.items()
)
POSSIBLE = re.compile(r"[>*_ \t]{0,6}[^\d\W][^:：]{0,24}[:：]")


@dataclass(frozen=True, slots=True)
class HeaderBlock:
    """Pasted headers: fields as written, and the line after the last of them."""

    end: int
    fields: Mapping[Name, str] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        """Sender, date, and recipient or subject: nobody types all of them by hand."""
        named = self.fields.keys()
        return "from" in named and "date" in named and ("to" in named or "subject" in named)


def header_block(lines: Sequence[str], start: int) -> HeaderBlock | None:
    """The header lines that stand together from `start` on; None where fewer than two do."""
    fields: dict[Name, str] = {}
    at = start
    last: Name | None = None
    continued = 0
    while at < min(len(lines), start + MAX_LINES):
        found = _field(lines[at])
        if found and found[0] in fields:
            break
        if found:
            last, value = found
            fields[last] = value
        elif _is_gap(lines, at, fields):
            pass
        elif last is None or continued >= MAX_CONTINUATIONS or not _continues(lines, at, last, fields[last]):
            break
        else:
            fields[last] = f"{fields[last]} {lines[at].strip()}".strip()
            continued += 1
        at += 1
    return HeaderBlock(at, fields) if len(fields) >= 2 else None


def starts_headers(line: str) -> bool:
    """Whether the line may be a pasted From header."""
    return bool(POSSIBLE.match(line)) and FIELDS[0][1].fullmatch(line) is not None


def _field(line: str) -> tuple[Name, str] | None:
    if not POSSIBLE.match(line):
        return None
    matches = ((name, pattern.fullmatch(line)) for name, pattern in FIELDS)
    return next(((name, match[1].strip(" *")) for name, match in matches if match), None)


def _is_gap(lines: Sequence[str], at: int, fields: Mapping[Name, str]) -> bool:
    """A blank line between two headers, as programs leave it that make a paragraph of each."""
    if lines[at].strip() or "from" not in fields or "subject" in fields or at + 1 >= len(lines):
        return False
    below = _field(lines[at + 1])
    return below is not None and below[0] in ("date", "to", "cc", "subject") and below[0] not in fields


def _continues(lines: Sequence[str], at: int, name: Name, value: str) -> bool:
    """A folded value: an empty field's text on the next line, or more of a list with another field below it."""
    line = lines[at]
    if not line.strip():
        return False
    if not value:
        return True
    if name in {"to", "cc", "from"} and (line[:1] in " \t" or value.endswith((";", ",")) or "@" in line):
        return True
    return at + 1 < len(lines) and _field(lines[at + 1]) is not None and len(line) < 120 and name != "subject"
