"""A decision as the JSON object that `replay` prints, `why` shows and the database keeps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.desk.understanding import Understood
from parsers.documents import Document
from parsers.forms.reading import FIELDS
from rules.decision import Decision
from rules.finding import Finding
from rules.inspection.facts import RequestDecision
from storage.values import NewLetter, StoredMessage
from templates.render import finding_words


def as_record(
    understood: Understood,
    decision: Decision,
    cases: Sequence[str],
    charges: Sequence[str],
    letters: Sequence[NewLetter],
    message: StoredMessage,
) -> dict[str, Any]:
    """The decision, JSON-ready. Dates are ISO, times `HH:MM`, amounts decimal strings; absent is None."""
    return {
        "message_id": message.message_id,
        "mailbox": message.mailbox,
        "received_at": decision.received_at.isoformat(),
        "sender": understood.mail.sender.address,
        "kind": decision.kind,
        "action": str(decision.action),
        "case": cases[0] if cases else None,
        "findings": [_finding(finding) for finding in decision.findings],
        "fields": _fields(decision),
        "forms": [_form(document) for document in understood.documents if document.form is not None],
        "requests": [
            _request(request, case) for request, case in zip(decision.requests, cases, strict=False)
        ],
        "charges": list(charges),
        "sent": [
            {"to": list(letter.recipients), "template": letter.template, "subject": letter.subject}
            for letter in letters
            if not (letter.held_because or letter.dropped_because)
        ],
        "reason": decision.reason or None,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    words = finding_words(finding.code, finding.where, finding.file, finding.values)
    where = finding.where
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "file": finding.file,
        "where": list(where) if isinstance(where, tuple) else where,
        "detail": words.detail,
        "fix": words.fix or None,
    }


def _fields(decision: Decision) -> dict[str, Any]:
    if not decision.fields:
        return {}
    return {name: decision.fields.get(name) for name in (*FIELDS, "signed")}


def _form(document: Document) -> dict[str, Any]:
    """Which fields were read in the file, from where and how surely."""
    form = document.form
    fields = form.fields if form is not None else {}
    return {
        "file": document.file,
        "sort": form.sort if form is not None else None,
        "problem": form.problem if form is not None else None,
        "read": [
            {
                "field": name,
                "value": one.value,
                "source": one.source,
                "sure": one.sure,
                "page": one.page,
                "label": one.label,
            }
            for name, one in fields.items()
        ],
    }


def _request(request: RequestDecision, case: str) -> dict[str, Any]:
    return {
        "intent": request.intent,
        "action": str(request.action),
        "findings": [_finding(finding) for finding in request.findings],
        "inspector_requested": request.inspector_requested,
        "inspector_assigned": request.inspector_assigned,
        "date": request.day.isoformat() if request.day else None,
        "time": request.time,
        "previous_date": request.previous_day.isoformat() if request.previous_day else None,
        "previous_time": request.previous_time,
        "permit_number": request.permit_number,
        "address": request.address,
        "types": list(request.types),
        "discipline": request.discipline,
        "contact_name": request.contact_name,
        "contact_phone": request.contact_phone,
        "case": case or None,
    }
