"""What was read on a form stays with its case, and a bureau can name its own labels."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.config.reading import ConfigurationError
from bot.demo.papers import intake_form, values
from bot.demo.sheets import plan_set
from bot.desk.recording import Recorded
from bot.why import history
from tests.bot.scratch_desk import INTAKE, OFFICE, ScratchDesk
from tests.corpus.forms.making.fillable import by_reportlab
from tests.corpus.forms.making.fills import FILLS
from tests.corpus.forms.making.wordings import WORDINGS, Item

LEE = "lee@fernhill.example"


def sent(desk: ScratchDesk, form: bytes) -> Recorded:
    files = (("intake.pdf", form), ("plans.pdf", plan_set(2)))
    return desk.take("Permit application", "Attached.", sender=LEE, to=INTAKE, attachments=files)


def test_why_tells_each_field_its_place_and_how_surely_it_was_read(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    case = sent(desk, intake_form(values(valuation=None), style="table", signed="typed")).cases[0]
    with desk.store.reading() as tx:
        told = "\n".join(history(case, tx, OFFICE.timezone))
    assert "form in intake.pdf: intake" in told
    assert "building: 'Larkspur Tower' (page 1, " in told
    assert "valuation: blank (page 1, " in told
    assert "printed on the page, surely)" in told


def test_a_label_of_the_bureaus_own_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "labels.toml"
    file.write_text('[fields.reference_number]\nlabels = ["cost object"]\n', encoding="utf-8")
    desk = ScratchDesk(tmp_path, forms={"labels": str(file)})
    asked = "Cost Object"
    sections = tuple(
        replace(section, rows=tuple(tuple(_renamed(item, asked) for item in row) for row in section.rows))
        for section in WORDINGS["program"].sections
    )
    form = by_reportlab(replace(WORDINGS["program"], sections=sections), FILLS["full"], "left", "numbered")
    assert (sent(desk, form).decision.fields or {})["reference_number"] == "LT-2026-0147"


def _renamed(item: Item, label: str) -> Item:
    return replace(item, label=label) if item.key == "reference_number" else item


@pytest.mark.parametrize("text", [None, "[fields.colour]\nlabels = ['a']", "["])
def test_a_file_of_labels_that_cannot_be_used_is_a_mistake_of_the_configuration(
    tmp_path: Path, text: str | None
) -> None:
    file = tmp_path / "labels.toml"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        ScratchDesk(tmp_path, forms={"labels": str(file)})
    assert [mistake.key for mistake in caught.value.mistakes] == ["forms"]
