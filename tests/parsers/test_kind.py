"""What a mail is, by its words; the labelled corpus has more (`test_inspection_corpus.py`)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parsers.documents import Document
from parsers.forms.reading import FormReading, FormSort
from parsers.kind import classify, is_surely_inspection
from parsers.mail import Address, Mail
from parsers.thanks import asks_nothing

NUMBER = "24-012345-000-00-FA"


def mail(subject: str, body: str = "") -> Mail:
    return Mail("<1@lund.example>", subject, Address("casey@lund.example", "Casey Lund"), body, body)


def form(sort: FormSort) -> Document:
    return Document("form.pdf", "form", pages=1, form=FormReading(sort))


@pytest.mark.parametrize(
    ("mailbox", "subject", "body", "kind"),
    [
        ("inspections", "Raman 3/4", f"{NUMBER} rough-in 1220 SW 5th", "inspection_request"),
        ("intake", "need rough-in", f"need rough-in tomorrow at 1220 SW 5th, {NUMBER}", "inspection_request"),
        ("inspections", "Inspection request", "Please send someone", "inspection_request"),
        (
            "inspections",
            "Inspection 3/5",
            f"{NUMBER} electrical final. What time will you be there?",
            "inspection_request",
        ),
        (
            "inspections",
            "need inspection",
            f"Framing 3/5, {NUMBER}. Approved plans attached.",
            "inspection_request",
        ),
        ("inspections", "Cancel", f"Please cancel 3/4, {NUMBER}", "inspection_cancellation"),
        (
            "inspections",
            "Both",
            f"Cancel {NUMBER} on 3/4 and schedule 25-055555-000-00-FA 3/5",
            "inspection_cancellation",
        ),
        ("intake", "Move", "Move our inspection from Tuesday to Thursday", "inspection_reschedule"),
        ("intake", "permit?", f"Has permit {NUMBER} been approved yet?", "status_inquiry"),
        ("intake", "permit", f"Is {NUMBER} finaled?", "status_inquiry"),
        ("inspections", "Don't", "please do not cancel our inspection tomorrow", "question"),
        ("inspections", "tomorrow", f"Is my inspection still on for tomorrow? {NUMBER}", "status_inquiry"),
        (
            "inspections",
            "Permit",
            "Is the permit ready? We want to schedule inspections next week",
            "status_inquiry",
        ),
        (
            "intake",
            "Larkspur",
            "Has our permit been issued yet? We'd like to schedule inspections.",
            "status_inquiry",
        ),
        (
            "inspections",
            "Permit",
            f"Is the permit issued? We want to schedule a framing inspection for 3/5, {NUMBER}",
            "inspection_request",
        ),
        (
            "inspections",
            "Permit",
            "Is the permit ready? Please schedule an inspection at 1220 SW 5th Ave.",
            "inspection_request",
        ),
        ("intake", "Status", f"Where is my permit {NUMBER}?", "status_inquiry"),
        ("intake", "Plans", "Did you receive the plans I sent Monday?", "status_inquiry"),
        ("inspections", "Final", "Need final 3/4 on 24-012345-000-00-CO", "other_program"),
        ("intake", "Small cell", "Submitting a small wireless facility application", "other_program"),
        ("intake", "Extension", f"Please extend our permit {NUMBER}, it expires 4/1", "other_program"),
        ("intake", "FPP submittal", "Please find attached the intake form and plans", "permit_application"),
        ("intake", "Large set", "Our plan set is 42 pages, how should we submit?", "permit_application"),
        ("intake", "Responses", "Attached are responses to checksheets", "checksheet_response"),
        ("intake", "Question", "What does item 4 on the checksheet mean?", "question"),
        ("intake", f"Deferred submittal {NUMBER}", "attached storefront", "deferred_submittal"),
        ("intake", f"Revision 1 to issued permit {NUMBER}", "attached per the inspector", "permit_revision"),
        (
            "intake",
            "New building",
            "How do we add 200 SW Market to the FPP program?",
            "building_registration",
        ),
        ("intake", "Electrical permit application", "see attached", "trade_permit_application"),
        ("intake", "Cancel", "Please cancel our permit application for 1220 SW 5th", "question"),
        ("inspections", "tiles", "Do we need an inspection for replacing ceiling tiles?", "question"),
        (
            "inspections",
            "charge",
            "We were charged for a late cancellation but we cancelled in time.",
            "question",
        ),
        ("intake", "", "", "question"),
    ],
)
def test_the_words_say_what_it_is(mailbox: str, subject: str, body: str, kind: str) -> None:
    assert classify(mail(subject, body), mailbox) == kind


@pytest.mark.parametrize(
    ("sort", "kind"),
    [
        ("intake", "permit_application"),
        ("ordinary_permit", "permit_application"),
        ("deferred_submittal", "deferred_submittal"),
        ("permit_revision", "permit_revision"),
        ("trade_permit", "trade_permit_application"),
        ("building_registration", "building_registration"),
    ],
)
def test_a_form_says_what_it_is_where_the_words_do_not(sort: FormSort, kind: str) -> None:
    assert classify(mail("1220 SW 5th", "See attached."), "intake", (form(sort),)) == kind


def test_a_subject_that_says_revision_outweighs_the_form_that_is_named() -> None:
    one = mail(f"Permit revision to issued permit {NUMBER}", "The intake form and plans are attached.")
    assert classify(one, "intake", (form("intake"),)) == "permit_revision"


def test_an_attached_pdf_alone_makes_no_application_of_a_request() -> None:
    plans = Document("A-101.pdf", "plans", pages=3)
    one = mail("Raman 3/4", f"Need electrical rough-in inspection, {NUMBER}, 1220 SW 5th")
    assert classify(one, "inspections", (plans,)) == "inspection_request"


def test_plans_without_words_are_an_application() -> None:
    assert (
        classify(mail("1220 SW 5th"), "intake", (Document("set.pdf", "plans", pages=9),))
        == "permit_application"
    )


def test_a_forwarded_request_is_a_request() -> None:
    inner = mail("Raman 3/4", f"electrical rough-in, {NUMBER}, 1220 SW 5th")
    assert (
        classify(replace(mail("Fwd: Raman 3/4", "FYI"), forwarded=(inner,)), "intake") == "inspection_request"
    )


@pytest.mark.parametrize(
    "body",
    [
        "Thanks!",
        "thank you so much Dana, appreciate it",
        "Got it, thx",
        "OK see you Thursday",
        "Perfect. Thanks for the quick reply!",
        "\U0001f44d",
        "Noted.",
        "Thanks Alex!",
        "thx",
        "Will do",
        "Will do, thanks Alex",
        "Appreciate it",
        "Cheers",
        "Got it",
        "Sounds good",
        "Sounds like a plan!",
        "Perfect",
        "No problem.",
        "You're welcome",
        "Have a great day!",
        "Looking forward to it",
        "10-4, we'll be there.",
        "Sounds good, we will have someone at the door to let him in.",
        "Noted. No further questions from our side.",
        "Thanks for taking care of that so fast. I'll send a new request once we are ready.",
        "Got it, thank you.\n\nMike Tran\nSuperintendent, Lund Build\n503-555-0142",
    ],
)
def test_thanks_asks_for_nothing(body: str) -> None:
    assert asks_nothing(replace(mail("Re: inspection", body), in_reply_to="<ours>"))


@pytest.mark.parametrize(
    "body",
    [
        "Thanks, but can you come at 10?",
        "ok cancel",
        "Thanks. Contact is Bob 503-555-0101",
        "yes thursday works",
        "No",
        "please call me",
        "Will do Thursday instead",
        "We have no power",
        "Sounds good, but use the back door",
        "will call you",
        "Ok, we will cancel it then.",
        "Thanks. We will be ready for framing Friday.",
        "Sounds good, we'll have to move it though",
    ],
)
def test_more_than_thanks_asks_for_something(body: str) -> None:
    assert not asks_nothing(replace(mail("Re: inspection", body), in_reply_to="<ours>"))


def test_a_plain_request_surely_is_about_an_inspection() -> None:
    assert is_surely_inspection(mail("Inspection Raman 3/4", f"{NUMBER} rough-in"), "inspections")


def test_an_application_surely_is_not_even_in_the_wrong_mailbox() -> None:
    assert not is_surely_inspection(
        mail("Application", "Attached are the intake form and plans"), "inspections"
    )


PAPER = Document("paper.pdf", "responses", pages=1)


def test_papers_for_a_permit_of_another_program_belong_elsewhere() -> None:
    words = mail("Responses", "Checksheet responses for 25-112233-000-00-CO attached.")
    assert classify(words, "intake", (PAPER,)) == "other_program"


@pytest.mark.parametrize(
    "words",
    [
        "Can we submit the sprinkler drawings as a deferred submittal later?",
        "Could the lobby be a permit revision?",
        "May we mail the electrical permit application to you?",
    ],
)
def test_who_asks_whether_has_submitted_nothing(words: str) -> None:
    assert classify(mail("A question", words), "intake") == "question"


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Delgado should come back out Thursday for framing, 26-104417", "inspection_request"),
        ("We had to cancel last Friday's. Framing Wed 3/4 please, 26-104417", "inspection_request"),
        ("Framing 3/5, 26-104417. Let me know if you need to reschedule to Friday", "inspection_request"),
        ("Framing 3/5 on the 12th floor, not the 13th, 26-104417", "inspection_request"),
        ("Can we get framing Thursday 3/5, 26-104417? Do you need anything else?", "inspection_request"),
        ("26-121212-000-00-CO is not ours, we have 26-104417. Framing 3/5", "inspection_request"),
        ("Please drop the electrical, 26-104417, for the 11th.", "inspection_cancellation"),
        ("Rebar on Monday now, not Friday, 26-104417", "inspection_reschedule"),
        ("We'd appreciate it if you could shift 26-104417 to March 12", "inspection_reschedule"),
        ("What's the latest I can cancel without a charge?", "question"),
    ],
)
def test_what_is_told_or_asked_of_is_not_ordered(words: str, kind: str) -> None:
    assert classify(mail("Framing", words), "inspections") == kind


def test_thanks_above_ones_own_name_and_firm_ask_for_nothing() -> None:
    words = "Got it, will do. Thanks for the quick answer.\n\nCasey Lund\nLund Architecture and Interiors"
    assert asks_nothing(mail("Re: Your application", words))


def test_plans_for_another_program_s_permit_belong_there() -> None:
    resubmittal = mail(
        "25-111222-000-00-CO resubmittal", "What do I still need? I attached the plans for it."
    )
    assert classify(resubmittal, "intake", (Document("plans.pdf", "plans", pages=3),)) == "other_program"
