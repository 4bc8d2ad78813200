"""Moments in time: aware outside, UTC inside."""

from __future__ import annotations

from datetime import UTC, datetime


def as_utc(moment: datetime, *, naive_is_utc: bool = False) -> datetime:
    """The same moment in UTC. A naive one is our own mistake, except where it comes back from SQLite."""
    if moment.tzinfo is None:
        if not naive_is_utc:
            raise ValueError(f"a moment without a time zone: {moment!r}")
        return moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC)
