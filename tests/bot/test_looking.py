"""The files of a mail, looked into: `bot.desk.looking`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bot.desk.looking import Looking, looked_into
from bot.sandbox import Examination
from bot.world import Limits
from parsers.documents import Document
from parsers.read_mail import read_mail
from tests.factory.mails import File, raw_mail

WHEN = datetime(2026, 3, 2, 16, 14, tzinfo=UTC)
FORM, PLANS = b"%PDF-1.7 form", b"%PDF-1.7 plans"
PHOTO = b"\xff\xd8\xff" + b"x" * 400_000


class Reader:
    """Takes so many seconds for a file; `slow` ones it gives up."""

    def __init__(self, seconds: float, *slow: bytes) -> None:
        self.seconds, self.slow = seconds, slow
        self.read: list[str] = []

    def __call__(self, path: Path, file: str, _received: datetime) -> Examination:
        self.read.append(file)
        content = path.read_bytes()
        if content in self.slow:
            gone = Document(file, "other", problem="timed_out")
            return Examination(gone, problem="timed_out", seconds=self.seconds)
        return Examination(Document(file, "form" if content == FORM else "plans"), seconds=self.seconds)


def looked(reader: Reader, *files: File, limits: Limits | None = None, size: int = 0) -> list[Document]:
    mail = read_mail(raw_mail("Application", "See attached.", attachments=files))
    looking = Looking(size, WHEN, limits or Limits(), reader)
    return [examination.document for examination in looked_into(mail, looking)]


def numbered(count: int, content: bytes = FORM) -> list[File]:
    return [(f"{number}.pdf", content + b"%d" % number) for number in range(count)]


def test_mail_whose_time_is_used_up_leaves_the_rest_to_a_person() -> None:
    reader = Reader(100)
    documents = looked(reader, *numbered(5), limits=Limits(mail_seconds=250))

    assert [document.problem for document in documents] == [None, None, None, "timed_out", "timed_out"]
    assert len(reader.read) == 3


def test_no_limit_means_that_every_file_is_looked_into() -> None:
    assert all(not row.problem for row in looked(Reader(1000), *numbered(5), limits=Limits(mail_seconds=0)))


def test_same_bytes_are_not_given_another_hundred_seconds() -> None:
    reader = Reader(1, PLANS)
    documents = looked(reader, ("a.pdf", PLANS), ("b.pdf", PLANS), ("c.pdf", FORM))

    assert reader.read == ["a.pdf", "c.pdf"]
    assert [(row.file, row.problem) for row in documents] == [
        ("a.pdf", "timed_out"),
        ("b.pdf", "timed_out"),
        ("c.pdf", None),
    ]


def test_mail_that_is_too_large_is_told_from_a_file_that_is() -> None:
    mail = looked(Reader(1), ("a.pdf", FORM), limits=Limits(message_bytes=10), size=11)
    file = looked(Reader(1), ("a.pdf", FORM), limits=Limits(attachment_bytes=10))

    seen = [(row.problem, row.found, row.limit_bytes) for row in (*mail, *file)]
    assert seen == [("too_large", "the whole mail", 10), ("too_large", "", 10)]


def test_foreign_file_is_said_to_be_what_it_is() -> None:
    word = b"PK\x03\x04[Content_Types].xml word/document.xml"

    assert [row.found for row in looked(Reader(1), ("form.pdf", word))] == ["a Word document"]


def with_photo_below_the_text(form: bytes) -> bytes:
    raw = raw_mail(
        "Application", "See below.", attachments=[("a.pdf", form), ("IMG_1.jpg", PHOTO, "image/jpeg")]
    )
    head, _, tail = raw.rpartition(b"Content-Disposition: attachment")
    return head + b"Content-Disposition: inline" + tail


def test_photo_below_the_text_counts_where_it_may_be_the_form() -> None:
    looking = Looking(0, WHEN, Limits(), Reader(1))
    beside_plans = looked_into(read_mail(with_photo_below_the_text(PLANS)), looking)
    beside_form = looked_into(read_mail(with_photo_below_the_text(FORM)), looking)

    assert [row.document.problem for row in beside_plans] == [None, "not_pdf"]
    assert [row.document.problem for row in beside_form] == [None]
