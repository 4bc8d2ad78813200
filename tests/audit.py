"""Looks the locked packages up in the advisory database: `python -m tests.audit`, where pip-audit is installed.

Exit 1 only where a known weakness was found. Where the database or the tool cannot be reached, nothing is known,
and that is said: a build does not fail because a line is down.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-dev.lock")
SECONDS = 300


def main() -> int:
    """Audits every lock file; 1 where one holds a package with a known weakness."""
    if importlib.util.find_spec("pip_audit") is None:
        sys.stdout.write(
            "audit: pip-audit is not installed (pip install pip-audit): nothing was audited" + "\n"
        )
        return 0
    return max(_audit(ROOT / lock) for lock in LOCKS)


def _audit(lock: Path) -> int:
    command = [
        sys.executable,
        "-m",
        "pip_audit",
        "--progress-spinner=off",
        "--disable-pip",
        "--require-hashes",
    ]
    try:
        ended = subprocess.run(
            [*command, "--format=json", "--requirement", lock],
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        packages = json.loads(ended.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        sys.stdout.write(
            f"audit: {lock.name}: the advisory database cannot be reached, nothing was audited" + "\n"
        )
        return 0
    return report(lock.name, packages)


def report(name: str, packages: list[dict[str, Any]]) -> int:
    """Says what came of it; 1 where a weakness is known."""
    audited = [package for package in packages if "skip_reason" not in package]
    weak = [package for package in audited if package.get("vulns")]
    for package in weak:
        for weakness in package["vulns"]:
            fixed = ", ".join(weakness.get("fix_versions", ())) or "nothing yet"
            _say(f"{name}: {package['name']} {package['version']}: {weakness['id']}, mended in {fixed}")
    if packages and not audited:
        _say(f"{name}: the advisory database knows none of the packages, so nothing was audited")
        return 0
    _say(f"{name}: {len(audited)} of {len(packages)} packages looked up, {len(weak)} with a known weakness")
    return 1 if weak else 0


def _say(words: str) -> None:
    sys.stdout.write(f"audit: {words}\n")


if __name__ == "__main__":
    sys.exit(main())
