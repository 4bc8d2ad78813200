"""Who belongs to a permit or an appointment (D12)."""

from __future__ import annotations

from rules.inspection.facts import Appointment
from rules.inspection.public_domains import is_public
from rules.registry import Client, Permit, Registry


def belongs_to(sender: str, permit: Permit, registry: Registry) -> bool:
    """Whether the sender is one of the permit's contacts or of its client's people."""
    return sender.lower() in permit.contacts or is_of_client(sender, client_of(permit.building, registry))


def may_act_on(sender: str, appointment: Appointment, registry: Registry) -> bool:
    """Whether the sender may cancel, move or complete the appointment (D12).

    That is the requester, others of the requester's own mail domain unless it is a public one, the e-mail
    contact of the request, the permit's contacts and the client's people.
    """
    sender, requester = sender.lower(), appointment.requester.lower()
    if not sender:
        return False
    if sender in {requester, appointment.contact_email.lower()} or _shares_domain(sender, requester):
        return True
    permit = registry.permits.get(appointment.permit_number)
    if permit is not None and belongs_to(sender, permit, registry):
        return True
    return is_of_client(sender, client_of(appointment.building, registry))


def may_see(sender: str, case_sender: str, permit_number: str, building: str, registry: Registry) -> bool:
    """Whether the sender is told how a case stands: the people who may act on it, and nobody else (D12)."""
    sender = sender.lower()
    if sender == case_sender.lower() or _shares_domain(sender, case_sender.lower()):
        return bool(sender)
    permit = registry.permits.get(permit_number)
    if permit is not None and belongs_to(sender, permit, registry):
        return True
    return is_of_client(sender, client_of(building, registry))


def client_of(building: str, registry: Registry) -> Client | None:
    """The client whose building that is."""
    row = registry.buildings.get(building)
    return registry.clients.get(row.client) if row else None


def is_of_client(sender: str, client: Client | None) -> bool:
    """Whether the sender is one of the client's own people, by address or by a trusted domain."""
    if client is None:
        return False
    domain = _domain(sender)
    if client.email and sender.lower() == client.email.lower():
        return True
    trusted = [own.lower().strip(".@") for own in client.trusted_domains]
    return any(domain == own or domain.endswith(f".{own}") for own in trusted if own)


def _shares_domain(one: str, other: str) -> bool:
    domain = _domain(one)
    return bool(domain) and domain == _domain(other) and not is_public(domain)


def _domain(address: str) -> str:
    return address.lower().rpartition("@")[2] if "@" in address else ""
