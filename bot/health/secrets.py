"""When the login at the token endpoint ends, so that it can be announced long before."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bot.config.tables import Config


def secret_expires(config: Config) -> date | None:
    """The last day of the client secret, as configured, or of the certificate, as it says itself.

    None where no login needs it, where nobody has said, and where the certificate cannot be read (then the
    login says so).
    """
    logins = (config.mailboxes.intake, config.mailboxes.inspections, config.smtp)
    if all(login.auth == "password" for login in logins):
        return None
    certificate = config.oauth2.client_certificate
    return _end_of(certificate) if certificate else config.oauth2.client_secret_expires


def _end_of(certificate: Path) -> date | None:
    # Imported where it is needed: most installations have no use for it.
    from cryptography import x509  # noqa: PLC0415

    try:
        return x509.load_pem_x509_certificate(certificate.read_bytes()).not_valid_after_utc.date()
    except (OSError, ValueError):
        return None
