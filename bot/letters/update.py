"""Letters that follow an inspector's or a coordinator's mail: to that person, to the requester, to a successor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.letters.desk import (
    answerable_address,
    coordinator_addresses,
    inspector_address,
    is_ours,
    other_letter,
    present,
    reply_letter,
)
from bot.letters.invites import invitation_file
from bot.letters.letter import Letter, LetterFile
from bot.letters.points import needs, remarks
from bot.letters.ready_replies import inspector_replies, result_replies
from bot.letters.sender import about, friendly_name, original_words
from bot.letters.views import (
    MOST_CANDIDATES,
    MOST_NAMED_CASES,
    Desk,
    appointment_view,
    candidate,
    visits_beside,
)
from parsers.mail import Address
from rules.decision import UpdateDecision
from rules.finding import Action
from rules.inspection.facts import Appointment
from templates.command_words import EXAMPLES
from templates.letter_views import AppointmentLetter, ReadyReply, RequestView, RoutedLetter, UpdateLetter

RESULTS = {
    "approved": "approved",
    "partial": "partial approval",
    "correction": "corrections needed",
    "no_access": "no access",
}


def update_letters(desk: Desk) -> tuple[Letter, ...]:
    """The echo to the writer, then what requesters and a succeeding inspector have to know at once."""
    update = desk.decision.update
    echo = () if answerable_address(desk) is None else (_echo(desk, update),)
    if update is None or not update.update.action:
        return echo
    if update.update.action == "confirm" and update.action is Action.ACCEPT and update.after != update.before:
        return (*echo, *_confirmations(desk, update))
    if update.update.action == "decline" and _changes_something(update):
        return (*echo, *successions(desk, update), *changes_of_inspector(desk, update))
    return echo


def nobody_is_left(update: UpdateDecision) -> bool:
    """Whether the inspector's own appointment was declined and no backup can take it."""
    is_decline = update.update.action == "decline" and update.before is not None
    return is_decline and update.action is Action.REFER and update.next_inspector is None


def _changes_something(update: UpdateDecision) -> bool:
    return update.action is Action.ACCEPT or nobody_is_left(update)


def _echo(desk: Desk, update: UpdateDecision | None) -> Letter:
    decision = desk.decision
    understood = decision.action is Action.ACCEPT or (update is not None and nobody_is_left(update))
    view = _update_view(desk, update, understood)
    files = _echo_files(desk, update) if understood and update is not None else ()
    template = "update_echo" if understood else "update_not_understood"
    return reply_letter(desk, template, view, view.frame.case, files=files)


def _update_view(desk: Desk, update: UpdateDecision | None, understood: bool) -> UpdateLetter:
    decision, what = desk.decision, update.update.action if update else None
    record = (update.after or update.before) if update else None
    case = desk.case or (record.case if record else "")
    inspector = desk.registry.inspector_at(desk.mail.sender.address)
    name = inspector.inspector if inspector else friendly_name(desk.mail.sender.name)
    asks = decision.action is Action.ASK and update is not None
    return UpdateLetter(
        frame=desk.frame(case, about=about(desk.mail.subject), name=name),
        what=(what or "") if update else "command",
        request=_echoed(desk, update) if update else None,
        at=update.update.at if update else None,
        result=RESULTS.get(update.update.result or "", "") if update else "",
        next_inspector=(update.next_inspector or "") if update else "",
        told=_requester_words(record) if understood and record and what in {"confirm", "decline"} else "",
        lines=desk.context.echo,
        examples=EXAMPLES if update is None else (),
        points=needs(decision.findings) + remarks(decision.findings),
        candidates=tuple(candidate(desk, item, "update") for item in _in_question(update)),
        replies=_replies(desk, record, case) if asks else (),
        original=original_words(desk.mail),
        referred=decision.action is Action.REFER,
    )


def _echoed(desk: Desk, update: UpdateDecision) -> RequestView | None:
    """The appointment that the mail is about, where that much is certain."""
    only = update.candidates[0] if len(update.candidates) == 1 else None
    record = update.after or update.before or only
    if record is None:
        return None
    return appointment_view(desk, replace(record, inspector="") if nobody_is_left(update) else record)


def _in_question(update: UpdateDecision | None) -> tuple[Appointment, ...]:
    """The appointments of which the mail may mean any; none where it is certain which is meant."""
    if update is None or update.before is not None or len(update.candidates) == 1:
        return ()
    return update.candidates[:MOST_CANDIDATES]


def _replies(desk: Desk, record: Appointment | None, case: str) -> tuple[ReadyReply, ...]:
    address = desk.mailbox
    time = record.time or "" if record else ""
    return (
        *inspector_replies(time, address=address, case=case),
        *result_replies(address=address, case=case),
    )


def _requester_words(record: Appointment) -> str:
    return record.contact_name or record.requester


def _echo_files(desk: Desk, update: UpdateDecision) -> tuple[LetterFile, ...]:
    """The inspector's own calendar entries, brought up to date."""
    reader = Address(desk.mail.sender.address, desk.mail.sender.name)
    records = _records(update)
    if update.update.action == "confirm":
        return present(_entry(desk, record, reader, "REQUEST") for record in records)
    if update.update.action == "decline":
        return present(_entry(desk, record, reader, "CANCEL") for record in records)
    return ()


def _records(update: UpdateDecision) -> tuple[Appointment, ...]:
    """The appointment as it becomes and the others of its visit; as it was where nothing is known to become."""
    record = update.after or update.before
    return ((record,) if record else ()) + update.others


def _entry(desk: Desk, record: Appointment, reader: Address, method: str) -> LetterFile | None:
    view = appointment_view(desk, record)
    return invitation_file(
        desk,
        view,
        reader,
        method="CANCEL" if method == "CANCEL" else "REQUEST",
        sequence=record.sequence,
    )


def _by_requester(desk: Desk, records: Iterable[Appointment]) -> dict[str, list[Appointment]]:
    found: dict[str, list[Appointment]] = {}
    for record in records:
        if record.requester and not is_ours(desk, record.requester):
            found.setdefault(record.requester, []).append(record)
    return found


def _confirmations(desk: Desk, update: UpdateDecision) -> tuple[Letter, ...]:
    """One letter to each requester of the visit: the time that the inspector has named."""
    letters = []
    for requester, records in _by_requester(desk, _records(update)).items():
        views = tuple(_confirmed_view(desk, update, record) for record in records)
        view = AppointmentLetter(
            frame=desk.frame(records[0].case, more_cases=len(records) - 1),
            request=views[0],
            others=views[1:],
        )
        reader = Address(requester)
        letters.append(
            other_letter(
                desk,
                "inspection_confirmed",
                view,
                records[0].case,
                to=(requester,),
                purpose="reply",
                cases=(record.case for record in records),
                files=present(_entry(desk, record, reader, "REQUEST") for record in records),
            )
        )
    return tuple(letters)


def _confirmed_view(desk: Desk, update: UpdateDecision, record: Appointment) -> RequestView:
    before = update.before
    moved = before is not None and before.day != record.day
    return appointment_view(desk, record, previous_day=before.day if moved and before else None)


def successions(desk: Desk, update: UpdateDecision) -> tuple[Letter, ...]:
    """The routed request to the inspector who takes over."""
    if not update.next_inspector:
        return ()
    address = inspector_address(desk, update.next_inspector)
    to = (address.address,) if address else coordinator_addresses(desk)
    if not to:
        return ()
    records = _records(update)
    views = tuple(appointment_view(desk, record, inspector=update.next_inspector) for record in records)
    reader = address or Address(to[0])
    first, cases = records[0], [record.case for record in records]
    view = RoutedLetter(
        frame=desk.frame(first.case, others=cases, name=update.next_inspector),
        requests=views,
        requester=first.requester,
        replies=inspector_replies(
            first.time or "", address=desk.mailbox, case=", ".join(cases[:MOST_NAMED_CASES])
        ),
        other_visits=visits_beside(desk, update.next_inspector, first.day, cases),
        history=tuple(line.words for line in desk.context.history[-8:]),
        takes_over_from=update.before.inspector if update.before else "",
        no_address="" if address else update.next_inspector,
    )
    files = present(_entry(desk, record, reader, "REQUEST") for record in records)
    letter = other_letter(
        desk, "routed_request", view, first.case, to=to, purpose="routed", files=files, cases=cases
    )
    return (letter,)


def changes_of_inspector(
    desk: Desk, update: UpdateDecision, *, by_office: bool = False
) -> tuple[Letter, ...]:
    """One letter to each requester of the visit: who comes instead, or that somebody is being looked for."""
    letters = []
    for requester, records in _by_requester(desk, _records(update)).items():
        views = tuple(
            appointment_view(desk, record, inspector=update.next_inspector or "") for record in records
        )
        view = AppointmentLetter(
            frame=desk.frame(records[0].case, more_cases=len(records) - 1),
            request=views[0],
            others=views[1:],
            declined_by=update.before.inspector if update.before else "",
            next_inspector=update.next_inspector or "",
            by_office=by_office,
            has_invitation=bool(update.next_inspector),
        )
        reader = Address(requester)
        entries = (_entry(desk, record, reader, "REQUEST") for record in records if update.next_inspector)
        letters.append(
            other_letter(
                desk,
                "inspector_changed",
                view,
                records[0].case,
                to=(requester,),
                purpose="reply",
                files=present(entries),
                cases=(record.case for record in records),
            )
        )
    return tuple(letters)
