"""Mail domains in which anybody may have an address: sharing one proves nothing."""

from __future__ import annotations

# fmt: off
PUBLIC_DOMAINS: frozenset[str] = frozenset({
    "126.com", "163.com", "aim.com", "aol.com", "att.net", "bellsouth.net", "bresnan.net",
    "centurylink.net", "centurytel.net", "charter.net", "clear.net", "comcast.net", "cox.net", "duck.com",
    "earthlink.net", "embarqmail.com", "fastmail.com", "fastmail.fm", "frontier.com", "frontiernet.net",
    "gmail.com", "gmx.com", "gmx.de", "gmx.net", "googlemail.com", "hey.com", "hotmail.ca",
    "hotmail.co.uk", "hotmail.com", "hushmail.com", "icloud.com", "inbox.com", "juno.com", "live.ca",
    "live.com", "mac.com", "mail.com", "mail.ru", "mailbox.org", "mailfence.com", "me.com", "msn.com",
    "netscape.net", "netzero.net", "optonline.net", "outlook.com", "passport.com", "pm.me", "posteo.de",
    "prodigy.net", "proton.me", "protonmail.ch", "protonmail.com", "q.com", "qq.com", "qwest.net",
    "reagan.com", "roadrunner.com", "rocketmail.com", "rr.com", "runbox.com", "sbcglobal.net", "skiff.com",
    "spectrum.net", "startmail.com", "teleport.com", "tuta.com", "tuta.io", "tutamail.com", "tutanota.com",
    "tutanota.de", "verizon.net", "web.de", "windstream.net", "xfinity.com", "ya.ru", "yahoo.ca",
    "yahoo.co.uk", "yahoo.com", "yandex.com", "yandex.ru", "ymail.com", "zoho.com", "zohomail.com",
})
# fmt: on


def is_public(domain: str) -> bool:
    """Whether anybody may have an address in that mail domain or the one above it."""
    domain = domain.lower().strip(".")
    return any(domain == public or domain.endswith(f".{public}") for public in PUBLIC_DOMAINS)
