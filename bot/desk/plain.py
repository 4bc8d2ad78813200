"""Decisions that need no facts of their own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.desk.understanding import Understood
from bot.world import World
from rules.decision import Decision
from rules.finding import Action, Finding
from rules.policy import action_for, judged


def plain_decision(
    understood: Understood, action: Action, *, kind: str = "", reason: str = "", answers: bool = True
) -> Decision:
    """The mail's kind with that action; `answers`: whether anything may be sent to its sender."""
    return Decision(
        kind=kind or understood.kind,  # type: ignore[arg-type]  # a kind that was recorded is a kind
        action=action,
        received_at=understood.envelope.received_at,
        documents=understood.documents,
        answers_sender=answers,
        reason=reason,
    )


def judged_decision(understood: Understood, findings: Iterable[Finding], world: World) -> Decision:
    """What these findings lead to by the office's own severities."""
    kept = judged(findings, world.office.severity)
    return replace(plain_decision(understood, action_for(kept)), findings=kept)
