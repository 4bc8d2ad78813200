"""Whether a mail's own words give what belongs on a form: "the reference number is HV-10021"."""

from __future__ import annotations

import re

MAX_CHARACTERS = 20_000
_DETAIL = re.compile(
    r"\b(?:(?:project )?(?:reference|billing) (?:number|no\.?|#|id)|prn|p\.?o\.? (?:number|no\.?|#)|"
    r"(?:project )?valuation|permit (?:number|no\.?|#)|ccb|project address|building name|mechanical valuation|"
    r"description of work|applicant(?:'s)? (?:name|e-?mail|phone))\b[^?\n]{0,30}?(?:\bis\b|[:=#])\s*[^\s?]{2,}",
    re.IGNORECASE,
)
_PUT_OFF = re.compile(
    r"\b(?:not yet|pending|will (?:be|send|follow|provide)|to follow|waiting|coming|tbd)\b", re.IGNORECASE
)


def gives_details(text: str) -> bool:
    """Whether some line gives a form's field a value; one that only announces it does not."""
    lines = text[:MAX_CHARACTERS].splitlines()
    return any(_DETAIL.search(line[:300]) and not _PUT_OFF.search(line[:300]) for line in lines)
