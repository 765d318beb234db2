"""The authority: made once per device, installed once on each phone, good for any name at home."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_network

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from clara_edge.domain.errors import CertificateDamagedError

NOT_BEFORE = datetime(2025, 1, 1, tzinfo=UTC)
NOT_AFTER = datetime(2049, 12, 31, tzinfo=UTC)
"""Fixed, because a Pi has no clock when it is first switched on; UTCTime ends with 2049."""

LOCAL_DOMAINS = ("local", "localhost")
"""A permitted name covers everything below it (RFC 5280 section 4.2.1.10)."""
LOCAL_NETWORKS = tuple(
    ip_network(text)
    for text in (
        "127.0.0.0/8",
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "169.254.0.0/16",
        "::1/128",
        "fc00::/7",
        "fe80::/10",
    )
)
"""Loopback, private (RFC 1918, RFC 4193) and link-local addresses."""

_CURVE = ec.SECP256R1()
"""P-256: what all phones know, and a Pi signs in under a millisecond."""


@dataclass(frozen=True, slots=True)
class Authority:
    """A certificate and its private key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def der(self) -> bytes:
        """Return the certificate as phones install it."""
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def pem(self) -> str:
        """Return the certificate as text."""
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()

    @property
    def name(self) -> str:
        """Return the name under which devices list it."""
        return common_name(self.certificate)

    @property
    def fingerprint(self) -> str:
        """Return the SHA-256 of the certificate, as devices show it."""
        return fingerprint(self.certificate)


def make_authority() -> Authority:
    """Make an authority that can only vouch for names and addresses at home."""
    key = ec.generate_private_key(_CURVE)
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    # several Claras in one house have to be told apart in a phone's list
    short = identifier.digest.hex()[:6].upper()
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, f"Clara at home {short}"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Clara Edge"),
        ]
    )
    permitted: list[x509.GeneralName] = [x509.DNSName(name) for name in LOCAL_DOMAINS]
    permitted += [x509.IPAddress(network) for network in LOCAL_NETWORKS]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOT_BEFORE)
        .not_valid_after(NOT_AFTER)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(key_usage(signs_certificates=True), critical=True)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
        .add_extension(identifier, critical=False)
        .sign(key, hashes.SHA256())
    )
    return Authority(certificate, key)


def to_text(certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> str:
    """Return key and certificate in one text, so that a file has both or none."""
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return (private + certificate.public_bytes(serialization.Encoding.PEM)).decode()


def from_text(text: bytes) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    """Read what to_text() wrote.

    Raises:
        CertificateDamagedError: it is not a certificate and its key.
    """
    try:
        certificate = x509.load_pem_x509_certificate(text)
        key = serialization.load_pem_private_key(text, password=None)
    except (ValueError, TypeError) as error:
        raise CertificateDamagedError(
            "there is no certificate with its key in it"
        ) from error
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise CertificateDamagedError("its key is of another kind")
    if key.public_key() != certificate.public_key():
        raise CertificateDamagedError("certificate and key do not belong together")
    return certificate, key


def read_authority(text: bytes) -> Authority:
    """Read an authority.

    Raises:
        CertificateDamagedError: it is none.
    """
    certificate, key = from_text(text)
    try:
        certificate.verify_directly_issued_by(certificate)
    except (InvalidSignature, ValueError, TypeError) as error:
        raise CertificateDamagedError("it is no authority") from error
    return Authority(certificate, key)


def fingerprint(certificate: x509.Certificate) -> str:
    """Return the SHA-256 of a certificate in pairs of digits."""
    der = certificate.public_bytes(serialization.Encoding.DER)
    return hashlib.sha256(der).digest().hex(":").upper()


def common_name(certificate: x509.Certificate) -> str:
    """Return whose certificate it is."""
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else ""


def key_usage(*, signs_certificates: bool) -> x509.KeyUsage:
    """Return what the key of an authority, or of a server, is for."""
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )
