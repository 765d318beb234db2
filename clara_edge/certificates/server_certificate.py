"""The certificate that the web service shows: short-lived, made anew when anything changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from .authority import LOCAL_DOMAINS, LOCAL_NETWORKS, NOT_BEFORE, key_usage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .authority import Authority

BACKDATED = timedelta(days=2)
"""A phone's clock may be behind."""
LIFETIME = timedelta(days=395)
"""With BACKDATED 397 days: no browser takes 398 (CA/Browser Forum ballot SC31)."""
RENEWED_BEFORE = timedelta(days=60)
KNOWN_PAST = datetime(2026, 11, 24, tzinfo=UTC)
"""No clock that is right shows an earlier time: this was written then."""


@dataclass(frozen=True, slots=True)
class ServerCertificate:
    """A certificate and its private key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names and addresses that it is good for, in its own order."""
        found = self.certificate.extensions.get_extension_for_class(
            x509.SubjectAlternativeName
        ).value
        return tuple(str(name.value) for name in found)

    @property
    def not_after(self) -> datetime:
        """Return until when it is good."""
        return self.certificate.not_valid_after_utc

    def problem(
        self, authority: Authority, names: Iterable[str], now: datetime
    ) -> str | None:
        """Tell why another one is needed, None if this one will do."""
        try:
            self.certificate.verify_directly_issued_by(authority.certificate)
        except (InvalidSignature, ValueError, TypeError):
            return "it is of another authority"
        moment = believable(now)
        if moment < self.certificate.not_valid_before_utc:
            return "it is dated in the future"
        if moment > self.not_after - RENEWED_BEFORE:
            return f"it ends on {self.not_after:%Y-%m-%d}"
        if missing := set(certifiable(names)) - set(self.names):
            return f"it is not good for {', '.join(sorted(missing))}"
        return None


def issue(
    authority: Authority, names: Iterable[str], now: datetime
) -> ServerCertificate:
    """Make a certificate for names and addresses at home."""
    good = certifiable(names)
    key = ec.generate_private_key(ec.SECP256R1())
    moment = believable(now)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Clara")]))
        .issuer_name(authority.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(max(moment - BACKDATED, NOT_BEFORE))
        .not_valid_after(moment + LIFETIME)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(key_usage(signs_certificates=False), critical=True)
        .add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False
        )
        .add_extension(
            x509.SubjectAlternativeName([_general_name(name) for name in good]),
            critical=False,
        )
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
        )
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(
                authority.key.public_key()
            ),
            critical=False,
        )
        .sign(authority.key, hashes.SHA256())
    )
    return ServerCertificate(certificate, key)


def certifiable(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names that the authority may vouch for, each once, always in one order.

    One name too many would make the whole certificate void.
    """
    return tuple(sorted({"localhost", *filter(_is_local, names)}))


def believable(now: datetime) -> datetime:
    """Return the time, or the least that it can be if the clock was never set."""
    return max(now.astimezone(UTC), KNOWN_PAST)


def _is_local(name: str) -> bool:
    try:
        address = ip_address(name)
    except ValueError:
        return name.rpartition(".")[2].lower() in LOCAL_DOMAINS
    return any(address in network for network in LOCAL_NETWORKS)


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)
