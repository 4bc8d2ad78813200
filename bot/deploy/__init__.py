"""What a server needs to run the robot for years, written out as files."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from string import Template

from bot.config.tables import Config, LimitsConfig

PREFIX = "/opt/fpp-bot"
CONFIG = "/etc/fpp-bot/config.toml"
# What the daemon itself needs with the largest mail in hand, beside the child that reads a PDF.
OWN_MEMORY_MB = 1536
# pdf_memory_mb = 0 sets no limit: the whole service still has one.
CHILD_MEMORY_IF_UNSAID_MB = 4096


def write_deployment(folder: Path, config: Config | None = None) -> tuple[Path, ...]:
    """Writes every file into the folder, limits fitted to the configuration; returns them."""
    limits = config.limits if config else LimitsConfig()
    child_mb = limits.pdf_memory_mb or CHILD_MEMORY_IF_UNSAID_MB
    values = {
        "prefix": PREFIX,
        "program": f"{PREFIX}/bin/fpp-bot",
        "config": CONFIG,
        "pdf_memory_mb": limits.pdf_memory_mb,
        "memory_high_mb": OWN_MEMORY_MB + child_mb,
        "memory_max_mb": 2 * OWN_MEMORY_MB + child_mb,
    }
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for source in sorted(files(__package__).joinpath("files").iterdir(), key=lambda file: file.name):
        target = folder / source.name
        target.write_text(Template(source.read_text(encoding="utf-8")).substitute(values), encoding="utf-8")
        # Nothing secret is in them, and a container is built by somebody else.
        target.chmod(0o644)
        written.append(target)
    return tuple(written)
