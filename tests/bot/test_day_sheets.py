"""Day sheets: once an inspector and working day whatever the clock and the machine do, and what stands on them."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from bot.compose import build
from bot.day_sheets import DaySheets
from bot.desk.recording import Recorded
from bot.letters.post import Post
from rules.finding import Action
from rules.inspection.facts import Appointment
from rules.registry import Absence
from storage.store import Store
from storage.values import LetterState
from tests.bot.bureau import bureau_config
from tests.bot.scratch_desk import OFFICE, ScratchDesk, codes, letters
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import SmtpReceiver
from tests.storage.stores import appointment

SHEETS_AT = time(6, 45)
TUESDAY = date(2026, 3, 3)
ALEX, JORDAN = "alex.thornquill@city.example", "jordan.pellwether@city.example"
ROBIN, GIL = "robin@vanceoak.example", "gil@saltmarsh.example"
TOWER = ("26-104211-000-00-FA", "1200 SW Larkspur Ave, Suite 410")
COMMONS = ("26-105002-000-00-FA", "420 S Bluestem Pkwy, Floor 2")
EVERY_STATE: tuple[LetterState, ...] = ("due", "sending", "sent", "held", "dropped")


def local(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=OFFICE.timezone)


class Morning:
    """A desk whose sheets can be asked for at any moment."""

    def __init__(self, folder: Path, at: time | None = SHEETS_AT) -> None:
        self.desk = ScratchDesk(folder)
        self.store = self.desk.store
        self.sheets = self.job(self.store, at)

    def job(self, store: Store, at: time | None = SHEETS_AT) -> DaySheets:
        """Another process on the same database."""
        desk = self.desk
        return DaySheets(store, desk.settings, desk.post, lambda: desk.moment.astimezone(UTC), at=at)

    def at(self, moment: str) -> int:
        """How many sheets are written at that moment of office time."""
        self.desk.moment = local(moment)
        return self.sheets.make_due()

    def visit(self, **changes: object) -> Appointment:
        """An open visit of Alex on Tuesday, without a mail."""
        values = {"inspector": "Alex Thornquill", "day": TUESDAY, "case": "FPP-26-000900", **changes}
        with self.store.transaction() as tx:
            return tx.inspections.add(appointment(**values), None, self.desk.moment)

    def absent(self, inspector: str, day: date) -> None:
        with self.store.transaction() as tx:
            registry = tx.registry.load(tx.registry.newest_version())
            away = (*registry.absences, Absence(inspector, day, day))
            tx.registry.replace(replace(registry, absences=away), self.desk.moment)

    def ask(self, site: tuple[str, str], when: str, *, sender: str = ROBIN) -> Recorded:
        """An accepted request for Alex."""
        permit, address = site
        body = (
            f"Permit {permit}\n{address}\nFraming\nContact: Robin Vance, 503-555-0142\nGate code at the desk."
        )
        recorded = self.desk.take(f"Alex Thornquill {when}", body, sender=sender)
        assert recorded.decision.action is Action.ACCEPT, codes(recorded)
        return recorded

    def answer(self, recorded: Recorded, body: str, sender: str) -> Recorded:
        """A reply of that person to the letter that he or she had of it."""
        theirs = next(letter for letter in letters(recorded) if letter.to == sender)
        answered = self.desk.take("Re: your letter", body, sender=sender, in_reply_to=theirs.message_id)
        assert answered.decision.action is Action.ACCEPT, codes(answered)
        return answered

    def written(self) -> list[tuple[str, str]]:
        """Recipient and text of each sheet, in the order of writing; the text on one line, subject first."""
        with self.store.reading() as tx:
            sheets = [row for row in tx.letters.in_state(*EVERY_STATE) if row.template == "day_sheet"]
            return [(row.recipients[0], _text_of(tx.letters.raw_of(row.id))) for row in sheets]

    def newest(self, to: str = ALEX) -> str:
        return [words for recipient, words in self.written() if recipient == to][-1]


def _text_of(raw: bytes) -> str:
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain",))
    assert body is not None
    return " ".join(f"{message['Subject']} {body.get_content()}".split())


# When.


def test_a_sheet_comes_at_its_hour_and_once(tmp_path: Path) -> None:
    morning = Morning(tmp_path)
    morning.visit()
    assert morning.at("2026-03-03T06:44") == 0
    assert morning.at("2026-03-03T06:45") == 1
    assert morning.at("2026-03-03T06:50") == 0
    assert morning.job(Store.open(f"sqlite:///{tmp_path}/test.db")).make_due() == 0
    ((to, words),) = morning.written()
    assert to == ALEX
    assert words.startswith("Your inspections on Tuesday, March 3, 2026: 1")


@pytest.mark.parametrize(
    ("moment", "sheets"),
    [
        ("2026-03-03T16:59", 1),
        ("2026-03-03T17:00", 0),
        ("2026-03-03T23:59", 0),
        ("2026-03-04T06:45", 0),
    ],
)
def test_an_outage_is_made_up_for_while_the_working_day_lasts(
    tmp_path: Path, moment: str, sheets: int
) -> None:
    morning = Morning(tmp_path)
    morning.visit()
    assert morning.at(moment) == sheets


@pytest.mark.parametrize("day", ["2026-03-07", "2026-03-08", "2026-05-25", "2026-11-27"])
def test_on_a_closed_day_there_is_none(tmp_path: Path, day: str) -> None:
    morning = Morning(tmp_path)
    morning.visit(day=date.fromisoformat(day))
    assert morning.at(f"{day}T10:00") == 0


def test_without_an_hour_there_is_none(tmp_path: Path) -> None:
    morning = Morning(tmp_path, at=None)
    morning.visit()
    assert morning.at("2026-03-03T10:00") == 0


def test_without_visits_there_is_none_and_a_visit_asked_for_later_that_day_makes_none(tmp_path: Path) -> None:
    morning = Morning(tmp_path)
    morning.visit(day=date(2026, 3, 4))
    assert morning.at("2026-03-03T06:45") == 0
    morning.visit(case="FPP-26-000901")
    assert morning.at("2026-03-03T09:00") == 0
    assert morning.at("2026-03-04T06:45") == 1


@pytest.mark.parametrize("sunday", [date(2026, 3, 8), date(2026, 11, 1)], ids=["spring", "autumn"])
def test_a_changed_clock_changes_nothing(tmp_path: Path, sunday: date) -> None:
    """Asked every half hour of real time from Friday to Tuesday."""
    morning = Morning(tmp_path)
    days = [sunday + timedelta(days=ahead) for ahead in (-2, -1, 0, 1, 2)]
    for number, day in enumerate(days):
        morning.visit(day=day, case=f"FPP-26-00091{number}")
    morning.desk.moment = datetime.combine(days[0], time(), OFFICE.timezone).astimezone(UTC)
    made = []
    for _ in range(2 * 24 * 5):
        if morning.sheets.make_due():
            made.append(morning.desk.moment.astimezone(OFFICE.timezone).strftime("%m-%d %H:%M"))
        morning.desk.moment += timedelta(minutes=30)
    assert made == [f"{day:%m-%d} 07:00" for day in (days[0], days[3], days[4])]


def test_two_at_once_make_one(tmp_path: Path) -> None:
    morning = Morning(tmp_path)
    morning.visit()
    morning.desk.moment = local("2026-03-03T07:00")
    made: list[int] = []
    barrier = threading.Barrier(4)

    def work() -> None:
        job = morning.job(Store.open(f"sqlite:///{tmp_path}/test.db"))
        barrier.wait()
        made.append(job.make_due())

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(made) == [0, 0, 0, 1]
    assert len(morning.written()) == 1


def test_a_crash_leaves_neither_day_nor_letter_and_costs_nobody_else_theirs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    morning = Morning(tmp_path)
    morning.visit()
    morning.visit(inspector="Jordan Pellwether", case="FPP-26-000901")
    put, names = Post.put, iter(("first",))

    def fails_first(post: Post, *arguments: object, **named: object) -> object:
        if next(names, None):
            raise RuntimeError("power cut")
        return put(post, *arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Post, "put", fails_first)
    assert morning.at("2026-03-03T06:45") == 1
    assert [to for to, _ in morning.written()] == [JORDAN]
    assert morning.at("2026-03-03T06:50") == 1
    assert [to for to, _ in morning.written()] == [JORDAN, ALEX]


def test_a_sheet_that_could_not_leave_is_dropped_when_its_day_is_over(tmp_path: Path) -> None:
    morning = Morning(tmp_path)
    morning.visit()
    morning.at("2026-03-03T06:45")
    with morning.store.transaction() as tx:
        assert tx.letters.claim(10, local("2026-03-03T17:00")) == ()
        assert [row.template for row in tx.letters.in_state("dropped")] == ["day_sheet"]


def test_run_once_sends_what_is_due(tmp_path: Path, dovecot: Dovecot, receiver: SmtpReceiver) -> None:
    morning = Morning(tmp_path)
    morning.visit()
    config = bureau_config(tmp_path, dovecot.port, receiver.port)
    parts = build(config, morning.store, lambda: local("2026-03-03T07:10").astimezone(UTC))
    parts.daemon.run_once(before_sending=parts.day_sheets.make_due)
    assert [row.recipients for row in receiver.accepted] == [(ALEX,)]


# To whom.


def test_who_is_away_gets_none(tmp_path: Path) -> None:
    morning = Morning(tmp_path)
    morning.visit()
    morning.absent("Alex Thornquill", TUESDAY)
    assert morning.at("2026-03-03T06:45") == 0


def test_a_backup_gets_what_was_routed_there(tmp_path: Path) -> None:
    morning = Morning(tmp_path)
    morning.absent("Alex Thornquill", TUESDAY)
    morning.ask(TOWER, "March 3, 2026")
    assert morning.at("2026-03-03T06:45") == 1
    assert [to for to, _ in morning.written()] == [JORDAN]


def test_an_inspector_without_an_address_costs_nobody_a_sheet(tmp_path: Path) -> None:
    morning = Morning(tmp_path)
    with morning.store.transaction() as tx:
        registry = tx.registry.load(tx.registry.newest_version())
        people = dict(registry.inspectors)
        people["Alex Thornquill"] = replace(people["Alex Thornquill"], email="")
        tx.registry.replace(replace(registry, inspectors=people), morning.desk.moment)
    morning.visit()
    morning.visit(inspector="Jordan Pellwether", case="FPP-26-000901")
    assert morning.at("2026-03-03T06:45") == 1


# What stands on it.


def test_it_lists_the_day_in_order_with_all_that_is_needed_on_site(tmp_path: Path) -> None:
    morning = Morning(tmp_path)
    morning.ask(COMMONS, "March 3, 2026 at 2:00 PM", sender=GIL)
    morning.ask(TOWER, "March 3, 2026 at 9:00 AM")
    morning.visit(
        state="done", result="correction", permit_number=TOWER[0], day=date(2026, 2, 26), case="FPP-26-000800"
    )
    morning.at("2026-03-03T06:45")
    words = morning.newest()
    assert words.index("1. 9:00 AM: 1200 SW Larkspur Ave") < words.index("2. 2:00 PM: 420 S Bluestem Pkwy")
    for piece in ("Larkspur Tower", TOWER[0], "Robin Vance, 503-555-0142", "Framing", "FPP-26-000002", ROBIN):
        assert piece in words
    assert "Last time: corrections needed, Thursday, February 26, 2026" in words
    assert "CHANGED" not in words


def test_a_stop_work_order_and_a_visit_that_nobody_takes_stand_out(tmp_path: Path) -> None:
    morning = Morning(tmp_path)
    morning.visit(building="Tamarack Research Hall", declined=("Alex Thornquill",))
    morning.at("2026-03-03T06:45")
    assert "A stop work order is in force since Tuesday, February 24, 2026" in morning.newest()
    assert "You said that you can't take this one" in morning.newest()


def test_what_has_changed_since_the_last_sheet_is_told_with_what_it_was(tmp_path: Path) -> None:
    morning = Morning(tmp_path)
    here = morning.ask(COMMONS, "March 4, 2026 at 9:00 AM", sender=GIL)
    gone = morning.ask(TOWER, "March 3, 2026 at 10:00 AM")
    away = morning.ask(
        ("26-104214-000-00-FA", TOWER[1]), "March 3, 2026 at 1:00 PM", sender="ben@northduct.example"
    )
    morning.visit(day=date(2026, 3, 2), case="FPP-26-000800")
    morning.at("2026-03-02T09:45")
    morning.answer(here, "Please move it to March 3 at 8:00 AM", GIL)
    morning.answer(gone, "please cancel", ROBIN)
    morning.answer(away, "I can't take this inspection.", ALEX)
    morning.visit(case="FPP-26-000801", time="15:30", address="5 Sample St")
    morning.at("2026-03-03T06:45")
    words = morning.newest()
    assert words.startswith("Your inspections on Tuesday, March 3, 2026: 2")
    assert (
        "Moved here: 420 S Bluestem Pkwy, Floor 2, today at 8:00 AM; it was Wednesday, March 4, 2026 at 9:00 AM"
        in words
    )
    assert "Cancelled: 1200 SW Larkspur Ave, Suite 410, today at 10:00 AM" in words
    assert "Now with Jordan Pellwether: 1200 SW Larkspur Ave, Suite 410, today at 1:00 PM" in words
    assert "New: 5 Sample St, today at 3:30 PM" in words
    assert "Your last sheet was written on Monday, March 2, 2026, 9:45 AM" in words
    assert "From Alex Thornquill: 1200 SW Larkspur Ave, Suite 410, today at 1:00 PM" in morning.newest(JORDAN)


def test_a_day_that_has_emptied_since_the_last_sheet_is_told(tmp_path: Path) -> None:
    morning = Morning(tmp_path)
    asked = morning.ask(TOWER, "March 3, 2026 at 10:00 AM")
    morning.visit(day=date(2026, 3, 2), case="FPP-26-000800")
    morning.at("2026-03-02T09:45")
    morning.answer(asked, "please cancel", ROBIN)
    assert morning.at("2026-03-03T06:45") == 1
    assert "Nothing is on your list any more for today" in morning.newest()
    assert "Cancelled: 1200 SW Larkspur Ave" in morning.newest()


def test_what_was_told_once_is_not_told_again(tmp_path: Path) -> None:
    morning = Morning(tmp_path)
    asked = morning.ask(TOWER, "March 4, 2026 at 10:00 AM")
    morning.visit(day=date(2026, 3, 2), case="FPP-26-000800")
    morning.visit(case="FPP-26-000801")
    morning.at("2026-03-02T09:45")
    morning.answer(asked, "Please move it to March 4 at 1:00 PM", ROBIN)
    morning.at("2026-03-03T06:45")
    assert "Another time: 1200 SW Larkspur Ave" in morning.newest()
    morning.at("2026-03-04T06:45")
    assert "Another time" not in morning.newest()


# Answers to it.


@pytest.mark.parametrize(
    ("body", "permit", "act"),
    [
        (f"10:30 for {TOWER[0]}", TOWER[0], "confirm"),
        (f"On my way to {COMMONS[0]}", COMMONS[0], "en_route"),
        ("26-104211: approved", TOWER[0], "result"),
        (f"Can't make {COMMONS[0]} today", COMMONS[0], "decline"),
        (f"{TOWER[0]} is approved.\n\n> 1. 9:00 AM\n> Permit: {COMMONS[0]}", TOWER[0], "result"),
    ],
)
def test_an_answer_that_names_a_permit_is_about_that_visit(
    tmp_path: Path, body: str, permit: str, act: str
) -> None:
    morning = Morning(tmp_path)
    morning.ask(COMMONS, "March 3, 2026 at 2:00 PM", sender=GIL)
    morning.ask(TOWER, "March 3, 2026 at 9:00 AM")
    morning.ask(TOWER, "March 9, 2026 at 9:00 AM")
    morning.at("2026-03-03T06:45")
    update = _reply_to_sheet(morning, body).decision.update
    assert update is not None
    assert update.after is not None
    assert (update.update.action, update.after.permit_number, update.after.day) == (act, permit, TUESDAY)


def test_an_answer_that_may_mean_either_visit_is_asked_back(tmp_path: Path) -> None:
    morning = Morning(tmp_path)
    morning.ask(COMMONS, "March 3, 2026 at 2:00 PM", sender=GIL)
    morning.ask(TOWER, "March 3, 2026 at 9:00 AM")
    morning.at("2026-03-03T06:45")
    recorded = _reply_to_sheet(morning, "On my way")
    assert recorded.decision.action is Action.ASK


def _reply_to_sheet(morning: Morning, body: str) -> Recorded:
    with morning.store.reading() as tx:
        sheet = next(row for row in tx.letters.in_state("due") if row.template == "day_sheet")
    return morning.desk.take(f"Re: {sheet.subject}", body, sender=ALEX, in_reply_to=sheet.letter_id)
