"""Which cases on record a mail belongs to, by its references and by what its subject names."""

from __future__ import annotations

from datetime import timedelta

from bot.desk.understanding import Understood
from bot.world import World
from parsers.inspection.case_references import named_cases
from parsers.spans import plain
from parsers.subjects import clean_subject
from rules.inspection.parties import may_see
from storage.store import Transaction
from storage.values import CaseOnRecord

MOST_CASES = 50
# As long as a question stays open for an answer (D10).
MEMORY_OF_SUBJECTS = timedelta(days=10)


def threads_of(understood: Understood, tx: Transaction) -> tuple[str, ...]:
    """References of the cases that the mail's references are about; else of the letter that its subject names.

    A letter of ours that is no longer on record still names its case by its token. "[FPP-26-000001 and 2 more]" in
    a subject stands for all cases of that letter.
    """
    envelope = understood.envelope
    proved = (name for name in envelope.answers if tx.cases.case(name))
    threads = tx.cases.of_thread(envelope.thread) or tuple(proved)
    if threads:
        return threads[:MOST_CASES]
    named, lots = _named_in_subject(understood)
    if not (named or lots):
        return _of_same_subject(understood, tx)
    return tuple(dict.fromkeys(case for lot in lots[:5] for case in tx.cases.decided_with(lot)))[:MOST_CASES]


def _of_same_subject(understood: Understood, tx: Transaction) -> tuple[str, ...]:
    """Some mail programs keep nothing of a thread but "Re:": the sender's newest waiting case of that subject."""
    mail = understood.mail
    subject = clean_subject(plain(mail.subject, 1_000))
    if not (subject.is_reply and subject.text) or mail.in_reply_to or understood.envelope.role != "applicant":
        return ()
    since = understood.envelope.received_at - MEMORY_OF_SUBJECTS
    waiting = (
        case.reference
        for case in tx.cases.of_sender(mail.sender.address)
        if case.state == "waiting"
        and case.opened_at >= since
        and clean_subject(plain(case.subject, 1_000)).text.casefold() == subject.text.casefold()
    )
    return tuple(waiting)[:1]


def cases_of(understood: Understood, tx: Transaction, world: World) -> tuple[CaseOnRecord, ...]:
    """The cases that the mail belongs to, the likeliest first, where its sender belongs to them (D12).

    A Message-ID can be copied, and a case number in a subject only proposes a case: neither lets anybody in.
    Inspectors and coordinators answer letters about other people's cases; the rules look at what is theirs.
    """
    named, lots = _named_in_subject(understood)
    references = dict.fromkeys((*threads_of(understood, tx), *named, *lots))
    cases = filter(None, (tx.cases.case(reference) for reference in list(references)[:MOST_CASES]))
    if understood.envelope.role != "applicant":
        return tuple(cases)
    return tuple(case for case in cases if sender_may_see(understood, case, world))


def sender_may_see(understood: Understood, case: CaseOnRecord, world: World) -> bool:
    """Whether the case is one of the sender's (D12)."""
    sender = understood.mail.sender.address
    return may_see(sender, case.sender, case.permit_number, case.building, world.registry)


def _named_in_subject(understood: Understood) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return named_cases(clean_subject(plain(understood.mail.subject, 1_000)), "")
