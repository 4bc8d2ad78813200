"""Why a letter could not be delivered, in the office's words (status codes of RFC 3463 section 3)."""

from __future__ import annotations

WORDS = {
    "1.1": "there is no such mailbox",
    "1.2": "there is no such mail domain",
    "1.3": "the address is not well-formed",
    "1.6": "the mailbox has moved and left no new address",
    "1.10": "the domain takes no mail",
    "2.1": "the mailbox is switched off",
    "2.2": "the mailbox is full",
    "2.3": "the letter is too large for the mailbox",
    "3.4": "the letter is too large for the receiver's server",
    "4.1": "the receiver's server did not answer",
    "4.4": "no server could be found for the address",
    "4.6": "the receiver's servers pass the letter round in circles",
    "4.7": "the server tried for as long as it does and gave up",
}
SUBJECTS = {
    "1": "the address is wrong",
    "2": "the mailbox takes no mail",
    "3": "the receiver's mail system has a fault",
    "4": "the receiver's server could not be reached",
    "5": "the servers did not understand each other",
    "6": "the receiver's server could not read the letter",
    "7": "the receiver's rules refused it",
}
UNKNOWN = "the receiver's server gave no reason that we can read"


def delivery_words(status: str, said: str) -> str:
    """One line: the reason in words, with the status code and what the server said in brackets."""
    _, _, detail = status.partition(".")
    reason = WORDS.get(detail) or SUBJECTS.get(detail.partition(".")[0]) or UNKNOWN
    evidence = said if status in said else " ".join(filter(None, (status, said)))
    return f"{reason} ({evidence})" if evidence else reason
