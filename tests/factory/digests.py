"""A digest's view, well by default, and one with everything in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from templates.views import (
    AttentionItem,
    ChargeItem,
    DigestView,
    DoneItem,
    HealthLine,
    InspectorDay,
    KindCount,
    MailboxHealth,
    Visit,
)

ZONE = ZoneInfo("America/Los_Angeles")
MADE = datetime(2026, 3, 4, 6, 30, tzinfo=ZONE)


def a_digest(**changes: object) -> DigestView:
    """A day on which nothing happened and all is well."""
    view = DigestView(
        office="Facility Permit Program",
        day=date(2026, 3, 3),
        made_at=MADE,
        tone="good",
        headline="All is well, nothing needs you",
        mailboxes=(MailboxHealth("intake", "intake@fpp.example", MADE, 2),),
    )
    return replace(view, **changes)  # type: ignore[arg-type]


def a_full_digest(word: str = "Lovejoy") -> DigestView:
    """Everything that a digest can show; `word` stands wherever a stranger's words can stand."""
    received = datetime(2026, 3, 3, 14, 5, tzinfo=ZONE)
    return a_digest(
        tone="watch",
        headline="2 things need a person",
        mailboxes=(
            MailboxHealth("intake", "intake@fpp.example", MADE, 2),
            MailboxHealth("inspections", "inspections@fpp.example", None, None, "bad", word),
        ),
        health=(
            HealthLine("Oldest unanswered mail", "14 minutes"),
            HealthLine("Messages shelved", "1", "bad", "Look with: fpp-bot quarantine list"),
            HealthLine("Letters held back", "3", "watch", word),
        ),
        attention=(
            AttentionItem(
                "FPP-26-000126",
                "refer",
                "inspection_request",
                word,
                word,
                received,
                word,
                "hold.active",
                "",
                date(2026, 3, 5),
                urgent=True,
            ),
            AttentionItem(
                "FPP-26-000127",
                "review",
                "permit_application",
                "maria@acme.example",
                "Plans",
                received,
                "A seal in colour",
                "plans.color",
                "cases/FPP-26-000127.html",
            ),
        ),
        counts=(
            KindCount("permit_application", 2, 1, 3, 1),
            KindCount("automated", ignore=4),
            KindCount("inspection_reschedule", accept=12),
        ),
        done=(DoneItem(received, "FPP-26-000128", "inspection_request", "accept", word, word, word),),
        done_not_shown=40,
        next_day=date(2026, 3, 4),
        next_days_visits=(
            InspectorDay(
                "Dana Whitcomb",
                (
                    Visit(
                        "FPP-26-000123",
                        "25-012345-000-00-FA",
                        word,
                        (word,),
                        "09:00",
                        agreed=True,
                        contact_name=word,
                        contact_phone="+15035550142",
                        contact_link="tel:+15035550142",
                        urgent=True,
                    ),
                ),
            ),
            InspectorDay("Sam Okafor", (), word),
        ),
        charges=(
            ChargeItem(
                "C-26-00004",
                "FPP-26-000129",
                word,
                ("25-012345-000-00-FA",),
                (word,),
                "Dana Whitcomb",
                MADE,
                received,
                985,
                Decimal("0.25"),
                "late_cancellation",
                needs_review=True,
            ),
        ),
        hours_charged=Decimal("0.25"),
    )
