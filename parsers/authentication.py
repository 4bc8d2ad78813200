"""Whether a mail is from whom its From header names, by the word of our own mail server (RFC 8601)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Literal

from parsers.mail import Mail

Verdict = Literal["pass", "fail", "none", "not_configured"]

MICROSOFT_365 = "microsoft365"
MAX_HEADER = 10_000
WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|([^\s;="]+)|([;=])')
# Domains below which anybody may register: names under them are different organisations.
# A full list (publicsuffix.org) changes weekly; these cover two-level country domains by shape ...
COUNTRY_LEVELS = frozenset(
    {
        "ac",
        "co",
        "com",
        "edu",
        "go",
        "gob",
        "gov",
        "gv",
        "ltd",
        "me",
        "mil",
        "ne",
        "net",
        "or",
        "org",
        "plc",
        "sch",
    }
)
# ... and the shared domains that host other people's mail or sites.
SHARED = frozenset(
    {
        *(
            "onmicrosoft.com",
            "gappssmtp.com",
            "appspot.com",
            "web.app",
            "firebaseapp.com",
            "github.io",
            "gitlab.io",
        ),
        *(
            "herokuapp.com",
            "azurewebsites.net",
            "cloudfront.net",
            "amazonaws.com",
            "blogspot.com",
            "wordpress.com",
        ),
        *("netlify.app", "vercel.app", "pages.dev", "workers.dev", "fly.dev", "myshopify.com", "wixsite.com"),
        *(
            "eu.org",
            "uk.com",
            "us.com",
            "co.com",
            "dyndns.org",
            "duckdns.org",
            "no-ip.org",
            "sendgrid.net",
            "mailgun.org",
        ),
    }
)
US_STATE = re.compile(
    r"a[klrz]|c[aot]|d[ce]|fl|ga|hi|i[adln]|k[sy]|la|m[adeinost]|n[cdehjmvy]|o[hkr]|pa|ri|s[cd]|t[nx]|ut|v[at]|w[aivy]"
)
US_KINDS = frozenset({"k12", "cc", "lib", "pvt", "tec"})


@dataclass(frozen=True, slots=True)
class Authentication:
    """The verdict and why. `none`: our server wrote no result at all; only `pass` proves the sender."""

    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class MethodResult:
    """One result of an Authentication-Results header: `spf=pass smtp.mailfrom=builder.example`."""

    method: str
    result: str
    properties: Mapping[str, str] = field(default_factory=dict)


def authenticate(
    mail: Mail, trusted_authserv_id: str | None, own_domains: Collection[str] = ()
) -> Authentication:
    """The verdict of our own server on the From header (README: `trusted_authserv_id`, `microsoft365`).

    Only the topmost Authentication-Results header counts, with those of the same server right below it where
    each holds methods of its own (RFC 8601 section 5: whatever stands lower may be the sender's). The DMARC
    result decides; where there is none, SPF or DKIM must have passed for a domain of From's organisation
    (relaxed alignment, RFC 7489 section 3.1). `own_domains`: the office's own, for mail that never left
    Microsoft 365.
    """
    if not trusted_authserv_id:
        return Authentication("not_configured", "no trusted mail server is configured")
    domain = mail.sender.domain.rstrip(".")
    if not domain or {"from_several", "from_missing"} & set(mail.defects):
        return Authentication("fail", "From does not name exactly one sender")
    if trusted_authserv_id == MICROSOFT_365 and _is_internal(mail, domain, own_domains):
        return Authentication("pass", "sent inside our own Microsoft 365")
    headers = _trusted_headers(mail, trusted_authserv_id)
    if not headers:
        return Authentication("none", "our mail server wrote no Authentication-Results on top")
    return _judged(_together(headers), domain)


def method_results(header: str) -> Iterator[MethodResult]:
    """The results in an Authentication-Results value, with or without an authserv-id before them."""
    for clause in _clauses(_without_comments(header[:MAX_HEADER])):
        words = _pairs(clause)
        first = next(iter(words), None)
        if first is None:
            continue
        method, result = first
        if method.partition("/")[0].isascii() and result:
            properties = {name: value for name, value in reversed(words[1:]) if "." in name}
            yield MethodResult(method.partition("/")[0], result.lower(), properties)


def organisational_domain(domain: str) -> str:
    """The part of the domain that one organisation registered: `city.gov` of `mail.city.gov`.

    Decided by the name's shape and a short table, without the public suffix list; an unknown shared domain
    would count as one organisation.
    """
    labels = domain.lower().rstrip(".").split(".")
    return ".".join(labels[-(_suffix_labels(labels) + 1) :])


def _suffix_labels(labels: list[str]) -> int:
    if len(labels) < 2:
        return 1
    second, top = labels[-2], labels[-1]
    if ".".join(labels[-2:]) in SHARED:
        return 2
    if top == "us" and US_STATE.fullmatch(second):
        return 3 if len(labels) > 2 and labels[-3] in US_KINDS else 2
    if len(top) == 2 and second in COUNTRY_LEVELS:
        return 2
    return 1


def _is_internal(mail: Mail, domain: str, own_domains: Collection[str]) -> bool:
    """Exchange removes these headers from mail that comes from outside."""
    marks = {value.strip().lower() for value in mail.headers.get("x-ms-exchange-organization-authas", ())}
    own = {name.lower() for name in own_domains}
    return marks == {"internal"} and any(domain == name or domain.endswith(f".{name}") for name in own)


def _trusted_headers(mail: Mail, trusted: str) -> tuple[str, ...]:
    """The unbroken row of our server's headers at the top; none where another server's stands above it."""
    values = mail.headers.get("authentication-results", ())
    if trusted == MICROSOFT_365:
        return tuple(values[:1])
    return tuple(takewhile(lambda value: _authserv_id(value) == trusted.lower(), values))


def _together(headers: tuple[str, ...]) -> tuple[MethodResult, ...]:
    """The results of a server that writes a header for each method; one that repeats a method ends the row."""
    found: list[MethodResult] = []
    for header in headers:
        results = tuple(method_results(header))
        known = {result.method for result in found}
        if not results or "dmarc" in known or any(result.method in known for result in results):
            break
        found.extend(results)
    return tuple(found)


def _authserv_id(header: str) -> str:
    """The server that wrote the header: the first word, version left out; empty where results come at once."""
    first = _without_comments(header[:MAX_HEADER]).partition(";")[0]
    words = first.split()
    return words[0].strip('"').lower() if words and "=" not in first else ""


def _judged(results: tuple[MethodResult, ...], domain: str) -> Authentication:
    dmarc = [result for result in results if result.method == "dmarc"]
    if any(result.result == "fail" for result in dmarc):
        return Authentication("fail", "dmarc=fail")
    # One verdict that contradicts another may be words of the sender's that the server quoted.
    if dmarc and all(result.result == "pass" and _is_about(result, domain) for result in dmarc):
        return Authentication("pass", "dmarc=pass")
    aligned = next((result for result in results if _is_aligned_pass(result, domain)), None)
    if aligned:
        return Authentication("pass", f"aligned {aligned.method}=pass")
    if not results:
        return Authentication("none", "our mail server's Authentication-Results are empty")
    return Authentication("fail", "no dmarc result, and neither spf nor dkim passed for the sender's domain")


def _is_about(result: MethodResult, domain: str) -> bool:
    named = result.properties.get("header.from", "")
    return not named or _domain_of(named) == domain


def _is_aligned_pass(result: MethodResult, domain: str) -> bool:
    if result.result != "pass":
        return False
    names = {"spf": ("smtp.mailfrom", "smtp.mail"), "dkim": ("header.d", "header.i")}.get(result.method, ())
    proved = next((_domain_of(result.properties[name]) for name in names if result.properties.get(name)), "")
    return "." in proved and organisational_domain(proved) == organisational_domain(domain)


def _domain_of(value: str) -> str:
    return value.strip("<> ").rpartition("@")[2].lower().rstrip(".")


def _without_comments(value: str) -> str:
    """The value without RFC 5322 comments; an unclosed one hides the rest."""
    kept: list[str] = []
    depth, quoted, escaped = 0, False, False
    for sign in value:
        if escaped:
            escaped = False
        elif sign == "\\":
            escaped = True
        elif sign == '"' and not depth:
            quoted = not quoted
        elif sign == "(" and not quoted:
            depth += 1
            continue
        elif sign == ")" and not quoted and depth:
            depth -= 1
            kept.append(" ")
            continue
        if not depth:
            kept.append(sign)
    return "".join(kept)


def _clauses(value: str) -> Iterator[list[str]]:
    """The words of each clause between semicolons; `=` is a word; quoted strings are one word each."""
    clause: list[str] = []
    for quoted, plain, sign in WORD.findall(value):
        if sign == ";":
            yield clause
            clause = []
        else:
            clause.append(sign or plain or quoted)
    yield clause


def _pairs(clause: list[str]) -> list[tuple[str, str]]:
    """`name = value` of a clause, names in lower case; words without a sign between them are left out."""
    pairs = []
    for at, word in enumerate(clause):
        if word == "=" and 0 < at < len(clause) - 1 and clause[at + 1] != "=":
            pairs.append((clause[at - 1].lower(), clause[at + 1]))
    return pairs
