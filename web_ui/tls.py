"""TLS for the web service, with whatever certificate is good at the moment."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

from clara_edge.domain.errors import CertificateUnavailableError

if TYPE_CHECKING:
    from pathlib import Path


def make_context(certificate_and_key: Path) -> ssl.SSLContext:
    """Return a context for TLS 1.2 and later.

    A renewed certificate gets a context of its own: connections are made in another
    thread, which must not see a certificate with the key of the one before.

    Raises:
        CertificateUnavailableError: the file cannot be used.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.options |= ssl.OP_NO_RENEGOTIATION | ssl.OP_CIPHER_SERVER_PREFERENCE
    context.set_alpn_protocols(["http/1.1"])
    try:
        context.load_cert_chain(certificate_and_key)
    except OSError as error:
        raise CertificateUnavailableError(
            f"{certificate_and_key} cannot be used for HTTPS: {error.strerror or error}",
            remedy="delete it and restart the web service, which makes another one",
        ) from error
    return context
