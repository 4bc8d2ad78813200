"""To whom a letter goes and in which thread; the words come from the templates."""

from __future__ import annotations

from collections.abc import Iterable

from bot.letters.letter import Letter, LetterFile, LetterPicture, Purpose
from bot.letters.views import Desk
from parsers.mail import Address
from rules.inspection.public_domains import is_public
from templates.render import render_letter

MOST_REFERENCES = 20


def answerable_address(desk: Desk) -> str | None:
    """Where an answer to the sender goes; None where nothing may be sent.

    Reply-To counts only in the domain of From, and only where not anybody may have an address there, so that
    nobody can send our letters to a third person; identity is always From. Our own addresses are never written to.
    """
    mail = desk.mail
    if not desk.decision.answers_sender or is_ours(desk, mail.sender.address):
        return None
    wanted = mail.reply_to
    if wanted is None or wanted.domain != mail.sender.domain or is_public(wanted.domain):
        return mail.sender.address
    return mail.sender.address if is_ours(desk, wanted.address) else wanted.address


def is_ours(desk: Desk, address: str) -> bool:
    """Whether the address is one of ours (plus-addressed ones too), or none that mail can go to."""
    local, at, domain = address.lower().rpartition("@")
    if not at or not local or not domain:
        return True
    plain = f"{local.partition('+')[0]}@{domain}"
    ours = desk.context.own_addresses | {desk.context.mailbox.address.lower()}
    return address.lower() in ours or plain in ours


def reply_letter(
    desk: Desk,
    template: str,
    view: object,
    case: str,
    *,
    files: tuple[LetterFile, ...] = (),
    pictures: tuple[LetterPicture, ...] = (),
) -> Letter:
    """The answer to the sender, in the thread of the mail (RFC 5322 section 3.6.4).

    Only for a sender who may be answered.
    """
    mail = desk.mail
    words = render_letter(template, view)
    chain = [*mail.references[-MOST_REFERENCES:], mail.message_id]
    return Letter(
        to=(answerable_address(desk) or mail.sender.address,),
        template=template,
        subject=words.subject,
        text=words.text,
        html=words.html,
        files=files,
        pictures=pictures,
        case=case,
        cases=desk.cases,
        purpose="reply",
        in_reply_to=mail.message_id or None,
        references=tuple(dict.fromkeys(reference for reference in chain if reference)),
    )


def other_letter(
    desk: Desk,
    template: str,
    view: object,
    case: str,
    *,
    to: tuple[str, ...],
    purpose: Purpose,
    files: tuple[LetterFile, ...] = (),
    cases: Iterable[str] = (),
) -> Letter:
    """A letter to somebody else than the sender, in the thread of the case where it has one.

    `cases`: all that it is about, where that is more than `case`.
    """
    words = render_letter(template, view)
    thread = desk.context.threads.get(case, ()) if purpose == "reply" else ()
    return Letter(
        to=to,
        template=template,
        subject=words.subject,
        text=words.text,
        html=words.html,
        files=files,
        case=case,
        cases=tuple(cases),
        purpose=purpose,
        in_reply_to=thread[-1] if thread else None,
        references=thread[-MOST_REFERENCES:],
    )


def inspector_address(desk: Desk, inspector: str) -> Address | None:
    """The registered mail address of that inspector, with the name; None where there is none to write to."""
    row = desk.registry.inspectors.get(inspector)
    if row is None or is_ours(desk, row.email):
        return None
    return Address(row.email.lower(), row.inspector)


def coordinator_addresses(desk: Desk) -> tuple[str, ...]:
    """The coordinators whom mail can reach."""
    return tuple(address for address in desk.office.coordinators if not is_ours(desk, address))


def present(files: Iterable[LetterFile | None]) -> tuple[LetterFile, ...]:
    """The files that there are."""
    return tuple(file for file in files if file is not None)
