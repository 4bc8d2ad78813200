from bot.identity import content_key, message_id_of
from tests.factory.mails import raw_mail


def test_copies_in_two_mailboxes_share_a_key() -> None:
    mail = raw_mail()
    assert content_key(b"Delivered-To: a@b.example\r\nReceived: by x; now\r\n" + mail) == content_key(mail)


def test_the_same_message_id_with_other_content_is_another_mail() -> None:
    assert content_key(raw_mail(body="one")) != content_key(raw_mail(body="two"))


def test_the_same_words_under_another_message_id_are_another_mail() -> None:
    assert content_key(raw_mail(message_id="<a@b.example>")) != content_key(
        raw_mail(message_id="<c@b.example>")
    )


def test_line_ends_and_folding_do_not_count() -> None:
    folded = b"From: a@b.example\r\nSubject: one\r\n two\r\n\r\nHello\r\n"
    assert content_key(folded) == content_key(b"From: a@b.example\nSubject: one two\n\nHello\n\n")


def test_the_message_id_is_read_as_written() -> None:
    assert message_id_of(raw_mail(message_id="<x.1@b.example>")) == "<x.1@b.example>"
    assert message_id_of(b"From: a@b.example\r\n\r\nMessage-ID: <no@header.example>\r\n") == ""
