"""What is done in a selected folder: its state, searching, fetching in batches, moving."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, IMAPClientReadOnlyError

from bot.mailbox.login import SAYS_LATER
from bot.mailbox.values import FetchedMail, MailboxMisconfigured, MailboxSettings, MailboxState
from bot.wire import server_text

UIDS_A_COMMAND = 200
MESSAGES_A_SEARCH = 50_000
_MAX_BATCH_MESSAGES = 100
_MAX_BATCH_BYTES = 4_000_000
_MAX_HEADER_BYTES = 65_536


def select(client: Any, settings: MailboxSettings) -> MailboxState:
    """Selects the folder; read only where the server allows no more."""
    answer, read_only = _selected(client, settings.folder)
    if b"UIDNEXT" not in answer:
        answer.update(client.folder_status(settings.folder, ["UIDNEXT"]))
    permanent = {flag.lower() for flag in answer.get(b"PERMANENTFLAGS", ())}
    keeps_keywords = b"\\*" in permanent or settings.done_keyword.lower().encode() in permanent
    return MailboxState(
        uid_validity=int(answer[b"UIDVALIDITY"]),
        uid_next=int(answer[b"UIDNEXT"]),
        messages=int(answer[b"EXISTS"]),
        keeps_keywords=keeps_keywords and not read_only,
        read_only=read_only,
        capabilities=frozenset(word.decode("ascii", "replace").upper() for word in client.capabilities()),
    )


def _selected(client: Any, folder: str) -> tuple[dict[bytes, Any], bool]:
    try:
        answer = client.select_folder(folder)
    except IMAPClientReadOnlyError:
        return client.select_folder(folder, readonly=True), True
    except IMAPClientAbortError:
        raise
    except IMAPClientError as error:
        said = server_text(error)
        if SAYS_LATER.search(said) or "not connected" in said:
            raise
        raise MailboxMisconfigured(
            f'The folder "{folder}" cannot be opened ({said}). Check folder in the configuration.'
        ) from error
    return answer, False


def uids_from(client: Any, first: int, messages: int) -> list[int]:
    """UIDs from `first` on, lowest first; `messages`: how many the folder holds.

    In answers short enough for imaplib, which gives up at a line of a million bytes: UIDs grow with the
    sequence numbers (RFC 3501 section 2.3.1.1), so the search goes backwards and stops at what is known.
    """
    client.noop()
    found: set[int] = set()
    start, end = messages + 1, "*"
    while True:
        start = max(1, start - MESSAGES_A_SEARCH)
        within = [] if (start, end) == (1, "*") else [f"{start}:{end}"]
        part = client.search([*within, "UID", f"{first}:*"])
        found.update(part)
        if not part or min(part) < first or start == 1:
            break
        end = str(start - 1)
    # "n:*" always names the last message too, even when its UID is lower than n.
    return sorted(uid for uid in found if uid >= first)


def sizes(client: Any, uids: Sequence[int]) -> dict[int, int]:
    """RFC822.SIZE in bytes by UID; expunged ones are not in it."""
    answers = client.fetch(uids, ["RFC822.SIZE"])
    return {uid: int(answer[b"RFC822.SIZE"]) for uid, answer in answers.items() if b"RFC822.SIZE" in answer}


def batches(uids: Sequence[int], size_of: Mapping[int, int]) -> Iterator[list[int]]:
    """Runs of UIDs that make one FETCH: many small mails together, a big one alone."""
    batch: list[int] = []
    weight = 0
    for uid in uids:
        size = size_of.get(uid, 0)
        if batch and (weight + size > _MAX_BATCH_BYTES or len(batch) >= _MAX_BATCH_MESSAGES):
            yield batch
            batch, weight = [], 0
        batch.append(uid)
        weight += size
    if batch:
        yield batch


def fetch_batch(
    client: Any, uids: Sequence[int], size_of: Mapping[int, int], max_bytes: int, done_keyword: str
) -> dict[int, FetchedMail]:
    """The mails of these UIDs; where the server refuses the command because of one, each by itself.

    Of a mail over `max_bytes` only the beginning comes, with its problem. Expunged ones are not in it.
    """
    limits = (max_bytes, done_keyword)
    uids = [uid for uid in uids if uid in size_of]
    if not uids:
        return {}
    fitting = [uid for uid in uids if size_of[uid] <= max_bytes]
    if fitting and len(fitting) < len(uids):
        too_long = [uid for uid in uids if size_of[uid] > max_bytes]
        whole = fetch_batch(client, fitting, size_of, *limits)
        return whole | fetch_batch(client, too_long, size_of, *limits)
    is_whole = bool(fitting)
    item = "BODY.PEEK[]" if is_whole else f"BODY.PEEK[]<0.{max_bytes}>"
    try:
        answers = client.fetch(uids, [item, "INTERNALDATE", "FLAGS"])
    except IMAPClientAbortError:
        raise
    except IMAPClientError as error:
        # imaplib keeps what came before the refusal, and would hand it out with the next answer.
        client._imap.untagged_responses.pop("FETCH", None)
        if len(uids) > 1:
            parts = (fetch_batch(client, [uid], size_of, *limits) for uid in uids)
            return {uid: mail for part in parts for uid, mail in part.items()}
        return _without_content(client, uids[0], server_text(error))
    problem = "" if is_whole else f"the mail is longer than {max_bytes} bytes"
    found = {}
    for uid in uids:
        raw = answers.get(uid, {}).get(b"BODY[]", answers.get(uid, {}).get(b"BODY[]<0>"))
        if isinstance(raw, bytes):
            is_done = done_keyword.lower().encode() in {
                flag.lower() for flag in answers[uid].get(b"FLAGS", ())
            }
            found[uid] = FetchedMail(uid, raw, _received_at(answers[uid], raw), problem, is_done)
        else:
            found |= _without_content(client, uid, "the server answered without its content")
    return found


def _without_content(client: Any, uid: int, reason: str) -> dict[int, FetchedMail]:
    """Nothing for an expunged mail. One that still lies there must not get lost: a person must look."""
    if uid not in client.search(["UID", str(uid)]):
        return {}
    answer = client.fetch([uid], ["INTERNALDATE"]).get(uid, {})
    return {uid: FetchedMail(uid, b"", _received_at(answer, b""), f"cannot be fetched: {reason}")}


def _received_at(answer: Mapping[bytes, Any], raw: bytes) -> datetime:
    moment = answer.get(b"INTERNALDATE") or _topmost_received(raw)
    if moment is None:
        return datetime.now(UTC)
    # -0000 means UTC (RFC 5322 section 3.3); the parsers leave it without a zone.
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _topmost_received(raw: bytes) -> datetime | None:
    """The date of the first Received header, None where there is none that can be read."""
    head = raw[:_MAX_HEADER_BYTES].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    lines = head.replace(b"\n\t", b" ").replace(b"\n ", b" ").split(b"\n")
    received = next((line for line in lines if line.lower().startswith(b"received:")), b"")
    try:
        return parsedate_to_datetime(received.rpartition(b";")[2].decode("ascii", "replace"))
    except ValueError:
        return None


def move(client: Any, uids: Sequence[int], folder: str) -> None:
    """Moves mails to a folder, which is made if it is missing."""
    act = _move_at_once if client.has_capability("MOVE") else _copy_then_delete
    try:
        act(client, uids, folder)
    except IMAPClientAbortError:
        raise
    except IMAPClientError:
        if client.folder_exists(folder):
            raise
        client.create_folder(folder)
        act(client, uids, folder)


def _move_at_once(client: Any, uids: Sequence[int], folder: str) -> None:
    client.move(uids, folder)


def _copy_then_delete(client: Any, uids: Sequence[int], folder: str) -> None:
    r"""RFC 6851's MOVE by hand. COPY is all or nothing (RFC 3501 section 6.4.7) and comes first.

    Without UIDPLUS the mails stay marked \Deleted: a plain EXPUNGE would take other people's with them.
    """
    client.copy(uids, folder)
    client.delete_messages(uids, silent=True)
    if client.has_capability("UIDPLUS"):
        client.uid_expunge(uids)
