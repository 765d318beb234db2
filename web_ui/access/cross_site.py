"""Whether a request was made by a page of ours: Origin, Sec-Fetch-Site and a token."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets

from flask import g, request
from markupsafe import Markup

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
"""They change nothing (RFC 9110 section 9.2.1)."""
HEADER = "X-CSRF-Token"
FIELD = "csrf"
FORM_TYPES = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
_BYTES = 32


def key_of(token: str) -> bytes:
    """Return what a device's cross-site token is made from; the device token stays hidden."""
    return hmac.digest(token.encode(), b"cross-site", hashlib.sha256)


def csrf_token() -> str:
    """Return the token for the page of this request, another one each time; "" if none.

    Masked, so that it cannot be guessed from the length of compressed answers (BREACH).
    """
    key: bytes | None = g.get("csrf_key")
    if key is None:
        return ""
    mask = secrets.token_bytes(_BYTES)
    hidden = bytes(one ^ other for one, other in zip(mask, key, strict=True))
    return base64.urlsafe_b64encode(mask + hidden).decode().rstrip("=")


def csrf_field() -> Markup:
    """Return the hidden field that every form which changes something needs."""
    token = csrf_token()
    if not token:
        return Markup()
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, token)


def comes_from_here() -> bool:
    """Tell whether a request that changes something was made by a page of this origin.

    Browsers send Origin with every such request, and Sec-Fetch-Site over HTTPS; a request
    with neither does not come from one.
    """
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site is None and origin is None:
        return False
    return (site is None or site == "same-origin") and (
        origin is None or origin.lower() == f"{request.scheme}://{request.host.lower()}"
    )


def is_embedded_elsewhere() -> bool:
    """Tell whether a page of another site loads this as a picture, a script or by fetch()."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    mode = request.headers.get("Sec-Fetch-Mode", "navigate")
    return site not in {"same-origin", "none"} and mode != "navigate"


def has_token() -> bool:
    """Tell whether the request carries the token of the device that makes it."""
    key: bytes | None = g.get("csrf_key")
    sent = request.headers.get(HEADER, "")
    if not sent and request.mimetype in FORM_TYPES:
        sent = request.form.get(FIELD, "")
    if key is None or not sent:
        return False
    return hmac.compare_digest(_unmasked(sent), key)


def _unmasked(sent: str) -> bytes:
    try:
        both = base64.b64decode(sent + "=" * (-len(sent) % 4), b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""
    if len(both) != 2 * _BYTES:
        return b""
    return bytes(
        one ^ other for one, other in zip(both[:_BYTES], both[_BYTES:], strict=True)
    )
