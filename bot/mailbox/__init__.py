"""One IMAP mailbox over one connection: what waits there, the raw mails, the mark that we are done."""

from bot.mailbox.connection import Mailbox
from bot.mailbox.values import (
    FetchedMail,
    FolderRebuilt,
    LoginRefused,
    MailboxError,
    MailboxMisconfigured,
    MailboxSettings,
    MailboxState,
    MailboxUnavailable,
)

__all__ = [
    "FetchedMail",
    "FolderRebuilt",
    "LoginRefused",
    "Mailbox",
    "MailboxError",
    "MailboxMisconfigured",
    "MailboxSettings",
    "MailboxState",
    "MailboxUnavailable",
]
