"""How inspectors say that they come, cannot come, are on the way, or what they found."""

from __future__ import annotations

import re

EN_ROUTE = re.compile(
    r"\b(?:on (?:my|our|the) way|omw|en[- ]?route|(?:in|on) route|on the road (?:to|now|already)|"
    r"on the road(?=\W*$)|"
    r"coming (?:over|out|to you|your way)(?: right)? now|coming (?:to you|your way)|pulling out(?: of|"
    r" now)|started driving|heading (?:over|there|out|your way|to "
    r"(?:the |your )?(?:site|you|job))|headed (?:over|there|out|your way|to (?:the |your )?(?:site|"
    r"you|job))|i(?:'ve| have) (?:just )?left|just left|"
    r"leaving (?:now|the office|right now|this minute)|driving (?:over|there|now|to (?:the |your "
    r")?site)|(?:be )?there in (?:about |~)?(?:\d{1,2}|ten|fifteen|twenty|thirty|five|a few)(?: ?(?:-|"
    r"to) ?\d{1,2})? ?min\w*|(?:\d{1,2}) ?min(?:ute)?s? (?:out|away)|rolling(?: now)?|eta:? "
    r"?(?:\d{1,2} ?min\w*))\b",
    re.IGNORECASE,
)


NOT_YET = re.compile(
    r"\b(?:not|n't|haven'?t|have not|hasn'?t|won'?t|never|no longer|will be|will head|will leave|"
    r"i'?ll be|i'?ll (?:head|leave)|going to be|about to|when i(?:'m| am)?|once i(?:'m| am)?|if|until "
    r"i|before i|should be|plan(?:ning)? to|would be|soon|later|tomorrow|after|let you know|text you "
    r"when|"
    r"call (?:you )?(?:when|once)|yet|almost|nearly|supposed to be|was|were|had|turned|thought|could be|"
    r"might be|may be)\b",
    re.IGNORECASE,
)


DECLINE = re.compile(
    r"\b(?:(?:can(?:'|no)?t|cannot|can not|won'?t(?: be able to)?|will not(?: be able to)?|unable to|"
    r"not able to|am not going to(?: be able to)?|not going to) (?:make(?: it| this| that)?|do(?: it| "
    r"this| that| the)?|come|take(?: it| this| that)?|cover(?: it| this)?|be there|get (?:there|to "
    r"(?:it|this))|attend|go)\b"
    r"|\bdeclin(?:e|ed|ing)\b|(?:have|need) to (?:pass|decline)\b|(?:please )?(?:re-?assign|give "
    r"(?:it|this) to|send (?:someone|somebody) else|find (?:someone|somebody) else|pass (?:it|this) "
    r"(?:on|to))|not available|unavailable|(?:i(?:'m| am)|am) (?:out(?: sick| of (?:the )?office)?|"
    r"off|on vacation|sick|booked(?: up| solid)?|double[- ]booked)\b"
    r"|i(?:\'ll| will) be (?:out|off|on (?:vacation|leave)|away|unavailable)\b|on (?:vacation|"
    r"leave) (?:that|this|on)|"
    r"(?<!\w )out (?:that|this|the whole|all) (?:day|week|morning|afternoon)\b|not me\b|jury duty|"
    r"bow(?:ing)? out|called in sick|backup (?:please|needed)|"
    r"(?:someone|somebody) else,? please|(?:someone|somebody) else (?:will have to|needs to|has "
    r"to|should) (?:take|cover|do)|no can do)",
    re.IGNORECASE,
)


CONFIRM = re.compile(
    r"\b(?:confirm(?:ed|ing|s)?|see you|i(?:'ll| will) (?:be (?:there|on ?-?site|out|by|over)|see you|"
    r"come|stop by|swing by|do it|take (?:it|this)|make it|plan (?:on|for)|inspect|get there|arrive)|"
    r"works(?: for me)?|that works|will do|scheduled|i(?:'m| am) (?:good|available|set|planning|down|"
    r"on)|can do|can be there|"
    r"booked|(?:will|to) (?:come|stop|swing) by|could (?:do|come|be there)|mak(?:e|ing) (?:it|"
    r"that) (?=\d|noon)|let\'?s (?:say|do|make it)|"
    r"have you (?:down|set|scheduled)|(?:mov|putt)ing (?:you|it|this) (?:to|down|on)|is better|"
    r"accept(?:ed)?|got it|sounds good|plan(?:ning)? (?:on|to be there)|ok(?:ay)? for|good "
    r"(?:for|with)|set for|yes|arriv(?:e|ing) (?:at|around|between)|eta|be there|i(?:'ve| have) got "
    r"you|put you down|penciled|count on me|inspection (?:is )?(?:set|scheduled|confirmed))\b",
    re.IGNORECASE,
)


NEGATED = re.compile(r"(?:\b(?:not|cannot|cant|wont|no|unable|never|unless|if)|n't)\b", re.IGNORECASE)


HEDGED = re.compile(
    r"\b(?:maybe|might|may|probably|possibly|hopefully|try|should be able|think|tentativ\w*|unsure|"
    r"not sure|let me (?:see|check|look)|see (?:what|if|how)|let you know|have to check|need to check)\b",
    re.IGNORECASE,
)


QUESTION = re.compile(
    r"\?\s*$|^\s*(?:is|are|was|were|do|does|did|can|could|should|would|will|what|when|where|who|why|"
    r"which|how|any)\b(?=[^.!\n]*\?)",
    re.IGNORECASE,
)


NO_ACCESS = re.compile(
    r"\b(?:no[- ]access|(?:could ?n[o']?t|could not|couldnt|can(?:'|no)?t|cannot|unable to|not able "
    r"to|didn'?t|did not|wasn'?t able to|was not able to) (?:get|gain|have|access)\w*(?: (?:in|into|"
    r"inside|access|entry|past|to)|\b(?= (?:the )?(?:site|space|suite|building)))|(?:nobody|no ?one|"
    r"noone|no contact) (?:was |is )?(?:there|here|on ?-?site|home|answered|showed|met|to (?:let|"
    r"meet))"
    r"|locked out|site (?:was )?locked|door(?:s)? (?:was |were )?locked|gate (?:was )?locked|"
    r"no[- ]show|(?:did(?:n'?t| not)|never) show(?:ed)?(?: up)?|not ready for inspection|no entry|"
    r"access denied|nobody to let)\b",
    re.IGNORECASE,
)


PARTIAL = re.compile(
    r"\b(?:partial(?:ly)?(?: approv\w*| pass\w*| ok)?|approved in part|part(?:s)? (?:of it "
    r")?(?:approved|passed)|partial(?:ly)? (?:approved|passed)|(?:approved|passed|ok) (?:only|except|"
    r"for (?:the )?(?:north|south|east|west|level|floor|suite|area))|approved? with (?:exceptions?)|"
    r"okay? to cover (?:only|except|north|south|east|west))\b",
    re.IGNORECASE,
)


CORRECTION = re.compile(
    r"\b(?:corrections?(?: (?:required|needed|issued|notice|given|list|written|posted|left))?|"
    r"fail(?:ed|s|ing)?|not approved|disapproved|(?:did|does|could)(?:n'?t| not) (?:pass|approve)|no pass|"
    r"rejected|denied|re-?inspect(?:ion)? (?:is )?(?:required|needed|fee)|needs? (?:a "
    r")?re-?inspect\w*|turned (?:it )?down|red[- ]tag(?:ged)?|do not cover|don'?t cover)\b",
    re.IGNORECASE,
)


APPROVED = re.compile(
    r"\b(?:approved?|pass(?:ed|es)?|signed off|sign(?:ed)? off|good to (?:go|cover)|ok(?:ay)? to "
    r"(?:cover|proceed|pour|close|insulate)|all (?:good|ok|clear|set)|looks? good|looked good|finaled|"
    r"finalled|no (?:issues|corrections)(?: found| noted)?|green[- ]tag(?:ged)?|complete(?:d)? and "
    r"approved|cleared|ok'?d)\b",
    re.IGNORECASE,
)


NO_CORRECTION = re.compile(
    r"\b(?:no|zero|without(?: any)?|not any)\s+(?:corrections?|issues|failures?|re-?inspection "
    r"(?:required|needed))\b",
    re.IGNORECASE,
)


READY_WORD = re.compile(
    r"^\W*(?:(?P<confirm>confirm(?:ed)?|accept(?:ed)?)|(?P<en_route>on my way|en route|omw)|"
    r"(?P<decline>decline[d]?)|(?:result|done|inspection result|status)?\W{0,4}(?P<approved>approved|"
    r"passed?)|(?:result|done)?\W{0,4}(?P<partial>partial(?:ly)? ?(?:approved|approval|pass)?)|"
    r"(?:result|done)?\W{0,4}(?P<correction>corrections?(?: (?:required|needed))?|failed)|(?:result|"
    r"done)?\W{0,4}(?P<no_access>no[- ]access))\b",
    re.IGNORECASE,
)
