"""The trades, works and stages that an inspection type is made of."""

from __future__ import annotations

import re
from typing import Final

from parsers.inspection.reading import Discipline

TRADES: Final[tuple[tuple[Discipline, str], ...]] = (
    ("building", r"bldg\.?|building|structural|bld"),
    ("mechanical", r"mechanical|mech\.?|hvac"),
    ("electrical", r"electrical|electric|elec\.?|elect\.?|electical|eletrical"),
    ("plumbing", r"plumbing|plumb\.?|plbg\.?|plmg\.?|plumbimg|plubming"),
    ("fire", r"fire(?: ?(?:&|and) ?life safety)?|fire/life safety|fls"),
)


WORKS: Final[tuple[tuple[Discipline | None, str], ...]] = (
    (
        "plumbing",
        (
            r"(?:medical|med) gas|water heater|water lines?|waterline|water service|shower pans?|"
            r"top[- ]?outs?|back ?flow(?: (?:preventer|device|assembly))?|dwv|sewer(?: lines?)?|"
            r"(?:rain|storm|roof|area|overflow) drains?|grease (?:trap|interceptor)|sanitary|"
            r"floor drains?|fixtures? final|"
            r"hose bibb?"
        ),
    ),
    (
        "fire",
        (
            r"(?:fire )?sprinklers?(?: (?:heads?|piping|lines?))?|hydro(?:static)?(?: test(?:ing)?)?|fire "
            r"alarms?|alarm (?:acceptance )?test|stand ?pipes?|ansul|(?:fire|hood) suppression|fire pump|fdc|"
            r"flow test|"
            r"acceptance test|life safety system"
        ),
    ),
    (
        "mechanical",
        (
            r"gas (?:piping|pressure test|pressure|lines?|test)|duct ?work|ducts?|smoke dampers?|fire/smoke "
            r"dampers?|fire dampers?|fsds?|vav(?: box(?:es)?)?|rtus?|roof ?top units?|refrigerant lines?|"
            r"refrigerant|"
            r"line ?sets?|exhaust fans?|kitchen hood|type (?:1|2|i|ii) hood|hood|flues?|heat pumps?|air "
            r"handlers?|mini[- ]?splits?|hydronic(?: piping)?|boilers?|chillers?|fan coils?"
        ),
    ),
    (
        "electrical",
        (
            r"low[- ]volt(?:age)?|limited energy|feeders?|temp(?:orary)? (?:power|service)|sub-?panels?|"
            r"panels?|conduits?|grounding|ufer|wiring|ev chargers?|branch circuits?|switch ?gear|"
            r"transformers?|generators?|"
            r"lighting|power (?:&|and) lighting|service (?:change|upgrade)|meter(?: base| socket)?|data "
            r"cabling"
        ),
    ),
    (
        "building",
        (
            r"framing|wall ?boards?(?: nailing)?|hold[- ]?downs?|curtain ?walls?|"
            r"shear ?walls?(?: nailing)?|shear(?: nailing)?|footings?|foundations?|re-?bar|anchor "
            r"bolts?|(?:drywall|sheet ?rock|gyp(?:sum)?(?: board)?|gwb)(?: nail(?:s|ing)?| screws?| "
            r"screw(?:ing)?)?|"
            r"insulation|insul\.?|susp(?:ended|\.)? (?:ceilings?|clg\.?)(?: grids?)?|ceiling grids?|"
            r"grid(?! ?lines?)|(?:hard )?lids?|t-?bar(?: ceilings?)?|grid "
            r"ceilings?|acoustical ceilings?|shaft ?walls?(?: liner)?|fire ?stopp?(?:ing)?|fire "
            r"?caulk(?:ing)?|penetrations|"
            r"roof(?:ing)?(?: nailing| sheathing| deck)?|demising walls?|rated (?:walls?|assembl(?:y|ies))|"
            r"exiting|ada|accessibility|concrete slab|slab(?: on grade)?(?!-)|masonry|cmu|storefront|guard "
            r"?rails?|hand ?rails?|"
            r"(?:temporary |temp )?(?:certificate of )?occupancy|tco|t\.c\.o\.|c of o|demo(?:lition)?|"
            r"structural steel|welding|epoxy anchors?|anchors?|seismic bracing|"
            r"lath|metal studs?|studs|post[- ]tension(?:ed)?|rack(?:ing)?|mezzanine|stairs?"
        ),
    ),
    (
        None,
        (
            r"smoke (?:control|detectors?|alarms?)|exit signs?|(?:emergency|egress) light(?:s|ing)|"
            r"under ?slabs?|under[- ]?ground|under ?floors?|ground ?work|groundwork|service|slab"
        ),
    ),
)


STAGES: Final = (
    r"rough[- ]?ins?|roughin|rough|ruff[- ]?in|finals?|fianl|u/?g|in[- ]wall|inwall|over ?head|"
    r"above[- ]ceilings?|ceiling(?:s)?|walls?|cover(?:[- ]up)?|trim(?:[- ]out)?|pre-?cover|pre-?tests?|"
    r"pre-?con(?:struction)?|walk[- ]?throughs?|re-?inspections?|re-?check|progress|start[- ]?up|"
    r"pressure test|partial|follow[- ]?up|consult(?:ation)?|insp(?:ections?|\.)?(?= card)"
)


TERM = re.compile(
    r"(?<![\w'])(?:"
    + "|".join(
        [f"(?P<work{number}>{words})" for number, (_, words) in enumerate(WORKS)]
        + [f"(?P<trade{number}>{words})" for number, (_, words) in enumerate(TRADES)]
        + [f"(?P<stage>{STAGES})", r"(?P<mep>mep)", r"(?P<all>all trades)"]
    )
    + r")(?![\w'])",
    re.IGNORECASE,
)


HINT = re.compile(
    r"final|fianl|rough|ruff|cover|fram|insul|drywall|sheet ?rock|gyp|gwb|top[- ]?out|ceiling|t-?bar|"
    r"grid|wall|slab|under|foot|found|bar\b|elec|plumb|plbg|plmg|mech|hvac|fire|sprink|hydro|"
    r"gas|duct|damper|service|panel|low.volt|light|power|reinsp|re-insp|trim|demo|occup|mep|build|"
    r"bldg|struct|pre-?con|walk|anchor|conduit|feeder|water|sewer|drain|shower|backflow|"
    r"flow|hood|vav|rtu|fls|standpipe|alarm|wir|meter|limited|generator|temp|tco|shear|roof|lath|stud|"
    r"rack|stair|ada|consult|partial|progress|start|smoke|exit|hold|emerg|egress|\blid|pre-?test|pre-?cover|pressure|"
    r"store|mason|cmu|weld|epoxy|post.ten|mezz|rail|chill|boil|refrig|line ?set|heat pump|air h|mini|hydron|fan|flue|"
    r"exhaust|ansul|fdc|dwv|sanit|grease|hose|"
    r"ev ch|data|switch|transf|branch|penetr|demis|rated|t\.c\.o|c of o|\bu/?g\b|re-?check|follow|clg",
    re.IGNORECASE,
)


# These count alone only in the company of "inspection" or of a place where types are listed.
TIMID = re.compile(
    r"grid|lids?|cover|curtain ?walls?|"
    r"walls?|ceilings?|trim|partial|progress|over ?head|service|slab|hood|stairs?|roof(?:ing)?|"
    r"anchors?|panels?|lighting|studs|ada|demo(?:lition)?|masonry|generators?|wiring|rack(?:ing)?|"
    r"walk[- ]?throughs?|consult(?:ation)?|start[- ]?up|follow[- ]?up|penetrations|exiting|boilers?|"
    r"chillers?|meter|refrigerant|transformers?|conduits?|storefront|mezzanine|fixtures?|ducts?|fire "
    r"alarms?|sprinklers?|sanitary|"
    r"under[- ]?ground|u/?g|occupancy|insp|rtus?|vav(?: box(?:es)?)?|fan coils?|air handlers?|roof "
    r"?top units?",
    re.IGNORECASE,
)
