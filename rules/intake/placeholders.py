"""Entries that stand in a field and say nothing yet: N/A, TBD, pending, ---, "see attached"."""

from __future__ import annotations

import re

MAX_CHARACTERS = 200
_MARKS = re.compile(r"[\W_0]*|[xX]+")
# "TBD - will send Monday", "pending owner", "don't have one yet": words with no number among them but a date.
_PUT_OFF = re.compile(
    r"\A(?:tb[adc]|n\.?/?a|none|unknown|to (?:be|come|follow)|see [a-z]+|same as|requested|applied for|in review"
    r"|ask|per (?:the )?(?:owner|client|landlord|tenant|rp))\b"
    r"|\b(?:pending|to (?:provide|supply|advise|confirm)|need(?:ed)? from|no yet|unassigned|being assigned"
    r"|no (?:prn|p\.?o\.?|number|billing|reference)|a?waiting|asked|asking|coming soon|forthcoming|on hold"
    r"|in (?:the works|progress|process)|(?:don'?t|do not) (?:have|know)"
    r"|will (?:be|send|follow|provide|call|get|e-?mail|advise))\b"
    r"|\bnot (?:yet|known|avail|appl|req|needed|assigned|issued|provided|given|sure)",
    re.IGNORECASE,
)
_DATE = re.compile(r"\d{1,2}/\d{1,2}(?:/\d{2,4})?")
# What says nothing in any field, letters only.
_NOTHING = frozenset({
    "na", "none", "noneyet", "nil", "null", "tbd", "tba", "tbc", "pending", "unknown", "notknown", "notknownyet",
    "notyetknown", "notavailable", "notapplicable", "notprovided", "notgiven", "notsure", "notyet", "dontknow",
    "idk", "later", "nothing", "blank", "tocome", "tofollow", "willfollow", "tobedetermined", "tobeannounced",
    "tobeassigned", "tobeprovided", "tobeconfirmed", "tobedecided", "willbeprovided", "requested",
})  # fmt: skip
# In the place of a number these say nothing either.
_NO_NUMBER = frozenset({
    "same", "sameasabove", "seeattached", "attached", "asabove", "seeabove", "seebelow", "seeplans", "no", "number",
    "prn", "reference", "billing", "ditto", "various", "notassigned", "nonumber", "nopo", "applied", "asap",
    "inprocess", "inprogress", "notneeded", "missing", "required", "nonumberyet", "question", "test",
    "dontknowyet", "followup",
})  # fmt: skip
_PAPERS = (
    r"attach(?:ed|ments?)|enclosed|plans?|drawings?|sheets?|documents?|narrative|(?:cover )?letter|e-?mail"
)
_TO_PAPERS = re.compile(
    rf"(?:please )?(?:(?:see|per|as per|refer to|as shown (?:on|in)) )?(?:(?:the|our|my) )?(?:{_PAPERS}|below)"
    rf"(?: (?:{_PAPERS}|set|form|[a-z]{{0,2}}-?\d[\d.]*))*",
    re.IGNORECASE,
)
_TO_THE_FORM = re.compile(r"(?:the )?same(?: as .*)?|ditto|(?:see|as) above|as before", re.IGNORECASE)


def is_no_number(written: str) -> bool:
    """Whether the entry says in one way or another that there is no number: N/A, TBD, pending, 0, ---."""
    if is_nothing(written) or _letters(written) in _NO_NUMBER:
        return True
    plain = _DATE.sub("", written[:MAX_CHARACTERS].replace("’", "'"))
    return _PUT_OFF.search(plain) is not None and not any(letter.isdigit() for letter in plain)


def is_nothing(written: str) -> bool:
    """Whether the entry is as good as a blank: TBD, N/A, ---, and nothing else."""
    return _letters(written) in _NOTHING or _MARKS.fullmatch(written) is not None


def points_to_papers(written: str) -> bool:
    """Whether the entry only points to what may be attached: "see plans", "per attached narrative"."""
    return _TO_PAPERS.fullmatch(_plain(written)) is not None


def points_to_the_form(written: str) -> bool:
    """Whether the entry only points to another place of the form: "same as above", "ditto"."""
    return _TO_THE_FORM.fullmatch(_plain(written)) is not None


def _letters(written: str) -> str:
    return re.sub(r"[\W_]+", "", written[:MAX_CHARACTERS]).lower()


def _plain(written: str) -> str:
    return " ".join(written[:MAX_CHARACTERS].split()).strip(" .,;:!*()-")
