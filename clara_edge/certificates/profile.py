"""The authority as a configuration profile, which iPhones and iPads install."""

from __future__ import annotations

import plistlib
import uuid
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .authority import Authority

# any fixed one will do: the ids of a profile have to stay the same for the same authority
_NAMESPACE = uuid.UUID("5d1f6a5e-6c0b-4a52-9a5e-0f8d5b8b7c11")


def mobile_configuration(authority: Authority, description: str) -> bytes:
    """Return the profile (Apple: Configuration Profile Reference, com.apple.security.root)."""
    mark = authority.fingerprint.replace(":", "")[:16].lower()
    identifier = f"edge.clara.authority.{mark}"
    certificate = {
        "PayloadType": "com.apple.security.root",
        "PayloadVersion": 1,
        "PayloadIdentifier": f"{identifier}.root",
        "PayloadUUID": _stable_id(authority, "root"),
        "PayloadDisplayName": authority.name,
        "PayloadDescription": description,
        "PayloadCertificateFileName": "clara-authority.crt",
        "PayloadContent": authority.der,
    }
    return plistlib.dumps(
        {
            "PayloadType": "Configuration",
            "PayloadVersion": 1,
            "PayloadIdentifier": identifier,
            "PayloadUUID": _stable_id(authority, "profile"),
            "PayloadDisplayName": authority.name,
            "PayloadDescription": description,
            "PayloadOrganization": "Clara Edge",
            "PayloadRemovalDisallowed": False,
            "PayloadContent": [certificate],
        }
    )


def _stable_id(authority: Authority, part: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, f"{authority.fingerprint}/{part}")).upper()
