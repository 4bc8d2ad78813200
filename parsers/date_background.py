"""Dates of other things in a mail: of plans, earlier visits, deliveries; and days that the sender takes back."""

from __future__ import annotations

import re
from datetime import date, timedelta

from parsers.date_atom import Atom

TIME_BETWEEN = (
    r"(?:[ ,]{0,2}(?:at|@|from|"
    r"between)?[ ]{0,2}\d{1,2}(?::\d\d)?(?:[ ]?-[ ]?\d{1,2}(?::\d\d)?)?[ ]?(?:[ap]\.?m\.?)?"
    r"|[ ,]{0,2}(?:in the )?(?:morning|afternoon|am|pm|[ap]\.m\.))?"
)
RANGE_GAP = re.compile(
    rf"{TIME_BETWEEN}\s{{0,2}}(?:-|to|thru|through|until|till)\s{{0,2}}(?:the )?", re.IGNORECASE
)
_CORRECTS = re.compile(
    r"\b(?:i (?:mean|meant)(?: to say)?|scratch that|strike that|correction|no,? wait|make that|oops|whoops|should "
    r"(?:say|read|have said|have been))\b[\s,:;.!-]{0,4}(?:(?:i (?:mean|meant)|make (?:it|that)|it'?s|"
    r"should be|on|for|"
    r"the|this)[\s,]{1,2}){0,2}$",
    re.IGNORECASE,
)
_BACKGROUND = re.compile(
    r"\b(?:dated(?!:)|every|each|issued|expir\w+|approved|failed|passed|since|as of|sent|submitted|"
    r"received|revis\w+|rev\.?\s?\d?|past|previous\w*|"
    r"(?:was|were|been|already|last|previously|first|originally) inspected|called in|"
    r"e-?mail(?:ed)? (?:of|from|on|dated)|plans|"
    r"drawings|invoiced?|started|"
    r"finished|poured|installed|completed|met(?: with)?|spoke|talked|visited|"
    r"came(?: out)?|were here|was here|did|had|signed(?: off)?|corrected|per|paid|bid|ended|(?:was|"
    r"were|got|been) done|"
    r"called|corrections? (?:from|of)|notice (?:from|of)|left|asked|told|"
    r"pour(?:ing)?(?! insp)|mov(?:e|es|ing) in|opens|(?:store|tenant|grand|shop|soft) opening|"
    r"deadline(?: is)?|due|deliver\w*|occup\w+|"
    r"(?:business |office |site )?hours(?: are)?|last|hang(?:ing)?(?: rock| board)?(?! insp)|clos(?:e|"
    r"ing) up|cover(?:ing)? "
    r"(?:it )?up|leav(?:e|es|ing)(?: town)?|return(?:s|ing)?|vacation|"
    r"be back|back (?:in the office|from)|start(?:s|ing)? (?:drywall|hanging|insulation|work|demo)|"
    r"drywall(?:ers?)? (?:start|come|show)\w*|(?:not|n't|dont) cancel)"
    r"(?: (?:concrete|the|our|on|in|at|from|slab|for|by|is|was|were|all|it|them|with|you|him|her|that|"
    r"this|cover|rough(?:-in)?|drywall|sheetrock|board|carpet|tile|paint|insulation|inspection|walls?|"
    r"ceiling|final|back|up|off|out)){0,4}[ :]{1,2}(?:the "
    r")?$",
    re.IGNORECASE,
)
# "The occupancy date in the lease is March 3", "happy Thursday"
_OTHER_EVENT = re.compile(
    r"\b(?:occupanc\w+|lease|move-?in|(?:store|grand) opening|event|party|meeting|delivery|shutdown|holiday)\b"
    r"(?: (?!inspect)[a-z]+){0,6}\s$|\b(?:happy|good)\s$",
    re.IGNORECASE,
)
# "We set the unit on Saturday": what somebody did, unless they wished it.
_SOMEBODY_DID = re.compile(
    r"\b(?:we|i|they|he|she|you|crew|guys|\w{3,}ers?|contractor|inspector)\s(?:\w+ly\s|have\s|just\s){0,2}"
    r"(?!(?:need|want|hop|plan|lik|intend|schedul|wonder|request|prefer|expect)\w*\s)"
    r"(?:[a-z]{2,}ed|set|hung|ran|put|built|got|made|did|had|did|met|sent|came)\b(?! to\b)"
    r"(?![^\n]{0,40}\binsp)[^\n]{0,40}\s(?:on|last)\s$"
    # "and close the walls on 3/9"
    r"|\b(?:close|cover|hang|insulate|pour|paint|start)s?\s(?:the|our|up|this|that|it)\s(?!inspect)[^\n]{0,24}\son\s$",
    re.IGNORECASE,
)
_PAST_TENSE = re.compile(r"\b(?:was|were|had|did|came|[a-z]{3,}ed)\b", re.IGNORECASE)
_LONG_AGO = timedelta(300)
_EARLIER_VISIT = re.compile(r"\b(?:from|since|at|after|on) (?:your|his|her|their)\s$", re.IGNORECASE)
# "Created by Ana on 2/8", "rev. of 2/15 plans"
_WRITTEN_DOWN = re.compile(
    r"\b(?:created|generated|updated|entered|logged|printed|submitted|posted|uploaded)\b[^.\n]{0,40}\son\s$",
    re.IGNORECASE,
)
_PAPERS_AFTER = re.compile(
    r"\s(?:plans?|drawings?|revisions?|submittals?|bulletin|invoice|correction (?:notice|list)|e-?mail|letter)\b",
    re.IGNORECASE,
)
_VISIT_AFTER = re.compile(r"\s(?:visit|inspection|correction|notice|report|site visit|walk)", re.IGNORECASE)
_TODAY_IS_WANTED = re.compile(
    r"\b(?:hop(?:e|ing)|wonder\w*|need(?:s|ing)?|could|can|would|want(?:s|ing)?|please|pls|come|"
    r"available|possible)\b",
    re.IGNORECASE,
)
_TODAY_IS_OVER = re.compile(
    r"\b(?:spoke|talked|called|e-?mailed|finished|completed|passed|failed|sent|received|got|asked|"
    r"told|issued|signed|paid|submitted|met|left|came|"
    r"was|were|had|did|just|wrapped|installed|poured|picked|saw|noticed|dropped|inspected|heard|tried|"
    r"finishing|wrapping)\b[^.!?\n]{0,40}$",
    re.IGNORECASE,
)


def without_same_day(text: str, found: list[Atom]) -> list[Atom]:
    """ "Both permits, same day": the day that is named, where one is."""
    named = [atom for atom in found if not text[atom.start : atom.end].lower().startswith("same")]
    return named or found


def without_long_ago(text: str, found: list[Atom], today: date) -> list[Atom]:
    """ "It failed the inspection on January 22": a day of the past tense that would else be next year's."""
    if not any(atom.days and today <= atom.days[0] < today + _LONG_AGO for atom in found):
        return found
    return [
        atom
        for atom in found
        if not (
            atom.kind == "day"
            and atom.days
            and not today <= atom.days[-1] < today + _LONG_AGO
            and _PAST_TENSE.search(words_before(text, atom.start, 80))
        )
    ]


def without_taken_back(text: str, found: list[Atom]) -> list[Atom]:
    """Without the day that the sender takes back: "Thursday - sorry, I mean Friday"."""
    kept: list[Atom] = []
    for atom in found:
        if kept and _CORRECTS.search(text[max(0, atom.start - 48) : atom.start]):
            wrong = kept[-1].days
            kept = [one for one in kept if one.days != wrong]
        kept.append(atom)
    return kept


def words_before(text: str, start: int, length: int) -> str:
    """What stands before, back to the end of the sentence or line before it."""
    piece = text[max(0, start - length) : start]
    cut = max(
        piece.rfind("\n"),
        piece.rfind(". "),
        piece.rfind(";"),
        piece.rfind("!"),
        piece.rfind("?"),
        piece.rfind(", "),
    )
    return piece[cut + 1 :]


def foreground(text: str, found: list[Atom]) -> list[Atom]:
    """Without the dates of other things, nor the end of a range ("hours Mon-Fri") that begins with one."""
    kept: list[Atom] = []
    dropped: Atom | None = None
    for atom in found:
        leans = dropped is not None and bool(RANGE_GAP.fullmatch(text, dropped.end, atom.start))
        if leans or _is_background(text, atom):
            dropped = atom
        else:
            kept.append(atom)
    return kept


def _is_background(text: str, atom: Atom) -> bool:
    """A date of something else: of the plans, of an earlier visit, of the concrete."""
    before = words_before(text, atom.start, 60)
    if _BACKGROUND.search(before) or re.search(r"\bhours\b", before, re.IGNORECASE):
        return True
    if _OTHER_EVENT.search(before) or _SOMEBODY_DID.search(before):
        return True
    if _EARLIER_VISIT.search(before) and _VISIT_AFTER.match(text, atom.end):
        return True
    if _WRITTEN_DOWN.search(before) or _PAPERS_AFTER.match(text, atom.end):
        return True
    said = text[atom.start : atom.end].lower()
    if said.startswith(("today", "this morning", "this afternoon", "2day")):
        if _TODAY_IS_WANTED.search(before):
            return False
        return bool(_TODAY_IS_OVER.search(before)) and not re.search(
            r"\b(?:scheduled|booked|set up|down)\s(?:for\s)?$", before, re.IGNORECASE
        )
    return False
