"""What no single package can see: names that would clash, samples for every kind, nothing of a private machine."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import get_args

import pytest

from bot.demo.messages import demo_messages
from bot.demo.sample_registry import BASE_DAY
from rules.decision import Kind
from rules.finding import Action

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "parsers", "rules", "storage", "templates")


def committed() -> tuple[Path, ...]:
    """Every file under version control, or about to be; all files where this is no checkout."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    names = listing.stdout.split("\0") if listing.returncode == 0 else []
    return tuple(path for path in map(ROOT.joinpath, filter(None, names)) if path.is_file())


@pytest.mark.parametrize("package", PACKAGES)
def test_no_other_distribution_brings_a_package_of_our_names(package: str) -> None:
    assert set(packages_distributions().get(package, ())) <= {"fpp-bot"}
    assert package not in sys.stdlib_module_names


def test_every_folder_of_code_is_one_of_the_five_packages_or_the_tests() -> None:
    folders = {path.relative_to(ROOT).parts[0] for path in committed() if path.suffix == ".py"}
    assert folders <= {*PACKAGES, "tests"}


def test_every_kind_and_every_action_has_a_sample_in_the_demo() -> None:
    samples = demo_messages(BASE_DAY)
    assert {sample.kind for sample in samples} == set(get_args(Kind))
    assert {sample.action for sample in samples} == set(Action)


# Built from pieces, so that this file does not name what it looks for.
PRIVATE = re.compile(
    "|".join(
        (
            r"py" + r"pi\.org",
            r"python" + r"hosted",
            r"/ro" + r"ot/",
            r"/ho" + r"me/[a-z]",
            r"/wo" + r"rk/",
            r"extra-index" + r"-url",
            r"index-" + r"url",
        )
    )
)


def test_nothing_committed_names_a_private_path_or_a_registry() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in committed()
        for number, line in enumerate(path.read_bytes().decode("utf-8", "replace").splitlines(), 1)
        if PRIVATE.search(line)
    ]
    assert found == []


def test_every_package_and_module_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in committed()
        if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in PACKAGES
        if not path.read_text(encoding="utf-8").startswith(('"""', 'r"""'))
    ]
    assert silent == []
