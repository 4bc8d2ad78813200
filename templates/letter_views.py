"""What the letters show, as plain values: templates know nothing of the rest of the program."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Literal

from templates.views import Visit

Weight = Literal["reject", "ask", "refer", "review", "note"]
Outcome = Literal["accepted", "unchanged", "asked", "rejected", "referred", "noted"]
Intent = Literal["request", "cancel", "reschedule"]


@dataclass(frozen=True, slots=True)
class Frame:
    """What every letter has. `about`: the sender's own subject, empty where there is none.

    `case` may be empty (a notice about no case); `more_cases`: how many others the letter is about.
    `other_cases`: those, where the subject has to name them, as an answer is about all.
    `mailbox`: where an answer goes. `name`: the reader's, empty where not known.
    """

    case: str
    phone: str
    phone_link: str
    mailbox: str
    answer_days: int
    more_cases: int = 0
    other_cases: tuple[str, ...] = ()
    about: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A finding in words. `place`: pages or field, as words; empty where the point is about the whole.

    `number`: in the letter, from 1; 0 = the points of this letter have none. `same_as`: the number of the point
    whose `fix` is this one's too (which is empty then); 0 = none. A `detail` that was told before is empty.
    """

    title: str
    detail: str
    fix: str
    weight: Weight
    place: str = ""
    number: int = 0
    same_as: int = 0


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture that goes with the letter. `target`: how the HTML part names it (RFC 2392); `numbers`: the points
    that are marked on it; `page`: of the file `document`."""

    name: str
    target: str
    document: str
    page: int
    numbers: tuple[int, ...]
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class PointGroup:
    """The points of one document. `document`: its name and what it was taken for; `pictures`: its pages, marked."""

    document: str
    points: tuple[Point, ...]
    pictures: tuple[PictureView, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadyReply:
    """An answer that is already written: `words` is what it says, `link` (mailto:) opens it in a mail program."""

    label: str
    words: str
    link: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One appointment of several that may be meant, with the reply that picks it."""

    case: str
    permit_number: str
    address: str
    day: date | None
    time: str
    inspector: str
    reply: ReadyReply | None = None


@dataclass(frozen=True, slots=True)
class ChargeView:
    """A charge with all of its arithmetic. `rule_hours`: the notice that is free, in hours."""

    appointment_start: datetime
    cancelled_at: datetime
    notice_minutes: int
    hours: Decimal
    reason: Literal["late_cancellation", "inspector_en_route"]
    client: str
    responsible_party: str
    reference_numbers: tuple[str, ...]
    permit_numbers: tuple[str, ...]
    rule_hours: Decimal
    needs_review: bool


@dataclass(frozen=True, slots=True)
class RequestView:
    """One request of a mail as it is told to its sender or its inspector.

    `missing`: names of what is to be given yet (`date`, `time`, `inspector`, `permit`, `address`, `type`,
    `contact_name`, `contact_phone`). `needs`: points that block; `remarks`: those that don't.
    `free_until` None: no such moment; `free_time_is_over`: it has passed already.
    `agreed`: the time is the inspector's word. `reached_inspector`: an inspector had been told of it.
    `corrected`: the inspector has it already, and only learns of another contact.
    `by`: who cancelled or moved it, where the reader did not. `visit_stays`: the inspector still comes that day for
    something else there.
    """

    case: str
    intent: Intent
    outcome: Outcome
    permit_number: str = ""
    building: str = ""
    address: str = ""
    types: tuple[str, ...] = ()
    discipline: str = ""
    day: date | None = None
    time: str = ""
    previous_day: date | None = None
    previous_time: str = ""
    agreed: bool = False
    inspector: str = ""
    previous_inspector: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    contact_link: str = ""
    note: str = ""
    urgent: bool = False
    free_until: datetime | None = None
    free_time_is_over: bool = False
    missing: tuple[str, ...] = ()
    needs: tuple[Point, ...] = ()
    remarks: tuple[Point, ...] = ()
    proposed_day: date | None = None
    proposed_permit: str = ""
    candidates: tuple[Candidate, ...] = ()
    charge: ChargeView | None = None
    reached_inspector: bool = True
    corrected: bool = False
    by: str = ""
    visit_stays: bool = False
    reply: ReadyReply | None = None
    cancel: ReadyReply | None = None
    move: ReadyReply | None = None
    results: tuple[ReadyReply, ...] = ()


@dataclass(frozen=True, slots=True)
class InspectionLetter:
    """The answer to a mail about inspections. `more`: requests beyond those shown in full.

    `notice_hours`: how long before an appointment cancelling is free; `charge_hours`: the least charge after that.
    `allowed`: a coordinator had to look at it first, and has let it through.
    """

    frame: Frame
    requests: tuple[RequestView, ...]
    more: tuple[RequestView, ...] = ()
    points: tuple[Point, ...] = ()
    received_at: datetime | None = None
    notice_hours: Decimal = Decimal(24)
    charge_hours: Decimal = Decimal("0.25")
    has_invitation: bool = False
    allowed: bool = False

    @property
    def everything(self) -> tuple[RequestView, ...]:
        return self.requests + self.more

    @property
    def outcomes(self) -> frozenset[str]:
        return frozenset(request.outcome for request in self.everything)

    @property
    def standing(self) -> tuple[RequestView, ...]:
        """The requests that leave an inspection on the list."""
        return tuple(
            request
            for request in self.everything
            if request.intent != "cancel" and request.outcome in {"accepted", "unchanged"}
        )

    @property
    def only(self) -> RequestView | None:
        """The request, where there is exactly one."""
        return self.requests[0] if len(self.everything) == 1 else None

    @property
    def free_until(self) -> datetime | None:
        """The last moment for cancelling free, where the letter leaves exactly one inspection on the list."""
        return self.standing[0].free_until if len(self.standing) == 1 else None

    @property
    def free_time_is_over(self) -> bool:
        return bool(self.standing) and all(request.free_time_is_over for request in self.standing)

    @property
    def buttons(self) -> tuple[ReadyReply, ...]:
        """The ready replies for cancelling and moving, where it is clear what they mean."""
        if len(self.standing) != 1:
            return ()
        replies = (self.standing[0].cancel, self.standing[0].move)
        return tuple(reply for reply in replies if reply is not None)


@dataclass(frozen=True, slots=True)
class RoutedLetter:
    """What an inspector gets: the request (several only where one mail asked for very many)."""

    frame: Frame
    requests: tuple[RequestView, ...]
    requester: str
    requester_name: str = ""
    received_at: datetime | None = None
    original: str = ""
    replies: tuple[ReadyReply, ...] = ()
    other_visits: tuple[Visit, ...] = ()
    history: tuple[str, ...] = ()
    takes_over_from: str = ""
    no_address: str = ""


@dataclass(frozen=True, slots=True)
class FileView:
    """A file as it arrived. `sort`: what it was taken for, in words; `problem` in words, empty = none."""

    name: str
    sort: str
    pages: int
    size: int
    checksum: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ReadField:
    """A field of the form as it was read."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class ApplicationLetter:
    """The answer to a submittal. `groups`: the points that the letter is about, by document; `beside`: those that
    block otherwise (what a person looks at, where something is to be mended; what is to be sent, where a person
    looks); `remarks`: those that block nothing. `answer_day`: by when a person has looked.

    `kept`: files of earlier mails that still count. `has_form`, `has_plans`: what there was to be checked.
    `reports`: names of attached files that show the points of the plans on the sheets. `released`: a coordinator
    has looked at what the first check had raised.
    """

    frame: Frame
    kind: str
    received_at: datetime
    files: tuple[FileView, ...] = ()
    files_not_shown: int = 0
    fields: tuple[ReadField, ...] = ()
    groups: tuple[PointGroup, ...] = ()
    beside: tuple[PointGroup, ...] = ()
    remarks: tuple[PointGroup, ...] = ()
    reply: ReadyReply | None = None
    kept: tuple[FileView, ...] = ()
    has_form: bool = False
    has_plans: bool = False
    reports: tuple[str, ...] = ()
    released: bool = False
    answer_day: date | None = None

    @property
    def count(self) -> int:
        return sum(len(group.points) for group in self.groups)


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that happened in a case."""

    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class StatusLine:
    """How one permit, submittal or inspection stands: `subject` its name, `state` whole words."""

    subject: str
    state: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class SimpleLetter:
    """A letter about a question, a status, another program. `original`: the sender's words."""

    frame: Frame
    received_at: datetime
    points: tuple[Point, ...] = ()
    status: tuple[StatusLine, ...] = ()
    history: tuple[HistoryLine, ...] = ()
    original: str = ""
    answer_day: date | None = None


@dataclass(frozen=True, slots=True)
class UpdateLetter:
    """What an inspector's mail did (`what` confirm, en_route, decline, result, command), or why it did nothing.

    `lines`: what became of a coordinator's commands; `examples`: what such a command can say.
    """

    frame: Frame
    what: str
    request: RequestView | None = None
    at: time | None = None
    result: str = ""
    next_inspector: str = ""
    told: str = ""
    lines: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    points: tuple[Point, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    replies: tuple[ReadyReply, ...] = ()
    original: str = ""
    referred: bool = False


@dataclass(frozen=True, slots=True)
class AppointmentLetter:
    """News for the requester about an appointment on record: a time agreed, or another inspector.

    `others`: further inspections of the same visit, for which the same holds. `by_office`: a coordinator has
    given it to `next_inspector`, who takes it over from `declined_by`.
    """

    frame: Frame
    request: RequestView
    others: tuple[RequestView, ...] = ()
    declined_by: str = ""
    next_inspector: str = ""
    by_office: bool = False
    has_invitation: bool = False


@dataclass(frozen=True, slots=True)
class RefusalLetter:
    """A coordinator's refusal. `reason`: in the coordinator's words; `request`: what the mail had asked for.

    `is_cancellation`, `is_move`: what stays as it is.
    """

    frame: Frame
    kind: str
    received_at: datetime
    reason: str
    request: RequestView | None = None
    is_cancellation: bool = False
    is_move: bool = False


@dataclass(frozen=True, slots=True)
class HoldView:
    """A hold in force at a site. `kind`: stop_work_order, violation, billing."""

    kind: str
    posted_on: date


@dataclass(frozen=True, slots=True)
class SiteVisit:
    """A visit with all that is needed on site. `last_result`: of the permit's inspection before, in words.

    `declined`: the inspector cannot take it and nobody else has it yet.
    """

    visit: Visit
    discipline: str = ""
    note: str = ""
    requester: str = ""
    holds: tuple[HoldView, ...] = ()
    last_result: str = ""
    last_day: date | None = None
    declined: bool = False
    replies: tuple[ReadyReply, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetChange:
    """What happened to a visit: `what` new, moved, taken_over, cancelled, passed_on; `other`: from or to whom.

    `day`, `time`: as it is now (as it was, where it is gone); `before_day` None: it has not moved.
    """

    what: str
    case: str
    day: date
    time: str = ""
    agreed: bool = False
    permit_number: str = ""
    address: str = ""
    before_day: date | None = None
    before_time: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class DaySheetLetter:
    """An inspector's day. `last_made_at`: the sheet that the changes count from, None = this is the first."""

    frame: Frame
    inspector: str
    day: date
    visits: tuple[SiteVisit, ...] = ()
    visits_not_shown: int = 0
    changes: tuple[SheetChange, ...] = ()
    changes_not_shown: int = 0
    last_made_at: datetime | None = None

    @property
    def changes_by_case(self) -> dict[str, SheetChange]:
        return {change.case: change for change in self.changes}


@dataclass(frozen=True, slots=True)
class NoticeLetter:
    """A referral for coordinators. `why_now`: why this does not wait for the digest."""

    frame: Frame
    kind: str
    sender: str
    sender_name: str
    subject: str
    received_at: datetime
    points: tuple[Point, ...] = ()
    requests: tuple[RequestView, ...] = ()
    original: str = ""
    why_now: str = ""
    replies: tuple[ReadyReply, ...] = ()
    sender_was_told: bool = True
    declined_by: str = ""
