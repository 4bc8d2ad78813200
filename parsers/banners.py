"""Words that mail servers and programs add to a mail: warnings on top, disclaimers and adverts below."""

from __future__ import annotations

import re
from collections.abc import Sequence

TOP_LINES = 25
BANNER_START = re.compile(
    r"[\s\[(*<|_\-\u26a0!]{0,8}(?:"
    r"\[?(?:external|ext)\]?(?:\s+(?:e-?mail|sender|message))?\s*[\])*:!-]*\s*$"
    r"|(?:caution|warning|attention|notice|alert|security|external|be careful|think before|stop)\b.{0,120}?"
    r"(?:external|outside|originat|not recognize|don't recognize|click|unknown sender|unfamiliar)"
    r"|(?:this|the)\s+(?:e-?mail|message|sender)\b.{0,80}?(?:originat|external|outside|came from"
    r"|was sent from)"
    r".{0,60}?(?:external|outside|organi[sz]ation|network|company|sender|internet)"
    r"|you don['\u2019]?t often get e-?mail from|some people who received this message don"
    r"|sent (?:from|by) an? (?:external|unknown|outside)|external (?:sender|e-?mail"
    r"|message)\b.{0,60}?(?:[:!.\]]|$)"
    r"|(?:the|our) .{0,40}e-?mail systems? ha(?:s|ve) (?:identified|flagged|marked)\b.{0,80}"
    r"|zjqcmqryfpfpt|use caution (?:when|with|before)"
    r")",
    re.IGNORECASE,
)
BANNER_WORDS = re.compile(
    r"\b(?:external|outside|originat\w+|do not click|don't click|click|links?|attachments?|recogni[sz]e"
    r"|sender|safe|caution"
    r"|phish\w*|suspicious|learn why|trust\w*|verif\w+|report\w*|organi[sz]ation|malicious|unexpected"
    r"|zjqcmqryf\w*"
    r"|credentials|password|expecting|help ?desk)\b",
    re.IGNORECASE,
)
BANNER_PERMIT = re.compile(
    r"\b\d{2}-\d{6}|\binspect|\bpermit|\bplease (?:schedule|cancel|inspect)",
    re.IGNORECASE,
)

FOOTER_START = re.compile(
    r"[\s*_\-=#|\u2013\u2014]{0,12}(?:"
    r"(?:legal |confidentiality |privacy |privileged |important |e-?mail )*(?:notice|disclaimer|warning"
    r"|caution|note)\s*[:\-\u2013*]"
    r"|confidential(?:ity)?\b.{0,40}(?:notice|note|statement|information|e-?mail|message|:)|disclaimer\b"
    r"|(?:this|the|any)\s+(?:(?:information|contents?)\s+(?:contained |transmitted |included "
    r"|provided )?(?:in|by|with)\s+)?"
    r"(?:this\s+|the\s+)?(?:e-?mail|message|electronic|transmission|communication|correspondence"
    r"|information|document)\b"
    r"|if you (?:are not|have received|received|believe)\b|unauthori[sz]ed (?:use|review|disclosure"
    r"|interception)"
    r"|please (?:consider|think about|don't print).{0,40}(?:environment|printing|tree)|think green"
    r"|save (?:a tree|paper)"
    r"|virus-?free\b|(?:this|the) e-?mail (?:has been|was) (?:checked|scanned)|scanned by|no virus found"
    r"|checked by avg"
    r"|to (?:unsubscribe|manage your preferences)|public records law disclosure"
    r"|diese (?:e-?mail|nachricht)|ce (?:message|courriel)|este (?:mensaje|correo|e-?mail)|questo messaggio"
    r"|dit bericht"
    r")",
    re.IGNORECASE,
)
FOOTER_EVIDENCE = re.compile(
    r"confidential|privileged|intended (?:only |solely )?(?:for|recipient|addressee)|intended recipient"
    r"|disclos|proprietary"
    r"|avast|avg\b|virus|malware|mimecast|proofpoint|barracuda|mcafee|norton|environment|printing|unsubscribe"
    r"|public record|vertraulich|confidenti[eë]l|confidencial|riservat|subject to .{0,40}(?:law|retention"
    r"|disclosure)"
    r"|received (?:this|it).{0,40} (?:in )?error|deem|liab|electronic(?:ally)? (?:signature|communications)",
    re.IGNORECASE,
)
SEPARATOR = re.compile(r"[\s_=*\-\u2013\u2014~#.]{3,}|")
DEVICE = (
    r"i ?phone|i ?pad|android|samsung|galaxy|blackberry|mobile|smartphone|phone|handy|t-mobile|verizon|at&t"
    r"|outlook"
    r"|yahoo|mail|windows|proton|gmail|aol|hey|tablet|pixel|motorola|device|móvil|téléphone|spark"
    r"|superhuman|handheld"
)
MOBILE = re.compile(
    rf"[<\[(]?\s*(?:sent (?:from|via|using|with) (?:my \w+(?: \w+){{0,4}}"
    rf"|\D{{0,40}}\b(?:{DEVICE})\b\D{{0,60}})"
    r"|get outlook for .{1,80}"
    rf"|(?:gesendet|envoyé|enviado|inviato|verzonden|skickat|sendt|wysłane|odesláno"
    rf"|отправлено)\b.{{0,30}}\b(?:{DEVICE})\b\D{{0,60}}"
    r"|von meinem .{1,30} gesendet|sent from .{0,20}<?https?://.{0,100})",
    re.IGNORECASE,
)
PICTURE = re.compile(
    r"\s*(?:[\[<](?:cid:|image[:\s]|logo|a .{1,80} description automatically"
    r"|inline image)[^\]>]{0,200}[\]>]\s*)+",
    re.IGNORECASE,
)


def without_banners(lines: Sequence[str]) -> list[str]:
    """The lines without the warnings that a mail gateway put on top."""
    kept: list[str] = []
    at = 0
    while at < len(lines):
        end = _banner_end(lines, at) if at < TOP_LINES else at
        if end == at:
            kept.append(lines[at])
        at = max(end, at + 1)
    return kept


def without_footers(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """(the lines without disclaimers, adverts and pictures' names; what was taken out)."""
    kept: list[str] = []
    taken: list[str] = []
    at = 0
    while at < len(lines):
        end = _footer_end(lines, at)
        if end > at:
            taken += lines[at:end]
        elif MOBILE.fullmatch(lines[at].strip()[:200]) or (
            PICTURE.fullmatch(lines[at][:300]) and lines[at].strip()
        ):
            taken.append(lines[at].strip())
        else:
            kept.append(lines[at])
        at = max(end, at + 1)
    if taken:
        _drop_tail_separators(kept)
    return kept, taken


def _banner_end(lines: Sequence[str], at: int) -> int:
    """The line after the banner that starts here, `at` where none does."""
    if not BANNER_START.match(lines[at][:400]) or BANNER_PERMIT.search(lines[at]):
        return at
    end = at + 1
    while end < len(lines) and _goes_on(lines, end):
        end += 1
    return end


def _goes_on(lines: Sequence[str], at: int) -> bool:
    line, before = lines[at].strip(), lines[at - 1].strip()
    if not line or BANNER_PERMIT.search(line):
        return False
    if BANNER_START.match(line[:400]):
        return True
    unfinished = not before.endswith((".", "!", "]", "*", ":", ">"))
    if BANNER_WORDS.search(line):
        return unfinished or len(BANNER_WORDS.findall(line)) >= 2
    return unfinished and len(before) > 50 and len(line) < 60 and line[0].islower() and line[-1:] in ".!]*"


def _footer_end(lines: Sequence[str], at: int) -> int:
    if not FOOTER_START.match(lines[at][:400]):
        return at
    end = at
    while end < len(lines) and lines[end].strip():
        end += 1
    paragraph = " ".join(lines[at:end])[:4000]
    # A heading alone ("CONFIDENTIALITY NOTICE:") belongs to the paragraph below it.
    if end - at == 1 and len(paragraph) < 60 and end + 1 < len(lines):
        below = _paragraph_end(lines, end)
        text = " ".join(lines[end:below])
        return below if FOOTER_EVIDENCE.search(text[:4000]) and not BANNER_PERMIT.search(text) else at
    if BANNER_PERMIT.search(paragraph) or not FOOTER_EVIDENCE.search(paragraph):
        return at
    return end


def _paragraph_end(lines: Sequence[str], at: int) -> int:
    while at < len(lines) and not lines[at].strip():
        at += 1
    while at < len(lines) and lines[at].strip():
        at += 1
    return at


def _drop_tail_separators(lines: list[str]) -> None:
    while lines and SEPARATOR.fullmatch(lines[-1].strip()) and lines[-1].strip() != "--":
        lines.pop()
