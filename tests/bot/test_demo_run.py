"""The demo, run once as a whole: it ends by itself, every sample comes out as promised, every page is there."""

from __future__ import annotations

import email
import email.policy
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args
from urllib.parse import unquote, urlsplit

import pytest
from rich.console import Console

from bot.config.reading import load
from bot.demo import run
from bot.demo.messages import DemoMessage, demo_messages
from bot.demo.run import run_demo
from rules.decision import Kind
from rules.finding import Action
from storage.store import Store
from storage.values import StoredMessage
from tests.bot.command_line import fpp_bot

# One worker runs them all: what they look at is made once.
pytestmark = pytest.mark.xdist_group("demo_run")


@dataclass(frozen=True, slots=True)
class Ran:
    """What one run left behind and said."""

    folder: Path
    said: str
    samples: tuple[DemoMessage, ...]
    messages: tuple[StoredMessage, ...]

    def message(self, sample: DemoMessage) -> StoredMessage:
        (found,) = [
            message
            for message in self.messages
            if (message.mailbox, message.message_id) == (sample.to_mailbox, sample.draft.message_id)
        ]
        return found


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ran]:
    folder = tmp_path_factory.mktemp("demo")
    (folder / "mine.txt").write_text("not the demo's")
    (folder / "letters").mkdir()
    (folder / "letters" / "stale.html").write_text("of an earlier run")
    played: list[DemoMessage] = []
    with pytest.MonkeyPatch.context() as patch:

        def noted(today: date) -> tuple[DemoMessage, ...]:
            played.extend(demo_messages(today))
            return tuple(played)

        patch.setattr(run, "demo_messages", noted)
        screen = io.StringIO()
        run_demo(folder, Console(file=screen, width=300, highlight=False))
    store = Store.open(load(folder / "config.toml").storage.url)
    with store.reading() as tx:
        messages = tx.inbox.in_state("decided")
        assert tx.inbox.in_state("shelved") == ()
        assert tx.letters.in_state("due", "sending", "refused", "undecidable") == ()
    store.close()
    yield Ran(folder, screen.getvalue(), tuple(played), messages)


def test_every_sample_comes_out_as_promised(ran: Ran) -> None:
    wrong = {}
    for sample in ran.samples:
        message = ran.message(sample)
        if (message.kind, message.action) != (sample.kind, str(sample.action)):
            wrong[sample.name] = f"{message.kind} {message.action} {message.main_finding}"
    assert wrong == {}


def test_at_least_25_samples_show_every_kind_and_every_action(ran: Ran) -> None:
    assert len(ran.samples) >= 25
    lines = [line for line in ran.said.splitlines() if re.match(r"\d\d:\d\d ", line)]
    assert len(lines) == len(ran.samples) == len(ran.messages)
    assert {line.split()[1] for line in lines} == {str(action) for action in Action}
    assert {line.split()[2] for line in lines} == set(get_args(Kind))


def test_it_says_where_to_look(ran: Ran) -> None:
    for page in ("index.html", "digest.html", "letters"):
        assert str((ran.folder / page).resolve()) in ran.said


class Links(HTMLParser):
    """Every link, picture and frame of a page."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in {"href", "src"} and value]


def local_targets(page: Path) -> list[Path]:
    links = [urlsplit(link) for link in Links(page).found]
    return [page.parent / unquote(link.path) for link in links if not link.scheme and link.path]


def test_every_link_of_every_page_leads_somewhere(ran: Ran) -> None:
    assert len(local_targets(ran.folder / "index.html")) > 25
    for page in ran.folder.rglob("*.html"):
        dead = [target for target in local_targets(page) if not target.is_file()]
        assert dead == [], page
        remote = [link for link in Links(page).found if urlsplit(link).scheme in {"http", "https"}]
        assert [link for link in remote if ".example" in link] == []


def test_every_letter_is_a_page_and_a_mail_and_stands_in_the_index(ran: Ran) -> None:
    mails = sorted((ran.folder / "letters").glob("*.eml"))
    pages = sorted((ran.folder / "letters").glob("*.html"))
    assert [mail.stem for mail in mails] == [page.stem for page in pages]
    linked = {target.name for target in local_targets(ran.folder / "index.html")}
    assert {page.name for page in pages} <= linked
    for mail in mails:
        letter = email.message_from_bytes(mail.read_bytes(), policy=email.policy.default)
        assert letter.get("Auto-Submitted", "").startswith("auto-")


def test_the_digest_of_the_next_morning_was_mailed(ran: Ran) -> None:
    mails = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in (ran.folder / "letters").glob("*.eml")
    ]
    assert sum("digest" in str(mail["Subject"]).lower() for mail in mails) == 1


def test_only_the_demos_own_files_are_cleared(ran: Ran) -> None:
    assert (ran.folder / "mine.txt").read_text() == "not the demo's"
    assert not (ran.folder / "letters" / "stale.html").exists()


def test_its_configuration_serves_the_other_commands(ran: Ran, capsys: pytest.CaptureFixture[str]) -> None:
    config = ran.folder / "config.toml"
    case = next(message.case for message in ran.messages if message.case)
    assert fpp_bot(capsys, "why", case, "--config", config).code == 0
    digest = fpp_bot(capsys, "digest", "--config", config, "--date", f"{ran.samples[0].sent_at:%Y-%m-%d}")
    assert digest.code == 0
