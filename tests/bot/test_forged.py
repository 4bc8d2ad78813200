"""Forged mail: whatever it says in whose name, no case moves, the forger gets no letter, a coordinator sees it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.desk.recording import Recorded
from bot.digest.view import digest_view, whole_day
from bot.tokens import Tokens
from storage.switches import LETTERS_PAUSED
from tests.bot.scratch_desk import AUTHSERV, COORDINATOR, INSPECTIONS, ScratchDesk, codes, letters
from tests.factory.mails import plain_bytes, raw_mail

LEE, ALEX = "lee@fernhill.example", "alex.thornquill@city.example"
EVIL = "quentin@evil.test"
REQUEST = """Permit number: 26-104211-000-00-FA
Site address: 1200 SW Larkspur Ave, Suite 410
Type of inspection: framing
Contact: Lee Harrowgate, 503-555-0131
"""
CANCEL = "Please cancel the inspection for permit 26-104211-000-00-FA on March 3."


@dataclass(frozen=True, slots=True)
class Bureau:
    """An open inspection of Lee's with Alex, and a stranger's cancellation that waits for a coordinator."""

    desk: ScratchDesk
    to_lee: str
    to_alex: str
    to_office: str

    def take_raw(self, raw: bytes) -> Recorded:
        """The mail, told apart from those before it by its Message-ID."""
        number = len(self.desk.recorded)
        return self.desk.take_raw(raw.replace(b"Message-ID: <", b"Message-ID: <%d-" % number), minutes=0)

    def thread_of(self, person: str) -> str:
        return {LEE: self.to_lee, ALEX: self.to_alex, COORDINATOR: self.to_office}[person]

    def standing(self) -> object:
        """All that a forged mail must leave as it is."""
        with self.desk.store.reading() as tx:
            return (
                tx.cases.case("FPP-26-000001"),
                tx.cases.case("FPP-26-000002"),
                tx.inspections.of_case("FPP-26-000001"),
                tx.inspections.of_case("FPP-26-000002"),
                tuple(tx.ledger.lines()),
                tx.switches.value(LETTERS_PAUSED),
            )

    def before_a_person(self) -> int:
        """How many mails the day's digest puts before a coordinator."""
        world = self.desk.world
        with self.desk.store.reading() as tx:
            view = digest_view(tx, world, whole_day(self.desk.moment.date(), world), self.desk.moment)
        return sum(item.action == "refer" for item in view.attention)


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Bureau:
    """One for all: none of these mails changes it."""
    return opened(ScratchDesk(tmp_path_factory.mktemp("bureau")))


def opened(desk: ScratchDesk) -> Bureau:
    asked = desk.take("Alex Thornquill - March 3, 2026 at 10", REQUEST, sender=f"Lee Harrowgate <{LEE}>")
    assert asked.decision.action == "accept", codes(asked)
    by_receiver = {letter.to: letter.message_id for letter in letters(asked)}
    strangers = desk.take("Inspection", CANCEL, sender="Ada <ada@pinchbeck.example>")
    assert codes(strangers) == ["sender.unknown"]
    to_office = next(one.message_id for one in letters(strangers) if one.template == "referral_notice")
    return Bureau(desk, by_receiver[LEE], by_receiver[ALEX], to_office)


# What would do something if it came from whom it says.
WORDS: Mapping[str, str] = {
    LEE: CANCEL,
    ALEX: "I am on my way.",
    COORDINATOR: "pause letters\nrelease FPP-26-000002",
}


def results(domain: str, verdict: str = "pass") -> str:
    return f"Authentication-Results: {AUTHSERV}; dmarc={verdict} header.from={domain}"


def domain_of(address: str) -> str:
    return address.rpartition("@")[2]


# Each: the header lines of a mail in the victim's name ({v}, its domain {d}) that nobody we trust vouches for.
UNPROVED: Mapping[str, tuple[str, ...]] = {
    "no results": ("From: {v}",),
    "dmarc fails": (f"Authentication-Results: {AUTHSERV}; dmarc=fail header.from={{d}}", "From: {v}"),
    "nothing passed": (
        f"Authentication-Results: {AUTHSERV}; dmarc=none; spf=softfail; dkim=none",
        "From: {v}",
    ),
    "foreign server": ("Authentication-Results: mx.evil.test; dmarc=pass header.from={d}", "From: {v}"),
    "foreign server above ours": (
        "Authentication-Results: mx.evil.test; dmarc=pass header.from={d}",
        f"Authentication-Results: {AUTHSERV}; dmarc=pass header.from={{d}}",
        "From: {v}",
    ),
    "ours fails above a forged pass": (
        f"Authentication-Results: {AUTHSERV}; dmarc=fail header.from={{d}}",
        f"Authentication-Results: {AUTHSERV}; dmarc=pass header.from={{d}}",
        "From: {v}",
    ),
    "ours without dmarc above a forged pass in disguise": (
        f"Authentication-Results: {AUTHSERV}; spf=fail smtp.mailfrom=evil.test",
        f"Authentication-Results: =?utf-8?q?{AUTHSERV}?=; dmarc=pass header.from={{d}}",
        "From: {v}",
    ),
    "a name that only begins like ours": (
        f"Authentication-Results: {AUTHSERV}.evil.test; dmarc=pass header.from={{d}}",
        "From: {v}",
    ),
    "our name in a comment": (
        f"Authentication-Results: ({AUTHSERV};) mx.evil.test; dmarc=pass header.from={{d}}",
        "From: {v}",
    ),
    "pass in a comment": (f"Authentication-Results: {AUTHSERV} (dmarc=pass); dmarc=fail", "From: {v}"),
    "results in the Received header": (f"Received: by {AUTHSERV}; dmarc=pass", "From: {v}"),
    "spf of another domain": (
        f"Authentication-Results: {AUTHSERV}; spf=pass smtp.mailfrom=evil.test; dkim=none",
        "From: {v}",
    ),
    "dkim of another domain": (
        f"Authentication-Results: {AUTHSERV}; dkim=pass header.d=evil.test header.i=@{{d}}.evil.test",
        "From: {v}",
    ),
    "dmarc of another domain": (
        f"Authentication-Results: {AUTHSERV}; dmarc=pass header.from=evil.test",
        "From: {v}",
    ),
    "Sender is proved, From is not": (
        f"Authentication-Results: {AUTHSERV}; spf=pass smtp.mailfrom=evil.test",
        f"Sender: {EVIL}",
        "From: {v}",
    ),
    "two From headers": (f"Authentication-Results: {AUTHSERV}; dmarc=pass", "From: {v}", f"From: {EVIL}"),
    "two From headers, the victim below": (
        f"Authentication-Results: {AUTHSERV}; dmarc=pass",
        f"From: {EVIL}",
        "From: {v}",
    ),
    "two addresses in From": (f"Authentication-Results: {AUTHSERV}; dmarc=pass", f"From: {{v}}, {EVIL}"),
    "empty From": (f"Authentication-Results: {AUTHSERV}; dmarc=pass", "From:", "Sender: {v}"),
    "empty address in From": (f"Authentication-Results: {AUTHSERV}; dmarc=pass", "From: {v} <>"),
    "no From": (f"Authentication-Results: {AUTHSERV}; dmarc=pass", "Sender: {v}", "Reply-To: {v}"),
    "group without members": (
        f"Authentication-Results: {AUTHSERV}; dmarc=pass",
        "From: Staff:;",
        "Sender: {v}",
    ),
    "group around two": (f"Authentication-Results: {AUTHSERV}; dmarc=pass", f"From: Staff: {{v}}, {EVIL};"),
    "spaces in the address": (results("evil.test"), "From: {v}".replace("@", " @ ")),
    "space before the colon": (results("evil.test"), "From : {v}"),
    "authserv-id of Microsoft 365": ("X-MS-Exchange-Organization-AuthAs: Internal", "From: {v}"),
}


def forged(headers: tuple[str, ...], victim: str, thread: str) -> bytes:
    lines = [line.replace("{v}", victim).replace("{d}", domain_of(victim)) for line in headers]
    return plain_bytes(
        *lines,
        f"To: {INSPECTIONS}",
        "Subject: Re: Inspection [FPP-26-000001]",
        "Message-ID: <forged@evil.test>",
        f"In-Reply-To: {thread}",
        f"Reply-To: {EVIL}",
        body=WORDS[victim],
    )


@pytest.mark.parametrize("victim", WORDS)
@pytest.mark.parametrize("trick", UNPROVED)
def test_a_mail_that_nobody_vouches_for_does_nothing(bureau: Bureau, trick: str, victim: str) -> None:
    before, shown = bureau.standing(), bureau.before_a_person()
    recorded = bureau.take_raw(forged(UNPROVED[trick], victim, bureau.thread_of(victim)))
    assert bureau.standing() == before
    assert (recorded.decision.action, codes(recorded)[0]) == ("refer", "sender.unauthenticated")
    assert recorded.letters == ()
    assert bureau.before_a_person() == shown + 1


# Each: From of a mail that is proved to be the forger's own and looks like the victim's.
LOOK_ALIKES: Mapping[str, tuple[str, str]] = {
    "display name": ("evil.test", f'"Alex Thornquill" <{EVIL}>'),
    "address as display name": ("evil.test", f'"{{v}}" <{EVIL}>'),
    "address before the address": ("evil.test", f"{{v}} <{EVIL}>"),
    "encoded display name": ("evil.test", f"=?utf-8?q?{{q}}?= <{EVIL}>"),
    "display name that closes the bracket": ("evil.test", f'"{{v}}>" <{EVIL}>'),
    "encoded bracket": ("evil.test", f"=?utf-8?q?=3C{{q}}=3E?= <{EVIL}>"),
    "address in a comment": ("evil.test", f"({{v}}) {EVIL}"),
    "address as quoted local part": ("evil.test", '"{v}"@evil.test'),
    "victim's domain below the forger's": ("{d}.evil.test", "{l}@{d}.evil.test"),
    "letter that looks alike": ("xn--cty-vma.example", "{l}@cíty.example"),
    "one letter more": ("cityy.example", "{l}@cityy.example"),
    "invisible letter": ("evil.test", "{l}\u200b@evil.test"),
    "tag": ("evil.test", "{l}+{d}@evil.test"),
}


@pytest.mark.parametrize("victim", WORDS)
@pytest.mark.parametrize("trick", LOOK_ALIKES)
@pytest.mark.parametrize("threaded", [True, False], ids=["token copied", "case number guessed"])
def test_a_mail_that_only_looks_like_somebodys_moves_no_case(
    bureau: Bureau, trick: str, victim: str, threaded: bool
) -> None:
    local, _, domain = victim.rpartition("@")
    proved, shown = (
        part.replace("{v}", victim)
        .replace("{l}", local)
        .replace("{d}", domain)
        .replace("{q}", victim.replace("@", "=40"))
        for part in LOOK_ALIKES[trick]
    )
    before, waiting = bureau.standing(), bureau.before_a_person()
    thread = bureau.thread_of(victim) if threaded else "<guess@evil.test>"
    recorded = bureau.take_raw(forged((results(proved), f"From: {shown}"), victim, thread))
    assert bureau.standing() == before
    assert recorded.decision.action == "refer"
    assert bureau.before_a_person() == waiting + 1
    receivers = {letter.to for letter in letters(recorded)}
    assert not receivers & {LEE, ALEX}
    to_forger = [letter for letter in letters(recorded) if letter.to != COORDINATOR]
    assert not any("Harrowgate" in letter.text or "503-555-0131" in letter.text for letter in to_forger)


@pytest.mark.parametrize("address", ["\0", "\0.evil.test", "\r", "%00"])
def test_a_nul_in_an_address_ends_nothing(bureau: Bureau, address: str) -> None:
    before = bureau.standing()
    lines = (results("evil.test"), f"From: {ALEX}{address}@evil.test")
    recorded = bureau.take_raw(forged(lines, ALEX, bureau.to_alex))
    assert bureau.standing() == before
    assert recorded.decision.action == "refer"


def test_a_subdomain_that_is_aligned_is_proved_and_still_another_address(tmp_path: Path) -> None:
    bureau = opened(ScratchDesk(tmp_path))
    proved = (results("mail.city.example"), "From: alex.thornquill@mail.city.example")
    before = bureau.standing()
    assert bureau.take_raw(forged(proved, ALEX, bureau.to_alex)).decision.action == "refer"
    assert bureau.standing() == before
    signed = (f"Authentication-Results: {AUTHSERV}; dkim=pass header.d=mail.city.example", f"From: {ALEX}")
    done = bureau.take_raw(forged(signed, ALEX, bureau.to_alex))
    assert done.decision.kind == "inspector_update"
    assert "sender.unauthenticated" not in codes(done)


OUTSIDE_365: Mapping[str, tuple[str, ...]] = {
    "a mark beside the server's": (
        "X-MS-Exchange-Organization-AuthAs: Anonymous",
        "X-MS-Exchange-Organization-AuthAs: Internal",
    ),
    "two values in a mark": ("X-MS-Exchange-Organization-AuthAs: Internal, Anonymous",),
    "a mark in disguise": ("X-MS-Exchange-Organization-AuthAs: =?utf-8?q?Internal?=",),
    "a mark with another name": ("X-MS-Exchange-Organization-AuthAs2: Internal",),
    "a mark of another server": ("X-MS-Exchange-CrossTenant-AuthAs: Internal",),
    "a pass below a failure": (
        "Authentication-Results: spf=fail smtp.mailfrom=evil.test; dkim=none; dmarc=fail header.from=city.example",
        "Authentication-Results: dmarc=pass header.from=city.example",
    ),
    "nothing at all": (),
}


@pytest.mark.parametrize("trick", OUTSIDE_365)
@pytest.mark.parametrize("victim", [ALEX, COORDINATOR])
def test_mail_from_outside_microsoft_365_is_not_taken_for_inside(
    tmp_path: Path, trick: str, victim: str
) -> None:
    desk = ScratchDesk(
        tmp_path, security={"trusted_authserv_id": "microsoft365", "unauthenticated": "accept"}
    )
    lines = (*OUTSIDE_365[trick], f"From: {victim}")
    recorded = desk.take_raw(forged(lines, victim, "<guess@evil.test>"))
    assert (recorded.decision.action, codes(recorded)[0]) == ("refer", "sender.unauthenticated")
    assert recorded.letters == ()
    with desk.store.reading() as tx:
        assert tx.switches.value(LETTERS_PAUSED) == ""


def test_another_domains_mark_of_the_inside_is_not_ours(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path, security={"trusted_authserv_id": "microsoft365"})
    lines = ("X-MS-Exchange-Organization-AuthAs: Internal", f"From: {LEE}")
    assert codes(desk.take_raw(forged(lines, LEE, "<x@evil.test>"))) == ["sender.unauthenticated"]


FALSE_TOKENS: Mapping[str, Callable[[str], str]] = {
    "altered": lambda token: token.replace("FPP-26-000002", "FPP-26-000001"),
    "cut": lambda token: token.replace("@", "", 1),
    "of a guessed key": lambda _token: Tokens((b"guess",)).letter_id("FPP-26-000002", "1", "city.example"),
    "without seal": lambda _token: "<FPP-26-000002@city.example>",
}


@pytest.mark.parametrize("sort", FALSE_TOKENS)
def test_a_command_in_answer_to_a_false_token_does_nothing(bureau: Bureau, sort: str) -> None:
    false = FALSE_TOKENS[sort](bureau.to_office)
    before = bureau.standing()
    done = bureau.desk.take("Re: that", "release it", sender=COORDINATOR, in_reply_to=false)
    assert done.decision.action == "ask"
    assert bureau.standing() == before


def test_a_token_of_a_key_that_was_given_up_names_no_case(tmp_path: Path) -> None:
    bureau = opened(ScratchDesk(tmp_path))
    bureau.desk.change_keys(b"new")
    before = bureau.standing()
    done = bureau.desk.take("Re: that", "release it", sender=COORDINATOR, in_reply_to=bureau.to_office)
    assert done.decision.action == "ask"
    assert bureau.standing() == before


def test_a_token_of_a_previous_key_still_names_its_case(tmp_path: Path) -> None:
    bureau = opened(ScratchDesk(tmp_path))
    bureau.desk.change_keys(b"new", b"test")
    done = bureau.desk.take("Re: that", "release it", sender=COORDINATOR, in_reply_to=bureau.to_office)
    assert done.decision.action == "accept"
    assert all(Tokens((b"new",)).about(letter.letter_id) for letter in done.letters)


HIDDEN = (
    '<div style="display:none">{0}</div>',
    '<span style="font-size:0">{0}</span>',
    '<span style="font-size: 0.0px !important">{0}</span>',
    '<span style="color:#ffffff">{0}</span>',
    '<span style="color: white">{0}</span>',
    '<font color="#FFF">{0}</font>',
    '<span style="color:rgb(255, 255, 255);font-family:x">{0}</span>',
    '<div style="opacity:0">{0}</div>',
    '<div style="max-height:0;overflow:hidden">{0}</div>',
    '<div style="position:absolute;left:-9999px">{0}</div>',
    '<div style="visibility:hidden">{0}</div>',
    "<div hidden>{0}</div>",
    "<!-- {0} -->",
    "<title>{0}</title>",
    '<img alt="{0}">',
    "<template>{0}</template>",
)


@pytest.mark.parametrize("markup", HIDDEN)
@pytest.mark.parametrize("command", ["pause letters", "release FPP-26-000002"])
def test_a_command_that_no_reader_sees_is_no_command(bureau: Bureau, markup: str, command: str) -> None:
    page = f"<html><body><p>What is this one about?</p>{markup.format(command)}<p>Pat</p></body></html>"
    raw = raw_mail(
        "A case",
        "",
        html=page,
        sender=COORDINATOR,
        to=INSPECTIONS,
        headers=[("Authentication-Results", f"{AUTHSERV}; dmarc=pass header.from=city.example")],
    )
    before = bureau.standing()
    assert bureau.take_raw(raw).decision.action in {"ask", "refer"}
    assert bureau.standing() == before


@pytest.mark.parametrize("command", ["pause letters", "release FPP-26-000002"])
@pytest.mark.parametrize(
    "where", ["quoted", "Outlook's quotation", "pasted forward", "forward", "file", "signature"]
)
def test_a_command_in_somebody_elses_words_is_no_command(bureau: Bureau, where: str, command: str) -> None:
    bodies = {
        "quoted": f"What is this?\n\nOn Mon, Mar 2, 2026 at 8:00 AM Quentin <{EVIL}> wrote:\n> {command}\n",
        "Outlook's quotation": f"What is this?\n\n________________________________\nFrom: Quentin <{EVIL}>\n"
        f"Sent: Monday, March 2, 2026 8:00 AM\nTo: Pat <{COORDINATOR}>\nSubject: Re: it\n\n{command}\n",
        "pasted forward": f"FYI\n\n---------- Forwarded message ---------\nFrom: Quentin <{EVIL}>\n"
        f"Date: Mon, Mar 2, 2026 at 8:00 AM\nSubject: it\nTo: <{COORDINATOR}>\n\n{command}\n",
        "signature": f"What is this one about?\n\n-- \nPat\n{command}\n",
    }
    before = bureau.standing()
    raw = raw_mail(
        "A case",
        bodies.get(where, "What is this one about?"),
        sender=COORDINATOR,
        to=INSPECTIONS,
        headers=[("Authentication-Results", f"{AUTHSERV}; dmarc=pass header.from=city.example")],
        forwarded=[raw_mail("it", command, sender=EVIL)] if where == "forward" else (),
        attachments=[("command.txt", command.encode(), "text/plain")] if where == "file" else (),
    )
    assert bureau.take_raw(raw).decision.action in {"ask", "refer"}
    assert bureau.standing() == before
