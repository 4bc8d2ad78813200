"""Links to shared files that stand in place of attachments; recognised, never fetched."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote, urlsplit

MAX_CHARACTERS = 200_000
MAX_LINKS = 50
LINK = re.compile(
    r"(?:https?|ftps?|sftp)://[^\s<>\"'\u201c\u201d]{4,2000}|\b(?:we\.tl|1drv\.ms|app\.box\.com"
    r"|(?:www\.)?dropbox\.com|drive\.google\.com)/[^\s<>\"']{2,500}",
    re.IGNORECASE,
)
TRAILING = ".,;:!?)]}>*|"

# Service (the domain, subdomains included) and what the path of a shared file begins with there.
SERVICES: tuple[tuple[str, str], ...] = (
    ("dropbox.com", r"/(?:s|sh|sc[lo]|t|l|request|transfer|home|preview)\b"),
    ("dropboxusercontent.com", r"/."),
    ("db.tt", r"/."),
    ("drive.google.com", r"/."),
    ("docs.google.com", r"/(?!forms/)."),
    ("drive.usercontent.google.com", r"/."),
    ("photos.app.goo.gl", r"/."),
    ("1drv.ms", r"/."),
    ("onedrive.live.com", r"/?"),
    ("sharepoint.com", r"/(?::|personal/|sites/|teams/|_layouts/|[^/]+/)"),
    ("sharepoint.us", r"/."),
    ("wetransfer.com", r"/(?:downloads|[a-z0-9-]{6,})"),
    ("we.tl", r"/."),
    ("box.com", r"/(?:s|v|f|file|folder|shared|embed|notes)\b"),
    ("boxcloud.com", r"/."),
    ("egnyte.com", r"/(?:dl|fl|ul|app|navigate|openpublicdocument|SimpleUI)\b"),
    ("bluebeam.com", r"/(?:s|sessions?|projects?|share|link|project|join|studio|hyperlink)\b"),
    ("sharefile.com", r"/."),
    ("sharefile.eu", r"/."),
    ("procore.com", r"/(?:\d|webclients|fas|files|rest|share|[^/]+/)"),
    ("hightail.com", r"/(?:download|receive|u|s|sp|space|[A-Za-z0-9]{6,})"),
    ("yousendit.com", r"/."),
    ("icloud.com", r"/(?:iclouddrive|attachment|photos|sharedalbum)\b"),
    ("acrobat.adobe.com", r"/."),
    ("documentcloud.adobe.com", r"/."),
    ("shared-assets.adobe.com", r"/."),
    ("acc.autodesk.com", r"/."),
    ("docs.b360.autodesk.com", r"/."),
    ("a360.co", r"/."),
    ("autode.sk", r"/."),
    ("drive.autodesk.com", r"/."),
    ("plangrid.com", r"/."),
    ("newforma.com", r"/."),
    ("newformacloud.com", r"/."),
    ("transfernow.net", r"/."),
    ("fromsmash.com", r"/."),
    ("swisstransfer.com", r"/."),
    ("filemail.com", r"/."),
    ("sendthisfile.com", r"/."),
    ("mediafire.com", r"/(?:file|folder|view)\b"),
    ("mega.nz", r"/."),
    ("pcloud.link", r"/."),
    ("pcloud.com", r"/."),
    ("sync.com", r"/dl/"),
    ("workdrive.zohoexternal.com", r"/."),
    ("workdrive.zoho.com", r"/."),
    ("sendgb.com", r"/."),
    ("files.fm", r"/."),
    ("send.tresorit.com", r"/."),
    ("onehub.com", r"/."),
    ("citrixfiles.com", r"/."),
    ("massive.io", r"/."),
    ("liquidfiles.com", r"/."),
    ("thruinc.net", r"/."),
    ("submittalexchange.com", r"/."),
    ("e-builder.net", r"/."),
)
BY_DOMAIN = {domain: re.compile(path, re.IGNORECASE) for domain, path in SERVICES}
# A service that no list names yet: a host called after files or sharing, and a path that opens something.
FILE_HOST = re.compile(
    r"^(?:files?\d*|(?:file|my|our)?share(?:box|d)?|(?:file)?transfer|filebox|dl|downloads?|nextcloud|owncloud)$",
    re.IGNORECASE,
)
FILE_PATH = re.compile(
    r"/(?:d|s|f|dl|files?|share|download|folder|link|l)/.|/[A-Za-z0-9_-]{10,}", re.IGNORECASE
)
# A link that the words before it offer as the files, wherever it leads; a page of a city or state is no such place.
OFFERED = re.compile(
    r"\b(?:download\w*|upload\w*|too (?:large|big)[^.;\n]{0,40}|"
    r"(?:plans?|drawings?|files?|form|set|sheets|documents?|submittal|application|package|pdfs?)\b[^.;\n]{0,60}\b(?:here|below|link|at|from|on|via|available|found|posted|shared))"
    r"\b[^.;\n]{0,60}\n{0,2}\W{0,8}$",
    re.IGNORECASE,
)
BUTTON = re.compile(
    r"\b(?:download|view|open|get|access|see)(?: (?:all|your|the|shared|these|my|our|\d{1,4}))* "
    r"(?:files?|folder|documents?|plans?|drawings?|package|transfer|attachments?)\W{0,8}$",
    re.IGNORECASE,
)
PUBLIC_PAGE = re.compile(
    r"(?:^|\.)(?:gov|portlandmaps\.com|us)$|(?:^|\.)(?:gov|or)\.[a-z]{2}$", re.IGNORECASE
)
# Mail filters put the real address inside their own.
PROOFPOINT_3 = re.compile(r"/v3/__(.+?)__;")


def share_links(text: str) -> tuple[str, ...]:
    """The links to shared files in the text, as they would open, each once, in order."""
    found: dict[str, None] = {}
    for match in LINK.finditer(text[:MAX_CHARACTERS]):
        link = unwrapped(match[0].rstrip(TRAILING))
        if is_share_link(link) or _is_offered(link, text[max(0, match.start() - 160) : match.start()]):
            found[link] = None
        if len(found) == MAX_LINKS:
            break
    return tuple(found)


def is_share_link(link: str) -> bool:
    """Whether the link leads to somebody's files on a sharing service (or a file server)."""
    link = unwrapped(link)
    try:
        parts = urlsplit(link if "://" in link else f"https://{link}")
        host = (parts.hostname or "").lower()
    except ValueError:
        return False
    if parts.scheme in {"ftp", "ftps", "sftp"}:
        return bool(host)
    if parts.scheme not in {"http", "https"}:
        return False
    labels = host.split(".")
    if any(FILE_HOST.match(label) for label in labels[:-1]) and FILE_PATH.search(parts.path):
        return True
    known = (BY_DOMAIN.get(".".join(labels[start:])) for start in range(len(labels) - 1))
    return any(path.match(parts.path) is not None for path in known if path)


def is_download_button(label: str) -> bool:
    """Whether a link behind these words gives out files, wherever it leads (mail services count clicks)."""
    return BUTTON.search(" ".join(label.split())) is not None


def _is_offered(link: str, before: str) -> bool:
    """Whether the words before a link say that the files are behind it. A bare home page holds none."""
    try:
        parts = urlsplit(link)
        host = (parts.hostname or "").lower()
    except ValueError:
        return False
    if len(parts.path.strip("/")) < 2 or PUBLIC_PAGE.search(host):
        return False
    return OFFERED.search(before) is not None or is_download_button(before.rpartition("\n")[2])


def unwrapped(link: str) -> str:
    """The address behind a mail filter's rewritten link (Microsoft Safe Links, Proofpoint), else the link."""
    try:
        parts = urlsplit(link)
        host = (parts.hostname or "").lower()
        query = parse_qs(parts.query, max_num_fields=20)
    except ValueError:
        return link
    if host.endswith("safelinks.protection.outlook.com") or (
        host.endswith("google.com") and parts.path == "/url"
    ):
        return next(iter(query.get("url", query.get("q", [link]))))
    if host == "urldefense.proofpoint.com" and "u" in query:
        return unquote(query["u"][0].replace("-", "%").replace("_", "/"))
    if host == "urldefense.com" and (inner := PROOFPOINT_3.search(link)):
        return inner[1]
    return link
