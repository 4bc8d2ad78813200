"""The words with which people cancel, move and ask for inspections."""

from __future__ import annotations

import re

# A type that stands for its inspection: "drop the electrical", but neither "the electrical panel" nor a ceiling.
_BARE_TYPE = (
    r"(?:framing|rough(?:-?in)?|cover|final|electrical|plumbing|mechanical|elec|mech|test)s?\b(?=\s*(?:$|"
    r"[.,;!\n(]"
    r"|-\s|(?:on|for|from|at|please|pls|tomorrow|today|\w+day)\b|\d))"
)
_CALLS_OFF = (
    r"remove (?:\S+ ){0,6}from (?:\d{1,2}/\d{1,2}|\w+day|tomorrow|today)\b",
    r"(?P<word>cancell?(?:ed|ing|s|ation|ations)?|canceld|cancle|cxl(?:ed)?|canx|cx'?d)\b",
    r"call(?:ing)? (?:(?:it|this|that|the|our|my|\w+day'?s?|tomorrow'?s?|today'?s?)(?: [\w'-]+){0,3} )?off\b",
    (
        r"(?P<drops>scrap|scratch|scrub|nix|axe?|kill|skip|abort|void|forget(?: about)?|drop(?! by| in\b|"
        r" off)"
        r"|yank|delete|strike|retract|pull|remove) (?:(?:(?:the|this|that|our|my|for|\w+day'?s?|tomorrow'?s?|"
        r"today'?s?"
        r"|[\d/]+) (?:[\w'/-]+ ){0,3}?)?(?:inspection|insp|request|appointment|appt|visit|slot|one)s?\b"
        rf"|(?:the|this|that|our|my) (?:[\w'-]+ ){{0,3}}?{_BARE_TYPE}|it\b(?! (?:to|back|up|forward|ahead))"
        r"|(?:on )?(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri)(?:day)?\b|tomorrow\b|today\b)"
    ),
    (
        r"(?:need|have|want|going|like|got) to pull (?:this|it|that)(?: one| inspection"
        r"| request)?(?=\s*(?:[.,;!\n]|$))"
    ),
    (
        r"no need (?:to (?:come|send|inspect|stop|swing|show)|for (?:the|an|any|tomorrow|today|\w+day|him|"
        r"her|you"
        r"|an?\s?inspect))"
    ),
    r"(?:don't|dont|do not) bother\b",
    (
        r"(?:don't|dont|do not|doesn't|doesnt|does not|no longer|needn't|need not) (?:(?:have"
        r"|need) to )?(?:come\b(?! (?:to|by|into|through|in) (?:the|our|my) (?:office|trailer|shop|gate|lobby"
        r"|front))|show up|swing by|stop by|be out|send (?:him|her|them|\w+ out))"
    ),
    r"(?:tell|ask|let|have) (?:\w+ ){1,3}not (?:to )?(?:come|show|bother|drive)",
    (
        r"(?:can't|cant|cannot|can not|won't|wont|will not|unable to|not able to|not going to"
        r"|not gonna) (?:be able to )?make (?:it(?= (?:on|for|tomorrow|today|\w+day|\d)|\s*[.,;!\n]|$)|the|"
        r"our"
        r"|tomorrow|today|\w+day|\d)(?!\S* (?:before|until|till|earlier|work|any|by|at))"
    ),
    (
        r"(?:not|won't|wont|n't)(?: be| going to be| gonna be)? ready (?:for |on |by )?(?:tomorrow|today|"
        r"\w+day"
        r"|\d{1,2}/|(?:the|our|this) (?:\w+ )?(?:inspection|appointment|visit))(?!\S* (?:until|till))"
    ),
    r"changed (?:our|my) minds?",
    r"false alarm",
    r"pull(?:ed|ing)? the plug",
    r"(?:we|i|to|must|will|'ll|'re|are|'m) back(?:ing)? out (?:of )?(?:tomorrow|today|\w+day)",
    r"(?:\w+day|tomorrow|today|\d/\d{1,2}) is (?:now |all )?off\b(?! limits)",
    (
        r"(?:won't|wont|will not|isn't going to|is not going to) be (?:an?|any|the) (?:\w+ )?(?:inspection|"
        r"visit)"
    ),
    r"bail(?:ing)? on (?:the|our|this|\w+day|tomorrow)",
    r"scrap(?: the| this| that| our| my)",
    r"stand(?:ing)? down (?:on|for)\b",
    r"pull (?:us|me|it|this) off\b",
    r"back(?:ing)? out of (?:the|our|this|my|\w+day'?s) (?:\w+ ){0,3}(?:inspection|appointment|visit)",
    (
        r"(?:is|are|it's)?\s?(?:not|n't) (?:going to happen|gonna happen|happening)\b(?! (?:until|till|before"
        r"|yet))"
    ),
    r"no[- ]go\b",
    r"(?:won't|wont|will not|can't|cannot) happen\b",
    r"be taken off(?! (?:the )?(?:walls?|ceilings?|roof))\b",
    r"abort(?=[\s,]*(?:abort|please|$|[.!\n]))",
    r"close(?: out)? (?:the|our|my|this|that) (?:\w+ ){0,3}request\b",
    r"(?:are|'re|am|'m) no longer (?:doing|going|proceeding|planning|moving|building)\b",
    (
        r"(?:inspection|appointment|visit)(?:'s| is) off(?=\s*(?:$|[.!,;\n]|for\b|on\b|today|tomorrow|mon|"
        r"tue|wed"
        r"|thu|fri))"
    ),
    r"hold(?:ing)? off (?:until further notice|for now)\b",
    r"(?:no longer|not longer) (?:need|require|want)\w*",
    (
        r"(?:won't|will not|don't|do not|dont|wont|didn't end up) (?:be )?need(?:ing)? (?:the|this|that|an|a|"
        r"our"
        r"|my|any|tomorrow|today|mon|tue|wed|thu|fri|\d|you|him|her|it)\w*"
    ),
    (
        r"(?:disregard|ignore) (?:\w+day's|tomorrow's|today's|the|this|our|my|that)?\s?(?:\w+ ){0,3}"
        r"(?:inspection|request|appointment)"
    ),
    (
        r"take (?:\S+ ){0,7}off (?:of )?(?:the|your|his|her|\w+day'?s|tomorrow'?s|"
        r"today'?s) (?:\w+ )?(?:schedule"
        r"|calendar|list|books|route|board|docket|agenda)"
    ),
    (
        r"remove (?:\S+ ){0,6}from (?:\d{1,2}/\d{1,2}|the|your|his|her|\w+day'?s|tomorrow'?s"
        r"|today'?s) (?:\w+ )?(?:schedule|calendar|list|route|inspections?|board)"
    ),
    r"pull (?:the|our|my|this|that) (?:\w+ ){0,3}(?:inspection|request)",
    r"scratch (?:the|that|this|our|my|tomorrow|today)",
    r"withdraw(?:ing)?(?= (?:the|our|my|this|please)\b)",
    (
        r"take (?:us|me|it|this|that)(?: one)? off(?=\s*(?:$|[.,;!\n])| (?:for |on |of )?(?:tomorrow|today|"
        r"\w+day|\d))"
    ),
    r"skip (?:us|me)\b",
    (
        r"pass(?:ing)? on (?:tomorrow|today|\w+day\b|(?:the|that|this|our) (?:\w+ )?(?:inspection|appointment"
        r"|visit))(?! to)"
    ),
    (
        r"(?:so|and|there's|there is|is|,|with) no inspection(?: (?:that|this|on|for|needed|required|tomorrow"
        r"|today|please|necessary|\w+day))"
    ),
    r"(?:is|was|be) a bust\b",
    r"(?:cancelar|cancele|cancelen|cancelo|anular)\b",
    r"drop (?:the|our|my|this) (?:\w+ ){0,3}inspection",
    (
        r"never ?mind (?:about |on )?(?:the|that|our|my|this|\w+day'?s|tomorrow'?s|"
        r"today'?s) (?:\S+ ){0,4}(?:inspection|request|appointment)"
    ),
    r"(?:(?:is|are|be) (?:no longer|not)|isn't|isnt|aren't|won't be) (?:needed|necessary|required)\b",
    r"no (?:point|sense|use) (?:in )?(?:\w+ )?(?:coming|sending)",
    r"hold(?:ing)? off on (?:\w+)(?! (?:until|till))",
    r"put (?:\w+ ){0,4}(?:inspection|appointment) on hold",
    r"(?:don't|do not|dont) (?:come|send (?:anyone|anybody|someone|an? inspector|the inspector))\b",
)
CANCEL = re.compile(rf"\b(?:{'|'.join(_CALLS_OFF)})", re.IGNORECASE)
MOVE = re.compile(
    r"\b(?:(?P<word>re-?sch(?:edul|ed|dul|eul)(?:e|ed|es|ing)?|resched|rescheduling|re-?book(?:ed|ing)?)\b"
    r"|postpon(?:e|ed|ing)\b|(?:be|get|gets|getting) (?:moved|bumped|pushed|shifted|switched|changed)\b"
    r"|(?:have|get) (?:[^\s.!?]+ ){1,6}(?:moved|bumped|pushed|shifted|switched|changed) (?:up |back |"
    r"out )?(?:to|until|from)\b"
    r"|(?:wrote|put|typed|said|asked for|requested|meant)\b[^.\n]{0,60}?\b(?:should (?:have been|be|say|read)"
    r"|meant) (?:the )?(?=\d|\w+day\b|tomorrow\b)|meant (?=[^.\n]{0,40}(?:\d|day\b)[^.\n]{0,12}\bnot\b)"
    r"|push(?:ing)? (?:[^\s.!?]+ ){0,7}(?:back|out|to|until|till|off|a day|one day)\b|push(?:ing)? (?:it|this"
    r"|that)\b|bump(?:ing)? (?:[^\s.!?]+ ){0,7}(?:to|back|up|out|until)\b|(?:mov(?:e|ing)|shift(?:ing)?"
    r"|switch(?:ing)?|slide|roll|swap(?:ping)?) (?!in\b|out\b|into\b|forward with"
    r"|ahead with)(?:[^.\n?!]{0,70}?)\b(?:to|from|up|back|until|till|for|another|different)\b|chang(?:e"
    r"|ing) (?!orders?\b)(?:[^.\n?!]{0,60}?)(?:\bto\b|\bfrom\b|\bdate\b|\btime\b|\bday\b)"
    r"|delay(?:ing)? (?:[^\s.!?]+ ){0,5}(?:to|until|till|by|a day)\b|set back|(?:bring"
    r"|pull) (?:[^\s.!?]+ ){0,4}(?:forward|ahead)\b|slip(?:ping)? (?:[^\s.!?]+ ){0,4}(?:to|back|until|till"
    r"|a day)\b|(?:one|another|a few|couple) more days?\b|(?:another|different|later|new|other|better"
    r"|alternate) (?:day|date|time|slot)\b(?! (?:stamp|sheet))|(?:date|day|time|"
    r"schedule) changed?\b(?! order)"
    r"|let'?s make (?:the|our|this|that) (?:\w+ ){1,3}?(?=\d|\w+day\b|tomorrow\b)"
    r"|mak(?:e|ing) (?:it|that) (?:for )?(?=[\w ]{0,12}(?:\d|mon|tue|wed|thu|fri|tomorrow|noon|am\b|pm\b|"
    r"the ))"
    r"|in ?stead\b(?! of (?![^.\n]{0,24}(?:\d|day\b|tomorrow|noon|morning|afternoon)))|"
    r"rather (?:[^\s.!?]+ ){0,6}?than\b"
    r"|in (?:place|lieu) of (?=[^.\n]{0,16}(?:\d|day\b|tomorrow|noon))"
    r"|please (?:move|adjust|change|switch)(?=\s*(?:$|[.,;!\n]))"
    r"|(?:revised|updated|corrected) (?:inspection )?(?:date|time|day)\b|reset (?:[^\s.!?]+ ){1,4}?(?:for|"
    r"to)\b|(?:have|has|need|needs|going|want|like) to delay\b"
    r"|(?:\w+day|tomorrow|today|that day|that date|that time"
    r"|\d{1,2}/\d{1,2}|the \d{1,2}(?:st|nd|rd|th)) (?:\w+ )?(?:doesn't|doesnt|does not|won't|wont|will not"
    r"|isn't going to|no longer|didn't) works?\b|(?:\w*day|tomorrow|\d\S{0,5}"
    r"|morning|afternoon|[ap]\.?m\.?|noon|time) (?:(?!so|earlier|sooner)\w+ ){0,3}(?:works?|be|is) better\b"
    r"|was:?\s[^\n.]{3,30}[\s.;,]{1,3}now:?\s(?=\d|mon|tue|wed|thu|fri)|mov(?:e|ing) (?:the |our |my |an? "
    r"|this |that )?(?:\w+ ){0,3}(?:inspection|appointment)s?\b(?! (?:forward|along|ahead))|"
    r"try again (?:on )?)",
    re.IGNORECASE,
)
_DAY = (
    r"(?:(?:mon|tues|wednes|thurs|fri)day|tomorrow|today|(?:the )?\d{1,2}(?:st|nd|rd|th)(?! (?:fl|lev|av|st))"
    r"|\d{1,2}/\d{1,2}|(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2})"
)
# One day set against another: "Monday now, not Friday", "take Thursday over Friday".
CONTRAST = re.compile(
    rf"\b(?:{_DAY}(?: \w+){{0,2}},? (?:and |but )?not (?:on |for )?{_DAY}"
    rf"|not (?:on |for )?{_DAY},? but (?:on |for )?{_DAY}"
    rf"|(?:take|have|prefer|like|want|do)\b[^.!?\n]{{0,30}}? over {_DAY}"
    rf"|(?:said|asked for|requested|put down|called in) (?:for )?{_DAY}[^.!?\n]{{0,40}}\bbe (?:on )?{_DAY}"
    rf"|put (?:our|my|the|this) [^.!?\n]{{0,12}}{_DAY}[^.!?\n]{{0,60}} on {_DAY}"
    rf"|{_DAY} (?:\w+ ){{0,3}}(?:suits?|fits?|works?) (?:\w+ ){{0,3}}better)\b",
    re.IGNORECASE,
)
# What only tells why a visit cannot be; with another day beside it the visit is to be moved.
TELLS_WHY = re.compile(r"\b(?:ready|make|happen\w*|no[- ]go)\b", re.IGNORECASE)
# "We finished a week earlier" moves nothing.
SHIFT = re.compile(
    r"\b(?:a|one|two|three|four|five|\d{1,2}) (?:business |working )?(?:day|week)s? (?:later|earlier|"
    r"sooner)\b",
    re.IGNORECASE,
)
WISHES_SHIFT = re.compile(
    r"\b(?:can|could|would|please|push\w*|bump\w*|mov\w*|shift\w*|delay\w*|instead|how about|what about|"
    r"need|want|like|prefer)\b",
    re.IGNORECASE,
)
ASK = re.compile(
    r"\b(?:need(?:s|ing|ed)?\b|request(?:ing|s|ed)?\b"
    r"|(?<!re)(?<!re-)(?<!'s )(?<!the )(?<!your )(?<!our )(?<!my )(?<!his )(?<!her )(?:schedul(?:e|ing)|"
    r"sched)\b(?!d)"
    r"|book(?:ing)?\b|set ?up\b|arrange|would like|i'd like|we'd like|looking (?:for|to)|want(?: to|s)?\b"
    r"|please (?:send|come|inspect|add|have)|c(?:an|ould) (?:you|we|i|someone|somebody|an? inspector) (?:come"
    r"|inspect|get|have|do|send|swing|stop)|ready for|add (?:a|an|the|another)\b|(?:and|then|but"
    r"|also) (?:please )?send\b)",
    re.IGNORECASE,
)
