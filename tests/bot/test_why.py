"""The history of a case, from a record that `run --once` made on real servers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.compose import open_store
from bot.config.reading import load
from bot.demo.sample_registry import write_demo_registry
from storage.store import Store
from tests.bot.bureau import INSPECTIONS, fill, now, question_mail, sample_registry
from tests.bot.command_line import config_file, fpp_bot
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import SmtpReceiver


@dataclass(frozen=True, slots=True)
class Ran:
    """A bureau that has taken one mail of each sort."""

    config: Path
    dovecot: Dovecot
    receiver: SmtpReceiver

    def store(self) -> Store:
        return open_store(load(self.config))


@pytest.fixture
def ran(
    dovecot: Dovecot, receiver: SmtpReceiver, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Iterator[Ran]:
    today = now().date()
    file = config_file(tmp_path, dovecot.port, receiver.port)
    write_demo_registry(tmp_path / "tables", today)
    assert fpp_bot(capsys, "import", tmp_path / "tables", "--config", file).code == 0
    fill(dovecot, sample_registry(tmp_path, today))
    said = fpp_bot(capsys, "run", "--once", "--config", file)
    assert said.code == 0, said.err
    yield Ran(file, dovecot, receiver)


def test_once_takes_all_sends_all_and_ends(ran: Ran, capsys: pytest.CaptureFixture[str]) -> None:
    store = ran.store()
    with store.reading() as tx:
        assert len(tx.inbox.in_state("decided")) == 3
        assert tx.letters.in_state("due", "sending") == ()
        sent = len(tx.letters.in_state("sent"))
    store.close()
    assert len(ran.receiver.accepted) == sent
    assert all("FppBotDone" in flags for flags in ran.dovecot.flags(INSPECTIONS).values())
    ran.dovecot.drop(INSPECTIONS, question_mail(9, to=INSPECTIONS))
    assert fpp_bot(capsys, "run", "--once", "--config", ran.config).code == 0
    assert len(ran.receiver.accepted) == sent + 1


def test_a_case_is_told_from_mail_to_letter(ran: Ran, capsys: pytest.CaptureFixture[str]) -> None:
    store = ran.store()
    with store.reading() as tx:
        (message,) = tx.inbox.find("<request-1@builder.example>")
        letters = tx.letters.of_message(message.id)
    store.close()
    said = fpp_bot(capsys, "why", message.case, "--config", ran.config)
    assert said.code == 0
    head, *lines = said.out.splitlines()
    assert head.startswith(f"{message.case}  inspection_request, open, from jordan1@builder.example")
    told = "\n".join(lines)
    assert f"original {message.sha256[:12]}" in told
    assert "decided: inspection_request, accept" in told
    assert all(letter.letter_id in told for letter in letters)
    assert re.search(r"letter <.*> \S+ to jordan1@builder\.example: sent \d{4}-\d\d-\d\d", told)
    assert re.search(r"^inspection \d+: open, ", told, re.MULTILINE)
    assert fpp_bot(capsys, "why", message.case.lower(), "--config", ran.config).out == said.out


@pytest.mark.parametrize("written", ["<request-1@builder.example>", "request-1@builder.example"])
def test_a_message_id_leads_to_its_mail(ran: Ran, capsys: pytest.CaptureFixture[str], written: str) -> None:
    said = fpp_bot(capsys, "why", written, "--config", ran.config)
    assert said.code == 0
    assert "decided: inspection_request, accept" in said.out


def test_the_id_of_our_letter_leads_to_its_case(ran: Ran, capsys: pytest.CaptureFixture[str]) -> None:
    store = ran.store()
    with store.reading() as tx:
        letter = next(row for row in tx.letters.in_state("sent") if row.template == "inspection_answer")
    store.close()
    said = fpp_bot(capsys, "why", letter.letter_id, "--config", ran.config)
    assert said.code == 0
    assert said.out.startswith(letter.case)


def test_an_ignored_mail_says_why_it_was_ignored(ran: Ran, capsys: pytest.CaptureFixture[str]) -> None:
    said = fpp_bot(capsys, "why", "<bounce-1@mx.example>", "--config", ran.config)
    assert said.code == 0
    assert re.search(r"decided: automated, ignore \(.+\)", said.out)


@pytest.mark.parametrize("subject", ["FPP-26-999999", "<nobody@nowhere.example>", "what is this", ""])
def test_what_nobody_knows_is_one(ran: Ran, capsys: pytest.CaptureFixture[str], subject: str) -> None:
    said = fpp_bot(capsys, "why", subject, "--config", ran.config)
    assert (said.code, said.out) == (1, "")
    assert "Nothing is on record" in said.err
