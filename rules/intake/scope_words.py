"""How people write that the work is outside the program (D8), or outside the building."""

from __future__ import annotations

import re

_BUILDINGS = r"(?:buildings?|structures?|warehouses?|garages?|pavilions?|annex|sheds?|hotels?|towers?)"
_AREA = r"(?:sq\.? ?ft\.?|square[- ](?:feet|foot|footage)|s\.?f\.?)\b"
_SIGN_PLACES = r"(?:fa[cç]ade|exterior|building|storefront|wall|entr\w+|roof(?:top)?|canopy|street|parapet)"


def _pattern(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


# (what it is, in words that a letter can say; how people write it).
EXCLUDED: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "a change of occupancy to a greater hazard",
        _pattern(
            r"\bchang(?:e|es|ing) (?:of|in|the|to the) (?:building(?:'s)? |tenant |space )?occupancy\b(?! load)",
            r"\bchang(?:e|es|ing) (?:the )?occupancy (?:of|from|to|class\w*|type|group)\b",
            r"\boccupancy (?:classification |type |group |class )?change\b|\bgreater (?:relative )?hazard",
            r"\bchang(?:e|es|ing) (?:of |in |the )?use:? (?:\w+ ){0,3}(?:to|from)\b",
            r"\bconver(?:t|ts|ting|ted|sion)\b[^.;\n]{0,60}\b(?:in)?to\b[^.;\n]{0,40}?(?:\b(?:assembly|restaurant|residential|"
            r"apartments?|dwellings?|day ?care|school|educational|hazardous|institutional|factory|laborator(?:y|ies)|"
            r"church|theat(?:er|re)|brewery|bar)\b|\b[AEHIR]-?[1-5]\b)",
            r"\bto (?:an? )?(?:assembly|restaurant|residential|day ?care|school|church|brewery|bar) (?:use )?"
            r"conversion\b",
            r"\bfrom (?:group )?[A-Z](?:-\d)? to (?:group )?[A-Z](?:-\d)? occupancy\b",
        ),
    ),
    (
        "construction of a new building",
        _pattern(
            rf"\b(?:construct(?:ion of)?|erect|build) (?:a |an |the )?new (?:[\w-]+ ){{0,3}}{_BUILDINGS}\b",
            rf"\bnew construction (?:of |for |[-–—:] ?)?(?:an? |the |new )?(?:[\w-]+ ){{0,4}}{_BUILDINGS}\b",
            r"(?:^|[.;\n] *)new construction *(?:$|[.;,\n])",
            rf"\bground[- ]up\b|\bnew (?:free[- ]?standing|stand[- ]?alone|detached) "
            rf"(?:[\w-]+ ){{0,2}}{_BUILDINGS}\b|\bnew [\d,.]+ ?{_AREA} (?:[\w-]+ ){{0,2}}{_BUILDINGS}\b",
            r"\b(?:an?|one) new (?:[\w-]+ ){0,2}building(?=[.,;]|$| (?:at|on|behind|next|beside|adjacent|for)\b)",
        ),
    ),
    (
        "an addition of floor area",
        _pattern(
            rf"\b(?:building|floor area|square footage|{_AREA}) (?:building )?(?:addition|expansion)\b",
            r"\b(?:rooftop|vertical|horizontal|mezzanine|(?:second|third|\d)[- ]?(?:nd|rd|th)?[- ]stor(?:y|ey)) "
            r"addition\b|\b(?:second|third|\d(?:nd|rd|th))[- ]floor addition\b(?! of)",
            r"\b(?:north|south|east|west|rear|side|new) addition\b(?! of)",
            rf"\badditions? (?:of|to) (?:the |an? |new |approx\w*\.? |about )*"
            rf"(?:building\b|floor area|square footage|[\d,.]+ ?{_AREA})",
            r"\b(?:added|additional|extra|increased?) (?:building |gross )?(?:floor )?(?:area|square footage)\b",
            rf"\b(?:add|adds|adding|expand|extend)(?:s|ing)? (?:[\w,]+ ){{0,4}}(?:{_AREA}|floor area|"
            r"building footprint)(?![^.;\n]{0,40}\b(?:in|within|inside) (?:the |an? )?existing\b)",
            r"\b(?:new|add(?:ing)?(?: an?)?) mezzanine\b|\b(?:extend|enlarge|expand)\w* the (?:building|footprint)\b",
        ),
    ),
    (
        "electrical feeders over 400 amps",
        _pattern(r"\b(?:4[1-9]\d|40[1-9]|[5-9]\d\d|[1-9]\d{3}|[1-9],\d{3})[- ]?(?:a|amps?|amperes?)\b"),
    ),
    (
        "work over 1,000 volts",
        _pattern(
            r"\b(?!1,?000(?!\d))(?:[1-9]\d?,?\d{3}|[1-9]\d\d,\d{3})[- ]?(?:v|volts?)\b(?![- ]?amp)",
            r"\b(?:[2-9]|[1-9]\d+|1(?=\.\d))(?:\.\d+)?[- ]?kv\b|\b(?:medium|high)[- ]voltage",
        ),
    ),
    (
        "a sign",
        _pattern(
            r"\bsign permits?\b|\bsignage\b",
            r"\b(?:install\w*|new|add|erect|replace)(?: an?| the)?(?: new)? signs?\b(?!-| (?:in|off|up|for|at)\b)",
            r"\bchannel[- ]letters\b",
            rf"\b(?:tenant|business|logo|blade|monument|illuminated|pole|awning|channel[- ]letter|projecting|neon|"
            rf"free[- ]?standing|led|{_SIGN_PLACES}) signs?\b",
            rf"\bsigns? (?:on|at|above|over) (?:the |an? )?(?:\w+ ){{0,2}}{_SIGN_PLACES}\b",
        ),
    ),
    (
        "a photovoltaic system",
        _pattern(
            r"\bphoto-?voltaics?\b|\bsolar (?:panels?|arrays?|pv|systems?|modules?|install\w*)\b",
            r"\brooftop solar\b|\bpv (?:systems?|arrays?|panels?|modules?|install\w*)\b",
        ),
    ),
    ("a minor label", _pattern(r"\bminor labels?\b")),
)
EXTERIOR = _pattern(
    r"\bexterior\b|\boutside (?:the )?building\b|\bfa[cç]ade\b|(?<!interior )\bstorefront\b|\bcurtain[- ]?wall\b",
    r"\bcanop(?:y|ies)\b|\broof(?:top|ing)?\b|\bparking lot\b|\bsite work\b|\bsidewalk\b|\bawnings?\b",
    r"\bnew (?:windows?|louvers?)\b|\bskylights?\b|(?<!interior )\bwindows? replacement\b",
    r"\breplac\w+ (?:the |all |existing |\d+ )*windows?\b(?! (?:cover|blind|shade|treatment|film))",
)
ROOF = _pattern(r"\broof(?:top|ing|s)?\b")
# Signs inside a building need no sign permit.
INDOOR_SIGN = _pattern(
    r"\b(?:exit|interior|way-?finding|directional|ada|accessib\w+|room|egress|code|safety|evacuation|door|restroom|"
    r"tactile|braille|occupan\w+|suite|stair)\b[^.;\n]{0,20}$"
)
FEEDER = _pattern(
    r"\b(?:feeders?|service|switchgear|switchboard|panel ?board|panel|main|bus(?:way|duct)?|circuit)\b"
)
NEGATION = _pattern(r"\b(?:no|not|without|none|excludes?|excluding|never|isn't|nor)\b[^.;\n]{0,40}$")
# "No structural work, new exterior door": what follows is not denied any more.
NEW_CLAUSE = _pattern(
    r"\b(?:but|however|except|only|new|add|adds|adding|install\w*|replac\w+|relocat\w+|remov\w+|modif\w+)\b"
)
# "The existing array is not affected", "signage under separate permit", "exterior work: none": said of what is no
# part of the work.
LEFT_ALONE = _pattern(
    r"^(?:[ -]?(?:work|scope|improvements?|changes?|modifications?|alterations?|signs?|signage|area|elements?))?"
    r"\s*[:=?]\s*(?:none|no|n/?a|nil)\b",
    r"^[^.;\n]{0,50}?\b(?:not (?:affected|changed|modified|altered|included|part of|in (?:this|the|scope))|"
    r"unchanged|unaffected|undisturbed|(?:to |will |shall )?remain(?:s|ing)?\b|by others|"
    r"separate (?:permit|submittal)|excluded)",
)
EXISTING = _pattern(r"\b(?:from|by|at|off|on|in|to|within|of) (?:the |an? )?(?:\w+ )?existing [^.;\n]{0,25}$")
