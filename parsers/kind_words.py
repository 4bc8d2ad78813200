"""The words by which the kinds of mail are told apart."""

from __future__ import annotations

import re
from typing import Final

from parsers.spans import word_set

INSPECT = re.compile(
    r"\b(?:re-?)?(?:inspections?|inspect(?:ed|or|ors|ing)?|insp\b|inpsection|inspeciton|insepction|"
    r"inspction|inspecton)s?\b",
    re.IGNORECASE,
)


APPLICATION = re.compile(
    r"\b(?:permit applications?|applications? for (?:a |an |the )?(?:\w+ ){0,3}permit|new (?:permit "
    r")?(?:submittal|application)|intake (?:form|application|packet|package)|fpp (?:application|"
    r"intake|submittal)|plan (?:intake|submittal|review submittal)|"
    r"submit(?:ting|tal)? (?:of )?(?:the |our |these |new |my )?(?:\w+ ){0,4}(?:plans?|drawings|"
    r"application|set|packet|package)|permit (?:submittal|package|set)|appl(?:y|ying) for (?:a |an |"
    r"the )?(?:\w+ ){0,3}permits?|(?:plans|drawings|application|intake) (?:is |are )?(?:and \w+ "
    r"(?:\w+ )?(?:are |is )?)?attached|attached (?:please find |are |is )?(?:the |our |my )?"
    r"(?:\w+ ){0,5}(?:plans?|drawings|application|intake|submittal)|for (?:your )?plan review|permit "
    r"set|project valuation|description of work|requesting (?:a |an )?(?:\w+ )?permit for|(?:ti|"
    r"tenant improvement) (?:permit|application|submittal))\b",
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


PLANS = re.compile(r"\b(?:plans?|drawings?|set|sheets|submit\w*|application|blueprints)\b", re.IGNORECASE)


CHECKSHEET = re.compile(
    r"\b(?:check ?sheets?|plan review (?:comments?|corrections?)|review(?:er)?(?:'s)? comments|"
    r"(?:response|responses|responding|reply) to (?:the |your |plan )?(?:\w+ )?(?:comments|"
    r"corrections|review))\b",
    re.IGNORECASE,
)


RESPONDS = re.compile(
    r"\b(?:respons\w*|respond\w*|resubmi\w*|re-submi\w*|attached|address(?:ed|es|ing)|revised "
    r"(?:plans?|set|sheets|drawings)|updated (?:plans?|set|sheets|drawings)|corrected|here (?:are|is)|"
    r"please find|link)\b",
    re.IGNORECASE,
)


DEFERRED = re.compile(
    r"\bdeferred[- ](?:submittals?|items?|approval|package)\b|\bdeferred\b[^.\n]{0,40}\bsubmittal",
    re.IGNORECASE,
)


REVISION = re.compile(
    r"\b(?:permit revisions?|revisions? (?:#?\d{1,2} )?(?:to|of|for|on) (?:the |our |an? |this "
    r")?(?:\w+ ){0,2}(?:permit|plans?|drawings|set|\d{2}-\d{6})|plan revisions?|revision "
    r"(?:application|submittal|request|package|form)|revise (?:the |our |an? )?(?:\w+ )?(?:permit|"
    r"issued|approved)|revised (?:plans?|drawings|sheets)[^.\n]{0,60}\bissued)\b",
    re.IGNORECASE,
)


REGISTRATION = re.compile(
    r"\b(?:(?:building|fpp|program|property) registrations?|re-?regist\w+|registrations? (?:of|for|"
    r"renewal|packet|form)|regist(?:er|ering) (?:a |an |the |our |my |another |this |new )?(?:\w+ "
    r"){0,4}(?:buildings?|propert(?:y|ies)|tower|plaza|center|address)|(?:regist\w+|enroll?\w*|"
    r"add(?:ing)?|bring(?:ing)?|get(?:ting)?) [^.\n]{0,80}\b(?:to|into|in|with|under) (?:the )?(?:fpp|"
    r"facility permit|facilities permit)|"
    r"(?:join|enroll? in|participate in) (?:the )?(?:fpp|facility permit)|(?:eligible|eligibility|"
    r"qualify) for (?:the )?(?:fpp|facility permit)|w-?4 form)\b",
    re.IGNORECASE,
)


TRADE = re.compile(
    r"\b(?:trade permits?(?: applications?)?|(?:electrical|plumbing|mechanical|fire(?: alarm| "
    r"sprinkler| suppression)?|sprinkler|low voltage|limited energy|hvac|elec|mech|plumb) (?:trade "
    r")?permit (?:applications?|app\b|form)|applications? for (?:an? |the )?(?:electrical|plumbing|"
    r"mechanical|fire|low voltage|limited energy|sprinkler)[\w ]{0,20}permits?|"
    r"appl(?:y|ying) for (?:an? |the |our )?(?:electrical|plumbing|mechanical|fire|low voltage|"
    r"limited energy|sprinkler)[\w ]{0,20}permits?|(?:need|request(?:ing)?|pull(?:ing)?|get) (?:to "
    r"pull )?(?:an? )?(?:new )?(?:electrical|plumbing|mechanical|fire alarm|fire sprinkler|low "
    r"voltage) permits?)\b",
    re.IGNORECASE,
)


WIRELESS = re.compile(
    r"\b(?:wireless (?:facilit\w+|communications? facilit\w+|site|permit|antenna)|pwsf|small "
    r"(?:wireless|cell)s?|cell (?:tower|site)s?|6409(?:\(a\))?|eligible facilities request|macro site|"
    r"collocation|monopole|rooftop antennas?)\b",
    re.IGNORECASE,
)


EXTENSION = re.compile(
    r"\b(?:permit extensions?|extensions? (?:of|for|on|to) (?:the |our |my |this |a )?(?:\w+ "
    r"){0,3}(?:permits?|\d{2}-\d{6})|extend(?:ing)? (?:the |our |my |this )?(?:\w+ ){0,3}(?:permits?|"
    r"expiration|\d{2}-\d{6})|extend[^.\n]{0,60}\b(?:permit|expir\w+)|(?:30|60|90|180)[- ]day "
    r"extension|request(?:ing)? (?:an? )?extension)\b",
    re.IGNORECASE,
)


STATUS = re.compile(
    r"\b(?:status (?:of|on|update|check|for)|(?:what(?:'s| is)|check(?:ing)?(?: on)?|update on|know|"
    r"provide|get|request) (?:the |a )?(?:current )?status|where (?:is|are|does|do) (?:my|our|the|"
    r"this|we (?:at|with))|where we (?:are|stand)|any (?:update|news|word|progress)|(?:has|have|was|"
    r"is) (?:my|our|the|this|that|permit|application|\d{2}-\d{6}[\w-]*) (?:[\w-]+ ){0,5}(?:been )?(?:issued|approved|"
    r"finaled|finalled|final|closed|assigned|received|"
    r"reviewed|ready|accepted|set up|on the schedule|still (?:on|scheduled|happening)|scheduled|"
    r"confirmed|cancelled|canceled|on for|on\b)|"
    r"when (?:will|can|should|is|do|might) (?:my|our|the|this|we|i) (?:\w+ ){0,5}(?:be )?(?:issued|"
    r"approved|ready|reviewed|expect|hear|get)|follow(?:ing)?[- ]?up on (?:the |my |our |this "
    r")?(?:\w+ ){0,4}(?:permit|application|submittal|inspection|request|review|status|\d{2}-\d{6})|"
    r"checking (?:in )?(?:on|to see|if|whether)|(?:are|is) (?:we|the inspector|anyone|someone|"
    r"somebody|the inspection) (?:still )?(?:on|coming|scheduled|set|on the schedule)\b|"
    r"did (?:you|anyone|my|our|the|we) (?:\w+ ){0,5}(?:get|receive|pass|go through|see|make it)|still "
    r"(?:on|coming|happening|scheduled) (?:for|today|tomorrow)|what time (?:is|will|should|can we "
    r"expect|are)|when is (?:the |my |our )?(?:inspector|inspection)|which inspector (?:is coming|"
    r"will)|who(?: is|'s| will be) (?:coming|(?:the |our |my )?inspector)|how (?:long|much longer)|in review still|"
    r"eta (?:on|for)|expected (?:issuance|approval)|"
    r"(?:make|making) sure (?:you|that|our|my|the)[^.\n]{0,50}(?:received|got|on the schedule|"
    r"scheduled|set)|confirm(?:ing)? (?:that )?(?:you|our|my|the|we)[^.\n]{0,60}(?:received|is "
    r"(?:still )?(?:on|scheduled|set|confirmed)|are (?:still )?(?:on|scheduled|set)|on the schedule|"
    r"got)|(?:double|just)[- ]?check\w*|still (?:planning|plans?|going|meaning) (?:to|on)\b|haven'?t heard)\b",
    re.IGNORECASE,
)


PERMIT_READY = re.compile(
    r"\b(?:is|are|was|has|have|when|did|any|status|where|check\w*|know if)\b[^.?!\n]{0,60}\b(?:permits?|application|"
    r"submittal|plans?|review)\b[^.!\n]{0,80}\?",
    re.IGNORECASE,
)


MEANS_TO = re.compile(
    r"\b(?:want|would like|we'd like|i'd like|like|need|hope|hoping|plan|planning|looking|trying|intend|ready|able)\s"
    r"(?:to\s)(?:be able to\s|start\s|get\s|begin\s)?(?:schedul\w*|request\w*|set up|book\w*|call(?:ing)? (?:in|for)|"
    r"have|get)\s(?:our |the |some |any |an? |my |for )?(?:\w+ ){0,2}inspections?\b",
    re.IGNORECASE,
)


ASKS_ABOUT = re.compile(
    r"\b(?:do (?:we|i|you|they|subs?|contractors|our \w+|the \w+) (?:need|require|have to|still)|"
    r"(?:is|are|will) (?:an? |any |the )?(?:\w+ )?inspections? (?:be )?(?:required|needed|necessary)|"
    r"what (?:inspections?|kind|type|is required|do i|do we|are the|documents?|forms?|information)|"
    r"which inspections?|how (?:do|can|would|should|to|does|far|much|many|soon)|when (?:do|should) "
    r"(?:we|i)|where (?:do|can|should|would) (?:we|i|they)|who (?:do|should|can)|can (?:you|"
    r"someone) (?:tell|explain|clarify|advise|send me)|"
    r"question(?:s)? (?:about|on|regarding|for)|wondering|is (?:it|there)|does (?:this|the|my|our|a)|"
    r"could you (?:tell|explain|clarify|advise)|please (?:advise|clarify|explain))\b",
    re.IGNORECASE,
)


ASKS_WHETHER = re.compile(
    r"\b(?:can|may|could|should|must|would|shall) (?:we|i|they|it|this|these|our \w+|the \w+)\b|"
    r"\bis (?:it )?(?:possible|ok(?:ay)?|allowed)\b",
    re.IGNORECASE,
)


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


THANKS: Final = word_set(
    """
    thanks thank thx ty tks ok okay k kk got received noted understood great perfect awesome excellent
    wonderful fantastic terrific super sweet alright gracias merci wilco gotcha
    sounds copy see appreciate appreciated cheers yes yep yup sure roger confirmed cool nice good
    """
)


# Said with words too common to be thanks by themselves; the whole of the mail beside thanks, fillers and names.
PLEASANTRY = re.compile(
    r"\b(?:will do|no (?:problem|worries)|all good|good deal|sounds (?:good|great|like a plan)|got it|much "
    r"obliged|you too|same to you|(?:you're|you are|your) welcome|(?:my|our) pleasure|looking forward to "
    r"(?:it|seeing you|meeting you)|talk (?:soon|then|later)|take care|have an? (?:good|great|nice|wonderful) "
    r"(?:one|day|evening|afternoon|morning|weekend|week)|(?:best|kind|warm) regards|glad to hear)\b",
    re.IGNORECASE,
)


FILLERS: Final = word_set(
    """
    you u again so very much a an lot bunch everyone all team for the your our it that this everything
    letting us me know getting back to confirming sending taking care help quick reply update response on in
    and we i will do then there soon tomorrow today later monday tuesday wednesday thursday friday problem
    no worries too have day one weekend week evening afternoon morning best regards works we'll i'll be
    ready that's is hi hello dear as always talk glad hear info information heads up heads-up happy
    sincerely take bye now just really kindly mr ms mrs guys folks sir ma'am of from with at my appreciation
    obliged like plan seeing deal our pleasure welcome you're
    answer answers answering
    prompt fast by way great well thank's re fine here same next time then's looking forward meeting
    """
)


DAYS: Final = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "tomorrow", "today"])


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
