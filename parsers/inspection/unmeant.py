"""What makes a command none: conditions, questions, and what is told of others or of earlier days."""

from __future__ import annotations

import re

# "If it rains" makes it no command; "if it is not too late" does.
IF_BEHIND = re.compile(
    r"[^,.]{0,40}?\b(?:if|in case|unless)\b(?! (?:possible|you can|needed|necessary|that's|that is|"
    r"it'?s (?:not too|ok|still)|it is (?:not too|ok|still)|not too|still|you (?:haven'?t|have not)|"
    r"at all))",
    re.IGNORECASE,
)
# "We'd appreciate it if you could move it", "move it if he is free": politeness, no condition.
POLITE = re.compile(
    r"\b(?:appreciate|great|nice|good|helpful|grateful|thankful|love|wonder\w*|see|"
    r"ask\w*)\b[^.!?\n]{0,16}?"
    r"\b(?:if|whether) (?:you|we|i|he|she|it|they|someone)(?= (?:could|can|would|were)\b)"
    r"|\bif (?:there(?:'s| is)|(?:you|he|she|they) ha(?:s|ve))\b[^.,!?\n]{0,20}\b(?:opening|room|slot|spot|"
    r"time|gap)\b",
    re.IGNORECASE,
)
IF_THEY_CAN = re.compile(
    r"[^.]{0,60}?\bif (?:(?:the|your|an?) )?(?:inspector|he|she|they|you|there|that|schedule|"
    r"\w+'s schedule)\b"
    r"(?![^.]{0,40}(?:\bnot\b|n't|\bfail|\blate\b))[^.]{0,20}\b(?:available|free|open\w*|room|time|works?|"
    r"allows?"
    r"|able|can|could)\b",
    re.IGNORECASE,
)
# "What's the latest I can cancel?", "is there a fee to reschedule?": asked, not ordered.
WANTS_TO_KNOW = re.compile(
    r"\W*(?:(?:hi|hello|hey|so|and|also|quick question)\b[\s,:-]{1,3}){0,2}(?:who|what(?! about)|why|which|"
    r"how(?! about)|where"
    r"|does|do (?:you|we|i)(?! have)|did|is there (?:an?|any) (?!\w*\s?(?:way|chance|possib)))\b",
    re.IGNORECASE,
)
# "We had to cancel last week's": told of what was.
HAD_TO = re.compile(r"\bhad to\s(?:\w+ly\s)?$", re.IGNORECASE)
GONE_BY = re.compile(r"\b(?:last|previous|earlier|yesterday\w*|ago|before)\b", re.IGNORECASE)
# What takes a cancelling back is none: "please ignore my earlier cancellation".
TAKES_BACK = re.compile(
    r"\b(?:disregard|ignore|forget|undo|retract|take back|rescind|reverse|revoke|withdraw|recall|scratch|"
    r"cancel|void)"
    r"(?:(?! and | but )[^.,;:!?\n\u2013-]){1,60}\bcancel",
    re.IGNORECASE,
)
# "He asked about cancelling": told, not ordered.
TOLD_ABOUT = re.compile(
    r"\b(?:said|says?|asked|asking|told|talk(?:ed|ing)?|heard|mention(?:ed|ing)|think(?:ing)?|thought|joked|"
    r"wrote|worr\w+)"
    r"\b[^.\n]{0,30}\b(?:about|of|on)\s$",
    re.IGNORECASE,
)
# "Your inspector told us to cancel": why it was, not that it be.
TOLD_BY_YOU = re.compile(
    r"\b(?:you|your \w+|(?:the |city )?inspector|the city|your office) (?:had )?"
    r"(?:told|asked|advised|instructed|forced|said) (?:us |me |our \w+ )?to\s$",
    re.IGNORECASE,
)
