"""The digest: once a local day whatever the clock and the machine do, and what it shows."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.digest.mail import DigestMail
from bot.digest.view import Period, digest_view, whole_day
from bot.letters.post import Post
from bot.timetable import Timetable
from bot.tokens import Tokens
from bot.world import Settings, World, settings_of
from rules.registry import Absence, Inspector, Registry
from storage.store import Store
from storage.switches import LETTERS_PAUSED
from storage.values import CaseOnRecord, FindingWords, Position
from templates.render import render_letter
from templates.views import DigestView
from tests.bot.bureau import COORDINATOR, bureau_config
from tests.storage.stores import appointment, charge_line, new_letter, new_message, scratch_store

ZONE = ZoneInfo("America/Los_Angeles")
MORNING = time(6, 30)


def local(day: str, clock: str = "06:30") -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZONE)


class HandClock:
    """A clock that a test moves."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment.astimezone(UTC)


def settings() -> Settings:
    return settings_of(bureau_config(Path("nowhere"), 1, 1), Tokens((b"secret",)))


def digest_mail(store: Store, clock: HandClock, to: Sequence[str] = (COORDINATOR,)) -> DigestMail:
    return DigestMail(store, settings(), Post(), clock, at=MORNING, to=to)


def letters(store: Store) -> list[str]:
    """The texts of the digests in the outbox, oldest first."""
    with store.reading() as tx:
        raws = [tx.letters.raw_of(letter.id) for letter in tx.letters.in_state("due")]
    found = []
    for raw in raws:
        body = message_from_bytes(raw, policy=default).get_body(("plain",))
        assert body is not None
        found.append(str(body.get_content()))
    return found


def test_it_comes_when_its_hour_has_come_and_once(tmp_path: Path) -> None:
    store, clock = scratch_store(tmp_path), HandClock(local("2026-03-02", "06:29"))
    mail = digest_mail(store, clock)
    assert not mail.make_due()
    clock.moment = local("2026-03-02")
    assert mail.make_due()
    clock.moment = local("2026-03-02", "23:59")
    assert not mail.make_due()
    assert not digest_mail(store, clock).make_due()
    (text,) = letters(store)
    assert "Monday, March 2, 2026" in text


def test_a_day_on_which_nothing_happened_has_one_too(tmp_path: Path) -> None:
    store, clock = scratch_store(tmp_path), HandClock(local("2026-03-02"))
    mail = digest_mail(store, clock)
    for _ in range(5):
        assert mail.make_due()
        clock.moment += timedelta(days=1)
    assert len(letters(store)) == 5


def test_every_coordinator_gets_one(tmp_path: Path) -> None:
    store = scratch_store(tmp_path)
    assert digest_mail(store, HandClock(local("2026-03-02")), to=("a@b.example", "c@d.example")).make_due()
    with store.reading() as tx:
        assert {row.recipients for row in tx.letters.in_state("due")} == {("a@b.example",), ("c@d.example",)}


def test_days_of_an_outage_are_made_up_in_one(tmp_path: Path) -> None:
    store, clock = scratch_store(tmp_path), HandClock(local("2026-03-02"))
    mail = digest_mail(store, clock)
    mail.make_due()
    decide(store, 1, local("2026-03-02", "10:00"), action="refer")
    decide(store, 2, local("2026-03-04", "10:00"), action="refer")
    clock.moment = local("2026-03-06", "11:17")
    assert mail.make_due()
    assert not mail.make_due()
    with store.reading() as tx:
        made = tx.days.digest(date(2026, 3, 6))
        assert [tx.days.digest(date(2026, 3, day)) for day in (3, 4, 5)] == [None, None, None]
    assert made is not None
    assert (made.since, made.until) == (local("2026-03-02"), local("2026-03-06", "11:17"))
    newest = letters(store)[-1]
    assert "subject of 1" in newest
    assert "subject of 2" in newest


def test_two_at_once_make_one(tmp_path: Path) -> None:
    store, clock = scratch_store(tmp_path), HandClock(local("2026-03-02"))
    made: list[bool] = []
    barrier = threading.Barrier(4)

    def work() -> None:
        mail = digest_mail(Store.open(f"sqlite:///{tmp_path}/test.db"), clock)
        barrier.wait()
        made.append(mail.make_due())

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(made) == [False, False, False, True]
    assert len(letters(store)) == 1


@pytest.mark.parametrize(
    ("day", "hours_before"), [("2026-03-08", 23), ("2026-11-01", 25)], ids=["spring", "autumn"]
)
def test_a_changed_clock_changes_nothing(tmp_path: Path, day: str, hours_before: int) -> None:
    """Asked every half hour of real time, across the night in which an hour is missing or comes twice."""
    today = date.fromisoformat(day)
    store = scratch_store(tmp_path)
    clock = HandClock(datetime.combine(today - timedelta(days=1), MORNING, ZONE).astimezone(UTC))
    mail = digest_mail(store, clock)
    made = []
    for _ in range(2 * 24 * 3):
        if mail.make_due():
            made.append(clock.moment)
        clock.moment += timedelta(minutes=30)
    assert [moment.astimezone(ZONE).strftime("%m-%d %H:%M") for moment in made[:3]] == [
        f"{today + timedelta(days=days):%m-%d} 06:30" for days in (-1, 0, 1)
    ]
    assert made[1] - made[0] == timedelta(hours=hours_before)


def test_a_crash_leaves_neither_day_nor_letter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, clock = scratch_store(tmp_path), HandClock(local("2026-03-02"))
    with monkeypatch.context() as patch:
        patch.setattr(Post, "put", _dies)
        with pytest.raises(RuntimeError):
            digest_mail(store, clock).make_due()
    assert letters(store) == []
    assert digest_mail(store, clock).make_due()
    assert len(letters(store)) == 1


def _dies(*_: object) -> None:
    raise RuntimeError("power cut")


def test_the_timetable_goes_on_after_a_failure() -> None:
    """A failing digest is tried again by the next call; the scheduler neither stops nor skips."""
    called = threading.Event()
    timetable = Timetable(ZONE, (MORNING, called.set))
    timetable.start()
    jobs = timetable._scheduler.get_jobs()
    timetable.stop()
    assert len(jobs) == 2
    assert all(job.misfire_grace_time is None and job.coalesce and job.max_instances == 1 for job in jobs)


# What it shows.


def decide(
    store: Store,
    uid: int,
    at: datetime,
    *,
    action: str = "accept",
    kind: str = "question",
    findings: tuple[FindingWords, ...] = (),
) -> str:
    """One decided mail with its case; returns the case."""
    with store.transaction() as tx:
        tx.inbox.add([replace(new_message(uid, content=str(uid)), received_at=at)], at)
        (message,) = [row for row in tx.inbox.waiting() if row.uid == uid]
        case = tx.cases.next_reference(2026)
        state = "referred" if action == "refer" else "open"
        tx.cases.open(CaseOnRecord(case, kind, state, at, "ann@example.com"))
        tx.inbox.set_decided(
            message.id,
            now=at,
            kind=kind,
            action=action,
            case=case,
            sender="ann@example.com",
            subject=f"subject of {uid}",
            main_finding=findings[0].code if findings else "",
            reason="",
            decision={},
            findings=findings,
        )
    return case


def world(registry: Registry | None = None) -> World:
    return settings().with_registry(registry or Registry.of())


def view(store: Store, now: datetime, registry: Registry | None = None) -> DigestView:
    known = world(registry)
    with store.reading() as tx:
        found = digest_view(tx, known, whole_day(date(2026, 3, 2), known), now)
    assert render_letter("digest", found).text
    return found


def healthy(store: Store, polled: datetime) -> None:
    with store.transaction() as tx:
        for mailbox in ("intake", "inspections"):
            tx.inbox.set_position(mailbox, Position(1, 0, polled))
            tx.inbox.set_health(mailbox, polled, "")


NOON = local("2026-03-02", "12:00")


def test_a_quiet_day_is_good(tmp_path: Path) -> None:
    store = scratch_store(tmp_path)
    healthy(store, NOON)
    found = view(store, NOON)
    assert found.tone == "good"
    assert found.headline == "0 mails taken, nothing waits for a person"
    assert [box.tone for box in found.mailboxes] == ["good", "good"]
    assert found.next_day == date(2026, 3, 3)


def test_a_mailbox_that_was_not_read_for_long_is_watched(tmp_path: Path) -> None:
    store = scratch_store(tmp_path)
    healthy(store, NOON - timedelta(minutes=20))
    assert [box.tone for box in view(store, NOON).mailboxes] == ["watch", "watch"]
    with store.transaction() as tx:
        tx.inbox.set_health("intake", None, "the password is refused")
    found = view(store, NOON)
    assert found.tone == "bad"
    assert found.headline.startswith("Something is wrong")
    assert "the password is refused" in " ".join(render_letter("digest", found).text.split())


def test_a_mailbox_never_read_shows(tmp_path: Path) -> None:
    assert [box.last_poll for box in view(scratch_store(tmp_path), NOON).mailboxes] == [None, None]


def test_referrals_and_reviews_wait_for_a_person(tmp_path: Path) -> None:
    store = scratch_store(tmp_path)
    healthy(store, NOON)
    review = FindingWords("address.mismatch", "review", detail="The address is another one.")
    old = decide(store, 1, local("2026-02-20"), action="refer")
    new = decide(store, 2, local("2026-03-02"), action="refer")
    reviewed = decide(store, 3, local("2026-03-02"), findings=(review,))
    decide(store, 4, local("2026-03-02"))
    found = view(store, NOON)
    assert [(item.case, item.action) for item in found.attention] == [
        (old, "refer"),
        (new, "refer"),
        (reviewed, "review"),
    ]
    assert found.attention[1].due == date(2026, 3, 4)
    assert found.attention[2].finding == "The address is another one."
    assert found.tone == "watch"
    with store.transaction() as tx:
        tx.cases.change(old, now=NOON, state="closed")
    assert [item.case for item in view(store, NOON).attention] == [new, reviewed]


def test_everything_that_a_person_has_to_look_at_is_told(tmp_path: Path) -> None:
    store = scratch_store(tmp_path)
    healthy(store, NOON)
    findings = (
        FindingWords("hold.active", "refer", detail="A violation is open."),
        FindingWords("hold.active", "refer", detail="A billing matter is open."),
        FindingWords("plans.stamp_missing", "review", detail="No stamp was found."),
    )
    decide(store, 1, local("2026-03-02"), action="refer", findings=findings)
    decide(store, 2, local("2026-03-02"), findings=findings[2:])
    referred, reviewed = view(store, NOON).attention
    assert referred.finding == "A violation is open. A billing matter is open."
    assert referred.finding_code == "hold.active"
    assert reviewed.finding == "No stamp was found."


def test_a_shelved_mail_waits_until_it_is_settled(tmp_path: Path) -> None:
    store = scratch_store(tmp_path)
    healthy(store, NOON)
    with store.transaction() as tx:
        tx.inbox.add([new_message()], local("2026-02-25"))
        tx.inbox.set_failed(1, "LookupError: a bug of ours", shelve=True, now=local("2026-02-25"))
    found = view(store, NOON)
    assert [item.action for item in found.attention] == ["shelved"]
    text = render_letter("digest", found).text
    assert "a bug of ours" in text
    assert "quarantine list" in text


def test_what_was_done_is_counted_and_machines_only_counted(tmp_path: Path) -> None:
    store = scratch_store(tmp_path)
    healthy(store, NOON)
    decide(store, 1, local("2026-03-02", "00:00"), kind="inspection_request")
    decide(store, 2, local("2026-03-02", "23:59"), kind="inspection_request", action="ask")
    decide(store, 3, local("2026-03-02", "09:00"), kind="automated", action="ignore")
    decide(store, 4, local("2026-03-01", "23:59"))
    decide(store, 5, local("2026-03-03", "00:00"))
    found = view(store, NOON)
    assert [(row.kind, row.accept, row.ask, row.ignore) for row in found.counts] == [
        ("automated", 0, 0, 1),
        ("inspection_request", 1, 1, 0),
    ]
    assert [item.subject for item in found.done] == ["subject of 1", "subject of 2"]


def test_more_than_fits_is_counted(tmp_path: Path) -> None:
    store = scratch_store(tmp_path)
    for uid in range(1, 206):
        decide(store, uid, NOON)
    found = view(store, NOON)
    assert (len(found.done), found.done_not_shown) == (200, 5)


def test_tomorrows_visits_stand_by_inspector(tmp_path: Path) -> None:
    store = scratch_store(tmp_path)
    registry = Registry.of(
        inspectors=[Inspector("Alex Thornquill", email="a@city.example", disciplines=("building",))],
        absences=[Absence("Alex Thornquill", date(2026, 3, 3), date(2026, 3, 4), "training")],
    )
    with store.transaction() as tx:
        for day, inspector in ((3, "Dana Quill"), (3, "Dana Quill"), (4, "Dana Quill")):
            tx.inspections.add(appointment(day=date(2026, 3, day), inspector=inspector), None, NOON)
        tx.inspections.add(appointment(day=date(2026, 3, 3), state="cancelled"), None, NOON)
    found = view(store, NOON, registry)
    assert [(row.inspector, len(row.visits), row.absence) for row in found.next_days_visits] == [
        ("Alex Thornquill", 0, "training"),
        ("Dana Quill", 2, ""),
    ]


def test_on_a_friday_the_next_day_is_monday(tmp_path: Path) -> None:
    known = world()
    with scratch_store(tmp_path).reading() as tx:
        found = digest_view(tx, known, whole_day(date(2026, 3, 6), known), local("2026-03-06"))
    assert found.next_day == date(2026, 3, 9)


def test_charges_of_the_period_are_summed(tmp_path: Path) -> None:
    store = scratch_store(tmp_path)
    with store.transaction() as tx:
        for day, logged in ((2, NOON), (3, NOON), (4, local("2026-03-03"))):
            tx.ledger.log(
                charge_line(day=day), case="FPP-26-000001", message=None, message_id="<a@b>", now=logged
            )
    found = view(store, NOON)
    assert len(found.charges) == 2
    assert str(found.hours_charged) == "0.50"


def test_letters_in_trouble_show(tmp_path: Path) -> None:
    store = scratch_store(tmp_path)
    healthy(store, NOON)
    with store.transaction() as tx:
        for number in (1, 2):
            tx.letters.put(new_letter(number), NOON)
        tx.letters.put(replace(new_letter(3), held_because="more than 30 letters an hour"), NOON)
        first, _ = tx.letters.claim(2, NOON)
        tx.letters.set_outcome(first.id, "refused", now=NOON, error="550 no such person")
        tx.switches.set(LETTERS_PAUSED, "yes", by="pat", now=NOON)
    found = {line.label: line for line in view(store, NOON).health}
    assert found["Letters refused by the receiver"].value == "1"
    assert found["Letters held back by a limit"].value == "1"
    assert found["Letters"].tone == "bad"


@pytest.mark.parametrize(
    ("days", "tone", "value"),
    [(200, "good", "good until 2026-09-18"), (30, "watch", "30 days left"), (7, "bad", "7 days left")],
)
def test_the_end_of_the_client_secret_shows(tmp_path: Path, days: int, tone: str, value: str) -> None:
    store, now = scratch_store(tmp_path), local("2026-03-02")
    healthy(store, now)
    secret_world = replace(world(), secret_expires=now.date() + timedelta(days=days))
    with store.reading() as tx:
        shown = digest_view(tx, secret_world, whole_day(now.date(), secret_world), now)
    (line,) = (line for line in shown.health if line.label == "Client secret")
    assert (line.tone, line.value) == (tone, value)
    assert shown.tone == tone
    assert ("make a new one" in line.note) is (tone != "good")


def test_a_changed_ledger_is_bad(tmp_path: Path) -> None:
    store = scratch_store(tmp_path)
    healthy(store, NOON)
    with store.transaction() as tx:
        tx.ledger.log(charge_line(), case="FPP-26-000001", message=None, message_id="<a@b>", now=NOON)
    import sqlite3

    with sqlite3.connect(tmp_path / "test.db") as connection:
        connection.execute("DROP TRIGGER IF EXISTS ledger_keeps_its_lines")
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type='trigger'")]
        for name in tables:
            connection.execute(f'DROP TRIGGER "{name}"')
        (table,) = [
            row[0]
            for row in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")
            if "charge" in row[0] or "ledger" in row[0]
        ]
        connection.execute(f'UPDATE "{table}" SET client = ?', ("Somebody else",))
    connection.close()
    found = view(store, NOON)
    assert found.tone == "bad"
    assert any(line.label == "Ledger" for line in found.health)


def test_a_period_of_several_days_is_reported_whole(tmp_path: Path) -> None:
    store = scratch_store(tmp_path)
    decide(store, 1, local("2026-02-27", "10:00"))
    period = Period(date(2026, 3, 2), local("2026-02-27", "06:30"), local("2026-03-02", "06:30"))
    with store.reading() as tx:
        assert len(digest_view(tx, world(), period, NOON).done) == 1
