"""What sheets without a form are: `rules.intake.kind_on_permit`."""

from __future__ import annotations

import pytest

from rules.intake.kind_on_permit import kind_on_permit
from tests.rules.intake.world import FINAL_PERMIT, PERMIT, REGISTRY, form, paper, plans

REVIEWED = "24-012346-000-00-FA"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"Sheet A2 for {PERMIT}", "permit_revision"),
        (f"Updated set, {REVIEWED}", "checksheet_response"),
        (f"Plans for {FINAL_PERMIT}", "permit_application"),
        (f"Plans for a new project beside {PERMIT}", "permit_application"),
        ("Plans attached", "permit_application"),
    ],
)
def test_the_permits_state_says_what_sheets_are(text: str, kind: str) -> None:
    assert kind_on_permit("permit_application", text, (plans(),), REGISTRY) == kind


def test_a_form_says_itself_what_it_is() -> None:
    documents = (paper(form()), plans())
    text = f"For {PERMIT}"
    assert kind_on_permit("permit_application", text, documents, REGISTRY) == "permit_application"
