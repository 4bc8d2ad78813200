"""The words with which people ask: how a matter stands, whether something is needed, what the rule is."""

from __future__ import annotations

import re

_ASKS_THE_STATE = (
    r"status (?:of|on|update|check|for)",
    (
        r"(?:what(?:'s| is)|check(?:ing)?(?: on)?|update on|know|provide|get|request) (?:the "
        r"|a )?(?:current )?status"
    ),
    (
        r"where (?:is|are|does|do|did) (?:(?:my|our|the|this|that|permit"
        r"|application) )?(?:[\w#&/-]+ ){0,6}(?:permits?|applications?|submittals?|reviews?|plans|drawings"
        r"|revisions?|projects?|inspect\w+|registration|requests?|jobs?|packages?|responses?|it|this"
        r"|\d{2}-\d{6}[\w-]*)\b"
    ),
    r"where (?:are|is|do) (?:we|you|things|everything|it|this) (?:at|with|on|in|stand\w*)",
    r"follow(?:ing|ed)?[- ]?up on (?:my|our|the|this) (?:\w+ ){0,3}(?:e-?mails?|messages?|notes?)",
    (
        r"(?:give|get|have|send) (?:\w+ ){1,2}an? (?:quick |brief )?(?:status )?updates? (?:on|about|for|"
        r"regarding)"
    ),
    r"where (?:we|it|things) (?:are|is|stands?)",
    (
        r"(?:tell|let|know|find out|see|idea|advise|wondering"
        r"|curious)\b[^.?!\n]{0,20} where (?:[\w#-]+ ){1,6}(?:is|are|stands?|sits?)\b"
    ),
    r"(?:whether|if|did|has|have)(?: [\w#-]+){1,8} (?:pass|fail)(?:ed)?\b",
    r"any (?:update|news|word|progress)",
    (
        r"(?:has|have|was|is) (?:my|our|the|this|that|permit|application"
        r"|\d{2}-\d{6}[\w-]*) (?:[\w-]+ ){0,5}(?:been )?(?:issued|approved|finaled|finalled|final|closed|"
        r"assigned"
        r"|received|reviewed|ready|accepted|set up|on the schedule|still (?:on|scheduled|happening)|scheduled"
        r"|confirmed|cancelled|canceled|on for|on\b)"
    ),
    (
        r"when (?:will|can|should|is|do|might|would) (?:my|our|the|this|that|it|they|we|i"
        r"|permit) (?:[\w-]+ ){0,5}(?:be )?(?:issued|approved|ready|reviewed|expect|hear|get|set up|complete"
        r"|completed|done|finished|assigned)"
    ),
    (
        r"follow(?:ing)?[- ]?up on (?:the |my |our |this )?(?:\w+ ){0,4}(?:permit|application|submittal"
        r"|inspection|request|review|status|\d{2}-\d{6})"
    ),
    r"checking (?:in )?(?:on|to see|if|whether)",
    (
        r"(?:are|is) (?:we|the inspector|anyone|someone|somebody|the inspection) (?:still )?(?:on|coming"
        r"|scheduled|set|on the schedule)\b"
    ),
    r"did (?:you|anyone|my|our|the|we) (?:\w+ ){0,5}(?:get|receive|pass|go through|see|make it)",
    r"still (?:on|coming|happening|scheduled) (?:for|today|tomorrow)",
    r"what time (?:is|will|should|can we expect|are)",
    r"when is (?:the |my |our )?(?:inspector|inspection)",
    r"which inspector (?:is coming|will)",
    r"who(?: is|'s| will be) (?:coming|(?:the |our |my )?inspector)",
    r"how (?:much longer|far along)",
    r"who(?: is|'s) (?:currently )?(?:reviewing|looking at|assigned|handling|working on)",
    r"provide (?:me |us )?(?:with )?(?:an? )?(?:\w+ )?updates?",
    r"(?:please|pls|kindly) update (?:me|us)",
    r"been waiting",
    (
        r"(?<!here is an )(?<!here's an )updates? (?:on|about|for|regarding) (?:the|my|our|this|that|where|when|"
        r"\d)"
    ),
    r"(?<!no )a go (?:for|on|tomorrow|today|this|at|with)\b",
    r"waiting (?:on|for) (?:\w+ ){0,4}(?:review\w*|approval|permit|response|comments)",
    r"(?:confirm|acknowledg|verify)(?:e|ing)? (?:the |your )?receipt",
    (
        r"(?:it|this|that|still|record|site|system) (?:still )?(?:says|shows|reads) (?:as |it(?:'s|"
        r" is) )?(?:approved|under review"
        r"|in review|pending|issued|application|expired)"
    ),
    r"look (?:it|this|that|them|me) up",
    r"portland ?maps (?:still |only |just )?(?:shows?|says?|lists?)",
    (
        r"when (?:they|we|you|it|that|this) (?:can|will|might|could|should|is|are) [^.?!\n]{0,40}(?:expect"
        r"|approv\w+|issued|ready|reviewed|permit)"
    ),
    r"how long (?:until|till|before|has|will (?:it|this|that|my|our|the)|(?:is|does) (?:my|our|this|that))\b",
    r"(?:is|are) (?:any|some)(?:one|body) (?:\w+ )?(?:looking|working|reviewing|coming|assigned)",
    (
        r"(?:know|tell (?:me|us)|confirm|verify|advise|find out|ask|hear) (?:if"
        r"|whether)\b[^.?!\n]{0,70}\b(?:complete\w*|received|approved|issued|ready|accepted|reviewed|"
        r"scheduled"
        r"|confirmed|coming|waiting|missing|on track|processed|assigned|got|went through|passed|failed|"
        r"in order"
        r"|set up|still on)"
    ),
    (
        r"(?:is|are|was) (?:(?!there|it\b|this|an?\b)[\w']+ ){1,3}(?:still )?(?:on (?:his|her|the|their) way"
        r"|coming|en ?route|running late|here yet|on schedule|on track|on for|on the (?:schedule|calendar|"
        r"list))"
    ),
    (
        r"(?:we|i|you|it|inspection|everything|all)(?: are| am| is|'re|'m|'s|s)? still (?:good|on|set|okay?|"
        r"a go"
        r"|confirmed|planned|happening|scheduled|expecting|waiting)\b"
    ),
    r"still (?:good|on|set|a go|confirmed) (?:for|with|to|tomorrow|today|\w+day)",
    r"results? (?:of|from|for) (?:the |my |our |yesterday|today|last|\w+day|\d)",
    r"(?:the |inspection )results\b",
    (
        r"how (?:did|has) (?:the|our|my|yesterday'?s?|today'?s?|it|that|things|"
        r"\w+day'?s?) (?:[\w-]+ ){0,4}(?:go"
        r"|gone|turn out)"
    ),
    (
        r"(?:what(?:'s|s| is| has)|what) (?:going on|happening|happened|become|up|the (?:latest|hold[- ]?up|"
        r"story"
        r"|delay|progress|timeline))"
    ),
    r"how(?:'s|s| is| are) (?:[\w#-]+ ){1,6}(?:coming|going|looking|progressing|doing)\b",
    (
        r"when (?:can|could|will|would|may|might|do|should) (?:we|i|they|my|our|the|it"
        r"|this) [^.?!\n]{0,40}\b(?:permits?|plans|approv\w+|comments|checksheets?|review)\b"
    ),
    r"(?:their|its|current) status",
    r"any (?:movement|idea when|timeline|eta|luck|feedback|response|comments|word|change)",
    r"still (?:waiting|haven't|have not|no (?:word|response|answer|comments))",
    r"been (?:\w+ ){1,3}(?:days?|weeks?|months?)\b",
    (
        r"(?:haven't|have not|hasn't|has not|never|didn't) (?:yet )?(?:seen|heard|received|gotten|got|get|"
        r"hear"
        r"|receive)\b"
    ),
    (
        r"are there (?:any |still |other )*(?:fees|holds?|checksheets?|open|outstanding|reviews?|comments|"
        r"issues"
        r"|items|conditions)"
    ),
    r"waiting on (?:something|anything|us)",
    r"in review still",
    r"(?:is|are|has|have|was|were|did|any\w*|been)\b[^.?!\n]{1,80} yet\?",
    r"eta (?:on|for)",
    r"expected (?:issuance|approval)",
    (
        r"(?:make|making) sure (?:you|that|our|my|the)[^.\n]{0,50}(?:received|got|came through|went through"
        r"|arrived|made it|reached|on the schedule|scheduled|set)"
    ),
    (
        r"(?:confirm(?:ing)?|verify) (?:that )?(?:you|our|my|the|we)[^.\n]{0,60}(?:received"
        r"|is (?:still )?(?:on|scheduled"
        r"|set|confirmed)|are (?:still )?(?:on|scheduled|set)|on the schedule|got)"
    ),
    r"(?:double|just)[- ]?check\w*",
    r"still (?:planning|plans?|going|meaning) (?:to|on)\b",
    (
        r"(?:is|are|will) (?:the inspector|an inspector|anyone|anybody|someone|somebody|you|they|he|"
        r"she) (?:still )?(?:going"
        r" to|gonna|planning to|planning on) (?:be|come|coming|show|stop|swing|make)"
    ),
    r"haven'?t heard",
    r"have not heard",
    r"not heard (?:back|anything)",
)
STATUS = re.compile(rf"\b(?:{'|'.join(_ASKS_THE_STATE)})(?!\w)", re.IGNORECASE)


REGISTERED_YET = re.compile(
    r"\b(?:is|are|was|has|have|did)\b[^.?!\n]{0,60}\bregist\w+[^.?!\n]{0,40}\?|"
    r"\b(?:status|update|news|word)\b[^.?!\n]{0,30}\bregistration|"
    r"\b(?:how|where|when|wondering|check\w*)\b[^.?!\n]{0,30}\b(?:the|our|my|its) (?:\w+ )?registration\b",
    re.IGNORECASE,
)
"""How a registration stands that was asked for before."""


PERMIT_READY = re.compile(
    r"\b(?:is|are|was|has|have|when|did|any|status|where|check\w*|know if)\b[^.?!\n]{0,60}\b(?:permits?"
    r"|application|submittal|plans?|review)\b[^.!\n]{0,80}\?",
    re.IGNORECASE,
)


MEANS_TO = re.compile(
    r"\b(?:want|would like|we'd like|i'd like|like|need|hope|hoping|plan|planning|looking|trying|intend|ready"
    r"|able)\s(?:to\s)(?:be able to\s|start\s|get\s|begin\s)?(?:schedul\w*|request\w*|set up|book\w*"
    r"|call(?:ing)? (?:in|for)|have|get)\s(?:our |the |some |any |an? |my |for )?(?:\w+ ){0,2}inspections?\b",
    re.IGNORECASE,
)


ASKS_ABOUT = re.compile(
    r"\b(?:do (?:we|i|you|they|subs?|contractors|our \w+|the \w+) (?:need|require|have to|still)|(?:is|are"
    r"|will) (?:an? |any |the )?(?:\w+ )?inspections? (?:be )?(?:required|needed|necessary)"
    r"|what (?:inspections?|kind|type|is required|do i|do we|are the|documents?|forms?|information)"
    r"|which inspections?|how (?:do|can|would|should|to|does|far|much|many|soon)|when (?:do|should) (?:we|i)"
    r"|where (?:do|can|should|would) (?:we|i|they)|who (?:do|should|can)|can (?:you|someone) (?:tell|explain"
    r"|clarify|advise|send me)|question(?:s)? (?:about|on|regarding|for)|wondering|is (?:it|there)|"
    r"does (?:this"
    r"|the|my|our|a)|could you (?:tell|explain|clarify|advise)|please (?:advise|clarify|explain))\b",
    re.IGNORECASE,
)


ASKS_WHETHER = re.compile(
    r"(?:^|[.!?\n]\s*)(?:does|do|is|are|what|which|who|why|how|should|must|has|have|did)\b[^.!?\n]{3,200}\?|"
    r"\b(?:can|may|could|should|must|would|shall) (?:we|i|they|it|this|these|our \w+|the \w+)\b|"
    r"\bis (?:it )?(?:possible|ok(?:ay)?|allowed)\b",
    re.IGNORECASE,
)


TELLS_OF_EARLIER = re.compile(
    r"\b(?:asked|requested|sent|submitted|scheduled|booked|called in|emailed|was|were|had|been|passed|failed|"
    r"(?:is|are) (?:set|on|down)|have (?:an?|our|the))\b",
    re.IGNORECASE,
)
"""Tells of a request that was made or a visit that was."""


WANTS_TO_KNOW = re.compile(
    r"(?:^|[.!?\n:,-])\s*(?:(?:hi|hello|hey|so|and|also|quick question)[\s,:-]{1,3}){0,2}(?:who(?:'s)?|"
    r"what(?:'s)?|why"
    r"|which|how|does|do (?:we|you|i|they|your)|did|are there|is (?:there|an?)"
    r"|(?:can|may|must|should|could) (?:we|i|they) (?!get|have|do|sched|book|request|set|see|please|also|mov|"
    r"push|chang"
    r"|resched|cancel|add|meet|call|order)|if (?:we|i|you|they|the|an?))\b"
    r"[^.!?\n]{3,200}\?",
    re.IGNORECASE,
)
"""A question that only information answers; "can you", "could we" and "is Thursday" may be orders."""


WOULD_NEED = re.compile(r"\b(?:would|will|may|might|do|could|should) (?:\w+ ){0,2}need\b", re.IGNORECASE)
"""A need that is thought of, or still to come."""
