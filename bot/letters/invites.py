"""The calendar entries that go with letters: one a case, for exactly the reader of the letter."""

from __future__ import annotations

from typing import Literal

from bot.letters.calendar_invite import Invitation, Method, calendar_bytes
from bot.letters.letter import LetterFile
from bot.letters.views import Desk
from parsers.mail import Address
from rules.inspection.facts import RequestDecision
from templates.filters import listed, phone
from templates.letter_views import RequestView

Reader = Literal["inspector", "requester"]


def invitation_file(
    desk: Desk,
    view: RequestView,
    attendee: Address,
    *,
    method: Method = "REQUEST",
    sequence: int = 0,
    until: str = "",
) -> LetterFile | None:
    """The entry for the inspection in the view, for one reader; None where it has no day."""
    if view.day is None:
        return None
    office = desk.office
    content = calendar_bytes(
        Invitation(
            case=view.case,
            uid_domain=desk.context.mailbox.domain,
            method=method,
            sequence=sequence,
            day=view.day,
            when=view.time,
            until=until,
            summary=_summary(view),
            location=view.address or view.building,
            description=_description(view, office.phone),
            organizer=desk.context.mailbox,
            attendees=(attendee,),
            stamp=desk.decision.received_at,
            agreed=view.agreed,
            day_start=office.day_start,
            day_end=office.day_end,
        ),
        office.timezone,
    )
    return LetterFile(f"{view.case or 'inspection'}.ics", f"text/calendar; method={method}", content)


def request_entry(
    desk: Desk, request: RequestDecision, view: RequestView, attendee: Address
) -> LetterFile | None:
    """The entry as the request changes it: withdrawn where it is cancelled; None where it has no day."""
    return invitation_file(
        desk,
        view,
        attendee,
        method="CANCEL" if view.intent == "cancel" else "REQUEST",
        sequence=sequence_of(request),
        until=window_end(request),
    )


def sequence_of(request: RequestDecision) -> int:
    """The number of the change: one more than on record where this mail changes an entry that was sent."""
    record = request.appointment
    if record is None:
        return 0
    return record.sequence + (1 if request.intent != "request" or record.state == "open" else 0)


def window_end(request: RequestDecision) -> str:
    """The end of the window that the sender asked for, `HH:MM`, empty where none."""
    reading = request.reading.time
    return reading.end or "" if reading and reading.value == request.time else ""


def _summary(view: RequestView) -> str:
    types = listed(view.types[:3]) or "Inspection"
    wish = "" if view.agreed else " (time not agreed yet)"
    return f"FPP inspection: {types}{wish}"


def _description(view: RequestView, office_phone: str) -> str:
    lines = (
        ("Case", view.case),
        ("Permit", view.permit_number),
        ("Inspection", listed(view.types)),
        ("Building", view.building),
        ("Inspector", view.inspector),
        (
            "Contact on site",
            listed([part for part in (view.contact_name, phone(view.contact_phone)) if part]),
        ),
        ("Notes", view.note),
        ("Facility Permit Program", office_phone),
    )
    return "\n".join(f"{label}: {words}" for label, words in lines if words)
