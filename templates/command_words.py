"""What a coordinator is told about a command."""

from __future__ import annotations

from collections.abc import Iterable

EXAMPLES = (
    "release FPP-26-000123",
    "deny FPP-26-000123 because the permit is not issued yet",
    "assign FPP-26-000123 to Alex",
    "waive C-26-00004 because we came too late",
    "close FPP-26-000123",
    "pause letters",
    "resume letters",
    "release letters",
)
WORDS = {
    "pause_letters": (
        "Letters are paused. Mail is still taken and decided; nothing leaves until you write: resume letters"
    ),
    "resume_letters": "Letters leave again, those that waited first.",
    "release_letters": "Held letters that may go now: {count}.",
    "waive": "Charge {subject} is waived by line {words}. The charge itself stays on record.",
    "waive_without_reason": "Charge {subject} was not waived: a reason is needed. Write: waive {subject} because ...",
    "which_charge": "Nothing was waived. Please name the charge: {words}.",
    "no_charge": "none that could be waived is on record for that case",
    "close": "Case {subject} is closed.",
    "closed_before": "Case {subject} was closed already. Nothing was done.",
    "release": "{subject} is released: {words}",
    "release_elsewhere": (
        "{subject} is no inspection, so there is nothing to let through here. Please answer its sender yourself "
        "and write: close {subject}"
    ),
    "deny": "{subject} is refused. {words}",
    "deny_without_reason": (
        "{subject} was not refused: its sender is to be told why. Write: deny {subject} because ..."
    ),
    "received": "the submittal counts as received, and {subject} is told so.",
    "told": "{subject} is told so, with your reason.",
    "told_nobody": "Nothing was sent to {subject}: that mail was not proved to be the sender's.",
    "assign": "{subject} goes to {words}. The requester and everybody concerned are told.",
    "other_trade": "Please note that {words} is not among the trades of {subject} on record.",
    "has_it": "{subject} is with {words} already. Nothing was done.",
    "is_away": "{subject} was not assigned: {words} is away on that day by the list of absences.",
    "not_theirs": "{subject} was not assigned: by trade or absence it can't go to {words}.",
    "still_asked": "{subject} was not assigned yet: its sender still has to answer what we asked.",
    "no_name": 'No inspector is called "{subject}". On record are: {words}.',
    "two_names": '"{subject}" fits several inspectors, so nothing was assigned. Please write one of: {words}.',
    "no_case": "There is no case {subject} on record. Nothing was done.",
    "which_case": "It is not clear which case you mean. Please name it, for example: release FPP-26-000123",
    "which_of": "Several cases may be meant, so nothing was done. Please name one of: {words}. Or write: release all",
    "nothing_waits": "Nothing of {subject} waits for your decision. Nothing was done.",
    "done_before": "{subject} was decided before ({words}). Nothing was done a second time.",
    "no_inspector": "no inspector is free for it. Write: assign FPP-26-000123 to ... with its number",
    "nothing_fits": "there is nothing on our list any more that it could mean",
    "not_done": "{subject} was left as it is: {words}.",
    "strange_line": 'This line was not understood, and nothing was done about it: "{subject}".',
}
DECIDED = {
    ("request", "accept"): "the inspector has the request, case {case}.",
    ("cancel", "accept"): "the inspection is cancelled, case {case}.",
    ("reschedule", "accept"): "the inspection is moved, case {case}.",
}
STILL_ASKED = "something is still missing, and the sender was asked for it, case {case}."


def echo(name: str, **values: str | int) -> str:
    """The sentence for this outcome."""
    return WORDS[name].format(**values)


def decided(outcomes: Iterable[tuple[str, str, str]]) -> str:
    """What became of the requests of a mail that was released: intent, action and case of each."""
    said = (
        DECIDED.get((intent, str(action)), STILL_ASKED).format(case=case) for intent, action, case in outcomes
    )
    return " ".join(dict.fromkeys(said))
