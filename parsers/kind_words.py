"""The words by which the kinds of mail are told apart."""

from __future__ import annotations

import re

INSPECT = re.compile(
    r"\b(?:re-?)?(?:inspections?|inspect(?:ed|or|ors|ing)?|insp\b|inpsection|inspeciton|insepction|"
    r"inspction|inspecton)s?\b",
    re.IGNORECASE,
)


APPLICATION = re.compile(
    r"\b(?:permit applications?|applications? for (?:a |an |the )?(?:\w+ ){0,3}permit"
    r"|new (?:permit )?(?:submittal|application)|intake (?:form|application|packet|package)|"
    r"fpp (?:application"
    r"|intake|submittal)|plan (?:intake|submittal|review submittal)|submit(?:ting|tal)? (?:of )?(?:the |our "
    r"|these |new |my )?(?:\w+ ){0,4}(?:plans?|drawings|application|set|packet|package)|permit (?:submittal"
    r"|package|set)|appl(?:y|ying) for (?:a |an |the )?(?:\w+ ){0,3}permits?|(?:plans|drawings|application"
    r"|intake) (?:is |are )?(?:and \w+ (?:\w+ )?(?:are |is )?)?attached|attached (?:please find |are "
    r"|is )?(?:the |our |my )?(?:\w+ ){0,5}(?:plans?|drawings|application|intake|submittal)"
    r"|for (?:your )?plan review|permit set|project valuation|description of work|requesting (?:a "
    r"|an )?(?:\w+ )?permit for|(?:ti|tenant improvement) (?:permit|application|submittal))\b",
    re.IGNORECASE,
)


OF_PROGRAM = re.compile(
    r"\b(?:fpp|facilit(?:y|ies) permit|intake|billing number|project reference|registered building)\b",
    re.IGNORECASE,
)
"""Says that the Facility Permit Program is meant, whatever other permit is named beside it."""


MANY_PAGES = re.compile(
    r"\b(?:(?:3\d|[4-9]\d|[1-9]\d{2})[ -]?(?:pages?|sheets?)|(?:over|more than|exceeds?|above) (?:the "
    r")?(?:25|29|30)(?:[ -]page|\s(?:pages?|sheets?))|30 (?:pages )?or more|(?:page|sheet) (?:limit|"
    r"count|maximum)|too many (?:pages|sheets)|larger? (?:plan )?set)\b",
    re.IGNORECASE,
)


FIELD_CHANGE = re.compile(
    r"\b(?:asi|rfi|ccd|field changes?|plan changes?|changes? during construction|changes? to (?:the "
    r"|our )?(?:approved|issued|permitted)|construction change|supplemental instructions?|bulletins?"
    r"|change directives?|revised (?:plans?|drawings?|sheets?|set)|revisions?)\b",
    re.IGNORECASE,
)
"""Names of changes to approved plans; they count only beside papers, on a permit."""


CHANGES_PERMIT = re.compile(
    r"\brevisions?\b(?! (?:date|clouds?|blocks?|deltas?|letters?|numbers?))|\bamend(?:ed|ing|ments?)?\b"
    r"|\bchanges? to (?:the |our )?(?:approved|issued|permitted)\b|\bfield changes?\b|\basi\b|"
    r"\brevise (?:the|our"
    r"|an?|this)\b",
    re.IGNORECASE,
)
"""Speaks of a revision, in whatever words; with a form and a permit of the program that is one."""


PAPERS = re.compile(
    r"\b(?:revis\w+|check ?sheets?|deferred|submittals?|applications?|correction notice|plan review|"
    r"responses?)\b",
    re.IGNORECASE,
)
"""Whatever speaks of papers, sure or not."""


PLANS = re.compile(r"\b(?:plans?|drawings?|set|sheets|submit\w*|application|blueprints)\b", re.IGNORECASE)


CHECKSHEET = re.compile(
    r"\b(?:check ?sheets?|your (?:review )?comments|re-?checks?\b(?! (?:the|on|our|that|with))|back-?checks?"
    r"|corrections?\b[^.\n]{0,40}\b(?:(?:first|second|last|initial|1st|2nd) (?:round|review)s?|reviewers?|"
    r"plan(?:s)? examiner|plan check|plan review)|(?:reviewer\w*"
    r"|(?:plan(?:s)? )?examiner\w*|plan check\w*)(?:'s)?\b[^.\n]{0,40}\b(?:comments?|corrections?|notes|"
    r"markups"
    r"|redlines|wanted|asked for|requested)|resubmi(?:ssion|ttal|tting|tted)\b|plan review (?:comments?"
    r"|corrections?)|review(?:er)?(?:'s)? comments|(?:respons\w*|respond\w*|answers?|reply"
    r"|replies) to (?:\S+ ){0,4}(?:comments?|corrections?|review\w*|questions|examiner\w*)|address(?:ed|es"
    r"|ing)? (?:\S+ ){0,6}(?:comments|corrections|redlines))\b",
    re.IGNORECASE,
)


RESPONDS = re.compile(
    r"\b(?:respons\w*|re-?checks?|resub\w*|picked up|answer\w*|respond\w*|resubmi\w*|re-submi\w*|attached"
    r"|address(?:ed|es|ing)|revised (?:plans?|set|sheets|drawings)|updated (?:plans?|set|sheets|drawings)"
    r"|corrected|here (?:are|is)|please find|link)\b",
    re.IGNORECASE,
)


DEFERRED = re.compile(
    r"(?<!be )(?<!was )(?<!is )(?<!been )(?<!were )\bdeferred\b(?![- ](?:maintenance|payments?|billing|rent"
    r"|until|till|to|for|by)\b)"
    r"|\bdeferred (?:at|under|on|with) (?:the |this |that )?(?:\w+ )?(?:permit|issuance|approval|review|"
    r"\d{2}-\d{6})",
    re.IGNORECASE,
)


REVISION = re.compile(
    r"\b(?:permit revisions?|revisions? (?:#?\d{1,2} )?(?:to|of|for|on) (?:the |our |an? |this "
    r")?(?:\w+ ){0,2}(?:permit|plans?|drawings|set|\d{2}-\d{6})|plan revisions?|revision "
    r"(?:application|submittal|request|package|form)|revise (?:the |our |an? )?(?:\w+ )?(?:permit|"
    r"issued|approved)|amend(?:ment)?s? (?:to )?(?:the |our |an? )?(?:\w+ )?(?:permit|approved|issued|plans?"
    r"|drawings)|revised (?:plans?|drawings|sheets)[^.\n]{0,60}\bissued)\b",
    re.IGNORECASE,
)


_BRINGS_A_BUILDING = (
    r"(?:add|miss|get|not|put|be|on)\w* [^.\n]{0,60}\bclient (?:&|and) building list",
    (
        r"(?:to|please|you|we|by|about|of|for|in) (?:re-?)?regist(?:er|ering) (?!for\b|as\b|an? account"
        r"|my account|online|with\b|at\b|on\b|our (?:company|license)|the (?:company|license))(?=\w)"
    ),
    r"(?:building|fpp|program|property) registrations?",
    r"re-?(?:regist|enroll)\w+",
    r"registrations? (?:has |have |just )?(?:lapsed|expired|expires|runs? out)",
    r"registrations? (?:of|for|renewal|packet|form)",
    r"registrations? (?:with|in|under) (?:your|the|this) (?:fpp|facilit(?:y|ies) permit|program)",
    r"(?:add|put|include) [^.\n]{0,60} (?:list|set) of registered (?:buildings|properties)",
    (
        r"(?:have|get|want|need|see|like) [^.\n]{0,60} registered (?:with|in|under|for|into) (?:\w+ )?(?:fpp|"
        r"facilit|program)\w*"
    ),
    (
        r"(?:register|registering|enroll?|enroll?ing) (?:a |an |the |our |my |another |this |"
        r"new )?(?:\w+ ){0,4}(?:buildings?|propert(?:y"
        r"|ies)|tower|plaza|center|address)"
    ),
    (
        r"(?:regist\w+|enroll?\w*|onboard\w*|add(?:ing)?|bring(?:ing)?|get(?:ting)?) [^.\n]{0,80}\b(?:to|"
        r"into|in"
        r"|with|under|for) (?:the |our |your )?(?:fpp|facility permit|facilities permit)"
    ),
    (
        r"(?:want|have|put|include|take|move|sign(?:ing)?|onboard\w*|see) [^.\n]{0,60}\b(?:it|them|this|one"
        r"|buildings?|propert(?:y|ies)|towers?|plaza|center|campus|portfolio|facility|warehouse|mall"
        r"|hospital)\b[^.\n]{0,20} (?:up )?(?:to|into|in|with|under|on|for) (?:the |your |this )?(?:fpp"
        r"|facilit(?:y|ies) permit|program)"
    ),
    (
        r"(?:new to|sign(?:ing)? (?:\w+ ){0,5}up (?:for|with|in|to)|become part of|be part of|part of|"
        r"becoming a"
        r"|get into|sign up for) (?:the |your |this )?(?:fpp|facilit(?:y|ies) permit)"
    ),
    r"(?:join|enroll? in|participate in) (?:the |your )?(?:fpp|facilit(?:y|ies) permit|program)",
    r"(?:eligible|eligibility|qualify) for (?:the )?(?:fpp|facility permit)",
    r"w-?4 form",
)
REGISTRATION = re.compile(rf"\b(?:{'|'.join(_BRINGS_A_BUILDING)})\b", re.IGNORECASE)


TRADE = re.compile(
    r"\b(?:trade permits?(?: applications?)?|(?:electrical|plumbing|mechanical|fire(?: alarm| sprinkler"
    r"| suppression)?|sprinkler|low voltage|limited energy|hvac|elec|mech"
    r"|plumb) (?:trade )?permit (?:applications?|apps?\b|form|docs|paperwork)|applications? for (?:an? "
    r"|the )?(?:electrical|plumbing|mechanical|fire|low voltage|limited energy|sprinkler)[\w ]{0,20}permits?"
    r"|appl(?:y|ying) for (?:an? |the |our )?(?:electrical|plumbing|mechanical|fire|low voltage|"
    r"limited energy"
    r"|sprinkler)[\w ]{0,20}permits?|(?:need|request(?:ing)?|pull(?:ing)?|get|issue|set up|obtain|open|"
    r"take out"
    r"|file for) (?:to pull |us |me |up )?(?:an? |the |our )?(?:new )?(?:electrical|plumbing|mechanical"
    r"|fire alarm|fire sprinkler|low voltage) permits?)\b",
    re.IGNORECASE,
)


WIRELESS = re.compile(
    r"\b(?:wireless (?:facilit\w+|communications? facilit\w+|site|permit|antenna)|pwsf|small "
    r"(?:wireless|cell)s?|cell (?:tower|site)s?|6409(?:\(a\))?|eligible facilities request|macro site|"
    r"collocation|monopole|rooftop antennas?)\b",
    re.IGNORECASE,
)


EXTENSION = re.compile(
    r"\b(?:permit extensions?|extensions? (?:of|for|on|to) (?:the |our |my |this |"
    r"a )?(?:\w+ ){0,3}(?:permits?"
    r"|\d{2}-\d{6})|extend(?:ing)? (?:the |our |my |this )?(?:\w+ ){0,3}(?:permits?|expiration|\d{2}-\d{6})"
    r"|extend[^.\n]{0,60}\b(?:permit|expir\w+)|(?:30|60|90|180)[- ]day extension"
    r"|request(?:ing)? (?:an? )?extension|(?:permit|expir\w+)[^\n]{0,80}\b(?:be extended|an extension"
    r"|extend (?:it|this|the permit))|(?:another|additional|extra|more) (?:\w+ ){0,2}(?:days|months"
    r"|time)\b[^\n]{0,80}\b(?:permit|expir\w+)|expir\w+[^\n]{0,60}\b(?:more time|additional time))\b",
    re.IGNORECASE,
)


TAKES_BACK = re.compile(r"\b(?:cancel|withdraw|void)", re.IGNORECASE)


ABOUT_PAPERS = re.compile(
    r"\b(?:cancel|withdraw|void|resched|move|postpone)\w* (?:the |our |my |this )?(?:\w+ "
    r"){0,3}(?:application|permits?(?! inspection)|submittal|plan review|registration|account|meeting|"
    r"subscription)\b",
    re.IGNORECASE,
)


POINTER = re.compile(
    r"^\W*(?:(?:fyi|see below|see attached|please see (?:below|attached)|below|attached|forwarding|"
    r"fwd|for you|per below|please handle|can you (?:help|handle|take care of this)|thanks|thank you|"
    r"hi|hello|all|team|please (?:schedule|see|process|advise)|this came in|sorry|wrong address|"
    r"resending)\W*){0,6}$",
    re.IGNORECASE,
)


AWAY = re.compile(
    r"\b(?:out of (?:the )?office|on (?:vacation|leave|pto)|away from (?:my|the) (?:desk|office)|"
    r"automatic reply|auto-?reply|limited access to (?:my )?e-?mail)\b",
    re.IGNORECASE,
)


KEEP = re.compile(
    r"\b(?:do(?:es)? ?n[o']?t|don't|dont|do not|not|never|no need to)\b[^.\n]{0,30}\bcancel", re.IGNORECASE
)


DISPUTE = re.compile(
    r"\b(?:charged|charges?\b|invoiced?|billed|billing|refund|waiver?|dispute|discuss|complain\w*|"
    r"wrote (?:us )?(?:a|up)|question(?:s)? (?:about|on|regarding))\b",
    re.IGNORECASE,
)


PLAIN_REQUEST = re.compile(
    r"\b(?:inspections? request|request(?:ing)? (?:an? |for (?:an? )?|the )?(?:\w+ ){0,3}inspections?|"
    r"need(?:s|ing)? (?:an? |the |to (?:get|schedule|have) (?:an? |the )?)?(?:\w+ ){0,3}inspections?|"
    r"schedul(?:e|ing) (?:an? |the |my |our )?(?:\w+ ){0,3}inspections?|ready for (?:an? |the |our "
    r")?(?:\w+ ){0,3}inspections?)\b",
    re.IGNORECASE,
)


NUMBER = re.compile(r"\b(?:20)?\d{2}-\d{6}\b")


WHEN = re.compile(
    r"\b\d{1,2}[/.-]\d{1,2}\b|\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}day\b|\b(?:tomorrow|today|"
    r"cancel\w*|resched\w*)\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d",
    re.IGNORECASE,
)


ASK_FOR = re.compile(
    r"\b(?:need|please (?:schedule|send|come)|request|schedule|can (?:you|we|someone)|looking for|"
    r"ready for)\b",
    re.IGNORECASE,
)


LINK = re.compile(
    r"https?://\S*(?:dropbox|sharepoint|onedrive|1drv|drive\.google|docs\.google|box\.com|wetransfer|"
    r"sharefile|egnyte|procore|bluebeam|hightail|we\.tl|newforma|icloud)\S*",
    re.IGNORECASE,
)
