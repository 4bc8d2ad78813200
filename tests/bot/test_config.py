from __future__ import annotations

import tomllib
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest

from bot.config.reading import ConfigurationError, checked, load, load_for_replay
from bot.config.secrets import secret_of
from bot.config.tables import Config, MailboxConfig
from bot.world import settings_of
from rules.finding import Severity

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"


def table(**changes: Any) -> dict[str, Any]:
    """A small valid configuration with whole tables replaced."""
    box = {"address": "a@city.example", "host": "127.0.0.1", "security": "none", "password": "x"}
    return {"mailboxes": {"intake": box, "inspections": box}, "smtp": {"host": "127.0.0.1"}, **changes}


def mistakes(**changes: Any) -> dict[str, str]:
    with pytest.raises(ConfigurationError) as caught:
        checked(table(**changes), Path("c.toml"))
    return {mistake.key: mistake.expected for mistake in caught.value.mistakes}


def test_the_example_is_valid_as_it_stands() -> None:
    assert load(EXAMPLE).office.phone == "503-823-5996"


TABLES = {"mailboxes.intake": MailboxConfig} | {
    name: field.annotation
    for name, field in Config.model_fields.items()
    if name not in {"mailboxes", "severity"}
}


@pytest.mark.parametrize("name", TABLES)
def test_the_example_names_every_key_with_one_comment(name: str) -> None:
    section = EXAMPLE.read_text().split(f"\n[{name}]")[1].split("\n[")[0]
    lines = [line.removeprefix("# ") for line in section.splitlines()]
    explained = {line.split(" =")[0] for line in lines[1:] if " = " in line and " # " in line}
    assert explained == set(TABLES[name].model_fields)  # type: ignore[union-attr]


def test_the_defaults_are_the_promised_ones() -> None:
    config = checked(table(), Path("c.toml"))
    office = config.office_rules()
    assert (office.day_start.hour, office.answer_days, office.horizon_days) == (8, 2, 60)
    assert (config.smtp.per_minute, config.smtp.connections) == (30, 3)
    assert (str(config.charges.late_cancellation), str(config.charges.en_route)) == ("0.25", "0.50")
    assert config.digest.at.strftime("%H:%M") == "06:30"


def test_the_limits_on_files_reach_the_desk() -> None:
    config = checked(table(limits={"mail_seconds": 7, "message_mb": 2, "attachment_mb": 0.5}), Path("c.toml"))
    limits = settings_of(config).limits
    assert (limits.mail_seconds, limits.message_bytes, limits.attachment_bytes) == (7, 2_000_000, 500_000)


def test_all_mistakes_are_named_at_once() -> None:
    found = mistakes(
        smtp={"host": "h", "per_minut": 3},
        office={"day_start": "25:00", "timezone": "Mars"},
        severity={"plans.colour": "reject"},
        security={"token_secret_file": "nowhere"},
        limits={"pdf_seconds": "long"},
    )
    assert set(found) == {
        "smtp.per_minut",
        "office.day_start",
        "office.timezone",
        "severity.plans.colour",
        "security.token_secret_file",
        "limits.pdf_seconds",
    }
    assert "`per_minute`" in found["smtp.per_minut"]
    assert "`plans.color`" in found["severity.plans.colour"]


def test_plain_text_is_refused_beyond_this_machine() -> None:
    found = mistakes(smtp={"host": "mx.example", "security": "none"})
    assert "this machine only" in found["smtp.security"]


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "127.0.0.2", "::1", "[::1]"])
def test_plain_text_is_taken_on_this_machine_however_it_is_named(host: str) -> None:
    assert checked(table(smtp={"host": host, "security": "none"}), Path("c.toml")).smtp.host == host


@pytest.mark.parametrize(
    ("name", "key", "value", "expected"),
    [
        ("office", "day_start", "08", '"HH:MM"'),
        ("office", "day_start", "0800", '"HH:MM"'),
        ("office", "day_start", "08:00:30", '"HH:MM"'),
        ("office", "day_start", "08:00+02:00", '"HH:MM"'),
        ("office", "extra_closures", "2026-12-24", "an array"),
        ("inspections", "late_cancellation_hours", "24", "a number"),
        ("inspections", "late_cancellation_hours", -1, "greater than or equal to 0"),
        ("inspections", "horizon_days", True, "a whole number"),
        ("inspections", "reschedule_counts_as_cancellation", "no", "true or false"),
        ("charges", "hourly_rates", 190, "a table"),
        ("plans", "page_limit", "29", "a whole number"),
        ("plans", "tolerance_in", float("inf"), "a finite number"),
        ("limits", "message_mb", "60", "a valid number"),
    ],
)
def test_a_value_of_another_type_says_what_is_expected(
    name: str, key: str, value: object, expected: str
) -> None:
    assert expected in mistakes(**{name: {key: value}})[f"{name}.{key}"]


@pytest.mark.parametrize("day", [0, "0", "24.12.2026", datetime(2026, 12, 24, 10, tzinfo=UTC)])
def test_a_closure_that_is_no_iso_date_is_refused(day: object) -> None:
    assert "2026-12-24" in mistakes(office={"extra_closures": [day]})["office.extra_closures.0"]


def test_a_rate_below_nothing_is_refused() -> None:
    found = mistakes(charges={"hourly_rates": {"2026-07-01": -190}})
    assert "charges.hourly_rates.2026-07-01" in found


def test_a_day_that_ends_before_it_begins_and_a_sheet_that_cannot_be_are_refused() -> None:
    assert "day_start (18:00)" in mistakes(office={"day_start": "18:00"})["office.day_end"]
    assert "min_sheet_in" in mistakes(plans={"min_sheet_in": [40, 60]})["plans.max_sheet_in"]


def test_sheet_sizes_may_name_either_side_first() -> None:
    assert checked(table(plans={"min_sheet_in": [17, 11]}), Path("c.toml")).plans.min_sheet_in == (11, 17)


def test_a_file_from_a_windows_editor_is_read(tmp_path: Path) -> None:
    file = tmp_path / "c.toml"
    file.write_bytes(b"\xef\xbb\xbf" + EXAMPLE.read_bytes().replace(b"\n", b"\r\n"))
    assert load(file).office.phone == "503-823-5996"


def test_an_unknown_holiday_calendar_is_named() -> None:
    assert "portland-or" in mistakes(office={"holidays": "atlantis"})["office.holidays"]


def test_day_sheets_come_at_an_hour_before_the_days_end_or_never() -> None:
    assert checked(table(), Path("c.toml")).inspections.day_sheet_at == time(6, 45)
    never = table(inspections={"day_sheet_at": ""})
    assert checked(never, Path("c.toml")).inspections.day_sheet_at is None
    assert (
        "before day_end (17:00)"
        in mistakes(inspections={"day_sheet_at": "17:00"})["inspections.day_sheet_at"]
    )
    assert '"HH:MM"' in mistakes(inspections={"day_sheet_at": "dawn"})["inspections.day_sheet_at"]


def test_a_secret_comes_from_a_file_or_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret").write_text("from-file\n")
    config = checked(table(security={"token_secret_file": str(tmp_path / "secret")}), Path("c.toml"))
    assert secret_of(config.security, "token_secret") == "from-file"
    monkeypatch.setenv("FPP_TOKEN", "from-env")
    config = checked(table(security={"token_secret_env": "FPP_TOKEN"}), Path("c.toml"))
    assert secret_of(config.security, "token_secret") == "from-env"


def test_a_secret_never_shows_in_an_error_or_a_repr() -> None:
    box = {"address": "a@b.example", "host": "h.example", "security": "none", "password": "hunter2secret"}
    with pytest.raises(ConfigurationError) as caught:
        checked(
            table(mailboxes={"intake": box, "inspections": {**box, "password": ["hunter2secret"]}}), Path("c")
        )
    assert "hunter2secret" not in str(caught.value)
    good = checked(table(), Path("c.toml"))
    assert "password='x'" not in repr(good)


def test_replay_needs_only_the_addresses(tmp_path: Path) -> None:
    file = tmp_path / "c.toml"
    file.write_text(
        '[mailboxes.intake]\naddress="a@b.example"\n[mailboxes.inspections]\naddress="c@b.example"\n'
    )
    assert load_for_replay(file).mailboxes.inspections.address == "c@b.example"


@pytest.mark.parametrize("written", ['"plans.color" = "review"', 'plans.color = "review"'])
def test_severities_are_read_with_and_without_quotation_marks(written: str) -> None:
    severity = tomllib.loads(written)
    assert checked(table(severity=severity), Path("c.toml")).severity == {"plans.color": Severity.REVIEW}


def test_a_severity_of_an_unknown_code_is_refused_without_quotation_marks_too() -> None:
    found = mistakes(severity=tomllib.loads('plans.colour = "review"'))
    assert "`plans.color`" in found["severity.plans.colour"]


@pytest.mark.parametrize("content", ["[a", "\x00", "mailboxes = 3"])
def test_a_file_that_is_no_configuration_says_so(tmp_path: Path, content: str) -> None:
    file = tmp_path / "c.toml"
    file.write_text(content)
    with pytest.raises(ConfigurationError):
        load(file)


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="No such file"):
        load(tmp_path / "none.toml")


def test_a_secret_comes_from_the_credentials_of_systemd(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A relative name that is no file here is one of LoadCredential=; a file that is here wins."""
    (tmp_path / "credentials").mkdir()
    (tmp_path / "credentials" / "token").write_text("from-systemd\n")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path / "credentials"))
    monkeypatch.chdir(tmp_path)
    config = checked(table(security={"token_secret_file": "token"}), Path("c.toml"))
    assert secret_of(config.security, "token_secret") == "from-systemd"
    (tmp_path / "token").write_text("from-file")
    assert secret_of(config.security, "token_secret") == "from-file"
    assert "security.token_secret_file" in mistakes(security={"token_secret_file": "other"})


MICROSOFT = "https://login.microsoftonline.com/tenant/oauth2/v2.0/token"


@pytest.mark.parametrize(
    ("oauth2", "words"),
    [
        ({"client_secret": "s", "client_certificate": "c.pem", "token_url": MICROSOFT}, "not both"),
        ({"client_certificate": "c.pem", "token_url": "https://id.example/token"}, "Microsoft's"),
    ],
)
def test_a_certificate_stands_alone_and_is_for_microsoft(oauth2: dict[str, str], words: str) -> None:
    assert words in mistakes(oauth2=oauth2)["oauth2"]


def test_with_a_certificate_no_secret_is_asked_for() -> None:
    box = {"address": "a@city.example", "host": "h.example", "auth": "oauth2"}
    boxes = {"intake": box, "inspections": box}
    assert "oauth2.client_secret" in mistakes(mailboxes=boxes)
    oauth2 = {"client_certificate": "c.pem", "token_url": MICROSOFT, "client_id": "i"}
    checked(table(mailboxes=boxes, oauth2=oauth2), Path("c.toml"))


@pytest.mark.parametrize("listen", ["0.0.0.0:9464", "[::]:9464", "monitor.example:9464"])
def test_health_is_told_beyond_this_machine_only_where_somebody_says_so(listen: str) -> None:
    assert "beyond_loopback" in mistakes(health={"listen": listen})["health"]
    config = checked(table(health={"listen": listen, "beyond_loopback": True}), Path("c.toml"))
    assert config.health.place == (listen.rpartition(":")[0].strip("[]"), 9464)


@pytest.mark.parametrize("listen", ["9464", "127.0.0.1", "127.0.0.1:", "127.0.0.1:port", "127.0.0.1:70000"])
def test_a_place_to_listen_is_host_and_port(listen: str) -> None:
    assert '"HOST:PORT"' in mistakes(health={"listen": listen})["health"]


def test_health_is_told_on_loopback_by_default_and_can_be_switched_off() -> None:
    assert checked(table(), Path("c.toml")).health.place == ("127.0.0.1", 9464)
    assert checked(table(health={"listen": ""}), Path("c.toml")).health.place is None
    assert checked(table(health={"listen": "[::1]:1"}), Path("c.toml")).health.place == ("::1", 1)
