"""Whether a mail is from its sender: `parsers.authentication`."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest

from parsers.authentication import Authentication, authenticate, organisational_domain
from parsers.read_mail import read_mail
from tests.factory.mails import plain_bytes

US = "mx.city.example"


def verdict(
    *results: str, sender: str = "dana@builder.example", trusted: str | None = US, more: Sequence[str] = ()
) -> str:
    lines = [f"Authentication-Results: {result}" for result in results]
    return judged(*lines, f"From: {sender}", *more, trusted=trusted).verdict


def judged(*lines: str, trusted: str | None = US) -> Authentication:
    return authenticate(read_mail(plain_bytes(*lines, body="hi")), trusted, ("city.example",))


PASSING = (
    f"{US}; dmarc=pass header.from=builder.example",
    f"{US}; dmarc=pass (p=none dis=none) header.from=builder.example; spf=fail smtp.mailfrom=x@other.example",
    f"{US} 1; dkim=pass header.d=builder.example",
    f"{US}; dkim=pass header.i=@mail.builder.example header.s=s1 header.b=abc+/d==",
    f"{US}; spf=pass smtp.mailfrom=dana@bounce.builder.example; dkim=none",
    f"{US}; dmarc=none header.from=builder.example; spf=pass smtp.mailfrom=builder.example",
    f"{US}; dmarc=bestguesspass action=none header.from=builder.example; spf=pass smtp.mailfrom=builder.example",
    f"{US}; dmarc=temperror header.from=x.example; dkim=fail header.d=x.example; dkim=pass header.d=builder.example",
    f"{US.upper()}; DMARC=PASS header.from=builder.example",
    f"{US} (a comment; dmarc=fail) ; dmarc=pass",
    f"{US};\r\n\tspf=pass (sender IP is 192.0.2.1)\r\n\tsmtp.mailfrom=builder.example;;;",
)
FAILING = (
    f"{US}; dmarc=fail (p=none) header.from=builder.example; dkim=pass header.d=builder.example",
    f"{US}; spf=pass smtp.mailfrom=evil.example; dkim=pass header.d=evil.example",
    f"{US}; spf=softfail smtp.mailfrom=builder.example",
    f"{US}; spf=pass smtp.mailfrom=<>; dkim=none",
    f"{US}; dmarc=pass header.from=evil.example",
    f"{US}; spf=pass smtp.mailfrom=notbuilder.example",
    f"{US}; dkim=pass (unclosed comment; dmarc=pass",
    f'{US}; spf=fail smtp.mailfrom="x; dmarc=pass"@evil.example',
    f"{US}; spf=fail (domain of x) dmarc=pass smtp.mailfrom=evil.example",
    f"{US}; dmarc=none; dmarc=pass header.from=builder.example",
    f"{US}; dkim=pass header.d=",
    f"{US}; spf=pass smtp.helo=builder.example",
)


@pytest.mark.parametrize("result", PASSING)
def test_aligned_results_of_our_server_pass(result: str) -> None:
    assert verdict(result) == "pass"


@pytest.mark.parametrize("result", FAILING)
def test_results_that_do_not_prove_the_sender_fail(result: str) -> None:
    assert verdict(result) == "fail"


def test_only_the_topmost_header_of_our_server_counts() -> None:
    ours, forged = f"{US}; dmarc=fail", f"{US}; dmarc=pass"
    others = "mx.evil.example; dmarc=pass header.from=builder.example"

    assert verdict(ours, forged) == "fail"
    assert verdict(others, ours) == "none"
    assert verdict(others, f"{US}; dmarc=pass") == "none"
    assert verdict("spf=pass smtp.mailfrom=builder.example", f"{US}; dmarc=pass") == "none"
    assert verdict(others) == "none"
    assert verdict() == "none"
    assert verdict(f"{US}; none") == "none"
    assert verdict(f"{US}.evil.example; dmarc=pass") == "none"


SPF_FAIL = f"{US}; spf=fail smtp.mailfrom=builder.example"
DKIM_PASS = f"{US}; dkim=pass header.d=builder.example"


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ((SPF_FAIL, DKIM_PASS), "pass"),
        ((DKIM_PASS, SPF_FAIL), "pass"),
        ((SPF_FAIL, f"{US}; dkim=none", f"{US}; dmarc=pass header.from=builder.example"), "pass"),
        ((DKIM_PASS, f"{US}; dmarc=fail header.from=builder.example"), "fail"),
        ((SPF_FAIL, "mx.relay.example; spf=pass", DKIM_PASS), "fail"),
        # A server that said its word on a method, on DMARC or on nothing at all does not say it again lower down.
        ((SPF_FAIL, f"{US}; spf=pass smtp.mailfrom=builder.example"), "fail"),
        ((f"{US}; dmarc=none; spf=fail", DKIM_PASS), "fail"),
        ((f"{US}; none", DKIM_PASS), "none"),
    ],
)
def test_headers_of_one_method_each_in_a_row_count_together(results: tuple[str, ...], expected: str) -> None:
    assert verdict(*results) == expected


def test_without_a_trusted_server_nothing_is_judged() -> None:
    assert verdict(PASSING[0], trusted=None) == "not_configured"
    assert verdict(PASSING[0], trusted="") == "not_configured"


@pytest.mark.parametrize(
    "sender",
    ["dana@builder.example, lee@evil.example", "", "dana@builder.example <x@evil.example>", "undisclosed:;"],
)
def test_from_that_names_not_exactly_one_sender_fails(sender: str) -> None:
    assert verdict(PASSING[0], sender=sender) == "fail"
    assert (
        judged(
            f"Authentication-Results: {PASSING[0]}", "From: a@builder.example", "From: b@x.example"
        ).verdict
        == "fail"
    )


MICROSOFT = (
    "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=builder.example; dkim=pass (signature was verified) "
    "header.d=builder.example;dmarc=pass action=none header.from=builder.example;compauth=pass reason=100"
)


def test_microsoft_365_needs_no_name() -> None:
    assert verdict(MICROSOFT, trusted="microsoft365") == "pass"
    assert verdict(MICROSOFT.replace("dmarc=pass", "dmarc=fail"), MICROSOFT, trusted="microsoft365") == "fail"
    assert verdict(f"x.example; {MICROSOFT}", trusted="microsoft365") == "pass"
    assert verdict(MICROSOFT) == "none"


def test_mail_inside_microsoft_365_passes_for_our_own_domains_only() -> None:
    inside = ["X-MS-Exchange-Organization-AuthAs: Internal"]
    nothing = "dkim=none (message not signed) header.d=none;dmarc=none action=none header.from=city.example;"

    assert verdict(nothing, sender="a@city.example", trusted="microsoft365", more=inside) == "pass"
    assert verdict(nothing, sender="a@fpp.city.example", trusted="microsoft365", more=inside) == "pass"
    assert verdict(nothing, sender="a@builder.example", trusted="microsoft365", more=inside) == "fail"
    assert verdict(nothing, sender="a@evilcity.example", trusted="microsoft365", more=inside) == "fail"
    assert verdict(nothing, sender="a@city.example", more=inside) == "none"
    anonymous = ["X-MS-Exchange-Organization-AuthAs: Anonymous"]
    assert verdict(nothing, sender="a@city.example", trusted="microsoft365", more=anonymous) == "fail"
    both = [*inside, *anonymous]
    assert verdict(nothing, sender="a@city.example", trusted="microsoft365", more=both) == "fail"


@pytest.mark.parametrize(
    ("domain", "expected"),
    [
        ("builder.example", "builder.example"),
        ("mail.a.builder.com", "builder.com"),
        ("mail.builder.co.uk", "builder.co.uk"),
        ("evil.onmicrosoft.com", "evil.onmicrosoft.com"),
        ("a.evil.onmicrosoft.com", "evil.onmicrosoft.com"),
        ("bds.ci.portland.or.us", "portland.or.us"),
        ("www.pps.k12.or.us", "pps.k12.or.us"),
        ("t.co", "t.co"),
        ("localhost", "localhost"),
        ("co.uk", "co.uk"),
    ],
)
def test_organisational_domain(domain: str, expected: str) -> None:
    assert organisational_domain(domain) == expected


@pytest.mark.parametrize("noise", ["(" * 20_000, '"' * 20_000, ";=" * 10_000, "a=" * 10_000, "\\" * 20_000])
def test_hostile_header_takes_bounded_time(noise: str) -> None:
    started = time.process_time()
    assert verdict(f"{US}; {noise}; dmarc=pass") in {"fail", "none"}
    assert time.process_time() - started < 20
