"""Whether a mail asks how a matter of its own stands: a question about something that is there already."""

from __future__ import annotations

import re
from itertools import islice

from parsers.permits import find_permits
from parsers.question_words import STATUS

_MOST_SENTENCES = 100
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.](?=\w)[^.!?\n]*)*[.!?]?")
# People leave the question mark away.
_ASKS = re.compile(
    r"^\W*(?:(?:and|so|also|but|hi|hey|hello|just|quick question)\b[\s,:-]*){0,3}(?:what|when|where|which|who"
    r"|how|is|are|was|were|has|have|did|does|do|will|any (?:word|news|update|idea)|wondering|curious"
    r"|may (?:i|we) (?:know|ask)|making sure|checking|confirming|(?:can|could) you (?:please )?(?:confirm|"
    r"tell|let|check|verify|see"
    r"|advise)|(?:please )?(?:let (?:me|us) know|confirm|advise) (?:if|whether|when|where|how|that))\b",
    re.IGNORECASE,
)
# What the rule is, what may be done, what it costs: no matter of anybody's own.
_OF_RULES = re.compile(
    r"\b(?:is there a (?:way|chance)|cop(?:y|ies) of|needs?|required?|requires|necessary|allowed|possible|"
    r"have to|has to|(?:are|am) (?:we|i) supposed to"
    r"|policy|usually|typically|normally|generally|in general|costs?|charged?|charges|fees? (?:for|per)|"
    r"rates?"
    r"|bill(?:ed|ing)?|invoices?|refund\w*|how (?:do|does|should|would|can|to|much|many)|how far (?:ahead|in"
    r" advance|out)|where (?:do|should"
    r"|can|must) (?:we|i)|who (?:do|should|can|signs?)|(?!may (?:we|i) (?:know|ask))(?:can|could|may|should|"
    r"would|must) (?:we|i|they|it|this"
    r"|an?|the|our|any\w*)|available(?! (?:to|for) (?:download|pick))|availability|free|send (?:me"
    r"|us) (?!the (?:status|results?)|an? update)|what (?:are|is) the (?:\w+ )?(?:requirements?|process"
    r"|procedure|difference|rules?))\b",
    re.IGNORECASE,
)
# What is still lacking to get a permit is no rule, though it is called a need.
_LACKS = re.compile(r"\b(?:else|still|missing|outstanding|waiting on|to issue|holding)\b", re.IGNORECASE)
# "If nobody is there, has it failed?" asks for the rule.
_SUPPOSES = re.compile(
    r"(?:^|(?<=[.!?\n]))\s*(?:what )?if (?:no ?(?:one|body)|some(?:one|body)|we|i|an?|they|"
    r"it rains)\b[^.!?\n]{3,300}\?",
    re.IGNORECASE,
)
_OF_CHARGES = re.compile(
    r"[^.!?\n]{0,200}\b(?:charged?|charges|bill(?:ed|ing)?|invoiced?|refund\w*|usually|typically|normally"
    r"|how long does (?:it|that) take)\b[^.!?\n]{0,200}\?",
    re.IGNORECASE,
)
_COURTESY = re.compile(
    r"\blet (?:me|us) know if (?:you (?:need|have|require|want|see)|there(?:'s| is)) any[^.!?\n]{0,80}",
    re.IGNORECASE,
)
_BY_SOMEBODY = re.compile(r"\b(?:any|some)(?:one|body)\b|\b(?:he|she|they)\b|\bhave you\b", re.IGNORECASE)
# Whether a thing was done: a matter of their own, whoever's name it goes by.
_PAST = re.compile(
    r"^\W*(?:(?:hi|hey|and|so|also|just)\b[\s,:-]*){0,2}(?:did|has|have|was|were)\b", re.IGNORECASE
)
_ORDERS = re.compile(
    r"\bany chance\b|\b(?:can|could|would|will) (?:\w+ ){1,2}?(?:be able to )?(?:please |kindly |"
    r"pls )?(?:schedule"
    r"|come|send (?!me|us)|inspect|do|make|swing|stop|get (?!an? (?:update|status))|book|add|set|move|cancel|"
    r"push"
    r"|issue|work|fit|squeeze|have|put|process|start|open|call|take|meet|visit|look at|ask)\b",
    re.IGNORECASE,
)
_STATE = re.compile(
    r"\b(?:issued?|approv\w+|sign(?:ed)?[- ]off|sign off|picked up|outstanding|still|yet|review\w*|"
    r"complete\w*"
    r"|receiv\w+|get|got|gotten|through|status|timing|timeline|dates?|when|ready|pass(?:ed)?|fail(?:ed)?|"
    r"coming"
    r"|way|assigned|waiting|missing|else|expect\w*|looking|looked|happen\w*|scheduled|confirm\w*|arriv\w*"
    r"|expires?|finaled|holding|hold[- ]?up|next steps?|where|results?|open|due|here|show\w*|gone|went|"
    r"made it"
    r"|came|entered|logged|processed|accepted|rejected|denied|set up|progress\w*|[ap]\.?m|what time|"
    r"available)\b",
    re.IGNORECASE,
)
_OWN_MATTER = re.compile(
    r"\b(?:my|our|this|that|the|these|those|\w+'s) (?:[\w#&/-]+ ){0,5}(?:permits?|applications?|submittals?"
    r"|packages?|plans?|drawings?|reviews?|revisions?|forms?|requests?|inspect\w+|registrations?|"
    r"resubmittals?"
    r"|checksheets?|appointments?|visits?|responses?|corrections?|final|rough\w*|cover|top out)\b"
    r"|\bwe\b[^.?!\n]{0,40}\b(?:sent|submitted|requested|have)\b",
    re.IGNORECASE,
)


def asks_how_it_stands(text: str, *, is_about_visit: bool) -> bool:
    """Whether the text asks for the state of a permit, a submittal or a visit that there is.

    `is_about_visit`: it names an inspector or a day, in the mailbox for inspections.
    """
    text = _OF_CHARGES.sub(" ", _SUPPOSES.sub(" ", _COURTESY.sub(" ", text)))
    if STATUS.search(text):
        return True
    questions = [
        words
        for sentence in islice(_SENTENCE.finditer(text), _MOST_SENTENCES)
        if (words := sentence[0].strip()[:400]).endswith("?") or _ASKS.match(words)
    ]
    of_matters = [words for words in questions if not _ORDERS.search(words) and not _is_of_rules(words)]
    is_of_permit = bool(find_permits(text))
    if any(_PAST.match(words) and _BY_SOMEBODY.search(words) for words in of_matters):
        return True
    if any(
        _STATE.search(words)
        and (is_of_permit or is_about_visit or _PAST.match(words) or _OWN_MATTER.search(words))
        for words in of_matters
    ):
        return True
    is_other = any(_ORDERS.search(words) or _is_of_rules(words) for words in questions)
    return is_of_permit and bool(of_matters) and not is_other


def _is_of_rules(words: str) -> bool:
    return _OF_RULES.search(words) is not None and _LACKS.search(words) is None
