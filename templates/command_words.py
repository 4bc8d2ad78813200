"""What a coordinator is told about a command."""

from __future__ import annotations

WORDS = {
    "pause_letters": (
        "Letters are paused. Mail is still taken and decided; nothing leaves until you write: resume letters"
    ),
    "resume_letters": "Letters leave again, those that waited first.",
    "release_letters": "Held letters that may go now: {count}.",
    "waive": "Charge {subject} is waived by line {words}. The charge itself stays on record.",
    "waive_without_reason": "Charge {subject} was not waived: a reason is needed. Write: waive {subject} because ...",
    "close": "Case {subject} is closed.",
    "not_done": "{subject} was left as it is: {words}.",
    "not_understood": (
        "No command was found. One a line: pause letters; resume letters; release letters; "
        "waive C-26-00004 because ...; close FPP-26-000123."
    ),
}


def echo(name: str, **values: str | int) -> str:
    """The sentence for this outcome."""
    return WORDS[name].format(**values)
