"""Whether a mail is about an inspection, and what it wants of it."""

from __future__ import annotations

import re
from itertools import islice
from typing import Literal

from parsers.inspection.types import find_types
from parsers.kind_signs import Signs, has_date
from parsers.kind_words import (
    ABOUT_PAPERS,
    APPLICATION,
    ASK_FOR,
    CHECKSHEET,
    DEFERRED,
    DISPUTE,
    INSPECT,
    KEEP,
    MANY_PAGES,
    PLAIN_REQUEST,
    PLANS,
    REGISTRATION,
    REVISION,
    TRADE,
)
from parsers.permits import find_permits
from parsers.question_words import (
    ASKS_ABOUT,
    MEANS_TO,
    PERMIT_READY,
    STATUS,
    TELLS_OF_EARLIER,
    WANTS_TO_KNOW,
    WOULD_NEED,
)

_ORDERS_BY_ASKING = re.compile(
    r"\b(?:can|could|would|will) (?:you|some(?:one|body)|(?:an?|the|your) inspector|he|she|they|"
    r"\w+) (?:please |be able to )?"
    r"(?:come|send(?! me| us)|swing|stop|look|get|inspect|schedule|book|add|make|fit|squeeze)\b|\b(?:can|could|"
    r"may) (?:we|i) (?:please )?"
    r"(?:get|have|schedule|book|request|set up)\b",
    re.IGNORECASE,
)
InspectionKind = Literal["inspection_request", "inspection_cancellation", "inspection_reschedule"]


def is_inspection(signs: Signs) -> bool:
    """Whether the mail asks for, moves or cancels an inspection."""
    requests = signs.reading.requests
    if not requests:
        return False
    intents = {one.intent for one in requests}
    inspects, here = signs.says(INSPECT), signs.mailbox == "inspections"
    if intents & {"cancel", "reschedule"}:
        is_about_papers = signs.says(ABOUT_PAPERS) and not inspects and not (here and has_date(signs))
        return not is_about_papers and (
            inspects
            or here
            or signs.has_types
            or (signs.is_reply and not (signs.has_files and signs.says(PLANS)))
            or bool(signs.reading.cases)
            or has_date(signs)
        )
    if _only_asks(signs) or _only_keeps(signs):
        return False
    if signs.says(DISPUTE) and not signs.says(PLAIN_REQUEST) and not (signs.has_types and has_date(signs)):
        return False
    if signs.says(PLAIN_REQUEST) and not is_intake_matter(signs):
        return True
    if is_intake_matter(signs) and not (inspects and here):
        return False
    first = requests[0]
    dated, numbered, placed = (
        has_date(signs),
        any(one.permit for one in requests),
        any(one.address for one in requests),
    )
    typed = signs.has_types or any(one.types for one in requests)
    if inspects and (dated or typed or numbered or placed or first.inspector):
        return True
    if here:
        return numbered or typed or dated or placed
    return typed and dated and (numbered or placed or bool(ASK_FOR.search(signs.text)))


def inspection_kind(signs: Signs) -> InspectionKind:
    """What the mail wants of an inspection; whatever cancels anything is a cancellation."""
    intents = {one.intent for one in signs.reading.requests}
    if "cancel" in intents:
        return "inspection_cancellation"
    return "inspection_reschedule" if "reschedule" in intents else "inspection_request"


def _only_keeps(signs: Signs) -> bool:
    """ "Please do not cancel": nothing is asked for beside what stands already."""
    if not signs.says(KEEP):
        return False
    rest = re.sub(rf"[^.!?\n]*{KEEP.pattern}[^.!?\n]*", " ", signs.text, flags=re.IGNORECASE)
    return not PLAIN_REQUEST.search(rest) and not find_types(rest)


def is_intake_matter(signs: Signs) -> bool:
    return any(
        signs.says(pattern) for pattern in (CHECKSHEET, DEFERRED, REVISION, REGISTRATION, APPLICATION, TRADE)
    ) or (signs.says(MANY_PAGES) and signs.says(PLANS))


def _only_asks(signs: Signs) -> bool:
    """The mail asks about inspections and orders none: "is my inspection on?", "do we need one for ...?"."""
    if "?" not in signs.text and not signs.asks_status:
        return False
    orders = re.sub(r"[^.!?\n]*\?", _unless_it_orders, signs.text)
    if signs.asks_status:
        if _only_means_to(signs, orders):
            return True
        if _states_a_request(signs, orders) or _orders_by_asking(signs.text):
            return False
        return not re.search(
            r"\b(?:please|pls|need to|would like to|want to|like to)\s(?:\w+\s){0,2}(?:schedule|request|set "
            r"up|book|send(?! me| us)|inspect)|\b(?:request|schedule|need)\w* (?:an? |"
            r"the )?(?:\w+ ){0,4}inspection\b(?! "
            r"(?:that|we|i)\b)",
            STATUS.sub(" ", orders),
            re.IGNORECASE,
        )
    asks = ASKS_ABOUT.search(signs.text) or WANTS_TO_KNOW.search(signs.text)
    if not (
        find_permits(signs.text) or has_date(signs) or any(one.address for one in signs.reading.requests)
    ):
        # "How far ahead must I ask? We will need one in January": nothing here that could be ordered.
        return bool(asks) or not (ASK_FOR.search(signs.text) or _ORDERS_BY_ASKING.search(signs.text))
    if not asks:
        return False
    if ASK_FOR.search(WOULD_NEED.sub(" ", orders)):
        return False
    return not has_date(signs) or not (find_permits(signs.text) or find_types(orders))


def _unless_it_orders(question: re.Match[str]) -> str:
    return question[0] if _ORDERS_BY_ASKING.search(question[0]) else " "


def _orders_by_asking(text: str) -> bool:
    """ "Can we get framing Thursday? Do you need more?": a type is ordered, in the form of a question."""
    questions = islice(re.finditer(r"[^.!?\n]+\?", text), 100)
    return any(
        _ORDERS_BY_ASKING.search(one[0]) and find_types(one[0]) and not STATUS.search(one[0])
        for one in questions
    )


def _states_a_request(signs: Signs, orders: str) -> bool:
    """ "Framing 4/22, 26-012345. Please confirm": a whole request beside the question, none told of."""
    rest = "\n".join(one for one in re.split(r"(?<=[.!?])\s|\n", orders) if not STATUS.search(one))
    names_permit = bool(find_permits(rest) or find_permits(signs.subject))
    return names_permit and has_date(signs) and bool(find_types(rest)) and not TELLS_OF_EARLIER.search(rest)


def _only_means_to(signs: Signs, orders: str) -> bool:
    """ "Is the permit ready? We want to schedule inspections next week": a plan that waits for the answer."""
    if "?" not in signs.text or not PERMIT_READY.search(signs.text) or not MEANS_TO.search(orders):
        return False
    rest = MEANS_TO.sub(" ", orders)
    says_when = any(one.date and one.date.problem is None for one in signs.reading.requests)
    return not (says_when or find_types(orders) or PLAIN_REQUEST.search(rest) or ASK_FOR.search(rest))
