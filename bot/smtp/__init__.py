"""Letters out over SMTP connections that are kept open; what became of each letter is said exactly."""

from bot.smtp.lane import SmtpLane
from bot.smtp.values import (
    Outcome,
    RecipientAnswer,
    SmtpLoginRefused,
    SmtpMisconfigured,
    SmtpSettings,
    SmtpUnavailable,
)

__all__ = [
    "Outcome",
    "RecipientAnswer",
    "SmtpLane",
    "SmtpLoginRefused",
    "SmtpMisconfigured",
    "SmtpSettings",
    "SmtpUnavailable",
]
