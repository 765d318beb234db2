"""The authority and its certificates, judged by OpenSSL and by other readers."""

from __future__ import annotations

import ipaddress
import plistlib
import shutil
import socket
import ssl
import stat
import subprocess
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from clara_edge.certificates.authority import LOCAL_NETWORKS, make_authority
from clara_edge.certificates.keeper import (
    Certificates,
    present_authority,
    present_server,
)
from clara_edge.certificates.profile import mobile_configuration
from clara_edge.certificates.server_certificate import (
    KNOWN_PAST,
    RENEWED_BEFORE,
    certifiable,
    issue,
)
from clara_edge.discovery.addresses import HOME_NETWORKS
from clara_edge.domain.errors import (
    CertificateDamagedError,
    CertificateUnavailableError,
)
from web_ui.tls import make_context

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
NAMES = ("clara.local", "127.0.0.1", "192.168.1.5", "fd00::5")


@pytest.fixture
def kept(tmp_path: Path) -> Certificates:
    certificates = Certificates(tmp_path / "tls")
    certificates.ensure(NAMES, NOW)
    return certificates


def verify(kept: Certificates, host: str) -> str | None:
    """Return why OpenSSL refuses a host, None if it does not."""
    context = make_context(kept.server_file)
    trust = ssl.create_default_context(cadata=kept.authority.pem)
    trust.verify_flags |= ssl.VERIFY_X509_STRICT
    ours, theirs = socket.socketpair()

    def serve() -> None:
        try:
            with context.wrap_socket(theirs, server_side=True):
                pass
        except OSError:
            pass

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        with trust.wrap_socket(ours, server_hostname=host):
            return None
    except ssl.SSLCertVerificationError as error:
        return error.verify_message
    finally:
        ours.close()
        thread.join()
        theirs.close()


@pytest.mark.parametrize("host", [*NAMES, "localhost"])
def test_openssl_trusts_every_name(host: str, kept: Certificates) -> None:
    # today's real date has to be in the certificate's time
    kept.ensure(NAMES, datetime.now(UTC))

    assert verify(kept, host) is None


def test_openssl_trusts_no_other_name(kept: Certificates) -> None:
    kept.ensure(NAMES, datetime.now(UTC))

    assert "mismatch" in str(verify(kept, "clara-2.local"))


@pytest.mark.parametrize(
    "name", ["example.org", "8.8.8.8", "2001:db8::1", "a.local.org"]
)
def test_the_authority_cannot_vouch_for_names_elsewhere(
    name: str, kept: Certificates
) -> None:
    # what a thief of the key could do, without our own filter
    thief = kept.authority
    key = ec.generate_private_key(ec.SECP256R1())
    evil = _sign(thief.key, thief.certificate.subject, key, name)
    text = evil.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    kept.server_file.write_bytes(text)

    assert "permitted subtree violation" in str(verify(kept, name))


def test_names_that_would_make_the_certificate_void_are_left_out(
    kept: Certificates,
) -> None:
    kept.ensure((*NAMES, "pi.example.org", "93.184.216.34", "2a00::1"), NOW)

    assert kept.server is not None
    assert set(kept.server.names) == {*NAMES, "localhost"}


def test_certificates_and_discovery_mean_the_same_networks() -> None:
    assert LOCAL_NETWORKS == HOME_NETWORKS


def test_another_name_or_address_gets_a_new_certificate_of_the_same_authority(
    kept: Certificates,
) -> None:
    before, authority = kept.server, kept.authority.fingerprint

    assert not kept.ensure(NAMES, NOW)
    assert not kept.ensure(NAMES[:2], NOW)
    assert kept.ensure((*NAMES, "clara-2.local", "10.0.0.9"), NOW)

    assert kept.server != before
    assert kept.authority.fingerprint == authority


def test_is_renewed_well_before_its_end(kept: Certificates) -> None:
    assert kept.server is not None
    end = kept.server.not_after

    assert not kept.ensure(NAMES, end - RENEWED_BEFORE - timedelta(minutes=1))
    assert kept.ensure(NAMES, end - RENEWED_BEFORE + timedelta(minutes=1))


def test_lives_as_long_as_browsers_allow_and_began_before_slow_clocks(
    kept: Certificates,
) -> None:
    assert kept.server is not None
    certificate = kept.server.certificate

    span = certificate.not_valid_after_utc - certificate.not_valid_before_utc
    assert span <= timedelta(days=397)
    assert certificate.not_valid_before_utc <= NOW - timedelta(days=1)


@pytest.mark.parametrize(
    "wrong", [datetime(1970, 1, 1, 0, 5, tzinfo=UTC), NOW.replace(2016)]
)
def test_a_clock_that_was_never_set_makes_a_certificate_that_phones_take(
    wrong: datetime, tmp_path: Path
) -> None:
    kept = Certificates(tmp_path)
    kept.ensure(NAMES, wrong)

    assert kept.server is not None
    certificate = kept.server.certificate
    assert (
        certificate.not_valid_before_utc < KNOWN_PAST < certificate.not_valid_after_utc
    )
    assert not kept.ensure(NAMES, NOW)


def test_what_a_wrong_clock_made_is_replaced_when_the_clock_is_right(
    tmp_path: Path,
) -> None:
    kept = Certificates(tmp_path)
    kept.ensure(NAMES, NOW.replace(2041))

    assert kept.ensure(NAMES, NOW)
    assert kept.server is not None
    assert kept.server.certificate.not_valid_before_utc < NOW


def test_keys_are_readable_by_their_owner_only(kept: Certificates) -> None:
    kept.authority_file.chmod(0o644)
    Certificates(kept.authority_file.parent).ensure(NAMES, NOW)

    for file in kept.authority_file.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.authority_file.parent.stat().st_mode) == 0o700


def test_both_are_kept_over_a_restart(kept: Certificates) -> None:
    again = Certificates(kept.authority_file.parent)

    assert again.ensure(NAMES, NOW)  # new to this process
    assert again.server is not None
    assert kept.server is not None
    assert again.server.certificate == kept.server.certificate
    assert again.authority.fingerprint == kept.authority.fingerprint
    assert again.replaced is None


@pytest.mark.parametrize("damage", [b"", b"nonsense", b"\xff\xfe\0"])
def test_a_damaged_server_certificate_is_made_anew(
    damage: bytes, kept: Certificates
) -> None:
    kept.server_file.write_bytes(damage)
    again = Certificates(kept.authority_file.parent)

    assert again.ensure(NAMES, NOW)
    assert again.authority.fingerprint == kept.authority.fingerprint
    assert again.replaced is None


def test_a_certificate_with_the_key_of_another_one_is_made_anew(
    kept: Certificates, tmp_path: Path
) -> None:
    other = Certificates(tmp_path / "other")
    other.ensure(NAMES, NOW)
    mixed = _keys(other.server_file) + _certificates(kept.server_file)
    kept.server_file.write_bytes(mixed)
    again = Certificates(kept.authority_file.parent)

    with pytest.raises(CertificateDamagedError, match="do not belong together"):
        present_server(kept.authority_file.parent)
    again.ensure(NAMES, NOW)

    assert make_context(again.server_file)


def test_a_damaged_authority_is_kept_aside_and_its_successor_announced(
    kept: Certificates, caplog: pytest.LogCaptureFixture
) -> None:
    before = kept.authority.fingerprint
    kept.authority_file.write_bytes(b"nonsense")
    again = Certificates(kept.authority_file.parent)

    again.ensure(NAMES, NOW)

    assert again.authority.fingerprint != before
    assert again.replaced is not None
    assert "damaged" in again.replaced.reason
    assert "on every phone again" in caplog.text
    assert kept.authority_file.with_suffix(".damaged").read_bytes() == b"nonsense"
    assert again.server is not None
    again.server.certificate.verify_directly_issued_by(again.authority.certificate)


def test_a_lost_authority_is_not_replaced_in_silence(kept: Certificates) -> None:
    kept.authority_file.unlink()
    again = Certificates(kept.authority_file.parent)

    again.ensure(NAMES, NOW)

    assert again.replaced is not None
    assert "is gone" in again.replaced.reason


def test_a_file_that_cannot_be_read_is_named_and_left_alone(kept: Certificates) -> None:
    kept.authority_file.unlink()
    kept.authority_file.mkdir()

    with pytest.raises(
        CertificateUnavailableError, match=r"cannot read .*authority\.pem"
    ):
        Certificates(kept.authority_file.parent).ensure(NAMES, NOW)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "tls").write_text("a file")

    with pytest.raises(CertificateUnavailableError, match="cannot"):
        Certificates(tmp_path / "tls").ensure(NAMES, NOW)


def test_nothing_is_made_by_asking(tmp_path: Path) -> None:
    assert present_authority(tmp_path) is None
    assert present_server(tmp_path) is None
    assert not list(tmp_path.iterdir())


def test_the_profile_for_iphones_carries_the_authority_under_stable_ids(
    kept: Certificates,
) -> None:
    profile = mobile_configuration(kept.authority, "about")
    values = plistlib.loads(profile)
    (root,) = values["PayloadContent"]

    assert values["PayloadType"] == "Configuration"
    assert root["PayloadType"] == "com.apple.security.root"
    assert x509.load_der_x509_certificate(root["PayloadContent"]) == (
        kept.authority.certificate
    )
    assert values["PayloadUUID"] != root["PayloadUUID"]
    assert mobile_configuration(kept.authority, "about") == profile
    assert mobile_configuration(make_authority(), "about") != profile


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl")
def test_the_openssl_command_finds_nothing_wrong(
    kept: Certificates, tmp_path: Path
) -> None:
    (tmp_path / "ca.pem").write_text(kept.authority.pem)
    at = str(int(NOW.timestamp()))

    done = subprocess.run(
        [
            "openssl",
            "verify",
            "-x509_strict",
            "-purpose",
            "sslserver",
            "-attime",
            at,
            "-CAfile",
            str(tmp_path / "ca.pem"),
            str(kept.server_file),
        ],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout.endswith(": OK\n"), done.stderr


def test_certifiable_keeps_what_is_at_home() -> None:
    names = ["clara.local", "local.example", "10.1.2.3", "11.1.2.3", "::1", "fe80::1"]

    assert set(certifiable(names)) == {
        "clara.local",
        "10.1.2.3",
        "::1",
        "fe80::1",
        "localhost",
    }


def _sign(
    by: ec.EllipticCurvePrivateKey,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    name: str,
) -> x509.Certificate:
    honest = issue(make_authority(), [], datetime.now(UTC)).certificate

    try:
        subject: x509.GeneralName = x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        subject = x509.DNSName(name)
    return (
        x509.CertificateBuilder()
        .subject_name(honest.subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(honest.not_valid_before_utc)
        .not_valid_after(honest.not_valid_after_utc)
        .add_extension(x509.SubjectAlternativeName([subject]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()),
            critical=False,
        )
        .sign(by, hashes.SHA256())
    )


def _keys(path: Path) -> bytes:
    text = path.read_bytes()
    return text[: text.index(b"-----BEGIN CERTIFICATE")]


def _certificates(path: Path) -> bytes:
    text = path.read_bytes()
    return text[text.index(b"-----BEGIN CERTIFICATE") :]
