from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.config import Config, ConfigurationError, MailboxConfig, checked, load, load_for_replay, secret_of
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
    assert "this machine only" in mistakes(smtp={"host": "mx.example", "security": "none"})["smtp"]


def test_an_unknown_holiday_calendar_is_named() -> None:
    assert "portland-or" in mistakes(office={"holidays": "atlantis"})["office.holidays"]


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


def test_severities_are_read(tmp_path: Path) -> None:
    assert checked(table(severity={"plans.color": "review"}), tmp_path).severity == {
        "plans.color": Severity.REVIEW
    }


@pytest.mark.parametrize("content", ["[a", "\x00", "mailboxes = 3"])
def test_a_file_that_is_no_configuration_says_so(tmp_path: Path, content: str) -> None:
    file = tmp_path / "c.toml"
    file.write_text(content)
    with pytest.raises(ConfigurationError):
        load(file)


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="No such file"):
        load(tmp_path / "none.toml")
