"""A mail as values: who wrote, what is new in it, what is attached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Address:
    """One mail address; `address` is lower case, `name` may be empty."""

    address: str
    name: str = ""

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a mail.

    `name` is safe as a file name; `original_name` is what the sender's program called it, decoded and
    otherwise untouched but for the folders of a path (the checksheet rule compares it). `inline`: to be
    shown with the text; `in_text`: the text can show it in a place of its own (Content-ID, RFC 2392).
    `path_in_mail` says where it came from when it was unpacked (`plans.zip`, `winmail.dat`, a forwarded message),
    outermost first.
    """

    name: str
    original_name: str
    content_type: str
    content: bytes
    inline: bool = False
    in_text: bool = False
    path_in_mail: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mail:
    """One message as it was sent.

    `text` is the whole body as plain text (made from HTML where there is no text part), `new_text` the
    sender's own new words: without quoted earlier mail, signature and disclaimer. `forwarded` holds what the
    sender passed on, whether attached as message/rfc822 or pasted below a "Forwarded message" line;
    its words never stand in `new_text`. Header names in `headers` are lower case, values decoded and
    unfolded, in the order of the message (topmost first).
    """

    message_id: str
    subject: str
    sender: Address
    text: str
    new_text: str
    signature: str = ""
    quoted: str = ""
    reply_to: Address | None = None
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    date: datetime | None = None
    received_at: datetime | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    forwarded: tuple[Mail, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    headers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    defects: tuple[str, ...] = ()
