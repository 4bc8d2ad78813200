"""What a finding leads to: one table, and the bureau's changes to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rules.finding import Action, Finding, Severity

REJECT, REFER, ASK = Severity.REJECT, Severity.REFER, Severity.ASK
REVIEW, NOTE, OFF = Severity.REVIEW, Severity.NOTE, Severity.OFF

# Codes that may be either of two stand with the graver one; the rule lowers it where its evidence is weaker.
DEFAULTS: Mapping[str, Severity] = {
    "sender.unauthenticated": REFER,
    "sender.unknown": REFER,
    "sender.over_limit": REVIEW,
    "message.no_attachment_but_link": ASK,
    "attachment.not_pdf": ASK,
    "attachment.unreadable": ASK,
    "attachment.encrypted": ASK,
    "attachment.too_large": ASK,
    "attachment.timed_out": REFER,
    "program.other": REJECT,
    "form.missing": REJECT,
    "form.wrong_form": REJECT,
    "form.unreadable": REFER,
    "form.incomplete": REJECT,
    "form.signature_missing": REJECT,
    "form.details_in_mail": NOTE,
    "reference_number.missing": REJECT,
    "reference_number.placeholder": REJECT,
    "reference_number.unknown": REJECT,
    "reference_number.other_client": REJECT,
    "reference_number.closed": REJECT,
    "reference_number.job_number": REJECT,
    "reference_number.look_alike": REJECT,
    "reference_number.unverified": NOTE,
    "building.unknown": REFER,
    "building.name_differs": REVIEW,
    "building.registration_expired": REFER,
    "submittal.merged": NOTE,
    "submittal.several_forms": REFER,
    "submittal.no_first_set": REFER,
    "submittal.document_missing": REJECT,
    "address.missing": ASK,
    "address.mismatch": ASK,
    "address.suite_differs": NOTE,
    "permit.missing": ASK,
    "permit.malformed": ASK,
    "permit.unknown": REFER,
    "permit.not_issued": REJECT,
    "permit.closed": REJECT,
    "contractor.ccb_missing": NOTE,
    "contractor.ccb_malformed": REVIEW,
    "valuation.malformed": REJECT,
    "valuation.standard_fees": NOTE,
    "valuation.mechanical_mismatch": REVIEW,
    "scope.excluded": REFER,
    "scope.exterior": NOTE,
    "hold.active": REFER,
    "plans.missing": REJECT,
    "plans.split": REJECT,
    "plans.page_limit": REFER,
    "plans.sheet_too_small": REJECT,
    "plans.sheet_too_large": REJECT,
    "plans.color": REJECT,
    "plans.grayscale": REJECT,
    "plans.highlighter": REJECT,
    "plans.photograph": REVIEW,
    "plans.not_for_construction": REJECT,
    "plans.preliminary": REVIEW,
    "plans.stamp_expired": REJECT,
    "plans.stamp_missing": REVIEW,
    "plans.code_summary_missing": REJECT,
    "plans.code_summary_incomplete": REJECT,
    "plans.scale_too_small": REVIEW,
    "plans.text_too_small": REVIEW,
    "plans.sheet_missing": REVIEW,
    "plans.size_changed": REJECT,
    "plans.name_changed": REJECT,
    "plans.unreadable_text": NOTE,
    "registration.ineligible": REFER,
    "inspector.missing": ASK,
    "inspector.unknown": ASK,
    "inspector.ambiguous": ASK,
    "inspector.unavailable": NOTE,
    "inspector.no_backup": REFER,
    "inspector.wrong_discipline": REVIEW,
    "inspector.inferred": NOTE,
    "date.missing": ASK,
    "date.ambiguous": ASK,
    "date.impossible": ASK,
    "date.weekday_mismatch": ASK,
    "date.past": ASK,
    "date.closed_day": ASK,
    "date.too_far": ASK,
    "date.same_day": NOTE,
    "type.missing": ASK,
    "contact.missing": ASK,
    "contact.from_signature": NOTE,
    "contact.phone_malformed": ASK,
    "request.duplicate": NOTE,
    "cancellation.no_match": ASK,
    "cancellation.ambiguous": ASK,
    "cancellation.already_cancelled": NOTE,
    "cancellation.late": NOTE,
    "cancellation.en_route": NOTE,
    "reschedule.late": REVIEW,
}

# Action by severity, gravest first (interfaces.md 6).
ACTIONS: tuple[tuple[Severity, Action], ...] = (
    (REJECT, Action.REJECT),
    (REFER, Action.REFER),
    (ASK, Action.ASK),
)
MILDNESS = {severity: rank for rank, severity in enumerate(Severity)}


def judged(findings: Iterable[Finding], overrides: Mapping[str, Severity]) -> tuple[Finding, ...]:
    """The findings with their severities filled in, gravest first; those that are `off` are dropped.

    The bureau's override wins: over the table, and over a rule that graded its own finding milder (weaker
    evidence, smaller extent). Only where it softens the table is it a limit, so that what was milder stays so.
    """
    graded = (finding.at(_severity(finding, overrides)) for finding in findings)
    kept = [finding for finding in graded if finding.severity is not OFF]
    return tuple(sorted(kept, key=lambda finding: MILDNESS[finding.severity or NOTE]))


def _severity(finding: Finding, overrides: Mapping[str, Severity]) -> Severity:
    default = DEFAULTS[finding.code]
    wanted = overrides.get(finding.code)
    if wanted is None:
        return finding.severity or default
    if finding.severity is None or MILDNESS[wanted] <= MILDNESS[default]:
        return wanted
    return max(finding.severity, wanted, key=MILDNESS.__getitem__)


def action_for(findings: Iterable[Finding]) -> Action:
    """The action that the gravest of these judged findings leads to; accept where none asks for anything."""
    severities = {finding.severity for finding in findings}
    if any(f.code == "sender.unauthenticated" and f.severity is REFER for f in findings):
        return Action.REFER
    return next((action for severity, action in ACTIONS if severity in severities), Action.ACCEPT)
