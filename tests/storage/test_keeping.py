"""When a case is over: closed or quiet, nothing on its way, no charge to prove, no hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from storage.holds import LegalHold
from storage.keeping import Ends
from storage.store import Store, Transaction
from storage.values import CaseOnRecord
from tests.storage.stores import NOW, appointment, charge_line, new_letter, scratch_store

CASE = "FPP-26-000001"
LATER = NOW + timedelta(days=400)


def closed(folder: Path, state: str = "closed") -> Store:
    store = scratch_store(folder)
    with store.transaction() as tx:
        tx.cases.open(CaseOnRecord(CASE, "inspection_request", state, NOW, "ann@example.com"))
    return store


def is_over(
    store: Store, quiet_since: datetime | None = None, charged_before: datetime | None = None
) -> bool:
    with store.reading() as tx:
        return CASE in tx.keeping.over([CASE], Ends(quiet_since, charged_before))


def charge(tx: Transaction, *, needs_review: bool) -> None:
    line = replace(charge_line(), needs_review=needs_review)
    tx.ledger.log(line, case=CASE, message=None, message_id="<a@b>", now=NOW)


@pytest.mark.parametrize(
    ("state", "by_state", "by_quiet"),
    [("closed", True, True), ("open", False, True), ("waiting", False, True), ("referred", False, False)],
)
def test_a_referral_is_never_over_by_being_quiet(
    tmp_path: Path, state: str, by_state: bool, by_quiet: bool
) -> None:
    store = closed(tmp_path, state)
    assert is_over(store) is by_state
    assert is_over(store, quiet_since=LATER) is by_quiet
    assert is_over(store, quiet_since=NOW - timedelta(days=1)) is by_state


def test_an_appointment_to_come_keeps_its_case(tmp_path: Path) -> None:
    store = closed(tmp_path)
    with store.transaction() as tx:
        tx.inspections.add(appointment(day=(LATER + timedelta(days=1)).date()), None, NOW)
    assert not is_over(store)
    assert not is_over(store, quiet_since=LATER)
    assert is_over(store, quiet_since=LATER + timedelta(days=3))


@pytest.mark.parametrize(
    ("charged_before", "needs_review", "over"),
    [(None, False, False), (NOW, False, False), (LATER, False, True), (LATER, True, False)],
)
def test_the_proof_of_a_charge_is_kept_while_it_is_young_or_to_be_looked_at(
    tmp_path: Path, charged_before: datetime | None, needs_review: bool, over: bool
) -> None:
    store = closed(tmp_path)
    with store.transaction() as tx:
        charge(tx, needs_review=needs_review)
    assert is_over(store, charged_before=charged_before) is over


def test_a_letter_on_its_way_and_a_hold_keep_a_case(tmp_path: Path) -> None:
    store = closed(tmp_path)
    assert is_over(store)
    with store.transaction() as tx:
        tx.letters.put(new_letter(case=CASE), NOW)
    assert not is_over(store)
    with store.transaction() as tx:
        tx.letters.set_outcome(tx.letters.of_case(CASE)[0].id, "sent", now=NOW)
        tx.holds.put(LegalHold(CASE, NOW, "ann", "a lawsuit"))
    assert not is_over(store)
    with store.transaction() as tx:
        assert tx.holds.lift(CASE)
        assert not tx.holds.lift(CASE)
    assert is_over(store)
