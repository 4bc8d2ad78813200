"""Robots that answer everything and show no sign of it: loops end by count, and the digest shows them."""

from __future__ import annotations

from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from bot.desk.recording import Recorded
from bot.digest.view import digest_view, whole_day
from templates.render import render_page
from tests.bot.scratch_desk import AUTHSERV, INSPECTIONS, INTAKE, ScratchDesk

PARTNER = "service@desk.example"
Answer = Callable[[str, int], tuple[str, str]]
"""(text of our letter, number) → (subject, body) of what the partner writes back."""


def quoting(text: str, number: int) -> tuple[str, str]:
    quoted = "\n".join(f"> {line}" for line in text.splitlines())
    return f"Re: your message ({number})", f"We have received your message number {number}.\n\n{quoted}\n"


def pasting(text: str, number: int) -> tuple[str, str]:
    return f"Ticket {number}", f"Thank you for writing to us. You wrote:\n\n{text}\n"


def silent(_text: str, number: int) -> tuple[str, str]:
    return (
        f"Ticket {number} opened",
        f"Hello, how may we help you with number {number}? Which building is it?",
    )


def partner_mail(
    letter: bytes, answer: Answer, number: int, *, threaded: bool
) -> tuple[str, str, str | None]:
    message = message_from_bytes(letter, policy=policy.default)
    body = message.get_body(("plain",))
    assert body is not None
    subject, text = answer(body.get_content(), number)
    return subject, text, str(message["Message-ID"]) if threaded else None


def leaving(recorded: Recorded) -> list[bytes]:
    """Letters to the partner that leave."""
    return [one.raw for one in recorded.letters if one.recipients == (PARTNER,) and not one.held_because]


def run_loop(desk: ScratchDesk, answer: Answer, *, threaded: bool, minutes: int, most: int = 400) -> int:
    """The partner answers every letter; returns how many reached it before it fell silent."""
    recorded = desk.take("Hello", "Which inspector looks after the tower?", sender=PARTNER)
    reached = 0
    while (out := leaving(recorded)) and reached < most:
        reached += len(out)
        subject, body, parent = partner_mail(out[0], answer, reached, threaded=threaded)
        recorded = desk.take(subject, body, sender=PARTNER, in_reply_to=parent, minutes=minutes)
    return reached


@pytest.mark.parametrize("answer", [quoting, pasting, silent])
@pytest.mark.parametrize("threaded", [True, False], ids=["threaded", "new threads"])
def test_a_fast_loop_ends_by_count_and_shows(tmp_path: Path, answer: Answer, threaded: bool) -> None:
    desk = ScratchDesk(tmp_path, limits={"letters_per_sender_per_hour": 6})
    reached = run_loop(desk, answer, threaded=threaded, minutes=1)
    assert reached <= 6
    if answer is silent:
        assert reached == 6
        world = desk.world
        with desk.store.reading() as tx:
            view = digest_view(tx, world, whole_day(desk.moment.date(), world), desk.moment)
        (line,) = [line for line in view.health if line.label == "Letters held back by a limit"]
        assert line.items == (f"1 to {PARTNER}: more than 6 letters an hour to this address",)
        assert line.tone == "watch"
        assert line.items[0] in render_page("digest", view)


def test_a_slow_loop_ends_by_the_days_count(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path, limits={"letters_per_sender_per_day": 12})
    assert run_loop(desk, silent, threaded=False, minutes=20) == 12


def test_a_partner_that_writes_on_its_own_gets_no_more_either(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path, limits={"letters_per_sender_per_hour": 3})
    taken = [desk.take(f"Ticket {n}", f"Question {n}?", sender=PARTNER, minutes=1) for n in range(12)]
    assert sum(bool(leaving(recorded)) for recorded in taken) == 3


def our_letter(desk: ScratchDesk) -> bytes:
    return desk.take("Hello", "Which inspector looks after it?", sender=PARTNER).letters[0].raw


@pytest.mark.parametrize("mailbox", ["intake", "inspections"])
def test_our_own_letter_coming_back_is_ignored(tmp_path: Path, mailbox: str) -> None:
    desk = ScratchDesk(tmp_path)
    recorded = desk.take_raw(our_letter(desk), mailbox)
    assert (recorded.decision.kind, recorded.decision.action) == ("automated", "ignore")
    assert recorded.letters == ()


def stripped(letter: bytes, *names: str) -> bytes:
    """The letter without those headers, as some programs pass mail on."""
    message = message_from_bytes(letter)
    for name in names:
        del message[name]
    return message.as_bytes()


def test_our_letter_passed_on_under_another_name_is_known_by_its_token(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    bare = stripped(our_letter(desk), "From", "Auto-Submitted", "X-Auto-Response-Suppress", "In-Reply-To")
    top = f"Authentication-Results: {AUTHSERV}; dmarc=pass header.from=desk.example\r\nFrom: <{PARTNER}>\r\n"
    recorded = desk.take_raw(top.encode() + bare)
    assert recorded.decision.action == "ignore"
    assert recorded.decision.reason == "our own letter came back"


@pytest.mark.parametrize(
    "header", ["List-Id: <all.desk.example>", "Precedence: list", "List-Post: <x@y.example>"]
)
def test_a_lists_echo_is_ignored(tmp_path: Path, header: str) -> None:
    desk = ScratchDesk(tmp_path)
    bare = stripped(our_letter(desk), "From", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress")
    top = f"{header}\r\nFrom: FPP via List <all@desk.example>\r\nMessage-ID: <echo@desk.example>\r\n"
    recorded = desk.take_raw(top.encode() + bare)
    assert (recorded.decision.kind, recorded.decision.action) == ("automated", "ignore")


def test_two_of_our_kind_never_answer_each_other(tmp_path: Path) -> None:
    """What this robot writes is machine mail to another one of its kind."""
    first = ScratchDesk(tmp_path / "first")
    other = ScratchDesk(tmp_path / "second", mailboxes=_boxes("other.example"))
    for letter in first.take(
        "Hello", "Which inspector looks after it?", sender=f"fpp@{'other.example'}"
    ).letters:
        recorded = other.take_raw(letter.raw)
        assert recorded.decision.action == "ignore"
        assert recorded.letters == ()


def _boxes(domain: str) -> dict[str, dict[str, str]]:
    box = {"host": "127.0.0.1", "security": "none", "password": "x"}
    return {
        "intake": {**box, "address": INTAKE.replace("city.example", domain)},
        "inspections": {**box, "address": INSPECTIONS.replace("city.example", domain)},
    }
