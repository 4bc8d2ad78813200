"""The words with which people cancel, move and ask for inspections."""

from __future__ import annotations

import re

CANCEL = re.compile(
    r"\b(?:(?P<word>cancell?(?:ed|ing|s|ation|ations)?|canceld|cancle|cxl(?:ed)?|canx|cx'?d)\b"
    r"|call(?:ing)? (?:(?:it|this|that|the|our|my|\w+day'?s?|tomorrow'?s?|today'?s?)(?: [\w'-]+){0,3} )?off\b"
    r"|(?P<drops>scrap|scrub|nix|axe?|kill|skip|abort|void) (?:(?:the|this|that|our|my|\w+day'?s?|tomorrow'?s?|"
    r"today'?s?) (?:[\w'-]+ ){0,3}?(?:inspection|insp|request|appointment|visit|one)\b|it\b)"
    r"|scrap(?: the| this| that| our| my)|stand(?:ing)? down (?:on|for)\b|pull (?:us|me|it|this) off\b"
    r"|back(?:ing)? out of (?:the|our|this|my|\w+day'?s) (?:\w+ ){0,3}(?:inspection|appointment|visit)"
    r"|(?:is|are|it's)?\s?(?:not|n't) (?:going to happen|gonna happen|happening)\b(?! (?:until|till|before|yet))"
    r"|no[- ]go (?:for|on|today|tomorrow)\b|(?:inspection|appointment|visit)(?:'s| is) off(?=\s*(?:$|[.!,;\n]|"
    r"for\b|on\b|today|tomorrow|mon|tue|wed|thu|fri))|hold(?:ing)? off (?:until further notice|for now)\b"
    r"|(?:no longer|not longer) (?:need|require|"
    r"want)\w*|(?:won't|will not|don't|do not|dont|wont|didn't end up) need(?:ing)? (?:the|this|that|"
    r"an|a|our|my|any|tomorrow|today|mon|tue|wed|thu|fri|\d|you|him|her|it)\w*"
    r"|disregard (?:the|this|our|my|that)?\s?(?:\w+ ){0,3}(?:inspection|request|appointment)|take "
    r"(?:\w+ ){0,4}off (?:the|your|his|her) (?:schedule|calendar|list|books)"
    r"|remove (?:\w+ ){0,6}from (?:the|your|his|her) (?:schedule|calendar|list|route)|pull (?:the|our|"
    r"my|this|that) (?:\w+ ){0,3}(?:inspection|request)|scratch (?:the|that|this|our|my|tomorrow|"
    r"today)"
    r"|withdraw(?:ing)? (?:the|our|my|this)|drop (?:the|our|my|this) (?:\w+ ){0,3}inspection|never "
    r"?mind (?:the|about the|on the|that) (?:\w+ ){0,3}(?:inspection|request|appointment)"
    r"|(?:is|are|be) (?:no longer|not) needed|hold(?:ing)? off on (?:the|our|my|this|that|today|"
    r"tomorrow|inspect\w*|\w+day)|put (?:\w+ ){0,4}(?:inspection|appointment) on hold|(?:don't|do not|"
    r"dont) (?:come|send (?:anyone|anybody|someone|an? inspector|the inspector))\b)",
    re.IGNORECASE,
)
MOVE = re.compile(
    r"\b(?:(?P<word>re-?sch(?:edul|ed|dul|eul)(?:e|ed|es|ing)?|resched|rescheduling)\b|postpon(?:e|ed|"
    r"ing)\b|push(?:ing)? (?:[\w'/-]+ ){0,7}(?:back|out|to|until|till|off|a day|one day)\b|"
    r"push(?:ing)? (?:it|this|that)\b"
    r"|bump(?:ing)? (?:[\w'/-]+ ){0,7}(?:to|back|up|out|until)\b|(?:mov(?:e|ing)|shift(?:ing)?|"
    r"switch(?:ing)?|slide|roll|swap(?:ping)?) (?!in\b|out\b|into\b|forward with|ahead "
    r"with)(?:[^.\n?!]{0,70}?)\b(?:to|from|up|back|until|till|for|another|different)\b"
    r"|chang(?:e|ing) (?!orders?\b)(?:[^.\n?!]{0,60}?)(?:\bto\b|\bfrom\b|\bdate\b|\btime\b|\bday\b)|"
    r"delay(?:ing)? (?:[\w'/-]+ ){0,5}(?:to|until|till|by|a day)\b|set back|bring (?:\w+ "
    r"){0,3}forward"
    r"|(?:another|different|later|new|other|better|alternate) (?:day|date|time)\b(?! (?:stamp|sheet))|"
    r"mak(?:e|ing) (?:it|that) (?:for )?(?=[\w ]{0,12}(?:\d|mon|tue|wed|thu|fri|tomorrow|noon|am\b|"
    r"pm\b|the ))|in ?stead\b|rather than\b|(?:works?|be|is) better\b|"
    r"was:?\s[^\n.]{3,30}[\s.;,]{1,3}now:?\s(?=\d|mon|tue|wed|thu|fri)|mov(?:e|ing) (?:the |our |my |"
    r"an? |this |that )?(?:\w+ ){0,3}(?:inspection|appointment)s?\b(?! (?:forward|along|ahead))|try "
    r"again (?:on )?)",
    re.IGNORECASE,
)
# "We finished a week earlier" moves nothing.
SHIFT = re.compile(
    r"\b(?:a|one|two|three|four|five|\d{1,2}) (?:business |working )?(?:day|week)s? (?:later|earlier|sooner)\b",
    re.IGNORECASE,
)
WISHES_SHIFT = re.compile(
    r"\b(?:can|could|would|please|push\w*|bump\w*|mov\w*|shift\w*|delay\w*|instead|how about|what about|"
    r"need|want|like|prefer)\b",
    re.IGNORECASE,
)
ASK = re.compile(
    r"\b(?:need(?:s|ing|ed)?\b|request(?:ing|s|ed)?\b|(?<!re)(?<!re-)(?<!the )(?<!your )(?<!our "
    r")(?<!my )(?<!his )(?<!her )(?:schedul(?:e|ing)|sched)\b(?!d)|book(?:ing)?\b|set ?up\b|arrange|"
    r"would like|i'd like|we'd like|looking (?:for|to)|want(?: to|s)?\b|please (?:send|come|inspect|"
    r"add|have)|"
    r"can (?:you|we|i|someone|somebody|an? inspector) (?:come|inspect|get|have|do|send|swing|stop)|"
    r"ready for|add (?:a|an|the|another)\b)",
    re.IGNORECASE,
)
